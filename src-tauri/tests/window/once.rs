//! Money moves once, whatever the window does.

use crate::steps::{bought, buy_for, choose_plan, connect_wallet, orders, trip_to};
use crate::support::{PATIENCE, Program, World, until};
use esim_desk_simulators::zim::{Fault, Generation, Options, When, Zim};
use serde_json::{Value, json};
use std::time::Duration;

const KIT: &str = "Read back and equal to the stored code";

#[tokio::test]
async fn a_reload_in_the_middle_of_a_purchase_buys_once_and_finds_the_kit_again() {
    let (world, zim, program) = connected(Options::default()).await;
    zim.fault(When::purchase(), Fault::Delay(Duration::from_secs(2)));
    buy_for(&program, "Haruko Tanaka").await;
    zim.wait_for_request(|request| request.path == "/orders/with-wallet", PATIENCE).await.unwrap();
    program.reload().await;
    program.click("New eSIM").await;
    program.see(KIT).await;
    bought_once(&zim, &program).await;
    program.close(&world).await;
}

#[tokio::test]
async fn two_clicks_within_50_milliseconds_buy_once() {
    let (world, zim, program) = connected(Options::default()).await;
    trip_to(&program, "Jap", "Japan").await;
    choose_plan(&program, "Haruko Tanaka", "B-2041").await;
    let button = program.one("button", "Buy").await.to_json().unwrap();
    let twice = "const [button] = arguments; button.click(); setTimeout(() => button.click(), 50);";
    program.run(twice, vec![button]).await;
    program.see(KIT).await;
    bought_once(&zim, &program).await;
    program.close(&world).await;
}

#[tokio::test]
async fn the_same_command_sent_twice_buys_once_and_both_get_the_same_answer() {
    let (world, zim, program) = connected(Options::default()).await;
    let offer = first_offer(&program).await;
    let request = json!({
        "request_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "wallet_id": offer["wallet_id"], "plan_id": offer["plan"]["id"], "price_seen": offer["price"],
        "travellers": [{ "key": "01890a5d-ac96-774b-bcce-b302099a8058", "name": "Haruko Tanaka" }],
        "booking": "", "trip": { "countries": ["JP"], "from": null, "to": null },
        "phone_check": { "eid_seen": true, "not_locked": true, "declined": false },
        "repeat_meant": false,
    });
    let (first, second) =
        tokio::join!(program.invoke("order_place", request.clone()), program.invoke("order_place", request));
    assert_eq!(first.unwrap()[0]["key"], second.unwrap()[0]["key"]);
    bought_once(&zim, &program).await;
    program.close(&world).await;
}

#[tokio::test]
async fn a_connection_lost_after_the_purchase_is_looked_up_and_not_bought_again() {
    let (world, zim, program) = connected(Options::default()).await;
    zim.fault(When::purchase(), Fault::DropAfter);
    buy_for(&program, "Haruko Tanaka").await;
    zim.wait_for(|ledger| ledger.purchases == 1, PATIENCE).await.unwrap();
    zim.fault(When::get("/").always(), Fault::ServerError);
    program.see("Checking with ZIM. Do not buy again").await;
    zim.clear_faults();
    program.see(KIT).await;
    bought_once(&zim, &program).await;
    program.close(&world).await;
}

#[tokio::test]
async fn another_server_written_from_the_same_document_sells_through_the_same_window() {
    let options = Options {
        generation: Generation::Seed,
        order_list_allowed: false,
        wrap_single_in_array: true,
        ..Options::default()
    };
    let (world, zim, program) = connected(options).await;
    buy_for(&program, "Haruko Tanaka\nJakob Lindqvist").await;
    program.see(KIT).await;
    bought(&program, 2).await;
    let ledger = zim.ledger();
    let codes: Vec<_> =
        ledger.bought().filter_map(|order| ledger.esim(order.esim_id.as_deref()?)?.lpa()).collect();
    assert_eq!((ledger.purchases, codes.len()), (2, 2));
    for (traveller, code) in ["Haruko Tanaka", "Jakob Lindqvist"].into_iter().zip(codes) {
        program.click_one("li button", traveller).await;
        until("a phone can scan this traveller's kit", async || world.codes().await == [code.as_str()]).await;
    }
    program.close(&world).await;
}

/// A world whose only wallet is a simulated account of this kind.
async fn connected(options: Options) -> (World, Zim, Program) {
    let world = World::new().await;
    let zim = Zim::start(options).await.unwrap();
    let program = world.start().await;
    connect_wallet(&program, &zim).await;
    (world, zim, program)
}

/// The cheapest plan for Japan, as the window finds it.
async fn first_offer(program: &Program) -> Value {
    let search = json!({ "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" } });
    until("there is a plan for Japan", async || {
        let found = program.invoke("plans_search", search.clone()).await.unwrap();
        found["fits"].as_array().is_some_and(|fits| !fits.is_empty())
    })
    .await;
    program.invoke("plans_search", search).await.unwrap()["fits"][0].clone()
}

/// One order in the journal, one in the ledger, and one request that could have bought.
async fn bought_once(zim: &Zim, program: &Program) {
    bought(program, 1).await;
    let journal = orders(program).await;
    let ledger = zim.ledger();
    let asked = zim.requests().into_iter().filter(|request| request.path == "/orders/with-wallet").count();
    assert_eq!((journal.len(), ledger.purchases, ledger.bought().count(), asked), (1, 1, 1, 1));
    assert_eq!(journal[0]["esim"]["esim_id"], json!(ledger.bought().next().unwrap().esim_id));
}
