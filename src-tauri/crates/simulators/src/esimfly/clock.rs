//! The clock by which requests are admitted, and how times are written.
//!
//! It is not the ledger's: a test that turns the ledger a week ahead must not be refused for its timestamps, and one
//! about clocks that disagree must not make eSIMs expire.

use jiff::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// The computer's clock and by how much eSIMfly's differs.
#[derive(Debug, Default)]
pub(crate) struct DoorClock {
    /// Milliseconds.
    ahead: AtomicI64,
}

impl DoorClock {
    /// Unix milliseconds.
    pub fn now(&self) -> i64 {
        computer().saturating_add(self.ahead.load(Ordering::Relaxed))
    }

    /// From now on it is `unix_ms`, and time goes on from there.
    pub fn set(&self, unix_ms: i64) {
        self.ahead.store(unix_ms.saturating_sub(computer()), Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a supplier has a clock of its own; the desk's does not reach it"
)]
fn computer() -> i64 {
    Timestamp::now().as_millisecond()
}

fn timestamp(unix_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(unix_ms).unwrap_or_default()
}

/// ISO 8601 in UTC with whole seconds.
pub(crate) fn iso(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// ISO 8601 in UTC with milliseconds.
pub(crate) fn iso_ms(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// ISO 8601 without a zone, as network events have it.
pub(crate) fn iso_bare(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The calendar date in UTC.
pub(crate) fn date(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%Y-%m-%d").to_string()
}

/// The sentence that a top-up gives for a time.
pub(crate) fn spoken(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%B %-d, %Y at %-I:%M %p").to_string()
}

/// The `Date` header.
pub(crate) fn http_date(unix_ms: i64) -> String {
    timestamp(unix_ms).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Unix milliseconds of an ISO 8601 time or date, whose day begins (or with `end` ends) in UTC.
pub(crate) fn parse(text: &str, end: bool) -> Option<i64> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let time = if end { "T23:59:59.999Z" } else { "T00:00:00Z" };
    format!("{text}{time}").parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_every_documented_form() {
        let at = parse("2026-02-13T23:27:05.120Z", false).unwrap();
        assert_eq!(iso(at), "2026-02-13T23:27:05Z");
        assert_eq!(iso_ms(at), "2026-02-13T23:27:05.120Z");
        assert_eq!(iso_bare(at), "2026-02-13T23:27:05");
        assert_eq!(spoken(at), "February 13, 2026 at 11:27 PM");
        assert_eq!(http_date(at), "Fri, 13 Feb 2026 23:27:05 GMT");
        assert_eq!((parse(&date(at), false), parse("soon", true)), (Some(at - 84_425_120), None));
        assert_eq!(parse("2026-02-13", true).map(iso_ms).as_deref(), Some("2026-02-13T23:59:59.999Z"));
    }
}
