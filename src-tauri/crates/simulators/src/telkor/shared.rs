//! What the handle and the request handlers share, and what Telkor tells the stage about itself.

use super::answers::error;
use super::catalogue::Catalogue;
use super::faults::Twist;
use super::ledger::Ledger;
use super::options::{Credentials, Options, TokenHeader};
use super::paths::meets;
use super::seed;
use super::token::{TOKEN_PATH, carried};
use crate::stage::{Error, LedgerFile, Purpose, Stage, Supplier, Tokens, lock};
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

pub(crate) struct Shared {
    pub options: Options,
    pub credentials: Credentials,
    pub catalogue: Catalogue,
    pub tokens: Mutex<Tokens>,
    /// The credentials are no longer good.
    pub revoked: AtomicBool,
    stage: Stage<Ledger, Twist>,
}

impl Shared {
    /// Opens the ledger of `options.folder`, or makes a new one.
    pub fn open(options: Options) -> Result<Self, Error> {
        let file = LedgerFile::open(options.folder.as_deref(), "telkor-ledger.json")?;
        let saved: Option<Ledger> = file.load()?;
        let (seed, number_ids) = match &saved {
            Some(ledger) => (ledger.seed, ledger.number_ids),
            None => (options.seed, options.number_ids),
        };
        let catalogue = Catalogue::new(seed, number_ids);
        let stage = Stage::open(file, saved, |now| seed::ledger(&options, &catalogue, now))?;
        Ok(Self {
            credentials: options.credentials.clone().unwrap_or_else(Credentials::random),
            catalogue,
            tokens: Mutex::default(),
            revoked: AtomicBool::new(false),
            stage,
            options,
        })
    }

    fn admits(&self, parts: &Parts) -> bool {
        let (name, scheme) = match self.options.token_header {
            TokenHeader::Bearer => ("authorization", "Bearer "),
            TokenHeader::Bare => ("authorization", ""),
            TokenHeader::Custom => ("x-access-token", ""),
        };
        carried(&parts.headers, name, scheme).is_some_and(|token| lock(&self.tokens).good(token))
    }
}

impl Supplier for Shared {
    type Ledger = Ledger;
    type Own = Twist;
    const SECRETS: &'static [&'static str] = &["client_secret", "x-access-token"];
    const BAD_ROW: &'static str =
        r#"{"id":{"unreadable":true},"iccid":[],"status":7,"name":{},"plan":"none","reference_id":[]}"#;

    fn stage(&self) -> &Stage<Ledger, Twist> {
        &self.stage
    }

    fn settle(&self, ledger: &mut Ledger, now: i64) {
        ledger.settle(now, &self.catalogue, &self.options);
    }

    /// Binding SIMs and adding a plan are what costs; suspending is not.
    fn purpose(&self, parts: &Parts, _: &Bytes) -> Purpose {
        let paths = &self.options.paths;
        let at = |template: &str| meets(&self.options.prefix, template, parts.uri.path());
        match parts.method {
            Method::POST if parts.uri.path() == TOKEN_PATH => Purpose::Token,
            Method::POST if at(&paths.bulk_provision) || at(&paths.activations) => Purpose::Purchase,
            _ => Purpose::Other,
        }
    }

    /// Checks the token and what it allows.
    fn refuse(&self, parts: &Parts, _: &Bytes) -> Option<Response> {
        if parts.uri.path() == TOKEN_PATH {
            return None;
        }
        if !self.admits(parts) {
            return Some(self.error(StatusCode::UNAUTHORIZED, "Could not validate credentials"));
        }
        (self.options.read_only && parts.method != Method::GET)
            .then(|| self.error(StatusCode::FORBIDDEN, "Not enough permissions"))
    }

    fn error(&self, status: StatusCode, message: &str) -> Response {
        error(self.options.forms.error, status, message)
    }
}
