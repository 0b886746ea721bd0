//! The switches: the older generation, other forms of the same answers, and a large account.

use crate::client::{Desk, quick, send};
use esim_desk_simulators::zim::{Generation, IccidForm, Options, OrderRow};
use serde_json::json;

#[tokio::test]
async fn the_older_generation() {
    let desk = Desk::open(Options { generation: Generation::Seed, ..quick() }).await;
    let bearer = format!("Bearer {}", desk.token);
    let bare = [("Authorization", bearer.as_str())];
    assert_eq!(send(&desk.zim, "GET", "/esims", &bare, "").await.status, 200, "no app identifier needed");
    for path in ["/orders", "/plans/JPN/local", "/plans/JPN/local/unlimited"] {
        assert_eq!(desk.get(path).await.status, 404, "{path}");
    }
    let body = json!({"planID": desk.plan(), "orderType": "TOP_UP", "usersIDs": ["user_a"], "userNanoIDs": ["user_b"]});
    assert_eq!(desk.post("/orders/with-wallet", body).await.json()["type"], "ONE_OFF");
    assert_eq!(desk.zim.ledger().bought().next().unwrap().user_id, "user_b");
}

#[tokio::test]
async fn single_objects_in_an_array() {
    let desk = Desk::open(Options { wrap_single_in_array: true, ..quick() }).await;
    let ledger = desk.zim.ledger();
    let subscription = &ledger.subscriptions[0].id;
    for path in [
        format!("/esims/{}", ledger.esims[0].id),
        format!("/subscriptions/{subscription}"),
        format!("/subscriptions/{subscription}/activity/latest"),
        "/destinations/JPN".to_owned(),
    ] {
        assert_eq!(desk.get(&path).await.rows().len(), 1, "{path}");
    }
    assert_eq!(desk.get("/esims/esim_none").await.rows().len(), 0);
}

#[tokio::test]
async fn one_row_by_path_or_by_query() {
    let desk = Desk::open(quick()).await;
    let ledger = desk.zim.ledger();
    let (esim, subscription) = (&ledger.esims[4].id, &ledger.subscriptions[4].id);
    let by_path = desk.get(&format!("/esims/{esim}")).await.body;
    assert_eq!(by_path, desk.get(&format!("/esims?esimID={esim}")).await.body);
    assert_eq!(by_path, desk.get(&format!("/esims/%3AesimID?esimID={esim}")).await.body);
    let by_path = desk.get(&format!("/subscriptions/{subscription}")).await.json();
    assert_eq!(by_path["id"], subscription.as_str());
    let by_query =
        desk.get(&format!("/subscriptions/:subscriptionID?subscriptionID={subscription}")).await.json();
    assert_eq!(by_path, by_query);
    for path in ["/esims/none", "/subscriptions/none", "/subscriptions/none/activity/latest", "/none"] {
        assert_eq!(desk.get(path).await.status, 404, "{path}");
    }
    assert_eq!(desk.post("/esims", json!({})).await.status, 405);
}

#[tokio::test]
async fn the_trailing_slash_redirects_one_way_or_the_other() {
    for (redirect, answers, moved) in
        [(false, "/subscriptions/", "/subscriptions"), (true, "/subscriptions", "/subscriptions/")]
    {
        let desk = Desk::open(Options { subscriptions_redirect: redirect, ..quick() }).await;
        assert!(!desk.get(answers).await.rows().is_empty());
        let answer = desk.get(moved).await;
        assert_eq!((answer.status, answer.header("location")), (301, Some(answers)));
    }
}

#[tokio::test]
async fn roles_and_refused_searches() {
    let desk = Desk::open(Options { order_list_allowed: false, plan_body_search: false, ..quick() }).await;
    assert_eq!(desk.get("/orders").await.status, 403);
    assert_eq!(desk.post("/plans/search", json!({})).await.status, 400);
    assert_eq!(desk.get("/plans/FRA/local").await.status, 200);
}

#[tokio::test]
async fn digits_and_times_in_every_form() {
    for (form, sign) in [(IccidForm::Number, "\"iccid\":8"), (IccidForm::Text, "\"iccid\":\"8")] {
        let desk = Desk::open(Options { iccid_form: form, millisecond_usage: true, ..quick() }).await;
        let body = desk.get("/esims").await.body;
        let coded = desk.zim.ledger().esims.iter().filter(|esim| esim.iccid.is_some()).count();
        assert_eq!(body.matches(sign).count(), coded);
        let subscription = &desk.zim.ledger().subscriptions[0].id;
        let usage = desk.get(&format!("/subscriptions/{subscription}/activity/latest")).await.json();
        assert!(usage["lastUpdatedAt"].as_i64().unwrap() > 1_000_000_000_000);
    }
}

#[tokio::test]
async fn order_rows_may_name_their_esim() {
    for form in [OrderRow::Ids, OrderRow::Nested] {
        let desk = Desk::open(Options { order_row: form, ..quick() }).await;
        desk.buy(&desk.plan()).await;
        let ledger = desk.zim.ledger();
        let esim_id = ledger.bought().next().unwrap().esim_id.clone().unwrap();
        let rows = desk.get("/orders").await.rows();
        let row = rows.last().unwrap();
        let named = if form == OrderRow::Ids { &row["esimID"] } else { &row["subscription"]["esimID"] };
        assert_eq!(named, esim_id.as_str());
    }
}

#[tokio::test]
async fn single_orders_are_read_only_where_the_account_has_them() {
    for (single_orders, status) in [(true, 200), (false, 404)] {
        let desk = Desk::open(Options { single_orders, order_list_allowed: false, ..quick() }).await;
        let id = desk.buy(&desk.plan()).await.json()["id"].as_str().unwrap().to_owned();
        let answer = desk.get(&format!("/orders/{id}")).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.json()["id"].as_str(), single_orders.then_some(id.as_str()));
        assert_eq!(desk.get("/orders/ordr_none").await.status, 404);
    }
}

#[tokio::test]
async fn a_large_account_answers_whole() {
    let desk = Desk::open(Options { esims: 20_000, ..quick() }).await;
    assert_eq!(desk.get("/esims").await.rows().len(), 20_000);
    desk.buy(&desk.plan()).await;
    assert_eq!(desk.get("/esims").await.rows().len(), 20_001, "the prepared list follows changes");
}
