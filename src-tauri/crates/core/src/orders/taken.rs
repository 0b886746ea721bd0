//! The supplier took an order: following it until its eSIM and its code are here.

use super::kill::kill_point;
use super::lane::Turn;
use super::order::json;
use super::{Order, Orders, Step};
use crate::api::{Code, Failure, MoneyMoved, Topic};
use esim_desk_model::{Esim, EsimId, OrderState};
use esim_desk_provider::{Candidate, Evidence, Mark, Progress, Provider, Taken, Trace};
use esim_desk_store::record::KitRow;
use esim_desk_store::record::order_events::{OrderChanges, StepError};

impl Orders {
    /// One look at an order that the supplier took.
    pub(super) async fn follow(&self, order: &Order) -> Result<Turn, StepError> {
        let provider = match self.around.wallets.provider(&order.row.wallet_id).await {
            Ok(provider) => provider,
            Err(failure) => {
                tracing::info!(order = %order.row.number, code = ?failure.code, "an order cannot be followed");
                return Ok(Turn::Same);
            }
        };
        if let Some(onto) = order.onto() {
            return self.follow_addition(order, &*provider, onto).await;
        }
        if order.request.count > 1 {
            return self.follow_several(order, &*provider).await;
        }
        if let Some(esim) = &order.row.esim_id {
            return self.fetch_code(order, &*provider, esim).await;
        }
        let Some(progress) = self.progress(order, &*provider).await? else { return Ok(Turn::Same) };
        let order = self.note_progress(order, &progress).await?;
        match &progress.taken {
            Taken::Failed { reason, money_back } => self.failed(&order, reason.as_deref(), *money_back).await,
            Taken::Replaced => self.find_successor(&order, progress.candidates).await,
            Taken::Processing | Taken::WaitsForApproval | Taken::WaitsForPayment => {
                let tied = progress.candidates.into_iter().filter(|one| one.evidence == Evidence::Reference);
                self.find_esim(&order, tied.collect()).await
            }
            Taken::Fulfilled | Taken::NotSaid => self.find_esim(&order, progress.candidates).await,
        }
    }

    /// Asks the supplier; `None` when it did not answer.
    pub(super) async fn progress(
        &self,
        order: &Order,
        provider: &dyn Provider,
    ) -> Result<Option<Progress>, StepError> {
        let row = &order.row;
        let mark = self.around.record.order_mark(&row.key).await?;
        let (Some(orders), Some(mark), Some(since)) = (provider.orders(), mark.map(Mark), row.sending_since)
        else {
            return Ok(None);
        };
        let answer = match &row.reference {
            Some(reference) => orders.progress(reference, &order.request, &mark, since).await,
            // Found by what it left behind, without an order number; what else it leaves is looked for likewise.
            None => orders.trace(&row.key, &order.request, &mark, since).await.map(|trace| {
                let candidates = match trace {
                    Trace::Looked(candidates) => of_service(candidates, order),
                    Trace::CannotTell { .. } => Vec::new(),
                };
                Progress::of_one(Taken::NotSaid, candidates, None)
            }),
        };
        Ok(answer
            .inspect_err(
                |error| tracing::info!(order = %row.number, %error, "an order could not be looked at"),
            )
            .ok())
    }

    /// Keeps what the supplier says now, if it is new.
    pub(super) async fn note_progress(&self, order: &Order, progress: &Progress) -> Result<Order, StepError> {
        let charged = progress.charged.as_ref().filter(|_| order.row.price_charged.is_none());
        let is_new = order.taken.as_ref() != Some(&progress.taken);
        if !is_new && charged.is_none() {
            return Ok(order.clone());
        }
        let mut changes = OrderChanges::default().taken(&json(&progress.taken)?);
        if let Some(charged) = charged {
            changes = changes.charged(charged)?;
        }
        self.step(order, Step::within(order, "looked").changes(changes).note(word(&progress.taken))).await
    }

    pub(super) async fn failed(
        &self,
        order: &Order,
        reason: Option<&str>,
        money_back: Option<bool>,
    ) -> Result<Turn, StepError> {
        let money = match money_back {
            Some(true) => MoneyMoved::Untouched,
            Some(false) => MoneyMoved::Spent,
            None => MoneyMoved::Unknown,
        };
        let supplier = self.around.wallets.facts(&order.row.wallet_id).await.map(|facts| facts.supplier);
        let failure = Failure {
            money,
            details: reason.map(str::to_owned),
            ..Failure::new(Code::Refused).fact("supplier", supplier.unwrap_or_default())
        };
        let changes = OrderChanges::default().failure(Some(&json(&failure)?)).candidates(None);
        self.step(order, Step::to(OrderState::Failed).changes(changes)).await?;
        Ok(Turn::Moved)
    }

    /// A newer order stands in the place of ours at the supplier.
    async fn find_successor(&self, order: &Order, found: Vec<Candidate>) -> Result<Turn, StepError> {
        let ours = order.row.reference.as_deref();
        let (successors, rest): (Vec<_>, Vec<_>) = self
            .not_owned(order, found)
            .await?
            .into_iter()
            .partition(|one| one.reference.is_some() && one.reference.as_deref() != ours);
        if successors.is_empty() {
            return self.take_esim(order, rest).await;
        }
        let Some(successor) = self.certainly_ours(order, &successors).await else {
            return self.show(order, &successors, None).await;
        };
        let mut changes = OrderChanges::default().candidates(None);
        if let Some(reference) = &successor.reference {
            changes = changes.reference(reference);
        }
        let step = Step::within(order, "found").changes(changes).note("Replaced by a newer order.");
        self.step(order, step).await?;
        Ok(Turn::Moved)
    }

