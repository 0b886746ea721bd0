//! The connection against a server that misbehaves to order.

use super::*;
use crate::scripted::{Reply, Scripted, Seen, json, status};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderName};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const TOKEN: &str = r#"{"access_token":"tok-123456","expires_in":3600}"#;

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(5),
        read: Duration::from_millis(300),
        purchase: Duration::from_millis(300),
        pause: Duration::from_millis(1),
        longest_pause: Duration::from_secs(1),
        body: 4096,
        ..Limits::default()
    }
}

fn http(base: &str, token_base: &str) -> Http {
    crate::install_crypto();
    let identity = Identity {
        url: parse_address(&format!("{token_base}/token"), "token_url").unwrap(),
        client_id: "me".to_owned(),
        secret: "s3cr3t-s3cr3t".to_owned().into(),
        scope: "account/write".to_owned(),
        header: AUTHORIZATION,
        scheme: "Bearer".to_owned(),
    };
    connected(base, identity)
}

fn connected(base: &str, identity: Identity) -> Http {
    let base = parse_address(base, "base_url").unwrap();
    Http::new(base, HeaderMap::new(), Access::Login(identity), limits()).unwrap()
}

/// A server that gives out tokens and answers everything else by script, the last answer for ever.
async fn server(script: Vec<Reply>) -> (Scripted, Http) {
    let next = AtomicUsize::new(0);
    let server = Scripted::start(move |seen| match seen.path.as_str() {
        "/token" => json(TOKEN),
        _ => script[next.fetch_add(1, Ordering::SeqCst).min(script.len() - 1)].clone(),
    })
    .await;
    let http = http(&server.url, &server.url);
    (server, http)
}

fn list() -> Ask<'static> {
    Ask::get("list eSIMs", Urgency::Usual, &["esims"])
}

fn buy() -> Ask<'static> {
    Ask::get("buy", Urgency::Urgent, &["buy"]).json("{}".to_owned())
}

async fn read_error(script: Vec<Reply>) -> (Error, usize) {
    let (server, http) = server(script).await;
    let error = http.read(&list()).await.unwrap_err();
    assert_eq!(error.effect, Effect::None);
    (error, server.count("GET /esims"))
}

#[tokio::test]
async fn a_read_is_repeated_while_it_may_help() {
    for trouble in [status(500, ""), status(429, ""), status(503, "{}"), Reply::Close, Reply::Cut] {
        let (server, http) = server(vec![trouble.clone(), trouble, json("[]")]).await;
        assert_eq!(http.read(&list()).await.unwrap(), b"[]");
        assert_eq!(server.count("GET /esims"), 3);
    }
}

