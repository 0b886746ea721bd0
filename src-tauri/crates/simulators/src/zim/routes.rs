//! The endpoints. Each reads the ledger and the catalogue and answers as the document describes.

use super::catalogue::{Data, Place, Plan};
use super::countries::{COUNTRIES, Country};
use super::ledger::Ledger;
use super::options::Generation;
use super::shared::Shared;
use super::{purchase, rows, token};
use crate::stage::Supplier;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const TOKEN_PATH: &str = "/oauth2/token";
/// The one discount code that the simulator knows, and its percentage.
const DISCOUNT: (&str, i64) = ("PRACTICE10", 10);

type App = State<Arc<Shared>>;

pub(crate) fn router() -> Router<Arc<Shared>> {
    Router::new()
        .route(TOKEN_PATH, post(token::token))
        .route("/destinations/supported_destinations", get(destinations))
        .route("/destinations/{iso3}", get(destination))
        .route("/plans/search", post(search))
        .route("/plans/{iso3}/local", get(local))
        .route("/plans/{iso3}/local/unlimited", get(unlimited))
        .route("/orders/with-wallet", post(purchase::purchase))
        .route("/orders", get(orders))
        .route("/orders/{id}", get(order))
        .route("/esims", get(esims))
        .route("/esims/{id}", get(esim))
        .route("/subscriptions", get(subscriptions_bare))
        .route("/subscriptions/", get(subscriptions_slash))
        .route("/subscriptions/{id}", get(subscription))
        .route("/subscriptions/{id}/activity/latest", get(usage))
        .fallback(missing)
        .method_not_allowed_fallback(wrong_method)
}

/// An error as ZIM's own framework words it.
pub(crate) fn error(status: StatusCode, message: impl Into<Value>) -> Response {
    let reason = status.canonical_reason().unwrap_or("Error");
    let body = json!({"statusCode": status.as_u16(), "message": message.into(), "error": reason});
    (status, axum::Json(body)).into_response()
}

async fn missing() -> Response {
    error(StatusCode::NOT_FOUND, "Not found")
}

async fn wrong_method() -> Response {
    error(StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
}

fn list(body: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

impl Shared {
    /// One object, or the not-found answer, in the form that the options ask for.
    fn single(&self, json: Option<String>) -> Response {
        let json = match (json, self.options.wrap_single_in_array) {
            (Some(json), false) => json,
            (Some(json), true) => format!("[{json}]"),
            (None, true) => "[]".to_owned(),
            (None, false) => return error(StatusCode::NOT_FOUND, "Not found"),
        };
        list(Bytes::from(json))
    }

    fn esim(&self, id: &str) -> Response {
        let form = self.options.iccid_form;
        self.single(self.with(|ledger, _| {
            let position = ledger.esim(id)?;
            serde_json::to_string(&rows::esim(&ledger.esims[position], form)).ok()
        }))
    }

    fn subscription(&self, id: &str) -> Response {
        self.single(self.with(|ledger, _| {
            let position = ledger.subscription(id)?;
            serde_json::to_string(&rows::subscription(ledger, &self.catalogue, position)).ok()
        }))
    }

    fn plan_rows<'a>(
        &self,
        ledger: &Ledger,
        plans: impl Iterator<Item = &'a Plan>,
        percent_off: i64,
    ) -> Value {
        plans.map(|plan| plan.row(&ledger.prices_of(plan, percent_off))).collect()
    }
}

fn country(iso3: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.iso3 == iso3)
}

async fn destinations() -> Response {
    let rows: Vec<Value> = COUNTRIES.iter().map(|c| json!({"name": c.name, "isoAlpha3": c.iso3})).collect();
    axum::Json(rows).into_response()
}

async fn destination(State(shared): App, Path(iso3): Path<String>) -> Response {
    let row = country(&iso3).map(|c| {
        let on_sale = |at: &dyn Fn(Place) -> bool| {
            shared.with(|ledger, _| ledger.on_sale(&shared.catalogue).any(|plan| at(plan.place)))
        };
        let scopes = json!({
            "local": on_sale(&|place| matches!(place, Place::Local(at) if at.iso3 == c.iso3)),
            "regional": on_sale(&|place| matches!(place, Place::Regional(at) if at.abbreviation == c.region)),
            "global": on_sale(&|place| matches!(place, Place::Global { .. })),
        });
        json!({"name": c.name, "isoAlpha3": c.iso3, "scopes": scopes}).to_string()
    });
    shared.single(row)
}

