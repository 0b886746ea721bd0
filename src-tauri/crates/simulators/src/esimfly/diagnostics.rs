//! What the network remembers: `POST /esims/network-events` and `/esims/usage-report`.

use super::answer::{Answer, Refusal, told};
use super::catalogue::MB;
use super::clock::{date, iso_bare, iso_ms};
use super::countries::{Country, country};
use super::ledger::{Esim, Ledger};
use super::rows::hundredths;
use super::shared::{Shared, Stranger, fields};
use super::time::DAY_MS;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

const HOUR_MS: i64 = DAY_MS / 24;
const MOST_DAYS: i64 = 90;

type App = State<Arc<Shared>>;

pub(crate) async fn network_events(State(shared): App, body: Bytes) -> Response {
    shared.answer(|ledger, now| {
        let body = fields(&body)?;
        let n = shared.named(ledger, &body, Stranger::Forbidden)?;
        let esim = &ledger.esims[n];
        if !shared.is_network(esim) {
            let words = "Network events are not available for this eSIM";
            return Err(Refusal::bad("NOT_SUPPORTED", words));
        }
        let events = events(esim, shared.country_of(esim), now);
        let wrong = events.iter().filter(|event| event["is_allowed"] == false).count();
        Ok(told(
            "Network events retrieved",
            json!({
                "iccid": esim.iccid,
                "total_events": events.len(),
                "wrong_network_count": wrong,
                "events": events,
            }),
        ))
    })
}

/// The last seven days, newest first: a few hours on a foreign network, then data every day.
fn events(esim: &Esim, country: Option<&Country>, now: i64) -> Vec<Value> {
    let (Some(start), Some(home)) = (esim.activated_at, country) else { return Vec::new() };
    let mut all = vec![
        (start - HOUR_MS, "attach", "ULR", foreign(home), false),
        (start, "attach", "ULR", home, true),
        (start + HOUR_MS / 60, "location_update", "ULR", home, true),
    ];
    let end = esim.expires_at.map_or(now, |end| end.min(now));
    let days = (0..=(end - start) / DAY_MS).map(|day| start + HOUR_MS + day * DAY_MS);
    all.extend(days.filter(|at| *at < end).map(|at| (at, "data_session", "CCR", home, true)));
    all.push((start + 2 * HOUR_MS, "other", "PUR", home, true));
    all.retain(|(at, ..)| (now - 7 * DAY_MS..=now).contains(at));
    all.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    all.into_iter()
        .map(|(at, kind, request, network, allowed)| event(at, kind, request, network, allowed))
        .collect()
}

/// A network that the eSIM may not use.
fn foreign(home: &Country) -> &'static Country {
    let neighbour = if home.alpha2 == "SE" { "NO" } else { "SE" };
    country(neighbour).unwrap_or(&super::countries::COUNTRIES[0])
}

fn event(at: i64, kind: &str, request: &str, network: &Country, allowed: bool) -> Value {
    let data = kind == "data_session";
    json!({
        "time": iso_bare(at),
        "event_type": kind,
        "req_type": request,
        "operator": network.operator,
        "mcc": network.mcc,
        "mnc": network.mnc,
        "country": network.name,
        "country_iso2": network.alpha2,
        "msisdn": null,
        "apn": data.then_some("internet"),
        "connection_type": data.then_some("4G - LTE"),
        "data_response": data.then_some("DIAMETER_SUCCESS"),
        "is_allowed": allowed,
    })
}

pub(crate) async fn usage_report(State(shared): App, body: Bytes) -> Response {
    shared.answer(|ledger, now| report(&shared, ledger, &body, now))
}

fn report(shared: &Shared, ledger: &mut Ledger, body: &[u8], now: i64) -> Answer {
    let body = fields(body)?;
    let n = shared.named(ledger, &body, Stranger::Forbidden)?;
    let days = body.get("days").and_then(Value::as_i64).unwrap_or(7).clamp(1, MOST_DAYS);
    ledger.store_use(n, now);
    let esim = &ledger.esims[n];
    let daily = daily(esim, days, now);
    let total: i64 = daily.iter().map(|(_, bytes)| bytes).sum();
    let average = if daily.is_empty() { 0 } else { total / daily.len() as i64 };
    let both = |bytes: i64| [hundredths(bytes, MB), hundredths(bytes, 1024 * MB)];
    let ([total_mb, total_gb], [average_mb, average_gb]) = (both(total), both(average));
    let country = shared.country_of(esim).filter(|_| total > 0);
    Ok(told(
        "Usage report retrieved",
        json!({
            "iccid": esim.iccid,
            "period_days": days,
            "start_date": iso_ms(midnight(now) - (days - 1) * DAY_MS),
            "end_date": iso_ms(midnight(now)),
            "summary": {
                "total_data_mb": total_mb, "total_data_gb": total_gb,
                "avg_daily_mb": average_mb, "avg_daily_gb": average_gb,
            },
            "daily_usage": daily.iter().map(|(day, bytes)| {
                let [mb, gb] = both(*bytes);
                json!({"date": date(*day), "data_mb": mb, "data_gb": gb})
            }).collect::<Vec<_>>(),
            "by_country": country.iter().map(|country| json!({
                "country": country.name, "mcc": country.mcc, "data_mb": total_mb, "data_gb": total_gb,
                "operators": [{
                    "operator": country.operator, "mnc": country.mnc,
                    "data_mb": total_mb, "data_gb": total_gb,
                }],
            })).collect::<Vec<_>>(),
        }),
    ))
}

fn midnight(at: i64) -> i64 {
    at - at.rem_euclid(DAY_MS)
}

/// The use of each day of the period on which there was some, spread evenly over the days since the first use.
fn daily(esim: &Esim, days: i64, now: i64) -> Vec<(i64, i64)> {
    let Some(start) = esim.activated_at else { return Vec::new() };
    let last = midnight(esim.expires_at.map_or(now, |end| end.min(now)));
    let first = midnight(start).min(last);
    let count = (last - first) / DAY_MS + 1;
    (0..count)
        .map(|day| (first + day * DAY_MS, esim.used_bytes / count))
        .filter(|(day, bytes)| *day > midnight(now) - days * DAY_MS && *bytes > 0)
        .collect()
}
