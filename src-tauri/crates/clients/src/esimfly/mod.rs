//! eSIMfly Business API, version 1.
//!
//! `wire` is eSIMfly's JSON, `sign` its signature, `codes` its error codes, `calls` its requests and `pages`
//! its lists; `translate` puts its words into ours (`units` its numbers, `places` its countries,
//! `features` the rest of a package); `form` is what staff fill in. `catalogue` and `orders` answer the port,
//! `lookup` finds out what came of a purchase, `diagnostics` asks the network, and `report` offers what the port
//! does not ask for. An eSIM is named by its ICCID, for that is what every call takes; the plan on it has the same
//! name, for eSIMfly has one row for both.
//! Deliberately not here: cancelling, suspending and text messages, which change what somebody already has,
//! and webhooks, which a desktop program cannot receive.

mod calls;
mod catalogue;
mod codes;
mod diagnostics;
mod features;
mod form;
mod lookup;
mod orders;
mod pages;
mod places;
mod report;
mod sign;
#[cfg(test)]
mod tests;
mod translate;
mod units;
mod wire;

pub use report::{CountryUse, DayUse, UseReport};

use crate::Supplier;
use crate::desks;
use crate::http::{Access, Http, Limits, Span, Urgency};
use crate::json::rows;
use crate::resume::Resumable;
use async_trait::async_trait;
use calls::{LIST_ESIMS, READ_BALANCE, READ_USAGE, unreadable};
use esim_desk_model::{Esim, EsimId, Iccid, Service, ServiceId, Usage};
use esim_desk_provider::{
    Balance, Catalogue, ConnectError, Credentials, Diagnostics, Error, Esims, Listing, Orders, Provider,
    Result, Wallet, WalletSpec,
};
use form::{KEY, Typed, form};
use pages::{ALL, List, Reader, Walked};
use places::{Atlas, Names};
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde_json::value::RawValue;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use translate::{Row, Sold, UNNUMBERED};

/// This supplier among the others.
pub(crate) const SUPPLIER: Supplier =
    Supplier { key: KEY, form, connect: |spec, credentials| Ok(Arc::new(Esimfly::new(spec, credentials)?)) };

/// eSIMfly asks for one request a second.
const REFILL: Duration = Duration::from_secs(1);

/// What a key is typically allowed; the dashboard shows the account's own.
const HOURLY: Span = Span { requests: 1_000, time: Duration::from_secs(60 * 60) };
const DAILY: Span = Span { requests: 10_000, time: Duration::from_secs(24 * 60 * 60) };

/// One wallet at eSIMfly.
pub struct Esimfly {
    http: Http,
    /// ISO 4217.
    currency: String,
    /// What the last whole catalogue said of places.
    atlas: Mutex<Option<Arc<Atlas>>>,
    /// A reading of the catalogue that goes on, or broke off.
    reading: Resumable<Walked<Sold>>,
}

impl Esimfly {
    /// Makes the client; asks nobody.
    ///
    /// # Errors
    /// [`ConnectError`] names the field that is missing or cannot be used.
    pub fn new(spec: &WalletSpec, credentials: &Credentials) -> std::result::Result<Self, ConnectError> {
        let limits = Limits { refill: REFILL, spans: vec![HOURLY, DAILY], ..Limits::default() };
        Self::with_limits(spec, credentials, limits.shared_by(desks::typed(spec)?))
    }

    fn with_limits(
        spec: &WalletSpec,
        credentials: &Credentials,
        limits: Limits,
    ) -> std::result::Result<Self, ConnectError> {
        crate::install_crypto();
        let Typed { base, signer, currency } = form::read(spec, credentials)?;
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let http = Http::new(base, headers, Access::Proof(Box::new(signer)), limits)
            .map_err(|_| ConnectError::Unusable { field: "base_url".to_owned() })?
            .judged_by({
                let currency = currency.clone();
                move |error, body| codes::judge(error, body, &currency)
            });
        Ok(Self { http, currency, atlas: Mutex::default(), reading: Resumable::default() })
    }

