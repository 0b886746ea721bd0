//! The eSIMfly client: its document's bodies, errors and quirks, served byte by byte.

mod buying;
mod diagnostics;
mod doubt;
mod failures;
mod form;
mod lists;
mod packages;
mod second_server;
mod words;

use super::Esimfly;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen};
use esim_desk_model::{Coverage, Money, OrderKey, Plan, Start};
use esim_desk_provider::{Credentials, Error, Kind, Request, Source, Target, WalletSpec};
use std::collections::BTreeMap;
use std::time::Duration;

/// A client of that server, which buys in this currency.
fn client_in(base_url: &str, currency: &str) -> Esimfly {
    let settings = [("base_url", base_url), ("access_code", "esf_11111")];
    let spec = WalletSpec {
        provider: "esimfly".to_owned(),
        environment: "own".to_owned(),
        currency: currency.to_owned(),
        settings: settings.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
    };
    let credentials: Credentials = BTreeMap::from([("secret_key".to_owned(), "sk_1111".to_owned().into())]);
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    Esimfly::with_limits(&spec, &credentials, limits).unwrap()
}

async fn answering(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Scripted, Esimfly) {
    let server = Scripted::start(answer).await;
    let client = client_in(&server.url, "USD");
    (server, client)
}

/// The path without its query.
fn path(seen: &Seen) -> &str {
    seen.path.split('?').next().unwrap()
}

fn kind<T>(answer: Result<T, Error>) -> Kind {
    answer.err().unwrap().kind
}

fn unreadable(path: &str) -> Kind {
    Kind::Unreadable { path: path.to_owned() }
}

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD", 2).unwrap()
}

fn key() -> OrderKey {
    OrderKey::from("0198c0de-0000-7000-8000-000000000007")
}

/// A purchase of this package.
fn request(code: &str, target: Target) -> Request {
    let plan = Plan {
        id: code.into(),
        name: Some("Turkey 1 GB 7 Days".to_owned()),
        coverage: Coverage::NotSaid,
        data: None,
        throttling: None,
        calls: None,
        texts: None,
        days: None,
        start: Start::NotSaid,
        features: Vec::new(),
        networks: Vec::new(),
        prices: vec![usd(272)],
    };
    Request { plan, price: Some(usd(272)), target, source: Source::Bought, count: 1 }
}

const ICCID: &str = "8910300001234567890";

fn data_onto() -> Target {
    Target::AddData { esim: ICCID.into(), service: ICCID.into() }
}

const BALANCE: &str = r#"{"success":true,"data":{"balance":50.00,"currency":"USD"}}"#;
const NO_ORDERS: &str =
    r#"{"success":true,"data":{"orders":[],"pagination":{"page":1,"limit":100,"total":0,"total_pages":0}}}"#;
