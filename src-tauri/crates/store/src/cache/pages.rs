//! Pages of the list: a walk along one index that has the asked order within the asked filter.
//!
//! How many rows there are is known beforehand, so a page near the end is walked to from the end, and rows without
//! a value come last in both directions.

use super::counts::{Behind, Counted, EsimCounts};
use super::rows::{self, EsimRow, FROM, ROW};
use super::search;
use super::sync_state::find_key;
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
    fn name(self) -> &'static str {
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
    fn columns(self) -> &'static [&'static str] {
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
    fn may_lack(self) -> Option<(&'static str, i64)> {
        match self {
            Self::Recent | Self::Status => None,
            Self::Traveller => Some(("traveller_key", 1)),
            Self::Plan => Some(("plan_key", 2)),
            Self::Left => Some(("left_key", 4)),
            Self::Ends => Some(("ends_at", 8)),
            Self::Iccid => Some(("iccid", 16)),
        }
    }

    /// The same for rows that are not walked along an index.
    pub(super) fn order_with_absent_last(self, backwards: bool) -> String {
        let order = self.order(backwards);
        self.may_lack().map_or(order.clone(), |(column, _)| format!("{column} IS NULL, {order}"))
    }

    fn order(self, backwards: bool) -> String {
        let direction = if backwards { "DESC" } else { "ASC" };
        let columns = self.columns().iter().chain(&["id"]);
        columns.map(|column| format!("{column} {direction}")).collect::<Vec<_>>().join(", ")
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

/// A filter that has indexes of its own.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    All,
    Wallet(i64),
    Headline(u8),
    CodeMissing,
    EndingSoon,
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
        let ids = search::sorted(connection, &matches.ids, &wanted, filter)?;
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

impl Wanted {
    /// Filters with indexes of their own that this asks for.
    fn parts(&self) -> Vec<Within> {
        let wallet = self.wallet.map(Within::Wallet);
        let headline = self.headline.map(Within::Headline);
        let code_missing = self.code_missing.then_some(Within::CodeMissing);
        let ending_soon = self.ending_soon.then_some(Within::EndingSoon);
        [wallet, headline, code_missing, ending_soon].into_iter().flatten().collect()
    }
}

impl Within {
    fn alone(self) -> Wanted {
        let mut wanted = Wanted { wallet: None, headline: None, code_missing: false, ending_soon: false };
        match self {
            Self::All => {}
            Self::Wallet(key) => wanted.wallet = Some(key),
            Self::Headline(rank) => wanted.headline = Some(rank),
            Self::CodeMissing => wanted.code_missing = true,
            Self::EndingSoon => wanted.ending_soon = true,
        }
        wanted
    }

    fn index(self, sort: EsimSort) -> String {
        let set = match self {
            Self::All => "all",
            Self::Wallet(_) => "wallet",
            // Its recent rows stand in the index by status.
            Self::Headline(_) if sort == EsimSort::Recent => return "esims_all_status".to_owned(),
            Self::Headline(_) if sort == EsimSort::Status => "all",
            Self::Headline(_) => "headline",
            Self::CodeMissing => "code_missing",
            Self::EndingSoon => "ending_soon",
        };
        format!("esims_{set}_{}", sort.name())
    }

    /// Numbers of ours, never a text from outside.
    pub(super) fn clause(self) -> String {
        match self {
            Self::All => "1".to_owned(),
            Self::Wallet(key) => format!("wallet = {key}"),
            Self::Headline(rank) => format!("headline = {rank}"),
            Self::CodeMissing => "code_missing = 1".to_owned(),
            Self::EndingSoon => "ending_soon = 1".to_owned(),
        }
    }
}

impl Wanted {
    /// The whole filter as a condition.
    pub(super) fn clause(&self) -> String {
        let parts: Vec<_> = self.parts().into_iter().map(Within::clause).collect();
        if parts.is_empty() { "1".to_owned() } else { parts.join(" AND ") }
    }
}

fn walk(
    connection: &Connection,
    counted: &Counted,
    wanted: &Wanted,
    filter: &EsimFilter,
) -> Result<Vec<i64>, Error> {
    let total = counted.of(wanted);
    let all = Within::All;
    let within =
        wanted.parts().into_iter().chain([all]).min_by_key(|part| counted.of(&part.alone())).unwrap_or(all);
    // Where everything within the smallest part is wanted, nothing needs to be compared on the way.
    let clause = if counted.of(&within.alone()) == total { within.clause() } else { wanted.clause() };
    let Some((column, bit)) = filter.sort.may_lack() else {
        return Stretch { within, clause, rows: total }.walk(connection, filter, filter.offset, filter.limit);
    };
    let valued = counted.with_value(wanted, bit);
    let stretch =
        |null: &str, rows| Stretch { within, clause: format!("{clause} AND {column} IS {null}"), rows };
    let mut ids = Vec::new();
    if filter.offset < valued {
        ids = stretch("NOT NULL", valued).walk(connection, filter, filter.offset, filter.limit)?;
    }
    let missing = filter.limit.saturating_sub(u32::try_from(ids.len()).unwrap_or(u32::MAX));
    if missing > 0 && total > valued {
        let offset = filter.offset.saturating_sub(valued);
        ids.extend(stretch("NULL", total - valued).walk(connection, filter, offset, missing)?);
    }
    Ok(ids)
}

/// Rows that stand together in one index.
struct Stretch {
    within: Within,
    clause: String,
    rows: u32,
}

impl Stretch {
    fn walk(
        &self,
        connection: &Connection,
        filter: &EsimFilter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<i64>, Error> {
        let limit = limit.min(self.rows.saturating_sub(offset));
        if limit == 0 {
            return Ok(Vec::new());
        }
        let from_the_end = offset > self.rows / 2;
        let skip = if from_the_end { self.rows - offset - limit } else { offset };
        let index = self.within.index(filter.sort);
        let order = filter.sort.order(filter.descending != from_the_end);
        let clause = &self.clause;
        let mut query = connection.prepare_cached(&format!(
            "SELECT id FROM esims INDEXED BY {index} WHERE {clause} ORDER BY {order} LIMIT ?1 OFFSET ?2"
        ))?;
        let ids = query.query_map((limit, skip), |row| row.get(0))?;
        let mut ids = ids.collect::<Result<Vec<i64>, _>>()?;
        if from_the_end {
            ids.reverse();
        }
        Ok(ids)
    }
}

fn read_rows(connection: &Connection, ids: &[i64]) -> Result<Vec<EsimRow>, Error> {
    let mut query = connection.prepare_cached(&format!("SELECT {ROW} FROM {FROM} WHERE e.id = ?1"))?;
    ids.iter().map(|id| query.query_row([id], |row| Ok(rows::row(row)))?).collect()
}
