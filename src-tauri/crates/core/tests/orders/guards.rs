//! What is refused, held back or asked about before anything is sent.

use crate::fake::Fake;
use crate::forms::{here, request};
use crate::world::{PLAN, World};
use esim_desk_core::api::{Code, MoneyMoved, OrderPlace};
use esim_desk_model::{Money, OrderKey, OrderState};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

async fn world(fake: &Arc<Fake>) -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::with(folder.path(), fake).await;
    (folder, world)
}

#[tokio::test]
async fn bad_input_is_refused_at_its_field_and_nothing_is_written() {
    let fake = Arc::new(Fake::default());
    let (_folder, world) = world(&fake).await;
    let long = "x".repeat(121);
    let eleven = ["A"; 11];
    let refused: [(&[&str], Code); 4] = [
        (&[], Code::NoTraveller),
        (&["Yuki Tanaka", "  "], Code::NoTraveller),
        (&eleven, Code::TooManyTravellers),
        (&[&long], Code::NameTooLong),
    ];
    for (names, code) in refused {
        let failure = world.orders.write_intents(request(PLAN, names), here()).await.unwrap_err();
        assert_eq!((failure.code, failure.field.as_deref()), (code, Some("travellers")));
        assert_eq!(failure.money, MoneyMoved::Untouched);
    }
    let with = |change: fn(&mut OrderPlace)| {
        let mut form = request(PLAN, &["Yuki Tanaka", "Mai Tanaka"]);
        change(&mut form);
        form
    };
    for (form, code) in [
        (with(|form| form.travellers[0].key = OrderKey("1".to_owned())), Code::BadRequest),
        (with(|form| form.travellers[0].key = form.travellers[1].key.clone()), Code::BadRequest),
        (with(|form| form.request_id = "again".to_owned()), Code::BadRequest),
        (with(|form| form.plan_id = "plan_none".into()), Code::PlanGone),
    ] {
        assert_eq!(world.orders.write_intents(form, here()).await.unwrap_err().code, code);
    }
    assert!(world.journal().await.is_empty() && fake.supplier().sent.is_empty());
    world.close().await;
}

#[tokio::test]
async fn a_risen_price_holds_the_order_and_names_both() {
    let fake = Arc::new(Fake::default());
    fake.supplier().price = Some(Money::parse("5.20", "USD").unwrap());
    let (_folder, world) = world(&fake).await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let held = world.until_within(&key, Duration::ZERO, |order| order.failure.is_some()).await;
    let failure = held.failure.unwrap();
    assert_eq!((held.state, failure.code), (OrderState::Intent, Code::PriceRose));
    assert_eq!((failure.facts["was"].as_str(), failure.facts["now"].as_str()), ("4.90 USD", "5.20 USD"));
    assert_eq!(failure.money, MoneyMoved::Untouched);

    let again = world.orders.resume(&key, Some("Anna")).await.unwrap();
    assert_eq!(again.failure, None);
    world.until_within(&key, Duration::ZERO, |order| order.failure.is_some()).await;
    assert!(fake.supplier().sent.is_empty(), "trying again does not agree to the new price");
    assert_eq!(world.orders.counts(None).await.unwrap().waiting, 1);

    world.orders.withdraw(&key, Some("Anna")).await.unwrap();
    assert_eq!(world.orders.resume(&key, None).await.unwrap_err().code, Code::WrongState);
    assert_eq!(world.events(&key).await, ["intent", "held", "resumed", "held", "withdrawn"]);
    world.close().await;
}

