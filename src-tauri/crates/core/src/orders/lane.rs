//! The worker: one line of work for each lane that has something to do.

use super::order::head;
use super::pace::Pace;
use super::{LaneOf, Order, Orders};
use crate::api::{Code, Failure, MoneyMoved, Topic};
use esim_desk_model::{OrderState, Timestamp};
use esim_desk_store::Error;
use esim_desk_store::record::order_events::StepError;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

/// Never more often than this, however often staff ask to look again.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);
/// How long to wait when the record cannot be read or written.
const RECORD_TROUBLE: Duration = Duration::from_secs(10);

/// What became of one turn at an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It stands elsewhere now, or more is known: go on at once.
    Moved,
    /// Nothing new; the next look comes later.
    Same,
}

/// A lane's place among those that are worked. It is left however the work ends, a panic too, so that the lane is
/// started again.
struct Place<'a> {
    orders: &'a Orders,
    lane: LaneOf,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.orders.lanes().remove(&self.lane);
    }
}

impl Orders {
    /// Sends what was confirmed in this run and follows what is open until `stopping` becomes true. A purchase
    /// that is on the wire then is waited for.
    pub async fn run(self: Arc<Self>, mut stopping: watch::Receiver<bool>) {
        self.doubt_what_was_sent(&mut stopping).await;
        let mut lanes = JoinSet::new();
        while !*stopping.borrow() {
            if let Err(error) = self.start_lanes(&mut lanes, &stopping).await {
                tracing::error!(%error, "the open orders cannot be read");
                let mut nobody = stopping.clone();
                self.wait(RECORD_TROUBLE, &Notify::new(), &mut nobody).await;
                continue;
            }
            tokio::select! {
                () = self.wake.notified() => {}
                Some(ended) = lanes.join_next(), if !lanes.is_empty() => {
                    if let Err(error) = ended {
                        tracing::error!(%error, "the work on a lane broke off");
                        // What breaks at once breaks again at once.
                        self.wait(RECORD_TROUBLE, &Notify::new(), &mut stopping.clone()).await;
                    }
                }
                () = stopped(&mut stopping) => {}
            }
        }
        while lanes.join_next().await.is_some() {}
    }

    /// Nobody knows what became of what an earlier run was sending.
    async fn doubt_what_was_sent(&self, stopping: &mut watch::Receiver<bool>) {
        while !*stopping.borrow() {
            match self.doubt_now().await {
                Ok(0) => return,
                Ok(count) => {
                    tracing::warn!(count, "orders were being sent when the program ended");
                    return self.around.events.stale(Topic::Orders);
                }
                Err(error) => {
                    tracing::error!(%error, "orders in doubt cannot be written");
                    self.wait(RECORD_TROUBLE, &Notify::new(), stopping).await;
                }
            }
        }
    }

    async fn doubt_now(&self) -> Result<usize, Error> {
        let failure = Failure { money: MoneyMoved::Unknown, ..Failure::new(Code::Dropped) };
        self.around.record.orders_in_doubt(&super::order::json(&failure)?, self.around.clock.now()).await
    }

    async fn start_lanes(
        self: &Arc<Self>,
        tasks: &mut JoinSet<()>,
        stopping: &watch::Receiver<bool>,
    ) -> Result<(), Error> {
        let open = self.open(None).await?;
        let busy: BTreeSet<LaneOf> = open
            .iter()
            .filter(|order| order.row.state.holds_lane() || order.may_be_sent(&self.run))
            .map(Order::lane_of)
            .collect();
        for lane in busy {
            let mut lanes = self.lanes();
            if !lanes.contains_key(&lane) {
                let bell = Arc::new(Notify::new());
                lanes.insert(lane.clone(), bell.clone());
                tasks.spawn(self.clone().drive(lane, bell, stopping.clone()));
            }
        }
        Ok(())
    }

    /// Works one lane until nothing is left to do in it.
    async fn drive(self: Arc<Self>, lane: LaneOf, bell: Arc<Notify>, mut stopping: watch::Receiver<bool>) {
        let _place = Place { orders: &self, lane: lane.clone() };
        let mut pace = Pace::default();
        let mut last_look = Timestamp::MIN;
        while !*stopping.borrow() {
            let turn = match self.head(&lane).await {
                Ok(None) => break,
                Ok(Some(order)) if order.row.state == OrderState::Intent => self.send(&order).await,
                Ok(Some(order)) => {
                    let now = self.around.clock.now();
                    if !self.wait(pace.next(&order, now), &bell, &mut stopping).await {
                        self.keep_distance(last_look, &mut stopping).await;
                    }
                    if *stopping.borrow() {
                        break;
                    }
                    last_look = self.around.clock.now();
                    // Staff may have decided meanwhile.
                    match self.order_now(&order).await {
                        Ok(Some(order)) => self.turn(&order).await.inspect(|turn| {
                            if *turn == Turn::Moved {
                                pace = Pace::default();
                            }
                        }),
                        Ok(None) => Ok(Turn::Moved),
                        Err(error) => Err(error.into()),
                    }
                }
                Err(error) => Err(error.into()),
            };
            if let Err(error) = turn {
                tracing::error!(%error, "an order's turn failed");
                self.wait(RECORD_TROUBLE, &bell, &mut stopping).await;
            }
        }
    }

    /// One look at an order that holds its lane.
    async fn turn(&self, order: &Order) -> Result<Turn, StepError> {
        match order.row.state {
            OrderState::Unknown => self.look_for(order).await,
            OrderState::Accepted => self.follow(order).await,
            // Only this lane sends, and it is here: so nobody is sending it any more.
            OrderState::Sending => self.doubt_now().await.map(|_| Turn::Moved).map_err(StepError::Store),
            OrderState::Intent
            | OrderState::Withdrawn
            | OrderState::Fulfilled
            | OrderState::PartlyFulfilled
            | OrderState::Refused
            | OrderState::Failed
            | OrderState::NotBought
            | OrderState::Settled => Ok(Turn::Moved),
        }
    }

    /// Waits; `false` when the bell ended it early.
    pub(super) async fn wait(
        &self,
        duration: Duration,
        bell: &Notify,
        stopping: &mut watch::Receiver<bool>,
    ) -> bool {
        tokio::select! {
            biased;
            () = stopped(stopping) => true,
            () = bell.notified() => false,
            () = self.around.clock.sleep(duration) => true,
        }
    }

    async fn keep_distance(&self, last_look: Timestamp, stopping: &mut watch::Receiver<bool>) {
        let gone = Duration::try_from(self.around.clock.now().duration_since(last_look)).unwrap_or_default();
        if let Some(rest) = BETWEEN_LOOKS.checked_sub(gone) {
            self.wait(rest, &Notify::new(), stopping).await;
        }
    }

    /// The order again, if it is where it was.
    async fn order_now(&self, order: &Order) -> Result<Option<Order>, Error> {
        let row = self.around.record.order(&order.row.key).await?;
        row.filter(|row| row.state == order.row.state).map(Order::of).transpose()
    }

    async fn head(&self, lane: &LaneOf) -> Result<Option<Order>, Error> {
        let open = self.open(Some(lane.clone())).await?;
        Ok(head(open.iter(), &self.run).cloned())
    }

    pub(super) async fn open(&self, lane: Option<LaneOf>) -> Result<Vec<Order>, Error> {
        self.around.record.orders_open(lane).await?.into_iter().map(Order::of).collect()
    }
}

/// Returns when the desk closes.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    if stopping.wait_for(|stop| *stop).await.is_err() {
        // Nobody is left who could say so.
        std::future::pending::<()>().await;
    }
}
