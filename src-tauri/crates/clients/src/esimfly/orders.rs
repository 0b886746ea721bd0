//! Buying at eSIMfly. What came of it is found in `lookup`.

use super::Esimfly;
use super::calls::{self, BUY, TOP_UP, unreadable};
use super::codes;
use super::lookup;
use super::translate;
use super::units::{iccid, money};
use super::wire::{Bought, NewOrder, NewTopUp};
use async_trait::async_trait;
use esim_desk_model::{EsimId, Iccid, OrderKey, Plan, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Effect, Error, Kind, Lane, Mark, Orders, Placed, Progress, Quote, Request, Result, Target,
    Trace,
};

/// A purchase whose answer was lost may be repeated under its key for so many seconds; later a person decides.
pub(super) const REPLAY_WITHIN: i64 = 600;

#[async_trait]
impl Orders for Esimfly {
    /// Orders of one package could not be told apart by what they leave behind, nor could two top-ups of one
    /// eSIM; all others can.
    fn lane(&self, request: &Request) -> Lane {
        Lane(match &request.target {
            Target::NewEsim => format!("plan {}", request.plan_id()),
            Target::AddData { esim, .. } => format!("esim {esim}"),
        })
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        let plan = match &request.target {
            Target::NewEsim => self.plan(request.plan_id(), &request.plan).await?,
            Target::AddData { esim, .. } => {
                let offered = self.top_up_plans(esim).await?;
                let complete = offered.is_complete();
                let plan = offered.rows.into_iter().find(|plan| plan.id == *request.plan_id());
                if plan.is_none() && !complete {
                    return Err(unreadable("data.packages", calls::LIST_TOP_UPS));
                }
                plan
            }
        };
        let price = plan.as_ref().and_then(|plan| plan.price_in(&self.currency)).cloned();
        let balance = self.money().await?.filter(|balance| balance.currency == self.currency);
        Ok(Quote { plan, price, balance })
    }

    /// Before data is added, what is on the eSIM counts too: a lost answer is judged by what grew.
    async fn mark(&self, request: &Request) -> Result<Mark> {
        let seen = match &request.target {
            Target::NewEsim => self.take_stock().await?,
            Target::AddData { esim, .. } => {
                let before = self.state_of(esim.as_str()).await?;
                self.take_stock().await?.with(esim.as_str(), before)
            }
        };
        serde_json::to_string(&seen).map(Mark).map_err(|_| unreadable("mark", "take a mark"))
    }

    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        self.send(key, request).await
    }

    /// Only within ten minutes, for how long eSIMfly remembers a key is not said and a forgotten one buys; and never
    /// data for an eSIM, which has no key.
    fn may_replay(&self, request: &Request, since: Timestamp, now: Timestamp) -> bool {
        let age = now.as_second() - since.as_second();
        request.target == Target::NewEsim && (0..=REPLAY_WITHIN).contains(&age)
    }

    /// An answer is the original's. The first copy being still in work is `Refused` with a time to wait.
    async fn replay(
        &self,
        key: &OrderKey,
        request: &Request,
        since: Timestamp,
        now: Timestamp,
    ) -> Option<Result<Placed>> {
        if !self.may_replay(request, since, now) {
            return None;
        }
        let again = self.send(key, request).await;
        Some(again.map_err(|error| Error { effect: Effect::Unknown, ..error }))
    }

    async fn trace(
        &self,
        _key: &OrderKey,
        request: &Request,
        mark: &Mark,
        since: Timestamp,
    ) -> Result<Trace> {
        let looked = match lookup::seen(mark) {
            Ok(seen) => self.look(request, &seen, since).await,
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
        match &request.target {
            Target::NewEsim => self.progress_of_order(reference).await,
            Target::AddData { esim, service } => self.progress_of_top_up(reference, esim, service).await,
        }
    }

    /// What eSIMfly offers for this eSIM; its codes are that eSIM's alone.
    async fn fitting(
        &self,
        esim: &EsimId,
        _service: &ServiceId,
        _candidates: Vec<Plan>,
    ) -> Result<Vec<Plan>> {
        Ok(self.top_up_plans(esim).await?.rows)
    }

    async fn sees_orders(&self) -> Result<Option<bool>> {
        match self.take_stock().await {
            Ok(_) => Ok(Some(true)),
            Err(error) if error.kind == Kind::Forbidden => Ok(Some(false)),
            Err(error) => Err(error),
        }
    }

    fn usual_seconds(&self) -> u32 {
        20
    }
}

impl Esimfly {
    async fn send(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        let package_code = request.plan_id().as_str();
        match &request.target {
            Target::NewEsim => {
                let idempotency_key = key.as_str();
                let body = self.post_order(&NewOrder { package_code, quantity: 1, idempotency_key }).await?;
                self.placed(&body, None)
            }
            Target::AddData { esim, .. } => {
                let esim =
                    Iccid::parse(esim.as_str()).map_err(|_| Error::without_effect(Kind::NotFound, TOP_UP))?;
                let order = NewTopUp { iccid: esim.as_str(), package_code, quantity: 1 };
                let body = self.post_top_up(&order).await?;
                self.placed(&body, Some(&esim))
            }
        }
    }

    /// Reads the answer to a purchase. Money may be spent by now, so what cannot be read is no refusal; nor is
    /// data that went onto another eSIM.
    fn placed(&self, body: &[u8], onto: Option<&Iccid>) -> Result<Placed> {
        let operation = if onto.is_some() { TOP_UP } else { BUY };
        let bought: Bought<'_> =
            calls::outcome(body, operation).map_err(|error| codes::judge(error, body, &self.currency))?;
        let unknown = |path| Error { effect: Effect::Unknown, ..unreadable(path, operation) };
        let named = iccid(bought.iccid);
        if onto.is_some() && named.is_some() && named.as_ref() != onto {
            let text = Some("The supplier answered for another eSIM.".to_owned());
            return Err(Error { text, ..unknown("iccid") });
        }
        let esim = bought.esims.iter().flatten().next();
        let has_iccid = onto.is_some() || esim.is_some_and(|esim| iccid(esim.iccid).is_some());
        let pending = bought.is_pending.or_else(|| esim.and_then(|esim| esim.is_pending));
        let currency = bought.currency.as_deref().unwrap_or(&self.currency);
        let charged = money(bought.final_price, currency).or_else(|| money(bought.amount, currency));
        let taken = translate::taken(bought.status.as_deref(), pending, has_iccid);
        let reference = bought.reference.filter(|reference| !reference.is_empty());
        Ok(Placed { reference: reference.ok_or_else(|| unknown("orderReference"))?, taken, charged })
    }
}
