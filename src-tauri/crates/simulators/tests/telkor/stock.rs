//! SIMs: the list, its filters, its pages, installation, and what a network knows better.

use crate::client::{Desk, HOUR, ids, quick};
use esim_desk_simulators::telkor::{Options, Twist, When};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn the_organisation_owns_sims_of_every_kind() {
    let desk = Desk::open(quick()).await;
    let rows = desk.all("/sims").await;
    assert_eq!(rows.len(), 300);
    let any = |test: &dyn Fn(&Value) -> bool| rows.iter().any(test);
    for (kind, least) in [("esim", 200), ("physical", 50)] {
        assert!(rows.iter().filter(|row| row["sim_type"] == kind).count() >= least, "{kind}");
    }
    assert!(any(&|row| row["link"].is_null()) && any(&|row| row["link"]["status"] == "suspended"));
    assert!(any(&|row| row["link"]["name"].as_str().is_some_and(|name| name.starts_with("AG-2026-"))));
    assert!(any(&|row| row["is_attached"] == true) && any(&|row| row["compatibility_zones"] == json!([])));
    for field in ["msisdn", "imsi", "imei", "eid"] {
        assert!(any(&|row| row[field].is_null()) && any(&|row| row[field].is_string()), "{field}");
    }
    assert!(
        rows.iter()
            .all(|row| row["sim_type"] == "esim" || (row["eid"].is_null() && row["esim_state"].is_null()))
    );
    let states: BTreeSet<&str> = rows.iter().filter_map(|row| row["esim_state"].as_str()).collect();
    assert!(states.len() >= 6, "{states:?}");
    let words: BTreeSet<&str> = rows.iter().filter_map(|row| row["status"].as_str()).collect();
    assert!(words.contains("active") && words.len() == 4, "{words:?}");
    let lengths: BTreeSet<usize> = rows.iter().map(|row| row["iccid"].as_str().unwrap().len()).collect();
    assert_eq!(lengths, BTreeSet::from([19, 20]));
    let stamps =
        |field: &str| rows.iter().map(|row| row[field].as_str().unwrap().len()).collect::<BTreeSet<_>>();
    assert!(stamps("updated_at").contains(&27), "with and without a fraction");
}

#[tokio::test]
async fn every_filter_of_sims_narrows() {
    let desk = Desk::open(quick()).await;
    let all = desk.all("/sims").await;
    let value = |field: &str| {
        all.iter().find_map(|row| row[field].as_str()).unwrap_or_else(|| panic!("{field}")).to_owned()
    };
    for field in ["id", "iccid", "msisdn", "imsi", "imei", "eid"] {
        let whole = value(field);
        let part = &whole[whole.len() - 9..].to_uppercase();
        let found = desk.all(&format!("/sims?search={part}")).await;
        assert!(found.iter().any(|row| row[field] == whole.as_str()), "{field} {part}");
        assert!(found.len() < all.len() / 10, "{field} {part}: {}", found.len());
    }
    let cards = desk.all("/sims?sim_type=PHYSICAL&status=active").await;
    assert!(
        !cards.is_empty()
            && cards.iter().all(|row| row["sim_type"] == "physical" && row["status"] == "active")
    );
    let east = desk.all("/sims?compatibility_zones=zone-b").await;
    let either = desk.all("/sims?compatibility_zones=zone-b&compatibility_zones=zone-c").await;
    assert!(!east.is_empty() && east.len() < either.len(), "repeated is or");
    let answer = desk.get("/sims?sim_type=paper").await;
    assert_eq!((answer.status, &answer.json()["detail"][0]["loc"]), (422, &json!(["query", "sim_type"])));
}

