//! The organisation, its balance, and its cost of a month.

use super::lists::Asked;
use super::routes::{App, Fields};
use super::rows;
use crate::stage::Supplier;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

pub(crate) async fn one(State(shared): App) -> Response {
    shared.with(|ledger, _| Json(rows::organization(ledger)).into_response())
}

pub(crate) async fn balance(State(shared): App) -> Response {
    shared.with(|ledger, _| match &ledger.balance {
        Some(balance) => Json(rows::balance(ledger, balance)).into_response(),
        None => shared.unknown("No balance has been collected yet"),
    })
}

pub(crate) async fn costs(State(shared): App, Query(fields): Fields) -> Response {
    let mut asked = Asked::new(fields);
    for field in ["year", "month"] {
        if asked.text(field).is_none() {
            asked.complain("missing", field, "Field required", "");
        }
    }
    let year = asked.number("year").unwrap_or(1);
    let month = asked.number("month").unwrap_or(1);
    asked.within("year", year, 1, 9999);
    asked.within("month", month, 1, 12);
    let complaints = asked.into_complaints();
    if !complaints.is_empty() {
        return shared.invalid(complaints);
    }
    shared.with(|ledger, _| {
        let of = |row: &&super::money::Cost| i64::from(row.year) == year && i64::from(row.month) == month;
        match ledger.costs.iter().find(of) {
            Some(row) => Json(rows::cost(ledger, &shared.catalogue, row)).into_response(),
            None => shared.unknown("No cost has been collected for this month"),
        }
    })
}
