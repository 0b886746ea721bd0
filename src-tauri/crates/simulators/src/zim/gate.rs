//! What every request passes: it is noted, strangers are refused, scripted faults strike, tokens are checked.

use super::faults::{Fault, Twist};
use super::options::Generation;
use super::routes::{TOKEN_PATH, error};
use super::shared::{Shared, lock};
use super::view::RequestSeen;
use super::wire::Cutter;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

const BODY_LIMIT: usize = 1 << 20;
const PAGE: &str = "<!doctype html><html><head><title>Service notice</title></head>\
    <body><h1>We will be back shortly</h1></body></html>";

pub(crate) async fn gate(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return error(StatusCode::PAYLOAD_TOO_LARGE, "request body too large");
    };
    shared.remember(seen(&parts, &body));
    if stranger(&parts.headers, shared.port) {
        return error(StatusCode::FORBIDDEN, "this simulator answers only programs on this computer");
    }
    let fault = lock(&shared.script).take(parts.method.as_str(), parts.uri.path());
    let request = Request::from_parts(parts, Body::from(body));
    match fault {
        None => admit(&shared, request, next).await,
        Some(fault) => strike(fault, &shared, &cutter, request, next).await,
    }
}

fn seen(parts: &Parts, body: &Bytes) -> RequestSeen {
    let header = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let path = parts.uri.path().to_owned();
    let mut text = String::from_utf8_lossy(body).into_owned();
    if path == TOKEN_PATH {
        let stars = |field: &str| match field.split_once('=') {
            Some(("client_secret", _)) => "client_secret=***".to_owned(),
            Some(_) | None => field.to_owned(),
        };
        text = text.split('&').map(stars).collect::<Vec<_>>().join("&");
    }
    RequestSeen {
        method: parts.method.to_string(),
        path,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        app_identifier: header("x-app-identifier"),
        authorization_scheme: header("authorization")
            .and_then(|value| value.split_whitespace().next().map(str::to_owned)),
        body: text,
    }
}

/// A web page in a browser on this computer must not reach the server, not even by a name that it controls.
fn stranger(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    headers.contains_key(header::ORIGIN) || !ours.iter().any(|name| name.eq_ignore_ascii_case(host))
}

/// Checks token and app identifier, then answers.
async fn admit(shared: &Shared, request: Request, next: Next) -> Response {
    if request.uri().path() != TOKEN_PATH {
        if !lock(&shared.tokens).admit(request.headers()) {
            return gateway(StatusCode::UNAUTHORIZED, "Unauthorized");
        }
        let app = request.headers().get("x-app-identifier").and_then(|v| v.to_str().ok());
        if shared.options.generation == Generation::Newer && app != Some(&shared.options.app_identifier) {
            return gateway(StatusCode::FORBIDDEN, "Forbidden");
        }
    }
    next.run(request).await
}

/// An error as an API gateway words it.
fn gateway(status: StatusCode, message: &str) -> Response {
    (status, axum::Json(json!({"message": message}))).into_response()
}

async fn strike(fault: Fault, shared: &Shared, cutter: &Cutter, request: Request, next: Next) -> Response {
    match fault {
        Fault::Delay(delay) => {
            shared.pause(delay).await;
            admit(shared, request, next).await
        }
        Fault::DelayAfter(delay) => {
            let response = admit(shared, request, next).await;
            shared.pause(delay).await;
            response
        }
        Fault::ServerErrorAfter => {
            admit(shared, request, next).await;
            error(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error")
        }
        Fault::CutBody => {
            let (parts, body) = whole(admit(shared, request, next).await).await;
            cutter.cut_in_body(body.len() / 2);
            Response::from_parts(parts, Body::from(body))
        }
        Fault::DropBefore => dropped(cutter, StatusCode::OK.into_response()),
        Fault::DropAfter => dropped(cutter, admit(shared, request, next).await),
        Fault::EsimLate(delay) => twist(Twist::Late(delay), shared, request, next).await,
        Fault::EsimNever => twist(Twist::Never, shared, request, next).await,
        Fault::OrderFails(reason) => twist(Twist::Fails(reason), shared, request, next).await,
        Fault::PendingApproval => twist(Twist::Approval, shared, request, next).await,
        Fault::BadRow => changed_list(admit(shared, request, next).await, spoil).await,
        Fault::EmptyList => changed_list(admit(shared, request, next).await, empty).await,
        Fault::Status(code) => {
            error(StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), "scripted")
        }
        Fault::Unauthorized => gateway(StatusCode::UNAUTHORIZED, "Unauthorized"),
        Fault::ServerError => error(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error"),
        Fault::Html => Html(PAGE).into_response(),
        Fault::TooManyRequests { retry_after } => too_many(retry_after),
        Fault::RedirectTo(url) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url)]).into_response(),
        Fault::ProxyAuth => proxy(),
    }
}

/// The answer is never sent: writing it closes the connection.
fn dropped(cutter: &Cutter, response: Response) -> Response {
    cutter.cut();
    response
}

fn too_many(retry_after: u64) -> Response {
    let mut response = gateway(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests");
    response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
    response
}

fn proxy() -> Response {
    let challenge = [(header::PROXY_AUTHENTICATE, "Basic realm=\"office\"")];
    (StatusCode::PROXY_AUTHENTICATION_REQUIRED, challenge, Html(PAGE)).into_response()
}

async fn twist(twist: Twist, shared: &Shared, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(twist);
    admit(shared, request, next).await
}

async fn whole(response: Response) -> (axum::http::response::Parts, Bytes) {
    let (parts, body) = response.into_parts();
    // Our own bodies are in memory already: collecting them neither waits nor fails.
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}

async fn changed_list(response: Response, change: fn(&str) -> String) -> Response {
    let (mut parts, body) = whole(response).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    let text = String::from_utf8_lossy(&body);
    let text = if parts.status.is_success() { change(&text) } else { text.into_owned() };
    Response::from_parts(parts, Body::from(text))
}

/// Puts a row that fits no schema before the good ones of the first list in the answer.
fn spoil(body: &str) -> String {
    let Some(start) = body.find('[') else { return body.to_owned() };
    let (head, rows) = body.split_at(start + 1);
    let comma = if rows.trim_start().starts_with(']') { "" } else { "," };
    format!(
        r#"{head}{{"id":{{"unreadable":true}},"esimID":[],"status":7,"iccid":[],"plan":"none"}}{comma}{rows}"#
    )
}

fn empty(body: &str) -> String {
    if body.starts_with('{') { r#"{"regular":[],"unlimited":[]}"# } else { "[]" }.to_owned()
}
