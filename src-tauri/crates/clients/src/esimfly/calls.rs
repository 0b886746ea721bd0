//! eSIMfly's calls that are no lists, and how every answer is opened.

use super::wire::{About, Envelope, NewOrder, NewTopUp};
use super::{Esimfly, codes};
use crate::http::{Ask, Urgency, decode};
use esim_desk_provider::{Effect, Error, Kind, Result};
use serde::{Deserialize, Serialize};

/// `GET /balance`, in the desk's words.
pub(super) const READ_BALANCE: &str = "read the balance";
/// `GET /esims/packages`.
pub(super) const LIST_PACKAGES: &str = "list plans";
/// `GET /esims`.
pub(super) const LIST_ESIMS: &str = "list eSIMs";
/// `GET /esims/usage/query`.
pub(super) const READ_USAGE: &str = "read the use of a plan";
/// `GET /topup/packages`.
pub(super) const LIST_TOP_UPS: &str = "list data for an eSIM";
/// `GET /orders`.
pub(super) const LIST_ORDERS: &str = "list orders";
/// `GET /esims/order`.
pub(super) const READ_ORDER: &str = "read an order";
/// `POST /esims/status`.
pub(super) const READ_STATUS: &str = "ask the network about an eSIM";
/// `POST /esims/network-events`.
pub(super) const READ_EVENTS: &str = "read an eSIM's networks";
/// `POST /esims/usage-report`.
pub(super) const READ_REPORT: &str = "read an eSIM's use day by day";
/// `POST /esims/order`.
pub(super) const BUY: &str = "buy";
/// `POST /topup/order`.
pub(super) const TOP_UP: &str = "add data";

impl Esimfly {
    pub(super) async fn get_balance(&self) -> Result<Vec<u8>> {
        self.http.read(&Ask::get(READ_BALANCE, Urgency::Urgent, &["balance"])).await
    }

    pub(super) async fn get_usage(&self, iccid: &str, urgency: Urgency) -> Result<Option<Vec<u8>>> {
        let ask = Ask::get(READ_USAGE, urgency, &["esims", "usage", "query"]).query("iccid", iccid);
        found(self.http.read(&ask).await, READ_USAGE)
    }

    pub(super) async fn get_order(&self, reference: &str) -> Result<Option<Vec<u8>>> {
        let ask = Ask::get(READ_ORDER, Urgency::Urgent, &["esims", "order"]);
        found(self.http.read(&ask.query("orderReference", reference)).await, READ_ORDER)
    }

    /// Asks the network itself; slow, and no wish of a list.
    pub(super) async fn post_status(&self, iccid: &str) -> Result<Option<Vec<u8>>> {
        let json = json(&About { iccid, days: None }, READ_STATUS)?;
        let ask = Ask::get(READ_STATUS, Urgency::Urgent, &["esims", "status"]).json(json);
        found(self.http.read(&ask).await, READ_STATUS)
    }

    pub(super) async fn post_events(&self, iccid: &str) -> Result<Option<Vec<u8>>> {
        let json = json(&About { iccid, days: None }, READ_EVENTS)?;
        let ask = Ask::get(READ_EVENTS, Urgency::Urgent, &["esims", "network-events"]).json(json);
        found(self.http.read(&ask).await, READ_EVENTS)
    }

    pub(super) async fn post_report(&self, iccid: &str, days: u32) -> Result<Option<Vec<u8>>> {
        let json = json(&About { iccid, days: Some(days) }, READ_REPORT)?;
        let ask = Ask::get(READ_REPORT, Urgency::Urgent, &["esims", "usage-report"]).json(json);
        found(self.http.read(&ask).await, READ_REPORT)
    }

    /// Spends.
    pub(super) async fn post_order(&self, order: &NewOrder<'_>) -> Result<Vec<u8>> {
        let json = json(order, BUY)?;
        self.http.purchase(&Ask::get(BUY, Urgency::Urgent, &["esims", "order"]).json(json)).await
    }

    /// Spends.
    pub(super) async fn post_top_up(&self, order: &NewTopUp<'_>) -> Result<Vec<u8>> {
        let json = json(order, TOP_UP)?;
        self.http.purchase(&Ask::get(TOP_UP, Urgency::Urgent, &["topup", "order"]).json(json)).await
    }
}

fn json(body: &impl Serialize, operation: &'static str) -> Result<String> {
    serde_json::to_string(body).map_err(|_| Error::without_effect(Kind::Refused, operation))
}

/// A single thing; `None` when there is no such, which a code may say under any status.
fn found(answer: Result<Vec<u8>>, operation: &'static str) -> Result<Option<Vec<u8>>> {
    let failure = |body: &[u8]| {
        let envelope = serde_json::from_slice::<Envelope<'_>>(body).ok()?;
        is_failure(&envelope).then(|| Error { effect: Effect::None, ..codes::refused(body, operation) })
    };
    match answer.and_then(|body| failure(&body).map_or(Ok(body), Err)) {
        Ok(body) => Ok(Some(body)),
        Err(error) if error.kind == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Opens the answer to a question: what is in its `data`, or beside it.
///
/// # Errors
/// The supplier's own where the answer says that it did not succeed; else as [`decode`].
pub(super) fn content<'a, T: Deserialize<'a>>(body: &'a [u8], operation: &'static str) -> Result<T> {
    opened(body, operation).map_err(|error| Error { effect: Effect::None, ..error })
}

/// Opens the answer to a purchase.
///
/// # Errors
/// `Effect::None` only where the answer proves a refusal by its code: money may be spent by now.
pub(super) fn outcome<'a, T: Deserialize<'a>>(body: &'a [u8], operation: &'static str) -> Result<T> {
    opened(body, operation)
}

fn opened<'a, T: Deserialize<'a>>(body: &'a [u8], operation: &'static str) -> Result<T> {
    let unknown = |error| Error { effect: Effect::Unknown, ..error };
    let envelope: Envelope<'_> = decode(body, operation).map_err(unknown)?;
    if is_failure(&envelope) {
        return Err(codes::refused(body, operation));
    }
    let inner = envelope.data.filter(|data| data.get().starts_with(['{', '[']));
    let Some(data) = inner else { return decode(body, operation).map_err(unknown) };
    decode(data.get().as_bytes(), operation).map_err(|error| match error.kind {
        Kind::Unreadable { path } => unknown(unreadable(&within_data(&path), operation)),
        _ => unknown(error),
    })
}

fn is_failure(envelope: &Envelope<'_>) -> bool {
    let says_why = || envelope.error.is_some_and(|why| !matches!(why.get(), "\"\"" | "false"));
    envelope.success.map_or_else(|| envelope.data.is_none() && says_why(), |success| !success)
}

fn within_data(path: &str) -> String {
    if path == "." { "data".to_owned() } else { format!("data.{path}") }
}

/// A JSON that does not hold what it must.
pub(super) fn unreadable(path: &str, operation: &'static str) -> Error {
    Error::without_effect(Kind::Unreadable { path: path.to_owned() }, operation)
}
