//! From stock to a traveller: bulk provision, its task, and the ledger on disk.

use crate::client::{Desk, HOUR, SOON, counters, quick};
use esim_desk_simulators::telkor::{LedgerView, Options, Origin, Telkor, Twist, When};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// One item an hour, so that a test decides when it ends.
fn slow() -> Options {
    Options { item_after: HOUR, ..Options::default() }
}

#[tokio::test]
async fn a_sim_from_stock_becomes_a_link_with_a_plan() {
    let desk = Desk::open(slow()).await;
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    let answer = desk.provision(&[&sim], &[&plan.id]).await;
    let task = answer.json();
    assert_eq!(
        (answer.status, &task["type"], &task["status"]),
        (202, &json!("sim_bulk_provision"), &json!("pending"))
    );
    assert_eq!(counters(&task), [1, 0, 0, 1]);
    let path = format!("/tasks/{}", task["id"].as_str().unwrap());
    assert_eq!(desk.get(&path).await.json(), task);
    assert!(desk.get(&format!("/sims/{sim}")).await.json()["link"].is_null(), "not yet");
    assert_eq!(desk.get(&format!("{path}/items")).await.json()["items"][0]["status"], "pending");

    desk.telkor.advance(HOUR);
    let task = desk.get(&path).await.json();
    assert_eq!((counters(&task), &task["status"]), ([1, 1, 0, 0], &json!("completed")));
    let item = &desk.get(&format!("{path}/items")).await.json()["items"][0];
    let ledger = desk.telkor.ledger();
    let view = ledger.sim(&sim).unwrap();
    assert_eq!(item["reference_id"], view.iccid.as_str());
    assert_eq!((&item["status"], &item["error"]), (&json!("completed"), &json!(null)));
    assert_eq!(item["payload"], json!({"sim_id": sim, "plan_ids": [plan.id]}));
    let link_id = item["result"]["link_id"].as_str().unwrap();
    let row = desk.get(&format!("/sims/{sim}")).await.json();
    assert_eq!(row["link"], json!({"id": link_id, "name": "AG-2026-900001_1", "status": "active"}));
    let found = desk.get("/links?search=ag-2026-900001").await.json();
    assert_eq!((&found["total"], &found["items"][0]["id"]), (&json!(1), &json!(link_id)));
    assert_eq!(found["items"][0]["sim"], json!({"id": sim, "iccid": view.iccid}));
    let activation = &desk.get(&format!("/links/{link_id}/activations")).await.json()["items"][0];
    assert_eq!((&activation["plan"]["id"], &activation["source"]), (&json!(plan.id), &json!("manual")));
    assert!(activation["activated_at"].is_null() && activation["expires_at"].is_null());
    assert_eq!((ledger.purchases, ledger.provisioned().count()), (1, 1));
    assert_eq!(ledger.link(link_id).unwrap().origin, Origin::Desk);
}

#[tokio::test]
async fn what_fails_does_not_stop_the_rest() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [first, second] = desk.two(&plan);
    let before = desk.telkor.ledger();
    let find = |test: &dyn Fn(&esim_desk_simulators::telkor::SimView) -> bool| {
        before.sims.iter().find(|sim| test(sim)).unwrap().id.clone()
    };
    let taken = find(&|sim| sim.link_id.is_some());
    let foreign =
        find(&|sim| sim.link_id.is_none() && sim.status == "active" && !sim.zones.contains(&plan.zone));
    let ended = find(&|sim| sim.link_id.is_none() && sim.status == "terminated");
    let asked = [first.as_str(), &taken, &foreign, &ended, "none", &second];
    let task = desk.provision(&asked, &[&plan.id]).await.json();
    let path = format!("/tasks/{}", task["id"].as_str().unwrap());
    let task = desk.get(&path).await.json();
    assert_eq!((counters(&task), &task["status"]), ([6, 2, 4, 0], &json!("completed_with_errors")));
    let failed = desk.get(&format!("{path}/items?status=failed&sort_by=created_at")).await.json();
    let errors: BTreeSet<&str> =
        failed["items"].as_array().unwrap().iter().map(|i| i["error"].as_str().unwrap()).collect();
    assert_eq!(
        errors,
        BTreeSet::from([
            "SIM is already linked",
            "Plan does not fit the compatibility zones of the SIM",
            "SIM is not active",
            "SIM not found"
        ])
    );
    let unknown =
        failed["items"].as_array().unwrap().iter().find(|item| item["error"] == "SIM not found").unwrap();
    assert_eq!((&unknown["reference_id"], &unknown["result"]), (&json!("none"), &json!(null)));
    let after = desk.telkor.ledger();
    let names: Vec<&str> = after.links[before.links.len()..].iter().map(|link| link.name.as_str()).collect();
    assert_eq!(names, ["AG-2026-900001_1", "AG-2026-900001_6"], "the counter counts items");
    assert_eq!(after.sim(&taken).unwrap().link_id, before.sim(&taken).unwrap().link_id);
    assert_eq!(after.purchases, 1);
}

