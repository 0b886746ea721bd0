//! What was found and then changed before it was bought: nothing is bought, the reason is said, and what was
//! typed can be sent again.

use super::support::Bench;
use esim_desk_core::api::{Code, MoneyMoved};
use esim_desk_simulators::zim::Origin;
use serde_json::{Value, json};

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Practice, and the two cheapest plans that fit.
async fn found() -> (Bench, Value, Value) {
    let bench = Bench::start().await;
    bench.practise().await;
    let fits = offers(&bench).await;
    (bench, fits[0].clone(), fits[1].clone())
}

fn trip() -> Value {
    json!({ "countries": ["JP"], "from": "2026-12-01", "to": "2026-12-05", "data": { "kind": "at_least", "gb": 1 } })
}

async fn offers(bench: &Bench) -> Value {
    bench.read("plans_search", trip()).await["fits"].clone()
}

/// What was typed, for this offer.
fn typed(offer: &Value) -> Value {
    json!({
        "request_id": key(),
        "wallet_id": offer["wallet_id"],
        "plan_id": offer["plan"]["id"],
        "price_seen": offer["price"],
        "travellers": [{ "key": key(), "name": "Yuki Tanaka" }],
        "booking": "BK-20418",
        "trip": { "countries": ["JP"], "from": "2026-12-01", "to": "2026-12-05" },
        "phone_check": { "eid_seen": true, "not_locked": true, "declined": false },
        "repeat_meant": false,
    })
}

/// The same for another plan or price, as the form sends it after a purchase that was stopped.
fn retyped(typed: &Value, offer: &Value) -> Value {
    let mut again = typed.clone();
    for (field, value) in [("plan_id", &offer["plan"]["id"]), ("price_seen", &offer["price"])] {
        again[field] = value.clone();
    }
    again["request_id"] = json!(key());
    again["travellers"][0]["key"] = json!(key());
    again
}

fn plan_of(offer: &Value) -> &str {
    offer["plan"]["id"].as_str().unwrap()
}

/// What the next search says of a plan, once its price is so many cents; nothing once it is gone.
async fn searched_again(bench: &Bench, offer: &Value, minor: Option<i64>) -> Option<Value> {
    let find = |found: &Value| {
        let mut fits = found["fits"].as_array().unwrap().iter();
        fits.find(|one| one["plan"]["id"] == offer["plan"]["id"]).cloned()
    };
    let price = |found: &Value| find(found).and_then(|one| one["price"]["minor"].as_i64());
    find(&bench.until("plans_search", trip(), |found| price(found) == minor).await)
}

/// The one order of a purchase, once it is as wanted.
async fn order(bench: &Bench, typed: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
    let filter = json!({ "kind": "purchase", "parent": typed["request_id"] });
    let query = json!({ "filter": filter, "text": "", "offset": 0, "limit": 10 });
    let page = bench.until("orders_page", query, |page| page["total"] == 1 && wanted(&page["rows"][0])).await;
    page["rows"][0].clone()
}

async fn held(bench: &Bench, typed: &Value) -> Value {
    order(bench, typed, |order| !order["failure"].is_null()).await
}

async fn fulfilled(bench: &Bench, typed: &Value) -> Value {
    order(bench, typed, |order| order["state"] == "fulfilled").await
}

async fn act(bench: &Bench, command: &str, order: &Value) -> Value {
    bench.write(command, json!({ "key": order["key"] })).await
}

async fn events(bench: &Bench, order: &Value) -> Vec<String> {
    let detail = bench.read("order_detail", json!({ "key": order["key"] })).await;
    let events = detail["events"].as_array().unwrap();
    events.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect()
}

/// The supplier has no order of ours, and was never asked for one.
fn nothing_was_bought(bench: &Bench) {
    let zim = bench.simulator();
    let ledger = zim.ledger();
    assert_eq!(ledger.purchases, 0);
    assert!(ledger.orders.iter().all(|order| order.origin == Origin::Past));
    assert!(zim.requests().iter().all(|seen| seen.path != "/orders/with-wallet"));
}

