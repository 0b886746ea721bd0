//! The requests that came in, without their secrets.

use super::lock;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

/// Requests remembered; the oldest are forgotten first.
const REMEMBERED: usize = 10_000;
const STARS: &str = "***";

/// A request as it came in. Secrets and tokens are replaced by stars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSeen {
    /// Upper case.
    pub method: String,
    /// As sent, without the query.
    pub path: String,
    /// Without the question mark; empty when there is none.
    pub query: String,
    /// By name in lower case. `authorization` keeps its scheme only.
    pub headers: BTreeMap<String, String>,
    /// As sent.
    pub body: String,
}

impl RequestSeen {
    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    pub(super) fn of(parts: &Parts, body: &[u8], secrets: &[&str]) -> Self {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = match name.as_str() {
                name if name == header::AUTHORIZATION => match value.split_once(' ') {
                    Some((scheme, _)) => format!("{scheme} {STARS}"),
                    None => STARS.to_owned(),
                },
                name if secrets.contains(&name) => STARS.to_owned(),
                _ => value.into_owned(),
            };
            (name.as_str().to_owned(), value)
        };
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers.iter().map(shown).collect(),
            body: without(&String::from_utf8_lossy(body), secrets),
        }
    }
}

/// The body, a form's secret fields hidden.
fn without(body: &str, secrets: &[&str]) -> String {
    let shown = |field: &str| match field.split_once('=') {
        Some((name, _)) if secrets.contains(&name) => format!("{name}={STARS}"),
        Some(_) | None => field.to_owned(),
    };
    body.split('&').map(shown).collect::<Vec<_>>().join("&")
}

/// The last requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<VecDeque<RequestSeen>>);

impl Log {
    pub fn add(&self, request: RequestSeen) {
        let mut seen = lock(&self.0);
        if seen.len() == REMEMBERED {
            seen.pop_front();
        }
        seen.push_back(request);
    }

    pub fn all(&self) -> Vec<RequestSeen> {
        lock(&self.0).iter().cloned().collect()
    }
}
