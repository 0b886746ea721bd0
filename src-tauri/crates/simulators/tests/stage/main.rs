//! What every simulator stands on, tried by the smallest one there is.

mod kiosk;
#[path = "../plain_http/mod.rs"]
mod plain_http;

use esim_desk_simulators::stage::{COUNTRIES, Error, Fault, Server, Supplier, When, country};
use kiosk::{KEY, Slip, open};
use plain_http::{Answer, send_to};
use serde_json::json;
use std::fs;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);
const MINUTE: Duration = Duration::from_secs(60);

async fn ask(server: &Server, method: &str, path: &str) -> Answer {
    send_to(&server.base_url(), method, path, &[("X-API-Key", KEY)], "seat=4&pin=1234").await
}

#[tokio::test]
async fn what_is_due_happens_when_its_time_comes() {
    let (kiosk, server) = open(None).await.unwrap();
    assert_eq!(ask(&server, "POST", "/tickets").await.json(), json!({"tickets": [1]}));
    assert!(ask(&server, "GET", "/tickets/1/stub").await.rows().is_empty());
    kiosk.advance(MINUTE);
    assert_eq!(ask(&server, "GET", "/tickets/1/stub").await.rows(), [json!(1)]);
}

#[tokio::test]
async fn a_wait_ends_with_what_it_waits_for_and_not_without() {
    let (kiosk, server) = open(None).await.unwrap();
    let sold = || kiosk.with(|till, _| (till.sold > 0).then_some(till.sold));
    let (sold, _) = tokio::join!(kiosk.wait(SOON, sold), ask(&server, "POST", "/tickets"));
    assert_eq!(sold.unwrap(), 1);
    let never = kiosk.wait(Duration::from_millis(5), || None::<()>).await;
    assert!(matches!(never, Err(Error::TimedOut(_))));
}

#[tokio::test]
async fn the_books_outlive_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let (kiosk, server) = open(Some(folder.path())).await.unwrap();
    assert!(!kiosk.with(|till, _| till.indexed), "new books need no index");
    ask(&server, "POST", "/tickets").await;
    server.stop().await;
    let (kiosk, _server) = open(Some(folder.path())).await.unwrap();
    assert_eq!(kiosk.with(|till, _| (till.sold, till.indexed)), (1, true));
    kiosk.advance(MINUTE);
    assert_eq!(kiosk.with(|till, _| till.ready.clone()), [1], "what was due is still due");
}

#[tokio::test]
async fn books_of_a_newer_program_and_spoilt_ones_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kiosk-ledger.json");
    for (content, newer) in [(r#"{"format":3,"sold":1}"#, true), ("{}", false), ("spoilt", false)] {
        fs::write(&file, content).unwrap();
        match open(Some(folder.path())).await.unwrap_err() {
            Error::NewerLedger { format, .. } => assert!(newer && format == 3, "{content}"),
            Error::Ledger { .. } => assert!(!newer, "{content}"),
            error => panic!("{content}: {error}"),
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
    }
}

#[tokio::test]
async fn every_supplier_has_the_same_faults_in_its_own_words() {
    let (kiosk, server) = open(None).await.unwrap();
    let stage = kiosk.stage();
    stage.fault(When::get("/tickets/*/stub").skip(1), Fault::TooManyRequests { retry_after: 3 });
    assert_eq!(ask(&server, "GET", "/tickets/1/stub").await.status, 200);
    let refused = ask(&server, "GET", "/tickets/1/stub").await;
    assert_eq!((refused.status, refused.header("retry-after")), (429, Some("3")));
    assert_eq!(refused.json(), json!({"message": "Too Many Requests"}));
    for (fault, status, sold) in
        [(Fault::DropBefore, 0, 0), (Fault::DropAfter, 0, 1), (Fault::CutBody, 200, 2)]
    {
        stage.fault(When::purchase(), fault);
        let answer = ask(&server, "POST", "/tickets").await;
        assert_eq!((answer.status, answer.complete), (status, false));
        assert_eq!(kiosk.with(|till, _| till.sold), sold);
    }
    stage.fault(When::any("/"), Fault::BadRow);
    assert_eq!(ask(&server, "POST", "/tickets").await.json(), json!({"tickets": ["torn", 3]}));
    stage.fault(When::any("/").always(), Fault::EmptyList);
    assert_eq!(ask(&server, "POST", "/tickets").await.json(), json!({"tickets": []}));
    stage.clear_faults();
    assert_eq!(ask(&server, "POST", "/tickets").await.json(), json!({"tickets": [5]}));
}

#[tokio::test]
async fn a_fault_of_its_own_reaches_the_endpoint() {
    let (kiosk, server) = open(None).await.unwrap();
    kiosk.stage().fault(When::purchase(), Slip::Forgets);
    assert_eq!(ask(&server, "POST", "/tickets").await.status, 200);
    ask(&server, "POST", "/tickets").await;
    kiosk.advance(MINUTE);
    assert_eq!(kiosk.with(|till, _| till.ready.clone()), [2], "the first ticket was forgotten");
}

#[tokio::test]
async fn strangers_and_bad_keys_are_refused_and_seen_without_their_secrets() {
    let (kiosk, server) = open(None).await.unwrap();
    let url = server.base_url();
    let headers = [("X-API-Key", "wrong-key"), ("Authorization", "lone-secret"), ("X-Try", "1")];
    assert_eq!(send_to(&url, "GET", "/tickets/1/stub", &headers, "").await.status, 403);
    let page = [("X-API-Key", KEY), ("Origin", "https://page.example"), ("Authorization", "Bearer abc")];
    let answer = send_to(&url, "POST", "/tickets?a=1", &page, "seat=4&pin=1234").await;
    assert_eq!((answer.status, kiosk.with(|till, _| till.sold)), (403, 0));
    let seen = kiosk.stage().requests();
    assert_eq!((seen[0].header("x-try"), seen[0].header("x-api-key")), (Some("1"), Some("***")));
    assert_eq!(
        (seen[0].header("authorization"), seen[1].header("authorization")),
        (Some("***"), Some("Bearer ***"))
    );
    assert_eq!((seen[1].query.as_str(), seen[1].body.as_str()), ("a=1", "seat=4&pin=***"));
    assert_eq!((seen[1].method.as_str(), seen[1].path.as_str()), ("POST", "/tickets"));
}

#[test]
fn countries_have_distinct_codes_in_order() {
    assert_eq!((country("JPN").alpha2, country("JPN").name), ("JP", "Japan"));
    assert!(COUNTRIES.windows(2).all(|pair| pair[0].alpha3 < pair[1].alpha3));
    let mut short: Vec<&str> = COUNTRIES.iter().map(|country| country.alpha2).collect();
    short.sort_unstable();
    short.dedup();
    assert_eq!(short.len(), COUNTRIES.len());
    for country in &COUNTRIES {
        assert_eq!((country.alpha2.len(), country.alpha3.len()), (2, 3), "{}", country.name);
        assert!((country.alpha2.to_owned() + country.alpha3).bytes().all(|c| c.is_ascii_uppercase()));
        assert!(!country.name.is_empty());
    }
}
