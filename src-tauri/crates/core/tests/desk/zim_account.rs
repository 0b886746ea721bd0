//! ZIM's habits as the window gets them: numbers, words and prices on their way through the client, the cache
//! and dispatch; and the wallet's settings on their way back.

use super::support::Bench;
use esim_desk_simulators::zim::{IccidForm, Options, Zim};
use serde_json::{Value, json};

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// An account whose orders take no time.
fn quick() -> Options {
    Options { esims: 40, fulfil_after: std::time::Duration::ZERO, ..Options::default() }
}

/// A program with one wallet at this account, its lists read.
async fn connected(zim: &Zim, change: impl FnOnce(&mut Value)) -> Bench {
    let bench = Bench::start().await;
    let mut draft = Bench::draft(zim);
    change(&mut draft);
    bench.write("wallet_connect", json!({ "draft": draft })).await;
    bench.lists_read().await;
    bench
}

async fn plans(bench: &Bench, country: &str) -> Value {
    let trip = json!({ "countries": [country], "from": null, "to": null, "data": { "kind": "any" } });
    bench.read("plans_search", trip).await
}

async fn esims(bench: &Bench) -> Vec<Value> {
    let query = json!({
        "text": "", "wallet_id": null, "headline": null, "not_given": false, "ending_soon": false,
        "code_missing": false, "sort": "recent", "descending": false, "offset": 0, "limit": 100,
    });
    bench.read("esims_page", query).await["rows"].as_array().unwrap().clone()
}

/// Buys an offer for one traveller and waits for the eSIM.
async fn bought(bench: &Bench, offer: &Value) -> Value {
    let parent = key();
    let order = json!({
        "request_id": parent, "wallet_id": offer["wallet_id"], "plan_id": offer["plan"]["id"],
        "price_seen": offer["price"], "travellers": [{ "key": key(), "name": "Yuki Tanaka" }], "booking": "",
        "trip": { "countries": ["JP"], "from": null, "to": null },
        "phone_check": { "eid_seen": false, "not_locked": false, "declined": true }, "repeat_meant": false,
    });
    bench.write("order_place", order).await;
    let query = json!({
        "filter": { "kind": "purchase", "parent": parent }, "text": "", "offset": 0, "limit": 1,
    });
    let done = |page: &Value| page["rows"][0]["state"] == "fulfilled";
    bench.until("orders_page", query, done).await["rows"][0].clone()
}

