//! Adding data to an eSIM: following the order until the supplier says that the data is on it. The eSIM itself
//! stays the order's that bought it.

use super::kill::kill_point;
use super::lane::Turn;
use super::{Order, Orders, Step};
use crate::api::Topic;
use esim_desk_model::{EsimId, OrderState, ServiceId};
use esim_desk_provider::{Candidate, Evidence, Provider, Taken};
use esim_desk_store::record::order_events::{OrderChanges, StepError};

impl Orders {
    /// One look at an order that adds data.
    pub(super) async fn follow_addition(
        &self,
        order: &Order,
        provider: &dyn Provider,
        onto: (&EsimId, &ServiceId),
    ) -> Result<Turn, StepError> {
        // Found and adopted: that it was bought is certain already.
        if order.row.esim_id.as_ref() == Some(onto.0) {
            return self.added(order, onto, None).await;
        }
        let Some(progress) = self.progress(order, provider).await? else { return Ok(Turn::Same) };
        let order = self.note_progress(order, &progress).await?;
        let (on_it, elsewhere): (Vec<_>, Vec<_>) =
            progress.candidates.into_iter().partition(|one| one.esim.as_ref() == Some(onto.0));
        if let Some(other) = astray(&elsewhere) {
            let reason = format!("The data went onto another eSIM: {other}");
            return self.failed(&order, Some(&reason), Some(false)).await;
        }
        let found = self.not_owned(&order, on_it).await?;
        let tied = found.iter().find(|one| one.evidence == Evidence::Reference);
        match &progress.taken {
            Taken::Failed { reason, money_back } => self.failed(&order, reason.as_deref(), *money_back).await,
            Taken::Fulfilled => self.added(&order, onto, tied.or(found.first())).await,
            Taken::Processing | Taken::WaitsForApproval | Taken::WaitsForPayment | Taken::Replaced => {
                match tied {
                    Some(tied) => self.added(&order, onto, Some(tied)).await,
                    None => Ok(Turn::Same),
                }
            }
            Taken::NotSaid => match self.certainly_ours(&order, &found).await {
                Some(ours) => self.added(&order, onto, Some(ours)).await,
                None if found.is_empty() => Ok(Turn::Same),
                None => self.show(&order, &found, None).await,
            },
        }
    }

    async fn added(
        &self,
        order: &Order,
        (esim, service): (&EsimId, &ServiceId),
        found: Option<&Candidate>,
    ) -> Result<Turn, StepError> {
        let known = order.row.service_id.as_ref();
        let service = found.and_then(|found| found.service.as_ref()).or(known).unwrap_or(service).clone();
        // Before the order is done, so that a crash between the two tells it again instead of never.
        self.around.arrivals.added(order, esim, &service).await;
        kill_point("added");
        let changes = OrderChanges::default().candidates(None).esim(esim).service(&service);
        self.step(order, Step::to(OrderState::Fulfilled).changes(changes)).await?;
        kill_point("fulfilled");
        self.around.events.stale(Topic::Esims);
        Ok(Turn::Moved)
    }
}

/// Another eSIM that the supplier names for an order of ours.
fn astray(elsewhere: &[Candidate]) -> Option<&EsimId> {
    elsewhere.iter().filter(|one| one.evidence == Evidence::Reference).find_map(|one| one.esim.as_ref())
}
