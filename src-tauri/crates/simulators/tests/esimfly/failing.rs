//! Faults before and after a purchase commits, and what a repeat finds.

use crate::client::{Desk, HOUR, SOON, code, free, refusal};
use esim_desk_simulators::esimfly::{BASE_PATH, Fault, Options, Twist, When};
use serde_json::json;
use std::time::Duration;

fn path(short: &str) -> String {
    format!("{BASE_PATH}{short}")
}

#[tokio::test]
async fn a_lost_answer_and_a_lost_request_look_the_same() {
    let desk = Desk::open(free()).await;
    for (fault, status, bought) in [
        (Fault::DropBefore, 0, 0),
        (Fault::DropAfter, 0, 1),
        (Fault::CutBody, 200, 1),
        (Fault::ServerError, 500, 0),
        (Fault::ServerErrorAfter, 500, 1),
        (Fault::Status(502), 502, 0),
        (Fault::Html, 200, 0),
        (Fault::Unauthorized, 401, 0),
    ] {
        let before = desk.fly.ledger();
        let key = format!("{fault:?}");
        desk.fly.fault(When::purchase(), fault.clone());
        let answer = desk.buy("PHAJHEAYP", &key).await;
        assert_eq!(answer.status, status, "{key}");
        let ledger = desk.fly.ledger();
        assert_eq!(
            (ledger.purchases - before.purchases, before.balance - ledger.balance),
            (bought, 144 * bought as i64)
        );
        let again = desk.buy("PHAJHEAYP", &key).await.json();
        assert_eq!(again["duplicate"] == true, bought == 1, "{key}");
        assert_eq!(desk.fly.ledger().purchases - before.purchases, 1, "one order in the end");
        if status == 500 {
            assert_eq!(answer.json(), json!({"success": false, "error": "Internal Server Error"}));
        }
    }
}

#[tokio::test]
async fn a_lost_top_up_has_no_key_to_find_it_by() {
    let desk = Desk::open(free()).await;
    let package = desk.network();
    let iccid = desk.bought(&package.code).await;
    let body = json!({"iccid": iccid, "packageCode": format!("TOPUP_{}", package.code)});
    for (fault, factor) in [(Fault::DropBefore, 1), (Fault::DropAfter, 2), (Fault::ServerErrorAfter, 3)] {
        desk.fly.fault(When::post(&path("/topup/order")), fault);
        assert!(matches!(desk.post("/topup/order", body.clone()).await.status, 0 | 500));
        let query = format!("/esims/usage/query?iccid={iccid}");
        assert_eq!(desk.data(&query).await["data"]["total_mb"], 3 * 1024 * factor);
    }
    let rows = desk.data(&format!("/orders?search={}", body["packageCode"].as_str().unwrap())).await;
    assert_eq!(rows["orders"].as_array().unwrap().len(), 2);
    assert_eq!(desk.fly.ledger().purchases, 3);
}

#[tokio::test]
async fn an_order_in_work_answers_409_and_then_the_original() {
    let desk = Desk::open(free()).await;
    desk.fly.fault(When::purchase(), Twist::Breaks(HOUR));
    let broken = desk.buy("PHAJHEAYP", "k").await;
    assert_eq!(refusal(&broken), code(500, "ORDER_PROCESSING_ERROR"));
    assert_eq!(refusal(&desk.buy("PHAJHEAYP", "k").await), code(409, "DUPLICATE_REQUEST"));
    let bare = json!({"packageCode": "PHAJHEAYP"});
    let same = desk.post("/esims/order", bare.clone()).await;
    assert_eq!(refusal(&same), code(409, "DUPLICATE_REQUEST"), "without a key the package decides");
    assert_eq!(desk.buy("PHAJHEAYP", "another").await.status, 200);
    desk.fly.advance(HOUR);
    let again = desk.buy("PHAJHEAYP", "k").await.json();
    assert_eq!((&again["duplicate"], desk.fly.ledger().purchases), (&json!(true), 2));
    assert_eq!(desk.post("/esims/order", bare).await.status, 200);
}

#[tokio::test]
async fn an_order_may_break_before_anything_is_bought() {
    let desk = Desk::open(free()).await;
    desk.fly.fault(When::purchase(), Twist::BreaksBefore);
    assert_eq!(refusal(&desk.buy("PHAJHEAYP", "k").await), code(500, "ORDER_PROCESSING_ERROR"));
    assert_eq!(desk.fly.ledger().purchases, 0);
    assert!(desk.buy("PHAJHEAYP", "k").await.json().get("duplicate").is_none());
    assert_eq!(desk.fly.ledger().purchases, 1);
}

