//! A simulated organisation on OMAX Telecom's Telkor platform behind a real HTTP server.
//!
//! It owns SIMs and defines plans without prices; "buying" means binding an own SIM to a link, in a background task
//! whose items fail one by one. Everything is made from a seed; a folder makes it survive a restart. Steering it
//! (faults, another desk, a traveller's phone) goes through the handle [`Telkor`] alone, never over HTTP.
//!
//! Of the documentation little more than the SIM page is known. What is inferred (paths, names of fields, envelopes,
//! words) is a setting: [`Paths`], [`Names`] and [`Forms`]. Deliberately not in it: what has no known path or body
//! (bulk work on links, SMS, network bars, IMEI locks, unlinking), and the reseller API of the same company.
//!
//! Start reading at [`Telkor`]; then `shared` (what Telkor tells the [stage](crate::stage)), `routes`, and `work`
//! (what time does).
//!
//! ```no_run
//! # async fn example() -> Result<(), esim_desk_simulators::telkor::Error> {
//! use esim_desk_simulators::telkor::{Options, Telkor, Twist, When};
//! let telkor = Telkor::start(Options::default()).await?;
//! telkor.fault(When::purchase(), Twist::TaskStops(3));
//! println!("{} {}", telkor.base_url(), telkor.token_url());
//! telkor.stop().await;
//! # Ok(()) }
//! ```

mod answers;
mod catalogue;
mod faults;
mod forms;
mod handle;
mod ids;
mod ledger;
mod links;
mod lists;
mod money;
mod options;
mod organization;
mod paths;
mod plans;
mod provision;
mod records;
mod regions;
mod routes;
mod rows;
mod seed;
mod service;
mod shared;
mod sims;
mod tasks;
mod token;
mod view;
mod work;

pub use crate::stage::{Error, RequestSeen, When};
pub use faults::{Fault, Twist};
pub use forms::{ErrorForm, Forms, ListForm, Names, Reference};
pub use handle::Telkor;
pub use options::{Credentials, Options, TokenHeader};
pub use paths::Paths;
pub use view::{ActivationView, ItemView, LedgerView, LinkView, Origin, PlanView, SimView, TaskView};
