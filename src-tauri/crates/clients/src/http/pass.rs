//! What a connection shows to be let in: a token that it fetches, or a key that never changes.

use super::login::{Identity, Login, Token};
use super::{Limits, Skew};
use esim_desk_provider::Result;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// How a supplier lets somebody in.
pub(crate) enum Access {
    /// OAuth 2 client credentials.
    Login(Identity),
    /// The same secret on every request.
    Key(Key),
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
            Self::Key(_) => Ok(None),
        }
    }

    /// The same, fetched now.
    pub async fn fresh(&self, skew: &Skew) -> Result<Option<Arc<Token>>> {
        match self {
            Self::Login(login) => login.fresh(skew).await.map(Some),
            Self::Key(_) => Ok(None),
        }
    }

    /// Drops a token that was refused.
    pub async fn forget(&self, refused: &Arc<Token>) {
        match self {
            Self::Login(login) => login.forget(refused).await,
            Self::Key(_) => {}
        }
    }

    /// Puts it onto a request.
    pub fn show(&self, request: RequestBuilder, token: Option<&Token>) -> RequestBuilder {
        match (self, token) {
            (Self::Key(key), _) => request.header(&key.header, key.value.clone()),
            (Self::Login(_), Some(token)) => request.header(AUTHORIZATION, token.header.clone()),
            (Self::Login(_), None) => request,
        }
    }

    /// What must be taken out of texts.
    pub fn secrets<'a>(&'a self, token: Option<&'a Token>) -> Vec<&'a str> {
        let kept = match self {
            Self::Login(login) => login.secret(),
            Self::Key(key) => key.secret.expose_secret(),
        };
        token.map(Token::expose).into_iter().chain([kept]).collect()
    }
}
