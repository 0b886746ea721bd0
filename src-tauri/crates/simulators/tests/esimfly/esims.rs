//! One eSIM's life: use that grows, cancelling, live status, suspension, diagnostics.

#![expect(clippy::expect_used, reason = "an answer of another form must fail the test")]

use crate::client::{DAY, Desk, HOUR, code, free, refusal};
use esim_desk_simulators::esimfly::{Account, BASE_PATH, Options, PackageView, RefundMethod, Twist, When};
use serde_json::{Value, json};
use std::time::Duration;

async fn usage(desk: &Desk, iccid: &str) -> Value {
    desk.data(&format!("/esims/usage/query?iccid={iccid}")).await
}

fn used_mb(answer: &Value) -> f64 {
    answer["data"]["used_mb"].as_f64().expect("a number")
}

fn three_gb_in_thirty_days(package: &PackageView) -> bool {
    package.network && package.megabytes == Some(3 * 1024) && package.days == 30
}

#[tokio::test]
async fn use_grows_until_the_data_or_the_days_end() {
    let desk = Desk::open(free()).await;
    let package = desk.package(three_gb_in_thirty_days);
    let (one, other) = (desk.bought(&package.code).await, desk.bought(&package.code).await);
    desk.fly.advance(DAY);
    let fresh = usage(&desk, &one).await;
    assert_eq!((&fresh["esim"]["status"], &fresh["data"]["used_mb"]), (&json!("NEW"), &json!(0)));
    assert_eq!((&fresh["validity"]["activated_at"], &fresh["validity"]["days"]), (&Value::Null, &json!(30)));
    assert!(desk.fly.activate(&one) && desk.fly.activate(&other) && !desk.fly.activate("none"));
    desk.fly.advance(DAY * 3);
    let later = usage(&desk, &one).await;
    assert_eq!(later["esim"]["status"], "ACTIVE");
    assert!((307.0..308.0).contains(&used_mb(&later)), "a tenth of 3 GB: {later}");
    assert_eq!(
        (&later["data"]["usage_percentage"], &later["validity"]["is_expired"]),
        (&json!(10), &json!(false))
    );
    assert!(desk.fly.use_data(&one, 3 << 30) && !desk.fly.use_data("none", 1));
    let empty = usage(&desk, &one).await;
    assert_eq!((&empty["esim"]["status"], &empty["data"]["remaining_mb"]), (&json!("DEPLETED"), &json!(0)));
    desk.fly.advance(DAY * 28);
    let done = usage(&desk, &other).await;
    assert!(["DEPLETED", "EXPIRED"].contains(&done["esim"]["status"].as_str().unwrap()));
    assert_eq!(
        (&done["data"]["usage_percentage"], &done["validity"]["is_expired"]),
        (&json!(100), &json!(true))
    );
    let order = desk.fly.ledger().esim(&other).unwrap().reference.clone();
    assert_eq!(desk.data(&format!("/esims/usage/query?order_id={order}")).await, done);
}

#[tokio::test]
async fn unlimited_means_zeros() {
    let desk = Desk::open(free()).await;
    let package = desk.package(|package| package.network && package.megabytes.is_none() && package.days == 7);
    let iccid = desk.bought(&package.code).await;
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY * 2);
    let data = usage(&desk, &iccid).await["data"].clone();
    let zeros = [&data["total_mb"], &data["remaining_mb"], &data["usage_percentage"]];
    assert_eq!((zeros, &data["is_unlimited"]), ([&json!(0); 3], &json!(true)));
    assert!(data["used_mb"].as_f64() > Some(2000.0));
    let live = desk.told("/esims/status", json!({"iccid": iccid})).await;
    assert_eq!((&live["unlimited"], &live["data_usage"]["total_gb"]), (&json!(true), &Value::Null));
    desk.fly.advance(DAY * 6);
    assert_eq!(usage(&desk, &iccid).await["esim"]["status"], "EXPIRED");
}

