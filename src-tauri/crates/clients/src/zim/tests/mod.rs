//! The ZIM client: its words, its form, odd answers, and a second server written from the same document.

mod form;
mod quirks;
mod second_server;
mod words;
