//! Every scripted fault, seen from the wire, and what the ledger says after it.

use crate::client::{Desk, SOON, quick, token_of};
use esim_desk_simulators::telkor::{Fault, Twist, When};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_dropped_connection_before_and_after_the_purchase() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let mut stock = desk.telkor.stock(&plan.id).into_iter();
    for (fault, purchases) in
        [(Fault::DropBefore, 0), (Fault::DropAfter, 1), (Fault::ServerErrorAfter, 2), (Fault::CutBody, 3)]
    {
        let sim = stock.next().unwrap();
        desk.telkor.fault(When::purchase(), fault.clone());
        let answer = desk.provision(&[&sim], &[&plan.id]).await;
        let status = match fault {
            Fault::ServerErrorAfter => 500,
            Fault::CutBody => 202,
            _ => 0,
        };
        assert_eq!((answer.status, desk.telkor.ledger().purchases), (status, purchases), "{fault:?}");
        assert!(status == 500 || !answer.complete);
        let linked = desk.get(&format!("/sims/{sim}")).await.json()["link"].is_object();
        assert_eq!(linked, fault != Fault::DropBefore, "the SIM tells what became of it");
    }
    let sim = stock.next().unwrap();
    assert_eq!(desk.provision(&[&sim], &[&plan.id]).await.status, 202, "faults strike once");
}

#[tokio::test]
async fn a_lost_activation_is_there_or_not() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let link = desk.telkor.link_elsewhere(&desk.two(&plan)[0], &plan.id, "x").unwrap();
    let path = format!("/links/{link}/activations");
    for (fault, rows) in
        [(Fault::DropBefore, 1), (Fault::DropAfter, 2), (Fault::ServerErrorAfter, 3), (Fault::Status(409), 3)]
    {
        desk.telkor.fault(When::post("/telkor/links/*/activations"), fault);
        assert_ne!(desk.post(&path, json!({"plan_id": plan.id})).await.status, 201);
        assert_eq!(desk.get(&path).await.json()["total"], rows);
    }
    assert_eq!(desk.telkor.ledger().purchases, 2);
}

#[tokio::test]
async fn answers_that_are_not_the_endpoints() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    for (fault, status, sign) in [
        (Fault::Status(422), 422, "\"detail\""),
        (Fault::Status(403), 403, r#"{"detail":"Forbidden"}"#),
        (Fault::Unauthorized, 401, r#"{"detail":"Unauthorized"}"#),
        (Fault::TooManyRequests { retry_after: 7 }, 429, "Too Many"),
        (Fault::ServerError, 500, r#"{"detail":"Internal Server Error"}"#),
        (Fault::Html, 200, "<html>"),
        (Fault::RedirectTo("https://elsewhere.example/sims".into()), 307, ""),
        (Fault::ProxyAuth, 407, "<html>"),
    ] {
        desk.telkor.fault(When::any("/telkor"), fault.clone());
        let answer = desk.provision(&[&sim], &[&plan.id]).await;
        assert_eq!(answer.status, status, "{fault:?}");
        assert!(answer.body.contains(sign), "{fault:?}: {}", answer.body);
        if let Fault::TooManyRequests { .. } = fault {
            assert_eq!(answer.header("retry-after"), Some("7"));
        }
    }
    assert_eq!(desk.telkor.ledger().purchases, 0);
}

#[tokio::test]
async fn lists_with_a_bad_row_or_none() {
    let desk = Desk::open(quick()).await;
    let task = desk.get("/tasks").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    for path in ["/sims", "/links", "/plans", "/coverages", "/tasks", &format!("/tasks/{task}/items")] {
        let good = desk.get(path).await.json();
        desk.telkor.fault(When::get(&format!("/telkor{path}")), Fault::BadRow);
        let spoiled = desk.get(path).await.json();
        let rows = spoiled["items"].as_array().unwrap();
        assert_eq!(rows[1..], good["items"].as_array().unwrap()[..], "{path}");
        assert!(rows[0]["id"].is_object());
        desk.telkor.fault(When::get(&format!("/telkor{path}")), Fault::EmptyList);
        let empty = desk.get(path).await.json();
        assert_eq!((&empty["items"], &empty["total"]), (&json!([]), &good["total"]));
    }
}

#[tokio::test]
async fn tokens_fail_by_themselves() {
    let desk = Desk::open(quick()).await;
    desk.telkor.fault(When::token().times(2), Fault::Status(503));
    assert_eq!(token_of(&desk.telkor).await.status, 503);
    assert_eq!(desk.get("/sims").await.status, 200);
    assert_eq!(token_of(&desk.telkor).await.status, 503);
    assert_eq!(token_of(&desk.telkor).await.status, 200);
    desk.telkor.fault(When::get("/telkor/plans").skip(1), Fault::ServerError);
    desk.telkor.clear_faults();
    assert_eq!(desk.get("/plans").await.status, 200);
    assert_eq!(desk.get("/plans").await.status, 200);
}

#[tokio::test]
async fn a_client_that_gives_up_may_have_bought() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    desk.telkor.fault(When::purchase(), Fault::DelayAfter(Duration::from_secs(60)));
    let (sims, plans) = ([sim.as_str()], [plan.id.as_str()]);
    tokio::select! {
        answer = desk.provision(&sims, &plans) => panic!("answered: {answer:?}"),
        bought = desk.telkor.wait_for(|ledger| ledger.purchases == 1, SOON) => { bought.unwrap(); }
    }
    let seen = desk
        .telkor
        .wait_for_request(|request| request.path.ends_with("/bulk-provision"), SOON)
        .await
        .unwrap();
    assert_eq!((seen.method.as_str(), seen.header("authorization")), ("POST", Some("Bearer ***")));
    assert!(seen.body.contains(&sim));
    desk.telkor.stop().await;
}

#[tokio::test]
async fn links_move_too() {
    let desk = Desk::open(quick()).await;
    let before = desk.get("/links?page_size=100").await.json()["items"].clone();
    desk.telkor.fault(When::get("/telkor/links"), Twist::RowsMove(2));
    let after = desk.get("/links?page_size=100").await.json()["items"].clone();
    let last = before.as_array().unwrap().len() - 1;
    let front: Vec<_> = (0..2).map(|n| after[n]["id"].clone()).collect();
    assert!(front.contains(&before[last]["id"]) && front.contains(&before[last - 1]["id"]));
    assert_eq!(after[2]["id"], before[0]["id"]);
}
