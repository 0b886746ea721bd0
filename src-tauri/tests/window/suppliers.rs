//! The main job and adding data at each supplier beside ZIM, by clicking: what is on the screen is what stands in
//! the supplier's ledger.

use crate::steps::{
    bought, buy, choose_first, choose_plan_with, connect, connect_wallet, fill_in_preparation, orders,
    practise, take, trip_to,
};
use crate::support::{Program, World, until};
use esim_desk_simulators::esim_go::{self, EsimGo};
use esim_desk_simulators::esimfly::{self, EsimFly};
use esim_desk_simulators::stage::When;
use esim_desk_simulators::telkor::{self, Telkor, Twist};
use esim_desk_simulators::zim::{self, Zim};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

const KIT: &str = "Read back and equal to the stored code";
const HARUKO: &str = "Haruko Tanaka";

/// In practice nobody holds the suppliers' handles: their ledgers are opened once the program has ended.
#[tokio::test]
async fn in_practice_an_esim_is_got_and_data_is_added_at_every_supplier() {
    let world = World::new().await;
    let program = world.start().await;
    practise(&program).await;
    let jobs = [
        (From::Price(&["ZIM", "USD"]), "USD", true, HARUKO),
        (From::Price(&["eSIM Go", "USD"]), "USD", true, "Jakob Lindqvist"),
        (From::Price(&["eSIMfly", "USD"]), "USD", false, "Amina Yusuf"),
        (From::Stock(&["Telkor", " left"]), "", true, "Oleksandr Bondar"),
    ];
    let mut got = Vec::new();
    for (from, added, same_plan, traveller) in jobs {
        let esim = get_one(&program, from, traveller).await;
        until("a phone can scan the kit", async || world.codes().await.len() == 1).await;
        got.push((esim, world.codes().await.remove(0)));
        add_data(&program, traveller, added, same_plan).await;
    }
    program.close(&world).await;
    the_ledgers_hold(&world.data.join("practice").join("suppliers"), &got).await;
}

#[tokio::test]
async fn at_esim_go_an_esim_is_bought_and_data_is_added_to_it() {
    let world = World::new().await;
    let options = esim_go::Options { rate_limit: 1_000, esims: 20, ..esim_go::Options::default() };
    let go = EsimGo::start(options).await.unwrap();
    let program = world.start().await;
    let entries = [("base_url", go.base_url()), ("api_key", go.credentials().api_key)];
    connect(&program, "eSIM Go", "eSIM Go", &entries).await;
    let before = go.ledger();
    let iccid = get_one(&program, From::Price(&["USD"]), HARUKO).await;
    let code = go.ledger().esim(&iccid).unwrap().lpa();
    until("a phone can scan the kit", async || world.codes().await == [code.as_str()]).await;
    add_data(&program, HARUKO, "USD", true).await;
    let after = go.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert_eq!(after.on_esim(&iccid).count(), 2, "both plans are on the one eSIM");
    program.close(&world).await;
}

#[tokio::test]
async fn at_esimfly_an_esim_is_bought_and_data_is_added_to_it() {
    let world = World::new().await;
    let limits = esimfly::Limits::NONE;
    let fly = EsimFly::start(esimfly::Options { limits, ..esimfly::Options::default() }).await.unwrap();
    let program = world.start().await;
    let credentials = fly.credentials();
    let entries = [
        ("base_url", fly.base_url()),
        ("access_code", credentials.access_code.clone()),
        ("secret_key", credentials.secret_key.clone()),
    ];
    connect(&program, "eSIMfly", "eSIMfly", &entries).await;
    let before = fly.ledger();
    let iccid = get_one(&program, From::Price(&["USD"]), HARUKO).await;
    let made = fly.ledger().esim(&iccid).unwrap().clone();
    until("a phone can scan the kit", async || world.codes().await == [made.lpa()]).await;
    add_data(&program, HARUKO, "USD", false).await;
    let after = fly.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert!(after.esim(&iccid).unwrap().total_bytes > made.total_bytes);
    program.close(&world).await;
}

