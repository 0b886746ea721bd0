//! Orders: validated, bought, refused, listed, and what they put onto eSIMs.

use crate::client::{Desk, GB, SOON, order, quick};
use esim_desk_simulators::esim_go::{Envelopes, Options, Origin, RunningBalance, Statuses, Version};
use serde_json::{Value, json};
use std::time::Duration;

const PLUS: &str = "esim_ULP_7D_GB_V2";

#[tokio::test]
async fn an_order_gives_an_esim_and_takes_its_price() {
    let desk = Desk::open(quick()).await;
    desk.account.set_price(GB, 136);
    let body = desk.buy(GB).await.json();
    let line = &body["order"][0];
    let esim = &line["esims"][0];
    assert_eq!(line["iccids"], json!([esim["iccid"]]));
    assert!(esim["matchingId"].is_string() && !esim["smdpAddress"].as_str().unwrap().contains('/'));
    assert_eq!((&line["type"], &line["item"], &line["quantity"]), (&json!("bundle"), &json!(GB), &json!(1)));
    assert_eq!(
        (&line["subTotal"], &line["pricePerUnit"], &body["total"]),
        (&json!(1.36), &json!(1.36), &json!(1.36))
    );
    assert_eq!(line["AllowReassign"], false);
    assert_eq!(
        (&body["status"], &body["currency"], &body["assigned"]),
        (&json!("completed"), &json!("USD"), &json!(true))
    );
    assert_eq!(body["statusMessage"], "Order completed: 1 eSIMs assigned");
    assert_eq!((&body["sourceIP"], &body["runningBalance"]), (&json!("127.0.0.1"), &json!("498.64")));
    assert!(body["createdDate"].as_str().unwrap().ends_with('Z'));
    let reference = body["orderReference"].as_str().unwrap();
    let ledger = desk.account.ledger();
    assert_eq!((ledger.purchases, ledger.charged, ledger.balance), (1, 136, 49_864));
    assert_eq!(ledger.bought().count(), 1);
    assert_eq!(ledger.order(reference).unwrap().iccids, [esim["iccid"].as_str().unwrap()]);
    let one = desk.get(&format!("/orders/{reference}")).await.json();
    assert_eq!(one, body, "a single order is the answer of the purchase");
}

#[tokio::test]
async fn the_same_order_twice_is_two_orders() {
    let desk = Desk::open(quick()).await;
    let key = [("Idempotency-Key", "one"), ("Accept", "application/json")];
    let body = order(GB, 1).to_string();
    let first = desk.with("POST", "/orders", &key, &body).await.json();
    let second = desk.with("POST", "/orders", &key, &body).await.json();
    assert_ne!(first["orderReference"], second["orderReference"]);
    assert_eq!(desk.account.ledger().bought().count(), 2);
}

