//! `/orders`: reads and checks what is asked for, validates or buys, and shows what was bought.

use super::asked::{Asked, time_passes};
use super::catalogue::Bundle;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::Version;
use super::orders::{Purchase, WAITING, Wanted};
use super::pages::Page;
use super::records::{Order, PROFILES};
use super::refused::Refused;
use super::routes::{Answer, App};
use super::rows::{Detail, decimal, time};
use super::shared::Shared;
use super::view::Origin;
use crate::stage::Supplier;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

const SHORT: &str = "insufficient balance";

pub(crate) async fn order(
    State(shared): App,
    Extension(version): Extension<Version>,
    twist: Option<Extension<Twist>>,
    body: Bytes,
) -> Response {
    let twist = twist.map(|Extension(twist)| twist);
    let answer = shared.with(|ledger, now| {
        let asked = Reading { shared: &shared, ledger, version };
        let (real, purchase) = asked.read(&body, twist)?;
        if real {
            buy(&shared, ledger, version, purchase, now)
        } else {
            validate(&shared, ledger, &purchase, now)
        }
    });
    let answer = match shared.stage().save_failed() {
        true => {
            Err(Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "the ledger could not be written to disk"))
        }
        false => answer,
    };
    match answer {
        Ok(json) => Json(json).into_response(),
        Err(refused) if shared.options.order_errors_as_text => refused.into_text(),
        Err(refused) => refused.into_response(),
    }
}

fn buy(
    shared: &Shared,
    ledger: &mut Ledger,
    version: Version,
    purchase: Purchase<'_>,
    now: i64,
) -> Result<Value, Refused> {
    let bought = ledger.buy(purchase, &shared.catalogue, &shared.options, now);
    let position = bought.map_err(|_| Refused::set(shared.options.statuses.insufficient_balance, SHORT))?;
    Ok(shared.rows(ledger, version).receipt(&ledger.orders[position], Detail::Few))
}

/// The same checks without buying. Which field tells why an order is not valid is not documented: `statusMessage`
/// here, as in a real order.
fn validate(shared: &Shared, ledger: &Ledger, purchase: &Purchase<'_>, now: i64) -> Result<Value, Refused> {
    let total = purchase.total(ledger);
    let valid = total <= ledger.balance;
    if !valid && !shared.options.validate_answers {
        return Err(Refused::set(shared.options.statuses.insufficient_balance, SHORT));
    }
    let older = shared.options.older_words;
    let lines = purchase.lines.iter().map(|line| {
        let price = ledger.price_of(line.bundle);
        json!({
            "type": "bundle",
            "item": line.bundle.name,
            "quantity": line.quantity,
            "subTotal": decimal(price * i64::from(line.quantity)),
            "pricePerUnit": decimal(price),
            if older { "allowReassign" } else { "AllowReassign" }: line.allow_reassign,
        })
    });
    let mut row = json!({
        "order": lines.collect::<Vec<_>>(),
        "total": decimal(total),
        "valid": valid,
        "currency": ledger.currency,
        if older { "createDate" } else { "createdDate" }: time(now),
        "assigned": purchase.assign,
    });
    if !valid {
        row["statusMessage"] = json!(SHORT);
    }
    Ok(row)
}

/// Reads a body against the books.
struct Reading<'a, 'p> {
    shared: &'p Shared,
    ledger: &'a Ledger,
    version: Version,
}