#[tokio::test]
async fn sims_that_fit_a_plan_whatever_zones_are_asked_for() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let fitting = desk.all(&format!("/sims?for_plan_id={}", plan.id)).await;
    assert!(fitting.len() < 300);
    let has = |row: &Value, zone: &str| row["compatibility_zones"].as_array().unwrap().contains(&json!(zone));
    assert!(fitting.iter().all(|row| has(row, &plan.zone)));
    let same = desk.all(&format!("/sims?for_plan_id={}&compatibility_zones=zone-b", plan.id)).await;
    assert_eq!(same, fitting, "the plan replaces the zones");
    let stock = desk.telkor.stock(&plan.id);
    let listed: BTreeSet<String> = ids(&fitting).into_iter().collect();
    assert!(stock.len() >= 25 && stock.iter().all(|id| listed.contains(id)));
}

#[tokio::test]
async fn pages_are_counted_from_one_and_sorted_by_update() {
    let desk = Desk::open(Options { sims: 120, ..quick() }).await;
    let first = desk.get("/sims").await.json();
    assert_eq!(
        (&first["total"], &first["page"], &first["page_size"], &first["pages"]),
        (&json!(120), &json!(1), &json!(50), &json!(3))
    );
    let rows = desk.all("/sims").await;
    assert!(rows.is_sorted_by(|a, b| a["updated_at"].as_str() >= b["updated_at"].as_str()));
    assert_eq!(first["items"].as_array().unwrap()[..], rows[..50]);
    let last = desk.get("/sims?page=3").await.json();
    assert_eq!(last["items"].as_array().unwrap().len(), 20);
    assert_eq!(desk.get("/sims?page=4").await.json()["items"], json!([]), "beyond the end");
    let oldest = desk.get("/sims?sort_by=created_at&sort_order=asc&page_size=3").await.json();
    assert_eq!(
        ids(oldest["items"].as_array().unwrap()),
        desk.telkor.ledger().sims[..3].iter().map(|sim| sim.id.clone()).collect::<Vec<_>>()
    );
    let backwards = desk.get("/sims?sort_by=iccid&sort_order=desc").await.json();
    assert!(
        backwards["items"].as_array().unwrap().is_sorted_by(|a, b| a["iccid"].as_str() > b["iccid"].as_str())
    );
    for (query, field) in [
        ("page=0", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page=one", "page"),
    ] {
        let answer = desk.get(&format!("/sims?{query}")).await;
        let complaint = &answer.json()["detail"][0];
        assert_eq!((answer.status, &complaint["loc"]), (422, &json!(["query", field])));
        assert!(
            complaint["type"].is_string() && complaint["msg"].is_string() && complaint.get("input").is_some()
        );
    }
}

#[tokio::test]
async fn a_sync_moves_rows_between_pages() {
    let desk = Desk::open(Options { sims: 90, ..quick() }).await;
    let whole = ids(&desk.all("/sims").await);
    let mut seen = ids(desk.get("/sims?page_size=30").await.json()["items"].as_array().unwrap());
    desk.telkor.fault(When::get("/telkor/sims"), Twist::RowsMove(10));
    for page in [2, 3] {
        let body = desk.get(&format!("/sims?page_size=30&page={page}")).await.json();
        assert_eq!(body["total"], 90);
        seen.extend(ids(body["items"].as_array().unwrap()));
    }
    let different: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), different.len()), (90, 80), "ten came twice, ten not at all");
    let again: BTreeSet<String> = ids(&desk.all("/sims").await).into_iter().collect();
    assert_eq!(again, whole.into_iter().collect());
}