#[tokio::test]
async fn stored_use_lags_behind_and_a_live_look_stores_it() {
    let desk = Desk::open(Options { usage_stored_for: DAY, ..free() }).await;
    let iccid = desk.bought(&desk.package(three_gb_in_thirty_days).code).await;
    desk.fly.activate(&iccid);
    desk.fly.advance(HOUR * 12);
    assert_eq!(used_mb(&usage(&desk, &iccid).await), 0.0);
    let live = desk.told("/esims/status", json!({"iccid": iccid})).await;
    assert!((0.04..0.06).contains(&live["data_usage"]["used_gb"].as_f64().unwrap()), "{live}");
    assert!(used_mb(&usage(&desk, &iccid).await) > 50.0);
}

#[tokio::test]
async fn the_usage_query_has_errors_of_its_own() {
    let desk = Desk::open(free()).await;
    for (query, status, error) in [
        ("", 400, "Bad Request"),
        ("?iccid=1&order_id=2", 400, "Bad Request"),
        ("?iccid=none", 404, "Not Found"),
        ("?order_id=none", 404, "Not Found"),
    ] {
        let answer = desk.get(&format!("/esims/usage/query{query}")).await;
        assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)), "{query}");
        assert!(answer.json().get("success").is_none() && answer.json()["message"].is_string());
    }
}

#[tokio::test]
async fn a_live_look_shows_the_network_once_used() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    let id = desk.fly.ledger().esim(&iccid).unwrap().id;
    let fresh = desk.told("/esims/status", json!({"esimId": id})).await;
    assert_eq!(
        (&fresh["iccid"], &fresh["last_network"], &fresh["activation_date"]),
        (&json!(iccid), &Value::Null, &Value::Null)
    );
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY);
    let live = desk.told("/esims/status", json!({"iccid": iccid})).await;
    assert_eq!(
        (&live["status"], &live["esim_status"], &live["smdp_status"]),
        (&json!("ACTIVE"), &json!("Active"), &json!("AFFECTED"))
    );
    assert_eq!(live["last_network"]["operator"], "Verizon");
    assert!(live["expiry_date"].as_str().unwrap().ends_with("Z") && live["last_usage_date"].is_string());
    desk.fly.fault(When::post(&format!("{BASE_PATH}/esims/status")), Twist::NetworkDown);
    let down = desk.post("/esims/status", json!({"iccid": iccid})).await;
    assert_eq!(refusal(&down), code(502, "PROVIDER_ERROR"));
}

#[tokio::test]
async fn every_call_about_one_esim_must_name_it() {
    let desk = Desk::open(free()).await;
    let foreign = desk.fly.foreign_iccid();
    for path in ["status", "cancel", "suspend", "network-events", "usage-report", "send-sms"] {
        let path = format!("/esims/{path}");
        assert_eq!(refusal(&desk.post(&path, json!({})).await), code(400, "MISSING_IDENTIFIER"), "{path}");
        for unknown in [json!({"iccid": "894"}), json!({"esimId": 1})] {
            assert_eq!(refusal(&desk.post(&path, unknown).await), code(404, "ESIM_NOT_FOUND"), "{path}");
        }
        let hidden = path == "/esims/suspend";
        let wanted = if hidden { code(404, "ESIM_NOT_FOUND") } else { code(403, "FORBIDDEN") };
        assert_eq!(refusal(&desk.post(&path, json!({"iccid": foreign})).await), wanted, "{path}");
        assert_eq!(desk.call("POST", &path, "no JSON").await.status, 400);
    }
}

