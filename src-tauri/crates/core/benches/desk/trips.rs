//! Searching plans for trips of one and of three countries, with and without dates and data.

use crate::support::Bench;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const TRIPS: [&[&str]; 6] =
    [&["JP"], &["DE"], &["US"], &["JP", "KR", "TH"], &["AT", "DE", "CH"], &["US", "CA", "MX"]];

/// Every trip several times; the first round warms what is kept between two searches.
pub async fn times(bench: &Bench) -> Vec<Duration> {
    for trip in trips() {
        let found = bench.read("plans_search", trip.clone()).await;
        let count = |list: &str| found[list].as_array().map_or(0, Vec::len);
        assert!(count("fits") > 0 && count("sources") == 4, "{trip} finds {} plans", count("fits"));
    }
    let mut times = Vec::new();
    for _ in 0..10 {
        for trip in trips() {
            let begun = Instant::now();
            bench.read("plans_search", trip).await;
            times.push(begun.elapsed());
        }
    }
    times
}

fn trips() -> impl Iterator<Item = Value> {
    let dates = [(Value::Null, Value::Null), (json!("2026-12-01"), json!("2026-12-07"))];
    let wishes =
        [json!({ "kind": "any" }), json!({ "kind": "at_least", "gb": 5 }), json!({ "kind": "unlimited" })];
    TRIPS.into_iter().flat_map(move |countries| {
        let wishes = wishes.clone();
        dates.clone().into_iter().flat_map(move |(from, to)| {
            let trip =
                move |data: Value| json!({ "countries": countries, "from": from, "to": to, "data": data });
            wishes.clone().into_iter().map(trip)
        })
    })
}
