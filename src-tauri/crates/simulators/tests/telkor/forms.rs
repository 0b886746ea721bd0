//! The switches: other envelopes, names, words, paths and ids for the same answers.

use crate::client::{Desk, quick, split};
use crate::plain_http::send_to;
use esim_desk_simulators::telkor::{
    ErrorForm, Forms, ListForm, Names, Options, Paths, Reference, Twist, When,
};
use serde_json::{Value, json};

fn with(forms: Forms) -> Options {
    Options { forms, ..quick() }
}

#[tokio::test]
async fn lists_come_in_other_envelopes() {
    for (list, key) in [(ListForm::Data, "data"), (ListForm::Results, "results")] {
        let desk = Desk::open(with(Forms { list, ..Forms::default() })).await;
        let body = desk.get("/sims").await.json();
        assert_eq!((body[key].as_array().unwrap().len(), &body["total"]), (50, &json!(300)), "{key}");
        assert!(body.get("items").is_none());
    }
    let desk = Desk::open(with(Forms { list: ListForm::Bare, ..Forms::default() })).await;
    assert_eq!(desk.get("/sims").await.rows().len(), 50);
    assert_eq!(desk.get("/sims?page=7").await.rows().len(), 0);
}

#[tokio::test]
async fn errors_come_in_other_envelopes() {
    let texts = |form: ErrorForm| async move {
        let desk = Desk::open(with(Forms { error: form, ..Forms::default() })).await;
        let unknown = desk.get("/sims/none").await;
        let invalid = desk.get("/sims?page=0").await;
        assert_eq!((unknown.status, invalid.status), (404, 422));
        (unknown.body, invalid.body)
    };
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let (unknown, invalid) = texts(ErrorForm::DetailObject).await;
    assert_eq!(json(&unknown), json!({"detail": {"code": "not_found", "message": "SIM not found"}}));
    assert_eq!(json(&invalid)["detail"][0]["loc"], json!(["query", "page"]));
    let (unknown, invalid) = texts(ErrorForm::Sibling).await;
    assert_eq!(
        (&json(&unknown)["success"], &json(&unknown)["error"]["code"]),
        (&json!(false), &json!("NOT_FOUND"))
    );
    assert_eq!(json(&invalid)["error"]["details"][0]["loc"], json!(["query", "page"]));
    assert_eq!(texts(ErrorForm::Text).await, ("SIM not found".into(), "Validation failed".into()));
}

#[tokio::test]
async fn unnamed_fields_have_other_names() {
    let names = Names {
        msisdn: "phone_number".into(),
        esim_state: "profile_state".into(),
        android_link: "android_url".into(),
        qr: "qr_code".into(),
        payload: "input".into(),
        result: "output".into(),
        usage: "usage".into(),
        plan: "subscription_plan".into(),
        expires_at: "expired_at".into(),
        ..Names::default()
    };
    let desk = Desk::open(Options { names, ..quick() }).await;
    let row = desk.get("/sims?sim_type=esim").await.json()["items"][0].clone();
    assert!(row.get("msisdn").is_none() && row.get("phone_number").is_some());
    assert!(row.get("esim_state").is_none() && row["profile_state"].is_string());
    let view = desk.get(&format!("/sims/{}/esim-installation", row["id"].as_str().unwrap())).await.json();
    assert!(
        view.get("android_url").is_some()
            && view.get("qr_code").is_some()
            && view.get("ios_deeplink").is_some()
    );
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    let task = desk.provision(&[&sim], &[&plan.id]).await.json();
    let item =
        desk.get(&format!("/tasks/{}/items", task["id"].as_str().unwrap())).await.json()["items"][0].clone();
    assert_eq!(item["input"]["sim_id"], sim.as_str());
    let link = item["output"]["link_id"].as_str().unwrap();
    let activation = desk.get(&format!("/links/{link}/activations")).await.json()["items"][0].clone();
    assert!(activation["usage"]["used_mib"].is_string() && activation["subscription_plan"]["id"].is_string());
    assert!(activation.get("expired_at").is_some() && activation.get("expires_at").is_none());
}

#[tokio::test]
async fn values_have_other_kinds_and_words() {
    let desk = Desk::open(with(Forms {
        esim_word: "ESIM".into(),
        physical_word: "Physical".into(),
        strict_sim_type: true,
        esim_state_object: true,
        zone_objects: true,
        item_error_object: true,
        reference: Reference::SimId,
        success_word: "succeeded".into(),
        bare_codes: true,
        ..Forms::default()
    }))
    .await;
    assert_eq!(desk.get("/sims?sim_type=esim").await.status, 422);
    let row = desk.get("/sims?sim_type=ESIM&compatibility_zones=zone-a").await.json()["items"][0].clone();
    assert_eq!(row["sim_type"], "ESIM");
    assert!(row["esim_state"]["state"].is_string());
    assert_eq!(row["compatibility_zones"][0], json!({"id": "zone-a", "name": "ZONE-A"}));
    assert_eq!(desk.get("/sims?sim_type=Physical").await.json()["items"][0]["sim_type"], "Physical");
    let plan = desk.plan();
    let [sim, other] = desk.two(&plan);
    let code = desk.get(&format!("/sims/{sim}/esim-installation")).await.json()["activation_code"].clone();
    assert!(code.as_str().unwrap().starts_with("1$"), "{code}");
    desk.telkor.fault(When::purchase(), Twist::ItemsFail { items: vec![1], reason: "No".into() });
    let task = desk.provision(&[&sim, &other], &[&plan.id]).await.json();
    let path = format!("/tasks/{}/items", task["id"].as_str().unwrap());
    let good = desk.get(&format!("{path}?status=succeeded")).await.json();
    assert_eq!((&good["total"], &good["items"][0]["reference_id"]), (&json!(1), &json!(sim)));
    let failed = desk.get(&format!("{path}?status=failed")).await.json();
    assert_eq!(failed["items"][0]["error"], json!({"code": "ITEM_FAILED", "message": "No"}));
}