/// It stopped before it was sent, and says so; everything that was typed is there.
fn stopped(held: &Value, typed: &Value, code: &str) {
    assert_eq!((&held["state"], &held["failure"]["code"]), (&json!("intent"), &json!(code)));
    assert_eq!(held["failure"]["money"], "untouched");
    assert_eq!((&held["reference"], &held["sending_since"]), (&Value::Null, &Value::Null));
    assert_eq!((&held["traveller"], &held["booking"]), (&json!("Yuki Tanaka"), &json!("BK-20418")));
    assert_eq!((&held["plan"]["id"], &held["price_seen"]), (&typed["plan_id"], &typed["price_seen"]));
    assert_eq!(held["trip"], typed["trip"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_rose_after_the_search_is_named_and_nothing_is_bought() {
    let (bench, offer, _) = found().await;
    let seen = offer["price"]["minor"].as_i64().unwrap();
    assert!(bench.simulator().set_price(plan_of(&offer), "USD", seen + 1));
    let typed = typed(&offer);
    bench.write("order_place", typed.clone()).await;
    let order = held(&bench, &typed).await;
    stopped(&order, &typed, "price_rose");
    let money = |minor: i64| format!("{}.{:02} USD", minor / 100, minor % 100);
    let facts = &order["failure"]["facts"];
    assert_eq!((&facts["was"], &facts["now"]), (&json!(money(seen)), &json!(money(seen + 1))));
    nothing_was_bought(&bench);

    bench.write("order_place", typed.clone()).await;
    act(&bench, "order_send", &order).await;
    stopped(&held(&bench, &typed).await, &typed, "price_rose");
    nothing_was_bought(&bench);
    assert_eq!(events(&bench, &order).await, ["intent", "held", "resumed", "held"]);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_a_risen_price_stopped_is_sent_when_the_price_is_back() {
    let (bench, offer, _) = found().await;
    let seen = offer["price"]["minor"].as_i64().unwrap();
    bench.simulator().set_price(plan_of(&offer), "USD", seen * 2);
    let typed = typed(&offer);
    bench.write("order_place", typed.clone()).await;
    let order = held(&bench, &typed).await;
    bench.simulator().set_price(plan_of(&offer), "USD", seen);
    act(&bench, "order_send", &order).await;
    let done = fulfilled(&bench, &typed).await;
    assert_eq!((&done["key"], &done["traveller"]), (&order["key"], &json!("Yuki Tanaka")));
    let ledger = bench.simulator().ledger();
    assert_eq!((ledger.purchases, ledger.bought().next().unwrap().price), (1, seen));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_bought_at_the_new_price_once_staff_agree() {
    let (bench, offer, _) = found().await;
    let risen = offer["price"]["minor"].as_i64().unwrap() * 2;
    bench.simulator().set_price(plan_of(&offer), "USD", risen);
    let typed = typed(&offer);
    bench.write("order_place", typed.clone()).await;
    let order = held(&bench, &typed).await;
    assert_eq!(act(&bench, "order_withdraw", &order).await["state"], "withdrawn");
    let again = searched_again(&bench, &offer, Some(risen)).await.unwrap();
    let agreed = retyped(&typed, &again);
    bench.write("order_place", agreed.clone()).await;
    let done = fulfilled(&bench, &agreed).await;
    assert_eq!((&done["traveller"], &done["booking"]), (&order["traveller"], &order["booking"]));
    let ledger = bench.simulator().ledger();
    assert_eq!((ledger.purchases, ledger.bought().next().unwrap().price), (1, risen));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_vanished_after_the_search_is_said_and_another_is_bought_for_what_was_typed() {
    let (bench, offer, other) = found().await;
    assert!(bench.simulator().remove_plan(plan_of(&offer)));
    let typed = typed(&offer);
    bench.write("order_place", typed.clone()).await;
    let order = held(&bench, &typed).await;
    stopped(&order, &typed, "plan_gone");
    act(&bench, "order_send", &order).await;
    stopped(&held(&bench, &typed).await, &typed, "plan_gone");
    nothing_was_bought(&bench);
    assert_eq!(searched_again(&bench, &offer, None).await, None, "it is not offered again");

    act(&bench, "order_withdraw", &order).await;
    let again = retyped(&typed, &other);
    bench.write("order_place", again.clone()).await;
    fulfilled(&bench, &again).await;
    let ledger = bench.simulator().ledger();
    let bought: Vec<_> = ledger.bought().map(|order| order.plan_id.as_str()).collect();
    assert_eq!(bought, [plan_of(&other)]);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_left_the_list_meanwhile_is_refused_unwritten_and_its_keys_stay_good() {
    let (bench, offer, other) = found().await;
    bench.simulator().remove_plan(plan_of(&offer));
    bench.world.clock.skip(60);
    bench.write("sync_now", json!({ "wallet_id": offer["wallet_id"] })).await;
    let is_gone =
        |found: &Value| found["fits"].as_array().unwrap().iter().all(|one| one["plan"] != offer["plan"]);
    bench.until("plans_search", trip(), is_gone).await;
    let typed = typed(&offer);
    let failure = bench.try_write("order_place", typed.clone()).await.unwrap_err();
    assert_eq!((failure.code, failure.money), (Code::PlanGone, MoneyMoved::Untouched));
    let all = json!({ "filter": { "kind": "all" }, "text": "", "offset": 0, "limit": 10 });
    assert_eq!(bench.read("orders_page", all).await["total"], 0, "the journal has no row of it");
    nothing_was_bought(&bench);

    // After a refusal the form keeps its keys and takes a new id for the attempt.
    let mut again = retyped(&typed, &other);
    again["travellers"] = typed["travellers"].clone();
    bench.write("order_place", again.clone()).await;
    assert_eq!(fulfilled(&bench, &again).await["key"], typed["travellers"][0]["key"]);
    assert_eq!(bench.simulator().ledger().purchases, 1);
    bench.app.stop().await;
}
