//! Bundles on eSIMs: put there from stock, used, run out, and taken off.

use crate::client::{DAY, Desk, GB, quick, rows};
use esim_desk_simulators::esim_go::{BundleState, Options};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const LITE: &str = "esim_UL_3D_GB_V2";
const GIGABYTE: i64 = 1_000_000_000;

#[tokio::test]
async fn stock_is_applied_to_new_and_own_esims() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let body =
        desk.post("/esims/apply", json!({"name": GB, "iccid": iccid, "allowReassign": false})).await.json();
    assert_eq!(body["esims"], json!([{"iccid": iccid, "status": "ACTIVE", "bundle": GB}]));
    let reference = body["applyReference"].as_str().unwrap();
    assert_eq!(desk.account.ledger().order(reference).unwrap().kind, "bundleAssignment");
    let newest = desk.account.ledger();
    assert_eq!(newest.on_esim(&iccid).last().unwrap().reference, format!("{reference}-0"));
    let several = json!({"bundles": [{"name": GB}, {"name": "esim_50GB_90D_RGBS_V2", "repeat": 2}]});
    assert_eq!(desk.post("/esims/apply", several).await.json()["esims"].as_array().unwrap().len(), 3);
    for (body, status) in [
        (json!({"name": GB, "iccid": iccid, "repeat": 2}), 400),
        (json!({"iccid": iccid}), 400),
        (json!({"name": GB, "repeat": 0}), 400),
        (json!({"name": "esim_1GB_7D_FR_V2"}), 403),
        (json!({"name": GB, "repeat": 100}), 403),
        (json!({"name": GB, "iccid": "8999000000000000001"}), 403),
    ] {
        assert_eq!(desk.post("/esims/apply", body.clone()).await.status, status, "{body}");
    }
    desk.account.deactivate(&iccid);
    assert_eq!(desk.post("/esims/apply", json!({"name": GB, "iccid": iccid})).await.status, 400);
}

#[tokio::test]
async fn bundles_are_processed_before_they_wait() {
    let desk = Desk::open(Options { processing: Duration::from_secs(600), ..quick() }).await;
    let iccid = desk.esim(GB).await;
    let state = || desk.account.ledger().on_esim(&iccid).next().map(|row| row.state);
    assert_eq!(state(), Some(BundleState::Processing));
    let body = desk.get(&format!("/esims/{iccid}/bundles")).await.json();
    assert_eq!(rows(&body, "bundles")[0]["assignments"][0]["bundleState"], "processing");
    desk.account.advance(Duration::from_secs(600));
    assert_eq!(state(), Some(BundleState::Queued));
}

/// The first assignment that the eSIM's bundles show, used ones too.
async fn first(desk: &Desk, iccid: &str) -> Value {
    let body = desk.get(&format!("/esims/{iccid}/bundles?includeUsed=true")).await.json();
    body["bundles"][0]["assignments"][0].clone()
}

#[tokio::test]
async fn a_bundle_starts_with_its_first_use_and_runs_out() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let row = first(&desk, &iccid).await;
    assert_eq!((&row["bundleState"], &row["callTypeGroup"]), (&json!("queued"), &json!("data")));
    assert_eq!((&row["initialQuantity"], &row["remainingQuantity"]), (&json!(GIGABYTE), &json!(GIGABYTE)));
    assert!(row["id"].is_string() && row.get("startTime").is_none() && row.get("endTime").is_none());
    assert!(desk.account.use_data(&iccid, 360_000_000));
    let row = first(&desk, &iccid).await;
    assert_eq!(row["bundleState"], "active");
    assert!(row["startTime"].is_string() && row["endTime"].is_string());
    let left = row["remainingQuantity"].as_i64().unwrap();
    assert!((639_000_000..=640_000_000).contains(&left), "use goes on by itself: {left}");
    let allowance = &row["allowances"][0];
    assert_eq!((&allowance["type"], &allowance["unit"]), (&json!("DATA"), &json!("BYTES")));
    assert_eq!(allowance["initialAmount"], GIGABYTE);
    desk.account.advance(DAY);
    let later = first(&desk, &iccid).await["remainingQuantity"].as_i64().unwrap();
    assert!(later < left && later > 0, "it grows with time: {later}");
    desk.account.use_data(&iccid, GIGABYTE);
    let row = first(&desk, &iccid).await;
    assert_eq!((&row["bundleState"], &row["remainingQuantity"]), (&json!("depleted"), &json!(0)));
    let usable = desk.get(&format!("/esims/{iccid}/bundles")).await.json();
    assert_eq!(usable, json!({"bundles": []}), "used ones only if asked for");
    desk.account.advance(DAY * 7);
    assert_eq!(first(&desk, &iccid).await["bundleState"], "expired");
}