#[tokio::test]
async fn a_task_may_count_its_items_late() {
    let forms = Forms { counts_late: true, ..Forms::default() };
    let desk = Desk::open(Options { item_after: crate::client::HOUR, ..with(forms) }).await;
    let plan = desk.plan();
    let [first, second] = desk.two(&plan);
    let task = desk.provision(&[&first, &second], &[&plan.id]).await.json();
    assert_eq!((&task["total_items"], &task["pending_items"]), (&json!(0), &json!(0)));
    desk.telkor.advance(crate::client::HOUR);
    let task = desk.get(&format!("/tasks/{}", task["id"].as_str().unwrap())).await.json();
    assert_eq!((&task["total_items"], &task["pending_items"]), (&json!(2), &json!(1)));
}

#[tokio::test]
async fn megabytes_may_be_decimal() {
    let desk = Desk::open(with(Forms { decimal_megabytes: true, ..Forms::default() })).await;
    let plan =
        desk.telkor.plans().into_iter().find(|plan| plan.megabytes == 5000 && plan.zone == "zone-a").unwrap();
    let sim = desk.telkor.stock(&plan.id).remove(0);
    let link = desk.telkor.link_elsewhere(&sim, &plan.id, "x").unwrap();
    let row = desk.get(&format!("/links/{link}/activations")).await.json()["items"][0].clone();
    assert_eq!(
        (&row["plan"]["included_data_mb"], &row["data_usage"]["allocated_mib"]),
        (&json!(5000), &json!("4768.371582"))
    );
}

#[tokio::test]
async fn ids_may_be_numbers() {
    let desk = Desk::open(Options { number_ids: true, ..quick() }).await;
    let plan = desk.plan();
    let [sim, other] = desk.two(&plan);
    let row = desk.get(&format!("/sims/{sim}")).await.json();
    assert_eq!(row["id"].as_u64().unwrap().to_string(), sim);
    let number: u64 = other.parse().unwrap();
    let body = json!({"name_prefix": "A", "sim_ids": [row["id"], number], "plan_ids": [plan.id.parse::<u64>().unwrap()]});
    let task = desk.post("/sims/bulk-provision", body).await.json();
    let task = desk.get(&format!("/tasks/{}", task["id"])).await.json();
    assert_eq!(task["completed_items"], 2);
    let link = desk.get(&format!("/sims/{sim}")).await.json()["link"]["id"].clone();
    assert!(link.is_u64() && desk.get(&format!("/links/{link}")).await.status == 200);
    assert!(desk.get("/organization").await.json()["id"].is_u64());
}

#[tokio::test]
async fn every_path_may_be_elsewhere() {
    let paths = Paths {
        sims: "/v2/cards".into(),
        bulk_provision: "/v2/cards/provision".into(),
        sim: "/v2/cards/{card}".into(),
        installation: "/v2/cards/{card}/esim".into(),
        organization: "/v2/me".into(),
        ..Paths::default()
    };
    let desk = Desk::open(Options { paths, prefix: String::new(), ..quick() }).await;
    assert!(split(&desk.telkor.base_url()).1.is_empty());
    let plan = desk.plan();
    let [sim, _] = desk.two(&plan);
    for path in [
        "/v2/cards".to_owned(),
        format!("/v2/cards/{sim}"),
        format!("/v2/cards/{sim}/esim"),
        "/v2/me".into(),
        "/links".into(),
    ] {
        assert_eq!(desk.get(&path).await.status, 200, "{path}");
    }
    for path in ["/sims", "/organization"] {
        assert_eq!(desk.get(path).await.json(), json!({"detail": "Not Found"}), "{path}");
    }
    desk.telkor.fault(When::purchase(), esim_desk_simulators::telkor::Fault::DropAfter);
    let body = json!({"name_prefix": "A", "sim_ids": [sim], "plan_ids": [plan.id]});
    let answer = desk.post("/v2/cards/provision", body).await;
    assert_eq!((answer.status, desk.telkor.ledger().purchases), (0, 1), "still known as a purchase");
    let bearer = format!("Bearer {}", desk.token);
    let other =
        send_to(&desk.telkor.base_url(), "GET", "/telkor/sims", &[("Authorization", &bearer)], "").await;
    assert_eq!(other.status, 404);
}
