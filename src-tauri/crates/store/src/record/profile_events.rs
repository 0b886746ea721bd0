//! What changed at the supplier, as far as a sync saw it, for eSIMs bought or given here.

use crate::column::{from_word, millis, moment, word};
use crate::{Error, Record};
use esim_desk_model::{EsimId, ProfileStatus, Timestamp, WalletId};

/// One eSIM's profile went from one status to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChange {
    /// Which eSIM.
    pub esim_id: EsimId,
    /// From.
    pub was: ProfileStatus,
    /// To.
    pub became: ProfileStatus,
}

/// A change that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileEventRow {
    /// When a sync saw it.
    pub at: Timestamp,
    /// From.
    pub was: ProfileStatus,
    /// To.
    pub became: ProfileStatus,
}

impl Record {
    /// Writes down what a sync saw change.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn add_profile_events(
        &self,
        wallet: &WalletId,
        changes: Vec<ProfileChange>,
        at: Timestamp,
    ) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        let wallet = wallet.clone();
        self.write(move |tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO profile_events (wallet_id, esim_id, at, was, became) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for change in changes {
                let (was, became) = (word(change.was)?, word(change.became)?);
                insert.execute((wallet.as_str(), change.esim_id.as_str(), millis(at), was, became))?;
            }
            Ok(())
        })
        .await
    }

    /// What changed on one eSIM, oldest first.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn profile_events(
        &self,
        wallet: &WalletId,
        esim: &EsimId,
    ) -> Result<Vec<ProfileEventRow>, Error> {
        let (wallet, esim) = (wallet.clone(), esim.clone());
        self.read(move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT at, was, became FROM profile_events WHERE wallet_id = ?1 AND esim_id = ?2 ORDER BY id",
            )?;
            let mut found = query.query((wallet.as_str(), esim.as_str()))?;
            let mut events = Vec::new();
            while let Some(row) = found.next()? {
                events.push(ProfileEventRow {
                    at: moment(row.get(0)?)?,
                    was: from_word(row.get(1)?)?,
                    became: from_word(row.get(2)?)?,
                });
            }
            Ok(events)
        })
        .await
    }
}
