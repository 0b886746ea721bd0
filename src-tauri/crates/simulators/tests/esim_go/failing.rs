//! Scripted faults, seen from the wire, what the ledger says after them, and what outlives a restart.

use crate::client::{DAY, Desk, GB, SOON, order, quick, rows};
use esim_desk_simulators::esim_go::{EsimGo, Fault, Options, When};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_purchase_fails_before_or_after_it_is_done() {
    let desk = Desk::open(quick()).await;
    for (fault, status, purchases) in [
        (Fault::DropBefore, 0, 0),
        (Fault::DropAfter, 0, 1),
        (Fault::ServerError, 500, 1),
        (Fault::ServerErrorAfter, 500, 2),
        (Fault::CutBody, 200, 3),
        (Fault::Html, 200, 3),
        (Fault::TooManyRequests { retry_after: 2 }, 429, 3),
        (Fault::TextError(400), 400, 3),
        (Fault::StillProcessing(4), 503, 3),
    ] {
        desk.account.fault(When::purchase(), fault.clone());
        let answer = desk.buy(GB).await;
        assert_eq!((answer.status, desk.purchases()), (status, purchases), "{fault:?}");
        assert_eq!(desk.account.ledger().bought().count(), purchases, "{fault:?}");
    }
    assert_eq!(desk.account.ledger().charged, 3 * desk.price(GB));
    assert_eq!(desk.buy(GB).await.status, 200, "faults strike once");
}

#[tokio::test]
async fn only_a_real_order_is_a_purchase() {
    let desk = Desk::open(quick()).await;
    desk.account.fault(When::purchase(), Fault::ServerError);
    let mut validate = order(GB, 1);
    validate["type"] = json!("validate");
    assert_eq!(desk.post("/orders", validate).await.status, 200);
    assert_eq!(desk.get("/orders").await.status, 200);
    assert_eq!(desk.post("/esims/apply", json!({"name": GB})).await.status, 200);
    assert_eq!(desk.buy(GB).await.status, 500);
}

#[tokio::test]
async fn errors_are_in_the_vendors_words() {
    let desk = Desk::open(quick()).await;
    for (fault, status, message) in [
        (Fault::Status(403), 403, "Forbidden"),
        (Fault::TooManyRequests { retry_after: 3 }, 429, "Rate limit exceeded"),
        (Fault::ServerError, 500, "Internal Server Error"),
    ] {
        desk.account.fault(When::get("/v2.5/esims"), fault);
        let answer = desk.get("/esims").await;
        assert_eq!((answer.status, answer.json()), (status, json!({"message": message})));
        assert!(answer.header("x-ratelimit-limit").is_some());
    }
    desk.account.fault(When::post("/v2.5/orders"), Fault::TextError(400));
    let text = desk.buy(GB).await;
    assert!(text.header("content-type").unwrap().starts_with("text/plain") && !text.body.starts_with('{'));
    desk.account.fault(When::get("/v2.5/esims/assignments"), Fault::StillProcessing(7));
    let later = desk.get("/esims/assignments?reference=x").await;
    assert_eq!((later.status, later.header("retry-after")), (503, Some("7")));
}

#[tokio::test]
async fn a_client_that_gives_up_may_have_bought() {
    let desk = Desk::open(quick()).await;
    desk.account.fault(When::purchase(), Fault::DelayAfter(DAY));
    tokio::select! {
        answer = desk.buy(GB) => panic!("answered: {answer:?}"),
        bought = desk.account.wait_for(|ledger| ledger.purchases == 1, SOON) => { bought.unwrap(); }
    }
    desk.account.wait_for_request(|seen| seen.path == "/v2.5/orders", SOON).await.unwrap();
}

#[tokio::test]
async fn lists_have_a_bad_row_no_row_or_a_row_twice() {
    let desk = Desk::open(quick()).await;
    let lists =
        [("/catalogue", "bundles"), ("/esims", "esims"), ("/orders", "orders"), ("/inventory", "bundles")];
    for (path, name) in lists {
        let good = rows(&desk.get(path).await.json(), name);
        let when = || When::get(&format!("/v2.5{path}"));
        desk.account.fault(when(), Fault::BadRow);
        let spoilt = rows(&desk.get(path).await.json(), name);
        assert_eq!((spoilt.len(), &spoilt[1..]), (good.len() + 1, &good[..]), "{path}");
        desk.account.fault(when(), Fault::EmptyList);
        assert!(rows(&desk.get(path).await.json(), name).is_empty(), "{path}");
    }
    for (path, name) in &lists[..3] {
        let first = rows(&desk.get(path).await.json(), name);
        desk.account.fault(When::get(&format!("/v2.5{path}")), Fault::PageShifts);
        let second = rows(&desk.get(&format!("{path}?page=2")).await.json(), name);
        assert_eq!(second.first(), first.last(), "{path}");
    }
}

