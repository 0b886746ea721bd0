//! Finding a page's rows: a walk along one index that has the asked order within the asked filter.
//!
//! How many rows there are is known beforehand, so a page near the end is walked to from the end, and rows without
//! a value come last in both directions.

use super::counts::Counted;
use super::pages::{EsimFilter, EsimSort, Wanted};
use crate::Error;
use rusqlite::Connection;

/// A filter that has indexes of its own.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    All,
    Wallet(i64),
    Headline(u8),
    CodeMissing,
    EndingSoon,
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

    /// The order in which its index stands.
    fn order(self, sort: EsimSort, backwards: bool) -> String {
        let mut columns = sort.columns().to_vec();
        match self {
            Self::All if sort == EsimSort::Status => columns.push("wallet"),
            Self::All | Self::Wallet(_) => {}
            Self::Headline(_) => columns.push("wallet"),
            Self::CodeMissing | Self::EndingSoon if sort == EsimSort::Status => columns.push("wallet"),
            Self::CodeMissing | Self::EndingSoon => columns.extend(["headline", "wallet"]),
        }
        order(&columns, backwards)
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

/// The rows of one page, by their places in the table.
pub(super) fn walk(
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
        let order = self.within.order(filter.sort, filter.descending != from_the_end);
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

/// What equals stands in the order in which it came.
pub(super) fn order(columns: &[&str], backwards: bool) -> String {
    let direction = if backwards { "DESC" } else { "ASC" };
    let columns = columns.iter().chain(&["id"]);
    columns.map(|column| format!("{column} {direction}")).collect::<Vec<_>>().join(", ")
}
