//! Links: the list with its filters, one link, its activations, and its suspension.

use super::catalogue::{Catalogue, Plan};
use super::faults::Twist;
use super::ledger::{Ledger, Link};
use super::lists::Asked;
use super::routes::{App, Fields};
use super::rows;
use super::shared::Shared;
use crate::stage::Supplier;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

/// What a list of links was asked for.
struct Wanted {
    status: Option<String>,
    has_sim: Option<bool>,
    has_activations: Option<bool>,
    esim: Option<bool>,
    zones: Option<Vec<String>>,
    plan: Option<String>,
    coverage: Option<String>,
    countries: Option<Vec<String>>,
    search: Option<String>,
}

impl Wanted {
    fn read(shared: &Shared, asked: &mut Asked) -> Self {
        Self {
            status: asked.text("status"),
            has_sim: asked.flag("has_sim"),
            has_activations: asked.flag("has_activations"),
            esim: shared.esim_filter(asked),
            zones: asked.all("compatibility_zones"),
            plan: asked.text("plan_id"),
            coverage: asked.text("coverage_id"),
            countries: asked.countries("countries"),
            search: asked.text("search").map(|text| text.to_lowercase()),
        }
    }

    fn admits(&self, ledger: &Ledger, catalogue: &Catalogue, link: &Link) -> bool {
        let sim = link.sim.map(|n| &ledger.sims[n]);
        let plans: Vec<&Plan> = active_plans(ledger, catalogue, link).collect();
        let any = |test: &dyn Fn(&Plan) -> bool| plans.iter().any(|plan| test(plan));
        let covers = |plan: &Plan, code: &String| catalogue.reaches(catalogue.coverage_of(plan), code);
        self.status.as_ref().is_none_or(|word| *word == link.status)
            && self.has_sim.is_none_or(|has| has == sim.is_some())
            && self.has_activations.is_none_or(|has| has != plans.is_empty())
            && self.esim.is_none_or(|esim| sim.is_some_and(|sim| sim.esim == esim))
            && self
                .zones
                .as_ref()
                .is_none_or(|zones| sim.is_some_and(|sim| zones.iter().any(|zone| sim.zones.contains(zone))))
            && self.plan.as_ref().is_none_or(|id| any(&|plan| plan.id == *id))
            && self.coverage.as_ref().is_none_or(|id| any(&|plan| catalogue.coverage_of(plan).id == *id))
            && self
                .countries
                .as_ref()
                .is_none_or(|codes| any(&|plan| codes.iter().any(|code| covers(plan, code))))
            && self.search.as_ref().is_none_or(|part| {
                let has = |text: &str| text.to_lowercase().contains(part);
                has(&link.name) || has(&link.id) || sim.is_some_and(|sim| has(&sim.iccid))
            })
    }
}

fn active_plans<'a>(
    ledger: &'a Ledger,
    catalogue: &'a Catalogue,
    link: &'a Link,
) -> impl Iterator<Item = &'a Plan> {
    let activations = link.activations.iter().map(|&n| &ledger.activations[n]);
    activations.filter(|row| row.status == "active").filter_map(|row| catalogue.plan(&row.plan_id))
}

impl Shared {
    /// Acts on the link with this id; an unknown one answers 404, a removed one 410.
    pub fn on_link(&self, id: &str, act: impl FnOnce(&mut Ledger, usize, i64) -> Response) -> Response {
        self.with(|ledger, now| match ledger.link(id) {
            None => self.unknown("Link not found"),
            Some(position) if ledger.links[position].removed => self.gone("Link has been removed"),
            Some(position) => act(ledger, position, now),
        })
    }
}

pub(crate) async fn list(
    State(shared): App,
    Query(fields): Fields,
    twist: Option<Extension<Twist>>,
) -> Response {
    let mut asked = Asked::new(fields);
    let wanted = Wanted::read(&shared, &mut asked);
    shared.with(|ledger, now| {
        if let Some(Extension(Twist::RowsMove(count))) = twist {
            ledger.touch_oldest(count, now);
        }
        let shown = ledger.links.iter().filter(|link| !link.removed);
        let rows = shown.filter(|link| wanted.admits(ledger, &shared.catalogue, link));
        shared.page(asked, rows, |link| {
            ledger.link(&link.id).map(|n| rows::link(ledger, n)).unwrap_or_default()
        })
    })
}

pub(crate) async fn one(State(shared): App, Path(id): Path<String>) -> Response {
    shared.on_link(&id, |ledger, n, _| Json(rows::link(ledger, n)).into_response())
}

pub(crate) async fn activations(
    State(shared): App,
    Path(id): Path<String>,
    Query(fields): Fields,
) -> Response {
    shared.on_link(&id, |ledger, n, now| {
        let rows = ledger.links[n].activations.iter().map(|&n| &ledger.activations[n]);
        shared.page(Asked::new(fields), rows, |row| {
            rows::activation(ledger, &shared.catalogue, row, &shared.options, now)
        })
    })
}

pub(crate) async fn suspend(State(shared): App, Path(id): Path<String>) -> Response {
    turn(&shared, &id, "active", "suspended")
}

pub(crate) async fn resume(State(shared): App, Path(id): Path<String>) -> Response {
    turn(&shared, &id, "suspended", "active")
}

fn turn(shared: &Shared, id: &str, from: &str, to: &str) -> Response {
    shared.on_link(id, |ledger, n, now| {
        let status = &ledger.links[n].status;
        if status != from {
            return shared.conflict(&format!("Link is {status}"));
        }
        ledger.set_link_status(n, to, now);
        Json(rows::link(ledger, n)).into_response()
    })
}
