//! Pages of the list: what can be asked, and what is answered. How the rows are found is in `walk.rs`, or in
//! `search.rs` where a text was typed.

use super::counts::{Behind, Counted, EsimCounts};
use super::rows::{self, EsimRow, FROM, ROW};
use super::search;
use super::sync_state::find_key;
use super::walk::{order, walk};
use crate::{Cache, Error};
use esim_desk_model::{Headline, WalletId};
use rusqlite::Connection;

/// Which page of which rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EsimFilter {
    /// Name, booking, number or part of it; empty finds all.
    pub text: String,
    /// One wallet's.
    pub wallet_id: Option<WalletId>,
    /// One status.
    pub headline: Option<Headline>,
    /// Only what is ready and was not given.
    pub not_given: bool,
    /// Only those whose plan or data ends soon.
    pub ending_soon: bool,
    /// Only those without a stored code that should have one.
    pub code_missing: bool,
    /// By what.
    pub sort: EsimSort,
    /// The other way round; rows without a value stay last.
    pub descending: bool,
    /// First row, from 0.
    pub offset: u32,
    /// Rows.
    pub limit: u32,
}

/// The offered orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EsimSort {
    /// Just bought or given first.
    Recent,
    /// By traveller.
    Traveller,
    /// By plan.
    Plan,
    /// By status, newest first within one.
    Status,
    /// By data left, least first.
    Left,
    /// By end, soonest first.
    Ends,
    /// By number.
    Iccid,
}

impl EsimSort {
    /// Every order.
    pub const ALL: [Self; 7] =
        [Self::Recent, Self::Traveller, Self::Plan, Self::Status, Self::Left, Self::Ends, Self::Iccid];

    /// Ends the name of its indexes.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Recent => "recent",
            Self::Traveller => "traveller",
            Self::Plan => "plan",
            Self::Status => "status",
            Self::Left => "left",
            Self::Ends => "ends",
            Self::Iccid => "iccid",
        }
    }

    /// Its columns.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Recent => &["recency"],
            Self::Traveller => &["traveller_key"],
            Self::Plan => &["plan_key"],
            Self::Status => &["headline", "recency"],
            Self::Left => &["left_key"],
            Self::Ends => &["ends_at"],
            Self::Iccid => &["iccid"],
        }
    }

    /// Its column where a row may have no value, with its bit in `absent`.
    pub(super) fn may_lack(self) -> Option<(&'static str, i64)> {
        match self {
            Self::Recent | Self::Status => None,
            Self::Traveller => Some(("traveller_key", 1)),
            Self::Plan => Some(("plan_key", 2)),
            Self::Left => Some(("left_key", 4)),
            Self::Ends => Some(("ends_at", 8)),
            Self::Iccid => Some(("iccid", 16)),
        }
    }

    /// For rows that are not walked along an index.
    pub(super) fn order_with_absent_last(self, backwards: bool) -> String {
        let order = order(self.columns(), backwards);
        self.may_lack().map_or(order.clone(), |(column, _)| format!("{column} IS NULL, {order}"))
    }
}

/// Rows of one page.
#[derive(Clone, Debug, PartialEq)]
pub struct EsimPageRows {
    /// At most `limit`.
    pub rows: Vec<EsimRow>,
    /// Rows that match.
    pub total: u32,
    /// The search stopped at its first matches.
    pub capped: bool,
    /// How many there are in all, and behind each filter.
    pub counts: EsimCounts,
}

/// A filter with the wallet's short key.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) wallet: Option<i64>,
    pub(super) headline: Option<u8>,
    pub(super) code_missing: bool,
    pub(super) ending_soon: bool,
}

impl Cache {
    /// One page of the list.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn esims_page(&self, filter: EsimFilter) -> Result<EsimPageRows, Error> {
        self.read(move |connection| page(connection, &filter)).await
    }
}

fn page(connection: &Connection, filter: &EsimFilter) -> Result<EsimPageRows, Error> {
    let counted = Counted::read(connection)?;
    let wallet = filter.wallet_id.as_ref().map(|wallet| find_key(connection, wallet)).transpose()?;
    let counts = counted.chips(wallet.map(|key| key.unwrap_or(Behind::NO_WALLET)));
    let Some(wanted) = wanted(filter, wallet) else {
        return Ok(EsimPageRows { rows: Vec::new(), total: 0, capped: false, counts });
    };
    let text = filter.text.trim();
    let (ids, total, capped) = if text.is_empty() {
        let total = counted.of(&wanted);
        (walk(connection, &counted, &wanted, filter)?, total, false)
    } else {
        let matches = search::find(connection, text)?;
        let ids = search::sorted(connection, &matches, &wanted, filter)?;
        let total = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let (offset, limit) = (filter.offset as usize, filter.limit as usize);
        (ids.into_iter().skip(offset).take(limit).collect(), total, matches.capped)
    };
    Ok(EsimPageRows { rows: read_rows(connection, &ids)?, total, capped, counts })
}

/// `None` when nothing can match: a wallet without rows, or two headlines at once.
fn wanted(filter: &EsimFilter, wallet: Option<Option<i64>>) -> Option<Wanted> {
    let wallet = match wallet {
        None => None,
        Some(key) => Some(key?),
    };
    let headline = match (filter.headline, filter.not_given) {
        (Some(headline), true) if headline != Headline::ReadyNotGiven => return None,
        (_, true) => Some(Headline::ReadyNotGiven),
        (headline, false) => headline,
    };
    Some(Wanted {
        wallet,
        headline: headline.map(Headline::rank),
        code_missing: filter.code_missing,
        ending_soon: filter.ending_soon,
    })
}

fn read_rows(connection: &Connection, ids: &[i64]) -> Result<Vec<EsimRow>, Error> {
    let mut query = connection.prepare_cached(&format!("SELECT {ROW} FROM {FROM} WHERE e.id = ?1"))?;
    ids.iter().map(|id| query.query_row([id], |row| Ok(rows::row(row)))?).collect()
}
