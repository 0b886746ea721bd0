//! What staff fill in to connect Telkor, and how it is read. Little of Telkor's API is published, so the
//! addresses, the header of the token and every path are settings.

use super::paths::{KNOWN, Paths};
use crate::http::{Identity, parse_address};
use esim_desk_provider::{
    ConnectError, Credentials, Environment, Field, FieldKind, ProviderForm, WalletSpec,
};
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// The key under which a Telkor wallet is stored.
pub(super) const KEY: &str = "telkor";

const OWN: &str = "own";
const BINARY: &str = "binary";
const DECIMAL: &str = "decimal";
const PRODUCTION: &str = "https://api.omaxtelecom.com/telkor";
const TOKEN_URL: &str = "https://id.omaxtelecom.com/realms/platform/protocol/openid-connect/token";
const ENVIRONMENTS: [Environment; 2] = [
    Environment { key: "production", label: "Production", base_url: PRODUCTION },
    Environment { key: OWN, label: "Own address", base_url: "" },
];

/// Everything that was typed, checked.
pub(super) struct Typed {
    pub base: Url,
    pub headers: HeaderMap,
    pub identity: Identity,
    pub settings: Settings,
}

/// What requests depend on beside the login.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub paths: Paths,
    /// The value of `sim_type` that asks for eSIMs alone.
    pub esim_word: String,
    /// Whether a plan's MB are millions of bytes; otherwise they are mebibytes.
    pub decimal_megabytes: bool,
}

/// The connection form.
pub(super) fn form() -> ProviderForm {
    ProviderForm {
        provider: KEY,
        name: "OMAX Telecom Telkor",
        short_name: "Telkor",
        environments: ENVIRONMENTS.to_vec(),
        fields: fields(),
        cannot: vec![
            "Telkor states no prices; keep your buying price per plan here.",
            "Telkor sells no new eSIMs; an order takes one from your stock and puts a plan on it.",
            "A link cannot be removed or refunded here; use Telkor's own portal.",
            "The balance is a snapshot that Telkor renews about every three hours.",
            "Plans are made in Telkor's own portal.",
        ],
    }
}

fn fields() -> Vec<Field> {
    let asked = |field| Field { advanced: false, required: true, ..field };
    let address = "Begins with https://. Only this computer may be reached by http://.";
    let own =
        |key, label, help| Field { kind: FieldKind::Url, only_in: OWN, ..asked(text(key, label, help)) };
    let mut fields = vec![
        own("base_url", "Address", address),
        own("token_url", "Address for access tokens", "Where this server gives out access tokens."),
        Field {
            account: true,
            ..asked(text("client_id", "Client ID", "From OMAX Telecom, with the secret."))
        },
        Field {
            kind: FieldKind::Secret,
            ..asked(text("client_secret", "Client secret", "Kept in this computer's keychain."))
        },
    ];
    fields.extend(advanced_fields());
    let help = "Braces stand for the id. Change it if Telkor's documents name another path.";
    fields.extend(KNOWN.iter().map(|known| usual(known.default, text(known.key, known.label, help))));
    fields
}

fn advanced_fields() -> [Field; 7] {
    let url = |field| Field { kind: FieldKind::Url, ..field };
    let token_label = "Telkor's address for access tokens";
    [
        url(usual(PRODUCTION, text("telkor_url", "Telkor's address", "Not used with an own address."))),
        url(usual(TOKEN_URL, text("telkor_token_url", token_label, "Not used with an own address."))),
        text("scope", "Scope", "Empty unless OMAX Telecom named one."),
        usual("Authorization", text("auth_header", "Header of the token", "Usually Authorization.")),
        usual("Bearer", text("auth_scheme", "Word before the token", "Usually Bearer; empty is none.")),
        usual("esim", text("esim_word", "Word for eSIMs", "How sim_type asks for eSIMs alone.")),
        Field {
            kind: FieldKind::Choice {
                options: vec![(BINARY, "1,048,576 bytes"), (DECIMAL, "1,000,000 bytes")],
            },
            ..usual(BINARY, text("megabytes", "One MB of a plan", "Leave it unless Telkor says otherwise."))
        },
    ]
}

