//! The program is killed at every step of an order of several at Telkor and started again. The simulator's ledger
//! has one task for it, and the record the code of each of its eSIMs.

use crate::crash::{Errand, ended, open, program, was_killed};
use crate::forms::request;
use crate::zim::Account;
use esim_desk_core::api::{OrderPlace, OrderView};
use esim_desk_model::OrderState;
use esim_desk_simulators::telkor::{Options, Origin, Telkor};
use std::collections::BTreeSet;
use std::time::Duration;

const COUNT: u32 = 3;

struct Scene {
    telkor: Telkor,
    folder: tempfile::TempDir,
}

impl Scene {
    /// The errand is three of a plan that there is stock for.
    async fn set() -> Self {
        let options = Options { item_after: Duration::ZERO, ..Options::default() };
        let telkor = Telkor::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let addresses = (telkor.base_url(), telkor.token_url());
        let account = Account::at("telkor", "EUR", addresses, telkor.credentials());
        let lots = account.connect().stock().unwrap().lots().await.unwrap().rows;
        let lot = lots.into_iter().find(|lot| lot.left >= COUNT).unwrap();
        let request = OrderPlace {
            lot: Some(lot.id),
            price_seen: None,
            count: COUNT,
            ..request(lot.plan.id.as_str(), &["Reserve"])
        };
        Errand { account, plan: lot.plan, request }.leave_in(folder.path());
        Self { telkor, folder }
    }

    async fn finishes(&self) {
        assert!(ended(program(self.folder.path(), "")).await.success());
    }

    /// The order as the disk has it; an intent that was left is confirmed first, and goes on.
    async fn order(&self) -> OrderView {
        let (world, _) = open(self.folder.path(), &self.folder.path().join("data")).await;
        let order = world.journal().await.remove(0);
        let order = if order.needs_confirmation {
            world.orders.resume(&order.key, Some("Anna")).await.unwrap();
            world.until(&order.key, OrderState::Fulfilled).await
        } else {
            order
        };
        for esim in order.items.iter().filter_map(|item| item.esim.as_ref()) {
            let kit = world.record.kit(&order.wallet_id, esim).await.unwrap().unwrap();
            let sims = self.telkor.ledger().sims;
            let theirs = sims.into_iter().find(|sim| sim.id == esim.as_str()).unwrap();
            assert_eq!(Some(kit.install.code.as_received()), theirs.lpa.as_deref());
        }
        world.close().await;
        order
    }

    /// One task of ours, and its links on the eSIMs that the order names; or nothing at all.
    fn is_true(&self, order: &OrderView, died: &str) {
        let ledger = self.telkor.ledger();
        let is_done = order.state == OrderState::Fulfilled;
        let tasks = ledger.tasks.iter().filter(|task| task.origin == Origin::Desk).count();
        assert_eq!(tasks, usize::from(is_done), "died {died}: {order:#?}");
        let named = format!("{}_", order.key);
        let links = ledger.links.iter().filter(|link| link.name.starts_with(&named));
        let theirs: BTreeSet<_> = links.filter_map(|link| link.sim_id.as_deref()).collect();
        let ours: BTreeSet<_> =
            order.items.iter().filter_map(|item| item.esim.as_ref().map(|esim| esim.as_str())).collect();
        assert_eq!(ours, theirs, "died {died}");
        assert_eq!(ours.len(), if is_done { 3 } else { 0 });
    }
}

async fn killed_at(point: &str, state: OrderState) {
    let scene = Scene::set().await;
    was_killed(point, ended(program(scene.folder.path(), point)).await);
    scene.finishes().await;
    let order = scene.order().await;
    assert_eq!(order.state, state, "killed at {point}");
    scene.is_true(&order, point);
    scene.telkor.stop().await;
}

#[tokio::test]
async fn a_program_that_is_left_alone_gets_all_of_them() {
    let scene = Scene::set().await;
    scene.finishes().await;
    let order = scene.order().await;
    assert_eq!(order.state, OrderState::Fulfilled);
    scene.is_true(&order, "never");
    scene.telkor.stop().await;
}

#[tokio::test]
async fn killed_before_anything_was_sent() {
    for point in ["intent", "guarded", "before_sending"] {
        killed_at(point, OrderState::Fulfilled).await;
    }
}

#[tokio::test]
async fn killed_before_the_request_left() {
    killed_at("sending", OrderState::NotBought).await;
}

#[tokio::test]
async fn killed_around_the_answer() {
    for point in ["answered", "outcome_stored"] {
        killed_at(point, OrderState::Fulfilled).await;
    }
}

#[tokio::test]
async fn killed_around_the_end() {
    for point in ["kits_stored", "fulfilled"] {
        killed_at(point, OrderState::Fulfilled).await;
    }
}
