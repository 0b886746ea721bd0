//! Data onto an eSIM that is there: the journal knows whether it was bought, and the eSIM stays whose it was.
//! What stands in its way is in `addition_trouble`.

use crate::fake::{Answer, Fake, code_of, service_of};
use crate::forms::{addition, here};
use crate::world::{PLAN, WALLET, World};
use esim_desk_core::api::{Decision, MoneyMoved, OrderPlace, OrderView};
use esim_desk_core::orders::Offered;
use esim_desk_model::{EsimId, OrderKey, OrderState, ServiceId};
use esim_desk_provider::{Evidence, Target};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub const MINUTE: Duration = Duration::from_secs(60);
/// What is added; another plan than the eSIM was bought with.
pub const MORE: &str = "plan_other";

pub struct Case {
    _folder: tempfile::TempDir,
    pub fake: Arc<Fake>,
    pub world: World,
    /// The eSIM that Yuki has.
    pub esim: EsimId,
    bought: OrderKey,
}

/// Yuki has an eSIM; the next purchase is answered so.
pub async fn case(answer: Answer) -> Case {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    let world = World::with(folder.path(), &fake).await;
    let bought = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let esim = world.until(&bought, OrderState::Fulfilled).await.esim.unwrap().esim_id;
    {
        let mut supplier = fake.supplier();
        supplier.answers.push_back(answer);
        (supplier.looks, supplier.sent) = (0, Vec::new());
    }
    world.around.spent.lock().unwrap().clear();
    Case { _folder: folder, fake, world, esim, bought }
}

impl Case {
    pub async fn add(&self) -> OrderKey {
        self.world.place(addition(MORE, &self.esim, "Yuki Tanaka")).await.remove(0)
    }

    /// The order is done, was sent once, and took nothing from the order that bought the eSIM.
    pub async fn is_on_it(&self, order: &OrderView, service: &str) {
        assert_eq!(order.state, OrderState::Fulfilled);
        assert_eq!(self.fake.supplier().sent, std::slice::from_ref(&order.key));
        let on = order.esim.clone().unwrap();
        assert_eq!((&on.esim_id, order.adds_data), (&self.esim, true));
        let row = self.world.record.order(&order.key).await.unwrap().unwrap();
        assert_eq!(row.service_id, Some(ServiceId::from(service)));
        let told = self.world.around.added.lock().unwrap().clone();
        assert_eq!(told, [(self.esim.clone(), ServiceId::from(service))]);
        self.stays_whose_it_was().await;
    }

    pub async fn stays_whose_it_was(&self) {
        let (record, wallet) = (&self.world.record, &WALLET.into());
        let assigned = record.assignment(wallet, &self.esim).await.unwrap();
        assert_eq!(assigned.order_key.as_ref(), Some(&self.bought));
        let kit = record.kit(wallet, &self.esim).await.unwrap().unwrap();
        assert_eq!(kit.install.code, code_of(&self.esim));
        assert_eq!(kit.plan.unwrap().id.as_str(), PLAN, "the kit is that of the first plan");
        let owns = |except: OrderKey| {
            let esim = self.esim.clone();
            async move { record.order_owns(&except, wallet, None, Some(&esim), None).await.unwrap() }
        };
        assert!(!owns(self.bought.clone()).await, "nobody but its own order owns it");
        assert!(owns(OrderKey("another".to_owned())).await);
        assert_eq!(self.world.around.arrived.lock().unwrap().as_slice(), std::slice::from_ref(&self.esim));
    }
}

#[tokio::test]
async fn data_is_added_once_and_the_esim_stays_its_first_orders() {
    let case = case(Answer::Takes).await;
    let key = case.add().await;
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    case.is_on_it(&done, "added_2").await;
    let request = case.fake.supplier().requests[1].clone();
    let target = Target::AddData { esim: case.esim.clone(), service: service_of(&case.esim) };
    assert_eq!((request.target, request.count), (target, 1));
    assert_eq!(case.world.around.chosen_from.lock().unwrap()[1], Offered::Onto(case.esim.clone()));
    assert_eq!(case.world.events(&key).await, ["intent", "sending", "accepted", "looked", "fulfilled"]);
    assert_eq!(case.world.around.spent.lock().unwrap().as_slice(), [key]);
    let labels = case.fake.supplier().labels.clone();
    assert_eq!(labels, [(case.esim.clone(), "D07-000001".to_owned())], "the note is the first order's");
    case.world.close().await;
}

#[tokio::test]
async fn a_lost_answer_is_found_by_the_key_even_where_others_buy() {
    let case = case(Answer::TakesAnswerLost).await;
    case.world.around.shared.store(true, Ordering::SeqCst);
    case.fake.supplier().by_key = true;
    let key = case.add().await;
    case.world.until(&key, OrderState::Unknown).await;
    case.fake.foreign_addition(MORE, &case.esim);
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    assert_eq!((done.reference.as_deref(), done.failure.as_ref()), (Some("ordr_2"), None));
    case.is_on_it(&done, "added_2").await;
    case.world.close().await;
}

