//! Every documented word, unit and shape, translated.

use super::super::translate;
use super::super::{lists, sold, units, wire};
use super::documents;
use esim_desk_model::{
    Allowance, Country, Coverage, Data, Network, Plan, PlanFeature, ProfileStatus, Service, ServiceStatus,
    Start, Usage,
};
use esim_desk_provider::Taken;

fn read<W: serde::de::DeserializeOwned>(json: &str) -> W {
    serde_json::from_str(json).unwrap()
}

fn plans(json: &str) -> Vec<Plan> {
    let page = lists::Page::read(json.as_bytes(), &["bundles"], "read").unwrap();
    page.rows.iter().map(|row| sold::plan(&read(row.get()), "USD").unwrap()).collect()
}

fn plan(json: &str) -> Plan {
    sold::plan(&read(json), "USD").unwrap()
}

fn countries(codes: &[&str]) -> Vec<Country> {
    codes.iter().map(|code| Country::from_code(code).unwrap()).collect()
}

fn speeds(words: &[&str]) -> Vec<PlanFeature> {
    words.iter().map(|word| PlanFeature::Speed((*word).to_owned())).collect()
}

#[test]
fn the_documented_catalogue_reads_as_it_says() {
    let [fixed, unlimited] = plans(documents::CATALOGUE).try_into().unwrap();
    assert_eq!(
        fixed,
        Plan {
            id: "esim_1GB_7D_GB_V2".into(),
            name: Some("eSIM, 1GB, 7 Days, United Kingdom, V2".to_owned()),
            coverage: Coverage::Local { country: countries(&["GB"])[0] },
            data: Some(Data::Bytes(1_000_000_000)),
            throttling: None,
            calls: None,
            texts: None,
            days: Some(7),
            start: Start::FirstUse,
            features: speeds(&["2G", "3G", "4G", "5G"]),
            networks: Vec::new(),
            prices: vec![super::usd("1.36")],
        }
    );
    assert_eq!((unlimited.data, unlimited.days), (Some(Data::Unlimited), Some(1)));
    assert_eq!(unlimited.throttling.as_deref(), Some("After 1 GB in 24 hours: 512 kbps"));
    assert_eq!(unlimited.prices, [super::usd("1.90")]);
}

#[test]
fn the_documented_bundle_has_another_shape_and_reads_the_same() {
    let plan = plan(documents::BUNDLE);
    assert_eq!(plan.coverage, Coverage::Local { country: countries(&["GB"])[0] });
    assert_eq!((plan.data, plan.features), (Some(Data::Bytes(1_000_000_000)), speeds(&["4G", "5G"])));
    let vodafone = Network { name: "Vodafone UK".to_owned(), speeds: vec!["4G".to_owned(), "5G".to_owned()] };
    assert_eq!(plan.networks, [vodafone]);
}