#[tokio::test]
async fn cancelling_takes_the_whole_order_and_returns_the_money() {
    let desk = Desk::open(free()).await;
    let body = json!({"packageCode": "PHAJHEAYP", "quantity": 3, "idempotency_key": "k"});
    let order = desk.post("/esims/order", body).await.json();
    let iccids: Vec<&str> =
        order["esims"].as_array().unwrap().iter().map(|item| item["iccid"].as_str().unwrap()).collect();
    assert!(desk.fly.install(iccids[2]));
    let data = desk.told("/esims/cancel", json!({"iccid": iccids[0]})).await;
    let counts = ["total_esims", "cancelled_esims", "failed_esims"].map(|name| data[name].as_u64().unwrap());
    assert_eq!((counts, &data["partial_cancellation"]), ([3, 2, 1], &json!(true)));
    assert_eq!((&data["refunded_amount"], &data["refund_method"]), (&json!(2.88), &json!("balance")));
    assert_eq!(
        (&data["order_reference"], &data["balance_credited"]),
        (&order["orderReference"], &json!(true))
    );
    let last = &data["cancel_results"][2];
    assert_eq!(
        (&last["success"], &last["refundAmount"], &last["iccid"]),
        (&json!(false), &json!(0), &json!(iccids[2]))
    );
    assert_eq!(desk.fly.ledger().balance, 250_000 - 144);
    let again = desk.post("/esims/cancel", json!({"iccid": iccids[1]})).await;
    assert_eq!(refusal(&again), code(400, "ALREADY_CANCELLED"));
    let none = desk.post("/esims/cancel", json!({"iccid": iccids[2]})).await;
    assert_eq!(refusal(&none), code(400, "NOT_ELIGIBLE"));
    let details = none.json()["details"].clone();
    assert_eq!(
        (&details["totalEsims"], details["ineligibleEsims"].as_array().unwrap().len()),
        (&json!(3), 3)
    );
    assert_eq!(desk.fly.ledger().balance, 250_000 - 144, "nothing twice");
    assert_eq!(desk.data("/esims?status=CANCELLED&limit=2").await["esims"][1]["iccid"], iccids[0]);
}

#[tokio::test]
async fn a_refund_may_go_another_way() {
    for (refund, word) in [(RefundMethod::Request, "refund_request"), (RefundMethod::Separate, "separate")] {
        let desk = Desk::open(Options { refund, ..free() }).await;
        let iccid = desk.bought("PHAJHEAYP").await;
        let data = desk.told("/esims/cancel", json!({"iccid": iccid})).await;
        assert_eq!((&data["refund_method"], &data["refunded_amount"]), (&json!(word), &json!(0)));
        assert_eq!((&data["balance_credited"], desk.fly.ledger().balance), (&json!(false), 249_856));
        assert_eq!(desk.fly.ledger().bought().next().unwrap().status, "cancelled");
    }
}

#[tokio::test]
async fn a_suspended_esim_uses_nothing() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought(&desk.package(three_gb_in_thirty_days).code).await;
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY);
    let ask = |action: &str| json!({"iccid": iccid, "action": action});
    let stopped = desk.told("/esims/suspend", ask("suspend")).await;
    assert_eq!(stopped, json!({"iccid": iccid, "action": "suspend", "esim_status": "Disconnected"}));
    let before = used_mb(&usage(&desk, &iccid).await);
    desk.fly.advance(DAY);
    assert_eq!(used_mb(&usage(&desk, &iccid).await), before);
    assert_eq!(desk.told("/esims/suspend", ask("activate")).await["esim_status"], "Active");
    desk.fly.advance(DAY);
    assert!(used_mb(&usage(&desk, &iccid).await) > before);
    assert_eq!(refusal(&desk.post("/esims/suspend", ask("pause")).await), code(400, "INVALID_ACTION"));
    let partner = desk.bought(&desk.partner().code).await;
    let refused = desk.post("/esims/suspend", json!({"iccid": partner, "action": "suspend"})).await;
    assert_eq!(refusal(&refused), code(400, "UNSUPPORTED_PROVIDER"));
}

#[tokio::test]
async fn an_enterprise_without_money_gets_no_data() {
    let desk = Desk::open(Options { account: Account::Enterprise, ..free() }).await;
    let iccid = desk.bought(&desk.package(three_gb_in_thirty_days).code).await;
    desk.fly.activate(&iccid);
    desk.fly.set_balance(0);
    desk.fly.advance(DAY);
    assert_eq!(used_mb(&usage(&desk, &iccid).await), 0.0);
}

