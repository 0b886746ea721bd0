//! Politeness: so many requests a second, with some kept for what staff are waiting for.

use super::Limits;
use super::limits::Span;
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

/// No supplier asks for a longer pause; a moment further off is a clock that is wrong.
const LONGEST_RESET: Duration = Duration::from_secs(24 * 60 * 60);

/// Buckets of requests that fill up with time. Usual reads leave the reserve in the quick one, and wait for those of
/// longer spans, which hold what is theirs alone.
#[derive(Debug)]
pub(crate) struct Pace {
    state: Mutex<State>,
    reserve: u32,
    /// Background reading sits out a pause no longer than this, and is refused in a longer one.
    longest_pause: Duration,
}

#[derive(Debug)]
struct State {
    quick: Bucket,
    spans: Vec<Bucket>,
    /// The end of the pause that the supplier asked for.
    paused_until: Option<Instant>,
}

#[derive(Debug)]
struct Bucket {
    left: u32,
    most: u32,
    refill: Duration,
    filled_at: Instant,
}

impl Pace {
    pub fn new(limits: &Limits) -> Self {
        let state = State {
            quick: Bucket::full(limits.burst, limits.refill),
            spans: limits.spans.iter().map(Bucket::of_span).collect(),
            paused_until: None,
        };
        Self { state: Mutex::new(state), reserve: limits.reserve, longest_pause: limits.longest_pause }
    }

    /// No limit at all.
    pub fn free() -> Self {
        Self::new(&Limits { burst: 1, reserve: 0, refill: Duration::ZERO, ..Limits::default() })
    }

    /// Waits until one more request is polite.
    ///
    /// # Errors
    /// How long the supplier asks to wait, where that is too long to sit out; only for usual reads.
    pub async fn wait(&self, urgency: Urgency) -> Result<(), Duration> {
        while let Some(pause) = self.take(urgency)? {
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }

    /// Counts a request that must not wait.
    pub fn count(&self) {
        self.filled().count();
    }

    /// Remembers that the supplier asks for a pause.
    pub fn pause(&self, asked: Duration) {
        let mut state = self.filled();
        let until = Instant::now().checked_add(asked.min(LONGEST_RESET));
        state.paused_until = state.paused_until.max(until);
    }

    /// How long the next background request must wait; absent below a second.
    pub fn waiting(&self) -> Option<Duration> {
        let state = self.filled();
        let longest = state.pause_left().max(state.filling(self.reserve));
        Some(longest).filter(|wait| *wait >= Duration::from_secs(1))
    }

    /// Takes one request out, or says how long until it is worth looking again.
    fn take(&self, urgency: Urgency) -> Result<Option<Duration>, Duration> {
        let mut state = self.filled();
        let wait = match urgency {
            Urgency::Urgent => state.quick.until(1),
            Urgency::Usual => match state.pause_left() {
                pause if state.quick.is_free() || pause.is_zero() => state.filling(self.reserve),
                pause if pause <= self.longest_pause => pause,
                pause => return Err(pause),
            },
        };
        if wait.is_zero() {
            state.count();
        }
        Ok(Some(wait).filter(|wait| !wait.is_zero()))
    }

    fn filled(&self) -> std::sync::MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { quick, spans, .. } = &mut *state;
        std::iter::once(quick).chain(spans).for_each(Bucket::fill);
        state
    }
}

impl State {
    fn count(&mut self) {
        for bucket in std::iter::once(&mut self.quick).chain(&mut self.spans) {
            bucket.left = bucket.left.saturating_sub(1);
        }
    }

    /// How long until a usual request leaves the reserve.
    fn filling(&self, reserve: u32) -> Duration {
        let spans = self.spans.iter().map(|span| span.until(1));
        spans.fold(self.quick.until(reserve + 1), Duration::max)
    }

    fn pause_left(&self) -> Duration {
        self.paused_until.map_or(Duration::ZERO, |end| end.saturating_duration_since(Instant::now()))
    }
}

impl Bucket {
    fn full(most: u32, refill: Duration) -> Self {
        Self { left: most, most, refill, filled_at: Instant::now() }
    }

