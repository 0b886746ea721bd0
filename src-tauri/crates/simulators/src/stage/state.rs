//! What a supplier's handle and its request handlers share: the books, the script, the log, and the news of both.

use super::faults::{Fault, Script, When};
use super::file::LedgerFile;
use super::seen::{Log, RequestSeen};
use super::{Error, lock, millis};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// A supplier's books as they go to disk: plain data, JSON with named fields (`format` is taken).
pub trait Ledger: Serialize + DeserializeOwned + Send + 'static {
    /// Format of the saved ledger; a file with a higher number comes from a newer program.
    const FORMAT: u32;

    /// Grows with every change; what has not grown is not saved. Need not be saved itself.
    fn revision(&self) -> u64;

    /// The earliest time (Unix milliseconds) at which something happens by itself, as [`Agenda`](super::Agenda)
    /// knows.
    fn next_due(&self) -> Option<i64>;

    /// Rebuilds what the file does not hold, after loading.
    fn index(&mut self) {}
}

/// The running part of a supplier. Handlers reach the ledger by [`Supplier::with`](super::Supplier::with).
#[derive(Debug)]
pub struct Stage<L, Own> {
    books: Mutex<Books<L>>,
    file: LedgerFile,
    pub(super) script: Mutex<Script<Own>>,
    log: Log,
    /// Milliseconds by which the supplier's clock is ahead of the computer's.
    ahead: AtomicI64,
    /// Counts changes of the ledger and arrived requests.
    pub(super) news: watch::Sender<u64>,
    pub(super) stop: watch::Sender<bool>,
}

#[derive(Debug)]
struct Books<L> {
    ledger: L,
    /// Revision of the ledger that was saved last.
    kept: u64,
    save_failed: bool,
}

/// The time in Unix milliseconds: the only place that reads the calendar clock.
#[expect(
    clippy::disallowed_methods,
    reason = "a supplier has a clock of its own; the desk's does not reach it"
)]
fn clock() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl<L: Ledger, Own: Clone> Stage<L, Own> {
    /// Goes on with the `saved` ledger, or saves the one that `make` makes for the time (Unix milliseconds).
    ///
    /// # Errors
    /// The new ledger cannot be written.
    pub fn open(file: LedgerFile, saved: Option<L>, make: impl FnOnce(i64) -> L) -> Result<Self, Error> {
        let ledger = match saved {
            Some(ledger) => ledger,
            None => {
                let ledger = make(clock());
                file.save(&ledger)?;
                ledger
            }
        };
        Ok(Self {
            books: Mutex::new(Books { kept: ledger.revision(), ledger, save_failed: false }),
            file,
            script: Mutex::default(),
            log: Log::default(),
            ahead: AtomicI64::new(0),
            news: watch::channel(0).0,
            stop: watch::channel(false).0,
        })
    }

    /// Settles and acts on the ledger at the supplier's time, then saves what changed.
    pub(super) fn with<R>(&self, settle: impl FnOnce(&mut L, i64), act: impl FnOnce(&mut L, i64) -> R) -> R {
        let mut books = lock(&self.books);
        let now = clock() + self.ahead.load(Ordering::Relaxed);
        settle(&mut books.ledger, now);
        let answer = act(&mut books.ledger, now);
        self.keep(&mut books);
        answer
    }

    fn keep(&self, books: &mut Books<L>) {
        let revision = books.ledger.revision();
        if books.kept == revision {
            return;
        }
        books.kept = revision;
        books.save_failed = self.file.save(&books.ledger).is_err();
        self.tell();
    }

    /// Whether the last change could not be written to disk. A purchase is then answered with 500.
    pub fn save_failed(&self) -> bool {
        lock(&self.books).save_failed
    }

    /// Sets the clock ahead without letting anything happen yet.
    pub(super) fn turn_clock(&self, by: Duration) {
        self.ahead.fetch_add(millis(by), Ordering::Relaxed);
    }

    /// Wakes those who wait.
    pub(super) fn tell(&self) {
        self.news.send_modify(|n| *n += 1);
    }

    pub(super) fn remember(&self, request: RequestSeen) {
        self.log.add(request);
        self.tell();
    }

    /// The last 10,000 requests, oldest first, refused ones included.
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.log.all()
    }

    /// Scripts a fault. Several may wait at the same time; the oldest that is due strikes.
    pub fn fault(&self, when: When, fault: impl Into<Fault<Own>>) {
        lock(&self.script).add(when, fault.into());
    }

    /// Forgets all scripted faults.
    pub fn clear_faults(&self) {
        lock(&self.script).clear();
    }

    /// Waits, but not longer than the server lives. For an answer that a supplier gives late.
    pub async fn pause(&self, delay: Duration) {
        let mut stop = self.stop.subscribe();
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            _ = stop.wait_for(|stopped| *stopped) => {}
        }
    }
}
