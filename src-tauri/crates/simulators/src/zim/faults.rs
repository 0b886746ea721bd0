//! Scripted faults: which request goes wrong, how often, and how.

use std::time::Duration;

/// Which requests a fault meets: by method, by the beginning of the path, after letting some pass, so many times.
///
/// `/esims` also meets `/esims/{id}`; `/orders` meets `/orders/with-wallet` unless the method differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// `GET` or `POST`; `None` for any method.
    pub method: Option<String>,
    /// Beginning of the path.
    pub path: String,
    /// Matching requests to let pass first.
    pub skip: u32,
    /// Requests to fail after that; `u32::MAX` for all.
    pub times: u32,
}

impl When {
    /// The next request of any method whose path begins with `path`.
    pub fn any(path: &str) -> Self {
        Self { method: None, path: path.into(), skip: 0, times: 1 }
    }

    /// The next GET whose path begins with `path`.
    pub fn get(path: &str) -> Self {
        Self { method: Some("GET".into()), ..Self::any(path) }
    }

    /// The next POST whose path begins with `path`.
    pub fn post(path: &str) -> Self {
        Self { method: Some("POST".into()), ..Self::any(path) }
    }

    /// The next purchase (`POST /orders/with-wallet`).
    pub fn purchase() -> Self {
        Self::post("/orders/with-wallet")
    }

    /// The next request for a token.
    pub fn token() -> Self {
        Self::post("/oauth2/token")
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

    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|m| m.eq_ignore_ascii_case(method)) && path.starts_with(&self.path)
    }
}

/// What goes wrong. Unless it says otherwise a fault answers instead of the endpoint, so nothing is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Waits, then does what was asked.
    Delay(Duration),
    /// Does what was asked, then waits before answering.
    DelayAfter(Duration),
    /// This status with a JSON error body.
    Status(u16),
    /// 401 as an API gateway words it.
    Unauthorized,
    /// 429 with `Retry-After`.
    TooManyRequests {
        /// Seconds.
        retry_after: u64,
    },
    /// 500 with a JSON error body.
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
    /// Purchase: the eSIM row appears this long after the order is `FULFILLED`.
    EsimLate(Duration),
    /// Purchase: the order is `FULFILLED`, the eSIM row never appears.
    EsimNever,
    /// Purchase: the order turns `FAILED` with this reason, and the money comes back.
    OrderFails(String),
    /// Purchase: the order stays `PENDING_APPROVAL` until approved through the handle.
    PendingApproval,
    /// One unreadable row among the good ones of a list.
    BadRow,
    /// An empty list.
    EmptyList,
    /// 407, as a proxy on the way answers.
    ProxyAuth,
}

/// What becomes of one purchase; carried from the script to the order.
#[derive(Debug, Clone)]
pub(crate) enum Twist {
    Late(Duration),
    Never,
    Fails(String),
    Approval,
}

/// The scripted faults of one server, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Script(Vec<(When, Fault)>);

impl Script {
    pub fn add(&mut self, when: When, fault: Fault) {
        self.0.push((when, fault));
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for this request. The first that is due wins; those still skipping count the request.
    pub fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        for (when, fault) in &mut self.0 {
            if when.times == 0 || !when.matches(method, path) {
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
