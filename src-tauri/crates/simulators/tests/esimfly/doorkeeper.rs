//! Who gets in: the published signatures, the clock, the id, the key, the rate.

use crate::client::{Desk, code, free, now, refusal};
use esim_desk_simulators::esimfly::{Credentials, Limits, Options, ResetForm};
use serde_json::json;

const ID: &str = "4ce9d9cd-ac9e-4e17-b3a2-c66c358c1ce2";
const STAMP: &str = "1628670421000";
const MINUTE: i64 = 60_000;

fn published() -> Options {
    let credentials = Credentials { access_code: "esf_11111".into(), secret_key: "sk_1111".into() };
    Options { credentials: Some(credentials), ..free() }
}

async fn with_signature(method: &str, path: &str, body: &str, signature: &str) -> (u16, Option<String>) {
    let desk = Desk::open(published()).await;
    desk.fly.set_clock(1_628_670_421_000);
    let headers = [
        ("RT-AccessCode", "esf_11111"),
        ("RT-RequestID", ID),
        ("RT-Timestamp", STAMP),
        ("RT-Signature", signature),
        ("Content-Type", "application/json"),
    ];
    let answer = desk.raw(method, path, &headers, body).await;
    (answer.status, answer.json()["code"].as_str().map(str::to_owned))
}

#[tokio::test]
async fn the_published_signatures_open_the_door() {
    for (method, path, body, signature) in [
        (
            "POST",
            "/esims/order",
            r#"{"packageCode":"PHAJHEAYP"}"#,
            "FA2050B34D3C61025B991E8C82967BC583C02A92ED625D985F46DC7E25BFA934",
        ),
        ("GET", "/balance?a=1", "", "F0B625B05DD9B5D5402286987CE4A6D14AC52B0056D2A1592ABBB57BA5FC3BC4"),
        (
            "POST",
            "/esims/order",
            r#"{"packageCode":"PHAJHEAYP","quantity":1,"idempotency_key":"AG-2026-000123"}"#,
            "57D75B5E4AE338F12D5C93EB74B1C8BDEACD3316FDD6B52FAAB9B4CDBE6FC87C",
        ),
        (
            "POST",
            "/esims/order",
            r#"{"packageCode":"PHAJHEAYP","idempotency_key":"заказ-7"}"#,
            "1AD7C452E479223FDD75CD847637B1042D5507073C4E4207C40FE71E0DBE03F0",
        ),
    ] {
        assert_eq!(with_signature(method, path, body, signature).await, (200, None), "{body}");
        let wrong = code(401, "INVALID_SIGNATURE");
        assert_eq!(with_signature(method, path, &format!("{body} "), signature).await, wrong);
        assert_eq!(with_signature(method, path, body, &signature.to_lowercase()).await, wrong);
    }
}