#[tokio::test]
async fn the_next_bundle_takes_over_when_one_runs_out() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    desk.buy_onto(GB, &iccid).await;
    desk.account.use_data(&iccid, GIGABYTE + 1000);
    let states: Vec<BundleState> = desk.account.ledger().on_esim(&iccid).map(|row| row.state).collect();
    assert_eq!(states, [BundleState::Depleted, BundleState::Active]);
    assert!(!desk.account.use_data("1", 1));
}

#[tokio::test]
async fn an_unlimited_bundle_is_refilled_each_day() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(LITE).await;
    desk.account.use_data(&iccid, 5 * GIGABYTE);
    let row = first(&desk, &iccid).await;
    assert_eq!((&row["unlimited"], &row["bundleState"]), (&json!(true), &json!("active")));
    assert_eq!(
        (&row["initialQuantity"], &row["remainingQuantity"]),
        (&json!(GIGABYTE), &json!(0)),
        "throttled"
    );
    assert_eq!(row["allowances"][0]["unlimited"], true);
    desk.account.advance(DAY);
    let left = first(&desk, &iccid).await["remainingQuantity"].as_i64().unwrap();
    assert!(left > 990_000_000, "refilled: {left}");
    desk.account.advance(Duration::from_secs(23 * 60 * 60));
    assert_eq!(first(&desk, &iccid).await["remainingQuantity"], 0, "throttled again before the day ends");
    desk.account.advance(DAY);
    assert_eq!(first(&desk, &iccid).await["bundleState"], "active", "the third day");
    desk.account.advance(DAY);
    assert_eq!(first(&desk, &iccid).await["bundleState"], "expired");
}

#[tokio::test]
async fn an_unused_bundle_lapses_after_a_year() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    desk.account.advance(DAY * 365);
    assert_eq!(first(&desk, &iccid).await["bundleState"], "lapsed");
    let history = desk.get(&format!("/esims/{iccid}/history")).await.json();
    assert_eq!(rows(&history, "actions").last().unwrap()["name"], "Bundle Lapsed");
    let stock = desk.get("/inventory").await.json();
    assert_eq!(stock, json!({"bundles": []}), "stock ends too");
}

#[tokio::test]
async fn the_account_begins_with_a_bundle_in_every_state() {
    let desk = Desk::open(quick()).await;
    let states: BTreeSet<&str> =
        desk.account.ledger().assignments.iter().map(|row| row.state.word()).collect();
    let all = ["active", "depleted", "expired", "lapsed", "processing", "queued", "revoked"];
    assert_eq!(states, BTreeSet::from(all));
}

#[tokio::test]
async fn nothing_is_used_while_an_esim_is_suspended() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    desk.account.use_data(&iccid, 100_000_000);
    let path = format!("/esims/{iccid}/suspend");
    desk.post(&path, json!({"suspend": true})).await;
    let before = first(&desk, &iccid).await["remainingQuantity"].as_i64().unwrap();
    desk.account.advance(DAY);
    desk.account.use_data(&iccid, 100_000_000);
    assert_eq!(first(&desk, &iccid).await["remainingQuantity"], before);
    desk.post(&path, json!({"suspend": false})).await;
    let after = first(&desk, &iccid).await["remainingQuantity"].as_i64().unwrap();
    assert!(before - after < 1_000_000, "the day is not made up for: {before} {after}");
    desk.account.advance(DAY);
    assert!(first(&desk, &iccid).await["remainingQuantity"].as_i64().unwrap() < after - 1_000_000);
}

