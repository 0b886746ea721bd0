//! Which endpoint answers where: every place is a template of the options.

use super::options::Options;
use super::paths::route;
use super::shared::Shared;
use super::token::{TOKEN_PATH, token};
use super::{links, organization, plans, provision, sims, tasks};
use crate::stage::Supplier;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use std::sync::Arc;

pub(crate) type App = State<Arc<Shared>>;
/// The fields of a query in their order: some may be repeated.
pub(crate) type Fields = Query<Vec<(String, String)>>;

pub(crate) fn router(options: &Options) -> Router<Arc<Shared>> {
    let paths = &options.paths;
    let at = |template: &str| route(&options.prefix, template);
    Router::new()
        .route(TOKEN_PATH, post(token))
        .route(&at(&paths.sims), get(sims::list))
        .route(&at(&paths.bulk_provision), post(provision::provision))
        .route(&at(&paths.sim), get(sims::one))
        .route(&at(&paths.installation), get(sims::installation))
        .route(&at(&paths.refresh), post(sims::refresh))
        .route(&at(&paths.tasks), get(tasks::list))
        .route(&at(&paths.task), get(tasks::one))
        .route(&at(&paths.task_items), get(tasks::items))
        .route(&at(&paths.links), get(links::list))
        .route(&at(&paths.link), get(links::one))
        .route(&at(&paths.activations), get(links::activations))
        .route(&at(&paths.activations), post(provision::activate))
        .route(&at(&paths.suspend), post(links::suspend))
        .route(&at(&paths.resume), post(links::resume))
        .route(&at(&paths.plans), get(plans::list))
        .route(&at(&paths.plan), get(plans::one))
        .route(&at(&paths.coverages), get(plans::coverages))
        .route(&at(&paths.coverages), post(plans::new_coverage))
        .route(&at(&paths.organization), get(organization::one))
        .route(&at(&paths.balance), get(organization::balance))
        .route(&at(&paths.costs), get(organization::costs))
        .fallback(missing)
        .method_not_allowed_fallback(wrong_method)
}

async fn missing(State(shared): App) -> Response {
    shared.unknown("Not Found")
}

async fn wrong_method(State(shared): App) -> Response {
    shared.error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
}
