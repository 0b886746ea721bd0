//! Every supplier at once, for practice and for trying by hand: each with its ledger in one folder, and with
//! what a wallet needs to connect to it.

use crate::esim_go::{self, EsimGo};
use crate::esimfly::{self, EsimFly};
use crate::stage::Error;
use crate::telkor::{self, Telkor};
use crate::zim::{self, Zim};
use std::any::Any;
use std::path::Path;

/// A running supplier; it ends when this is dropped.
pub struct Account {
    /// The supplier's key, by which a wallet names it.
    pub supplier: &'static str,
    /// How people call the supplier.
    pub name: &'static str,
    /// ISO 4217 currency of the account.
    pub currency: &'static str,
    /// What is typed to connect, in the order of the form.
    pub entries: Vec<Entry>,
    _running: Box<dyn Any + Send + Sync>,
}

/// One field of a connection form.
pub struct Entry {
    /// The field's key.
    pub field: &'static str,
    /// The field's name for people.
    pub label: &'static str,
    /// What to type.
    pub value: String,
    /// Whether it is a secret.
    pub secret: bool,
}

impl Entry {
    fn open(field: &'static str, label: &'static str, value: String) -> Self {
        Self { field, label, value, secret: false }
    }

    fn secret(field: &'static str, label: &'static str, value: String) -> Self {
        Self { field, label, value, secret: true }
    }
}

/// Starts every supplier; their ledgers persist in the folder.
///
/// # Errors
/// A ledger in the folder cannot be used.
pub async fn start(folder: &Path) -> Result<Vec<Account>, Error> {
    let folder = || Some(folder.to_owned());
    // Nobody learns more from waiting for limits; they stay where it is them that is tried.
    let rate_limit = 1_000;
    let go = esim_go::Options { folder: folder(), rate_limit, ..esim_go::Options::default() };
    let limits = esimfly::Limits::NONE;
    let fly = esimfly::Options { folder: folder(), limits, ..esimfly::Options::default() };
    Ok(vec![
        of_zim(Zim::start(zim::Options { folder: folder(), ..zim::Options::default() }).await?),
        of_esim_go(EsimGo::start(go).await?),
        of_esimfly(EsimFly::start(fly).await?),
        of_telkor(Telkor::start(telkor::Options { folder: folder(), ..telkor::Options::default() }).await?),
    ])
}

/// A running ZIM account.
#[must_use]
pub fn of_zim(zim: Zim) -> Account {
    let credentials = zim.credentials();
    Account {
        supplier: "zim",
        name: "ZIM",
        currency: "USD",
        entries: vec![
            Entry::open("base_url", "Server", zim.base_url()),
            Entry::open("token_url", "Token address", zim.token_url()),
            Entry::open("client_id", "Client ID", credentials.client_id.clone()),
            Entry::secret("client_secret", "Client secret", credentials.client_secret.clone()),
        ],
        _running: Box::new(zim),
    }
}

/// A running eSIM Go account.
#[must_use]
pub fn of_esim_go(account: EsimGo) -> Account {
    Account {
        supplier: "esim_go",
        name: "eSIM Go",
        currency: "USD",
        entries: vec![
            Entry::open("base_url", "Server", account.base_url()),
            Entry::secret("api_key", "API key", account.credentials().api_key),
        ],
        _running: Box::new(account),
    }
}

/// A running eSIMfly account.
#[must_use]
pub fn of_esimfly(account: EsimFly) -> Account {
    let credentials = account.credentials();
    Account {
        supplier: "esimfly",
        name: "eSIMfly",
        currency: "USD",
        entries: vec![
            Entry::open("base_url", "Server", account.base_url()),
            Entry::open("access_code", "Access code", credentials.access_code.clone()),
            Entry::secret("secret_key", "Secret key", credentials.secret_key.clone()),
        ],
        _running: Box::new(account),
    }
}

/// A running Telkor organisation.
#[must_use]
pub fn of_telkor(telkor: Telkor) -> Account {
    let credentials = telkor.credentials();
    Account {
        supplier: "telkor",
        name: "Telkor",
        currency: "EUR",
        entries: vec![
            Entry::open("base_url", "Server", telkor.base_url()),
            Entry::open("token_url", "Token address", telkor.token_url()),
            Entry::open("client_id", "Client ID", credentials.client_id.clone()),
            Entry::secret("client_secret", "Client secret", credentials.client_secret.clone()),
        ],
        _running: Box::new(telkor),
    }
}
