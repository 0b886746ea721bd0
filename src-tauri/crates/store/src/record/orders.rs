//! Orders, the projection of their events, and every way to ask for them. Intents are written by `insert.rs`.
//!
//! What happens to an order after its intent goes through [`Record::order_step`](crate::Record::order_step) in
//! `order_events.rs`. JSON columns cross as text: what stands in them is the core's.

mod insert;
mod page;
#[cfg(test)]
pub(super) mod tests;

pub use insert::{Inserted, NewOrder, NewPurchase};
pub use page::{OrderCounts, OrderFilter, OrderRows, WaitingSince};

use crate::column::{from_json_or_none, moment, moment_or_none};
use crate::{Error, Record};
use esim_desk_model::{EsimId, Iccid, Money, OrderKey, OrderState, PlanId, ServiceId, Timestamp, WalletId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

/// One order. Its mark, which may be large, is read by [`Record::order_mark`].
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// Its key.
    pub key: OrderKey,
    /// `D07-000123`.
    pub number: String,
    /// The purchase.
    pub parent: String,
    /// Place within the purchase, from 0.
    pub place: u32,
    /// Where it stands.
    pub state: OrderState,
    /// From which wallet.
    pub wallet_id: WalletId,
    /// What may not be in flight together.
    pub lane: String,
    /// What.
    pub plan_id: PlanId,
    /// JSON: plan, price, target.
    pub request: String,
    /// Traveller's name.
    pub traveller: String,
    /// The agency's booking.
    pub booking: Option<String>,
    /// JSON.
    pub trip: String,
    /// JSON.
    pub phone_check: String,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// The run of the program that may send it.
    pub run: String,
    /// When it was sent.
    pub sending_since: Option<Timestamp>,
    /// The supplier's order number.
    pub reference: Option<String>,
    /// JSON: how far it is at the supplier.
    pub taken: Option<String>,
    /// JSON: what stopped it.
    pub failure: Option<String>,
    /// What was charged; absent is not stated.
    pub price_charged: Option<Money>,
    /// JSON list of what may be its outcome.
    pub candidates: Option<String>,
    /// What it bought, once that is certain.
    pub esim_id: Option<EsimId>,
    /// The plan on that eSIM.
    pub service_id: Option<ServiceId>,
    /// Complete looks in a row that found nothing.
    pub looks: u32,
    /// The last complete look.
    pub looked_at: Option<Timestamp>,
    /// Why a person decided.
    pub settled: Option<String>,
    /// When the intent was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The kit of its eSIM is in the record.
    pub kit_ready: bool,
    /// Number of its eSIM, as far as the kit has it.
    pub iccid: Option<Iccid>,
    /// JSON: what became of each eSIM of an order of several.
    pub items: Option<String>,
}

const COLUMNS: &str = "o.order_key, o.number, o.parent, o.place, o.state, o.wallet_id, o.lane, o.plan_id, \
    o.request, t.name, o.booking, o.trip, o.phone_check, o.desk, o.staff, o.run, o.sending_since, o.reference, \
    o.taken, o.failure, o.price_charged, o.candidates, o.esim_id, o.service_id, o.looks, o.looked_at, o.settled, \
    o.created_at, o.updated_at, k.esim_id IS NOT NULL, k.iccid, o.items \
    FROM orders o JOIN travellers t ON t.id = o.traveller_id \
    LEFT JOIN kits k ON k.wallet_id = o.wallet_id AND k.esim_id = o.esim_id";

const OPEN: &str = "o.state IN ('intent', 'sending', 'accepted', 'unknown')";

