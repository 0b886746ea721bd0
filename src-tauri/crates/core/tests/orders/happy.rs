//! The sunny path: intents, one request each, eSIMs with their codes.

use crate::fake::{Fake, code_of};
use crate::forms::{here, request};
use crate::world::{PLAN, World};
use esim_desk_core::api::{Code, MoneyMoved};
use esim_desk_model::{EsimId, OrderState};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn three_travellers_get_three_esims_one_after_the_other() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    let world = World::with(folder.path(), &fake).await;
    let placed = world
        .orders
        .write_intents(request(PLAN, &["Yuki Tanaka", "Kenji Tanaka", "Mai Tanaka"]), here())
        .await;
    let placed = placed.unwrap();
    let numbers: Vec<_> = placed.iter().map(|order| order.number.as_str()).collect();
    assert_eq!(numbers, ["D07-000001", "D07-000002", "D07-000003"]);
    assert_eq!(placed[2].behind.as_deref(), Some("D07-000001"));
    assert_eq!(placed[0].behind, None);

    let keys: Vec<_> = placed.into_iter().map(|order| order.key).collect();
    world.until(&keys[2], OrderState::Fulfilled).await;
    assert_eq!(fake.supplier().sent, keys, "each once, in the order of the names");
    for (number, order) in world.journal().await.into_iter().enumerate() {
        let esim = order.esim.unwrap();
        assert_eq!(esim.esim_id, EsimId(format!("esim_{}", number + 1)));
        assert!(esim.kit_ready && esim.iccid.is_some());
        let kit = world.record.kit(&order.wallet_id, &esim.esim_id).await.unwrap().unwrap();
        assert_eq!(kit.install.code, code_of(&esim.esim_id));
        assert_eq!(order.failure, None);
    }
    assert_eq!(
        world.events(&keys[0]).await,
        ["intent", "sending", "accepted", "looked", "esim_found", "kit_stored", "fulfilled"]
    );
    assert_eq!(world.around.arrived.lock().unwrap().len(), 3);
    world.close().await;
}

#[tokio::test]
async fn the_same_request_twice_is_one_purchase() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    let world = World::with(folder.path(), &fake).await;
    let form = request(PLAN, &["Yuki Tanaka"]);
    let (one, two) = tokio::join!(
        world.orders.write_intents(form.clone(), here()),
        world.orders.write_intents(form.clone(), here())
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one[0].number, two[0].number);
    world.until(&one[0].key, OrderState::Fulfilled).await;
    let late = world.orders.write_intents(form.clone(), here()).await.unwrap();
    assert_eq!((late[0].number.as_str(), late[0].state), ("D07-000001", OrderState::Fulfilled));
    assert_eq!(fake.supplier().sent.len(), 1);

    let mut other = form.clone();
    other.travellers[0].name = "Kenji Tanaka".to_owned();
    assert_eq!(world.orders.write_intents(other, here()).await.unwrap_err().code, Code::KeyReused);
    let mut more = form.clone();
    more.travellers.push(request(PLAN, &["Mai Tanaka"]).travellers.remove(0));
    assert_eq!(world.orders.write_intents(more, here()).await.unwrap_err().code, Code::KeyReused);
    let mut new_keys = request(PLAN, &["Somebody Else"]);
    new_keys.request_id = form.request_id;
    assert_eq!(world.orders.write_intents(new_keys, here()).await.unwrap_err().code, Code::KeyReused);
    assert_eq!(world.journal().await.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn a_code_that_comes_late_is_waited_for() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().code_after = 20;
    let world = World::with(folder.path(), &fake).await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let found = world.until_within(&key, Duration::from_secs(600), |order| order.esim.is_some()).await;
    assert_eq!((found.state, found.esim.unwrap().kit_ready), (OrderState::Accepted, false));
    assert!(world.around.arrived.lock().unwrap().is_empty());
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert!(done.esim.unwrap().kit_ready);
    world.close().await;
}

#[tokio::test]
async fn a_refusal_costs_nothing_and_lets_the_next_go() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().answers.push_back(crate::fake::Answer::Refuses);
    let world = World::with(folder.path(), &fake).await;
    let keys = world.buy(&["Yuki Tanaka", "Kenji Tanaka"]).await;
    let refused = world.until(&keys[0], OrderState::Refused).await;
    let failure = refused.failure.unwrap();
    assert_eq!((failure.code, failure.money), (Code::Funds, MoneyMoved::Untouched));
    assert!(failure.reference.starts_with("ZIM-"));
    world.until(&keys[1], OrderState::Fulfilled).await;
    assert_eq!(fake.supplier().ledger.len(), 1);
    world.close().await;
}
