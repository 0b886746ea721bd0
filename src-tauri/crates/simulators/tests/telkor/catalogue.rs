//! Plans and coverages.

use crate::client::{Desk, ids, quick};
use esim_desk_simulators::telkor::Options;
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_catalogue_is_wide_and_has_no_prices() {
    let desk = Desk::open(quick()).await;
    let plans = desk.all("/plans").await;
    assert!(plans.len() >= 400, "{} plans", plans.len());
    assert_eq!(BTreeSet::from_iter(ids(&plans)).len(), plans.len());
    for plan in &plans {
        assert!(
            plan["included_data_mb"].as_i64().unwrap() >= 500 && plan["validity_days"].as_i64().unwrap() > 0
        );
        assert!(plan["coverage"]["id"].is_string() && plan["base_throttle"].is_string());
        assert!(plan.as_object().unwrap().keys().all(|key| !key.contains("price") && !key.contains("cost")));
    }
    assert!(
        plans.iter().any(|p| p["description"].is_null())
            && plans.iter().any(|p| p["description"].is_string())
    );
    let countries: BTreeSet<String> =
        desk.telkor.plans().into_iter().flat_map(|plan| plan.countries).collect();
    assert!(countries.len() >= 70);
    let one = desk.get(&format!("/plans/{}", plans[7]["id"].as_str().unwrap())).await.json();
    assert_eq!(one, plans[7]);
}

#[tokio::test]
async fn every_filter_of_plans_narrows() {
    let desk = Desk::open(quick()).await;
    let all = desk.all("/plans").await.len();
    let some = desk.all("/plans?min_included_data_mb=3072&max_included_data_mb=5120&min_validity_days=15&max_validity_days=15").await;
    assert!(!some.is_empty() && some.iter().all(|plan| plan["validity_days"] == 15));
    assert!(
        some.iter().any(|p| p["included_data_mb"] == 3072)
            && some.iter().any(|p| p["included_data_mb"] == 5120)
    );
    let coverage = some[0]["coverage"]["id"].as_str().unwrap();
    let of = desk.all(&format!("/plans?coverage_id={coverage}")).await;
    assert!(of.len() < all && of.iter().all(|plan| plan["coverage"]["id"] == coverage));
    for (query, field, value) in [
        ("base_throttle=512kbps", "base_throttle", "512kbps"),
        ("reactivation_trigger=data_exhausted", "reactivation_trigger", "data_exhausted"),
    ] {
        let rows = desk.all(&format!("/plans?{query}")).await;
        assert!(!rows.is_empty() && rows.iter().all(|plan| plan[field] == value), "{query}");
    }
    let japan = desk.all("/plans?search=JAPAN").await;
    assert!(japan.len() >= 10 && japan.iter().all(|plan| plan["name"].as_str().unwrap().contains("Japan")));
    let (east, west) = (
        desk.all("/plans?compatibility_zones=zone-b").await,
        desk.all("/plans?compatibility_zones=zone-c").await,
    );
    let both = desk.all("/plans?compatibility_zones=zone-b&compatibility_zones=zone-c").await;
    assert_eq!(both.len(), east.len() + west.len(), "repeated is or");
    assert!(desk.all("/plans?compatibility_zones=zone-b&search=japan").await.is_empty(), "different is and");
    for query in ["min_validity_days=soon", "page=0", "page_size=101", "sort_by=colour", "sort_order=up"] {
        assert_eq!(desk.get(&format!("/plans?{query}")).await.status, 422, "{query}");
    }
}

#[tokio::test]
async fn coverages_are_found_by_country_and_operator() {
    let desk = Desk::open(quick()).await;
    let japan = desk.all("/coverages?countries=JPN").await;
    let named = |name: &str| japan.iter().filter(|row| row["name"] == name).count();
    assert_eq!((named("Japan"), named("Asia")), (2, 2), "names are not unique");
    assert_eq!(named("EU + UK"), 0);
    let both = desk.all("/coverages?countries=JPN&countries=FRA").await;
    assert!(both.len() > japan.len());
    let answer = desk.get("/coverages?countries=JPN&countries=XXX").await;
    assert_eq!((answer.status, &answer.json()["detail"][0]["loc"]), (422, &json!(["query", "countries"])));
    let local = japan.iter().find(|row| row["name"] == "Japan").unwrap();
    let operator = local["operators"][0]["id"].as_str().unwrap();
    let of = desk.all(&format!("/coverages?operator_ids={operator}")).await;
    assert!(ids(&of).contains(&local["id"].as_str().unwrap().to_owned()) && of.len() < 10);
    assert!(!desk.all(&format!("/plans?operator_ids={operator}")).await.is_empty());
    let west = desk.all("/coverages?compatibility_zones=zone-c&search=JAP").await;
    assert_eq!(west.len(), 1);
    let gone = west[0]["id"].as_str().unwrap();
    assert!(desk.telkor.remove(gone) && !desk.telkor.remove(gone));
    assert!(desk.all("/coverages?compatibility_zones=zone-c&search=JAP").await.is_empty(), "softly deleted");
}

#[tokio::test]
async fn a_coverage_is_made_of_operators_of_one_zone() {
    let desk = Desk::open(Options { page_limit: 1000, ..quick() }).await;
    let operator = |zone: String| {
        let desk = &desk;
        async move {
            let rows = desk.all(&format!("/coverages?compatibility_zones={zone}&countries=JPN")).await;
            rows[0]["operators"][0]["id"].as_str().unwrap().to_owned()
        }
    };
    let (world, west) = (operator("zone-a".into()).await, operator("zone-c".into()).await);
    let made = desk.post("/coverages", json!({"name": "Office trip", "operator_ids": [world]})).await;
    assert_eq!((made.status, made.json()["operators"].as_array().unwrap().len()), (201, 1));
    assert_eq!(desk.all("/coverages?search=office").await, [made.json()]);
    for body in [
        json!({"name": "x", "operator_ids": []}),
        json!({"name": "x", "operator_ids": [world, west]}),
        json!({"name": "x", "operator_ids": ["none"]}),
        json!({"name": "x"}),
        json!({"operator_ids": [world]}),
        json!([]),
    ] {
        let answer = desk.post("/coverages", body.clone()).await;
        assert_eq!(answer.status, 422, "{body}");
        assert!(answer.json()["detail"][0]["msg"].is_string());
    }
}

#[tokio::test]
async fn a_removed_plan_is_nowhere() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    assert!(desk.telkor.remove(&plan.id) && !desk.telkor.remove("none"));
    assert_eq!(desk.get(&format!("/plans/{}", plan.id)).await.status, 404);
    assert!(!ids(&desk.all("/plans").await).contains(&plan.id));
    let answer = desk.provision(&[&sim], &[&plan.id]).await;
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (404, Some("Plan not found")));
    assert_eq!(desk.telkor.ledger().purchases, 0);
}

#[tokio::test]
async fn one_seed_makes_one_organisation() {
    let (one, same) = (Desk::open(quick()).await, Desk::open(quick()).await);
    let other = Desk::open(Options { seed: 7, ..quick() }).await;
    assert_eq!(one.telkor.plans(), same.telkor.plans());
    assert_ne!(one.telkor.plans(), other.telkor.plans());
    let sims =
        |desk: &Desk| desk.telkor.ledger().sims.into_iter().map(|sim| (sim.id, sim.lpa)).collect::<Vec<_>>();
    assert_eq!(sims(&one), sims(&same));
    assert_ne!(one.telkor.credentials(), same.telkor.credentials());
}
