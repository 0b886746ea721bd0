//! A desk's journal on a real record, its worker, and a clock that the test moves.

use crate::clock::TestClock;
use crate::fake::{Fake, plan};
use crate::forms::{here, request, wallet};
use async_trait::async_trait;
use esim_desk_core::api::{
    Code, Decision, Failure, OrderFilter, OrderPlace, OrderQuery, OrderView, Sharing, Topic,
};
use esim_desk_core::orders::{
    Arrivals, KnownPlans, Offered, OpenWallets, Order, Orders, Surroundings, WalletFacts,
};
use esim_desk_core::ports::{Clock, Events};
use esim_desk_model::{
    Esim, EsimId, Iccid, OrderKey, OrderState, Plan, PlanId, ServiceId, Timestamp, WalletId,
};
use esim_desk_provider::{LotId, Provider};
use esim_desk_store::{DataFolder, OpenError, Record};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

/// How long anything may take before it counts as not happening.
pub const PATIENCE: Duration = Duration::from_secs(10);
pub const WALLET: &str = "0197c6a0-0000-7000-8000-000000000001";
pub const PLAN: &str = "plan_japan";

/// What surrounds the journal.
pub struct Around {
    pub provider: Arc<dyn Provider>,
    pub plans: Vec<Plan>,
    pub shared: AtomicBool,
    pub paused: AtomicBool,
    pub arrived: Mutex<Vec<EsimId>>,
    pub added: Mutex<Vec<(EsimId, ServiceId)>>,
    /// The lists that plans were chosen from.
    pub chosen_from: Mutex<Vec<Offered>>,
    /// eSIMs that carry another desk's order number.
    pub elsewhere: Mutex<Vec<EsimId>>,
    /// Orders that were taken.
    pub spent: Mutex<Vec<OrderKey>>,
    changed: Notify,
}

#[async_trait]
impl OpenWallets for Around {
    async fn provider(&self, _: &WalletId) -> Result<Arc<dyn Provider>, Failure> {
        if self.paused.load(Ordering::SeqCst) {
            return Err(Failure::new(Code::WalletPaused));
        }
        Ok(self.provider.clone())
    }

    async fn facts(&self, _: &WalletId) -> Result<WalletFacts, Failure> {
        let shared = self.shared.load(Ordering::SeqCst);
        Ok(WalletFacts {
            name: "Our ZIM wallet".to_owned(),
            supplier: "ZIM".to_owned(),
            environment: "Production".to_owned(),
            sharing: if shared { Sharing::Others } else { Sharing::OnlyUs },
            usual_seconds: 30,
        })
    }
}

#[async_trait]
impl KnownPlans for Around {
    async fn plan(&self, _: &WalletId, id: &PlanId, list: &Offered) -> Option<Plan> {
        self.chosen_from.lock().unwrap().push(list.clone());
        self.plans.iter().find(|plan| plan.id == *id).cloned()
    }

    async fn is_paid(&self, _: &WalletId, _: &LotId) -> bool {
        true
    }

    async fn changed(&self, _: &WalletId, _: &PlanId, _: Option<Plan>) {}

    async fn iccid(&self, _: &WalletId, _: &EsimId) -> Option<Iccid> {
        None
    }

    async fn is_elsewhere(&self, _: &WalletId, esim: &EsimId) -> bool {
        self.elsewhere.lock().unwrap().contains(esim)
    }
}

#[async_trait]
impl Arrivals for Around {
    async fn arrived(&self, _: &Order, esim: Esim) {
        self.arrived.lock().unwrap().push(esim.id);
    }

    async fn added(&self, _: &Order, esim: &EsimId, service: &ServiceId) {
        self.added.lock().unwrap().push((esim.clone(), service.clone()));
    }

    fn spent(&self, order: &Order) {
        self.spent.lock().unwrap().push(order.row.key.clone());
    }
}

impl Events for Around {
    fn stale(&self, _: Topic) {
        self.changed.notify_one();
    }
}

/// One run of the program on a folder.
pub struct World {
    pub orders: Arc<Orders>,
    pub record: Arc<Record>,
    pub clock: Arc<TestClock>,
    pub around: Arc<Around>,
    stop: watch::Sender<bool>,
    worker: JoinHandle<()>,
    _folder: DataFolder,
}

impl World {
    /// Opens a folder and starts the worker.
    pub async fn open(folder: &Path, provider: Arc<dyn Provider>, plans: Vec<Plan>, now: Timestamp) -> Self {
        let held = hold(folder).await;
        let record = Arc::new(Record::open(&held, now).unwrap());
        record.save_wallet(wallet(now)).await.unwrap();
        let clock = Arc::new(TestClock::starting_at(now));
        let around = Arc::new(Around {
            provider,
            plans,
            shared: AtomicBool::new(false),
            paused: AtomicBool::new(false),
            arrived: Mutex::default(),
            added: Mutex::default(),
            chosen_from: Mutex::default(),
            elsewhere: Mutex::default(),
            spent: Mutex::default(),
            changed: Notify::new(),
        });
        let surroundings = Surroundings {
            record: record.clone(),
            clock: clock.clone(),
            events: around.clone(),
            wallets: around.clone(),
            plans: around.clone(),
            arrivals: around.clone(),
        };
        let orders = Arc::new(Orders::new(surroundings, uuid::Uuid::now_v7().to_string()));
        let stop = watch::Sender::new(false);
        let worker = tokio::spawn(orders.clone().run(stop.subscribe()));
        Self { orders, record, clock, around, stop, worker, _folder: held }
    }

