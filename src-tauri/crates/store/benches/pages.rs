//! How long pages, searches and a first sync of 100,000 eSIMs take, printed in milliseconds. A busy machine shows
//! in the distance between the fastest run and the 95th percentile.
//!
//! Fails when a page takes more than 5 ms or a search more than 10 ms at the 95th percentile, or when taking over
//! a list takes more than 1.5 times as long as parsing the same JSON and inserting the same rows into the same
//! schema. Run it with `cargo bench --package esim-desk-store --bench pages`.

#[path = "pages/baseline.rs"]
mod baseline;
#[path = "pages/made.rs"]
mod made;

use esim_desk_model::{Headline, WalletId};
use esim_desk_store::cache::{EsimFilter, EsimSort, Listed};
use esim_desk_store::{Cache, DataFolder};
use std::future::Future;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const ROWS: usize = 100_000;
const RUNS: usize = 100;
const PAGE_LIMIT: Duration = Duration::from_millis(5);
const SEARCH_LIMIT: Duration = Duration::from_millis(10);
const SYNC_RATIO: f64 = 1.5;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let place = tempfile::tempdir()?;
    let folder = DataFolder::open(place.path())?;
    let (cache, _) = Cache::open(&folder)?;
    let lists = made::Lists::new(ROWS);

    let mut good = runtime.block_on(sync(&cache, &lists, place.path()))?;
    good &= runtime.block_on(pages(&cache, &lists))?;
    good &= runtime.block_on(searches(&cache, &lists))?;
    println!("{}", if good { "every target holds" } else { "a target does not hold" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn sync(
    cache: &Cache,
    lists: &made::Lists,
    place: &std::path::Path,
) -> Result<bool, Box<dyn std::error::Error>> {
    let mut ours = Duration::ZERO;
    for wallet in &lists.wallets {
        let begun = Instant::now();
        let listed = Listed { at: made::now(), skipped: 0 };
        let services = made::services(&wallet.services);
        cache.replace_services(&wallet.id, services, listed).await?;
        let esims = made::esims(&wallet.esims);
        cache.replace_esims(&wallet.id, esims, wallet.assignments.clone(), listed).await?;
        ours += begun.elapsed();
    }
    let plain = baseline::insert(place, lists)?;
    let ratio = ours.as_secs_f64() / plain.as_secs_f64();
    println!("first sync of {ROWS}: {ours:.2?}; parse and insert: {plain:.2?}; ratio {ratio:.2}");

    let begun = Instant::now();
    for wallet in &lists.wallets {
        let listed = Listed { at: made::now(), skipped: 0 };
        cache
            .replace_esims(&wallet.id, made::esims(&wallet.esims), wallet.assignments.clone(), listed)
            .await?;
    }
    println!("the same lists again: {:.2?}", begun.elapsed());
    Ok(ratio <= SYNC_RATIO)
}

async fn pages(cache: &Cache, lists: &made::Lists) -> Result<bool, Box<dyn std::error::Error>> {
    let mut good = true;
    for sort in EsimSort::ALL {
        for (name, filter) in filters(lists, sort) {
            let total = cache.esims_page(filter.clone()).await?.total;
            for (place, offset) in [
                ("first", 0),
                ("quarter", total / 4),
                ("middle", total / 2),
                ("last", total.saturating_sub(50)),
            ] {
                for descending in [false, true] {
                    let asked = EsimFilter { offset, descending, ..filter.clone() };
                    let title = format!(
                        "{sort:?} {name} of {total}, {place}{}",
                        if descending { ", back" } else { "" }
                    );
                    good &= measure(&title, PAGE_LIMIT, || cache.esims_page(asked.clone())).await?;
                }
            }
        }
    }
    Ok(good)
}

fn filters(lists: &made::Lists, sort: EsimSort) -> Vec<(&'static str, EsimFilter)> {
    let all = all(sort);
    let headline = |headline| EsimFilter { headline: Some(headline), ..all.clone() };
    let wallet = |id: &WalletId| EsimFilter { wallet_id: Some(id.clone()), ..all.clone() };
    let large = wallet(&lists.wallets[0].id);
    vec![
        ("all", all.clone()),
        ("wallet", large.clone()),
        ("small wallet", wallet(&lists.wallets[1].id)),
        ("in use", headline(Headline::InUseOnline)),
        ("not given", EsimFilter { not_given: true, ..all.clone() }),
        ("ending soon", EsimFilter { ending_soon: true, ..all.clone() }),
        ("code missing", EsimFilter { code_missing: true, ..all.clone() }),
        ("wallet, not given", EsimFilter { not_given: true, ..large.clone() }),
        ("wallet, code missing", EsimFilter { code_missing: true, ..large }),
    ]
}

async fn searches(cache: &Cache, lists: &made::Lists) -> Result<bool, Box<dyn std::error::Error>> {
    let mut good = true;
    for text in lists.searches() {
        for sort in [EsimSort::Recent, EsimSort::Traveller, EsimSort::Left] {
            let asked = EsimFilter { text: text.clone(), ..all(sort) };
            let found = cache.esims_page(asked.clone()).await?;
            let title = format!(
                "search {text:?} by {sort:?}: {}{}",
                found.total,
                if found.capped { "+" } else { "" }
            );
            good &= measure(&title, SEARCH_LIMIT, || cache.esims_page(asked.clone())).await?;
        }
    }
    Ok(good)
}

fn all(sort: EsimSort) -> EsimFilter {
    EsimFilter {
        text: String::new(),
        wallet_id: None,
        headline: None,
        not_given: false,
        ending_soon: false,
        code_missing: false,
        sort,
        descending: false,
        offset: 0,
        limit: 50,
    }
}

/// Prints the fastest run, the median and the 95th percentile; says whether that stays below the limit.
async fn measure<T, E, F>(title: &str, limit: Duration, run: impl Fn() -> F) -> Result<bool, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begun = Instant::now();
        run().await?;
        times.push(begun.elapsed());
    }
    times.sort();
    let (median, late) = (times[RUNS / 2], times[RUNS * 95 / 100]);
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let verdict = if late <= limit { "" } else { "  TOO SLOW" };
    let (best, median, late_shown) = (milliseconds(times[0]), milliseconds(median), milliseconds(late));
    println!("{title}: best {best:.2}, p50 {median:.2}, p95 {late_shown:.2}{verdict}");
    Ok(late <= limit)
}
