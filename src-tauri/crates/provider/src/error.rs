//! What may go wrong at a supplier, in words all suppliers share.

use esim_desk_model::Money;
use std::time::Duration;

/// The result of asking a supplier.
pub type Result<T> = std::result::Result<T, Error>;

/// A request that did not succeed.
///
/// `effect` answers in one place whether the supplier may have acted; only [`crate::Orders::place`] can
/// answer anything but [`Effect::None`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation}: {kind}")]
pub struct Error {
    /// What went wrong.
    pub kind: Kind,
    /// Whether the supplier may have acted.
    pub effect: Effect,
    /// What was asked, in our words ("list eSIMs").
    pub operation: &'static str,
    /// HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// How long the supplier asks us to wait.
    pub retry_after: Option<Duration>,
    /// The first readable text of the supplier's answer, at most 500 characters, without secrets.
    pub text: Option<String>,
}

/// Whether the supplier may have acted on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It did not: nothing was sent, or the answer proves a refusal, or the request only reads.
    None,
    /// It may have.
    Unknown,
}

/// The kinds of trouble, each with its own sentence on the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kind {
    /// No connection to the host: no network, no such name, refused.
    #[error("no connection")]
    Offline,
    /// No answer within the time limit.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke before the whole answer was there.
    #[error("the connection broke")]
    Dropped,
    /// The host's certificate is not trusted; a wrong clock is the usual reason.
    #[error("the certificate is not trusted")]
    Certificate,
    /// The proxy wants a login (407).
    #[error("the proxy refused")]
    Proxy,
    /// The address answers with a redirect to another host, which is not followed.
    #[error("redirected to another host")]
    Redirected,
    /// The credentials are wrong, or do not fit this environment (401, `invalid_client`).
    #[error("the credentials were refused")]
    Credentials,
    /// The credentials are right and may not do this (403).
    #[error("not allowed")]
    Forbidden,
    /// No such thing there (404).
    #[error("not found")]
    NotFound,
    /// The request was understood and refused (400, 409, 422).
    #[error("refused")]
    Refused,
    /// The address that the wallet's settings give for this does not fit the server (404, 405).
    #[error("the path does not fit")]
    Path {
        /// The whole address, without secrets.
        url: String,
    },
    /// Not enough money in the wallet (402).
    #[error("not enough money in the wallet")]
    Funds {
        /// How much is missing, where the supplier says so.
        missing: Option<Money>,
    },
    /// Too many requests (429).
    #[error("too many requests")]
    TooMany,
    /// The supplier has trouble of its own (5xx).
    #[error("the supplier has trouble")]
    Server,
    /// An answer that is no JSON, usually a web page.
    #[error("the answer is not JSON")]
    NotJson,
    /// JSON that cannot be read; names the path of the first field that does not fit.
    #[error("the answer cannot be read at {path}")]
    Unreadable {
        /// JSON path (`[3].prices[0].value`).
        path: String,
    },
    /// A body larger than 64 MB.
    #[error("the answer is too large")]
    TooLarge,
}

impl Kind {
    /// Whether asking again later may help without anybody changing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Offline | Self::TimedOut | Self::Dropped | Self::TooMany | Self::Server => true,
            Self::Certificate | Self::Proxy | Self::Redirected | Self::Credentials | Self::Forbidden => false,
            Self::NotFound | Self::Path { .. } | Self::Refused | Self::Funds { .. } => false,
            Self::NotJson | Self::Unreadable { .. } | Self::TooLarge => false,
        }
    }
}

impl Error {
    /// An error of a request that cannot have had an effect.
    #[must_use]
    pub fn without_effect(kind: Kind, operation: &'static str) -> Self {
        Self { kind, effect: Effect::None, operation, status: None, retry_after: None, text: None }
    }
}
