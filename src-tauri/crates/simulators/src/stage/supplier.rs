//! A supplier's own rules, as far as the stage must know them.

use super::Error;
use super::state::{Ledger, Stage};
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use std::fmt::Debug;
use std::time::Duration;
use tokio::time::Instant;

/// What a request is for, as far as faults tell requests apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It spends money when it succeeds.
    Purchase,
    /// It asks for an access token.
    Token,
    /// Anything else.
    Other,
}

/// A simulated supplier: what only it knows, and on top of that what every supplier can.
///
/// The type that implements it is the state of its axum routes, in an `Arc`.
pub trait Supplier: Send + Sync + Sized + 'static {
    /// Its books.
    type Ledger: Ledger;
    /// Faults that only it has; [`Infallible`](std::convert::Infallible) when there are none. One reaches its
    /// endpoint as `Option<Extension<Own>>`.
    type Own: Clone + Debug + Send + Sync + 'static;
    /// Headers (lower case) and form fields whose values no [`RequestSeen`](super::RequestSeen) shows. Those of
    /// `authorization` never are.
    const SECRETS: &'static [&'static str];
    /// A row, as JSON, that fits no schema of its lists.
    const BAD_ROW: &'static str;

    /// Its running part.
    fn stage(&self) -> &Stage<Self::Ledger, Self::Own>;

    /// Lets everything happen that is due at `now` (Unix milliseconds).
    fn settle(&self, ledger: &mut Self::Ledger, now: i64);

    /// What the request is for.
    fn purpose(&self, parts: &Parts, body: &Bytes) -> Purpose;

    /// The answer to a request that may not reach its endpoint: bad credentials, too many calls.
    fn refuse(&self, parts: &Parts, body: &Bytes) -> Option<Response>;

    /// An error as the supplier words it, for scripted statuses and for what the gate refuses.
    fn error(&self, status: StatusCode, message: &str) -> Response;

    /// Lets due events happen, then runs `act` with the ledger and the time (Unix milliseconds), then saves.
    fn with<R>(&self, act: impl FnOnce(&mut Self::Ledger, i64) -> R) -> R {
        self.stage().with(|ledger, now| self.settle(ledger, now), act)
    }

    /// Sets the supplier's clock ahead: what is due by then has happened when this returns.
    fn advance(&self, by: Duration) {
        self.stage().turn_clock(by);
        self.with(|_, _| ());
        self.stage().tell();
    }

    /// Waits until `look` finds something, looking again after every change, request and due event.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when that does not happen within `within`.
    fn wait<T>(
        &self,
        within: Duration,
        look: impl Fn() -> Option<T>,
    ) -> impl Future<Output = Result<T, Error>> {
        async move {
            let deadline = Instant::now() + within;
            let mut news = self.stage().news.subscribe();
            loop {
                news.mark_unchanged();
                if let Some(found) = look() {
                    return Ok(found);
                }
                let due = self.with(|ledger, now| ledger.next_due().map(|at| at.saturating_sub(now)));
                let nap =
                    due.map_or(within, |ms| Duration::from_millis(u64::try_from(ms).unwrap_or(0).max(1)));
                let wake = deadline.min(Instant::now() + nap);
                tokio::select! {
                    _ = news.changed() => {}
                    () = tokio::time::sleep_until(wake) => if Instant::now() >= deadline {
                        return look().ok_or(Error::TimedOut(within));
                    },
                }
            }
        }
    }
}
