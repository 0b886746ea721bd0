//! Errors as eSIM Go words them: `{"message": …}` everywhere, plain text where the schema says so.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::borrow::Cow;

pub(crate) const FORBIDDEN: &str = "Forbidden";
pub(crate) const TOO_FAST: &str = "Rate limit exceeded";

/// A refusal of an endpoint.
#[derive(Debug)]
pub(crate) struct Refused {
    pub status: StatusCode,
    pub message: Cow<'static, str>,
    /// Seconds.
    pub retry_after: Option<u64>,
}

impl Refused {
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    /// 400: a format or a value.
    pub fn bad(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// A status that the options set.
    pub fn set(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), message)
    }

    /// 503: come back after so many seconds.
    pub fn later(seconds: u64) -> Self {
        let message = "still being processed, please try again later";
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, message) }
    }

    /// 429.
    pub fn too_fast() -> Self {
        Self { retry_after: Some(1), ..Self::new(StatusCode::TOO_MANY_REQUESTS, TOO_FAST) }
    }

    /// The same in plain text.
    pub fn into_text(self) -> Response {
        let response = (self.status, self.message.into_owned()).into_response();
        with_retry(response, self.retry_after)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let response = (self.status, Json(json!({"message": self.message}))).into_response();
        with_retry(response, self.retry_after)
    }
}

fn with_retry(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
