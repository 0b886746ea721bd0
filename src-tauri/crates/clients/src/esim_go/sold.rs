//! What eSIM Go sells, in our words: coverage, data, throttling and price of a bundle. Pure.

use super::translate::{Misfit, data_allowance, is};
use super::units::{bytes, filled, money, number, words};
use super::wire;
use esim_desk_model::{Allowance, Country, Coverage, Data, Network, Plan, PlanFeature, PlanId, Start};

/// How the unlimited kinds slow down: the word of their group, the mark in their names, and what happens.
const UNLIMITED_KINDS: [(&str, &str, &str); 3] = [
    ("lite", "esim_ul_", "After 1 GB in 24 hours: 512 kbps"),
    ("essential", "esim_ule_", "After 1 GB in 24 hours: 1.25 Mbps"),
    ("plus", "esim_ulp_", "After 2 GB in 24 hours: 2 Mbps"),
];

/// One bundle; its price is in the account's currency, which the bundle itself does not name.
pub(super) fn plan(wire: &wire::Bundle, currency: &str) -> Result<Plan, Misfit> {
    let name = wire.name.as_deref().filter(|name| !name.is_empty()).ok_or("name is missing")?;
    let data = data(wire.unlimited, &wire.data_amount, wire.allowances.as_deref());
    Ok(Plan {
        id: PlanId::from(name),
        name: filled(&wire.description).map(str::to_owned),
        coverage: coverage(wire),
        throttling: throttling(wire, name).filter(|_| data == Some(Data::Unlimited)).map(str::to_owned),
        data,
        calls: counted(wire, "VOICE"),
        texts: counted(wire, "SMS"),
        days: number(&wire.duration).and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0),
        start: if wire.autostart == Some(false) { Start::NotSaid } else { Start::FirstUse },
        features: words(&wire.speed).into_iter().map(PlanFeature::Speed).collect(),
        networks: networks(wire),
        prices: money(&wire.price, currency).filter(|price| price.minor >= 0).into_iter().collect(),
    })
}

/// The data of a bundle, which is without an end if any of its three fields says so.
pub(super) fn data(
    unlimited: Option<bool>,
    amount: &wire::Raw,
    allowances: Option<&[wire::Allowance]>,
) -> Option<Data> {
    let allowance = data_allowance(allowances);
    let amount = number(amount);
    let said = allowance.and_then(|one| number(&one.amount));
    let unlimited = unlimited == Some(true)
        || allowance.is_some_and(|one| one.unlimited == Some(true))
        || [amount, said].into_iter().flatten().any(|amount| amount < 0);
    if unlimited {
        return Some(Data::Unlimited);
    }
    let newer = said.and_then(|amount| bytes(amount, allowance?.unit.as_deref().unwrap_or("MB")));
    newer.or_else(|| bytes(amount?, "MB")).map(Data::Bytes)
}

fn throttling(wire: &wire::Bundle, name: &str) -> Option<&'static str> {
    let groups: Vec<_> = [&wire.groups, &wire.group].into_iter().flat_map(words).collect();
    let name = name.to_ascii_lowercase();
    let is_of = |(word, mark, _): &&(&str, &str, &str)| {
        let named = |group: &String| {
            let group = group.to_ascii_lowercase();
            group.contains("unlimited") && group.contains(word)
        };
        groups.iter().any(named) || name.starts_with(mark)
    };
    UNLIMITED_KINDS.iter().find(is_of).map(|(_, _, how)| *how)
}

/// Minutes or messages.
fn counted(wire: &wire::Bundle, kind: &str) -> Option<Allowance> {
    let is_it = |one: &&wire::Allowance| one.kind.as_deref().is_some_and(|it| is(it, kind));
    let one = wire.allowances.as_deref().unwrap_or_default().iter().find(is_it)?;
    let amount = number(&one.amount);
    if one.unlimited == Some(true) || amount.is_some_and(|amount| amount < 0) {
        return Some(Allowance::Unlimited);
    }
    amount.and_then(|amount| u32::try_from(amount).ok()).map(Allowance::Limited)
}

/// A place as it is meant, flat or nested.
fn place(wire: &wire::Place) -> &wire::Place {
    wire.country.as_deref().unwrap_or(wire)
}

fn places(wire: &wire::Bundle) -> impl Iterator<Item = &wire::Place> {
    let all = [&wire.countries, &wire.roaming_enabled].into_iter();
    all.flat_map(|list| list.as_deref().unwrap_or_default())
}

/// The countries of both lists. A region stands among them as a country with a code of eSIM Go's own.
fn coverage(wire: &wire::Bundle) -> Coverage {
    let (mut countries, mut region) = (Vec::new(), None);
    for place in places(wire).map(place) {
        match place.iso.as_deref().and_then(Country::from_code) {
            Some(country) if !countries.contains(&country) => countries.push(country),
            Some(_) => {}
            None => region = region.or_else(|| filled(&place.name).or(filled(&place.iso)).zip(Some(place))),
        }
    }
    let Some((name, place)) = region else { return without_region(wire, countries) };
    if is_global(name, place.iso.as_deref()) {
        return Coverage::Global { countries };
    }
    Coverage::Regional { region: name.to_owned(), countries }
}

/// Countries alone: one is local, several are a region that is called as eSIM Go calls the part of the world.
fn without_region(wire: &wire::Bundle, countries: Vec<Country>) -> Coverage {
    match countries.as_slice() {
        [] => Coverage::NotSaid,
        [country] => Coverage::Local { country: *country },
        [_, _, ..] => {
            let named =
                |place: &'_ wire::Place| filled(&place.region).or(filled(&place.name)).map(str::to_owned);
            let region = places(wire).map(place).find_map(named).unwrap_or_default();
            Coverage::Regional { region, countries }
        }
    }
}

fn is_global(name: &str, code: Option<&str>) -> bool {
    let name = name.to_ascii_lowercase();
    let code = code.unwrap_or_default().to_ascii_uppercase();
    name.contains("global") || name.contains("world") || code.starts_with("RGB")
}

/// The networks of all places, each brand once.
fn networks(wire: &wire::Bundle) -> Vec<Network> {
    let mut found: Vec<Network> = Vec::new();
    for network in places(wire).flat_map(|place| place.networks.as_deref().unwrap_or_default()) {
        let Some(network) = self::network(network) else { continue };
        if !found.contains(&network) {
            found.push(network);
        }
    }
    found
}

/// A network by its brand, or by its name where it has no brand.
pub(super) fn network(wire: &wire::Network) -> Option<Network> {
    let name = filled(&wire.brand_name).or(filled(&wire.name))?.to_owned();
    Some(Network { name, speeds: [&wire.speeds, &wire.speed].into_iter().flat_map(words).collect() })
}
