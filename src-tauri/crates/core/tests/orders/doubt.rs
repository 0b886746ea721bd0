//! The answer to a purchase is lost: it is looked up, found, proven absent, or decided by a person.

use crate::fake::{Answer, Fake, Outcome};
use crate::forms::{here, request};
use crate::world::{PLAN, World};
use esim_desk_core::api::{Code, Decision, Failure, MoneyMoved, OrderPlace};
use esim_desk_model::{EsimId, OrderState};
use esim_desk_provider::Taken;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

struct Case {
    _folder: tempfile::TempDir,
    fake: Arc<Fake>,
    world: World,
}

async fn case(answer: Answer) -> Case {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().answers.push_back(answer);
    let world = World::with(folder.path(), &fake).await;
    Case { _folder: folder, fake, world }
}

#[tokio::test]
async fn a_purchase_whose_answer_was_lost_is_found_and_adopted() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let unknown = world.until(&key, OrderState::Unknown).await;
    assert_eq!(unknown.failure.unwrap().money, MoneyMoved::Unknown);
    assert_eq!(unknown.checking_until, Some(unknown.sending_since.unwrap() + 10 * MINUTE));
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!((done.reference.as_deref(), done.failure), (Some("ordr_1"), None));
    assert!(world.clock_now() < unknown.sending_since.unwrap() + MINUTE, "soon at first");
    assert_eq!(fake.supplier().sent.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn not_bought_is_concluded_after_ten_minutes_and_several_whole_looks() {
    let Case { fake, world, _folder } = case(Answer::Lost).await;
    let keys = world.buy(&["Yuki Tanaka", "Mai Tanaka"]).await;
    let unknown = world.until(&keys[0], OrderState::Unknown).await;
    let since = unknown.sending_since.unwrap();
    world.pass(Duration::from_secs(590)).await;
    let waiting = world.order(&keys[1]).await;
    assert_eq!((waiting.state, waiting.behind.as_deref()), (OrderState::Intent, Some("D07-000001")));
    assert_eq!(world.order(&keys[0]).await.state, OrderState::Unknown);
    assert_eq!(fake.supplier().sent.len(), 1, "the lane is held meanwhile");
    let looks = fake.supplier().looks;
    assert!((10..20).contains(&looks), "{looks} looks in ten minutes");

    let absent = world.until(&keys[0], OrderState::NotBought).await;
    assert!(absent.updated_at >= since + 10 * MINUTE);
    assert_eq!(absent.failure.unwrap().money, MoneyMoved::Untouched);
    world.until(&keys[1], OrderState::Fulfilled).await;
    world.close().await;
}

#[tokio::test]
async fn a_look_that_could_not_tell_proves_nothing() {
    let Case { fake, world, _folder } = case(Answer::Lost).await;
    fake.supplier().blind_looks = 200;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until(&key, OrderState::Unknown).await;
    world.pass(60 * MINUTE).await;
    assert_eq!(world.order(&key).await.state, OrderState::Unknown);
    fake.supplier().blind_looks = 0;
    world.orders.look_now(&key).await.unwrap();
    world.until_within(&key, Duration::from_secs(2), |_| fake.supplier().looks == 1).await;
    assert_eq!(world.order(&key).await.state, OrderState::Unknown, "one look proves nothing either");
    world.until(&key, OrderState::NotBought).await;
    assert_eq!(fake.supplier().looks, 5);
    world.close().await;
}

#[tokio::test]
async fn in_a_shared_account_nothing_is_adopted_by_difference_alone() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    world.around.shared.store(true, Ordering::SeqCst);
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let shown = world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
    assert_eq!((shown.state, shown.esim.is_none(), shown.checking_until), (OrderState::Unknown, true, None));
    assert_eq!(world.orders.counts(None).await.unwrap().waiting, 1);
    world.pass(60 * MINUTE).await;
    let still = world.order(&key).await;
    assert_eq!((still.state, still.candidates.len()), (OrderState::Unknown, 1));

    let adopt = Decision::Adopt { index: 0 };
    let refused = world.settle(&key, adopt, " \n", None).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (Code::ReasonNeeded, Some("reason")));
    let adopted = world.settle(&key, adopt, "only we buy Japan", Some("Anna")).await.unwrap();
    assert_eq!((adopted.state, adopted.reference.as_deref()), (OrderState::Accepted, Some("ordr_1")));
    // The eSIM of that order is again only the new one: a person confirms it too.
    world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
    let found = world.settle(&key, adopt, "the only new one", Some("Anna")).await.unwrap();
    assert_eq!(found.esim.unwrap().esim_id, EsimId::from("esim_1"));
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!(done.settled_reason.as_deref(), Some("the only new one"));
    assert_eq!(fake.supplier().sent.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn a_reference_that_names_its_esim_needs_no_person_even_in_a_shared_account() {
    let Case { fake, world, _folder } = case(Answer::Takes).await;
    world.around.shared.store(true, Ordering::SeqCst);
    fake.supplier().names_esim = true;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&key, Duration::ZERO, |order| order.state == OrderState::Accepted).await;
    fake.foreign_order(PLAN);
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!(done.esim.unwrap().esim_id, EsimId::from("esim_1"));
    world.close().await;
}

