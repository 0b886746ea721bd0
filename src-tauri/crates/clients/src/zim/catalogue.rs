//! What ZIM sells. The body of its search is not documented, so a search that is refused gives way to the
//! newer document's list for each destination.

use super::calls::{LIST_DESTINATIONS, LIST_LOCAL_PLANS, READ_DESTINATION, SEARCH_PLANS, complete, listing};
use super::{Zim, translate, wire};
use crate::http::{Urgency, decode};
use async_trait::async_trait;
use esim_desk_model::{Country, Coverage, Plan, PlanId};
use esim_desk_provider::{Catalogue, Destination, Error, Kind, Listing, Result, Scopes};
use serde_json::value::RawValue;
use std::collections::HashSet;

#[async_trait]
impl Catalogue for Zim {
    async fn destinations(&self) -> Result<Listing<Destination>> {
        listing(&self.get_destinations().await?, LIST_DESTINATIONS, translate::destination)
    }

    async fn scopes(&self, country: Country) -> Result<Option<Scopes>> {
        let Some(body) = self.get_destination(country.alpha3()).await? else { return Ok(None) };
        let found = wire::single::<wire::Destination>(&body, READ_DESTINATION)?;
        Ok(found.map(|(wire, _)| translate::scopes(&wire)))
    }

    async fn plans(&self, countries: &[Country]) -> Result<Listing<Plan>> {
        self.listed(countries, Urgency::Usual).await
    }

    async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>> {
        let home = match &known.coverage {
            Coverage::Local { country } => Some(*country),
            Coverage::Regional { .. } | Coverage::Global { .. } | Coverage::NotSaid => None,
        };
        let countries: Vec<_> = home.into_iter().collect();
        if self.settings.discount_code.is_some() {
            // The code lowers the prices of one list alone: only the list that staff saw tells of a rise.
            let found = self.listed(&countries, Urgency::Urgent).await?;
            return match pick(&found, id) {
                Some(plan) => Ok(Some(plan)),
                None => complete(found, SEARCH_PLANS).map(|_| None),
            };
        }
        let locals = match home {
            Some(country) => self.local_plans(&[country]).await,
            None => Err(Error::without_effect(Kind::NotFound, LIST_LOCAL_PLANS)),
        };
        if let Some(plan) = locals.as_ref().ok().and_then(|locals| pick(locals, id)) {
            return Ok(Some(plan));
        }
        match self.search(&countries, Urgency::Urgent).await {
            Ok(found) => match pick(&found, id) {
                Some(plan) => Ok(Some(plan)),
                None => complete(found, SEARCH_PLANS).map(|_| None),
            },
            Err(error) if is_no_such_search(&error) => {
                complete(locals.map_err(|_| error)?, LIST_LOCAL_PLANS).map(|_| None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Zim {
    /// The search, or what stands in for it.
    async fn listed(&self, countries: &[Country], urgency: Urgency) -> Result<Listing<Plan>> {
        match self.search(countries, urgency).await {
            Err(error) if is_no_such_search(&error) => self.local_plans(countries).await,
            answer => answer,
        }
    }

    /// `POST /plans/search`: once, or for each country where the body's template names one.
    async fn search(&self, countries: &[Country], urgency: Urgency) -> Result<Listing<Plan>> {
        let template = &self.settings.search_body;
        if !template.contains(super::form::PLACEHOLDER) {
            let body = self.post_plan_search(template.clone(), urgency).await?;
            return listing(&body, SEARCH_PLANS, translate::plan);
        }
        let mut found = Merged::default();
        for country in self.or_all(countries).await? {
            let body = template.replace(super::form::PLACEHOLDER, country.alpha3());
            let body = self.post_plan_search(body, urgency).await?;
            found.add(listing(&body, SEARCH_PLANS, translate::plan)?);
        }
        Ok(found.listing)
    }

    /// `GET /plans/{iso3}/local` for each country. A country without any is none of the answer's business;
    /// when not one country is known, the server has no such list at all.
    async fn local_plans(&self, countries: &[Country]) -> Result<Listing<Plan>> {
        let urgency = if countries.len() == 1 { Urgency::Urgent } else { Urgency::Usual };
        let mut found = Merged::default();
        let mut refusal = None;
        let mut answers = 0_usize;
        for country in self.or_all(countries).await? {
            match self.get_local_plans(country.alpha3(), urgency).await {
                Ok(body) => {
                    answers += 1;
                    found.add(local_listing(&body)?);
                }
                Err(error) if error.kind == Kind::NotFound => refusal = Some(error),
                Err(error) => return Err(error),
            }
        }
        match refusal {
            Some(error) if answers == 0 => Err(error),
            Some(_) | None => Ok(found.listing),
        }
    }

    async fn or_all(&self, countries: &[Country]) -> Result<Vec<Country>> {
        if !countries.is_empty() {
            return Ok(countries.to_vec());
        }
        let destinations = self.destinations().await?;
        Ok(destinations.rows.into_iter().filter_map(|destination| destination.country).collect())
    }
}

/// Lists put together, each plan once.
struct Merged {
    listing: Listing<Plan>,
    seen: HashSet<PlanId>,
}

impl Default for Merged {
    fn default() -> Self {
        Self { listing: Listing::complete(Vec::new()), seen: HashSet::new() }
    }
}

impl Merged {
    fn add(&mut self, more: Listing<Plan>) {
        let seen = &mut self.seen;
        self.listing.rows.extend(more.rows.into_iter().filter(|plan| seen.insert(plan.id.clone())));
        self.listing.skipped.extend(more.skipped);
    }
}

/// `{regular, unlimited}`, or a bare list.
fn local_listing(body: &[u8]) -> Result<Listing<Plan>> {
    let raw: &RawValue = decode(body, LIST_LOCAL_PLANS)?;
    if raw.get().starts_with('[') {
        return listing(body, LIST_LOCAL_PLANS, translate::plan);
    }
    let plans: wire::LocalPlans<'_> = decode(body, LIST_LOCAL_PLANS)?;
    let rows: Vec<_> = [plans.regular, plans.unlimited].into_iter().flatten().flatten().collect();
    Ok(wire::rows(&rows, translate::plan))
}

fn pick(listing: &Listing<Plan>, id: &PlanId) -> Option<Plan> {
    listing.rows.iter().find(|plan| plan.id == *id).cloned()
}

/// Whether the server does not know the search, or not with this body.
fn is_no_such_search(error: &Error) -> bool {
    matches!(error.status, Some(400 | 404 | 405 | 422))
}
