//! The switches: older fields, errors with their text elsewhere, the webhook setting.

use crate::client::{Desk, free};
use esim_desk_simulators::esimfly::{ErrorText, Options};
use serde_json::json;

#[tokio::test]
async fn older_answers_lack_the_newer_fields() {
    for newer_fields in [true, false] {
        let desk = Desk::open(Options { newer_fields, ..free() }).await;
        let item = desk.buy("PHAJHEAYP", "k").await.json()["esims"][0].clone();
        assert_eq!(
            (item.get("sim_status").is_some(), item.get("profileStatus").is_some()),
            (newer_fields, !newer_fields)
        );
        let row = desk.data("/esims?limit=1").await["esims"][0].clone();
        for field in ["is_pending", "phone_number", "imsi", "sim_status", "esim_status", "profile_status"] {
            assert_eq!(row.get(field).is_some(), newer_fields, "{field}");
        }
    }
}

#[tokio::test]
async fn an_error_has_its_text_where_the_option_says() {
    for (error_text, error, message) in [
        (ErrorText::AsDocumented, false, true),
        (ErrorText::Error, true, false),
        (ErrorText::Message, false, true),
        (ErrorText::Both, true, true),
    ] {
        let desk = Desk::open(Options { error_text, ..free() }).await;
        let body = desk.buy("NONE", "k").await.json();
        assert_eq!(
            (body["error"].is_string(), body["message"].is_string()),
            (error, message),
            "{error_text:?}"
        );
        assert_eq!((&body["success"], &body["code"]), (&json!(false), &json!("INVALID_PACKAGE")));
        let query = desk.get("/esims/usage/query").await.json();
        assert_eq!(query["error"], "Bad Request", "this one has a form of its own");
    }
}

#[tokio::test]
async fn the_webhook_setting_is_kept_and_its_secret_shown_once() {
    let desk = Desk::open(free()).await;
    let before = desk.get("/webhooks").await.json();
    assert_eq!((&before["webhook"], &before["recent_deliveries"]), (&json!(null), &json!([])));
    assert_eq!(before["available_events"].as_array().unwrap().len(), 6);
    let body = json!({"webhook_url": "https://example.com/hook", "events": ["esim.installed"]});
    let set = desk.call("PUT", "/webhooks", &body.to_string()).await.json();
    assert!(set["webhook"]["secret"].as_str().unwrap().starts_with("whsec_"));
    let after = desk.get("/webhooks").await.json()["webhook"].clone();
    assert_eq!((&after["url"], &after["events"]), (&body["webhook_url"], &body["events"]));
    assert!(after.get("secret").is_none());
    assert_eq!(desk.call("PUT", "/webhooks", "{}").await.json()["code"], "MISSING_FIELDS");
}
