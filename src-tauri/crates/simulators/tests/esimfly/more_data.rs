//! More data for an eSIM: which packages fit, what is added, what is refused.

#![expect(clippy::expect_used, reason = "an answer of another form must fail the test")]

use crate::client::{DAY, Desk, code, free, refusal};
use esim_desk_simulators::esimfly::{Account, Options, Origin};
use serde_json::{Value, json};

async fn offered(desk: &Desk, iccid: &str) -> Vec<Value> {
    desk.data(&format!("/topup/packages?iccid={iccid}")).await["packages"].as_array().expect("a list").clone()
}

async fn add(desk: &Desk, iccid: &str, code: &str) -> crate::plain_http::Answer {
    desk.post("/topup/order", json!({"iccid": iccid, "packageCode": code, "quantity": 1})).await
}

#[tokio::test]
async fn more_data_is_added_and_charged_once() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    desk.fly.activate(&iccid);
    desk.fly.use_data(&iccid, 1 << 30);
    assert_eq!(desk.fly.ledger().esim(&iccid).unwrap().status, "DEPLETED");
    let rows = offered(&desk, &iccid).await;
    assert!(rows.len() >= 6 && rows.iter().all(|row| row["is_unlimited"] == false));
    assert!(rows.iter().all(|row| row["features"] == json!({"is_rechargeable": true})));
    let three = rows.iter().find(|row| row["data_amount_gb"] == 3 && row["validity_days"] == 30).unwrap();
    let before = desk.fly.ledger();
    let answer = add(&desk, &iccid, three["package_code"].as_str().unwrap()).await;
    let body = answer.json();
    assert_eq!((answer.status, &body["success"], &body["status"]), (200, &json!(true), &json!("completed")));
    assert_eq!(
        (&body["amount"], &body["currency"], &body["iccid"]),
        (&three["cost"], &json!("USD"), &json!(iccid))
    );
    assert_eq!(body["esimData"]["newTotalVolumeGB"], 4);
    assert_eq!(body["esimData"]["newRemainingVolumeGB"], 3);
    assert!(body["esimData"]["expiredTime"].as_str().unwrap().contains(" at "), "a sentence");
    let ledger = desk.fly.ledger();
    let esim = ledger.esim(&iccid).unwrap();
    assert_eq!((esim.status.as_str(), esim.total_bytes), ("ACTIVE", 4 << 30));
    let order = ledger.order(body["orderReference"].as_str().unwrap()).unwrap();
    assert!(order.topup && order.reference.starts_with("topup_") && order.origin == Origin::Desk);
    assert_eq!(
        (order.iccids.as_slice(), ledger.purchases),
        ([iccid.clone()].as_slice(), before.purchases + 1)
    );
    assert_eq!(before.balance - ledger.balance, order.amount);
    assert_eq!(body["newBalance"], ledger.balance as f64 / 100.0);
    assert_eq!(
        desk.data("/orders?limit=1&search=topup_").await["orders"][0]["order_reference"],
        body["orderReference"]
    );
}

#[tokio::test]
async fn a_repeat_buys_again() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    let code = "TOPUP_PHAJHEAYP";
    add(&desk, &iccid, code).await;
    add(&desk, &iccid, code).await;
    let esim = desk.fly.ledger().esim(&iccid).unwrap().clone();
    assert_eq!((esim.total_bytes, desk.fly.ledger().purchases), (3 << 30, 3));
    assert_eq!(desk.data(&format!("/esims?search={iccid}")).await["esims"][0]["validity"]["days"], 21);
    let two = json!({"iccid": iccid, "packageCode": code, "quantity": 2});
    assert_eq!(desk.post("/topup/order", two).await.json()["amount"], 2.88);
}

