//! Buying at eSIM Go. What came of it is found in `lookup`; nothing here or there decides which find is ours.

use super::calls::{BUY, LIST_ORDERS, READ_ORDER, TRY_ORDER};
use super::lists::{Page, row, unreadable};
use super::lookup::{self, known};
use super::units::filled;
use super::wire::{self, NewItem, NewOrder};
use super::{EsimGo, lines, lists, units};
use async_trait::async_trait;
use esim_desk_model::{EsimId, Money, OrderKey, Plan, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Effect, Error, Kind, Lane, Mark, Orders, Placed, Progress, Quote, Request, Result, Source,
    Taken, Target, Trace,
};
use tokio::time::Instant;

/// The names under which orders may stand.
pub(super) const NAMES: &[&str] = &["orders", "data"];

#[async_trait]
impl Orders for EsimGo {
    /// The whole account: two orders of one bundle could not be told apart.
    fn lane(&self, _request: &Request) -> Lane {
        Lane("account".to_owned())
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        if let Target::AddData { esim, .. } = &request.target {
            self.must_fit(esim.as_str(), request.plan_id().as_str()).await?;
        }
        match &request.source {
            Source::Bought => self.quote(request).await,
            Source::Stock { lot, .. } => {
                let plan = self.left_of(lot, request).await?;
                Ok(Quote { plan, price: None, balance: None })
            }
        }
    }

    async fn mark(&self, request: &Request) -> Result<Mark> {
        let known = self.take_stock(request).await?;
        serde_json::to_string(&known).map(Mark).map_err(|_| unreadable("mark", "take a mark"))
    }

    async fn place(&self, _key: &OrderKey, request: &Request) -> Result<Placed> {
        self.wait_for_turn().await;
        if let Source::Stock { .. } = &request.source {
            return self.take(request).await;
        }
        let body = self.post_order(&self.order("transaction", request)).await?;
        // From here on money may be spent, so whatever cannot be read is no refusal.
        let unknown = |error| Error { effect: Effect::Unknown, ..error };
        let order = one_order(&body, BUY).map_err(unknown)?;
        let Some(reference) = order.order_reference.clone().filter(|reference| !reference.is_empty()) else {
            let unread = unreadable("orderReference", BUY);
            return Err(unknown(Error { text: reason(&order), ..unread }));
        };
        lines::must_be_onto(&lines::iccids(&order, request), request, BUY).map_err(unknown)?;
        let taken = lookup::taken(&order, request);
        Ok(Placed { reference, taken, charged: self.charged(&order) })
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
        _mark: &Mark,
        _since: Timestamp,
    ) -> Result<Progress> {
        if let Source::Stock { .. } = &request.source {
            return self.came_of_stock(reference, request).await;
        }
        let unseen = || Ok(Progress::of_one(Taken::NotSaid, Vec::new(), None));
        let Some(body) = self.get_order(reference).await? else { return unseen() };
        let Some(raw) = lists::at_most_one(&body, NAMES, READ_ORDER)? else { return unseen() };
        let order: wire::Order = row(raw, READ_ORDER)?;
        if order.order_reference.as_deref() != Some(reference) {
            return Err(unreadable("orderReference", READ_ORDER));
        }
        let candidates = self.outcome(reference, &order, request).await?;
        Ok(Progress::of_one(lookup::taken(&order, request), candidates, self.charged(&order)))
    }

    async fn fitting(&self, esim: &EsimId, _service: &ServiceId, candidates: Vec<Plan>) -> Result<Vec<Plan>> {
        self.cheapest_fitting(esim, candidates).await
    }

    async fn label(&self, esim: &EsimId, number: &str) -> Result<()> {
        self.write_note(esim, number).await
    }

    async fn sees_orders(&self) -> Result<Option<bool>> {
        match self.get_one_order().await {
            // A page of some gateway is no list.
            Ok(body) => Page::read(&body, NAMES, LIST_ORDERS).map(|_| Some(true)),
            Err(error) if matches!(error.kind, Kind::Forbidden | Kind::NotFound) => Ok(Some(false)),
            Err(error) => Err(error),
        }
    }

