//! Writes that are done, so that a repeat of the same user action is seen as one.

use crate::column::millis;
use crate::{Error, Record};
use esim_desk_model::Timestamp;

impl Record {
    /// Notes that a user action was carried out; `false` when it was noted before.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn note_request(
        &self,
        request_id: &str,
        command: &'static str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        let request_id = request_id.to_owned();
        self.write(move |tx| {
            let inserted = tx
                .prepare_cached(
                    "INSERT INTO requests (request_id, command, at) VALUES (?1, ?2, ?3) \
                     ON CONFLICT (request_id) DO NOTHING",
                )?
                .execute((request_id, command, millis(at)))?;
            Ok(inserted > 0)
        })
        .await
    }

    /// Whether a user action was carried out.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn is_request_done(&self, request_id: &str) -> Result<bool, Error> {
        let request_id = request_id.to_owned();
        self.read(move |connection| {
            Ok(connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM requests WHERE request_id = ?1)")?
                .query_row([request_id], |row| row.get(0))?)
        })
        .await
    }
}
