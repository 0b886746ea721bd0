//! What staff may do to one order: send an intent after all, withdraw it, look again, decide.

use super::{Order, Orders, Step};
use crate::api::{Code, Decision, Failure, MoneyMoved, OrderView};
use crate::orders::order::json;
use esim_desk_model::{OrderKey, OrderState};
use esim_desk_provider::Candidate;
use esim_desk_store::record::order_events::OrderChanges;

impl Orders {
    /// Sends an intent of an earlier run, or one that a guard stopped, after all. The guards ask again first.
    ///
    /// # Errors
    /// `order_not_found`; `wrong_state` unless it is an intent.
    pub async fn resume(&self, key: &OrderKey, staff: Option<&str>) -> Result<OrderView, Failure> {
        let order = self.order(key).await?;
        if order.may_be_sent(&self.run) {
            // It is in the line already.
            return self.view(order.row).await;
        }
        must_be(&order, &[OrderState::Intent])?;
        let changes = OrderChanges::default().run(&self.run).failure(None);
        let order = self.step(&order, Step::within(&order, "resumed").by(staff).changes(changes)).await?;
        self.wake.notify_one();
        self.view(order.row).await
    }

    /// Withdraws an intent; it is never sent. Done twice, it stays withdrawn.
    ///
    /// # Errors
    /// `order_not_found`; `wrong_state` once it was sent.
    pub async fn withdraw(&self, key: &OrderKey, staff: Option<&str>) -> Result<OrderView, Failure> {
        let order = self.order(key).await?;
        if order.row.state == OrderState::Withdrawn {
            return self.view(order.row).await;
        }
        must_be(&order, &[OrderState::Intent])?;
        let order = self.step(&order, Step::to(OrderState::Withdrawn).by(staff)).await?;
        self.view(order.row).await
    }

    /// Looks at the supplier now instead of later; at most once a second.
    ///
    /// # Errors
    /// `order_not_found`.
    pub async fn look_now(&self, key: &OrderKey) -> Result<OrderView, Failure> {
        let order = self.order(key).await?;
        if order.row.state.holds_lane() {
            self.ring(&order);
        }
        self.view(order.row).await
    }

    /// A person decides what became of an order.
    ///
    /// # Errors
    /// `reason_needed` at `reason`; `order_not_found`; `asking_again` while it is sent once more under its key;
    /// `wrong_state` unless it is unknown or taken, and as the person saw it; `candidate_taken` for one that
    /// another order owns meanwhile.
    pub async fn settle(
        &self,
        key: &OrderKey,
        seen: OrderState,
        decision: Decision,
        reason: &str,
        staff: Option<&str>,
    ) -> Result<OrderView, Failure> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Failure::at(Code::ReasonNeeded, "reason"));
        }
        must_be(&self.order(key).await?, &[seen])?;
        let Some(_alone) = self.alone_with(key) else { return Err(Failure::new(Code::AskingAgain)) };
        let order = self.order(key).await?;
        must_be(&order, &[OrderState::Unknown, OrderState::Accepted])?;
        must_be(&order, &[seen])?;
        let settled = match decision {
            Decision::Adopt { index } => self.adopt_at(&order, index, reason, staff).await?,
            Decision::NotBought => self.close(&order, MoneyMoved::Untouched, reason, staff).await?,
            Decision::DealtWith => self.close(&order, MoneyMoved::Spent, reason, staff).await?,
        };
        self.ring(&settled);
        self.view(settled.row).await
    }

    async fn adopt_at(
        &self,
        order: &Order,
        index: u32,
        reason: &str,
        staff: Option<&str>,
    ) -> Result<Order, Failure> {
        let found = usize::try_from(index).ok().and_then(|index| order.candidates.get(index));
        let found: &Candidate = found.ok_or_else(|| Failure::new(Code::CandidateTaken))?;
        let is_free = order.row.esim_id.is_none() && order.may_become(found);
        if !is_free || self.is_owned(order, found).await? {
            return Err(Failure::new(Code::CandidateTaken));
        }
        let decided = Some((reason, staff));
        Ok(match order.row.state {
            OrderState::Unknown => self.adopt(order, found, decided).await?,
            OrderState::Accepted => self.esim_found(order, found, decided).await?,
            OrderState::Intent
            | OrderState::Withdrawn
            | OrderState::Sending
            | OrderState::Fulfilled
            | OrderState::PartlyFulfilled
            | OrderState::Refused
            | OrderState::Failed
            | OrderState::NotBought
            | OrderState::Settled => must_be(order, &[]).map(|()| order.clone())?,
        })
    }

    async fn close(
        &self,
        order: &Order,
        money: MoneyMoved,
        reason: &str,
        staff: Option<&str>,
    ) -> Result<Order, Failure> {
        let mut changes = OrderChanges::default().settled(reason);
        if let Some(failure) = order.failure.clone() {
            changes = changes.failure(Some(&json(&Failure { money, ..failure })?));
        }
        let step = Step { event: "settled", ..Step::to(OrderState::Settled) };
        Ok(self.step(order, step.note(reason).by(staff).changes(changes)).await?)
    }
}

fn must_be(order: &Order, states: &[OrderState]) -> Result<(), Failure> {
    let state = order.row.state;
    if states.contains(&state) {
        Ok(())
    } else {
        Err(Failure::new(Code::WrongState).fact("state", state.as_str()))
    }
}
