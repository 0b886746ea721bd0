//! How a connection shows who it is: with a login's token, or with a proof made for each attempt.

use super::login::{Identity, Login, Token};
use super::{Limits, Skew, clock};
use esim_desk_model::Timestamp;
use esim_desk_provider::Result;
use reqwest::header::AUTHORIZATION;
use reqwest::{Client, RequestBuilder};
use std::sync::Arc;

/// A clock that is found to be off by so many seconds more than was known is worth another try.
const NEWS: u64 = 60;

/// What a connection is made with.
pub(crate) enum Auth {
    /// OAuth 2 client credentials.
    Login(Identity),
    /// A key, or a signature of what is sent.
    Proof(Box<dyn Proof>),
}

impl From<Identity> for Auth {
    fn from(identity: Identity) -> Self {
        Self::Login(identity)
    }
}

/// A key, or a signature of what is sent. It is attached anew to every attempt.
pub(crate) trait Proof: Send + Sync {
    /// Adds the headers that show who sends exactly this body (empty for a GET) at this moment by the
    /// supplier's clock.
    fn attach(&self, request: RequestBuilder, body: &[u8], at: Timestamp) -> RequestBuilder;
    /// What must never stand in a text.
    fn secrets(&self) -> Vec<&str>;
}

/// The one who lets requests out.
pub(super) enum Gate {
    Login(Login),
    Proof(Box<dyn Proof>),
}

/// What one request goes out with.
pub(super) enum Pass<'a> {
    Token(Arc<Token>, &'a Login),
    Proof(&'a dyn Proof),
}

impl Gate {
    /// `client` makes the connection for logins, with its own base address.
    pub fn new(
        auth: Auth,
        limits: &Limits,
        client: impl FnOnce(&Identity) -> std::result::Result<Client, reqwest::Error>,
    ) -> std::result::Result<Self, reqwest::Error> {
        Ok(match auth {
            Auth::Login(identity) => Self::Login(Login::new(client(&identity)?, identity, limits)),
            Auth::Proof(proof) => Self::Proof(proof),
        })
    }

    /// A pass that is valid for a while yet.
    pub async fn pass(&self, skew: &Skew) -> Result<Pass<'_>> {
        Ok(match self {
            Self::Login(login) => Pass::Token(login.token(skew).await?, login),
            Self::Proof(proof) => Pass::Proof(&**proof),
        })
    }

    /// A pass fetched now, whatever is at hand.
    pub async fn fresh(&self, skew: &Skew) -> Result<Pass<'_>> {
        Ok(match self {
            Self::Login(login) => Pass::Token(login.fresh(skew).await?, login),
            Self::Proof(proof) => Pass::Proof(&**proof),
        })
    }
}

impl Pass<'_> {
    /// Whether another pass may do better than this one, which was refused: a token does, and a proof when
    /// the refusal told that the clock differs from what was known `before`.
    pub async fn may_be_renewed(&self, before: Option<i64>, skew: &Skew) -> bool {
        match self {
            Self::Token(token, login) => {
                login.forget(token).await;
                true
            }
            Self::Proof(_) => {
                let now = skew.seconds().unwrap_or(0);
                now.abs_diff(before.unwrap_or(0)) > NEWS
            }
        }
    }

    pub fn attach(&self, request: RequestBuilder, body: &[u8], skew: &Skew) -> RequestBuilder {
        match self {
            Self::Token(token, _) => request.header(AUTHORIZATION, token.header.clone()),
            Self::Proof(proof) => proof.attach(request, body, clock::theirs(skew)),
        }
    }

    /// What must never stand in a text.
    pub fn secrets(&self) -> Vec<&str> {
        match self {
            Self::Token(token, login) => vec![token.expose(), login.secret()],
            Self::Proof(proof) => proof.secrets(),
        }
    }
}
