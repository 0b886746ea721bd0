//! The simulated ZIM account, asked over plain sockets: what it answers, what it keeps, how it fails.

mod account;
mod buying;
mod client;
mod command;
mod failing;
mod quirks;
