//! A first sync of four wallets together, against the slowest of them alone. Every answer comes late, so that a
//! wallet which waited for another would show.

use crate::Failed;
use crate::support::Bench;
use crate::table::Table;
use esim_desk_simulators::zim::{Fault, Options, When, Zim};
use serde_json::json;
use std::time::{Duration, Instant};

/// eSIMs of each; the last is the slowest.
const SIZES: [usize; 4] = [200, 400, 800, 1_600];
const LATE: Duration = Duration::from_millis(400);
const RATIO: f64 = 1.2;

/// Measures both in the same run.
pub async fn measure(table: &mut Table) -> Result<(), Failed> {
    let mut suppliers = Vec::new();
    for esims in SIZES {
        let zim = Zim::start(Options { esims, ..Options::default() }).await?;
        zim.fault(When::any("/").always(), Fault::Delay(LATE));
        suppliers.push(zim);
    }
    let alone = first_sync(&suppliers[SIZES.len() - 1..]).await;
    let together = first_sync(&suppliers).await;
    table.ratio("first sync of four wallets, beside the slowest alone", together, alone, RATIO);
    Ok(())
}

/// From the start of a program that knows its wallets and none of their lists until all lists are there.
async fn first_sync(suppliers: &[Zim]) -> Duration {
    let bench = Bench::start_unhurried().await;
    for zim in suppliers {
        bench.write("wallet_connect", json!({ "draft": Bench::draft(zim) })).await;
    }
    let bench = bench.restart_after(crate::remove_cache).await;
    let begun = Instant::now();
    bench.lists_read().await;
    let took = begun.elapsed();
    bench.app.stop().await;
    took
}
