//! The rules of the connection, against a keychain made for it. The real one is in `tests/`.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring_core::{Result as StoreResult, mock};

use super::*;
use crate::{LONGEST, Vault};

/// A keychain whose every call gives what `call` gives.
struct Scripted<F>(Arc<F>);

impl<F> CredentialStoreApi for Scripted<F>
where
    F: Fn() -> StoreResult<Vec<u8>> + Send + Sync + 'static,
{
    fn vendor(&self) -> String {
        "scripted".into()
    }

    fn id(&self) -> String {
        "scripted".into()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> StoreResult<Entry> {
        assert_eq!((service, user), (SERVICE, "wallet/1/client_secret"));
        Ok(Entry::new_with_credential(Arc::new(Scripted(Arc::clone(&self.0)))))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scripted")
    }
}

impl<F> CredentialApi for Scripted<F>
where
    F: Fn() -> StoreResult<Vec<u8>> + Send + Sync + 'static,
{
    fn set_secret(&self, _: &[u8]) -> StoreResult<()> {
        (self.0)().map(drop)
    }

    fn get_secret(&self) -> StoreResult<Vec<u8>> {
        (self.0)()
    }

    fn delete_credential(&self) -> StoreResult<()> {
        (self.0)().map(drop)
    }

    fn get_credential(&self) -> StoreResult<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scripted")
    }
}

const NAME: &str = "wallet/1/client_secret";
const WORD: &str = "c0rrect-h0rse";

fn scripted(call: impl Fn() -> StoreResult<Vec<u8>> + Send + Sync + 'static) -> Arc<CredentialStore> {
    Arc::new(Scripted(Arc::new(call)))
}

fn gone() -> StoreError {
    StoreError::PlatformFailure("connection closed".into())
}

async fn word(vault: &Vault) -> Option<String> {
    vault.get(NAME).await.unwrap().map(|secret| secret.expose_secret().to_owned())
}

async fn keeps_secrets(vault: Vault) {
    assert_eq!(word(&vault).await, None);
    vault.put(NAME, WORD.into()).await.unwrap();
    assert_eq!(word(&vault).await.as_deref(), Some(WORD));
    vault.put(NAME, "another".into()).await.unwrap();
    assert_eq!(word(&vault.clone()).await.as_deref(), Some("another"));
    vault.remove(NAME).await.unwrap();
    assert_eq!(word(&vault).await, None);
    vault.remove(NAME).await.unwrap();
}

#[tokio::test]
async fn memory_keeps_secrets() {
    keeps_secrets(Vault::in_memory()).await;
}

#[tokio::test]
async fn a_keychain_keeps_secrets() {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    keeps_secrets(Vault::new(move || Ok(Arc::clone(&store)))).await;
}

#[tokio::test]
async fn a_secret_that_windows_could_not_hold_is_refused_everywhere() {
    let most = "x".repeat(LONGEST);
    for vault in [Vault::in_memory(), Vault::new(|| Ok(scripted(|| Ok(Vec::new()))))] {
        vault.put(NAME, most.as_str().into()).await.unwrap();
        let refused = vault.put(NAME, format!("{most}y").into()).await.unwrap_err();
        assert_eq!(refused, Error::TooLong { bytes: LONGEST + 1 });
    }
}

#[tokio::test]
async fn a_keychain_that_starts_later_is_found_later() {
    let tries = AtomicUsize::new(0);
    let vault = Vault::new(move || match tries.fetch_add(1, Ordering::SeqCst) {
        0 => Err(StoreError::PlatformFailure("no session bus".into())),
        _ => Ok(scripted(|| Ok(WORD.into()))),
    });
    assert_eq!(vault.get(NAME).await.unwrap_err(), Error::Missing { detail: "no session bus".into() });
    assert_eq!(word(&vault).await.as_deref(), Some(WORD));
}

#[tokio::test]
async fn a_working_connection_is_kept() {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let vault = Vault::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(scripted(|| Err(StoreError::NoEntry)))
    });
    for _ in 0..3 {
        assert_eq!(word(&vault).await, None);
    }
    assert_eq!(opened.load(Ordering::SeqCst), 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_gone_is_made_again() {
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let vault = Vault::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
        // Each connection answers once.
        let answered = AtomicUsize::new(0);
        Ok(scripted(move || match answered.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(WORD.into()),
            _ => Err(gone()),
        }))
    });
    assert_eq!(word(&vault).await.as_deref(), Some(WORD));
    assert_eq!(word(&vault).await.as_deref(), Some(WORD));
    assert_eq!(opened.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_fresh_connection_that_fails_is_not_tried_twice() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let vault = Vault::new(move || {
        let count = Arc::clone(&count);
        Ok(scripted(move || {
            count.fetch_add(1, Ordering::SeqCst);
            Err(gone())
        }))
    });
    let error = vault.remove(NAME).await.unwrap_err();
    assert_eq!(error, Error::Other { detail: "connection closed".into() });
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_locked_keychain_is_asked_once() {
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    let store = scripted(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Err(StoreError::NoStorageAccess("prompt dismissed".into()))
    });
    let vault = Vault::new(move || Ok(Arc::clone(&store)));
    let locked = Error::Locked { detail: "prompt dismissed".into() };
    assert_eq!(vault.get(NAME).await.unwrap_err(), locked);
    assert_eq!(vault.put(NAME, WORD.into()).await.unwrap_err(), locked);
    assert_eq!(vault.remove(NAME).await.unwrap_err(), locked);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_is_given_up_and_opened_anew() {
    let (release, held) = mpsc::channel::<()>();
    let held = Arc::new(Mutex::new(held));
    let opened = AtomicUsize::new(0);
    let vault = Vault::with_patience(Duration::from_millis(50), move || {
        let held = Arc::clone(&held);
        Ok(match opened.fetch_add(1, Ordering::SeqCst) {
            // Ends only when the test lets go.
            0 => scripted(move || {
                let _ = held.lock().unwrap().recv();
                Ok(Vec::new())
            }),
            _ => scripted(|| Ok(WORD.into())),
        })
    });
    let error = vault.get(NAME).await.unwrap_err();
    assert_eq!(error, Error::TimedOut { after: Duration::from_millis(50) });
    assert_eq!(word(&vault).await.as_deref(), Some(WORD));
    drop(release);
}

#[tokio::test]
async fn a_library_that_panics_is_an_error() {
    let vault = Vault::new(|| Ok(scripted(|| panic!("mutex failure"))));
    assert!(matches!(vault.get(NAME).await, Err(Error::Other { .. })));
}

#[tokio::test]
async fn what_is_not_text_is_damaged() {
    let vault = Vault::new(|| Ok(scripted(|| Ok(vec![0xff, 0xfe]))));
    assert_eq!(vault.get(NAME).await.unwrap_err(), Error::Damaged);
}

#[test]
fn no_error_and_no_vault_prints_a_secret() {
    let stored = || WORD.as_bytes().to_vec();
    for error in
        [StoreError::BadEncoding(stored()), StoreError::BadDataFormat(stored(), "bad padding".into())]
    {
        let error = Error::from(error);
        assert_eq!(error, Error::Damaged);
        assert!(!format!("{error:?} {error}").contains("c0rrect"));
    }
    assert_eq!(format!("{:?}", Vault::in_memory()), "Vault(memory)");
}
