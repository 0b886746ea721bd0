//! How many rows stand behind a filter, read from counts that triggers keep.

use super::pages::Wanted;
use super::sync_state::find_key;
use crate::{Cache, Error};
use esim_desk_model::{Headline, WalletId};
use rusqlite::Connection;

/// How many eSIMs there are, and behind each filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EsimCounts {
    /// All.
    pub all: u32,
    /// Ready and not given.
    pub not_given: u32,
    /// Ending soon.
    pub ending_soon: u32,
    /// Code not stored yet.
    pub code_missing: u32,
}

/// Rows that share whatever a filter can ask for.
pub(super) struct Behind {
    wallet: i64,
    headline: u8,
    code_missing: bool,
    ending_soon: bool,
    absent: i64,
    rows: u32,
}

impl Behind {
    /// The key of a wallet that has no row.
    pub(super) const NO_WALLET: i64 = -1;

    fn is_in(&self, wanted: &Wanted) -> bool {
        wanted.wallet.is_none_or(|wallet| wallet == self.wallet)
            && wanted.headline.is_none_or(|headline| headline == self.headline)
            && (self.code_missing || !wanted.code_missing)
            && (self.ending_soon || !wanted.ending_soon)
    }
}

/// All of them.
pub(super) struct Counted(Vec<Behind>);

impl Counted {
    pub(super) fn read(connection: &Connection) -> Result<Self, Error> {
        let mut query = connection.prepare_cached(
            "SELECT wallet, headline, code_missing, ending_soon, absent, rows FROM esim_counts WHERE rows > 0",
        )?;
        let rows = query.query_map([], |row| {
            Ok(Behind {
                wallet: row.get(0)?,
                headline: row.get(1)?,
                code_missing: row.get(2)?,
                ending_soon: row.get(3)?,
                absent: row.get(4)?,
                rows: row.get(5)?,
            })
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Rows that match.
    pub(super) fn of(&self, wanted: &Wanted) -> u32 {
        self.sum(|behind| behind.is_in(wanted))
    }

    /// Rows that match and have the value of this bit of `absent`.
    pub(super) fn with_value(&self, wanted: &Wanted, bit: i64) -> u32 {
        self.sum(|behind| behind.is_in(wanted) && behind.absent & bit == 0)
    }

    /// Of one wallet or of all.
    pub(super) fn chips(&self, wallet: Option<i64>) -> EsimCounts {
        let count = |chip: fn(&Behind) -> bool| {
            self.sum(|behind| wallet.is_none_or(|wallet| wallet == behind.wallet) && chip(behind))
        };
        EsimCounts {
            all: count(|_| true),
            not_given: count(|behind| behind.headline == Headline::ReadyNotGiven.rank()),
            ending_soon: count(|behind| behind.ending_soon),
            code_missing: count(|behind| behind.code_missing),
        }
    }

    fn sum(&self, wanted: impl Fn(&Behind) -> bool) -> u32 {
        self.0.iter().filter(|behind| wanted(behind)).map(|behind| behind.rows).sum()
    }
}

impl Cache {
    /// How many eSIMs there are and behind each filter, of one wallet or of all.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn counts(&self, wallet: Option<&WalletId>) -> Result<EsimCounts, Error> {
        let wallet = wallet.cloned();
        self.read(move |connection| {
            let key = wallet.map(|wallet| find_key(connection, &wallet)).transpose()?;
            Ok(Counted::read(connection)?.chips(key.map(|key| key.unwrap_or(Behind::NO_WALLET))))
        })
        .await
    }
}
