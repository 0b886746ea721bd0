//! Bundles on eSIMs: what is there, putting more on from stock, and taking them off.

use super::asked::Asked;
use super::buying::flag;
use super::catalogue::Bundle;
use super::ledger::Ledger;
use super::options::Version;
use super::refused::Refused;
use super::routes::{Answer, App};
use super::shared::Shared;
use crate::stage::Supplier;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use serde_json::{Value, json};

/// Bounds and default of `limit`.
const LIMIT: (usize, usize, usize) = (1, 200, 15);

pub(crate) async fn list(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(iccid): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (least, most, default) = LIMIT;
    let limit = asked.number("limit", default)?;
    if limit < least || limit > most {
        return Err(Refused::bad(format!("limit must be from {least} to {most}")));
    }
    let all = asked.flag("includeUsed")?;
    shared.with(|ledger, now| {
        let esim = shared.esim(ledger, &iccid)?;
        let shown = |n: &usize| all || ledger.assignments[*n].state.usable();
        let rows = shared.rows(ledger, version);
        let mut bundles: Vec<(&str, Vec<Value>)> = Vec::new();
        for n in ledger.on_esim(esim).rev().filter(shown).take(limit) {
            let name = ledger.assignments[n].bundle.as_str();
            let row = rows.assignment(n, now);
            match bundles.iter_mut().find(|(known, _)| *known == name) {
                Some((_, assignments)) => assignments.push(row),
                None => bundles.push((name, vec![row])),
            }
        }
        let bundles = bundles.into_iter().map(|(name, assignments)| {
            let description = shared.catalogue.get(name).map(|bundle| &bundle.description);
            json!({"name": name, "description": description, "assignments": assignments})
        });
        Ok(Json(json!({"bundles": bundles.collect::<Vec<_>>()})))
    })
}

pub(crate) async fn latest(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path((iccid, name)): Path<(String, String)>,
) -> Answer {
    shared.with(|ledger, now| {
        let esim = shared.esim(ledger, &iccid)?;
        let latest = ledger.on_esim(esim).rev().find(|&n| ledger.assignments[n].bundle == name);
        let latest = latest.ok_or_else(|| shared.unknown_bundle())?;
        Ok(Json(json!({"assignments": [shared.rows(ledger, version).assignment(latest, now)]})))
    })
}

