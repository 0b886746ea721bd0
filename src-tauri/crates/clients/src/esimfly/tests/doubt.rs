//! Orders that were taken, and purchases whose answer was lost.

use super::words::USE;
use super::*;
use crate::scripted::{json, status};
use esim_desk_model::{EsimId, ServiceId, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Mark, Orders, Progress, Taken, Trace};
use std::sync::Arc;
use std::sync::Mutex;

const BARE: &str = r#"{"success":true,"order":{"esim":{"iccid":null,"isPending":true}}}"#;
const READY: &str = r#"{"success":true,"order":{"id":2503,"packageName":"Japan 12 GB 4 Days","packageCode":"RB85_4D","status":"completed","amount":5.85,"finalPrice":5.85,"orderDate":"2026-04-13T10:00:00Z","orderReference":"order_1776079539762_hvkrk","paymentMethod":"balance","paymentStatus":"succeeded","esim":{"iccid":"8981100000012345678","status":"New","lpaString":"LPA:1$rsp.example.com$ACTIVATION-CODE","qrCodeUrl":"data:image/png;base64,iVBORw0KGgo=","directAppleInstallUrl":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$ACTIVATION-CODE","directAndroidInstallUrl":null,"isPending":false,"unlimited":false,"totalVolume":12884901888,"totalDuration":4,"expiredTime":null}}}"#;
const HISTORY: &str = r#"{"success":true,"data":{"orders":[{"id":12345,"order_reference":"order_1692123456_ab7cd","package_name":"Turkey 1 GB 7 Days","package_code":"merhaba-7days-1gb","amount":2.72,"currency":"USD","status":"completed","flag_url":null,"created_at":"2026-08-17T17:00:31Z","esim":{"iccid":"8932042000010078801","sim_status":"AFFECTED","unlimited":false,"total_volume":1073741824,"total_duration":7}}],"summary":{"total_orders":156,"total_revenue":1234.56},"pagination":{"page":1,"limit":20,"total":1,"total_pages":1}}}"#;

/// What the account shows; a test changes it between the mark and the look.
#[derive(Clone)]
struct Account {
    orders: String,
    balance: String,
    usage: String,
}

impl Account {
    fn quiet() -> Self {
        Self { orders: NO_ORDERS.to_owned(), balance: BALANCE.to_owned(), usage: USE.to_owned() }
    }
}

