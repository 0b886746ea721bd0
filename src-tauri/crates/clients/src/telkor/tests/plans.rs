//! Plans without prices, and the countries of a coverage that lists none.

use super::buying::only;
use super::paths::misfit;
use super::{COVERAGES, LINK_A, LINKS, PLAN_5, PLANS, SIM_1, SIMS, desk, is, no_path, page, query};
use crate::scripted::{Reply, json, status};
use crate::telkor::Telkor;
use esim_desk_model::{Country, Coverage, Plan, PlanId, ServiceId};
use esim_desk_provider::{Kind, Orders, Provider, Stock};
use jiff::SignedDuration;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

/// A server with the documented plan, whose coverage holds France and Japan.
fn account(path: &str) -> Reply {
    let plan = &PLANS[PLANS.find("{\"id\"").unwrap()..PLANS.rfind("],").unwrap()];
    match query(path, "countries") {
        _ if is(path, "/plans") => json(PLANS),
        _ if is(path, &format!("/plans/{PLAN_5}")) => json(plan),
        Some("FRA" | "JPN") | None if is(path, "/coverages") => json(COVERAGES),
        Some("DEU") => status(422, r#"{"detail":[{"loc":["query","countries",0],"msg":"unknown country"}]}"#),
        Some(_) => json(&page(&[])),
        None => no_path(),
    }
}

async fn listed(client: &Telkor) -> Plan {
    client.plans().await.unwrap().rows.remove(0)
}

fn europe(countries: &[Country]) -> Coverage {
    Coverage::Regional { region: "EU + UK".to_owned(), countries: countries.to_vec() }
}

#[tokio::test]
async fn each_country_is_asked_for_by_itself() {
    let (server, client) = desk(|_, path| account(path)).await;
    let plan = listed(&client).await;
    assert_eq!(plan.coverage, europe(&[country("FR"), country("JP")]));
    assert_eq!((plan.networks[0].name.as_str(), plan.prices.len()), ("Operator A", 0));
    assert!(server.count("GET /telkor/coverages?countries=") > 200);
    assert_eq!(
        server.count("GET /telkor/coverages?countries=DEU"),
        1,
        "an unknown country is not asked for again"
    );
}

#[tokio::test]
async fn a_reading_that_broke_off_goes_on_where_it_was() {
    let broken = std::sync::atomic::AtomicU32::new(0);
    let (server, client) = desk(move |_, path| {
        let is_france = query(path, "countries") == Some("FRA");
        let times = if is_france { broken.fetch_add(1, std::sync::atomic::Ordering::SeqCst) } else { 9 };
        if times < 4 { status(503, "") } else { account(path) }
    })
    .await;
    assert_eq!(client.plans().await.unwrap_err().kind, Kind::Server);
    assert_eq!(listed(&client).await.coverage, europe(&[country("FR"), country("JP")]));
    assert_eq!(server.count("GET /telkor/coverages?countries=AND"), 1, "it was asked for before the trouble");
}

#[tokio::test]
async fn operators_that_name_their_countries_spare_the_questions() {
    let coverages = r#"[{"id":"0190a1b2-6666-7000-8000-000000000001","name":"EU + UK","operators":[{"id":"1","name":"A","country":"FRA"},{"id":"2","name":"B","country_code":"gb"}]}]"#;
    let (server, client) =
        desk(move |_, path| if is(path, "/plans") { json(PLANS) } else { json(coverages) }).await;
    assert_eq!(listed(&client).await.coverage, europe(&[country("FR"), country("GB")]));
    assert_eq!(server.count("GET /telkor/coverages"), 1);
}

#[tokio::test]
async fn plans_are_listed_where_coverages_are_closed() {
    for refusal in [status(403, r#"{"detail":"no rights"}"#), no_path()] {
        let (_server, client) =
            desk(move |_, path| if is(path, "/plans") { json(PLANS) } else { refusal.clone() }).await;
        assert_eq!(listed(&client).await.coverage, europe(&[]));
    }
}

#[tokio::test]
async fn a_plan_read_again_is_as_it_was_listed() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = listed(&client).await;
    assert_eq!(client.plan(&PlanId::from(PLAN_5), &known).await.unwrap(), Some(known));
}

#[tokio::test]
async fn a_megabyte_is_what_the_wallet_says() {
    use esim_desk_model::Data;
    let (server, _) = desk(|_, path| account(path)).await;
    for (megabytes, bytes) in [("binary", 5_368_709_120), ("decimal", 5_120_000_000)] {
        let client = super::client_with(&server, &[("megabytes", megabytes)]);
        let plan = listed(&client).await;
        assert_eq!(plan.data, Some(Data::Bytes(bytes)));
        assert_eq!(client.plan(&PlanId::from(PLAN_5), &plan).await.unwrap(), Some(plan));
    }
}

#[tokio::test]
async fn a_plan_with_another_coverage_is_not_taken_for_the_old_one() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = Plan { coverage: europe(&[country("JP")]), ..listed(&client).await };
    let asia = Coverage::Regional { region: "Asia".to_owned(), countries: vec![country("JP")] };
    let other = Plan { coverage: asia, ..known };
    let again = client.plan(&PlanId::from(PLAN_5), &other).await.unwrap().unwrap();
    assert_eq!(again.coverage, europe(&[]), "its countries are not proven");
}

