//! The vault against the real Secret Service: gnome-keyring on a D-Bus session, home and keyring of its
//! own for each test. Needs `dbus-run-session`, `dbus-send` and `gnome-keyring-daemon`, and fails without.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test fails where its keychain does not answer")]

mod session;

use std::time::Duration;

use esim_desk_vault::{Error, LONGEST, Vault};
use secrecy::{ExposeSecret as _, SecretString};
use session::{Daemon, in_a_session_of_its_own};

const NAME: &str = "wallet/0199-a/client_secret";
const OTHER: &str = "wallet/0199-b/client_secret";

fn vault() -> Vault {
    Vault::with_patience(Duration::from_secs(20), || {
        let store = zbus_secret_service_keyring_store::store::Store::new()?;
        Ok(store)
    })
}

async fn word(vault: &Vault, name: &str) -> Option<String> {
    let found = vault.get(name).await.expect("the keychain answers");
    found.map(|secret| secret.expose_secret().to_owned())
}

#[test]
fn secrets_are_stored_read_replaced_and_removed() {
    in_a_session_of_its_own("secrets_are_stored_read_replaced_and_removed", async {
        let _daemon = Daemon::unlocked();
        let vault = vault();
        assert_eq!(word(&vault, NAME).await, None);
        vault.put(NAME, "s3cret ü 秘密".into()).await.unwrap();
        vault.put(OTHER, "of another wallet".into()).await.unwrap();
        assert_eq!(word(&vault, NAME).await.as_deref(), Some("s3cret ü 秘密"));
        vault.put(NAME, "replaced".into()).await.unwrap();
        assert_eq!(word(&vault, NAME).await.as_deref(), Some("replaced"));
        vault.remove(NAME).await.unwrap();
        vault.remove(NAME).await.unwrap();
        assert_eq!(word(&vault, NAME).await, None);
        assert_eq!(word(&vault, OTHER).await.as_deref(), Some("of another wallet"));
    });
}

#[test]
fn the_longest_secret_fits() {
    in_a_session_of_its_own("the_longest_secret_fits", async {
        let _daemon = Daemon::unlocked();
        let longest = "x".repeat(LONGEST);
        vault().put(NAME, SecretString::from(longest.as_str())).await.unwrap();
        assert_eq!(word(&vault(), NAME).await, Some(longest));
    });
}

#[test]
fn a_second_run_of_the_program_finds_the_secret() {
    in_a_session_of_its_own("a_second_run_of_the_program_finds_the_secret", async {
        let daemon = Daemon::unlocked();
        vault().put(NAME, "kept".into()).await.unwrap();
        daemon.stop();
        let _daemon = Daemon::unlocked();
        assert_eq!(word(&vault(), NAME).await.as_deref(), Some("kept"));
    });
}

#[test]
fn a_session_without_a_keychain_says_so() {
    in_a_session_of_its_own("a_session_without_a_keychain_says_so", async {
        let vault = vault();
        assert!(matches!(vault.get(NAME).await, Err(Error::Missing { .. })));
        assert!(matches!(vault.put(NAME, "x".into()).await, Err(Error::Missing { .. })));
        assert!(matches!(vault.remove(NAME).await, Err(Error::Missing { .. })));
    });
}

#[test]
fn a_keychain_that_starts_later_is_found() {
    in_a_session_of_its_own("a_keychain_that_starts_later_is_found", async {
        let vault = vault();
        assert!(matches!(vault.get(NAME).await, Err(Error::Missing { .. })));
        let _daemon = Daemon::unlocked();
        vault.put(NAME, "late".into()).await.unwrap();
        assert_eq!(word(&vault, NAME).await.as_deref(), Some("late"));
    });
}

#[test]
fn a_keychain_that_is_restarted_is_found_again() {
    in_a_session_of_its_own("a_keychain_that_is_restarted_is_found_again", async {
        let vault = vault();
        let daemon = Daemon::unlocked();
        vault.put(NAME, "kept".into()).await.unwrap();
        daemon.stop();
        assert!(matches!(vault.get(NAME).await, Err(Error::Missing { .. })));
        let daemon = Daemon::unlocked();
        assert_eq!(word(&vault, NAME).await.as_deref(), Some("kept"));
        daemon.stop();
        let _daemon = Daemon::unlocked();
        assert_eq!(word(&vault, NAME).await.as_deref(), Some("kept"), "restarted between two calls");
    });
}

#[test]
fn a_locked_keychain_whose_question_nobody_answers_says_so() {
    in_a_session_of_its_own("a_locked_keychain_whose_question_nobody_answers_says_so", async {
        let daemon = Daemon::unlocked();
        vault().put(NAME, "kept".into()).await.unwrap();
        daemon.stop();
        let _daemon = Daemon::locked();
        let vault = vault();
        for error in [
            vault.get(NAME).await.map(drop).unwrap_err(),
            vault.put(NAME, "other".into()).await.unwrap_err(),
            vault.put(OTHER, "new".into()).await.unwrap_err(),
            vault.remove(NAME).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::Refused { .. }), "{error:?}");
        }
    });
}