#[tokio::test]
async fn a_purchase_between_two_pages_shifts_them() {
    let desk = Desk::open(quick()).await;
    let first = rows(&desk.get("/esims?page=1").await.json(), "esims");
    desk.account.add_foreign_order(GB).unwrap();
    let second = rows(&desk.get("/esims?page=2").await.json(), "esims");
    assert_eq!(second.first(), first.last());
}

#[tokio::test]
async fn an_order_takes_an_odd_turn() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    desk.account.fault(When::purchase(), Fault::OtherEsim);
    let body = desk.buy_onto(GB, &iccid).await.json();
    assert_ne!(body["order"][0]["iccids"], json!([iccid]));
    desk.account.fault(When::purchase(), Fault::OrderStatus("pending"));
    assert_eq!(desk.buy(GB).await.json()["status"], "pending");
    desk.account.fault(When::purchase(), Fault::ListedLate(Duration::from_secs(60)));
    let late = desk.buy(GB).await.json();
    let newest = async || desk.get("/orders?limit=1").await.json()["orders"][0]["orderReference"].clone();
    assert_ne!(newest().await, late["orderReference"]);
    desk.account.advance(Duration::from_secs(60));
    assert_eq!(newest().await, late["orderReference"]);
    desk.account.fault(When::purchase(), Fault::NeverReady);
    let never = desk.esim(GB).await;
    desk.account.advance(DAY);
    let body = desk.get(&format!("/esims/{never}/bundles")).await.json();
    assert_eq!(body["bundles"][0]["assignments"][0]["bundleState"], "processing");
    desk.account.fault(When::purchase(), Fault::ReadyLate(Duration::from_secs(600)));
    let late = desk.buy(GB).await.json();
    let path = format!("/esims/assignments?reference={}", late["orderReference"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.status, 503);
    desk.account.advance(Duration::from_secs(600));
    assert_eq!(desk.get(&path).await.status, 200);
}

#[tokio::test]
async fn the_books_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        folder: Some(folder.path().into()),
        processing: Duration::from_secs(600),
        seed: 7,
        esims: 30,
        ..quick()
    };
    let desk = Desk::open(options()).await;
    let iccid = desk.esim(GB).await;
    desk.account.set_price(GB, 999);
    let before = desk.account.ledger();
    desk.account.stop().await;
    let desk = Desk::open(Options { seed: 8, esims: 3, ..options() }).await;
    let after = desk.account.ledger();
    assert_eq!((after.orders, after.esims, after.stock), (before.orders, before.esims, before.stock));
    assert_eq!((after.balance, after.purchases, desk.price(GB)), (before.balance, 1, 999));
    desk.account.advance(Duration::from_secs(600));
    let body = desk.get(&format!("/esims/{iccid}/bundles")).await.json();
    assert_eq!(body["bundles"][0]["assignments"][0]["bundleState"], "queued", "what was due is still due");
    let references: Vec<_> = desk.account.ledger().orders.into_iter().map(|row| row.reference).collect();
    let new = desk.buy(GB).await.json()["orderReference"].as_str().unwrap().to_owned();
    assert!(!references.contains(&new), "no id is given twice");
}

#[tokio::test]
async fn the_same_seed_makes_the_same_account() {
    let open = async |seed| EsimGo::start(Options { seed, ..quick() }).await.unwrap();
    let (one, same, other) = (open(1).await, open(1).await, open(2).await);
    let codes = |account: &EsimGo| account.ledger().esims.iter().map(|esim| esim.lpa()).collect::<Vec<_>>();
    assert_eq!((one.bundles(), codes(&one)), (same.bundles(), codes(&same)));
    assert_ne!(codes(&one), codes(&other));
    assert_ne!(one.credentials(), same.credentials(), "keys are of one run");
}
