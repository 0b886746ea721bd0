//! Every scripted fault, seen from the wire, and what the ledger says after it.

use crate::client::{Desk, SOON, quick, token_in_body};
use esim_desk_simulators::zim::{Fault, When};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_dropped_connection_before_and_after_the_purchase() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    for (fault, purchases) in [(Fault::DropBefore, 0), (Fault::DropAfter, 1), (Fault::ServerErrorAfter, 2)] {
        desk.zim.fault(When::purchase(), fault.clone());
        let answer = desk.buy(&plan).await;
        let status = if fault == Fault::ServerErrorAfter { 500 } else { 0 };
        assert_eq!((answer.status, desk.zim.ledger().purchases), (status, purchases), "{fault:?}");
        assert!(status == 500 || answer.head.is_empty(), "not a byte: {}", answer.head);
    }
    assert_eq!(desk.buy(&plan).await.status, 200, "faults strike once");
}

#[tokio::test]
async fn a_cut_body_promises_more_than_it_sends() {
    let desk = Desk::open(quick()).await;
    let whole = desk.get("/esims").await;
    assert!(whole.complete);
    desk.zim.fault(When::get("/esims"), Fault::CutBody);
    let cut = desk.get("/esims").await;
    assert_eq!((cut.status, cut.complete, cut.body.len()), (200, false, whole.body.len() / 2));
    assert_eq!(cut.header("content-length"), whole.header("content-length"));
    desk.zim.fault(When::purchase(), Fault::CutBody);
    let cut = desk.buy(&desk.plan()).await;
    assert!(!cut.complete && !cut.body.is_empty());
    assert_eq!(desk.zim.ledger().purchases, 1);
}

#[tokio::test]
async fn answers_that_are_not_the_endpoints() {
    let desk = Desk::open(quick()).await;
    for (fault, status, sign) in [
        (Fault::Status(422), 422, "\"statusCode\":422"),
        (Fault::Unauthorized, 401, "Unauthorized"),
        (Fault::TooManyRequests { retry_after: 7 }, 429, "Too Many"),
        (Fault::ServerError, 500, "Internal server error"),
        (Fault::Html, 200, "<html>"),
        (Fault::RedirectTo("https://elsewhere.example/esims".into()), 307, ""),
        (Fault::ProxyAuth, 407, "<html>"),
    ] {
        desk.zim.fault(When::any("/"), fault.clone());
        let answer = desk.buy(&desk.plan()).await;
        assert_eq!(answer.status, status, "{fault:?}");
        assert!(answer.body.contains(sign), "{fault:?}: {}", answer.body);
        match fault {
            Fault::TooManyRequests { .. } => assert_eq!(answer.header("retry-after"), Some("7")),
            Fault::RedirectTo(url) => assert_eq!(answer.header("location"), Some(url.as_str())),
            Fault::ProxyAuth => assert!(answer.header("proxy-authenticate").is_some()),
            Fault::Html => assert!(answer.header("content-type").unwrap().starts_with("text/html")),
            _ => {}
        }
    }
    assert_eq!(desk.zim.ledger().purchases, 0);
}

#[tokio::test]
async fn lists_with_a_bad_row_or_none() {
    let desk = Desk::open(quick()).await;
    for path in ["/esims", "/subscriptions/", "/orders"] {
        let good = desk.get(path).await.rows();
        desk.zim.fault(When::get(path), Fault::BadRow);
        let spoiled = desk.get(path).await.rows();
        assert_eq!(spoiled.len(), good.len() + 1);
        assert_eq!(spoiled[1..], good);
        assert!(spoiled[0]["id"].is_object());
        desk.zim.fault(When::get(path), Fault::EmptyList);
        assert_eq!(desk.get(path).await.rows().len(), 0);
    }
    desk.zim.fault(When::get("/plans"), Fault::EmptyList);
    assert_eq!(desk.get("/plans/JPN/local").await.json(), json!({"regular": [], "unlimited": []}));
}

#[tokio::test]
async fn faults_skip_and_repeat() {
    let desk = Desk::open(quick()).await;
    desk.zim.fault(When::get("/esims").skip(1).times(2), Fault::ServerError);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(desk.get("/esims").await.status);
        assert_eq!(desk.get("/orders").await.status, 200, "another path is not met");
    }
    assert_eq!(statuses, [200, 500, 500, 200]);
    desk.zim.fault(When::token().always(), Fault::Status(503));
    assert_eq!(token_in_body(&desk.zim).await.status, 503);
    assert_eq!(token_in_body(&desk.zim).await.status, 503);
    desk.zim.clear_faults();
    assert_eq!(token_in_body(&desk.zim).await.status, 200);
}

#[tokio::test]
async fn a_delay_holds_the_answer_back() {
    let desk = Desk::open(quick()).await;
    let delay = Duration::from_millis(120);
    for (fault, purchases) in [(Fault::Delay(delay), 1), (Fault::DelayAfter(delay), 2)] {
        desk.zim.fault(When::purchase(), fault);
        let start = Instant::now();
        assert_eq!(desk.buy(&desk.plan()).await.status, 200);
        assert!(start.elapsed() >= delay);
        assert_eq!(desk.zim.ledger().purchases, purchases);
    }
}

#[tokio::test]
async fn a_client_that_gives_up_may_have_bought() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    desk.zim.fault(When::purchase(), Fault::DelayAfter(Duration::from_secs(60)));
    tokio::select! {
        answer = desk.buy(&plan) => panic!("answered: {answer:?}"),
        bought = desk.zim.wait_for(|l| l.purchases == 1, SOON) => { bought.unwrap(); }
    }
}

#[tokio::test]
async fn it_stops_at_once_even_while_delaying() {
    let desk = Desk::open(quick()).await;
    desk.zim.fault(When::get("/esims"), Fault::Delay(Duration::from_secs(60)));
    let address = desk.zim.base_url().strip_prefix("http://").unwrap().to_owned();
    let idle = TcpStream::connect(&address).await.unwrap();
    let start = Instant::now();
    let stop = async {
        desk.zim.wait_for_request(|r| r.path == "/esims", SOON).await.unwrap();
        desk.zim.stop().await;
    };
    tokio::join!(desk.get("/esims"), stop);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(TcpStream::connect(&address).await.is_err(), "nobody listens any more");
    drop(idle);
}