#[tokio::test]
async fn unlimited_ones_gain_days() {
    let desk = Desk::open(free()).await;
    let package = desk.package(|package| package.network && package.megabytes.is_none() && package.days == 7);
    let iccid = desk.bought(&package.code).await;
    desk.fly.activate(&iccid);
    desk.fly.advance(DAY);
    let before = desk.fly.ledger().esim(&iccid).unwrap().expires_at.unwrap();
    let rows = offered(&desk, &iccid).await;
    assert!(!rows.is_empty() && rows.iter().all(|row| row["is_unlimited"] == true));
    assert_eq!(add(&desk, &iccid, &format!("TOPUP_{}", package.code)).await.status, 200);
    let after = desk.fly.ledger().esim(&iccid).unwrap().clone();
    assert_eq!((after.expires_at.unwrap() - before, after.total_bytes), (7 * 86_400_000, 0));
}

#[tokio::test]
async fn not_every_esim_takes_more() {
    let desk = Desk::open(free()).await;
    let package = desk.partner();
    let partner = desk.bought(&package.code).await;
    let more = format!("TOPUP_{}", package.code);
    let query = |iccid: &str| format!("/topup/packages?iccid={iccid}");
    let not_toppable = code(400, "ESIM_NOT_TOPPABLE");
    assert_eq!(refusal(&desk.get(&query(&partner)).await), not_toppable, "NEW, and not of eSIMfly's network");
    assert_eq!(refusal(&add(&desk, &partner, &more).await), not_toppable);
    desk.fly.activate(&partner);
    assert!(!offered(&desk, &partner).await.is_empty());
    assert_eq!(add(&desk, &partner, &more).await.status, 200);
    for (status, allowed) in
        [("USED_EXPIRED", true), ("DEPLETED", true), ("EXPIRED", false), ("CANCELLED", false)]
    {
        desk.fly.set_status(&partner, status);
        assert_eq!(desk.get(&query(&partner)).await.status == 200, allowed, "{status}");
    }
    let carrier = desk.bought(&desk.package(|package| package.code.starts_with("OT-")).code).await;
    desk.fly.activate(&carrier);
    assert!(offered(&desk, &carrier).await.is_empty());
    assert_eq!(refusal(&add(&desk, &carrier, &more).await), code(400, "TOPUP_NOT_SUPPORTED"));
}

#[tokio::test]
async fn a_top_up_must_make_sense() {
    let desk = Desk::open(free()).await;
    let iccid = desk.bought("PHAJHEAYP").await;
    assert_eq!(refusal(&desk.get("/topup/packages").await), code(400, "MISSING_ICCID"));
    for other in [desk.fly.foreign_iccid(), "894".into()] {
        let answer = desk.get(&format!("/topup/packages?iccid={other}")).await;
        assert_eq!(refusal(&answer), code(403, "ESIM_ACCESS_DENIED"));
        assert_eq!(refusal(&add(&desk, &other, "TOPUP_PHAJHEAYP").await), code(400, "ESIM_NOT_FOUND"));
    }
    for body in [json!({}), json!({"iccid": iccid}), json!({"packageCode": "TOPUP_PHAJHEAYP"})] {
        assert_eq!(refusal(&desk.post("/topup/order", body).await), code(400, "MISSING_FIELDS"));
    }
    let wrong = code(400, "INVALID_TOPUP_PACKAGE");
    assert_eq!(refusal(&add(&desk, &iccid, "PHAJHEAYP").await), wrong, "not a top-up code");
    let elsewhere = desk.package(|package| package.network && package.country.as_deref() != Some("US"));
    assert_eq!(refusal(&add(&desk, &iccid, &format!("TOPUP_{}", elsewhere.code)).await), wrong);
    desk.fly.set_balance(100);
    let poor = add(&desk, &iccid, "TOPUP_PHAJHEAYP").await;
    assert_eq!(refusal(&poor), code(400, "INSUFFICIENT_BALANCE"));
    assert!(
        poor.json().get("needToLoad").is_none() && poor.json()["message"].as_str().unwrap().contains("1.44")
    );
    assert_eq!((desk.fly.ledger().purchases, desk.fly.ledger().balance), (1, 100));
    let enterprise = Desk::open(Options { account: Account::Enterprise, ..free() }).await;
    let iccid = enterprise.bought("PHAJHEAYP").await;
    assert_eq!(refusal(&add(&enterprise, &iccid, "NONE").await), code(404, "INVALID_TOPUP_PACKAGE"));
}
