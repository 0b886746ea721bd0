//! Who is let in, how often, and by which paths.

use crate::client::{Desk, GB, quick, send};
use esim_desk_simulators::esim_go::{Options, Statuses, Version};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_missing_a_wrong_and_a_renewed_key_get_the_same_answer_as_a_foreign_address() {
    let desk = Desk::open(quick()).await;
    let old = desk.account.credentials().api_key;
    let forbidden = (403, json!({"message": "Forbidden"}));
    for headers in [vec![], vec![("X-API-Key", "wrong")]] {
        let answer = send(&desk.account, "GET", "/v2.5/organisation", &headers, "").await;
        assert_eq!((answer.status, answer.json()), forbidden);
    }
    let by_query = send(&desk.account, "GET", &format!("/v2.5/esims?api_key={old}"), &[], "").await;
    assert_eq!(by_query.status, 403, "a key in the query is no key");
    desk.account.renew_key();
    assert_eq!(send(&desk.account, "GET", "/v2.5/esims", &[("x-api-key", &old)], "").await.status, 403);
    assert_eq!(desk.get("/esims").await.status, 200);
    desk.account.allow_address(false);
    let answer = desk.get("/organisation").await;
    assert_eq!((answer.status, answer.json()), forbidden);
    desk.account.allow_address(true);
    assert_eq!(desk.get("/organisation").await.status, 200);
    let seen = format!("{:?} {:?}", desk.account.requests(), desk.account.credentials());
    assert!(!seen.contains(&desk.account.credentials().api_key), "no log shows the key");
}

#[tokio::test]
async fn every_refusal_may_read_like_a_bad_key() {
    let desk = Desk::open(Options { same_forbidden: true, ..quick() }).await;
    let forbidden = json!({"message": "Forbidden"});
    let foreign = desk.get("/esims/8999000000000000001").await;
    assert_eq!((foreign.status, foreign.json()), (403, forbidden.clone()));
    let no_stock = desk.post("/esims/apply", json!({"name": "esim_1GB_7D_FR_V2"})).await;
    assert_eq!((no_stock.status, no_stock.json()), (403, forbidden));
    assert_eq!(desk.get("/organisation").await.status, 200, "the key is good");
}

#[tokio::test]
async fn every_answer_tells_of_the_rate_limit() {
    let desk = Desk::open(Options { costs: vec![("/catalogue".into(), 5)], ..Options::default() }).await;
    for (path, status) in [("/catalogue", 200), ("/esims/1", 403), ("/nowhere", 403)] {
        desk.account.advance(Duration::from_secs(2));
        let answer = desk.get(path).await;
        assert_eq!((answer.status, answer.header("x-ratelimit-limit")), (status, Some("10")), "{path}");
        let cost = if path == "/catalogue" { 5 } else { 1 };
        assert_eq!(answer.header("x-ratelimit-cost"), Some(cost.to_string().as_str()));
        assert!(answer.header("x-ratelimit-remaining").is_some());
        assert!(answer.header("x-ratelimit-reset").unwrap().ends_with('Z'));
    }
}

#[tokio::test]
async fn too_many_requests_wait_for_the_next_second() {
    let desk = Desk::open(Options { rate_limit: 1, costs: vec![("/orders".into(), 2)], ..quick() }).await;
    let refused = desk.buy(GB).await;
    assert_eq!((refused.status, refused.json()), (429, json!({"message": "Rate limit exceeded"})));
    assert_eq!((refused.header("retry-after"), refused.header("x-ratelimit-cost")), (Some("1"), Some("2")));
    assert_eq!(desk.purchases(), 0, "what is too fast is not done");
    desk.account.advance(Duration::from_secs(1));
    assert_eq!(desk.get("/").await.status, 200);
}

#[tokio::test]
async fn unknown_paths_and_older_versions_are_denied() {
    let desk = Desk::open(quick()).await;
    for path in ["/bundles", "/products", "/orders/1/2"] {
        let answer = desk.get(path).await;
        assert_eq!((answer.status, answer.json()), (403, json!({"message": "access denied"})), "{path}");
    }
    let key = desk.account.credentials().api_key;
    let older = send(&desk.account, "GET", "/v2.3/esims", &[("X-API-Key", &key)], "").await;
    assert_eq!(older.status, 403);
    let statuses = Statuses { unknown_route: 404, ..Statuses::default() };
    let desk = Desk::open(Options { statuses, ..quick() }).await;
    assert_eq!(desk.get("/bundles").await.status, 404);
}

#[tokio::test]
async fn the_root_tells_of_the_api() {
    let desk = Desk::open(quick()).await;
    assert!(desk.get("/").await.rows().iter().all(serde_json::Value::is_string));
    assert!(!desk.get("").await.rows().is_empty());
}

#[tokio::test]
async fn version_2_4_lacks_what_came_later() {
    let desk = Desk::open(Options { version: Version::V24, ..quick() }).await;
    assert!(desk.account.base_url().ends_with("/v2.4"));
    let old = async |method, path: &str, body| desk.at(Version::V24, method, path, &[], body).await;
    let iccid = desk.esim(GB).await;
    let path = format!("/esims/{iccid}");
    for (method, tail, body) in [("GET", "/suspend", ""), ("POST", "/suspend", "{}"), ("DELETE", "", "")] {
        assert_eq!(old(method, &format!("{path}{tail}"), body).await.status, 403, "{method} {tail}");
    }
    assert_eq!(old("GET", "/catalogue/prices", "").await.status, 403);
    let row = old("GET", &format!("{path}?additionalFields=appleInstallUrl"), "").await.json();
    assert!(row["appleInstallUrl"].as_str().unwrap().starts_with("https://esimsetup.apple.com/"));
    assert_eq!((&row["androidInstallUrl"], &row["state"]), (&json!(null), &json!(null)));
    let row = old("GET", &format!("{path}?additionalFields=installUrl"), "").await.json();
    assert_eq!(row["appleInstallUrl"], json!(null));
    let bundles = old("GET", &format!("{path}/bundles"), "").await.json();
    let assignment = &bundles["bundles"][0]["assignments"][0];
    assert_eq!(
        (&assignment["allowances"], &assignment["remainingQuantity"]),
        (&json!(null), &json!(1_000_000_000))
    );
    let bundle = old("GET", &format!("/catalogue/bundle/{GB}"), "").await.json();
    assert_eq!(bundle["countries"], json!([{"name": "United Kingdom", "region": "Europe", "iso": "GB"}]));
    let body = crate::client::order(GB, 1).to_string();
    assert_eq!(old("POST", "/orders", &body).await.json()["runningBalance"], json!(null));
}
