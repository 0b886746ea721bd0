//! What costs: binding SIMs to new links in bulk, and one more plan on a link.

use super::answers::{complaint, object};
use super::faults::Twist;
use super::ids::given_id;
use super::routes::App;
use super::rows;
use super::shared::Shared;
use super::view::Origin;
use super::work::Provision;
use crate::stage::Supplier;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Reads fields one by one and collects every complaint, as FastAPI does.
struct Reading<'a> {
    body: &'a Map<String, Value>,
    complaints: Vec<Value>,
}

impl Reading<'_> {
    fn complain(&mut self, kind: &str, field: &str, words: &str) {
        let input = self.body.get(field).cloned().unwrap_or_else(|| Value::Object(self.body.clone()));
        self.complaints.push(complaint(kind, "body", field, words, input));
    }

    fn given(&self, field: &str) -> Option<&Value> {
        self.body.get(field).filter(|value| !value.is_null())
    }

    fn name_prefix(&mut self) -> String {
        match self.given("name_prefix") {
            Some(Value::String(text)) if !text.is_empty() => return text.clone(),
            Some(Value::String(_)) => {
                self.complain("string_too_short", "name_prefix", "String should have at least 1 character");
            }
            Some(_) => self.complain("string_type", "name_prefix", "Input should be a valid string"),
            None => self.complain("missing", "name_prefix", "Field required"),
        }
        String::new()
    }

    fn ids(&mut self, field: &str, needed: bool) -> Vec<String> {
        let ids: Option<Vec<String>> = match self.given(field) {
            Some(Value::Array(values)) => values.iter().map(given_id).collect(),
            Some(_) => None,
            None if needed => {
                self.complain("missing", field, "Field required");
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let Some(ids) = ids else {
            self.complain("list_type", field, "Input should be a valid list of ids");
            return Vec::new();
        };
        if needed && ids.is_empty() {
            self.complain("too_short", field, "List should have at least 1 item after validation, not 0");
        }
        if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
            self.complain("value_error", field, &format!("duplicate {field}"));
        }
        ids
    }

    /// Where counting begins; what the platform does without the field is not documented, and here it is 0.
    fn counter_start(&mut self) -> i64 {
        let value = self.given("counter_start").map(Value::as_i64);
        match value {
            None => 0,
            Some(Some(number)) if number >= 0 => number,
            Some(_) => {
                self.complain("int_type", "counter_start", "Input should be a valid integer");
                0
            }
        }
    }
}

pub(crate) async fn provision(State(shared): App, twist: Option<Extension<Twist>>, body: Bytes) -> Response {
    let body = match object(&body) {
        Ok(body) => body,
        Err(complaints) => return shared.invalid(complaints),
    };
    let mut reading = Reading { body: &body, complaints: Vec::new() };
    let asked = Provision {
        name_prefix: reading.name_prefix(),
        sim_ids: reading.ids("sim_ids", true),
        plan_ids: reading.ids("plan_ids", false),
        counter_start: reading.counter_start(),
        origin: Origin::Desk,
        twist: twist.map(|Extension(twist)| twist),
    };
    if !reading.complaints.is_empty() {
        return shared.invalid(reading.complaints);
    }
    let answer = shared.with(|ledger, now| {
        if asked.plan_ids.iter().any(|id| ledger.plan(&shared.catalogue, id).is_none()) {
            return shared.unknown("Plan not found");
        }
        let task = ledger.provision(asked, now, &shared.options);
        (StatusCode::ACCEPTED, Json(rows::task(&ledger.tasks[task], &shared.options))).into_response()
    });
    shared.kept(answer)
}

pub(crate) async fn activate(State(shared): App, Path(id): Path<String>, body: Bytes) -> Response {
    let plan_id = match object(&body).and_then(plan_id) {
        Ok(plan_id) => plan_id,
        Err(complaints) => return shared.invalid(complaints),
    };
    let answer = shared.on_link(&id, |ledger, link, now| {
        let Some(plan) = ledger.plan(&shared.catalogue, &plan_id) else {
            return shared.unknown("Plan not found");
        };
        let zones = ledger.links[link].sim.map_or(&[][..], |sim| &ledger.sims[sim].zones);
        if ledger.links[link].status == "suspended" {
            return shared.conflict("Link is suspended");
        }
        if !shared.catalogue.fits(plan, zones) {
            return shared.conflict("Plan does not fit the compatibility zones of the SIM");
        }
        let position = ledger.activate(link, plan, "manual", now, Origin::Desk, &shared.options);
        ledger.purchases += 1;
        let row = &ledger.activations[position];
        let row = rows::activation(ledger, &shared.catalogue, row, &shared.options, now);
        (StatusCode::CREATED, Json(row)).into_response()
    });
    shared.kept(answer)
}

fn plan_id(body: Map<String, Value>) -> Result<String, Vec<Value>> {
    let given = body.get("plan_id").and_then(given_id);
    given.ok_or_else(|| vec![complaint("missing", "body", "plan_id", "Field required", json!(body))])
}

impl Shared {
    /// The answer to a purchase, unless the purchase could not be written to disk.
    fn kept(&self, answer: Response) -> Response {
        if self.stage().save_failed() {
            let words = "the ledger could not be written to disk";
            return self.error(StatusCode::INTERNAL_SERVER_ERROR, words);
        }
        answer
    }
}
