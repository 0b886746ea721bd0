//! What a failed exchange means, in the port's words; and the text that may be shown about it.

use esim_desk_provider::Kind;
use std::error::Error as StdError;

/// The longest text of a supplier that is kept, in characters.
const LONGEST_TEXT: usize = 500;

/// A secret shorter than this would tear holes into ordinary words.
const SHORTEST_SECRET: usize = 4;

/// What broke before or while an answer came.
pub(crate) fn kind(error: &reqwest::Error) -> Kind {
    if has_cause(error, is_certificate) {
        Kind::Certificate
    } else if has_cause(error, is_proxy_login) {
        Kind::Proxy
    } else if error.is_connect() || error.is_builder() {
        Kind::Offline
    } else if error.is_timeout() {
        Kind::TimedOut
    } else {
        Kind::Dropped
    }
}

/// Whether the request can not have reached the wire.
pub(crate) fn was_not_sent(error: &reqwest::Error) -> bool {
    error.is_connect() || error.is_builder()
}

/// What a status without success means.
pub(crate) fn kind_of_status(status: u16) -> Kind {
    match status {
        300..=399 => Kind::Redirected,
        401 => Kind::Credentials,
        402 => Kind::Funds { missing: None },
        403 => Kind::Forbidden,
        404 | 410 => Kind::NotFound,
        407 => Kind::Proxy,
        408 => Kind::TimedOut,
        425 | 429 => Kind::TooMany,
        400..=499 => Kind::Refused,
        _ => Kind::Server,
    }
}

/// Takes secrets and control characters out of a text and cuts it to 500 characters.
pub(crate) fn presentable(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST_SECRET) {
        text = text.replace(secret, "…");
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_TEXT).collect()
}

/// Whether an error or anything behind it is of a kind. An I/O error holds its cause inside, often another
/// I/O error, and its `source` leaves that one out.
fn has_cause(error: &(dyn StdError + 'static), is_it: fn(&(dyn StdError + 'static)) -> bool) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    is_it(error)
        || inner.is_some_and(|inner| has_cause(inner, is_it))
        || error.source().is_some_and(|cause| has_cause(cause, is_it))
}

fn is_certificate(error: &(dyn StdError + 'static)) -> bool {
    matches!(error.downcast_ref::<rustls::Error>(), Some(rustls::Error::InvalidCertificate(_)))
}

/// The transport keeps its error type to itself, so only its text tells that the proxy answered 407.
fn is_proxy_login(error: &(dyn StdError + 'static)) -> bool {
    error.to_string() == "tunnel error: proxy authorization required"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scripted::{Scripted, status};

    #[test]
    fn a_status_has_one_meaning() {
        let table = [
            (301, Kind::Redirected),
            (400, Kind::Refused),
            (401, Kind::Credentials),
            (402, Kind::Funds { missing: None }),
            (403, Kind::Forbidden),
            (404, Kind::NotFound),
            (407, Kind::Proxy),
            (409, Kind::Refused),
            (422, Kind::Refused),
            (429, Kind::TooMany),
            (500, Kind::Server),
            (599, Kind::Server),
        ];
        for (status, kind) in table {
            assert_eq!(kind_of_status(status), kind, "{status}");
        }
    }

    #[test]
    fn a_text_for_the_screen_has_no_secret_and_an_end() {
        let text = presentable("bad secret s3cr3t\nfor s3cr3t", &["s3cr3t", "", "a"]);
        assert_eq!(text, "bad secret … for …");
        assert_eq!(presentable(&"é".repeat(900), &[]).chars().count(), 500);
    }

    /// What a client of ours says about `https://` at this address.
    async fn said_of(client: reqwest::ClientBuilder, url: &str) -> (Kind, bool) {
        let error = client.build().unwrap().get(url).send().await.unwrap_err();
        (kind(&error), was_not_sent(&error))
    }

    #[tokio::test]
    async fn a_certificate_that_nobody_vouches_for_is_called_so_and_nothing_is_sent() {
        crate::install_crypto();
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let key = rustls::pki_types::PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
        let server = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            acceptor.accept(stream).await.is_err()
        });
        let client = reqwest::Client::builder().no_proxy();
        assert_eq!(said_of(client, &url).await, (Kind::Certificate, true));
        assert!(server.await.unwrap(), "the handshake must have failed");
    }

    #[tokio::test]
    async fn a_proxy_that_wants_a_login_is_called_so_and_nothing_is_sent() {
        crate::install_crypto();
        let proxy = Scripted::start(|_| status(407, "")).await;
        let client = reqwest::Client::builder().proxy(reqwest::Proxy::all(&proxy.url).unwrap());
        assert_eq!(said_of(client, "https://zim.invalid/").await, (Kind::Proxy, true));
        assert_eq!(proxy.count("CONNECT zim.invalid:443"), 1);
    }
}