#[tokio::test]
async fn what_stands_in_the_way_is_left_on_the_intent_and_others_go_on() {
    let fake = Arc::new(Fake::default());
    let (_folder, world) = world(&fake).await;
    let mut keys = Vec::new();
    for (change, code) in [
        ((|fake| fake.supplier().plan_gone = true) as fn(&Fake), Code::PlanGone),
        (|fake| fake.supplier().balance = Some(Money::parse("1", "USD").unwrap()), Code::BalanceShort),
        (|fake| fake.supplier().mute = true, Code::Offline),
    ] {
        change(&fake);
        let form = OrderPlace { repeat_meant: true, ..request(PLAN, &["Yuki Tanaka"]) };
        let key = world.orders.write_intents(form, here()).await.unwrap().remove(0).key;
        let held = world.until_within(&key, Duration::ZERO, |order| order.failure.is_some()).await;
        assert_eq!((held.state, held.failure.unwrap().code), (OrderState::Intent, code));
        *fake.supplier() = crate::fake::Supplier::default();
        keys.push(key);
    }
    world.skip(Duration::from_secs(3600));
    let next = world.buy(&["Mai Tanaka"]).await.remove(0);
    world.until(&next, OrderState::Fulfilled).await;
    assert_eq!(fake.supplier().sent.len(), 1, "what was held waits for a person");
    world.orders.resume(&keys[2], None).await.unwrap();
    world.until(&keys[2], OrderState::Fulfilled).await;
    assert_eq!(fake.supplier().sent, [next, keys[2].clone()]);
    world.close().await;
}

#[tokio::test]
async fn a_paused_wallet_sends_nothing() {
    let fake = Arc::new(Fake::default());
    let (_folder, world) = world(&fake).await;
    world.around.paused.store(true, Ordering::SeqCst);
    let refused = world.orders.write_intents(request(PLAN, &["Yuki Tanaka"]), here()).await.unwrap_err();
    assert_eq!(refused.code, Code::WalletPaused);
    assert!(world.journal().await.is_empty());
    world.close().await;
}

#[tokio::test]
async fn the_same_plan_for_the_same_traveller_today_asks_first() {
    let fake = Arc::new(Fake::default());
    let (_folder, world) = world(&fake).await;
    let first = world.buy(&["Yuki Tanaka", "YUKI TANAKA"]).await;
    world.until(&first[1], OrderState::Fulfilled).await;
    let again = request(PLAN, &["Mai Tanaka", "yuki tanaka"]);
    let asked = world.orders.write_intents(again.clone(), here()).await.unwrap_err();
    assert_eq!((asked.code, asked.facts["number"].as_str()), (Code::BoughtToday, "D07-000002"));
    assert_eq!(asked.facts["name"], "YUKI TANAKA");
    world.orders.write_intents(request("plan_other", &["Yuki Tanaka"]), here()).await.unwrap();
    world.orders.write_intents(OrderPlace { repeat_meant: true, ..again }, here()).await.unwrap();
    world.skip(Duration::from_secs(86_400));
    world.orders.write_intents(request(PLAN, &["Yuki Tanaka"]), here()).await.unwrap();
    world.close().await;
}

#[tokio::test]
async fn an_intent_of_an_earlier_run_waits_for_a_person() {
    let fake = Arc::new(Fake::default());
    let (_folder, world) = world(&fake).await;
    fake.supplier().mute = true;
    let keys = world.buy(&["Yuki Tanaka", "Mai Tanaka", "Kenji Tanaka"]).await;
    world.until_within(&keys[2], Duration::ZERO, |order| order.failure.is_some()).await;
    *fake.supplier() = crate::fake::Supplier::default();
    let world = world.restart().await;
    world.skip(Duration::from_secs(3600));
    assert!(world.order(&keys[0]).await.needs_confirmation);
    assert_eq!(world.orders.counts(None).await.unwrap().waiting, 3);

    let sent = world.orders.resume(&keys[1], Some("Anna")).await.unwrap();
    assert!(!sent.needs_confirmation);
    world.until(&keys[1], OrderState::Fulfilled).await;
    world.orders.withdraw(&keys[0], Some("Anna")).await.unwrap();
    world.orders.withdraw(&keys[0], Some("Anna")).await.unwrap();
    assert_eq!(fake.supplier().sent, [keys[1].clone()]);
    assert_eq!(world.orders.counts(None).await.unwrap().open, 1);
    assert_eq!(world.orders.withdraw(&keys[1], None).await.unwrap_err().code, Code::WrongState);
    world.close().await;
}
