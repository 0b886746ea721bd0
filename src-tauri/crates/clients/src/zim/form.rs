//! What staff fill in to connect ZIM, and how it is read.

use crate::http::{Identity, parse_address};
use esim_desk_provider::{
    ConnectError, Credentials, Environment, Field, FieldKind, ProviderForm, WalletSpec,
};
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

/// The key under which a ZIM wallet is stored.
pub(super) const KEY: &str = "zim";

/// Where a search's body names the destination.
pub(super) const PLACEHOLDER: &str = "{iso3}";

const OWN: &str = "own";
const TOKEN_URL: &str = "https://auth.zimconnections.com/oauth2/token";
const ENVIRONMENTS: [Environment; 3] = [
    Environment { key: "production", label: "Production", base_url: "https://zim.api.zimconnections.com" },
    Environment { key: "sandbox", label: "Sandbox", base_url: "https://zim.api.dev.zimconnections.com" },
    Environment { key: OWN, label: "Own address", base_url: "" },
];

/// What a purchase and a search carry beside the plan.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// ISO 4217; always sent.
    pub currency: String,
    /// Buy for another account (`accountID`).
    pub on_behalf_of: Option<String>,
    /// `user_…` ids the order is for.
    pub users: Vec<String>,
    /// The older document's name for that list.
    pub users_are_nano: bool,
    /// Whether ZIM itself writes to the traveller.
    pub notify_recipient: bool,
    pub discount_code: Option<String>,
    /// Body of the plan search, with or without [`PLACEHOLDER`].
    pub search_body: String,
    /// Whether `GET /orders/{id}` is tried.
    pub single_order: bool,
}

/// Everything that was typed, checked.
pub(super) struct Typed {
    pub base: Url,
    pub headers: HeaderMap,
    pub identity: Identity,
    pub settings: Settings,
}

/// The form.
pub(super) fn form() -> ProviderForm {
    ProviderForm {
        provider: KEY,
        name: "ZIM Connections",
        short_name: "ZIM",
        environments: ENVIRONMENTS.to_vec(),
        fields: fields(),
        cannot: vec![
            "ZIM shows no balance.",
            "Orders cannot be cancelled or refunded here; use ZIM's own portal.",
            "ZIM says neither when a plan was activated nor when it ends.",
            "ZIM does not say what was charged; the price of the plan is shown.",
            "Use is measured about once an hour.",
            "An order does not name its eSIM; it is found by what is new in the account.",
        ],
    }
}

fn fields() -> Vec<Field> {
    let text = |key, label, help| Field {
        key,
        label,
        help,
        kind: FieldKind::Text,
        advanced: true,
        required: false,
        default: "",
        only_in: "",
        account: false,
    };
    let own = |key, label, help| Field {
        kind: FieldKind::Url,
        advanced: false,
        required: true,
        only_in: OWN,
        ..text(key, label, help)
    };
    let switch =
        |key, label, help| Field { kind: FieldKind::Switch, default: "false", ..text(key, label, help) };
    vec![
        own("base_url", "Address", "Begins with https://. Only this computer may be reached by http://."),
        own("token_url", "Address for access tokens", "Where this server gives out access tokens."),
        Field {
            advanced: false,
            required: true,
            account: true,
            ..text("client_id", "Client ID", "From ZIM, with the secret.")
        },
        Field {
            kind: FieldKind::Secret,
            advanced: false,
            required: true,
            ..text("client_secret", "Client secret", "Kept in this computer's keychain.")
        },
        Field {
            kind: FieldKind::Url,
            default: TOKEN_URL,
            ..text("zim_token_url", "ZIM's address for access tokens", "Not used with an own address.")
        },
        Field {
            default: "account/write",
            account: true, // it may be `account/` and an account's id
            ..text("scope", "Scope", "Leave it unless your account manager named another.")
        },
        Field {
            default: "b2b",
            ..text("app_identifier", "App identifier", "Leave it unless ZIM named another.")
        },
        Field {
            account: true,
            ..text("on_behalf_of", "Buy for account", "An acct_ id; empty buys for your own account.")
        },
        text("users", "Users", "The user_ ids orders are for, with commas; usually empty."),
        Field {
            kind: FieldKind::Choice {
                options: vec![("usersIDs", "usersIDs (newer)"), ("userNanoIDs", "userNanoIDs (older)")],
            },
            default: "usersIDs",
            ..text("users_field", "Name of the users field", "Only matters if users are filled in.")
        },
        switch("notify_recipient", "ZIM itself writes to the traveller", "Off: only you hand the eSIM over."),
        text("discount_code", "Discount code", "Applied to the prices of a destination's plans."),
        Field {
            default: "{}",
            ..text("plan_search_body", "Body of the plan search", "JSON; {iso3} stands for the destination.")
        },
        switch(
            "single_order",
            "Look up single orders",
            "Only if ZIM told you that orders can be read one by one.",
        ),
    ]
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
    let (base, token_url) = if environment.key == OWN {
        (typed.address("base_url", "")?, typed.address("token_url", "")?)
    } else {
        (parse_address(environment.base_url, "base_url")?, typed.address("zim_token_url", TOKEN_URL)?)
    };
    let identity = Identity {
        url: token_url,
        client_id: typed.pasted("client_id")?,
        secret: SecretString::from(typed.pasted("client_secret")?),
        scope: typed.text_or("scope", "account/write"),
        header: AUTHORIZATION,
        scheme: "Bearer".to_owned(),
    };
    Ok(Typed { base, headers: typed.headers()?, identity, settings: typed.settings()? })
}

