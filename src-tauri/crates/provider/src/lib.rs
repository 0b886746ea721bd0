//! The port every wholesaler's client fills, and the errors it may answer.
//!
//! A wallet that cannot do something has no such accessor: what the window shows as possible is derived
//! from [`Provider`], so it cannot lie. Deliberately not here: HTTP, JSON, a supplier's words, waiting and
//! retrying. Start with [`Provider`], then [`Orders`], the only part that spends.

mod account;
mod diagnostics;
mod error;
mod form;
mod orders;
mod ports;

pub use account::{Balance, Lot, LotId, Stock, Wallet};
pub use diagnostics::{Diagnostics, Fact, Happening, Reconnect, Sighting};
pub use error::{Effect, Error, Kind, Result};
pub use form::{
    ConnectError, Credentials, Environment, Field, FieldKind, ProviderForm, Settings, WalletSpec,
};
pub use orders::{
    Candidate, Draft, Evidence, Item, ItemOutcome, Lane, Mark, Orders, Placed, Progress, Quote, Request,
    Source, Taken, Target, Trace,
};
pub use ports::{Abilities, Catalogue, Destination, Esims, Listing, LongListing, Provider, Scopes, Skipped};

pub use async_trait::async_trait;