#[tokio::test]
async fn of_several_a_person_chooses_and_a_candidate_keeps_its_place() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until(&key, OrderState::Unknown).await;
    fake.foreign_order(PLAN);
    fake.foreign_order("plan_other");
    let two = world.until_within(&key, MINUTE, |order| order.candidates.len() == 2).await;
    assert_eq!(two.candidates[0].reference.as_deref(), Some("ordr_1"));
    fake.foreign_order(PLAN);
    let three = world.until_within(&key, 10 * MINUTE, |order| order.candidates.len() == 3).await;
    let places: Vec<_> =
        three.candidates.iter().map(|found| (found.index, found.reference.clone())).collect();
    assert_eq!(places[0], (0, Some("ordr_1".to_owned())));
    assert_eq!(places[2], (2, Some("ordr_4".to_owned())));
    let none = world.settle(&key, Decision::Adopt { index: 3 }, "ours", None).await.unwrap_err();
    assert_eq!(none.code, Code::CandidateTaken);
    world.settle(&key, Decision::Adopt { index: 2 }, "ours", None).await.unwrap();
    assert_eq!(world.order(&key).await.reference.as_deref(), Some("ordr_4"));
    world.close().await;
}

#[tokio::test]
async fn what_another_order_owns_is_never_adopted() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    world.around.shared.store(true, Ordering::SeqCst);
    let first = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&first, MINUTE, |order| !order.candidates.is_empty()).await;
    world.settle(&first, Decision::DealtWith, "seen in ZIM's portal", Some("Anna")).await.unwrap();
    let settled = world.order(&first).await;
    assert_eq!((settled.state, settled.candidates.len()), (OrderState::Settled, 0));
    assert_eq!(settled.failure.unwrap().money, MoneyMoved::Spent);

    // Of the next purchase the answer is lost too; its only candidate was adopted by hand elsewhere.
    fake.supplier().answers.push_back(Answer::TakesAnswerLost);
    let form = OrderPlace { repeat_meant: true, ..request(PLAN, &["Yuki Tanaka", "Mai Tanaka"]) };
    let placed = world.orders.write_intents(form, here()).await.unwrap();
    let (second, third) = (&placed[0].key, &placed[1].key);
    world.until_within(second, MINUTE, |order| !order.candidates.is_empty()).await;
    let again = world.settle(second, Decision::NotBought, "not in the portal", None).await.unwrap();
    assert_eq!((again.state, again.failure.unwrap().money), (OrderState::Settled, MoneyMoved::Untouched));
    world.until_within(third, MINUTE, |order| order.state == OrderState::Accepted).await;
    assert_eq!(world.order(third).await.reference.as_deref(), Some("ordr_3"));
    let late = world.settle(second, Decision::Adopt { index: 0 }, "after all", None).await;
    assert_eq!(late.unwrap_err().code, Code::WrongState);
    world.close().await;
}

