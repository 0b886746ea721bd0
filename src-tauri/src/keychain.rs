//! The keychain of this system.

use keyring_core::CredentialStore;
use std::sync::Arc;

/// Opens the Secret Service, the Windows Credential Manager or the macOS Keychain. May block; the vault
/// calls it again when the keychain starts later.
pub fn open() -> keyring_core::Result<Arc<CredentialStore>> {
    #[cfg(target_os = "linux")]
    let store = zbus_secret_service_keyring_store::Store::new()?;
    #[cfg(target_os = "windows")]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}
