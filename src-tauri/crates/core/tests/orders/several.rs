//! Several eSIMs in one order: each ends by itself, and the order when all of them did.

use crate::fake::{Answer, Fake, Outcome, code_of};
use crate::forms::{here, request};
use crate::world::{PLAN, WALLET, World};
use esim_desk_core::api::{Code, MoneyMoved, OrderPlace, OrderView};
use esim_desk_model::{EsimId, OrderKey, OrderState};
use esim_desk_provider::{ItemOutcome, Taken};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const AT_ONCE: u32 = 25;

struct Case {
    _folder: tempfile::TempDir,
    fake: Arc<Fake>,
    world: World,
}

/// A supplier of orders of several, whose purchases are found by their key.
async fn case() -> Case {
    let folder = tempfile::tempdir().unwrap();
    let fake = Arc::new(Fake { at_once: AT_ONCE, lane_of_plan: true, ..Fake::default() });
    fake.supplier().by_key = true;
    let world = World::with(folder.path(), &fake).await;
    Case { _folder: folder, fake, world }
}

fn form(count: u32) -> OrderPlace {
    OrderPlace { count, ..request(PLAN, &["Reserve"]) }
}

fn ended(order: &OrderView) -> usize {
    order.items.iter().filter(|item| item.outcome != ItemOutcome::Open).count()
}

/// The eSIMs that the order names have their own codes in the record.
async fn kits(world: &World, order: &OrderView) -> usize {
    let mut kits = 0;
    for esim in order.items.iter().filter_map(|item| item.esim.as_ref()) {
        if let Some(kit) = world.record.kit(&WALLET.into(), esim).await.unwrap() {
            assert_eq!((kit.install.code, kit.plan.unwrap().id.as_str()), (code_of(esim), PLAN));
            kits += 1;
        }
    }
    kits
}

async fn until_ended(world: &World, key: &OrderKey, count: usize) -> OrderView {
    world.until_within(key, 10 * MINUTE, |order| ended(order) == count).await
}

#[tokio::test]
async fn what_ends_is_stored_as_it_comes_and_the_order_ends_with_the_last() {
    let Case { fake, world, _folder } = case().await;
    let key = world.place(form(3)).await.remove(0);
    let begun = world.until_within(&key, MINUTE, |order| order.items.len() == 3).await;
    assert_eq!((begun.state, begun.count, ended(&begun)), (OrderState::Accepted, 3, 0));
    for count in 1..=3 {
        fake.supplier().end_items([true]);
        let order = until_ended(&world, &key, count).await;
        let stored = world.record.order(&key).await.unwrap().unwrap().items.unwrap();
        assert_eq!(stored.matches(r#""kind":"done""#).count(), count);
        assert!(count == 3 || order.state == OrderState::Accepted);
    }
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!((kits(&world, &done).await, done.failure), (3, None));
    assert_eq!(fake.supplier().sent.len(), 1);
    assert_eq!(fake.supplier().requests[0].count, 3);
    let arrived = world.around.arrived.lock().unwrap().clone();
    assert_eq!(arrived, [1, 2, 3].map(|item| EsimId(format!("esim_1_{item}"))));
    world.close().await;
}

#[tokio::test]
async fn a_restart_in_the_middle_goes_on() {
    let Case { fake, world, _folder } = case().await;
    let key = world.place(form(4)).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.items.len() == 4).await;
    fake.supplier().end_items([true, false]);
    until_ended(&world, &key, 2).await;
    let world = world.restart().await;
    let after = world.order(&key).await;
    assert_eq!((after.state, ended(&after)), (OrderState::Accepted, 2), "nothing is forgotten");
    fake.supplier().end_items([true, true]);
    let done = world.until(&key, OrderState::PartlyFulfilled).await;
    assert_eq!((ended(&done), kits(&world, &done).await, fake.supplier().sent.len()), (4, 3, 1));
    world.close().await;
}

#[tokio::test]
async fn a_restart_between_two_codes_goes_on() {
    let Case { fake, world, _folder } = case().await;
    let key = world.place(form(3)).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.items.len() == 3).await;
    {
        let mut supplier = fake.supplier();
        supplier.end_items([true, true, true]);
        // The first code comes late, the others are there: so they are stored before it.
        supplier.code_after = 1;
    }
    until_ended(&world, &key, 3).await;
    let some = async { kits(&world, &world.order(&key).await).await };
    assert!(some.await < 3, "not all codes are there yet");
    let world = world.restart().await;
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!(kits(&world, &done).await, 3);
    world.close().await;
}

#[tokio::test]
async fn three_of_twenty_five_fail_and_the_others_are_there() {
    let Case { fake, world, _folder } = case().await;
    let key = world.place(form(AT_ONCE)).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.items.len() == 25).await;
    fake.supplier().end_items((0..25).map(|item| ![3, 11, 24].contains(&item)));
    let done = world.until(&key, OrderState::PartlyFulfilled).await;
    assert_eq!((ended(&done), kits(&world, &done).await), (25, 22));
    let failed: Vec<_> = done.items.iter().filter(|item| item.esim.is_none()).collect();
    let reason = ItemOutcome::Failed { reason: Some("SIM_BOUND".to_owned()) };
    assert!(failed.len() == 3 && failed.iter().all(|item| item.outcome == reason), "{failed:?}");
    assert!(done.state.is_final());
    let counts = world.orders.counts(None).await.unwrap();
    assert_eq!((counts.open, counts.waiting), (0, 0), "a part that worked is a normal end");
    let next = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&next, MINUTE, |order| order.state == OrderState::Accepted).await;
    world.close().await;
}

