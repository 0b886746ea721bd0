//! The program is killed at every step of a purchase and started again; the simulator's ledger, in the process
//! that stays alive, is the judge.

use crate::forms::here;
use crate::world::World;
use crate::zim::{Account, bought, now, plan_for_japan, quick, request};
use esim_desk_core::api::{OrderPlace, OrderView};
use esim_desk_model::{OrderState, Plan};
use esim_desk_simulators::zim::{Fault, When, Zim};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// Names the folder of the program that dies; set only for the child.
const FOLDER: &str = "ESIM_DESK_TEST_FOLDER";
const KILL_AT: &str = "ESIM_DESK_KILL_AT";
const DAY: Duration = Duration::from_secs(86_400);
pub const SOON: Duration = Duration::from_secs(20);

/// What the child is to do, beside its data.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    pub account: Account,
    pub plan: Plan,
    pub request: OrderPlace,
}

impl Errand {
    pub fn leave_in(&self, folder: &Path) {
        std::fs::write(folder.join("errand.json"), serde_json::to_vec(self).unwrap()).unwrap();
    }
}

/// An account in a process that stays alive, and the folder of the program that dies.
pub struct Scene {
    pub zim: Zim,
    pub folder: tempfile::TempDir,
}

impl Scene {
    async fn set() -> Self {
        Self::for_errand(|_, plan| request(plan, &["Yuki Tanaka", "Mai Tanaka"])).await
    }

