//! Where packages work. eSIMfly gives ISO codes for its own network's packages and names for the rest; a
//! name is resolved only by what the same catalogue says elsewhere, never guessed.

use super::wire;
use esim_desk_model::{Country, Coverage};
use esim_desk_provider::{Destination, Scopes};
use std::collections::{BTreeMap, HashMap};

/// Names of countries in small letters, as the catalogue itself ties them to codes, each as it is written.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, (String, Country)>);

impl Names {
    fn learn(&mut self, name: &str, country: Country) {
        let name = name.trim();
        if !name.is_empty() {
            self.0.entry(folded(name)).or_insert_with(|| (name.to_owned(), country));
        }
    }

    /// Takes in what one package says of names.
    pub fn learn_from(&mut self, package: &Extent) {
        for (name, country) in &package.named {
            self.learn(name, *country);
        }
        if let ("local", [only], Some(region)) =
            (package.kind.as_str(), package.countries.as_slice(), &package.region)
        {
            self.learn(region, *only);
        }
    }

    /// The country of a name, or of a code.
    pub fn country(&self, name: &str) -> Option<Country> {
        self.0.get(&folded(name)).map(|(_, country)| *country).or_else(|| Country::from_code(name))
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What one package says of where it works.
#[derive(Clone, Debug)]
pub(super) struct Extent {
    kind: String,
    region: Option<String>,
    /// By their codes.
    countries: Vec<Country>,
    /// Names with their codes.
    named: Vec<(String, Country)>,
    /// Names without.
    names: Vec<String>,
}

impl Extent {
    pub fn of(package: &wire::Package<'_>) -> Self {
        let networks = || package.networks.iter().flatten();
        let code = |network: &wire::Network| {
            let code = network.country_iso2.as_deref().or(network.country_code.as_deref());
            code.and_then(Country::from_code)
        };
        let mut countries = Vec::new();
        let listed = package.countries.iter().flatten().flatten();
        for country in listed.filter_map(|code| Country::from_code(code)) {
            push_new(&mut countries, country);
        }
        if countries.is_empty() {
            networks().filter_map(code).for_each(|country| push_new(&mut countries, country));
        }
        let named = networks().filter_map(|network| Some((network.country_name.clone()?, code(network)?)));
        let locations = package.locations.iter().flatten();
        Self {
            kind: package.kind.as_deref().unwrap_or_default().trim().to_ascii_lowercase(),
            region: package.region.clone().filter(|region| !region.trim().is_empty()),
            countries,
            named: named.collect(),
            names: locations.filter_map(|location| location.location_name.clone()).collect(),
        }
    }

    /// Where it works, with the names that are known.
    pub fn coverage(&self, names: &Names) -> Coverage {
        let mut countries = self.countries.clone();
        if countries.is_empty() {
            let known = self.names.iter().filter_map(|name| names.country(name));
            known.for_each(|country| push_new(&mut countries, country));
        }
        let is_one_country = matches!(self.kind.as_str(), "local" | "enterprise" | "");
        if countries.is_empty() && is_one_country {
            countries.extend(self.region.as_deref().and_then(|region| names.country(region)));
        }
        match (self.kind.as_str(), countries.as_slice()) {
            ("global", _) => Coverage::Global { countries },
            ("local" | "enterprise" | "", [country]) => Coverage::Local { country: *country },
            (_, _) => match &self.region {
                Some(region) => Coverage::Regional { region: region.clone(), countries },
                None if countries.is_empty() => Coverage::NotSaid,
                None => Coverage::Regional { region: String::new(), countries },
            },
        }
    }
}

/// Where the packages of one reading work, all together.
#[derive(Debug, Default)]
pub(super) struct Atlas {
    pub names: Names,
    countries: BTreeMap<Country, Scopes>,
    /// What local packages call their country where no code is known.
    unresolved: Vec<String>,
}

impl Atlas {
    pub fn new(names: Names) -> Self {
        Self { names, ..Self::default() }
    }

    pub fn add(&mut self, coverage: &Coverage, extent: &Extent) {
        for country in coverage.countries() {
            let none = Scopes { local: false, regional: false, global: false };
            let scopes = self.countries.entry(*country).or_insert(none);
            match coverage {
                Coverage::Local { .. } => scopes.local = true,
                Coverage::Regional { .. } => scopes.regional = true,
                Coverage::Global { .. } => scopes.global = true,
                Coverage::NotSaid => {}
            }
        }
        let region = extent.region.as_ref().filter(|_| extent.kind == "local");
        if let Some(region) = region.filter(|region| coverage.countries().is_empty() && !self.has(region)) {
            self.unresolved.push(region.clone());
        }
    }

    fn has(&self, region: &str) -> bool {
        self.unresolved.iter().any(|known| known == region)
    }

    pub fn scopes(&self, country: Country) -> Option<Scopes> {
        self.countries.get(&country).copied()
    }

    /// The catalogue's name of a country.
    pub fn name_of(&self, country: Country) -> Option<&str> {
        let names = self.names.0.values().filter(|(_, known)| *known == country).map(|(name, _)| name);
        // The shortest, for several packages may word it differently and a search takes parts.
        names.min_by_key(|name| (name.len(), name.as_str())).map(String::as_str)
    }

    pub fn destinations(&self) -> Vec<Destination> {
        let known = self.countries.keys().map(|country| Destination {
            name: self.name_of(*country).unwrap_or_else(|| country.alpha2()).to_owned(),
            country: Some(*country),
        });
        let unknown = self.unresolved.iter().map(|name| Destination { name: name.clone(), country: None });
        known.chain(unknown).collect()
    }
}

fn push_new(countries: &mut Vec<Country>, country: Country) {
    if !countries.contains(&country) {
        countries.push(country);
    }
}
