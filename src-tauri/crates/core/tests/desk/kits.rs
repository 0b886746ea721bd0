//! One code, one traveller: what stands between a kit and somebody else, and what is done with it.

use super::support::Bench;
use esim_desk_core::api::{Code, Failure};
use serde_json::{Value, json};

/// A desk in practice, and an eSIM that is ready and that nobody has.
async fn with_a_ready_esim() -> (Bench, Value) {
    let bench = Bench::start().await;
    bench.practise().await;
    let query = json!({
        "text": "", "wallet_id": null, "headline": null, "not_given": true, "ending_soon": false,
        "code_missing": false, "sort": "iccid", "descending": false, "offset": 0, "limit": 1,
    });
    let row = bench.read("esims_page", query).await["rows"][0].clone();
    (bench, json!({ "wallet_id": row["wallet_id"], "esim_id": row["esim_id"] }))
}

fn giving(esim: &Value, name: &str, action: Value) -> Value {
    let mut request = esim.clone();
    let more = json!({ "traveller": name, "booking": "", "action": action, "reason": null });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request
}

fn because(mut request: Value, reason: &str) -> Value {
    request["reason"] = json!(reason);
    request
}

fn show() -> Value {
    json!({ "kind": "show" })
}

fn copy(part: &str) -> Value {
    json!({ "kind": "copy", "part": part })
}

async fn refused(bench: &Bench, request: Value) -> Failure {
    bench.try_write("kit_give", request).await.unwrap_err()
}

async fn hand_overs(bench: &Bench, esim: &Value) -> Vec<Value> {
    bench.read("esim_detail", esim.clone()).await["hand_overs"].as_array().unwrap().clone()
}

