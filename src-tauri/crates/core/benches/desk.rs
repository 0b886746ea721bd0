//! What staff wait for, through the same dispatch that the window uses: with 100,000 eSIMs pages, searches, a
//! first sync from the simulator, a kit; with 20,000 plans a search for a trip; with four wallets a sync of all.
//! Fails when a target does not hold.
//!
//! `cargo bench --package esim-desk-core --bench desk`, with `-- esims`, `plans`, `wallets` or `memory` for one part.

#[path = "desk/baseline.rs"]
mod baseline;
#[path = "desk/four_wallets.rs"]
mod four_wallets;
#[path = "desk/lists.rs"]
mod lists;
#[path = "desk/memory.rs"]
mod memory;
#[path = "desk/side_by_side.rs"]
mod side_by_side;
#[path = "../tests/desk/support.rs"]
mod support;
#[path = "desk/table.rs"]
mod table;
#[path = "desk/trips.rs"]
mod trips;

use esim_desk_simulators::zim::{Options, Zim};
use serde_json::json;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use support::Bench;
use table::Table;

const ESIMS: usize = 100_000;
const PAGE: Duration = Duration::from_millis(5);
const SEARCH: Duration = Duration::from_millis(10);
const KIT: Duration = Duration::from_millis(10);
const SYNC_RATIO: f64 = 1.5;
const PLANS: Duration = Duration::from_millis(10);

/// Argument of the process that is only the simulator.
const SIMULATOR: &str = "simulator";

type Failed = Box<dyn std::error::Error>;

fn main() -> Result<ExitCode, Failed> {
    let named: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with("--")).collect();
    let is_wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    let runtime = tokio::runtime::Runtime::new()?;
    if named == [SIMULATOR] {
        return runtime.block_on(memory::simulate()).map(|()| ExitCode::SUCCESS);
    }
    let mut table = Table::default();
    // First, while nothing that another part left behind hides what is taken.
    if is_wanted("memory") {
        runtime.block_on(memory::measure(&mut table))?;
    }
    if is_wanted("esims") {
        runtime.block_on(esims(&mut table))?;
    }
    if is_wanted("plans") {
        runtime.block_on(plans(&mut table))?;
    }
    if is_wanted("wallets") {
        runtime.block_on(side_by_side::measure(&mut table))?;
    }
    Ok(table.print())
}

async fn esims(table: &mut Table) -> Result<(), Failed> {
    let zim = Zim::start(Options { esims: ESIMS, ..Options::default() }).await?;
    let bench = sync(&zim, table).await?;
    table.time("page of 50 rows, any order and filter, p95", p95(lists::pages(&bench).await), PAGE);
    table.time("search of 3 to 19 characters, p95", p95(lists::searches(&bench).await), SEARCH);
    table.time("kit with QR, links and read back, p95", p95(lists::kits(&bench).await), KIT);
    bench.app.stop().await;
    Ok(())
}

async fn plans(table: &mut Table) -> Result<(), Failed> {
    let bench = four_wallets::desk().await?;
    table.time("search among 20,000 plans of four wallets, p95", p95(trips::times(&bench).await), PLANS);
    bench.app.stop().await;
    Ok(())
}

/// A first sync into an empty cache, against parsing and inserting alone.
async fn sync(zim: &Zim, table: &mut Table) -> Result<Bench, Failed> {
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

fn p95(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() * 95 / 100).copied().unwrap_or(Duration::MAX)
}