#[tokio::test]
async fn many_applied_bundles_come_later() {
    let desk = Desk::open(Options { many_after: Duration::from_secs(60), ..quick() }).await;
    let several =
        json!({"bundles": [{"name": GB, "repeat": 3}, {"name": "esim_5GB_30D_REUP_V2", "repeat": 3}]});
    let body = desk.post("/esims/apply", several).await.json();
    assert_eq!(body["esims"], json!([]));
    let path = format!("/esims/assignments?reference={}", body["applyReference"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.status, 503);
    desk.account.advance(Duration::from_secs(60));
    assert_eq!(desk.get(&path).await.rows().len(), 6);
}

#[tokio::test]
async fn states_are_in_small_or_capital_letters() {
    let desk = Desk::open(Options { capital_states: true, ..quick() }).await;
    let iccid = desk.esim(GB).await;
    assert_eq!(first(&desk, &iccid).await["bundleState"], "Queued");
    assert_eq!(desk.get(&format!("/esims/{iccid}")).await.json()["state"], "Active");
}

#[tokio::test]
async fn assignments_are_counted_by_the_limit() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    for _ in 0..4 {
        desk.buy_onto(GB, &iccid).await;
    }
    desk.buy_onto(LITE, &iccid).await;
    let path = format!("/esims/{iccid}/bundles");
    let body = desk.get(&format!("{path}?limit=3")).await.json();
    let counts: Vec<usize> =
        rows(&body, "bundles").iter().map(|row| row["assignments"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [1, 2], "the newest three, by bundle");
    let one = desk.get(&format!("{path}/{GB}")).await.json();
    assert_eq!(one["assignments"].as_array().unwrap().len(), 1);
    for query in ["limit=0", "limit=201", "includeUsed=perhaps"] {
        assert_eq!(desk.get(&format!("{path}?{query}")).await.status, 400, "{query}");
    }
    assert_eq!(desk.get(&format!("{path}/esim_1GB_7D_FR_V2")).await.status, 400);
    assert_eq!(desk.get("/esims/8999000000000000001/bundles").await.status, 403);
}

#[tokio::test]
async fn a_bundle_with_calls_has_three_allowances() {
    let desk = Desk::open(quick()).await;
    let name = "esim_VS_5GB_30D_GB_V2";
    let iccid = desk.esim(name).await;
    let units: Vec<Value> =
        rows(&first(&desk, &iccid).await, "allowances").iter().map(|row| row["unit"].clone()).collect();
    assert_eq!(units, ["BYTES", "MINS", "SMS"]);
    let row = desk.get(&format!("/esims/{iccid}")).await.json();
    assert!(row["msisdn"].is_string());
    let kinds: Vec<Value> = rows(&desk.get(&format!("/catalogue/bundle/{name}")).await.json(), "allowances")
        .iter()
        .map(|row| row["type"].clone())
        .collect();
    assert_eq!(kinds, ["DATA", "VOICE", "SMS"]);
}

#[tokio::test]
async fn a_revoke_gives_nothing_back_unless_refunds_are_on() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let balance = desk.account.ledger().balance;
    let path = format!("/esims/{iccid}/bundles/{GB}");
    let asked = desk.call("DELETE", &format!("{path}?type=validate"), "").await.json();
    assert_eq!(asked, json!({"status": "Successfully Revoked Bundle"}));
    assert_eq!(first(&desk, &iccid).await["bundleState"], "queued", "nothing was done");
    assert_eq!(desk.call("DELETE", &path, "").await.status, 200, "without a type it is done");
    assert_eq!(first(&desk, &iccid).await["bundleState"], "revoked");
    assert_eq!(desk.account.ledger().balance, balance);
    assert_eq!(desk.call("DELETE", &path, "").await.status, 400, "there is none left");
    assert_eq!(desk.call("DELETE", &format!("{path}?type=perhaps"), "").await.status, 400);
}

