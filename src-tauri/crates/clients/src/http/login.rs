//! OAuth 2 client credentials: one token, fetched by one request at a time.

use super::answer::Failed;
use super::{Limits, Skew, answer, trouble};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use esim_desk_provider::{Error, Kind, Result};
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Client, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

const OPERATION: &str = "log in";

/// A token is renewed so long before it ends, or at half its life if that is shorter.
const MARGIN: Duration = Duration::from_secs(60);

/// The life of a token whose server states none.
const USUAL_LIFE: Duration = Duration::from_secs(300);

/// Who logs in, and where.
pub(crate) struct Identity {
    /// The token endpoint.
    pub url: Url,
    /// OAuth client id: visible ASCII.
    pub client_id: String,
    /// OAuth client secret: visible ASCII.
    pub secret: SecretString,
    /// Left out when empty: the server then grants all it may.
    pub scope: String,
    /// Where the token stands in a request; usually `Authorization`.
    pub header: HeaderName,
    /// The word before it; usually `Bearer`. Empty is none.
    pub scheme: String,
}

/// The token of one connection.
pub(crate) struct Login {
    client: Client,
    identity: Identity,
    body_limit: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    /// Which way of sending the credentials worked; none before the first success.
    way: Option<Way>,
}

/// How the credentials are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Basic,
    Body,
}

/// An access token. Has no `Debug`, so that it cannot be logged by accident.
pub(crate) struct Token {
    text: SecretString,
    /// Where it stands in a request.
    pub name: HeaderName,
    /// `Bearer …`, marked sensitive.
    pub header: HeaderValue,
    renew_at: Instant,
}

impl Token {
    /// The bare token, to take it out of texts.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

#[derive(Deserialize)]
struct Granted<'a> {
    #[serde(default)]
    access_token: String,
    #[serde(borrow)]
    expires_in: Option<&'a RawValue>,
}

impl Login {
    pub fn new(client: Client, identity: Identity, limits: &Limits) -> Self {
        Self { client, identity, body_limit: limits.body.min(1 << 20), state: Mutex::default() }
    }

    /// The client secret, to take it out of texts.
    pub fn secret(&self) -> &str {
        self.identity.secret.expose_secret()
    }

    /// A token that is valid for a while yet. Callers wait for one fetch together.
    pub async fn token(&self, skew: &Skew) -> Result<Arc<Token>> {
        let mut state = self.state.lock().await;
        match &state.token {
            Some(token) if Instant::now() < token.renew_at => Ok(token.clone()),
            Some(_) | None => self.fetch(&mut state, skew).await,
        }
    }

    /// A token fetched now, whatever is at hand.
    pub async fn fresh(&self, skew: &Skew) -> Result<Arc<Token>> {
        let mut state = self.state.lock().await;
        self.fetch(&mut state, skew).await
    }

    /// Drops a token that was refused, unless another has taken its place already.
    pub async fn forget(&self, refused: &Arc<Token>) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|token| Arc::ptr_eq(token, refused)) {
            state.token = None;
        }
    }

    async fn fetch(&self, state: &mut State, skew: &Skew) -> Result<Arc<Token>> {
        state.token = None;
        let mut way = state.way.unwrap_or(Way::Basic);
        let mut answer = self.ask(way, skew).await;
        let may_want_body =
            state.way.is_none() && matches!(&answer, Err(refusal) if refusal.is_invalid_client());
        if may_want_body {
            way = Way::Body;
            answer = self.ask(way, skew).await;
        }
        let token = Arc::new(self.read(&answer?)?);
        state.way = Some(way);
        state.token = Some(token.clone());
        Ok(token)
    }

    async fn ask(&self, way: Way, skew: &Skew) -> std::result::Result<Vec<u8>, Refusal> {
        let Identity { client_id, secret, scope, .. } = &self.identity;
        let mut form = vec![("grant_type", "client_credentials")];
        if !scope.is_empty() {
            form.push(("scope", scope.as_str()));
        }
        let mut request = self.client.post(self.identity.url.clone());
        match way {
            Way::Basic => request = request.header(AUTHORIZATION, basic(client_id, secret)?),
            Way::Body => {
                form.push(("client_id", client_id.as_str()));
                form.push(("client_secret", secret.expose_secret()));
            }
        }
        let response = request
            .form(&form)
            .send()
            .await
            .map_err(|error| Error::without_effect(trouble::kind(&error), OPERATION))?;
        skew.measure(response.headers());
        let reading = answer::Reading {
            operation: OPERATION,
            limit: self.body_limit,
            secrets: &[self.secret()],
            plain_text: false,
        };
        answer::body(response, &reading).await.map_err(Refusal::of)
    }

    fn read(&self, body: &[u8]) -> Result<Token> {
        let granted: Granted<'_> = super::decode(body, OPERATION)?;
        let unreadable =
            || Error::without_effect(Kind::Unreadable { path: "access_token".to_owned() }, OPERATION);
        if granted.access_token.is_empty() {
            return Err(unreadable());
        }
        let (name, scheme) = (self.identity.header.clone(), &self.identity.scheme);
        let text = format!("{scheme} {}", granted.access_token);
        let mut header = HeaderValue::from_str(text.trim_start()).map_err(|_| unreadable())?;
        header.set_sensitive(true);
        let seconds = granted.expires_in.and_then(|raw| raw.get().trim_matches('"').parse::<f64>().ok());
        let life = seconds.and_then(|s| Duration::try_from_secs_f64(s).ok()).unwrap_or(USUAL_LIFE);
        // A life beyond a day is not believed: nothing is lost by asking again.
        let life = life.min(Duration::from_secs(86_400));
        let renew_at = Instant::now() + (life - MARGIN.min(life / 2));
        Ok(Token { text: granted.access_token.into(), name, header, renew_at })
    }
}

fn basic(client_id: &str, secret: &SecretString) -> Result<HeaderValue> {
    let pair = STANDARD.encode(format!("{client_id}:{}", secret.expose_secret()));
    let mut header = HeaderValue::from_str(&format!("Basic {pair}"))
        .map_err(|_| Error::without_effect(Kind::Credentials, OPERATION))?;
    header.set_sensitive(true);
    Ok(header)
}

/// Why there is no token, and the code of RFC 6749, section 5.2, that the server gave. It may stand beside a
/// description, which is what staff read.
struct Refusal {
    error: Error,
    code: Option<String>,
}

impl Refusal {
    fn of(failed: Failed) -> Self {
        #[derive(Deserialize)]
        struct Coded {
            error: Option<String>,
        }
        let coded: Option<Coded> = serde_json::from_slice(&failed.body).ok();
        Self { error: failed.error, code: coded.and_then(|coded| coded.error) }
    }

    /// 400 or 401 with `invalid_client`; a bare 401 means the same.
    fn is_invalid_client(&self) -> bool {
        match self.error.status {
            Some(401) => true,
            Some(400) => self.code.as_deref() == Some("invalid_client"),
            Some(_) | None => false,
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { error, code: None }
    }
}

impl From<Refusal> for Error {
    /// The codes that mean wrong credentials come with status 400.
    fn from(Refusal { error, code }: Refusal) -> Self {
        let is_about_who =
            matches!(code.as_deref(), Some("invalid_client" | "invalid_grant" | "unauthorized_client"));
        let kind = if error.status == Some(400) && is_about_who { Kind::Credentials } else { error.kind };
        Self { kind, ..error }
    }
}
