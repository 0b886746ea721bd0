//! The wallets of a desk as far as connections go: whose they are, their secrets, their clients.

use super::connections::Connections;
use crate::api::{Code, Failure};
use crate::failures::{self, Asked, internal};
use crate::ports::{Clock, Connect, Ports};
use esim_desk_model::WalletId;
use esim_desk_provider::{Credentials, Provider, ProviderForm, WalletSpec};
use esim_desk_store::Record;
use esim_desk_store::record::WalletRow;
use esim_desk_vault::Vault;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Opens wallets.
pub(crate) struct Wallets {
    record: Arc<Record>,
    vault: Vault,
    connect: Arc<dyn Connect>,
    clock: Arc<dyn Clock>,
    forms: Vec<ProviderForm>,
    connections: Connections,
    /// Held from the last look at what is connected until a wallet is saved.
    pub saving: tokio::sync::Mutex<()>,
}

impl Wallets {
    /// Nothing is opened yet.
    pub fn new(record: Arc<Record>, vault: Vault, ports: &Ports) -> Self {
        let (connect, clock) = (ports.connect.clone(), ports.clock.clone());
        let forms = connect.forms();
        let (connections, saving) = (Connections::default(), Default::default());
        Self { record, vault, connect, clock, forms, connections, saving }
    }

    /// The form of a supplier by its key.
    pub fn form(&self, provider: &str) -> Option<&ProviderForm> {
        self.forms.iter().find(|form| form.provider == provider)
    }

    /// The forms of all suppliers.
    pub fn forms(&self) -> &[ProviderForm] {
        &self.forms
    }

    /// How staff call a supplier; its key where this program does not know it.
    pub fn supplier<'a>(&'a self, provider: &'a str) -> &'a str {
        self.form(provider).map_or(provider, |form| form.short_name)
    }

    /// Label of an environment; its key where this program does not know it.
    pub fn environment<'a>(&'a self, provider: &str, key: &'a str) -> &'a str {
        let environments = self.form(provider).map(|form| form.environments.as_slice()).unwrap_or_default();
        environments.iter().find(|known| known.key == key).map_or(key, |known| known.label)
    }

    /// A wallet by its id, a disconnected one too.
    ///
    /// # Errors
    /// `wallet_not_found`.
    pub async fn wallet(&self, id: &WalletId) -> Result<WalletRow, Failure> {
        self.record.wallet(id).await?.ok_or_else(|| Failure::new(Code::WalletNotFound))
    }

    /// The connection of a wallet that may be asked.
    ///
    /// # Errors
    /// `wallet_not_found`; `wallet_paused` for one that is paused or disconnected; what the keychain says.
    pub async fn provider(&self, id: &WalletId) -> Result<Arc<dyn Provider>, Failure> {
        let wallet = self.wallet(id).await?;
        if wallet.paused || wallet.disconnected_at.is_some() {
            return Err(Failure::new(Code::WalletPaused).fact("name", &wallet.name));
        }
        self.connection(&wallet).await
    }

    /// The connection of a wallet, paused or not.
    ///
    /// # Errors
    /// What the keychain says, or the client of a form it does not know.
    pub async fn connection(&self, wallet: &WalletRow) -> Result<Arc<dyn Provider>, Failure> {
        self.connections.get_or_open(&wallet.id, self.clock.now(), self.open_connection(wallet)).await
    }

    /// The open connection and what stands in its way, without asking anybody.
    pub fn peek(&self, id: &WalletId) -> (Option<Arc<dyn Provider>>, Option<Failure>) {
        (self.connections.peek(id), self.connections.trouble(id))
    }

    /// Keeps a connection that was just checked.
    pub fn keep_connection(&self, id: &WalletId, provider: Arc<dyn Provider>) {
        self.connections.put(id, provider);
    }

    /// Lets the keychain be asked again, because a person wants something of the wallet.
    pub fn retry(&self, id: &WalletId) {
        self.connections.retry(id);
    }

    /// Forgets a connection; it is opened anew when it is needed.
    pub fn forget_connection(&self, id: &WalletId) {
        self.connections.forget(id);
    }

    async fn open_connection(&self, wallet: &WalletRow) -> Result<Arc<dyn Provider>, Failure> {
        let credentials = self.credentials(&wallet.id).await?;
        self.try_out(&spec(wallet), credentials)
    }

    /// The secrets of a wallet.
    ///
    /// # Errors
    /// What the keychain says; `keychain_empty` when it has none.
    pub async fn credentials(&self, id: &WalletId) -> Result<Credentials, Failure> {
        let secret = self.vault.get(&secret_name(id)).await?;
        let secret = secret.ok_or_else(|| Failure::new(Code::KeychainEmpty))?;
        let stored: BTreeMap<String, String> =
            serde_json::from_str(secret.expose_secret()).map_err(|_| Failure::new(Code::KeychainEmpty))?;
        Ok(stored.into_iter().map(|(field, secret)| (field, SecretString::from(secret))).collect())
    }

    /// Puts the secrets of a wallet into the keychain, all under one name.
    ///
    /// # Errors
    /// What the keychain says.
    pub async fn keep_credentials(&self, id: &WalletId, credentials: &Credentials) -> Result<(), Failure> {
        let plain: BTreeMap<&str, &str> =
            credentials.iter().map(|(field, secret)| (field.as_str(), secret.expose_secret())).collect();
        let secret = SecretString::from(serde_json::to_string(&plain).map_err(internal)?);
        Ok(self.vault.put(&secret_name(id), secret).await?)
    }

    /// Removes the secrets of a wallet.
    ///
    /// # Errors
    /// What the keychain says.
    pub async fn forget_credentials(&self, id: &WalletId) -> Result<(), Failure> {
        Ok(self.vault.remove(&secret_name(id)).await?)
    }

    /// Who is asked when this wallet is; for the words of a failure.
    pub fn asked(&self, wallet: &WalletRow) -> Asked {
        let (provider, _) = self.peek(&wallet.id);
        Asked {
            supplier: self.supplier(&wallet.provider).to_owned(),
            environment: self.environment(&wallet.provider, &wallet.environment).to_owned(),
            skew_seconds: provider.and_then(|provider| provider.clock_skew_seconds()),
        }
    }

    /// A supplier's error as the window is told it.
    pub fn failed(&self, wallet: &WalletRow, error: &esim_desk_provider::Error) -> Failure {
        failures::of_supplier(error, &self.asked(wallet))
    }

    /// Forgets all connections.
    pub fn close(&self) {
        self.connections.clear();
    }

    /// A connection that is not kept.
    ///
    /// # Errors
    /// At the field that cannot be used.
    pub fn try_out(&self, spec: &WalletSpec, credentials: Credentials) -> Result<Arc<dyn Provider>, Failure> {
        self.connect.connect(spec, credentials).map_err(|error| failures::of_form(&error))
    }
}

/// What makes the connection of a stored wallet.
pub(crate) fn spec(wallet: &WalletRow) -> WalletSpec {
    WalletSpec {
        provider: wallet.provider.clone(),
        environment: wallet.environment.clone(),
        currency: wallet.currency.clone(),
        settings: wallet.settings.clone(),
    }
}

fn secret_name(id: &WalletId) -> String {
    format!("wallet/{id}")
}
