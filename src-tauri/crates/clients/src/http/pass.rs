//! What a connection shows to be let in: a token that it fetches, a key that never changes, or a proof made
//! for each attempt.

use super::login::{Identity, Login, Token};
use super::{Limits, Skew, clock};
use esim_desk_model::Timestamp;
use esim_desk_provider::Result;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// A clock found to be off by so many seconds more than was known is worth another try.
const NEWS: u64 = 60;

/// How a supplier lets somebody in.
pub(crate) enum Access {
    /// OAuth 2 client credentials.
    Login(Identity),
    /// The same secret on every request.
    Key(Key),
    /// A signature of what is sent.
    Proof(Box<dyn Proof>),
}

/// A signature of what is sent, made anew for every attempt.
pub(crate) trait Proof: Send + Sync {
    /// Adds the headers that show who sends exactly this body (empty for a GET) at this moment by the
    /// supplier's clock.
    fn attach(&self, request: RequestBuilder, body: &[u8], at: Timestamp) -> RequestBuilder;
    /// What must be taken out of texts.
    fn secrets(&self) -> Vec<&str>;
}

/// A secret in a header.
pub(crate) struct Key {
    header: HeaderName,
    value: HeaderValue,
    secret: SecretString,
}

impl Key {
    /// `None` for a secret that no header takes.
    pub fn new(header: HeaderName, secret: SecretString) -> Option<Self> {
        let mut value = HeaderValue::from_str(secret.expose_secret()).ok()?;
        value.set_sensitive(true);
        Some(Self { header, value, secret })
    }
}

/// The same, at work.
pub(super) enum Pass {
    Login(Login),
    Key(Key),
    Proof(Box<dyn Proof>),
}

impl Pass {
    /// A pass by login; `client` fetches the tokens.
    pub fn login(client: Client, identity: Identity, limits: &Limits) -> Self {
        Self::Login(Login::new(client, identity, limits))
    }

    /// What the next request needs beside what is always shown.
    pub async fn token(&self, skew: &Skew) -> Result<Option<Arc<Token>>> {
        match self {
            Self::Login(login) => login.token(skew).await.map(Some),
            Self::Key(_) | Self::Proof(_) => Ok(None),
        }
    }

    /// The same, fetched now.
    pub async fn fresh(&self, skew: &Skew) -> Result<Option<Arc<Token>>> {
        match self {
            Self::Login(login) => login.fresh(skew).await.map(Some),
            Self::Key(_) | Self::Proof(_) => Ok(None),
        }
    }

    /// Whether another try may do better after a refusal: with a new token, or with a proof for the right
    /// moment if the refusal told that the clock differs from what was known `before`.
    pub async fn may_be_renewed(
        &self,
        refused: Option<&Arc<Token>>,
        before: Option<i64>,
        skew: &Skew,
    ) -> bool {
        match (self, refused) {
            (Self::Login(login), Some(token)) => {
                login.forget(token).await;
                true
            }
            (Self::Proof(_), _) => skew.seconds().unwrap_or(0).abs_diff(before.unwrap_or(0)) > NEWS,
            (Self::Login(_), None) | (Self::Key(_), _) => false,
        }
    }

    /// Puts it onto a request with this body.
    pub fn show(
        &self,
        request: RequestBuilder,
        token: Option<&Token>,
        body: &[u8],
        skew: &Skew,
    ) -> RequestBuilder {
        match (self, token) {
            (Self::Key(key), _) => request.header(&key.header, key.value.clone()),
            (Self::Proof(proof), _) => proof.attach(request, body, clock::theirs(skew)),
            (Self::Login(_), Some(token)) => request.header(AUTHORIZATION, token.header.clone()),
            (Self::Login(_), None) => request,
        }
    }

    /// What must be taken out of texts.
    pub fn secrets<'a>(&'a self, token: Option<&'a Token>) -> Vec<&'a str> {
        let kept = match self {
            Self::Login(login) => vec![login.secret()],
            Self::Key(key) => vec![key.secret.expose_secret()],
            Self::Proof(proof) => proof.secrets(),
        };
        token.map(Token::expose).into_iter().chain(kept).collect()
    }
}
