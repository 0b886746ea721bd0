//! Fills the core's ports with the real things.

use crate::desktop::SystemDesktop;
use crate::keychain;
use async_trait::async_trait;
use esim_desk_core::Wiring;
use esim_desk_core::api::Topic;
use esim_desk_core::ports::{
    Clock, Connect, Documents, Events, Misread, Practice, PracticeRun, PracticeWallet, QrPictures,
};
use esim_desk_documents::{Qr, QrError, png_data_url, safe_file_name, save_new};
use esim_desk_model::{ActivationCode, Timestamp};
use esim_desk_provider::{ConnectError, Credentials, Provider, ProviderForm, Settings, WalletSpec};
use esim_desk_simulators::practice;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tauri::{AppHandle, Emitter};

/// The wiring of the real program.
pub fn of(handle: &AppHandle) -> Wiring {
    Wiring {
        clock: Arc::new(SystemClock),
        connect: Arc::new(Clients),
        documents: Arc::new(Pictures),
        desktop: Arc::new(SystemDesktop::new(handle.clone())),
        practice: Arc::new(Simulators),
        events: Arc::new(WindowEvents(handle.clone())),
        vault: keychain::vault(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock of the program")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

struct Clients;

impl Connect for Clients {
    fn forms(&self) -> Vec<ProviderForm> {
        esim_desk_clients::forms()
    }
    fn connect(
        &self,
        spec: &WalletSpec,
        credentials: Credentials,
    ) -> Result<Arc<dyn Provider>, ConnectError> {
        esim_desk_clients::connect(spec, credentials)
    }
}

struct Pictures;

/// Wide enough for 280 CSS pixels on a screen of twice the density.
const SHOWN_PIXELS: u32 = 560;

impl Documents for Pictures {
    fn qr(&self, code: &ActivationCode) -> Result<QrPictures, Misread> {
        let pictures = || {
            let proven = Qr::of(code)?;
            let png = proven.png(SHOWN_PIXELS)?;
            Ok::<_, QrError>(QrPictures { data_url: png_data_url(&png), png, svg: proven.svg() })
        };
        pictures().map_err(|_| Misread)
    }
    fn save_new(&self, folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        save_new(folder, &safe_file_name(stem, extension), bytes)
    }
}

struct WindowEvents(AppHandle);

impl Events for WindowEvents {
    fn stale(&self, topic: Topic) {
        // A window that is closing needs no news.
        let _ = self.0.emit("stale", serde_json::json!({ "topic": topic }));
    }
}

struct Simulators;

#[async_trait]
impl Practice for Simulators {
    async fn start(&self, folder: &Path) -> Result<PracticeRun, String> {
        let accounts = practice::start(folder).await.map_err(|error| error.to_string())?;
        Ok(PracticeRun { wallets: accounts.iter().map(wallet).collect(), guard: Box::new(accounts) })
    }
}

fn wallet(account: &practice::Account) -> PracticeWallet {
    let (mut settings, mut credentials) = (Settings::new(), Credentials::new());
    for entry in &account.entries {
        if entry.secret {
            credentials.insert(entry.field.to_owned(), entry.value.clone().into());
        } else {
            settings.insert(entry.field.to_owned(), entry.value.clone());
        }
    }
    PracticeWallet {
        provider: account.supplier.to_owned(),
        name: format!("{} practice", account.name),
        currency: account.currency.to_owned(),
        settings,
        credentials,
    }
}
