//! The signature over one request.

use super::options::Credentials;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write;

/// Upper-case hexadecimal HMAC-SHA256 over timestamp, request id, access code and the exact bytes of the body.
pub(crate) fn sign(credentials: &Credentials, timestamp: &str, request_id: &str, body: &[u8]) -> String {
    // HMAC takes keys of every length: this is `Some` always, and an empty signature would match nothing.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(credentials.secret_key.as_bytes()) else {
        return String::new();
    };
    for part in [timestamp, request_id, &credentials.access_code] {
        mac.update(part.as_bytes());
    }
    mac.update(body);
    mac.finalize().into_bytes().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _a_string_takes_it = write!(hex, "{byte:02X}");
        hex
    })
}