/// The values of one form.
struct Typing<'a> {
    spec: &'a WalletSpec,
    credentials: &'a Credentials,
}

impl Typing<'_> {
    fn settings(&self) -> Result<Settings, ConnectError> {
        let currency = self.spec.currency.trim().to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(unusable("currency"));
        }
        Ok(Settings {
            currency,
            on_behalf_of: self.optional("on_behalf_of"),
            users: self.users(),
            users_are_nano: self.choice("users_field", &["usersIDs", "userNanoIDs"])? == "userNanoIDs",
            notify_recipient: self.choice("notify_recipient", &["false", "true"])? == "true",
            discount_code: self.optional("discount_code"),
            search_body: self.search_body()?,
            single_order: self.choice("single_order", &["false", "true"])? == "true",
        })
    }

    fn headers(&self) -> Result<HeaderMap, ConnectError> {
        let app = self.text_or("app_identifier", "b2b");
        let app = HeaderValue::from_str(&app).map_err(|_| unusable("app_identifier"))?;
        Ok(HeaderMap::from_iter([
            (HeaderName::from_static("x-app-identifier"), app),
            (ACCEPT, HeaderValue::from_static("application/json")),
        ]))
    }

    fn search_body(&self) -> Result<String, ConnectError> {
        let body = self.text_or("plan_search_body", "{}");
        let example = body.replace(PLACEHOLDER, "FRA");
        match serde_json::from_str::<serde_json::Value>(&example) {
            Ok(json) if json.is_object() => Ok(body),
            Ok(_) | Err(_) => Err(unusable("plan_search_body")),
        }
    }

    fn users(&self) -> Vec<String> {
        let users = self.text("users");
        users
            .split([',', ';', ' ', '\n', '\r', '\t'])
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn address(&self, field: &str, default: &str) -> Result<Url, ConnectError> {
        let text = self.text_or(field, default);
        if text.is_empty() {
            return Err(ConnectError::Missing { field: field.to_owned() });
        }
        parse_address(&text, field)
    }

    /// A pasted id or secret: white space and line breaks come with the mouse and belong to neither.
    fn pasted(&self, field: &str) -> Result<String, ConnectError> {
        let text: String = self.text(field).split_whitespace().collect();
        if text.is_empty() {
            return Err(ConnectError::Missing { field: field.to_owned() });
        }
        if text.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(text) } else { Err(unusable(field)) }
    }

    /// One of these; the first when nothing was chosen.
    fn choice<'o>(&self, field: &str, options: &[&'o str]) -> Result<&'o str, ConnectError> {
        let text = self.text(field);
        let chosen = if text.is_empty() { options.first() } else { options.iter().find(|o| **o == text) };
        chosen.copied().ok_or_else(|| unusable(field))
    }

    fn optional(&self, field: &str) -> Option<String> {
        Some(self.text(field)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn text_or(&self, field: &str, default: &str) -> String {
        self.optional(field).unwrap_or_else(|| default.to_owned())
    }

    fn text(&self, field: &str) -> &str {
        let kept = || self.credentials.get(field).map(ExposeSecret::expose_secret);
        self.spec.settings.get(field).map(String::as_str).or_else(kept).unwrap_or_default().trim()
    }
}

fn unusable(field: &str) -> ConnectError {
    ConnectError::Unusable { field: field.to_owned() }
}