async fn account() -> (Scripted, Esimfly, Arc<Mutex<Account>>) {
    let state = Arc::new(Mutex::new(Account::quiet()));
    let shown = state.clone();
    let (server, esimfly) = answering(move |seen| {
        let account = shown.lock().unwrap().clone();
        match path(seen) {
            "/orders" => json(&account.orders),
            "/balance" => json(&account.balance),
            "/esims/usage/query" => json(&account.usage),
            "/topup/packages" => json(r#"{"success":true,"data":{"packages":[]}}"#),
            _ => status(404, "{}"),
        }
    })
    .await;
    (server, esimfly, state)
}

fn since() -> Timestamp {
    "2026-08-17T17:00:00Z".parse().unwrap()
}

fn orders(rows: &[&str]) -> String {
    format!(r#"{{"success":true,"data":{{"orders":[{}]}}}}"#, rows.join(","))
}

fn row(reference: &str, code: &str, more: &str) -> String {
    format!(r#"{{"order_reference":"{reference}","package_code":"{code}","status":"completed"{more}}}"#)
}

async fn traced(esimfly: &Esimfly, request: &Request, mark: &Mark) -> Result<Vec<Candidate>, String> {
    match esimfly.trace(&key(), request, mark, since()).await.unwrap() {
        Trace::Looked(found) => Ok(found),
        Trace::CannotTell { why } => Err(why),
    }
}

fn references(found: &[Candidate]) -> Vec<&str> {
    found.iter().filter_map(|one| one.reference.as_deref()).collect()
}

async fn progress(body: &str, reference: &str) -> Result<Progress, Error> {
    let body = body.to_owned();
    let (_server, esimfly) = answering(move |_| json(&body)).await;
    esimfly.progress(reference, &request("RB85_4D", Target::NewEsim), &Mark(String::new()), since()).await
}

#[tokio::test]
async fn an_order_is_waited_for_until_its_esim_has_a_number() {
    let waiting = Progress::of_one(Taken::Processing, Vec::new(), None);
    assert_eq!(progress(BARE, "order_1").await.unwrap(), waiting);
    let ready = progress(READY, "order_1776079539762_hvkrk").await.unwrap();
    assert_eq!((ready.taken, ready.charged), (Taken::Fulfilled, Some(usd(585))));
    let expected = Candidate {
        reference: Some("order_1776079539762_hvkrk".to_owned()),
        esim: Some("8981100000012345678".into()),
        service: Some("8981100000012345678".into()),
        created_at: Some("2026-04-13T10:00:00Z".parse().unwrap()),
        evidence: Evidence::Reference,
    };
    assert_eq!(ready.candidates, std::slice::from_ref(&expected));
    let both = READY.replace(
        r#""orderDate":"2026-04-13T10:00:00Z""#,
        r#""orderDate":"13/04","created_at":"2026-04-13T10:00:00Z""#,
    );
    assert_eq!(progress(&both, "order_1776079539762_hvkrk").await.unwrap().candidates, [expected]);
}

#[tokio::test]
async fn an_order_that_failed_says_so_and_another_orders_answer_is_not_read() {
    let refunded = r#"{"success":true,"order":{"status":"refunded","esim":null}}"#;
    let taken = progress(refunded, "order_1").await.unwrap().taken;
    assert_eq!(taken, Taken::Failed { reason: Some("refunded".to_owned()), money_back: Some(true) });
    assert_eq!(kind(progress(READY, "order_other").await), unreadable("order.orderReference"));
    assert_eq!(progress(r#"{"success":true}"#, "order_1").await.unwrap().taken, Taken::NotSaid);
}

#[tokio::test]
async fn an_order_that_nobody_knows_is_not_said_whatever_the_status() {
    let body = r#"{"success":false,"message":"Order not found","code":"ORDER_NOT_FOUND"}"#;
    for code in [404, 400, 200] {
        let (_server, esimfly) = answering(move |_| status(code, body)).await;
        let request = request("P", Target::NewEsim);
        let progress = esimfly.progress("order_1", &request, &Mark(String::new()), since()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates), (Taken::NotSaid, Vec::new()), "{code}");
    }
}

#[tokio::test]
async fn a_lost_order_is_found_among_the_orders_since_then() {
    let (server, esimfly, state) = account().await;
    let mark = esimfly.mark(&request("P", Target::NewEsim)).await.unwrap();
    state.lock().unwrap().orders = HISTORY.to_owned();
    let found = traced(&esimfly, &request("merhaba-7days-1gb", Target::NewEsim), &mark).await.unwrap();
    let expected = Candidate {
        reference: Some("order_1692123456_ab7cd".to_owned()),
        esim: Some(EsimId::from("8932042000010078801")),
        service: Some(ServiceId::from("8932042000010078801")),
        created_at: Some("2026-08-17T17:00:31Z".parse().unwrap()),
        evidence: Evidence::Difference,
    };
    assert_eq!(found, [expected]);
    let asked = server.seen().last().unwrap().path.clone();
    assert_eq!(
        asked,
        "/orders?from_date=2026-08-17T16%3A58%3A00Z&sort_by=created_at&sort_order=asc&status=all&page=1&limit=100"
    );
}

#[tokio::test]
async fn only_new_orders_that_fit_are_candidates() {
    let (_server, esimfly, state) = account().await;
    state.lock().unwrap().orders = orders(&[&row("order_known", "ent_P-1", "")]);
    let mark = esimfly.mark(&request("P", Target::NewEsim)).await.unwrap();
    let rows = [
        row("order_known", "ent_P-1", ""),
        row("order_same", "ent_P-1", ""),
        row("order_short", "P-1", ""),
        row("order_named", "other", r#","package_name":"Turkey 1 GB 7 Days""#),
        row("order_other", "1", r#","package_name":"Turkey""#),
        row("order_odd", "P-2", ""),
        row("topup_same", "ent_P-1", ""),
        row("order_early", "ent_P-1", r#","created_at":"2026-08-17T16:57:59Z""#),
        row("order_late", "ent_P-1", r#","created_at":"2026-08-17T16:58:00Z""#),
        r#"{"order_reference":"order_bare"}"#.to_owned(),
    ];
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    state.lock().unwrap().orders = orders(&rows);
    let found = traced(&esimfly, &request("ent_P-1", Target::NewEsim), &mark).await.unwrap();
    let expected = ["order_same", "order_short", "order_named", "order_other", "order_late", "order_bare"];
    assert_eq!(references(&found), expected);
}

#[tokio::test]
async fn nothing_is_concluded_from_a_list_that_could_not_be_read_whole() {
    let (_server, esimfly, state) = account().await;
    let mark = esimfly.mark(&request("P", Target::NewEsim)).await.unwrap();
    let new = request("P", Target::NewEsim);
    for orders in [
        orders(&[r#"{"status":"completed"}"#]),
        r#"{"success":false,"code":"FORBIDDEN"}"#.to_owned(),
        "<html>".to_owned(),
    ] {
        state.lock().unwrap().orders = orders;
        assert!(traced(&esimfly, &new, &mark).await.is_err());
    }
    state.lock().unwrap().orders = NO_ORDERS.to_owned();
    assert_eq!(traced(&esimfly, &new, &mark).await, Ok(Vec::new()));
    assert!(traced(&esimfly, &new, &Mark("{}".to_owned())).await.is_err(), "another client's mark");
}

#[tokio::test]
async fn a_balance_that_fell_forbids_to_say_that_nothing_was_bought() {
    let (_server, esimfly, state) = account().await;
    let mark = esimfly.mark(&request("P", Target::NewEsim)).await.unwrap();
    let new = request("P", Target::NewEsim);
    let balance = |amount: &str, currency: &str| {
        format!(r#"{{"success":true,"data":{{"balance":{amount},"currency":"{currency}"}}}}"#)
    };
    for (amount, currency, concluded) in [
        ("50.00", "USD", true),
        ("60.00", "USD", true),
        ("49.99", "USD", false),
        ("50.00", "EUR", false),
        ("null", "USD", false),
    ] {
        state.lock().unwrap().balance = balance(amount, currency);
        assert_eq!(traced(&esimfly, &new, &mark).await.is_ok(), concluded, "{amount} {currency}");
    }
    // Another order explains where the money went, as far as it was paid and nobody knows what it cost.
    for (paid, concluded) in [
        (r#","currency":"USD""#, true),
        (r#","currency":"USD","amount":10"#, true),
        (r#","currency":"USD","amount":9.995"#, false),
        (r#","currency":"EUR","amount":10"#, false),
        (r#","currency":"USD","amount":10,"status":"failed""#, false),
    ] {
        let foreign = row("order_foreign", "Q-9", &format!(r#","package_name":"x"{paid}"#));
        let foreign =
            if paid.contains("status") { foreign.replace(r#""status":"completed","#, "") } else { foreign };
        state.lock().unwrap().orders = orders(&[&foreign]);
        state.lock().unwrap().balance = balance("40.00", "USD");
        assert_eq!(traced(&esimfly, &new, &mark).await.is_ok(), concluded, "{paid}");
    }
}

#[tokio::test]
async fn nothing_is_concluded_from_a_balance_that_was_not_said_before() {
    let (_server, esimfly, state) = account().await;
    state.lock().unwrap().balance = r#"{"success":true,"data":{"balance":50}}"#.to_owned();
    let new = request("P", Target::NewEsim);
    let mark = esimfly.mark(&new).await.unwrap();
    state.lock().unwrap().balance = BALANCE.to_owned();
    assert_eq!(traced(&esimfly, &new, &mark).await, Err("the balance is not said".to_owned()));
}

#[tokio::test]
async fn lost_data_is_found_by_its_row_or_by_what_grew() {
    let (_server, esimfly, state) = account().await;
    let data = request("TOPUP_1", data_onto());
    let mark = esimfly.mark(&data).await.unwrap();
    assert_eq!(traced(&esimfly, &data, &mark).await, Ok(Vec::new()), "nothing grew");
    let expected = Candidate {
        reference: None,
        esim: Some(ICCID.into()),
        service: Some(ICCID.into()),
        created_at: None,
        evidence: Evidence::Difference,
    };
    for grown in [
        USE.replace(r#""total_mb":1024"#, r#""total_mb":4096"#),
        USE.replace("2024-02-05T10:30:00Z", "2024-03-05T10:30:00Z"),
    ] {
        state.lock().unwrap().usage = grown;
        assert_eq!(traced(&esimfly, &data, &mark).await, Ok(vec![expected.clone()]));
    }
    let onto = |iccid: &str| format!(r#","esim":{{"iccid":"{iccid}"}}"#);
    let rows = [
        row("topup_other", "TOPUP_1", &onto("8910300001234567891")),
        row("topup_ours", "TOPUP_1", &onto(ICCID)),
    ];
    state.lock().unwrap().orders = orders(&[&rows[0], &rows[1]]);
    let found = traced(&esimfly, &data, &mark).await.unwrap();
    assert_eq!(references(&found), ["topup_ours"]);
    assert_eq!(found[0].esim, Some(ICCID.into()));
}

#[tokio::test]
async fn data_that_went_to_an_esim_nobody_names_may_be_ours() {
    let (_server, esimfly, state) = account().await;
    let data = request("TOPUP_1", data_onto());
    let mark = esimfly.mark(&data).await.unwrap();
    state.lock().unwrap().orders = orders(&[&row("topup_x", "TOPUP_1", r#","esim":null"#)]);
    let why = traced(&esimfly, &data, &mark).await.unwrap_err();
    assert_eq!(why, "data was added, and not said to which eSIM");
    state.lock().unwrap().usage = USE.replace(r#""total_mb":1024"#, r#""total_mb":4096"#);
    assert_eq!(traced(&esimfly, &data, &mark).await.unwrap().len(), 1);
}

#[tokio::test]
async fn data_is_not_called_lost_where_nobody_noted_what_was_there() {
    let (_server, esimfly, _state) = account().await;
    let mark = esimfly.mark(&request("P", Target::NewEsim)).await.unwrap();
    let why = traced(&esimfly, &request("TOPUP_1", data_onto()), &mark).await.unwrap_err();
    assert_eq!(why, "what the eSIM held before is not known");
}

#[tokio::test]
async fn an_unlimited_plan_grows_only_in_time() {
    let (_server, esimfly, state) = account().await;
    let unlimited = USE.replace(r#""is_unlimited":false"#, r#""is_unlimited":true"#);
    state.lock().unwrap().usage = unlimited.replace(r#""total_mb":1024"#, r#""total_mb":0"#);
    let data = request("TOPUP_1", data_onto());
    let mark = esimfly.mark(&data).await.unwrap();
    state.lock().unwrap().usage = unlimited.clone();
    assert_eq!(traced(&esimfly, &data, &mark).await, Ok(Vec::new()), "its amounts say nothing");
    state.lock().unwrap().usage = unlimited.replace("2024-02-05", "2024-02-06");
    assert_eq!(traced(&esimfly, &data, &mark).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_top_up_that_was_taken_is_tied_to_its_esim() {
    let (server, esimfly, state) = account().await;
    let data = request("TOPUP_1", data_onto());
    let follow = async |reference: &str| {
        esimfly.progress(reference, &data, &Mark(String::new()), since()).await.unwrap()
    };
    let unlisted = follow("topup_1").await;
    assert_eq!(unlisted.taken, Taken::NotSaid);
    assert_eq!(unlisted.candidates[0].esim, Some(ICCID.into()));
    assert_eq!(unlisted.candidates[0].evidence, Evidence::Reference);
    assert_eq!(server.seen()[0].path, "/orders?search=topup_1&status=all&page=1&limit=100");
    let esim = format!(r#","esim":{{"iccid":"{ICCID}"}},"amount":2.45,"currency":"USD""#);
    state.lock().unwrap().orders = orders(&[&row("topup_11", "T", ""), &row("topup_1", "T", &esim)]);
    let listed = follow("topup_1").await;
    assert_eq!((listed.taken, listed.charged), (Taken::Fulfilled, Some(usd(245))));
    state.lock().unwrap().orders = orders(&[&row("topup_1", "T", r#","esim":null"#)]);
    assert_eq!(follow("topup_1").await.taken, Taken::Fulfilled, "its row need not name the eSIM");
    state.lock().unwrap().orders =
        orders(&[&row("topup_1", "T", r#","esim":{"iccid":"8910300001234567891"}"#)]);
    let another = esimfly.progress("topup_1", &data, &Mark(String::new()), since()).await;
    assert_eq!(kind(another), unreadable("data.iccid"));
    state.lock().unwrap().orders = orders(&[r#"{"order_reference":"topup_1","status":"failed"}"#]);
    let failed = follow("topup_1").await;
    assert!(matches!(failed.taken, Taken::Failed { .. }) && failed.candidates.is_empty());
}

#[tokio::test]
async fn whether_orders_may_be_seen_is_told_by_asking() {
    let (_server, esimfly, state) = account().await;
    assert_eq!(esimfly.sees_orders().await, Ok(Some(true)));
    state.lock().unwrap().orders = r#"{"success":false,"code":"FORBIDDEN"}"#.to_owned();
    assert_eq!(esimfly.sees_orders().await, Ok(Some(false)));
}
