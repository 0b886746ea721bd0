//! How old each list of a wallet is, and short keys for wallets.

use super::keys::count;
use crate::column::{millis, moment_or_none};
use crate::{Cache, Error};
use esim_desk_model::{Timestamp, WalletId};
use rusqlite::{Connection, OptionalExtension};
use std::ops::RangeInclusive;

/// The lists a wallet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum List {
    /// eSIMs.
    Esims,
    /// Plans on eSIMs.
    Services,
    /// What can be bought.
    Plans,
    /// Destinations sold.
    Destinations,
    /// What was paid for and is on no eSIM yet.
    Stock,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 5] = [Self::Esims, Self::Services, Self::Plans, Self::Destinations, Self::Stock];

    fn as_str(self) -> &'static str {
        match self {
            Self::Esims => "esims",
            Self::Services => "services",
            Self::Plans => "plans",
            Self::Destinations => "destinations",
            Self::Stock => "stock",
        }
    }
}

/// A list whose last page was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// When it was asked for.
    pub at: Timestamp,
    /// Rows that could not be read. With one or more, nothing is deleted: what is missing may be what was skipped.
    pub skipped: u32,
}

impl Listed {
    /// Whether what is not in it is gone.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.skipped == 0
    }
}

/// No list takes longer to read. What was said later than this behind a list's beginning was noted by a clock that
/// was wrong, and must not keep the list from being believed for ever.
const LONGEST: i64 = 60 * 60 * 1000;

/// From after a list was begun until it was surely read: an answer of that time is newer than the list, which is
/// taken over only when its last page was read.
pub(super) fn meanwhile(began: Timestamp) -> RangeInclusive<i64> {
    millis(began) + 1..=millis(began) + LONGEST
}

/// One list of a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListState {
    /// Which.
    pub list: List,
    /// When its last page was last read.
    pub complete_at: Option<Timestamp>,
    /// When it was last asked for.
    pub attempted_at: Option<Timestamp>,
    /// Rows in it.
    pub rows: u32,
    /// Rows that could not be read.
    pub skipped: u32,
    /// JSON of the core's: why the last attempt failed, if it did.
    pub failure: Option<String>,
}

impl Cache {
    /// Every list of a wallet that was ever asked for.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn list_states(&self, wallet: &WalletId) -> Result<Vec<ListState>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut states = Vec::new();
            for list in List::ALL {
                states.extend(state(connection, &wallet, list)?);
            }
            Ok(states)
        })
        .await
    }

    /// Notes that a list could not be read; what is known of it stays.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn list_failed(
        &self,
        wallet: &WalletId,
        list: List,
        at: Timestamp,
        failure: String,
    ) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| {
            tx.prepare_cached(
                "INSERT INTO sync_state (wallet, list, attempted_at, failure) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT DO UPDATE SET attempted_at = ?3, failure = ?4",
            )?
            .execute((make_key(tx, &wallet)?, list.as_str(), millis(at), failure))?;
            Ok(())
        })
        .await
    }
}

/// Notes that a list was read to its end.
pub(super) fn note_list(
    tx: &Connection,
    wallet: i64,
    list: List,
    rows: usize,
    listed: Listed,
) -> Result<(), Error> {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    tx.prepare_cached(
        "INSERT INTO sync_state (wallet, list, attempted_at, complete_at, whole_at, rows, skipped) \
         VALUES (?1, ?2, ?3, ?3, iif(?5 = 0, ?3, NULL), ?4, ?5) \
         ON CONFLICT DO UPDATE SET attempted_at = ?3, complete_at = ?3, whole_at = iif(?5 = 0, ?3, whole_at), \
             rows = ?4, skipped = ?5, failure = NULL",
    )?
    .execute((wallet, list.as_str(), millis(listed.at), rows, listed.skipped))?;
    Ok(())
}

/// Whether a list was ever read to its end.
pub(super) fn was_read(tx: &Connection, wallet: i64, list: List) -> Result<bool, Error> {
    Ok(tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sync_state WHERE wallet = ?1 AND list = ?2 AND complete_at IS NOT NULL)",
        )?
        .query_row((wallet, list.as_str()), |row| row.get(0))?)
}

/// The short key of a wallet that may have no row yet.
pub(super) fn find_key(connection: &Connection, wallet: &WalletId) -> Result<Option<i64>, Error> {
    Ok(connection
        .prepare_cached("SELECT key FROM wallets WHERE wallet_id = ?1")?
        .query_row([wallet.as_str()], |row| row.get(0))
        .optional()?)
}

/// The short key of a wallet, made if there is none.
pub(super) fn make_key(tx: &Connection, wallet: &WalletId) -> Result<i64, Error> {
    if let Some(key) = find_key(tx, wallet)? {
        return Ok(key);
    }
    tx.prepare_cached("INSERT INTO wallets (wallet_id) VALUES (?1)")?.execute([wallet.as_str()])?;
    Ok(tx.last_insert_rowid())
}

fn state(connection: &Connection, wallet: &WalletId, list: List) -> Result<Option<ListState>, Error> {
    connection
        .prepare_cached(
            "SELECT complete_at, attempted_at, rows, skipped, failure FROM sync_state \
             JOIN wallets ON wallets.key = sync_state.wallet WHERE wallet_id = ?1 AND list = ?2",
        )?
        .query_row((wallet.as_str(), list.as_str()), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?
        .map(|(complete_at, attempted_at, rows, skipped, failure)| {
            Ok(ListState {
                list,
                complete_at: moment_or_none(complete_at)?,
                attempted_at: moment_or_none(attempted_at)?,
                rows: count(rows)?,
                skipped,
                failure,
            })
        })
        .transpose()
}
