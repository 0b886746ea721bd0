//! What one step may change of an order, by column.

use crate::Error;
use crate::column::{json, millis};
use esim_desk_model::{EsimId, Money, OrderKey, ServiceId, Timestamp};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// Columns of an order that change after its intent. What is not named stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderChanges {
    pub(super) set: Map<String, Value>,
    pub(super) mark: Option<String>,
}

impl OrderChanges {
    /// The run of the program that may send it.
    #[must_use]
    pub fn run(self, run: &str) -> Self {
        self.with("run", json!(run))
    }

    /// It is sent now, and this is what the supplier looked like before.
    #[must_use]
    pub fn sending(mut self, since: Timestamp, mark: &str) -> Self {
        self.mark = Some(mark.to_owned());
        self.with("sending_since", json!(millis(since)))
    }

    /// The supplier's order number.
    #[must_use]
    pub fn reference(self, reference: &str) -> Self {
        self.with("reference", json!(reference))
    }

    /// JSON: how far it is at the supplier.
    #[must_use]
    pub fn taken(self, taken: &str) -> Self {
        self.with("taken", json!(taken))
    }

    /// JSON: what stopped it; `None` clears it.
    #[must_use]
    pub fn failure(self, failure: Option<&str>) -> Self {
        self.with("failure", json!(failure))
    }

    /// What was charged.
    ///
    /// # Errors
    /// None in practice: an amount is always JSON.
    pub fn charged(self, charged: &Money) -> Result<Self, Error> {
        Ok(self.with("price_charged", Value::String(json(charged)?)))
    }

    /// JSON list of what may be its outcome; `None` clears it.
    #[must_use]
    pub fn candidates(self, candidates: Option<&str>) -> Self {
        self.with("candidates", json!(candidates))
    }

    /// What it bought.
    #[must_use]
    pub fn esim(self, esim: &EsimId) -> Self {
        self.with("esim_id", json!(esim))
    }

    /// The plan on that eSIM.
    #[must_use]
    pub fn service(self, service: &ServiceId) -> Self {
        self.with("service_id", json!(service))
    }

    /// JSON: what became of each eSIM of an order of several.
    #[must_use]
    pub fn items(self, items: &str) -> Self {
        self.with("items", json!(items))
    }

    /// A complete look: how many in a row found nothing, and when.
    #[must_use]
    pub fn looked(self, looks: u32, at: Timestamp) -> Self {
        self.with("looks", json!(looks)).with("looked_at", json!(millis(at)))
    }

    /// Why a person decided.
    #[must_use]
    pub fn settled(self, reason: &str) -> Self {
        self.with("settled", json!(reason))
    }

    /// A whole row, as its first event holds it.
    pub(in crate::record) fn of_row(tx: &Connection, key: &OrderKey) -> Result<Self, Error> {
        let pairs = COLUMNS.map(|column| format!("'{column}', {column}")).join(", ");
        let text: String = tx
            .prepare_cached(&format!("SELECT json_object({pairs}) FROM orders WHERE order_key = ?1"))?
            .query_row([key.as_str()], |row| row.get(0))?;
        Ok(Self { set: serde_json::from_str(&text)?, mark: None })
    }

    pub(super) fn with(mut self, column: &str, value: Value) -> Self {
        self.set.insert(column.to_owned(), value);
        self
    }
}

/// Every column of an order but its key, its mark, and the moment of its last change, which is its last event's.
pub(super) const COLUMNS: [&str; 30] = [
    "number",
    "parent",
    "place",
    "state",
    "wallet_id",
    "lane",
    "plan_id",
    "request",
    "content",
    "traveller_id",
    "booking",
    "trip",
    "phone_check",
    "desk",
    "staff",
    "run",
    "sending_since",
    "reference",
    "taken",
    "failure",
    "price_charged",
    "candidates",
    "esim_id",
    "service_id",
    "items",
    "looks",
    "looked_at",
    "settled",
    "created_at",
    "updated_at",
];

/// A changed value as its column takes it.
pub(super) fn column_value(value: &Value) -> Result<rusqlite::types::Value, Error> {
    match value {
        Value::Null => Some(rusqlite::types::Value::Null),
        Value::String(text) => Some(text.clone().into()),
        Value::Number(number) => number.as_i64().map(Into::into),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
    .ok_or_else(|| Error::Other("an event holds what is no column".to_owned()))
}
