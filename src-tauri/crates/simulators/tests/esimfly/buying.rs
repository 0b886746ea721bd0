//! From a purchase to an eSIM: what an order answers, what a repeat does, what it costs, what is kept.

use crate::client::{DAY, Desk, HOUR, SOON, code, free, refusal};
use esim_desk_simulators::esimfly::{Account, EsimFly, Fault, Options, Origin, PendingForm, Twist, When};
use serde_json::{Value, json};
use std::time::Duration;

const GB: i64 = 1 << 30;

async fn look_up(desk: &Desk, reference: &str) -> Value {
    let answer = desk.get(&format!("/esims/order?orderReference={reference}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["order"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text: {value}")).to_owned()
}

#[tokio::test]
async fn an_order_answers_with_its_esim() {
    let desk = Desk::open(free()).await;
    let answer = desk.buy("PHAJHEAYP", "AG-1").await;
    let body = answer.json();
    assert_eq!((answer.status, &body["success"], &body["status"]), (200, &json!(true), &json!("completed")));
    assert_eq!(
        (&body["amount"], &body["final_price"], &body["profit"]),
        (&json!(1.44), &json!(1.44), &json!(0.1))
    );
    assert_eq!((&body["newBalance"], &body["currency"]), (&json!(2498.56), &json!("USD")));
    assert_eq!(
        (&body["paymentMethod"], &body["packageName"]),
        (&json!("balance"), &json!("United States 1GB 7Days"))
    );
    let item = &body["esims"][0];
    assert_eq!((&item["status"], &item["sim_status"]), (&json!("New"), &json!("AFFECTED")));
    assert_eq!((&item["total_volume"], &item["total_duration"]), (&json!(GB), &json!(7)));
    assert_eq!(
        (&item["esim_status"], &item["isPending"]),
        (&json!("Assigned (Not Installed)"), &json!(false))
    );
    assert_eq!((&item["expired_time"], &item["unlimited"]), (&Value::Null, &json!(false)));
    let ledger = desk.fly.ledger();
    let order = ledger.order(&text(&body["orderReference"])).unwrap();
    assert_eq!((order.amount, order.origin, order.key.as_deref()), (144, Origin::Desk, Some("AG-1")));
    assert_eq!((ledger.balance, ledger.purchases), (249_856, 1));
    let esim = ledger.esim(&text(&item["iccid"])).unwrap();
    assert_eq!(text(&item["lpaString"]), esim.lpa());
    assert_eq!((&body["lpaString"], body["esimId"].as_i64()), (&item["lpaString"], Some(esim.id)));
    let order = look_up(&desk, &order.reference).await;
    assert_eq!((&order["amount"], &order["finalPrice"]), (&json!(1.44), &json!(1.44)));
    assert_eq!((&order["paymentStatus"], &order["packageCode"]), (&json!("succeeded"), &json!("PHAJHEAYP")));
    assert_eq!((&order["esim"]["lpaString"], &order["esim"]["iccid"]), (&item["lpaString"], &item["iccid"]));
    assert_eq!((&order["esim"]["totalVolume"], &order["esim"]["isPending"]), (&json!(GB), &json!(false)));
    let row = desk.data("/orders?limit=1").await["orders"][0].clone();
    assert_eq!((&row["order_reference"], &row["esim"]["iccid"]), (&body["orderReference"], &item["iccid"]));
    assert!(row.get("idempotency_key").is_none() && !row.to_string().contains("AG-1"));
}

#[tokio::test]
async fn several_pieces_are_one_order() {
    let desk = Desk::open(free()).await;
    let body = json!({"packageCode": "PHAJHEAYP", "quantity": 3, "idempotency_key": "three"});
    let first = desk.post("/esims/order", body.clone()).await.json();
    assert_eq!((first["esims"].as_array().unwrap().len(), &first["amount"]), (3, &json!(4.32)));
    let again = desk.post("/esims/order", body).await.json();
    let iccids = |answer: &Value| {
        answer["esims"].as_array().unwrap().iter().map(|item| text(&item["iccid"])).collect::<Vec<_>>()
    };
    assert_eq!(iccids(&first), iccids(&again));
    let ledger = desk.fly.ledger();
    let order = ledger.bought().next().unwrap();
    assert_eq!((order.iccids.clone(), order.quantity, ledger.purchases), (iccids(&first), 3, 1));
    assert_eq!(
        look_up(&desk, &order.reference).await["esim"]["iccid"],
        first["esims"][0]["iccid"],
        "one only"
    );
}

