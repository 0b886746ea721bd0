//! The plans that the agency made at Telkor. They have no prices, and a coverage does not list its countries:
//! those are asked for one by one.

use super::calls::Call;
use super::links::Link;
use super::paths::Path;
use super::plan::{self, Listed, NamedCoverage};
use super::{Telkor, complete, locked, must_be, wire};
use crate::http::Urgency;
use async_trait::async_trait;
use esim_desk_model::{Country, Coverage, Data, Plan, PlanId};
use esim_desk_provider::{Catalogue, Destination, Error, Kind, Listing, Result, Scopes};
use std::collections::{BTreeMap, BTreeSet};

const LIST_PLANS: &str = "list plans";
const READ_PLAN: &str = "read a plan";
const LIST_COVERAGES: &str = "list coverages";

/// Coverages by id.
type Coverages = BTreeMap<String, NamedCoverage>;

#[async_trait]
impl Catalogue for Telkor {
    /// The countries of every coverage, as far as they were asked for already; a coverage of which no country
    /// is known stands there by its name.
    async fn destinations(&self) -> Result<Listing<Destination>> {
        let coverages = self.coverages(Urgency::Urgent).await?;
        let mut found: BTreeSet<Country> = BTreeSet::new();
        let mut rows = Vec::new();
        for coverage in coverages.rows {
            let countries = self.countries_of(&coverage);
            if countries.is_empty() {
                rows.push(Destination { name: coverage.name.unwrap_or(coverage.id), country: None });
            }
            found.extend(countries);
        }
        let named =
            |country: Country| Destination { name: country.alpha3().to_owned(), country: Some(country) };
        rows.extend(found.into_iter().map(named));
        Ok(Listing { rows, skipped: coverages.skipped })
    }

    async fn scopes(&self, country: Country) -> Result<Option<Scopes>> {
        let ids = self.covering(country, Urgency::Urgent).await?;
        let sizes: Vec<_> = ids.iter().map(|id| self.known_countries(id).len()).collect();
        let whole = self.knows_all_countries();
        let local = whole && sizes.contains(&1);
        let regional = sizes.iter().any(|size| !whole || *size > 1);
        Ok((!ids.is_empty()).then_some(Scopes { local, regional, global: false }))
    }

    /// Every plan. For a whole list each country is asked for by itself, which takes a while and is done once
    /// in a synchronisation.
    async fn plans(&self, countries: &[Country]) -> Result<Listing<Plan>> {
        let listing = self.listed(Call::usual(LIST_PLANS, Path::Plans), plan::listed).await?;
        let coverages = self.coverages_or_none().await?;
        let named: Vec<_> = listing.rows.iter().filter_map(|row| row.coverage.as_ref()).collect();
        let is_told = |id: &String| coverages.get(id).is_some_and(|coverage| !coverage.countries.is_empty());
        if !named.iter().all(|coverage| is_told(&coverage.id)) {
            if countries.is_empty() { self.ask_for_all().await? } else { self.ask_for(countries).await? }
        }
        let rows = listing.rows.into_iter().map(|row| self.with_coverage(row, &coverages)).collect();
        Ok(Listing { rows, skipped: listing.skipped })
    }

    /// A coverage cannot be read by itself, so what staff saw of it stands while it is the same one.
    async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>> {
        let Some(body) = self.found(&Call::urgent(READ_PLAN, Path::Plan).of(id.as_str())).await? else {
            return Ok(None);
        };
        let (row, raw) = wire::object(&body, READ_PLAN)?;
        let listed = plan::listed(&row, raw).map_err(|misfit| wire::unreadable(misfit, READ_PLAN))?;
        must_be(id.as_str(), listed.plan.id.as_str(), READ_PLAN)?;
        Ok(Some(self.sized(as_known(listed, known))))
    }
}

impl Telkor {
    /// The plans that fit what is bound to a link.
    ///
    /// # Errors
    /// Those of reading; `Unreadable` where a row of the list cannot be read.
    pub async fn plans_for_link(&self, link: &Link) -> Result<Vec<PlanId>> {
        let call = Call::urgent(LIST_PLANS, Path::Plans).query("for_link_id", &link.id);
        let listing = self.listed(call, |row, _| Ok(PlanId(row.id()?))).await?;
        complete(listing, LIST_PLANS)
    }

    async fn coverages(&self, urgency: Urgency) -> Result<Listing<NamedCoverage>> {
        let call = Call { urgency, ..Call::usual(LIST_COVERAGES, Path::Coverages) };
        self.listed(call, plan::named_coverage).await
    }

