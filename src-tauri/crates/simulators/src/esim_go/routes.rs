//! The endpoints of both versions, and what every answer passes on its way out.

use super::faults::Twist;
use super::options::Version;
use super::refused::Refused;
use super::shared::Shared;
use super::{account, bundles, buying, esims, install, shop};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use axum::{Extension, Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) type App = State<Arc<Shared>>;
/// JSON, or the refusal.
pub(crate) type Answer = Result<Json<Value>, Refused>;

pub(crate) fn router(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    let both = Version::ALL.into_iter().fold(Router::new(), |all, version| all.merge(routes(version)));
    both.fallback(missing)
        .method_not_allowed_fallback(missing)
        .layer(from_fn(turn))
        .layer(from_fn_with_state(shared.clone(), stamp))
}

fn routes(version: Version) -> Router<Arc<Shared>> {
    let at = |path: &str| format!("{}{path}", version.path());
    let routes = Router::new()
        .route(&at(""), get(details))
        .route(&at("/"), get(details))
        .route(&at("/orders"), post(buying::order).get(buying::list))
        .route(&at("/orders/{reference}"), get(buying::one))
        .route(&at("/catalogue"), get(shop::list))
        .route(&at("/catalogue/bundle/{name}"), get(shop::bundle))
        .route(&at("/networks"), get(shop::country_networks))
        .route(&at("/organisation"), get(account::organisation))
        .route(&at("/organisation/balance"), post(account::top_up))
        .route(&at("/organisation/groups"), get(shop::groups))
        .route(&at("/inventory"), get(account::inventory))
        .route(&at("/inventory/refund"), post(account::refund))
        .route(&at("/esims"), get(esims::list).merge(put(esims::update)))
        .route(&at("/esims/apply"), post(bundles::apply))
        .route(&at("/esims/assignments"), get(install::assignments))
        .route(&at("/esims/assignments/{reference}"), get(install::assignments_of))
        .route(&at("/esims/qr/{reference}"), get(install::pictures))
        .route(&at("/esims/csv/{reference}"), get(install::table))
        .route(&at("/esims/{iccid}"), get(esims::one))
        .route(&at("/esims/{iccid}/refresh"), get(esims::refresh))
        .route(&at("/esims/{iccid}/compatible/{bundle}"), get(esims::compatible))
        .route(&at("/esims/{iccid}/sms"), post(esims::sms))
        .route(&at("/esims/{iccid}/location"), get(esims::location))
        .route(&at("/esims/{iccid}/history"), get(esims::history))
        .route(&at("/esims/{iccid}/bundles"), get(bundles::list))
        .route(&at("/esims/{iccid}/bundles/{name}"), get(bundles::latest).delete(bundles::revoke))
        .route(&at("/esims/{iccid}/bundles/{name}/assignments/{id}"), delete(bundles::revoke_one));
    let routes = match version {
        Version::V24 => routes,
        Version::V25 => routes
            .route(&at("/catalogue/prices"), get(shop::prices))
            .route(&at("/esims/{iccid}/suspend"), post(esims::suspend).get(esims::suspended))
            .route(&at("/esims/{iccid}"), delete(esims::remove)),
    };
    routes.layer(Extension(version))
}

async fn details() -> Answer {
    Ok(Json(json!(["eSIM Go API", "simulated"])))
}

async fn missing(State(shared): App) -> Refused {
    match shared.options.statuses.unknown_route {
        403 => Refused::new(StatusCode::FORBIDDEN, "access denied"),
        status => Refused::set(status, "Not Found"),
    }
}

/// The turns that any endpoint can take.
async fn turn(twist: Option<Extension<Twist>>, request: Request, next: Next) -> Response {
    match twist.as_deref() {
        Some(Twist::TextError(status)) => Refused::set(*status, "request could not be completed").into_text(),
        Some(Twist::StillProcessing(seconds)) => Refused::later(*seconds).into_response(),
        Some(
            Twist::PageShifts
            | Twist::CsvAnyway
            | Twist::OtherEsim
            | Twist::OrderStatus(_)
            | Twist::ListedLate(_)
            | Twist::ReadyLate(_)
            | Twist::NeverReady,
        )
        | None => next.run(request).await,
    }
}

async fn stamp(State(shared): App, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    shared.stamp(&path, next.run(request).await)
}
