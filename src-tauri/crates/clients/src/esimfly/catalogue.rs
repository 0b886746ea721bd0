//! What eSIMfly sells. Its catalogue has no way to ask for one package, so one is searched for by the name
//! of its place, and called gone only when the whole catalogue does not have it.

use super::Esimfly;
use super::calls::{LIST_PACKAGES, LIST_TOP_UPS, unreadable};
use super::pages::{List, Reader};
use super::places::{Atlas, Names};
use super::translate::{self, Sold};
use crate::http::Urgency;
use crate::json::rows;
use async_trait::async_trait;
use esim_desk_model::{Country, Coverage, EsimId, Iccid, Plan, PlanId};
use esim_desk_provider::{Catalogue, Destination, Error, Kind, Listing, Result, Scopes};
use serde_json::value::RawValue;
use std::sync::{Arc, PoisonError};

#[async_trait]
impl Catalogue for Esimfly {
    /// Out of the packages: there is no list of its own. What was read last for [`Self::plans`] serves.
    async fn destinations(&self) -> Result<Listing<Destination>> {
        Ok(Listing::complete(self.atlas().await?.destinations()))
    }

    async fn scopes(&self, country: Country) -> Result<Option<Scopes>> {
        Ok(self.atlas().await?.scopes(country))
    }

    async fn plans(&self, _countries: &[Country]) -> Result<Listing<Plan>> {
        let read = |raws: &[&RawValue]| rows(raws, translate::package);
        let reader = Reader { rows: read, id: |sold: &Sold| sold.plan.id.0.clone() };
        let sold = self.walk_long(&packages(Urgency::Usual, None), &reader, &self.reading).await?;
        Ok(self.charted(sold))
    }

    fn read_so_far(&self) -> Option<(u32, u32)> {
        self.reading.so_far()
    }

    async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>> {
        if let Some(place) = self.place_name(known) {
            match self.sold(&packages(Urgency::Urgent, Some(&place))).await {
                Ok(found) => {
                    if let Some(plan) = pick(self.settled(found), id) {
                        return Ok(Some(plan));
                    }
                }
                Err(error) if error.kind.passes() || error.kind == Kind::Credentials => return Err(error),
                // A search that is refused says nothing of the package.
                Err(_) => {}
            }
        }
        let all = self.charted(self.sold(&packages(Urgency::Urgent, None)).await?);
        let complete = all.is_complete();
        match pick(all, id) {
            Some(plan) => Ok(Some(plan)),
            None if complete => Ok(None),
            None => Err(unreadable("data.packages", LIST_PACKAGES)),
        }
    }
}

impl Esimfly {
    /// What can be added to one eSIM now. The codes are that eSIM's alone; an empty list is a whole answer.
    ///
    /// # Errors
    /// `Refused` where this eSIM takes none, `Forbidden` for an ICCID of somebody else or of nobody.
    pub async fn top_up_plans(&self, esim: &EsimId) -> Result<Listing<Plan>> {
        let Ok(iccid) = Iccid::parse(esim.as_str()) else {
            return Err(Error::without_effect(Kind::NotFound, LIST_TOP_UPS));
        };
        let list = List {
            operation: LIST_TOP_UPS,
            urgency: Urgency::Urgent,
            path: &["topup", "packages"],
            query: vec![("iccid", iccid.as_str())],
        };
        let Listing { rows, skipped } = self.sold(&list).await?;
        Ok(Listing { rows: rows.into_iter().map(|sold| sold.plan).collect(), skipped })
    }

    async fn sold(&self, list: &List<'_>) -> Result<Listing<Sold>> {
        let read = |raws: &[&RawValue]| rows(raws, translate::package);
        self.walk(list, &Reader { rows: read, id: |sold: &Sold| sold.plan.id.0.clone() }).await
    }

    /// The plans of the whole catalogue; what they say of names and places is kept.
    fn charted(&self, sold: Listing<Sold>) -> Listing<Plan> {
        let mut names = Names::default();
        sold.rows.iter().for_each(|sold| names.learn_from(&sold.extent));
        let mut atlas = Atlas::new(names);
        let mut plans = Vec::with_capacity(sold.rows.len());
        for Sold { plan, extent } in sold.rows {
            let coverage = extent.coverage(&atlas.names);
            atlas.add(&coverage, &extent);
            plans.push(Plan { coverage, ..plan });
        }
        *self.atlas.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(atlas));
        Listing { rows: plans, skipped: sold.skipped }
    }

    /// A part of the catalogue, with the names that the whole told, and its own.
    fn settled(&self, sold: Listing<Sold>) -> Listing<Plan> {
        let known = self.known_atlas();
        let mut own = Names::default();
        sold.rows.iter().for_each(|sold| own.learn_from(&sold.extent));
        let names = known.as_ref().map_or(&own, |atlas| &atlas.names);
        let rows = sold.rows.into_iter();
        let rows = rows.map(|Sold { plan, extent }| Plan { coverage: extent.coverage(names), ..plan });
        Listing { rows: rows.collect(), skipped: sold.skipped }
    }

    async fn atlas(&self) -> Result<Arc<Atlas>> {
        if let Some(atlas) = self.known_atlas() {
            return Ok(atlas);
        }
        let sold = self.sold(&packages(Urgency::Usual, None)).await?;
        self.charted(sold);
        Ok(self.known_atlas().unwrap_or_default())
    }

    pub(super) fn known_atlas(&self) -> Option<Arc<Atlas>> {
        self.atlas.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What the catalogue's search is asked for to find this plan again.
    fn place_name(&self, known: &Plan) -> Option<String> {
        let by_coverage = match &known.coverage {
            Coverage::Local { country } => {
                self.known_atlas().and_then(|atlas| atlas.name_of(*country).map(str::to_owned))
            }
            Coverage::Regional { region, .. } => Some(region.clone()),
            Coverage::Global { .. } | Coverage::NotSaid => None,
        };
        by_coverage.or_else(|| known.name.as_deref().map(first_words)).filter(|name| !name.is_empty())
    }
}

fn packages(urgency: Urgency, search: Option<&str>) -> List<'_> {
    let query = search.map(|search| ("search", search)).into_iter().collect();
    List { operation: LIST_PACKAGES, urgency, path: &["esims", "packages"], query }
}

/// A package's name begins with its place: "United States 1GB 7Days".
fn first_words(name: &str) -> String {
    let is_place = |word: &&str| {
        !word.starts_with(|c: char| c.is_ascii_digit()) && !word.eq_ignore_ascii_case("unlimited")
    };
    name.split_whitespace().take_while(is_place).collect::<Vec<_>>().join(" ")
}

fn pick(listing: Listing<Plan>, id: &PlanId) -> Option<Plan> {
    listing.rows.into_iter().find(|plan| plan.id == *id)
}
