//! The program is killed at every step of adding data to an eSIM and started again. Two additions to the same
//! eSIM are wanted; the simulator's ledger never has one of them twice.

use crate::crash::{SOON, Scene, ended, open};
use crate::zim::{bought, request};
use esim_desk_core::api::{Onto, OrderPlace, OrderView};
use esim_desk_model::{OrderState, Plan};
use esim_desk_simulators::zim::{Fault, SubscriptionView, When, Zim};
use std::time::Duration;

/// A plan on an eSIM of the account, to which data is added.
fn topped_up(zim: &Zim) -> SubscriptionView {
    let ledger = zim.ledger();
    ledger.subscriptions.into_iter().find(|on| on.status == "ACTIVE").unwrap()
}

fn additions(zim: &Zim, plan: &Plan) -> OrderPlace {
    let on = topped_up(zim);
    let onto = Onto { esim_id: on.esim_id.as_str().into(), service_id: on.id.as_str().into() };
    OrderPlace { onto: Some(onto), ..request(plan, &["Yuki Tanaka", "Mai Tanaka"]) }
}

/// What stands on the eSIM beside what stood there, oldest first.
struct Account {
    before: Vec<SubscriptionView>,
    esims: usize,
    esim: String,
}

impl Account {
    fn before(scene: &Scene) -> Self {
        let (ledger, on) = (scene.zim.ledger(), topped_up(&scene.zim));
        Self { before: ledger.subscriptions, esims: ledger.esims.len(), esim: on.esim_id }
    }

    /// Everything the journal says is so in the ledger, and nothing is missing.
    fn is_true(&self, scene: &Scene, journal: &[OrderView]) {
        let ledger = scene.zim.ledger();
        let done: Vec<_> = journal.iter().filter(|order| order.state == OrderState::Fulfilled).collect();
        assert_eq!(done.len(), ledger.purchases, "{journal:#?}");
        for (order, theirs) in done.iter().zip(bought(&ledger)) {
            assert_eq!(order.reference.as_deref(), Some(theirs.id.as_str()));
            assert_eq!((theirs.kind.as_str(), theirs.quantity), ("TOP_UP", 1));
            assert_eq!(theirs.esim_id.as_deref(), Some(self.esim.as_str()));
            assert_eq!(order.esim.as_ref().unwrap().esim_id.as_str(), self.esim);
            assert!(order.adds_data);
        }
        assert_eq!(ledger.esims.len(), self.esims, "no new eSIM");
        let new = ledger.subscriptions.iter().filter(|on| !self.before.iter().any(|old| old.id == on.id));
        assert!(new.clone().all(|on| on.esim_id == self.esim));
        assert_eq!(new.count(), ledger.purchases);
    }
}

/// After a crash: the program runs again, then staff confirm what was left, and both are there once.
async fn goes_on(scene: &Scene, account: &Account, first: OrderState, purchases: usize, died: &str) {
    assert!(scene.run("").await.success(), "died {died}");
    let journal = scene.journal().await;
    let states: Vec<_> = journal.iter().map(|order| order.state).collect();
    assert_eq!(states, [first, OrderState::Intent], "died {died}");
    assert!(journal[1].needs_confirmation, "the second was never sent in silence");
    assert_eq!(scene.zim.ledger().purchases, purchases, "died {died}");
    account.is_true(scene, &journal);

    let (world, _) = open(scene.folder.path(), &scene.data()).await;
    world.orders.resume(&journal[1].key, Some("Anna")).await.unwrap();
    world.until(&journal[1].key, OrderState::Fulfilled).await;
    let journal = world.journal().await;
    world.close().await;
    account.is_true(scene, &journal);
    assert_eq!(scene.zim.ledger().purchases, purchases + 1);
}

async fn killed_at(point: &str, first: OrderState, purchases: usize) {
    let scene = Scene::for_errand(additions).await;
    let account = Account::before(&scene);
    scene.dies_at(point).await;
    goes_on(&scene, &account, first, purchases, point).await;
    scene.zim.stop().await;
}

/// Kills the program while the supplier is at work on something, as the ledger and the requests tell.
async fn killed_while(
    script: impl FnOnce(&Zim),
    at_work: impl Fn(&Zim) -> bool,
    first: OrderState,
    died: &str,
) {
    let scene = Scene::for_errand(additions).await;
    let account = Account::before(&scene);
    script(&scene.zim);
    let mut program = scene.program("");
    scene.zim.wait_for(|_| at_work(&scene.zim), SOON).await.unwrap();
    program.kill().unwrap();
    ended(program).await;
    scene.zim.clear_faults();
    let purchases = usize::from(first == OrderState::Fulfilled);
    goes_on(&scene, &account, first, purchases, died).await;
    scene.zim.stop().await;
}

fn lists_read(zim: &Zim) -> usize {
    let is_list = |path: &str| path.trim_end_matches('/') == "/orders";
    zim.requests().iter().filter(|request| request.method == "GET" && is_list(&request.path)).count()
}

#[tokio::test]
async fn a_program_that_is_left_alone_adds_both() {
    let scene = Scene::for_errand(additions).await;
    let account = Account::before(&scene);
    assert!(scene.run("").await.success());
    account.is_true(&scene, &scene.journal().await);
    assert_eq!(scene.zim.ledger().purchases, 2);
    scene.zim.stop().await;
}

#[tokio::test]
async fn killed_before_anything_was_sent() {
    for point in ["intent", "guarded", "before_sending"] {
        killed_at(point, OrderState::Intent, 0).await;
    }
}

#[tokio::test]
async fn killed_before_the_request_left() {
    killed_at("sending", OrderState::NotBought, 0).await;
}

#[tokio::test]
async fn killed_around_the_answer() {
    for point in ["answered", "outcome_stored"] {
        killed_at(point, OrderState::Fulfilled, 1).await;
    }
}

#[tokio::test]
async fn killed_around_the_end() {
    for point in ["added", "fulfilled"] {
        killed_at(point, OrderState::Fulfilled, 1).await;
    }
}

#[tokio::test]
async fn killed_while_the_supplier_reads_the_request() {
    let delay = |zim: &Zim| zim.fault(When::purchase(), Fault::DropBefore);
    let lost = |zim: &Zim| {
        zim.requests().iter().any(|request| request.method == "POST" && request.path.contains("with-wallet"))
    };
    killed_while(delay, lost, OrderState::NotBought, "before the supplier did anything").await;
}

#[tokio::test]
async fn killed_while_the_supplier_works_on_the_answer() {
    let delay = |zim: &Zim| zim.fault(When::purchase(), Fault::DelayAfter(Duration::from_secs(30)));
    killed_while(delay, |zim| zim.ledger().purchases == 1, OrderState::Fulfilled, "during the answer").await;
}

#[tokio::test]
async fn killed_while_it_looks_how_far_the_order_is() {
    // Two lists are read before it is sent: whether it may be added at all, and what is there.
    let delay = |zim: &Zim| {
        zim.fault(When::get("/orders").skip(2).always(), Fault::Delay(Duration::from_secs(30)));
    };
    let looks = |zim: &Zim| zim.ledger().purchases == 1 && lists_read(zim) == 3;
    killed_while(delay, looks, OrderState::Fulfilled, "during a look").await;
}
