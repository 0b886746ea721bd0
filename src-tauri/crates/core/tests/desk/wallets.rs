//! Connecting, editing and disconnecting wallets, and what bad input gets.

use super::support::{Bench, PATIENCE};
use esim_desk_core::api::{Code, MoneyMoved};
use esim_desk_simulators::zim::{Fault, Options, When, Zim};
use serde_json::{Value, json};

async fn zim() -> Zim {
    Zim::start(Options::default()).await.unwrap()
}

fn changed(mut draft: Value, path: &str, value: Value) -> Value {
    *draft.pointer_mut(path).unwrap() = value;
    draft
}

async fn refused(bench: &Bench, command: &str, request: Value) -> esim_desk_core::api::Failure {
    bench.try_write(command, request).await.unwrap_err()
}

/// What connecting with a changed form answers.
async fn with(path: &str, value: Value) -> (Code, Option<String>) {
    let (bench, zim) = (Bench::start().await, zim().await);
    let draft = changed(Bench::draft(&zim), path, value);
    let failure = refused(&bench, "wallet_connect", json!({ "draft": draft })).await;
    assert_eq!(failure.money, MoneyMoved::Untouched);
    assert_eq!(bench.read("wallets", json!({})).await, json!([]), "nothing was saved");
    bench.app.stop().await;
    (failure.code, failure.field)
}

