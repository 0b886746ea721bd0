//! Plans without prices, and the countries of a coverage that lists none.

use super::{COVERAGES, LINKS, PLAN_5, PLANS, desk, is, no_path, page, query};
use crate::scripted::{Reply, json, status};
use crate::telkor::Telkor;
use esim_desk_model::{Country, Coverage, Plan, PlanId};
use esim_desk_provider::{Catalogue, Kind, Scopes};

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

async fn listed(client: &Telkor, countries: &[Country]) -> Plan {
    client.plans(countries).await.unwrap().rows.remove(0)
}

fn europe(countries: &[Country]) -> Coverage {
    Coverage::Regional { region: "EU + UK".to_owned(), countries: countries.to_vec() }
}

#[tokio::test]
async fn each_country_is_asked_for_by_itself_and_a_sync_asks_for_all() {
    let (server, client) = desk(|_, path| account(path)).await;
    let plan = listed(&client, &[]).await;
    assert_eq!(plan.coverage, europe(&[country("FR"), country("JP")]));
    assert_eq!((plan.networks[0].name.as_str(), plan.prices.len()), ("Operator A", 0));
    assert!(server.count("GET /telkor/coverages?countries=") > 200);
    assert_eq!(
        server.count("GET /telkor/coverages?countries=DEU"),
        1,
        "an unknown country is not asked for again"
    );
    let named: Vec<_> =
        client.destinations().await.unwrap().rows.iter().filter_map(|row| row.country).collect();
    assert_eq!(named, [country("FR"), country("JP")]);
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
    assert_eq!(client.plans(&[]).await.unwrap_err().kind, Kind::Server);
    assert_eq!(listed(&client, &[]).await.coverage, europe(&[country("FR"), country("JP")]));
    assert_eq!(server.count("GET /telkor/coverages?countries=AND"), 1, "it was asked for before the trouble");
    listed(&client, &[]).await;
    assert_eq!(server.count("GET /telkor/coverages?countries=AND"), 2, "the next reading begins anew");
}

#[tokio::test]
async fn a_few_countries_cost_a_few_requests() {
    let (server, client) = desk(|_, path| account(path)).await;
    assert_eq!(listed(&client, &[country("JP"), country("DE")]).await.coverage, europe(&[country("JP")]));
    assert_eq!(server.count("GET /telkor/coverages?countries="), 2);
}

#[tokio::test]
async fn what_is_not_known_yet_stands_by_its_name() {
    let (server, client) = desk(|_, path| account(path)).await;
    let rows = client.destinations().await.unwrap().rows;
    assert_eq!((rows[0].name.as_str(), rows[0].country, rows.len()), ("EU + UK", None, 1));
    assert_eq!(server.count("GET /telkor/coverages"), 1);
}

#[tokio::test]
async fn operators_that_name_their_countries_spare_the_questions() {
    let coverages = r#"[{"id":"0190a1b2-6666-7000-8000-000000000001","name":"EU + UK","operators":[{"id":"1","name":"A","country":"FRA"},{"id":"2","name":"B","country_code":"gb"}]}]"#;
    let (server, client) =
        desk(move |_, path| if is(path, "/plans") { json(PLANS) } else { json(coverages) }).await;
    assert_eq!(listed(&client, &[]).await.coverage, europe(&[country("FR"), country("GB")]));
    assert_eq!(server.count("GET /telkor/coverages"), 1);
}

#[tokio::test]
async fn plans_are_listed_where_coverages_are_closed() {
    for refusal in [status(403, r#"{"detail":"no rights"}"#), no_path()] {
        let (_server, client) =
            desk(move |_, path| if is(path, "/plans") { json(PLANS) } else { refusal.clone() }).await;
        assert_eq!(listed(&client, &[]).await.coverage, europe(&[]));
    }
}

#[tokio::test]
async fn a_plan_read_again_is_as_it_was_listed() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = listed(&client, &[country("JP")]).await;
    assert_eq!(client.plan(&PlanId::from(PLAN_5), &known).await.unwrap(), Some(known));
}

#[tokio::test]
async fn a_megabyte_is_what_the_wallet_says() {
    use esim_desk_model::Data;
    let (server, _) = desk(|_, path| account(path)).await;
    for (megabytes, bytes) in [("binary", 5_368_709_120), ("decimal", 5_120_000_000)] {
        let client = super::client_with(&server, &[("megabytes", megabytes)]);
        let plan = listed(&client, &[country("JP")]).await;
        assert_eq!(plan.data, Some(Data::Bytes(bytes)));
        assert_eq!(client.plan(&PlanId::from(PLAN_5), &plan).await.unwrap(), Some(plan));
    }
}

#[tokio::test]
async fn a_plan_with_another_coverage_is_not_taken_for_the_old_one() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = Plan { coverage: europe(&[country("JP")]), ..listed(&client, &[]).await };
    let asia = Coverage::Regional { region: "Asia".to_owned(), countries: vec![country("JP")] };
    let other = Plan { coverage: asia, ..known };
    let again = client.plan(&PlanId::from(PLAN_5), &other).await.unwrap().unwrap();
    assert_eq!(again.coverage, europe(&[]), "its countries are not proven");
}

#[tokio::test]
async fn a_plan_that_is_gone_is_none_and_one_that_the_list_has_is_not() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let known = listed(&client, &[country("JP")]).await;
    assert_eq!(client.plan(&PlanId::from("gone"), &known).await.unwrap(), None);
    let (_server, client) = desk(|_, path| if is(path, "/plans") { json(PLANS) } else { no_path() }).await;
    let error = client.plan(&PlanId::from(PLAN_5), &known).await.unwrap_err();
    assert_eq!(error.kind, Kind::NotFound);
    assert!(error.text.unwrap().contains("/plans/{plan_id}"));
}

#[tokio::test]
async fn the_kinds_of_plan_for_a_country_come_from_its_coverages() {
    let (_server, client) = desk(|_, path| account(path)).await;
    let regional = Scopes { local: false, regional: true, global: false };
    assert_eq!(client.scopes(country("JP")).await.unwrap(), Some(regional));
    assert_eq!(client.scopes(country("US")).await.unwrap(), None);
}

#[tokio::test]
async fn plans_that_fit_a_link_are_asked_for_by_the_link() {
    let (server, client) = desk(|_, path| json(if is(path, "/plans") { PLANS } else { LINKS })).await;
    let link = client.links("").await.unwrap().rows.remove(0);
    assert_eq!(client.plans_for_link(&link).await.unwrap(), [PlanId::from(PLAN_5)]);
    assert_eq!(server.count(&format!("GET /telkor/plans?for_link_id={}", link.id)), 1);
}
