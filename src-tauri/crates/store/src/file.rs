//! Opening one SQLite file: who may read it, how it writes, which schema it has.

use crate::database::Database;
use crate::{Error, OpenError};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How many reads of one file run at the same time.
const READERS: usize = 3;
/// What each of them keeps in memory, in SQLite's negative KiB.
const READER_MEMORY: i64 = -2 * 1024;

/// What tells the two files apart.
pub(crate) struct Kind {
    /// Names the threads.
    pub(crate) name: &'static str,
    /// Every migration, oldest first; the file's schema is how many of them it has seen.
    pub(crate) migrations: &'static [M<'static>],
    /// `PRAGMA synchronous`.
    pub(crate) synchronous: &'static str,
    /// What the writer keeps of the file in memory, in KiB.
    pub(crate) memory: u32,
    /// As many bytes of the file the readers see through memory that the system may take back.
    pub(crate) mapped: i64,
    /// Pages of the WAL after which it is folded in.
    pub(crate) fold_after: u32,
}

impl Kind {
    /// The newest schema this program knows.
    pub(crate) fn known(&self) -> i64 {
        i64::try_from(self.migrations.len()).unwrap_or(i64::MAX)
    }

    /// Opens the file for writing, making it if it is not there. No table is touched yet.
    pub(crate) fn writer(&self, path: &Path) -> Result<Connection, OpenError> {
        make_private(path)?;
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        self.set_up(&connection)?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", self.synchronous)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -i64::from(self.memory))?;
        connection.pragma_update_and_check(None, "wal_autocheckpoint", self.fold_after, |_| Ok(()))?;
        Ok(connection)
    }

    /// Refuses what a newer program wrote, and returns the file's schema.
    pub(crate) fn schema(&self, connection: &Connection) -> Result<i64, OpenError> {
        let found = schema_of(connection)?;
        if found > self.known() {
            return Err(OpenError::Newer { found, known: self.known() });
        }
        Ok(found)
    }

    /// Brings the file to the newest schema, forward only.
    pub(crate) fn migrate(&self, connection: &mut Connection) -> Result<(), OpenError> {
        Ok(Migrations::from_slice(self.migrations).to_latest(connection)?)
    }

    /// Starts the threads of a file that has the newest schema.
    pub(crate) fn start(&self, path: &Path, writer: Connection) -> Result<Database, OpenError> {
        let readers = (0..READERS).map(|_| self.reader(path)).collect::<Result<Vec<_>, _>>()?;
        Ok(Database::start(self.name, writer, readers)?)
    }

    fn reader(&self, path: &Path) -> Result<Connection, OpenError> {
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        self.set_up(&connection)?;
        connection.pragma_update(None, "cache_size", READER_MEMORY)?;
        connection.pragma_update_and_check(None, "mmap_size", self.mapped, |_| Ok(()))?;
        // Opened for writing because a WAL file's shared memory is written by readers too; this refuses the rest.
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }

    fn set_up(&self, connection: &Connection) -> Result<(), OpenError> {
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(())
    }
}

/// The schema a file says it has.
pub(crate) fn schema_of(connection: &Connection) -> Result<i64, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether SQLite finds every page and index of the file as it should be.
///
/// # Errors
/// [`Error::Damaged`] when it does not.
pub(crate) fn check_integrity(connection: &Connection) -> Result<(), Error> {
    let said: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(Error::Damaged) }
}

/// The file and the two that SQLite keeps beside it.
pub(crate) fn with_companions(path: &Path) -> [PathBuf; 3] {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    [path.to_path_buf(), beside("-wal"), beside("-shm")]
}

/// Makes the file if it is not there, readable by nobody else. SQLite gives its companions the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        options.open(path)?.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    options.open(path)?;
    Ok(())
}
