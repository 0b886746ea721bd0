//! The catalogue, the price list of accounts that are billed by consumption, and the networks.

use super::asked::{Asked, text_passes};
use super::catalogue::{Bundle, Kind, Place};
use super::faults::Twist;
use super::options::Version;
use super::pages::Page;
use super::places::{COUNTRIES, Country, networks};
use super::records::PROFILES;
use super::refused::Refused;
use super::routes::{Answer, App};
use super::rows::{allowances, decimal};
use super::shared::Shared;
use crate::stage::Supplier;
use axum::extract::{Path, Query, State};
use axum::{Extension, Json};
use serde_json::{Value, json};

const SPEEDS: [&str; 4] = ["2G", "3G", "4G", "5G"];
const COLUMNS: [&str; 7] = ["name", "price", "dataAmount", "duration", "description", "group", "countries"];

pub(crate) async fn list(
    State(shared): App,
    Extension(version): Extension<Version>,
    Query(asked): Query<Asked>,
    twist: Option<Extension<Twist>>,
) -> Answer {
    let options = &shared.options;
    let size = asked.number("perPage", 50)?.min(options.largest_page);
    shared.with(|ledger, _| {
        let on_sale = ledger.on_sale(&shared.catalogue).map(|bundle| (bundle, ledger.price_of(bundle)));
        let mut found: Vec<_> = on_sale.filter(|(bundle, _)| admits(&asked, bundle)).collect();
        sort(&asked, &mut found)?;
        let page = Page::of(&found, &asked, size, options, twist.as_deref(), |(bundle, price)| {
            row(bundle, *price, version, options.nested_countries)
        })?;
        Ok(Json(page.json("bundles", true, options.envelopes)))
    })
}

/// Whether the query's filters let a bundle pass.
fn admits(asked: &Asked, bundle: &Bundle) -> bool {
    let region = match bundle.place {
        Place::Country(country) => country.region,
        Place::Region(region) => region.region,
    };
    let mut codes = asked.all("countries").flat_map(|list| list.split(','));
    asked.one("description").is_none_or(|text| text_passes(text, &bundle.description))
        && asked.one("group").is_none_or(|group| group == bundle.kind.group())
        && asked.one("region").is_none_or(|name| name.eq_ignore_ascii_case(region))
        && (asked.one("countries").is_none_or(str::is_empty)
            || codes.any(|code| code.trim().eq_ignore_ascii_case(bundle.code())))
}

fn sort(asked: &Asked, found: &mut [(&Bundle, i64)]) -> Result<(), Refused> {
    let descending = asked.word("direction", &["asc", "desc"])? == "desc";
    if asked.one("orderBy").is_some() {
        match asked.word("orderBy", &COLUMNS)? {
            "price" => found.sort_by_key(|(_, price)| *price),
            "dataAmount" => found.sort_by_key(|(bundle, _)| bundle.megabytes.unwrap_or(-1)),
            "duration" => found.sort_by_key(|(bundle, _)| bundle.days),
            "description" => found.sort_by(|(a, _), (b, _)| a.description.cmp(&b.description)),
            "group" => found.sort_by_key(|(bundle, _)| bundle.kind.group()),
            "countries" => found.sort_by_key(|(bundle, _)| bundle.code()),
            _ => found.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name)),
        }
    }
    if descending {
        found.reverse();
    }
    Ok(())
}

/// A bundle of the list.
fn row(bundle: &Bundle, price: i64, version: Version, nested: bool) -> Value {
    let members = || bundle.countries().into_iter().map(|country| shown(country, nested)).collect();
    let (countries, roaming): (Value, Value) = match bundle.place {
        Place::Country(country) if bundle.unlimited() => (json!([shown(country, nested)]), Value::Null),
        Place::Country(country) => (json!([shown(country, nested)]), json!([])),
        Place::Region(region) => {
            let flat = json!({"name": region.name, "region": region.region, "iso": region.code});
            let whole = json!({"country": flat, "networks": [], "potentialNetworks": []});
            (json!([if nested { whole } else { flat }]), members())
        }
    };
    let speed: &[&str] = if bundle.unlimited() { &SPEEDS[2..3] } else { &SPEEDS };
    let mut row = json!({
        "name": bundle.name,
        "description": bundle.description,
        "groups": [bundle.kind.group()],
        "countries": countries,
        "dataAmount": bundle.megabytes.unwrap_or(-1),
        "duration": bundle.days,
        "speed": speed,
        "autostart": true,
        "unlimited": bundle.unlimited(),
        "roamingEnabled": roaming,
        "price": decimal(price),
        "billingType": "FixedCost",
        "imageUrl": format!("https://example.com/flags/{}.png", bundle.code()),
    });
    if version == Version::V25 {
        row["allowances"] = allowances(bundle, "STANDARD");
        row["profileName"] = json!(PROFILES[0].1);
    }
    row
}

