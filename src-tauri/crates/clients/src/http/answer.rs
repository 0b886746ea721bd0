//! An answer: its body within limits, or what its failure says.

use super::{clock, trouble};
use esim_desk_provider::{Effect, Error, Kind};
use reqwest::header::{CONTENT_TYPE, HeaderName, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use std::time::Duration;

const RATE_LIMIT_REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// As much of a failure's body as is read for its text.
const LONGEST_FAILURE: usize = 256 << 10;

/// How an answer is read.
pub(crate) struct Reading<'a> {
    pub operation: &'static str,
    /// Bytes of a body.
    pub limit: usize,
    /// Taken out of texts.
    pub secrets: &'a [&'a str],
    /// Whether a failure may be plain text.
    pub plain_text: bool,
}

/// A failure, and what its body said, for who knows the supplier's codes.
#[derive(Debug)]
pub(crate) struct Failed {
    /// Without effect; who sent a purchase judges for itself.
    pub error: Error,
    /// Empty where nothing of it could be read.
    pub body: Vec<u8>,
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

/// The body of a success, or the failure that the answer is.
pub(crate) async fn body(response: Response, reading: &Reading<'_>) -> std::result::Result<Vec<u8>, Failed> {
    let status = response.status().as_u16();
    let (retry_after, is_plain) = (pause_of(&response), reading.plain_text && is_plain_text(&response));
    if response.status().is_success() {
        return read(response, reading.limit).await.map_err(|kind| {
            let error = Error { status: Some(status), ..Error::without_effect(kind, reading.operation) };
            Failed { error, body: Vec::new() }
        });
    }
    let body = read(response, LONGEST_FAILURE.min(reading.limit)).await.unwrap_or_default();
    let text = text_of(&body).or_else(|| plain(&body).filter(|_| is_plain));
    let error = Error {
        kind: trouble::kind_of_status(status),
        effect: Effect::None,
        operation: reading.operation,
        status: Some(status),
        retry_after,
        text: text.map(|text| trouble::presentable(&text, reading.secrets)),
    };
    Err(Failed { error, body })
}

/// How long the supplier asks us to wait: by the standard's header, or when its limit is reached, by the usual one.
/// The last answer that a limit allows says that nothing is left.
pub(super) fn pause_of(response: &Response) -> Option<Duration> {
    let header = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok());
    let none_left = || header(RATE_LIMIT_REMAINING).is_some_and(|left| left.trim() == "0");
    let is_limit = response.status() == StatusCode::TOO_MANY_REQUESTS || none_left();
    let now = clock::said_at(response.headers());
    let reset =
        || header(RATE_LIMIT_RESET).filter(|_| is_limit).and_then(|text| clock::until_reset(text, now));
    header(RETRY_AFTER).and_then(|text| clock::retry_after(text, now)).or_else(reset)
}

async fn read(mut response: Response, limit: usize) -> std::result::Result<Vec<u8>, Kind> {
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(Kind::TooLarge);
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(piece) = response.chunk().await.map_err(|error| trouble::kind(&error))? {
        if body.len() + piece.len() > limit {
            return Err(Kind::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn is_plain_text(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.trim().to_ascii_lowercase().starts_with("text/plain"))
}

/// A body as the text it is, unless it is a page after all.
fn plain(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?.trim();
    (!text.is_empty() && !text.starts_with('<')).then(|| text.to_owned())
}

/// The first readable text of a failure's JSON body, in any of the shapes that gateways and frameworks
/// use; JSON without one is its own text. `None` for HTML, plain text and nothing.
fn text_of(body: &[u8]) -> Option<String> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let error = json.get("error");
    let places = [
        json.get("message"),
        error.and_then(|error| error.get("message")),
        json.get("error_description"),
        error,
        json.get("errors"),
        error.and_then(|error| error.get("code")),
        json.get("detail"),
        json.get("title"),
        json.get("code"),
        Some(&json),
    ];
    places.into_iter().flatten().find_map(sentence)
}

fn sentence(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(items) => {
            let texts: Vec<_> = items.iter().filter_map(sentence).collect();
            Some(texts.join("; ")).filter(|text| !text.is_empty())
        }
        Value::Object(fields) => (!fields.is_empty()).then(|| value.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_readable_text_is_found_in_every_shape() {
        let table = [
            (
                r#"{"statusCode":400,"message":["planID must be a string","x"],"error":"Bad Request"}"#,
                "planID must be a string; x",
            ),
            (r#"{"message":"Forbidden"}"#, "Forbidden"),
            (r#"{"error":{"message":"no money","code":"E1"}}"#, "no money"),
            (r#"{"error":"invalid_client","error_description":"who?"}"#, "who?"),
            (r#"{"error":"invalid_client"}"#, "invalid_client"),
            (r#"{"errors":{"planID":["unknown"]}}"#, r#"{"planID":["unknown"]}"#),
            (r#"{"code":"LIMIT"}"#, "LIMIT"),
            (r#"{"statusCode":400}"#, r#"{"statusCode":400}"#),
            (r#"["a"]"#, "a"),
        ];
        for (body, text) in table {
            assert_eq!(text_of(body.as_bytes()).as_deref(), Some(text), "{body}");
        }
        for body in ["", "<html>message</html>", "Unauthorized", "{}", "null", "12"] {
            assert_eq!(text_of(body.as_bytes()), None, "{body}");
        }
    }
}
