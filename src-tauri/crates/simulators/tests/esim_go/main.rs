//! The simulated eSIM Go account, asked over plain sockets: what it answers, what it keeps, how it fails.

mod account;
mod bundles;
mod buying;
mod client;
mod command;
mod documented;
mod door;
mod esims;
mod failing;
mod install;
#[path = "../plain_http/mod.rs"]
mod plain_http;