fn purchase(zim: &Zim) -> Value {
    let seen = zim.requests().into_iter().find(|seen| seen.path == "/orders/with-wallet").unwrap();
    serde_json::from_str(&seen.body).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_any_length_reach_the_window_as_text_digit_by_digit() {
    for iccid_form in [IccidForm::Number, IccidForm::Text] {
        let zim = Zim::start(Options { iccid_form, ..quick() }).await.unwrap();
        let bench = connected(&zim, |_| ()).await;
        let rows = esims(&bench).await;
        let ledger = zim.ledger();
        assert_eq!(rows.len(), ledger.esims.len());
        let mut lengths = std::collections::BTreeSet::new();
        for row in &rows {
            let booked = ledger.esim(row["esim_id"].as_str().unwrap()).unwrap();
            assert_eq!(row["iccid"], json!(booked.iccid), "{iccid_form:?}");
            lengths.extend(booked.iccid.as_ref().map(String::len));
            let esim = json!({ "wallet_id": row["wallet_id"], "esim_id": row["esim_id"] });
            assert_eq!(bench.read("esim_detail", esim).await["msisdn"], json!(booked.msisdn));
        }
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [19, 20]);
        let longest =
            ledger.esims.iter().filter_map(|esim| esim.iccid.clone()).find(|iccid| iccid.len() == 20);
        let found = bench.read("find", json!({ "text": longest })).await;
        assert_eq!((found.as_array().unwrap().len(), &found[0]["kind"]), (1, &json!("esim")));
        bench.app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_nobody_knows_is_shown_as_it_came() {
    let zim = Zim::start(quick()).await.unwrap();
    let odd = zim.ledger().esims[0].id.clone();
    zim.set_esim_status(&odd, "HIBERNATING");
    let bench = connected(&zim, |_| ()).await;
    let row = esims(&bench).await.into_iter().find(|row| row["esim_id"] == odd.as_str()).unwrap();
    let detail = bench.read("esim_detail", json!({ "wallet_id": row["wallet_id"], "esim_id": odd })).await;
    assert_eq!((&detail["profile"], &detail["profile_word"]), (&json!("unknown"), &json!("HIBERNATING")));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_keeps_its_decimals_from_the_list_to_the_ledger() {
    for (currency, exponent) in [("JPY", 0), ("USD", 2), ("KWD", 3)] {
        let zim = Zim::start(quick()).await.unwrap();
        let bench = connected(&zim, |draft| draft["currency"] = json!(currency)).await;
        let found = plans(&bench, "JP").await;
        let priced = |offer: &&Value| !offer["price"].is_null();
        let offer = found["fits"].as_array().unwrap().iter().find(priced).unwrap();
        assert_eq!(
            (&offer["price"]["currency"], &offer["price"]["exponent"]),
            (&json!(currency), &json!(exponent))
        );
        let order = bought(&bench, offer).await;
        assert_eq!(order["price_seen"], offer["price"]);
        let ledger = zim.ledger();
        let booked = ledger.bought().next().unwrap();
        assert_eq!(
            (booked.currency.as_str(), json!(booked.price)),
            (currency, offer["price"]["minor"].clone())
        );
        bench.app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_without_countries_is_offered_with_its_reason_and_never_as_a_fit() {
    let zim = Zim::start(quick()).await.unwrap();
    let bench = connected(&zim, |_| ()).await;
    let found = plans(&bench, "FR").await;
    let is_regional = |offer: &Value| offer["plan"]["coverage"]["kind"] == "regional";
    assert!(!found["fits"].as_array().unwrap().iter().any(is_regional));
    let near = found["near"].as_array().unwrap();
    let europe = near.iter().find(|near| is_regional(&near["offer"])).unwrap();
    assert_eq!(europe["offer"]["plan"]["coverage"]["countries"], json!([]));
    let region = &europe["offer"]["plan"]["coverage"]["region"];
    let reasons = europe["reasons"].as_array().unwrap();
    assert!(reasons.contains(&json!({ "kind": "countries_not_listed", "region": region })), "{reasons:?}");
    let order = bought(&bench, &europe["offer"]).await;
    assert_eq!(
        order["plan"]["coverage"], europe["offer"]["plan"]["coverage"],
        "it can be bought all the same"
    );
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_wallet_form_says_stands_in_the_purchase_also_after_a_restart() {
    let zim =
        Zim::start(Options { single_orders: true, order_list_allowed: false, ..quick() }).await.unwrap();
    let bench = connected(&zim, |draft| {
        for (field, value) in [
            ("on_behalf_of", " acct_branch\n"),
            ("users", "user_a"),
            ("notify_recipient", "true"),
            ("single_order", "true"),
            ("discount_code", "PRACTICE10"),
        ] {
            draft["settings"][field] = json!(value);
        }
    })
    .await
    .restart()
    .await;
    let found = plans(&bench, "JP").await;
    let order = bought(&bench, &found["fits"][0]).await;
    assert_eq!(
        purchase(&zim),
        json!({
            "planID": order["plan"]["id"], "currencyISO": "USD", "notifyRecipient": true, "quantity": 1,
            "orderType": "ONE_OFF", "accountID": "acct_branch", "usersIDs": ["user_a"],
        })
    );
    let by_itself = format!("/orders/{}", order["reference"].as_str().unwrap());
    assert!(zim.requests().iter().any(|seen| seen.path == by_itself), "the order was read by itself");
    assert_eq!(order["taken"]["kind"], "fulfilled", "the closed list does not say so");
    bench.app.stop().await;
}
