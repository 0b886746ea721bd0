//! What happened to an order, appended and never rewritten, and the one way in which an order changes.
//!
//! Every event holds the columns it set, so that `orders` can be rebuilt from events alone. Only the mark, a
//! working note that is dropped once its order is final, stands in no event. An event holds ids of people, no
//! name and no code.

mod changes;
#[cfg(test)]
mod tests;

pub use changes::OrderChanges;

use super::orders::{OrderRow, one, rows};
use crate::column::{millis, moment};
use crate::{Error, Record};
use changes::{COLUMNS, column_value};
use esim_desk_model::{OrderKey, OrderState, Timestamp};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde_json::{Map, Value, json};

/// One step of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderStep {
    /// Which order.
    pub key: OrderKey,
    /// Where it must stand.
    pub from: OrderState,
    /// Where it stands then; the same state for an event that changes none.
    pub to: OrderState,
    /// The event's word; a change of state is named by its state.
    pub event: &'static str,
    /// What else changes.
    pub changes: OrderChanges,
    /// What is to be said about it; no name, no code.
    pub note: Option<String>,
    /// By whom, where a person did it.
    pub staff: Option<String>,
    /// Now.
    pub at: Timestamp,
}

/// Why a step was not taken; nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// No such order.
    #[error("no such order")]
    Missing,
    /// It stands elsewhere, or that state may not follow.
    #[error("the order is {}", .0.as_str())]
    WrongState(OrderState),
    /// Another order owns the supplier's order or the eSIM.
    #[error("another order owns it")]
    Taken,
    /// The file.
    #[error(transparent)]
    Store(#[from] Error),
}

/// One event as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderEventRow {
    /// When.
    pub at: Timestamp,
    /// Its word.
    pub event: String,
    /// What is to be said about it.
    pub note: Option<String>,
    /// By whom.
    pub staff: Option<String>,
}

impl Record {
    /// Takes one step: its event and the order in one transaction, if the order stands where it must.
    ///
    /// # Errors
    /// [`StepError`]; nothing was written then.
    pub async fn order_step(&self, step: OrderStep) -> Result<OrderRow, StepError> {
        match self.write(move |tx| take(tx, &step)).await {
            Ok(taken) => taken,
            Err(Error::Conflict) => Err(StepError::Taken),
            Err(error) => Err(StepError::Store(error)),
        }
    }

    /// After a crash nobody knows what became of a request that was on the wire: every order that is being sent
    /// becomes unknown. Returns how many did.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn orders_in_doubt(&self, failure: &str, at: Timestamp) -> Result<usize, Error> {
        let changes =
            OrderChanges::default().failure(Some(failure)).with("state", json!(OrderState::Unknown.as_str()));
        self.write(move |tx| {
            let sending = rows(tx, "WHERE o.state = 'sending'", &[])?;
            for order in &sending {
                apply(tx, &order.key, OrderState::Unknown, &changes, at)?;
                write_event(tx, &order.key, at, OrderState::Unknown.as_str(), &changes, None, None)?;
            }
            Ok(sending.len())
        })
        .await
    }

    /// The events of one order, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn order_events(&self, key: &OrderKey) -> Result<Vec<OrderEventRow>, Error> {
        let key = key.clone();
        self.read(move |tx| {
            let mut read = tx.prepare_cached(
                "SELECT at, event, json_extract(data, '$.note'), staff FROM order_events \
                 WHERE order_key = ?1 ORDER BY id",
            )?;
            let mut found = read.query([key.as_str()])?;
            let mut events = Vec::new();
            while let Some(row) = found.next()? {
                events.push(OrderEventRow {
                    at: moment(row.get(0)?)?,
                    event: row.get(1)?,
                    note: row.get(2)?,
                    staff: row.get(3)?,
                });
            }
            Ok(events)
        })
        .await
    }

    /// Writes `orders` anew from the events alone; marks stay. Returns how many events were read.
    ///
    /// # Errors
    /// Those of the file; nothing was changed then.
    pub async fn rebuild_orders(&self) -> Result<usize, Error> {
        self.write(rebuild).await
    }
}

