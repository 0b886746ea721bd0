//! A supplier that knows the keys of purchases is asked once more with the same key; no other is ever.

use crate::fake::{Answer, Fake};
use crate::world::World;
use esim_desk_core::api::{Code, Decision, OrderView};
use esim_desk_model::{OrderKey, OrderState};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

struct Case {
    _folder: tempfile::TempDir,
    fake: Arc<Fake>,
    world: World,
}

/// A purchase is answered so; a repeat under its key in turn like these.
async fn case(answer: Answer, replays: Option<VecDeque<Answer>>) -> Case {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().answers.push_back(answer);
    fake.supplier().replays = replays;
    let world = World::with(folder.path(), &fake).await;
    Case { _folder: folder, fake, world }
}

async fn lost(world: &World) -> OrderKey {
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until(&key, OrderState::Unknown).await;
    key
}

/// Fulfilled, out of one purchase.
fn is_bought_once(fake: &Fake, order: &OrderView) {
    let supplier = fake.supplier();
    assert_eq!((supplier.ledger.len(), supplier.sent.len()), (1, 1));
    assert_eq!(supplier.ledger[0].key.as_ref(), Some(&order.key));
    assert_eq!(order.reference.as_ref(), Some(&supplier.ledger[0].reference));
    assert!(supplier.replayed.iter().all(|key| *key == order.key), "under the same key");
}

#[tokio::test]
async fn a_lost_purchase_is_repeated_under_its_key_and_bought_once() {
    for first in [Answer::Lost, Answer::TakesAnswerLost] {
        let Case { fake, world, _folder } = case(first, Some(VecDeque::new())).await;
        // Nothing would ever be found by looking.
        fake.supplier().blind_looks = u32::MAX;
        let key = lost(&world).await;
        let done = world.until(&key, OrderState::Fulfilled).await;
        is_bought_once(&fake, &done);
        assert_eq!(fake.supplier().replayed.len(), 1);
        let events = world.events(&key).await;
        assert_eq!(events[..5], ["intent", "sending", "unknown", "replayed", "accepted"]);
        world.close().await;
    }
}

#[tokio::test]
async fn a_repeat_that_is_lost_or_refused_proves_nothing_and_stands_in_the_journal() {
    let replays = [Answer::Refuses, Answer::TakesAnswerLost].into();
    let Case { fake, world, _folder } = case(Answer::Lost, Some(replays)).await;
    // No look is whole, so that the repeats go on.
    fake.supplier().blind_looks = 2;
    let key = lost(&world).await;
    let done = world.until(&key, OrderState::Fulfilled).await;
    is_bought_once(&fake, &done);
    assert_eq!(fake.supplier().replayed.len(), 3);
    let events = world.events(&key).await;
    assert_eq!(events[..7], ["intent", "sending", "unknown", "replayed", "replayed", "replayed", "accepted"]);
    world.close().await;
}

#[tokio::test]
async fn after_a_whole_look_that_found_nothing_no_repeat_is_sent() {
    let Case { fake, world, _folder } = case(Answer::Lost, Some([Answer::Lost].into())).await;
    let key = lost(&world).await;
    let absent = world.until(&key, OrderState::NotBought).await;
    assert!(absent.updated_at >= absent.sending_since.unwrap() + 10 * MINUTE);
    assert_eq!(fake.supplier().replayed.len(), 1);
    assert!(fake.supplier().ledger.is_empty());
    assert!(fake.supplier().looks >= 5);
    world.close().await;
}

#[tokio::test]
async fn a_supplier_without_keys_is_never_asked_a_second_time() {
    let Case { fake, world, _folder } = case(Answer::Lost, None).await;
    fake.supplier().blind_looks = 5;
    let key = lost(&world).await;
    let world = world.restart().await;
    world.until(&key, OrderState::NotBought).await;
    assert_eq!(fake.supplier().sent.as_slice(), std::slice::from_ref(&key));
    assert!(fake.supplier().replayed.is_empty());
    assert!(!world.events(&key).await.contains(&"replayed".to_owned()));
    world.close().await;
}