#[tokio::test]
async fn a_plan_that_is_gone_is_none_and_one_that_the_list_has_is_not() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = listed(&client).await;
    assert_eq!(client.plan(&PlanId::from("gone"), &known).await.unwrap(), None);
    let (_server, client) = desk(|_, path| if is(path, "/plans") { json(PLANS) } else { no_path() }).await;
    let error = client.plan(&PlanId::from(PLAN_5), &known).await.unwrap_err();
    assert!(misfit(error).ends_with("/plans/{plan_id}"));
}

/// The question for one country.
const ANDORRA: &str = "GET /telkor/coverages?countries=AND";

#[tokio::test]
async fn the_countries_are_remembered_until_a_coverage_is_new_or_half_a_day_is_over() {
    let is_new = Arc::new(AtomicBool::new(false));
    let shown = is_new.clone();
    let (server, client) = desk(move |_, path| match path {
        _ if shown.load(Ordering::SeqCst) && is(path, "/coverages") && query(path, "countries").is_none() => {
            json(&COVERAGES.replace("6666-7000-8000-000000000001", "6666-7000-8000-000000000002"))
        }
        _ => account(path),
    })
    .await;
    for _ in 0..3 {
        assert_eq!(listed(&client).await.coverage, europe(&[country("FR"), country("JP")]));
    }
    assert_eq!(server.count(ANDORRA), 1);
    is_new.store(true, Ordering::SeqCst);
    listed(&client).await;
    assert_eq!(server.count(ANDORRA), 2);
    let asked_at = client.covering.lock().unwrap().asked_at.unwrap();
    client.covering.lock().unwrap().asked_at = asked_at.checked_sub(SignedDuration::from_hours(13)).ok();
    listed(&client).await;
    assert_eq!(server.count(ANDORRA), 3);
}

#[tokio::test]
async fn a_lot_is_a_plan_and_the_esims_that_fit_it() {
    let none = PLANS.replace("2222-7000-8000-000000000005", "2222-7000-8000-000000000006");
    let plans = page(&[only(PLANS), only(&none)]);
    let (server, client) = desk(move |_, path| match path {
        _ if query(path, "compatibility_zones") == Some("zone-a") => json(PLANS),
        _ if is(path, "/plans") => json(&plans),
        _ if is(path, "/sims") => json(SIMS),
        _ => account(path),
    })
    .await;
    let lots = client.lots().await.unwrap();
    assert!(lots.is_complete());
    let told: Vec<_> = lots.rows.iter().map(|lot| (lot.id.0.as_str(), lot.left)).collect();
    assert_eq!(told, [(PLAN_5, 1), ("0190a1b2-2222-7000-8000-000000000006", 0)], "the card fits none");
    for lot in lots.rows {
        assert_eq!((lot.id.0.as_str(), lot.expires_at), (lot.plan.id.as_str(), None));
        assert_eq!(lot.plan.coverage, europe(&[country("FR"), country("JP")]));
    }
    assert_eq!((server.count("GET /telkor/sims"), server.count("GET /telkor/plans")), (1, 2));
    assert_eq!(server.count("POST /telkor"), 0);
    assert!(Provider::catalogue(&client).is_none(), "Telkor sells nothing");
}

#[tokio::test]
async fn where_no_sim_says_its_zones_each_plan_is_asked_for() {
    let none = PLANS.replace("2222-7000-8000-000000000005", "2222-7000-8000-000000000006");
    let plans = page(&[only(PLANS), only(&none)]);
    let sims = SIMS.replace(r#""compatibility_zones":["zone-a"],"#, "");
    let (_server, client) = desk(move |_, path| match path {
        _ if is(path, "/plans") => json(&plans),
        _ if is(path, "/sims") && query(path, "for_plan_id").is_some_and(|plan| plan != PLAN_5) => json("[]"),
        _ if is(path, "/sims") => json(&sims),
        _ => account(path),
    })
    .await;
    let lots = client.lots().await.unwrap();
    assert_eq!(lots.rows.iter().map(|lot| lot.left).collect::<Vec<_>>(), [1, 0]);
}

#[tokio::test]
async fn what_fits_a_link_is_asked_for_by_the_link_and_works_where_it_did() {
    let (server, client) = desk(|_, path| match path {
        _ if path.starts_with("/links/") => json(&only(LINKS)),
        _ => json(PLANS),
    })
    .await;
    let service = ServiceId::from(format!("{LINK_A}/a"));
    let fitting = async |candidates| client.fitting(&SIM_1.into(), &service, candidates).await.unwrap();
    let [bare] = <[Plan; 1]>::try_from(fitting(Vec::new()).await).unwrap();
    assert_eq!((bare.id.as_str(), &bare.coverage), (PLAN_5, &europe(&[])));
    let known = Plan { coverage: europe(&[country("JP")]), ..bare };
    let foreign = Plan { id: "other".into(), ..known.clone() };
    assert_eq!(fitting(vec![foreign, known.clone()]).await, [known]);
    assert_eq!(server.count(&format!("GET /telkor/plans?for_link_id={LINK_A}")), 2);
    let other = client.fitting(&"another".into(), &service, Vec::new()).await.unwrap_err();
    assert_eq!(other.text.as_deref(), Some("The link of this plan belongs to another eSIM now."));
}
