//! The simulated eSIM Go account, asked over plain sockets: what it answers, what it keeps, how it fails.

mod account;
mod buying;
mod client;
mod door;
mod failing;
#[path = "../plain_http/mod.rs"]
mod plain_http;
