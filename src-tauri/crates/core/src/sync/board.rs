//! Where each wallet's sync stands, for the window; kept in memory alone.

use crate::api::{ListName, SyncProgress, Topic};
use crate::desk::Desk;
use esim_desk_model::{Country, Timestamp, WalletId};
use esim_desk_provider::Scopes;
use esim_desk_store::record::WalletRow;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The syncs of one desk.
#[derive(Default)]
pub(crate) struct Board {
    lines: Mutex<HashMap<WalletId, Arc<Line>>>,
    offline_since: Mutex<Option<Timestamp>>,
    scopes: Arc<Mutex<HashMap<(WalletId, Country), Asked>>>,
}

/// What a supplier says of one country, or that it was asked and has not answered.
#[derive(Clone, Copy)]
enum Asked {
    Pending,
    Said(Option<Scopes>),
}

/// One wallet's sync.
pub(crate) struct Line {
    /// Which wallet.
    pub wallet: WalletId,
    wake: Notify,
    wished: AtomicBool,
    followed: AtomicBool,
    unreachable: AtomicBool,
    began: AtomicBool,
    account_changed: AtomicBool,
    progress: Mutex<Option<SyncProgress>>,
}

impl Line {
    fn new(wallet: WalletId) -> Self {
        Self {
            wallet,
            wake: Notify::new(),
            wished: AtomicBool::new(false),
            followed: AtomicBool::new(true),
            unreachable: AtomicBool::new(false),
            began: AtomicBool::new(false),
            account_changed: AtomicBool::new(false),
            progress: Mutex::default(),
        }
    }

    /// Somebody wants fresh lists.
    pub fn wake(&self) {
        self.wished.store(true, Ordering::SeqCst);
        self.wake.notify_one();
    }

    /// Returns when somebody does.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Whether somebody asked since the last turn.
    pub fn take_wish(&self) -> bool {
        self.wished.swap(false, Ordering::SeqCst)
    }

    /// Whether money was spent, or stock taken, since this was last asked.
    pub fn take_account_change(&self) -> bool {
        self.account_changed.swap(false, Ordering::SeqCst)
    }

    /// Whether the wallet is still to be read.
    pub fn is_followed(&self) -> bool {
        self.followed.load(Ordering::SeqCst)
    }

    /// Whether something is more urgent than the rest of this turn.
    pub fn is_interrupted(&self) -> bool {
        !self.is_followed() || self.wished.load(Ordering::SeqCst)
    }

    /// Whether this is the first turn since the program started or the wallet was resumed.
    pub fn is_first_turn(&self) -> bool {
        !self.began.swap(true, Ordering::SeqCst)
    }

    /// It reads this list now.
    pub fn reads(&self, list: ListName) {
        self.set(Some(SyncProgress { list, done: 0, of: 0 }));
    }

    /// It read so many parts of a list.
    pub fn read_parts(&self, list: ListName, done: u32, of: u32) {
        self.set(Some(SyncProgress { list, done, of }));
    }

    /// It read so many details of those to read.
    pub fn read_details(&self, done: usize, of: usize) {
        let count = |rows| u32::try_from(rows).unwrap_or(u32::MAX);
        self.read_parts(ListName::Services, count(done), count(of));
    }

    /// It reads nothing.
    pub fn rest(&self) {
        self.set(None);
    }

    /// Whether the supplier answered the last time it was asked.
    pub fn reached(&self, answered: bool) {
        self.unreachable.store(!answered, Ordering::SeqCst);
    }

    fn set(&self, progress: Option<SyncProgress>) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

impl Board {
    /// The line of a wallet, and whether it was made just now.
    pub fn line(&self, id: &WalletId) -> (Arc<Line>, bool) {
        let mut lines = self.lines();
        match lines.get(id) {
            Some(line) => (line.clone(), false),
            None => {
                let line = Arc::new(Line::new(id.clone()));
                lines.insert(id.clone(), line.clone());
                (line, true)
            }
        }
    }

    /// Wakes one line, or all.
    pub fn wake(&self, id: Option<&WalletId>) {
        for line in self.lines().values().filter(|line| id.is_none_or(|id| *id == line.wallet)) {
            line.wake();
        }
    }

