//! An answer was lost: looking for the purchase until it is found, proven absent, or a person decides.

use super::kill::kill_point;
use super::lane::Turn;
use super::order::json;
use super::{Order, Orders, Step};
use crate::api::{MoneyMoved, Sharing};
use esim_desk_model::{OrderState, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Mark, Trace};
use esim_desk_store::Error;
use esim_desk_store::record::order_events::{OrderChanges, StepError};
use std::time::Duration;

/// "Not bought" is never concluded sooner than this after sending.
pub(super) const AT_LEAST: Duration = Duration::from_secs(600);
/// Nor from fewer complete looks in a row that found nothing.
const LOOKS: u32 = 5;
/// The event of an order that is sent once more under its own key.
const REPLAYED: &str = "replayed";

impl Orders {
    /// One look for a purchase whose answer was lost.
    pub(super) async fn look_for(&self, order: &Order) -> Result<Turn, StepError> {
        if order.row.looks == 0
            && let Some(turn) = self.replay(order).await?
        {
            return Ok(turn);
        }
        let Some(looked) = self.trace(order).await? else { return Ok(Turn::Same) };
        let found = self.not_owned(order, looked).await?;
        let now = self.around.clock.now();
        if found.is_empty() {
            let looks = order.row.looks.saturating_add(1);
            let changes = OrderChanges::default().looked(looks, now);
            let order = self.step(order, Step::within(order, "looked").changes(changes)).await?;
            // What was shown once and belongs to somebody else now speaks against nothing.
            let may_end =
                looks >= LOOKS && self.not_owned(&order, order.candidates.clone()).await?.is_empty();
            let proven = may_end && now >= earliest_end(self.last_sent(&order).await?, now);
            return if proven { self.not_bought(&order).await } else { Ok(Turn::Same) };
        }
        if let Some(ours) = self.certainly_ours(order, &found).await {
            return match self.adopt(order, ours, None).await {
                Ok(_) => Ok(Turn::Moved),
                // Another order was quicker; the next look sees it.
                Err(StepError::Taken) => Ok(Turn::Same),
                Err(error) => Err(error),
            };
        }
        self.show(order, &found, Some(now)).await
    }

    /// Sends it once more where the supplier knows its key and so buys at most once; `None` where that is not
    /// so, or the answer is lost again.
    async fn replay(&self, order: &Order) -> Result<Option<Turn>, StepError> {
        let row = &order.row;
        let Ok(provider) = self.around.wallets.provider(&row.wallet_id).await else { return Ok(None) };
        let (Some(orders), Some(since)) = (provider.orders(), row.sending_since) else { return Ok(None) };
        if !orders.may_replay(&order.request, since, self.around.clock.now()) {
            return Ok(None);
        }
        // A person decides right now, and what they decide may be wrong in a moment.
        let Some(_alone) = self.alone_with(&row.key) else { return Ok(Some(Turn::Same)) };
        // On disk first, like everything that is sent.
        let order = match self.step(order, Step::within(order, REPLAYED)).await {
            Ok(order) => order,
            // Decided a moment ago.
            Err(StepError::WrongState(_)) => return Ok(Some(Turn::Moved)),
            Err(error) => return Err(error),
        };
        let answer = orders.replay(&row.key, &order.request, since, self.around.clock.now()).await;
        kill_point(REPLAYED);
        let placed = match answer {
            None => return Ok(None),
            Some(Err(error)) => {
                tracing::info!(order = %row.number, %error, "a repeat under the same key was not answered");
                return Ok(None);
            }
            Some(Ok(placed)) => placed,
        };
        match self.step(&order, super::send::accepted(&placed)?).await {
            Ok(_) => Ok(Some(Turn::Moved)),
            // The answer names an order that another of ours owns: a look must tell.
            Err(StepError::Taken) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Everything new at the supplier that fits; `None` when nothing may be concluded from the look.
    async fn trace(&self, order: &Order) -> Result<Option<Vec<Candidate>>, Error> {
        let row = &order.row;
        let (Some(mark), Some(since)) = (self.around.record.order_mark(&row.key).await?, row.sending_since)
        else {
            tracing::error!(order = %row.number, "an order was sent without a mark");
            return Ok(None);
        };
        let Ok(provider) = self.around.wallets.provider(&row.wallet_id).await else { return Ok(None) };
        let Some(orders) = provider.orders() else { return Ok(None) };
        match orders.trace(&row.key, &order.request, &Mark(mark), since).await {
            // What is certainly ours and on another eSIM is kept: a person must see it.
            Ok(Trace::Looked(mut candidates)) => {
                candidates.retain(|one| order.may_become(one) || one.evidence == Evidence::Reference);
                Ok(Some(candidates))
            }
            Ok(Trace::CannotTell { why }) => {
                tracing::info!(order = %row.number, why, "a look could not tell");
                Ok(None)
            }
            Err(error) => {
                tracing::info!(order = %row.number, %error, "a look failed");
                Ok(None)
            }
        }
    }

    /// When it was last sent: a copy under the same key may arrive as late as the first.
    pub(super) async fn last_sent(&self, order: &Order) -> Result<Option<Timestamp>, Error> {
        let events = self.around.record.order_events(&order.row.key).await?;
        let replayed = events.into_iter().rev().find(|event| event.event == REPLAYED);
        Ok(replayed.map(|event| event.at).max(order.row.sending_since))
    }

    /// The candidates that no other order owns.
    pub(super) async fn not_owned(
        &self,
        order: &Order,
        candidates: Vec<Candidate>,
    ) -> Result<Vec<Candidate>, Error> {
        let mut free = Vec::new();
        for candidate in candidates {
            if !self.is_owned(order, &candidate).await? {
                free.push(candidate);
            }
        }
        Ok(free)
    }

    /// Whether another order of the wallet owns a candidate, or one of another desk does.
    pub(super) async fn is_owned(&self, order: &Order, candidate: &Candidate) -> Result<bool, Error> {
        let row = &order.row;
        let reference = candidate.reference.as_deref();
        // What data is added to is another order's, and stays it.
        let onto = order.onto();
        let esim = candidate.esim.as_ref().filter(|esim| onto.is_none_or(|(onto, _)| onto != *esim));
        let service = candidate.service.as_ref().filter(|one| onto.is_none_or(|(_, onto)| onto != *one));
        // What is tied to our order is ours, whatever stands on it: the record may be older than its number.
        if let (Some(esim), Evidence::Difference) = (esim, candidate.evidence)
            && self.around.plans.is_elsewhere(&row.wallet_id, esim).await
        {
            return Ok(true);
        }
        self.around.record.order_owns(&row.key, &row.wallet_id, reference, esim, service).await
    }

    /// The one candidate that may be adopted without asking anybody: tied to our reference, or the only one that
    /// is new in an account where only this desk buys.
    pub(super) async fn certainly_ours<'a>(
        &self,
        order: &Order,
        found: &'a [Candidate],
    ) -> Option<&'a Candidate> {
        if !found.iter().all(|candidate| order.may_become(candidate)) {
            return None;
        }
        let mut tied = found.iter().filter(|candidate| candidate.evidence == Evidence::Reference);
        if let (Some(one), None) = (tied.next(), tied.next()) {
            return Some(one);
        }
        let facts = self.around.wallets.facts(&order.row.wallet_id).await.ok()?;
        match (found, facts.sharing) {
            ([one], Sharing::OnlyUs) => Some(one),
            ([] | [_] | [_, _, ..], Sharing::OnlyUs | Sharing::Others) => None,
        }
    }