#[tokio::test]
async fn a_repeat_with_the_key_buys_nothing() {
    let desk = Desk::open(free()).await;
    let first = desk.buy("PHAJHEAYP", "same").await.json();
    desk.fly.set_price("PHAJHEAYP", 999);
    let again = desk.buy("PHAJHEAYP", "same").await;
    let body = again.json();
    assert_eq!((again.status, &body["duplicate"], &body["status"]), (200, &json!(true), &json!("completed")));
    assert_eq!((&body["orderReference"], &body["esimId"]), (&first["orderReference"], &first["esimId"]));
    assert_eq!(body["esims"][0]["lpaString"], first["esims"][0]["lpaString"]);
    assert!(["amount", "currency", "newBalance"].iter().all(|field| body.get(field).is_none()));
    assert!(text(&body["esims"][0]["qrCodeUrl"]).starts_with("https://"));
    assert_eq!((desk.fly.ledger().purchases, desk.fly.ledger().balance), (1, 249_856));
    assert_eq!(desk.buy("PHAJHEAYP", "other").await.json()["amount"], 9.99, "the present price is charged");
    desk.post("/esims/order", json!({"packageCode": "PHAJHEAYP"})).await;
    desk.post("/esims/order", json!({"packageCode": "PHAJHEAYP"})).await;
    assert_eq!(desk.fly.ledger().purchases, 4, "without a key each is an order");
}

#[tokio::test]
async fn a_purchase_must_make_sense() {
    let desk = Desk::open(free()).await;
    let invalid = || Some("INVALID_PACKAGE".to_owned());
    for (body, wanted) in [
        (json!({}), Some("MISSING_PACKAGE_CODE".into())),
        (json!({"packageCode": ""}), Some("MISSING_PACKAGE_CODE".into())),
        (json!({"packageCode": "NONE"}), invalid()),
        (json!({"packageCode": "PHAJHEAYP", "price": 1.43}), Some("PRICE_MISMATCH".into())),
        (json!({"packageCode": "PHAJHEAYP", "quantity": 0}), None),
        (json!({"packageCode": "PHAJHEAYP", "quantity": 11}), None),
        (json!({"packageCode": "PHAJHEAYP", "recurring": true}), None),
        (json!({"packageCode": "PHAJHEAYP", "idempotency_key": "k".repeat(201)}), None),
        (json!([]), None),
    ] {
        assert_eq!(refusal(&desk.post("/esims/order", body.clone()).await), (400, wanted), "{body}");
    }
    desk.fly.remove_package("PHAJHEAYP");
    assert_eq!(refusal(&desk.buy("PHAJHEAYP", "k").await), (400, invalid()));
    assert_eq!(refusal(&desk.buy("ent_0000000", "k").await), code(404, "PACKAGE_NOT_FOUND"));
    assert_eq!(desk.fly.ledger().purchases, 0);
    let carrier = desk.package(|package| package.code.starts_with("OT-"));
    let cost = json!(carrier.cost as f64 / 100.0);
    let body = json!({"packageCode": carrier.code, "recurring": true, "price": cost, "idempotency_key": "k"});
    assert_eq!(desk.post("/esims/order", body).await.status, 200, "a refused try frees its key");
}

#[tokio::test]
async fn money_decides() {
    let desk = Desk::open(free()).await;
    assert!(desk.fly.set_price("PHAJHEAYP", 2720) && !desk.fly.set_price("NONE", 1));
    desk.fly.set_balance(2550);
    let answer = desk.buy("PHAJHEAYP", "k").await;
    assert_eq!(refusal(&answer), code(400, "INSUFFICIENT_BALANCE"));
    let body = answer.json();
    assert_eq!((&body["currentBalance"], &body["requiredBalance"]), (&json!(25.5), &json!(27.2)));
    assert_eq!((&body["needToLoad"], &body["message"]), (&json!(1.7), &json!("Insufficient balance")));
    assert_eq!(desk.fly.add_foreign_order("PHAJHEAYP"), None, "the other desk shares the wallet");
    desk.fly.set_balance(2720);
    assert_eq!(desk.buy("PHAJHEAYP", "k").await.json()["newBalance"], 0);
    assert_eq!((desk.fly.ledger().purchases, desk.fly.ledger().balance), (1, 0));
}

