//! Whatever the supplier answers, whoever else buys, and however often the program restarts.

use crate::fake::{Answer, Bought, Fake, Outcome};
use crate::world::{PLAN, World};
use esim_desk_core::api::OrderView;
use esim_desk_model::{OrderKey, OrderState};
use esim_desk_provider::Taken;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Long enough for every look to be over.
const LONG: Duration = Duration::from_secs(3600);

#[derive(Clone, Debug)]
struct Purchase {
    answer: Answer,
    /// To a repeat under the same key, where the supplier knows keys.
    repeat: Answer,
    outcome: Outcome,
    blind_looks: u32,
    code_after: u32,
    foreign: bool,
    restart: bool,
}

fn purchase() -> impl Strategy<Value = Purchase> {
    let answer = prop_oneof![
        3 => Just(Answer::Takes),
        3 => Just(Answer::TakesAnswerLost),
        2 => Just(Answer::Lost),
        1 => Just(Answer::Refuses),
    ];
    let failed = Taken::Failed { reason: None, money_back: None };
    let outcome = prop_oneof![
        4 => Just(Outcome::Esim),
        1 => Just(Outcome::NoEsim),
        1 => Just(Outcome::Stays(failed)),
        1 => Just(Outcome::Stays(Taken::WaitsForApproval)),
    ];
    let repeat = prop_oneof![
        Just(Answer::Takes),
        Just(Answer::TakesAnswerLost),
        Just(Answer::Lost),
        Just(Answer::Refuses)
    ];
    (answer, repeat, outcome, 0u32..30, 0u32..4, any::<bool>(), any::<bool>()).prop_map(
        |(answer, repeat, outcome, blind_looks, code_after, foreign, restart)| Purchase {
            answer,
            repeat,
            outcome,
            blind_looks,
            code_after,
            foreign,
            restart,
        },
    )
}

/// Buys one after the other; what stays open after a while is settled by hand, so that the lane is free.
async fn story(shared: bool, names_esim: bool, knows_keys: bool, purchases: Vec<Purchase>) {
    let (folder, fake) = (tempfile::tempdir().unwrap(), Arc::new(Fake::default()));
    fake.supplier().names_esim = names_esim;
    let mut world = World::with(folder.path(), &fake).await;
    world.around.shared.store(shared, Ordering::SeqCst);
    for (number, purchase) in purchases.into_iter().enumerate() {
        {
            let mut supplier = fake.supplier();
            supplier.answers.push_back(purchase.answer);
            supplier.replays = knows_keys.then(|| [purchase.repeat].into());
            supplier.outcomes = [purchase.outcome].into();
            supplier.blind_looks = purchase.blind_looks;
            supplier.code_after = purchase.code_after;
        }
        let key = world.buy(&[&format!("Traveller {number}")]).await.remove(0);
        let sent = |order: &OrderView| !matches!(order.state, OrderState::Intent | OrderState::Sending);
        world.until_within(&key, Duration::from_secs(1), sent).await;
        fake.supplier().outcomes.clear();
        if shared && purchase.foreign {
            fake.foreign_order(PLAN);
        }
        if purchase.restart {
            world = world.restart().await;
        }
        let end = world.clock_now() + LONG;
        let rests = |order: &OrderView| order.state.is_final() || world.clock.rests_until(end);
        world.until_within(&key, LONG, rests).await;
        is_true(&world, &fake, shared, &key).await;
        if !world.order(&key).await.state.is_final() {
            let decision = esim_desk_core::api::Decision::DealtWith;
            world.settle(&key, decision, "seen at the supplier", None).await.unwrap();
        }
    }
    let before = world.journal().await;
    world.record.rebuild_orders().await.unwrap();
    let after = world.journal().await;
    assert_eq!(serde_json::to_value(before).unwrap(), serde_json::to_value(after).unwrap());
    world.close().await;
}

async fn is_true(world: &World, fake: &Fake, shared: bool, key: &OrderKey) {
    let (ledger, sent) = {
        let supplier = fake.supplier();
        (supplier.ledger.clone(), supplier.sent.clone())
    };
    assert_eq!(sent.iter().collect::<HashSet<_>>().len(), sent.len(), "a key was sent twice: {sent:?}");
    let ours: Vec<&Bought> = ledger.iter().filter(|bought| bought.key.as_ref() == Some(key)).collect();
    assert!(ours.len() <= 1);
    let order = world.order(key).await;
    match order.state {
        OrderState::Fulfilled => {
            let esim = order.esim.clone().unwrap();
            assert_eq!(Some(&esim.esim_id), ours.first().map(|bought| &bought.esim), "another's eSIM");
            assert!(esim.kit_ready);
        }
        OrderState::NotBought | OrderState::Refused => assert!(ours.is_empty(), "forgotten: {ours:?}"),
        OrderState::Failed => assert!(matches!(ours[0].outcome, Outcome::Stays(Taken::Failed { .. }))),
        OrderState::Accepted | OrderState::Unknown => {
            assert!(shared || !ours.is_empty(), "{order:#?} is open for no reason");
        }
        other => panic!("{other:?}"),
    }
    if shared && order.reference.is_some() {
        assert_eq!(order.reference, ours.first().map(|bought| bought.reference.clone()), "another's order");
    }
    let esims: Vec<_> = world.journal().await.into_iter().filter_map(|order| order.esim).collect();
    let distinct: HashSet<_> = esims.iter().map(|esim| &esim.esim_id).collect();
    assert_eq!(distinct.len(), esims.len(), "one eSIM belongs to two orders");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_bought_twice_forgotten_or_taken_from_somebody_else(
        shared in any::<bool>(),
        names_esim in any::<bool>(),
        knows_keys in any::<bool>(),
        purchases in prop::collection::vec(purchase(), 1..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(story(shared, names_esim, knows_keys, purchases));
    }
}