#[tokio::test]
async fn to_validate_checks_the_same_and_buys_nothing() {
    let desk = Desk::open(quick()).await;
    desk.account.set_price(GB, 250);
    let mut asked = order(GB, 2);
    asked["type"] = json!("validate");
    let body = desk.post("/orders", asked.clone()).await.json();
    assert_eq!((&body["valid"], &body["total"], &body["currency"]), (&json!(true), &json!(5), &json!("USD")));
    assert_eq!(body["order"][0]["pricePerUnit"], 2.5);
    assert!(body.get("orderReference").is_none());
    desk.account.set_balance(499);
    let body = desk.post("/orders", asked.clone()).await.json();
    assert_eq!(body["valid"], false);
    assert!(body["statusMessage"].as_str().unwrap().contains("balance"));
    asked["order"][0]["item"] = json!("esim_1GB_7D_XX_V2");
    assert_eq!(desk.post("/orders", asked).await.status, 400);
    assert_eq!((desk.purchases(), desk.account.ledger().balance), (0, 499));
    let strict = Desk::open(Options { validate_answers: false, ..quick() }).await;
    strict.account.set_balance(0);
    let mut asked = order(GB, 1);
    asked["type"] = json!("validate");
    assert_eq!(strict.post("/orders", asked).await.status, 400);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_costs_nothing() {
    let desk = Desk::open(quick()).await;
    let own = desk.esim(GB).await;
    let before = desk.account.ledger().balance;
    let line = |change: Value| {
        let mut body = order(GB, 1);
        for (name, value) in change.as_object().unwrap() {
            body["order"][0][name] = value.clone();
        }
        body
    };
    let body = |change: Value| {
        let mut body = order(GB, 1);
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    let twice = json!([order(GB, 1)["order"][0], order(GB, 1)["order"][0]]);
    for (body, status) in [
        (json!([]), 400),
        (json!({"type": "transaction", "quantity": 1, "item": GB, "assign": true}), 400),
        (body(json!({"type": "pretend"})), 400),
        (body(json!({"assign": "yes"})), 400),
        (body(json!({"order": []})), 400),
        (body(json!({"order": twice})), 400),
        (body(json!({"profileID": "no-uuid"})), 400),
        (body(json!({"profileID": "ffffffff-0000-4000-8000-000000000000"})), 400),
        (line(json!({"type": "topup"})), 400),
        (line(json!({"item": 7})), 400),
        (line(json!({"item": GB.to_lowercase()})), 400),
        (line(json!({"quantity": 0})), 400),
        (line(json!({"quantity": 1.5})), 400),
        (line(json!({"iccids": [own, own]})), 400),
        (line(json!({"iccids": own})), 400),
        (line(json!({"iccids": ["8999000000000000001"]})), 403),
        (line(json!({"allowReassign": "no"})), 400),
    ] {
        let answer = desk.post("/orders", body.clone()).await;
        assert_eq!(answer.status, status, "{body}");
        assert!(answer.json()["message"].is_string(), "{body}");
    }
    let uuid = desk.post("/orders", body(json!({"profileID": "no-uuid"}))).await.json();
    assert!(uuid["message"].as_str().unwrap().contains("invalid UUID length"));
    assert_eq!((desk.purchases(), desk.account.ledger().balance), (1, before));
    let unknown = body(json!({"email": "ann@example.com", "Order": order(GB, 1)["order"]}));
    assert_eq!(desk.post("/orders", unknown).await.status, 200, "unknown fields are ignored");
    let mut capital = order(GB, 1);
    capital["Order"] = capital["order"].take();
    capital.as_object_mut().unwrap().remove("order");
    assert_eq!(desk.post("/orders", capital).await.status, 200);
}

#[tokio::test]
async fn what_no_document_says_is_as_the_options_say() {
    let statuses = Statuses {
        unknown_bundle: 404,
        unknown_esim: 404,
        unknown_order: 403,
        insufficient_balance: 402,
        incompatible: 409,
        unknown_route: 404,
    };
    let desk =
        Desk::open(Options { statuses, order_errors_as_text: true, most_pieces: Some(10), ..quick() }).await;
    let iccid = desk.esim(GB).await;
    assert_eq!(desk.account.compatible(&iccid, PLUS), Some(false));
    assert_eq!(desk.buy_onto(PLUS, &iccid).await.status, 409);
    assert_eq!(desk.buy_onto(GB, "8999000000000000001").await.status, 404);
    assert_eq!(desk.get("/orders/1").await.status, 403);
    assert_eq!(desk.post("/orders", order(GB, 11)).await.status, 400);
    desk.account.set_balance(1);
    let short = desk.buy(GB).await;
    assert_eq!((short.status, short.body.as_str()), (402, "insufficient balance"));
    assert!(short.header("content-type").unwrap().starts_with("text/plain"));
    assert!(desk.account.remove_bundle(GB) && !desk.account.remove_bundle("none"));
    assert_eq!(desk.buy(GB).await.status, 404);
}

#[tokio::test]
async fn data_goes_onto_the_esim_or_where_it_may_go_instead() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    assert_eq!(
        desk.get(&format!("/esims/{iccid}/compatible/{GB}")).await.json(),
        json!({"compatible": true})
    );
    assert_eq!(
        desk.get(&format!("/esims/{iccid}/compatible/{PLUS}")).await.json(),
        json!({"compatible": false})
    );
    let body = desk.buy_onto(GB, &iccid).await.json();
    assert_eq!(body["order"][0]["iccids"], json!([iccid]));
    assert_eq!(desk.account.ledger().on_esim(&iccid).count(), 2);
    assert_eq!(desk.buy_onto(PLUS, &iccid).await.status, 400);
    let mut elsewhere = order(PLUS, 1);
    elsewhere["order"][0]["iccids"] = json!([iccid]);
    elsewhere["order"][0]["allowReassign"] = json!(true);
    let body = desk.post("/orders", elsewhere).await.json();
    assert_ne!(body["order"][0]["iccids"], json!([iccid]), "it went onto a new eSIM");
    assert_eq!(body["order"][0]["AllowReassign"], true);
    desk.account.deactivate(&iccid);
    assert_eq!(desk.buy_onto(GB, &iccid).await.status, 400);
}

#[tokio::test]
async fn thirty_bundles_may_wait_on_an_esim() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let mut many = order(GB, 29);
    many["order"][0]["iccids"] = Value::from(vec![iccid.clone(); 29]);
    assert_eq!(desk.post("/orders", many).await.status, 200);
    desk.account.wait_for(|ledger| ledger.on_esim(&iccid).count() == 30, SOON).await.unwrap();
    assert_eq!(desk.buy_onto(GB, &iccid).await.status, 400);
}