    /// A worker over a supplier in memory.
    pub async fn with(folder: &Path, fake: &Arc<Fake>) -> Self {
        let now = "2026-11-21T09:00:00Z".parse().unwrap();
        Self::open(folder, fake.clone(), vec![plan(PLAN), plan("plan_other")], now).await
    }

    /// Ends the program in good order and starts it again, a minute later.
    pub async fn restart(self) -> Self {
        self.restart_after(false).await
    }

    /// The same after a crash: what is on the wire is waited for by nobody.
    pub async fn crash(self) -> Self {
        self.restart_after(true).await
    }

    async fn restart_after(self, crash: bool) -> Self {
        let (provider, plans) = (self.around.provider.clone(), self.around.plans.clone());
        let shared = self.around.shared.load(Ordering::SeqCst);
        let now = self.clock.now() + Duration::from_secs(60);
        let path = self._folder.path().to_path_buf();
        if crash {
            self.die().await
        } else {
            self.close().await
        }
        let world = Self::open(&path, provider, plans, now).await;
        world.around.shared.store(shared, Ordering::SeqCst);
        world
    }

    /// Ends the worker and closes the record.
    pub async fn close(self) {
        self.stop.send_replace(true);
        tokio::time::timeout(PATIENCE, self.worker).await.expect("the worker does not stop").unwrap();
    }

    async fn die(self) {
        self.worker.abort();
        assert!(self.worker.await.unwrap_err().is_cancelled());
    }

    /// Buys a plan for these travellers.
    pub async fn buy(&self, names: &[&str]) -> Vec<OrderKey> {
        self.place(request(PLAN, names)).await
    }

    /// Writes the intents of a purchase.
    pub async fn place(&self, form: OrderPlace) -> Vec<OrderKey> {
        let placed = self.orders.write_intents(form, here()).await.unwrap();
        placed.into_iter().map(|order| order.key).collect()
    }

    /// The order as the window sees it.
    pub async fn order(&self, key: &OrderKey) -> OrderView {
        self.orders.detail(key).await.unwrap().order
    }

    /// A person decides an order as it stands.
    pub async fn settle(
        &self,
        key: &OrderKey,
        decision: Decision,
        reason: &str,
        staff: Option<&str>,
    ) -> Result<OrderView, Failure> {
        let seen = self.order(key).await.state;
        self.orders.settle(key, seen, decision, reason, staff).await
    }

    /// Virtual now.
    pub fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Words of the order's events.
    pub async fn events(&self, key: &OrderKey) -> Vec<String> {
        self.orders.detail(key).await.unwrap().events.into_iter().map(|event| event.event).collect()
    }

    /// Every order, oldest first.
    pub async fn journal(&self) -> Vec<OrderView> {
        let query = OrderQuery { filter: OrderFilter::All, text: String::new(), offset: 0, limit: 100 };
        let mut rows = self.orders.page(query).await.unwrap().rows;
        rows.reverse();
        rows
    }

    /// Lets time pass, as far as needed and not beyond `within`, until an order is as wanted.
    pub async fn until_within(
        &self,
        key: &OrderKey,
        within: Duration,
        wanted: impl Fn(&OrderView) -> bool,
    ) -> OrderView {
        let end = self.clock.now() + within;
        let watched = async {
            loop {
                let order = self.order(key).await;
                if wanted(&order) {
                    return order;
                }
                if !self.clock.wake_next(end) {
                    // The worker waits for the supplier or the disk, not for the clock.
                    tokio::select! {
                        () = self.around.changed.notified() => {}
                        () = self.clock.slept.notified() => {}
                    }
                }
            }
        };
        match tokio::time::timeout(PATIENCE, watched).await {
            Ok(order) => order,
            Err(_) => panic!("it did not happen: {:#?}", self.orders.detail(key).await.unwrap()),
        }
    }

    /// Lets a day pass if needed until an order is in a state.
    pub async fn until(&self, key: &OrderKey, state: OrderState) -> OrderView {
        self.until_within(key, Duration::from_secs(86_400), |order| order.state == state).await
    }

    /// Lets time pass for which nobody waits.
    pub fn skip(&self, duration: Duration) {
        self.clock.set(self.clock.now() + duration);
    }

    /// Lets so much time pass for an order that is being followed.
    pub async fn pass(&self, duration: Duration) {
        let end = self.clock.now() + duration;
        let passing = async {
            loop {
                if self.clock.wake_next(end) || !self.clock.rests_until(end) {
                    tokio::select! {
                        () = self.around.changed.notified() => {}
                        () = self.clock.slept.notified() => {}
                    }
                } else {
                    return self.clock.set(end);
                }
            }
        };
        tokio::time::timeout(PATIENCE, passing).await.expect("the worker waits for something else");
    }
}

/// Takes a folder's lock. A process that another test starts has it for a moment too, between fork and exec.
async fn hold(folder: &Path) -> DataFolder {
    let held = async {
        loop {
            match DataFolder::open(folder) {
                Err(OpenError::InUse) => tokio::task::yield_now().await,
                opened => return opened.unwrap(),
            }
        }
    };
    tokio::time::timeout(PATIENCE, held).await.expect("the folder stays in use")
}
