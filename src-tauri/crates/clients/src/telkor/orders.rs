//! Buying at Telkor: taking an eSIM out of the stock and provisioning it, or activating one more plan on a
//! link. What came of it is found in `lookup`.

use super::calls::Call;
use super::links::Link;
use super::lookup::Known;
use super::paths::Path;
use super::wire::{self, NewActivation};
use super::{Telkor, refused, translate};
use async_trait::async_trait;
use esim_desk_model::{EsimId, OrderKey, Plan, ServiceId, Timestamp};
use esim_desk_provider::{
    Effect, Error, Lane, Mark, Orders, Placed, Progress, Quote, Request, Result, Taken, Target, Trace,
};

/// `POST /links/{link_id}/activations`.
const ADD_DATA: &str = "add a plan to a link";

/// As many SIMs as one task is asked for; Telkor names no limit.
const MOST_AT_ONCE: u32 = 100;

#[async_trait]
impl Orders for Telkor {
    fn most_at_once(&self) -> u32 {
        MOST_AT_ONCE
    }

    /// A new eSIM holds the stock, for which of the SIMs it takes is known only when it is sent; more data
    /// holds its link.
    fn lane(&self, request: &Request) -> Lane {
        match &request.target {
            Target::NewEsim => Lane("stock".to_owned()),
            Target::AddData { esim, .. } => Lane(format!("sim {esim}")),
        }
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        let plan = match &request.target {
            Target::NewEsim => self.fits_stock(request).await?,
            Target::AddData { esim, service } => self.fits_link(request, esim, service.as_str()).await?,
        };
        Ok(Quote { plan, price: None, balance: None })
    }

    /// A new eSIM is found again by its order's key; only what is added to a link must be told from what is on it.
    async fn mark(&self, request: &Request) -> Result<Mark> {
        let known = match &request.target {
            Target::NewEsim => Known::default(),
            Target::AddData { service, .. } => self.known_on(service.as_str()).await?,
        };
        serde_json::to_string(&known).map(Mark).map_err(|_| wire::unreadable("mark", "take a mark"))
    }

    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        match &request.target {
            Target::NewEsim => self.provision_new(key, request).await,
            Target::AddData { service, .. } => self.activate(request, service.as_str()).await,
        }
    }

    async fn trace(&self, key: &OrderKey, request: &Request, mark: &Mark, since: Timestamp) -> Result<Trace> {
        let looked = match &request.target {
            Target::NewEsim => self.look_by_key(key, request, since).await,
            Target::AddData { esim, service } => match known(mark) {
                Ok(known) => self.new_activations(request, esim, service.as_str(), &known).await,
                Err(error) => Err(error),
            },
        };
        Ok(looked.unwrap_or_else(|error| Trace::CannotTell { why: error.to_string() }))
    }

    async fn progress(
        &self,
        reference: &str,
        request: &Request,
        _mark: &Mark,
        since: Timestamp,
    ) -> Result<Progress> {
        let (taken, candidates) = match &request.target {
            Target::NewEsim if request.count > 1 => {
                return self.came_of_several(reference, request, since).await;
            }
            Target::NewEsim => self.came_of(reference, request).await?,
            Target::AddData { esim, .. } => self.activated(reference, esim).await?,
        };
        Ok(Progress::of_one(taken, candidates, None))
    }

    /// The plans that Telkor allows on the link beside what is on it.
    async fn fitting(&self, esim: &EsimId, service: &ServiceId, candidates: Vec<Plan>) -> Result<Vec<Plan>> {
        let link = self.own_link(esim, service.as_str()).await?;
        self.plans_on_link(&link, &candidates).await
    }

    async fn sees_orders(&self) -> Result<Option<bool>> {
        self.may_list_tasks().await.map(Some)
    }

    fn usual_seconds(&self) -> u32 {
        30
    }
}

impl Telkor {
    async fn fits_stock(&self, request: &Request) -> Result<Option<Plan>> {
        let plan = self.plan(request.plan_id(), &request.plan).await?;
        if plan.is_some() {
            self.must_hold(request.plan_id(), count(request)).await?;
        }
        Ok(plan)
    }

    /// The plan, if it may go onto the link that is bound to this very SIM.
    async fn fits_link(&self, request: &Request, esim: &EsimId, service: &str) -> Result<Option<Plan>> {
        let link = self.own_link(esim, service).await?;
        let Some(plan) = self.plan(request.plan_id(), &request.plan).await? else { return Ok(None) };
        let fitting = self.plans_for_link(&link).await?;
        if !fitting.iter().any(|listed| listed.plan.id == *request.plan_id()) {
            return Err(refused("This plan does not fit this eSIM.", ADD_DATA));
        }
        Ok(Some(plan))
    }

    /// The link that a service is on, if it is bound to this very SIM.
    async fn own_link(&self, esim: &EsimId, service: &str) -> Result<Link> {
        let no_link = || refused("This eSIM has no link any more.", ADD_DATA);
        let (link, _) = translate::link_of(service).ok_or_else(no_link)?;
        let link = self.link(link).await?.ok_or_else(no_link)?;
        if link.sim.as_ref() == Some(esim) {
            return Ok(link);
        }
        Err(refused("The link of this plan belongs to another eSIM now.", ADD_DATA))
    }

    /// One task for all the eSIMs of a request.
    async fn provision_new(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        let sims = self.take(request.plan_id(), count(request)).await?;
        let plans = std::slice::from_ref(request.plan_id());
        let task = match self.provision(key.as_str(), &sims, plans).await {
            Err(error) if error.effect == Effect::None => {
                self.give_back(&sims);
                return Err(error);
            }
            answer => answer?,
        };
        Ok(Placed { reference: task.id, taken: Taken::Processing, charged: None })
    }

    async fn activate(&self, request: &Request, service: &str) -> Result<Placed> {
        let (link, _) = translate::link_of(service)
            .ok_or_else(|| refused("This eSIM has no link any more.", ADD_DATA))?;
        let wanted = NewActivation { plan_id: request.plan_id().as_str() };
        let body = self.post(&Call::urgent(ADD_DATA, Path::Activations).of(link), &wanted).await?;
        // From here on the plan may be on it, so whatever cannot be read is no refusal.
        let unknown = |error| Error { effect: Effect::Unknown, ..error };
        let (row, _) = wire::object(&body, ADD_DATA).map_err(unknown)?;
        let id = row.id().map_err(|misfit| unknown(wire::unreadable(misfit, ADD_DATA)))?;
        let reference = translate::service_id(link, &id).0;
        Ok(Placed { reference, taken: Taken::Fulfilled, charged: None })
    }
}

fn count(request: &Request) -> usize {
    request.count.try_into().unwrap_or(usize::MAX)
}

/// Reads a mark back.
fn known(mark: &Mark) -> Result<Known> {
    serde_json::from_str(&mark.0).map_err(|_| wire::unreadable("mark", "read a mark"))
}