async fn search(State(shared): App, body: Bytes) -> Response {
    if !shared.options.plan_body_search {
        return error(StatusCode::BAD_REQUEST, json!(["search criteria are not valid"]));
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(Value::Object(_)) => {}
        Ok(_) | Err(_) => return error(StatusCode::BAD_REQUEST, json!(["body must be a JSON object"])),
    }
    let rows = shared.with(|ledger, _| shared.plan_rows(ledger, ledger.on_sale(&shared.catalogue), 0));
    axum::Json(rows).into_response()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LocalQuery {
    discount_code: Option<String>,
    plan_type: Option<String>,
}

impl LocalQuery {
    fn percent_off(&self) -> i64 {
        if self.discount_code.as_deref() == Some(DISCOUNT.0) { DISCOUNT.1 } else { 0 }
    }

    fn admits(&self, plan: &Plan) -> bool {
        match self.plan_type.as_deref() {
            Some("DATA") => plan.voice.is_none(),
            Some("VOICE_AND_DATA") => plan.voice.is_some(),
            Some(_) | None => true,
        }
    }
}

/// The local plans of one destination, unlimited or not; `None` when there is no such destination or endpoint.
fn local_rows(shared: &Shared, iso3: &str, query: &LocalQuery, unlimited: bool) -> Option<Value> {
    country(iso3).filter(|_| shared.options.generation == Generation::Newer)?;
    Some(shared.with(|ledger, _| {
        let plans = ledger
            .on_sale(&shared.catalogue)
            .filter(|plan| plan.iso3() == Some(iso3) && (plan.data == Data::Unlimited) == unlimited)
            .filter(|plan| query.admits(plan));
        shared.plan_rows(ledger, plans, query.percent_off())
    }))
}

async fn local(State(shared): App, Path(iso3): Path<String>, Query(query): Query<LocalQuery>) -> Response {
    let query = LocalQuery { plan_type: None, ..query };
    match (local_rows(&shared, &iso3, &query, false), local_rows(&shared, &iso3, &query, true)) {
        (Some(regular), Some(unlimited)) => {
            axum::Json(json!({"regular": regular, "unlimited": unlimited})).into_response()
        }
        (None, _) | (_, None) => missing().await,
    }
}

async fn unlimited(
    State(shared): App,
    Path(iso3): Path<String>,
    Query(query): Query<LocalQuery>,
) -> Response {
    match local_rows(&shared, &iso3, &query, true) {
        Some(rows) => axum::Json(rows).into_response(),
        None => missing().await,
    }
}

async fn orders(State(shared): App) -> Response {
    if shared.options.generation == Generation::Seed {
        return missing().await;
    }
    if !shared.options.order_list_allowed {
        return error(StatusCode::FORBIDDEN, "Forbidden resource");
    }
    let form = shared.options.order_row;
    let rows: Value = shared.with(|ledger, _| {
        (0..ledger.orders.len()).map(|n| rows::order(ledger, &shared.catalogue, n, form)).collect()
    });
    axum::Json(rows).into_response()
}

async fn order(State(shared): App, Path(id): Path<String>) -> Response {
    if !shared.options.single_orders || shared.options.generation == Generation::Seed {
        return missing().await;
    }
    let form = shared.options.order_row;
    shared.single(shared.with(|ledger, _| {
        let position = ledger.order(&id)?;
        Some(rows::order(ledger, &shared.catalogue, position, form).to_string())
    }))
}

#[derive(Deserialize)]
struct IdQuery {
    #[serde(rename = "esimID")]
    esim: Option<String>,
    #[serde(rename = "subscriptionID")]
    subscription: Option<String>,
}

async fn esims(State(shared): App, Query(query): Query<IdQuery>) -> Response {
    match query.esim {
        Some(id) => shared.esim(&id),
        None => list(shared.esims_body()),
    }
}

/// The document writes the path variable as `:esimID` and declares it as a query field; both are understood.
async fn esim(State(shared): App, Path(id): Path<String>, Query(query): Query<IdQuery>) -> Response {
    shared.esim(if id == ":esimID" { query.esim.as_deref().unwrap_or_default() } else { &id })
}

async fn subscriptions_slash(State(shared): App, Query(query): Query<IdQuery>) -> Response {
    subscriptions(&shared, &query, shared.options.subscriptions_redirect, "/subscriptions")
}

async fn subscriptions_bare(State(shared): App, Query(query): Query<IdQuery>) -> Response {
    subscriptions(&shared, &query, !shared.options.subscriptions_redirect, "/subscriptions/")
}

fn subscriptions(shared: &Shared, query: &IdQuery, redirect: bool, to: &'static str) -> Response {
    if redirect {
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response();
    }
    match &query.subscription {
        Some(id) => shared.subscription(id),
        None => list(shared.subscriptions_body()),
    }
}

async fn subscription(State(shared): App, Path(id): Path<String>, Query(query): Query<IdQuery>) -> Response {
    let literal = id == ":subscriptionID";
    shared.subscription(if literal { query.subscription.as_deref().unwrap_or_default() } else { &id })
}

async fn usage(State(shared): App, Path(id): Path<String>) -> Response {
    let json = shared.with(|ledger, now| {
        let position = ledger.subscription(&id)?;
        Some(rows::usage(ledger, &shared.catalogue, position, &shared.options, now).to_string())
    });
    shared.single(json)
}
