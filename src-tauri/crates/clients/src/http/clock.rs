//! How far this computer's clock is from the supplier's, by the `Date` of its answers.

use esim_desk_model::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

const UNKNOWN: i64 = i64::MIN;

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

/// How long a `Retry-After` asks to wait: seconds, or a date.
pub(crate) fn retry_after(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let seconds = http_date(value)?.as_second() - now().as_second();
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
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
        assert_eq!(retry_after(" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Thu, 12 Mar 2020 14:39:23 GMT"), Some(Duration::ZERO), "long over");
        assert_eq!(retry_after("soon"), None);
    }
}