/// A country, with its networks if `nested`.
fn shown(country: &Country, nested: bool) -> Value {
    let flat = json!({"name": country.at.name, "region": country.region, "iso": country.at.alpha2});
    if !nested {
        return flat;
    }
    let networks = networks(country);
    let rows = networks
        .iter()
        .map(|network| json!({"name": network.name, "brandName": network.brand, "speeds": network.speeds}));
    json!({"country": flat, "networks": rows.collect::<Vec<_>>(), "potentialNetworks": []})
}

pub(crate) async fn bundle(
    State(shared): App,
    Extension(version): Extension<Version>,
    Path(name): Path<String>,
) -> Answer {
    shared.with(|ledger, _| {
        let bundle = ledger.on_sale(&shared.catalogue).find(|bundle| bundle.name == name);
        let bundle = bundle.ok_or_else(|| shared.unknown_bundle())?;
        let nested = version == Version::V25 || shared.options.nested_countries;
        let mut row = row(bundle, ledger.price_of(bundle), version, nested);
        if let Value::Object(fields) = &mut row {
            let groups = fields.remove("groups");
            fields.insert("group".into(), groups.unwrap_or_default());
        }
        if version == Version::V25 {
            row["speed"] = json!({"speeds": row["speed"]});
        }
        Ok(Json(row))
    })
}

pub(crate) async fn prices(State(shared): App) -> Answer {
    if !shared.options.consumption_billing {
        return Err(Refused::set(403, "access denied"));
    }
    let currency = shared.with(|ledger, _| ledger.currency.clone());
    let rows = COUNTRIES.iter().enumerate().map(|(n, country)| {
        let code = country.at.alpha2;
        let tenths = country.level / 5 + 4;
        json!({
            "country": {"iso": code, "name": country.at.name},
            "prices": [{
                "id": format!("3d1f0f52-0000-4000-8000-{:012}", n + 1),
                "price": format!("0.{tenths:04}"),
                "currency": currency,
                "profile": PROFILES[0].1,
                "country": code,
            }],
        })
    });
    Ok(Json(json!({"hash": "c0ffee01", "prices": rows.collect::<Vec<_>>()})))
}

pub(crate) async fn groups() -> Answer {
    let rows = Kind::GROUPS.map(|(_, name, description)| {
        json!({
            "name": name,
            "desc": description,
            "priceListUrl": "https://example.com/p.csv",
            "icon": "https://example.com/i.png",
        })
    });
    Ok(Json(json!({"groups": rows})))
}

pub(crate) async fn country_networks(State(shared): App, Query(asked): Query<Asked>) -> Answer {
    let all = asked.flag("returnAll")?;
    let listed = |name, text: &str| {
        asked.all(name).flat_map(|list| list.split(',')).any(|word| word.trim().eq_ignore_ascii_case(text))
    };
    if !all && asked.one("countries").is_none() && asked.one("isos").is_none() {
        return Err(Refused::bad("one of countries, isos, returnAll is needed"));
    }
    let wanted = COUNTRIES
        .iter()
        .filter(|country| all || listed("countries", country.at.name) || listed("isos", country.at.alpha2));
    let rows: Vec<Value> = wanted.map(|country| network_row(&shared, country)).collect();
    Ok(Json(json!({"countryNetworks": rows})))
}

fn network_row(shared: &Shared, country: &Country) -> Value {
    let speed = if shared.options.older_words { "speeds" } else { "speed" };
    let rows = networks(country).map(|network| {
        json!({
            "name": network.name,
            "brandName": network.brand,
            "mcc": network.mcc,
            "mnc": network.mnc,
            "tagid": network.tadig,
            speed: network.speeds,
        })
    });
    json!({"name": country.at.alpha2, "networks": rows})
}