impl Record {
    /// One order.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn order(&self, key: &OrderKey) -> Result<Option<OrderRow>, Error> {
        let key = key.clone();
        self.read(move |tx| one(tx, &key)).await
    }

    /// What the supplier looked like before the order was sent, as its client wrote it; gone once it is final.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn order_mark(&self, key: &OrderKey) -> Result<Option<String>, Error> {
        let key = key.clone();
        self.read(move |tx| {
            let mut read = tx.prepare_cached("SELECT mark FROM orders WHERE order_key = ?1")?;
            Ok(read.query_row([key.as_str()], |row| row.get(0)).optional()?.flatten())
        })
        .await
    }

    /// Every order that is not final, oldest first; of one wallet and lane, or of all.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn orders_open(&self, lane: Option<(WalletId, String)>) -> Result<Vec<OrderRow>, Error> {
        self.read(move |tx| {
            let oldest_first = "ORDER BY o.created_at, o.rowid";
            match lane {
                None => rows(tx, &format!("WHERE {OPEN} {oldest_first}"), &[]),
                Some((wallet, lane)) => {
                    let only = format!("WHERE {OPEN} AND o.wallet_id = ? AND o.lane = ? {oldest_first}");
                    rows(tx, &only, &[Value::from(wallet.0), Value::from(lane)])
                }
            }
        })
        .await
    }

    /// The orders that bought or filled one eSIM, newest first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn orders_of_esim(&self, wallet: &WalletId, esim: &EsimId) -> Result<Vec<OrderRow>, Error> {
        let values = [Value::from(wallet.0.clone()), Value::from(esim.0.clone())];
        self.read(move |tx| {
            rows(tx, "WHERE o.wallet_id = ? AND o.esim_id = ? ORDER BY o.created_at DESC", &values)
        })
        .await
    }

    /// Whether another order of the wallet owns this supplier's order, eSIM or plan on an eSIM. An order that
    /// adds data onto an eSIM does not own that eSIM.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn order_owns(
        &self,
        except: &OrderKey,
        wallet: &WalletId,
        reference: Option<&str>,
        esim: Option<&EsimId>,
        service: Option<&ServiceId>,
    ) -> Result<bool, Error> {
        let text = |value: Option<&str>| value.map_or(Value::Null, |text| Value::from(text.to_owned()));
        let values = [
            Value::from(wallet.0.clone()),
            Value::from(except.0.clone()),
            text(reference),
            text(esim.map(EsimId::as_str)),
            text(service.map(ServiceId::as_str)),
        ];
        self.read(move |tx| {
            let mut read = tx.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM orders WHERE wallet_id = ?1 AND order_key <> ?2 \
                 AND (reference = ?3 OR service_id = ?5 \
                     OR (esim_id = ?4 AND json_extract(request, '$.target.kind') = 'new_esim')))",
            )?;
            Ok(read.query_row(params_from_iter(values), |row| row.get(0))?)
        })
        .await
    }
}

/// One order inside a transaction.
pub(super) fn one(tx: &Connection, key: &OrderKey) -> Result<Option<OrderRow>, Error> {
    Ok(rows(tx, "WHERE o.order_key = ?", &[Value::from(key.0.clone())])?.pop())
}

/// The orders that a clause selects.
pub(super) fn rows(tx: &Connection, clause: &str, values: &[Value]) -> Result<Vec<OrderRow>, Error> {
    let mut read = tx.prepare_cached(&format!("SELECT {COLUMNS} {clause}"))?;
    let mut found = read.query(params_from_iter(values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(of_row(row)?);
    }
    Ok(rows)
}

fn of_row(row: &Row<'_>) -> Result<OrderRow, Error> {
    let state: String = row.get(4)?;
    Ok(OrderRow {
        key: OrderKey(row.get(0)?),
        number: row.get(1)?,
        parent: row.get(2)?,
        place: row.get(3)?,
        state: OrderState::from_word(&state).ok_or_else(|| Error::Other(format!("order state {state}")))?,
        wallet_id: WalletId(row.get(5)?),
        lane: row.get(6)?,
        plan_id: PlanId(row.get(7)?),
        request: row.get(8)?,
        traveller: row.get(9)?,
        booking: row.get(10)?,
        trip: row.get(11)?,
        phone_check: row.get(12)?,
        desk: row.get(13)?,
        staff: row.get(14)?,
        run: row.get(15)?,
        sending_since: moment_or_none(row.get(16)?)?,
        reference: row.get(17)?,
        taken: row.get(18)?,
        failure: row.get(19)?,
        price_charged: from_json_or_none(row.get(20)?)?,
        candidates: row.get(21)?,
        esim_id: row.get::<_, Option<String>>(22)?.map(EsimId),
        service_id: row.get::<_, Option<String>>(23)?.map(ServiceId),
        looks: row.get(24)?,
        looked_at: moment_or_none(row.get(25)?)?,
        settled: row.get(26)?,
        created_at: moment(row.get(27)?)?,
        updated_at: moment(row.get(28)?)?,
        kit_ready: row.get(29)?,
        iccid: row.get::<_, Option<String>>(30)?.and_then(|text| Iccid::parse(&text).ok()),
        items: row.get(31)?,
    })
}
