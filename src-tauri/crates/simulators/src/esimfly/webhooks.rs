//! `GET` and `PUT /webhooks`: the setting alone. Nothing is delivered, since nobody here could receive it.

use super::answer::Refusal;
use super::ledger::Webhook;
use super::shared::{Shared, fields};
use crate::stage::LETTERS;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

const EVENTS: [(&str, &str); 6] = [
    ("esim.installed", "The profile was installed on a device"),
    ("esim.profile.updated", "The profile was enabled, disabled or deleted"),
    ("esim.usage.threshold", "500, 200, 100 or 50 MB are left"),
    ("esim.status.changed", "The status of the eSIM changed"),
    ("esim.provisioned", "The details of a pending eSIM are there"),
    ("order.completed", "Reserved"),
];

type App = State<Arc<Shared>>;

pub(crate) async fn setting(State(shared): App) -> Response {
    shared.answer(|ledger, _| {
        let webhook = ledger.webhook.as_ref().map(
            |webhook| json!({"url": webhook.url, "events": webhook.events, "api_key_name": "production-key"}),
        );
        let events: Value =
            EVENTS.iter().map(|(event, words)| json!({"event": event, "description": words})).collect();
        Ok(json!({
            "success": true, "webhook": webhook, "available_events": events, "recent_deliveries": [],
        }))
    })
}

pub(crate) async fn set(State(shared): App, body: Bytes) -> Response {
    shared.answer(|ledger, _| {
        let body = fields(&body)?;
        let url = body.get("webhook_url").and_then(Value::as_str).filter(|url| !url.is_empty());
        let url = url.ok_or_else(|| Refusal::bad("MISSING_FIELDS", "webhook_url is required"))?;
        let events = body.get("events").and_then(Value::as_array);
        let events: Vec<String> = match events {
            Some(events) => events.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            None => EVENTS.iter().map(|(event, _)| (*event).to_owned()).collect(),
        };
        let secret = ledger.rng.text("whsec_", 32, LETTERS);
        let answer = json!({"success": true, "webhook": {"url": url, "secret": secret, "events": events}});
        ledger.webhook = Some(Webhook { url: url.to_owned(), secret, events });
        ledger.changed();
        Ok(answer)
    })
}
