//! `POST /esims/order` and `GET /esims/order`.

use super::answer::{Answer, Refusal};
use super::catalogue::{Package, Source};
use super::faults::Twist;
use super::ledger::{Ledger, Order};
use super::options::PendingForm;
use super::purchase::{Details, Purchase};
use super::query::Asked;
use super::rows;
use super::shared::{Shared, fields};
use super::view::Origin;
use crate::stage::{Supplier, millis};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::Duration;

const MOST: u64 = 10;
const LONGEST_KEY: usize = 200;

pub(crate) async fn order(
    State(shared): State<Arc<Shared>>,
    twist: Option<Extension<Twist>>,
    body: Bytes,
) -> Response {
    let twist = twist.map(|Extension(twist)| twist);
    if twist == Some(Twist::BreaksBefore) {
        return shared.respond(Err(broken()));
    }
    let breaks = matches!(twist, Some(Twist::Breaks(_)));
    let mut pause = Duration::ZERO;
    let answer = shared.with(|ledger, now| {
        let call = Call::read(&body)?;
        if let Some(earlier) = call.repeats(ledger, now)? {
            return Ok(replay(ledger, &ledger.orders[earlier]));
        }
        let purchase = call.purchase(&shared, ledger, twist.as_ref())?;
        if !breaks {
            pause = Duration::from_millis(purchase.working.unsigned_abs());
        }
        let bought = ledger.buy(purchase, now, &shared.catalogue);
        let position = bought.map_err(|shortage| shortage.refusal(ledger))?;
        if breaks { Err(broken()) } else { Ok(receipt(&shared, ledger, &ledger.orders[position])) }
    });
    shared.stage().pause(pause).await;
    shared.respond_saved(answer)
}

fn broken() -> Refusal {
    let words = "Failed to process order";
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, Some("ORDER_PROCESSING_ERROR"), words)
}

/// The body of an order.
struct Call {
    body: Map<String, Value>,
    code: String,
    quantity: u32,
    key: Option<String>,
}

impl Call {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let body = fields(body)?;
        let code = body.get("packageCode").and_then(Value::as_str).filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| Refusal::bad("MISSING_PACKAGE_CODE", "packageCode is required"))?;
        let quantity = match body.get("quantity") {
            None | Some(Value::Null) => Some(1),
            Some(given) => given.as_u64().filter(|n| (1..=MOST).contains(n)),
        };
        let quantity = quantity.and_then(|n| u32::try_from(n).ok());
        let quantity =
            quantity.ok_or_else(|| Refusal::plain("quantity must be a whole number from 1 to 10"))?;
        let key = match body.get("idempotency_key") {
            None | Some(Value::Null) => None,
            Some(Value::String(key)) if key.chars().count() <= LONGEST_KEY => Some(key.clone()),
            Some(_) => return Err(Refusal::plain("idempotency_key must be text of at most 200 characters")),
        };
        Ok(Self { code: code.to_owned(), quantity, key: key.filter(|key| !key.is_empty()), body })
    }

    /// The finished order of the same key; refused while that one, or without a key one of the same package, is
    /// still in work. What the same key with another body does is not stated: here the key decides.
    fn repeats(&self, ledger: &Ledger, now: i64) -> Result<Option<usize>, Refusal> {
        let earlier = match &self.key {
            Some(key) => ledger.order_by_key(key),
            None => {
                let working = |order: &Order| order.package_code == self.code && order.working_until > now;
                ledger.orders.iter().position(working)
            }
        };
        if earlier.is_some_and(|n| ledger.orders[n].working_until > now) {
            let words = "This order is already being processed";
            return Err(Refusal::new(StatusCode::CONFLICT, Some("DUPLICATE_REQUEST"), words));
        }
        Ok(earlier)
    }

    fn package<'a>(&self, shared: &'a Shared, ledger: &Ledger) -> Result<&'a Package, Refusal> {
        let package = shared.catalogue.get(&self.code).filter(|package| ledger.sells(package));
        package.ok_or_else(|| match self.code.starts_with("ent_") {
            true => Refusal::new(StatusCode::NOT_FOUND, Some("PACKAGE_NOT_FOUND"), "Package not found"),
            false => Refusal::bad("INVALID_PACKAGE", "Invalid package code"),
        })
    }

    fn purchase<'a>(
        &self,
        shared: &'a Shared,
        ledger: &Ledger,
        twist: Option<&Twist>,
    ) -> Result<Purchase<'a>, Refusal> {
        let package = self.package(shared, ledger)?;
        if self.body.get("recurring") == Some(&Value::Bool(true)) && !package.recurring() {
            return Err(Refusal::plain("This package cannot be recurring"));
        }
        if let Some(price) = self.body.get("price").filter(|price| !price.is_null())
            && ledger.account.currency().minor(price) != Some(ledger.price(package))
        {
            return Err(Refusal::bad("PRICE_MISMATCH", "The price of this package has changed"));
        }
        let working = twist.and_then(Twist::in_work).unwrap_or(shared.options.processing);
        Ok(Purchase {
            package,
            quantity: self.quantity,
            key: self.key.clone(),
            working: millis(working),
            details: shared.details_of(package, twist),
            origin: Origin::Desk,
        })
    }
}

