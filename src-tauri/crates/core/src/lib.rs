//! The use cases of the desk, and the one table of commands.
//!
//! It knows neither window nor network: suppliers come through the port of `esim-desk-provider`,
//! everything else through [`ports`]. Start with [`api`] for what the window can ask, then `commands.rs`
//! for the table and `dispatch.rs` for how a row of it is called; `app` decides which `desk` runs, `sync`
//! fills its lists, and `orders/` is how money moves once.

pub mod api;
mod app;
mod commands;
mod desk;
mod dispatch;
mod esims;
mod failures;
mod kit;
mod network;
pub mod orders;
mod plans;
pub mod ports;
mod purchases;
mod repeats;
mod sync;
#[cfg(test)]
mod typescript;
mod wallets;

pub use app::{App, Wiring, last_look};
pub use dispatch::{COMMANDS, Kind, dispatch};
