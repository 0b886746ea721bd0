//! The rate limit: tokens in a fixed window of one second, and the headers that tell of it.

use super::options::{Options, Version};
use axum::http::{HeaderMap, HeaderValue};

const WINDOW_MS: i64 = 1000;

/// The tokens of the running second.
#[derive(Debug, Default)]
pub(crate) struct Window {
    second: i64,
    taken: u32,
}

impl Window {
    /// Takes `cost` tokens at `now` (Unix milliseconds). False when there are not so many left.
    pub fn take(&mut self, cost: u32, limit: u32, now: i64) -> bool {
        self.turn(now);
        let enough = self.taken.saturating_add(cost) <= limit;
        if enough {
            self.taken += cost;
        }
        enough
    }

    fn turn(&mut self, now: i64) {
        let second = now.div_euclid(WINDOW_MS);
        if self.second != second {
            *self = Self { second, taken: 0 };
        }
    }

    /// Writes the four headers of an answer.
    pub fn stamp(&mut self, headers: &mut HeaderMap, cost: u32, limit: u32, now: i64) {
        self.turn(now);
        let end = (self.second + 1) * WINDOW_MS;
        let reset = jiff::Timestamp::from_millisecond(end).map(|at| at.to_string()).unwrap_or_default();
        headers.insert("x-ratelimit-limit", HeaderValue::from(limit));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(limit.saturating_sub(self.taken)));
        headers.insert("x-ratelimit-cost", HeaderValue::from(cost));
        if let Ok(reset) = HeaderValue::from_str(&reset) {
            headers.insert("x-ratelimit-reset", reset);
        }
    }
}

/// What a request to this path costs.
pub(crate) fn cost(options: &Options, path: &str) -> u32 {
    let bare = Version::ALL.iter().find_map(|version| path.strip_prefix(version.path())).unwrap_or(path);
    let priced = options.costs.iter().find(|(start, _)| bare.starts_with(start.as_str()));
    priced.map_or(1, |(_, cost)| *cost)
}
