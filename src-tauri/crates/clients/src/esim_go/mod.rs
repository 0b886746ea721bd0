//! eSIM Go, API 2.5, with the shapes of 2.4 that are still seen.
//!
//! `wire` is its JSON, `lists` its envelopes and pages, `calls` its requests, `units` its numbers, `translate`
//! and `sold` its words in ours, `form` what staff fill in; `esims`, `catalogue` and `orders` answer the port,
//! `lookup` finds out what came of a purchase by the `lines` of orders, `install` reads the codes of larger ones;
//! `stock` has the bundles that were bought before, `pieces` what came of one of them, `fit` tells which go onto an
//! eSIM, `diagnostics` asks the network. A list of eSIMs says neither how to install them nor what is on them, so
//! `memory` keeps what was read one by one. Beyond the port stand `care` for one eSIM, and `places`.
//! Deliberately not here: charging the account's card, refunds and deleting eSIMs, which spend or destroy
//! and belong in the supplier's portal; callbacks, which reach no desktop.

mod calls;
mod care;
mod catalogue;
mod diagnostics;
mod esims;
mod fit;
mod form;
mod install;
mod lines;
mod lists;
mod lookup;
mod memory;
mod orders;
mod pieces;
mod places;
mod sold;
mod stock;
#[cfg(test)]
mod tests;
mod translate;
mod units;
mod wire;

pub use care::Facts;
pub use install::Assigned;
pub use places::{CountryNetworks, Group, NetworkCode};

use crate::Supplier;
use crate::desks;
use crate::http::{Access, Http, Limits, is_loopback};
use crate::resume::Resumable;
use async_trait::async_trait;
use calls::READ_ACCOUNT;
use catalogue::Sold;
use esim_desk_model::{Money, Plan, PlanId};
use esim_desk_provider::{
    Balance, Catalogue, ConnectError, Credentials, Diagnostics, Esims, Orders, Provider, Reconnect, Result,
    Stock, Wallet, WalletSpec,
};
use form::{KEY, Typed, form};
use lists::Gathered;
use memory::Memory;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// This supplier among the others.
pub(crate) const SUPPLIER: Supplier =
    Supplier { key: KEY, form, connect: |spec, credentials| Ok(Arc::new(EsimGo::new(spec, credentials)?)) };

/// Orders are asked to stand so far apart.
const BETWEEN_ORDERS: Duration = Duration::from_secs(3);

/// Half of the ten requests a second that one address may send, whatever each of them costs there.
const MANNERS: (u32, u32, Duration) = (5, 2, Duration::from_millis(200));

/// One wallet at eSIM Go.
pub struct EsimGo {
    http: Http,
    /// What this version calls the install links of an eSIM.
    links_field: &'static str,
    profile: Option<String>,
    /// The account's currency, once it was read.
    currency: Mutex<Option<String>>,
    /// The catalogue as it was last read.
    sold: Mutex<Option<Arc<Sold>>>,
    /// A reading of the catalogue that goes on, or broke off.
    reading: Resumable<Gathered<Plan>>,
    memory: Mutex<Memory>,
    /// Plans in stock that no catalogue told, each read by itself; absent where it is not sold any more.
    stocked: Mutex<HashMap<PlanId, Option<Plan>>>,
    /// When the last order went out.
    last_order: tokio::sync::Mutex<Option<Instant>>,
    between_orders: Duration,
}

/// What an account holds, and in which currency it buys.
pub(super) struct Account {
    pub currency: String,
    pub balance: Option<Money>,
}

impl EsimGo {
    /// Makes the client; asks nobody.
    ///
    /// # Errors
    /// [`ConnectError`] names the field that is missing or cannot be used.
    pub fn new(spec: &WalletSpec, credentials: &Credentials) -> std::result::Result<Self, ConnectError> {
        let (burst, reserve, refill) = MANNERS;
        let limits = Limits { burst, reserve, refill, ..Limits::default() };
        Self::with_limits(spec, credentials, limits.shared_by(desks::typed(spec)?))
    }

    fn with_limits(
        spec: &WalletSpec,
        credentials: &Credentials,
        limits: Limits,
    ) -> std::result::Result<Self, ConnectError> {
        let Typed { base, key, profile } = form::read(spec, credentials)?;
        // Nobody on this computer needs manners.
        let between_orders = if is_loopback(&base) { Duration::ZERO } else { BETWEEN_ORDERS };
        let links_field = if base.path().contains("v2.4") { "appleInstallUrl" } else { "installUrl" };
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let http = Http::new(base, headers, Access::Key(key), limits)
            .map_err(|_| ConnectError::Unusable { field: "base_url".to_owned() })?;
        Ok(Self {
            http,
            links_field,
            profile,
            currency: Mutex::default(),
            sold: Mutex::default(),
            reading: Resumable::default(),
            memory: Mutex::default(),
            stocked: Mutex::default(),
            last_order: tokio::sync::Mutex::default(),
            between_orders,
        })
    }

    /// The account, read now.
    pub(super) async fn account(&self) -> Result<Account> {
        let body = self.get_account().await?;
        let row = lists::one(&body, &["organisations", "data"], READ_ACCOUNT)?;
        let wire: wire::Organisation = lists::row(row, READ_ACCOUNT)?;
        let currency = wire.currency.map(|code| code.trim().to_ascii_uppercase());
        let currency = currency
            .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
            .ok_or_else(|| lists::unreadable("currency", READ_ACCOUNT))?;
        *held(&self.currency) = Some(currency.clone());
        let balance = units::money(&wire.balance, &currency);
        Ok(Account { currency, balance })
    }

    /// The account's currency, which no catalogue and no inventory names.
    pub(super) async fn currency(&self) -> Result<String> {
        let known = held(&self.currency).clone();
        match known {
            Some(currency) => Ok(currency),
            None => self.account().await.map(|account| account.currency),
        }
    }
}

/// What is within a lock, whatever became of its last holder.
fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Provider for EsimGo {
    fn esims(&self) -> &dyn Esims {
        self
    }

    fn catalogue(&self) -> Option<&dyn Catalogue> {
        Some(self)
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

    fn reconnect(&self) -> Option<&dyn Reconnect> {
        Some(self)
    }

    fn waiting(&self) -> Option<Duration> {
        self.http.waiting()
    }

    fn clock_skew_seconds(&self) -> Option<i64> {
        self.http.notable_skew_seconds()
    }
}

#[async_trait]
impl Wallet for EsimGo {
    async fn balance(&self) -> Result<Option<Balance>> {
        let balance = self.account().await?.balance;
        Ok(balance.map(|amount| Balance { amount, measured_at: None }))
    }
}
