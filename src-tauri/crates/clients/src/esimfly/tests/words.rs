//! eSIMfly's JSON as its document prints it, and every quirk named there, against what the desk shows.

use super::super::calls::content;
use super::super::places::{Extent, Names};
use super::super::translate::{self, Row, taken};
use super::super::units;
use super::super::wire;
use super::*;
use crate::json::{Raw, rows};
use crate::scripted::json;
use esim_desk_model::{
    Allowance, Country, Data, Network, PlanFeature, ProfileStatus as P, ServiceStatus as S, Usage,
};
use esim_desk_provider::{Catalogue, Listing, Scopes, Taken};

pub(super) const PACKAGES: &str = r#"{"success":true,"data":{"packages":[
 {"package_code":"PHAJHEAYP","name":"United States 1GB 7Days","region":"United States","type":"local","data_amount_gb":1,"validity_days":7,"cost":1.44,"currency":"USD","features":{"voice_minutes":0,"sms_count":0,"is_rechargeable":true},"is_unlimited":false,"has_voice":false,"has_sms":false,"countries":["US"],"locationNetworkList":[{"locationName":"United States","locationLogo":"/images/flags/us.png","operatorList":[{"operatorName":"Verizon","networkType":"5G"}]}],"networks":[{"network_id":310,"network_name":"Verizon","network_type":"5G","country_code":"us","country_name":"United States","country_iso2":"us","continent":"North America","mcc_code":"311","mnc_code":"480"}]},
 {"package_code":"OT-50000MB-9999T-9999V","name":"UK 50GB","region":"United Kingdom","type":"local","data_amount_gb":50,"validity_days":30,"cost":13939,"currency":"IQD","features":{"voice_minutes":9999,"sms_count":9999,"is_rechargeable":false},"is_unlimited":false,"has_voice":true,"has_sms":true,"locationNetworkList":[],"phone_number":{"country":"GB","prefix":"+44"},"network_carrier":"O2","has_5g":true,"has_hotspot":true,"can_extend":true,"is_recurring":true,"activation_policy":"immediate","data_breakdown":{"uk_data_gb":50,"roaming_data_gb":25},"voice_details":{"uk_calls_unlimited":true,"uk_texts_unlimited":true,"eu_minutes":"unlimited","eu_texts":null,"international_minutes":100,"international_texts":null,"sms_inbound_only":false}},
 {"package_code":"ent_1234567","name":"Turkey Unlimited","region":"Turkey","type":"enterprise","data_amount_gb":0,"validity_days":1,"cost":0,"currency":"EUR","is_unlimited":true,"provider":"enterprise"}],
 "pagination":{"page":1,"limit":100,"total":7123,"total_pages":72}}}"#;

pub(super) const ESIMS: &str = r#"{"success":true,"data":{"esims":[{"id":12345,"iccid":"8910300001234567890","package_name":"Sweden 1GB - 7 Days","package_code":"sweden-7days-1gb","countries":["Sweden"],"status":"ACTIVE","data":{"total_mb":1024,"used_mb":256,"remaining_mb":768,"usage_percentage":25,"is_unlimited":false},"validity":{"days":7,"activated_at":"2024-01-29T10:30:00Z","expires_at":"2024-02-05T10:30:00Z","is_expired":false},"qr_code":"https://storage.esimfly.net/qr-codes/12345-a1b2c3d4.png","manual_installation":{"smdp_address":"rsp-eu.simlessly.com","activation_code":"2D7F456148C640359B6A83E0E5AE34D3","lpa_format":"LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3"},"direct_apple_installation_url":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3","flag_url":"/images/flags/se.png","created_at":"2024-01-29T10:30:00Z"},
 {"id":12346,"iccid":"8910300001234567891","package_name":"Turkey Unlimited","package_code":"1654977","countries":["Turkey"],"status":"NEW","data":{"total_mb":0,"used_mb":0,"remaining_mb":0,"usage_percentage":0,"is_unlimited":true},"validity":{"days":1,"activated_at":null,"expires_at":null,"is_expired":false},"qr_code":null,"manual_installation":null,"direct_apple_installation_url":null,"flag_url":null,"created_at":"2026-01-29T10:30:00Z","is_pending":true,"phone_number":null}],
 "pagination":{"page":1,"limit":20,"total":45,"total_pages":3}}}"#;

