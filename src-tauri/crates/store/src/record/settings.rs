//! What staff set, by name; each value is JSON of the core's making.

use crate::column::{from_json_or_none, json};
use crate::{Error, Record};
use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Record {
    /// The value of this name, if it was ever saved.
    ///
    /// # Errors
    /// Those of the file; [`Error::Other`] when the value has another type.
    pub async fn setting<T: DeserializeOwned + Send + 'static>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, Error> {
        self.read(move |connection| {
            let text = connection
                .prepare_cached("SELECT value FROM settings WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?;
            from_json_or_none(text)
        })
        .await
    }

    /// Saves a value under this name in place of the one before.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn save_setting<T: Serialize>(&self, name: &'static str, value: &T) -> Result<(), Error> {
        let value = json(value)?;
        self.write(move |tx| {
            tx.prepare_cached(
                "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
            )?
            .execute((name, value))?;
            Ok(())
        })
        .await
    }
}
