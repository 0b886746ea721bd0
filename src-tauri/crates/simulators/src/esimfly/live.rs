//! Asking the network and telling it something: `POST /esims/status`, `/esims/suspend`, `/esims/send-sms`.

use super::answer::{Answer, Refusal, told};
use super::catalogue::MB;
use super::clock::iso_ms;
use super::countries::Country;
use super::faults::Twist;
use super::ledger::{Esim, Ledger};
use super::rows::hundredths;
use super::shared::{Shared, Stranger, fields};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

const LONGEST_TEXT: usize = 500;

type App = State<Arc<Shared>>;

pub(crate) async fn status(State(shared): App, twist: Option<Extension<Twist>>, body: Bytes) -> Response {
    shared.answer(|ledger, now| {
        let body = fields(&body)?;
        let n = shared.named(ledger, &body, Stranger::Forbidden)?;
        if matches!(twist, Some(Extension(Twist::NetworkDown))) {
            let words = "The network did not answer";
            return Err(Refusal::new(StatusCode::BAD_GATEWAY, Some("PROVIDER_ERROR"), words));
        }
        ledger.store_use(n, now);
        let esim = &ledger.esims[n];
        let country = shared.country_of(esim);
        Ok(told("Live eSIM status retrieved", live(esim, country)))
    })
}

fn live(esim: &Esim, country: Option<&Country>) -> Value {
    let used = esim.activated_at.is_some();
    let gb = |bytes| hundredths(bytes, 1024 * MB);
    let unlimited = esim.total_bytes == 0;
    json!({
        "iccid": esim.iccid,
        "status": esim.status,
        "esim_status": esim.esim_status,
        "smdp_status": esim.sim_status,
        "profile": esim.profile_status.as_ref().map(|_| "Enabled"),
        "unlimited": unlimited,
        "last_network": country.filter(|_| used).map(last_network),
        // An eSIM that was never used has either no object or one of nulls.
        "device": (used || esim.id % 2 == 0).then(|| json!({
            "model": used.then_some("iPhone 17"), "imei": null,
        })),
        "activation_date": esim.activated_at.map(iso_ms),
        "last_usage_date": (esim.used_bytes > 0).then(|| iso_ms(esim.counted_at)),
        "expiry_date": esim.expires_at.map(iso_ms),
        "data_usage": {
            "used_gb": gb(esim.used_bytes),
            "total_gb": (!unlimited).then(|| gb(esim.total_bytes)),
            "unlimited": unlimited,
        },
    })
}

fn last_network(country: &Country) -> Value {
    json!({
        "operator": country.operator, "mcc": country.mcc, "mnc": country.mnc,
        "country": country.name, "country_iso2": country.alpha2, "connection_type": "4G - LTE",
    })
}

pub(crate) async fn suspend(State(shared): App, body: Bytes) -> Response {
    shared.answer(|ledger, now| {
        let body = fields(&body)?;
        let n = shared.named(ledger, &body, Stranger::Unknown)?;
        let action = body.get("action").and_then(Value::as_str).unwrap_or_default();
        let (status, words) = match action {
            "suspend" => ("Disconnected", "eSIM suspended. Network access has been blocked."),
            "activate" => ("Active", "eSIM activated. Network access has been restored."),
            _ => return Err(Refusal::bad("INVALID_ACTION", "action must be suspend or activate")),
        };
        if !shared.is_network(&ledger.esims[n]) {
            let words = "This eSIM cannot be suspended";
            return Err(Refusal::bad("UNSUPPORTED_PROVIDER", words));
        }
        ledger.count(n, now);
        let esim = &mut ledger.esims[n];
        status.clone_into(&mut esim.esim_status);
        let told = told(words, json!({"iccid": esim.iccid, "action": action, "esim_status": status}));
        ledger.check_now(n, now);
        Ok(told)
    })
}

pub(crate) async fn send_sms(State(shared): App, twist: Option<Extension<Twist>>, body: Bytes) -> Response {
    shared.answer(|ledger, _| text_message(&shared, ledger, &body, twist.map(|Extension(twist)| twist)))
}

fn text_message(shared: &Shared, ledger: &Ledger, body: &[u8], twist: Option<Twist>) -> Answer {
    let body = fields(body)?;
    let n = shared.named(ledger, &body, Stranger::Forbidden)?;
    let message = body.get("message").and_then(Value::as_str).filter(|text| !text.is_empty());
    let message = message.ok_or_else(|| Refusal::bad("MISSING_MESSAGE", "message is required"))?;
    if message.chars().count() > LONGEST_TEXT {
        return Err(Refusal::bad("MESSAGE_TOO_LONG", "message must be at most 500 characters"));
    }
    if !shared.is_network(&ledger.esims[n]) {
        return Err(Refusal::bad("SMS_NOT_SUPPORTED", "SMS is not supported for this eSIM"));
    }
    if twist == Some(Twist::SmsFails) {
        return Err(Refusal::bad("SMS_FAILED", "The message could not be sent"));
    }
    Ok(told("SMS sent", json!({"iccid": ledger.esims[n].iccid})))
}
