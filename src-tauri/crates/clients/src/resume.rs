//! A long list whose reading may break off. What was read of it is kept for an hour, so that the next reading goes
//! on there; and how far a reading is can be asked meanwhile.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A part that is older is read again.
const KEPT: Duration = Duration::from_secs(60 * 60);

/// One list of one wallet; `T` is what is known of it before its end.
pub(crate) struct Resumable<T>(Mutex<State<T>>);

struct State<T> {
    kept: Option<(T, Instant)>,
    /// Parts that a running reading has, and how many there are.
    so_far: Option<(u32, u32)>,
}

impl<T> Default for Resumable<T> {
    fn default() -> Self {
        Self(Mutex::new(State { kept: None, so_far: None }))
    }
}

impl<T> Resumable<T> {
    /// Takes what the last reading had when it broke off.
    pub fn kept(&self) -> Option<T> {
        let kept = self.state().kept.take();
        kept.filter(|(_, at)| at.elapsed() < KEPT).map(|(part, _)| part)
    }

    /// Keeps what a reading has that broke off.
    pub fn keep(&self, part: T) {
        self.state().kept = Some((part, Instant::now()));
    }

    /// Says how far the running reading is.
    pub fn note(&self, read: u64, of: u64) {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        self.state().so_far = Some((count(read), count(of)));
    }

    /// Parts that a running reading has, and how many there are.
    pub fn so_far(&self) -> Option<(u32, u32)> {
        self.state().so_far
    }

    /// Says that a reading runs as long as the answer lives.
    pub fn running(&self) -> Running<'_, T> {
        Running(self)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reading that runs.
pub(crate) struct Running<'a, T>(&'a Resumable<T>);

impl<T> Drop for Running<'_, T> {
    fn drop(&mut self) {
        self.0.state().so_far = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_part_is_kept_for_an_hour_and_taken_once() {
        let list = Resumable::default();
        assert_eq!(list.kept(), None);
        list.keep(7);
        tokio::time::advance(KEPT.saturating_sub(Duration::from_secs(1))).await;
        assert_eq!((list.kept(), list.kept()), (Some(7), None));
        list.keep(7);
        tokio::time::advance(KEPT).await;
        assert_eq!(list.kept(), None);
    }

    #[test]
    fn how_far_it_is_can_be_asked_while_it_runs() {
        let list = Resumable::<()>::default();
        let running = list.running();
        list.note(3, 72);
        assert_eq!(list.so_far(), Some((3, 72)));
        drop(running);
        assert_eq!(list.so_far(), None);
    }
}