#[tokio::test]
async fn an_esim_with_another_desks_number_is_adopted_by_nobody() {
    for shared in [false, true] {
        let Case { fake: _fake, world, _folder } = case(Answer::Takes).await;
        world.around.shared.store(shared, Ordering::SeqCst);
        let label = || world.around.elsewhere.lock().unwrap().push("esim_1".into());
        if !shared {
            label();
        }
        let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
        if shared {
            // Shown before the other desk wrote its number onto it.
            world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
            label();
        }
        world.pass(20 * MINUTE).await;
        let order = world.order(&key).await;
        assert_eq!((order.state, order.esim.is_none()), (OrderState::Accepted, true));
        let adopt = Decision::Adopt { index: 0 };
        let refused = world.settle(&key, adopt, "the only new one", Some("Anna")).await;
        assert_eq!(refused.unwrap_err().code, Code::CandidateTaken);
        world.close().await;
    }
}

#[tokio::test]
async fn what_was_shown_and_turned_out_to_be_another_desks_keeps_nothing_in_doubt() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    world.around.shared.store(true, Ordering::SeqCst);
    fake.supplier().names_esim = true;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let shown = world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
    assert_eq!((shown.state, shown.checking_until), (OrderState::Unknown, None));
    world.around.elsewhere.lock().unwrap().push("esim_1".into());
    assert!(world.order(&key).await.checking_until.is_some());
    let absent = world.until(&key, OrderState::NotBought).await;
    assert!(absent.updated_at >= absent.sending_since.unwrap() + 10 * MINUTE);
    world.close().await;
}

#[tokio::test]
async fn an_answer_that_comes_after_it_was_written_off_is_not_forgotten() {
    let Case { fake, world, _folder } = case(Answer::Takes).await;
    let till = fake.till.clone();
    let closed = till.write().await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.state == OrderState::Sending).await;
    // As by a desk that is opened while another still waits for the answer.
    let failure = serde_json::to_string(&Failure::new(Code::Dropped)).unwrap();
    world.record.orders_in_doubt(&failure, world.clock_now()).await.unwrap();
    world.settle(&key, Decision::NotBought, "not in the portal", None).await.unwrap();
    drop(closed);
    let late = world.until_within(&key, MINUTE, |order| order.reference.is_some()).await;
    let failure = late.failure.unwrap();
    assert_eq!((late.state, failure.code), (OrderState::Settled, Code::BoughtAllTheSame));
    assert_eq!(failure.money, MoneyMoved::Spent);
    assert_eq!(world.events(&key).await.last().map(String::as_str), Some("answered_late"));
    world.close().await;
}

