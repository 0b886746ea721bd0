//! What eSIM Go sells. It has no list of destinations, so they are those of the catalogue as it was last read.

use super::calls::{LIST_PLANS, READ_PLAN};
use super::lists::{Gathered, Pages, row};
use super::{EsimGo, held, lists, sold, wire};
use crate::http::Urgency;
use async_trait::async_trait;
use esim_desk_model::{Country, Coverage, Plan, PlanId};
use esim_desk_provider::{Catalogue, Destination, Listing, Result, Scopes};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The names under which bundles may stand.
const NAMES: &[&str] = &["bundles", "data"];

/// A catalogue as it was last read.
#[derive(Clone, Debug, Default)]
pub(super) struct Sold {
    countries: BTreeMap<Country, Scopes>,
    plans: HashMap<PlanId, Plan>,
}

impl Sold {
    fn of(plans: &[Plan]) -> Self {
        let mut sold = Self::default();
        for plan in plans {
            for country in plan.coverage.countries() {
                let none = Scopes { local: false, regional: false, global: false };
                let scopes = sold.countries.entry(*country).or_insert(none);
                match plan.coverage {
                    Coverage::Local { .. } => scopes.local = true,
                    Coverage::Regional { .. } => scopes.regional = true,
                    Coverage::Global { .. } => scopes.global = true,
                    Coverage::NotSaid => {}
                }
            }
            sold.plans.insert(plan.id.clone(), plan.clone());
        }
        sold
    }

    /// A plan as the catalogue had it.
    pub fn plan(&self, id: &PlanId) -> Option<&Plan> {
        self.plans.get(id)
    }
}

#[async_trait]
impl Catalogue for EsimGo {
    async fn destinations(&self) -> Result<Listing<Destination>> {
        let (sold, skipped) = self.sold().await?;
        let named = |country: &Country| Destination { name: country.to_string(), country: Some(*country) };
        Ok(Listing { rows: sold.countries.keys().map(named).collect(), skipped })
    }

    async fn scopes(&self, country: Country) -> Result<Option<Scopes>> {
        Ok(self.sold().await?.0.countries.get(&country).copied())
    }

    async fn plans(&self, _countries: &[Country]) -> Result<Listing<Plan>> {
        let currency = self.currency().await?;
        let _running = self.reading.running();
        let listing = match self.reading.kept() {
            Some(part) => {
                let gathered = self.read_on(part, &currency).await?;
                // What was read before and after the break does not fit together.
                if gathered.has_changed() { self.read_on(none_yet(), &currency).await? } else { gathered }
            }
            None => self.read_on(none_yet(), &currency).await?,
        };
        let listing = listing.finish();
        *held(&self.sold) = Some(Arc::new(Sold::of(&listing.rows)));
        Ok(listing)
    }

    fn read_so_far(&self) -> Option<(u32, u32)> {
        self.reading.so_far()
    }

    /// Networks stand only in this answer and not in the list, and would look like a change of the plan; what
    /// was known of them stays.
    async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>> {
        let plan = self.bundle(id).await?;
        Ok(plan.map(|plan| Plan { networks: known.networks.clone(), ..plan }))
    }
}

fn none_yet() -> Gathered<Plan> {
    Gathered::new(|plan: &Plan| plan.id.as_str())
}

impl EsimGo {
    /// Reads the catalogue on; what broke off is kept.
    async fn read_on(&self, mut part: Gathered<Plan>, currency: &str) -> Result<Gathered<Plan>> {
        let list = Pages {
            operation: LIST_PLANS,
            urgency: Urgency::Usual,
            path: "catalogue",
            names: NAMES,
            size: ("perPage", "1000"),
            query: Vec::new(),
        };
        let read = |wire: wire::Bundle, _: &str| sold::plan(&wire, currency);
        match self.go_on(&list, &mut part, read, |read, of| self.reading.note(read, of)).await {
            Ok(()) => Ok(part),
            Err(error) => {
                self.reading.keep(part);
                Err(error)
            }
        }
    }

    /// One bundle with all that is said of it, networks too; `None` when it is not sold.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn bundle(&self, id: &PlanId) -> Result<Option<Plan>> {
        let currency = self.currency().await?;
        let Some(body) = self.get_bundle(id.as_str()).await? else { return Ok(None) };
        let Some(raw) = lists::at_most_one(&body, NAMES, READ_PLAN)? else { return Ok(None) };
        let wire: wire::Bundle = row(raw, READ_PLAN)?;
        let plan = sold::plan(&wire, &currency).map_err(|_| lists::unreadable("name", READ_PLAN))?;
        if plan.id == *id { Ok(Some(plan)) } else { Err(lists::unreadable("name", READ_PLAN)) }
    }

    async fn sold(&self) -> Result<(Arc<Sold>, Vec<esim_desk_provider::Skipped>)> {
        let known = held(&self.sold).clone();
        match known {
            Some(sold) => Ok((sold, Vec::new())),
            None => {
                let listing = self.plans(&[]).await?;
                Ok((Arc::new(Sold::of(&listing.rows)), listing.skipped))
            }
        }
    }
}