fn text(key: &'static str, label: &'static str, help: &'static str) -> Field {
    let kind = FieldKind::Text;
    Field {
        key,
        label,
        help,
        kind,
        advanced: true,
        required: false,
        default: "",
        only_in: "",
        account: false,
    }
}

fn usual(default: &'static str, field: Field) -> Field {
    Field { default, ..field }
}

/// Checks what was typed.
///
/// # Errors
/// [`ConnectError`] names the first field that does not do.
pub(super) fn read(spec: &WalletSpec, credentials: &Credentials) -> Result<Typed, ConnectError> {
    let typed = Typing { spec, credentials };
    let environment = ENVIRONMENTS
        .iter()
        .find(|environment| environment.key == spec.environment)
        .ok_or_else(|| ConnectError::UnknownProvider { name: spec.environment.clone() })?;
    let (base, url) = if environment.key == OWN {
        (typed.address("base_url", "")?, typed.address("token_url", "")?)
    } else {
        (typed.address("telkor_url", PRODUCTION)?, typed.address("telkor_token_url", TOKEN_URL)?)
    };
    let identity = Identity {
        url,
        client_id: typed.pasted("client_id")?,
        secret: SecretString::from(typed.pasted("client_secret")?),
        scope: typed.text("scope").to_owned(),
        header: typed.header()?,
        scheme: typed.scheme()?,
    };
    let paths = Paths::read(|key| typed.text(key).to_owned())?;
    let decimal_megabytes = typed.megabytes()?;
    let settings = Settings { paths, esim_word: typed.word("esim_word", "esim")?, decimal_megabytes };
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    Ok(Typed { base, headers, identity, settings })
}

/// The values of one form.
struct Typing<'a> {
    spec: &'a WalletSpec,
    credentials: &'a Credentials,
}

impl Typing<'_> {
    fn header(&self) -> Result<HeaderName, ConnectError> {
        match self.text("auth_header") {
            "" => Ok(AUTHORIZATION),
            name => HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable("auth_header")),
        }
    }

    /// Emptied is none; never asked for is the usual one.
    fn scheme(&self) -> Result<String, ConnectError> {
        let usual = if self.spec.settings.contains_key("auth_scheme") { "" } else { "Bearer" };
        self.word("auth_scheme", usual)
    }

    /// Whether they are decimal.
    fn megabytes(&self) -> Result<bool, ConnectError> {
        match self.text("megabytes") {
            "" | BINARY => Ok(false),
            DECIMAL => Ok(true),
            _ => Err(unusable("megabytes")),
        }
    }

    fn address(&self, field: &str, default: &str) -> Result<Url, ConnectError> {
        match self.text_or(field, default) {
            "" => Err(ConnectError::Missing { field: field.to_owned() }),
            text => parse_address(text, field),
        }
    }

    /// A pasted id or secret: white space and line breaks come with the mouse and belong to neither.
    fn pasted(&self, field: &str) -> Result<String, ConnectError> {
        let text: String = self.text(field).split_whitespace().collect();
        match text.bytes().all(|byte| byte.is_ascii_graphic()) {
            true if text.is_empty() => Err(ConnectError::Missing { field: field.to_owned() }),
            true => Ok(text),
            false => Err(unusable(field)),
        }
    }

    /// One word of visible ASCII.
    fn word(&self, field: &str, default: &str) -> Result<String, ConnectError> {
        let text = self.text_or(field, default);
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(text.to_owned())
        } else {
            Err(unusable(field))
        }
    }

    fn text_or<'t>(&'t self, field: &str, default: &'t str) -> &'t str {
        match self.text(field) {
            "" => default,
            text => text,
        }
    }

    fn text(&self, field: &str) -> &str {
        let kept = || self.credentials.get(field).map(ExposeSecret::expose_secret);
        self.spec.settings.get(field).map(String::as_str).or_else(kept).unwrap_or_default().trim()
    }
}

fn unusable(field: &str) -> ConnectError {
    ConnectError::Unusable { field: field.to_owned() }
}
