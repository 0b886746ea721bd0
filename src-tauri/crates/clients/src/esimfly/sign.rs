//! eSIMfly's signature: HMAC-SHA256 over time, request id, access code and the exact bytes of the body.
//!
//! Path, method and query are not part of it. Source: the vendor's page on authentication.

use crate::http::Proof;
use esim_desk_model::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::RequestBuilder;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use std::fmt::Write;
use uuid::Uuid;

/// Signs every attempt of one wallet.
pub(super) struct Signer {
    header: HeaderValue,
    access_code: String,
    secret: SecretString,
    keyed: Hmac<Sha256>,
}

impl Signer {
    /// `None` for an access code that no header takes.
    pub fn new(access_code: String, secret: SecretString) -> Option<Self> {
        let mut header = HeaderValue::from_str(&access_code).ok()?;
        header.set_sensitive(true);
        let keyed = Hmac::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
        Some(Self { header, access_code, secret, keyed })
    }

    fn signature(&self, millis: &str, id: &str, body: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        for part in [millis.as_bytes(), id.as_bytes(), self.access_code.as_bytes(), body] {
            mac.update(part);
        }
        mac.finalize().into_bytes().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02X}");
            hex
        })
    }
}

impl Proof for Signer {
    /// A request id serves once in 24 hours, so each attempt has its own.
    fn attach(&self, request: RequestBuilder, body: &[u8], at: Timestamp) -> RequestBuilder {
        let (id, millis) = (Uuid::new_v4().to_string(), at.as_millisecond().to_string());
        let signature = self.signature(&millis, &id, body);
        request
            .header("RT-AccessCode", self.header.clone())
            .header("RT-RequestID", id)
            .header("RT-Timestamp", millis)
            .header("RT-Signature", signature)
    }

    fn secrets(&self) -> Vec<&str> {
        vec![self.secret.expose_secret(), &self.access_code]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_vectors_come_out_as_printed() {
        let signer = Signer::new("esf_11111".to_owned(), "sk_1111".to_owned().into()).unwrap();
        let table = [
            (
                r#"{"packageCode":"PHAJHEAYP"}"#,
                "FA2050B34D3C61025B991E8C82967BC583C02A92ED625D985F46DC7E25BFA934",
            ),
            ("", "F0B625B05DD9B5D5402286987CE4A6D14AC52B0056D2A1592ABBB57BA5FC3BC4"),
            (
                r#"{"packageCode":"PHAJHEAYP","quantity":1,"idempotency_key":"AG-2026-000123"}"#,
                "57D75B5E4AE338F12D5C93EB74B1C8BDEACD3316FDD6B52FAAB9B4CDBE6FC87C",
            ),
            (
                r#"{"packageCode":"PHAJHEAYP","idempotency_key":"заказ-7"}"#,
                "1AD7C452E479223FDD75CD847637B1042D5507073C4E4207C40FE71E0DBE03F0",
            ),
        ];
        for (body, expected) in table {
            let id = "4ce9d9cd-ac9e-4e17-b3a2-c66c358c1ce2";
            assert_eq!(signer.signature("1628670421000", id, body.as_bytes()), expected, "{body}");
        }
        assert_eq!(table[3].0.len(), 60, "UTF-8 is signed byte by byte");
    }

    #[test]
    fn a_code_that_no_header_takes_is_refused() {
        assert!(Signer::new("esf\n1".to_owned(), "sk_1111".to_owned().into()).is_none());
    }
}