#[tokio::test]
async fn a_sim_is_never_linked_twice() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [sim, other] = desk.two(&plan);
    for (wanted, status) in [([1, 1, 0, 0], "completed"), ([1, 0, 1, 0], "failed")] {
        let task = desk.provision(&[&sim], &[&plan.id]).await.json();
        let task = desk.get(&format!("/tasks/{}", task["id"].as_str().unwrap())).await.json();
        assert_eq!((counters(&task), task["status"].as_str()), (wanted, Some(status)));
    }
    let link = desk.telkor.link_elsewhere(&other, &plan.id, "D08-000017_1").unwrap();
    assert_eq!(desk.telkor.link_elsewhere(&other, &plan.id, "again"), None);
    desk.provision(&[&other], &[&plan.id]).await;
    let ledger =
        desk.telkor.wait_for(|ledger| ledger.provisioned().all(|task| task.finished()), SOON).await.unwrap();
    assert_eq!(ledger.sim(&other).unwrap().link_id.as_deref(), Some(link.as_str()));
    assert_eq!(ledger.link(&link).unwrap().origin, Origin::Foreign);
    assert_eq!(ledger.provisioned().last().unwrap().items[0].error.as_deref(), Some("SIM is already linked"));
}

#[tokio::test]
async fn without_plans_links_stay_pre_active() {
    let desk = Desk::open(quick()).await;
    let [sim, _] = desk.two(&desk.plan());
    let body = json!({"name_prefix": "AG-1", "sim_ids": [sim]});
    assert_eq!(desk.post("/sims/bulk-provision", body).await.status, 202);
    let row = desk.get(&format!("/sims/{sim}")).await.json();
    assert_eq!((&row["link"]["name"], &row["link"]["status"]), (&json!("AG-1_0"), &json!("pre-active")));
    let link = row["link"]["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.get(&format!("/links/{link}/activations")).await.json()["total"], 0);
    let plan = desk.plan();
    assert_eq!(
        desk.post(&format!("/links/{link}/activations"), json!({"plan_id": plan.id})).await.status,
        201
    );
    assert_eq!(desk.get(&format!("/links/{link}")).await.json()["status"], "active");
}

#[tokio::test]
async fn a_bulk_provision_must_make_sense() {
    let desk = Desk::open(quick()).await;
    let answer = desk.post("/sims/bulk-provision", json!({"name_prefix": "A", "sim_ids": ["a", "a"]})).await;
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json(),
        json!({"detail": [{"type": "value_error", "loc": ["body", "sim_ids"], "msg": "duplicate sim_ids", "input": ["a", "a"]}]})
    );
    for (body, field) in [
        (json!({"name_prefix": "A", "sim_ids": []}), "sim_ids"),
        (json!({"name_prefix": "A"}), "sim_ids"),
        (json!({"name_prefix": "A", "sim_ids": "a"}), "sim_ids"),
        (json!({"name_prefix": "A", "sim_ids": [true]}), "sim_ids"),
        (json!({"sim_ids": ["a"]}), "name_prefix"),
        (json!({"name_prefix": "", "sim_ids": ["a"]}), "name_prefix"),
        (json!({"name_prefix": 5, "sim_ids": ["a"]}), "name_prefix"),
        (json!({"name_prefix": "A", "sim_ids": ["a"], "counter_start": "one"}), "counter_start"),
        (json!({"name_prefix": "A", "sim_ids": ["a"], "plan_ids": 7}), "plan_ids"),
    ] {
        let answer = desk.post("/sims/bulk-provision", body.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["detail"][0]["loc"]),
            (422, &json!(["body", field])),
            "{body}"
        );
    }
    let two = desk.post("/sims/bulk-provision", json!({})).await.json();
    assert_eq!(two["detail"].as_array().unwrap().len(), 2, "every complaint at once");
    for body in ["[]", "no JSON", ""] {
        assert_eq!(desk.call("POST", "/sims/bulk-provision", body).await.status, 422, "{body}");
    }
    assert_eq!(desk.provision(&["a"], &["none"]).await.status, 404);
    assert_eq!(desk.telkor.ledger().purchases, 0);
}

#[tokio::test]
async fn twenty_five_sims_of_which_three_fail() {
    let desk = Desk::open(Options { item_after: SECOND, ..Options::default() }).await;
    let plan = desk.plan();
    let stock = desk.telkor.stock(&plan.id);
    let sims: Vec<&str> = stock.iter().take(25).map(String::as_str).collect();
    let fault = Twist::ItemsFail { items: vec![3, 11, 24], reason: "Operator did not answer".into() };
    desk.telkor.fault(When::purchase(), fault);
    let task = desk.provision(&sims, &[&plan.id]).await.json();
    let path = format!("/tasks/{}", task["id"].as_str().unwrap());
    desk.telkor.advance(10 * SECOND);
    let half = desk.get(&path).await.json();
    assert_eq!(half["status"], "in_progress");
    let [total, done, failed, pending] = counters(&half);
    assert!((10..14).contains(&(done + failed)) && total == 25 && pending == total - done - failed);
    assert!(half["updated_at"].as_str() > task["updated_at"].as_str());
    desk.telkor.advance(15 * SECOND);
    assert_eq!(counters(&desk.get(&path).await.json()), [25, 22, 3, 0]);
    let items = desk.all(&format!("{path}/items")).await;
    assert_eq!(items.iter().filter(|item| item["error"] == "Operator did not answer").count(), 3);
    let bound =
        |ledger: &LedgerView| sims.iter().filter(|id| ledger.sim(id).unwrap().link_id.is_some()).count();
    assert_eq!(bound(&desk.telkor.ledger()), 22);
}

