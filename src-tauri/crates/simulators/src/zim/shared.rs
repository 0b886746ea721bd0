//! What the handle and the request handlers share, and what ZIM tells the stage about itself.

use super::catalogue::Catalogue;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::{Credentials, Generation, Options};
use super::routes::{TOKEN_PATH, error};
use super::{rows, seed};
use crate::stage::{Error, LedgerFile, Purpose, Stage, Supplier, Tokens, lock};
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use std::sync::Mutex;

pub(crate) struct Shared {
    pub options: Options,
    pub credentials: Credentials,
    pub catalogue: Catalogue,
    pub tokens: Mutex<Tokens>,
    stage: Stage<Ledger, Twist>,
    bodies: Mutex<Bodies>,
}

/// A body and the revision of the rows that it shows.
type Written = Option<(u64, Bytes)>;

#[derive(Default)]
struct Bodies {
    esims: Written,
    subscriptions: Written,
}

impl Shared {
    /// Opens the ledger of `options.folder`, or makes a new one.
    pub fn open(options: Options) -> Result<Self, Error> {
        let file = LedgerFile::open(options.folder.as_deref(), "zim-ledger.json")?;
        let saved: Option<Ledger> = file.load()?;
        let catalogue = Catalogue::new(saved.as_ref().map_or(options.seed, |ledger| ledger.seed));
        let stage =
            Stage::open(file, saved, |now| seed::ledger(options.seed, options.esims, &catalogue, now))?;
        let shared = Self {
            credentials: options.credentials.clone().unwrap_or_else(Credentials::random),
            catalogue,
            tokens: Mutex::default(),
            stage,
            bodies: Mutex::default(),
            options,
        };
        // The long lists are written once at the start, so that the first request does not wait for them.
        shared.esims_body();
        shared.subscriptions_body();
        Ok(shared)
    }

    /// The body of `GET /esims`, written anew only after a change.
    pub fn esims_body(&self) -> Bytes {
        let form = self.options.iccid_form;
        self.with(|ledger, _| {
            let cache = &mut lock(&self.bodies).esims;
            written(cache, ledger.rows_revision, || ledger.esims.iter().map(|row| rows::esim(row, form)))
        })
    }

    /// The body of `GET /subscriptions/`, written anew only after a change.
    pub fn subscriptions_body(&self) -> Bytes {
        self.with(|ledger, _| {
            let cache = &mut lock(&self.bodies).subscriptions;
            written(cache, ledger.rows_revision, || {
                (0..ledger.subscriptions.len()).map(|n| rows::subscription(ledger, &self.catalogue, n))
            })
        })
    }
}

impl Supplier for Shared {
    type Ledger = Ledger;
    type Own = Twist;
    const SECRETS: &'static [&'static str] = &["client_secret"];
    const BAD_ROW: &'static str =
        r#"{"id":{"unreadable":true},"esimID":[],"status":7,"iccid":[],"plan":"none"}"#;

    fn stage(&self) -> &Stage<Ledger, Twist> {
        &self.stage
    }

    fn settle(&self, ledger: &mut Ledger, now: i64) {
        ledger.settle(now, self.options.esim_after);
    }

    fn purpose(&self, parts: &Parts, _: &Bytes) -> Purpose {
        match (&parts.method, parts.uri.path()) {
            (&Method::POST, "/orders/with-wallet") => Purpose::Purchase,
            (&Method::POST, TOKEN_PATH) => Purpose::Token,
            (_, _) => Purpose::Other,
        }
    }

    /// Checks token and app identifier.
    fn refuse(&self, parts: &Parts, _: &Bytes) -> Option<Response> {
        if parts.uri.path() == TOKEN_PATH {
            return None;
        }
        if !lock(&self.tokens).admit(&parts.headers) {
            return Some(gateway(StatusCode::UNAUTHORIZED, "Unauthorized"));
        }
        let app = parts.headers.get("x-app-identifier").and_then(|v| v.to_str().ok());
        let needed = self.options.generation == Generation::Newer;
        (needed && app != Some(&self.options.app_identifier))
            .then(|| gateway(StatusCode::FORBIDDEN, "Forbidden"))
    }

    fn error(&self, status: StatusCode, message: &str) -> Response {
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS => gateway(status, message),
            StatusCode::INTERNAL_SERVER_ERROR => error(status, "Internal server error"),
            _ => error(status, message),
        }
    }
}

/// An error as an API gateway words it.
fn gateway(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"message": message}))).into_response()
}

fn written<R: Serialize, I: Iterator<Item = R>>(
    cache: &mut Written,
    revision: u64,
    rows: impl FnOnce() -> I,
) -> Bytes {
    if let Some((at, bytes)) = cache
        && *at == revision
    {
        return bytes.clone();
    }
    let mut text = vec![b'['];
    for row in rows() {
        if text.len() > 1 {
            text.push(b',');
        }
        // Rows are made of strings, integers and digits: writing one to memory cannot fail.
        let _written = serde_json::to_writer(&mut text, &row);
    }
    text.push(b']');
    let bytes = Bytes::from(text);
    *cache = Some((revision, bytes.clone()));
    bytes
}
