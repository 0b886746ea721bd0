//! Tokens, the doorkeeper, the catalogue and the rows that are there from the beginning.

use crate::client::{Desk, ask_token, quick, send, token_in_body};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const BODY: &str = "grant_type=client_credentials&scope=account%2Fwrite";

fn basic(zim: &Zim) -> String {
    let given = zim.credentials();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", given.client_id, given.client_secret)))
}

#[tokio::test]
async fn a_token_is_given_by_basic_and_by_body() {
    let zim = Zim::start(quick()).await.unwrap();
    let by_basic = ask_token(&zim, &[("Authorization", &basic(&zim))], BODY).await;
    assert_eq!(by_basic.status, 200);
    assert_eq!(by_basic.json()["expires_in"], 3600);
    assert_eq!(by_basic.json()["token_type"], "Bearer");
    assert_eq!(token_in_body(&zim).await.status, 200);
}

#[tokio::test]
async fn a_token_is_refused_with_oauths_words() {
    let zim = Zim::start(Options { basic_auth_allowed: false, ..quick() }).await.unwrap();
    let refused = ask_token(&zim, &[("Authorization", &basic(&zim))], BODY).await;
    assert_eq!((refused.status, refused.json()), (400, json!({"error": "invalid_client"})));
    let secret = zim.credentials().client_secret;
    let given = format!("client_id={}&client_secret={secret}", zim.credentials().client_id);
    for (body, word) in [
        (format!("{BODY}&client_id=x&client_secret=y"), "invalid_client"),
        (BODY.to_owned(), "invalid_client"),
        (format!("grant_type=password&{given}"), "unsupported_grant_type"),
        (format!("grant_type=client_credentials&scope=world%2Fall&{given}"), "invalid_scope"),
    ] {
        let answer = ask_token(&zim, &[], &body).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(word)));
    }
    let both = ask_token(&zim, &[("Authorization", &basic(&zim))], &format!("{BODY}&{given}")).await;
    assert_eq!(both.json()["error"], "invalid_request");
    assert!(!format!("{:?} {:?}", zim.requests(), zim.credentials()).contains(&secret));
}

#[tokio::test]
async fn an_expired_or_foreign_token_is_not_admitted() {
    let short = Desk::open(Options { token_lifetime: 0, ..quick() }).await;
    assert_eq!(short.get("/esims").await.status, 401);
    let desk = Desk::open(quick()).await;
    assert_eq!(desk.get("/esims").await.status, 200);
    desk.zim.expire_tokens();
    let answer = desk.get("/esims").await;
    assert_eq!((answer.status, answer.json()), (401, json!({"message": "Unauthorized"})));
    let made_up = [("Authorization", "Bearer made-up"), ("X-App-Identifier", "b2b")];
    assert_eq!(send(&desk.zim, "GET", "/esims", &made_up, "").await.status, 401);
}

#[tokio::test]
async fn strangers_are_refused() {
    let desk = Desk::open(quick()).await;
    let bearer = format!("Bearer {}", desk.token);
    let mut headers = vec![("Authorization", bearer.as_str())];
    assert_eq!(send(&desk.zim, "GET", "/esims", &headers, "").await.status, 403, "no app identifier");
    headers.push(("X-App-Identifier", "b2b"));
    assert_eq!(send(&desk.zim, "GET", "/esims", &headers, "").await.status, 200);
    let port = desk.zim.base_url().rsplit(':').next().unwrap().to_owned();
    for (host, status) in [
        (format!("localhost:{port}"), 200),
        (format!("evil.example:{port}"), 403),
        ("127.0.0.1".into(), 403),
        ("127.0.0.1:1".into(), 403),
    ] {
        let mut headers = headers.clone();
        headers.push(("Host", &host));
        assert_eq!(send(&desk.zim, "GET", "/esims", &headers, "").await.status, status, "{host}");
    }
    headers.push(("Origin", "http://127.0.0.1"));
    assert_eq!(send(&desk.zim, "GET", "/esims", &headers, "").await.status, 403, "a web page");
}

