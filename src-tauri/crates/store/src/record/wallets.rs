//! Wallets. A row is never deleted: orders and hand-overs point at it.

use crate::column::{from_json, json, millis, moment, moment_or_none};
use crate::{Error, Record};
use esim_desk_model::{Timestamp, WalletId};
use rusqlite::{OptionalExtension, Row, named_params};
use std::collections::BTreeMap;

/// One wallet. No secret stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletRow {
    /// Its id.
    pub id: WalletId,
    /// Its client's key.
    pub provider: String,
    /// Key of the environment.
    pub environment: String,
    /// Staff's own name for it.
    pub name: String,
    /// ISO 4217 currency it buys in.
    pub currency: String,
    /// Fields that are no secret.
    pub settings: BTreeMap<String, String>,
    /// Somebody else buys from this account too.
    pub shared: bool,
    /// Nothing is read or bought.
    pub paused: bool,
    /// When it was connected here.
    pub created_at: Timestamp,
    /// When it was disconnected, if it was.
    pub disconnected_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, provider, environment, name, currency, settings, sharing, paused, created_at, \
    disconnected_at FROM wallets";

impl Record {
    /// Every wallet there ever was, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn wallets(&self) -> Result<Vec<WalletRow>, Error> {
        self.read(|connection| {
            let mut query =
                connection.prepare_cached(&format!("SELECT {COLUMNS} ORDER BY created_at, id"))?;
            let mut found = query.query([])?;
            let mut wallets = Vec::new();
            while let Some(row) = found.next()? {
                wallets.push(wallet(row)?);
            }
            Ok(wallets)
        })
        .await
    }

    /// One wallet.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn wallet(&self, id: &WalletId) -> Result<Option<WalletRow>, Error> {
        let id = id.clone();
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} WHERE id = ?1"))?
                .query_row([id.as_str()], |row| Ok(wallet(row)))
                .optional()?
                .transpose()
        })
        .await
    }

    /// Saves a wallet under its id: a new one, or in place of what was saved before. When it was first connected
    /// stays.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn save_wallet(&self, wallet: WalletRow) -> Result<(), Error> {
        self.write(move |tx| {
            tx.prepare_cached(
                "INSERT INTO wallets (id, provider, environment, name, currency, settings, sharing, paused, \
                     created_at, disconnected_at) \
                 VALUES (:id, :provider, :environment, :name, :currency, :settings, :sharing, :paused, \
                     :created_at, :disconnected_at) \
                 ON CONFLICT (id) DO UPDATE SET provider = :provider, environment = :environment, name = :name, \
                     currency = :currency, settings = :settings, sharing = :sharing, paused = :paused, \
                     disconnected_at = :disconnected_at",
            )?
            .execute(named_params! {
                ":id": wallet.id.as_str(),
                ":provider": wallet.provider,
                ":environment": wallet.environment,
                ":name": wallet.name,
                ":currency": wallet.currency,
                ":settings": json(&wallet.settings)?,
                ":sharing": if wallet.shared { "others" } else { "only_us" },
                ":paused": wallet.paused,
                ":created_at": millis(wallet.created_at),
                ":disconnected_at": wallet.disconnected_at.map(millis),
            })?;
            Ok(())
        })
        .await
    }
}

fn wallet(row: &Row<'_>) -> Result<WalletRow, Error> {
    Ok(WalletRow {
        id: WalletId(row.get(0)?),
        provider: row.get(1)?,
        environment: row.get(2)?,
        name: row.get(3)?,
        currency: row.get(4)?,
        settings: from_json(&row.get::<_, String>(5)?)?,
        shared: row.get::<_, String>(6)? == "others",
        paused: row.get(7)?,
        created_at: moment(row.get(8)?)?,
        disconnected_at: moment_or_none(row.get(9)?)?,
    })
}
