//! Buying at ZIM. What came of it is found in `lookup`; nothing here or there decides which find is ours.

use super::calls::BUY;
use super::lookup::known;
use super::wire::{self, NewOrder};
use super::{Zim, translate};
use async_trait::async_trait;
use esim_desk_model::{EsimId, OrderKey, Plan, PlanFeature, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Effect, Error, Kind, Lane, Mark, Orders, Placed, Progress, Quote, Request, Result, Taken,
    Target, Trace,
};

#[async_trait]
impl Orders for Zim {
    /// The whole wallet: two new eSIMs could not be told apart.
    fn lane(&self, _request: &Request) -> Lane {
        Lane("wallet".to_owned())
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        if let Target::AddData { .. } = &request.target {
            self.must_know_order_types().await?;
        }
        let plan = self.plan(request.plan_id(), &request.plan).await?;
        let price = plan.as_ref().and_then(|plan| plan.price_in(&self.settings.currency)).cloned();
        Ok(Quote { plan, price, balance: None })
    }

    async fn mark(&self, _request: &Request) -> Result<Mark> {
        let known = self.take_stock().await?;
        serde_json::to_string(&known).map(Mark).map_err(|_| unreadable("mark", "take a mark"))
    }

    async fn place(&self, _key: &OrderKey, request: &Request) -> Result<Placed> {
        let (order_type, subscription_id) = type_of(&request.target);
        let users = self.settings.users.as_slice();
        let (users_ids, user_nano_ids) =
            if self.settings.users_are_nano { (&[][..], users) } else { (users, &[][..]) };
        let order = NewOrder {
            plan_id: request.plan_id().as_str(),
            currency_iso: &self.settings.currency,
            notify_recipient: self.settings.notify_recipient,
            quantity: 1,
            order_type,
            subscription_id,
            account_id: self.settings.on_behalf_of.as_deref(),
            users_ids,
            user_nano_ids,
        };
        let body = self.post_order(&order).await?;
        // From here on money may be spent, so whatever cannot be read is no refusal.
        let unknown = |error| Error { effect: Effect::Unknown, ..error };
        let answer = wire::single::<wire::Order>(&body, BUY).map_err(unknown)?;
        let row = answer.map(|(row, _)| row).unwrap_or_default();
        let taken = translate::taken(&row);
        match row.id.filter(|id| !id.is_empty()) {
            Some(reference) => Ok(Placed { reference, taken, charged: None }),
            None => Err(unknown(unreadable("id", BUY))),
        }
    }

    async fn trace(
        &self,
        _key: &OrderKey,
        request: &Request,
        mark: &Mark,
        since: Timestamp,
    ) -> Result<Trace> {
        let looked = match known(mark) {
            Ok(known) => self.look(request, &known, since).await,
            Err(error) => Err(error),
        };
        Ok(looked.unwrap_or_else(|error| Trace::CannotTell { why: error.to_string() }))
    }

    async fn progress(
        &self,
        reference: &str,
        request: &Request,
        mark: &Mark,
        since: Timestamp,
    ) -> Result<Progress> {
        let known = known(mark)?;
        let row = self.order_row(reference).await?;
        let taken = row.as_ref().map_or(Taken::NotSaid, translate::taken);
        let candidates = match taken {
            Taken::Processing | Taken::WaitsForApproval | Taken::WaitsForPayment => Vec::new(),
            Taken::Failed { .. } => Vec::new(),
            Taken::Replaced => self.replacement(reference, row.as_ref(), request, &known, since).await?,
            Taken::Fulfilled | Taken::NotSaid => {
                self.outcome(reference, row.as_ref(), request, &known).await?
            }
        };
        Ok(Progress::of_one(taken, candidates, None))
    }

    /// Those that say that they top up; all of them where the catalogue says nothing of what its plans can do.
    async fn fitting(
        &self,
        _esim: &EsimId,
        _service: &ServiceId,
        candidates: Vec<Plan>,
    ) -> Result<Vec<Plan>> {
        if candidates.iter().all(|plan| plan.features.is_empty()) {
            return Ok(candidates);
        }
        Ok(candidates.into_iter().filter(|plan| plan.features.contains(&PlanFeature::TopUp)).collect())
    }

    async fn sees_orders(&self) -> Result<Option<bool>> {
        self.may_list_orders().await.map(Some)
    }

    fn usual_seconds(&self) -> u32 {
        30
    }
}

impl Zim {
    /// The older document has neither an order list nor kinds of orders: it would sell a new eSIM instead.
    async fn must_know_order_types(&self) -> Result<()> {
        match self.get_orders().await {
            Err(error) if error.kind == Kind::NotFound => Err(Error {
                text: Some("This server is too old to add data to an eSIM.".to_owned()),
                ..Error::without_effect(Kind::Refused, BUY)
            }),
            // A role that may not see orders says nothing about them.
            Err(error) if error.kind == Kind::Forbidden => Ok(()),
            answer => answer.map(drop),
        }
    }
}

/// ZIM's word for the kind of order, and the subscription it tops up.
pub(super) fn type_of(target: &Target) -> (&'static str, Option<&str>) {
    match target {
        Target::NewEsim => ("ONE_OFF", None),
        Target::AddData { service, .. } => ("TOP_UP", Some(service.as_str())),
    }
}

/// A JSON that does not hold what it must.
pub(super) fn unreadable(path: &str, operation: &'static str) -> Error {
    Error::without_effect(Kind::Unreadable { path: path.to_owned() }, operation)
}