#[tokio::test]
async fn at_telkor_an_esim_comes_from_stock_and_a_task_of_25_of_which_3_fail_ends_well() {
    let world = World::new().await;
    let item_after = Duration::from_millis(200);
    let telkor = Telkor::start(telkor::Options { item_after, ..telkor::Options::default() }).await.unwrap();
    let program = world.start().await;
    let credentials = telkor.credentials();
    let entries = [
        ("base_url", telkor.base_url()),
        ("token_url", telkor.token_url()),
        ("client_id", credentials.client_id.clone()),
        ("client_secret", credentials.client_secret.clone()),
    ];
    connect(&program, "Telkor", "Telkor", &entries).await;
    let before = telkor.ledger();
    let sim = get_one(&program, From::Stock(&[" left"]), HARUKO).await;
    let made = telkor.ledger().sims.into_iter().find(|made| made.id == sim).unwrap();
    until("a phone can scan the kit", async || world.codes().await == [made.lpa.clone().unwrap()]).await;
    add_data(&program, HARUKO, "", true).await;
    assert_eq!(telkor.ledger().activations.len(), before.activations.len() + 2);

    let reason = "the network refused".to_owned();
    telkor.fault(When::purchase(), Twist::ItemsFail { items: vec![3, 11, 24], reason: reason.clone() });
    program.click_one("nav button", "Wallets").await;
    program.click_one("button", "Prepare several").await;
    fill_in_preparation(&program, "Group Rome").await;
    program.click_one("button", "Prepare 25 eSIMs").await;
    program.see("22 of 25 done").await;
    program.see(&reason).await;
    assert_eq!(telkor.ledger().links.len(), before.links.len() + 1 + 22);
    program.close(&world).await;
}

#[tokio::test]
async fn at_zim_data_is_added_to_an_esim() {
    let world = World::new().await;
    let zim = Zim::start(zim::Options::default()).await.unwrap();
    let program = world.start().await;
    connect_wallet(&program, &zim).await;
    let before = zim.ledger();
    get_one(&program, From::Price(&["USD"]), HARUKO).await;
    add_data(&program, HARUKO, "USD", true).await;
    let after = zim.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert_eq!(after.esims.len(), before.esims.len() + 1, "adding data makes no eSIM");
    program.close(&world).await;
}

/// Each practice ledger, in the order of the jobs: two purchases, and the code that stood on the screen.
async fn the_ledgers_hold(folder: &Path, got: &[(String, String)]) {
    let folder = || Some(folder.to_owned());
    let [(zim_id, zim_code), (go_id, go_code), (fly_id, fly_code), (telkor_id, telkor_code)] = got else {
        panic!("an eSIM from each supplier")
    };
    let zim =
        Zim::start(zim::Options { folder: folder(), ..zim::Options::default() }).await.unwrap().ledger();
    assert_eq!((zim.purchases, zim.esim(zim_id).unwrap().lpa().as_ref()), (2, Some(zim_code)));
    let go = esim_go::Options { folder: folder(), ..esim_go::Options::default() };
    let go = EsimGo::start(go).await.unwrap().ledger();
    assert_eq!((go.purchases, &go.esim(go_id).unwrap().lpa()), (2, go_code));
    let fly = esimfly::Options { folder: folder(), ..esimfly::Options::default() };
    let fly = EsimFly::start(fly).await.unwrap().ledger();
    assert_eq!((fly.purchases, &fly.esim(fly_id).unwrap().lpa()), (2, fly_code));
    let telkor = telkor::Options { folder: folder(), ..telkor::Options::default() };
    let telkor = Telkor::start(telkor).await.unwrap().ledger();
    let sim = telkor.sims.iter().find(|sim| &sim.id == telkor_id).unwrap();
    assert_eq!((telkor.purchases, sim.lpa.as_ref()), (2, Some(telkor_code)));
}

/// Where an eSIM comes from, and what the row of its plan says.
enum From<'a> {
    /// It is bought.
    Price(&'a [&'a str]),
    /// It is owned already.
    Stock(&'a [&'a str]),
}

/// Gets the first eSIM that fits a trip to Japan; gives its id at the supplier.
async fn get_one(program: &Program, from: From<'_>, traveller: &str) -> String {
    let before = orders(program).await.len();
    trip_to(program, "Jap", "Japan").await;
    match from {
        From::Price(words) => {
            choose_plan_with(program, words, traveller, "B-2041").await;
            buy(program).await;
        }
        From::Stock(words) => {
            choose_plan_with(program, words, traveller, "B-2041").await;
            take(program).await;
        }
    }
    program.see(KIT).await;
    bought(program, before + 1).await;
    orders(program).await[0]["esim"]["esim_id"].as_str().unwrap().to_owned()
}

/// Adds the first plan that fits and says these words to the traveller's eSIM. Where that is the plan it was bought
/// with today, the program asks first.
async fn add_data(program: &Program, traveller: &str, words: &str, same_plan: bool) {
    let before = orders(program).await.len();
    program.click_one("nav button", "eSIMs").await;
    program.click_one("[role=row]", traveller).await;
    program.click_one("button", "Add data").await;
    choose_first(program, "label", &[words]).await;
    program.click_one("button", "Add ").await;
    if same_plan {
        program.click_one("button", "Add it again").await;
    }
    until("the data is on the eSIM", async || {
        let journal = orders(program).await;
        journal.len() == before + 1
            && journal[0]["adds_data"] == json!(true)
            && journal[0]["state"] == json!("fulfilled")
    })
    .await;
    program.see("added").await;
    program.click_one("button", "Close").await;
}
