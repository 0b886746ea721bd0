//! Pages, searches and kits among 100,000 eSIMs.

use crate::support::Bench;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SORTS: [&str; 7] = ["recent", "traveller", "plan", "status", "left", "ends", "iccid"];

/// Every order and filter, at its begin, within and at its end.
pub async fn pages(bench: &Bench) -> Vec<Duration> {
    let mut times = Vec::new();
    for filter in ["all", "not_given", "ending_soon", "code_missing", "headline", "wallet_id"] {
        let wallet = bench.read("wallets", json!({})).await[0]["id"].clone();
        for (sort, descending) in SORTS.iter().flat_map(|sort| [(sort, false), (sort, true)]) {
            let mut query = query("", sort);
            query["descending"] = json!(descending);
            match filter {
                "all" => {}
                "headline" => query["headline"] = json!("in_use_online"),
                "wallet_id" => query["wallet_id"] = wallet.clone(),
                switch => query[switch] = json!(true),
            }
            let total = bench.read("esims_page", query.clone()).await["total"].as_u64().unwrap_or_default();
            for offset in [0, total / 3, total / 2, total.saturating_sub(50)] {
                query["offset"] = json!(offset);
                times.push(timed(bench, "esims_page", &query).await.0);
            }
        }
    }
    times
}

/// Beginnings and ends of ICCIDs.
pub async fn searches(bench: &Bench) -> Vec<Duration> {
    let page = bench.read("esims_page", query("", "iccid")).await;
    let mut times = Vec::new();
    for row in page["rows"].as_array().into_iter().flatten().take(12) {
        let iccid = row["iccid"].as_str().unwrap_or_default();
        for length in 3..=19 {
            for text in [&iccid[..length], &iccid[iccid.len() - length..]] {
                times.push(timed(bench, "esims_page", &query(text, "recent")).await.0);
            }
        }
    }
    times
}

/// Kits of eSIMs that nobody has.
pub async fn kits(bench: &Bench) -> Vec<Duration> {
    let mut query = query("", "iccid");
    query["not_given"] = json!(true);
    query["limit"] = json!(100);
    let page = bench.read("esims_page", query).await;
    let mut times = Vec::new();
    for row in page["rows"].as_array().into_iter().flatten() {
        let esim = json!({ "wallet_id": row["wallet_id"], "esim_id": row["esim_id"] });
        times.push(timed(bench, "kit", &esim).await.0);
    }
    times
}

fn query(text: &str, sort: &str) -> Value {
    json!({
        "text": text, "wallet_id": null, "headline": null, "not_given": false, "ending_soon": false,
        "code_missing": false, "sort": sort, "descending": false, "offset": 0, "limit": 50,
    })
}

async fn timed(bench: &Bench, name: &str, request: &Value) -> (Duration, Value) {
    let begun = Instant::now();
    let answer = bench.read(name, request.clone()).await;
    (begun.elapsed(), answer)
}