    /// Plans are worth showing without their countries too.
    async fn coverages_or_none(&self) -> Result<Coverages> {
        match self.coverages(Urgency::Usual).await {
            Ok(listing) => Ok(listing.rows.into_iter().map(|row| (row.id.clone(), row)).collect()),
            Err(error) if is_closed(&error) => Ok(Coverages::new()),
            Err(error) => Err(error),
        }
    }

    /// Asks for each country which coverages hold it, as far as the account may.
    async fn ask_for(&self, countries: &[Country]) -> Result<()> {
        for country in countries {
            match self.covering(*country, Urgency::Usual).await {
                Err(error) if !is_closed(&error) => return Err(error),
                Ok(_) | Err(_) => {}
            }
        }
        Ok(())
    }

    /// The same for every country there is.
    async fn ask_for_all(&self) -> Result<()> {
        for country in every_country() {
            if locked(&self.covering).asked.contains(&country) {
                continue;
            }
            match self.covering(country, Urgency::Usual).await {
                Ok(_) => locked(&self.covering).asked.insert(country),
                Err(error) if is_closed(&error) => return Ok(()),
                Err(error) => return Err(error),
            };
        }
        locked(&self.covering).asked.clear();
        Ok(())
    }

    /// The coverages that hold a country. A country that Telkor does not know (422) is in none.
    async fn covering(&self, country: Country, urgency: Urgency) -> Result<BTreeSet<String>> {
        let call = Call { urgency, ..Call::usual(LIST_COVERAGES, Path::Coverages) };
        let call = call.query("countries", country.alpha3());
        let ids: BTreeSet<_> = match self.listed(call, |row, _| row.id()).await {
            Ok(listing) => complete(listing, LIST_COVERAGES)?.into_iter().collect(),
            Err(error) if error.status == Some(422) => BTreeSet::new(),
            Err(error) => return Err(error),
        };
        locked(&self.covering).of.insert(country, ids.clone());
        Ok(ids)
    }

    fn with_coverage(&self, listed: Listed, coverages: &Coverages) -> Plan {
        let Listed { plan, coverage } = listed;
        let mut plan = self.sized(plan);
        let Some(named) = coverage else { return plan };
        let known = coverages.get(&named.id);
        let countries = self.countries_of(known.unwrap_or(&named));
        let name = named.name.as_deref().or_else(|| known.and_then(|known| known.name.as_deref()));
        let told = known.is_some_and(|known| !known.countries.is_empty());
        plan.networks = plan::networks(&known.unwrap_or(&named).operators);
        plan.coverage = plan::coverage(name, countries, told || self.knows_all_countries());
        plan
    }

    /// A plan whose MB are counted as this server means them.
    pub(super) fn sized(&self, plan: Plan) -> Plan {
        let data = match plan.data {
            Some(Data::Bytes(bytes)) if self.settings.decimal_megabytes => {
                (bytes >> 20).checked_mul(1_000_000).map(Data::Bytes)
            }
            told => told,
        };
        Plan { data, ..plan }
    }

    fn countries_of(&self, coverage: &NamedCoverage) -> Vec<Country> {
        if coverage.countries.is_empty() {
            self.known_countries(&coverage.id)
        } else {
            coverage.countries.clone()
        }
    }

    fn known_countries(&self, coverage: &str) -> Vec<Country> {
        let covering = locked(&self.covering);
        let holds = covering.of.iter().filter(|(_, ids)| ids.contains(coverage));
        holds.map(|(country, _)| *country).collect()
    }

    fn knows_all_countries(&self) -> bool {
        locked(&self.covering).of.len() >= every_country().len()
    }
}

fn as_known(listed: Listed, known: &Plan) -> Plan {
    let name = listed.coverage.as_ref().and_then(|coverage| coverage.name.as_deref());
    let is_same = match &known.coverage {
        Coverage::Regional { region, .. } => name.is_none_or(|name| name == region.as_str()),
        Coverage::Local { .. } | Coverage::Global { .. } => listed.coverage.is_some(),
        Coverage::NotSaid => listed.coverage.is_none(),
    };
    if is_same {
        let (coverage, networks) = (known.coverage.clone(), known.networks.clone());
        return Plan { coverage, networks, ..listed.plan };
    }
    let coverage = plan::coverage(name, Vec::new(), false);
    Plan { coverage, ..listed.plan }
}

/// Whether the account may not look, or the path does not fit.
fn is_closed(error: &Error) -> bool {
    matches!(error.kind, Kind::Forbidden | Kind::NotFound)
}

/// Every country with a code of two letters.
fn every_country() -> Vec<Country> {
    let letters = || b'A'..=b'Z';
    let codes = letters().flat_map(|first| letters().map(move |second| [first, second]));
    codes.filter_map(|code| Country::from_code(std::str::from_utf8(&code).ok()?)).collect()
}
