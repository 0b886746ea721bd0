//! Telkor's plans and coverages in our words.

use super::wire::{self, Misfit, Row};
use esim_desk_model::{Country, Coverage, Data, DataUnit, Network, Plan, PlanFeature, PlanId, Start};

/// A plan as it is listed, and the coverage it names.
pub(super) struct Listed {
    pub plan: Plan,
    pub coverage: Option<NamedCoverage>,
}

/// A coverage as far as a row tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct NamedCoverage {
    pub id: String,
    pub name: Option<String>,
    pub operators: Vec<String>,
    /// Where the operators' rows name their countries; usually none do.
    pub countries: Vec<Country>,
}

pub(super) fn listed(row: &Row<'_>, _raw: &str) -> Result<Listed, Misfit> {
    let coverage = match row.row(wire::COVERAGE) {
        Ok(Some(coverage)) => Some(named_coverage(&coverage, "")?),
        Ok(None) => row.text(wire::COVERAGE_ID)?.map(|id| NamedCoverage { id, ..NamedCoverage::default() }),
        Err(_) => row.text(wire::COVERAGE)?.map(|id| NamedCoverage { id, ..NamedCoverage::default() }),
    };
    Ok(Listed { plan: fields(row, row.id()?)?, coverage })
}

pub(super) fn named_coverage(row: &Row<'_>, _raw: &str) -> Result<NamedCoverage, Misfit> {
    let operators = row.rows(wire::OPERATORS);
    let words = operators.iter().chain([row]).flat_map(|row| row.words(wire::COUNTRIES));
    let mut countries: Vec<_> = words.filter_map(|word| Country::from_code(&word)).collect();
    countries.sort();
    countries.dedup();
    let names = operators.iter().filter_map(|operator| operator.text(wire::NAME).ok().flatten());
    Ok(NamedCoverage {
        id: row.text(wire::ID)?.unwrap_or_default(),
        name: row.text(wire::NAME)?,
        operators: names.collect(),
        countries,
    })
}

/// Where a plan works. `whole` is whether every country there is was asked for.
pub(super) fn coverage(name: Option<&str>, countries: Vec<Country>, whole: bool) -> Coverage {
    let is_global =
        |name: &str| matches!(name.to_ascii_lowercase().as_str(), "global" | "world" | "worldwide");
    match (name, countries.as_slice()) {
        (_, [country]) if whole => Coverage::Local { country: *country },
        (Some(name), _) if is_global(name) => Coverage::Global { countries },
        (Some(name), _) => Coverage::Regional { region: name.to_owned(), countries },
        (None, []) => Coverage::NotSaid,
        (None, [_, ..]) => Coverage::Regional { region: String::new(), countries },
    }
}

pub(super) fn networks(operators: &[String]) -> Vec<Network> {
    operators.iter().map(|name| Network { name: name.clone(), speeds: Vec::new() }).collect()
}

/// A plan of which no more is said.
pub(super) fn sparse(id: String) -> Plan {
    Plan {
        id: PlanId(id),
        name: None,
        coverage: Coverage::NotSaid,
        data: None,
        throttling: None,
        calls: None,
        texts: None,
        days: None,
        start: Start::NotSaid,
        features: Vec::new(),
        networks: Vec::new(),
        prices: Vec::new(),
    }
}

/// A plan's MB are read as mebibytes: one of 5120 MB is called "5 GB" and allocates 5120 MiB.
pub(super) fn fields(row: &Row<'_>, id: String) -> Result<Plan, Misfit> {
    let is_limit = |word: &String| !matches!(word.to_ascii_lowercase().as_str(), "unlimited" | "none");
    let size = row.text(wire::INCLUDED_MB)?;
    let reactivation = row.text(wire::REACTIVATION)?;
    Ok(Plan {
        name: row.text(wire::NAME)?,
        data: size.and_then(|text| text.parse().ok()).and_then(|mb| Data::of(mb, DataUnit::Mebibyte)),
        throttling: row.text(wire::BASE_THROTTLE)?.filter(is_limit),
        days: row.text(wire::DAYS)?.and_then(|days| days.parse().ok()).filter(|days| *days > 0),
        features: reactivation
            .map(|word| PlanFeature::Other(format!("reactivation: {word}")))
            .into_iter()
            .collect(),
        ..sparse(id)
    })
}
