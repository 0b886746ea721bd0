//! The eSIMs: list, one, and what can be done to one.

use super::asked::{Asked, text_passes, time_passes};
use super::faults::Twist;
use super::install::install_urls;
use super::ledger::Ledger;
use super::options::Version;
use super::pages::Page;
use super::places::{COUNTRIES, networks};
use super::records::Esim;
use super::refused::Refused;
use super::routes::{Answer, App};
use super::rows::time;
use super::shared::Shared;
use crate::stage::Supplier;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Value, json};

const FILTERS: [&str; 5] = ["iccid", "customerRef", "lastAction", "actionDate", "assignedDate"];

pub(crate) async fn list(
    State(shared): App,
    Extension(version): Extension<Version>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
) -> Answer {
    let options = &shared.options;
    let size = asked.word("perPage", &["10", "25", "50", "100"])?.parse().unwrap_or(10);
    let descending = asked.word("direction", &["asc", "desc"])? == "desc";
    asked.word("orderBy", &["iccid"])?;
    shared.with(|ledger, _| {
        let mut found: Vec<&Esim> = Vec::new();
        // The newest first, so that a purchase shifts the pages.
        for esim in ledger.esims.iter().rev().filter(|esim| !esim.gone) {
            if passes(&asked, esim)? {
                found.push(esim);
            }
        }
        if asked.one("orderBy").is_some() {
            found.sort_by(|a, b| a.iccid.cmp(&b.iccid));
            if descending {
                found.reverse();
            }
        }
        let rows = shared.rows(ledger, version);
        let page = Page::of(&found, &asked, size, options, twist.as_deref(), |esim| rows.esim(esim))?;
        Ok(Json(page.json("esims", false, options.envelopes)))
    })
}

fn passes(asked: &Asked, esim: &Esim) -> Result<bool, Refused> {
    let Some(filter) = asked.one("filter").filter(|text| !text.is_empty()) else { return Ok(true) };
    let action = esim.history.iter().rev().find(|action| action.is_last_action());
    match asked.word("filterBy", &FILTERS)? {
        "customerRef" => Ok(text_passes(filter, &esim.customer_ref)),
        "lastAction" => Ok(action.is_some_and(|action| text_passes(filter, &action.name))),
        "actionDate" => time_passes(filter, action.map_or(esim.assigned_at, |action| action.at)),
        "assignedDate" => time_passes(filter, esim.assigned_at),
        _ => Ok(text_passes(filter, &esim.iccid)),
    }
}

/// Takes both fields from the query or from the body.
pub(crate) async fn update(State(shared): App, Query(asked): Query<Asked>, body: Bytes) -> Answer {
    let body: Value = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).map_err(|_| Refused::bad("body must be JSON"))?,
    };
    let field = |name| asked.one(name).or_else(|| body[name].as_str());
    let iccid = field("iccid").ok_or_else(|| Refused::bad("iccid is needed"))?;
    let reference = field("customerRef").ok_or_else(|| Refused::bad("customerRef is needed"))?;
    shared.with(|ledger, now| {
        let esim = shared.esim(ledger, iccid)?;
        ledger.esims[esim].customer_ref = reference.to_owned();
        ledger.note(esim, "eSIM Updated", None, now);
        ledger.changed();
        Ok(Json(shared.confirm("success")))
    })
}

pub(crate) async fn one(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(iccid): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    shared.with(|ledger, _| {
        let esim = &ledger.esims[shared.esim(ledger, &iccid)?];
        let urls = install_urls(esim, version, &asked);
        Ok(Json(shared.rows(ledger, version).esim_detail(esim, &urls)))
    })
}

pub(crate) async fn remove(State(shared): App, Path(iccid): Path<String>) -> Answer {
    shared.with(|ledger, now| {
        let esim = shared.esim(ledger, &iccid)?;
        ledger.remove_esim(esim, &shared.catalogue, now);
        Ok(Json(shared.confirm("eSIM deleted successfully")))
    })
}

/// An eSIM that is still in use.
fn live(shared: &Shared, ledger: &Ledger, iccid: &str) -> Result<usize, Refused> {
    let esim = shared.esim(ledger, iccid)?;
    if ledger.esims[esim].deactivated {
        return Err(Refused::bad("eSIM is deactivated"));
    }
    Ok(esim)
}