pub(crate) async fn revoke(
    State(shared): App,
    Path((iccid, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let to_balance = asked.flag("refundToBalance")?;
    if to_balance && asked.one("offerId").is_none() {
        return Err(Refused::bad("offerId is needed for a refund to balance"));
    }
    take_off(&shared, &iccid, &asked, |ledger, esim| {
        let mut named = ledger.on_esim(esim).filter(|&n| ledger.assignments[n].bundle == name);
        match asked.one("offerId") {
            Some(id) => named.find(|&n| ledger.assignments[n].id == id),
            // The text says both; its example is about the oldest unused one.
            None => {
                let mut usable = named.filter(|&n| ledger.assignments[n].state.usable());
                let first = usable.next();
                let unused = |n: &usize| ledger.assignments[*n].state.waits();
                first.filter(unused).or_else(|| usable.find(unused)).or(first)
            }
        }
    })
}

pub(crate) async fn revoke_one(
    State(shared): App,
    Path((iccid, name, id)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    take_off(&shared, &iccid, &asked, |ledger, esim| {
        let fits = |n: &usize| ledger.assignments[*n].bundle == name && ledger.assignments[*n].id == id;
        ledger.on_esim(esim).find(fits)
    })
}

/// Revokes what `which` finds, or tells what that would give back. Without `type` it is done.
fn take_off(
    shared: &Shared,
    iccid: &str,
    asked: &Asked,
    which: impl FnOnce(&Ledger, usize) -> Option<usize>,
) -> Answer {
    let real = asked.word("type", &["transaction", "validate"])? == "transaction";
    let to_balance = asked.flag("refundToBalance")?;
    let options = &shared.options;
    shared.with(|ledger, now| {
        let esim = shared.esim(ledger, iccid)?;
        let n = which(ledger, esim).ok_or_else(|| shared.unknown_bundle())?;
        if !ledger.assignments[n].state.usable() {
            return Err(Refused::bad("bundle is over already"));
        }
        let refund = ledger.refund_of(n, to_balance, options, now);
        if real {
            ledger.revoke(n, refund, &shared.catalogue, options, now);
        }
        Ok(Json(shared.confirm(refund.words())))
    })
}

/// One piece to apply: the bundle's name, and whether it may go onto another eSIM.
type Piece = (String, bool);

pub(crate) async fn apply(State(shared): App, body: Bytes) -> Answer {
    let Ok(body @ Value::Object(_)) = serde_json::from_slice::<Value>(&body) else {
        return Err(Refused::bad("body must be a JSON object"));
    };
    let iccid = body["iccid"].as_str().filter(|iccid| !iccid.is_empty());
    let pieces = match body["bundles"].as_array() {
        None => pieces(&body)?,
        Some(_) if iccid.is_some() => return Err(Refused::bad("several bundles go onto new eSIMs")),
        Some(bundles) => {
            let each: Vec<_> = bundles.iter().map(pieces).collect::<Result<_, _>>()?;
            each.into_iter().flatten().collect()
        }
    };
    if pieces.is_empty() || iccid.is_some() && pieces.len() > 1 {
        return Err(Refused::bad("repeat cannot be used with iccid"));
    }
    shared.with(|ledger, now| {
        let wanted = wanted(&shared, ledger, &pieces, iccid, now)?;
        let position = ledger.apply(&wanted, &shared.catalogue, &shared.options, now);
        let order = &ledger.orders[position];
        let esims = order.assignments.iter().map(|&n| {
            let row = &ledger.assignments[n];
            json!({"iccid": ledger.esims[row.esim].iccid, "status": "ACTIVE", "bundle": row.bundle})
        });
        Ok(Json(json!({"esims": esims.collect::<Vec<_>>(), "applyReference": order.reference})))
    })
}

fn pieces(item: &Value) -> Result<Vec<Piece>, Refused> {
    let name = item["name"].as_str().ok_or_else(|| Refused::bad("name must be a string"))?;
    let repeat = match item.get("repeat") {
        None | Some(Value::Null) => Some(1),
        Some(value) => value.as_u64().filter(|n| (1..=1000).contains(n)),
    };
    let repeat = repeat.ok_or_else(|| Refused::bad("repeat must be a positive number"))?;
    let reassign = flag(item, "allowReassign")?;
    Ok((0..repeat).map(|_| (name.to_owned(), reassign)).collect())
}

/// Each piece with its bundle and its eSIM, if all are in stock and fit.
fn wanted<'p>(
    shared: &'p Shared,
    ledger: &Ledger,
    pieces: &[Piece],
    iccid: Option<&str>,
    now: i64,
) -> Result<Vec<(&'p Bundle, Option<usize>)>, Refused> {
    let mut wanted: Vec<(&Bundle, Option<usize>)> = Vec::new();
    for (name, reassign) in pieces {
        let taken = wanted.iter().filter(|(bundle, _)| bundle.name == *name).count();
        let left = (ledger.in_stock(name, now) as usize).saturating_sub(taken);
        let bundle = shared.catalogue.get(name).filter(|_| left > 0);
        let none = || shared.forbidden("no bundles remaining in inventory");
        let bundle = bundle.ok_or_else(none)?;
        let target = match iccid {
            Some(iccid) => {
                let esim = shared.esim(ledger, iccid)?;
                shared.fits(ledger, esim, bundle, *reassign, 0)?
            }
            None => None,
        };
        wanted.push((bundle, target));
    }
    Ok(wanted)
}
