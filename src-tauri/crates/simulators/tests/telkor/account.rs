//! Tokens, the doorkeeper, the organisation, its balance and its cost.

use crate::client::{Desk, HOUR, ask_token, quick, token_of};
use crate::plain_http::send_to;
use esim_desk_simulators::telkor::{Forms, Options, Telkor, TokenHeader};
use serde_json::json;

#[tokio::test]
async fn a_token_is_given_for_credentials_in_a_form() {
    let telkor = Telkor::start(quick()).await.unwrap();
    let answer = token_of(&telkor).await;
    let body = answer.json();
    assert_eq!(
        (answer.status, &body["expires_in"], &body["token_type"]),
        (200, &json!(300), &json!("Bearer"))
    );
    assert_eq!((&body["refresh_expires_in"], &body["scope"]), (&json!(0), &json!("profile email")));
    assert!(body["access_token"].as_str().unwrap().starts_with("eyJ"));
    assert_eq!(telkor.tokens().len(), 1);

    let forms = Forms { short_token_answer: true, ..Forms::default() };
    let short = Telkor::start(Options { forms, token_lifetime: 60, ..quick() }).await.unwrap();
    let body = token_of(&short).await.json();
    assert_eq!((body.as_object().unwrap().len(), &body["expires_in"]), (3, &json!(60)));
}

#[tokio::test]
async fn a_token_is_refused_with_oauths_words() {
    let telkor = Telkor::start(quick()).await.unwrap();
    let given = telkor.credentials();
    let pasted = format!("client_id={}%0A&client_secret={}", given.client_id, given.client_secret);
    let whole = format!("client_id={}&client_secret={}", given.client_id, given.client_secret);
    for (body, status, word) in [
        ("grant_type=client_credentials&client_id=x&client_secret=y".to_owned(), 401, "invalid_client"),
        ("grant_type=client_credentials".into(), 401, "invalid_client"),
        (format!("grant_type=client_credentials&{pasted}"), 401, "invalid_client"),
        (format!("grant_type=password&{whole}"), 400, "unsupported_grant_type"),
        (whole, 400, "invalid_request"),
    ] {
        let answer = ask_token(&telkor, &body).await;
        assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(word)));
        assert!(answer.json()["error_description"].is_string());
    }
    let seen = format!("{:?} {:?}", telkor.requests(), telkor.credentials());
    assert!(!seen.contains(&given.client_secret));
}

#[tokio::test]
async fn a_missing_foreign_or_expired_token_is_not_admitted() {
    let desk = Desk::open(quick()).await;
    assert_eq!(desk.get("/sims").await.status, 200);
    for headers in [&[][..], &[("Authorization", "Bearer made-up")], &[("Authorization", &desk.token)]] {
        let answer = desk.send("GET", "/sims", headers, "").await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json(), json!({"detail": "Could not validate credentials"}));
    }
    desk.telkor.expire_tokens();
    assert_eq!(desk.get("/sims").await.status, 401);
    let short = Desk::open(Options { token_lifetime: 0, ..quick() }).await;
    assert_eq!(short.get("/sims").await.status, 401);
}

#[tokio::test]
async fn revoked_credentials_open_nothing() {
    let desk = Desk::open(quick()).await;
    desk.telkor.revoke();
    assert_eq!(desk.get("/sims").await.status, 401);
    let answer = token_of(&desk.telkor).await;
    assert_eq!((answer.status, &answer.json()["error"]), (401, &json!("invalid_client")));
}

#[tokio::test]
async fn the_token_may_travel_in_other_headers() {
    for (token_header, name) in
        [(TokenHeader::Bare, "Authorization"), (TokenHeader::Custom, "X-Access-Token")]
    {
        let desk = Desk::open(Options { token_header, ..quick() }).await;
        assert_eq!(desk.send("GET", "/sims", &[(name, &desk.token)], "").await.status, 200, "{name}");
        assert_eq!(desk.get("/sims").await.status, 401, "not as a bearer");
        assert!(!format!("{:?}", desk.telkor.requests()).contains(&desk.token));
    }
}

