//! What the handle and the request handlers share: settings, ledger, script, tokens, and what came in.

use super::catalogue::Catalogue;
use super::faults::Script;
use super::file::LedgerFile;
use super::ledger::Ledger;
use super::options::{Credentials, Options};
use super::rows;
use super::seed;
use super::token::Tokens;
use super::view::RequestSeen;
use super::{Error, clock};
use axum::body::Bytes;
use serde::Serialize;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Requests remembered; the oldest are forgotten first.
const REMEMBERED: usize = 10_000;

/// A panic while holding a lock is a failed test already; the data behind it is still the best there is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Shared {
    pub options: Options,
    pub credentials: Credentials,
    pub catalogue: Catalogue,
    pub port: u16,
    pub tokens: Mutex<Tokens>,
    pub script: Mutex<Script>,
    books: Mutex<Books>,
    file: Option<LedgerFile>,
    seen: Mutex<VecDeque<RequestSeen>>,
    /// Milliseconds by which the account's clock is ahead of the computer's.
    ahead: AtomicI64,
    /// Counts changes of the ledger and arrived requests.
    pub news: watch::Sender<u64>,
    pub stop: watch::Sender<bool>,
}

struct Books {
    ledger: Ledger,
    /// Revision of the ledger that was saved last.
    kept: u64,
    save_failed: bool,
    esims: Option<(u64, Bytes)>,
    subscriptions: Option<(u64, Bytes)>,
}

impl Shared {
    /// Opens the ledger of `options.folder`, or makes a new one.
    pub fn open(options: Options, port: u16) -> Result<Self, Error> {
        let file = options.folder.as_deref().map(LedgerFile::in_folder).transpose()?;
        let saved = match &file {
            Some(file) => file.load()?,
            None => None,
        };
        let catalogue = Catalogue::new(saved.as_ref().map_or(options.seed, |ledger| ledger.seed));
        let ledger = match saved {
            Some(ledger) => ledger,
            None => {
                let ledger = seed::ledger(options.seed, options.esims, &catalogue, clock());
                if let Some(file) = &file {
                    file.save(&ledger).map_err(|source| Error::Folder {
                        path: options.folder.clone().unwrap_or_default(),
                        source,
                    })?;
                }
                ledger
            }
        };
        let books = Books { ledger, kept: 0, save_failed: false, esims: None, subscriptions: None };
        let shared = Self {
            credentials: options.credentials.clone().unwrap_or_else(Credentials::random),
            catalogue,
            port,
            tokens: Mutex::new(Tokens::new()),
            script: Mutex::default(),
            books: Mutex::new(books),
            file,
            seen: Mutex::default(),
            ahead: AtomicI64::new(0),
            news: watch::channel(0).0,
            stop: watch::channel(false).0,
            options,
        };
        // The long lists are written once at the start, so that the first request does not wait for them.
        shared.esims_body();
        shared.subscriptions_body();
        Ok(shared)
    }

    /// Lets due events happen, then runs `act` with the ledger and the time (Unix milliseconds), then saves.
    pub fn with<R>(&self, act: impl FnOnce(&mut Ledger, i64) -> R) -> R {
        let mut books = lock(&self.books);
        let now = clock() + self.ahead.load(Ordering::Relaxed);
        books.ledger.settle(now, self.options.esim_after);
        let answer = act(&mut books.ledger, now);
        self.keep(&mut books);
        answer
    }

    fn keep(&self, books: &mut Books) {
        if books.kept == books.ledger.revision {
            return;
        }
        books.kept = books.ledger.revision;
        books.save_failed = self.file.as_ref().is_some_and(|file| file.save(&books.ledger).is_err());
        self.news.send_modify(|n| *n += 1);
    }

    /// Sets the account's clock ahead, and tells those who wait.
    pub fn advance(&self, ms: i64) {
        self.ahead.fetch_add(ms, Ordering::Relaxed);
        self.with(|_, _| ());
        self.news.send_modify(|n| *n += 1);
    }

    /// Whether the last change could not be written to disk.
    pub fn save_failed(&self) -> bool {
        lock(&self.books).save_failed
    }

    /// The body of `GET /esims`, written anew only after a change.
    pub fn esims_body(&self) -> Bytes {
        self.with(|_, _| ());
        let mut books = lock(&self.books);
        let Books { ledger, esims, .. } = &mut *books;
        let form = self.options.iccid_form;
        written(esims, ledger.rows_revision, || ledger.esims.iter().map(|row| rows::esim(row, form)))
    }

    /// The body of `GET /subscriptions/`, written anew only after a change.
    pub fn subscriptions_body(&self) -> Bytes {
        self.with(|_, _| ());
        let mut books = lock(&self.books);
        let Books { ledger, subscriptions, .. } = &mut *books;
        written(subscriptions, ledger.rows_revision, || {
            (0..ledger.subscriptions.len()).map(|n| rows::subscription(ledger, &self.catalogue, n))
        })
    }

    pub fn remember(&self, request: RequestSeen) {
        let mut seen = lock(&self.seen);
        if seen.len() == REMEMBERED {
            seen.pop_front();
        }
        seen.push_back(request);
        drop(seen);
        self.news.send_modify(|n| *n += 1);
    }

    pub fn seen(&self) -> Vec<RequestSeen> {
        lock(&self.seen).iter().cloned().collect()
    }

    /// Waits, but not longer than the server lives.
    pub async fn pause(&self, delay: Duration) {
        let mut stop = self.stop.subscribe();
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            _ = stop.wait_for(|stopped| *stopped) => {}
        }
    }
}

fn written<R: Serialize, I: Iterator<Item = R>>(
    cache: &mut Option<(u64, Bytes)>,
    revision: u64,
    rows: impl FnOnce() -> I,
) -> Bytes {
    if let Some((at, bytes)) = cache
        && *at == revision
    {
        return bytes.clone();
    }
    let mut text = vec![b'['];
    for row in rows() {
        if text.len() > 1 {
            text.push(b',');
        }
        // Rows are made of strings, integers and digits: writing one to memory cannot fail.
        let _written = serde_json::to_writer(&mut text, &row);
    }
    text.push(b']');
    let bytes = Bytes::from(text);
    *cache = Some((revision, bytes.clone()));
    bytes
}
