//! The token endpoint: client credentials by Basic or in the body, as AWS Cognito takes them.

use super::ids::Ids;
use super::options::Credentials;
use super::shared::Shared;
use crate::stage::{Rng, lock};
use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

#[derive(Deserialize)]
pub(crate) struct Asked {
    grant_type: Option<String>,
    scope: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

pub(crate) async fn token(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    form: Result<Form<Asked>, FormRejection>,
) -> Response {
    let Ok(Form(asked)) = form else { return refuse("invalid_request") };
    match check(&shared, &headers, asked) {
        Ok(()) => {
            let seconds = shared.options.token_lifetime;
            let form = |rng: &mut Rng| rng.id("sim.") + &rng.id("") + &rng.id("");
            let token = lock(&shared.tokens).issue(seconds, form);
            axum::Json(json!({"access_token": token, "expires_in": seconds, "token_type": "Bearer"}))
                .into_response()
        }
        Err(word) => refuse(word),
    }
}

fn refuse(word: &str) -> Response {
    (StatusCode::BAD_REQUEST, axum::Json(json!({"error": word}))).into_response()
}

fn check(shared: &Shared, headers: &HeaderMap, asked: Asked) -> Result<(), &'static str> {
    let given = match (headers.get(header::AUTHORIZATION), asked.client_id, asked.client_secret) {
        // Both at once is not allowed by OAuth.
        (Some(_), _, Some(_)) => return Err("invalid_request"),
        (Some(_), _, None) if !shared.options.basic_auth_allowed => return Err("invalid_client"),
        (Some(value), _, None) => value.to_str().ok().and_then(basic),
        (None, Some(client_id), Some(client_secret)) => Some(Credentials { client_id, client_secret }),
        (None, _, _) => None,
    };
    if given.as_ref() != Some(&shared.credentials) {
        return Err("invalid_client");
    }
    match asked.grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err("unsupported_grant_type"),
        None => return Err("invalid_request"),
    }
    let scope = asked.scope.unwrap_or_default();
    if scope.split_whitespace().all(|word| word.starts_with("account/")) {
        Ok(())
    } else {
        Err("invalid_scope")
    }
}

fn basic(header: &str) -> Option<Credentials> {
    let text = String::from_utf8(STANDARD.decode(header.strip_prefix("Basic ")?.trim()).ok()?).ok()?;
    let (client_id, client_secret) = text.split_once(':')?;
    Some(Credentials { client_id: client_id.into(), client_secret: client_secret.into() })
}
