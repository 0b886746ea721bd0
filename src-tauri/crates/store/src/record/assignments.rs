//! What the record knows of a wallet's eSIMs, for the cache's rows: for whom, when, by which order.

use crate::column::{from_json_or_none, moment, moment_or_none};
use crate::{Error, Record};
use esim_desk_model::{EsimId, OrderKey, Timestamp, WalletId};
use rusqlite::{Connection, Row, named_params};
use std::collections::HashMap;

/// What this desk did with one eSIM.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignment {
    /// To whom it was last given, else for whom it was bought.
    pub traveller: Option<String>,
    /// The booking of the same.
    pub booking: Option<String>,
    /// When it was last given.
    pub given_at: Option<Timestamp>,
    /// When it was bought here.
    pub bought_at: Option<Timestamp>,
    /// The order here that bought it, or that it may belong to.
    pub order_key: Option<OrderKey>,
    /// First day of the trip it was bought for, `YYYY-MM-DD`.
    pub departs: Option<String>,
    /// It may belong to an order here, and nobody has confirmed that.
    pub unconfirmed: bool,
    /// Its kit is in the record.
    pub kit_stored: bool,
}

/// By eSIM.
pub type Assignments = HashMap<EsimId, Assignment>;

const BOUGHT: &str = "SELECT o.esim_id, t.name, o.booking, o.created_at, o.order_key, \
        json_extract(o.trip, '$.from') \
    FROM orders o JOIN travellers t ON t.id = o.traveller_id \
    WHERE o.wallet_id = :wallet AND o.esim_id IS NOT NULL \
        AND json_extract(o.request, '$.target.kind') = 'new_esim'";

const MAYBE_BOUGHT: &str = "SELECT o.order_key, o.candidates FROM orders o \
    WHERE o.wallet_id = :wallet AND o.esim_id IS NULL AND o.candidates IS NOT NULL \
        AND json_extract(o.request, '$.target.kind') = 'new_esim' \
        AND o.state IN ('sending', 'accepted', 'unknown')";

/// SQLite takes the other columns from the row of the greatest `at`.
const GIVEN: &str = "SELECT h.esim_id, t.name, h.booking, max(h.at) \
    FROM hand_overs h JOIN travellers t ON t.id = h.traveller_id \
    WHERE h.wallet_id = :wallet GROUP BY h.esim_id";

const STORED: &str = "SELECT esim_id FROM kits WHERE wallet_id = :wallet";

impl Record {
    /// What this desk did with the eSIMs of one wallet.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn assignments(&self, wallet: &WalletId) -> Result<Assignments, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| collect(connection, &wallet)).await
    }

    /// What this desk did with one eSIM.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn assignment(&self, wallet: &WalletId, esim: &EsimId) -> Result<Assignment, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| Ok(collect(connection, &wallet)?.remove(&esim).unwrap_or_default())).await
    }
}

fn collect(connection: &Connection, wallet: &WalletId) -> Result<Assignments, Error> {
    let mut all = Assignments::new();
    each(connection, MAYBE_BOUGHT, wallet, |row| maybe_bought(&mut all, row))?;
    each(connection, BOUGHT, wallet, |row| {
        let esim = all.entry(EsimId(row.get(0)?)).or_default();
        *esim = Assignment {
            traveller: row.get(1)?,
            booking: row.get(2)?,
            bought_at: Some(moment(row.get(3)?)?),
            order_key: Some(OrderKey(row.get(4)?)),
            departs: row.get(5)?,
            ..Assignment::default()
        };
        Ok(())
    })?;
    each(connection, GIVEN, wallet, |row| {
        let esim = all.entry(EsimId(row.get(0)?)).or_default();
        esim.traveller = row.get(1)?;
        esim.booking = row.get(2)?;
        esim.given_at = moment_or_none(row.get(3)?)?;
        Ok(())
    })?;
    each(connection, STORED, wallet, |row| {
        all.entry(EsimId(row.get(0)?)).or_default().kit_stored = true;
        Ok(())
    })?;
    Ok(all)
}

/// The part of a candidate that names an eSIM; the rest is the core's.
#[derive(serde::Deserialize)]
struct Candidate {
    esim: Option<EsimId>,
}

fn maybe_bought(all: &mut Assignments, row: &Row<'_>) -> Result<(), Error> {
    let key = OrderKey(row.get(0)?);
    let candidates: Option<Vec<Candidate>> = from_json_or_none(row.get(1)?)?;
    for esim in candidates.into_iter().flatten().filter_map(|candidate| candidate.esim) {
        let esim = all.entry(esim).or_default();
        esim.order_key = Some(key.clone());
        esim.unconfirmed = true;
    }
    Ok(())
}

fn each(
    connection: &Connection,
    query: &str,
    wallet: &WalletId,
    mut take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut query = connection.prepare_cached(query)?;
    let mut rows = query.query(named_params! { ":wallet": wallet.as_str() })?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}
