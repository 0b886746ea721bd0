//! Scripted faults: which request goes wrong, how often, and how.

use super::supplier::Purpose;
use std::time::Duration;

/// Which requests a fault meets: by purpose or by method and path, after letting some pass, so many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    target: Target,
    skip: u32,
    times: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Path { method: Option<&'static str>, path: String },
    Purpose(Purpose),
}

impl When {
    /// The next request of any method whose path begins with `path`: `/esims` also meets `/esims/{id}`. A `*`
    /// stands for one segment whatever it is: `/links/*/activations`.
    pub fn any(path: &str) -> Self {
        Self::on(Target::Path { method: None, path: path.into() })
    }

    /// The next GET whose path begins with `path`; see [`any`](Self::any).
    pub fn get(path: &str) -> Self {
        Self::by("GET", path)
    }

    /// The next POST whose path begins with `path`; see [`any`](Self::any).
    pub fn post(path: &str) -> Self {
        Self::by("POST", path)
    }

    /// The next request of another method (upper case) whose path begins with `path`; see [`any`](Self::any).
    pub fn by(method: &'static str, path: &str) -> Self {
        Self::on(Target::Path { method: Some(method), path: path.into() })
    }

    /// The next request that spends money, as the supplier's [`purpose`](super::Supplier::purpose) tells.
    pub fn purchase() -> Self {
        Self::on(Target::Purpose(Purpose::Purchase))
    }

    /// The next request for a token, likewise.
    pub fn token() -> Self {
        Self::on(Target::Purpose(Purpose::Token))
    }

    /// Lets `n` matching requests pass first.
    #[must_use]
    pub fn skip(mut self, n: u32) -> Self {
        self.skip = n;
        self
    }

    /// Fails `n` requests instead of one.
    #[must_use]
    pub fn times(mut self, n: u32) -> Self {
        self.times = n;
        self
    }

    /// Fails every matching request from then on.
    #[must_use]
    pub fn always(self) -> Self {
        self.times(u32::MAX)
    }

    fn on(target: Target) -> Self {
        Self { target, skip: 0, times: 1 }
    }

    fn meets(&self, purpose: Purpose, method: &str, path: &str) -> bool {
        match &self.target {
            Target::Purpose(wanted) => *wanted == purpose,
            Target::Path { method: wanted, path: start } => {
                wanted.is_none_or(|wanted| wanted == method) && begins(path, start)
            }
        }
    }
}

/// Whether `path` begins with `start`, in which each `*` is one segment.
fn begins(path: &str, start: &str) -> bool {
    let Some((before, after)) = start.split_once('*') else { return path.starts_with(start) };
    path.strip_prefix(before).is_some_and(|rest| {
        let end = rest.find('/').unwrap_or(rest.len());
        end > 0 && begins(&rest[end..], after)
    })
}

/// What goes wrong. Unless it says otherwise a fault answers instead of the endpoint, so nothing is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault<Own> {
    /// Waits, then does what was asked.
    Delay(Duration),
    /// Does what was asked, then waits before answering.
    DelayAfter(Duration),
    /// This status with the supplier's error body.
    Status(u16),
    /// 401 as the supplier words it.
    Unauthorized,
    /// 429 with `Retry-After`.
    TooManyRequests {
        /// Seconds.
        retry_after: u64,
    },
    /// 500 with the supplier's error body.
    ServerError,
    /// Does what was asked, then answers 500.
    ServerErrorAfter,
    /// 200 with an HTML page.
    Html,
    /// Does what was asked, then sends the head with the full `Content-Length`, half of the body, and closes.
    CutBody,
    /// 307 to this URL.
    RedirectTo(String),
    /// Closes the connection without a byte, before anything is committed.
    DropBefore,
    /// Does what was asked, then closes the connection without a byte.
    DropAfter,
    /// One unreadable row before the good ones of the answer's first list.
    BadRow,
    /// Every list of the answer is empty; numbers beside them, such as a total, stay.
    EmptyList,
    /// 407, as a proxy on the way answers.
    ProxyAuth,
    /// A turn that only this supplier knows. The endpoint does what was asked and finds it among the request's
    /// extensions.
    Own(Own),
}

impl<Own> From<Own> for Fault<Own> {
    fn from(own: Own) -> Self {
        Self::Own(own)
    }
}

/// The scripted faults of one server, oldest first.
#[derive(Debug)]
pub(super) struct Script<Own>(Vec<(When, Fault<Own>)>);

impl<Own> Default for Script<Own> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Own: Clone> Script<Own> {
    pub fn add(&mut self, when: When, fault: Fault<Own>) {
        self.0.push((when, fault));
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for this request. The first that is due wins; those still skipping count the request.
    pub fn take(&mut self, purpose: Purpose, method: &str, path: &str) -> Option<Fault<Own>> {
        for (when, fault) in &mut self.0 {
            if when.times == 0 || !when.meets(purpose, method, path) {
                continue;
            }
            if when.skip > 0 {
                when.skip -= 1;
                continue;
            }
            if when.times != u32::MAX {
                when.times -= 1;
            }
            let fault = fault.clone();
            self.0.retain(|(when, _)| when.times > 0);
            return Some(fault);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_met_by_its_beginning_and_a_star_is_one_segment() {
        for (path, start, met) in [
            ("/esims/7", "/esims", true),
            ("/esims", "/", true),
            ("/esim", "/esims", false),
            ("/links/7/activations", "/links/*/activations", true),
            ("/links/7/suspend", "/links/*/activations", false),
            ("/links/7/8/activations", "/links/*/activations", false),
            ("/links//activations", "/links/*/activations", false),
            ("/links/7", "/links/*", true),
            ("/a/1/b/2", "/a/*/b/*", true),
        ] {
            assert_eq!(begins(path, start), met, "{path} {start}");
        }
    }
}
