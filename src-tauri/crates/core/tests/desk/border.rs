//! The border to the window: literal JSON in, literal JSON out.

use super::support::Bench;
use esim_desk_core::api::Code;
use esim_desk_core::{COMMANDS, Kind, dispatch};
use insta::{Settings, assert_json_snapshot};
use serde_json::{Value, json};

/// What differs from run to run.
fn steady() -> Settings {
    let mut settings = Settings::clone_current();
    settings.add_filter(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "[moment]");
    settings.add_filter(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[uuid]");
    settings.add_filter(r"http://127\.0\.0\.1:\d+", "[address]");
    settings.add_filter(r#""client_id": "[^"]+""#, r#""client_id": "[id]""#);
    settings.add_filter(r#""desk": "[A-Z][A-Z2-9]{3}""#, r#""desk": "[drawn]""#);
    settings.add_filter(r#""data_folder": "[^"]+""#, r#""data_folder": "[folder]""#);
    settings.add_filter(r#""reference": "((?:ZIM-)?(?:\d{3}-)?)[0-9A-F]{4}""#, r#""reference": "$1[code]""#);
    settings.add_filter(r"data:image/png;base64,[A-Za-z0-9+/=]+", "[picture]");
    settings
}

fn seen(name: &str, value: &Value) {
    steady().bind(|| assert_json_snapshot!(name, value));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_has_its_answer() {
    let bench = Bench::start().await;
    seen("app_state_before_anything", &bench.read("app_state", json!({})).await);
    let forms = bench.read("wallet_forms", Value::Null).await;
    let names = |list: &str| -> Vec<Value> {
        forms["forms"][0][list].as_array().unwrap().iter().map(|entry| entry["key"].clone()).collect()
    };
    seen("wallet_forms", &json!({ "environments": names("environments"), "fields": names("fields") }));
    let mut wallets = bench.practise().await;
    wallets[0]["cannot"] = json!("the client's own words");
    seen("wallets_in_practice", &wallets);
    seen("plans_for_a_week_in_japan", &a_week_in_japan(&bench).await);
    let page = json!({
        "text": "", "wallet_id": null, "headline": null, "not_given": true, "ending_soon": false,
        "code_missing": false, "sort": "iccid", "descending": false, "offset": 0, "limit": 2,
    });
    let page = bench.read("esims_page", page).await;
    seen("a_page_of_esims", &page);
    let esim = json!({
        "wallet_id": page["rows"][0]["wallet_id"], "esim_id": page["rows"][0]["esim_id"],
    });
    let mut detail = bench.read("esim_detail", esim.clone()).await;
    let kit = bench.read("kit", esim).await;
    let answers = detail["raw"].to_string();
    assert!(answers.contains(kit["iccid"].as_str().unwrap()), "{answers}");
    assert!(!answers.contains(kit["matching_id"].as_str().unwrap()), "codes are masked");
    // Whether its own answer was read yet is a matter of a moment.
    detail["raw"] = json!([]);
    detail["detail_at"] = json!(null);
    seen("one_esim", &detail);
    let mut names: Vec<&String> = kit.as_object().unwrap().keys().collect();
    names.sort();
    seen("what_a_kit_has", &json!(names));
    bench.app.stop().await;
}

/// The first of each list that a search finds.
async fn a_week_in_japan(bench: &Bench) -> Value {
    let trip = json!({
        "countries": ["JP"], "from": "2026-12-01", "to": "2026-12-07", "data": { "kind": "at_least", "gb": 10 },
    });
    let mut found = bench.read("plans_search", trip).await;
    for list in ["owned", "fits", "near"] {
        found[list].as_array_mut().unwrap().truncate(2);
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_cleaned_kept_and_refused_at_their_field() {
    let bench = Bench::start().await;
    let mut settings = bench.read("app_state", json!({})).await["settings"].clone();
    settings["desk"] = json!(" d07 ");
    settings["staff"] = json!(["Anna  Weber", "Ben"]);
    settings["working"] = json!("Ben");
    settings["theme"] = json!("dark");
    seen("settings_saved", &bench.write("settings_save", json!({ "settings": settings })).await);
    settings["desk"] = json!("7");
    let refused = bench.try_write("settings_save", json!({ "settings": settings })).await.unwrap_err();
    seen("settings_refused", &serde_json::to_value(&refused).unwrap());
    let bench = bench.restart().await;
    assert_eq!(bench.read("app_state", json!({})).await["settings"]["desk"], "D07");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_named_by_its_path_and_never_quoted() {
    let bench = Bench::start().await;
    let request = json!({
        "request_id": uuid::Uuid::now_v7().to_string(),
        "draft": { "provider": "zim", "environment": "own", "name": "", "currency": "USD", "settings": {},
                   "secrets": { "client_secret": 41_000_042 }, "sharing": null },
    });
    let failure = bench.try_write("wallet_connect", request).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.details.as_deref()),
        (Code::BadRequest, Some("draft.secrets.client_secret"))
    );
    let without_id = dispatch(&bench.app, "practice_start", json!({})).await.unwrap_err();
    assert_eq!((without_id.code, without_id.details.as_deref()), (Code::BadRequest, Some("request_id")));
    let unknown = dispatch(&bench.app, "wallet_secrets", json!({})).await.unwrap_err();
    assert_eq!(unknown.code, Code::UnknownCommand);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_id_with_other_content_is_refused() {
    let bench = Bench::start().await;
    let settings = bench.read("app_state", json!({})).await["settings"].clone();
    let mut other = settings.clone();
    other["theme"] = json!("light");
    let id = uuid::Uuid::now_v7().to_string();
    bench.write("settings_save", json!({ "request_id": id, "settings": settings })).await;
    let request = json!({ "request_id": id, "settings": other });
    assert_eq!(bench.try_write("settings_save", request).await.unwrap_err().code, Code::KeyReused);
    bench.app.stop().await;
}

#[test]
fn every_write_of_the_table_asks_for_an_id_and_names_are_not_taken_twice() {
    let mut names: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(COMMANDS.iter().any(|(_, kind)| *kind == Kind::Write));
}
