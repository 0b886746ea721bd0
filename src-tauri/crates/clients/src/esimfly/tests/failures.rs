//! Every error of the document, to a question and to a purchase.

use super::*;
use crate::scripted::status;
use esim_desk_provider::{Effect, Esims, Orders, Provider};

fn body(code: &str) -> String {
    format!(r#"{{"success":false,"message":"Not possible","code":"{code}"}}"#)
}

/// A purchase that is answered so, of which exactly one copy went out.
async fn refused(code: u16, head: &'static str, body: String) -> Error {
    let (server, esimfly) = answering(move |_| Reply::Say(code, head.to_owned(), body.clone())).await;
    let error = esimfly.place(&key(), &request("P", Target::NewEsim)).await.unwrap_err();
    assert_eq!(server.seen().len(), 1, "a purchase is never repeated");
    error
}

#[tokio::test]
async fn every_documented_code_has_its_meaning_and_proves_what_it_proves() {
    let (none, unknown) = (Effect::None, Effect::Unknown);
    let table = [
        (401, "HMAC_REQUIRED", Kind::Credentials, none),
        (401, "INVALID_API_KEY", Kind::Credentials, none),
        (401, "INVALID_SIGNATURE", Kind::Credentials, none),
        (401, "INVALID_TIMESTAMP", Kind::Credentials, none),
        (400, "INVALID_REQUEST_ID", Kind::Refused, none),
        (403, "INVALID_USER", Kind::Forbidden, none),
        (429, "RATE_LIMIT_EXCEEDED", Kind::TooMany, none),
        (403, "RATE_LIMIT_EXCEEDED", Kind::TooMany, none),
        (400, "MISSING_PACKAGE_CODE", Kind::Refused, none),
        (400, "INVALID_PACKAGE", Kind::NotFound, none),
        (400, "PRICE_MISMATCH", Kind::Refused, none),
        (400, "INSUFFICIENT_BALANCE", Kind::Funds { missing: None }, none),
        (404, "PACKAGE_NOT_FOUND", Kind::NotFound, none),
        (400, "DUPLICATE_REQUEST", Kind::Refused, unknown),
        (409, "DUPLICATE_REQUEST", Kind::Refused, unknown),
        (500, "ORDER_PROCESSING_ERROR", Kind::Server, unknown),
        (400, "MISSING_FIELDS", Kind::Refused, none),
        (400, "ESIM_NOT_FOUND", Kind::NotFound, none),
        (400, "ESIM_NOT_TOPPABLE", Kind::Refused, none),
        (400, "INVALID_TOPUP_PACKAGE", Kind::NotFound, none),
        (404, "INVALID_TOPUP_PACKAGE", Kind::NotFound, none),
        (400, "TOPUP_NOT_SUPPORTED", Kind::Refused, none),
        (403, "ESIM_ACCESS_DENIED", Kind::Forbidden, none),
        (400, "MISSING_ICCID", Kind::Refused, none),
        (400, "MISSING_IDENTIFIER", Kind::Refused, none),
        (400, "ORDER_NOT_FOUND", Kind::NotFound, none),
        (403, "FORBIDDEN", Kind::Forbidden, none),
        (400, "NOT_SUPPORTED", Kind::Refused, none),
        (400, "UNSUPPORTED_PROVIDER", Kind::Refused, none),
        (502, "PROVIDER_ERROR", Kind::Server, unknown),
        (400, "INVALID_PACKAGE_CODE", Kind::Refused, none),
        (500, "SOMETHING_NEW", Kind::Server, unknown),
    ];
    for (status, code, kind, effect) in table {
        let error = refused(status, "", body(code)).await;
        assert_eq!((&error.kind, error.effect), (&kind, effect), "{status} {code}");
        assert_eq!(error.status, Some(status));
    }
}

#[tokio::test]
async fn a_refusal_without_a_code_is_read_by_its_status() {
    let bearer = r#"{"success":false,"error":"Authentication required","message":"Use a Bearer token"}"#;
    let error = refused(401, "", bearer.to_owned()).await;
    assert_eq!((error.kind, error.effect), (Kind::Credentials, Effect::None));
    let error = refused(500, "", r#"{"success":false,"error":"Internal Server Error"}"#.to_owned()).await;
    assert_eq!((error.kind, error.effect), (Kind::Server, Effect::Unknown));
    let error = refused(400, "", "<html>Bad Request</html>".to_owned()).await;
    assert_eq!(error.effect, Effect::Unknown, "no answer of eSIMfly's");
    let nested = r#"{"success":false,"error":{"code":"INSUFFICIENT_BALANCE","message":"no"}}"#;
    assert_eq!(refused(400, "", nested.to_owned()).await.kind, Kind::Funds { missing: None });
}

#[tokio::test]
async fn a_short_balance_says_how_much_is_missing_where_a_number_tells_it() {
    let documented = r#"{"success":false,"message":"Insufficient balance","code":"INSUFFICIENT_BALANCE","currentBalance":25.50,"requiredBalance":27.20,"needToLoad":1.70}"#;
    let error = refused(400, "", documented.to_owned()).await;
    assert_eq!(error.kind, Kind::Funds { missing: Some(usd(170)) });
    assert_eq!(error.text.as_deref(), Some("Insufficient balance"));
    let in_the_text = refused(400, "", body("INSUFFICIENT_BALANCE")).await;
    assert_eq!(
        (in_the_text.kind, in_the_text.text.as_deref()),
        (Kind::Funds { missing: None }, Some("Not possible"))
    );
}

#[tokio::test]
async fn a_limit_is_waited_for_as_long_as_it_says_or_a_minute() {
    let seconds = |error: Error| error.retry_after.map(|pause| pause.as_secs());
    assert_eq!(seconds(refused(429, "", body("RATE_LIMIT_EXCEEDED")).await), Some(60));
    assert_eq!(seconds(refused(429, "retry-after: 7\r\n", body("RATE_LIMIT_EXCEEDED")).await), Some(7));
    let long_over = "x-ratelimit-reset: 2024-01-29T10:30:00Z\r\nx-ratelimit-limit: 100\r\n";
    assert_eq!(seconds(refused(429, long_over, body("RATE_LIMIT_EXCEEDED")).await), Some(0));
    let in_seconds = "x-ratelimit-reset: 1706524200\r\n";
    assert_eq!(seconds(refused(429, in_seconds, body("RATE_LIMIT_EXCEEDED")).await), Some(0));
    assert_eq!(seconds(refused(409, "", body("DUPLICATE_REQUEST")).await), Some(15), "still in work");
    assert_eq!(seconds(refused(400, "", body("DUPLICATE_REQUEST")).await), None);
}

#[tokio::test]
async fn a_question_is_not_repeated_within_the_minute_of_a_limit() {
    let (server, esimfly) = answering(|_| status(403, &body("RATE_LIMIT_EXCEEDED"))).await;
    assert_eq!(esimfly.waiting(), None);
    let error = esimfly.list().await.unwrap_err();
    assert_eq!((error.kind, error.effect, server.seen().len()), (Kind::TooMany, Effect::None, 1));
    assert!(esimfly.waiting().is_some_and(|wait| wait.as_secs() > 50), "{:?}", esimfly.waiting());
}

#[tokio::test]
async fn a_question_never_has_an_effect() {
    for (code, word) in [(409, "DUPLICATE_REQUEST"), (500, "ORDER_PROCESSING_ERROR")] {
        let (_server, esimfly) = answering(move |_| status(code, &body(word))).await;
        assert_eq!(esimfly.list().await.unwrap_err().effect, Effect::None, "{word}");
    }
}

#[tokio::test]
async fn every_try_of_a_question_has_an_id_of_its_own() {
    let (server, esimfly) = answering(|_| status(500, r#"{"success":false,"error":"Internal"}"#)).await;
    esimfly.list().await.unwrap_err();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert_ne!(seen[0].header("rt-requestid"), seen[1].header("rt-requestid"));
}

#[tokio::test]
async fn no_secret_stands_in_an_error() {
    let echo = r#"{"success":false,"message":"bad key sk_1111 of esf_11111","code":"INVALID_SIGNATURE"}"#;
    let error = refused(401, "", echo.to_owned()).await;
    assert_eq!(error.text.as_deref(), Some("bad key … of …"));
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains("sk_1111") && !shown.contains("esf_11111"));
}
