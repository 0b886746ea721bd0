//! The main job by clicking: find a plan, buy it once, put a code in the customer's hand.

use crate::steps::{
    bought, buy, buy_for, choose_plan_with, connect_wallet, orders, practise, show_to_customer, trip_to,
};
use crate::support::{World, files_in, files_with, processes_of, until};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use esim_desk_simulators::zim::{LedgerView, Options, Zim};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

#[tokio::test]
async fn whoever_practises_first_buys_an_esim_for_japan_and_a_phone_can_scan_it() {
    let world = World::new().await;
    let program = world.start().await;
    practise(&program).await;
    trip_to(&program, "Jap", "Japan").await;
    choose_plan_with(&program, &["ZIM"], "Haruko Tanaka", "B-2041").await;
    buy(&program).await;
    program.see("Read back and equal to the stored code").await;

    let code = bought_in_practice(&world.data);
    until("a phone can scan the kit", async || world.codes().await == [code.as_str()]).await;
    assert!(program.reads("PRACTICE").await, "practice says so on every screen");

    show_to_customer(&program, &world).await;
    until("a phone can scan the screen", async || world.codes().await == [code.as_str()]).await;
    program.close(&world).await;
}

#[tokio::test]
async fn a_wallet_from_the_keychain_buys_for_two_and_without_network_shows_the_same_kits() {
    let world = World::new().await;
    let zim = Zim::start(Options::default()).await.unwrap();
    let program = world.start().await;
    connect_wallet(&program, &zim).await;
    buy_for(&program, "Haruko Tanaka\nJakob Lindqvist").await;
    program.see("Read back and equal to the stored code").await;
    bought(&program, 2).await;
    let codes = codes_of(&zim.ledger());
    let journal = orders(&program).await;
    assert_journal_and_ledger_agree(&journal, &zim.ledger());
    program.close(&world).await;
    zim.stop().await;

    let program = world.start().await;
    for (traveller, code) in ["Haruko Tanaka", "Jakob Lindqvist"].into_iter().zip(codes) {
        program.click_one("nav button", "eSIMs").await;
        program.click_one("[role=row], tr", traveller).await;
        program.see("Read back and equal to the stored code").await;
        program.see(traveller).await;
        until("the same kit is on the page", async || world.codes().await == [code.as_str()]).await;
    }
    assert_eq!(orders(&program).await.len(), 2, "the journal is what it was");
    no_secret_is_anywhere(&world, &zim);
    program.close(&world).await;
    no_secret_is_anywhere(&world, &zim);
}

/// Each order of the journal is one purchase of the ledger, with its eSIM and its price.
fn assert_journal_and_ledger_agree(journal: &[Value], ledger: &LedgerView) {
    let bought: Vec<_> = ledger.bought().collect();
    assert_eq!((journal.len(), bought.len(), ledger.purchases), (2, 2, 2));
    for (order, row) in journal.iter().rev().zip(bought) {
        assert_eq!(order["state"], json!("fulfilled"));
        assert_eq!(order["esim"]["esim_id"], json!(row.esim_id));
        assert_eq!(order["price_seen"]["minor"], json!(row.price));
    }
}

/// What a phone would scan, for each purchase of a ledger.
fn codes_of(ledger: &LedgerView) -> Vec<String> {
    let code = |id: &String| ledger.esim(id).and_then(|esim| esim.lpa());
    ledger.bought().filter_map(|order| order.esim_id.as_ref().and_then(code)).collect()
}

/// The code of the one eSIM that was bought in practice, from the practice supplier's own ledger.
fn bought_in_practice(data: &Path) -> String {
    let file =
        files_in(&data.join("practice")).into_iter().find(|file| file.ends_with("zim-ledger.json")).unwrap();
    let ledger: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let orders = ledger["orders"].as_array().unwrap();
    let bought: Vec<_> = orders.iter().filter(|order| order["origin"] == json!("Desk")).collect();
    assert_eq!(bought.len(), 1, "one click is one purchase");
    let at = |list: &str, place: &Value| ledger[list][place.as_u64().unwrap() as usize].clone();
    let subscription = at("subscriptions", &bought[0]["subscriptions"][0]);
    let esim = at("esims", &subscription["esim"]);
    format!("LPA:1${}${}", esim["smdp"].as_str().unwrap(), esim["matching_id"].as_str().unwrap())
}

/// Byte for byte: no file of this home (the keychain's is encrypted), no log, no argument of a process.
fn no_secret_is_anywhere(world: &World, zim: &Zim) {
    let home = world.home.path();
    let keyring = home.join(".local/share/keyrings/login.keyring");
    assert!(keyring.exists(), "the real keychain holds the secret");
    let credentials = zim.credentials();
    assert_ne!(
        files_with(home, &credentials.client_id),
        Vec::<PathBuf>::new(),
        "what is stored can be found"
    );
    let basic = STANDARD.encode(format!("{}:{}", credentials.client_id, credentials.client_secret));
    let tokens = zim.tokens();
    assert_ne!(tokens, Vec::<String>::new());
    for secret in [credentials.client_secret, basic].into_iter().chain(tokens) {
        assert_eq!(files_with(home, &secret), Vec::<PathBuf>::new());
        for process in processes_of(home) {
            assert!(!process.command.contains(&secret), "an argument of {}", process.program.display());
            assert!(
                !process.environment.contains(&secret),
                "the environment of {}",
                process.program.display()
            );
        }
    }
}
