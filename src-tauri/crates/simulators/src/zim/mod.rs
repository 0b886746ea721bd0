//! A simulated ZIM Connections account (eSIM API v3.0, both published generations) behind a real HTTP server.
//!
//! It keeps a ledger: a wallet per currency, a catalogue, eSIMs, subscriptions and orders that change with
//! time. Everything is made from a seed; a folder makes it survive a restart. Steering it (faults, prices,
//! another desk) goes through the handle [`Zim`] alone, never over HTTP. Deliberately not in it: TLS, webhooks
//! and any part of the API that ZIM does not describe.
//!
//! Start reading at [`Zim`]; then `gate` (what every request passes), `routes`, `orders` (what time does).
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
mod file;
mod gate;
mod handle;
mod ledger;
mod options;
mod orders;
mod purchase;
mod rng;
mod routes;
mod rows;
mod seed;
mod shared;
mod token;
mod view;
mod wire;

pub use faults::{Fault, When};
pub use handle::Zim;
pub use options::{Credentials, Generation, IccidForm, Options, OrderRow};
pub use view::{EsimView, LedgerView, OrderView, Origin, PlanView, RequestSeen, SubscriptionView};

use std::path::PathBuf;
use std::time::Duration;

/// Why a simulator could not start, or a wait was in vain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken, or the system refuses to listen.
    #[error("cannot listen on 127.0.0.1 port {port}")]
    Listen {
        /// 0 when any port would have done.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The ledger's folder or file cannot be read or written.
    #[error("cannot use {} for the simulator's ledger", path.display())]
    Folder {
        /// Folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The ledger file is not a ledger.
    #[error("the simulator's ledger {} is not readable; move it away to begin anew", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        source: serde_json::Error,
    },
    /// The ledger file was written by a newer program.
    #[error("the simulator's ledger {} has format {format}, which only a newer version reads", path.display())]
    NewerLedger {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// What was waited for did not happen in time.
    #[error("it did not happen within {0:?}")]
    TimedOut(Duration),
}

/// The time in Unix milliseconds: the only place that reads the calendar clock.
#[expect(
    clippy::disallowed_methods,
    reason = "a supplier has a clock of its own; the desk's does not reach it"
)]
fn clock() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
