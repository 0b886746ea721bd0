//! Links: the list with its filters, removal, and suspension.

use crate::client::{Desk, quick};
use serde_json::{Value, json};

#[tokio::test]
async fn every_filter_of_links_narrows() {
    let desk = Desk::open(quick()).await;
    let all = desk.all("/links").await;
    let shown = desk.telkor.ledger().links.iter().filter(|link| !link.removed).count();
    assert_eq!(all.len(), shown);
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    let link = desk.telkor.link_elsewhere(&sim, &plan.id, "D08-000001_1").unwrap();
    let found = |query: String| {
        let (desk, link) = (&desk, &link);
        async move {
            let rows = desk.all(&format!("/links?{query}")).await;
            (rows.len(), rows.iter().any(|row| row["id"] == link.as_str()))
        }
    };
    let waiting = format!("plan_id={}", plan.id);
    assert!(!found(waiting.clone()).await.1, "the activation waits for its first use");
    desk.telkor.phone(&sim, true, "enabled");
    for query in [
        waiting,
        format!("coverage_id={}", plan.coverage_id),
        "countries=JPN".into(),
        "countries=FRA&countries=JPN".into(),
        "has_activations=true".into(),
        "has_sim=true&sim_type=esim".into(),
        format!("compatibility_zones={}", plan.zone),
        "status=active".into(),
        "search=d08-000001".into(),
        format!("search={}", desk.telkor.ledger().sim(&sim).unwrap().iccid),
    ] {
        let (rows, there) = found(query.clone()).await;
        assert!(there && rows <= all.len() + 1, "{query}");
    }
    for query in
        ["status=suspended", "has_activations=false", "sim_type=physical", "has_sim=false", "search=nobody"]
    {
        assert!(!found(query.into()).await.1, "{query}");
    }
    for query in ["has_sim=perhaps", "countries=XXX", "sim_type=paper"] {
        assert_eq!(desk.get(&format!("/links?{query}")).await.status, 422, "{query}");
    }
}

#[tokio::test]
async fn a_removed_link_is_gone_and_its_sim_is_free() {
    let desk = Desk::open(quick()).await;
    let link = desk.all("/links").await.remove(0);
    let (id, sim) = (link["id"].as_str().unwrap(), link["sim"]["id"].as_str().unwrap());
    assert!(desk.telkor.remove_link(id) && !desk.telkor.remove_link(id));
    let answer = desk.get(&format!("/links/{id}")).await;
    assert_eq!((answer.status, answer.json()), (410, json!({"detail": "Link has been removed"})));
    assert_eq!(desk.get(&format!("/links/{id}/activations")).await.status, 410);
    assert_eq!(desk.post(&format!("/links/{id}/suspend"), json!({})).await.status, 410);
    assert!(desk.all("/links").await.iter().all(|row| row["id"] != id));
    assert!(desk.get(&format!("/sims/{sim}")).await.json()["link"].is_null());
}

#[tokio::test]
async fn a_link_is_suspended_once_and_resumed_once() {
    let desk = Desk::open(quick()).await;
    let link: Value = desk.all("/links?status=active").await.remove(0);
    let id = link["id"].as_str().unwrap();
    for (word, status) in [("suspend", "suspended"), ("resume", "active")] {
        let path = format!("/links/{id}/{word}");
        let answer = desk.post(&path, json!({})).await;
        assert_eq!((answer.status, &answer.json()["status"]), (200, &json!(status)));
        let again = desk.post(&path, json!({})).await;
        assert_eq!((again.status, again.json()), (409, json!({"detail": format!("Link is {status}")})));
    }
    assert_eq!(desk.telkor.ledger().purchases, 0);
}
