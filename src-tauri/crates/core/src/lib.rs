//! The use cases of the desk, and the one table of commands.
//!
//! It knows neither window nor network: suppliers come through the port of `esim-desk-provider`,
//! everything else through [`ports`]. Start with [`api`] for what the window can ask, then `commands.rs`
//! for the table, then `orders/` for how money moves once.

pub mod api;
mod commands;
pub mod ports;
#[cfg(test)]
mod typescript;