    /// Money of a wallet was spent, or its stock taken.
    pub fn account_changed(&self, id: &WalletId) {
        if let Some(line) = self.lines().get(id) {
            line.account_changed.store(true, Ordering::SeqCst);
            line.wake.notify_one();
        }
    }

    /// Ends a line after its present turn.
    pub fn forget(&self, id: &WalletId) {
        if let Some(line) = self.lines().remove(id) {
            line.followed.store(false, Ordering::SeqCst);
            line.rest();
            line.wake.notify_one();
        }
    }

    /// How far a wallet's sync is.
    pub fn progress(&self, id: &WalletId) -> Option<SyncProgress> {
        let line = self.lines().get(id).cloned()?;
        line.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Since when no wallet could be reached.
    pub fn offline_since(&self) -> Option<Timestamp> {
        *self.offline_since.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks whether any wallet could be reached.
    pub fn judge_reach(&self, now: Timestamp) {
        let none = {
            let lines = self.lines();
            !lines.is_empty() && lines.values().all(|line| line.unreachable.load(Ordering::SeqCst))
        };
        let mut since = self.offline_since.lock().unwrap_or_else(PoisonError::into_inner);
        *since = if none { since.or(Some(now)) } else { None };
    }

    /// What the supplier said of these countries. What it was never asked is asked in the background, and the
    /// window searches again when it answered.
    pub fn scopes(
        &self,
        desk: &Arc<Desk>,
        wallet: &WalletRow,
        countries: &[Country],
    ) -> HashMap<Country, Option<Scopes>> {
        let (provider, _) = desk.wallets.peek(&wallet.id);
        if provider.is_none_or(|provider| provider.catalogue().is_none()) {
            return HashMap::new();
        }
        let mut known = HashMap::new();
        let mut unknown = HashSet::new();
        let mut asked = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        for country in countries {
            let place = (wallet.id.clone(), *country);
            match asked.get(&place) {
                Some(Asked::Said(scopes)) => drop(known.insert(*country, *scopes)),
                Some(Asked::Pending) => {}
                None => {
                    asked.insert(place, Asked::Pending);
                    unknown.insert(*country);
                }
            }
        }
        if !unknown.is_empty() {
            desk.tasks.spawn(ask_scopes(desk.clone(), self.scopes.clone(), wallet.id.clone(), unknown));
        }
        known
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<WalletId, Arc<Line>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask_scopes(
    desk: Arc<Desk>,
    scopes: Arc<Mutex<HashMap<(WalletId, Country), Asked>>>,
    wallet: WalletId,
    countries: HashSet<Country>,
) {
    let (provider, _) = desk.wallets.peek(&wallet);
    let mut learned = false;
    for country in countries {
        let catalogue = provider.as_ref().and_then(|provider| provider.catalogue());
        let said = match catalogue {
            Some(catalogue) => catalogue.scopes(country).await.ok(),
            None => None,
        };
        let mut known = scopes.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (wallet.clone(), country);
        match said {
            Some(said) => {
                known.insert(place, Asked::Said(said));
                learned = true;
            }
            // It is asked again with the next search.
            None => drop(known.remove(&place)),
        }
    }
    // A search that learned nothing new must not be made again: it would ask again, for ever.
    if learned {
        desk.stale(Topic::Plans);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offline_means_that_no_wallet_was_reached() {
        let board = Board::default();
        let (one, is_new) = board.line(&WalletId::from("one"));
        assert!(is_new);
        let (two, _) = board.line(&WalletId::from("two"));
        one.reached(false);
        board.judge_reach(Timestamp::UNIX_EPOCH);
        assert_eq!(board.offline_since(), None);
        two.reached(false);
        board.judge_reach(Timestamp::UNIX_EPOCH);
        board.judge_reach(Timestamp::MAX);
        assert_eq!(board.offline_since(), Some(Timestamp::UNIX_EPOCH), "since the first time");
        one.reached(true);
        board.judge_reach(Timestamp::MAX);
        assert_eq!(board.offline_since(), None);
    }

    #[test]
    fn a_forgotten_line_ends_and_a_new_one_begins() {
        let board = Board::default();
        let id = WalletId::from("one");
        let (line, _) = board.line(&id);
        line.reads(ListName::Esims);
        assert!(board.progress(&id).is_some());
        board.forget(&id);
        assert!(!line.is_followed());
        assert!(board.progress(&id).is_none());
        assert!(board.line(&id).1);
    }
}