/// The supplier says that it is on a phone, and a sync saw that.
async fn installed(bench: &Bench, esim: &Value) {
    let id = esim["esim_id"].as_str().unwrap();
    assert!(bench.simulator().set_esim_status(id, "INSTALLED"));
    bench.write("esim_refresh", esim.clone()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_given_kit_goes_to_somebody_else_only_with_a_reason() {
    let (bench, esim) = with_a_ready_esim().await;
    bench.write("kit_give", giving(&esim, "Yuki Tanaka", show())).await;
    let warned = refused(&bench, giving(&esim, "Kenji Sato", show())).await;
    assert_eq!(warned.code, Code::GivenToOther);
    assert_eq!((warned.facts["name"].as_str(), warned.facts["how"].as_str()), ("Yuki Tanaka", "shown"));
    assert!(warned.facts.contains_key("at"));
    let short = refused(&bench, because(giving(&esim, "Kenji Sato", show()), " x ")).await;
    assert_eq!((short.code, short.field.as_deref()), (Code::ReasonNeeded, Some("reason")));
    assert_eq!(hand_overs(&bench, &esim).await.len(), 1, "nothing was written down for him yet");

    bench.write("kit_give", because(giving(&esim, "Kenji Sato", show()), "Tanaka cancelled")).await;
    let given = hand_overs(&bench, &esim).await;
    assert_eq!(
        (&given[0]["traveller"], &given[0]["reason"]),
        (&json!("Kenji Sato"), &json!("Tanaka cancelled"))
    );
    assert_eq!(given[1]["traveller"], "Yuki Tanaka");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_person_may_have_it_again_even_after_it_was_installed() {
    let (bench, esim) = with_a_ready_esim().await;
    bench.write("kit_give", giving(&esim, "Yuki Tanaka", show())).await;
    installed(&bench, &esim).await;
    let kit = bench.read("kit", esim.clone()).await;
    assert_eq!(kit["profile"], "installed");
    assert!(kit["used_since"].is_string(), "the window says what usually happens");
    bench.write("kit_give", giving(&esim, "yuki  TANAKA", show())).await;
    let warned = refused(&bench, giving(&esim, "Kenji Sato", show())).await;
    assert_eq!((warned.code, warned.facts.contains_key("since")), (Code::GivenToOther, true));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_on_a_phone_warns_although_nobody_here_gave_it() {
    let (bench, esim) = with_a_ready_esim().await;
    installed(&bench, &esim).await;
    let warned = refused(&bench, giving(&esim, "Yuki Tanaka", show())).await;
    assert_eq!(warned.code, Code::CodeUsed);
    bench.write("kit_give", because(giving(&esim, "Yuki Tanaka", show()), "bought in the portal")).await;
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_over_needs_a_name_and_what_is_no_secret_does_not() {
    let (bench, esim) = with_a_ready_esim().await;
    let nameless = refused(&bench, giving(&esim, "  ", copy("one_line"))).await;
    assert_eq!((nameless.code, nameless.field.as_deref()), (Code::NoTraveller, Some("traveller")));
    let long = refused(&bench, giving(&esim, &"x".repeat(121), show())).await;
    assert_eq!(long.code, Code::NameTooLong);
    assert_eq!(bench.world.desktop.held(), None);

    let iccid = bench.read("kit", esim.clone()).await["iccid"].clone();
    let copied = bench.write("kit_give", giving(&esim, "", copy("iccid"))).await;
    assert_eq!((&copied["hand_over"], &copied["clears_in"]), (&Value::Null, &Value::Null));
    assert_eq!(bench.world.desktop.held().as_deref(), iccid.as_str());
    assert!(hand_overs(&bench, &esim).await.is_empty());
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_support_is_sent_has_no_code_in_it() {
    let (bench, esim) = with_a_ready_esim().await;
    let kit = bench.read("kit", esim.clone()).await;
    bench.write("kit_give", giving(&esim, "Yuki Tanaka", show())).await;
    bench.write("kit_give", giving(&esim, "", copy("for_support"))).await;
    let text = bench.world.desktop.held().unwrap();
    let detail = bench.read("esim_detail", esim.clone()).await;
    let wallets = bench.read("wallets", json!({})).await;
    let said = [
        &kit["iccid"],
        &kit["smdp"],
        &kit["supplier"],
        &wallets[0]["name"],
        &detail["profile_word"],
        &detail["services"][0]["status_word"],
    ];
    for fact in said {
        assert!(text.contains(fact.as_str().unwrap()), "{fact} is not in {text}");
    }
    assert!(!text.contains(kit["matching_id"].as_str().unwrap()), "{text}");
    assert!(!text.contains("Tanaka"), "{text}");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_code_leaves_the_clipboard_after_a_minute() {
    let (bench, esim) = with_a_ready_esim().await;
    let kit = bench.read("kit", esim.clone()).await;
    let copied = bench.write("kit_give", giving(&esim, "Yuki Tanaka", copy("one_line"))).await;
    assert_eq!((&copied["clears_in"], &copied["hand_over"]["how"]), (&json!(60), &json!("copied")));
    assert_eq!(bench.world.desktop.held().as_deref(), kit["one_line"].as_str());
    bench.world.clock.minute_begun.notified().await;
    bench.world.clock.minute_over.notify_one();
    bench.told_of_the_clipboard().await;
    assert_eq!(bench.world.desktop.held(), None);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_copied_meanwhile_stays() {
    let (bench, esim) = with_a_ready_esim().await;
    bench.write("kit_give", giving(&esim, "Yuki Tanaka", copy("matching_id"))).await;
    *bench.world.desktop.clipboard.lock().unwrap() = Some("a recipe".to_owned());
    bench.world.clock.minute_begun.notified().await;
    bench.world.clock.minute_over.notify_one();
    bench.told_of_the_clipboard().await;
    assert_eq!(bench.world.desktop.held().as_deref(), Some("a recipe"));
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_code_stays_and_the_end_of_the_program_clears_the_rest() {
    let (bench, esim) = with_a_ready_esim().await;
    bench.write("kit_give", giving(&esim, "Yuki Tanaka", copy("apple_link"))).await;
    bench.write("clipboard_keep", json!({})).await;
    bench.world.clock.minute_begun.notified().await;
    bench.world.clock.minute_over.notify_one();
    let bench = bench.restart().await;
    assert!(bench.world.desktop.held().unwrap().contains("carddata=LPA:1$"));

    bench.write("kit_give", giving(&esim, "Yuki Tanaka", copy("android_link"))).await;
    bench.app.stop().await;
    assert_eq!(bench.world.desktop.held(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_saved_new_under_a_safe_name_and_never_overwrites() {
    let (bench, esim) = with_a_ready_esim().await;
    let mut names = Vec::new();
    for format in ["png", "svg", "png"] {
        let save = json!({ "kind": "save", "format": format });
        let given = bench.write("kit_give", giving(&esim, "Yuki / Tanaka", save)).await;
        names.push(given["saved_as"].as_str().unwrap().to_owned());
    }
    assert!(names[0].ends_with(".png") && names[1].ends_with(".svg") && names[2] != names[0], "{names:?}");
    for name in &names {
        assert!(!name.contains('/'), "{name}");
        assert!(bench.world.desktop.downloads.join(name).is_file());
    }
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_gone_says_so_and_the_hand_over_stays_written_down() {
    let (bench, esim) = with_a_ready_esim().await;
    std::fs::remove_dir(&bench.world.desktop.downloads).unwrap();
    let save = json!({ "kind": "save", "format": "png" });
    assert_eq!(refused(&bench, giving(&esim, "Yuki Tanaka", save)).await.code, Code::FileNotSaved);
    assert_eq!(hand_overs(&bench, &esim).await[0]["how"], "saved");
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_user_action_is_one_hand_over_however_often_it_arrives() {
    let (bench, esim) = with_a_ready_esim().await;
    let mut request = giving(&esim, "Yuki Tanaka", show());
    request["request_id"] = json!(uuid::Uuid::now_v7().to_string());
    tokio::join!(bench.write("kit_give", request.clone()), bench.write("kit_give", request.clone()));
    let bench = bench.restart().await;
    bench.write("kit_give", request).await;
    assert_eq!(hand_overs(&bench, &esim).await.len(), 1);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_esim_that_is_still_prepared_has_no_kit() {
    let (bench, _) = with_a_ready_esim().await;
    let query = json!({
        "text": "", "wallet_id": null, "headline": "preparing", "not_given": false, "ending_soon": false,
        "code_missing": false, "sort": "recent", "descending": false, "offset": 0, "limit": 1,
    });
    let row = bench.read("esims_page", query).await["rows"][0].clone();
    let esim = json!({ "wallet_id": row["wallet_id"], "esim_id": row["esim_id"] });
    assert_eq!(refused(&bench, giving(&esim, "Yuki Tanaka", show())).await.code, Code::NoCode);
    let nobody = json!({ "wallet_id": row["wallet_id"], "esim_id": "esim_nobody" });
    assert_eq!(refused(&bench, giving(&nobody, "Yuki Tanaka", show())).await.code, Code::EsimNotFound);
    bench.app.stop().await;
}
