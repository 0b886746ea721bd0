//! What is read: balance, packages, orders, eSIMs, and the stored use of one.

use super::answer::{Answer, Refusal, data};
use super::catalogue::{Catalogue, Package};
use super::clock::{iso_ms, parse};
use super::faults::Twist;
use super::ledger::{Esim, Ledger, Order};
use super::query::Asked;
use super::rows;
use super::shared::Shared;
use crate::stage::millis;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

type App = State<Arc<Shared>>;
type Turn = Option<Extension<Twist>>;

fn shifts(turn: &Turn) -> bool {
    matches!(turn, Some(Extension(Twist::Shift)))
}

/// The time that a row shows: who gives it back as the end of a span gets the row.
fn whole_second(unix_ms: i64) -> i64 {
    unix_ms - unix_ms.rem_euclid(1000)
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

pub(crate) async fn balance(State(shared): App) -> Response {
    shared.answer(|ledger, now| {
        let currency = ledger.account.currency();
        let mut wallet = json!({"balance": currency.amount(ledger.balance), "currency": currency.code()});
        if ledger.account.is_enterprise() {
            wallet["source"] = "enterprise".into();
            wallet["account"] = "Practice Travel Ltd".into();
            wallet["live"] = true.into();
            wallet["as_of"] = iso_ms(now).into();
        }
        Ok(data(wallet))
    })
}

pub(crate) async fn packages(State(shared): App, turn: Turn, asked: Asked) -> Response {
    shared.answer(|ledger, _| {
        if shifts(&turn) {
            take_one_off_sale(ledger, &shared.catalogue, &asked);
        }
        let found: Vec<&Package> = listed(ledger, &shared.catalogue, &asked).collect();
        let page = asked.page(50);
        let pagination = page.pagination(found.len(), shared.options.page_count);
        let currency = ledger.account.currency();
        let rows: Value = page.cut(found.into_iter()).map(|p| p.row(currency, ledger.price(p))).collect();
        Ok(data(json!({"packages": rows, "pagination": pagination})))
    })
}

fn listed<'a>(
    ledger: &'a Ledger,
    catalogue: &'a Catalogue,
    asked: &'a Asked,
) -> impl Iterator<Item = &'a Package> {
    catalogue.packages.iter().filter(move |package| {
        package.listed
            && ledger.sells(package)
            && asked.word("type").is_none_or(|kind| package.kind() == kind)
            && asked.text("search").is_none_or(|search| package.matches(search))
    })
}

fn take_one_off_sale(ledger: &mut Ledger, catalogue: &Catalogue, asked: &Asked) {
    let first = listed(ledger, catalogue, asked).next().map(|package| package.code.clone());
    if let Some(code) = first {
        ledger.removed.insert(code);
        ledger.changed();
    }
}

pub(crate) async fn orders(State(shared): App, turn: Turn, asked: Asked) -> Response {
    shared.answer(|ledger, now| {
        if shifts(&turn) {
            shared.buy_elsewhere(ledger, now, None);
        }
        let currency = ledger.account.currency();
        let since = asked.text("from_date").and_then(|text| parse(text, false));
        let until = asked.text("to_date").and_then(|text| parse(text, true));
        let mut found: Vec<&Order> = ledger
            .orders
            .iter()
            .filter(|order| order.currency == currency.code())
            .filter(|order| asked.word("status").is_none_or(|status| order.status == status))
            .filter(|order| since.is_none_or(|since| order.created_at >= since))
            .filter(|order| until.is_none_or(|until| whole_second(order.created_at) <= until))
            .filter(|order| asked.text("search").is_none_or(|search| order.mentions(search)))
            .collect();
        match asked.text("sort_by") {
            Some("amount") => found.sort_by_key(|order| (order.amount, order.id)),
            Some("status") => found.sort_by_key(|order| (order.status.as_str(), order.id)),
            Some(_) | None => found.sort_by_key(|order| (order.created_at, order.id)),
        }
        if asked.text("sort_order") != Some("asc") {
            found.reverse();
        }
        let done: Vec<i64> = found.iter().filter(|o| o.status == "completed").map(|o| o.amount).collect();
        let page = asked.page(20);
        let pagination = page.pagination(found.len(), shared.options.page_count);
        let rows: Value = page
            .cut(found.into_iter())
            .map(|order| rows::order_row(ledger, &shared.catalogue, order, currency))
            .collect();
        let summary = json!({
            "total_orders": done.len(), "total_revenue": currency.amount(done.iter().sum()),
        });
        Ok(data(json!({"orders": rows, "summary": summary, "pagination": pagination})))
    })
}

impl Order {
    /// Whether its reference, package name or package code contains the words.
    fn mentions(&self, search: &str) -> bool {
        [&self.reference, &self.package_name, &self.package_code].iter().any(|text| contains(text, search))
    }
}

pub(crate) async fn esims(State(shared): App, turn: Turn, asked: Asked) -> Response {
    shared.answer(|ledger, now| {
        if shifts(&turn) {
            shared.buy_elsewhere(ledger, now, None);
        }
        let page = asked.page(20);
        // Newest first: what is bought between two pages shifts the second.
        let found: Vec<usize> = (0..ledger.esims.len())
            .rev()
            .filter(|&n| !ledger.esims[n].void)
            .filter(|&n| asked.word("status").is_none_or(|word| ledger.esims[n].status == word))
            .filter(|&n| asked.text("search").is_none_or(|search| mentions(ledger, &ledger.esims[n], search)))
            .collect();
        let pagination = page.pagination(found.len(), shared.options.page_count);
        let picture = asked.text("include_base64") == Some("true");
        let stored_for = millis(shared.options.usage_stored_for);
        let mut shown = Vec::new();
        for n in page.cut(found.into_iter()) {
            ledger.refresh_use(n, now, stored_for);
            shown.push(rows::esim(ledger, &shared.catalogue, n, &shared.options, picture, now));
        }
        Ok(data(json!({"esims": shown, "pagination": pagination})))
    })
}

/// Whether its ICCID, or the name or code of its package contains the words.
fn mentions(ledger: &Ledger, esim: &Esim, search: &str) -> bool {
    let name = &ledger.orders[esim.order].package_name;
    [&esim.iccid, name, &esim.package_code].iter().any(|text| contains(text, search))
}

pub(crate) async fn usage(State(shared): App, asked: Asked) -> Response {
    shared.answer(|ledger, now| stored_use(&shared, ledger, &asked, now))
}

fn stored_use(shared: &Shared, ledger: &mut Ledger, asked: &Asked, now: i64) -> Answer {
    let found = match (asked.text("iccid"), asked.text("order_id")) {
        (Some(iccid), None) => ledger.esim(iccid),
        (None, Some(reference)) => {
            let order = ledger.order(reference).map(|n| &ledger.orders[n]);
            let first = order.and_then(|order| order.esims.first().copied());
            first.filter(|&n| !ledger.esims[n].pending)
        }
        (Some(_), Some(_)) | (None, None) => {
            let words = "Provide either iccid or order_id";
            return Err(Refusal::bare(StatusCode::BAD_REQUEST, words));
        }
    };
    let n = found.ok_or_else(|| Refusal::bare(StatusCode::NOT_FOUND, "eSIM not found"))?;
    ledger.refresh_use(n, now, millis(shared.options.usage_stored_for));
    let esim = &ledger.esims[n];
    let order = &ledger.orders[esim.order];
    Ok(data(json!({
        "esim": {
            "iccid": esim.iccid,
            "order_id": order.reference,
            "package_name": order.package_name,
            "status": esim.status,
        },
        "data": esim.data(),
        "validity": esim.validity(now),
    })))
}
