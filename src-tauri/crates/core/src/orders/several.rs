//! Several eSIMs in one order, worked on by the supplier as one task: each ends by itself, and one that fails
//! never fails the others. A part that worked is a normal end.

use super::kill::kill_point;
use super::lane::Turn;
use super::order::json;
use super::{Order, Orders, Step};
use crate::api::Topic;
use esim_desk_model::{EsimId, OrderState};
use esim_desk_provider::{ItemOutcome, Progress, Provider, Taken};
use esim_desk_store::record::order_events::{OrderChanges, StepError};

impl Orders {
    /// One look at an order of several.
    pub(super) async fn follow_several(
        &self,
        order: &Order,
        provider: &dyn Provider,
    ) -> Result<Turn, StepError> {
        let Some(progress) = self.progress(order, provider).await? else { return Ok(Turn::Same) };
        let order = self.note_progress(order, &progress).await?;
        let order = self.note_items(order, &progress).await?;
        match &progress.taken {
            Taken::Failed { reason, money_back } => self.failed(&order, reason.as_deref(), *money_back).await,
            Taken::Fulfilled => self.finish_several(&order, provider).await,
            Taken::Processing
            | Taken::WaitsForApproval
            | Taken::WaitsForPayment
            | Taken::Replaced
            | Taken::NotSaid => Ok(Turn::Same),
        }
    }

    async fn note_items(&self, order: Order, progress: &Progress) -> Result<Order, StepError> {
        if progress.items.is_empty() || progress.items == order.items {
            return Ok(order);
        }
        let changes = OrderChanges::default().items(&json(&progress.items)?);
        self.step(&order, Step::within(&order, "looked").changes(changes)).await
    }

    /// Keeps the code of each that worked; the order ends when every one of them is here.
    async fn finish_several(&self, order: &Order, provider: &dyn Provider) -> Result<Turn, StepError> {
        if order.items.is_empty() {
            return Ok(Turn::Same);
        }
        let mut all_here = true;
        let mut failed = 0;
        for item in &order.items {
            match (&item.outcome, &item.esim) {
                (ItemOutcome::Failed { .. }, _) => failed += 1,
                (ItemOutcome::Done, Some(esim)) => all_here &= self.is_here(order, provider, esim).await?,
                (ItemOutcome::Open, _) | (ItemOutcome::Done, None) => all_here = false,
            }
        }
        if !all_here {
            return Ok(Turn::Same);
        }
        let end = match failed {
            0 => OrderState::Fulfilled,
            all if all == order.items.len() => return self.failed(order, None, None).await,
            _ => OrderState::PartlyFulfilled,
        };
        kill_point("kits_stored");
        self.step(order, Step::to(end)).await?;
        kill_point("fulfilled");
        self.around.events.stale(Topic::Esims);
        Ok(Turn::Moved)
    }

    /// Whether the code of one eSIM is in the record, now or before.
    async fn is_here(&self, order: &Order, provider: &dyn Provider, id: &EsimId) -> Result<bool, StepError> {
        if self.around.record.kit(&order.row.wallet_id, id).await?.is_some() {
            return Ok(true);
        }
        let Some(esim) = self.read_new(order, provider, id).await else { return Ok(false) };
        self.save_kit(order, &esim).await?;
        self.around.arrivals.arrived(order, esim).await;
        Ok(true)
    }
}
