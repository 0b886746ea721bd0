//! Verified copies of the record: one a day and one before each migration, the newest seven kept.

use crate::file::check_integrity;
use crate::folder::make_folder;
use crate::{Error, OpenError};
use esim_desk_model::Timestamp;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

const KEPT: usize = 7;
const ALL_PAGES: i32 = i32::MAX;

/// Where the copies of one folder's record lie.
pub(crate) struct Backups {
    folder: PathBuf,
}

impl Backups {
    pub(crate) fn of(data_folder: &Path) -> Self {
        Self { folder: data_folder.join("backups") }
    }

    /// Makes today's copy if there is none yet.
    pub(crate) fn daily(&self, record: &Connection, now: Timestamp) -> Result<(), OpenError> {
        self.make(record, &format!("record-{}.sqlite", day(now)))
    }

    /// Makes the copy that a migration away from this schema can be undone with.
    pub(crate) fn before_migration(
        &self,
        record: &Connection,
        schema: i64,
        now: Timestamp,
    ) -> Result<(), OpenError> {
        self.make(record, &format!("record-{}-schema-{schema:03}.sqlite", day(now)))
    }

    /// The newest copy that is still what was written to it.
    pub(crate) fn newest_good(&self) -> Option<PathBuf> {
        self.all().into_iter().rev().find(|path| is_good(path))
    }

    fn make(&self, record: &Connection, name: &str) -> Result<(), OpenError> {
        let path = self.folder.join(name);
        if path.exists() {
            return Ok(());
        }
        make_folder(&self.folder)?;
        let unproven = self.folder.join(format!("{name}.part"));
        let copied = copy(record, &unproven);
        if copied.is_err() {
            let _nothing_to_remove = std::fs::remove_file(&unproven);
        }
        copied?;
        std::fs::rename(&unproven, &path)?;
        self.forget_old();
        Ok(())
    }

    /// Oldest first: the names sort by day.
    fn all(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let mut paths: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "sqlite"))
            .collect();
        paths.sort();
        paths
    }

    fn forget_old(&self) {
        let all = self.all();
        for old in all.iter().take(all.len().saturating_sub(KEPT)) {
            // One copy too many does no harm; it is tried again with the next.
            let _stays = std::fs::remove_file(old);
        }
    }
}

fn copy(record: &Connection, to: &Path) -> Result<(), OpenError> {
    let _none_left_over = std::fs::remove_file(to);
    let mut copy = Connection::open(to)?;
    Backup::new(record, &mut copy)?.run_to_completion(ALL_PAGES, Duration::ZERO, None)?;
    // A copy stands alone; a WAL file beside it could get lost.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    check_integrity(&copy)?;
    copy.close().map_err(|(_, error)| error)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o600))?;
    }
    std::fs::File::open(to)?.sync_all()?;
    Ok(())
}

fn is_good(path: &Path) -> bool {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(Error::from)
        .and_then(|connection| check_integrity(&connection))
        .is_ok()
}

fn day(now: Timestamp) -> String {
    now.strftime("%Y-%m-%d").to_string()
}
