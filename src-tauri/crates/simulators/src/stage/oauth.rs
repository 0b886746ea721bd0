//! OAuth 2 client credentials (RFC 6749, section 4.4) as far as suppliers agree on them: who may ask, and which
//! tokens are good. How a token is asked for and refused is each supplier's own.

use super::rng::{LETTERS, Rng};
use axum::http::{HeaderMap, header};
use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, Instant};

/// The client credentials that a simulator accepts. `Debug` hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCredentials {
    /// OAuth client id.
    pub client_id: String,
    /// OAuth client secret.
    pub client_secret: String,
}

impl ClientCredentials {
    /// New ones for this run.
    pub fn random() -> Self {
        let mut rng = Rng::of_this_run();
        Self { client_id: rng.text("", 21, LETTERS), client_secret: rng.text("", 42, LETTERS) }
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// Access tokens and when each ends. They do not outlive the run.
#[derive(Debug)]
pub struct Tokens {
    ends: HashMap<String, Instant>,
    rng: Rng,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { ends: HashMap::new(), rng: Rng::of_this_run() }
    }
}

impl Tokens {
    /// Issues a token that is good for `seconds`; `form` makes one as the supplier's look.
    pub fn issue(&mut self, seconds: u64, form: impl FnOnce(&mut Rng) -> String) -> String {
        let now = Instant::now();
        self.ends.retain(|_, end| *end > now);
        let token = form(&mut self.rng);
        self.ends.insert(token.clone(), now + Duration::from_secs(seconds));
        token
    }

    /// Whether the token was issued and is still good.
    pub fn good(&self, token: &str) -> bool {
        self.ends.get(token).is_some_and(|end| *end > Instant::now())
    }

    /// Whether the headers carry a bearer token that is still good.
    pub fn admit(&self, headers: &HeaderMap) -> bool {
        let token = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
        token.and_then(|v| v.strip_prefix("Bearer ")).is_some_and(|token| self.good(token))
    }

    /// Every token that has not been ended by [`expire_all`](Self::expire_all) or forgotten for its age.
    pub fn all(&self) -> Vec<String> {
        self.ends.keys().cloned().collect()
    }

    /// Ends every token issued so far.
    pub fn expire_all(&mut self) {
        self.ends.clear();
    }
}
