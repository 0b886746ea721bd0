//! Telkor's JSON as its document prints it, and every word of it, against what the desk shows.

use super::super::tasks::{Outcome, TaskItem};
use super::super::wire::Row;
use super::super::{translate, wire};
use super::{
    ACTIVATION, ACTIVATION_1, INSTALLATION, ITEMS, LINK_9, LINKS, NO_INSTALLATION, PLANS, SIM_1, SIMS, TASK,
};
use crate::telkor::links::{Activation, Link};
use crate::telkor::plan;
use crate::telkor::stock::Sim;
use esim_desk_model::{Coverage, Data, Esim, Plan, ProfileStatus, Service, ServiceStatus, Timestamp};
use serde_json::value::RawValue;

fn rows<T>(
    body: &str,
    translate: impl Fn(&Row<'_>, &str) -> Result<T, &'static str>,
) -> Vec<Result<T, &'static str>> {
    let page = wire::page(body.as_bytes(), "list").unwrap();
    page.rows
        .iter()
        .map(|raw: &&RawValue| translate(&serde_json::from_str(raw.get()).unwrap(), raw.get()))
        .collect()
}

fn all<T>(body: &str, translate: impl Fn(&Row<'_>, &str) -> Result<T, &'static str>) -> Vec<T> {
    rows(body, translate).into_iter().map(Result::unwrap).collect()
}

fn sim(fields: &str) -> Sim {
    all(&format!(r#"[{{"id":"s",{fields}}}]"#), translate::sim).remove(0)
}

fn activation(fields: &str) -> Activation {
    all(&format!(r#"[{{"id":"a",{fields}}}]"#), translate::activation).remove(0)
}

fn link(status: &str) -> Link {
    all(&format!(r#"[{{"id":"l","status":"{status}","sim":{{"id":"s"}}}}]"#), translate::link).remove(0)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn service(link_status: &str, fields: &str) -> Service {
    translate::service(&link(link_status), activation(fields), at("2026-03-20T00:00:00Z"))
}

fn installed(esim: Esim, view: &str) -> Esim {
    translate::with_installation(esim, &serde_json::from_str(view).unwrap()).unwrap()
}

#[test]
fn the_documented_sims_are_an_esim_in_stock_and_a_card_in_use() {
    let sims = all(SIMS, translate::sim);
    let [stock, card] = sims.as_slice() else { panic!("two SIMs") };
    assert_eq!((stock.esim.id.as_str(), stock.is_card, stock.is_attached), (SIM_1, false, false));
    assert_eq!(stock.esim.iccid.as_ref().unwrap().as_str(), "8948010000000012345");
    assert_eq!(
        (stock.esim.profile, stock.esim.profile_word.as_deref()),
        (ProfileStatus::InStock, Some("available"))
    );
    assert_eq!(
        (&stock.link, &stock.esim.msisdn, stock.imsi.as_deref()),
        (&None, &None, Some("260010185757766"))
    );
    assert_eq!(
        (stock.zones.as_slice(), stock.updated_at),
        (&["zone-a".to_owned()][..], Some(at("2026-03-12T14:39:23.149Z")))
    );
    assert_eq!((&stock.esim.install, &stock.esim.install_problem), (&None, &None));

    assert_eq!(card.esim.iccid.as_ref().unwrap().as_str(), "89480100000000123456");
    assert_eq!((card.is_card, card.is_attached, card.esim.profile), (true, true, ProfileStatus::Enabled));
    assert_eq!(
        (card.esim.msisdn.as_deref(), card.imei.as_deref()),
        (Some("48267753430"), Some("357281834140498"))
    );
    assert_eq!(
        (stock.esim.numbers.as_slice(), card.esim.numbers.as_slice()),
        (&["260010185757766".to_owned()][..], &["357281834140498".to_owned()][..])
    );
    assert_eq!(card.esim.install_problem.as_deref(), Some("This is a card. There is nothing to install."));
    let bound = card.link.as_ref().unwrap();
    assert_eq!(
        (bound.id.as_str(), bound.name.as_deref(), bound.status.as_deref()),
        (LINK_9, Some("AG-2026-000123_1"), Some("active"))
    );
}

#[test]
fn a_profile_is_what_the_facts_say_and_an_unknown_word_stays_unknown() {
    use ProfileStatus as P;
    let table = [
        (r#""sim_type":"esim","is_attached":true,"esim_state":"available""#, P::Enabled),
        (r#""sim_type":"ESIM","is_attached":false,"esim_state":"AVAILABLE""#, P::InStock),
        (r#""sim_type":"eSIM","is_attached":false,"esim_state":{"state":"available"}"#, P::InStock),
        (r#""sim_type":"esim","esim_profile_state":"available""#, P::InStock),
        (r#""sim_type":"esim","profile_state":"available""#, P::InStock),
        (r#""sim_type":"esim","esim_status":"available""#, P::InStock),
        (r#""sim_type":"esim","esim_state":"sleeping""#, P::Unknown),
        (r#""sim_type":"esim","esim_state":null"#, P::Unknown),
        (r#""sim_type":"Physical","is_attached":false"#, P::Card),
        (r#""sim_type":"physical","is_attached":true"#, P::Enabled),
    ];
    for (fields, profile) in table {
        assert_eq!(sim(fields).esim.profile, profile, "{fields}");
    }
    assert_eq!(
        sim(r#""sim_type":"esim","esim_state":"sleeping""#).esim.profile_word.as_deref(),
        Some("sleeping")
    );
    assert_eq!(sim(r#""status":"suspended""#).esim.profile_word.as_deref(), Some("suspended"));
}

#[test]
fn an_installation_gives_its_code_and_nothing_else_of_it() {
    let ready =
        sim(r#""sim_type":"esim","esim_state":"available","note":"2D7F456148C640359B6A83E0E5AE34D3""#).esim;
    let esim = installed(ready, INSTALLATION);
    let code = &esim.install.as_ref().unwrap().code;
    assert_eq!(code.for_qr(), "LPA:1$rsp.example.com$2D7F456148C640359B6A83E0E5AE34D3");
    assert!(!esim.raw.contains("2D7F"), "{}", esim.raw);
    assert!(!format!("{esim:?}").contains("2D7F456148C6"));
    assert!(!format!("{esim:?}").contains("svg"));
    assert_eq!(esim.profile, ProfileStatus::InStock);
    assert_eq!(esim.install_problem, None, "its links are of its code");
    let odd = INSTALLATION.replacen("E5AE34D3\",\"ios", "E5AE3400\",\"ios", 1);
    assert_ne!(odd, INSTALLATION);
    let esim = installed(esim, &odd);
    assert!(esim.install.is_some() && esim.install_problem.is_some());
}

#[test]
fn on_a_link_an_esim_is_ready_and_a_card_stays_a_card() {
    let bound = r#""esim_state":"available","link":{"id":"l1"}"#;
    assert_eq!(sim(&format!(r#""sim_type":"esim",{bound}"#)).esim.profile, ProfileStatus::Ready);
    assert_eq!(sim(&format!(r#""sim_type":"physical",{bound}"#)).esim.profile, ProfileStatus::Card);
}

#[test]
fn a_code_without_its_prefix_is_taken_as_it_came_and_a_bad_one_says_why() {
    let install = |code: &str| {
        installed(sim(r#""sim_type":"esim""#).esim, &format!(r#"{{"activation_code":"{code}"}}"#))
    };
    let bare = install("1$rsp.example.com$TOKEN").install.unwrap().code;
    assert_eq!(
        (bare.as_received(), bare.for_qr().as_str()),
        ("1$rsp.example.com$TOKEN", "LPA:1$rsp.example.com$TOKEN")
    );
    for code in ["LPA:1$rsp", "2$rsp.example.com$TOKEN", "LPA:1$rsp.example.com$TO KEN"] {
        let esim = install(code);
        assert!(esim.install.is_none() && esim.install_problem.is_some(), "{code}");
    }
}

#[test]
fn an_esim_without_a_code_is_still_prepared() {
    let view = |fields: &str| installed(sim(fields).esim, NO_INSTALLATION).profile;
    assert_eq!(view(r#""sim_type":"esim","esim_state":"available""#), ProfileStatus::Preparing);
    assert_eq!(view(r#""sim_type":"esim""#), ProfileStatus::Preparing);
    assert_eq!(view(r#""sim_type":"esim","is_attached":true"#), ProfileStatus::Enabled, "it was seen");
}

#[test]
fn codes_are_masked_in_what_is_shown() {
    for field in [
        r#""activation_code":"LPA:1$h.example$SECRET-1""#,
        r#""lpa_profile":"1$h.example$SECRET-1""#,
        r#""note":"LPA:1$h.example$SECRET-1""#,
    ] {
        let raw = sim(field).esim.raw;
        assert!(!raw.contains("SECRET-1"), "{raw}");
    }
}

#[test]
fn the_documented_link_names_its_sim() {
    let links = all(LINKS, translate::link);
    assert_eq!(
        (links[0].name.as_deref(), links[0].sim.as_ref().unwrap().as_str()),
        (Some("AG-2026-000123_1"), SIM_1)
    );
    assert_eq!(links[0].created_at, Some(at("2026-03-12T14:39:30Z")));
}

#[test]
fn the_documented_activation_is_a_running_plan_with_its_use() {
    let activation = all(&format!("[{ACTIVATION}]"), translate::activation).remove(0);
    assert_eq!(activation.source.as_deref(), Some("manual"));
    let usage = activation.usage.clone();
    assert_eq!(
        (usage.allowance, usage.left, usage.used),
        (Some(Data::Bytes(5 << 30)), Some(Data::Bytes(5_368_184_832)), Some(524_288))
    );
    assert_eq!(usage.measured_at, Some(at("2026-03-13T06:00:00Z")));
    let service = translate::service(&link("active"), activation, at("2026-03-20T00:00:00Z"));
    assert_eq!(service.id.as_str(), format!("l/{ACTIVATION_1}"));
    assert_eq!(
        (service.status, service.status_word.as_deref(), service.ends_at),
        (ServiceStatus::Active, Some("active"), None)
    );
    assert_eq!(service.esim.unwrap().as_str(), "s");
    let plan = service.plan.unwrap();
    assert_eq!(
        (plan.name.as_deref(), plan.data, plan.days),
        (Some("EU 5 GB"), Some(Data::Bytes(5 << 30)), Some(30))
    );
}

#[test]
fn a_plan_on_an_esim_is_what_the_facts_say() {
    use ServiceStatus as S;
    let started = r#""activated_at":"2026-03-12T18:00:00Z""#;
    let table = [
        ("active", format!(r#""status":"active",{started}"#), S::Active),
        ("active", format!(r#""status":"ACTIVE",{started}"#), S::Active),
        ("active", r#""status":"active","activated_at":null"#.to_owned(), S::Waiting),
        ("active", r#""status":"pending""#.to_owned(), S::Waiting),
        ("suspended", format!(r#""status":"active",{started}"#), S::Suspended),
        ("Suspended", r#""status":"pending""#.to_owned(), S::Suspended),
        ("active", format!(r#""status":"active",{started},"expires_at":"2026-03-19T00:00:00Z""#), S::Expired),
        ("active", format!(r#""status":"active",{started},"expires_at":"2026-03-21T00:00:00Z""#), S::Active),
        (
            "active",
            format!(
                r#""status":"active",{started},"data_usage":{{"allocated_mib":"1","remaining_mib":"0.000000"}}"#
            ),
            S::UsedUp,
        ),
        (
            "active",
            format!(
                r#""status":"active",{started},"data_usage":{{"allocated_mib":"0","remaining_mib":"0"}}"#
            ),
            S::Active,
        ),
        ("active", format!(r#""status":"dreaming",{started}"#), S::Unknown),
        ("active", r#""status":"cancelled""#.to_owned(), S::Unknown),
    ];
    for (link_status, fields, status) in table {
        assert_eq!(service(link_status, &fields).status, status, "{link_status} {fields}");
    }
    assert_eq!(service("active", r#""status":"dreaming""#).status_word.as_deref(), Some("dreaming"));
}

#[test]
fn use_is_read_under_other_names_and_never_below_zero() {
    let usage = activation(r#""usage":{"allocated_mib":1024,"remaining_mib":"-1","used_mib":"x"}"#).usage;
    assert_eq!((usage.allowance, usage.left, usage.used), (Some(Data::Bytes(1 << 30)), None, None));
    assert_eq!(activation(r#""plan_id":7"#).plan.unwrap().id.as_str(), "7");
    assert_eq!(activation(r#""plan":"p""#).plan.unwrap().id.as_str(), "p");
    assert_eq!(
        activation(r#""activation_date":"2026-03-12T18:00:00""#).activated_at,
        Some(at("2026-03-12T18:00:00Z"))
    );
}

#[test]
fn the_documented_plan_has_no_price() {
    let listed = all(PLANS, plan::listed).remove(0);
    let Plan { name, data, days, prices, throttling, .. } = listed.plan;
    assert_eq!((name.as_deref(), data, days), (Some("EU 5 GB"), Some(Data::Bytes(5 << 30)), Some(30)));
    assert_eq!((prices, throttling), (Vec::new(), None));
    let coverage = listed.coverage.unwrap();
    assert_eq!(
        (coverage.id.as_str(), coverage.name.as_deref()),
        ("0190a1b2-6666-7000-8000-000000000001", Some("EU + UK"))
    );
}

#[test]
fn a_throttle_is_kept_in_telkors_word() {
    let throttling = |word: &str| {
        all(&format!(r#"[{{"id":"p","base_throttle":"{word}"}}]"#), plan::listed).remove(0).plan.throttling
    };
    assert_eq!(throttling("512kbps").as_deref(), Some("512kbps"));
    assert_eq!((throttling("Unlimited"), throttling("none")), (None, None));
}

#[test]
fn a_coverage_is_local_only_when_every_country_was_asked_for() {
    let country = |code: &str| esim_desk_model::Country::from_code(code).unwrap();
    let (jp, fr) = (country("JP"), country("FR"));
    let regional = |region: &str, countries: &[_]| Coverage::Regional {
        region: region.to_owned(),
        countries: countries.to_vec(),
    };
    assert_eq!(plan::coverage(Some("Japan"), vec![jp], true), Coverage::Local { country: jp });
    assert_eq!(plan::coverage(Some("Japan"), vec![jp], false), regional("Japan", &[jp]));
    assert_eq!(
        plan::coverage(Some("World"), vec![jp, fr], true),
        Coverage::Global { countries: vec![jp, fr] }
    );
    assert_eq!(plan::coverage(None, vec![jp, fr], true), regional("", &[jp, fr]));
    assert_eq!(plan::coverage(None, Vec::new(), true), Coverage::NotSaid);
}

#[test]
fn a_task_is_told_by_its_counters_whatever_its_word() {
    let task = all(&format!("[{TASK}]"), translate::task).remove(0);
    assert_eq!((task.total, task.completed, task.failed, task.pending), (1, 0, 0, 1));
    assert!(!task.is_finished());
    let finished =
        |fields: &str| all(&format!(r#"[{{"id":"t",{fields}}}]"#), translate::task).remove(0).is_finished();
    assert!(finished(
        r#""status":"pending","total_items":2,"completed_items":1,"failed_items":1,"pending_items":0"#
    ));
    assert!(
        finished(r#""status":"odd","total_items":2,"completed_items":1,"failed_items":1"#),
        "counted here"
    );
    assert!(!finished(r#""status":"completed","total_items":0,"pending_items":0"#), "nothing was done");
    assert!(!finished(r#""status":"completed","total_items":2,"completed_items":1"#));
}

#[test]
fn a_failed_item_stands_beside_a_good_one() {
    let items = all(ITEMS, translate::item);
    let done = TaskItem {
        id: "0190a1b2-4444-7000-8000-000000000001".to_owned(),
        reference: Some("8948010000000012345".to_owned()),
        sim: Some(SIM_1.to_owned()),
        link: Some("0190a1b2-1111-7000-8000-00000000000a".to_owned()),
        outcome: Outcome::Done,
        word: Some("completed".to_owned()),
    };
    assert_eq!(items[0], done);
    assert_eq!(items[1].outcome, Outcome::Failed { reason: Some("SIM is already linked".to_owned()) });
}

#[test]
fn an_item_ends_by_its_error_or_by_a_word_of_success() {
    let outcome =
        |fields: &str| all(&format!(r#"[{{"id":"i",{fields}}}]"#), translate::item).remove(0).outcome;
    let failed = |reason: Option<&str>| Outcome::Failed { reason: reason.map(str::to_owned) };
    for word in ["success", "succeeded", "completed", "COMPLETED"] {
        assert_eq!(outcome(&format!(r#""status":"{word}""#)), Outcome::Done, "{word}");
    }
    assert_eq!(outcome(r#""status":"pending""#), Outcome::Open);
    assert_eq!(outcome(r#""status":"whirling""#), Outcome::Open);
    assert_eq!(outcome(r#""status":"failed","error":null"#), failed(None));
    assert_eq!(outcome(r#""status":"completed","error":"no link left""#), failed(Some("no link left")));
    assert_eq!(
        outcome(r#""error":{"code":"LINKED","message":"already linked"}"#),
        failed(Some("already linked"))
    );
    assert_eq!(outcome(r#""error":{"odd":1}"#), failed(Some(r#"{"odd":1}"#)));
    for none in ["{}", "[]", "false", r#""""#] {
        assert_eq!(outcome(&format!(r#""status":"success","error":{none}"#)), Outcome::Done, "{none}");
    }
}

#[test]
fn one_thing_may_be_wrapped_and_a_failure_is_no_wrapping() {
    let named = |body: &str| {
        let (row, _) = wire::object(body.as_bytes(), "read").ok()?;
        row.text(wire::NAME).unwrap()
    };
    for body in [
        r#"{"id":1,"name":"a"}"#,
        r#"[{"id":1,"name":"a"}]"#,
        r#"{"data":{"name":"a"}}"#,
        r#"{"success":true,"data":[{"name":"a"}],"meta":{"timestamp":"x"},"message":null}"#,
    ] {
        assert_eq!(named(body).as_deref(), Some("a"), "{body}");
    }
    for body in [
        r#"{"id":1,"data":{"name":"a"}}"#,
        r#"{"success":false,"data":{"name":"a"}}"#,
        r#"{"data":{"name":"a"},"error":{"code":"X"}}"#,
        r#"{"data":null}"#,
        r#"{"data":[]}"#,
        r#"{"data":[{"name":"a"},{"name":"b"}]}"#,
    ] {
        assert_eq!(named(body), None, "{body}");
    }
}

#[test]
fn an_empty_text_is_nothing() {
    let empty = sim(
        r#""iccid":"","sim_type":"","is_attached":"","link":"","esim_state":"","esim_status":"available","imsi":"""#,
    );
    assert_eq!((empty.esim.iccid, empty.link, empty.imsi), (None, None, None));
    assert_eq!(empty.esim.profile, ProfileStatus::InStock, "the name that is filled in");
    assert_eq!(activation(r#""plan":"","data_usage":"","expires_at":"""#).plan, None);
}

#[test]
fn a_bad_field_is_named_without_its_value() {
    let bad = |row: &str| rows(&format!("[{row}]"), translate::sim).remove(0).unwrap_err();
    assert_eq!(bad(r#"{"iccid":"8948010000000012345"}"#), "id is missing");
    assert_eq!(bad(r#"{"id":""}"#), "id is missing");
    assert_eq!(bad(r#"{"id":{"a":"secret"}}"#), "id does not fit");
    assert_eq!(bad(r#"{"id":"s","is_attached":"yes"}"#), "is_attached does not fit");
    assert_eq!(bad(r#"{"id":"s","link":7}"#), "link does not fit");
    assert_eq!(bad(r#"{"id":"s","iccid":["8948010000000012345"]}"#), "iccid does not fit");
    assert_eq!(sim(r#""iccid":"not a number""#).esim.iccid, None, "a text that is no ICCID is absent");
    assert_eq!(
        all(r#"[{"id":7,"iccid":89480100000000123456}]"#, translate::sim)[0]
            .esim
            .iccid
            .as_ref()
            .unwrap()
            .as_str(),
        "89480100000000123456"
    );
}
