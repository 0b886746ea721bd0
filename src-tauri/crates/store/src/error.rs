//! What can go wrong with a file, in the few kinds that staff can do something about.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use std::path::PathBuf;

/// Why a query did not do what was asked. No text in it carries a value of a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The disk is full; nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// The folder or the file cannot be written.
    #[error("the data folder cannot be written")]
    ReadOnly,
    /// The file is not what was written to it.
    #[error("the database file is damaged")]
    Damaged,
    /// Another row already holds what must be unique.
    #[error("another row already holds what must be unique")]
    Conflict,
    /// Anything else; a defect or the file system's trouble.
    #[error("{0}")]
    Other(String),
}

/// Why a folder or a file could not be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be written.
    #[error("the data folder cannot be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A newer program wrote the file.
    #[error("the file has schema {found}; this program knows {known}")]
    Newer {
        /// The file's schema.
        found: i64,
        /// The newest schema of this program.
        known: i64,
    },
    /// The record is not what was written to it. It stays where it is until somebody decides.
    #[error("the record is damaged")]
    Damaged {
        /// The newest good backup, where there is one.
        backup: Option<PathBuf>,
    },
    /// Another running program holds the folder.
    #[error("the data folder is in use by another running program")]
    InUse,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Io(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => of_sqlite(*failure, message.as_deref()),
            rusqlite::Error::SqlInputError { error, msg, .. } => of_sqlite(*error, Some(msg)),
            rusqlite::Error::FromSqlConversionFailure(column, kind, _)
            | rusqlite::Error::InvalidColumnType(column, _, kind) => {
                Self::Other(format!("column {column} holds an unusable {kind}"))
            }
            other => Self::Other(other.to_string()),
        }
    }
}

fn of_sqlite(failure: ffi::Error, message: Option<&str>) -> Error {
    match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => return Error::Conflict,
        // The shared memory beside a WAL file could not grow: SQLite's word for a full disk there.
        ffi::SQLITE_IOERR_SHMSIZE => return Error::DiskFull,
        _ => {}
    }
    match failure.code {
        ErrorCode::DiskFull => Error::DiskFull,
        ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Error::ReadOnly,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged,
        _ => Error::Other(message.map_or_else(|| failure.to_string(), str::to_owned)),
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(format!("a JSON column cannot be read: {:?} error", error.classify()))
    }
}

impl From<Error> for OpenError {
    fn from(error: Error) -> Self {
        match error {
            Error::DiskFull => Self::DiskFull,
            Error::ReadOnly => Self::ReadOnly,
            Error::Damaged => Self::Damaged { backup: None },
            Error::Conflict => Self::Io(error.to_string()),
            Error::Other(text) => Self::Io(text),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<rusqlite_migration::Error> for OpenError {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => Self::Io(other.to_string()),
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::NotADirectory => {
                Self::ReadOnly
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error.to_string()),
        }
    }
}
