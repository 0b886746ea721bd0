//! The keychain of this system: the Secret Service, the Windows Credential Manager or the macOS Keychain.

use esim_desk_vault::Vault;

/// A vault over this system's keychain. It is opened at the first secret, and again when it failed, for a
/// keychain may start later than we do.
pub fn vault() -> Vault {
    Vault::new(|| {
        #[cfg(target_os = "linux")]
        let store = zbus_secret_service_keyring_store::store::Store::new()?;
        #[cfg(target_os = "windows")]
        let store = windows_native_keyring_store::store::Store::new()?;
        #[cfg(target_os = "macos")]
        let store = apple_native_keyring_store::keychain::Store::new()?;
        Ok(store)
    })
}
