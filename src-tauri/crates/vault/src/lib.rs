//! Secrets by name, over the operating system's keychain.
//!
//! Deliberately not here: which keychain (the shell hands in how to open it), what the secrets mean, and
//! any file: a secret stands in the keychain, or for practice in memory, and nowhere else. Start with
//! [`Vault`]; [`Error`] says what a person can do about a keychain that does not answer.

mod error;
mod keychain;
mod memory;

use std::sync::Arc;
use std::time::Duration;

pub use error::Error;
use keychain::Keychain;
pub use keyring_core::CredentialStore;
use memory::Memory;
use secrecy::{ExposeSecret as _, SecretString};

/// The service under which every secret stands in the keychain, as its owner sees it there.
pub const SERVICE: &str = "eSIM Desk";
/// The longest secret in bytes. Windows holds no more; elsewhere the same, so that no wallet works on one
/// system alone.
pub const LONGEST: usize = 2560;
/// How long a call may take unless told otherwise: a locked keychain asks a person for a password.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Secrets by name, such as `wallet/<id>/client_secret`. Cheap to clone; clones share one connection.
#[derive(Clone)]
pub struct Vault(Place);

#[derive(Clone)]
enum Place {
    Keychain(Arc<Keychain>),
    Memory(Arc<Memory>),
}

impl Vault {
    /// A vault in the keychain that `open` connects to. Nothing is opened before the first call, and what
    /// failed to open is tried again at the next: a keychain may start later than the program.
    pub fn new(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self::with_patience(PATIENCE, open)
    }

    /// As [`Vault::new`], with another time limit for each call.
    pub fn with_patience(
        patience: Duration,
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self(Place::Keychain(Arc::new(Keychain::new(patience, Box::new(open)))))
    }

    /// A vault for practice: its secrets live in memory, are wiped when it is dropped, and never reach a
    /// keychain.
    #[must_use]
    pub fn in_memory() -> Self {
        Self(Place::Memory(Arc::default()))
    }

    /// Stores a secret under its name, in place of one that was there.
    ///
    /// # Errors
    /// [`Error::TooLong`] above [`LONGEST`] bytes; else what the keychain says. After
    /// [`Error::TimedOut`] the secret may still be stored, once the keychain's own question is answered.
    pub async fn put(&self, name: &str, secret: SecretString) -> Result<(), Error> {
        let bytes = secret.expose_secret().len();
        if bytes > LONGEST {
            return Err(Error::TooLong { bytes });
        }
        match &self.0 {
            Place::Keychain(keychain) => keychain.put(name, secret).await,
            Place::Memory(memory) => {
                memory.put(name, secret);
                Ok(())
            }
        }
    }

    /// The secret of that name, or `None` when there is none.
    ///
    /// # Errors
    /// What the keychain says; never "absent".
    pub async fn get(&self, name: &str) -> Result<Option<SecretString>, Error> {
        match &self.0 {
            Place::Keychain(keychain) => keychain.get(name).await,
            Place::Memory(memory) => Ok(memory.get(name)),
        }
    }

    /// Removes the secret of that name. That it is gone already is no error.
    ///
    /// # Errors
    /// What the keychain says.
    pub async fn remove(&self, name: &str) -> Result<(), Error> {
        match &self.0 {
            Place::Keychain(keychain) => keychain.remove(name).await,
            Place::Memory(memory) => {
                memory.remove(name);
                Ok(())
            }
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Place::Keychain(_) => "Vault(keychain)",
            Place::Memory(_) => "Vault(memory)",
        })
    }
}
