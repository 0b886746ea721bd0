//! The simulated eSIMfly account, asked over plain sockets: who gets in, what it answers, what it keeps, how it fails.

mod buying;
mod client;
mod doorkeeper;
mod esims;
mod failing;
mod forms;
mod lists;
mod more_data;
#[expect(dead_code, reason = "no answer of eSIMfly is a bare list")]
#[path = "../plain_http/mod.rs"]
mod plain_http;
