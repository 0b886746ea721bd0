//! What staff fill in to connect eSIM Go, and how it is read.

use crate::http::{Key, parse_address};
use esim_desk_provider::{
    ConnectError, Credentials, Environment, Field, FieldKind, ProviderForm, WalletSpec,
};
use reqwest::Url;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret, SecretString};

/// The key under which an eSIM Go wallet is stored.
pub(super) const KEY: &str = "esim_go";

const OWN: &str = "own";
const ENVIRONMENTS: [Environment; 2] = [
    Environment { key: "production", label: "Production", base_url: "https://api.esim-go.com/v2.5" },
    Environment { key: OWN, label: "Own address", base_url: "" },
];
const HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// Everything that was typed, checked.
pub(super) struct Typed {
    pub base: Url,
    pub key: Key,
    /// Branding profile of new eSIMs (`profileID`), a UUID.
    pub profile: Option<String>,
}

/// The form.
pub(super) fn form() -> ProviderForm {
    ProviderForm {
        provider: KEY,
        name: "eSIM Go",
        short_name: "eSIM Go",
        environments: ENVIRONMENTS.to_vec(),
        fields: fields(),
        cannot: vec![
            "eSIM Go has no test system; it advises a second account with UAT in its name.",
            "eSIM Go takes card top-ups from 1,000 USD upwards, in its own portal.",
            "A refused key and a computer that is not on the account's IP list look the same.",
            "Plans are taken back in eSIM Go's own portal, and give money back only if it switched refunds on.",
            "An order carries no number of yours; a lost one is found by time, plan and amount.",
        ],
    }
}

fn fields() -> Vec<Field> {
    let text = |key, label, help| Field {
        key,
        label,
        help,
        kind: FieldKind::Text,
        advanced: false,
        required: true,
        default: "",
        only_in: "",
        account: false,
    };
    vec![
        Field {
            kind: FieldKind::Url,
            only_in: OWN,
            ..text(
                "base_url",
                "Address",
                "Begins with https://. Only this computer may be reached by http://.",
            )
        },
        Field {
            kind: FieldKind::Secret,
            account: true,
            ..text(
                "api_key",
                "API key",
                "From Account Settings, API Details. Kept in this computer's keychain.",
            )
        },
        Field {
            advanced: true,
            required: false,
            ..text("profile_id", "Branding profile", "The id of a profile; empty takes the account's first.")
        },
    ]
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
    let typed = |field: &str| spec.settings.get(field).map(String::as_str).unwrap_or_default();
    let base = match (environment.key, typed("base_url")) {
        (OWN, text) if text.trim().is_empty() => {
            return Err(ConnectError::Missing { field: "base_url".to_owned() });
        }
        (OWN, text) => parse_address(text, "base_url")?,
        _ => parse_address(environment.base_url, "base_url")?,
    };
    let secret = pasted(credentials.get("api_key").map_or("", |secret| secret.expose_secret()));
    if secret.is_empty() {
        return Err(ConnectError::Missing { field: "api_key".to_owned() });
    }
    let is_visible = secret.bytes().all(|byte| byte.is_ascii_graphic());
    let key = is_visible.then(|| Key::new(HEADER, SecretString::from(secret))).flatten();
    let profile = Some(pasted(typed("profile_id"))).filter(|id| !id.is_empty());
    match (key, profile) {
        (None, _) => Err(unusable("api_key")),
        (Some(_), Some(id)) if !is_uuid(&id) => Err(unusable("profile_id")),
        (Some(key), profile) => Ok(Typed { base, key, profile }),
    }
}

/// White space and line breaks come with the mouse and belong to nothing that is pasted here.
fn pasted(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a text has the form of a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn unusable(field: &str) -> ConnectError {
    ConnectError::Unusable { field: field.to_owned() }
}