pub(super) const USE: &str = r#"{"success":true,"data":{"esim":{"iccid":"8910300001234567890","order_id":"order_1692123456_ab7cd","package_name":"Sweden 1GB - 7 Days","status":"ACTIVE"},"data":{"total_mb":1024,"used_mb":256,"remaining_mb":768,"usage_percentage":25,"is_unlimited":false},"validity":{"days":7,"activated_at":"2024-01-29T10:30:00Z","expires_at":"2024-02-05T10:30:00Z","is_expired":false}}}"#;

fn page(body: &str) -> wire::Page<'_> {
    content(body.as_bytes(), "list").unwrap()
}

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

fn esims(body: &str) -> Listing<Row> {
    rows(&page(body).rows, |wire, raw| translate::row(wire, raw, &Names::default()))
}

/// An eSIM with a number and these fields.
fn esim(fields: &str) -> Row {
    let code = r#""manual_installation":{"lpa_format":"LPA:1$h.example$TOKEN-1"}"#;
    let row = format!(r#"{{"id":1,"iccid":"{ICCID}",{code},{fields}}}"#);
    esims(&format!(r#"{{"success":true,"data":{{"esims":[{row}]}}}}"#)).rows.remove(0)
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

#[test]
fn the_documented_esims_read_as_they_are_meant() {
    let listing = esims(ESIMS);
    assert!(listing.is_complete());
    let [Row { esim: sweden, service }, Row { esim: turkey, service: unlimited }] = listing.rows.as_slice()
    else {
        panic!("two rows")
    };
    assert_eq!((sweden.id.as_str(), sweden.profile), (ICCID, P::Enabled));
    assert_eq!(sweden.iccid.as_ref().unwrap().as_str(), ICCID);
    let code = sweden.install.as_ref().unwrap().code.for_qr();
    assert_eq!(code, "LPA:1$rsp-eu.simlessly.com$2D7F456148C640359B6A83E0E5AE34D3");
    assert_eq!((service.status, service.status_word.as_deref()), (S::Active, Some("ACTIVE")));
    assert_eq!(service.ends_at, Some("2024-02-05T10:30:00Z".parse().unwrap()));
    let plan = service.plan.as_ref().unwrap();
    assert_eq!(
        (plan.id.as_str(), plan.days, plan.data),
        ("sweden-7days-1gb", Some(7), Some(Data::Bytes(1 << 30)))
    );
    let unproven = Coverage::Regional { region: "Sweden".to_owned(), countries: Vec::new() };
    assert_eq!(plan.coverage, unproven, "a name that nobody tied to a code");
    assert_eq!((turkey.profile, &turkey.install, &turkey.install_problem), (P::Preparing, &None, &None));
    assert_eq!(
        (unlimited.status, unlimited.plan.as_ref().unwrap().data),
        (S::Preparing, Some(Data::Unlimited))
    );
}

#[test]
fn nothing_that_installs_an_esim_is_shown_of_its_row() {
    let link = "https://installer.example/esim?data=LPA:1$h.example$TOKEN-1";
    let row = esim(&format!(
        r#""direct_android_installation_url":"{link}","qr_code_base64":"aGVsbG8taGVsbG8=","note":"TOKEN-1""#
    ));
    for shown in [&row.esim.raw, &row.service.raw] {
        for secret in ["TOKEN-1\"}", "installer.example", "aGVsbG8", "LPA:"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
    }
    let listing = esims(ESIMS);
    let shown = &listing.rows[0].esim.raw;
    for secret in ["2D7F456148C640359B6A83E0E5AE34D3", "storage.esimfly.net", "carddata"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains(r#""package_code":"sweden-7days-1gb""#));
}

#[test]
fn a_code_comes_whole_or_in_parts_and_a_bad_one_says_why() {
    let install = |manual: &str| {
        let row = format!(r#"{{"iccid":"{ICCID}","manual_installation":{manual}}}"#);
        let row = esims(&format!(r#"{{"data":{{"esims":[{row}]}}}}"#)).rows.remove(0).esim;
        (row.install.map(|install| install.code.for_qr()), row.install_problem.is_some())
    };
    let code = Some("LPA:1$h.example$T-1".to_owned());
    let table = [
        (r#"{"lpa_format":"LPA:1$h.example$T-1"}"#, (code.clone(), false)),
        (r#"{"lpa_format":"1$h.example$T-1","smdp_address":"other.example"}"#, (code.clone(), false)),
        (r#"{"smdp_address":"h.example","activation_code":"T-1","lpa_format":""}"#, (code, false)),
        (r#"{"smdp_address":"h.example","activation_code":null}"#, (None, false)),
        (r#"{"smdp_address":"","activation_code":"T-1"}"#, (None, false)),
        (r#"{"lpa_format":"LPA:1$https://h.example$T-1"}"#, (None, true)),
        ("{}", (None, false)),
        ("null", (None, false)),
    ];
    for (manual, expected) in table {
        assert_eq!(install(manual), expected, "{manual}");
    }
}

#[test]
fn a_placeholder_is_no_number_and_luhn_is_not_asked() {
    let body = r#"{"data":{"esims":[{"id":7,"iccid":"PENDING_B25081719340002_1755459260253","status":"NEW"},{"id":8,"iccid":null},{"id":9,"iccid":"12345"},{"iccid":"8948010010036785060"},{"iccid":"PENDING_1"}]}}"#;
    let listing = esims(body);
    let ids: Vec<_> = listing.rows.iter().map(|row| row.esim.id.as_str()).collect();
    assert_eq!(ids, ["row-7", "row-8", "row-9", "8948010010036785060"]);
    assert!(listing.rows[..3].iter().all(|row| row.esim.iccid.is_none() && row.esim.profile == P::Preparing));
    assert_eq!(listing.skipped.len(), 1);
}

#[test]
fn every_status_of_the_document_is_known_and_no_other() {
    let used = r#""validity":{"activated_at":"2024-01-29T10:30:00Z"},"#;
    let table = [
        ("NEW", P::Ready, S::Waiting),
        ("ACTIVE", P::Enabled, S::Active),
        ("EXPIRED", P::Installed, S::Expired),
        ("CANCELLED", P::Ready, S::Cancelled),
        ("DEPLETED", P::Installed, S::UsedUp),
        ("DELETED", P::Removed, S::Unknown),
        ("USED_EXPIRED", P::Unknown, S::Unknown),
        ("new", P::Unknown, S::Unknown),
    ];
    for (word, profile, service) in table {
        let row = esim(&format!(r#"{used}"status":"{word}""#));
        assert_eq!((row.esim.profile, row.service.status), (profile, service), "{word}");
        assert_eq!(row.esim.profile_word.as_deref(), Some(word));
        assert_eq!(row.service.status_word.as_deref(), Some(word));
    }
    assert_eq!(esim(r#""status":"EXPIRED""#).esim.profile, P::Ready, "never used");
    assert_eq!(esim(r#""status":"EXPIRED","data":{"used_mb":3}"#).esim.profile, P::Installed);
}

#[test]
fn the_networks_own_words_come_before_the_plans() {
    let table = [
        (r#""esim_status":"New""#, P::Ready, "New"),
        (r#""esim_status":"Assigned (Not Installed)""#, P::Ready, "Assigned (Not Installed)"),
        (r#""esim_status":"Installed""#, P::Installed, "Installed"),
        (r#""esim_status":"Active""#, P::Enabled, "Active"),
        (r#""esim_status":"Not Active""#, P::Enabled, "ACTIVE"),
        (r#""esim_status":"Active","profile_status":"Disable""#, P::Disabled, "Disable"),
        (r#""esim_status":"Installed","profile_status":"Enable""#, P::Enabled, "Enable"),
        (r#""esim_status":"Installed","profile_status":"Delete""#, P::Removed, "Delete"),
        (r#""esim_status":"New","profile_status":"BPP installation""#, P::Downloading, "BPP installation"),
        (r#""esim_status":"Installed","profile_status":"Odd""#, P::Installed, "Installed"),
        (r#""esim_status":null,"profile_status":null"#, P::Enabled, "ACTIVE"),
    ];
    for (fields, profile, word) in table {
        let row = esim(&format!(r#""status":"ACTIVE",{fields}"#));
        assert_eq!((row.esim.profile, row.esim.profile_word.as_deref()), (profile, Some(word)), "{fields}");
    }
    let suspended = esim(r#""status":"ACTIVE","esim_status":"Disconnected""#);
    assert_eq!((suspended.service.status, suspended.esim.profile), (S::Suspended, P::Enabled));
    let pending = esim(r#""status":"NEW","is_pending":true,"esim_status":"New""#);
    assert_eq!((pending.service.status, pending.esim.profile), (S::Preparing, P::Preparing));
}

#[test]
fn use_is_in_binary_megabytes_and_unlimited_is_never_zero_left() {
    let read: wire::Use<'_> = content(USE.as_bytes(), "use").unwrap();
    let expected = Usage {
        left: Some(Data::Bytes(768 << 20)),
        used: Some(256 << 20),
        allowance: Some(Data::Bytes(1 << 30)),
        measured_at: None,
    };
    assert_eq!(translate::usage(read.data.as_ref()), expected);
    let usage = |json: &str| {
        let volume: wire::Volume<'_> = serde_json::from_str(json).unwrap();
        translate::usage(Some(&volume))
    };
    let unlimited = usage(r#"{"total_mb":0,"used_mb":12.5,"remaining_mb":0,"is_unlimited":true}"#);
    assert_eq!((unlimited.left, unlimited.allowance), (Some(Data::Unlimited), Some(Data::Unlimited)));
    assert_eq!(unlimited.used, Some(25 << 19));
    let empty = usage(r#"{"total_mb":1024,"used_mb":1024,"remaining_mb":0,"is_unlimited":false}"#);
    assert_eq!(empty.left, Some(Data::Bytes(0)));
    let unsaid = usage(r#"{"total_mb":0,"used_mb":0,"remaining_mb":0}"#);
    assert_eq!((unsaid.left, unsaid.allowance), (None, None), "zeros without the word say nothing");
    assert_eq!(translate::usage(None).used, None);
}

#[test]
fn an_orders_word_is_final_in_four_cases_and_else_waited_for() {
    let failed = |word: &str, money_back| Taken::Failed { reason: Some(word.to_owned()), money_back };
    let table = [
        ("completed", false, true, Taken::Fulfilled),
        ("completed", true, true, Taken::Processing),
        ("completed", false, false, Taken::Processing),
        ("pending_details", true, false, Taken::Processing),
        ("pending", false, false, Taken::Processing),
        ("whatever", false, false, Taken::Processing),
        ("failed", true, false, failed("failed", None)),
        ("CANCELLED", false, true, failed("cancelled", None)),
        ("refunded", false, true, failed("refunded", Some(true))),
    ];
    for (word, pending, numbered, expected) in table {
        assert_eq!(taken(Some(word), pending, numbered), expected, "{word} {pending} {numbered}");
    }
    assert_eq!(taken(None, false, true), Taken::Fulfilled);
}

#[test]
fn times_are_utc_with_or_without_saying_so() {
    let expected = Some("2026-06-26T13:08:49Z".parse().unwrap());
    for text in ["2026-06-26T13:08:49", "2026-06-26T13:08:49Z", " 2026-06-26T13:08:49.000Z"] {
        assert_eq!(units::moment(text), expected, "{text}");
    }
    assert_eq!(units::moment("February 13, 2026 at 11:27 PM"), None, "a sentence is not parsed");
}

#[test]
fn a_number_may_have_a_plus_and_blanks() {
    let raw: Raw<'_> = Some(serde_json::from_str(r#""+48 267-753 430""#).unwrap());
    assert_eq!(units::phone_number(raw).as_deref(), Some("48267753430"));
    assert_eq!(esim(r#""phone_number":null"#).esim.msisdn, None);
    assert_eq!(esim(r#""msisdn":48267753430"#).esim.msisdn.as_deref(), Some("48267753430"));
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
    assert_eq!(named, [("united states", Country::from_code("US")), ("United Kingdom", None)]);
    let scopes = esimfly.scopes(country("US")).await.unwrap();
    assert_eq!(scopes, Some(Scopes { local: true, regional: false, global: false }));
    assert_eq!(esimfly.scopes(country("FR")).await.unwrap(), None);
    assert_eq!(server.seen().len(), 1);
}