#[tokio::test]
async fn a_lost_answer_is_found_by_difference_where_only_this_desk_buys() {
    let case = case(Answer::TakesAnswerLost).await;
    let key = case.add().await;
    let unknown = case.world.until(&key, OrderState::Unknown).await;
    assert_eq!(unknown.failure.unwrap().money, MoneyMoved::Unknown);
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    case.is_on_it(&done, "added_2").await;
    case.world.close().await;
}

#[tokio::test]
async fn what_is_found_by_difference_where_others_buy_waits_for_a_person() {
    let case = case(Answer::TakesAnswerLost).await;
    case.world.around.shared.store(true, Ordering::SeqCst);
    let key = case.add().await;
    let shown = case.world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
    let found = &shown.candidates[0];
    assert_eq!((found.esim_id.as_ref(), found.evidence), (Some(&case.esim), Evidence::Difference));
    // Another desk adds the same to the same eSIM: two that are told apart by their plans alone.
    case.fake.foreign_addition(MORE, &case.esim);
    let both = case.world.until_within(&key, 10 * MINUTE, |order| order.candidates.len() == 2).await;
    let services: Vec<_> = both.candidates.iter().map(|found| found.service_id.clone().unwrap().0).collect();
    assert_eq!(services, ["added_2", "added_3"]);
    case.world.pass(60 * MINUTE).await;
    let still = case.world.order(&key).await;
    assert_eq!((still.state, still.candidates.len()), (OrderState::Unknown, 2));

    let adopt = Decision::Adopt { index: 1 };
    let adopted = case.world.settle(&key, adopt, "the later one", Some("Anna")).await.unwrap();
    assert_eq!((adopted.state, adopted.reference.as_deref()), (OrderState::Accepted, Some("ordr_3")));
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    case.is_on_it(&done, "added_3").await;
    case.world.close().await;
}

#[tokio::test]
async fn what_was_lost_before_it_arrived_ends_as_not_bought_after_ten_minutes_and_five_looks() {
    let case = case(Answer::Lost).await;
    // So many looks fail that the fifth whole one comes after the tenth minute.
    case.fake.supplier().blind_looks = 11;
    let key = case.add().await;
    let since = case.world.until(&key, OrderState::Unknown).await.sending_since.unwrap();
    case.world.pass(10 * MINUTE).await;
    assert_eq!(case.world.order(&key).await.state, OrderState::Unknown);
    assert!(case.fake.supplier().looks < 5, "{} whole looks in ten minutes", case.fake.supplier().looks);
    let absent = case.world.until(&key, OrderState::NotBought).await;
    assert!(absent.updated_at >= since + 10 * MINUTE);
    assert_eq!(absent.failure.unwrap().money, MoneyMoved::Untouched);
    assert_eq!(case.fake.supplier().looks, 5);
    assert_eq!(case.fake.supplier().sent.len(), 1);
    assert!(case.world.around.added.lock().unwrap().is_empty());
    case.stays_whose_it_was().await;
    case.world.close().await;
}

#[tokio::test]
async fn ten_minutes_are_waited_for_even_after_five_whole_looks() {
    let case = case(Answer::Lost).await;
    let key = case.add().await;
    case.world.until(&key, OrderState::Unknown).await;
    case.world.pass(Duration::from_secs(590)).await;
    assert!(case.fake.supplier().looks > 5);
    assert_eq!(case.world.order(&key).await.state, OrderState::Unknown);
    case.world.until(&key, OrderState::NotBought).await;
    case.world.close().await;
}

#[tokio::test]
async fn two_additions_to_one_esim_never_overlap_and_each_gets_its_own() {
    let case = case(Answer::TakesAnswerLost).await;
    case.fake.supplier().blind_looks = 6;
    let first = case.add().await;
    let again = OrderPlace { repeat_meant: true, ..addition(MORE, &case.esim, "Yuki Tanaka") };
    let second = case.world.orders.write_intents(again, here()).await.unwrap().remove(0);
    assert_eq!(second.behind.as_deref(), Some("D07-000002"));
    case.world.until(&first, OrderState::Unknown).await;
    case.world.pass(2 * MINUTE).await;
    assert_eq!(case.world.order(&second.key).await.state, OrderState::Intent);
    assert_eq!(case.fake.supplier().sent.as_slice(), std::slice::from_ref(&first));

    // What the first one left behind is no answer for the second, which got lost on its way.
    case.fake.supplier().answers.push_back(Answer::Lost);
    let done = case.world.until(&first, OrderState::Fulfilled).await;
    assert_eq!(done.reference.as_deref(), Some("ordr_2"));
    case.world.until(&second.key, OrderState::NotBought).await;
    assert_eq!(case.fake.supplier().sent, [first, second.key]);
    assert_eq!(case.fake.supplier().ledger.len(), 2);
    case.world.close().await;
}