#[tokio::test]
async fn an_esim_has_what_it_takes_to_install_it_and_a_card_has_not() {
    let desk = Desk::open(quick()).await;
    let ledger = desk.telkor.ledger();
    let card = ledger.sims.iter().find(|sim| !sim.esim).unwrap();
    let esim = ledger.sims.iter().find(|sim| sim.lpa.is_some()).unwrap();
    let path = format!("/sims/{}/esim-installation", esim.id);
    let body = desk.get(&path).await.json();
    let code = body["activation_code"].as_str().unwrap();
    assert_eq!(Some(code), esim.lpa.as_deref());
    assert!(code.starts_with("LPA:1$rsp.example.com$") && code.len() == 54);
    let data = code.replace(':', "%3A").replace('$', "%24");
    for (field, system) in [("android_deeplink", "android"), ("ios_deeplink", "apple")] {
        assert_eq!(
            body[field],
            format!("https://esimsetup.{system}.com/esim_qrcode_provisioning?carddata={data}")
        );
    }
    let picture = |body: &Value| body["qr_svg"].as_str().unwrap().to_owned();
    assert!(picture(&body).starts_with("<svg ") && !picture(&body).contains("<script"));
    desk.telkor.fault(When::get(&format!("/telkor{path}")), Twist::ScriptInPicture);
    assert!(picture(&desk.get(&path).await.json()).contains("<script"));

    let nothing =
        json!({"activation_code": null, "android_deeplink": null, "ios_deeplink": null, "qr_svg": null});
    let of_card = desk.get(&format!("/sims/{}/esim-installation", card.id)).await;
    assert_eq!((of_card.status, of_card.json()), (200, nothing.clone()));
    desk.telkor.fault(When::get("/telkor/sims/*/esim-installation"), Twist::NoCode);
    assert_eq!(desk.get(&path).await.json(), nothing);
    assert!(desk.telkor.set_code(&esim.id, None) && !desk.telkor.set_code(&card.id, Some("X")));
    assert_eq!(desk.get(&path).await.json(), nothing);
    assert!(ledger.sims.iter().any(|sim| sim.esim && sim.lpa.is_none()), "some are not prepared");
}

#[tokio::test]
async fn a_refresh_brings_news_or_changes_nothing() {
    let desk = Desk::open(quick()).await;
    let ledger = desk.telkor.ledger();
    let sim = ledger
        .sims
        .iter()
        .find(|sim| sim.state.as_deref() == Some("available") && sim.link_id.is_none())
        .unwrap();
    let (path, refresh) = (format!("/sims/{}", sim.id), format!("/sims/{}/refresh", sim.id));
    let before = desk.get(&path).await.json();
    let answer = desk.post(&refresh, json!({})).await;
    assert_eq!((answer.status, answer.json()), (200, before.clone()), "no news is no error");

    assert!(desk.telkor.phone(&sim.id, true, "enabled"));
    assert_eq!(desk.get(&path).await.json(), before, "not read yet");
    let after = desk.post(&refresh, json!({})).await.json();
    assert_eq!((&after["is_attached"], &after["esim_state"]), (&json!(true), &json!("enabled")));
    assert!(after["updated_at"].as_str() > before["updated_at"].as_str());
    assert_eq!(desk.get(&path).await.json(), after);

    desk.telkor.phone(&sim.id, false, "deleted");
    desk.telkor.advance(HOUR);
    assert_eq!(desk.get(&path).await.json()["esim_state"], "deleted", "the sync came by itself");
    assert_eq!(desk.post("/sims/none/refresh", json!({})).await.status, 404);
    assert_eq!(desk.get(&refresh).await.status, 405);
}

#[tokio::test]
async fn a_large_stock_is_read_page_by_page() {
    let desk = Desk::open(Options { sims: 20_000, page_limit: 5000, ..quick() }).await;
    let mut seen = BTreeSet::new();
    for page in 1..=4 {
        let body = desk.get(&format!("/sims?page_size=5000&page={page}")).await.json();
        seen.extend(ids(body["items"].as_array().unwrap()));
    }
    assert_eq!(seen.len(), 20_000);
    for by in ["created_at", "updated_at"] {
        let newest = desk.get(&format!("/sims?sort_by={by}&page_size=1")).await.json()["items"][0].clone();
        let snapshot = desk.get("/organization").await.json();
        assert!(newest[by].as_str() <= snapshot["created_at"].as_str(), "nothing is of tomorrow: {newest}");
    }
}
