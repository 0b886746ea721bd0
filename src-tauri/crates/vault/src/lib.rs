//! Secrets by name, over the operating system's keychain.
