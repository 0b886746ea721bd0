//! Who was given which eSIM, when and how. Rows are added, never changed.

use super::travellers;
use crate::column::{millis, moment};
use crate::{Error, Record};
use esim_desk_model::{EsimId, Timestamp, TravellerName, WalletId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use std::collections::HashMap;

/// A hand-over to write down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHandOver {
    /// UUID of the user action; a repeat makes no second row.
    pub request_id: String,
    /// The eSIM's wallet.
    pub wallet_id: WalletId,
    /// The eSIM.
    pub esim_id: EsimId,
    /// To whom.
    pub traveller: TravellerName,
    /// The agency's booking.
    pub booking: Option<String>,
    /// How, as a word of the core's.
    pub how: String,
    /// Why, where it needed a reason.
    pub reason: Option<String>,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A hand-over that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverRow {
    /// To whom.
    pub traveller: String,
    /// Booking at that time.
    pub booking: Option<String>,
    /// How.
    pub how: String,
    /// Why, where it needed a reason.
    pub reason: Option<String>,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// When.
    pub at: Timestamp,
}

const COLUMNS: &str = "t.name, h.booking, h.how, h.reason, h.desk, h.staff, h.at \
    FROM hand_overs h JOIN travellers t ON t.id = h.traveller_id";

impl Record {
    /// Writes a hand-over down; `false` when its request was written before.
    ///
    /// # Errors
    /// Those of the file; [`Error::Other`] for a wallet that is not there.
    pub async fn give(&self, hand_over: NewHandOver) -> Result<bool, Error> {
        self.write(move |tx| insert(tx, &hand_over)).await
    }

    /// The hand-over of this user action.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn hand_over(&self, request_id: &str) -> Result<Option<HandOverRow>, Error> {
        let request_id = request_id.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(&format!("SELECT {COLUMNS} WHERE h.request_id = ?1"))?
                .query_row([request_id], |row| Ok(hand_over(row)))
                .optional()?
                .transpose()
        })
        .await
    }

    /// Every hand-over of one eSIM, newest first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn hand_overs(&self, wallet: &WalletId, esim: &EsimId) -> Result<Vec<HandOverRow>, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| of(connection, &wallet, &esim, u32::MAX)).await
    }

    /// The last hand-over of each of these eSIMs that has one.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn last_hand_overs(
        &self,
        esims: Vec<(WalletId, EsimId)>,
    ) -> Result<HashMap<(WalletId, EsimId), HandOverRow>, Error> {
        self.read(move |connection| {
            let mut last = HashMap::new();
            for (wallet, esim) in esims {
                if let Some(row) = of(connection, &wallet, &esim, 1)?.pop() {
                    last.insert((wallet, esim), row);
                }
            }
            Ok(last)
        })
        .await
    }
}

fn of(
    connection: &Connection,
    wallet: &WalletId,
    esim: &EsimId,
    limit: u32,
) -> Result<Vec<HandOverRow>, Error> {
    let mut query = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} WHERE h.wallet_id = ?1 AND h.esim_id = ?2 ORDER BY h.at DESC, h.rowid DESC LIMIT ?3"
    ))?;
    let mut found = query.query((wallet.as_str(), esim.as_str(), limit))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(hand_over(row)?);
    }
    Ok(rows)
}

fn insert(tx: &Connection, hand_over: &NewHandOver) -> Result<bool, Error> {
    let traveller = travellers::find_or_create(tx, &hand_over.traveller, hand_over.at)?;
    let inserted = tx
        .prepare_cached(
            "INSERT INTO hand_overs (request_id, wallet_id, esim_id, traveller_id, booking, how, reason, desk, \
                 staff, at) \
             VALUES (:request, :wallet, :esim, :traveller, :booking, :how, :reason, :desk, :staff, :at) \
             ON CONFLICT (request_id) DO NOTHING",
        )?
        .execute(named_params! {
            ":request": hand_over.request_id,
            ":wallet": hand_over.wallet_id.as_str(),
            ":esim": hand_over.esim_id.as_str(),
            ":traveller": traveller,
            ":booking": hand_over.booking,
            ":how": hand_over.how,
            ":reason": hand_over.reason,
            ":desk": hand_over.desk,
            ":staff": hand_over.staff,
            ":at": millis(hand_over.at),
        })?;
    Ok(inserted > 0)
}

fn hand_over(row: &Row<'_>) -> Result<HandOverRow, Error> {
    Ok(HandOverRow {
        traveller: row.get(0)?,
        booking: row.get(1)?,
        how: row.get(2)?,
        reason: row.get(3)?,
        desk: row.get(4)?,
        staff: row.get(5)?,
        at: moment(row.get(6)?)?,
    })
}
