//! OMAX Telecom's Telkor: SIMs that the agency owns, links on them, and plans on those.
//!
//! Telkor sells nothing: an order takes an eSIM out of the agency's stock and provisions a link with a plan
//! on it, as a task at Telkor; adding data is one more activation on the link. A plan on an eSIM is therefore
//! named by two ids, `link/activation`.
//!
//! `wire` reads Telkor's JSON by lists of field names, for its documents leave many out; `paths` are its
//! addresses, all of them settings; `calls` and `page` ask; `translate` and `plan` say its words in ours; `form` is
//! what staff fill in. `esims`, `lots`, `orders` and `diagnostics` answer the port, over the agency's `stock` of
//! SIMs, its `plans`, `links` and `tasks`; `lookup` finds out what came of a purchase, `several` of one of many
//! SIMs; `organisation` has the balance, and what Telkor offers beyond the port.
//! Telkor has no catalogue: the agency's plans are what its stock can become.
//! Deliberately not here: removing links, SMS, network bars, and the Bappy API of the same company.

mod calls;
mod diagnostics;
mod esims;
mod form;
mod links;
mod lookup;
mod lots;
mod orders;
mod organisation;
mod page;
mod paths;
mod plan;
mod plans;
mod several;
mod stock;
mod tasks;
#[cfg(test)]
mod tests;
mod translate;
mod wire;

pub use links::Link;
pub use organisation::{Organisation, Probe};
pub use stock::{Sim, SimFilter};
pub use tasks::{Outcome, Task, TaskItem};

use crate::Supplier;
use crate::desks;
use crate::http::{Access, Http, Limits};
use esim_desk_model::{Country, Timestamp};
use esim_desk_provider::{
    ConnectError, Credentials, Diagnostics, Error, Esims, Orders, Provider, Result, Stock, Wallet, WalletSpec,
};
use form::{KEY, Settings, Typed, form};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, AtomicUsize};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// This supplier among the others.
pub(crate) const SUPPLIER: Supplier =
    Supplier { key: KEY, form, connect: |spec, credentials| Ok(Arc::new(Telkor::new(spec, credentials)?)) };

/// One wallet at Telkor.
pub struct Telkor {
    http: Http,
    /// The address, to name it where a path does not fit.
    base: String,
    settings: Settings,
    /// Rows of a page that the server takes.
    page_size: AtomicU32,
    /// Which of the installation paths fits.
    installation_path: AtomicUsize,
    /// SIMs that an order of this program took and Telkor may not show as bound yet, and since when.
    taken: Mutex<BTreeMap<String, Timestamp>>,
    covering: Mutex<Covering>,
}

impl Telkor {
    /// Makes the client; asks nobody.
    ///
    /// # Errors
    /// [`ConnectError`] names the field that is missing or cannot be used.
    pub fn new(spec: &WalletSpec, credentials: &Credentials) -> std::result::Result<Self, ConnectError> {
        Self::with_limits(spec, credentials, Limits::default().shared_by(desks::typed(spec)?))
    }

    fn with_limits(
        spec: &WalletSpec,
        credentials: &Credentials,
        limits: Limits,
    ) -> std::result::Result<Self, ConnectError> {
        let Typed { base, headers, identity, settings } = form::read(spec, credentials)?;
        let address = base.to_string();
        let http = Http::new(base, headers, Access::Login(identity), limits)
            .map_err(|_| ConnectError::Unusable { field: "base_url".to_owned() })?
            .judged_by(calls::judge);
        Ok(Self {
            http,
            base: address,
            settings,
            page_size: AtomicU32::new(page::ROWS),
            installation_path: AtomicUsize::new(0),
            taken: Mutex::default(),
            covering: Mutex::default(),
        })
    }
}

impl Provider for Telkor {
    fn esims(&self) -> &dyn Esims {
        self
    }

    fn orders(&self) -> Option<&dyn Orders> {
        Some(self)
    }

    fn wallet(&self) -> Option<&dyn Wallet> {
        Some(self)
    }

    fn stock(&self) -> Option<&dyn Stock> {
        Some(self)
    }

    fn diagnostics(&self) -> Option<&dyn Diagnostics> {
        Some(self)
    }

    fn waiting(&self) -> Option<Duration> {
        self.http.waiting()
    }

    fn clock_skew_seconds(&self) -> Option<i64> {
        self.http.notable_skew_seconds()
    }
}

/// Which coverages hold a country.
#[derive(Default)]
struct Covering {
    /// Ids of coverages, for each country that was asked for.
    of: BTreeMap<Country, BTreeSet<String>>,
    /// The countries that a reading still going on has asked for.
    asked: BTreeSet<Country>,
    /// When every country had been asked for, by Telkor's clock; absent while a reading goes on.
    asked_at: Option<Timestamp>,
    /// The coverages that there were then.
    coverages: BTreeSet<String>,
}

/// What is kept behind a lock is whole at every moment, so a panic elsewhere spoils nothing.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The answer is about something else: one traveller's data is never shown as another's.
fn must_be(asked: &str, answered: &str, operation: &'static str) -> Result<()> {
    if asked == answered { Ok(()) } else { Err(wire::unreadable("id", operation)) }
}

/// The rows of a list from whose gaps something is concluded.
fn complete<T>(listing: esim_desk_provider::Listing<T>, operation: &'static str) -> Result<Vec<T>> {
    match listing.skipped.first() {
        None => Ok(listing.rows),
        Some(row) => Err(wire::unreadable(&format!("[{}] {}", row.index, row.why), operation)),
    }
}

/// A refusal of ours, before anything is sent.
fn refused(text: &str, operation: &'static str) -> Error {
    let error = Error::without_effect(esim_desk_provider::Kind::Refused, operation);
    Error { text: Some(text.to_owned()), ..error }
}
