//! Packages as the document prints them, and where and for how much they are sold.

use super::super::places::{Extent, Names};
use super::super::translate;
use super::super::units;
use super::super::wire;
use super::words::page;
use super::*;
use crate::json::rows;
use crate::scripted::json;
use esim_desk_model::{Allowance, Country, Data, Network, PlanFeature};
use esim_desk_provider::{Catalogue, Scopes};

const PACKAGES: &str = r#"{"success":true,"data":{"packages":[
 {"package_code":"PHAJHEAYP","name":"United States 1GB 7Days","region":"United States","type":"local","data_amount_gb":1,"validity_days":7,"cost":1.44,"currency":"USD","features":{"voice_minutes":0,"sms_count":0,"is_rechargeable":true},"is_unlimited":false,"has_voice":false,"has_sms":false,"countries":["US"],"locationNetworkList":[{"locationName":"United States","locationLogo":"/images/flags/us.png","operatorList":[{"operatorName":"Verizon","networkType":"5G"}]}],"networks":[{"network_id":310,"network_name":"Verizon","network_type":"5G","country_code":"us","country_name":"United States","country_iso2":"us","continent":"North America","mcc_code":"311","mnc_code":"480"}]},
 {"package_code":"OT-50000MB-9999T-9999V","name":"UK 50GB","region":"United Kingdom","type":"local","data_amount_gb":50,"validity_days":30,"cost":13939,"currency":"IQD","features":{"voice_minutes":9999,"sms_count":9999,"is_rechargeable":false},"is_unlimited":false,"has_voice":true,"has_sms":true,"locationNetworkList":[],"phone_number":{"country":"GB","prefix":"+44"},"network_carrier":"O2","has_5g":true,"has_hotspot":true,"can_extend":true,"is_recurring":true,"activation_policy":"immediate","data_breakdown":{"uk_data_gb":50,"roaming_data_gb":25},"voice_details":{"uk_calls_unlimited":true,"uk_texts_unlimited":true,"eu_minutes":"unlimited","eu_texts":null,"international_minutes":100,"international_texts":null,"sms_inbound_only":false}},
 {"package_code":"ent_1234567","name":"Turkey Unlimited","region":"Turkey","type":"enterprise","data_amount_gb":0,"validity_days":1,"cost":0,"currency":"EUR","is_unlimited":true,"provider":"enterprise"}],
 "pagination":{"page":1,"limit":100,"total":7123,"total_pages":72}}}"#;

fn plans(body: &str) -> Vec<Plan> {
    let sold = rows(&page(body).rows, translate::package);
    assert!(sold.is_complete(), "{:?}", sold.skipped);
    let settle = |sold: translate::Sold| {
        let coverage = sold.extent.coverage(&Names::default());
        Plan { coverage, ..sold.plan }
    };
    sold.rows.into_iter().map(settle).collect()
}

