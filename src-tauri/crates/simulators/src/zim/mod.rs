//! A simulated ZIM Connections account (eSIM API v3.0, both published generations) behind a real HTTP server.
//!
//! It keeps a ledger: a wallet per currency, a catalogue, eSIMs, subscriptions and orders that change with
//! time. Everything is made from a seed; a folder makes it survive a restart. Steering it (faults, prices,
//! another desk) goes through the handle [`Zim`] alone, never over HTTP. Deliberately not in it: TLS, webhooks
//! and any part of the API that ZIM does not describe.
//!
//! Start reading at [`Zim`]; then `shared` (what ZIM tells the [stage](crate::stage)), `routes`, and `orders` (what
//! time does).
//!
//! ```no_run
//! # async fn example() -> Result<(), esim_desk_simulators::zim::Error> {
//! use esim_desk_simulators::zim::{Fault, Options, When, Zim};
//! let zim = Zim::start(Options::default()).await?;
//! zim.fault(When::purchase(), Fault::DropAfter);
//! println!("{} {}", zim.base_url(), zim.token_url());
//! zim.stop().await;
//! # Ok(()) }
//! ```

mod catalogue;
mod countries;
mod faults;
mod handle;
mod ids;
mod ledger;
mod options;
mod orders;
mod purchase;
mod routes;
mod rows;
mod seed;
mod shared;
mod token;
mod view;

pub use crate::stage::{Error, When};
pub use faults::{Fault, Twist};
pub use handle::Zim;
pub use options::{Credentials, Generation, IccidForm, Options, OrderRow};
pub use view::{EsimView, LedgerView, OrderView, Origin, PlanView, RequestSeen, SubscriptionView};
