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
use rusqlite::{Connection, named_params, params_from_iter};

/// Matches after which a search stops, and says so.
const MOST: u32 = 5_000;
/// Rows that are compared before a search stops.
const COMPARED: u32 = 10_000;
/// From so many characters on, a text may be a number's or a code's beginning.
const CODE_LENGTH: usize = 6;
/// Pieces asked for. The last ones of a number tell more apart than the first, which are the issuer's.
const PIECES: usize = 5;
const PIECE: usize = 3;

/// What a text was found in.
pub(super) struct Matches {
    /// Rows of `esims`.
    pub(super) ids: Vec<i64>,
    /// There may be more.
    pub(super) capped: bool,
}

/// Finds a text that is not empty.
pub(super) fn find(connection: &Connection, text: &str) -> Result<Matches, Error> {
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

/// Filters and sorts what was found.
pub(super) fn sorted(
    connection: &Connection,
    ids: &[i64],
    wanted: &Wanted,
    filter: &EsimFilter,
) -> Result<Vec<i64>, Error> {
    let order = filter.sort.order_with_absent_last(filter.descending);
    let clause = wanted.clause();
    let mut query = connection.prepare_cached(&format!(
        "SELECT id FROM (SELECT value FROM json_each(?1)) CROSS JOIN esims ON esims.id = value \
         WHERE {clause} ORDER BY {order}"
    ))?;
    let ids = serde_json::to_string(ids)?;
    let rows = query.query_map([ids], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_code(connection: &Connection, matching_id: &str) -> Result<Matches, Error> {
    collect(connection, "SELECT id FROM esims WHERE matching_id = ?1 LIMIT ?2", &[&matching_id, &MOST])
}

fn by_beginning(connection: &Connection, text: &str) -> Result<Matches, Error> {
    let end = after(text);
    collect(
        connection,
        "SELECT id FROM esims WHERE iccid >= ?1 AND iccid < ?2 \
         UNION SELECT id FROM esims WHERE esim_id >= ?1 AND esim_id < ?2 \
         UNION SELECT id FROM esims WHERE matching_id >= ?1 AND matching_id < ?2 LIMIT ?3",
        &[&text, &end, &MOST],
    )
}

fn by_short(connection: &Connection, folded: &str) -> Result<Matches, Error> {
    let end = after(folded);
    collect(
        connection,
        "SELECT id FROM esims WHERE traveller_key >= ?1 AND traveller_key < ?2 \
         UNION SELECT id FROM esims WHERE booking_key >= ?1 AND booking_key < ?2 LIMIT ?3",
        &[&folded, &end, &MOST],
    )
}

fn by_part(connection: &Connection, folded: &str) -> Result<Matches, Error> {
    let pieces = pieces(folded);
    let is_one_piece = folded.chars().count() == PIECE;
    let mut query = connection.prepare_cached(
        "SELECT esims.id, :whole OR instr(search_text, :text) > 0 FROM (\
             SELECT rowid AS place FROM esims_text WHERE esims_text MATCH :pieces LIMIT :compared) \
         CROSS JOIN esims ON esims.id = place",
    )?;
    let compared = if is_one_piece { MOST } else { COMPARED };
    let mut rows = query.query(named_params! {
        ":whole": is_one_piece, ":text": folded, ":pieces": pieces, ":compared": compared,
    })?;
    let (mut ids, mut seen) = (Vec::new(), 0_u32);
    while let Some(row) = rows.next()? {
        seen += 1;
        if row.get(1)? {
            ids.push(row.get(0)?);
        }
        if is_full(&ids) {
            break;
        }
    }
    let capped = seen == compared || is_full(&ids);
    Ok(Matches { ids, capped })
}

fn collect(connection: &Connection, query: &str, values: &[&dyn ToSql]) -> Result<Matches, Error> {
    let mut query = connection.prepare_cached(query)?;
    let rows = query.query_map(params_from_iter(values), |row| row.get(0))?;
    let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
    let capped = is_full(&ids);
    Ok(Matches { ids, capped })
}

fn is_full(ids: &[i64]) -> bool {
    ids.len() >= MOST as usize
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
