//! How many requests a key may send per calendar minute, hour and day.

use super::options::Limits;

const MINUTE_MS: i64 = 60_000;

/// The requests counted so far. It does not outlive the run.
#[derive(Debug)]
pub(crate) struct Counted {
    windows: [Window; 3],
}

#[derive(Debug, Clone, Copy)]
struct Window {
    length: i64,
    most: u32,
    start: i64,
    count: u32,
}

/// What the three headers say: about the window with the least left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub limit: u32,
    pub remaining: u32,
    /// Unix milliseconds at which the window ends.
    pub reset: i64,
}

impl Counted {
    pub fn new(limits: Limits) -> Self {
        let window = |length, most| Window { length, most, start: 0, count: 0 };
        Self {
            windows: [
                window(MINUTE_MS, limits.minute),
                window(60 * MINUTE_MS, limits.hour),
                window(24 * 60 * MINUTE_MS, limits.day),
            ],
        }
    }

    /// Counts one request; false when it is one too many, which is then not counted.
    pub fn admit(&mut self, now: i64) -> bool {
        self.turn(now);
        let free = self.windows.iter().all(|window| window.count < window.most);
        if free {
            self.windows.iter_mut().for_each(|window| window.count += 1);
        }
        free
    }

    pub fn rate(&mut self, now: i64) -> Rate {
        self.turn(now);
        let [minute, hour, day] = self.windows.map(|window| Rate {
            limit: window.most,
            remaining: window.most - window.count,
            reset: window.start + window.length,
        });
        [hour, day].into_iter().fold(
            minute,
            |least, rate| {
                if rate.remaining < least.remaining { rate } else { least }
            },
        )
    }

    fn turn(&mut self, now: i64) {
        for window in &mut self.windows {
            let start = now - now.rem_euclid(window.length);
            if window.start != start {
                (window.start, window.count) = (start, 0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tightest_window_decides_and_a_new_one_begins_empty() {
        let mut counted = Counted::new(Limits { minute: 2, hour: 3, day: 100 });
        let noon = 12 * 60 * MINUTE_MS;
        assert!(counted.admit(noon) && counted.admit(noon + 1) && !counted.admit(noon + 2));
        assert_eq!(counted.rate(noon), Rate { limit: 2, remaining: 0, reset: noon + MINUTE_MS });
        let later = noon + MINUTE_MS;
        assert!(counted.admit(later) && !counted.admit(later));
        assert_eq!(counted.rate(later), Rate { limit: 3, remaining: 0, reset: noon + 60 * MINUTE_MS });
        assert!(counted.admit(noon + 60 * MINUTE_MS));
    }
}
