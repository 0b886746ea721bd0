//! A wallet is one account at its supplier: the same one while an order is open, and no other wallet's.

use super::support::Bench;
use esim_desk_core::api::{Code, Failure};
use esim_desk_simulators::esim_go::{self, EsimGo};
use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::time::Duration;

/// An account whose orders are never done in time.
async fn slow_zim() -> Zim {
    Zim::start(Options { fulfil_after: Duration::from_secs(3600), ..Options::default() }).await.unwrap()
}

fn with(draft: &Value, path: &str, value: Value) -> Value {
    let mut draft = draft.clone();
    match path.strip_prefix("settings/") {
        Some(setting) => draft["settings"][setting] = value,
        None => draft[path] = value,
    }
    draft
}

async fn connected(bench: &Bench, draft: &Value) -> Value {
    bench.write("wallet_connect", json!({ "draft": draft })).await
}

async fn refused(bench: &Bench, command: &str, id: &Value, draft: &Value) -> Failure {
    let request = json!({ "wallet_id": id, "draft": draft });
    bench.try_write(command, request).await.unwrap_err()
}

/// An order that the supplier took and has not done.
async fn order_left_open(bench: &Bench) {
    bench.lists_read().await;
    bench.order_until("accepted").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_with_an_open_order_stays_the_account_it_is_looked_up_in() {
    let (bench, zim, elsewhere) = (Bench::start().await, slow_zim().await, slow_zim().await);
    let draft = Bench::draft(&zim);
    let wallet = connected(&bench, &draft).await;
    order_left_open(&bench).await;

    for (path, value) in [
        ("settings/base_url", json!(elsewhere.base_url())),
        ("settings/token_url", json!(elsewhere.token_url())),
        ("settings/client_id", json!("another")),
        ("settings/on_behalf_of", json!("acct_another")),
        ("environment", json!("sandbox")),
        ("currency", json!("EUR")),
    ] {
        let moved = with(&draft, path, value);
        for command in ["wallet_edit", "wallet_check"] {
            let failure = refused(&bench, command, &wallet["id"], &moved).await;
            let field = path.trim_start_matches("settings/");
            assert_eq!(
                (failure.code, failure.field.as_deref()),
                (Code::AccountHasOpenOrders, Some(field)),
                "{command}"
            );
            assert_eq!((failure.facts["name"].as_str(), failure.facts["orders"].as_str()), ("ZIM", "1"));
        }
    }
    assert_eq!(elsewhere.requests().len(), 0, "nobody was asked");
    let known = bench.read("wallets", json!({})).await;
    for what in ["environment", "currency", "settings"] {
        assert_eq!(known[0][what], wallet[what], "nothing was saved");
    }
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_secret_is_replaced_while_an_order_is_open() {
    let (bench, zim) = (Bench::start().await, slow_zim().await);
    let draft = Bench::draft(&zim);
    let wallet = connected(&bench, &draft).await;
    order_left_open(&bench).await;
    let wrong = with(&draft, "secrets", json!({ "client_secret": "wrong" }));
    let failure = refused(&bench, "wallet_edit", &wallet["id"], &wrong).await;
    assert_eq!(failure.code, Code::Credentials, "the supplier says so, not we");
    let renamed = with(&draft, "name", json!("Front desk"));
    let request = json!({ "wallet_id": wallet["id"], "draft": renamed });
    assert_eq!(bench.write("wallet_edit", request).await["name"], "Front desk");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_in_one_wallet_alone() {
    let (bench, zim) = (Bench::start().await, slow_zim().await);
    let draft = Bench::draft(&zim);
    let wallet = connected(&bench, &draft).await;
    let padded = format!(" {}/\n", zim.base_url());
    for again in [
        with(&draft, "name", json!("Again")),
        with(&draft, "currency", json!("EUR")),
        with(&draft, "settings/base_url", json!(padded)),
    ] {
        for command in ["wallet_connect", "wallet_check"] {
            let failure = refused(&bench, command, &Value::Null, &again).await;
            assert_eq!(
                (failure.code, failure.field, failure.facts["name"].as_str()),
                (Code::AccountConnected, None, "ZIM"),
                "{command}"
            );
        }
    }

    let on_behalf = with(&draft, "settings/on_behalf_of", json!("acct_another"));
    let other = connected(&bench, &on_behalf).await;
    assert_eq!(other["name"], "ZIM 2", "another account under the same login");
    let failure = refused(&bench, "wallet_edit", &other["id"], &draft).await;
    assert_eq!((failure.code, failure.facts["name"].as_str()), (Code::AccountConnected, "ZIM"));

    bench.write("wallet_disconnect", json!({ "wallet_id": wallet["id"] })).await;
    assert_eq!(connected(&bench, &draft).await["name"], "ZIM", "a disconnected wallet does not count");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_two_windows_connect_at_once_is_in_one_wallet_alone() {
    let (bench, zim) = (Bench::start().await, slow_zim().await);
    let connect = || bench.try_write("wallet_connect", json!({ "draft": Bench::draft(&zim) }));
    let (one, two) = tokio::join!(connect(), connect());
    let failed = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(failed.iter().map(|failure| failure.code).collect::<Vec<_>>(), [Code::AccountConnected]);
    assert_eq!(bench.read("wallets", json!({})).await.as_array().unwrap().len(), 1);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_key_is_the_account_the_same_key_is_the_same_account() {
    let bench = Bench::start().await;
    let go = EsimGo::start(esim_go::Options { rate_limit: 1_000, esims: 5, ..Default::default() });
    let go = go.await.unwrap();
    let draft = |key: &str| {
        json!({
            "provider": "esim_go", "environment": "own", "name": "", "currency": "USD",
            "settings": { "base_url": go.base_url() }, "secrets": { "api_key": key }, "sharing": "only_us",
        })
    };
    let key = go.credentials().api_key;
    let wallet = connected(&bench, &draft(&key)).await;
    let failure = refused(&bench, "wallet_connect", &Value::Null, &draft(&format!(" {key}\n"))).await;
    assert_eq!((failure.code, failure.facts["name"].as_str()), (Code::AccountConnected, "eSIM Go"));
    assert!(!format!("{failure:?}").contains(&key));
    let failure = refused(&bench, "wallet_connect", &Value::Null, &draft("another")).await;
    assert_eq!(failure.code, Code::Credentials, "another key is asked for at the supplier");
    let renamed = with(&with(&draft(""), "secrets", json!({})), "name", json!("Main"));
    let request = json!({ "wallet_id": wallet["id"], "draft": renamed });
    assert_eq!(bench.write("wallet_edit", request).await["name"], "Main", "a wallet is not its own double");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_that_is_connected_again_knows_what_was_given_of_it() {
    let (bench, zim) = (Bench::start().await, Zim::start(Options::default()).await.unwrap());
    let draft = Bench::draft(&zim);
    let wallet = connected(&bench, &draft).await;
    bench.lists_read().await;
    let all = json!({
        "text": "", "wallet_id": null, "headline": null, "not_given": true, "ending_soon": false,
        "code_missing": false, "sort": "iccid", "descending": false, "offset": 0, "limit": 50,
    });
    let page = bench.read("esims_page", all.clone()).await;
    let esim = json!({ "wallet_id": wallet["id"], "esim_id": page["rows"][0]["esim_id"] });
    let mut give = esim.clone();
    let to =
        json!({ "traveller": "Yuki Tanaka", "booking": "", "action": { "kind": "show" }, "reason": null });
    give.as_object_mut().unwrap().extend(to.as_object().unwrap().clone());
    bench.write("kit_give", give.clone()).await;
    bench.write("wallet_disconnect", json!({ "wallet_id": wallet["id"] })).await;

    let again = connected(&bench, &draft).await;
    assert_eq!((&again["id"], &again["disconnected"]), (&wallet["id"], &json!(false)));
    bench.lists_read().await;
    assert_eq!(bench.read("wallets", json!({})).await.as_array().unwrap().len(), 1);
    let known = bench.read("esim_detail", esim).await["hand_overs"].clone();
    assert_eq!(known[0]["traveller"], "Yuki Tanaka");
    let total = bench.read("esims_page", all).await["total"].clone();
    assert_eq!(total, json!(page["total"].as_u64().unwrap() - 1), "one less is free, and none stands twice");
    give["traveller"] = json!("Kenji Sato");
    assert_eq!(bench.try_write("kit_give", give).await.unwrap_err().code, Code::GivenToOther);
}
