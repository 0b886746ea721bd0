//! What a connection shows to be let in: a token that it fetches, a key that never changes, or a proof made
//! for each attempt.

use super::login::{Identity, Login, Token};
use super::{Limits, Skew, clock};
use esim_desk_model::Timestamp;
use esim_desk_provider::Result;
use reqwest::header::{HeaderName, HeaderValue};
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
            (Self::Login(_), Some(token)) => request.header(&token.name, token.header.clone()),
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

#[cfg(test)]
mod tests {
    use super::super::{Ask, Http, Urgency, clock, parse_address};
    use super::*;
    use crate::scripted::{Reply, Scripted, Seen};
    use esim_desk_provider::{Effect, Error, Kind};
    use reqwest::header::HeaderMap;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    /// Signs with a count, the time and the body.
    #[derive(Default)]
    struct Counting(AtomicU32);

    impl Proof for Counting {
        fn attach(&self, request: RequestBuilder, body: &[u8], at: Timestamp) -> RequestBuilder {
            let count = self.0.fetch_add(1, Ordering::SeqCst);
            let body = String::from_utf8_lossy(body).into_owned();
            request.header("x-count", count).header("x-at", at.as_second()).header("x-body", body)
        }

        fn secrets(&self) -> Vec<&str> {
            vec!["sk_1234567"]
        }
    }

    async fn proven(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Scripted, Http) {
        crate::install_crypto();
        let server = Scripted::start(answer).await;
        let base = parse_address(&server.url, "base_url").unwrap();
        let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
        let access = Access::Proof(Box::new(Counting::default()));
        (server, Http::new(base, HeaderMap::new(), access, limits).unwrap())
    }

    fn ask() -> Ask<'static> {
        Ask::get("look", Urgency::Urgent, &["things"]).json(r#"{"a":"é"}"#.to_owned())
    }

    fn answer(status: u16, head: &str, body: &str) -> Reply {
        Reply::Say(status, head.to_owned(), body.to_owned())
    }

    #[tokio::test]
    async fn every_attempt_has_a_proof_of_its_own_for_the_body_it_carries() {
        let (server, http) = proven(|_| answer(500, "", "{}")).await;
        http.read(&ask()).await.unwrap_err();
        http.purchase(&ask()).await.unwrap_err();
        let seen = server.seen();
        let counts: Vec<_> = seen.iter().map(|seen| seen.header("x-count").unwrap()).collect();
        assert_eq!(counts, ["0", "1", "2"]);
        assert!(seen.iter().all(|seen| seen.body == r#"{"a":"é"}"# && seen.header("x-body").is_some()));
    }

    #[tokio::test]
    async fn a_refusal_that_tells_the_time_is_answered_once_by_the_suppliers_clock() {
        let (server, http) = proven(|seen| {
            let theirs = 1_773_326_363;
            let at: i64 = seen.header("x-at").unwrap().parse().unwrap();
            let (date, near) = ("date: Thu, 12 Mar 2026 14:39:23 GMT\r\n", (at - theirs).abs() < 5);
            answer(if near { 200 } else { 401 }, date, r#"{"message":"no sk_1234567"}"#)
        })
        .await;
        let theirs_to_ours = clock::now().as_second() - 1_773_326_363;
        http.read(&ask()).await.unwrap();
        assert_eq!(server.seen().len(), 2);
        assert!((http.skew_seconds().unwrap() - theirs_to_ours).abs() < 60);
        http.purchase(&ask()).await.unwrap();
        assert_eq!(server.seen().len(), 3, "known by then");
    }

    #[tokio::test]
    async fn a_refusal_by_the_right_clock_stands_and_shows_no_secret() {
        let (server, http) = proven(|_| answer(401, "", r#"{"message":"no sk_1234567"}"#)).await;
        let error = http.read(&ask()).await.unwrap_err();
        assert_eq!((error.kind, error.text.as_deref()), (Kind::Credentials, Some("no …")));
        assert_eq!(server.seen().len(), 1);
    }

    #[tokio::test]
    async fn a_judge_reads_the_whole_body_and_has_the_last_word_on_a_purchase() {
        let (_server, http) = proven(|_| answer(409, "", r#"{"message":"busy","code":"AGAIN"}"#)).await;
        let error = http.purchase(&ask()).await.unwrap_err();
        assert_eq!((error.effect, error.kind), (Effect::None, Kind::Refused));
        let http = http.judged_by(|error, body| {
            let again = body.windows(5).any(|part| part == b"AGAIN");
            Error { effect: if again { Effect::Unknown } else { error.effect }, ..error }
        });
        assert_eq!(http.purchase(&ask()).await.unwrap_err().effect, Effect::Unknown);
        assert_eq!(http.read(&ask()).await.unwrap_err().effect, Effect::None, "a read has none");
    }

    #[tokio::test]
    async fn a_limit_that_is_reached_says_when_it_ends() {
        let head = "x-ratelimit-reset: 90\r\n";
        for (status, pause) in [(429, Some(90)), (403, None)] {
            let (_server, http) = proven(move |_| answer(status, head, "{}")).await;
            let error = http.read(&ask()).await.unwrap_err();
            assert_eq!(error.retry_after, pause.map(Duration::from_secs), "{status}");
        }
        let both = "retry-after: 40\r\nx-ratelimit-reset: 90\r\n";
        let (_server, http) = proven(move |_| answer(429, both, "{}")).await;
        assert_eq!(http.read(&ask()).await.unwrap_err().retry_after, Some(Duration::from_secs(40)));
    }

    #[tokio::test]
    async fn what_is_asked_for_by_any_answer_can_be_told() {
        for (status, head, seconds) in [
            (200, "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 90\r\n", Some(90)),
            (200, "x-ratelimit-remaining: 1\r\nx-ratelimit-reset: 90\r\n", None),
            (503, "retry-after: 40\r\n", Some(40)),
            (200, "", None),
        ] {
            let (_server, http) = proven(move |_| answer(status, head, "{}")).await;
            assert_eq!(http.waiting(), None);
            drop(http.read(&ask()).await);
            let told = http.waiting().map(|wait| wait.as_secs_f64().round());
            assert_eq!(told, seconds.map(f64::from), "{status} {head}");
        }
    }
}
