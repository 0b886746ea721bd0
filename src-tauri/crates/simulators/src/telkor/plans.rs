//! Plans and coverages: their lists with filters, one plan, and a new coverage.

use super::answers::{complaint, object};
use super::catalogue::{Catalogue, Coverage, Plan};
use super::ids::given_id;
use super::ledger::Ledger;
use super::lists::Asked;
use super::routes::{App, Fields};
use super::rows;
use crate::stage::Supplier;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

/// What a list of plans was asked for.
struct Wanted {
    throttle: Option<String>,
    trigger: Option<String>,
    coverage: Option<String>,
    operators: Option<Vec<String>>,
    zones: Option<Vec<String>>,
    megabytes: RangeInclusive<i64>,
    days: RangeInclusive<i64>,
    search: Option<String>,
}

impl Wanted {
    /// `None` when `for_link_id` names a link that does not exist.
    fn read(ledger: &Ledger, asked: &mut Asked) -> Option<Self> {
        let zones = match asked.text("for_link_id") {
            None => asked.all("compatibility_zones"),
            Some(id) => {
                let link = ledger.link(&id).filter(|&n| !ledger.links[n].removed);
                Some(ledger.links[link?].sim.map(|sim| ledger.sims[sim].zones.clone()).unwrap_or_default())
            }
        };
        let mut range = |least: &str, most: &str| {
            asked.number(least).unwrap_or(0)..=asked.number(most).unwrap_or(i64::MAX)
        };
        Some(Self {
            megabytes: range("min_included_data_mb", "max_included_data_mb"),
            days: range("min_validity_days", "max_validity_days"),
            throttle: asked.text("base_throttle"),
            trigger: asked.text("reactivation_trigger"),
            coverage: asked.text("coverage_id"),
            operators: asked.all("operator_ids"),
            zones,
            search: asked.text("search").map(|text| text.to_lowercase()),
        })
    }

    fn admits(&self, catalogue: &Catalogue, plan: &Plan) -> bool {
        let coverage = catalogue.coverage_of(plan);
        self.throttle.as_ref().is_none_or(|word| word == plan.throttle)
            && self.trigger.as_ref().is_none_or(|word| word == plan.trigger)
            && self.coverage.as_ref().is_none_or(|id| *id == coverage.id)
            && self.operators.as_ref().is_none_or(|ids| has_operator(catalogue, coverage, ids))
            && self.zones.as_ref().is_none_or(|zones| catalogue.fits(plan, zones))
            && self.megabytes.contains(&plan.megabytes)
            && self.days.contains(&plan.days)
            && self.search.as_ref().is_none_or(|part| {
                let texts = [Some(&plan.name), plan.description.as_ref(), Some(&plan.id)];
                texts.into_iter().flatten().any(|text| text.to_lowercase().contains(part))
            })
    }
}

fn has_operator(catalogue: &Catalogue, coverage: &Coverage, ids: &[String]) -> bool {
    coverage.operators.iter().any(|&n| ids.contains(&catalogue.operators[n].id))
}

pub(crate) async fn list(State(shared): App, Query(fields): Fields) -> Response {
    let mut asked = Asked::new(fields);
    let catalogue = &shared.catalogue;
    shared.with(|ledger, _| match Wanted::read(ledger, &mut asked) {
        None => shared.unknown("Link not found"),
        Some(wanted) => {
            let shown = catalogue.plans.iter().filter(|plan| !ledger.removed.contains(&plan.id));
            let rows = shown.filter(|plan| wanted.admits(catalogue, plan));
            shared.page(asked, rows, |plan| rows::plan(catalogue, plan))
        }
    })
}

pub(crate) async fn one(State(shared): App, Path(id): Path<String>) -> Response {
    shared.with(|ledger, _| match ledger.plan(&shared.catalogue, &id) {
        Some(plan) => Json(rows::plan(&shared.catalogue, plan)).into_response(),
        None => shared.unknown("Plan not found"),
    })
}

pub(crate) async fn coverages(State(shared): App, Query(fields): Fields) -> Response {
    let mut asked = Asked::new(fields);
    let countries = asked.countries("countries");
    let (operators, zones) = (asked.all("operator_ids"), asked.all("compatibility_zones"));
    let search = asked.text("search").map(|text| text.to_lowercase());
    let catalogue = &shared.catalogue;
    shared.with(|ledger, _| {
        let rows = ledger.coverages(catalogue).filter(|row| {
            operators.as_ref().is_none_or(|ids| has_operator(catalogue, row, ids))
                && countries
                    .as_ref()
                    .is_none_or(|codes| codes.iter().any(|code| catalogue.reaches(row, code)))
                && zones.as_ref().is_none_or(|zones| zones.iter().any(|zone| zone == catalogue.zone(row)))
                && search.as_ref().is_none_or(|part| {
                    row.name.to_lowercase().contains(part) || row.id.to_lowercase().contains(part)
                })
        });
        shared.page(asked, rows, |row| rows::coverage(catalogue, row))
    })
}

pub(crate) async fn new_coverage(State(shared): App, body: Bytes) -> Response {
    let body = match object(&body) {
        Ok(body) => body,
        Err(complaints) => return shared.invalid(complaints),
    };
    let (name, operators) = match new_fields(&shared.catalogue, &body) {
        Ok(fields) => fields,
        Err(complaint) => return shared.invalid(vec![complaint]),
    };
    shared.with(|ledger, now| {
        let row = Coverage { id: ledger.new_id(), name, operators, updated_at: now };
        let answer = rows::coverage(&shared.catalogue, &row);
        ledger.coverages.push(row);
        ledger.changed();
        (StatusCode::CREATED, Json(answer)).into_response()
    })
}

/// Name and operators (positions, without repetition) of a new coverage, or what is wrong with them.
fn new_fields(catalogue: &Catalogue, body: &Map<String, Value>) -> Result<(String, Vec<usize>), Value> {
    let wrong = |kind: &str, field: &str, words: &str| {
        let input = body.get(field).cloned().unwrap_or(Value::Null);
        complaint(kind, "body", field, words, input)
    };
    let name = body.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| wrong("string_type", "name", "Input should be a valid string"))?;
    let ids = body.get("operator_ids").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| wrong("missing", "operator_ids", "Field required"))?;
    let position = |id: &Value| {
        let id = given_id(id)?;
        catalogue.operators.iter().position(|operator| operator.id == id)
    };
    let operators: Option<Vec<usize>> = ids.iter().map(position).collect();
    let mut operators = operators.ok_or_else(|| wrong("value_error", "operator_ids", "unknown operator"))?;
    operators.sort_unstable();
    operators.dedup();
    let Some(&first) = operators.first() else {
        return Err(wrong(
            "too_short",
            "operator_ids",
            "List should have at least 1 item after validation, not 0",
        ));
    };
    let zone = catalogue.operators[first].zone;
    if operators.iter().any(|&n| catalogue.operators[n].zone != zone) {
        return Err(wrong("value_error", "operator_ids", "operators of different compatibility zones"));
    }
    Ok((name.to_owned(), operators))
}
