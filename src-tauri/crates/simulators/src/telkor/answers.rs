//! What goes wrong with a request, in the words of FastAPI and in the envelope that the options ask for.

use super::forms::ErrorForm;
use super::shared::Shared;
use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

/// One complaint of a 422: `place` is `query` or `body`.
pub(crate) fn complaint(kind: &str, place: &str, field: &str, words: &str, input: impl Into<Value>) -> Value {
    json!({"type": kind, "loc": [place, field], "msg": words, "input": input.into()})
}

/// An error in the envelope of `form`.
pub(crate) fn error(form: ErrorForm, status: StatusCode, message: &str) -> Response {
    let code = status.canonical_reason().unwrap_or("Error").to_lowercase().replace(' ', "_");
    match form {
        ErrorForm::Detail => (status, Json(json!({"detail": message}))).into_response(),
        ErrorForm::DetailObject => {
            (status, Json(json!({"detail": {"code": code, "message": message}}))).into_response()
        }
        ErrorForm::Sibling => sibling(status, &code.to_uppercase(), message, Value::Null),
        ErrorForm::Text => (status, message.to_owned()).into_response(),
    }
}

fn sibling(status: StatusCode, code: &str, message: &str, details: Value) -> Response {
    let error = json!({"code": code, "message": message, "details": details});
    (status, Json(json!({"success": false, "error": error}))).into_response()
}

impl Shared {
    /// 404 with these words.
    pub fn unknown(&self, message: &str) -> Response {
        error(self.options.forms.error, StatusCode::NOT_FOUND, message)
    }

    /// 409 with these words.
    pub fn conflict(&self, message: &str) -> Response {
        error(self.options.forms.error, StatusCode::CONFLICT, message)
    }

    /// 410 with these words.
    pub fn gone(&self, message: &str) -> Response {
        error(self.options.forms.error, StatusCode::GONE, message)
    }

    /// 422 with the complaints.
    pub fn invalid(&self, complaints: Vec<Value>) -> Response {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        match self.options.forms.error {
            ErrorForm::Detail | ErrorForm::DetailObject => {
                (status, Json(json!({"detail": complaints}))).into_response()
            }
            ErrorForm::Sibling => {
                sibling(status, "VALIDATION_ERROR", "Validation failed", Value::Array(complaints))
            }
            ErrorForm::Text => (status, "Validation failed").into_response(),
        }
    }
}

/// The object in a request's body, or what is wrong with it.
pub(crate) fn object(body: &Bytes) -> Result<Map<String, Value>, Vec<Value>> {
    let wrong = |kind: &str, place: Value, words: &str, input: Value| {
        vec![json!({"type": kind, "loc": place, "msg": words, "input": input})]
    };
    match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(other) => Err(wrong("dict_type", json!(["body"]), "Input should be a valid dictionary", other)),
        Err(_) => Err(wrong("json_invalid", json!(["body", 0]), "JSON decode error", json!({}))),
    }
}
