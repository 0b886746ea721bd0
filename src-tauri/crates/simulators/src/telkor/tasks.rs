//! Tasks: the list, one task, and its items.

use super::lists::Asked;
use super::routes::{App, Fields};
use super::rows;
use crate::stage::Supplier;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};

pub(crate) async fn list(State(shared): App, Query(fields): Fields) -> Response {
    let asked = Asked::new(fields);
    let (kind, status) = (asked.text("type"), asked.text("status"));
    shared.with(|ledger, _| {
        let rows = ledger.tasks.iter().filter(|task| {
            kind.as_ref().is_none_or(|kind| *kind == task.kind)
                && status
                    .as_ref()
                    .is_none_or(|word| rows::task(task, &shared.options)["status"] == word.as_str())
        });
        shared.page(asked, rows, |task| rows::task(task, &shared.options))
    })
}

pub(crate) async fn one(State(shared): App, Path(id): Path<String>) -> Response {
    shared.with(|ledger, _| match ledger.task(&id) {
        Some(n) => Json(rows::task(&ledger.tasks[n], &shared.options)).into_response(),
        None => shared.unknown("Task not found"),
    })
}

pub(crate) async fn items(State(shared): App, Path(id): Path<String>, Query(fields): Fields) -> Response {
    let asked = Asked::new(fields);
    let status = asked.text("status");
    shared.with(|ledger, _| {
        let Some(n) = ledger.task(&id) else { return shared.unknown("Task not found") };
        let task = &ledger.tasks[n];
        let rows = task.items.iter().filter(|item| {
            status.as_ref().is_none_or(|word| rows::item_status(item, &shared.options) == word)
        });
        shared.page(asked, rows, |item| rows::item(ledger, task, item, &shared.options))
    })
}
