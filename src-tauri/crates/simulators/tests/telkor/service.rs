//! What a traveller gets: activations, their use, their end, and one more of them.

use crate::client::{DAY, Desk, HOUR, mib, quick};
use esim_desk_simulators::telkor::Origin;
use serde_json::{Value, json};

async fn activations(desk: &Desk, link: &str) -> Vec<Value> {
    desk.all(&format!("/links/{link}/activations?sort_by=created_at&sort_order=asc")).await
}

#[tokio::test]
async fn a_plan_waits_for_the_first_use_then_shrinks_then_ends() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let (link, sim) = desk.linked(&plan);
    let fresh = activations(&desk, &link).await.remove(0);
    assert_eq!((&fresh["status"], &fresh["activated_at"]), (&json!("pending"), &json!(null)));
    let named = json!({"id": plan.id, "name": plan.name, "included_data_mb": plan.megabytes, "validity_days": plan.days});
    assert_eq!(fresh["plan"], named);
    let whole = format!("{}.000000", plan.megabytes);
    let unused =
        json!({"allocated_mib": whole, "remaining_mib": format!("{}.0", plan.megabytes), "used_mib": "0.0"});
    assert_eq!(fresh["data_usage"], unused);

    desk.telkor.advance(DAY);
    assert_eq!(activations(&desk, &link).await[0]["data_usage"], unused, "nothing is used before it begins");
    desk.telkor.phone(&sim, true, "enabled");
    let begun = activations(&desk, &link).await.remove(0);
    assert_eq!(begun["status"], "active");
    assert!(
        begun["activated_at"].is_string() && begun["expires_at"].as_str() > begun["activated_at"].as_str()
    );
    desk.telkor.advance(DAY / 4);
    let used = activations(&desk, &link).await.remove(0)["data_usage"].clone();
    assert!(mib(&used["used_mib"]) > 1.0);
    let sum = mib(&used["used_mib"]) + mib(&used["remaining_mib"]);
    assert!((sum - mib(&used["allocated_mib"])).abs() < 1e-6, "{used}");
    desk.telkor.advance(u32::try_from(plan.days).unwrap() * DAY);
    let ended = activations(&desk, &link).await.remove(0);
    assert_eq!(ended["status"], "expired");
    desk.telkor.advance(DAY);
    assert_eq!(activations(&desk, &link).await, [ended], "nothing changes any more");
    assert!(desk.telkor.ledger().charged > 0);
}

#[tokio::test]
async fn a_plan_may_have_no_fixed_end() {
    let desk = Desk::open(quick()).await;
    let plan = desk.telkor.plans().into_iter().find(|plan| !plan.ends && plan.zone == "zone-a").unwrap();
    let (link, sim) = desk.linked(&plan);
    desk.telkor.phone(&sim, true, "enabled");
    desk.telkor.advance(400 * DAY);
    let row = activations(&desk, &link).await.remove(0);
    assert_eq!((&row["status"], &row["expires_at"]), (&json!("active"), &json!(null)));
    assert!(row["activated_at"].is_string());
}

#[tokio::test]
async fn one_more_plan_goes_onto_the_link() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let (link, sim) = desk.linked(&plan);
    let path = format!("/links/{link}/activations");
    let answer = desk.post(&path, json!({"plan_id": plan.id})).await;
    assert_eq!(
        (answer.status, &answer.json()["source"], &answer.json()["status"]),
        (201, &json!("manual"), &json!("pending"))
    );
    let rows = activations(&desk, &link).await;
    assert_eq!((rows.len(), &rows[1]), (2, &answer.json()));
    let ledger = desk.telkor.ledger();
    assert_eq!(ledger.purchases, 1);
    let origins: Vec<Origin> = ledger.activations_of(&link).map(|row| row.origin).collect();
    assert_eq!(origins, [Origin::Foreign, Origin::Desk]);

    desk.telkor.phone(&sim, true, "enabled");
    let first = ledger.activations_of(&link).next().unwrap();
    assert!(desk.telkor.use_data(&first.id, 1_000_000));
    let words: Vec<Value> = activations(&desk, &link).await.iter().map(|row| row["status"].clone()).collect();
    assert_eq!(words, ["depleted", "active"], "the next one takes over");
    assert!(desk.telkor.activate_elsewhere(&link, &plan.id).is_some());
    assert_eq!((activations(&desk, &link).await.len(), desk.telkor.ledger().purchases), (3, 1));
}

