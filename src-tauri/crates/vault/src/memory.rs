//! Secrets in memory, for practice.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;

/// Each value wipes itself when it is replaced, removed or dropped.
#[derive(Default)]
pub(crate) struct Memory(Mutex<HashMap<String, SecretString>>);

impl Memory {
    pub(crate) fn put(&self, name: &str, secret: SecretString) {
        self.secrets().insert(name.to_owned(), secret);
    }

    pub(crate) fn get(&self, name: &str) -> Option<SecretString> {
        self.secrets().get(name).cloned()
    }

    pub(crate) fn remove(&self, name: &str) {
        self.secrets().remove(name);
    }

    /// A map is whole after every step, so a panic elsewhere does not spoil it.
    fn secrets(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