#[tokio::test]
async fn after_a_restart_a_repeat_is_sent_only_while_the_key_is_remembered() {
    for (away, repeats) in [(5 * MINUTE, 1), (10 * MINUTE, 0)] {
        let Case { fake, world, _folder } = case(Answer::TakesAnswerLost, Some(VecDeque::new())).await;
        fake.supplier().blind_looks = 1;
        let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
        world.until_within(&key, Duration::ZERO, |order| order.state == OrderState::Unknown).await;
        world.skip(away);
        let world = world.restart().await;
        let done = world.until(&key, OrderState::Fulfilled).await;
        is_bought_once(&fake, &done);
        assert_eq!(fake.supplier().replayed.len(), repeats, "{away:?}");
        world.close().await;
    }
}

#[tokio::test]
async fn after_a_crash_while_it_was_sent_it_is_repeated_under_its_key() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerNever, Some(VecDeque::new())).await;
    fake.supplier().blind_looks = u32::MAX;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&key, Duration::ZERO, |_| !fake.supplier().sent.is_empty()).await;
    assert_eq!(world.order(&key).await.state, OrderState::Sending);
    let world = world.crash().await;
    let done = world.until(&key, OrderState::Fulfilled).await;
    is_bought_once(&fake, &done);
    assert_eq!(fake.supplier().replayed.len(), 1);
    let events = world.events(&key).await;
    assert_eq!(events[..5], ["intent", "sending", "unknown", "replayed", "accepted"]);
    world.close().await;
}

#[tokio::test]
async fn what_was_taken_is_never_repeated() {
    let Case { fake, world, _folder } = case(Answer::Takes, Some(VecDeque::new())).await;
    fake.supplier().code_after = 5;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let done = world.until(&key, OrderState::Fulfilled).await;
    is_bought_once(&fake, &done);
    assert!(fake.supplier().replayed.is_empty());
    world.close().await;
}

#[tokio::test]
async fn while_a_repeat_is_on_the_wire_nobody_decides_and_it_is_on_disk() {
    let Case { fake, world, _folder } = case(Answer::Lost, Some(VecDeque::new())).await;
    let gate = fake.gate.clone();
    let closed = gate.write().await;
    let key = lost(&world).await;
    world.until_within(&key, MINUTE, |_| !fake.supplier().replayed.is_empty()).await;
    assert_eq!(world.events(&key).await, ["intent", "sending", "unknown", "replayed"]);
    let refused = world.settle(&key, Decision::NotBought, "not in the portal", None).await;
    assert_eq!(refused.unwrap_err().code, Code::AskingAgain);
    drop(closed);
    let done = world.until(&key, OrderState::Fulfilled).await;
    is_bought_once(&fake, &done);
    let stale = world.orders.settle(&key, OrderState::Unknown, Decision::NotBought, "not there", None).await;
    assert_eq!(stale.unwrap_err().code, Code::WrongState);
    world.close().await;
}

#[tokio::test]
async fn what_changed_since_a_person_judged_it_is_not_decided() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost, Some(VecDeque::new())).await;
    fake.supplier().code_after = u32::MAX;
    let key = lost(&world).await;
    world.until(&key, OrderState::Accepted).await;
    let stale = world.orders.settle(&key, OrderState::Unknown, Decision::NotBought, "not there", None).await;
    assert_eq!(stale.unwrap_err().code, Code::WrongState);
    assert_eq!(world.order(&key).await.state, OrderState::Accepted);
    world.close().await;
}

#[tokio::test]
async fn what_was_sent_once_more_is_looked_for_as_long_as_what_was_sent_first() {
    let Case { fake, world, _folder } = case(Answer::Lost, Some([].into())).await;
    fake.supplier().blind_looks = u32::MAX;
    fake.supplier().replays = Some(std::iter::repeat_n(Answer::Lost, 1000).collect());
    let key = lost(&world).await;
    world.pass(9 * MINUTE).await;
    fake.supplier().blind_looks = 0;
    let absent = world.until(&key, OrderState::NotBought).await;
    let events = world.orders.detail(&key).await.unwrap().events;
    let last = events.iter().rfind(|event| event.event == "replayed").unwrap().at;
    assert!(last > absent.sending_since.unwrap() + 5 * MINUTE, "it was late");
    assert!(absent.updated_at >= last + 10 * MINUTE);
    world.close().await;
}