fn take(tx: &Connection, step: &OrderStep) -> Result<Result<OrderRow, StepError>, Error> {
    let state: Option<String> = tx
        .prepare_cached("SELECT state FROM orders WHERE order_key = ?1")?
        .query_row([step.key.as_str()], |row| row.get(0))
        .optional()?;
    let Some(state) = state else { return Ok(Err(StepError::Missing)) };
    let state = OrderState::from_word(&state).ok_or_else(|| Error::Other(format!("order state {state}")))?;
    let allowed = step.from == step.to || step.from.followers().contains(&step.to);
    if state != step.from || !allowed {
        return Ok(Err(StepError::WrongState(state)));
    }
    let changed = step.changes.clone().with("state", json!(step.to.as_str()));
    apply(tx, &step.key, step.to, &changed, step.at)?;
    write_event(tx, &step.key, step.at, step.event, &changed, step.note.as_deref(), step.staff.as_deref())?;
    Ok(one(tx, &step.key)?.ok_or(StepError::Missing))
}

/// Writes changed columns to the projection. A final order keeps no mark.
fn apply(
    tx: &Connection,
    key: &OrderKey,
    to: OrderState,
    changes: &OrderChanges,
    at: Timestamp,
) -> Result<(), Error> {
    set(tx, key, &changes.set, at)?;
    if to.is_final() {
        tx.prepare_cached("UPDATE orders SET mark = NULL WHERE order_key = ?1")?.execute([key.as_str()])?;
    } else if let Some(mark) = &changes.mark {
        tx.prepare_cached("UPDATE orders SET mark = ?2 WHERE order_key = ?1")?
            .execute([key.as_str(), mark])?;
    }
    Ok(())
}

fn set(tx: &Connection, key: &OrderKey, columns: &Map<String, Value>, at: Timestamp) -> Result<(), Error> {
    let mut assignments = String::from("updated_at = ?2");
    let mut values = vec![rusqlite::types::Value::from(key.0.clone()), millis(at).into()];
    for (column, value) in columns {
        if !COLUMNS.contains(&column.as_str()) {
            return Err(Error::Other(format!("orders has no column {column}")));
        }
        if column == "updated_at" {
            continue;
        }
        values.push(column_value(value)?);
        assignments += &format!(", {column} = ?{}", values.len());
    }
    tx.prepare_cached(&format!("UPDATE orders SET {assignments} WHERE order_key = ?1"))?
        .execute(params_from_iter(values))?;
    Ok(())
}

/// Appends one event.
pub(super) fn write_event(
    tx: &Connection,
    key: &OrderKey,
    at: Timestamp,
    event: &str,
    changes: &OrderChanges,
    note: Option<&str>,
    staff: Option<&str>,
) -> Result<(), Error> {
    let data = json!({ "set": changes.set, "note": note }).to_string();
    tx.prepare_cached(
        "INSERT INTO order_events (order_key, at, event, data, staff) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![key.as_str(), millis(at), event, data, staff])?;
    Ok(())
}

fn rebuild(tx: &rusqlite::Transaction<'_>) -> Result<usize, Error> {
    // What is unique is let go first: an order may hold now what another held at an earlier moment of the replay.
    // The events of schema 1 do not name `items`.
    tx.execute("UPDATE orders SET reference = NULL, esim_id = NULL, items = NULL", [])?;
    let mut read = tx.prepare("SELECT order_key, at, data FROM order_events ORDER BY id")?;
    let mut events = read.query([])?;
    let mut count = 0;
    while let Some(row) = events.next()? {
        let (key, data) = (OrderKey(row.get(0)?), row.get::<_, String>(2)?);
        let data: Value = serde_json::from_str(&data)?;
        let Some(columns) = data["set"].as_object() else { continue };
        set(tx, &key, columns, moment(row.get(1)?)?)?;
        count += 1;
    }
    Ok(count)
}