#[tokio::test]
async fn dinars_are_whole() {
    let desk = Desk::open(Options { account: Account::Dinars, ..free() }).await;
    let body = desk.buy("PHAJHEAYP", "k").await.json();
    assert_eq!(
        (&body["amount"], &body["newBalance"], &body["currency"]),
        (&json!(1886), &json!(3_273_114), &json!("IQD"))
    );
    assert_eq!(desk.data("/orders?limit=1").await["orders"][0]["amount"], 1886);
}

#[tokio::test]
async fn details_that_take_time_come_later() {
    let desk = Desk::open(Options { provision_after: HOUR, ..free() }).await;
    let package = desk.package(|package| package.asynchronous && package.country.as_deref() == Some("JP"));
    let body = desk.buy(&package.code, "k").await.json();
    assert_eq!((&body["status"], &body["isPending"]), (&json!("pending_details"), &json!(true)));
    assert_eq!((&body["esims"], body.get("newBalance")), (&json!([]), None));
    let reference = text(&body["orderReference"]);
    assert_eq!(look_up(&desk, &reference).await, json!({"esim": {"iccid": null, "isPending": true}}));
    let again = desk.buy(&package.code, "k").await.json();
    assert_eq!(
        (&again["duplicate"], &again["status"], &again["esims"]),
        (&json!(true), &json!("pending_details"), &json!([]))
    );
    let row = desk.data("/orders?status=pending&limit=1").await["orders"][0].clone();
    assert_eq!((&row["order_reference"], &row["esim"]), (&body["orderReference"], &Value::Null));
    let query = format!("/esims/usage/query?order_id={reference}");
    assert_eq!(desk.get(&query).await.status, 404);
    desk.fly.advance(HOUR);
    let order = look_up(&desk, &reference).await;
    assert_eq!((&order["status"], &order["esim"]["isPending"]), (&json!("completed"), &json!(false)));
    let iccid = text(&order["esim"]["iccid"]);
    assert!(iccid.len() == 19 && iccid.bytes().all(|b| b.is_ascii_digit()));
    assert_eq!(desk.data(&query).await["esim"]["iccid"], iccid);
    assert_eq!(desk.fly.ledger().order(&reference).unwrap().iccids, [iccid]);
}

#[tokio::test]
async fn the_older_form_of_pending_has_a_placeholder() {
    let options =
        Options { pending: PendingForm::Placeholder, all_asynchronous: true, bare_pending: false, ..free() };
    let desk = Desk::open(options).await;
    let body = desk.buy("PHAJHEAYP", "k").await.json();
    assert_eq!((&body["status"], &body["newBalance"]), (&json!("pending_details"), &json!(2498.56)));
    let item = &body["esims"][0];
    let placeholder = text(&item["iccid"]);
    assert!(placeholder.starts_with("PENDING_B") && body["note"].is_string());
    assert_eq!(
        (&item["status"], &item["isPending"], &item["qrCodeUrl"]),
        (&json!("PENDING"), &json!(true), &json!(""))
    );
    let row = desk.data("/esims?limit=1").await["esims"][0].clone();
    assert_eq!((&row["iccid"], &row["is_pending"]), (&json!(placeholder), &json!(true)));
    let order = look_up(&desk, &text(&body["orderReference"])).await;
    assert_eq!((&order["status"], &order["amount"]), (&json!("pending"), &json!(1.44)));
    assert_eq!(order["esim"], json!({"iccid": null, "isPending": true}));
    desk.fly.advance(HOUR);
    assert!(text(&desk.data("/esims?limit=1").await["esims"][0]["iccid"]).starts_with("8948"));
}