#[tokio::test]
async fn all_of_them_fail_and_no_money_went() {
    let Case { fake, world, _folder } = case().await;
    let key = world.place(form(3)).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.items.len() == 3).await;
    fake.supplier().end_items([false, false, false]);
    let failed = world.until(&key, OrderState::Failed).await;
    let failure = failed.failure.clone().unwrap();
    assert_eq!((failure.money, failure.details.as_deref()), (MoneyMoved::Untouched, Some("SIM_BOUND")));
    assert_eq!((ended(&failed), kits(&world, &failed).await), (3, 0));
    world.close().await;
}

#[tokio::test]
async fn done_with_nothing_that_worked_is_a_failure() {
    let Case { fake, world, _folder } = case().await;
    fake.supplier().outcomes.push_back(Outcome::Stays(Taken::Fulfilled));
    let key = world.place(form(2)).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.taken == Some(Taken::Fulfilled)).await;
    world.pass(5 * MINUTE).await;
    assert_eq!(world.order(&key).await.state, OrderState::Accepted, "two are still to come");
    fake.supplier().end_items([false, false]);
    let failed = world.until(&key, OrderState::Failed).await;
    assert_eq!(failed.failure.unwrap().money, MoneyMoved::Unknown, "nobody said whether it came back");
    world.close().await;
}

#[tokio::test]
async fn a_lost_answer_is_found_whole_by_the_key() {
    let Case { fake, world, _folder } = case().await;
    world.around.shared.store(true, Ordering::SeqCst);
    fake.supplier().answers.push_back(Answer::TakesAnswerLost);
    let key = world.place(form(5)).await.remove(0);
    world.until(&key, OrderState::Unknown).await;
    fake.supplier().end_items([true, true, false, true, true]);
    let done = world.until(&key, OrderState::PartlyFulfilled).await;
    assert_eq!((done.reference.as_deref(), kits(&world, &done).await), (Some("ordr_1"), 4));
    assert_eq!(fake.supplier().sent.len(), 1);
    assert_eq!(fake.supplier().ledger.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn a_task_that_never_ends_stays_accepted_and_stops_no_other_lane() {
    let Case { fake, world, _folder } = case().await;
    let stuck = world.place(form(2)).await.remove(0);
    world.until_within(&stuck, MINUTE, |order| order.items.len() == 2).await;
    fake.supplier().end_items([true]);
    world.pass(180 * MINUTE).await;
    let other = world.place(request("plan_other", &["Yuki Tanaka"])).await.remove(0);
    world.until(&other, OrderState::Fulfilled).await;
    let still = world.order(&stuck).await;
    assert_eq!((still.state, ended(&still)), (OrderState::Accepted, 1));
    let behind = world.orders.write_intents(request(PLAN, &["Mai Tanaka"]), here()).await.unwrap();
    assert_eq!(behind[0].behind.as_deref(), Some("D07-000001"), "its own lane waits");
    world.close().await;
}

#[tokio::test]
async fn more_than_the_supplier_takes_at_once_is_refused_at_count() {
    let Case { fake, world, _folder } = case().await;
    let two_names = OrderPlace { count: 2, ..request(PLAN, &["Yuki Tanaka", "Mai Tanaka"]) };
    let onto = crate::forms::addition(PLAN, &EsimId::from("esim_1"), "Yuki Tanaka");
    for refused in [form(AT_ONCE + 1), form(0), two_names, OrderPlace { count: 2, ..onto }] {
        let failure = world.orders.write_intents(refused, here()).await.unwrap_err();
        assert_eq!((failure.code, failure.field.as_deref()), (Code::TooManyAtOnce, Some("count")));
        assert_eq!(failure.facts["most"], "25");
    }
    assert!(world.journal().await.is_empty() && fake.supplier().sent.is_empty());
    world.close().await;

    let folder = tempfile::tempdir().unwrap();
    let one_each = Arc::new(Fake::default());
    let world = World::with(folder.path(), &one_each).await;
    let failure = world.orders.write_intents(form(2), here()).await.unwrap_err();
    assert_eq!((failure.code, failure.facts["most"].as_str()), (Code::TooManyAtOnce, "1"));
    world.close().await;
}

#[tokio::test]
async fn a_key_with_another_count_is_refused() {
    let Case { world, _folder, .. } = case().await;
    let form = form(2);
    world.place(form.clone()).await;
    let other = OrderPlace { count: 3, ..form.clone() };
    assert_eq!(world.orders.write_intents(other, here()).await.unwrap_err().code, Code::KeyReused);
    assert_eq!(world.orders.write_intents(form, here()).await.unwrap().len(), 1);
    world.close().await;
}
