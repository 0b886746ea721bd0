//! The main job end to end: practise, find a plan for Japan, buy it, hand it over, find it again.

use super::support::Bench;
use esim_desk_core::api::Code;
use serde_json::{Value, json};

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn japan(bench: &Bench) -> Value {
    let trip = json!({
        "countries": ["JP"], "from": "2026-12-01", "to": "2026-12-05", "data": { "kind": "at_least", "gb": 1 },
    });
    bench.read("plans_search", trip).await
}

/// Buys the first plan that fits, for these travellers; gives the purchase's id.
async fn buy(bench: &Bench, names: &[&str]) -> String {
    let found = japan(bench).await;
    let offer = &found["fits"][0];
    let travellers: Vec<Value> = names.iter().map(|name| json!({ "key": key(), "name": name })).collect();
    let parent = key();
    let order = json!({
        "request_id": parent,
        "wallet_id": offer["wallet_id"],
        "plan_id": offer["plan"]["id"],
        "price_seen": offer["price"],
        "travellers": travellers,
        "booking": "BK-20418",
        "trip": { "countries": ["JP"], "from": "2026-12-01", "to": "2026-12-05" },
        "phone_check": { "eid_seen": true, "not_locked": true, "declined": false },
        "repeat_meant": false,
    });
    let placed = bench.write("order_place", order).await;
    assert_eq!(placed.as_array().unwrap().len(), names.len());
    parent
}

async fn fulfilled(bench: &Bench, parent: &str) -> Vec<Value> {
    let query = json!({
        "filter": { "kind": "purchase", "parent": parent }, "text": "", "offset": 0, "limit": 10,
    });
    let done =
        |page: &Value| page["rows"].as_array().unwrap().iter().all(|order| order["state"] == "fulfilled");
    bench.until("orders_page", query, done).await["rows"].as_array().unwrap().clone()
}

fn esim_of(order: &Value) -> Value {
    json!({ "wallet_id": order["wallet_id"], "esim_id": order["esim"]["esim_id"] })
}

