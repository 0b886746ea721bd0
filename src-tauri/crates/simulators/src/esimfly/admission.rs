//! Who gets in: headers, request id, clock, key, signature, kind of account, a fresh id, and the rate.

use super::answer::Refusal;
use super::shared::Shared;
use super::signature::sign;
use crate::stage::{Supplier, lock};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};

/// How far a timestamp may be from eSIMfly's clock, either way.
const TOLERANCE_MS: i64 = 5 * 60 * 1000;
/// How long a request id is remembered.
const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;
const NO_HEADERS: &str = "Authentication required";

/// The request ids of the last 24 hours, by the door's clock. Saved whenever something else changes: a request that
/// changed nothing may come again after a restart.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(from = "VecDeque<(i64, String)>", into = "VecDeque<(i64, String)>")]
pub(crate) struct RequestIds {
    by_age: VecDeque<(i64, String)>,
    all: HashSet<String>,
}

impl Clone for RequestIds {
    fn clone(&self) -> Self {
        self.by_age.clone().into()
    }
}

impl From<VecDeque<(i64, String)>> for RequestIds {
    fn from(by_age: VecDeque<(i64, String)>) -> Self {
        let all = by_age.iter().map(|(_, id)| id.clone()).collect();
        Self { by_age, all }
    }
}

impl From<RequestIds> for VecDeque<(i64, String)> {
    fn from(ids: RequestIds) -> Self {
        ids.by_age
    }
}

impl RequestIds {
    /// Remembers an id; false when it is known already.
    fn add(&mut self, id: &str, now: i64) -> bool {
        while let Some((at, _)) = self.by_age.front()
            && *at <= now - REMEMBERED_MS
        {
            if let Some((_, id)) = self.by_age.pop_front() {
                self.all.remove(&id);
            }
        }
        let id = id.to_ascii_lowercase();
        let fresh = self.all.insert(id.clone());
        if fresh {
            self.by_age.push_back((now, id));
        }
        fresh
    }
}

/// The four headers of a signed request.
struct Signed<'a> {
    access_code: &'a str,
    request_id: &'a str,
    timestamp: &'a str,
    signature: &'a str,
}

impl<'a> Signed<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, Refusal> {
        let text =
            |name| headers.get(name).and_then(|value| value.to_str().ok()).filter(|value| !value.is_empty());
        let Some(access_code) = text("rt-accesscode") else {
            let words = format!("{NO_HEADERS}: send a Bearer token or the RT headers");
            return Err(unauthorized(None, words));
        };
        match (text("rt-requestid"), text("rt-timestamp"), text("rt-signature")) {
            (Some(request_id), Some(timestamp), Some(signature)) => {
                Ok(Self { access_code, request_id, timestamp, signature })
            }
            (_, _, _) => {
                let words = "RT-RequestID, RT-Timestamp and RT-Signature are required";
                Err(unauthorized(Some("HMAC_REQUIRED"), words))
            }
        }
    }
}

fn unauthorized(code: Option<&'static str>, text: impl Into<String>) -> Refusal {
    Refusal::in_error(StatusCode::UNAUTHORIZED, code, text)
}

fn bad(code: &'static str, text: &str) -> Refusal {
    Refusal::in_error(StatusCode::BAD_REQUEST, Some(code), text)
}

impl Shared {
    /// Checks a request in the order in which the checks stand here.
    pub fn admit(&self, parts: &Parts, body: &[u8]) -> Result<(), Refusal> {
        let signed = Signed::read(&parts.headers)?;
        let now = self.door.now();
        if !is_uuid_v4(signed.request_id) {
            return Err(bad("INVALID_REQUEST_ID", "RT-RequestID must be a UUID of version 4"));
        }
        let sent: Option<i64> = signed.timestamp.parse().ok();
        if sent.is_none_or(|sent| now.abs_diff(sent) > TOLERANCE_MS.unsigned_abs()) {
            return Err(unauthorized(Some("INVALID_TIMESTAMP"), "RT-Timestamp is invalid or too old"));
        }
        if signed.access_code != self.credentials.access_code {
            return Err(unauthorized(Some("INVALID_API_KEY"), "Unknown access code"));
        }
        if signed.signature != sign(&self.credentials, signed.timestamp, signed.request_id, body) {
            return Err(unauthorized(Some("INVALID_SIGNATURE"), "The signature does not match"));
        }
        if !self.options.business {
            let words = "This key does not belong to a business account";
            return Err(Refusal::in_error(StatusCode::FORBIDDEN, Some("INVALID_USER"), words));
        }
        if !self.with(|ledger, _| ledger.request_ids.add(signed.request_id, now)) {
            return Err(bad("DUPLICATE_REQUEST", "RT-RequestID has been used before"));
        }
        if !lock(&self.counted).admit(now) {
            return Err(too_many());
        }
        Ok(())
    }
}

/// The answer over the rate limit.
pub(crate) fn too_many() -> Refusal {
    let words = "Rate limit exceeded";
    Refusal::new(StatusCode::TOO_MANY_REQUESTS, Some("RATE_LIMIT_EXCEEDED"), words)
}

fn is_uuid_v4(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(n, byte)| match n {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_forgotten_after_a_day_and_survives_saving() {
        let mut ids = RequestIds::default();
        assert!(ids.add("A", 0) && !ids.add("a", 1));
        let saved = serde_json::to_string(&ids).unwrap();
        let mut ids: RequestIds = serde_json::from_str(&saved).unwrap();
        assert!(!ids.add("a", REMEMBERED_MS - 1));
        assert!(ids.add("a", REMEMBERED_MS));
    }

    #[test]
    fn only_version_four_is_taken() {
        assert!(is_uuid_v4("4ce9d9cd-ac9e-4e17-b3a2-c66c358c1ce2"));
        for text in [
            "4ce9d9cd-ac9e-7e17-b3a2-c66c358c1ce2",
            "4ce9d9cd-ac9e-4e17-73a2-c66c358c1ce2",
            "4ce9d9cdac9e4e17b3a2c66c358c1ce2",
            "4ce9d9cd-ac9e-4e17-b3a2-c66c358c1ceg",
            "",
        ] {
            assert!(!is_uuid_v4(text), "{text}");
        }
    }
}
