//! The token endpoint, as a Keycloak server answers client credentials in a form.

use super::options::Credentials;
use super::shared::Shared;
use crate::stage::{LETTERS, Rng, lock};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Where the token endpoint is, beside the API and not below it.
pub(crate) const TOKEN_PATH: &str = "/realms/platform/protocol/openid-connect/token";

#[derive(Deserialize)]
pub(crate) struct Asked {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    form: Result<Form<Asked>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = form else {
        return refuse("invalid_request", "Missing form parameter: grant_type");
    };
    match asked.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return refuse("unsupported_grant_type", "Unsupported grant_type"),
        None => return refuse("invalid_request", "Missing form parameter: grant_type"),
    }
    let given = match (asked.client_id, asked.client_secret) {
        (Some(client_id), Some(client_secret)) => Some(Credentials { client_id, client_secret }),
        (_, _) => None,
    };
    if shared.revoked.load(Ordering::Relaxed) || given.as_ref() != Some(&shared.credentials) {
        return refuse("invalid_client", "Invalid client or Invalid client credentials");
    }
    let seconds = shared.options.token_lifetime;
    let token = lock(&shared.tokens).issue(seconds, web_token);
    let mut body = json!({"access_token": token, "expires_in": seconds, "token_type": "Bearer"});
    if !shared.options.forms.short_token_answer {
        body["refresh_expires_in"] = json!(0);
        body["not-before-policy"] = json!(0);
        body["scope"] = json!("profile email");
    }
    ([(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

/// A token of the length and the parts that a JSON web token has; there is nothing in it.
fn web_token(rng: &mut Rng) -> String {
    let (head, claims) = (rng.text("eyJ", 33, LETTERS), rng.text("eyJ", 837, LETTERS));
    format!("{head}.{claims}.{}", rng.text("", 342, LETTERS))
}

fn refuse(word: &str, description: &str) -> Response {
    let status = if word == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
    (status, axum::Json(json!({"error": word, "error_description": description}))).into_response()
}

/// The token that a request carries in `Authorization`, after the scheme if it should have one.
pub(crate) fn carried<'a>(headers: &'a HeaderMap, name: &str, scheme: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()?.strip_prefix(scheme)
}
