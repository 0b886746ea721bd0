//! `POST /orders/with-wallet`: reads and checks the body, then buys.

use super::catalogue::Plan;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::Generation;
use super::orders::{Purchase, Refusal};
use super::routes::error;
use super::shared::Shared;
use super::{Origin, rows};
use crate::stage::Supplier;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::sync::Arc;

const KINDS: [&str; 3] = ["ONE_OFF", "TOP_UP", "RECURRING"];
const MOST: u64 = 100;

pub(crate) async fn purchase(
    State(shared): State<Arc<Shared>>,
    twist: Option<Extension<Twist>>,
    body: Bytes,
) -> Response {
    let Ok(Value::Object(body)) = serde_json::from_slice(&body) else {
        return error(StatusCode::BAD_REQUEST, json!(["body must be a JSON object"]));
    };
    let twist = twist.map(|Extension(twist)| twist);
    let response = shared.with(|ledger, now| match read(&shared, ledger, &body, twist) {
        Err(complaints) => error(StatusCode::BAD_REQUEST, complaints),
        Ok(purchase) => match ledger.buy(purchase, now, shared.options.fulfil_after) {
            Ok(order) => axum::Json(rows::receipt(ledger, order)).into_response(),
            Err(Refusal::CurrencyNotOffered) => {
                error(StatusCode::BAD_REQUEST, json!(["currencyISO is not offered for this plan"]))
            }
            Err(Refusal::InsufficientFunds) => {
                error(StatusCode::PAYMENT_REQUIRED, "Insufficient funds in the wallet")
            }
        },
    });
    if shared.stage().save_failed() {
        return error(StatusCode::INTERNAL_SERVER_ERROR, "the ledger could not be written to disk");
    }
    response
}

/// Reads fields one by one and collects every complaint, as ZIM's framework does.
struct Reading<'a> {
    body: &'a Map<String, Value>,
    complaints: Vec<String>,
}

impl<'a> Reading<'a> {
    fn text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.body.get(name).filter(|value| !value.is_null())?;
        if value.as_str().is_none_or(str::is_empty) {
            self.complaints.push(format!("{name} must be a string"));
        }
        value.as_str()
    }

    fn first_text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.body.get(name).filter(|value| !value.is_null())?;
        match value.as_array() {
            Some(items) if items.iter().all(Value::is_string) => items.first().and_then(Value::as_str),
            Some(_) | None => {
                self.complaints.push(format!("each value in {name} must be a string"));
                None
            }
        }
    }

    fn quantity(&mut self) -> u32 {
        let Some(value) = self.body.get("quantity").filter(|value| !value.is_null()) else { return 1 };
        match value.as_u64().filter(|n| (1..=MOST).contains(n)).and_then(|n| u32::try_from(n).ok()) {
            Some(quantity) => quantity,
            None => {
                self.complaints.push(format!("quantity must be a whole number from 1 to {MOST}"));
                1
            }
        }
    }

    fn notify(&mut self) -> bool {
        let value = self.body.get("notifyRecipient").filter(|value| !value.is_null());
        if value.is_some_and(|value| !value.is_boolean()) {
            self.complaints.push("notifyRecipient must be a boolean value".into());
        }
        // What ZIM does without the field is not stated; writing to the traveller is the case to be seen.
        value.and_then(Value::as_bool).unwrap_or(true)
    }

    fn plan<'p>(&mut self, shared: &'p Shared, ledger: &Ledger) -> Option<&'p Plan> {
        if !self.body.contains_key("planID") {
            self.complaints.push("planID must be a string".into());
        }
        let id = self.text("planID")?;
        let plan = shared.catalogue.get(id).filter(|plan| !ledger.removed_plans.contains(&plan.id));
        if plan.is_none() {
            self.complaints.push("planID is not a known plan".into());
        }
        plan
    }

    fn kind(&mut self) -> &'a str {
        let kind = self.text("orderType").unwrap_or("ONE_OFF");
        if !KINDS.contains(&kind) {
            self.complaints
                .push(format!("orderType must be one of the following values: {}", KINDS.join(", ")));
        }
        kind
    }

    /// The subscription that a `TOP_UP` adds to; ignored for other kinds.
    fn tops_up(&mut self, kind: &str, ledger: &Ledger) -> Option<usize> {
        if kind != "TOP_UP" {
            return None;
        }
        let position = self.text("subscriptionID").and_then(|id| ledger.subscription(id));
        if position.is_none() {
            self.complaints.push("subscriptionID must be a known subscription for TOP_UP".into());
        }
        position
    }
}

fn read<'p>(
    shared: &'p Shared,
    ledger: &Ledger,
    body: &Map<String, Value>,
    twist: Option<Twist>,
) -> Result<Purchase<'p>, Vec<String>> {
    let newer = shared.options.generation == Generation::Newer;
    let mut reading = Reading { body, complaints: Vec::new() };
    let plan = reading.plan(shared, ledger);
    let currency = reading.text("currencyISO").unwrap_or(&shared.options.preferred_currency).to_owned();
    let quantity = reading.quantity();
    let account_id = reading.text("accountID").map(str::to_owned);
    let notify = reading.notify();
    let user_id = reading.first_text(if newer { "usersIDs" } else { "userNanoIDs" }).map(str::to_owned);
    let kind = if newer { reading.kind() } else { "ONE_OFF" };
    let tops_up = reading.tops_up(kind, ledger);
    match plan {
        Some(plan) if reading.complaints.is_empty() => Ok(Purchase {
            plan,
            currency,
            quantity,
            kind: kind.to_owned(),
            account_id,
            user_id,
            notify,
            tops_up,
            origin: Origin::Desk,
            twist,
        }),
        Some(_) | None => Err(reading.complaints),
    }
}