#[tokio::test]
async fn a_read_gives_up_with_the_right_word() {
    let wait = Reply::Say(429, "retry-after: 90\r\n".to_owned(), String::new());
    let elsewhere =
        Reply::Say(301, "location: https://other.example.com/esims\r\n".to_owned(), String::new());
    let table = [
        (status(500, r#"{"message":"oh"}"#), Kind::Server, 4),
        (Reply::Close, Kind::Dropped, 4),
        (Reply::Cut, Kind::Dropped, 4),
        (Reply::Hang, Kind::TimedOut, 1),
        (wait, Kind::TooMany, 1),
        (elsewhere, Kind::Redirected, 1),
        (status(302, ""), Kind::Redirected, 1),
        (status(403, ""), Kind::Forbidden, 1),
        (status(404, "<html>"), Kind::NotFound, 1),
        (status(407, ""), Kind::Proxy, 1),
        (status(422, ""), Kind::Refused, 1),
        (json(&" ".repeat(5000)), Kind::TooLarge, 1),
        (status(401, r#"{"message":"Unauthorized"}"#), Kind::Credentials, 2),
    ];
    for (reply, kind, tries) in table {
        let (error, count) = read_error(vec![reply.clone()]).await;
        assert_eq!((&error.kind, count), (&kind, tries), "{reply:?}");
    }
}

#[tokio::test]
async fn what_the_supplier_says_is_kept_without_secrets() {
    let text = r#"{"message":"no tok-123456 and no s3cr3t-s3cr3t"}"#;
    let (error, _) = read_error(vec![status(403, text)]).await;
    assert_eq!(error.text.as_deref(), Some("no … and no …"));
    let (error, _) = read_error(vec![Reply::Say(429, "retry-after: 90\r\n".to_owned(), String::new())]).await;
    assert_eq!(error.retry_after, Some(Duration::from_secs(90)));
}

#[tokio::test]
async fn a_token_may_stand_in_another_header_behind_another_word() {
    let server = Scripted::start(|seen| json(if seen.path == "/token" { TOKEN } else { "[]" })).await;
    let identity = Identity {
        url: parse_address(&format!("{}/token", server.url), "token_url").unwrap(),
        client_id: "me".to_owned(),
        secret: "s3cr3t-s3cr3t".to_owned().into(),
        scope: String::new(),
        header: HeaderName::from_static("x-token"),
        scheme: "Token".to_owned(),
    };
    let http = connected(&server.url, identity);
    http.read(&list()).await.unwrap();
    http.purchase(&buy()).await.unwrap();
    for seen in server.seen().iter().filter(|seen| seen.path != "/token") {
        assert_eq!((seen.header("x-token"), seen.header("authorization")), (Some("Token tok-123456"), None));
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let (server, http) = server(vec![status(401, ""), json("[1]")]).await;
    assert_eq!(http.read(&list()).await.unwrap(), b"[1]");
    assert_eq!((server.count("POST /token"), server.count("GET /esims")), (2, 2));
    assert_eq!(server.seen()[1].header("authorization"), Some("Bearer tok-123456"));
}

#[tokio::test]
async fn one_token_serves_all_who_wait_for_it() {
    let (server, http) = server(vec![json("[]")]).await;
    let (ask, other) = (list(), list());
    let (a, b, c) = tokio::join!(http.read(&ask), http.read(&other), http.read(&ask));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    assert_eq!(server.count("POST /token"), 1);
}

#[tokio::test]
async fn a_read_follows_one_move_within_the_origin() {
    let moved = |to: &str| Reply::Say(308, format!("location: {to}\r\n"), String::new());
    let (server, http) = server(vec![moved("/v3/esims?a=b"), json("[]"), moved("/x"), moved("/y")]).await;
    assert_eq!(http.read(&list()).await.unwrap(), b"[]");
    assert_eq!(server.count("GET /v3/esims?a=b"), 1);
    assert_eq!(http.read(&list()).await.unwrap_err().kind, Kind::Redirected);
    assert_eq!(server.count("GET /y"), 0);
}

#[tokio::test]
async fn a_token_never_leaves_its_origin() {
    let thief = Scripted::start(|_| json("[]")).await;
    let there = Reply::Say(301, format!("location: {}/esims\r\n", thief.url), String::new());
    let (error, _) = read_error(vec![there]).await;
    assert_eq!(error.kind, Kind::Redirected);
    assert_eq!(thief.seen().len(), 0);
}

#[tokio::test]
async fn a_purchase_is_sent_once_and_says_whether_it_may_have_acted() {
    let told = |code| status(code, r#"{"message":"planID must be a string"}"#);
    let moved = Reply::Say(307, "location: /again\r\n".to_owned(), String::new());
    let table = [
        (told(400), Kind::Refused, Effect::None),
        (told(401), Kind::Credentials, Effect::None),
        (told(402), Kind::Funds { missing: None }, Effect::None),
        (told(403), Kind::Forbidden, Effect::None),
        (told(404), Kind::NotFound, Effect::None),
        (told(409), Kind::Refused, Effect::None),
        (told(422), Kind::Refused, Effect::None),
        (told(429), Kind::TooMany, Effect::None),
        (told(408), Kind::TimedOut, Effect::Unknown),
        (told(425), Kind::TooMany, Effect::Unknown),
        (status(400, "<html>bad gateway</html>"), Kind::Refused, Effect::Unknown),
        (status(429, ""), Kind::TooMany, Effect::Unknown),
        (told(500), Kind::Server, Effect::Unknown),
        (status(502, ""), Kind::Server, Effect::Unknown),
        (moved, Kind::Redirected, Effect::Unknown),
        (Reply::Cut, Kind::Dropped, Effect::Unknown),
        (Reply::Close, Kind::Dropped, Effect::Unknown),
        (Reply::Hang, Kind::TimedOut, Effect::Unknown),
        (json(&" ".repeat(5000)), Kind::TooLarge, Effect::Unknown),
    ];
    for (reply, kind, effect) in table {
        let (server, http) = server(vec![reply.clone(), json("{}")]).await;
        let error = http.purchase(&buy()).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (kind, effect), "{reply:?}");
        let sent = server.seen().iter().filter(|seen| seen.path != "/token").count();
        assert_eq!(sent, 1, "{reply:?}");
    }
}

#[tokio::test]
async fn a_purchase_fetches_its_own_token_first() {
    let (server, http) = server(vec![json("[]")]).await;
    http.read(&list()).await.unwrap();
    http.purchase(&buy()).await.unwrap();
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/token", "/esims", "/token", "/buy"]);
}

#[tokio::test]
async fn a_purchase_that_reaches_nobody_had_no_effect() {
    let tokens = Scripted::start(|_| json(TOKEN)).await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let error = http(&address, &tokens.url).purchase(&buy()).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Offline, Effect::None));
    let error = http(&tokens.url, &address).purchase(&buy()).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Offline, Effect::None));
    assert_eq!(tokens.count("POST /buy"), 0, "without a login nothing is sent");
}

/// A token endpoint of which only one way of logging in works.
async fn picky(works: fn(&Seen) -> bool, refusal: Reply) -> (Scripted, Http) {
    let server = Scripted::start(move |seen| match seen.path.as_str() {
        "/token" if works(seen) => json(TOKEN),
        "/token" => refusal.clone(),
        _ => json("[]"),
    })
    .await;
    let http = http(&server.url, &server.url);
    (server, http)
}

#[tokio::test]
async fn credentials_go_into_the_body_where_basic_is_refused() {
    let in_body = |seen: &Seen| seen.header("authorization").is_none();
    for refusal in [status(400, r#"{"error":"invalid_client"}"#), status(401, "")] {
        let (server, http) = picky(in_body, refusal).await;
        http.read(&list()).await.unwrap();
        http.purchase(&buy()).await.unwrap();
        let logins: Vec<_> = server.seen().into_iter().filter(|seen| seen.path == "/token").collect();
        assert_eq!(logins.len(), 3, "what worked is remembered");
        assert_eq!(logins[0].header("authorization"), Some("Basic bWU6czNjcjN0LXMzY3IzdA=="));
        assert_eq!(logins[0].body, "grant_type=client_credentials&scope=account%2Fwrite");
        assert_eq!(
            logins[1].body,
            "grant_type=client_credentials&scope=account%2Fwrite&client_id=me&client_secret=s3cr3t-s3cr3t"
        );
    }
}

#[tokio::test]
async fn wrong_credentials_are_called_so_and_a_wrong_scope_is_not() {
    let table = [
        (r#"{"error":"invalid_client"}"#, Kind::Credentials, 2),
        (r#"{"error":"invalid_client","error_description":"Invalid client"}"#, Kind::Credentials, 2),
        (r#"{"error":"unauthorized_client"}"#, Kind::Credentials, 1),
        (r#"{"error":"invalid_scope"}"#, Kind::Refused, 1),
    ];
    for (body, kind, logins) in table {
        let (server, http) = picky(|_| false, status(400, body)).await;
        assert_eq!(http.read(&list()).await.unwrap_err().kind, kind, "{body}");
        assert_eq!(server.count("POST /token"), logins, "{body}");
    }
}

#[tokio::test]
async fn a_token_that_cannot_be_used_is_unreadable() {
    for body in [r#"{"access_token":""}"#, "{}", r#"{"access_token":"a\nb"}"#] {
        let server = Scripted::start(move |_| json(body)).await;
        let error = http(&server.url, &server.url).read(&list()).await.unwrap_err();
        assert_eq!(error.kind, Kind::Unreadable { path: "access_token".to_owned() }, "{body}");
    }
    let server = Scripted::start(|_| json("<html>")).await;
    assert_eq!(http(&server.url, &server.url).read(&list()).await.unwrap_err().kind, Kind::NotJson);
}

#[tokio::test]
async fn a_short_life_is_renewed_before_it_ends() {
    let server = Scripted::start(|seen| match seen.path.as_str() {
        "/token" => json(r#"{"access_token":"tok-1","expires_in":0}"#),
        _ => json("[]"),
    })
    .await;
    let http = http(&server.url, &server.url);
    http.read(&list()).await.unwrap();
    http.read(&list()).await.unwrap();
    assert_eq!(server.count("POST /token"), 2);
}

#[tokio::test]
async fn the_clock_is_measured_by_the_answers() {
    let dated = Reply::Say(200, "date: Thu, 12 Mar 2020 14:39:23 GMT\r\n".to_owned(), "[]".to_owned());
    let (_server, http) = server(vec![dated]).await;
    assert_eq!(http.skew_seconds(), None);
    http.read(&list()).await.unwrap();
    assert!(http.skew_seconds().unwrap() > 86_400);
}

#[test]
fn a_body_that_does_not_fit_names_the_field() {
    #[derive(Debug, serde::Deserialize)]
    struct Row {
        #[expect(dead_code, reason = "only its type matters")]
        value: Vec<u32>,
    }
    let kind = |body: &str| decode::<Vec<Row>>(body.as_bytes(), "list").unwrap_err().kind;
    let at = |path: &str| Kind::Unreadable { path: path.to_owned() };
    assert_eq!(kind(r#"[{"value":[1]},{"value":[1,"x"]}]"#), at("[1].value[1]"));
    assert_eq!(kind(r#"{"value":[]}"#), at("."));
    assert_eq!(kind("[] []"), at("end"));
    assert_eq!(kind("<!doctype html>"), Kind::NotJson);
    assert_eq!(kind(""), Kind::NotJson);
}

/// A server without a login, and a connection that shows it a key.
async fn keyed(answer: Reply) -> (Scripted, Http) {
    crate::install_crypto();
    let server = Scripted::start(move |_| answer.clone()).await;
    let header = reqwest::header::HeaderName::from_static("x-api-key");
    let access = Access::Key(Key::new(header, "k3y-k3y-k3y".to_owned().into()).unwrap());
    let base = parse_address(&server.url, "base_url").unwrap();
    let http = Http::new(base, HeaderMap::new(), access, limits()).unwrap();
    (server, http)
}

#[tokio::test]
async fn a_key_stands_on_every_request_and_in_no_text() {
    let (server, http) = keyed(status(401, r#"{"message":"k3y-k3y-k3y is wrong"}"#)).await;
    let read = http.read(&list()).await.unwrap_err();
    let bought = http.purchase(&buy()).await.unwrap_err();
    for error in [read, bought] {
        assert_eq!((error.kind, error.text.as_deref()), (Kind::Credentials, Some("… is wrong")));
        assert_eq!(error.effect, Effect::None);
    }
    let keys: Vec<_> = server.seen().iter().map(|seen| seen.header("x-api-key").map(str::to_owned)).collect();
    assert_eq!(keys, [Some("k3y-k3y-k3y".to_owned()), Some("k3y-k3y-k3y".to_owned())], "no second try");
}

#[tokio::test]
async fn a_refusal_in_plain_text_is_one_only_where_the_supplier_speaks_so() {
    let plain =
        |kind: &str, body: &str| Reply::Say(400, format!("content-type: {kind}\r\n"), body.to_owned());
    let table = [
        (plain("text/plain; charset=utf-8", "no such bundle"), Some("no such bundle")),
        (plain("text/html", "<html>no</html>"), None),
        (plain("text/plain", "<html>no</html>"), None),
        (plain("text/plain", ""), None),
    ];
    for (reply, text) in table {
        let (_server, http) = keyed(reply).await;
        let error = http.purchase(&buy().with_plain_text()).await.unwrap_err();
        let effect = if text.is_some() { Effect::None } else { Effect::Unknown };
        assert_eq!((error.text.as_deref(), error.effect), (text, effect));
        assert_eq!(http.purchase(&buy()).await.unwrap_err().effect, Effect::Unknown);
    }
}

#[tokio::test]
async fn other_methods_go_out_as_they_are() {
    let (server, http) = keyed(json("{}")).await;
    http.purchase(&buy().method(Method::PUT)).await.unwrap();
    http.purchase(&list().method(Method::DELETE)).await.unwrap();
    assert_eq!((server.count("PUT /buy"), server.count("DELETE /esims")), (1, 1));
}
