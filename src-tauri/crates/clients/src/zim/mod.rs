//! ZIM Connections, API v3.0 in both of its published generations.
//!
//! `wire` is ZIM's JSON, `calls` its requests, `translate` its words in ours (`units` its numbers), `form`
//! what staff fill in; `catalogue` and `orders` answer the port, `lookup` finds out what came of a purchase.
//! ZIM lists the whole account at once, names no eSIM in an order's answer, and has no key of ours: what that
//! means for lost answers stands in `lookup`.
//! Deliberately not here: cancelling, refunds, balances and expiry dates, which ZIM does not offer.

mod calls;
mod catalogue;
mod form;
mod lookup;
mod orders;
#[cfg(test)]
mod tests;
mod translate;
mod units;
mod wire;

use crate::Supplier;
use crate::desks;
use crate::http::{Access, Http, Limits, Urgency};
use async_trait::async_trait;
use calls::{LIST_ESIMS, LIST_SERVICES, READ_ESIM, READ_SERVICE, READ_USAGE};
use esim_desk_model::{Esim, EsimId, Service, ServiceId, Usage};
use esim_desk_provider::{
    Catalogue, ConnectError, Credentials, Error, Esims, Kind, Listing, LongListing, Orders, Provider, Result,
    WalletSpec,
};
use form::{KEY, Settings, Typed, form};
use std::sync::Arc;
use std::time::Duration;

/// This supplier among the others.
pub(crate) const SUPPLIER: Supplier =
    Supplier { key: KEY, form, connect: |spec, credentials| Ok(Arc::new(Zim::new(spec, credentials)?)) };

/// One wallet at ZIM.
pub(crate) struct Zim {
    http: Http,
    settings: Settings,
}

impl Zim {
    /// Makes the client; asks nobody.
    pub(crate) fn new(
        spec: &WalletSpec,
        credentials: &Credentials,
    ) -> std::result::Result<Self, ConnectError> {
        Self::with_limits(spec, credentials, Limits::default().shared_by(desks::typed(spec)?))
    }

    fn with_limits(
        spec: &WalletSpec,
        credentials: &Credentials,
        limits: Limits,
    ) -> std::result::Result<Self, ConnectError> {
        let Typed { base, headers, identity, settings } = form::read(spec, credentials)?;
        let http = Http::new(base, headers, Access::Login(identity), limits)
            .map_err(|_| ConnectError::Unusable { field: "base_url".to_owned() })?;
        Ok(Self { http, settings })
    }
}

impl Provider for Zim {
    fn esims(&self) -> &dyn Esims {
        self
    }

    fn catalogue(&self) -> Option<&dyn Catalogue> {
        Some(self)
    }

    fn orders(&self) -> Option<&dyn Orders> {
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
impl Esims for Zim {
    async fn list(&self) -> Result<Listing<Esim>> {
        Ok(self.long_list().await?.into())
    }

    async fn long_list(&self) -> Result<LongListing<Esim>> {
        let body = self.get_esims(Urgency::Usual).await?;
        wire::long(body, LIST_ESIMS, |row| wire::row_of(row, translate::esim))
    }

    async fn one(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Urgent).await
    }

    async fn one_in_turn(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Usual).await
    }

    async fn services(&self) -> Result<Listing<Service>> {
        Ok(self.long_services().await?.into())
    }

    async fn long_services(&self) -> Result<LongListing<Service>> {
        let body = self.get_subscriptions(Urgency::Usual).await?;
        wire::long(body, LIST_SERVICES, |row| wire::row_of(row, translate::service))
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Service>> {
        let Some(body) = self.get_subscription(id.as_str()).await? else { return Ok(None) };
        let Some((wire, raw)) = wire::single::<wire::Subscription<'_>>(&body, READ_SERVICE)? else {
            return Ok(None);
        };
        let service = translate::service(wire, raw).map_err(|_| not_it(READ_SERVICE))?;
        if service.id == *id { Ok(Some(service)) } else { Err(not_it(READ_SERVICE)) }
    }

    async fn usage(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Urgent).await
    }

    async fn usage_in_turn(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Usual).await
    }
}

impl Zim {
    async fn esim_at(&self, id: &EsimId, urgency: Urgency) -> Result<Option<Esim>> {
        let Some(body) = self.get_esim(id.as_str(), urgency).await? else { return Ok(None) };
        let Some((wire, raw)) = wire::single::<wire::Esim<'_>>(&body, READ_ESIM)? else { return Ok(None) };
        let esim = translate::esim(wire, raw).map_err(|_| not_it(READ_ESIM))?;
        if esim.id == *id { Ok(Some(esim)) } else { Err(not_it(READ_ESIM)) }
    }

    async fn usage_at(&self, id: &ServiceId, urgency: Urgency) -> Result<Option<Usage>> {
        let Some(body) = self.get_activity(id.as_str(), urgency).await? else { return Ok(None) };
        let activity = wire::single::<wire::Activity<'_>>(&body, READ_USAGE)?;
        Ok(activity.map(|(wire, _)| translate::usage(&wire)))
    }
}

/// The answer is about something else, or does not say about what. One traveller's data is never shown as
/// another's.
fn not_it(operation: &'static str) -> Error {
    Error::without_effect(Kind::Unreadable { path: "id".to_owned() }, operation)
}
