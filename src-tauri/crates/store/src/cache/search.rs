//! Searching names, bookings and numbers.
//!
//! A code or the beginning of a number is found by its B-tree. Parts are found by three-letter pieces, which say
//! only that all pieces are there, so what they find is compared with the whole text again. What has fewer than
//! three letters is the beginning of a name or a booking.

use super::fold::fold;
use super::pages::{EsimFilter, Wanted};
use crate::Error;
use esim_desk_model::ActivationCode;
use rusqlite::types::ToSql;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeSet;

/// Matches after which a search stops, and says so.
const MOST: u32 = 5_000;
/// From so many characters on, a text may be a number's or a code's beginning.
const CODE_LENGTH: usize = 6;
/// Pieces asked for. The last ones of a number tell more apart than the first, which are the issuer's.
const PIECES: usize = 5;
const PIECE: usize = 3;

/// What a text was found in.
pub(super) struct Matches {
    /// Rows of `esims`.
    pub(super) ids: Vec<i64>,
    /// Only those count whose text holds this; empty where all do.
    holding: String,
    /// There may be more.
    pub(super) capped: bool,
}

/// Finds a text that is not empty.
pub(super) fn find(connection: &Connection, text: &str) -> Result<Matches, Error> {
    // A question to the index ends at a NUL; no name or number has a control character.
    let text = &text.replace(char::is_control, " ");
    if let Ok(code) = ActivationCode::parse(text) {
        return by_code(connection, code.matching_id());
    }
    let compact: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-')).collect();
    let is_number = !compact.is_empty() && compact.bytes().all(|byte| byte.is_ascii_digit());
    let text = if is_number { compact } else { text.to_owned() };
    if text.chars().count() >= CODE_LENGTH {
        let found = by_beginning(connection, &text)?;
        if !found.ids.is_empty() {
            return Ok(found);
        }
    }
    let folded = fold(&text);
    if folded.chars().count() < PIECE { by_short(connection, &folded) } else { by_part(connection, &folded) }
}

/// Indexes the texts that a transaction changed, in one go at its end.
pub(super) fn index_due(tx: &Connection) -> Result<(), Error> {
    tx.prepare_cached(
        "DELETE FROM esims_text WHERE rowid IN (SELECT id FROM esims_text_due WHERE known = 1)",
    )?
    .execute([])?;
    tx.prepare_cached(
        "INSERT INTO esims_text (rowid, text) \
         SELECT id, search_text FROM esims_text_due JOIN esims USING (id)",
    )?
    .execute([])?;
    tx.prepare_cached("DELETE FROM esims_text_due")?.execute([])?;
    Ok(())
}

/// Compares, filters and sorts what was found.
pub(super) fn sorted(
    connection: &Connection,
    matches: &Matches,
    wanted: &Wanted,
    filter: &EsimFilter,
) -> Result<Vec<i64>, Error> {
    let order = filter.sort.order_with_absent_last(filter.descending);
    let compared = if matches.holding.is_empty() { "?2 = ''" } else { "instr(search_text, ?2) > 0" };
    let clause = wanted.clause();
    let mut query = connection.prepare_cached(&format!(
        "SELECT id FROM (SELECT value FROM json_each(?1)) CROSS JOIN esims ON esims.id = value \
         WHERE {compared} AND {clause} ORDER BY {order}"
    ))?;
    let ids = serde_json::to_string(&matches.ids)?;
    let rows = query.query_map((ids, &matches.holding), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_code(connection: &Connection, matching_id: &str) -> Result<Matches, Error> {
    Matches::collect(connection, &["SELECT id FROM esims WHERE matching_id = ?1"], &[&matching_id])
}

fn by_beginning(connection: &Connection, text: &str) -> Result<Matches, Error> {
    let queries = [
        "SELECT id FROM esims WHERE iccid >= ?1 AND iccid < ?2",
        "SELECT id FROM esims WHERE esim_id >= ?1 AND esim_id < ?2",
        "SELECT id FROM esims WHERE matching_id >= ?1 AND matching_id < ?2",
    ];
    Matches::collect(connection, &queries, &[&text, &after(text)])
}

fn by_short(connection: &Connection, folded: &str) -> Result<Matches, Error> {
    let queries = [
        "SELECT id FROM esims WHERE traveller_key >= ?1 AND traveller_key < ?2",
        "SELECT id FROM esims WHERE booking_key >= ?1 AND booking_key < ?2",
    ];
    Matches::collect(connection, &queries, &[&folded, &after(folded)])
}

fn by_part(connection: &Connection, folded: &str) -> Result<Matches, Error> {
    let query = "SELECT rowid FROM esims_text WHERE esims_text MATCH ?1";
    let found = Matches::collect(connection, &[query], &[&pieces(folded)])?;
    let is_one_piece = folded.chars().count() == PIECE;
    let holding = if is_one_piece { String::new() } else { folded.to_owned() };
    Ok(Matches { holding, ..found })
}

impl Matches {
    /// Runs one query after the other until there are enough. A union would find all before it took the first.
    fn collect(connection: &Connection, queries: &[&str], values: &[&dyn ToSql]) -> Result<Self, Error> {
        let mut ids = BTreeSet::new();
        for query in queries {
            let mut query = connection.prepare_cached(&format!("{query} LIMIT {MOST}"))?;
            let rows = query.query_map(params_from_iter(values), |row| row.get::<_, i64>(0))?;
            for id in rows {
                ids.insert(id?);
            }
            if ids.len() >= MOST as usize {
                break;
            }
        }
        let capped = ids.len() >= MOST as usize;
        Ok(Self { ids: ids.into_iter().take(MOST as usize).collect(), holding: String::new(), capped })
    }
}

/// The last pieces of a text, as a question to the index.
fn pieces(folded: &str) -> String {
    let letters: Vec<char> = folded.chars().collect();
    let pieces: Vec<String> = letters
        .windows(PIECE)
        .rev()
        .take(PIECES)
        .map(|piece| format!("\"{}\"", piece.iter().collect::<String>().replace('"', "\"\"")))
        .collect();
    pieces.join(" AND ")
}

/// The least text that no text with this beginning reaches.
fn after(beginning: &str) -> String {
    format!("{beginning}\u{10ffff}")
}