#[test]
fn each_unlimited_kind_slows_down_in_its_own_way() {
    let how = |name: &str, groups: &str| {
        plan(&format!(r#"{{"name":"{name}","groups":{groups},"unlimited":true}}"#)).throttling
    };
    for (name, groups, slow) in [
        ("a", r#"["Standard Unlimited Lite"]"#, Some("512 kbps")),
        ("a", r#"["Standard Unlimited Essential"]"#, Some("1.25 Mbps")),
        ("a", r#""Gold unlimited PLUS""#, Some("After 2 GB in 24 hours: 2 Mbps")),
        ("esim_UL_1D_TR_V2", "null", Some("512 kbps")),
        ("esim_ULE_1D_TR_V2", "[]", Some("1.25 Mbps")),
        ("esim_ULP_1D_TR_V2", "[]", Some("2 Mbps")),
        ("esim_1GB_7D_GB_V2", r#"["Standard Fixed"]"#, None),
    ] {
        let said = how(name, groups);
        assert_eq!(said.is_some(), slow.is_some(), "{name} {groups}");
        assert!(said.unwrap_or_default().ends_with(slow.unwrap_or_default()), "{name} {groups}");
    }
}

#[test]
fn unlimited_is_said_in_four_ways_and_data_in_two() {
    let data = |fields: &str| plan(&format!(r#"{{"name":"b",{fields}}}"#)).data;
    for fields in [
        r#""unlimited":true,"dataAmount":0"#,
        r#""dataAmount":-1"#,
        r#""dataAmount":"-1""#,
        r#""allowances":[{"type":"data","unlimited":true}]"#,
        r#""allowances":[{"type":"DATA","amount":-1,"unit":"MB"}]"#,
    ] {
        assert_eq!(data(fields), Some(Data::Unlimited), "{fields}");
    }
    let two = r#""dataAmount":0,"allowances":[{"type":"DATA","service":"ROAMING","amount":5,"unit":"GB"},{"type":"DATA","service":"STANDARD","amount":20000,"unit":"MB"}]"#;
    assert_eq!(data(two), Some(Data::Bytes(20_000_000_000)));
    assert_eq!(data(r#""dataAmount":20000"#), Some(Data::Bytes(20_000_000_000)));
    assert_eq!(data(r#""unlimited":false"#), None);
}

#[test]
fn minutes_and_messages_are_allowances_too() {
    let plan = plan(
        r#"{"name":"b","allowances":[{"type":"VOICE","amount":60,"unit":"MINS"},{"type":"SMS","amount":-1,"unit":"SMS"}],"autostart":false}"#,
    );
    assert_eq!((plan.calls, plan.texts), (Some(Allowance::Limited(60)), Some(Allowance::Unlimited)));
    assert_eq!((plan.data, plan.start), (None, Start::NotSaid));
}

#[test]
fn a_region_is_a_country_with_a_code_of_its_own() {
    let coverage = |countries: &str, roaming: &str| {
        plan(&format!(r#"{{"name":"b","countries":{countries},"roamingEnabled":{roaming}}}"#)).coverage
    };
    let roaming = r#"[{"name":"France","region":"Europe","iso":"FR"},{"country":{"name":"Spain","iso":"ESP"}},{"name":"France","iso":"FRA"}]"#;
    let of = || countries(&["FR", "ES"]);
    let europe = Coverage::Regional { region: "Europe+".to_owned(), countries: of() };
    assert_eq!(coverage(r#"[{"name":"Europe+","region":"Europe","iso":"REUP"}]"#, roaming), europe);
    let nested = r#"[{"country":{"name":"Europe+","region":"Europe","iso":"REUP"},"networks":[],"potentialNetworks":[]}]"#;
    assert_eq!(coverage(nested, roaming), europe);
    assert_eq!(
        coverage(r#"[{"name":"REUL","iso":"REUL"}]"#, "null"),
        Coverage::Regional { region: "REUL".to_owned(), countries: Vec::new() }
    );
    for place in
        [r#"[{"name":"Global","iso":"RGBS"}]"#, r#"[{"name":"World","iso":"X"}]"#, r#"[{"iso":"RGB"}]"#]
    {
        assert_eq!(coverage(place, roaming), Coverage::Global { countries: of() }, "{place}");
    }
    let several =
        r#"[{"name":"France","region":"Europe","iso":"FR"},{"name":"Spain","region":"Europe","iso":"ES"}]"#;
    assert_eq!(coverage(several, "[]"), Coverage::Regional { region: "Europe".to_owned(), countries: of() });
    assert_eq!(coverage("null", "null"), Coverage::NotSaid);
}

#[test]
fn the_documented_esim_can_be_installed() {
    let esim = translate::esim(&read(documents::ESIM), documents::ESIM).unwrap();
    assert_eq!(esim.id.as_str(), "8944000000000000019");
    assert_eq!(esim.iccid.unwrap().as_str(), "8944000000000000019");
    assert_eq!((esim.profile, esim.profile_word.as_deref()), (ProfileStatus::Installed, Some("Installed")));
    let install = esim.install.unwrap();
    assert_eq!(install.code.for_qr(), "LPA:1$rsp.example.com$SIM01-AAAAA-BBBBB-00001");
    assert_eq!((install.pin.as_deref(), install.puk.as_deref()), (Some("0000"), Some("12345678")));
    for secret in ["SIM01-AAAAA-BBBBB-00001", "0000\"", "12345678"] {
        assert!(!esim.raw.contains(secret), "{}", esim.raw);
    }
    assert!(esim.raw.contains("AG-2026-000123"), "the rest is there");
    let wire: wire::Esim = read(documents::ESIM);
    assert!(!format!("{wire:?}").contains("SIM01"), "no code in a log");
}

#[test]
fn an_install_link_with_another_code_is_told() {
    let told = |json: &str| translate::esim(&read(json), json).unwrap();
    assert_eq!(told(documents::ESIM).install_problem, None, "the documented links are of its code");
    for link in ["appleInstallUrl", "androidInstallUrl"] {
        let json = documents::ESIM.replacen(
            &format!(r#""{link}":""#),
            &format!(r#""{link}":"https://x.example/?carddata=LPA:1$rsp.example.com$OTHER","was":""#),
            1,
        );
        let esim = told(&json);
        assert!(esim.install.is_some() && esim.install_problem.is_some(), "{link}");
    }
}

#[test]
fn an_address_with_a_scheme_makes_the_same_code() {
    for address in [r#""smdpAddress":"http://rsp.example.com/""#, r#""rspUrl":"https://rsp.example.com""#] {
        let json = format!(r#"{{"iccid":8944000000000000019,"matchingId":"SIM01-A",{address}}}"#);
        let esim = translate::esim(&read(&json), &json).unwrap();
        assert_eq!(esim.install.unwrap().code.for_qr(), "LPA:1$rsp.example.com$SIM01-A");
    }
    let broken = r#"{"iccid":"8944000000000000019","matchingId":"SIM 01","smdpAddress":"rsp.example.com"}"#;
    let esim = translate::esim(&read(broken), broken).unwrap();
    assert!(esim.install.is_none() && esim.install_problem.is_some());
}

#[test]
fn what_no_phone_takes_is_no_pin() {
    let pin = |value: &str| {
        let code = r#""matchingId":"SIM01-A","smdpAddress":"rsp.example.com""#;
        let json = format!(r#"{{"iccid":"8944000000000000019",{code},"pin":{value},"puk":null}}"#);
        let install = translate::install(&read(&json)).0.unwrap();
        assert_eq!(install.puk, None);
        install.pin
    };
    for (sent, known) in [(r#"" 0012 ""#, "0012"), ("4711", "4711"), (r#""12345678""#, "12345678")] {
        assert_eq!(pin(sent).as_deref(), Some(known));
    }
    for none in ["null", r#""""#, r#""N/A""#, r#""123""#, r#""123456789""#, "-123", "{}"] {
        assert_eq!(pin(none), None, "{none}");
    }
}

#[test]
fn every_word_of_a_profile_is_known_in_any_case() {
    let profile = |fields: &str| {
        let json = format!(r#"{{"iccid":"8944000000000000019"{fields}}}"#);
        let esim = translate::esim(&read(&json), &json).unwrap();
        (esim.profile, esim.profile_word)
    };
    let of = |word: &str| profile(&format!(r#","profileStatus":"{word}""#));
    for (word, status) in [
        ("Released", ProfileStatus::Ready),
        ("downloaded", ProfileStatus::Downloading),
        ("INSTALLED", ProfileStatus::Installed),
        ("Unavailable", ProfileStatus::Unavailable),
        ("Deactivated", ProfileStatus::Unavailable),
        ("Melted", ProfileStatus::Unknown),
    ] {
        assert_eq!(of(word), (status, Some(word.to_owned())));
    }
    for never in ["0", "null", "\"\""] {
        let fields = format!(r#","profileStatus":"Released","firstInstalledDateTime":{never}"#);
        assert_eq!(profile(&fields).0, ProfileStatus::Ready, "{never}");
    }
    for once in ["1772442906000", "\"2026-03-02T09:15:06Z\""] {
        let fields = format!(r#","profileStatus":"Released","firstInstalledDateTime":{once}"#);
        assert_eq!(profile(&fields).0, ProfileStatus::Removed, "{once}");
    }
    let over = profile(r#","profileStatus":"Installed","state":"Deactivated""#);
    assert_eq!(over, (ProfileStatus::Unavailable, Some("Deactivated".to_owned())));
    assert_eq!(profile(""), (ProfileStatus::Preparing, None), "neither a word nor a code");
    let code = r#","matchingId":"A","smdpAddress":"rsp.example.com""#;
    assert_eq!(profile(code).0, ProfileStatus::Unknown);
}

fn services(json: &str, suspended: bool) -> Vec<Service> {
    let iccid = "8944000000000000019";
    super::super::esims::assignments(json.as_bytes(), iccid, suspended, translate::service).unwrap().rows
}

#[test]
fn the_documented_bundle_on_an_esim_reads_as_it_says() {
    let [service] = services(documents::BUNDLES, false).try_into().unwrap();
    assert_eq!(service.id.as_str(), "8944000000000000019:215000001");
    assert_eq!(service.esim.unwrap().as_str(), "8944000000000000019");
    assert_eq!((service.status, service.status_word.as_deref()), (ServiceStatus::Active, Some("active")));
    assert_eq!(service.ends_at, Some("2026-03-10T08:00:00Z".parse().unwrap()));
    let plan = service.plan.unwrap();
    assert_eq!((plan.id.as_str(), plan.data), ("esim_1GB_7D_GB_V2", Some(Data::Bytes(1_000_000_000))));
}

#[test]
fn every_state_of_a_bundle_is_known_in_any_case() {
    let status = |word: &str, suspended: bool| {
        let json =
            format!(r#"{{"bundles":[{{"name":"b","assignments":[{{"id":1,"bundleState":"{word}"}}]}}]}}"#);
        let [service] = services(&json, suspended).try_into().unwrap();
        (service.status, service.status_word.unwrap())
    };
    for (word, of, stopped) in [
        ("processing", ServiceStatus::Preparing, true),
        ("Queued", ServiceStatus::Waiting, true),
        ("ACTIVE", ServiceStatus::Active, true),
        ("depleted", ServiceStatus::UsedUp, false),
        ("expired", ServiceStatus::Expired, false),
        ("lapsed", ServiceStatus::Expired, false),
        ("revoked", ServiceStatus::Cancelled, false),
        ("melted", ServiceStatus::Unknown, true),
    ] {
        assert_eq!(status(word, false), (of, word.to_owned()));
        let suspended = (ServiceStatus::Suspended, "suspended".to_owned());
        assert_eq!(status(word, true), if stopped { suspended } else { (of, word.to_owned()) });
    }
    let empty = r#"[{"name":"b","description":" ","assignments":[{"id":"","assignmentReference":"r-0","bundleState":""}]}]"#;
    let [service] = services(empty, false).try_into().unwrap();
    assert_eq!((service.id.as_str(), service.status), ("8944000000000000019:r-0", ServiceStatus::Unknown));
    assert_eq!((service.status_word, service.plan.unwrap().name), (None, None), "no word is none");
}

fn usage(assignment: &str) -> Usage {
    translate::usage(&read(assignment))
}

#[test]
fn use_is_read_from_the_allowance_and_else_from_the_older_fields() {
    let gb = |count: u64| Some(Data::Bytes(count));
    let usual = Usage {
        left: gb(640_000_000),
        used: Some(360_000_000),
        allowance: gb(1_000_000_000),
        measured_at: None,
    };
    let allowance = r#""allowances":[{"type":"DATA","service":"STANDARD","initialAmount":1000,"remainingAmount":640,"unit":"MB"}]"#;
    let older = r#""initialQuantity":1000000000,"remainingQuantity":640000000"#;
    for json in [
        format!("{{{allowance}}}"),
        format!("{{{older}}}"),
        format!(r#"{{{allowance},"initialQuantity":5,"remainingQuantity":5}}"#),
        format!(r#"{{{older},"allowances":[{{"type":"SMS","initialAmount":9,"unit":"SMS"}}]}}"#),
        format!(r#"{{{older},"allowances":null}}"#),
    ] {
        assert_eq!(usage(&json), usual, "{json}");
    }
    let unlimited = Usage {
        left: Some(Data::Unlimited),
        used: None,
        allowance: Some(Data::Unlimited),
        measured_at: None,
    };
    for json in [
        r#"{"unlimited":true,"initialQuantity":1000000000,"remainingQuantity":0}"#,
        r#"{"allowances":[{"type":"DATA","unlimited":true,"remainingAmount":0,"unit":"BYTES"}]}"#,
    ] {
        assert_eq!(usage(json), unlimited, "a throttled day is not the end");
    }
    assert_eq!(usage("{}"), Usage { left: None, used: None, allowance: None, measured_at: None });
}

#[test]
fn one_word_of_an_order_is_known_and_no_other_is_a_failure() {
    let taken = |json: &str| translate::taken(&read(json));
    assert_eq!(taken(documents::ORDER), Taken::Fulfilled);
    for json in ["{}", r#"{"status":"failed"}"#, r#"{"status":"pending"}"#, r#"{"status":null}"#] {
        assert_eq!(taken(json), Taken::NotSaid, "{json}");
    }
    assert_eq!(taken(r#"{"status":"Completed"}"#), Taken::Fulfilled);
}

#[test]
fn an_order_has_two_names_for_its_time_and_may_carry_both() {
    let made = |json: &str| translate::created_at(&read(json));
    let at = Some("2026-03-02T09:15:06.987654321Z".parse().unwrap());
    assert_eq!(made(documents::ORDER), at);
    assert_eq!(made(r#"{"createDate":"2026-03-02T09:15:06.987654321Z"}"#), at);
    assert_eq!(made(r#"{"createdDate":"2026-03-02T09:15:06.987654321Z","createDate":""}"#), at);
    assert_eq!(made("{}"), None);
    let wire: wire::Order = read(documents::ORDER);
    assert_eq!(units::money(&wire.total, "USD"), Some(super::usd("1.36")));
}