#[tokio::test]
async fn a_task_may_begin_late_or_never_end() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [first, second] = desk.two(&plan);
    desk.telkor.fault(When::purchase(), Twist::TaskStops(1));
    let stuck = desk.provision(&[&first, &second], &[&plan.id]).await.json();
    let path = format!("/tasks/{}", stuck["id"].as_str().unwrap());
    desk.telkor.advance(24 * HOUR);
    assert_eq!(counters(&desk.get(&path).await.json()), [2, 1, 0, 1]);
    assert!(desk.telkor.ledger().sim(&second).unwrap().link_id.is_none());

    desk.telkor.fault(When::purchase(), Twist::TaskLate(HOUR));
    let late = desk.provision(&[&second], &[&plan.id]).await.json();
    let path = format!("/tasks/{}", late["id"].as_str().unwrap());
    assert_eq!(counters(&desk.get(&path).await.json()), [1, 0, 0, 1]);
    desk.telkor.advance(HOUR);
    assert_eq!(counters(&desk.get(&path).await.json()), [1, 1, 0, 0]);
}

#[tokio::test]
async fn tasks_are_listed_newest_first_and_by_kind() {
    let desk = Desk::open(slow()).await;
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    let past = desk.get("/tasks").await.json();
    let kinds: BTreeSet<&str> =
        past["items"].as_array().unwrap().iter().map(|t| t["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, BTreeSet::from(["sim_bulk_provision", "link_bulk_suspend"]));
    let task = desk.provision(&[&sim], &[&plan.id]).await.json();
    assert_eq!(desk.get("/tasks").await.json()["items"][0], task);
    assert_eq!(
        desk.get("/tasks?type=sim_bulk_provision&status=pending").await.json()["items"],
        json!([task])
    );
    let other = desk.get("/tasks?type=link_bulk_suspend").await.json();
    let items = desk.get(&format!("/tasks/{}/items", other["items"][0]["id"].as_str().unwrap())).await.json();
    let link = items["items"][0]["reference_id"].as_str().unwrap();
    assert_eq!(
        (desk.get(&format!("/links/{link}")).await.status, &items["items"][0]["payload"]),
        (200, &json!({"link_id": link}))
    );
    assert!(
        past["items"].as_array().unwrap().iter().any(|task| task["failed_items"] == 1),
        "one went half well"
    );
}

#[tokio::test]
async fn the_ledger_outlives_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options { folder: Some(folder.path().into()), ..slow() };
    let desk = Desk::open(options()).await;
    let plan = desk.plan();
    let [sim, other] = desk.two(&plan);
    let answer = desk.provision(&[&sim], &[&plan.id]).await.json();
    let path = format!("/tasks/{}", answer["id"].as_str().unwrap());
    let before = desk.telkor.ledger();
    desk.telkor.stop().await;
    drop(desk);

    let desk = Desk::open(Options { seed: 1, sims: 3, number_ids: true, ..options() }).await;
    let after = desk.telkor.ledger();
    assert_eq!(
        (&after.sims, &after.links, &after.tasks, after.purchases),
        (&before.sims, &before.links, &before.tasks, 1)
    );
    assert_eq!(desk.plan(), plan, "the catalogue is the ledger's, not the options'");
    assert_eq!(desk.get(&path).await.json(), answer);
    desk.telkor.advance(HOUR);
    assert_eq!(counters(&desk.get(&path).await.json()), [1, 1, 0, 0], "what was due is still due");
    desk.provision(&[&other], &[&plan.id]).await;
    let ids: Vec<String> = desk.telkor.ledger().tasks.iter().map(|task| task.id.clone()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "new ids do not repeat old ones");
}

#[cfg(unix)]
#[tokio::test]
async fn the_ledger_is_private_and_a_full_disk_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(Options { folder: Some(folder.path().join("ledger")), ..quick() }).await;
    let file = folder.path().join("ledger/telkor-ledger.json");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(&desk.telkor.credentials().client_secret) && !text.contains(&desk.token));
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    std::fs::remove_dir_all(folder.path().join("ledger")).unwrap();
    assert_eq!(desk.provision(&[&sim], &[&plan.id]).await.status, 500);
}

#[tokio::test]
async fn a_taken_port_or_a_spoilt_ledger_is_said() {
    let first = Telkor::start(quick()).await.unwrap();
    let port = first.base_url().rsplit(':').next().unwrap().trim_end_matches("/telkor").parse().unwrap();
    assert!(Telkor::start(Options { port: Some(port), ..quick() }).await.is_err());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("telkor-ledger.json"), "{}").unwrap();
    assert!(Telkor::start(Options { folder: Some(folder.path().into()), ..quick() }).await.is_err());
}
