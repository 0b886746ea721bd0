//! Politeness: so many requests a second, with some kept for what staff are waiting for.

use super::Limits;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Whether somebody waits for an order's outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Urgency {
    /// Background reading: lists, the catalogue.
    Usual,
    /// Part of an order: goes first.
    Urgent,
}

/// A bucket of requests that fills up with time. Usual reads leave the reserve in it.
#[derive(Debug)]
pub(crate) struct Pace {
    bucket: Mutex<Bucket>,
    burst: u32,
    reserve: u32,
    refill: Duration,
    /// A pause that is asked for and no longer than this is kept by background reading.
    longest_pause: Duration,
}

#[derive(Debug)]
struct Bucket {
    left: u32,
    filled_at: Instant,
    /// The end of the pause that the supplier asked for.
    paused_until: Option<Instant>,
}

impl Pace {
    pub fn new(limits: &Limits) -> Self {
        let bucket = Bucket { left: limits.burst, filled_at: Instant::now(), paused_until: None };
        Self {
            bucket: Mutex::new(bucket),
            burst: limits.burst,
            reserve: limits.reserve,
            refill: limits.refill,
            longest_pause: limits.longest_pause,
        }
    }

    /// No limit at all.
    pub fn free() -> Self {
        Self::new(&Limits { burst: 1, reserve: 0, refill: Duration::ZERO, ..Limits::default() })
    }

    /// Waits until one more request is polite.
    pub async fn wait(&self, urgency: Urgency) {
        while let Some(pause) = self.take(urgency) {
            tokio::time::sleep(pause).await;
        }
    }

    /// Counts a request that must not wait.
    pub fn count(&self) {
        let mut bucket = self.filled();
        bucket.left = bucket.left.saturating_sub(1);
    }

    /// Remembers that the supplier asks for a pause.
    pub fn pause(&self, asked: Duration) {
        let mut bucket = self.filled();
        let until = Instant::now().checked_add(asked);
        bucket.paused_until = bucket.paused_until.max(until);
    }

    /// How long the next background request must wait; absent below a second.
    pub fn waiting(&self) -> Option<Duration> {
        let bucket = self.filled();
        let short = (self.reserve + 1).saturating_sub(bucket.left);
        let filling = (self.refill * short).saturating_sub(bucket.filled_at.elapsed());
        let longest = if short == 0 { bucket.pause_left() } else { bucket.pause_left().max(filling) };
        Some(longest).filter(|wait| *wait >= Duration::from_secs(1))
    }

    /// Takes one request out, or says how long until it is worth looking again.
    fn take(&self, urgency: Urgency) -> Option<Duration> {
        let mut bucket = self.filled();
        let (kept, pause) = match urgency {
            Urgency::Usual => (self.reserve, bucket.pause_left()),
            Urgency::Urgent => (0, Duration::ZERO),
        };
        if !pause.is_zero() && pause <= self.longest_pause && !self.refill.is_zero() {
            return Some(pause);
        }
        if bucket.left > kept {
            bucket.left -= 1;
            return None;
        }
        Some(self.refill.saturating_sub(bucket.filled_at.elapsed()).max(Duration::from_millis(1)))
    }

    fn filled(&self) -> std::sync::MutexGuard<'_, Bucket> {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        if self.refill.is_zero() {
            bucket.left = self.burst;
            return bucket;
        }
        let passed = bucket.filled_at.elapsed();
        let more = u32::try_from(passed.as_nanos() / self.refill.as_nanos()).unwrap_or(u32::MAX);
        if more > 0 {
            bucket.left = bucket.left.saturating_add(more).min(self.burst);
            let is_full = bucket.left == self.burst;
            bucket.filled_at = if is_full { Instant::now() } else { bucket.filled_at + self.refill * more };
        }
        bucket
    }
}

impl Bucket {
    fn pause_left(&self) -> Duration {
        self.paused_until.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace() -> Pace {
        let refill = Duration::from_secs(1);
        Pace::new(&Limits { burst: 5, reserve: 2, refill, ..Limits::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn background_reading_leaves_the_reserve() {
        let (pace, start) = (pace(), Instant::now());
        for _ in 0..3 {
            pace.wait(Urgency::Usual).await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        for _ in 0..2 {
            pace.wait(Urgency::Urgent).await;
        }
        assert_eq!(start.elapsed(), Duration::ZERO, "the reserve is there for an order");
        pace.wait(Urgency::Urgent).await;
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn background_reading_waits_until_the_reserve_is_full_again() {
        let (pace, start) = (pace(), Instant::now());
        for _ in 0..5 {
            pace.count();
        }
        pace.wait(Urgency::Usual).await;
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_is_asked_for_is_kept_by_background_reading_alone() {
        let (pace, start) = (pace(), Instant::now());
        pace.pause(Duration::from_secs(12));
        pace.pause(Duration::from_secs(3));
        assert_eq!(pace.waiting(), Some(Duration::from_secs(12)));
        pace.wait(Urgency::Urgent).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        pace.wait(Urgency::Usual).await;
        assert_eq!((start.elapsed(), pace.waiting()), (Duration::from_secs(12), None));
        pace.pause(Duration::from_secs(3600));
        pace.wait(Urgency::Usual).await;
        assert_eq!(start.elapsed(), Duration::from_secs(12), "too long to keep somebody waiting");
        assert_eq!(pace.waiting(), Some(Duration::from_secs(3600)), "and told all the same");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_limits_ask_for_is_told_from_a_second_on() {
        let pace = pace();
        assert_eq!(pace.waiting(), None);
        for _ in 0..4 {
            pace.count();
        }
        assert_eq!(pace.waiting(), Some(Duration::from_secs(2)));
        tokio::time::advance(Duration::from_millis(1500)).await;
        assert_eq!(pace.waiting(), None, "half a second is nothing to tell");
    }
}
