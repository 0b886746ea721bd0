//! What a wallet holds at its supplier: money, and what was paid for and is on no eSIM yet.

use super::sync_state::{List, Listed, make_key, note_list};
use crate::column::{from_json, json, millis, moment, moment_or_none};
use crate::{Cache, Error};
use esim_desk_model::{Money, Plan, Timestamp, WalletId};
use rusqlite::{OptionalExtension, Row};

/// Some of one plan, bought together and on no eSIM yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotRow {
    /// The supplier's id, or one its client made.
    pub id: String,
    /// The plan that one taken from it brings.
    pub plan: Plan,
    /// Whether taking one costs nothing more.
    pub paid: bool,
    /// How many are left; 0 where the supplier names it although none is.
    pub left: u32,
    /// When the rest lapses; absent is not stated.
    pub expires_at: Option<Timestamp>,
}

/// A wallet's money as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// The amount.
    pub amount: Money,
    /// When the supplier measured it, where that is not the moment of asking.
    pub measured_at: Option<Timestamp>,
    /// When it was asked for.
    pub seen_at: Timestamp,
}

const LOT: &str = "SELECT lot_id, plan, paid, left, expires_at FROM lots \
    JOIN wallets ON wallets.key = lots.wallet WHERE wallet_id = ?1";

impl Cache {
    /// Takes over a wallet's lots; lots that are gone are deleted if no row was skipped.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn replace_lots(
        &self,
        wallet: &WalletId,
        lots: Vec<LotRow>,
        listed: Listed,
    ) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| {
            let key = make_key(tx, &wallet)?;
            if listed.is_whole() {
                tx.prepare_cached("DELETE FROM lots WHERE wallet = ?1")?.execute([key])?;
            }
            let mut put = tx.prepare_cached(
                "INSERT OR REPLACE INTO lots (wallet, lot_id, plan, paid, left, expires_at, seen_at) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for lot in &lots {
                let (plan, expires_at) = (json(&lot.plan)?, lot.expires_at.map(millis));
                put.execute((key, &lot.id, plan, lot.paid, lot.left, expires_at, millis(listed.at)))?;
            }
            note_list(tx, key, List::Stock, lots.len(), listed)
        })
        .await
    }

    /// A wallet's lots, by their ids.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn lots(&self, wallet: &WalletId) -> Result<Vec<LotRow>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            let mut query = connection.prepare_cached(&format!("{LOT} ORDER BY lot_id"))?;
            let mut rows = query.query([wallet.as_str()])?;
            let mut lots = Vec::new();
            while let Some(row) = rows.next()? {
                lots.push(lot(row)?);
            }
            Ok(lots)
        })
        .await
    }

    /// One lot as it was last seen.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn lot(&self, wallet: &WalletId, id: &str) -> Result<Option<LotRow>, Error> {
        let (wallet, id) = (wallet.clone(), id.to_owned());
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("{LOT} AND lot_id = ?2"))?
                .query_row((wallet.as_str(), id), |row| Ok(lot(row)))
                .optional()?
                .transpose()
        })
        .await
    }

    /// Takes over a wallet's balance in place of the one before.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn put_balance(
        &self,
        wallet: &WalletId,
        amount: Money,
        measured_at: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<(), Error> {
        let wallet = wallet.clone();
        self.write(move |tx| {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO balances (wallet, amount, measured_at, seen_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((make_key(tx, &wallet)?, json(&amount)?, measured_at.map(millis), millis(at)))?;
            Ok(())
        })
        .await
    }

    /// A wallet's balance as it was last seen, if it ever was.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn balance(&self, wallet: &WalletId) -> Result<Option<BalanceRow>, Error> {
        let wallet = wallet.clone();
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT amount, measured_at, seen_at FROM balances \
                     JOIN wallets ON wallets.key = balances.wallet WHERE wallet_id = ?1",
                )?
                .query_row([wallet.as_str()], |row| Ok(balance(row)))
                .optional()?
                .transpose()
        })
        .await
    }
}

fn lot(row: &Row<'_>) -> Result<LotRow, Error> {
    Ok(LotRow {
        id: row.get(0)?,
        plan: from_json(&row.get::<_, String>(1)?)?,
        paid: row.get(2)?,
        left: row.get(3)?,
        expires_at: moment_or_none(row.get(4)?)?,
    })
}

fn balance(row: &Row<'_>) -> Result<BalanceRow, Error> {
    Ok(BalanceRow {
        amount: from_json(&row.get::<_, String>(0)?)?,
        measured_at: moment_or_none(row.get(1)?)?,
        seen_at: moment(row.get(2)?)?,
    })
}
