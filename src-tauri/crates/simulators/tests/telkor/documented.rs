//! The documented bodies beside the simulator's: the same fields, holding the same kinds of values.

use crate::client::{Desk, quick, token_of};
use esim_desk_simulators::telkor::{Twist, When};
use serde_json::{Value, json};

/// Where `real` differs in shape from the documented `example`. Null stands for a value of any kind; of a list
/// in the example every row counts, so that a field may be null in one and a string in another.
fn differences(place: &str, example: &Value, real: &Value) -> Vec<String> {
    match (example, real) {
        (Value::Object(example), Value::Object(real)) => {
            let missing = example.keys().filter(|key| !real.contains_key(*key));
            let more = real.keys().filter(|key| !example.contains_key(*key));
            let keys = missing.map(|key| format!("{place} lacks {key}"));
            let keys = keys.chain(more.map(|key| format!("{place} has {key}")));
            let inside = example.iter().filter_map(|(key, example)| Some((key, example, real.get(key)?)));
            keys.chain(
                inside.flat_map(|(key, example, real)| differences(&format!("{place}.{key}"), example, real)),
            )
            .collect()
        }
        (Value::Array(examples), Value::Array(rows)) => {
            let fits =
                |row: &Value| examples.iter().any(|example| differences(place, example, row).is_empty());
            let wrong = rows.iter().filter(|row| !examples.is_empty() && !fits(row));
            wrong.map(|row| format!("{place} has a row of no documented shape: {row}")).collect()
        }
        (Value::Null, _) | (_, Value::Null) => Vec::new(),
        (example, real) if std::mem::discriminant(example) == std::mem::discriminant(real) => Vec::new(),
        (example, real) => vec![format!("{place} is {real} instead of {example}")],
    }
}

fn assert_like(place: &str, example: &Value, real: &Value) {
    let differences = differences(place, example, real);
    assert!(differences.is_empty(), "{differences:#?}");
}

fn page(row: Value) -> Value {
    json!({"items": [row], "total": 1, "page": 1, "page_size": 50, "pages": 1})
}

#[test]
fn a_difference_is_seen() {
    let example = page(json!({"id": "a", "link": {"id": "b"}}));
    for row in [json!({"id": 1, "link": null}), json!({"id": "a"}), json!({"id": "a", "link": {}, "more": 1})]
    {
        assert!(!differences("", &example, &page(row)).is_empty());
    }
    assert!(differences("", &example, &page(json!({"id": "a", "link": null}))).is_empty());
}

#[tokio::test]
async fn what_can_be_read() {
    let desk = Desk::open(quick()).await;
    let sim = json!({"id": "u", "iccid": "8948010000000012345", "status": "active", "sim_type": "esim", "is_attached": false,
        "created_at": "2026-03-01T08:00:00Z", "updated_at": "2026-03-12T14:39:23.149000Z", "msisdn": null, "imsi": "260010185757766",
        "imei": null, "eid": null, "compatibility_zones": ["zone-a"], "esim_state": "available",
        "link": {"id": "u", "name": "AG-2026-000123_1", "status": "active"}});
    let link = json!({"id": "u", "name": "AG-2026-000123_1", "status": "active", "sim": {"id": "u", "iccid": "8948010000000012345"},
        "created_at": "2026-03-12T14:39:30Z", "updated_at": "2026-03-12T14:39:31Z"});
    let plan = json!({"id": "u", "name": "EU 5 GB", "description": null, "included_data_mb": 5120, "validity_days": 30,
        "base_throttle": "unlimited", "coverage": {"id": "u", "name": "EU + UK"}, "reactivation_trigger": "filter only"});
    let coverage = json!({"id": "u", "name": "EU + UK", "operators": [{"id": "u", "name": "Operator A"}]});
    for (path, row) in [("/sims", sim), ("/links", link), ("/plans", plan), ("/coverages", coverage)] {
        assert_like(path, &page(row), &desk.get(&format!("{path}?page_size=100")).await.json());
    }
    let organization = json!({"id": "u", "name": "Agency Ltd", "created_at": "t", "updated_at": "t"});
    assert_like("organization", &organization, &desk.get("/organization").await.json());
    let balance =
        json!({"organization_id": "u", "amount": "1234.567800", "currency": "EUR", "collected_at": "t"});
    assert_like("balance", &balance, &desk.get("/organization/balance").await.json());
    let token = json!({"access_token": "eyJhbGciOi", "expires_in": 300, "refresh_expires_in": 0, "token_type": "Bearer",
        "not-before-policy": 0, "scope": "profile email"});
    assert_like("token", &token, &token_of(&desk.telkor).await.json());
}

#[tokio::test]
async fn what_a_bulk_provision_leads_to() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let [first, second] = desk.two(&plan);
    desk.telkor
        .fault(When::purchase(), Twist::ItemsFail { items: vec![1], reason: "SIM is already linked".into() });
    let body = json!({"name_prefix": "AG-2026-000123", "sim_ids": [first, second], "plan_ids": [plan.id], "counter_start": 1});
    let answer = desk.post("/sims/bulk-provision", body).await.json();
    let task = json!({"id": "u", "type": "sim_bulk_provision", "status": "pending", "total_items": 1, "completed_items": 0,
        "failed_items": 0, "pending_items": 1, "created_at": "2026-03-12T14:39:23Z", "updated_at": "2026-03-12T14:39:23Z"});
    assert_like("task", &task, &answer);
    assert_like("tasks", &page(task), &desk.get("/tasks").await.json());
    let good = json!({"id": "u", "reference_id": "8948010000000012345", "status": "completed", "payload": {"sim_id": "u", "plan_ids": ["u"]},
        "result": {"link_id": "u"}, "error": null, "created_at": "t", "updated_at": "t"});
    let mut failed = good.clone();
    failed["error"] = json!("SIM is already linked");
    failed["result"] = Value::Null;
    let mut items = page(good);
    items["items"].as_array_mut().unwrap().push(failed);
    let path = format!("/tasks/{}/items", answer["id"].as_str().unwrap());
    assert_like("items", &items, &desk.get(&path).await.json());

    let link = desk.telkor.ledger().sim(&first).unwrap().link_id.clone().unwrap();
    desk.telkor.phone(&first, true, "enabled");
    let activation = json!({"id": "u", "plan": {"id": "u", "name": "EU 5 GB", "included_data_mb": 5120, "validity_days": 30},
        "status": "active", "source": "manual",
        "data_usage": {"allocated_mib": "5120.000000", "remaining_mib": "5119.5", "used_mib": "0.5"}, "created_at": "t", "updated_at": "t",
        "activated_at": "2026-03-12T18:00:00Z", "expires_at": "t"});
    assert_like(
        "activations",
        &page(activation),
        &desk.get(&format!("/links/{link}/activations")).await.json(),
    );
}
