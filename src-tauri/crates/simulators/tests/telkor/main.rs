//! The simulated Telkor organisation, asked over plain sockets: what it answers, what it keeps, how it fails.

mod account;
mod buying;
mod catalogue;
mod client;
mod command;
mod documented;
mod failing;
mod forms;
mod links;
#[path = "../plain_http/mod.rs"]
mod plain_http;
mod service;
mod stock;
