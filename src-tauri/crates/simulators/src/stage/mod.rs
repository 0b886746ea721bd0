//! What every simulated supplier stands on, and no supplier's rules: a server on loopback whose connections can
//! break, scripted faults, books that outlive a restart, seeded numbers, countries, OAuth tokens, and waiting
//! without sleeping.
//!
//! A new simulator is a folder beside `zim`: its ledger ([`Ledger`]), its routes (an axum router), and one
//! [`Supplier`] that says what only it knows. Deliberately not here: error bodies, plans and everything else that
//! a provider's document describes.
//!
//! Start reading at [`Supplier`]; then `gate` (what every request passes) and [`Door`] (how it is served). The
//! smallest whole simulator is the kiosk in `tests/stage`.

mod agenda;
mod countries;
mod error;
mod faults;
mod file;
mod gate;
mod iccid;
mod lists;
mod oauth;
mod rng;
mod seen;
mod server;
mod state;
mod supplier;
mod wire;

pub use agenda::Agenda;
pub use countries::{COUNTRIES, Country, country};
pub use error::Error;
pub use faults::{Fault, When};
pub use file::LedgerFile;
pub use iccid::iccid;
pub use oauth::{ClientCredentials, Tokens};
pub use rng::{DIGITS, HEX, LETTERS, Rng};
pub use seen::RequestSeen;
pub use server::{Door, Server};
pub use state::{Ledger, Stage};
pub use supplier::{Purpose, Supplier};

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Locks. A panic while holding a lock is a failed test already; the data behind it is still the best there is.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whole milliseconds, the unit of every ledger's times.
pub fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}
