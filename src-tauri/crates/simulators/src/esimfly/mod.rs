//! A simulated eSIMfly business account (Business API v1) behind a real HTTP server.
//!
//! It keeps a ledger: one wallet, a catalogue, orders, and eSIMs whose data is used up as time passes. Every request
//! is checked as eSIMfly checks it: four headers, a signature over the exact body, a clock that is right to five
//! minutes, an id that was never used, a rate. Steering it (faults, prices, the clock, another desk) goes through the
//! handle [`EsimFly`] alone. Deliberately not in it: TLS, the Bearer token of the dashboard, webhook deliveries.
//!
//! Start reading at [`EsimFly`]; then `shared` (what eSIMfly tells the [stage](crate::stage)), `admission` (who gets
//! in), `routes`, and `time` (what happens by itself).
//!
//! ```no_run
//! # async fn example() -> Result<(), esim_desk_simulators::esimfly::Error> {
//! use esim_desk_simulators::esimfly::{EsimFly, Fault, Options, When};
//! let esimfly = EsimFly::start(Options::default()).await?;
//! esimfly.fault(When::purchase(), Fault::DropAfter);
//! println!("{} {}", esimfly.base_url(), esimfly.credentials().access_code);
//! esimfly.stop().await;
//! # Ok(()) }
//! ```

mod admission;
mod answer;
mod cancel;
mod catalogue;
mod clock;
mod countries;
mod diagnostics;
mod faults;
mod handle;
mod ledger;
mod limits;
mod lists;
mod live;
mod making;
mod money;
mod options;
mod order;
mod purchase;
mod query;
mod routes;
mod rows;
mod seed;
mod shared;
mod signature;
mod time;
mod topup;
mod view;
mod webhooks;

pub use crate::stage::{Error, RequestSeen, When};
pub use faults::{Fault, Twist};
pub use handle::EsimFly;
pub use options::{
    Account, Credentials, ErrorText, Limits, Options, PageCount, PendingForm, RefundMethod, ResetForm,
};
pub use routes::BASE_PATH;
pub use view::{EsimView, LedgerView, OrderView, Origin, PackageView};
