//! What staff fill in to connect eSIMfly, and how it is read.

use super::sign::Signer;
use crate::http::parse_address;
use esim_desk_provider::{
    ConnectError, Credentials, Environment, Field, FieldKind, ProviderForm, WalletSpec,
};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

/// The key under which an eSIMfly wallet is stored.
pub(super) const KEY: &str = "esimfly";

const OWN: &str = "own";
const ENVIRONMENTS: [Environment; 2] = [
    Environment { key: "production", label: "Production", base_url: "https://esimfly.net/api/v1/business" },
    Environment { key: OWN, label: "Own address", base_url: "" },
];

/// Everything that was typed, checked.
pub(super) struct Typed {
    pub base: Url,
    pub signer: Signer,
    /// ISO 4217.
    pub currency: String,
}

/// The form.
pub(super) fn form() -> ProviderForm {
    let field = |key, label, help, kind| Field {
        key,
        label,
        help,
        kind,
        advanced: false,
        required: true,
        default: "",
        only_in: "",
        account: false,
    };
    let address_help = "Begins with https://. Only this computer may be reached by http://.";
    ProviderForm {
        provider: KEY,
        name: "eSIMfly Business",
        short_name: "eSIMfly",
        environments: ENVIRONMENTS.to_vec(),
        fields: vec![
            Field { only_in: OWN, ..field("base_url", "Address", address_help, FieldKind::Url) },
            Field {
                account: true,
                ..field("access_code", "Access code", "Begins with esf_.", FieldKind::Text)
            },
            field(
                "secret_key",
                "Secret key",
                "Begins with sk_. Kept in this computer's keychain.",
                FieldKind::Secret,
            ),
        ],
        cannot: vec![
            "eSIMfly has no test server; every order there is real.",
            "Orders cannot be cancelled or refunded here; at eSIMfly a cancellation takes every eSIM of an order.",
            "eSIMfly does not say when it measured the use.",
            "eSIMfly's catalogue leaves out plans under 1 GB.",
            "More data carries no number of yours; if its answer is lost, the eSIM is compared with before.",
        ],
    }
}

/// Checks what was typed.
///
/// # Errors
/// [`ConnectError`] names the first field that does not do.
pub(super) fn read(spec: &WalletSpec, credentials: &Credentials) -> Result<Typed, ConnectError> {
    let environment = ENVIRONMENTS
        .iter()
        .find(|environment| environment.key == spec.environment)
        .ok_or_else(|| ConnectError::UnknownProvider { name: spec.environment.clone() })?;
    let base = if environment.key == OWN {
        parse_address(&typed(spec, credentials, "base_url")?, "base_url")?
    } else {
        parse_address(environment.base_url, "base_url")?
    };
    let access_code = pasted(spec, credentials, "access_code")?;
    let secret = SecretString::from(pasted(spec, credentials, "secret_key")?);
    let signer = Signer::new(access_code, secret).ok_or_else(|| unusable("access_code"))?;
    let currency = spec.currency.trim().to_ascii_uppercase();
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(unusable("currency"));
    }
    Ok(Typed { base, signer, currency })
}

/// A pasted id or secret: white space and line breaks come with the mouse and belong to neither.
fn pasted(spec: &WalletSpec, credentials: &Credentials, field: &str) -> Result<String, ConnectError> {
    let text: String = typed(spec, credentials, field)?.split_whitespace().collect();
    if text.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(text) } else { Err(unusable(field)) }
}

fn typed(spec: &WalletSpec, credentials: &Credentials, field: &str) -> Result<String, ConnectError> {
    let kept = || credentials.get(field).map(ExposeSecret::expose_secret);
    let text = spec.settings.get(field).map(String::as_str).or_else(kept).unwrap_or_default().trim();
    if text.is_empty() {
        return Err(ConnectError::Missing { field: field.to_owned() });
    }
    Ok(text.to_owned())
}

fn unusable(field: &str) -> ConnectError {
    ConnectError::Unusable { field: field.to_owned() }
}