    async fn find_esim(&self, order: &Order, found: Vec<Candidate>) -> Result<Turn, StepError> {
        let free = self.not_owned(order, found).await?;
        self.take_esim(order, free).await
    }

    /// Takes the eSIM that is certainly ours, or shows what may be.
    async fn take_esim(&self, order: &Order, free: Vec<Candidate>) -> Result<Turn, StepError> {
        if free.is_empty() {
            return Ok(Turn::Same);
        }
        match self.certainly_ours(order, &free).await {
            Some(ours) if ours.esim.is_some() => match self.esim_found(order, ours, None).await {
                Ok(_) => Ok(Turn::Moved),
                Err(StepError::Taken) => Ok(Turn::Same),
                Err(error) => Err(error),
            },
            // The supplier names a plan without its eSIM yet.
            Some(_) => Ok(Turn::Same),
            None => self.show(order, &free, None).await,
        }
    }

    /// The eSIM of an order is known now.
    pub(super) async fn esim_found(
        &self,
        order: &Order,
        found: &Candidate,
        decided: Option<(&str, Option<&str>)>,
    ) -> Result<Order, StepError> {
        let mut changes = OrderChanges::default().candidates(None);
        if let Some(esim) = &found.esim {
            changes = changes.esim(esim);
        }
        if let Some(service) = &found.service {
            changes = changes.service(service);
        }
        // An adopted successor: the order number that tells how far it is from now on.
        if let Some(reference) = &found.reference {
            changes = changes.reference(reference);
        }
        let event = if found.esim.is_some() { "esim_found" } else { "found" };
        let step = match decided {
            None => Step::within(order, event).changes(changes),
            Some((reason, staff)) => {
                Step::within(order, event).note(reason).by(staff).changes(changes.settled(reason))
            }
        };
        let order = self.step(order, step).await?;
        kill_point("esim_found");
        Ok(order)
    }

    /// Waits for the code of a known eSIM; with it the order is done.
    async fn fetch_code(
        &self,
        order: &Order,
        provider: &dyn Provider,
        id: &EsimId,
    ) -> Result<Turn, StepError> {
        let Some(esim) = self.read_new(order, provider, id).await else { return Ok(Turn::Same) };
        self.keep_kit(order, &esim).await?;
        kill_point("kit_stored");
        // Before the order is done, so that a crash between the two tells it again instead of never.
        self.around.arrivals.arrived(order, esim).await;
        self.step(order, Step::to(OrderState::Fulfilled)).await?;
        self.around.events.stale(Topic::Esims);
        kill_point("fulfilled");
        self.write_number(order, provider, id).await;
        Ok(Turn::Moved)
    }

    /// A new eSIM with its code; `None` while one of them is not to be had.
    pub(super) async fn read_new(&self, order: &Order, provider: &dyn Provider, id: &EsimId) -> Option<Esim> {
        match provider.esims().one(id).await {
            Ok(esim) => esim.filter(|esim| esim.install.is_some()),
            Err(error) => {
                tracing::info!(order = %order.row.number, %error, "a new eSIM could not be read");
                None
            }
        }
    }

    /// Leaves our order number on the eSIM for other desks to see. The order is done without it too.
    async fn write_number(&self, order: &Order, provider: &dyn Provider, id: &EsimId) {
        let Some(orders) = provider.orders() else { return };
        if let Err(error) = orders.label(id, &order.row.number).await {
            tracing::info!(order = %order.row.number, %error, "an order number was not written onto its eSIM");
        }
    }

    /// The code is in the record before anything says that it is there.
    async fn keep_kit(&self, order: &Order, esim: &Esim) -> Result<(), StepError> {
        if order.row.kit_ready {
            return Ok(());
        }
        self.save_kit(order, esim).await?;
        self.step(order, Step::within(order, "kit_stored")).await?;
        Ok(())
    }

    pub(super) async fn save_kit(&self, order: &Order, esim: &Esim) -> Result<(), StepError> {
        let Some(install) = esim.install.clone() else { return Ok(()) };
        let kit = KitRow {
            wallet_id: order.row.wallet_id.clone(),
            esim_id: esim.id.clone(),
            iccid: esim.iccid.clone(),
            msisdn: esim.msisdn.clone(),
            install,
            plan: Some(order.request.plan.clone()),
            stored_at: self.around.clock.now(),
        };
        self.around.record.save_kit(kit).await?;
        Ok(())
    }
}

/// Of what a lost purchase left behind, what stands on the plan that was found.
fn of_service(candidates: Vec<Candidate>, order: &Order) -> Vec<Candidate> {
    let Some(service) = &order.row.service_id else { return candidates };
    let same = candidates.into_iter().filter(|one| one.service.as_ref() == Some(service));
    same.map(|one| Candidate { evidence: Evidence::Reference, ..one }).collect()
}

/// How far an order is, as its event says it.
fn word(taken: &Taken) -> String {
    match taken {
        Taken::Processing => "The supplier works on it.",
        Taken::WaitsForApproval => "Waits for approval at the supplier.",
        Taken::WaitsForPayment => "Waits for payment at the supplier.",
        Taken::Fulfilled => "Done at the supplier.",
        Taken::Failed { .. } => "Failed at the supplier.",
        Taken::Replaced => "Replaced by a newer order at the supplier.",
        Taken::NotSaid => "The supplier does not say how far it is.",
    }
    .to_owned()
}
