//! The record: what must never be lost. One file for each table; the schema stands in `schema/`.

mod assignments;
mod hand_overs;
mod kits;
pub mod order_events;
pub mod orders;
mod plan_prices;
mod profile_events;
mod requests;
mod settings;
mod travellers;
mod wallets;

#[cfg(test)]
mod tests;

use crate::backup::Backups;
use crate::database::Database;
use crate::file::{Kind, check_integrity, with_companions};
use crate::{DataFolder, Error, OpenError};
use esim_desk_model::Timestamp;
use rusqlite::{Connection, Transaction};
use rusqlite_migration::M;
use std::path::{Path, PathBuf};

pub use assignments::{Assignment, Assignments};
pub use hand_overs::{HandOverRow, NewHandOver};
pub use kits::KitRow;
pub use profile_events::{ProfileChange, ProfileEventRow};
pub use wallets::WalletRow;

const KIND: Kind = Kind {
    name: "record",
    migrations: &[M::up(include_str!("schema/001.sql")), M::up(include_str!("schema/002.sql"))],
    synchronous: "FULL",
    memory: 4 * 1024,
    // An error of the disk under mapped memory ends the program; the record's readers get it as an answer.
    mapped: 0,
    fold_after: 1_000,
};

/// The record of one data folder.
pub struct Record {
    database: Database,
    backups: PathBuf,
}

impl Record {
    /// Opens the record, making it if there is none. An older one is copied, then migrated; the first opening of
    /// a day leaves a verified copy in `backups/`.
    ///
    /// # Errors
    /// [`OpenError::Newer`] for a newer program's record, which is left alone; [`OpenError::Damaged`] with the
    /// newest good copy, until somebody calls [`Record::restore`]; [`OpenError::ReadOnly`],
    /// [`OpenError::DiskFull`], [`OpenError::Io`].
    pub fn open(folder: &DataFolder, now: Timestamp) -> Result<Self, OpenError> {
        let backups = Backups::of(folder.path());
        let opened = open_file(&path_in(folder), &backups, now);
        match opened {
            Ok(database) => Ok(Self { database, backups: folder.path().to_path_buf() }),
            Err(OpenError::Damaged { .. }) => Err(OpenError::Damaged { backup: backups.newest_good() }),
            Err(other) => Err(other),
        }
    }

    /// Sets the damaged record aside as `record.damaged-<stamp>.sqlite` and puts a copy in its place, or nothing
    /// for an empty start. [`Record::open`] comes next.
    ///
    /// # Errors
    /// Those of the file system; the damaged record stays in the folder under either name.
    pub fn restore(folder: &DataFolder, backup: Option<&Path>, now: Timestamp) -> Result<(), OpenError> {
        let path = path_in(folder);
        let aside = folder.path().join(format!("record.damaged-{}.sqlite", now.strftime("%Y%m%d-%H%M%S")));
        for (from, to) in with_companions(&path).iter().zip(with_companions(&aside)) {
            if from.exists() {
                std::fs::rename(from, to)?;
            }
        }
        if let Some(backup) = backup {
            let unproven = folder.path().join("record.restoring.sqlite");
            std::fs::copy(backup, &unproven)?;
            std::fs::File::open(&unproven)?.sync_all()?;
            std::fs::rename(&unproven, &path)?;
        }
        Ok(())
    }

    /// Makes today's verified copy if there is none yet; for a program that runs past midnight.
    ///
    /// # Errors
    /// Those of the copy; the record itself is well.
    pub async fn back_up(&self, now: Timestamp) -> Result<(), Error> {
        let backups = Backups::of(&self.backups);
        self.read(move |connection| {
            backups.daily(connection, now).map_err(|error| match error {
                OpenError::DiskFull => Error::DiskFull,
                OpenError::ReadOnly => Error::ReadOnly,
                OpenError::Damaged { .. } => Error::Damaged,
                OpenError::Newer { .. } | OpenError::InUse | OpenError::Io(_) => {
                    Error::Other(error.to_string())
                }
            })
        })
        .await
    }

    /// One transaction, on disk before it returns.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.database.write(work).await
    }

    /// Several queries that see the same moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.database.read(work).await
    }
}

fn path_in(folder: &DataFolder) -> PathBuf {
    folder.path().join("record.sqlite")
}

fn open_file(path: &Path, backups: &Backups, now: Timestamp) -> Result<Database, OpenError> {
    let mut connection = KIND.writer(path)?;
    let schema = KIND.schema(&connection)?;
    if schema > 0 {
        check_integrity(&connection)?;
        if schema < KIND.known() {
            backups.before_migration(&connection, schema, now)?;
        }
        backups.daily(&connection, now)?;
    }
    KIND.migrate(&mut connection)?;
    KIND.start(path, connection)
}