#[tokio::test]
async fn an_activation_must_make_sense() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let (link, _) = desk.linked(&plan);
    let path = format!("/links/{link}/activations");
    for body in [json!({}), json!({"plan_id": null}), json!([])] {
        assert_eq!(desk.post(&path, body.clone()).await.status, 422, "{body}");
    }
    assert_eq!(desk.post(&path, json!({"plan_id": "none"})).await.status, 404);
    let zones = desk
        .telkor
        .ledger()
        .sims
        .iter()
        .find(|sim| sim.link_id.as_deref() == Some(&link))
        .unwrap()
        .zones
        .clone();
    let foreign = desk.telkor.plans().into_iter().find(|plan| !zones.contains(&plan.zone)).unwrap();
    assert_eq!(desk.post(&path, json!({"plan_id": foreign.id})).await.status, 409);
    let fitting = desk.all(&format!("/plans?for_link_id={link}&compatibility_zones=zone-b")).await;
    assert!(!fitting.is_empty() && fitting.iter().all(|row| row["id"] != foreign.id.as_str()));
    assert_eq!(desk.post(&format!("/links/{link}/suspend"), json!({})).await.status, 200);
    let answer = desk.post(&path, json!({"plan_id": plan.id})).await;
    assert_eq!((answer.status, answer.json()), (409, json!({"detail": "Link is suspended"})));
    assert_eq!(desk.telkor.ledger().purchases, 0);
}

#[tokio::test]
async fn a_suspended_link_uses_nothing() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let (link, sim) = desk.linked(&plan);
    desk.telkor.phone(&sim, true, "enabled");
    desk.telkor.advance(HOUR);
    desk.post(&format!("/links/{link}/suspend"), json!({})).await;
    let held = activations(&desk, &link).await.remove(0)["data_usage"].clone();
    desk.telkor.advance(HOUR);
    assert_eq!(activations(&desk, &link).await.remove(0)["data_usage"], held);
    desk.post(&format!("/links/{link}/resume"), json!({})).await;
    desk.telkor.advance(HOUR);
    assert!(
        mib(&activations(&desk, &link).await.remove(0)["data_usage"]["used_mib"]) > mib(&held["used_mib"])
    );
}

#[tokio::test]
async fn any_word_may_be_a_status() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let (link, sim) = desk.linked(&plan);
    let activation = activations(&desk, &link).await[0]["id"].as_str().unwrap().to_owned();
    for id in [&sim, &link, &activation] {
        assert!(desk.telkor.set_status(id, "parked"));
    }
    assert!(!desk.telkor.set_status("none", "parked"));
    let row = desk.get(&format!("/sims/{sim}")).await.json();
    assert_eq!((&row["status"], &row["link"]["status"]), (&json!("parked"), &json!("parked")));
    assert_eq!(activations(&desk, &link).await[0]["status"], "parked");
}

#[tokio::test]
async fn some_plans_renew_themselves() {
    let desk = Desk::open(quick()).await;
    let plan = desk.telkor.plans().into_iter().find(|plan| plan.renews && plan.zone == "zone-a").unwrap();
    let (link, sim) = desk.linked(&plan);
    desk.telkor.phone(&sim, true, "enabled");
    let first = desk.telkor.ledger().activations_of(&link).next().unwrap().id.clone();
    desk.telkor.use_data(&first, plan.megabytes);
    let rows = activations(&desk, &link).await;
    let sources: Vec<&str> = rows.iter().map(|row| row["source"].as_str().unwrap()).collect();
    assert_eq!(sources, ["manual", "resubscription"]);
    let ledger = desk.telkor.ledger();
    let last = ledger.activations_of(&link).last().unwrap();
    assert_eq!(
        (last.origin, last.plan_id.as_str(), ledger.purchases),
        (Origin::Platform, plan.id.as_str(), 0)
    );
    assert!(!desk.telkor.use_data("none", 1));
}