fn with(mut request: Value, more: Value) -> Value {
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_program_welcomes_and_practice_is_ready_within_two_seconds() {
    let bench = Bench::start().await;
    assert_eq!(bench.read("app_state", json!({})).await["welcome"], true);
    let began = std::time::Instant::now();
    let state = bench.write("practice_start", json!({})).await;
    assert_eq!((&state["practice"], &state["welcome"]), (&json!(true), &json!(false)));
    bench
        .until(
            "plans_search",
            json!({
                "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" },
            }),
            |found| !found["fits"].as_array().unwrap().is_empty(),
        )
        .await;
    assert!(began.elapsed().as_secs_f32() < 2.0, "took {:?}", began.elapsed());
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_esim_is_bought_and_handed_over_and_its_kit_survives_a_restart() {
    let bench = Bench::start().await;
    bench.practise().await;
    let parent = buy(&bench, &["Yuki Tanaka"]).await;
    let orders = fulfilled(&bench, &parent).await;
    let esim = esim_of(&orders[0]);

    let kit = bench.read("kit", esim.clone()).await;
    let ledger = bench.simulator().ledger();
    let made = ledger.esims.iter().find(|made| made.id == esim["esim_id"]).unwrap();
    assert_eq!(kit["one_line"].as_str(), made.lpa().as_deref());
    assert_eq!(kit["traveller"], "Yuki Tanaka");
    assert!(kit["qr"].as_str().unwrap().starts_with("data:image/png;base64,"));
    assert_eq!(ledger.purchases, 1);

    let show = with(
        esim.clone(),
        json!({
            "traveller": "Yuki Tanaka", "booking": "BK-20418", "action": { "kind": "show" }, "reason": null,
        }),
    );
    let given = bench.write("kit_give", show).await;
    assert_eq!(given["hand_over"]["how"], "shown");
    let detail = bench.read("esim_detail", esim.clone()).await;
    assert_eq!(detail["row"]["headline"], "ready_given");
    assert_eq!(detail["hand_overs"][0]["traveller"], "Yuki Tanaka");

    let found = bench.read("find", json!({ "text": "tanaka" })).await;
    let kinds: Vec<&str> =
        found.as_array().unwrap().iter().map(|hit| hit["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["esim", "order"]);

    let bench = bench.restart().await;
    assert_eq!(bench.read("app_state", json!({})).await["practice"], true, "the mode is remembered");
    let again = bench.read("kit", esim).await;
    assert_eq!(again["one_line"], kit["one_line"]);
    assert_eq!(again["given"]["traveller"], "Yuki Tanaka");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_travellers_get_ten_esims_of_their_own() {
    let bench = Bench::start().await;
    bench.practise().await;
    let names: Vec<String> = (1..=10).map(|number| format!("Traveller {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let parent = buy(&bench, &names).await;
    let orders = fulfilled(&bench, &parent).await;
    let mut codes = std::collections::BTreeSet::new();
    for (order, name) in orders.iter().zip(names) {
        assert_eq!(order["traveller"], name);
        codes.insert(bench.read("kit", esim_of(order)).await["one_line"].to_string());
    }
    assert_eq!((codes.len(), bench.simulator().ledger().purchases), (10, 10));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_bought_stands_in_the_list_with_its_plan_at_once() {
    let bench = Bench::start().await;
    bench.practise().await;
    let parent = buy(&bench, &["Yuki Tanaka"]).await;
    let order = fulfilled(&bench, &parent).await.remove(0);
    let query = json!({
        "text": "tanaka", "wallet_id": null, "headline": null, "not_given": false, "ending_soon": false,
        "code_missing": false, "sort": "recent", "descending": false, "offset": 0, "limit": 50,
    });
    let page = bench.until("esims_page", query, |page| page["total"] == 1).await;
    assert_eq!(page["rows"][0]["coverage"], order["plan"]["coverage"]);
    assert_eq!(page["rows"][0]["days"], order["plan"]["days"]);
    assert_eq!(page["rows"][0]["headline"], "ready_not_given");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_and_the_real_desk_do_not_mix() {
    let bench = Bench::start().await;
    bench.practise().await;
    let parent = buy(&bench, &["Yuki Tanaka"]).await;
    let order = fulfilled(&bench, &parent).await.remove(0);
    bench.write("wallet_disconnect", json!({ "wallet_id": order["wallet_id"] })).await;
    let real = bench.write("practice_stop", json!({})).await;
    assert_eq!(
        (&real["practice"], &real["welcome"], &real["wallets"]),
        (&json!(false), &json!(true), &json!([]))
    );
    assert_eq!(bench.read("find", json!({ "text": "tanaka" })).await, json!([]));
    let again = bench.practise().await;
    assert_eq!(again[0]["id"], order["wallet_id"], "the same wallet, at its supplier's new address");
    assert_eq!(bench.read("kit", esim_of(&order)).await["traveller"], "Yuki Tanaka");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_and_eleven_travellers_are_refused_before_anything_is_written() {
    let bench = Bench::start().await;
    bench.practise().await;
    let offer = japan(&bench).await["fits"][0].clone();
    for (count, code) in [(0, Code::NoTraveller), (11, Code::TooManyTravellers)] {
        let travellers: Vec<Value> =
            (0..count).map(|n| json!({ "key": key(), "name": format!("T {n}") })).collect();
        let order = json!({
            "wallet_id": offer["wallet_id"], "plan_id": offer["plan"]["id"], "price_seen": offer["price"],
            "travellers": travellers, "booking": "",
            "trip": { "countries": [], "from": null, "to": null },
            "phone_check": { "eid_seen": false, "not_locked": false, "declined": true }, "repeat_meant": false,
        });
        let failure = bench.try_write("order_place", order).await.unwrap_err();
        assert_eq!((failure.code, failure.field.as_deref()), (code, Some("travellers")));
    }
    assert_eq!(bench.simulator().ledger().purchases, 0);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_click_and_a_late_repeat_buy_nothing_more() {
    let bench = Bench::start().await;
    bench.practise().await;
    let offer = japan(&bench).await["fits"][0].clone();
    let order = json!({
        "request_id": key(),
        "wallet_id": offer["wallet_id"],
        "plan_id": offer["plan"]["id"],
        "price_seen": offer["price"],
        "travellers": [{ "key": key(), "name": "Yuki Tanaka" }],
        "booking": "",
        "trip": { "countries": [], "from": null, "to": null },
        "phone_check": { "eid_seen": false, "not_locked": false, "declined": true },
        "repeat_meant": false,
    });
    let (one, two) =
        tokio::join!(bench.write("order_place", order.clone()), bench.write("order_place", order.clone()));
    assert_eq!(one[0]["key"], two[0]["key"]);
    let parent = order["request_id"].as_str().unwrap().to_owned();
    fulfilled(&bench, &parent).await;
    let bench = bench.restart().await;
    bench.write("order_place", order).await;
    fulfilled(&bench, &parent).await;
    assert_eq!(bench.simulator().ledger().purchases, 1);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_an_esim_tells_of_the_data_that_was_added() {
    let bench = Bench::start().await;
    bench.practise().await;
    let parent = buy(&bench, &["Yuki Tanaka"]).await;
    let bought = fulfilled(&bench, &parent).await.remove(0);
    let esim = esim_of(&bought);
    let ready = |detail: &Value| detail["can"]["add_data"] == true;
    bench.until("esim_detail", esim.clone(), ready).await;
    let plans = bench.read("add_data_plans", esim.clone()).await;
    let offer = &plans["offers"][0];
    let parent = key();
    let order = json!({
        "request_id": parent,
        "wallet_id": offer["wallet_id"],
        "plan_id": offer["plan"]["id"],
        "price_seen": offer["price"],
        "onto": { "esim_id": esim["esim_id"], "service_id": plans["service_id"] },
        "travellers": [{ "key": key(), "name": "Yuki Tanaka" }],
        "booking": "",
        "trip": { "countries": [], "from": null, "to": null },
        "phone_check": { "eid_seen": false, "not_locked": false, "declined": false },
        "repeat_meant": true,
    });
    bench.write("order_place", order).await;
    let added = fulfilled(&bench, &parent).await.remove(0);
    let detail = bench.read("esim_detail", esim).await;
    let told: Vec<&Value> =
        detail["history"].as_array().unwrap().iter().map(|line| &line["what"]["number"]).collect();
    assert!(told.contains(&&bought["number"]) && told.contains(&&added["number"]), "{told:?}");
    bench.app.stop().await;
}