fn plan(fields: &str) -> Plan {
    plans(&format!(r#"{{"success":true,"data":{{"packages":[{{"package_code":"P",{fields}}}]}}}}"#)).remove(0)
}

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

fn other(text: &str) -> PlanFeature {
    PlanFeature::Other(text.to_owned())
}

#[test]
fn a_package_of_the_document_reads_as_it_is_meant() {
    let us = plans(PACKAGES).remove(0);
    assert_eq!((us.id.as_str(), us.name.as_deref()), ("PHAJHEAYP", Some("United States 1GB 7Days")));
    assert_eq!(us.coverage, Coverage::Local { country: country("US") });
    assert_eq!((us.data, us.days, us.start), (Some(Data::Bytes(1 << 30)), Some(7), Start::NotSaid));
    assert_eq!((us.calls, us.texts), (None, None), "zero minutes are none");
    assert_eq!(us.prices, [usd(144)]);
    assert_eq!(us.features, [PlanFeature::TopUp]);
    assert_eq!(us.networks, [Network { name: "Verizon".to_owned(), speeds: vec!["5G".to_owned()] }]);
}

#[test]
fn a_carriers_package_says_what_it_holds() {
    let uk = plans(PACKAGES).remove(1);
    assert_eq!(
        uk.coverage,
        Coverage::Regional { region: "United Kingdom".to_owned(), countries: Vec::new() }
    );
    assert_eq!(uk.data, Some(Data::Bytes(50 << 30)));
    assert_eq!(uk.prices, [Money::new(13_939, "IQD", 0).unwrap()], "dinars have no decimals");
    assert_eq!((uk.calls, uk.texts), (Some(Allowance::Limited(9999)), Some(Allowance::Limited(9999))));
    assert_eq!(uk.start, Start::Purchase);
    let expected = [
        PlanFeature::Hotspot,
        PlanFeature::Speed("5G".to_owned()),
        other("Can renew itself"),
        other("Phone number GB +44"),
        other("50 GB in the UK"),
        other("25 GB roaming"),
        other("UK calls unlimited"),
        other("UK texts unlimited"),
        other("EU minutes unlimited"),
        other("International minutes 100"),
    ];
    assert_eq!(uk.features, expected);
    assert_eq!(uk.networks[0].name, "O2");
}

#[test]
fn an_enterprise_package_is_unlimited_and_states_no_price() {
    let turkey = plans(PACKAGES).remove(2);
    assert_eq!((turkey.data, turkey.days), (Some(Data::Unlimited), Some(1)));
    assert_eq!(turkey.price_in("EUR"), None);
    assert_eq!(turkey.coverage, Coverage::Regional { region: "Turkey".to_owned(), countries: Vec::new() });
}

#[test]
fn amounts_keep_their_digits() {
    let money = |text: &str, currency: &str| {
        let raw: &serde_json::value::RawValue = serde_json::from_str(text).unwrap();
        units::money(Some(raw), currency).map(|money| (money.minor, money.exponent))
    };
    let table = [
        ("2.72", "USD", Some((272, 2))),
        ("4250.00", "EUR", Some((425_000, 2))),
        (r#""2.7""#, "USD", Some((270, 2))),
        ("204000", "IQD", Some((204_000, 0))),
        ("969.0", "IQD", Some((969, 0))),
        ("550.685", "USD", Some((550_685, 3))),
        ("0.1", "JPY", Some((1, 1))),
        ("-1", "USD", None),
        ("1e3", "USD", None),
        ("null", "USD", None),
        ("1", "dollars", None),
    ];
    for (text, currency, expected) in table {
        assert_eq!(money(text, currency), expected, "{text} {currency}");
    }
}

#[test]
fn gigabytes_are_binary_and_zero_says_nothing() {
    let data = |fields: &str| plan(fields).data;
    assert_eq!(data(r#""data_amount_gb":1.5"#), Some(Data::Bytes(3 << 29)));
    assert_eq!(data(r#""data_amount_gb":"2""#), Some(Data::Bytes(2 << 30)));
    for nothing in [r#""data_amount_gb":0"#, r#""data_amount_gb":null"#, r#""data_amount_gb":-1"#, r#""x":1"#]
    {
        assert_eq!(data(nothing), None, "{nothing}");
    }
}

#[test]
fn when_a_plan_begins_is_said_in_two_words() {
    let start = |word: &str| plan(&format!(r#""activation_policy":"{word}""#)).start;
    assert_eq!((start("first_use"), start("immediate")), (Start::FirstUse, Start::Purchase));
    assert_eq!(start("someday"), Start::NotSaid);
}

#[test]
fn a_package_without_a_code_is_set_aside_and_one_with_a_bare_number_is_not() {
    let body = r#"{"data":{"packages":[{"name":"x"},{"package_code":1654977},{"package_code":""},{"package_code":"a","region":7}]}}"#;
    let listing = rows(&page(body).rows, translate::package);
    let ids: Vec<_> = listing.rows.iter().map(|sold| sold.plan.id.as_str()).collect();
    assert_eq!(ids, ["1654977"]);
    let why: Vec<_> = listing.skipped.iter().map(|row| (row.index, row.why.as_str())).collect();
    let missing = "package_code is missing";
    assert_eq!(why, [(0, missing), (2, missing), (3, "region does not fit")]);
}

#[test]
fn where_a_package_works_is_read_from_codes_then_from_names_the_catalogue_ties_to_codes() {
    let extent = |fields: &str| {
        let json = format!(r#"{{"package_code":"P",{fields}}}"#);
        let wire: wire::Package<'_> = serde_json::from_str(&json).unwrap();
        Extent::of(&wire)
    };
    let mut names = Names::default();
    names.learn_from(&extent(r#""type":"local","region":"United Kingdom","countries":["GB"]"#));
    names.learn_from(&extent(r#""networks":[{"country_name":"Türkiye","country_iso2":"tr"},{"country_name":null,"country_iso2":"fr"},{"country_iso2":null}]"#));
    let coverage = |fields: &str| extent(fields).coverage(&names);
    let local = |code: &str| Coverage::Local { country: country(code) };
    let regional = |region: &str, codes: &[&str]| Coverage::Regional {
        region: region.to_owned(),
        countries: codes.iter().map(|code| country(code)).collect(),
    };
    let table = [
        (r#""type":"local","region":"united kingdom ""#, local("GB")),
        (r#""type":"enterprise","region":"Türkiye""#, local("TR")),
        (r#""type":"enterprise","region":"Atlantis""#, regional("Atlantis", &[])),
        (
            r#""type":"regional","region":"Europe","countries":["FR","DE","fr","XX",null]"#,
            regional("Europe", &["FR", "DE"]),
        ),
        (
            r#""type":"regional","region":"Both","networks":[{"country_iso2":"fr"},{"country_code":"de"}]"#,
            regional("Both", &["FR", "DE"]),
        ),
        (
            r#""type":"regional","region":"Isles","locationNetworkList":[{"locationName":"United Kingdom"},{"locationName":"Sark"}]"#,
            regional("Isles", &["GB"]),
        ),
        (r#""type":"regional","region":"United Kingdom""#, regional("United Kingdom", &[])),
        (r#""type":"local","region":"Islands","countries":["GG","JE"]"#, regional("Islands", &["GG", "JE"])),
        (
            r#""type":"global","region":"Global","countries":["FR"]"#,
            Coverage::Global { countries: vec![country("FR")] },
        ),
        (r#""type":"global""#, Coverage::Global { countries: Vec::new() }),
        (r#""x":1"#, Coverage::NotSaid),
    ];
    for (fields, expected) in table {
        assert_eq!(coverage(fields), expected, "{fields}");
    }
}

#[tokio::test]
async fn destinations_and_kinds_of_plan_come_out_of_one_reading_of_the_catalogue() {
    let (server, esimfly) = answering(|_| {
        json(&PACKAGES.replace(r#""total":7123,"total_pages":72"#, r#""total":3,"total_pages":1"#))
    })
    .await;
    esimfly.plans(&[]).await.unwrap();
    let destinations = esimfly.destinations().await.unwrap().rows;
    let named: Vec<_> = destinations.iter().map(|row| (row.name.as_str(), row.country)).collect();
    assert_eq!(named, [("United States", Country::from_code("US")), ("United Kingdom", None)]);
    let scopes = esimfly.scopes(country("US")).await.unwrap();
    assert_eq!(scopes, Some(Scopes { local: true, regional: false, global: false }));
    assert_eq!(esimfly.scopes(country("FR")).await.unwrap(), None);
    assert_eq!(server.seen().len(), 1);
}
