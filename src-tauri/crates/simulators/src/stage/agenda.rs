//! What is due to happen by itself, and when.

use serde::{Deserialize, Serialize};

/// Events with their times in Unix milliseconds. Stands in the ledger, so that they survive a restart.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Agenda<E>(Vec<(i64, E)>);

impl<E> Default for Agenda<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> Agenda<E> {
    /// Puts an event down for `at`.
    pub fn push(&mut self, at: i64, event: E) {
        self.0.push((at, event));
    }

    /// Strikes out the events that `keep` does not want.
    pub fn retain(&mut self, keep: impl Fn(&E) -> bool) {
        self.0.retain(|(_, event)| keep(event));
    }

    /// The earliest time at which something happens.
    pub fn next(&self) -> Option<i64> {
        self.0.iter().map(|(at, _)| *at).min()
    }

    /// Takes the earliest event that is due at `now`, with its own time; of two at once the one put down first.
    pub fn take(&mut self, now: i64) -> Option<(i64, E)> {
        let (n, _) = self.0.iter().enumerate().min_by_key(|(_, (at, _))| *at)?;
        (self.0[n].0 <= now).then(|| self.0.remove(n))
    }
}
