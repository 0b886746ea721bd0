//! The simulated ZIM account, asked over plain sockets: what it answers, what it keeps, how it fails.

mod account;
mod buying;
mod client;
mod command;
mod failing;
#[path = "../plain_http/mod.rs"]
mod plain_http;
mod quirks;