    /// A lost purchase is found: it counts as taken, and what came of it is followed like any other's.
    pub(super) async fn adopt(
        &self,
        order: &Order,
        found: &Candidate,
        decided: Option<(&str, Option<&str>)>,
    ) -> Result<Order, StepError> {
        let mut changes = OrderChanges::default().candidates(None).failure(None);
        if let Some(reference) = &found.reference {
            changes = changes.reference(reference);
        }
        if let Some(esim) = &found.esim {
            changes = changes.esim(esim);
        }
        if let Some(service) = &found.service {
            changes = changes.service(service);
        }
        let step = match decided {
            None => Step::to(OrderState::Accepted).note("Found at the supplier.").changes(changes),
            Some((reason, staff)) => {
                Step::to(OrderState::Accepted).note(reason).by(staff).changes(changes.settled(reason))
            }
        };
        self.step(order, step).await
    }

    /// Shows candidates that a person must judge. The list only grows, so that a place in it keeps its meaning.
    pub(super) async fn show(
        &self,
        order: &Order,
        found: &[Candidate],
        looked_at: Option<Timestamp>,
    ) -> Result<Turn, StepError> {
        let merged = merged(order, found);
        if merged == order.candidates {
            return Ok(Turn::Same);
        }
        let mut changes = OrderChanges::default().candidates(Some(&json(&merged)?));
        if let Some(at) = looked_at {
            changes = changes.looked(0, at);
        }
        self.step(order, Step::within(order, "found").changes(changes)).await?;
        Ok(Turn::Same)
    }

    async fn not_bought(&self, order: &Order) -> Result<Turn, StepError> {
        let mut changes = OrderChanges::default();
        if let Some(failure) = order.failure.clone() {
            let failure = crate::api::Failure { money: MoneyMoved::Untouched, ..failure };
            changes = changes.failure(Some(&json(&failure)?));
        }
        self.step(order, Step::to(OrderState::NotBought).changes(changes)).await?;
        Ok(Turn::Moved)
    }
}

/// The moment before which "not bought" is not concluded, for what was last sent at `sent`.
pub(super) fn earliest_end(sent: Option<Timestamp>, now: Timestamp) -> Timestamp {
    sent.unwrap_or(now).saturating_add(AT_LEAST).unwrap_or(now)
}

/// The known candidates, each brought up to date in its place, then the new ones.
fn merged(order: &Order, found: &[Candidate]) -> Vec<Candidate> {
    let mut merged = order.candidates.clone();
    let adds_data = order.onto().is_some();
    for candidate in found {
        match merged.iter_mut().find(|known| is_same(known, candidate, adds_data)) {
            Some(known) => *known = candidate.clone(),
            None => merged.push(candidate.clone()),
        }
    }
    merged
}

/// Whether two looks saw the same thing. An eSIM is the surest sign, unless data is added: then all are on the
/// same one. Orders' own number may stand on several.
fn is_same(one: &Candidate, other: &Candidate, adds_data: bool) -> bool {
    match (&one.esim, &other.esim, &one.service, &other.service) {
        (Some(one), Some(other), _, _) if !adds_data => one == other,
        (_, _, Some(one), Some(other)) => one == other,
        (_, _, _, _) => one.reference.is_some() && one.reference == other.reference,
    }
}