pub(crate) async fn refresh(State(shared): App, Path(iccid): Path<String>) -> Answer {
    shared.with(|ledger, now| {
        let esim = live(&shared, ledger, &iccid)?;
        ledger.note(esim, "eSIM Refreshed", None, now);
        ledger.changed();
        Ok(Json(shared.confirm("Successfully refreshed SIM")))
    })
}

pub(crate) async fn compatible(State(shared): App, Path((iccid, bundle)): Path<(String, String)>) -> Answer {
    shared.with(|ledger, _| {
        let esim = &ledger.esims[shared.esim(ledger, &iccid)?];
        let bundle = ledger.on_sale(&shared.catalogue).find(|row| row.name == bundle);
        let bundle = bundle.ok_or_else(|| shared.unknown_bundle())?;
        Ok(Json(json!({"compatible": !esim.deactivated && bundle.upstreams.contains(&esim.upstream)})))
    })
}

pub(crate) async fn sms(State(shared): App, Path(iccid): Path<String>, body: Bytes) -> Answer {
    let body: Value =
        serde_json::from_slice(&body).map_err(|_| Refused::bad("body must be a JSON object"))?;
    let length = body["message"].as_str().map_or(0, |text| text.chars().count());
    if !(1..=160).contains(&length) {
        return Err(Refused::bad("message must have 1 to 160 characters"));
    }
    if body.get("from").is_some_and(|from| from != "eSIM") {
        return Err(Refused::bad("from must be eSIM"));
    }
    shared.with(|ledger, _| live(&shared, ledger, &iccid))?;
    Ok(Json(shared.confirm("sent")))
}

/// What comes for an eSIM that never registered is not documented: every field null here.
pub(crate) async fn location(State(shared): App, Path(iccid): Path<String>) -> Answer {
    shared.with(|ledger, _| {
        let esim = &ledger.esims[shared.esim(ledger, &iccid)?];
        let seen = esim.seen.as_ref().and_then(|(code, at)| {
            COUNTRIES.iter().find(|country| country.at.alpha2 == code).map(|country| (country, *at))
        });
        let Some((country, at)) = seen else {
            return Ok(Json(json!({
                "mobileNetworkCode": null,
                "networkName": null,
                "networkBrandName": null,
                "country": null,
                "lastSeen": null,
            })));
        };
        let [network, _] = networks(country);
        Ok(Json(json!({
            "mobileNetworkCode": network.tadig,
            "networkName": network.name,
            "networkBrandName": network.brand,
            "country": country.at.alpha2,
            "lastSeen": time(at),
        })))
    })
}

pub(crate) async fn history(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(iccid): Path<String>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
) -> Answer {
    let size = asked.number("perPage", 50)?;
    shared.with(|ledger, _| {
        let esim = &ledger.esims[shared.esim(ledger, &iccid)?];
        let rows = shared.rows(ledger, version);
        let page = Page::of(&esim.history, &asked, size, &shared.options, twist.as_deref(), |action| {
            rows.action(action)
        })?;
        let json = page.json("actions", true, shared.options.envelopes);
        Ok(Json(json))
    })
}

pub(crate) async fn suspend(
    State(shared): App,
    Path(iccid): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refused> {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let wanted = body["suspend"].as_bool().ok_or_else(|| Refused::bad("suspend must be true or false"))?;
    shared.with(|ledger, now| {
        let esim = live(&shared, ledger, &iccid)?;
        if ledger.esims[esim].suspended_by_vendor && !wanted {
            return Err(Refused::bad("this suspension cannot be lifted here"));
        }
        ledger.suspend(esim, wanted, &shared.catalogue, now);
        let words = if wanted { "eSIM suspended successfully" } else { "eSIM unsuspended successfully" };
        Ok((StatusCode::CREATED, Json(shared.confirm(words))))
    })
}

pub(crate) async fn suspended(State(shared): App, Path(iccid): Path<String>) -> Answer {
    shared.with(|ledger, _| {
        let esim = shared.esim(ledger, &iccid)?;
        Ok(Json(json!({"suspended": ledger.esims[esim].suspended})))
    })
}
