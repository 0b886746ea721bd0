//! Answers: the envelope of a success, and every refusal with its status, code and text.

use super::options::ErrorText;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// A request that was not done, in eSIMfly's words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub code: Option<&'static str>,
    pub text: String,
    /// Further fields beside the code.
    pub extra: Map<String, Value>,
    /// The document shows its text under `error`.
    in_error: bool,
    /// Without `success` and with both `error` and `message`, as `GET /esims/usage/query` answers.
    bare: bool,
}

/// What an endpoint gives: the whole body of a success, or a refusal.
pub(crate) type Answer = Result<Value, Refusal>;

impl Refusal {
    /// 400 with a code.
    pub fn bad(code: &'static str, text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some(code), text)
    }

    /// 400 without a code, where the document names none.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, None, text)
    }

    /// Any status, its text under `message`.
    pub fn new(status: StatusCode, code: Option<&'static str>, text: impl Into<String>) -> Self {
        Self { status, code, text: text.into(), extra: Map::new(), in_error: false, bare: false }
    }

    /// Any status, its text under `error`.
    pub fn in_error(status: StatusCode, code: Option<&'static str>, text: impl Into<String>) -> Self {
        Self { in_error: true, ..Self::new(status, code, text) }
    }

    /// In the form of the usage query.
    pub fn bare(status: StatusCode, text: impl Into<String>) -> Self {
        Self { bare: true, ..Self::new(status, None, text) }
    }

    /// With one more field.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    fn body(self, form: ErrorText) -> Value {
        if self.bare {
            let reason = self.status.canonical_reason().unwrap_or("Error");
            return json!({"error": reason, "message": self.text});
        }
        let mut body = self.extra;
        body.insert("success".into(), false.into());
        if let Some(code) = self.code {
            body.insert("code".into(), code.into());
        }
        let (error, message) = match form {
            ErrorText::AsDocumented => (self.in_error, !self.in_error),
            ErrorText::Error => (true, false),
            ErrorText::Message => (false, true),
            ErrorText::Both => (true, true),
        };
        if error {
            body.insert("error".into(), self.text.clone().into());
        }
        if message {
            body.insert("message".into(), self.text.into());
        }
        Value::Object(body)
    }
}

/// The HTTP answer, with an error's text where `form` wants it.
pub(crate) fn respond(answer: Answer, form: ErrorText) -> Response {
    match answer {
        Ok(body) => axum::Json(body).into_response(),
        Err(refusal) => (refusal.status, axum::Json(refusal.body(form))).into_response(),
    }
}

/// `{success:true, data}`, the form of every read.
pub(crate) fn data(data: Value) -> Value {
    json!({"success": true, "data": data})
}

/// The same with a sentence.
pub(crate) fn told(message: &str, data: Value) -> Value {
    json!({"success": true, "message": message, "data": data})
}
