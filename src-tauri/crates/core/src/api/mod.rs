//! What crosses the border to the window: requests, replies and failures, and nothing that acts.
//!
//! Ids, ICCIDs and moments cross as text, money as small integers, a QR as a PNG `data:` URL, credentials
//! never outwards. The TypeScript types are made from these (`typescript.rs`).

mod app;
mod esims;
mod failure;
mod kit;
mod orders;
mod plans;
mod wallets;

pub use app::*;
pub use esims::*;
pub use failure::*;
pub use kit::*;
pub use orders::*;
pub use plans::*;
pub use wallets::*;
