//! What is typed, answered or found wrong, and has no test elsewhere: each is told apart, stands at its field,
//! and costs nothing. Most of a wallet's bad input is in `wallets`, the purchase's in `main_job`.

use super::support::Bench;
use esim_desk_core::api::{Code, Failure, MoneyMoved};
use esim_desk_simulators::zim::{Fault, Options, When, Zim};
use serde_json::{Value, json};

async fn zim() -> Zim {
    Zim::start(Options { esims: 20, ..Options::default() }).await.unwrap()
}

fn with(zim: &Zim, changes: &[(&str, &str)]) -> Value {
    let mut draft = Bench::draft(zim);
    for (field, value) in changes {
        draft["settings"][*field] = json!(value);
    }
    draft
}

async fn refused(bench: &Bench, draft: &Value) -> Failure {
    let failure = bench.try_write("wallet_connect", json!({ "draft": draft })).await.unwrap_err();
    assert_eq!(failure.money, MoneyMoved::Untouched);
    assert_eq!(bench.read("wallets", json!({})).await, json!([]), "nothing was saved");
    failure
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_none_is_refused_at_its_field_and_nobody_is_asked() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let own = zim.base_url();
    for (address, code) in [
        ("", Code::FieldMissing),
        (" \n ", Code::FieldMissing),
        ("zim.example.com", Code::NotHttps),
        ("https://", Code::NotUrl),
        ("https://zim.example.com?key=1", Code::NotUrl),
        ("https://zim.example.com:99999", Code::NotUrl),
        ("https://me:secret@zim.example.com", Code::NotUrl),
        ("http://zim.example.com", Code::NotHttps),
        ("ftp://zim.example.com", Code::NotHttps),
        ("http://127.0.0.1.example.com", Code::NotHttps),
    ] {
        for field in ["base_url", "token_url"] {
            let failure = refused(&bench, &with(&zim, &[(field, address)])).await;
            assert_eq!((failure.code, failure.field.as_deref()), (code, Some(field)), "{address:?}");
        }
    }
    assert_eq!(zim.requests().len(), 0);
    let padded = with(&zim, &[("base_url", &format!(" {own}/\n"))]);
    bench.write("wallet_connect", json!({ "draft": padded })).await;
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_sandbox_is_refused_with_the_name_of_the_environment() {
    let (bench, sandbox, production) = (Bench::start().await, zim().await, zim().await);
    let mut draft = Bench::draft(&sandbox);
    draft["environment"] = json!("production");
    draft["settings"] = json!({
        "zim_token_url": production.token_url(), "client_id": sandbox.credentials().client_id,
    });
    let failure = refused(&bench, &draft).await;
    assert_eq!((failure.code, failure.facts["environment"].as_str()), (Code::Credentials, "Production"));
    assert_eq!((sandbox.requests().len(), production.ledger().purchases), (0, 0));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_the_other_environment_does_not_take_is_wrong_credentials_too() {
    let (bench, sandbox, production) = (Bench::start().await, zim().await, zim().await);
    let draft = with(&sandbox, &[("base_url", &production.base_url())]);
    let failure = refused(&bench, &draft).await;
    assert_eq!((failure.code, failure.facts["status"].as_str()), (Code::Credentials, "401"));
    let asked: Vec<_> = production.requests().into_iter().map(|seen| seen.path).collect();
    assert_eq!(asked, ["/destinations/supported_destinations"; 2], "once more with a fresh token");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_before_the_login_is_told_apart_and_the_secret_stays_here() {
    let elsewhere = zim().await;
    for (fault, code) in [
        (Fault::Html, Code::NotJson),
        (Fault::RedirectTo(elsewhere.token_url()), Code::Redirected),
        (Fault::ProxyAuth, Code::Proxy),
    ] {
        let (bench, zim) = (Bench::start().await, zim().await);
        zim.fault(When::token().always(), fault.clone());
        let failure = refused(&bench, &Bench::draft(&zim)).await;
        assert_eq!(failure.code, code, "{fault:?}");
        bench.app.stop().await;
    }
    assert_eq!(elsewhere.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_leads_to_another_host_takes_no_token_there() {
    let (bench, zim, elsewhere) = (Bench::start().await, zim().await, zim().await);
    let there = Fault::RedirectTo(format!("{}/esims", elsewhere.base_url()));
    zim.fault(When::get("/esims").always(), there);
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    let failed = |wallets: &Value| wallets[0]["lists"][0]["failure"]["code"] == "redirected";
    bench.until("wallets", json!({}), failed).await;
    assert_eq!(elsewhere.requests().len(), 0);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_is_sent_to_another_host_does_not_go_there_and_is_looked_for() {
    let (bench, zim, elsewhere) = (Bench::start().await, zim().await, zim().await);
    let there = format!("{}/orders/with-wallet", elsewhere.base_url());
    zim.fault(When::purchase().always(), Fault::RedirectTo(there));
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    let order = bench.order_until("unknown").await;
    let failure = &order["failure"];
    assert_eq!((&failure["code"], &failure["money"]), (&json!("redirected"), &json!("unknown")));
    let sent = zim.requests().into_iter().filter(|seen| seen.path == "/orders/with-wallet").count();
    assert_eq!((sent, zim.ledger().purchases, elsewhere.requests().len()), (1, 0, 0));
    bench.app.stop().await;
}

/// A wallet's list by its name.
fn list<'a>(wallets: &'a Value, name: &str) -> &'a Value {
    wallets[0]["lists"].as_array().unwrap().iter().find(|list| list["list"] == name).unwrap()
}

const LISTS: [(&str, &str); 4] = [
    ("esims", "/esims"),
    ("services", "/subscriptions"),
    ("plans", "/plans/search"),
    ("destinations", "/destinations/supported_destinations"),
];

#[tokio::test(flavor = "multi_thread")]
async fn one_unreadable_row_in_any_list_is_counted_and_hides_no_good_one() {
    let (good, spoilt) = (zim().await, zim().await);
    for (_, path) in LISTS {
        spoilt.fault(When::any(path).always(), Fault::BadRow);
    }
    let mut rows = Vec::new();
    for (zim, skipped) in [(&good, 0), (&spoilt, 1)] {
        let bench = Bench::start().await;
        bench.write("wallet_connect", json!({ "draft": Bench::draft(zim) })).await;
        let wallets = bench.lists_read().await;
        for (name, _) in LISTS {
            let list = list(&wallets, name);
            assert_eq!((&list["skipped"], &list["failure"]), (&json!(skipped), &Value::Null), "{name}");
            rows.push(list["rows"].as_u64().unwrap());
        }
        bench.app.stop().await;
    }
    assert!(rows[..4].iter().all(|rows| *rows > 0));
    assert_eq!(rows[..4], rows[4..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_lists_are_no_failure_and_nothing_is_on_offer() {
    let (bench, zim) = (Bench::start().await, zim().await);
    for (_, path) in LISTS {
        zim.fault(When::any(path).always(), Fault::EmptyList);
    }
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    let wallets = bench.lists_read().await;
    for (name, _) in LISTS {
        let list = list(&wallets, name);
        assert_eq!((&list["rows"], &list["failure"]), (&json!(0), &Value::Null), "{name}");
    }
    let trip = json!({ "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" } });
    let found = bench.read("plans_search", trip).await;
    assert_eq!((&found["fits"], &found["near"], &found["owned"]), (&json!([]), &json!([]), &json!([])));
    bench.app.stop().await;
}