#[tokio::test]
async fn a_body_that_was_written_again_does_not_verify() {
    let desk = Desk::open(published()).await;
    let (stamp, id) = (now().to_string(), desk.id());
    let signed =
        crate::client::signature(&desk.fly.credentials(), &stamp, &id, r#"{"packageCode": "PHAJHEAYP"}"#);
    let headers = [
        ("RT-AccessCode", "esf_11111"),
        ("RT-RequestID", id.as_str()),
        ("RT-Timestamp", stamp.as_str()),
        ("RT-Signature", signed.as_str()),
    ];
    let answer = desk.raw("POST", "/esims/order", &headers, r#"{"packageCode":"PHAJHEAYP"}"#).await;
    assert_eq!(refusal(&answer), code(401, "INVALID_SIGNATURE"));
    assert_eq!(desk.fly.ledger().purchases, 0);
    assert!(!format!("{:?}{:?}", desk.fly.requests(), desk.fly.credentials()).contains("sk_1111"));
}

#[tokio::test]
async fn what_is_missing_or_unknown_is_named() {
    let desk = Desk::open(free()).await;
    let bare = desk.raw("GET", "/balance", &[], "").await;
    assert_eq!(refusal(&bare), (401, None));
    assert!(bare.json()["error"].as_str().unwrap().starts_with("Authentication required"));
    let given = desk.fly.credentials().access_code;
    let lone = desk.raw("GET", "/balance", &[("RT-AccessCode", &given)], "").await;
    assert_eq!(refusal(&lone), code(401, "HMAC_REQUIRED"));
    let bearer = desk.raw("GET", "/balance", &[("Authorization", "Bearer abc")], "").await;
    assert_eq!(refusal(&bearer), (401, None), "a Bearer token is of the dashboard");
    for id in ["", "4ce9d9cd-ac9e-7e17-b3a2-c66c358c1ce2", "no-uuid"] {
        let answer = desk.stamped("GET", "/balance", "", &now().to_string(), id).await;
        let wanted = if id.is_empty() { code(401, "HMAC_REQUIRED") } else { code(400, "INVALID_REQUEST_ID") };
        assert_eq!(refusal(&answer), wanted);
    }
    let id = desk.id();
    let headers = [
        ("RT-AccessCode", "esf_unknown"),
        ("RT-RequestID", id.as_str()),
        ("RT-Timestamp", &now().to_string()),
        ("RT-Signature", "00"),
    ];
    assert_eq!(refusal(&desk.raw("GET", "/balance", &headers, "").await), code(401, "INVALID_API_KEY"));
    let private = Desk::open(Options { business: false, ..free() }).await;
    assert_eq!(refusal(&private.get("/balance").await), code(403, "INVALID_USER"));
}

#[tokio::test]
async fn a_clock_may_be_five_minutes_off_and_no_more() {
    let desk = Desk::open(free()).await;
    for (off, status) in [(0, 200), (-4, 200), (4, 200), (-6, 401), (6, 401)] {
        let stamp = (now() + off * MINUTE).to_string();
        let answer = desk.stamped("GET", "/balance", "", &stamp, &desk.id()).await;
        assert_eq!(answer.status, status, "{off} minutes");
        if status == 401 {
            assert_eq!(refusal(&answer), code(401, "INVALID_TIMESTAMP"));
        }
    }
    let words = desk.stamped("GET", "/balance", "", "today", &desk.id()).await;
    assert_eq!(refusal(&words), code(401, "INVALID_TIMESTAMP"));
    let at: jiff::Timestamp = "2026-01-05T08:00:00Z".parse().unwrap();
    desk.fly.set_clock(at.as_millisecond());
    let late = desk.get("/balance").await;
    assert_eq!(refusal(&late), code(401, "INVALID_TIMESTAMP"));
    assert!(late.header("date").unwrap().starts_with("Mon, 05 Jan 2026 08:00:0"), "{}", late.head);
}

#[tokio::test]
async fn a_request_id_is_good_for_one_request() {
    let folder = tempfile::tempdir().unwrap();
    let credentials = Some(Credentials { access_code: "esf_1".into(), secret_key: "sk_1".into() });
    let options = Options { credentials, folder: Some(folder.path().into()), ..free() };
    let desk = Desk::open(options.clone()).await;
    let id = desk.id();
    let body = r#"{"packageCode":"PHAJHEAYP"}"#;
    assert_eq!(desk.stamped("POST", "/esims/order", body, &now().to_string(), &id).await.status, 200);
    let again = desk.stamped("POST", "/esims/order", body, &now().to_string(), &id).await;
    assert_eq!(refusal(&again), code(400, "DUPLICATE_REQUEST"));
    desk.fly.stop().await;
    let desk = Desk::open(options).await;
    let again = desk.stamped("POST", "/esims/order", body, &now().to_string(), &id).await;
    assert_eq!(refusal(&again), code(400, "DUPLICATE_REQUEST"), "remembered over a restart");
    assert_eq!(desk.fly.ledger().purchases, 1);
    let tomorrow = now() + 24 * 60 * MINUTE + MINUTE;
    desk.fly.set_clock(tomorrow);
    let later = desk.stamped("POST", "/esims/order", body, &tomorrow.to_string(), &id).await;
    assert_eq!(later.status, 200, "forgotten after 24 hours");
}

#[tokio::test]
async fn a_refused_signature_uses_no_id_and_no_rate() {
    let desk = Desk::open(Options { limits: Limits { minute: 2, ..Limits::NONE }, ..free() }).await;
    desk.fly.set_clock(now() / MINUTE * MINUTE);
    let id = desk.id();
    let headers = [
        ("RT-AccessCode", &*desk.fly.credentials().access_code),
        ("RT-RequestID", &id),
        ("RT-Timestamp", &now().to_string()),
        ("RT-Signature", "00"),
    ];
    assert_eq!(refusal(&desk.raw("GET", "/balance", &headers, "").await), code(401, "INVALID_SIGNATURE"));
    let good = desk.stamped("GET", "/balance", "", &now().to_string(), &id).await;
    assert_eq!((good.status, good.header("x-ratelimit-remaining")), (200, Some("1")));
}

#[tokio::test]
async fn the_rate_is_counted_and_told_in_both_forms() {
    let at: jiff::Timestamp = "2026-01-05T08:00:10Z".parse().unwrap();
    let limits = Limits { minute: 2, hour: 1000, day: 10_000 };
    for (reset, wanted) in [(ResetForm::Iso, "2026-01-05T08:01:00Z"), (ResetForm::UnixSeconds, "1767600060")]
    {
        let desk = Desk::open(Options { limits, reset, ..free() }).await;
        let stamp = at.as_millisecond().to_string();
        desk.fly.set_clock(at.as_millisecond());
        let mut seen = Vec::new();
        for _ in 0..3 {
            let answer = desk.stamped("GET", "/balance", "", &stamp, &desk.id()).await;
            assert_eq!(answer.header("x-ratelimit-limit"), Some("2"));
            assert_eq!(answer.header("x-ratelimit-reset"), Some(wanted));
            seen.push((answer.status, answer.header("x-ratelimit-remaining").unwrap().to_owned()));
            if answer.status == 429 {
                assert_eq!(refusal(&answer), code(429, "RATE_LIMIT_EXCEEDED"));
            }
        }
        assert_eq!(seen, [(200, "1".into()), (200, "0".into()), (429, "0".into())]);
        desk.fly.set_clock(at.as_millisecond() + MINUTE);
        let next = desk.stamped("GET", "/balance", "", &stamp, &desk.id()).await;
        assert_eq!(next.status, 200, "a new minute");
        desk.fly.set_limits(Limits::TYPICAL);
        let wide = desk.stamped("GET", "/balance", "", &stamp, &desk.id()).await;
        assert_eq!(wide.header("x-ratelimit-limit"), Some("100"));
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_have_their_answers() {
    let desk = Desk::open(free()).await;
    for (method, path, status) in [
        ("GET", "/esims/usage", 404),
        ("GET", "/none", 404),
        ("POST", "/balance", 405),
        ("GET", "/topup/order", 405),
    ] {
        let answer = desk.call(method, path, "").await;
        assert_eq!((answer.status, &answer.json()["success"]), (status, &json!(false)), "{path}");
    }
    assert_eq!(refusal(&desk.raw("GET", "/none", &[], "").await), (401, None));
}
