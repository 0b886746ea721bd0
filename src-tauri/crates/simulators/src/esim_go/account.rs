//! The organisation, its balance and its stock.

use super::asked::Asked;
use super::catalogue::Kind;
use super::ledger::DAY_MS;
use super::options::{Envelopes, Version};
use super::records::Stock;
use super::refused::Refused;
use super::routes::{Answer, App};
use super::rows::{Rows, decimal};
use super::shared::Shared;
use super::view::Origin;
use crate::stage::{Supplier, lock};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use serde_json::{Value, json};

/// Major units: the least that a card is charged, and the most in one day.
const LEAST: i64 = 1000;
const MOST: i64 = 5000;

/// The organisation with everything that is in it, the key too.
pub(crate) async fn organisation(State(shared): App) -> Answer {
    let key = lock(&shared.key).api_key.clone();
    let row = shared.with(|ledger, _| {
        json!({
            "name": "Example Travel (UAT)",
            "apiKey": key,
            "taxLiable": "Yes",
            "addr1": "1 Main St",
            "addr2": "",
            "city": "Example",
            "country": "GB",
            "postcode": "EX1 1AA",
            "callbackUrl": "",
            "notes": "",
            "groups": Kind::GROUPS.map(|(_, name, _)| name),
            "currency": ledger.currency,
            "balance": decimal(ledger.balance),
            "testCredit": 0,
            "testCreditExpiry": "",
            "businessType": "Travel",
            "website": "https://example.com",
            "productDescription": "",
            "users": [{
                "firstName": "Ann",
                "lastName": "Lee",
                "role": "Owner",
                "emailAddress": "ann@example.com",
                "phoneNumber": "",
                "timeZone": "UTC",
            }],
        })
    });
    Ok(Json(match shared.options.envelopes {
        Envelopes::Seen => json!({"organisations": [row]}),
        Envelopes::Documented => row,
        Envelopes::Data => json!({"data": [row]}),
    }))
}

/// Charges the saved card.
pub(crate) async fn top_up(State(shared): App, Query(asked): Query<Asked>) -> Answer {
    let amount = asked.one("amount").and_then(|text| text.parse::<i64>().ok());
    let amount = amount.ok_or_else(|| Refused::bad("amount must be a number"))?;
    if amount < LEAST {
        return Err(Refused::bad(format!("amount must be at least {LEAST}")));
    }
    shared.with(|ledger, now| {
        let today = ledger.topped_up.entry(now / DAY_MS).or_default();
        if *today + amount > MOST {
            return Err(Refused::bad(format!("at most {MOST} in one day")));
        }
        *today += amount;
        let position = ledger.top_up("apiTopup", amount * 100, Origin::Desk, &shared.options, now);
        let balance = decimal(ledger.balance);
        Ok(Json(json!({"amount": amount, "balance": balance, "ref": 100_000_001 + position})))
    })
}

pub(crate) async fn inventory(State(shared): App) -> Answer {
    let rows = shared.with(|ledger, now| {
        let words = shared.rows(ledger, Version::V25);
        let mut bundles: Vec<(&str, Vec<&Stock>)> = Vec::new();
        for row in ledger.stock.iter().filter(|row| row.expiry > now) {
            match bundles.iter_mut().find(|(known, _)| *known == row.bundle) {
                Some((_, rows)) => rows.push(row),
                None => bundles.push((&row.bundle, vec![row])),
            }
        }
        let rows = bundles.iter().filter_map(|(name, rows)| stocked(&shared, words, name, rows));
        rows.collect::<Vec<_>>()
    });
    Ok(Json(json!({"bundles": rows})))
}

fn stocked(shared: &Shared, words: Rows<'_>, name: &str, rows: &[&Stock]) -> Option<Value> {
    shared.catalogue.get(name).map(|bundle| words.stock(bundle, rows))
}

pub(crate) async fn refund(State(shared): App, body: Bytes) -> Answer {
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let id = body["usageId"].as_i64().ok_or_else(|| Refused::bad("usageId must be a number"))?;
    let quantity = body["quantity"].as_u64().and_then(|n| u32::try_from(n).ok());
    let quantity = quantity.ok_or_else(|| Refused::bad("quantity must be a number"))?;
    shared.with(|ledger, now| ledger.refund_stock(id, quantity, &shared.options, now))?;
    Ok(Json(shared.confirm("Successfully refunded bundles to balance")))
}