impl<'p> Reading<'_, 'p> {
    /// Whether it is a real order, and what is ordered. Unknown fields are ignored.
    fn read(&self, body: &[u8], twist: Option<Twist>) -> Result<(bool, Purchase<'p>), Refused> {
        let Ok(body @ Value::Object(_)) = serde_json::from_slice::<Value>(body) else {
            return Err(Refused::bad("body must be a JSON object"));
        };
        let real = match body["type"].as_str() {
            Some("transaction") => true,
            Some("validate") => false,
            Some(_) | None => return Err(Refused::bad("type must be validate or transaction")),
        };
        let assign = flag(&body, "assign")?;
        let items = body.get("order").or_else(|| body.get("Order")).and_then(Value::as_array);
        let items = items.filter(|items| !items.is_empty());
        let items = items.ok_or_else(|| Refused::bad("order must be an array of items"))?;
        let mut lines: Vec<Wanted<'p>> = Vec::new();
        for item in items {
            let line = self.line(item, assign, &lines)?;
            lines.push(line);
        }
        let profile = self.profile(&body, assign)?;
        let purchase = Purchase { lines, assign, profile, origin: Origin::Desk, twist };
        match self.shared.options.most_pieces {
            Some(most) if purchase.pieces() as u64 > most => {
                Err(Refused::bad(format!("an order has at most {most} pieces")))
            }
            Some(_) | None => Ok((real, purchase)),
        }
    }

    fn profile(&self, body: &Value, assign: bool) -> Result<usize, Refused> {
        let given = body.get("profileID").filter(|value| !value.is_null());
        let Some(given) = given.filter(|_| self.version == Version::V25) else { return Ok(0) };
        let id = given.as_str().unwrap_or_default();
        if id.len() != 36 {
            return Err(Refused::bad(format!("invalid UUID length: {}", id.len())));
        }
        if !assign {
            return Err(Refused::bad("profileID needs assign"));
        }
        let known = PROFILES.iter().position(|(known, _)| known.eq_ignore_ascii_case(id));
        known.ok_or_else(|| Refused::bad("profile not found"))
    }

    fn line(&self, item: &Value, assign: bool, before: &[Wanted<'p>]) -> Result<Wanted<'p>, Refused> {
        if item["type"] != "bundle" {
            return Err(Refused::bad("order item type must be bundle"));
        }
        let name = item["item"].as_str().ok_or_else(|| Refused::bad("order item must be a string"))?;
        let bundle = self.shared.catalogue.get(name);
        let bundle = bundle.filter(|bundle| !self.ledger.removed_bundles.contains(&bundle.name));
        let bundle = bundle.ok_or_else(|| self.shared.unknown_bundle())?;
        if before.iter().any(|line| line.bundle.name == bundle.name) {
            return Err(Refused::bad("each bundle must be one item"));
        }
        let quantity = item["quantity"].as_u64().filter(|&n| n >= 1).and_then(|n| u32::try_from(n).ok());
        let quantity = quantity.filter(|&n| n <= 100_000);
        let quantity = quantity.ok_or_else(|| Refused::bad("quantity must be a positive number"))?;
        let allow_reassign = flag(item, "allowReassign")?;
        let targets = match iccids(item)? {
            iccids if iccids.is_empty() => vec![None; if assign { quantity as usize } else { 0 }],
            _ if !assign => return Err(Refused::bad("iccids need assign")),
            iccids if iccids.len() != quantity as usize => {
                return Err(Refused::bad("the number of iccids must equal quantity"));
            }
            iccids => {
                let target = |iccid: &&str| self.target(iccid, bundle, allow_reassign, before);
                iccids.iter().map(target).collect::<Result<_, _>>()?
            }
        };
        Ok(Wanted { bundle, quantity, targets, allow_reassign })
    }

    fn target(
        &self,
        iccid: &str,
        bundle: &Bundle,
        allow_reassign: bool,
        before: &[Wanted<'p>],
    ) -> Result<Option<usize>, Refused> {
        let esim = self.shared.esim(self.ledger, iccid)?;
        let here =
            before.iter().flat_map(|line| &line.targets).filter(|&&target| target == Some(esim)).count();
        self.shared.fits(self.ledger, esim, bundle, allow_reassign, here)
    }
}

impl Shared {
    /// The eSIM that a bundle goes onto when it shall go onto this one, which gets `more` others with it: a new
    /// one (`None`) if it does not fit and may go elsewhere.
    pub fn fits(
        &self,
        ledger: &Ledger,
        esim: usize,
        bundle: &Bundle,
        allow_reassign: bool,
        more: usize,
    ) -> Result<Option<usize>, Refused> {
        if ledger.esims[esim].deactivated {
            return Err(Refused::bad("eSIM is deactivated"));
        }
        let waiting = ledger.on_esim(esim).filter(|&n| ledger.assignments[n].state.waits()).count();
        if waiting + more >= WAITING {
            return Err(Refused::bad("too many bundles are waiting on this eSIM"));
        }
        match (bundle.upstreams.contains(&ledger.esims[esim].upstream), allow_reassign) {
            (true, _) => Ok(Some(esim)),
            (false, true) => Ok(None),
            (false, false) => Err(Refused::set(
                self.options.statuses.incompatible,
                "bundle is not compatible with this eSIM",
            )),
        }
    }
}

/// A field that is true or false; false when it is absent.
pub(crate) fn flag(body: &Value, name: &str) -> Result<bool, Refused> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(value)) => Ok(*value),
        Some(_) => Err(Refused::bad(format!("{name} must be true or false"))),
    }
}

fn iccids(item: &Value) -> Result<Vec<&str>, Refused> {
    let list = match item.get("iccids") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(list) => list.as_array(),
    };
    let texts: Option<Vec<&str>> = list.and_then(|list| list.iter().map(Value::as_str).collect());
    let mut texts = texts.ok_or_else(|| Refused::bad("iccids must be an array of strings"))?;
    texts.retain(|iccid| !iccid.is_empty());
    Ok(texts)
}

pub(crate) async fn list(
    State(shared): App,
    Extension(version): Extension<Version>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
) -> Answer {
    let options = &shared.options;
    let size = asked.number("limit", 10)?.min(options.largest_page);
    let detail = if asked.flag("includeIccids")? { Detail::Few } else { Detail::Nothing };
    shared.with(|ledger, now| {
        let mut found: Vec<&Order> = Vec::new();
        for order in ledger.orders.iter().rev().filter(|order| order.listed_at <= now) {
            let mut passes = true;
            for condition in asked.all("createdAt") {
                passes &= time_passes(condition, order.created_at)?;
            }
            if passes {
                found.push(order);
            }
        }
        found.sort_by_key(|order| std::cmp::Reverse(order.created_at));
        let rows = shared.rows(ledger, version);
        let page =
            Page::of(&found, &asked, size, options, twist.as_deref(), |order| rows.order(order, detail))?;
        Ok(Json(page.json("orders", true, options.envelopes)))
    })
}

pub(crate) async fn one(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(reference): Path<String>,
) -> Answer {
    shared.with(|ledger, _| {
        let position = ledger.order(&reference).ok_or_else(|| shared.unknown_order())?;
        Ok(Json(shared.rows(ledger, version).receipt(&ledger.orders[position], Detail::All)))
    })
}