#[tokio::test]
async fn an_unused_bundle_goes_back_to_stock_or_balance_where_refunds_are_on() {
    let desk = Desk::open(Options { refunds: true, ..quick() }).await;
    let iccid = desk.esim(GB).await;
    desk.buy_onto(GB, &iccid).await;
    desk.buy_onto(GB, &iccid).await;
    let ids: Vec<String> = desk.account.ledger().on_esim(&iccid).map(|row| row.id.clone()).collect();
    let path = format!("/esims/{iccid}/bundles/{GB}");
    let (stock, balance) = (desk.account.ledger().stock.len(), desk.account.ledger().balance);
    let back = desk.call("DELETE", &path, "").await.json();
    assert_eq!(back["status"], "Successfully Revoked Bundle, bundle has been refunded to inventory");
    assert_eq!(
        desk.account.ledger().on_esim(&iccid).next().unwrap().state,
        BundleState::Revoked,
        "the oldest"
    );
    assert_eq!((desk.account.ledger().stock.len(), desk.account.ledger().balance), (stock + 1, balance));
    let to_balance = format!("{path}?refundToBalance=true");
    assert_eq!(desk.call("DELETE", &to_balance, "").await.status, 400, "an offerId is needed");
    assert_eq!(desk.call("DELETE", &format!("{to_balance}&offerId={}", ids[1]), "").await.status, 200);
    assert_eq!(desk.account.ledger().balance, balance + desk.price(GB));
    desk.account.use_data(&iccid, 1);
    let used = desk.call("DELETE", &format!("{path}/assignments/{}?refundToBalance=true", ids[2]), "").await;
    assert_eq!(used.json()["status"], "Successfully Revoked Bundle", "what was used is lost");
    assert_eq!(desk.account.ledger().balance, balance + desk.price(GB));
    let history = desk.get(&format!("/esims/{iccid}/history")).await.json();
    let names: Vec<Value> = rows(&history, "actions").iter().map(|row| row["name"].clone()).collect();
    for name in ["Bundle Refunded to Inventory", "Bundle Refunded To Balance", "Bundle Revoked"] {
        assert!(names.contains(&json!(name)), "{name}");
    }
}

#[tokio::test]
async fn an_esim_without_bundles_may_leave_the_account_and_come_back() {
    let desk = Desk::open(Options { returns: true, ..quick() }).await;
    let (idle, installed, carried) = (desk.esim(GB).await, desk.esim(GB).await, desk.esim(GB).await);
    desk.account.set_profile_status(&installed, "Installed");
    desk.buy_onto(GB, &carried).await;
    for iccid in [&idle, &installed, &carried] {
        assert_eq!(desk.call("DELETE", &format!("/esims/{iccid}/bundles/{GB}"), "").await.status, 200);
    }
    assert_eq!(desk.get(&format!("/esims/{idle}")).await.status, 403);
    assert_eq!(desk.get(&format!("/esims/{installed}")).await.status, 200);
    assert_eq!(desk.get(&format!("/esims/{carried}")).await.status, 200);
    let late = desk.esim(GB).await;
    assert_eq!(desk.call("DELETE", &format!("/esims/{late}/bundles/{GB}"), "").await.status, 200);
    assert!(desk.account.set_profile_status(&late, "Installed"));
    assert_eq!(desk.get(&format!("/esims/{late}")).await.status, 403);
    desk.account.advance(DAY * 4);
    assert_eq!(desk.get(&format!("/esims/{idle}")).await.status, 403, "it was never installed");
    assert_eq!(desk.get(&format!("/esims/{late}")).await.status, 200, "it turned out to be installed");
}
