//! How money moves once: the journal's use cases and the worker that alone sends.
//!
//! [`Orders::write_intents`] spends nothing. [`Orders::run`] is the worker: one for each open desk, with one line of
//! work for each lane, so that at most one purchase of a lane is on the wire or in doubt. Start reading at
//! `send.rs`, which has the one line of the program that spends, then `doubt.rs` (an answer was lost) and
//! `taken.rs` (the supplier took it). Not here: what the supplier's answers mean (its client), where rows are
//! kept (the store), and what else a desk does; this needs only what `outside.rs` names.

mod addition;
mod decide;
mod doubt;
mod kill;
mod lane;
mod order;
mod outside;
mod pace;
mod place;
mod send;
mod several;
mod taken;
mod views;

pub use order::Order;
pub use outside::{Arrivals, KnownPlans, Offered, OpenWallets, WalletFacts};
pub use place::Here;

use crate::api::{Code, Failure, Topic};
use crate::ports::{Clock, Events};
use esim_desk_model::{OrderKey, OrderState, WalletId};
use esim_desk_store::Record;
use esim_desk_store::record::order_events::{OrderChanges, OrderStep, StepError};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What the journal and its worker need.
#[derive(Clone)]
pub struct Surroundings {
    /// Where intents and outcomes are kept.
    pub record: Arc<Record>,
    /// Now, and waiting.
    pub clock: Arc<dyn Clock>,
    /// Told when orders change.
    pub events: Arc<dyn Events>,
    /// Opens the wallets.
    pub wallets: Arc<dyn OpenWallets>,
    /// What the lists know.
    pub plans: Arc<dyn KnownPlans>,
    /// Told what was bought.
    pub arrivals: Arc<dyn Arrivals>,
}

/// The journal of one desk and its worker.
pub struct Orders {
    around: Surroundings,
    run: String,
    wake: Notify,
    lanes: Mutex<HashMap<LaneOf, Arc<Notify>>>,
    /// Orders that are sent once more or decided at this moment.
    in_hand: Mutex<HashSet<OrderKey>>,
}

/// As long as this lives nobody else decides an order or sends it once more.
struct Alone<'a> {
    orders: &'a Orders,
    key: OrderKey,
}

impl Drop for Alone<'_> {
    fn drop(&mut self) {
        self.orders.in_hand().remove(&self.key);
    }
}

/// A wallet and one of its lanes.
type LaneOf = (WalletId, String);

impl Orders {
    /// A journal whose worker does not run yet. `run` names this start of the program: an intent of another run
    /// is shown, not sent.
    #[must_use]
    pub fn new(around: Surroundings, run: String) -> Self {
        Self { around, run, wake: Notify::new(), lanes: Mutex::default(), in_hand: Mutex::default() }
    }

    /// Lets the lane of an order look at once, or the worker see that there is work.
    fn ring(&self, order: &Order) {
        let bell = self.lanes().get(&order.lane_of()).cloned();
        match bell {
            Some(bell) => bell.notify_one(),
            None => self.wake.notify_one(),
        }
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<LaneOf, Arc<Notify>>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be alone with an order; `None` while somebody else is.
    fn alone_with(&self, key: &OrderKey) -> Option<Alone<'_>> {
        self.in_hand().insert(key.clone()).then(|| Alone { orders: self, key: key.clone() })
    }

    fn in_hand(&self) -> MutexGuard<'_, HashSet<OrderKey>> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn order(&self, key: &OrderKey) -> Result<Order, Failure> {
        let row = self.around.record.order(key).await?;
        Order::of(row.ok_or_else(|| Failure::new(Code::OrderNotFound))?).map_err(Failure::from)
    }

    /// Takes a step on disk, then tells the window.
    async fn step(&self, order: &Order, step: Step) -> Result<Order, StepError> {
        let row = self
            .around
            .record
            .order_step(OrderStep {
                key: order.row.key.clone(),
                from: order.row.state,
                to: step.to,
                event: step.event,
                changes: step.changes,
                note: step.note,
                staff: step.staff,
                at: self.around.clock.now(),
            })
            .await?;
        tracing::info!(order = %row.number, from = order.row.state.as_str(), event = step.event, "order");
        self.around.events.stale(Topic::Orders);
        Ok(Order::of(row)?)
    }
}

/// What one step changes.
struct Step {
    to: OrderState,
    event: &'static str,
    changes: OrderChanges,
    note: Option<String>,
    staff: Option<String>,
}

impl Step {
    /// To another state.
    fn to(state: OrderState) -> Self {
        Self { to: state, event: state.as_str(), changes: OrderChanges::default(), note: None, staff: None }
    }

    /// Within the state the order has.
    fn within(order: &Order, event: &'static str) -> Self {
        Self { event, ..Self::to(order.row.state) }
    }

    fn changes(self, changes: OrderChanges) -> Self {
        Self { changes, ..self }
    }

    fn note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    fn by(self, staff: Option<&str>) -> Self {
        Self { staff: staff.map(str::to_owned), ..self }
    }
}

impl From<StepError> for Failure {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Missing => Self::new(Code::OrderNotFound),
            StepError::WrongState(state) => Self::new(Code::WrongState).fact("state", state.as_str()),
            StepError::Taken => Self::new(Code::CandidateTaken),
            StepError::Store(error) => error.into(),
        }
    }
}
