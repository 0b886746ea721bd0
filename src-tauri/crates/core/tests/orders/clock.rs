//! A clock that a test moves. Who sleeps waits until the test lets the time pass.

use async_trait::async_trait;
use esim_desk_core::ports::Clock;
use esim_desk_model::Timestamp;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Virtual time.
pub struct TestClock {
    inner: Mutex<Inner>,
    moved: Notify,
    /// Somebody went to sleep.
    pub slept: Notify,
}

struct Inner {
    now: Timestamp,
    next_id: u64,
    sleepers: BTreeSet<(Timestamp, u64)>,
}

impl TestClock {
    pub fn starting_at(now: Timestamp) -> Self {
        let inner = Inner { now, next_id: 0, sleepers: BTreeSet::new() };
        Self { inner: Mutex::new(inner), moved: Notify::new(), slept: Notify::new() }
    }

    /// Moves to where the first sleeper wakes, but not beyond `end`. Says whether anybody woke.
    pub fn wake_next(&self, end: Timestamp) -> bool {
        let mut inner = self.lock();
        let first = inner.sleepers.first().map(|(at, _)| *at);
        let wakes = first.filter(|at| *at <= end);
        if let Some(at) = wakes {
            inner.now = inner.now.max(at);
            inner.sleepers.retain(|(until, _)| *until > at);
        }
        drop(inner);
        self.moved.notify_waiters();
        wakes.is_some()
    }

    /// Whether somebody sleeps, and all that do sleep beyond `end`.
    pub fn rests_until(&self, end: Timestamp) -> bool {
        self.lock().sleepers.first().is_some_and(|(at, _)| *at > end)
    }

    /// Moves to a moment that nobody waits for.
    pub fn set(&self, now: Timestamp) {
        let mut inner = self.lock();
        inner.now = inner.now.max(now);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a sleeper off the list when its sleep is given up.
struct Sleeper<'a> {
    clock: &'a TestClock,
    entry: (Timestamp, u64),
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clock.lock().sleepers.remove(&self.entry);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.lock().now
    }

    async fn sleep(&self, duration: Duration) {
        if duration.is_zero() {
            return;
        }
        let entry = {
            let mut inner = self.lock();
            let entry = (inner.now + duration, inner.next_id);
            inner.next_id += 1;
            inner.sleepers.insert(entry);
            entry
        };
        let _sleeper = Sleeper { clock: self, entry };
        self.slept.notify_one();
        loop {
            let moved = self.moved.notified();
            if self.now() >= entry.0 {
                return;
            }
            moved.await;
        }
    }
}