#[tokio::test]
async fn network_events_are_of_the_last_week() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    assert_eq!(desk.told("/esims/network-events", json!({"iccid": iccid})).await["events"], json!([]));
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY * 2);
    let data = desk.told("/esims/network-events", json!({"iccid": iccid})).await;
    let events = data["events"].as_array().unwrap();
    assert_eq!(
        (data["total_events"].as_u64(), &data["wrong_network_count"]),
        (Some(events.len() as u64), &json!(1))
    );
    let kinds: Vec<&str> = events.iter().map(|event| event["event_type"].as_str().unwrap()).collect();
    assert!(["attach", "data_session", "location_update", "other"].iter().all(|kind| kinds.contains(kind)));
    let time = |event: &Value| event["time"].as_str().unwrap().to_owned();
    assert!(events.is_sorted_by(|a, b| time(a) >= time(b)) && time(&events[0]).len() == 19);
    let wrong = events.iter().find(|event| event["is_allowed"] == false).unwrap();
    assert_eq!((&wrong["country_iso2"], &wrong["operator"]), (&json!("SE"), &json!("Telenor")));
    desk.fly.advance(DAY * 30);
    assert_eq!(desk.told("/esims/network-events", json!({"iccid": iccid})).await["total_events"], 0);
    let partner = desk.bought(&desk.partner().code).await;
    let refused = desk.post("/esims/network-events", json!({"iccid": partner})).await;
    assert_eq!(refusal(&refused), code(400, "NOT_SUPPORTED"));
}

#[tokio::test]
async fn a_usage_report_adds_up() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought(&desk.package(three_gb_in_thirty_days).code).await;
    let empty = desk.told("/esims/usage-report", json!({"iccid": iccid})).await;
    assert_eq!((&empty["daily_usage"], &empty["period_days"]), (&json!([]), &json!(7)));
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY * 3);
    let data = desk.told("/esims/usage-report", json!({"iccid": iccid, "days": 400})).await;
    assert_eq!(data["period_days"], 90);
    let daily: f64 =
        data["daily_usage"].as_array().unwrap().iter().map(|day| day["data_mb"].as_f64().unwrap()).sum();
    let total = data["summary"]["total_data_mb"].as_f64().unwrap();
    assert!((total - daily).abs() < 0.1 && (total - 307.2).abs() < 1.0, "{data}");
    assert_eq!(data["by_country"][0]["operators"][0]["data_mb"], data["summary"]["total_data_mb"]);
    assert_eq!(data["daily_usage"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn text_messages_are_checked() {
    let desk = Desk::open(free()).await;
    let (network, partner) = (desk.bought("PHAJHEAYP").await, desk.bought(&desk.partner().code).await);
    let ask = |iccid: &str, message: &str| json!({"iccid": iccid, "message": message});
    let send = "/esims/send-sms";
    assert_eq!(desk.told(send, ask(&network, "Welcome")).await["iccid"], network);
    assert_eq!(refusal(&desk.post(send, ask(&network, "")).await), code(400, "MISSING_MESSAGE"));
    assert_eq!(
        refusal(&desk.post(send, ask(&network, &"é".repeat(501))).await),
        code(400, "MESSAGE_TOO_LONG")
    );
    assert_eq!(desk.post(send, ask(&network, &"é".repeat(500))).await.status, 200);
    let refused = desk.post(send, ask(&partner, "Welcome")).await;
    assert_eq!(
        refused.json(),
        json!({"success": false, "message": "SMS is not supported for this eSIM", "code": "SMS_NOT_SUPPORTED"})
    );
    desk.fly.fault(When::post(&format!("{BASE_PATH}{send}")), Twist::SmsFails);
    assert_eq!(refusal(&desk.post(send, ask(&network, "Welcome")).await), code(400, "SMS_FAILED"));
}

#[tokio::test]
async fn an_unknown_status_word_is_passed_on() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    assert!(desk.fly.set_status(&iccid, "got_resource") && !desk.fly.set_status("none", "x"));
    assert!(desk.fly.set_network(&iccid, "FREE", "Roaming", Some("Delete")));
    let row = desk.data("/esims?limit=1").await["esims"][0].clone();
    let words = [&row["status"], &row["sim_status"], &row["esim_status"], &row["profile_status"]];
    assert_eq!(words, ["got_resource", "FREE", "Roaming", "Delete"]);
    desk.fly.advance(Duration::from_secs(1));
    assert_eq!(desk.fly.ledger().esim(&iccid).unwrap().status, "got_resource");
}
