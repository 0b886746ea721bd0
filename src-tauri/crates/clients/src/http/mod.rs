//! What the suppliers' clients share: one connection with its login, its patience and its manners.
//!
//! Two kinds of request, and nothing else: [`Http::read`] may be repeated, and follows one redirect within
//! the same origin; [`Http::purchase`] goes out once, over a client of its own that neither repeats nor
//! redirects nor reuses a connection, and says of every failure whether the supplier may have acted.
//! Deliberately not here: any supplier's paths, words or shapes.

mod address;
mod answer;
mod ask;
mod clock;
mod limits;
mod login;
mod pace;
mod pass;
#[cfg(test)]
mod tests;
mod trouble;

pub(crate) use address::{is_loopback, parse as parse_address};
pub(crate) use ask::Ask;
pub(crate) use clock::Skew;
#[cfg(test)]
pub(crate) use clock::now;
pub(crate) use limits::{Limits, Span};
pub(crate) use login::Identity;
pub(crate) use pace::Urgency;
pub(crate) use pass::{Access, Key, Proof};

use answer::Failed;
use backon::Retryable;
use esim_desk_model::Timestamp;
use esim_desk_provider::{Effect, Error, Kind, Result};
use limits::worth_repeating;
use login::Token;
use pace::Pace;
use pass::Pass;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use reqwest::{Client, ClientBuilder, Response, Url, redirect};
use serde::Deserialize;
use std::time::Duration;

/// A clock that is off by more is worth telling; some suppliers refuse it.
const TOLERABLE_SKEW: Duration = Duration::from_secs(300);

/// One connection to one supplier.
pub(crate) struct Http {
    base: Url,
    headers: HeaderMap,
    reads: Client,
    purchases: Client,
    pass: Pass,
    pace: Pace,
    skew: Skew,
    limits: Limits,
    judge: Judge,
}

/// What a supplier's own codes make of a failure, given its whole body. Of a purchase it also judges the
/// effect.
type Judge = Box<dyn Fn(Error, &[u8]) -> Error + Send + Sync>;

impl Http {
    /// A connection to `base`, with `headers` on every request. Nothing is sent yet.
    ///
    /// # Errors
    /// reqwest's, if this system's trust store cannot be loaded.
    pub fn new(
        base: Url,
        headers: HeaderMap,
        access: Access,
        limits: Limits,
    ) -> std::result::Result<Self, reqwest::Error> {
        let reads = client(&base, &limits).read_timeout(limits.read).build()?;
        let purchases = client(&base, &limits)
            .timeout(limits.purchase)
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .http1_only()
            .build()?;
        let pass = match access {
            Access::Login(identity) => {
                let logins = client(&identity.url, &limits).timeout(limits.read).build()?;
                Pass::login(logins, identity, &limits)
            }
            Access::Key(key) => Pass::Key(key),
            Access::Proof(proof) => Pass::Proof(proof),
        };
        // Nobody on this computer needs manners.
        let pace = if is_loopback(&base) { Pace::free() } else { Pace::new(&limits) };
        let judge = Box::new(|error, _: &[u8]| error);
        Ok(Self { base, headers, reads, purchases, pass, pace, skew: Skew::default(), limits, judge })
    }

    /// Lets a supplier's own codes have a say in what a failure is.
    pub fn judged_by(self, judge: impl Fn(Error, &[u8]) -> Error + Send + Sync + 'static) -> Self {
        Self { judge: Box::new(judge), ..self }
    }

    /// Now by the supplier's clock, as far as its last answer showed.
    pub fn now_there(&self) -> Timestamp {
        clock::theirs(&self.skew)
    }

    /// Ours minus theirs in seconds, as the last answer showed.
    pub fn skew_seconds(&self) -> Option<i64> {
        self.skew.seconds()
    }

    /// The same, where the clocks differ by so much that it is worth telling.
    pub fn notable_skew_seconds(&self) -> Option<i64> {
        self.skew_seconds().filter(|seconds| seconds.unsigned_abs() > TOLERABLE_SKEW.as_secs())
    }

    /// Keeps its manners on this computer too, in a pause of an hour.
    #[cfg(test)]
    pub fn hold_up(&mut self) {
        self.pace = Pace::new(&self.limits);
        self.pace.pause(Duration::from_secs(3600));
    }

    /// How long the next background request must wait, by our limits or the supplier's word; absent below a second.
    pub fn waiting(&self) -> Option<Duration> {
        self.pace.waiting()
    }

    /// Asks for something that changes nothing at the supplier. Repeats on a broken connection, 429 and
    /// 5xx; a 401 is answered once with a new token.
    ///
    /// # Errors
    /// All without effect.
    pub async fn read(&self, ask: &Ask<'_>) -> Result<Vec<u8>> {
        (|| self.read_once(ask))
            .retry(self.limits.pauses())
            .when(worth_repeating)
            .adjust(|error, planned| self.limits.next_pause(error, planned))
            .await
    }

    /// Buys: fetches a new token, then sends once.
    ///
    /// # Errors
    /// `Effect::None` while nothing was sent, or when a readable 4xx refuses; `Effect::Unknown` otherwise,
    /// unless the supplier's code says other.
    pub async fn purchase(&self, ask: &Ask<'_>) -> Result<Vec<u8>> {
        let token = (|| self.pass.fresh(&self.skew))
            .retry(self.limits.pauses())
            .when(worth_repeating)
            .adjust(|error, planned| self.limits.next_pause(error, planned))
            .await?;
        self.pace.count();
        let request = self.request(&self.purchases, ask, ask.url(&self.base), token.as_deref());
        let response = request.send().await.map_err(|error| Error {
            effect: if trouble::was_not_sent(&error) { Effect::None } else { Effect::Unknown },
            ..Error::without_effect(trouble::kind(&error), ask.operation)
        })?;
        self.listen(&response);
        let body = self.body(response, ask, token.as_deref()).await;
        body.map_err(|Failed { error, body }| {
            self.judged(Error { effect: effect_of(&error), ..error }, &body)
        })
    }

