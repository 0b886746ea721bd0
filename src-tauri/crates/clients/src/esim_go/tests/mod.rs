//! The client against the documented bodies, and against servers that read the documents otherwise.

mod buying;
mod care;
mod documents;
mod doubt;
mod fit;
mod form;
mod lists;
mod second_server;
mod stock;
mod words;

use super::EsimGo;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen, json};
use esim_desk_model::{Coverage, EsimId, Money, OrderKey, Plan, Start, Timestamp};
use esim_desk_provider::{Credentials, Request, Source, Target, WalletSpec};
use std::collections::BTreeMap;
use std::time::Duration;

/// A secret that must stand nowhere but in its header.
const SECRET: &str = "sim-key-0001";

fn spec(settings: &[(&str, &str)]) -> WalletSpec {
    WalletSpec {
        provider: super::KEY.to_owned(),
        environment: "own".to_owned(),
        currency: "USD".to_owned(),
        settings: settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
    }
}

fn credentials() -> Credentials {
    BTreeMap::from([("api_key".to_owned(), SECRET.to_owned().into())])
}

fn client_of(url: &str, more: &[(&str, &str)]) -> EsimGo {
    crate::install_crypto();
    let base = format!("{url}/v2.5");
    let settings: Vec<_> = [("base_url", base.as_str())].into_iter().chain(more.iter().copied()).collect();
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    EsimGo::with_limits(&spec(&settings), &credentials(), limits).unwrap()
}

/// A server that answers the account itself, and everything else like this; paths come without `/v2.5`.
async fn answering(answer: impl Fn(&Seen, &str) -> Reply + Send + Sync + 'static) -> (Scripted, EsimGo) {
    let server = Scripted::start(move |seen| {
        let path = seen.path.strip_prefix("/v2.5").unwrap_or_default().to_owned();
        match answer(seen, &path) {
            Reply::Say(599, ..) => json(documents::ORGANISATION),
            reply => reply,
        }
    })
    .await;
    let client = client_of(&server.url, &[]);
    (server, client)
}

/// Lets [`answering`] answer with the documented account.
fn account() -> Reply {
    Reply::Say(599, String::new(), String::new())
}

fn refused(status: u16, body: &str) -> Reply {
    Reply::Say(status, "content-type: application/json\r\n".to_owned(), body.to_owned())
}

fn usd(text: &str) -> Money {
    Money::parse(text, "USD").unwrap()
}

fn plan() -> Plan {
    Plan {
        id: "esim_1GB_7D_GB_V2".into(),
        name: None,
        coverage: Coverage::NotSaid,
        data: None,
        throttling: None,
        calls: None,
        texts: None,
        days: None,
        start: Start::FirstUse,
        features: Vec::new(),
        networks: Vec::new(),
        prices: vec![usd("1.36")],
    }
}

fn new_esim() -> Request {
    Request {
        plan: plan(),
        price: Some(usd("1.36")),
        target: Target::NewEsim,
        source: Source::Bought,
        count: 1,
    }
}

fn more_data() -> Request {
    let target = Target::AddData { esim: esim_id(), service: "8944000000000000019:215000001".into() };
    Request { target, ..new_esim() }
}

fn esim_id() -> EsimId {
    EsimId::from("8944000000000000019")
}

fn key() -> OrderKey {
    OrderKey::from("0198c0de-0000-7000-8000-000000000001")
}

/// A little before the documented order was made.
fn since() -> Timestamp {
    "2026-03-02T09:15:00Z".parse().unwrap()
}
