//! More data for an eSIM: `GET /topup/packages` and `POST /topup/order`. There is no idempotency key here.

use super::answer::{Answer, Refusal, data};
use super::catalogue::{MB, Package};
use super::clock::spoken;
use super::ledger::{Ledger, Order};
use super::query::Asked;
use super::rows::hundredths;
use super::shared::{Shared, fields};
use super::view::Origin;
use crate::stage::Supplier;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

const MOST: u64 = 10;
/// Statuses in which an eSIM takes more data; `NEW` ones do on eSIMfly's own network only.
const ELIGIBLE: [&str; 3] = ["ACTIVE", "DEPLETED", "USED_EXPIRED"];

pub(crate) async fn packages(State(shared): State<Arc<Shared>>, asked: Asked) -> Response {
    shared.answer(|ledger, _| {
        let iccid = asked.text("iccid").ok_or_else(|| Refusal::bad("MISSING_ICCID", "iccid is required"))?;
        let n = ledger.esim(iccid).ok_or_else(denied)?;
        if !eligible(&shared, ledger, n) {
            return Err(not_toppable());
        }
        let found = fitting(&shared, ledger, n);
        let page = asked.page(50);
        let pagination = page.pagination(found.len(), shared.options.page_count);
        let currency = ledger.account.currency();
        let rows: Value =
            page.cut(found.into_iter()).map(|p| p.topup_row(currency, ledger.price(p))).collect();
        Ok(data(json!({"packages": rows, "pagination": pagination})))
    })
}

fn denied() -> Refusal {
    let words = "You do not have access to this eSIM";
    Refusal::new(StatusCode::FORBIDDEN, Some("ESIM_ACCESS_DENIED"), words)
}

fn not_toppable() -> Refusal {
    Refusal::bad("ESIM_NOT_TOPPABLE", "This eSIM cannot be topped up in its present status")
}

fn eligible(shared: &Shared, ledger: &Ledger, n: usize) -> bool {
    let esim = &ledger.esims[n];
    let network = shared.catalogue.get(&esim.package_code).is_some_and(Package::is_network);
    ELIGIBLE.contains(&esim.status.as_str()) || (esim.status == "NEW" && network)
}

/// The packages that can be added to this eSIM: of its source, for its place, limited or not as it is.
fn fitting<'a>(shared: &'a Shared, ledger: &Ledger, n: usize) -> Vec<&'a Package> {
    let own = shared.catalogue.get(&ledger.esims[n].package_code);
    let Some(own) = own.filter(|own| own.rechargeable()) else { return Vec::new() };
    let fits = |package: &&Package| {
        package.source == own.source
            && package.place.name() == own.place.name()
            && package.unlimited == own.unlimited
            && package.minutes == own.minutes
            && package.listed
            && ledger.sells(package)
    };
    shared.catalogue.packages.iter().filter(fits).collect()
}

pub(crate) async fn order(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let answer = shared.with(|ledger, now| {
        let body = fields(&body)?;
        top_up(&shared, ledger, &body, now)
    });
    shared.respond_saved(answer)
}

fn top_up(shared: &Shared, ledger: &mut Ledger, body: &Map<String, Value>, now: i64) -> Answer {
    let text = |name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (Some(iccid), Some(code)) = (text("iccid"), text("packageCode")) else {
        return Err(Refusal::bad("MISSING_FIELDS", "iccid and packageCode are required"));
    };
    let pieces = match body.get("quantity") {
        None | Some(Value::Null) => Some(1),
        Some(given) => given.as_u64().filter(|n| (1..=MOST).contains(n)),
    };
    let pieces = pieces.and_then(|n| u32::try_from(n).ok());
    let pieces = pieces.ok_or_else(|| Refusal::plain("quantity must be a whole number from 1 to 10"))?;
    let n = ledger.esim(iccid).ok_or_else(|| Refusal::bad("ESIM_NOT_FOUND", "eSIM not found"))?;
    let own = shared.catalogue.get(&ledger.esims[n].package_code);
    if !own.is_some_and(Package::rechargeable) {
        return Err(Refusal::bad("TOPUP_NOT_SUPPORTED", "Top-up is not supported for this eSIM"));
    }
    if !eligible(shared, ledger, n) {
        return Err(not_toppable());
    }
    let package = fitting(shared, ledger, n).into_iter().find(|package| package.topup_code() == code);
    let package = package.ok_or_else(|| match ledger.account.is_enterprise() {
        true => Refusal::new(StatusCode::NOT_FOUND, Some("INVALID_TOPUP_PACKAGE"), "Package not found"),
        false => Refusal::bad("INVALID_TOPUP_PACKAGE", "This package does not fit the eSIM"),
    })?;
    let order = add(ledger, n, package, pieces, now)?;
    Ok(receipt(ledger, &ledger.orders[order], n))
}

/// Takes the money, adds data and days, and writes the order; gives its position.
fn add(ledger: &mut Ledger, n: usize, package: &Package, pieces: u32, now: i64) -> Result<usize, Refusal> {
    let amount = ledger.price(package) * i64::from(pieces);
    ledger.charge(amount).map_err(|shortage| {
        let [current, required, _] = shortage.amounts(ledger);
        let words = format!("Insufficient balance. Current: {current}, required: {required}");
        Refusal::bad("INSUFFICIENT_BALANCE", words)
    })?;
    ledger.purchases += 1;
    ledger.count(n, now);
    for _ in 0..pieces {
        ledger.esims[n].add(package, now);
    }
    ledger.check_now(n, now);
    ledger.store_use(n, now);
    let order = Order {
        id: ledger.new_id(),
        reference: ledger.new_reference("topup", now),
        package_code: package.topup_code(),
        package_name: package.name.clone(),
        amount,
        currency: ledger.account.currency().code().into(),
        status: "completed".into(),
        created_at: now,
        esims: vec![n],
        quantity: pieces,
        topup: true,
        key: None,
        working_until: now,
        ends_as: None,
        origin: Origin::Desk,
    };
    Ok(ledger.add_order(order))
}

fn receipt(ledger: &Ledger, order: &Order, n: usize) -> Value {
    let esim = &ledger.esims[n];
    let currency = ledger.account.currency();
    let left = (esim.total_bytes - esim.used_bytes).max(0);
    json!({
        "success": true,
        "message": "eSIM top-up processed successfully",
        "orderReference": order.reference,
        "iccid": esim.iccid,
        "packageName": order.package_name,
        "newBalance": currency.amount(ledger.balance),
        "currency": order.currency,
        "status": "completed",
        "amount": currency.amount(order.amount),
        "profit": currency.amount(order.amount * 9 / 100),
        "processing_time_ms": 3000 + order.id % 1000,
        "esimData": {
            "newTotalVolumeGB": hundredths(esim.total_bytes, 1024 * MB),
            "newRemainingVolumeGB": hundredths(left, 1024 * MB),
            "expiredTime": esim.expires_at.map_or("Not activated yet".to_owned(), spoken),
        },
    })
}
