//! The keychain behind a vault: blocking calls on threads of their own, a time limit, and a connection
//! that is made again when it is gone.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error as StoreError};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::{Error, SERVICE};

pub(crate) type Open = Box<dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync>;

/// Whether this system's keychain is reached over a connection that can be gone. Elsewhere a failed call
/// failed for good, and a second try could ask the same person the same question again.
const CONNECTED: bool = !cfg!(any(target_os = "windows", target_os = "macos"));

pub(crate) struct Keychain {
    open: Open,
    /// What `open` gave, until a call says that it is of no use any more.
    store: Mutex<Option<Arc<CredentialStore>>>,
    patience: Duration,
}

impl Keychain {
    pub(crate) fn new(patience: Duration, open: Open) -> Self {
        Self { open, store: Mutex::new(None), patience }
    }

    pub(crate) async fn put(self: &Arc<Self>, name: &str, secret: SecretString) -> Result<(), Error> {
        self.ask(name, move |entry| entry.set_secret(secret.expose_secret().as_bytes())).await
    }

    pub(crate) async fn get(self: &Arc<Self>, name: &str) -> Result<Option<SecretString>, Error> {
        let read = self.ask(name, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(StoreError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        });
        let Some(bytes) = read.await? else { return Ok(None) };
        let text = std::str::from_utf8(&bytes).map_err(|_| Error::Damaged)?;
        Ok(Some(SecretString::from(text)))
    }

    pub(crate) async fn remove(self: &Arc<Self>, name: &str) -> Result<(), Error> {
        self.ask(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(StoreError::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// Runs one call on a thread of its own. Not a thread of tokio's pool: a question that nobody answers
    /// would hold up the end of the program.
    async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        name: &str,
        call: impl Fn(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let (keychain, name) = (Arc::clone(self), name.to_owned());
        std::thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                // Nobody may be waiting any more; the answer is then wiped with the message.
                let _ = answer.send(keychain.call(&name, &call));
            })
            .map_err(|error| Error::Other { detail: error.to_string() })?;
        match tokio::time::timeout(self.patience, answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => {
                self.forget();
                Err(Error::Other { detail: "its library stopped".into() })
            }
            Err(_) => {
                // The store may be held by the unanswered call, and then every later call would wait for it.
                self.forget();
                Err(Error::TimedOut { after: self.patience })
            }
        }
    }

    /// One call, and once more over a new connection when the old one failed: a keychain that was
    /// restarted no longer knows our session. Each call may be repeated without harm.
    fn call<T>(&self, name: &str, call: &impl Fn(&Entry) -> keyring_core::Result<T>) -> Result<T, Error> {
        let (store, is_old) = self.opened()?;
        match store.build(SERVICE, name, None).and_then(|entry| call(&entry)) {
            Err(StoreError::PlatformFailure(_)) if CONNECTED && is_old => {
                self.forget();
                let (store, _) = self.opened()?;
                let entry = store.build(SERVICE, name, None)?;
                call(&entry).map_err(|error| self.failed(error))
            }
            done => done.map_err(|error| self.failed(error)),
        }
    }

    /// The connection, and whether it was there before.
    fn opened(&self) -> Result<(Arc<CredentialStore>, bool), Error> {
        if let Some(store) = self.slot().clone() {
            return Ok((store, true));
        }
        // Not under the lock: opening may block, and `forget` runs on an async thread.
        let store = (self.open)().map_err(Error::opening)?;
        *self.slot() = Some(Arc::clone(&store));
        Ok((store, false))
    }

    fn failed(&self, error: StoreError) -> Error {
        if matches!(error, StoreError::PlatformFailure(_)) {
            self.forget();
        }
        error.into()
    }

    fn forget(&self) {
        drop(self.slot().take());
    }

    /// The slot is whole after every step, so a panic elsewhere does not spoil it.
    fn slot(&self) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