#[tokio::test]
async fn a_lane_whose_work_broke_off_is_worked_again() {
    let Case { fake, world, _folder } = case(Answer::TakesAnswerLost).await;
    fake.supplier().breaks = true;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert!(!fake.supplier().breaks && done.esim.is_some());
    assert_eq!(fake.supplier().sent.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn what_the_supplier_ties_to_our_order_is_ours_whatever_number_is_on_it() {
    let Case { fake, world, _folder } = case(Answer::Takes).await;
    fake.supplier().names_esim = true;
    world.around.elsewhere.lock().unwrap().push("esim_1".into());
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!(done.esim.unwrap().esim_id, EsimId::from("esim_1"));
    world.close().await;
}

#[tokio::test]
async fn looking_goes_on_after_a_restart() {
    let Case { fake, world, _folder } = case(Answer::Lost).await;
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until(&key, OrderState::Unknown).await;
    world.pass(4 * MINUTE).await;
    let world = world.restart().await;
    assert_eq!(world.order(&key).await.state, OrderState::Unknown);
    let absent = world.until(&key, OrderState::NotBought).await;
    assert!(absent.updated_at >= absent.sending_since.unwrap() + 10 * MINUTE);
    assert_eq!(fake.supplier().sent.len(), 1);
    world.close().await;
}

#[tokio::test]
async fn other_lanes_go_on_while_one_is_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let fake = Arc::new(Fake { lane_of_plan: true, ..Fake::default() });
    fake.supplier().answers.push_back(Answer::Lost);
    let world = World::with(folder.path(), &fake).await;
    let stuck = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until(&stuck, OrderState::Unknown).await;
    let other =
        world.orders.write_intents(request("plan_other", &["Yuki Tanaka"]), here()).await.unwrap().remove(0);
    assert_eq!(other.behind, None);
    world.until(&other.key, OrderState::Fulfilled).await;
    assert_eq!(world.order(&stuck).await.state, OrderState::Unknown);
    world.close().await;
}

#[tokio::test]
async fn what_waits_at_the_supplier_waits_for_a_person_and_then_goes_on() {
    for taken in [Taken::WaitsForApproval, Taken::WaitsForPayment] {
        let Case { fake, world, _folder } = case(Answer::Takes).await;
        fake.supplier().outcomes.push_back(Outcome::Stays(taken.clone()));
        let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
        let waits = world.until_within(&key, MINUTE, |order| order.taken == Some(taken.clone())).await;
        assert_eq!(waits.state, OrderState::Accepted);
        assert_eq!(world.orders.counts(None).await.unwrap().waiting, 1);
        fake.supplier().ledger[0].outcome = Outcome::Esim;
        world.until(&key, OrderState::Fulfilled).await;
        world.close().await;
    }
}

#[tokio::test]
async fn an_order_that_fails_at_the_supplier_says_whether_the_money_came_back() {
    for (money_back, money) in
        [(Some(true), MoneyMoved::Untouched), (Some(false), MoneyMoved::Spent), (None, MoneyMoved::Unknown)]
    {
        let Case { fake, world, _folder } = case(Answer::Takes).await;
        let reason = Some("INSUFFICIENT_FUNDS".to_owned());
        fake.supplier()
            .outcomes
            .push_back(Outcome::Stays(Taken::Failed { reason: reason.clone(), money_back }));
        let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
        let failed = world.until(&key, OrderState::Failed).await;
        let failure = failed.failure.unwrap();
        assert_eq!((failure.money, failure.details), (money, reason));
        world.close().await;
    }
}

#[tokio::test]
async fn a_replaced_order_is_followed_to_its_successor() {
    let Case { fake, world, _folder } = case(Answer::Takes).await;
    fake.supplier().outcomes.push_back(Outcome::Stays(Taken::Replaced));
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.taken == Some(Taken::Replaced)).await;
    fake.foreign_order(PLAN);
    let done = world.until(&key, OrderState::Fulfilled).await;
    assert_eq!(done.reference.as_deref(), Some("ordr_2"));
    assert_eq!(done.esim.unwrap().esim_id, EsimId::from("esim_2"));
    world.close().await;
}

#[tokio::test]
async fn an_esim_that_never_appears_is_waited_for_until_a_person_decides() {
    let Case { fake, world, _folder } = case(Answer::Takes).await;
    fake.supplier().outcomes.push_back(Outcome::NoEsim);
    let key = world.buy(&["Yuki Tanaka"]).await.remove(0);
    world.until_within(&key, MINUTE, |order| order.taken == Some(Taken::Fulfilled)).await;
    world.pass(120 * MINUTE).await;
    assert_eq!(world.order(&key).await.state, OrderState::Accepted);
    let settled = world.settle(&key, Decision::DealtWith, "ZIM pays back", Some("Anna")).await.unwrap();
    assert_eq!(
        (settled.state, settled.settled_reason.as_deref()),
        (OrderState::Settled, Some("ZIM pays back"))
    );
    let next = world.buy(&["Mai Tanaka"]).await.remove(0);
    world.until(&next, OrderState::Fulfilled).await;
    world.close().await;
}
