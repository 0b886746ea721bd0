//! Why a command stopped: one or more plain sentences that say what to do.

use std::fmt;

/// What every step of a command returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Sentences for the person at the terminal. Nothing in here matches on a failure, so it needs no kinds.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure in the given words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// "Could not `what`", followed by the reason that the system gave.
    pub fn because(what: impl fmt::Display, reason: impl fmt::Display) -> Self {
        Self(format!("Could not {what}: {reason}."))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
