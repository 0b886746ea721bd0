//! One client for each wholesaler's API, and the HTTP they share.
//!
//! A supplier's words, units and quirks end here: what leaves this crate are the model's types behind the
//! port of `esim-desk-provider`. Deliberately not here: storing anything, deciding when to ask, waiting for
//! an order, and any text for the screen beyond the connection form.
//!
//! Start with [`forms`] and [`connect`]; then `zim`, whose folder shows how a supplier is laid out, and
//! `http`, which says what may be repeated and what never is. Another supplier is one more folder and its line
//! among the `SUPPLIERS`.

mod desks;
pub mod esim_go;
pub mod esimfly;
mod http;
mod json;
mod links;
mod mask;
mod resume;
#[cfg(test)]
mod scripted;
pub mod telkor;
#[cfg(test)]
mod turns;
mod zim;

use esim_desk_provider::{ConnectError, Credentials, Provider, ProviderForm, WalletSpec};
use std::sync::{Arc, Once};

/// Every supplier, in the order in which staff see them.
const SUPPLIERS: [Supplier; 4] = [zim::SUPPLIER, esim_go::SUPPLIER, esimfly::SUPPLIER, telkor::SUPPLIER];

/// What makes a supplier one of ours.
struct Supplier {
    /// Stored with each of its wallets.
    key: &'static str,
    /// Its own fields; those that all forms share are added here.
    form: fn() -> ProviderForm,
    /// Makes the client of one wallet.
    connect: fn(&WalletSpec, &Credentials) -> Connected,
}

/// A client, or the field that stands in its way.
type Connected = Result<Arc<dyn Provider>, ConnectError>;

/// The connection forms of every supplier, in the order in which staff see them.
#[must_use]
pub fn forms() -> Vec<ProviderForm> {
    let whole = |supplier: &Supplier| {
        let mut form = (supplier.form)();
        form.fields.push(desks::field());
        form
    };
    SUPPLIERS.iter().map(whole).collect()
}

/// Makes the client of one wallet out of what was typed. Asks nobody: the first request shows whether the
/// credentials are right.
///
/// # Errors
/// [`ConnectError`] names the field that is missing or cannot be used.
pub fn connect(spec: &WalletSpec, credentials: Credentials) -> Result<Arc<dyn Provider>, ConnectError> {
    install_crypto();
    let supplier = SUPPLIERS.iter().find(|supplier| supplier.key == spec.provider);
    let unknown = || ConnectError::UnknownProvider { name: spec.provider.clone() };
    (supplier.ok_or_else(unknown)?.connect)(spec, &credentials)
}

/// Chooses ring as the program's cryptography for TLS. Only the first call does anything.
pub fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Refused only when the program chose one before, which serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use esim_desk_provider::{Field, FieldKind};

    fn spec(provider: &str, fields: &[Field], desks: &str) -> WalletSpec {
        let typed = fields.iter().filter(|field| !is_secret(field)).map(|field| {
            let text = match (&field.kind, field.default) {
                (FieldKind::Url, "") => "https://a.example",
                (_, "") if field.required => "abc",
                (_, default) => default,
            };
            (field.key.to_owned(), text.to_owned())
        });
        WalletSpec {
            provider: provider.to_owned(),
            environment: "own".to_owned(),
            currency: "EUR".to_owned(),
            settings: typed.chain([("desks".to_owned(), desks.to_owned())]).collect(),
        }
    }

    fn is_secret(field: &Field) -> bool {
        matches!(field.kind, FieldKind::Secret)
    }

    #[test]
    fn each_form_connects_its_own_supplier_and_ends_with_the_desks() {
        let keys: Vec<_> = forms().iter().map(|form| form.provider).collect();
        assert_eq!(keys, ["zim", "esim_go", "esimfly", "telkor"]);
        for ProviderForm { provider, fields, .. } in forms() {
            let secrets = fields.iter().filter(|field| is_secret(field));
            let kept: Credentials = secrets.map(|field| (field.key.to_owned(), "abc".into())).collect();
            assert_eq!(fields.last().map(|field| field.key), Some("desks"));
            assert_eq!(connect(&spec(provider, &fields, "1"), kept.clone()).err(), None, "{provider}");
            let unusable = Some(ConnectError::Unusable { field: "desks".to_owned() });
            assert_eq!(connect(&spec(provider, &fields, "100"), kept).err(), unusable, "{provider}");
        }
    }

    #[test]
    fn nobody_else_is_connected() {
        let unknown = Some(ConnectError::UnknownProvider { name: "nobody".to_owned() });
        assert_eq!(connect(&spec("nobody", &[], "1"), Credentials::new()).err(), unknown);
    }
}
