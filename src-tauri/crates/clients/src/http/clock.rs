//! How far this computer's clock is from the supplier's, by the `Date` of its answers.

use esim_desk_model::Timestamp;
use jiff::SignedDuration;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const UNKNOWN: i64 = i64::MIN;

/// A smaller number (September 2001) is a span and no moment.
const LONG_AGO: u32 = 1_000_000_000;

/// The difference that the last answer showed.
#[derive(Debug)]
pub(crate) struct Skew(AtomicI64);

impl Default for Skew {
    fn default() -> Self {
        Self(AtomicI64::new(UNKNOWN))
    }
}

impl Skew {
    /// Measures with the head of an answer that has just come.
    pub fn measure(&self, headers: &HeaderMap) {
        if let Some(theirs) = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?)) {
            self.0.store(now().as_second() - theirs.as_second(), Ordering::Relaxed);
        }
    }

    /// Ours minus theirs in seconds; absent before the first answer.
    pub fn seconds(&self) -> Option<i64> {
        let seconds = self.0.load(Ordering::Relaxed);
        (seconds != UNKNOWN).then_some(seconds)
    }
}

/// This moment by the supplier's clock, as far as its answers told it.
pub(super) fn theirs(skew: &Skew) -> Timestamp {
    let now = now();
    now.checked_sub(SignedDuration::from_secs(skew.seconds().unwrap_or(0))).unwrap_or(now)
}

/// When an answer was given, by the clock that gave it; now where it does not say.
pub(super) fn said_at(headers: &HeaderMap) -> Timestamp {
    headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?)).unwrap_or_else(now)
}

/// How long a `Retry-After` asks to wait: seconds, or a date.
pub(super) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    Some(until(http_date(value)?, now))
}

/// How long until an `X-RateLimit-Reset`: ISO 8601, seconds since 1970, or seconds from now.
pub(super) fn until_reset(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(moment) = value.parse() {
        return Some(until(moment, now));
    }
    match value.parse::<u32>().ok()? {
        seconds if seconds < LONG_AGO => Some(Duration::from_secs(seconds.into())),
        moment => Timestamp::from_second(moment.into()).ok().map(|moment| until(moment, now)),
    }
}

fn until(moment: Timestamp, now: Timestamp) -> Duration {
    Duration::from_secs((moment.as_second() - now.as_second()).try_into().unwrap_or(0))
}

fn http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[expect(clippy::disallowed_methods, reason = "the clock itself is what is measured against the supplier's")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::fmt::rfc2822::DateTimePrinter;
    use reqwest::header::HeaderValue;

    fn head(date: &str) -> HeaderMap {
        HeaderMap::from_iter([(DATE, HeaderValue::from_str(date).unwrap())])
    }

    #[test]
    fn the_date_of_an_answer_shows_a_wrong_clock() {
        let skew = Skew::default();
        assert_eq!(skew.seconds(), None);
        skew.measure(&head("no date"));
        assert_eq!(skew.seconds(), None);
        skew.measure(&head("Thu, 12 Mar 2026 14:39:23 GMT"));
        let published: Timestamp = "2026-03-12T14:39:23Z".parse().unwrap();
        let difference = now().as_second() - published.as_second();
        assert!((difference - skew.seconds().unwrap()).abs() <= 1);
    }

    #[test]
    fn a_pause_is_seconds_or_a_date() {
        assert_eq!(retry_after(" 7 ", now()), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Thu, 12 Mar 2020 14:39:23 GMT", now()), Some(Duration::ZERO), "long over");
        assert_eq!(retry_after("soon", now()), None);
    }

    #[test]
    fn a_limit_ends_at_a_moment_in_either_writing_or_after_a_span() {
        let soon = now().as_second() + 40;
        let iso = Timestamp::from_second(soon).unwrap().to_string();
        for text in [iso, soon.to_string()] {
            let seconds = until_reset(&text, now()).unwrap().as_secs();
            assert!((38..=40).contains(&seconds), "{text}: {seconds}");
        }
        assert_eq!(until_reset(" 7", now()), Some(Duration::from_secs(7)));
        assert_eq!(until_reset("2020-01-01T00:00:00Z", now()), Some(Duration::ZERO), "long over");
        assert_eq!((until_reset("soon", now()), until_reset("-1", now())), (None, None));
    }

    #[test]
    fn a_limit_ends_by_the_clock_of_the_answer_that_tells_it() {
        let said = said_at(&head("Thu, 12 Mar 2020 14:39:23 GMT"));
        assert_eq!(until_reset("2020-03-12T14:40:23Z", said), Some(Duration::from_secs(60)));
        assert!(said_at(&head("no date")).duration_since(now()).abs() < SignedDuration::from_secs(5));
    }

    #[test]
    fn a_moment_by_the_suppliers_clock_takes_the_difference_off() {
        let skew = Skew::default();
        assert!((theirs(&skew).as_second() - now().as_second()).abs() <= 1);
        let behind = now().as_second() - 3600;
        skew.measure(&head(
            &DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&Timestamp::from_second(behind).unwrap())
                .unwrap(),
        ));
        assert!((theirs(&skew).as_second() - behind).abs() <= 2);
    }
}