#[tokio::test]
async fn details_may_come_late_never_or_not_at_all() {
    let desk = Desk::open(free()).await;
    for (twist, day, balance, status) in [
        (Twist::Pending(HOUR), 0, 249_856, "completed"),
        (Twist::PendingForEver, 30, 249_712, "pending"),
        (Twist::EndsAs("failed"), 0, 249_712, "failed"),
        (Twist::EndsAs("refunded"), 0, 249_712, "refunded"),
    ] {
        desk.fly.fault(When::purchase(), twist.clone());
        let body = desk.buy("PHAJHEAYP", &format!("{twist:?}")).await.json();
        assert_eq!(body["status"], "pending_details");
        desk.fly.advance(HOUR + DAY * day);
        let reference = text(&body["orderReference"]);
        let order = look_up(&desk, &reference).await;
        assert_eq!(order["status"].as_str().unwrap_or("pending"), status);
        assert_eq!(order["esim"]["iccid"].is_string(), status == "completed");
        assert_eq!(order["esim"]["isPending"], status == "pending");
        assert_eq!(
            (desk.fly.ledger().balance, desk.fly.ledger().order(&reference).unwrap().status.as_str()),
            (balance, status)
        );
    }
    let listed = desk.data("/esims").await["pagination"]["total"].as_u64();
    assert_eq!(listed, Some(122), "what failed never was");
}

#[tokio::test]
async fn an_order_that_nobody_knows_is_not_found() {
    let desk = Desk::open(free()).await;
    assert_eq!(
        refusal(&desk.get("/esims/order?orderReference=order_1_x").await),
        code(404, "ORDER_NOT_FOUND")
    );
    assert_eq!(refusal(&desk.get("/esims/order").await), code(400, "MISSING_FIELDS"));
}

#[tokio::test]
async fn the_account_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        folder: Some(folder.path().into()),
        provision_after: HOUR,
        all_asynchronous: true,
        ..free()
    };
    let desk = Desk::open(options.clone()).await;
    let reference = text(&desk.buy("PHAJHEAYP", "k").await.json()["orderReference"]);
    desk.fly.set_price("PHAJHEAYP", 500);
    let before = desk.fly.ledger();
    desk.fly.stop().await;
    let changed = Options { seed: 7, esims: 3, account: Account::Dinars, ..options };
    let desk = Desk::open(changed).await;
    let after = desk.fly.ledger();
    assert_eq!(
        (&after.orders, after.balance, after.esims.len()),
        (&before.orders, before.balance, before.esims.len())
    );
    let again = desk.buy("PHAJHEAYP", "k").await.json();
    assert_eq!((&again["duplicate"], text(&again["orderReference"])), (&json!(true), reference.clone()));
    desk.fly.advance(HOUR);
    assert!(look_up(&desk, &reference).await["esim"]["iccid"].is_string(), "what was due is still due");
    assert_eq!(desk.buy("PHAJHEAYP", "new").await.json()["amount"], 5);
    assert_eq!(desk.fly.ledger().purchases, 2);
}

#[tokio::test]
async fn other_desks_buy_from_the_same_wallet() {
    let desk = Desk::open(free()).await;
    let reference = desk.fly.add_foreign_order("PHAJHEAYP").unwrap();
    let ledger = desk.fly.ledger();
    assert_eq!((ledger.balance, ledger.purchases), (249_856, 0));
    assert_eq!(ledger.order(&reference).unwrap().origin, Origin::Foreign);
    assert_eq!(look_up(&desk, &reference).await["orderReference"], reference);
    assert!(EsimFly::start(Options { port: desk_port(&desk), ..free() }).await.is_err(), "the port is taken");
}

fn desk_port(desk: &Desk) -> Option<u16> {
    desk.fly.base_url().split(':').nth(2)?.split('/').next()?.parse().ok()
}

#[tokio::test]
async fn a_client_that_gives_up_may_have_bought() {
    let desk = Desk::open(free()).await;
    desk.fly.fault(When::purchase(), Fault::DelayAfter(Duration::from_secs(60)));
    tokio::select! {
        answer = desk.buy("PHAJHEAYP", "k") => panic!("answered: {answer:?}"),
        bought = desk.fly.wait_for(|ledger| ledger.purchases == 1, SOON) => { bought.unwrap(); }
    }
    assert_eq!(desk.buy("PHAJHEAYP", "k").await.json()["duplicate"], true);
}
