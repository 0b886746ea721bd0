//! Orders from what is owned already, our number on what was bought, and orders that an older program wrote.

use crate::fake::Fake;
use crate::forms::{here, request};
use crate::world::{PLAN, World};
use esim_desk_core::api::{Code, OrderPlace};
use esim_desk_core::orders::Offered;
use esim_desk_model::{EsimId, OrderState};
use esim_desk_provider::{LotId, Source, Target};
use std::path::Path;
use std::sync::Arc;

fn lot() -> LotId {
    LotId("lot_1".to_owned())
}

fn from_stock(names: &[&str]) -> OrderPlace {
    OrderPlace { lot: Some(lot()), price_seen: None, ..request(PLAN, names) }
}

#[tokio::test]
async fn an_order_from_stock_takes_from_the_lot_that_was_chosen() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    let world = World::with(folder.path(), &fake).await;
    let form = from_stock(&["Yuki Tanaka"]);
    let key = world.place(form.clone()).await.remove(0);
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!((done.from_stock, done.price_seen), (true, None));
    let request = fake.supplier().requests[0].clone();
    assert_eq!((request.source, request.target), (Source::Stock { lot: lot(), paid: true }, Target::NewEsim));
    assert_eq!(world.around.chosen_from.lock().unwrap().as_slice(), [Offered::Stock(lot())]);

    let bought = OrderPlace { lot: None, ..form };
    assert_eq!(world.orders.write_intents(bought, here()).await.unwrap_err().code, Code::KeyReused);
    world.close().await;
}

#[tokio::test]
async fn our_number_is_written_onto_each_new_esim() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    let world = World::with(folder.path(), &fake).await;
    let keys = world.buy(&["Yuki Tanaka", "Mai Tanaka"]).await;
    world.until(&keys[1], OrderState::Fulfilled).await;
    let next = world.buy(&["Kenji Tanaka"]).await.remove(0);
    world.until(&next, OrderState::Fulfilled).await;
    let labels = fake.supplier().labels.clone();
    let wanted = [("esim_1", "D07-000001"), ("esim_2", "D07-000002")];
    assert_eq!(labels[..2], wanted.map(|(esim, number)| (EsimId::from(esim), number.to_owned())));
    world.close().await;
}

#[tokio::test]
async fn a_number_that_cannot_be_written_harms_no_order() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().no_labels = true;
    let world = World::with(folder.path(), &fake).await;
    let keys = world.buy(&["Yuki Tanaka", "Mai Tanaka"]).await;
    let done = world.until(&keys[1], OrderState::Fulfilled).await;
    assert_eq!(done.failure, None);
    assert!(world.order(&keys[0]).await.esim.unwrap().kit_ready);
    world.close().await;
}

/// Takes out of every intent what the first program did not write.
fn as_once_written(folder: &Path) {
    let record = rusqlite::Connection::open(folder.join("record.sqlite")).unwrap();
    let changed = record
        .execute("UPDATE orders SET request = json_remove(request, '$.source', '$.count')", [])
        .unwrap();
    let kept: String = record.query_row("SELECT request FROM orders", [], |row| row.get(0)).unwrap();
    let is_old = ["source", "count"].iter().all(|name| !kept.contains(&format!("\"{name}\"")));
    assert!(changed == 1 && is_old, "{kept}");
}

#[tokio::test]
async fn an_intent_of_the_first_program_is_read_and_sent_as_one_that_is_bought() {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().mute = true;
    let world = World::with(folder.path(), &fake).await;
    let form = request(PLAN, &["Yuki Tanaka"]);
    let key = world.place(form.clone()).await.remove(0);
    world.until_within(&key, std::time::Duration::ZERO, |order| order.failure.is_some()).await;
    as_once_written(folder.path());
    fake.supplier().mute = false;

    let world = world.restart().await;
    let old = world.order(&key).await;
    assert!((old.needs_confirmation, old.count, old.from_stock) == (true, 1, false));
    let known = world.orders.write_intents(form, here()).await.unwrap();
    assert_eq!(known[0].key, key, "the same form is still the same purchase");
    world.orders.resume(&key, Some("Anna")).await.unwrap();
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert!(done.esim.unwrap().kit_ready);
    assert_eq!(fake.supplier().sent, [key]);
    let request = fake.supplier().requests[0].clone();
    assert_eq!((request.source, request.count), (Source::Bought, 1));
    world.close().await;
}
