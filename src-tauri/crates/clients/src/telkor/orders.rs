//! Buying at Telkor: taking an eSIM out of the stock and provisioning it, or activating one more plan on a
//! link. What came of it is found in `lookup`.

use super::calls::Call;
use super::lookup::Known;
use super::paths::Path;
use super::wire::{self, NewActivation};
use super::{Telkor, refused, translate};
use async_trait::async_trait;
use esim_desk_model::{EsimId, OrderKey, Plan, Timestamp};
use esim_desk_provider::{
    Catalogue, Draft, Effect, Error, Lane, Mark, Orders, Placed, Progress, Quote, Request, Result, Taken,
    Target, Trace,
};

/// `POST /links/{link_id}/activations`.
const ADD_DATA: &str = "add a plan to a link";

#[async_trait]
impl Orders for Telkor {
    fn split(&self, draft: &Draft) -> Vec<Request> {
        let request =
            Request { plan: draft.plan.clone(), price: draft.price.clone(), target: draft.target.clone() };
        vec![request; draft.quantity.try_into().unwrap_or(0)]
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

    async fn mark(&self) -> Result<Mark> {
        let known = self.newest_links().await?;
        serde_json::to_string(&known).map(Mark).map_err(|_| wire::unreadable("mark", "take a mark"))
    }

    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        match &request.target {
            Target::NewEsim => self.provision_one(key, request).await,
            Target::AddData { service, .. } => self.activate(request, service.as_str()).await,
        }
    }

    async fn trace(&self, request: &Request, mark: &Mark, since: Timestamp) -> Result<Trace> {
        let looked = match known(mark) {
            Ok(known) => self.look(request, &known, since).await,
            Err(error) => Err(error),
        };
        Ok(looked.unwrap_or_else(|error| Trace::CannotTell {
            why: error.text.clone().unwrap_or(error.to_string()),
        }))
    }

    async fn progress(
        &self,
        reference: &str,
        request: &Request,
        _mark: &Mark,
        _since: Timestamp,
    ) -> Result<Progress> {
        let (taken, candidates) = match &request.target {
            Target::NewEsim => self.came_of(reference, request).await?,
            Target::AddData { esim, .. } => self.activated(reference, esim).await?,
        };
        Ok(Progress { taken, candidates, charged: None })
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
        if plan.is_some() && !self.has_stock(request.plan_id()).await? {
            return Err(refused("No eSIM in stock fits this plan.", ADD_DATA));
        }
        Ok(plan)
    }

    /// The plan, if it may go onto the link that is bound to this very SIM.
    async fn fits_link(&self, request: &Request, esim: &EsimId, service: &str) -> Result<Option<Plan>> {
        let no_link = || refused("This eSIM has no link any more.", ADD_DATA);
        let (link, _) = translate::link_of(service).ok_or_else(no_link)?;
        let link = self.link(link).await?.ok_or_else(no_link)?;
        if link.sim.as_ref() != Some(esim) {
            return Err(refused("The link of this plan belongs to another eSIM now.", ADD_DATA));
        }
        let Some(plan) = self.plan(request.plan_id(), &request.plan).await? else { return Ok(None) };
        if !self.plans_for_link(&link).await?.contains(request.plan_id()) {
            return Err(refused("This plan does not fit this eSIM.", ADD_DATA));
        }
        Ok(Some(plan))
    }

    async fn provision_one(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        let sim = self.take(request.plan_id()).await?.esim.id;
        let (sims, plans) = (std::slice::from_ref(&sim), std::slice::from_ref(request.plan_id()));
        let task = match self.provision(&key.0, sims, plans).await {
            Err(error) if error.effect == Effect::None => {
                self.give_back(&sim);
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

/// Reads a mark back.
fn known(mark: &Mark) -> Result<Known> {
    serde_json::from_str(&mark.0).map_err(|_| wire::unreadable("mark", "read a mark"))
}
