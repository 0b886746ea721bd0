//! What staff wait for, with 100,000 eSIMs, through the same dispatch that the window uses: pages, searches,
//! a first sync from the simulator, a kit. Fails when a target does not hold.
//!
//! `cargo bench --package esim-desk-core --bench desk`

#[path = "desk/baseline.rs"]
mod baseline;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "desk/table.rs"]
mod table;

use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use support::Bench;
use table::Table;

const ESIMS: usize = 100_000;
const PAGE: Duration = Duration::from_millis(5);
const SEARCH: Duration = Duration::from_millis(10);
const KIT: Duration = Duration::from_millis(10);
const SYNC_RATIO: f64 = 1.5;
const SORTS: [&str; 7] = ["recent", "traveller", "plan", "status", "left", "ends", "iccid"];

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let zim = Zim::start(Options { esims: ESIMS, ..Options::default() }).await?;
        let mut table = Table::default();
        let bench = sync(&zim, &mut table).await?;
        table.time("page of 50 rows, any order and filter, p95", p95(pages(&bench).await), PAGE);
        table.time("search of 3 to 19 characters, p95", p95(searches(&bench).await), SEARCH);
        table.time("kit with QR, links and read back, p95", p95(kits(&bench).await), KIT);
        bench.app.stop().await;
        Ok(table.print())
    })
}

/// A first sync into an empty cache, against parsing and inserting alone.
async fn sync(zim: &Zim, table: &mut Table) -> Result<Bench, Box<dyn std::error::Error>> {
    let bodies = baseline::bodies(zim).await?;
    let bench = Bench::start_unhurried().await;
    bench.write("wallet_connect", json!({ "draft": Bench::draft(zim) })).await;
    let bench = bench.restart_after(remove_cache).await;
    let begun = Instant::now();
    bench.until("wallets", json!({}), |wallets| wallets[0]["lists"][0]["complete_at"].is_string()).await;
    let ours = begun.elapsed();
    bench.until("wallets", json!({}), |wallets| wallets[0]["syncing"].is_null()).await;
    let plain = baseline::insert(&bench.folder, &bodies)?;
    table.ratio("first sync of 100,000 eSIMs", ours, plain, SYNC_RATIO);
    Ok(bench)
}

fn remove_cache(folder: &std::path::Path) {
    for name in ["cache.sqlite", "cache.sqlite-wal", "cache.sqlite-shm"] {
        // Those that SQLite folded in are gone already.
        let _ = std::fs::remove_file(folder.join(name));
    }
}

async fn pages(bench: &Bench) -> Vec<Duration> {
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

async fn searches(bench: &Bench) -> Vec<Duration> {
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

async fn kits(bench: &Bench) -> Vec<Duration> {
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

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() * 95 / 100).copied().unwrap_or(Duration::MAX)
}
