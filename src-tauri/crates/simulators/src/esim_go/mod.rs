//! A simulated eSIM Go account (API v2.5, and v2.4 beside it) behind a real HTTP server.
//!
//! It keeps a ledger: a prepaid balance, a catalogue, orders, bundles in stock and on eSIMs that change with time.
//! Everything is made from a seed; a folder makes it survive a restart. Steering it (faults, prices, another desk,
//! the traveller) goes through the handle [`EsimGo`] alone, never over HTTP. Where the vendor's documents leave a
//! status, a shape or a word open, [`Options`] has a setting for it. Deliberately not in it: TLS, callbacks, the
//! versions before 2.4, and calls that are deprecated without a described answer.
//!
//! Start reading at [`EsimGo`]; then `shared` (what eSIM Go tells the [stage](crate::stage)), `routes`, `orders`
//! (what a purchase does) and `life` (what time does).
//!
//! ```no_run
//! # async fn example() -> Result<(), esim_desk_simulators::esim_go::Error> {
//! use esim_desk_simulators::esim_go::{EsimGo, Fault, Options, When};
//! let account = EsimGo::start(Options::default()).await?;
//! account.fault(When::purchase(), Fault::DropAfter);
//! println!("{} {}", account.base_url(), account.credentials().api_key);
//! account.stop().await;
//! # Ok(()) }
//! ```

mod account;
mod asked;
mod bundles;
mod buying;
mod catalogue;
mod esims;
mod faults;
mod handle;
mod install;
mod ledger;
mod life;
mod options;
mod orders;
mod pages;
mod places;
mod rate;
mod records;
mod refused;
mod revoke;
mod routes;
mod rows;
mod seed;
mod shared;
mod shop;
mod stock;
mod view;
mod zip;

pub use crate::stage::{Error, RequestSeen, When};
pub use faults::{Fault, Twist};
pub use handle::EsimGo;
pub use options::{AssignmentShape, Credentials, Envelopes, Options, RunningBalance, Statuses, Version};
pub use records::BundleState;
pub use view::{AssignmentView, BundleView, EsimView, LedgerView, OrderView, Origin, StockView};
