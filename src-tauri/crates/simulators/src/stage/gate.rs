//! What every request passes: it is noted, strangers are refused, scripted faults strike, the supplier admits.

use super::faults::Fault;
use super::lists::{empty, spoil};
use super::lock;
use super::seen::RequestSeen;
use super::supplier::Supplier;
use super::wire::Cutter;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header, request, response};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

const BODY_LIMIT: usize = 1 << 20;
const PAGE: &str = "<!doctype html><html><head><title>Service notice</title></head>\
    <body><h1>We will be back shortly</h1></body></html>";

/// The middleware around every simulator's routes; its state is the supplier and the port it listens on.
pub(super) async fn gate<S: Supplier>(
    State((supplier, port)): State<(Arc<S>, u16)>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return supplier.error(StatusCode::PAYLOAD_TOO_LARGE, "request body too large");
    };
    let stage = supplier.stage();
    stage.remember(RequestSeen::of(&parts, &body, S::SECRETS));
    if stranger(&parts.headers, port) {
        let words = "this simulator answers only programs on this computer";
        return supplier.error(StatusCode::FORBIDDEN, words);
    }
    let purpose = supplier.purpose(&parts, &body);
    let fault = lock(&stage.script).take(purpose, parts.method.as_str(), parts.uri.path());
    let visit = Visit { supplier: &*supplier, parts, body, next };
    match fault {
        None => visit.admit().await,
        Some(fault) => visit.strike(fault, &cutter).await,
    }
}

/// A web page in a browser on this computer must not reach the server, not even by a name that it controls.
fn stranger(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let ours = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    headers.contains_key(header::ORIGIN) || !ours.iter().any(|name| name.eq_ignore_ascii_case(host))
}

/// A request that has been read and is on its way to its endpoint.
struct Visit<'a, S> {
    supplier: &'a S,
    parts: request::Parts,
    body: Bytes,
    next: Next,
}

impl<S: Supplier> Visit<'_, S> {
    /// Lets the supplier refuse, else the endpoint answers.
    async fn admit(self) -> Response {
        match self.supplier.refuse(&self.parts, &self.body) {
            Some(refusal) => refusal,
            None => self.next.run(Request::from_parts(self.parts, Body::from(self.body))).await,
        }
    }

    async fn strike(mut self, fault: Fault<S::Own>, cutter: &Cutter) -> Response {
        let supplier = self.supplier;
        match fault {
            Fault::Delay(delay) => {
                supplier.stage().pause(delay).await;
                self.admit().await
            }
            Fault::DelayAfter(delay) => {
                let response = self.admit().await;
                supplier.stage().pause(delay).await;
                response
            }
            Fault::ServerErrorAfter => {
                self.admit().await;
                status(supplier, StatusCode::INTERNAL_SERVER_ERROR)
            }
            Fault::CutBody => {
                let (parts, body) = whole(self.admit().await).await;
                cutter.cut_in_body(body.len() / 2);
                Response::from_parts(parts, Body::from(body))
            }
            Fault::DropBefore => dropped(cutter, StatusCode::OK.into_response()),
            Fault::DropAfter => dropped(cutter, self.admit().await),
            Fault::BadRow => changed(self.admit().await, |body| spoil(body, S::BAD_ROW)).await,
            Fault::EmptyList => changed(self.admit().await, empty).await,
            Fault::Own(own) => {
                self.parts.extensions.insert(own);
                self.admit().await
            }
            Fault::Status(code) => {
                status(supplier, StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            }
            Fault::Unauthorized => status(supplier, StatusCode::UNAUTHORIZED),
            Fault::ServerError => status(supplier, StatusCode::INTERNAL_SERVER_ERROR),
            Fault::TooManyRequests { retry_after } => too_many(supplier, retry_after),
            Fault::Html => Html(PAGE).into_response(),
            Fault::RedirectTo(url) => elsewhere(url),
            Fault::ProxyAuth => proxy(),
        }
    }
}

/// A status in the supplier's own error body, with the words that HTTP has for it.
fn status(supplier: &impl Supplier, status: StatusCode) -> Response {
    supplier.error(status, status.canonical_reason().unwrap_or("Error"))
}

fn too_many(supplier: &impl Supplier, retry_after: u64) -> Response {
    let mut response = status(supplier, StatusCode::TOO_MANY_REQUESTS);
    response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
    response
}

/// The answer is never sent: writing it closes the connection.
fn dropped(cutter: &Cutter, response: Response) -> Response {
    cutter.cut();
    response
}

fn elsewhere(url: String) -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url)]).into_response()
}

fn proxy() -> Response {
    let challenge = [(header::PROXY_AUTHENTICATE, "Basic realm=\"office\"")];
    (StatusCode::PROXY_AUTHENTICATION_REQUIRED, challenge, Html(PAGE)).into_response()
}

async fn whole(response: Response) -> (response::Parts, Bytes) {
    let (parts, body) = response.into_parts();
    // Our own bodies are in memory already: collecting them neither waits nor fails.
    (parts, to_bytes(body, usize::MAX).await.unwrap_or_default())
}

/// A good answer with another body; an error as it is.
async fn changed(response: Response, change: impl FnOnce(&str) -> String) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (mut parts, body) = whole(response).await;
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(&String::from_utf8_lossy(&body))))
}
