//! What the handle and the request handlers share, and what eSIM Go tells the stage about itself.

use super::catalogue::Catalogue;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::{Credentials, Options, Version};
use super::rate::{Window, cost};
use super::refused::{FORBIDDEN, Refused, TOO_FAST};
use super::rows::Rows;
use super::seed;
use crate::stage::{Error, LedgerFile, Purpose, Stage, Supplier, lock};
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) struct Shared {
    pub options: Options,
    pub catalogue: Catalogue,
    pub key: Mutex<Credentials>,
    pub address_allowed: AtomicBool,
    pub window: Mutex<Window>,
    stage: Stage<Ledger, Twist>,
}

impl Shared {
    /// Opens the ledger of `options.folder`, or makes a new one.
    pub fn open(options: Options) -> Result<Self, Error> {
        let file = LedgerFile::open(options.folder.as_deref(), "esim-go-ledger.json")?;
        let saved: Option<Ledger> = file.load()?;
        let catalogue = Catalogue::new(saved.as_ref().map_or(options.seed, |ledger| ledger.seed));
        let stage = Stage::open(file, saved, |now| seed::ledger(&options, &catalogue, now))?;
        let key = options.credentials.clone().unwrap_or_else(Credentials::random);
        Ok(Self {
            key: Mutex::new(key),
            address_allowed: AtomicBool::new(options.address_allowed),
            window: Mutex::default(),
            catalogue,
            stage,
            options,
        })
    }

    /// The rows of this ledger in the words of this version.
    pub fn rows<'a>(&'a self, ledger: &'a Ledger, version: Version) -> Rows<'a> {
        Rows { ledger, catalogue: &self.catalogue, options: &self.options, version }
    }

    pub fn unknown_bundle(&self) -> Refused {
        Refused::set(self.options.statuses.unknown_bundle, "bundle not found")
    }

    /// A 403 that has nothing to do with the key.
    pub fn forbidden(&self, words: &'static str) -> Refused {
        let words = if self.options.same_forbidden { FORBIDDEN } else { words };
        Refused::new(StatusCode::FORBIDDEN, words)
    }

    pub fn unknown_order(&self) -> Refused {
        Refused::set(self.options.statuses.unknown_order, "order not found")
    }

    /// What a confirmation looks like.
    pub fn confirm(&self, words: &str) -> Value {
        let name = if self.options.older_words { "message" } else { "status" };
        json!({name: words})
    }

    /// The position of an eSIM, or the refusal that an unknown and a foreign one get alike.
    pub fn esim(&self, ledger: &Ledger, iccid: &str) -> Result<usize, Refused> {
        let words = "access denied to eSIM";
        ledger.esim(iccid).ok_or_else(|| match self.options.statuses.unknown_esim {
            403 => self.forbidden(words),
            status => Refused::set(status, words),
        })
    }

    /// The headers of the rate limit on an answer to this path.
    pub fn stamp(&self, path: &str, mut response: Response) -> Response {
        let now = self.with(|_, now| now);
        let cost = cost(&self.options, path);
        lock(&self.window).stamp(response.headers_mut(), cost, self.options.rate_limit, now);
        response
    }

    fn refusal(&self, parts: &Parts) -> Option<Refused> {
        let now = self.with(|_, now| now);
        let cost = cost(&self.options, parts.uri.path());
        if !lock(&self.window).take(cost, self.options.rate_limit, now) {
            return Some(Refused::too_fast());
        }
        let given = parts.headers.get("x-api-key").and_then(|value| value.to_str().ok());
        let known = given == Some(lock(&self.key).api_key.as_str());
        let admitted = known && self.address_allowed.load(Ordering::Relaxed);
        (!admitted).then(|| Refused::new(StatusCode::FORBIDDEN, FORBIDDEN))
    }
}

impl Supplier for Shared {
    type Ledger = Ledger;
    type Own = Twist;
    const SECRETS: &'static [&'static str] = &["x-api-key"];
    const BAD_ROW: &'static str =
        r#"{"name":{"unreadable":true},"iccid":[],"order":7,"price":"none","total":{}}"#;

    fn stage(&self) -> &Stage<Ledger, Twist> {
        &self.stage
    }

    fn settle(&self, ledger: &mut Ledger, now: i64) {
        ledger.settle(&self.catalogue, now);
    }

    /// A real order spends; one to validate does not.
    fn purpose(&self, parts: &Parts, body: &Bytes) -> Purpose {
        let orders = Version::ALL.iter().any(|version| {
            parts.uri.path().strip_prefix(version.path()).is_some_and(|path| path == "/orders")
        });
        let real = || {
            let body = serde_json::from_slice::<Value>(body);
            body.is_ok_and(|body| body["type"] == "transaction")
        };
        if parts.method == Method::POST && orders && real() { Purpose::Purchase } else { Purpose::Other }
    }

    /// Takes the tokens, then checks key and address.
    fn refuse(&self, parts: &Parts, _: &Bytes) -> Option<Response> {
        let path = parts.uri.path();
        self.refusal(parts).map(|refusal| self.stamp(path, refusal.into_response()))
    }

    fn error(&self, status: StatusCode, message: &str) -> Response {
        let refusal = match status {
            StatusCode::FORBIDDEN => Refused::new(status, FORBIDDEN),
            StatusCode::TOO_MANY_REQUESTS => Refused::new(status, TOO_FAST),
            _ => Refused::new(status, message.to_owned()),
        };
        self.stamp("", refusal.into_response())
    }
}