fn at(field: &str) -> Option<String> {
    Some(field.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_not_https_is_refused_at_its_field() {
    let (code, field) = with("/settings/base_url", json!("http://zim.example.com")).await;
    assert_eq!((code, field), (Code::NotHttps, at("base_url")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_address_is_refused_at_its_field() {
    let (code, field) = with("/settings/token_url", json!("https://me@zim.example.com")).await;
    assert_eq!((code, field), (Code::NotUrl, at("token_url")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_secret_is_asked_for() {
    let (code, field) = with("/secrets/client_secret", json!(" \n ")).await;
    assert_eq!((code, field), (Code::FieldMissing, at("client_secret")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_else_buys_must_be_answered() {
    assert_eq!(with("/sharing", Value::Null).await, (Code::FieldMissing, at("sharing")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_currency_is_three_letters() {
    assert_eq!(with("/currency", json!("US$")).await, (Code::FieldUnusable, at("currency")));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_credentials_name_the_supplier_and_its_environment() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let draft = changed(Bench::draft(&zim), "/secrets/client_secret", json!("wrong"));
    let failure = refused(&bench, "wallet_check", json!({ "wallet_id": null, "draft": draft })).await;
    assert_eq!(failure.code, Code::Credentials);
    assert_eq!(
        (failure.facts["supplier"].as_str(), failure.facts["environment"].as_str()),
        ("ZIM", "Own address")
    );
    assert!(failure.reference.starts_with("ZIM-"), "{}", failure.reference);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_answers_a_web_page_redirects_or_hides_behind_a_proxy_is_told_apart() {
    for (fault, code) in [
        (Fault::Html, Code::NotJson),
        (Fault::RedirectTo("https://elsewhere.example.com/".to_owned()), Code::Redirected),
        (Fault::ProxyAuth, Code::Proxy),
        (Fault::Status(403), Code::Forbidden),
    ] {
        let (bench, zim) = (Bench::start().await, zim().await);
        zim.fault(When::any("/destinations").always(), fault);
        let request = json!({ "wallet_id": null, "draft": Bench::draft(&zim) });
        assert_eq!(refused(&bench, "wallet_check", request).await.code, code);
        bench.app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_spaces_and_line_breaks_are_trimmed() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let secret = format!(" {}\r\n", zim.credentials().client_secret);
    let draft = changed(Bench::draft(&zim), "/secrets/client_secret", json!(secret));
    let id = format!("\t{} \n", zim.credentials().client_id);
    let draft = changed(draft, "/settings/client_id", json!(id));
    let checked = bench.write("wallet_check", json!({ "wallet_id": null, "draft": draft })).await;
    assert!(checked["destinations"].as_u64().unwrap() >= 60, "{checked}");
    assert_eq!((&checked["sees_orders"], &checked["warnings"]), (&json!(true), &json!([])));
    assert_eq!(bench.read("wallets", json!({})).await, json!([]), "a check saves nothing");
    assert_eq!(zim.ledger().purchases, 0);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_may_not_list_orders_is_said_beforehand_and_hinders_nothing() {
    let bench = Bench::start().await;
    let zim = Zim::start(Options { order_list_allowed: false, ..Options::default() }).await.unwrap();
    let checked =
        bench.write("wallet_check", json!({ "wallet_id": null, "draft": Bench::draft(&zim) })).await;
    assert_eq!(checked["sees_orders"], false);
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_is_said_and_hinders_nothing() {
    let (bench, zim) = (Bench::start_ahead(-660).await, zim().await);
    let checked =
        bench.write("wallet_check", json!({ "wallet_id": null, "draft": Bench::draft(&zim) })).await;
    assert_eq!(checked["warnings"][0]["code"], "clock_wrong");
    assert_eq!(checked["warnings"][0]["facts"]["minutes"], "11");
    let wallet = bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    assert_eq!(wallet["trouble"]["code"], "clock_wrong");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connect_that_arrives_twice_makes_one_wallet() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let request = json!({ "request_id": uuid::Uuid::now_v7().to_string(), "draft": Bench::draft(&zim) });
    let (one, two) = tokio::join!(
        bench.write("wallet_connect", request.clone()),
        bench.write("wallet_connect", request.clone())
    );
    assert_eq!(one["id"], two["id"]);
    let bench = bench.restart().await;
    bench.write("wallet_connect", request).await;
    assert_eq!(bench.read("wallets", json!({})).await.as_array().unwrap().len(), 1);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_wallets_do_not_share_a_name() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let named = changed(Bench::draft(&zim), "/name", json!("Main"));
    bench.write("wallet_connect", json!({ "draft": named })).await;
    let again = changed(named, "/name", json!(" main "));
    let failure = refused(&bench, "wallet_connect", json!({ "draft": again })).await;
    assert_eq!((failure.code, failure.field.as_deref()), (Code::NameTaken, Some("name")));
    for name in ["ZIM", "ZIM 2"] {
        let other = self::zim().await;
        let unnamed = json!({ "draft": Bench::draft(&other) });
        assert_eq!(bench.write("wallet_connect", unnamed).await["name"], name);
    }
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_address_asks_for_the_secret_again() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let wallet = bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    let elsewhere = Zim::start(Options::default()).await.unwrap();
    let without_secret = changed(Bench::draft(&zim), "/secrets", json!({}));
    let moved = changed(without_secret.clone(), "/settings/base_url", json!(elsewhere.base_url()));
    let edit = |draft: &Value| json!({ "wallet_id": wallet["id"], "draft": draft });
    let failure = refused(&bench, "wallet_edit", edit(&moved)).await;
    assert_eq!((failure.code, failure.field.as_deref()), (Code::SecretNeeded, Some("client_secret")));
    assert_eq!(elsewhere.requests().len(), 0, "the secret went nowhere");

    let renamed = changed(without_secret, "/name", json!("Front desk"));
    assert_eq!(bench.write("wallet_edit", edit(&renamed)).await["name"], "Front desk");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_without_its_secret_says_so_and_its_lists_stay() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let wallet = bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    let id = wallet["id"].as_str().unwrap();
    bench.world.vault.remove(&format!("wallet/{id}")).await.unwrap();
    let bench = bench.restart().await;
    let wallets =
        bench.until("wallets", json!({}), |wallets| wallets[0]["trouble"]["code"] == "keychain_empty").await;
    assert_eq!(wallets[0]["esims"], 200);
    assert_eq!(bench.read("esims_page", all_esims()).await["total"], 200);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnected_wallet_keeps_its_records_and_loses_its_secret() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let wallet = bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    let gone = bench.write("wallet_disconnect", json!({ "wallet_id": wallet["id"] })).await;
    assert_eq!(gone["disconnected"], true);
    let name = format!("wallet/{}", wallet["id"].as_str().unwrap());
    assert!(bench.world.vault.get(&name).await.unwrap().is_none());
    assert_eq!(bench.read("wallets", json!({})).await, json!([]));
    assert_eq!(bench.read("esims_page", all_esims()).await["total"], 200);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_wallet_offers_no_plans_and_is_not_read() {
    let (bench, zim) = (Bench::start().await, zim().await);
    let wallet = bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    let act = json!({ "wallet_id": wallet["id"] });
    assert_eq!(bench.write("wallet_pause", act.clone()).await["paused"], true);
    let trip = json!({ "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" } });
    assert_eq!(bench.read("plans_search", trip.clone()).await["fits"], json!([]));
    assert_eq!(refused(&bench, "sync_now", act.clone()).await.code, Code::WalletPaused);
    bench.write("wallet_resume", act).await;
    assert_ne!(bench.read("plans_search", trip).await["fits"], json!([]));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wallet_that_fails_does_not_hinder_another() {
    let (bench, good) = (Bench::start().await, zim().await);
    let bad = zim().await;
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&bad) })).await;
    bad.stop().await;
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&good) })).await;
    let wallets =
        bench.until("wallets", json!({}), |wallets| wallets[1]["lists"][0]["complete_at"].is_string()).await;
    assert_eq!(wallets[1]["esims"], 200);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_row_is_counted_and_hides_no_good_one() {
    let (bench, zim) = (Bench::start().await, zim().await);
    zim.fault(When::get("/esims").times(1), Fault::BadRow);
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    let wallets = bench.lists_read().await;
    assert_eq!(wallets[0]["lists"][0]["skipped"], 1);
    assert!(wallets[0]["esims"].as_u64().unwrap() >= 199, "{}", wallets[0]["esims"]);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_esims_has_an_empty_list() {
    let bench = Bench::start().await;
    let zim = Zim::start(Options { esims: 0, ..Options::default() }).await.unwrap();
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    let wallets = bench.lists_read().await;
    assert_eq!((&wallets[0]["esims"], &wallets[0]["lists"][0]["failure"]), (&json!(0), &Value::Null));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_lists_say_since_when_and_stay() {
    let (bench, zim) = (Bench::start().await, zim().await);
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    zim.stop().await;
    // Two wishes within five seconds are one, and the lists were just read.
    let offline = async {
        loop {
            bench.write("sync_now", json!({ "wallet_id": null })).await;
            if bench.read("app_state", json!({})).await["lists"]["offline_since"].is_string() {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, offline).await.expect("it never noticed");
    assert_eq!(bench.read("esims_page", all_esims()).await["total"], 200);
    bench.app.stop().await;
}

fn all_esims() -> Value {
    json!({
        "text": "", "wallet_id": null, "headline": null, "not_given": false, "ending_soon": false,
        "code_missing": false, "sort": "recent", "descending": false, "offset": 0, "limit": 50,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_desk_may_have_bought_is_not_offered_as_ours() {
    let zim = zim().await;
    for (sharing, offered) in [("only_us", true), ("others", false)] {
        let bench = Bench::start().await;
        let mut draft = Bench::draft(&zim);
        draft["sharing"] = json!(sharing);
        bench.write("wallet_connect", json!({ "draft": draft })).await;
        bench.lists_read().await;
        let trip = json!({ "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" } });
        let found = bench.read("plans_search", trip).await;
        assert_eq!(!found["owned"].as_array().unwrap().is_empty(), offered, "{sharing}");
    }
}
