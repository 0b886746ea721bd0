//! The ZIM client: its words, its form, and a second server written from the same document.

mod form;
mod second_server;
mod words;
