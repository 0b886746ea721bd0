//! The plans that the agency made at Telkor. They have no prices, and a coverage does not list its countries:
//! those are asked for one by one, and remembered for half a day.

use super::calls::Call;
use super::links::Link;
use super::paths::Path;
use super::plan::{self, Listed, NamedCoverage};
use super::{Telkor, complete, locked, must_be, wire};
use esim_desk_model::{Country, Coverage, Data, Plan, PlanId};
use esim_desk_provider::{Error, Kind, Listing, Result};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

const LIST_PLANS: &str = "list plans";
const READ_PLAN: &str = "read a plan";
const LIST_COVERAGES: &str = "list coverages";

/// For so long the countries of the coverages are not asked for again, unless a coverage is new.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(12);

/// Coverages by id.
type Coverages = BTreeMap<String, NamedCoverage>;

impl Telkor {
    /// Every plan of the agency. The first reading, and one a half day later, asks for each country by itself,
    /// which takes a while.
    pub(super) async fn plans(&self) -> Result<Listing<Plan>> {
        let listing = self.listed(Call::usual(LIST_PLANS, Path::Plans), plan::listed).await?;
        let coverages = self.coverages_or_none().await?;
        let mut named = listing.rows.iter().filter_map(|row| row.coverage.as_ref()).map(|row| &row.id);
        let is_told = |id: &String| coverages.get(id).is_some_and(|coverage| !coverage.countries.is_empty());
        if !named.all(is_told) {
            self.ask_for_countries(&coverages).await?;
        }
        let rows = listing.rows.into_iter().map(|row| self.with_coverage(row, &coverages)).collect();
        Ok(Listing { rows, skipped: listing.skipped })
    }

    /// One plan; `None` when there is no such. A coverage cannot be read by itself, so what staff saw of it in
    /// `known` stands while it is the same one.
    pub(super) async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>> {
        let Some(body) = self.found(&Call::urgent(READ_PLAN, Path::Plan).of(id.as_str())).await? else {
            return Ok(None);
        };
        let (row, raw) = wire::object(&body, READ_PLAN)?;
        let listed = plan::listed(&row, raw).map_err(|misfit| wire::unreadable(misfit, READ_PLAN))?;
        must_be(id.as_str(), listed.plan.id.as_str(), READ_PLAN)?;
        Ok(Some(self.sized(as_known(listed, known))))
    }

    /// The plans that fit SIMs of a zone.
    pub(super) async fn plans_of_zone(&self, zone: &str) -> Result<BTreeSet<PlanId>> {
        let call = Call::usual(LIST_PLANS, Path::Plans).query("compatibility_zones", zone);
        let ids = self.listed(call, |row, _| Ok(PlanId(row.id()?))).await?;
        Ok(complete(ids, LIST_PLANS)?.into_iter().collect())
    }

    /// The plans that fit what is bound to a link.
    pub(super) async fn plans_for_link(&self, link: &Link) -> Result<Vec<Listed>> {
        let call = Call::urgent(LIST_PLANS, Path::Plans).query("for_link_id", &link.id);
        complete(self.listed(call, plan::listed).await?, LIST_PLANS)
    }

    /// The same as plans; where they work is as `known` has it, or as far as it was asked for already.
    pub(super) async fn plans_on_link(&self, link: &Link, known: &[Plan]) -> Result<Vec<Plan>> {
        let fitting = self.plans_for_link(link).await?.into_iter();
        let plan = |listed: Listed| match known.iter().find(|known| known.id == listed.plan.id) {
            Some(known) => self.sized(as_known(listed, known)),
            None => self.with_coverage(listed, &Coverages::new()),
        };
        Ok(fitting.map(plan).collect())
    }

    /// Plans are worth showing without their countries too.
    async fn coverages_or_none(&self) -> Result<Coverages> {
        match self.listed(Call::usual(LIST_COVERAGES, Path::Coverages), plan::named_coverage).await {
            Ok(listing) => Ok(listing.rows.into_iter().map(|row| (row.id.clone(), row)).collect()),
            Err(error) if is_closed(&error) => Ok(Coverages::new()),
            Err(error) => Err(error),
        }
    }

    /// Asks for each country which coverages hold it, as far as the account may. What broke off goes on where
    /// it was.
    async fn ask_for_countries(&self, coverages: &Coverages) -> Result<()> {
        let now = self.http.now_there();
        let ids: BTreeSet<String> = coverages.keys().cloned().collect();
        {
            let mut covering = locked(&self.covering);
            let is_young = covering.asked_at.is_some_and(|at| now.duration_since(at) < REMEMBERED);
            if is_young && ids.is_subset(&covering.coverages) {
                return Ok(());
            }
            covering.asked_at = None;
        }
        for country in every_country() {
            if locked(&self.covering).asked.contains(&country) {
                continue;
            }
            match self.covering(country).await {
                Ok(()) => locked(&self.covering).asked.insert(country),
                Err(error) if is_closed(&error) => return Ok(()),
                Err(error) => return Err(error),
            };
        }
        let mut covering = locked(&self.covering);
        covering.asked.clear();
        (covering.asked_at, covering.coverages) = (Some(now), ids);
        Ok(())
    }

    /// Asks which coverages hold a country. One that Telkor does not know (422) is in none.
    async fn covering(&self, country: Country) -> Result<()> {
        let call = Call::usual(LIST_COVERAGES, Path::Coverages).query("countries", country.alpha3());
        let ids: BTreeSet<_> = match self.listed(call, |row, _| row.id()).await {
            Ok(listing) => complete(listing, LIST_COVERAGES)?.into_iter().collect(),
            Err(error) if error.status == Some(422) => BTreeSet::new(),
            Err(error) => return Err(error),
        };
        locked(&self.covering).of.insert(country, ids);
        Ok(())
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
    matches!(error.kind, Kind::Forbidden | Kind::Path { .. })
}

/// Every country with a code of two letters.
fn every_country() -> Vec<Country> {
    let letters = || b'A'..=b'Z';
    let codes = letters().flat_map(|first| letters().map(move |second| [first, second]));
    codes.filter_map(|code| Country::from_code(std::str::from_utf8(&code).ok()?)).collect()
}
