//! What the handle and the request handlers share, and what eSIMfly tells the stage about itself.

use super::admission::too_many;
use super::answer::{Answer, Refusal, respond};
use super::catalogue::{Catalogue, Package};
use super::clock::{DoorClock, http_date, iso};
use super::countries::Country;
use super::faults::Twist;
use super::ledger::{Esim, Ledger};
use super::limits::Counted;
use super::options::{Credentials, Options, ResetForm};
use super::purchase::Purchase;
use super::routes::BASE_PATH;
use super::seed;
use super::view::Origin;
use crate::stage::{Error, LedgerFile, Purpose, Stage, Supplier, lock};
use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value};
use std::sync::Mutex;

pub(crate) struct Shared {
    pub options: Options,
    pub credentials: Credentials,
    pub catalogue: Catalogue,
    pub door: DoorClock,
    pub counted: Mutex<Counted>,
    stage: Stage<Ledger, Twist>,
}

/// What an eSIM of another account is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stranger {
    Forbidden,
    Unknown,
}

/// The JSON object in a body.
pub(crate) fn fields(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) | Err(_) => Err(Refusal::plain("The body must be a JSON object")),
    }
}

impl Shared {
    /// Opens the ledger of `options.folder`, or makes a new one.
    pub fn open(options: Options) -> Result<Self, Error> {
        let file = LedgerFile::open(options.folder.as_deref(), "esimfly-ledger.json")?;
        let saved: Option<Ledger> = file.load()?;
        let catalogue = Catalogue::new(saved.as_ref().map_or(options.seed, |ledger| ledger.seed));
        let stage = Stage::open(file, saved, |now| seed::ledger(&options, &catalogue, now))?;
        Ok(Self {
            credentials: options.credentials.clone().unwrap_or_else(Credentials::random),
            catalogue,
            door: DoorClock::default(),
            counted: Mutex::new(Counted::new(options.limits)),
            stage,
            options,
        })
    }

    /// Answers from the ledger.
    pub fn answer(&self, act: impl FnOnce(&mut Ledger, i64) -> Answer) -> Response {
        self.respond(self.with(act))
    }

    /// The HTTP answer, with the headers that every one has.
    pub fn respond(&self, answer: Answer) -> Response {
        let mut response = respond(answer, self.options.error_text);
        let now = self.door.now();
        let rate = lock(&self.counted).rate(now);
        let reset = match self.options.reset {
            ResetForm::Iso => iso(rate.reset),
            ResetForm::UnixSeconds => (rate.reset / 1000).to_string(),
        };
        let over = response.status() == StatusCode::TOO_MANY_REQUESTS;
        let remaining = if over { 0 } else { rate.remaining };
        let headers = response.headers_mut();
        headers.insert("x-ratelimit-limit", rate.limit.into());
        headers.insert("x-ratelimit-remaining", remaining.into());
        for (name, text) in [("x-ratelimit-reset", reset), (header::DATE.as_str(), http_date(now))] {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        }
        response
    }

    /// The answer to something that was bought: 500 without a code when it could not be saved.
    pub fn respond_saved(&self, answer: Answer) -> Response {
        let saved = !self.stage.save_failed();
        let unsaved = || {
            let words = "the ledger could not be written to disk";
            Refusal::in_error(StatusCode::INTERNAL_SERVER_ERROR, None, words)
        };
        self.respond(if saved { answer } else { Err(unsaved()) })
    }

    /// The eSIM that `iccid` or `esimId` names.
    pub fn named(
        &self,
        ledger: &Ledger,
        body: &Map<String, Value>,
        stranger: Stranger,
    ) -> Result<usize, Refusal> {
        let iccid = body.get("iccid").and_then(Value::as_str).filter(|text| !text.is_empty());
        let id = body.get("esimId").and_then(Value::as_i64);
        let found = match (iccid, id) {
            (Some(iccid), _) => ledger.esim(iccid),
            (None, Some(id)) => ledger.esim_by_id(id).filter(|&n| !ledger.esims[n].void),
            (None, None) => {
                return Err(Refusal::bad("MISSING_IDENTIFIER", "iccid or esimId is required"));
            }
        };
        let foreign = iccid.is_some_and(|iccid| ledger.strangers.iter().any(|known| known == iccid));
        found.ok_or_else(|| {
            if foreign && stranger == Stranger::Forbidden {
                let words = "This eSIM belongs to another account";
                return Refusal::new(StatusCode::FORBIDDEN, Some("FORBIDDEN"), words);
            }
            Refusal::new(StatusCode::NOT_FOUND, Some("ESIM_NOT_FOUND"), "eSIM not found")
        })
    }

    /// Whether the eSIM is one of eSIMfly's own network.
    pub fn is_network(&self, esim: &Esim) -> bool {
        self.catalogue.get(&esim.package_code).is_some_and(Package::is_network)
    }

    /// Where its traveller is: in the first of its countries.
    pub fn country_of(&self, esim: &Esim) -> Option<&'static Country> {
        self.catalogue.get(&esim.package_code)?.place.countries().into_iter().next()
    }

    /// Another desk of the same account buys: this package, or the first on sale. Gives the order's position;
    /// `None` when that desk is refused.
    pub fn buy_elsewhere(&self, ledger: &mut Ledger, now: i64, code: Option<&str>) -> Option<usize> {
        let package = match code {
            Some(code) => self.catalogue.get(code).filter(|package| ledger.sells(package)),
            None => self.catalogue.packages.iter().find(|package| ledger.sells(package)),
        }?;
        let purchase = Purchase {
            package,
            quantity: 1,
            key: None,
            working: 0,
            details: self.details_of(package, None),
            origin: Origin::Foreign,
        };
        ledger.buy(purchase, now, &self.catalogue).ok()
    }
}

impl Supplier for Shared {
    type Ledger = Ledger;
    type Own = Twist;
    const SECRETS: &'static [&'static str] = &["rt-signature"];
    const BAD_ROW: &'static str =
        r#"{"id":{"unreadable":true},"iccid":[],"package_code":{},"status":7,"cost":"none","data":5}"#;

    fn stage(&self) -> &Stage<Ledger, Twist> {
        &self.stage
    }

    fn settle(&self, ledger: &mut Ledger, now: i64) {
        ledger.settle(now, &self.catalogue);
    }

    fn purpose(&self, parts: &Parts, _: &Bytes) -> Purpose {
        match (&parts.method, parts.uri.path().strip_prefix(BASE_PATH)) {
            (&Method::POST, Some("/esims/order" | "/topup/order")) => Purpose::Purchase,
            (_, _) => Purpose::Other,
        }
    }

    fn refuse(&self, parts: &Parts, body: &Bytes) -> Option<Response> {
        let scripted = || {
            let Some(Twist::Refuses(status, code)) = parts.extensions.get() else { return None };
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST);
            Some(Refusal::new(status, Some(code), "Refused"))
        };
        let refusal = self.admit(parts, body).err().or_else(scripted);
        refusal.map(|refusal| self.respond(Err(refusal)))
    }

    fn error(&self, status: StatusCode, message: &str) -> Response {
        self.respond(Err(match status {
            StatusCode::TOO_MANY_REQUESTS => too_many(),
            StatusCode::UNAUTHORIZED => Refusal::in_error(status, None, "Authentication required"),
            status if status.is_server_error() => Refusal::in_error(status, None, message),
            status => Refusal::new(status, None, message),
        }))
    }
}
