//! SIMs and the plans on them, as the port asks for them.

use super::calls::Call;
use super::links::{Activation, LIST_ACTIVATIONS, LIST_LINKS, Link};
use super::paths::Path;
use super::stock::LIST_SIMS;
use super::{Telkor, translate};
use crate::http::Urgency;
use async_trait::async_trait;
use esim_desk_model::{Esim, EsimId, Service, ServiceId, Usage};
use esim_desk_provider::{Error, Esims, Kind, Listing, Result};

#[async_trait]
impl Esims for Telkor {
    /// Every SIM, without what installs it: that is one request for each, and [`Self::one`] makes it.
    async fn list(&self) -> Result<Listing<Esim>> {
        self.listed(Call::usual(LIST_SIMS, Path::Sims), |row, raw| Ok(translate::sim(row, raw)?.esim)).await
    }

    async fn one(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Urgent).await
    }

    async fn one_in_turn(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Usual).await
    }

    /// The activations of every link, one request for each link.
    async fn services(&self) -> Result<Listing<Service>> {
        let links = self.listed(Call::usual(LIST_LINKS, Path::Links), translate::link).await?;
        let mut all = Listing { rows: Vec::new(), skipped: links.skipped };
        for link in self.with_sims(links.rows).await? {
            // A link that is gone by now has nothing on it.
            let Some(activations) = self.activations_in_turn(&link.id).await? else { continue };
            all.skipped.extend(activations.skipped);
            all.rows.extend(activations.rows.into_iter().map(|row| self.as_service(&link, row)));
        }
        Ok(all)
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Service>> {
        let Some((link, activation)) = translate::link_of(id.as_str()) else { return Ok(None) };
        let Some(link) = self.link(link).await? else { return Ok(None) };
        let Some(activations) = self.activations(&link.id).await? else { return Ok(None) };
        let row = picked(activations, activation, |row| &row.id)?;
        Ok(row.map(|row| self.as_service(&link, row)))
    }

    async fn usage(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Urgent).await
    }

    async fn usage_in_turn(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Usual).await
    }
}

impl Telkor {
    /// One SIM with what installs it. Where that has another path, the SIM says so and is shown all the same.
    async fn esim_at(&self, id: &EsimId, urgency: Urgency) -> Result<Option<Esim>> {
        let Some(sim) = self.sim_at(id, urgency).await? else { return Ok(None) };
        if sim.is_card {
            return Ok(Some(sim.esim));
        }
        match self.installed(sim.esim.clone(), urgency).await {
            Err(Error { kind: Kind::Path { url }, .. }) => {
                let problem = format!("This path does not fit: {url}");
                Ok(Some(Esim { install_problem: Some(problem), ..sim.esim }))
            }
            answer => answer.map(Some),
        }
    }

    async fn usage_at(&self, id: &ServiceId, urgency: Urgency) -> Result<Option<Usage>> {
        let Some((link, activation)) = translate::link_of(id.as_str()) else { return Ok(None) };
        let activations = match urgency {
            Urgency::Urgent => self.activations(link).await?,
            Urgency::Usual => self.activations_in_turn(link).await?,
        };
        let Some(activations) = activations else { return Ok(None) };
        Ok(picked(activations, activation, |row| &row.id)?.map(|row| row.usage))
    }

    fn as_service(&self, link: &Link, activation: Activation) -> Service {
        let service = translate::service(link, activation, self.http.now_there());
        Service { plan: service.plan.map(|plan| self.sized(plan)), ..service }
    }
}

/// The one with this id; that there is none is said only of a list without gaps.
fn picked<T>(listing: Listing<T>, id: &str, id_of: impl Fn(&T) -> &String) -> Result<Option<T>> {
    let is_complete = listing.is_complete();
    let gap = listing.skipped.first().map(|row| row.why.clone()).unwrap_or_default();
    match listing.rows.into_iter().find(|row| id_of(row) == id) {
        Some(row) => Ok(Some(row)),
        None if is_complete => Ok(None),
        None => Err(Error::without_effect(Kind::Unreadable { path: gap }, LIST_ACTIVATIONS)),
    }
}
