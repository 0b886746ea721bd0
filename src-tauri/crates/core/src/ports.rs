//! What the core needs from outside, filled by the shell's wiring and by tests.
//!
//! The core waits only through [`Clock`], so that ten minutes of looking for a lost order run in
//! milliseconds in a test.

use crate::api::Topic;
use async_trait::async_trait;
use esim_desk_model::{ActivationCode, Timestamp};
use esim_desk_provider::{ConnectError, Credentials, Provider, ProviderForm, Settings, WalletSpec};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Now, and waiting.
#[async_trait]
pub trait Clock: Send + Sync {
    /// This computer's time.
    fn now(&self) -> Timestamp;
    /// Returns after so long, never earlier.
    async fn sleep(&self, duration: Duration);
}

/// Makes a connection from what staff typed.
pub trait Connect: Send + Sync {
    /// The form of each supplier.
    fn forms(&self) -> Vec<ProviderForm>;
    /// Opens a wallet; no network.
    ///
    /// # Errors
    /// [`ConnectError`] names the field that cannot be used.
    fn connect(&self, spec: &WalletSpec, credentials: Credentials)
    -> Result<Arc<dyn Provider>, ConnectError>;
}

/// Draws codes and proves them.
pub trait Documents: Send + Sync {
    /// Draws the QR of a code, reads it back and compares it.
    ///
    /// # Errors
    /// [`Misread`] when what was read back is not the code.
    fn qr(&self, code: &ActivationCode) -> Result<QrPictures, Misread>;
    /// Saves bytes as a new file in a folder under a safe name made of `stem`; never overwrites.
    ///
    /// # Errors
    /// Those of the file system.
    fn save_new(&self, folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> std::io::Result<PathBuf>;
}

/// One proven QR in the forms we need.
pub struct QrPictures {
    /// PNG, at least 560 px wide.
    pub png: Vec<u8>,
    /// The same as `data:image/png;base64,…`.
    pub data_url: String,
    /// SVG document.
    pub svg: String,
}

/// A QR that did not read back equal to its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the QR does not read back equal to its code")]
pub struct Misread;

/// The desktop around the window. Each call may block; the core calls it off the async threads.
pub trait Desktop: Send + Sync {
    /// Puts a text on the clipboard, marked as a secret where the system knows such a thing.
    ///
    /// # Errors
    /// A text for "details".
    fn copy_text(&self, text: &str) -> Result<(), String>;
    /// Puts a picture on the clipboard.
    ///
    /// # Errors
    /// A text for "details".
    fn copy_png(&self, png: &[u8]) -> Result<(), String>;
    /// Clears the clipboard if it still holds this text, or the picture last put there when `None`.
    ///
    /// # Errors
    /// A text for "details".
    fn clear_clipboard_if(&self, text: Option<&str>) -> Result<(), String>;
    /// Opens a folder in the file manager.
    ///
    /// # Errors
    /// A text for "details".
    fn open_folder(&self, folder: &Path) -> Result<(), String>;
    /// Where files for the user are saved.
    fn downloads(&self) -> PathBuf;
}

/// Simulated suppliers for practice.
#[async_trait]
pub trait Practice: Send + Sync {
    /// Starts them; their ledger persists in the folder.
    ///
    /// # Errors
    /// A text for "details".
    async fn start(&self, folder: &Path) -> Result<PracticeRun, String>;
}

/// Running simulated suppliers; they stop when `guard` is dropped.
pub struct PracticeRun {
    /// One wallet for each.
    pub wallets: Vec<PracticeWallet>,
    /// Keeps them running.
    pub guard: Box<dyn Send + Sync>,
}

/// A wallet at a simulated supplier. Its credentials stay in memory.
pub struct PracticeWallet {
    /// The client's key.
    pub provider: String,
    /// Name of the wallet.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Fields that are no secret, the address among them.
    pub settings: Settings,
    /// Secrets.
    pub credentials: Credentials,
}

/// Tells the window what became stale.
pub trait Events: Send + Sync {
    /// Something of this topic changed.
    fn stale(&self, topic: Topic);
}

/// All ports but those that only the start needs. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ports {
    /// Now, and waiting.
    pub clock: Arc<dyn Clock>,
    /// Connections.
    pub connect: Arc<dyn Connect>,
    /// QR pictures and files.
    pub documents: Arc<dyn Documents>,
    /// Clipboard and file manager.
    pub desktop: Arc<dyn Desktop>,
    /// The window's ear.
    pub events: Arc<dyn Events>,
}
