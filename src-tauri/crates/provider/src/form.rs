//! What a wallet needs to connect: the form is drawn from the client's own list of fields.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// One supplier's connection form.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProviderForm {
    /// The client's key, stored with the wallet.
    pub provider: &'static str,
    /// The supplier's full name ("ZIM Connections").
    pub name: &'static str,
    /// How staff call it ("ZIM").
    pub short_name: &'static str,
    /// Where it can be reached; the last is an address of one's own.
    pub environments: Vec<Environment>,
    /// What to fill in, in order.
    pub fields: Vec<Field>,
    /// What this supplier cannot do, in plain sentences.
    pub cannot: Vec<&'static str>,
}

/// One of a supplier's servers.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Environment {
    /// `production`, `sandbox` or `own`.
    pub key: &'static str,
    /// As staff read it.
    pub label: &'static str,
    /// Base URL; empty for `own`, which asks for one.
    pub base_url: &'static str,
}

/// One field of the form.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Field {
    /// Key under which it is stored.
    pub key: &'static str,
    /// As staff read it.
    pub label: &'static str,
    /// One sentence below the field; may be empty.
    pub help: &'static str,
    /// How it is typed and kept.
    pub kind: FieldKind,
    /// Shown only under *Advanced*.
    pub advanced: bool,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it holds before anybody types.
    pub default: &'static str,
    /// Only asked in this environment (`own`); empty is always.
    pub only_in: &'static str,
    /// Whether it names the account, as an address always does: two wallets that agree in all of them read the
    /// same eSIMs. The window asks nothing by it.
    #[serde(skip)]
    pub account: bool,
}

/// How a field is typed and kept.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldKind {
    /// Plain text.
    Text,
    /// Kept in the keychain, never shown again.
    Secret,
    /// https, or http on a loopback address.
    Url,
    /// `true` or `false`.
    Switch,
    /// One of these.
    Choice {
        /// Key and label of each.
        options: Vec<(&'static str, &'static str)>,
    },
}

/// What is typed into the form and is no secret.
pub type Settings = BTreeMap<String, String>;

/// What is typed into the form and is kept in the keychain.
pub type Credentials = BTreeMap<String, SecretString>;

/// All that makes a connection.
#[derive(Clone, Debug)]
pub struct WalletSpec {
    /// Which client.
    pub provider: String,
    /// Which of its environments.
    pub environment: String,
    /// ISO 4217 currency in which this wallet buys.
    pub currency: String,
    /// Fields that are no secret.
    pub settings: Settings,
}

/// Why a wallet cannot even be tried; each names its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConnectError {
    /// No such client or environment.
    #[error("no supplier is called {name:?}")]
    UnknownProvider {
        /// What was asked for.
        name: String,
    },
    /// A required field is empty.
    #[error("{field} is missing")]
    Missing {
        /// Key of the field.
        field: String,
    },
    /// Neither https nor http on a loopback address.
    #[error("{field} must begin with https://")]
    NotHttps {
        /// Key of the field.
        field: String,
    },
    /// Not a URL, or one with a login, query or fragment in it.
    #[error("{field} is not an address")]
    NotUrl {
        /// Key of the field.
        field: String,
    },
    /// Not one of the choices, or a text with characters that no header takes.
    #[error("{field} cannot be used")]
    Unusable {
        /// Key of the field.
        field: String,
    },
}
