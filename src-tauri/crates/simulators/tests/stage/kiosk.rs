//! The smallest simulator: a kiosk whose tickets are ready a minute after they were bought.

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use esim_desk_simulators::stage::{
    Agenda, Door, Error, Ledger, LedgerFile, Purpose, Server, Stage, Supplier,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// The kiosk's key.
pub const KEY: &str = "kiosk-key-0001";
const MINUTE_MS: i64 = 60_000;

/// The kiosk's books.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Till {
    pub sold: u32,
    pub ready: Vec<u32>,
    due: Agenda<u32>,
    #[serde(skip)]
    revision: u64,
    /// Rebuilt after loading.
    #[serde(skip)]
    pub indexed: bool,
}

impl Ledger for Till {
    const FORMAT: u32 = 2;

    fn revision(&self) -> u64 {
        self.revision
    }

    fn next_due(&self) -> Option<i64> {
        self.due.next()
    }

    fn index(&mut self) {
        self.indexed = true;
    }
}

/// What only a kiosk does wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Takes the money and forgets the ticket.
    Forgets,
}

/// The kiosk's rules.
#[derive(Debug)]
pub struct Kiosk(Stage<Till, Slip>);

impl Supplier for Kiosk {
    type Ledger = Till;
    type Own = Slip;
    const SECRETS: &'static [&'static str] = &["x-api-key", "pin"];
    const BAD_ROW: &'static str = "\"torn\"";

    fn stage(&self) -> &Stage<Till, Slip> {
        &self.0
    }

    fn settle(&self, till: &mut Till, now: i64) {
        while let Some((_, ticket)) = till.due.take(now) {
            till.ready.push(ticket);
            till.revision += 1;
        }
    }

    fn purpose(&self, parts: &Parts, _: &Bytes) -> Purpose {
        if parts.method == Method::POST { Purpose::Purchase } else { Purpose::Other }
    }

    fn refuse(&self, parts: &Parts, _: &Bytes) -> Option<Response> {
        let known = parts.headers.get("x-api-key").is_some_and(|key| key == KEY);
        (!known).then(|| self.error(StatusCode::FORBIDDEN, "Forbidden"))
    }

    fn error(&self, status: StatusCode, message: &str) -> Response {
        (status, Json(json!({"message": message}))).into_response()
    }
}

/// Opens the kiosk with its ledger in `folder`.
pub async fn open(folder: Option<&Path>) -> Result<(Arc<Kiosk>, Server), Error> {
    let door = Door::open(None).await?;
    let file = LedgerFile::open(folder, "kiosk-ledger.json")?;
    let saved = file.load()?;
    let kiosk = Arc::new(Kiosk(Stage::open(file, saved, |_| Till::default())?));
    let routes = Router::new().route("/tickets", post(buy)).route("/tickets/{id}/stub", get(stub));
    Ok((kiosk.clone(), door.serve(kiosk, routes)))
}

async fn buy(State(kiosk): State<Arc<Kiosk>>, slip: Option<Extension<Slip>>) -> Response {
    kiosk.with(|till, now| {
        till.sold += 1;
        till.revision += 1;
        match slip {
            Some(Extension(Slip::Forgets)) => {}
            None => till.due.push(now + MINUTE_MS, till.sold),
        }
        Json(json!({"tickets": [till.sold]})).into_response()
    })
}

async fn stub(State(kiosk): State<Arc<Kiosk>>) -> Response {
    kiosk.with(|till, _| Json(json!(till.ready)).into_response())
}
