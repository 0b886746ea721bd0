//! The endpoints, and the headers that every answer carries.

use super::answer::Refusal;
use super::shared::Shared;
use super::{cancel, diagnostics, lists, live, order, topup, webhooks};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;

/// What every path begins with, on the wire, in the request log and for [`When`](super::When).
pub const BASE_PATH: &str = "/api/v1/business";

pub(crate) fn router() -> Router<Arc<Shared>> {
    let business = Router::new()
        .route("/balance", get(lists::balance))
        .route("/esims/packages", get(lists::packages))
        .route("/esims/order", get(order::look_up).post(order::order))
        .route("/orders", get(lists::orders))
        .route("/esims", get(lists::esims))
        .route("/esims/usage/query", get(lists::usage))
        .route("/topup/packages", get(topup::packages))
        .route("/topup/order", post(topup::order))
        .route("/esims/cancel", post(cancel::cancel))
        .route("/esims/status", post(live::status))
        .route("/esims/suspend", post(live::suspend))
        .route("/esims/network-events", post(diagnostics::network_events))
        .route("/esims/usage-report", post(diagnostics::usage_report))
        .route("/esims/send-sms", post(live::send_sms))
        .route("/webhooks", get(webhooks::setting).put(webhooks::set));
    Router::new().nest(BASE_PATH, business).fallback(missing).method_not_allowed_fallback(wrong_method)
}

async fn missing(State(shared): State<Arc<Shared>>) -> Response {
    shared.respond(Err(Refusal::in_error(StatusCode::NOT_FOUND, None, "Not found")))
}

async fn wrong_method(State(shared): State<Arc<Shared>>) -> Response {
    shared.respond(Err(Refusal::in_error(StatusCode::METHOD_NOT_ALLOWED, None, "Method not allowed")))
}
