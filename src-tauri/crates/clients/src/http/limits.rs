//! How long, how often and how much.

use backon::ExponentialBuilder;
use esim_desk_provider::{Error, Kind};
use std::time::Duration;

/// So many requests in so long, by the supplier's word.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub requests: u32,
    pub time: Duration,
}

/// The patience of one connection. Tests shorten it; the program uses the default.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Until a connection stands, TLS included.
    pub connect: Duration,
    /// Between two pieces of an answer, the first included.
    pub read: Duration,
    /// For a whole purchase.
    pub purchase: Duration,
    /// How often a read is repeated after its first try.
    pub repeats: usize,
    /// Pause before the first repeat; it doubles.
    pub pause: Duration,
    /// The longest `Retry-After` that is waited for; a longer one is handed to the caller.
    pub longest_pause: Duration,
    /// Bytes of a body after decompression.
    pub body: usize,
    /// Requests that may follow each other without a pause.
    pub burst: u32,
    /// How many of those are kept for urgent reads.
    pub reserve: u32,
    /// One more request is allowed after each such time.
    pub refill: Duration,
    /// What the supplier allows in longer times; background reading leaves a fifth of each.
    pub spans: Vec<Span>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(30),
            purchase: Duration::from_secs(60),
            repeats: 3,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
            body: 64 << 20,
            burst: 10,
            reserve: 4,
            refill: Duration::from_millis(300),
            spans: Vec::new(),
        }
    }
}

impl Limits {
    /// This desk's part of what so many may send together. What is kept for urgent reads stays.
    pub fn shared_by(self, desks: u32) -> Self {
        let desks = desks.max(1);
        let burst = (self.burst / desks).max(self.reserve + 1).min(self.burst);
        let part = |span: &Span| Span { requests: span.requests / desks, ..span.clone() };
        let spans = self.spans.iter().map(part).collect();
        Self { burst, refill: self.refill * desks, spans, ..self }
    }

    /// The pauses between the tries of one read.
    pub fn pauses(&self) -> ExponentialBuilder {
        ExponentialBuilder::default().with_min_delay(self.pause).with_max_times(self.repeats).with_jitter()
    }

    /// The pause before the next try: at least what the supplier asks for, and none (give up) when that is
    /// more than we wait.
    pub fn next_pause(&self, error: &Error, planned: Option<Duration>) -> Option<Duration> {
        match (planned, error.retry_after) {
            (None, _) => None,
            (Some(_), Some(asked)) if asked > self.longest_pause => None,
            (Some(planned), asked) => Some(planned.max(asked.unwrap_or_default())),
        }
    }
}

/// Whether a read that failed so is tried again. A time limit is not: it has been waited for once already.
pub(crate) fn worth_repeating(error: &Error) -> bool {
    match error.kind {
        Kind::Offline | Kind::Dropped | Kind::TooMany | Kind::Server => true,
        Kind::TimedOut | Kind::Certificate | Kind::Proxy | Kind::Redirected | Kind::Credentials => false,
        Kind::Forbidden | Kind::NotFound | Kind::Path { .. } | Kind::Refused | Kind::Funds { .. } => false,
        Kind::NotJson | Kind::Unreadable { .. } | Kind::TooLarge => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_that_share_an_account_share_its_limit_and_none_is_left_without() {
        let second = Duration::from_secs(1);
        let spans = vec![Span { requests: 1000, time: second * 3600 }];
        let limits = Limits { burst: 10, reserve: 4, refill: second, spans, ..Limits::default() };
        let shared = |desks| {
            let part = limits.clone().shared_by(desks);
            (part.burst, part.reserve, part.refill.as_secs(), part.spans[0].requests)
        };
        assert_eq!((shared(1), shared(2), shared(5)), ((10, 4, 1, 1000), (5, 4, 2, 500), (5, 4, 5, 200)));
    }

    #[test]
    fn what_the_supplier_asks_for_is_waited_for_up_to_a_limit() {
        let limits = Limits::default();
        let mut error = Error::without_effect(Kind::TooMany, "list eSIMs");
        let planned = Some(Duration::from_secs(1));
        assert_eq!(limits.next_pause(&error, planned), planned);
        error.retry_after = Some(Duration::from_secs(7));
        assert_eq!(limits.next_pause(&error, planned), Some(Duration::from_secs(7)));
        assert_eq!(limits.next_pause(&error, None), None, "no more tries");
        error.retry_after = Some(Duration::from_secs(31));
        assert_eq!(limits.next_pause(&error, planned), None);
    }
}
