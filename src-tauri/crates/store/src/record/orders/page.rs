//! Pages of the journal, and how many orders wait.

use super::{OPEN, OrderRow, rows};
use crate::column::millis;
use crate::{Error, Record};
use esim_desk_model::{Timestamp, WalletId};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// Which orders a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderFilter {
    /// All.
    All,
    /// Not final.
    Open,
    /// Needs somebody.
    Waiting(WaitingSince),
    /// Those of one purchase, in the order of the names; others come newest first.
    Purchase(String),
}

/// What makes an open order wait for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingSince {
    /// This run of the program; an intent of another waits.
    pub run: String,
    /// An outcome unknown since before this moment waits.
    pub unknown_before: Timestamp,
}

/// Rows of the journal and how many match.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRows {
    /// At most as many as were asked for.
    pub rows: Vec<OrderRow>,
    /// Rows that match.
    pub total: u32,
}

/// How many orders are open, and how many of those need somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderCounts {
    /// Not final.
    pub open: u32,
    /// Need somebody.
    pub waiting: u32,
}

impl Record {
    /// One page of the journal; `text` is part of a number, a traveller's name or a booking.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn orders_page(
        &self,
        filter: OrderFilter,
        text: &str,
        offset: u32,
        limit: u32,
    ) -> Result<OrderRows, Error> {
        let text = text.trim().to_owned();
        self.read(move |tx| page(tx, &filter, &text, offset, limit)).await
    }

    /// How many orders are open, and how many need somebody; of one wallet or of all.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn order_counts(
        &self,
        wallet: Option<&WalletId>,
        since: WaitingSince,
    ) -> Result<OrderCounts, Error> {
        let wallet = wallet.map(|id| id.0.clone());
        self.read(move |tx| {
            let (waiting, mut values) = waiting(&since);
            let sql = format!(
                "SELECT count(*), coalesce(sum({waiting}), 0) FROM orders o WHERE {OPEN} \
                 AND (?3 IS NULL OR o.wallet_id = ?3)"
            );
            values.push(wallet.map_or(Value::Null, Value::from));
            let mut read = tx.prepare_cached(&sql)?;
            Ok(read.query_row(params_from_iter(values), |row| {
                Ok(OrderCounts { open: row.get(0)?, waiting: row.get(1)? })
            })?)
        })
        .await
    }
}

fn page(
    tx: &Connection,
    filter: &OrderFilter,
    text: &str,
    offset: u32,
    limit: u32,
) -> Result<OrderRows, Error> {
    let (only, mut values, sort) = match filter {
        OrderFilter::All => ("1".to_owned(), Vec::new(), "o.created_at DESC, o.place DESC"),
        OrderFilter::Open => (OPEN.to_owned(), Vec::new(), "o.created_at DESC, o.place DESC"),
        OrderFilter::Waiting(since) => {
            let (waiting, values) = waiting(since);
            (format!("{OPEN} AND {waiting}"), values, "o.created_at DESC, o.place DESC")
        }
        OrderFilter::Purchase(parent) => {
            ("o.parent = ?1".to_owned(), vec![Value::from(parent.clone())], "o.place")
        }
    };
    let mut clause = format!("WHERE {only}");
    if !text.is_empty() {
        let part = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        values.push(Value::from(format!("%{part}%")));
        let n = values.len();
        let like = format!("LIKE ?{n} ESCAPE '\\'");
        clause += &format!(" AND (o.number {like} OR t.name {like} OR o.booking {like})");
    }
    let count = format!("SELECT count(*) FROM orders o JOIN travellers t ON t.id = o.traveller_id {clause}");
    let total = tx.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let clause = format!("{clause} ORDER BY {sort} LIMIT {limit} OFFSET {offset}");
    Ok(OrderRows { rows: rows(tx, &clause, &values)?, total })
}

/// The condition under which an open order waits for a person, and its values, `?1` and `?2`.
fn waiting(since: &WaitingSince) -> (String, Vec<Value>) {
    let sql = "((o.state = 'intent' AND (o.run <> ?1 OR o.failure IS NOT NULL)) \
        OR (o.state = 'unknown' AND (o.candidates IS NOT NULL OR o.sending_since < ?2)) \
        OR (o.state = 'accepted' AND o.esim_id IS NULL AND (o.candidates IS NOT NULL \
            OR coalesce(json_extract(o.taken, '$.kind'), '') IN ('waits_for_approval', 'waits_for_payment'))))";
    (sql.to_owned(), vec![Value::from(since.run.clone()), Value::from(millis(since.unknown_before))])
}