#[tokio::test]
async fn a_slow_order_is_in_work_while_it_lasts() {
    for (options, twist) in
        [(free(), Some(Twist::Slow(HOUR))), (Options { processing: HOUR, ..free() }, None)]
    {
        let desk = Desk::open(options).await;
        if let Some(twist) = twist {
            desk.fly.fault(When::purchase(), twist);
        }
        let repeat = async {
            desk.fly.wait_for(|ledger| ledger.purchases == 1, SOON).await.unwrap();
            assert_eq!(refusal(&desk.buy("PHAJHEAYP", "k").await), code(409, "DUPLICATE_REQUEST"));
            desk.fly.advance(HOUR);
            assert_eq!(desk.buy("PHAJHEAYP", "k").await.json()["duplicate"], true);
        };
        tokio::select! {
            answer = desk.buy("PHAJHEAYP", "k") => panic!("answered: {answer:?}"),
            () = repeat => {}
        }
        assert_eq!(desk.fly.ledger().purchases, 1);
    }
    let desk = Desk::open(Options { processing: Duration::from_millis(20), ..free() }).await;
    assert_eq!(desk.buy("PHAJHEAYP", "k").await.json()["status"], "completed", "it answers in the end");
}

#[tokio::test]
async fn too_many_requests_is_said_in_esimflys_words() {
    let desk = Desk::open(free()).await;
    desk.fly.fault(When::get(&path("/balance")), Fault::TooManyRequests { retry_after: 7 });
    let answer = desk.get("/balance").await;
    assert_eq!(refusal(&answer), code(429, "RATE_LIMIT_EXCEEDED"));
    assert_eq!(
        (answer.header("retry-after"), answer.header("x-ratelimit-remaining")),
        (Some("7"), Some("0"))
    );
    assert_eq!(desk.get("/balance").await.status, 200);
}

#[tokio::test]
async fn any_code_can_be_scripted_for_an_admitted_request() {
    let desk = Desk::open(free()).await;
    for (status, word) in [(400, "INVALID_PACKAGE"), (404, "ORDER_NOT_FOUND"), (403, "AUTH_MISSING")] {
        desk.fly.fault(When::purchase(), Twist::Refuses(status, word));
        assert_eq!(refusal(&desk.buy("PHAJHEAYP", "k").await), code(status, word));
    }
    desk.fly.fault(When::purchase(), Twist::Refuses(400, "NEVER"));
    assert_eq!(desk.raw("POST", "/esims/order", &[], "{}").await.status, 401, "who may not enter hears that");
    assert_eq!(desk.fly.ledger().purchases, 0);
}

#[tokio::test]
async fn lists_with_a_bad_row_or_none() {
    let desk = Desk::open(free()).await;
    for (short, list) in [("/esims", "esims"), ("/orders", "orders"), ("/esims/packages", "packages")] {
        let good = desk.data(short).await[list].as_array().unwrap().clone();
        desk.fly.fault(When::get(&path(short)), Fault::BadRow);
        let spoiled = desk.data(short).await[list].as_array().unwrap().clone();
        assert_eq!(spoiled.len(), good.len() + 1);
        assert!(spoiled[0]["id"].is_object() && spoiled[1..] == good);
        desk.fly.fault(When::get(&path(short)), Fault::EmptyList);
        let empty = desk.data(short).await;
        assert!(empty[list] == json!([]) && empty["pagination"]["total"].as_u64() > Some(0));
    }
}

#[tokio::test]
async fn a_refused_request_is_seen_and_a_fault_can_be_forgotten() {
    let desk = Desk::open(free()).await;
    desk.fly.fault(When::get(&path("/balance")).always(), Fault::ServerError);
    assert_eq!(desk.get("/balance").await.status, 500);
    desk.fly.clear_faults();
    assert_eq!(desk.get("/balance").await.status, 200);
    let seen = desk.fly.wait_for_request(|request| request.path == path("/balance"), SOON).await.unwrap();
    assert_eq!(seen.header("rt-signature"), Some("***"));
    assert_eq!(seen.header("rt-accesscode"), Some(desk.fly.credentials().access_code.as_str()));
    assert_eq!(desk.fly.requests().len(), 2);
}