    /// The errand is a purchase of a plan for Japan.
    pub async fn for_errand(purchase: impl FnOnce(&Zim, &Plan) -> OrderPlace) -> Self {
        let zim = Zim::start(quick()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let account = Account::of(&zim);
        let plan = plan_for_japan(&zim, &*account.connect()).await;
        let request = purchase(&zim, &plan);
        Errand { account, plan, request }.leave_in(folder.path());
        Self { zim, folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn program(&self, kill_at: &str) -> Child {
        program(self.folder.path(), kill_at)
    }

    pub async fn run(&self, kill_at: &str) -> ExitStatus {
        ended(self.program(kill_at)).await
    }

    /// Runs the program until it dies there.
    pub async fn dies_at(&self, point: &str) {
        was_killed(point, self.run(point).await);
    }

    /// The journal as the disk has it, in the order of the names.
    pub async fn journal(&self) -> Vec<OrderView> {
        let world = open(self.folder.path(), &self.data()).await.0;
        let journal = world.journal().await;
        world.close().await;
        journal
    }

    /// Everything the journal says is so in the ledger, and nothing is missing.
    async fn is_true(&self, journal: &[OrderView]) {
        let ledger = self.zim.ledger();
        let done: Vec<_> = journal.iter().filter(|order| order.state == OrderState::Fulfilled).collect();
        assert_eq!(done.len(), ledger.purchases, "{journal:#?}");
        for (order, theirs) in done.iter().zip(bought(&ledger)) {
            assert_eq!(order.reference.as_deref(), Some(theirs.id.as_str()));
            let esim = order.esim.as_ref().unwrap();
            assert_eq!(Some(esim.esim_id.as_str()), theirs.esim_id.as_deref());
            assert!(esim.kit_ready);
        }
    }
}

/// The program that does the errand in a folder, and dies on the way if it comes by this point.
pub fn program(folder: &Path, kill_at: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_program_that_is_left_alone_buys_both", "--nocapture"])
        .env(FOLDER, folder)
        .env(KILL_AT, kill_at)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

pub fn was_killed(point: &str, status: ExitStatus) {
    // A test that fails ends with 101; who aborts does not.
    assert!(![Some(0), Some(101)].contains(&status.code()), "it was not killed at {point}: {status}");
}

pub async fn ended(mut child: Child) -> ExitStatus {
    tokio::task::spawn_blocking(move || child.wait()).await.unwrap().unwrap()
}

/// The same folder, in this process.
pub async fn open(folder: &Path, data: &Path) -> (World, Errand) {
    let errand: Errand = serde_json::from_slice(&std::fs::read(folder.join("errand.json")).unwrap()).unwrap();
    let provider = errand.account.connect();
    (World::open(data, provider, vec![errand.plan.clone()], now()).await, errand)
}

/// The program: writes its errand down unless it is there, and works until nothing is left that it may do.
async fn run_errand(folder: &Path) {
    let (world, errand) = open(folder, &folder.join("data")).await;
    if world.journal().await.is_empty() {
        world.orders.write_intents(errand.request, here()).await.unwrap();
    }
    for order in world.journal().await {
        let settled = |order: &OrderView| order.state.is_final() || order.needs_confirmation;
        world.until_within(&order.key, DAY, settled).await;
    }
    world.close().await;
}

/// Run with a folder in its environment this test is the program that gets killed.
#[tokio::test]
async fn a_program_that_is_left_alone_buys_both() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return run_errand(Path::new(&folder)).await;
    }
    let scene = Scene::set().await;
    assert!(scene.run("").await.success());
    let journal = scene.journal().await;
    assert_eq!(journal.len(), 2);
    scene.is_true(&journal).await;
    assert_eq!(scene.zim.ledger().purchases, 2);
    scene.zim.stop().await;
}

/// Kills the program at a point, starts it again, and then lets staff confirm what was left.
async fn killed_at(point: &str, first: OrderState, purchases: usize) {
    let scene = Scene::set().await;
    scene.dies_at(point).await;
    assert!(scene.run("").await.success(), "killed at {point}");
    let journal = scene.journal().await;
    let states: Vec<_> = journal.iter().map(|order| order.state).collect();
    assert_eq!(states, [first, OrderState::Intent], "killed at {point}");
    assert!(journal[1].needs_confirmation, "the second was never sent in silence");
    assert_eq!(scene.zim.ledger().purchases, purchases, "killed at {point}");
    scene.is_true(&journal).await;

    let (world, _) = open(scene.folder.path(), &scene.data()).await;
    world.orders.resume(&journal[1].key, Some("Anna")).await.unwrap();
    world.until(&journal[1].key, OrderState::Fulfilled).await;
    let journal = world.journal().await;
    world.close().await;
    scene.is_true(&journal).await;
    assert_eq!(scene.zim.ledger().purchases, purchases + 1);
    scene.zim.stop().await;
}

#[tokio::test]
async fn killed_after_the_intents_were_written() {
    killed_at("intent", OrderState::Intent, 0).await;
}

#[tokio::test]
async fn killed_after_the_price_was_asked() {
    killed_at("guarded", OrderState::Intent, 0).await;
}

#[tokio::test]
async fn killed_before_it_said_that_it_sends() {
    killed_at("before_sending", OrderState::Intent, 0).await;
}

#[tokio::test]
async fn killed_before_the_request_left() {
    killed_at("sending", OrderState::NotBought, 0).await;
}

#[tokio::test]
async fn killed_before_the_answer_was_stored() {
    killed_at("answered", OrderState::Fulfilled, 1).await;
}

#[tokio::test]
async fn killed_after_the_answer_was_stored() {
    killed_at("outcome_stored", OrderState::Fulfilled, 1).await;
}

#[tokio::test]
async fn killed_after_the_esim_was_found() {
    killed_at("esim_found", OrderState::Fulfilled, 1).await;
}

#[tokio::test]
async fn killed_after_the_code_was_stored() {
    killed_at("kit_stored", OrderState::Fulfilled, 1).await;
}

#[tokio::test]
async fn killed_after_the_first_was_done() {
    killed_at("fulfilled", OrderState::Fulfilled, 1).await;
}

#[tokio::test]
async fn killed_while_the_supplier_works_on_the_answer() {
    let scene = Scene::set().await;
    scene.zim.fault(When::purchase(), Fault::DelayAfter(Duration::from_secs(30)));
    let mut program = scene.program("");
    scene.zim.wait_for(|ledger| ledger.purchases == 1, SOON).await.unwrap();
    program.kill().unwrap();
    ended(program).await;
    assert!(scene.run("").await.success());
    let journal = scene.journal().await;
    assert_eq!((journal[0].state, journal[1].state), (OrderState::Fulfilled, OrderState::Intent));
    scene.is_true(&journal).await;
    scene.zim.stop().await;
}
