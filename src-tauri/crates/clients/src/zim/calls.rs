//! ZIM's calls, one function each. They answer bodies; what is in those is read by `wire` and `translate`.

use super::Zim;
use super::wire::NewOrder;
use crate::http::{Ask, Urgency, decode};
use esim_desk_provider::{Error, Kind, Listing, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

/// `GET /esims`, in the desk's words.
pub(super) const LIST_ESIMS: &str = "list eSIMs";
/// `GET /esims/{esimID}`.
pub(super) const READ_ESIM: &str = "read an eSIM";
/// `GET /subscriptions/`.
pub(super) const LIST_SERVICES: &str = "list plans on eSIMs";
/// `GET /subscriptions/{subscriptionID}`.
pub(super) const READ_SERVICE: &str = "read a plan on an eSIM";
/// `GET /subscriptions/{subscriptionID}/activity/latest`.
pub(super) const READ_USAGE: &str = "read the use of a plan";
/// `GET /destinations/supported_destinations`.
pub(super) const LIST_DESTINATIONS: &str = "list destinations";
/// `GET /destinations/{iso3}`.
pub(super) const READ_DESTINATION: &str = "read a destination";
/// `POST /plans/search`.
pub(super) const SEARCH_PLANS: &str = "search plans";
/// `GET /plans/{iso3}/local`.
pub(super) const LIST_LOCAL_PLANS: &str = "list a destination's plans";
/// `GET /orders`.
pub(super) const LIST_ORDERS: &str = "list orders";
/// `GET /orders/{id}`, which no document has; only where a setting says so.
pub(super) const READ_ORDER: &str = "read an order";
/// `POST /orders/with-wallet`.
pub(super) const BUY: &str = "buy";

impl Zim {
    pub(super) async fn get_esims(&self, urgency: Urgency) -> Result<Vec<u8>> {
        self.http.read(&Ask::get(LIST_ESIMS, urgency, &["esims"])).await
    }

    pub(super) async fn get_esim(&self, id: &str, urgency: Urgency) -> Result<Option<Vec<u8>>> {
        self.found(READ_ESIM, urgency, &["esims", id]).await
    }

    /// The documented path ends in a slash; servers disagree, so a refusal is answered without it.
    pub(super) async fn get_subscriptions(&self, urgency: Urgency) -> Result<Vec<u8>> {
        let ask = Ask::get(LIST_SERVICES, urgency, &["subscriptions"]);
        match self.http.read(&ask.clone().with_trailing_slash()).await {
            Err(Error { status: Some(301 | 308 | 404), .. }) => self.http.read(&ask).await,
            answer => answer,
        }
    }

    pub(super) async fn get_subscription(&self, id: &str) -> Result<Option<Vec<u8>>> {
        self.found(READ_SERVICE, Urgency::Urgent, &["subscriptions", id]).await
    }

    pub(super) async fn get_activity(&self, id: &str, urgency: Urgency) -> Result<Option<Vec<u8>>> {
        self.found(READ_USAGE, urgency, &["subscriptions", id, "activity", "latest"]).await
    }

    pub(super) async fn get_destinations(&self) -> Result<Vec<u8>> {
        let path = ["destinations", "supported_destinations"];
        self.http.read(&Ask::get(LIST_DESTINATIONS, Urgency::Usual, &path)).await
    }

    pub(super) async fn get_destination(&self, iso3: &str) -> Result<Option<Vec<u8>>> {
        self.found(READ_DESTINATION, Urgency::Urgent, &["destinations", iso3]).await
    }

    pub(super) async fn post_plan_search(&self, body: String, urgency: Urgency) -> Result<Vec<u8>> {
        self.http.read(&Ask::get(SEARCH_PLANS, urgency, &["plans", "search"]).json(body)).await
    }

    pub(super) async fn get_local_plans(&self, iso3: &str, urgency: Urgency) -> Result<Vec<u8>> {
        let mut ask = Ask::get(LIST_LOCAL_PLANS, urgency, &["plans", iso3, "local"]);
        if let Some(code) = &self.settings.discount_code {
            ask = ask.query("discountCode", code);
        }
        self.http.read(&ask).await
    }

    pub(super) async fn get_orders(&self) -> Result<Vec<u8>> {
        self.http.read(&Ask::get(LIST_ORDERS, Urgency::Urgent, &["orders"])).await
    }

    pub(super) async fn get_order(&self, id: &str) -> Result<Option<Vec<u8>>> {
        self.found(READ_ORDER, Urgency::Urgent, &["orders", id]).await
    }

    /// The only call that spends.
    pub(super) async fn post_order(&self, order: &NewOrder<'_>) -> Result<Vec<u8>> {
        let json = serde_json::to_string(order).map_err(|_| Error::without_effect(Kind::Refused, BUY))?;
        self.http.purchase(&Ask::get(BUY, Urgency::Urgent, &["orders", "with-wallet"]).json(json)).await
    }

    /// A single thing; `None` when there is no such. An id that cannot stand in a path names nothing.
    async fn found(
        &self,
        operation: &'static str,
        urgency: Urgency,
        path: &[&str],
    ) -> Result<Option<Vec<u8>>> {
        if path.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Ok(None);
        }
        match self.http.read(&Ask::get(operation, urgency, path)).await {
            Ok(body) => Ok(Some(body)),
            Err(error) if error.kind == Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Reads a list's body row by row.
pub(super) fn listing<'a, W, T>(
    body: &'a [u8],
    operation: &'static str,
    translate: impl Fn(W, &'a str) -> std::result::Result<T, &'static str>,
) -> Result<Listing<T>>
where
    W: Deserialize<'a>,
{
    let rows: Vec<&RawValue> = decode(body, operation)?;
    Ok(super::wire::rows(&rows, translate))
}

/// The rows of a list from whose gaps something is concluded.
///
/// # Errors
/// `Unreadable` with the first row that could not be read.
pub(super) fn complete<T>(listing: Listing<T>, operation: &'static str) -> Result<Vec<T>> {
    match listing.skipped.first() {
        None => Ok(listing.rows),
        Some(row) => {
            let path = format!("[{}] {}", row.index, row.why);
            Err(Error::without_effect(Kind::Unreadable { path }, operation))
        }
    }
}
