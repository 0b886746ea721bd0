//! People. They are named in this table and nowhere else in the record, so that one can be erased.

use crate::Error;
use crate::column::millis;
use esim_desk_model::{Timestamp, TravellerName};
use rusqlite::{Connection, OptionalExtension};

/// The traveller of this name, made if there is none.
pub(super) fn find_or_create(tx: &Connection, name: &TravellerName, now: Timestamp) -> Result<i64, Error> {
    let known = tx
        .prepare_cached("SELECT id FROM travellers WHERE name = ?1 ORDER BY id LIMIT 1")?
        .query_row([name.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    tx.prepare_cached("INSERT INTO travellers (name, created_at) VALUES (?1, ?2)")?
        .execute((name.as_str(), millis(now)))?;
    Ok(tx.last_insert_rowid())
}
