//! SIMs: the list with its filters, one SIM, its installation view, its refresh.

use super::faults::Twist;
use super::ledger::{Ledger, Sim};
use super::lists::Asked;
use super::routes::{App, Fields};
use super::rows;
use super::shared::Shared;
use crate::stage::Supplier;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};

/// What a list of SIMs was asked for.
struct Wanted {
    status: Option<String>,
    esim: Option<bool>,
    zones: Option<Vec<String>>,
    search: Option<String>,
}

impl Wanted {
    /// `None` when `for_plan_id` names a plan that does not exist.
    fn read(shared: &Shared, ledger: &Ledger, asked: &mut Asked) -> Option<Self> {
        let zones = match asked.text("for_plan_id") {
            None => asked.all("compatibility_zones"),
            Some(id) => {
                let plan = ledger.plan(&shared.catalogue, &id)?;
                let zone = shared.catalogue.zone(shared.catalogue.coverage_of(plan));
                Some(vec![zone.to_owned()])
            }
        };
        Some(Self {
            status: asked.text("status"),
            esim: shared.esim_filter(asked),
            zones,
            search: asked.text("search").map(|text| text.to_lowercase()),
        })
    }

    fn admits(&self, sim: &Sim) -> bool {
        let has = |text: &str, part: &str| text.to_lowercase().contains(part);
        self.status.as_ref().is_none_or(|word| *word == sim.status)
            && self.esim.is_none_or(|esim| esim == sim.esim)
            && self.zones.as_ref().is_none_or(|zones| zones.iter().any(|zone| sim.zones.contains(zone)))
            && self.search.as_ref().is_none_or(|part| {
                let numbers = [&sim.msisdn, &sim.imsi, &sim.imei, &sim.eid];
                has(&sim.id, part)
                    || has(&sim.iccid, part)
                    || numbers.into_iter().flatten().any(|number| has(number, part))
            })
    }
}

impl Shared {
    /// Whether the query asks for eSIMs or for cards.
    pub fn esim_filter(&self, asked: &mut Asked) -> Option<bool> {
        let forms = &self.options.forms;
        let word = asked.text("sim_type")?;
        let is = |own: &str, plain: &str| {
            word == own || (!forms.strict_sim_type && word.eq_ignore_ascii_case(plain))
        };
        match (is(&forms.esim_word, "esim"), is(&forms.physical_word, "physical")) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) => {
                let words = format!("Input should be '{}' or '{}'", forms.esim_word, forms.physical_word);
                asked.complain("enum", "sim_type", &words, &word);
                None
            }
        }
    }

    /// Acts on the SIM with this id, or answers 404.
    fn on_sim(&self, id: &str, act: impl FnOnce(&mut Ledger, usize, i64) -> Response) -> Response {
        self.with(|ledger, now| match ledger.sim(id) {
            Some(position) => act(ledger, position, now),
            None => self.unknown("SIM not found"),
        })
    }
}

pub(crate) async fn list(
    State(shared): App,
    Query(fields): Fields,
    twist: Option<Extension<Twist>>,
) -> Response {
    let mut asked = Asked::new(fields);
    shared.with(|ledger, now| {
        if let Some(Extension(Twist::RowsMove(count))) = twist {
            ledger.touch_oldest(count, now);
        }
        match Wanted::read(&shared, ledger, &mut asked) {
            None => shared.unknown("Plan not found"),
            Some(wanted) => {
                let rows = ledger.sims.iter().filter(|sim| wanted.admits(sim));
                shared.page(asked, rows, |sim| rows::sim(ledger, sim, &shared.options))
            }
        }
    })
}

pub(crate) async fn one(State(shared): App, Path(id): Path<String>) -> Response {
    shared
        .on_sim(&id, |ledger, n, _| Json(rows::sim(ledger, &ledger.sims[n], &shared.options)).into_response())
}

pub(crate) async fn refresh(State(shared): App, Path(id): Path<String>) -> Response {
    shared.on_sim(&id, |ledger, n, now| {
        ledger.refresh(n, now);
        Json(rows::sim(ledger, &ledger.sims[n], &shared.options)).into_response()
    })
}

pub(crate) async fn installation(
    State(shared): App,
    Path(id): Path<String>,
    twist: Option<Extension<Twist>>,
) -> Response {
    let twist = twist.map(|Extension(twist)| twist);
    shared.on_sim(&id, |ledger, n, _| {
        let code = rows::code(&ledger.sims[n]).filter(|_| twist != Some(Twist::NoCode));
        let script = twist == Some(Twist::ScriptInPicture);
        Json(rows::installation(code, script, &shared.options)).into_response()
    })
}