    async fn read_once(&self, ask: &Ask<'_>) -> Result<Vec<u8>> {
        let token = self.pass.token(&self.skew).await?;
        let before = self.skew.seconds();
        let first = self.read_with(ask, token.as_deref()).await;
        let is_refused = matches!(&first, Err(error) if error.status == Some(401));
        if !is_refused || !self.pass.may_be_renewed(token.as_ref(), before, &self.skew).await {
            return first;
        }
        let token = self.pass.token(&self.skew).await?;
        self.read_with(ask, token.as_deref()).await
    }

    async fn read_with(&self, ask: &Ask<'_>, token: Option<&Token>) -> Result<Vec<u8>> {
        let url = ask.url(&self.base);
        let mut response = self.exchange(ask, url.clone(), token).await?;
        if let Some(next) = moved_within(&url, &response) {
            response = self.exchange(ask, next, token).await?;
        }
        let body = self.body(response, ask, token).await;
        body.map_err(|Failed { error, body }| Error { effect: Effect::None, ..self.judged(error, &body) })
    }

    async fn body(
        &self,
        response: Response,
        ask: &Ask<'_>,
        token: Option<&Token>,
    ) -> std::result::Result<Vec<u8>, Failed> {
        let reading = answer::Reading {
            operation: ask.operation,
            limit: self.limits.body,
            secrets: &self.pass.secrets(token),
            plain_text: ask.plain_text,
        };
        answer::body(response, &reading).await
    }

    async fn exchange(&self, ask: &Ask<'_>, url: Url, token: Option<&Token>) -> Result<Response> {
        self.pace.wait(ask.urgency).await.map_err(|pause| Error {
            retry_after: Some(pause),
            ..Error::without_effect(Kind::TooMany, ask.operation)
        })?;
        let sent = self.request(&self.reads, ask, url, token).send().await;
        let response = sent.map_err(|error| Error::without_effect(trouble::kind(&error), ask.operation))?;
        self.listen(&response);
        tracing::debug!(operation = ask.operation, status = response.status().as_u16(), "answered");
        Ok(response)
    }

    /// A failure as the supplier means it. That it is asked too often may be told by a code alone.
    fn judged(&self, error: Error, body: &[u8]) -> Error {
        let error = (self.judge)(error, body);
        if let (Kind::TooMany, Some(pause)) = (&error.kind, error.retry_after) {
            self.pace.pause(pause);
        }
        error
    }

    /// What every answer says beside its body: the time there, and how long to wait.
    fn listen(&self, response: &Response) {
        self.skew.measure(response.headers());
        if let Some(pause) = answer::pause_of(response) {
            self.pace.pause(pause);
        }
    }

    fn request(
        &self,
        client: &Client,
        ask: &Ask<'_>,
        url: Url,
        token: Option<&Token>,
    ) -> reqwest::RequestBuilder {
        let request = client.request(ask.method.clone(), url).headers(self.headers.clone());
        let body = ask.json.as_deref().unwrap_or_default().as_bytes();
        let request = self.pass.show(request, token, body, &self.skew);
        match &ask.json {
            Some(json) => {
                request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(json.clone())
            }
            None => request,
        }
    }
}

/// Reads a whole JSON body.
///
/// # Errors
/// `NotJson` for anything that does not begin like JSON; `Unreadable` with the path of the first field that
/// does not fit, which costs a second reading and is sought only then.
pub(crate) fn decode<'a, T: Deserialize<'a>>(body: &'a [u8], operation: &'static str) -> Result<T> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok(value);
    }
    let begins = body.trim_ascii_start().first();
    if !begins
        .is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"' | b'-' | b'n' | b't' | b'f' | b'0'..=b'9'))
    {
        return Err(Error::without_effect(Kind::NotJson, operation));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let path = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Ok(_) => "end".to_owned(),
        Err(error) => error.path().to_string(),
    };
    Err(Error::without_effect(Kind::Unreadable { path }, operation))
}

/// Whether the supplier may have acted on a purchase that it answered so: a readable 4xx is a refusal.
/// 408 and 425 speak of the request's way, not of the order.
fn effect_of(error: &Error) -> Effect {
    match error.status {
        Some(408 | 425) | None => Effect::Unknown,
        Some(400..=499) if error.text.is_some() => Effect::None,
        Some(_) => Effect::Unknown,
    }
}

/// Where a 301 or 308 leads, if that is the same origin.
fn moved_within(url: &Url, response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 308) {
        return None;
    }
    let next = url.join(response.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    address::same_origin(url, &next).then_some(next)
}

fn client(url: &Url, limits: &Limits) -> ClientBuilder {
    let builder = Client::builder()
        .user_agent(concat!("eSIM-Desk/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(limits.connect);
    let builder = if is_loopback(url) { builder.no_proxy() } else { builder };
    // Plain http needs no trust store, and a computer without one can still practise.
    if url.scheme() == "http" { builder.tls_certs_only([]) } else { builder }
}