    /// Background reading's part of a longer limit: a fifth at once and three fifths over its time, so that a fifth
    /// is left for orders wherever the supplier begins to count.
    fn of_span(span: &Span) -> Self {
        let fifth = (span.requests / 5).max(1);
        Self::full(fifth, span.time / (fifth * 3))
    }

    fn is_free(&self) -> bool {
        self.refill.is_zero()
    }

    /// How long until so many are in it.
    fn until(&self, count: u32) -> Duration {
        let short = count.saturating_sub(self.left);
        (self.refill * short).saturating_sub(self.filled_at.elapsed())
    }

    fn fill(&mut self) {
        if self.is_free() {
            self.left = self.most;
            return;
        }
        let passed = self.filled_at.elapsed();
        let more = u32::try_from(passed.as_nanos() / self.refill.as_nanos()).unwrap_or(u32::MAX);
        if more > 0 {
            self.left = self.left.saturating_add(more).min(self.most);
            let is_full = self.left == self.most;
            self.filled_at = if is_full { Instant::now() } else { self.filled_at + self.refill * more };
        }
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
            pace.wait(Urgency::Usual).await.unwrap();
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
        for _ in 0..2 {
            pace.wait(Urgency::Urgent).await.unwrap();
        }
        assert_eq!(start.elapsed(), Duration::ZERO, "the reserve is there for an order");
        pace.wait(Urgency::Urgent).await.unwrap();
        assert_eq!(start.elapsed(), Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn background_reading_waits_until_the_reserve_is_full_again() {
        let (pace, start) = (pace(), Instant::now());
        for _ in 0..5 {
            pace.count();
        }
        pace.wait(Urgency::Usual).await.unwrap();
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_that_is_asked_for_is_kept_by_background_reading_alone() {
        let (pace, start) = (pace(), Instant::now());
        pace.pause(Duration::from_secs(12));
        pace.pause(Duration::from_secs(3));
        assert_eq!(pace.waiting(), Some(Duration::from_secs(12)));
        pace.wait(Urgency::Urgent).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
        pace.wait(Urgency::Usual).await.unwrap();
        assert_eq!((start.elapsed(), pace.waiting()), (Duration::from_secs(12), None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_pause_stops_background_reading_and_is_told() {
        let (pace, start) = (pace(), Instant::now());
        let hour = Duration::from_secs(3600);
        pace.pause(hour);
        assert_eq!((pace.wait(Urgency::Usual).await, pace.waiting()), (Err(hour), Some(hour)));
        pace.wait(Urgency::Urgent).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO, "an order goes on");
        tokio::time::advance(hour).await;
        assert_eq!((pace.wait(Urgency::Usual).await, pace.waiting()), (Ok(()), None));
        pace.pause(Duration::MAX);
        assert_eq!(pace.wait(Urgency::Usual).await, Err(LONGEST_RESET), "a wrong clock ends within a day");
    }

    #[tokio::test(start_paused = true)]
    async fn background_reading_leaves_a_fifth_of_every_hour_and_day_for_orders() {
        let (hour, day) = (Duration::from_secs(3600), Duration::from_secs(86_400));
        let spans = vec![Span { requests: 100, time: hour }, Span { requests: 1000, time: day }];
        let pace = Pace::new(&Limits { refill: Duration::from_millis(1), spans, ..Limits::default() });
        let (start, mut reads) = (Instant::now(), Vec::new());
        while start.elapsed() < day * 2 {
            pace.wait(Urgency::Usual).await.unwrap();
            reads.push(start.elapsed());
        }
        let most = |span: Duration| {
            let within =
                |from: &Duration| reads.iter().filter(|at| **at >= *from && **at < *from + span).count();
            reads.iter().step_by(20).map(within).max().unwrap()
        };
        assert!(
            (70..=81).contains(&most(hour)) && (700..=801).contains(&most(day)),
            "{} {}",
            most(hour),
            most(day)
        );
        let before = Instant::now();
        for _ in 0..20 {
            pace.wait(Urgency::Urgent).await.unwrap();
        }
        assert!(before.elapsed() < Duration::from_secs(1), "an order waits for none of it");
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