#[tokio::test]
async fn the_catalogue_is_wide_and_deep() {
    let desk = Desk::open(quick()).await;
    let plans = desk.post("/plans/search", json!({"unknown": "FRA"})).await.rows();
    assert!(plans.len() >= 300, "{} plans", plans.len());
    let countries: BTreeSet<&str> =
        plans.iter().filter_map(|plan| plan["destination"]["isoAlpha3"].as_str()).collect();
    assert!(countries.len() >= 60);
    assert_eq!(desk.get("/destinations/supported_destinations").await.rows().len(), countries.len());
    let exponents: BTreeSet<(&str, u64)> = plans
        .iter()
        .flat_map(|plan| plan["prices"].as_array().unwrap())
        .map(|p| (p["currencyISO"].as_str().unwrap(), p["minorExponentUnits"].as_u64().unwrap()))
        .collect();
    assert_eq!(exponents, BTreeSet::from([("USD", 2), ("JPY", 0), ("KWD", 3)]));
    let any = |test: &dyn Fn(&Value) -> bool| plans.iter().any(test);
    assert!(any(&|p| p["region"]["abbreviation"] == "EU" && p["destination"].is_null()), "regional");
    assert!(any(&|p| p.get("region").is_none() && p["destination"].is_null()), "global");
    assert!(any(&|p| p["dataValue"] == -1) && any(&|p| p["callValue"] == -1), "unlimited");
    assert!(any(&|p| p.get("durationValue").is_none()) && any(&|p| p["prices"] == json!([])), "sparse");
    assert!(any(&|p| p["dataUnit"] == "MB"));
    let ids: BTreeSet<&str> = plans.iter().map(|plan| plan["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), plans.len());
    assert_eq!(desk.post("/plans/search", json!([1])).await.status, 400);
}

#[tokio::test]
async fn japan_is_worth_practising_with() {
    let desk = Desk::open(quick()).await;
    let body = desk.get("/plans/JPN/local").await.json();
    let regular = body["regular"].as_array().unwrap();
    let sizes: BTreeSet<i64> =
        regular.iter().filter(|p| p["dataUnit"] == "GB").filter_map(|p| p["dataValue"].as_i64()).collect();
    assert_eq!(sizes, BTreeSet::from([1, 3, 5, 10, 20]));
    assert_eq!(body["unlimited"].as_array().unwrap().len(), 5);
    let cent = |p: &Value| p["prices"][0]["value"].as_i64().unwrap();
    let of = |days: i64| {
        let mut of: Vec<(i64, i64)> = regular
            .iter()
            .filter(|p| p["durationValue"] == days && p.get("callValue").is_none())
            .map(|p| (p["dataValue"].as_i64().unwrap(), cent(p)))
            .collect();
        of.sort_unstable();
        of
    };
    for days in [7, 10, 15, 30] {
        let prices = of(days);
        assert!(prices.len() >= 3, "{days} days");
        assert!(prices.is_sorted_by(|a, b| a.1 < b.1), "more data costs more: {prices:?}");
    }
    let cheaper = desk.get("/plans/JPN/local?discountCode=PRACTICE10").await.json();
    assert_eq!(cent(&cheaper["regular"][0]), cent(&regular[0]) * 9 / 10);
    let talk = desk.get("/plans/JPN/local/unlimited?planType=VOICE_AND_DATA").await.rows();
    assert!(talk.len() == 1 && talk[0]["callValue"] == -1);
    assert_eq!(desk.get("/plans/JPN/local/unlimited").await.rows().len(), 5);
    assert_eq!(desk.get("/destinations/JPN").await.json()["scopes"]["local"], true);
    assert_eq!(desk.get("/destinations/XXX").await.status, 404);
    assert_eq!(desk.get("/plans/XXX/local").await.status, 404);
}

fn words(rows: &[Value]) -> BTreeSet<&str> {
    rows.iter().filter_map(|row| row["status"].as_str()).collect()
}

#[tokio::test]
async fn the_account_has_seen_everything() {
    let desk = Desk::open(quick()).await;
    let esims = desk.get("/esims").await.rows();
    assert_eq!(esims.len(), 200);
    assert_eq!(words(&esims).len(), 11);
    let subscriptions = desk.get("/subscriptions/").await.rows();
    assert_eq!(words(&subscriptions).len(), 6);
    let orders = desk.get("/orders").await.rows();
    assert_eq!(words(&orders).len(), 7, "all but PROCESSING");
    let carriers: Vec<&str> = subscriptions.iter().map(|row| row["esimID"].as_str().unwrap()).collect();
    let different: BTreeSet<&str> = carriers.iter().copied().collect();
    assert!(different.len() < carriers.len(), "some carry several");
    assert!(different.len() < 200, "some carry none");
}

#[tokio::test]
async fn iccids_are_whole_and_valid() {
    let desk = Desk::open(quick()).await;
    let body = desk.get("/esims").await.body;
    let ledger = desk.zim.ledger();
    let iccids: Vec<&String> = ledger.esims.iter().filter_map(|esim| esim.iccid.as_ref()).collect();
    assert_eq!(iccids.iter().collect::<BTreeSet<_>>().len(), iccids.len());
    for iccid in &iccids {
        assert!(matches!(iccid.len(), 19 | 20));
        let sum: u32 = iccid.bytes().rev().enumerate().fold(0, |sum, (n, digit)| {
            let twice = u32::from(digit - b'0') * (1 + n as u32 % 2);
            sum + twice / 10 + twice % 10
        });
        assert_eq!(sum % 10, 0, "{iccid}");
    }
    let number =
        |length: usize| iccids.iter().any(|i| i.len() == length && body.contains(&format!("\"iccid\":{i},")));
    let text = iccids.iter().any(|iccid| body.contains(&format!("\"iccid\":\"{iccid}\",")));
    assert!(number(19) && number(20) && text && body.contains("\"iccid\":null,"));
    assert!(body.contains("\"https://images.zim") && body.contains("\"images.zim"));
    assert!(
        ledger.esims.iter().any(|e| e.msisdn.is_some()) && ledger.esims.iter().any(|e| e.msisdn.is_none())
    );
}

#[tokio::test]
async fn one_seed_makes_one_account() {
    let (one, same) = (Desk::open(quick()).await, Desk::open(quick()).await);
    let other = Desk::open(Options { seed: 7, ..quick() }).await;
    assert_eq!(one.get("/esims").await.body, same.get("/esims").await.body);
    assert_eq!(one.zim.plans(), same.zim.plans());
    assert_ne!(one.zim.plans(), other.zim.plans());
    assert_ne!(one.zim.credentials(), same.zim.credentials());
}
