//! The cache: what suppliers said. It may be deleted at any time and is fetched again.
//!
//! What the list sorts or filters by stands on the eSIM's own row, the traveller's name copied from the record
//! included, because an index cannot span two files.

mod account;
mod counts;
mod esims;
mod fold;
mod keys;
mod pages;
mod plans;
mod rows;
mod search;
mod services;
mod stored;
mod sync_state;
mod walk;

#[cfg(test)]
mod tests;

use crate::database::Database;
use crate::file::{Kind, with_companions};
use crate::{DataFolder, Error, OpenError};
use rusqlite::{Connection, Transaction};
use rusqlite_migration::M;
use std::path::{Path, PathBuf};

pub use account::{BalanceRow, LotRow};
pub use counts::EsimCounts;
pub use pages::{EsimFilter, EsimPageRows, EsimSort};
pub use rows::{EsimFull, EsimRow, OwnedRow};
pub use services::ServiceRow;
pub use sync_state::{List, ListState, Listed};

const KIND: Kind = Kind {
    name: "cache",
    migrations: &[
        M::up(include_str!("schema/001.sql")),
        M::up(include_str!("schema/002.sql")),
        M::up(include_str!("schema/003.sql")),
    ],
    synchronous: "NORMAL",
    // A first list writes all over its indexes; with less, every page would be read and written many times.
    memory: 24 * 1024,
    mapped: 1 << 30,
    fold_after: 8_000,
};

/// What suppliers said, as far as it was read.
pub struct Cache {
    database: Database,
    damaged: PathBuf,
    overlay: esims::Overlay,
}

/// What opening the cache found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheState {
    /// As it was left, or new.
    Fine,
    /// Damaged or of another program's making: deleted, and to be fetched again.
    Rebuilt,
}

impl Cache {
    /// Opens the cache; one that cannot be used is deleted and made anew.
    ///
    /// # Errors
    /// [`OpenError::ReadOnly`], [`OpenError::DiskFull`], [`OpenError::Io`]; never damage or a newer schema.
    pub fn open(folder: &DataFolder) -> Result<(Self, CacheState), OpenError> {
        let path = folder.path().join("cache.sqlite");
        let damaged = folder.path().join("cache.damaged");
        let first =
            if damaged.exists() { Err(OpenError::Damaged { backup: None }) } else { open_file(&path) };
        let (database, state) = match first {
            Ok(database) => (database, CacheState::Fine),
            Err(OpenError::Damaged { .. } | OpenError::Newer { .. }) => {
                delete(&path)?;
                let database = open_file(&path)?;
                remove_if_there(&damaged)?;
                (database, CacheState::Rebuilt)
            }
            Err(other) => return Err(other),
        };
        Ok((Self { database, damaged, overlay: esims::Overlay::default() }, state))
    }

    /// One transaction.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self
            .database
            .write(|tx| {
                let value = work(tx)?;
                search::index_due(tx)?;
                Ok(value)
            })
            .await;
        self.remember_damage(done)
    }

    /// Several queries that see the same moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.database.read(work).await;
        self.remember_damage(done)
    }

    /// After a long list.
    async fn settle(&self) -> Result<(), Error> {
        self.database.settle().await
    }

    /// Checking 100,000 rows at each start would cost more than the start; so damage that a query meets leaves a
    /// note, and the next opening begins anew.
    fn remember_damage<T>(&self, done: Result<T, Error>) -> Result<T, Error> {
        if matches!(done, Err(Error::Damaged)) {
            let _said_anyway = std::fs::write(&self.damaged, b"");
        }
        done
    }
}

fn open_file(path: &Path) -> Result<Database, OpenError> {
    let mut connection = KIND.writer(path)?;
    KIND.schema(&connection)?;
    KIND.migrate(&mut connection)?;
    KIND.start(path, connection)
}

fn delete(path: &Path) -> Result<(), OpenError> {
    with_companions(path).iter().try_for_each(|file| remove_if_there(file))
}

fn remove_if_there(path: &Path) -> Result<(), OpenError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}
