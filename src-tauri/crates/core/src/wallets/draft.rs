//! What staff typed into a connection form, checked and cleaned.

use crate::api::{Code, Failure, Sharing, WalletDraft};
use crate::desk::Desk;
use esim_desk_provider::{Credentials, Field, FieldKind, ProviderForm, WalletSpec};
use esim_desk_store::record::WalletRow;
use secrecy::SecretString;

/// Longest name of a wallet, in characters.
const LONGEST_NAME: usize = 60;

/// A form that can be tried.
pub(super) struct Typed {
    /// Everything that makes the connection but its secrets.
    pub spec: WalletSpec,
    /// The secrets that were typed.
    pub secrets: Credentials,
    /// Staff's own name, or the supplier's.
    pub name: String,
    /// Staff left the name to us.
    pub name_is_ours: bool,
    /// Answered or not.
    pub sharing: Option<Sharing>,
}

impl Typed {
    /// Reads a form. White space and line breaks around what was pasted go.
    ///
    /// # Errors
    /// `unknown_provider`; `field_unusable` at `environment`, `currency` or `name`.
    pub fn read(desk: &Desk, draft: WalletDraft) -> Result<Self, Failure> {
        let unknown = || Failure::new(Code::UnknownProvider).fact("name", &draft.provider);
        let form = desk.wallets.form(&draft.provider).ok_or_else(unknown)?;
        if !form.environments.iter().any(|environment| environment.key == draft.environment) {
            return Err(Failure::at(Code::FieldUnusable, "environment"));
        }
        let currency = draft.currency.trim().to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Err(Failure::at(Code::FieldUnusable, "currency"));
        }
        let name_is_ours = draft.name.trim().is_empty();
        let name = match draft.name.split_whitespace().collect::<Vec<_>>().join(" ") {
            empty if empty.is_empty() => form.short_name.to_owned(),
            name if name.chars().count() > LONGEST_NAME => {
                return Err(Failure::at(Code::FieldUnusable, "name"));
            }
            name => name,
        };
        let mut spec = WalletSpec {
            provider: draft.provider,
            environment: draft.environment,
            currency,
            settings: Default::default(),
        };
        let mut secrets = Credentials::new();
        for field in asked_in(form, &spec.environment) {
            if is_secret(field) {
                let typed = draft.secrets.get(field.key).map(|text| text.trim()).unwrap_or_default();
                if !typed.is_empty() {
                    secrets.insert(field.key.to_owned(), SecretString::from(typed));
                }
            } else if let Some(text) = draft.settings.get(field.key) {
                spec.settings.insert(field.key.to_owned(), text.trim().to_owned());
            }
        }
        Ok(Self { spec, secrets, name, name_is_ours, sharing: draft.sharing })
    }

    /// Whether anybody else buys from the account.
    ///
    /// # Errors
    /// `field_missing` at `sharing`: an order found by difference alone is adopted or not by this answer.
    pub fn sharing(&self) -> Result<Sharing, Failure> {
        self.sharing.ok_or_else(|| Failure::at(Code::FieldMissing, "sharing"))
    }

    /// Whether a stored secret would be sent somewhere else than before.
    pub fn moves_from(&self, desk: &Desk, wallet: &WalletRow) -> bool {
        let Some(form) = desk.wallets.form(&wallet.provider) else { return true };
        let address = |spec: &WalletSpec| -> Vec<String> {
            let typed =
                asked_in(form, &spec.environment).filter(|field| matches!(field.kind, FieldKind::Url));
            typed.map(|field| value(spec, field)).collect()
        };
        self.spec.provider != wallet.provider
            || self.spec.environment != wallet.environment
            || address(&self.spec) != address(&crate::desk::spec(wallet))
    }

    /// The key of the first secret field that was not typed.
    pub fn first_secret_missing(&self, desk: &Desk) -> Option<&'static str> {
        let form = desk.wallets.form(&self.spec.provider)?;
        let mut secret = asked_in(form, &self.spec.environment).filter(|field| is_secret(field));
        secret.find(|field| !self.secrets.contains_key(field.key)).map(|field| field.key)
    }
}

/// What a field holds: what was typed, or what it holds before anybody types.
pub(super) fn value(spec: &WalletSpec, field: &Field) -> String {
    let typed = spec.settings.get(field.key).map(|text| text.trim()).unwrap_or_default();
    let address = if typed.is_empty() { field.default } else { typed };
    address.trim_end_matches('/').to_owned()
}

/// The fields of a form that this environment asks for.
pub(super) fn asked_in<'a>(form: &'a ProviderForm, environment: &'a str) -> impl Iterator<Item = &'a Field> {
    form.fields.iter().filter(move |field| field.only_in.is_empty() || field.only_in == environment)
}

/// Whether a field goes to the keychain.
pub(super) fn is_secret(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Secret)
}