impl Shared {
    /// When the package's details come, with the twist of this purchase.
    pub fn details_of(&self, package: &Package, twist: Option<&Twist>) -> Option<Details> {
        let usual = millis(self.options.provision_after);
        let late = self.options.all_asynchronous || package.source == Source::Kddi;
        twist.and_then(|twist| twist.details(usual)).or(late.then_some(Details::After(usual)))
    }
}

/// The answer to a new order.
fn receipt(shared: &Shared, ledger: &Ledger, order: &Order) -> Value {
    let esims: Vec<_> = order.esims.iter().map(|&n| &ledger.esims[n]).collect();
    let currency = ledger.account.currency();
    let amount = currency.amount(order.amount);
    let mut answer = json!({
        "success": true,
        "orderReference": order.reference,
        "packageName": order.package_name,
        "amount": amount,
    });
    let pending = order.status == "pending";
    if pending && shared.options.pending == PendingForm::Empty {
        answer["message"] = "Order created successfully. The eSIM is being provisioned.".into();
        answer["status"] = "pending_details".into();
        answer["isPending"] = true.into();
        answer["esims"] = json!([]);
        return answer;
    }
    answer["esimId"] = order.id.into();
    answer["newBalance"] = currency.amount(ledger.balance);
    answer["currency"] = currency.code().into();
    answer["paymentMethod"] = "balance".into();
    answer["profit"] = currency.amount(order.amount * 7 / 100);
    answer["final_price"] = amount;
    if pending {
        answer["status"] = "pending_details".into();
        answer["note"] = "The details of this eSIM follow".into();
        (answer["qrCodeUrl"], answer["directAppleInstallUrl"]) = ("".into(), "".into());
        answer["esims"] = esims.iter().map(|esim| rows::placeholder(esim)).collect();
        return answer;
    }
    answer["message"] = "Order processed successfully".into();
    answer["status"] = "completed".into();
    answer["processing_time_ms"] = (3000 + order.id % 1000).into();
    rows::add_bought(&mut answer, &esims, shared.options.newer_fields);
    answer
}

/// The answer to a repeated one: no price, no balance.
fn replay(ledger: &Ledger, order: &Order) -> Value {
    let ready = order.esims.iter().map(|&n| &ledger.esims[n]).filter(|esim| !esim.pending);
    let status = if order.status == "pending" { "pending_details" } else { &order.status };
    json!({
        "success": true,
        "message": "Order already processed for this idempotency key",
        "duplicate": true,
        "orderReference": order.reference,
        "esimId": order.id,
        "packageName": order.package_name,
        "status": status,
        "isPending": order.status == "pending",
        "esims": ready.map(rows::replayed).collect::<Vec<_>>(),
    })
}

pub(crate) async fn look_up(State(shared): State<Arc<Shared>>, asked: Asked) -> Response {
    shared.answer(|ledger, _| found(&shared, ledger, &asked))
}

fn found(shared: &Shared, ledger: &Ledger, asked: &Asked) -> Answer {
    let reference = asked
        .text("orderReference")
        .ok_or_else(|| Refusal::bad("MISSING_FIELDS", "orderReference is required"))?;
    let order = ledger
        .order(reference)
        .map(|n| &ledger.orders[n])
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, Some("ORDER_NOT_FOUND"), "Order not found"))?;
    let bare = order.status == "pending" && shared.options.bare_pending;
    let row = match bare {
        true => json!({"esim": rows::pending_esim()}),
        false => rows::order(ledger, order, ledger.account.currency()),
    };
    Ok(json!({"success": true, "order": row}))
}