    fn usual_seconds(&self) -> u32 {
        10
    }
}

impl EsimGo {
    /// What a purchase would cost.
    async fn quote(&self, request: &Request) -> Result<Quote> {
        let Some(plan) = self.plan(request.plan_id(), &request.plan).await? else {
            return Ok(Quote { plan: None, price: None, balance: None });
        };
        let account = self.account().await?;
        let listed = plan.price_in(&account.currency).cloned();
        let is_short = |price: &Option<Money>| match (price, &account.balance) {
            (Some(price), Some(balance)) => price.exceeds(balance) == Ok(true),
            (Some(_) | None, _) => false,
        };
        // A short balance is told with its numbers by whoever asked; any other refusal only here.
        let price = match self.trial(request).await {
            Ok(trial) => {
                let price = total_of(&trial, &account.currency).or(listed);
                match refusal(&trial) {
                    Some(refusal) if !is_short(&price) => return Err(refusal),
                    Some(_) | None => price,
                }
            }
            Err(error) if is_refused(&error) && is_short(&listed) => listed,
            Err(error) => return Err(error),
        };
        Ok(Quote { plan: Some(plan), price, balance: account.balance })
    }

    /// The same body for the trial and for the purchase. A plan that does not fit must never make another eSIM.
    fn order<'a>(&'a self, kind: &'static str, request: &'a Request) -> NewOrder<'a> {
        let (iccids, profile_id) = match &request.target {
            Target::NewEsim => (None, self.profile.as_deref()),
            Target::AddData { esim, .. } => (Some([esim.as_str()]), None),
        };
        let item = request.plan_id().as_str();
        let line = NewItem { kind: "bundle", quantity: 1, item, iccids, allow_reassign: false };
        NewOrder { kind, assign: true, order: [line], profile_id }
    }

    /// Tries a purchase: the same checks and the same total, nothing bought.
    async fn trial(&self, request: &Request) -> Result<wire::Order> {
        one_order(&self.post_trial(&self.order("validate", request)).await?, TRY_ORDER)
    }

    /// Waits until the last order is long enough ago.
    pub(super) async fn wait_for_turn(&self) {
        let mut last = self.last_order.lock().await;
        if let Some(at) = *last {
            tokio::time::sleep_until(at + self.between_orders).await;
        }
        *last = Some(Instant::now());
    }

    /// What an order took, in its own currency or else in the account's.
    fn charged(&self, order: &wire::Order) -> Option<Money> {
        let account = super::held(&self.currency).clone();
        total_of(order, account.as_deref().unwrap_or_default())
    }
}

/// The total of an order, in its own currency or else in the account's.
pub(super) fn total_of(order: &wire::Order, account: &str) -> Option<Money> {
    units::money(&order.total, filled(&order.currency).unwrap_or(account))
}

/// One order, in an envelope or out of one.
fn one_order(body: &[u8], operation: &'static str) -> Result<wire::Order> {
    row(lists::one(body, NAMES, operation)?, operation)
}

/// What a trial says against the order. An answer that says neither that it is valid nor what it costs is not one
/// to a trial, whatever its status.
fn refusal(trial: &wire::Order) -> Option<Error> {
    match (trial.valid, reason(trial)) {
        (Some(true), _) => None,
        (None, _) if trial.total.is_some() => None,
        (None, None) => Some(unreadable("valid", TRY_ORDER)),
        (Some(false), text) | (None, text) => {
            Some(Error { text, ..Error::without_effect(Kind::Refused, TRY_ORDER) })
        }
    }
}

/// Whether a trial was refused; under which status that comes for want of money is not documented.
fn is_refused(error: &Error) -> bool {
    matches!(error.kind, Kind::Refused | Kind::Funds { .. } | Kind::Forbidden)
}

/// Why an order is not valid; where that stands is not documented.
fn reason(order: &wire::Order) -> Option<String> {
    let text = filled(&order.message).or(filled(&order.status_message))?;
    Some(text.chars().take(500).collect())
}
