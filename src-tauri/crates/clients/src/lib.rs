//! One client for each wholesaler's API, and the HTTP they share.
//!
//! A supplier's words, units and quirks end here: what leaves this crate are the model's types behind the
//! port of `esim-desk-provider`. Deliberately not here: storing anything, deciding when to ask, waiting for
//! an order, and any text for the screen beyond the connection form.
//!
//! Start with [`forms`] and [`connect`]; then `zim`, whose folder shows how a supplier is laid out, and
//! `http`, which says what may be repeated and what never is.

pub mod esim_go;
pub mod esimfly;
mod http;
mod json;
mod mask;
#[cfg(test)]
mod scripted;
pub mod telkor;
mod zim;

use esim_desk_provider::{ConnectError, Credentials, Provider, ProviderForm, WalletSpec};
use std::sync::{Arc, Once};

/// The connection forms of every supplier, in the order in which staff see them.
#[must_use]
pub fn forms() -> Vec<ProviderForm> {
    vec![zim::form()]
}

/// Makes the client of one wallet out of what was typed. Asks nobody: the first request shows whether the
/// credentials are right.
///
/// # Errors
/// [`ConnectError`] names the field that is missing or cannot be used.
pub fn connect(spec: &WalletSpec, credentials: Credentials) -> Result<Arc<dyn Provider>, ConnectError> {
    install_crypto();
    match spec.provider.as_str() {
        zim::KEY => Ok(Arc::new(zim::Zim::new(spec, credentials)?)),
        other => Err(ConnectError::UnknownProvider { name: other.to_owned() }),
    }
}

/// Chooses ring as the program's cryptography for TLS. Only the first call does anything.
pub fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only when the program chose one before, which serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}
