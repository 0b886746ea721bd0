//! The least that has to be done: parse the same JSON and insert the same rows into the same schema.

use super::made::{Lists, WireEsim, WireService};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;
use std::time::{Duration, Instant};

/// Tables that a first sync fills; the others follow by triggers.
const TABLES: [&str; 4] = ["wallets", "services", "esims", "esim_answers"];
const SCHEMA: [&str; 3] = [
    include_str!("../../src/cache/schema/001.sql"),
    include_str!("../../src/cache/schema/002.sql"),
    include_str!("../../src/cache/schema/003.sql"),
];
const INDEX_TEXT: &str = "INSERT INTO esims_text (rowid, text) SELECT id, search_text FROM esims ORDER BY id";

/// Reads the rows a sync left, then times parsing the lists and inserting those rows elsewhere.
pub fn insert(place: &Path, lists: &Lists) -> rusqlite::Result<Duration> {
    let from = Connection::open(place.join("cache.sqlite"))?;
    let tables = TABLES.map(|table| Table::read(&from, table));
    let mut to = Connection::open(place.join("plain.sqlite"))?;
    to.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    to.pragma_update(None, "synchronous", "NORMAL")?;
    to.pragma_update(None, "cache_size", -65_536)?;
    SCHEMA.iter().try_for_each(|step| to.execute_batch(step))?;

    let begun = Instant::now();
    for wallet in &lists.wallets {
        let esims: Result<Vec<WireEsim>, _> = serde_json::from_str(&wallet.esims);
        let services: Result<Vec<WireService>, _> = serde_json::from_str(&wallet.services);
        assert!(esims.is_ok() && services.is_ok(), "the lists are JSON");
    }
    let transaction = to.transaction()?;
    for table in tables {
        table?.insert(&transaction)?;
    }
    transaction.execute_batch(INDEX_TEXT)?;
    transaction.commit()?;
    Ok(begun.elapsed())
}

struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn read(from: &Connection, name: &str) -> rusqlite::Result<Self> {
        let mut query = from.prepare(&format!("SELECT name FROM pragma_table_info('{name}')"))?;
        let columns = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let names = columns.join(", ");
        let marks = vec!["?"; columns.len()].join(", ");
        let mut query = from.prepare(&format!("SELECT {names} FROM {name} ORDER BY rowid"))?;
        let rows = query.query_map([], |row| (0..columns.len()).map(|column| row.get(column)).collect())?;
        let rows = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Self { insert: format!("INSERT INTO {name} ({names}) VALUES ({marks})"), rows })
    }

    fn insert(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare(&self.insert)?;
        for row in &self.rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}