    /// The rows that a search finds by ICCID, package name or code, or all.
    ///
    /// # Errors
    /// The supplier's.
    async fn rows(&self, urgency: Urgency, search: Option<&str>) -> Result<Listing<Row>> {
        let query = search.map(|search| ("search", search)).into_iter().chain([ALL]).collect();
        let list = List { operation: LIST_ESIMS, urgency, path: &["esims"], query };
        let atlas = self.known_atlas();
        let none = Names::default();
        let names = atlas.as_ref().map_or(&none, |atlas| &atlas.names);
        let read = |raws: &[&RawValue]| rows(raws, |wire, raw| translate::row(wire, raw, names));
        self.walk(&list, &Reader { rows: read, id: |row: &Row| row.esim.id.0.clone() }).await
    }

    /// One row; an eSIM without ICCID can only be found in the whole list.
    async fn row(&self, id: &str, urgency: Urgency) -> Result<Option<Row>> {
        let search = Iccid::parse(id).ok();
        if search.is_none() && !id.starts_with(UNNUMBERED) {
            return Ok(None);
        }
        let listing = self.rows(urgency, search.as_ref().map(Iccid::as_str)).await?;
        let complete = listing.is_complete();
        match listing.rows.into_iter().find(|row| row.esim.id.as_str() == id) {
            Some(row) => Ok(Some(row)),
            None if complete => Ok(None),
            None => Err(unreadable("data.esims", LIST_ESIMS)),
        }
    }
}

impl Provider for Esimfly {
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

#[async_trait]
impl Wallet for Esimfly {
    /// Only an enterprise account says of when it is; one that is live is of now.
    async fn balance(&self) -> Result<Option<Balance>> {
        let body = self.get_balance().await?;
        let wire: wire::Balance<'_> = calls::content(&body, READ_BALANCE)?;
        let amount = wire.currency.as_deref().and_then(|currency| units::money(wire.balance, currency));
        let measured_at = wire.as_of.as_deref().and_then(units::moment).filter(|_| wire.live != Some(true));
        Ok(amount.map(|amount| Balance { amount, measured_at }))
    }
}

impl Esimfly {
    /// What the wallet holds; absent where that is not said.
    async fn money(&self) -> Result<Option<esim_desk_model::Money>> {
        Ok(self.balance().await?.map(|balance| balance.amount))
    }
}

#[async_trait]
impl Esims for Esimfly {
    async fn list(&self) -> Result<Listing<Esim>> {
        let Listing { rows, skipped } = self.rows(Urgency::Usual, None).await?;
        Ok(Listing { rows: rows.into_iter().map(|row| row.esim).collect(), skipped })
    }

    async fn one(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Urgent).await
    }

    async fn one_in_turn(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Usual).await
    }

    async fn services(&self) -> Result<Listing<Service>> {
        let Listing { rows, skipped } = self.rows(Urgency::Usual, None).await?;
        Ok(Listing { rows: rows.into_iter().map(|row| row.service).collect(), skipped })
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Service>> {
        Ok(self.row(id.as_str(), Urgency::Urgent).await?.map(|row| row.service))
    }

    async fn usage(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Urgent).await
    }

    async fn usage_in_turn(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Usual).await
    }
}

impl Esimfly {
    async fn esim_at(&self, id: &EsimId, urgency: Urgency) -> Result<Option<Esim>> {
        Ok(self.row(id.as_str(), urgency).await?.map(|row| row.esim))
    }

    async fn usage_at(&self, id: &ServiceId, urgency: Urgency) -> Result<Option<Usage>> {
        let Ok(asked) = Iccid::parse(id.as_str()) else { return Ok(None) };
        let Some(body) = self.get_usage(asked.as_str(), urgency).await? else { return Ok(None) };
        let wire: wire::Use<'_> = calls::content(&body, READ_USAGE)?;
        let named = wire.esim.as_ref().and_then(|esim| units::iccid(esim.iccid));
        if named.is_some_and(|named| named != asked) {
            return Err(not_it(READ_USAGE));
        }
        Ok(Some(translate::usage(wire.data.as_ref())))
    }
}

/// The answer is about something else. One traveller's data is never shown as another's.
fn not_it(operation: &'static str) -> Error {
    unreadable("data.iccid", operation)
}