#[tokio::test]
async fn strangers_and_readers_are_refused() {
    let desk = Desk::open(Options { read_only: true, ..quick() }).await;
    let answer = desk.provision(&["any"], &[]).await;
    assert_eq!((answer.status, answer.json()), (403, json!({"detail": "Not enough permissions"})));
    assert_eq!(desk.get("/sims").await.status, 200);
    let bearer = format!("Bearer {}", desk.token);
    let page = [("Authorization", bearer.as_str()), ("Origin", "http://127.0.0.1")];
    assert_eq!(desk.send("GET", "/sims", &page, "").await.status, 403, "a web page");
}

#[tokio::test]
async fn a_path_that_does_not_exist_is_told_from_a_thing_that_does_not() {
    let desk = Desk::open(quick()).await;
    for path in ["/organisation", "/sims/1/esim", "/v1/sims"] {
        assert_eq!(
            (desk.get(path).await.status, desk.get(path).await.json()),
            (404, json!({"detail": "Not Found"}))
        );
    }
    for (path, words) in [
        ("/sims/none", "SIM not found"),
        ("/sims/none/esim-installation", "SIM not found"),
        ("/tasks/none", "Task not found"),
        ("/tasks/none/items", "Task not found"),
        ("/links/none", "Link not found"),
        ("/links/none/activations", "Link not found"),
        ("/plans/none", "Plan not found"),
        ("/sims?for_plan_id=none", "Plan not found"),
        ("/plans?for_link_id=none", "Link not found"),
    ] {
        let answer = desk.get(path).await;
        assert_eq!((answer.status, answer.json()), (404, json!({"detail": words})), "{path}");
    }
    let answer = desk.get("/sims/bulk-provision").await;
    assert_eq!((answer.status, answer.json()), (405, json!({"detail": "Method Not Allowed"})));
    let above = send_to(&desk.telkor.base_url().replace("/telkor", ""), "GET", "/sims", &[], "").await;
    assert_eq!(above.status, 401, "nothing is told to a stranger");
}

#[tokio::test]
async fn the_balance_is_a_snapshot_with_an_age() {
    let desk = Desk::open(Options { collected: false, ..quick() }).await;
    let organization = desk.get("/organization").await.json();
    assert_eq!(organization["name"], "Agency Ltd");
    let answer = desk.get("/organization/balance").await;
    assert_eq!(
        (answer.status, answer.json()["detail"].as_str()),
        (404, Some("No balance has been collected yet"))
    );

    desk.telkor.advance(3 * HOUR);
    let first = desk.get("/organization/balance").await.json();
    assert_eq!((&first["organization_id"], &first["currency"]), (&organization["id"], &json!("EUR")));
    let amount = |body: &serde_json::Value| {
        let text = body["amount"].as_str().unwrap().to_owned();
        assert_eq!(text.split_once('.').unwrap().1.len(), 6, "sub-cent digits: {text}");
        text.replace('.', "").parse::<i64>().unwrap()
    };
    assert!(amount(&first) < 1_234_567_800, "travellers used data meanwhile");
    desk.telkor.advance(HOUR);
    assert_eq!(desk.get("/organization/balance").await.json(), first, "the next one is not due");
    desk.telkor.advance(2 * HOUR);
    let second = desk.get("/organization/balance").await.json();
    assert!(amount(&second) < amount(&first));
    assert!(second["collected_at"].as_str() > first["collected_at"].as_str());
    desk.telkor.set_balance(-5_000_000);
    assert_eq!(desk.get("/organization/balance").await.json(), second, "a snapshot");
    desk.telkor.advance(3 * HOUR);
    assert!(desk.get("/organization/balance").await.json()["amount"].as_str().unwrap().starts_with("-5."));
}

#[tokio::test]
async fn an_old_organisation_begins_with_its_snapshots() {
    let desk = Desk::open(quick()).await;
    let balance = desk.get("/organization/balance").await.json();
    assert_eq!(balance["amount"], "1234.567800");
    let (year, month) = balance["collected_at"].as_str().unwrap().split_at(7).0.split_once('-').unwrap();
    let cost = desk.get(&format!("/organization/costs?year={year}&month={month}")).await.json();
    assert!(!cost["usage_lines"].as_array().unwrap().is_empty());
    assert!(cost["usage_lines"][0]["operator"]["name"].is_string() && cost["fees"][0]["amount"].is_string());
    assert_eq!(desk.get("/organization/costs?year=2019&month=1").await.status, 404);
    for query in ["", "?year=2026", "?year=2026&month=13", "?year=x&month=1"] {
        assert_eq!(desk.get(&format!("/organization/costs{query}")).await.status, 422, "{query}");
    }
}