#[tokio::test]
async fn many_esims_come_later_and_without_codes_in_the_answer() {
    let options =
        Options { many_after: Duration::from_secs(60), many_status: "processing".into(), ..quick() };
    let desk = Desk::open(options).await;
    let body = desk.post("/orders", order(GB, 6)).await.json();
    assert_eq!((&body["order"][0]["esims"], &body["order"][0]["iccids"]), (&Value::Null, &json!([])));
    assert_eq!(body["status"], "processing");
    let reference = body["orderReference"].as_str().unwrap();
    let path = format!("/esims/assignments?reference={reference}");
    let early = desk.get(&path).await;
    let seconds: u64 = early.header("retry-after").unwrap().parse().unwrap();
    assert_eq!(early.status, 503);
    assert!((1..=60).contains(&seconds));
    desk.account.advance(Duration::from_secs(seconds));
    assert_eq!(desk.get(&path).await.rows().len(), 6);
    let listed = desk.get("/orders?limit=1&includeIccids=true").await.json();
    let row = &listed["orders"][0]["order"][0];
    assert_eq!((row["iccids"].as_array().unwrap().len(), &row["esims"]), (6, &Value::Null));
    let one = desk.get(&format!("/orders/{reference}")).await.json();
    assert_eq!(one["order"][0]["esims"].as_array().unwrap().len(), 6);
    assert_eq!(one["status"], "completed");
}

#[tokio::test]
async fn orders_are_listed_by_page_and_time_newest_first() {
    let desk = Desk::open(quick()).await;
    let all = desk.get("/orders?limit=1000").await.json();
    let kinds: Vec<&str> =
        all["orders"].as_array().unwrap().iter().filter_map(|row| row["order"][0]["type"].as_str()).collect();
    for kind in ["bundle", "bundleAssignment", "topup", "autoTopup", "apiTopup"] {
        assert!(kinds.contains(&kind), "{kind}");
    }
    let applied =
        all["orders"].as_array().unwrap().iter().find(|row| row["order"][0]["type"] == "bundleAssignment");
    let line = &applied.unwrap()["order"][0];
    assert_eq!((&line["quantity"], &line["pricePerUnit"]), (&json!(0), &json!(0)));
    assert!(line["item"].as_str().unwrap().ends_with("-0"));
    let first = desk.buy(GB).await.json();
    desk.account.advance(Duration::from_secs(60));
    let second = desk.account.add_foreign_order(GB).unwrap();
    let page = desk.get("/orders?limit=2&page=1").await.json();
    assert_eq!((&page["pageSize"], &page["rows"]), (&json!(2), &json!(all["rows"].as_u64().unwrap() + 2)));
    assert_eq!(page["orders"][0]["orderReference"], second.as_str());
    assert_eq!(page["orders"][0]["sourceIP"], "198.51.100.23");
    assert_eq!(page["orders"][1]["orderReference"], first["orderReference"]);
    assert!(page["orders"][1]["order"][0].get("iccids").is_none(), "only with includeIccids");
    let at = first["createdDate"].as_str().unwrap();
    let window =
        desk.get(&format!("/orders?createdAt=gte:{at}&createdAt=lte:{at}&includeIccids=true")).await.json();
    assert_eq!(window["rows"], 1);
    assert_eq!(window["orders"][0]["order"][0]["iccids"], first["order"][0]["iccids"]);
    assert_eq!(desk.get("/orders?createdAt=gte:yesterday").await.status, 400);
    assert_eq!(desk.account.ledger().order(&second).unwrap().origin, Origin::Foreign);
    assert_eq!(desk.purchases(), 1, "another desk's order is not ours");
}

#[tokio::test]
async fn orders_in_their_other_shapes() {
    let options = Options {
        envelopes: Envelopes::Documented,
        older_words: true,
        running_balance: RunningBalance::Number,
        ..quick()
    };
    let desk = Desk::open(options).await;
    desk.account.set_balance(50_000);
    desk.account.set_price(GB, 136);
    let body = desk.buy(GB).await.json();
    assert_eq!(
        (&body["order"][0]["allowReassign"], &body["runningBalance"]),
        (&json!(false), &json!(498.64))
    );
    assert!(body["createDate"].is_string() && body.get("createdDate").is_none());
    assert!(body["order"][0]["esims"][0]["smdpAddress"].as_str().unwrap().starts_with("http://"));
    assert_eq!(desk.get("/orders?limit=1").await.rows()[0]["orderReference"], body["orderReference"]);
}

#[tokio::test]
async fn a_branding_profile_is_for_new_esims() {
    let desk = Desk::open(quick()).await;
    let mut branded = order(GB, 1);
    branded["profileID"] = json!("5d2e8a70-1c4b-4f6a-8e19-3b7c9d0f2a61");
    let body = desk.post("/orders", branded.clone()).await.json();
    let iccid = body["order"][0]["iccids"][0].as_str().unwrap();
    let row = desk.get(&format!("/esims/{iccid}")).await.json();
    assert_eq!((&row["profileName"], &row["brandingId"]), (&json!("Profile 2"), &branded["profileID"]));
    branded["assign"] = json!(false);
    assert_eq!(desk.post("/orders", branded.clone()).await.status, 400);
    branded["profileID"] = json!("no-uuid");
    let old = desk.at(Version::V24, "POST", "/orders", &[], &branded.to_string()).await;
    assert_eq!(old.status, 200, "the older version ignores it");
}
