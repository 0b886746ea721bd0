//! Folders and files that are not as they should be: each gets its own answer, and nothing is lost.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what is missing fails the test")]

use esim_desk_model::Timestamp;
use esim_desk_store::{Cache, CacheState, DataFolder, OpenError, Record};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

const GARBAGE: &[u8] =
    b"this was once a file of a database, and is not one any more; it is long enough to be read";
const DAY: i64 = 24 * 60 * 60;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

fn error<T>(result: Result<T, OpenError>) -> OpenError {
    result.err().expect("it must be refused")
}

/// Writes what the next opening must find again.
async fn set_agency(record: &Record, name: &str) {
    record.save_setting("agency", &name).await.unwrap();
}

async fn agency(record: &Record) -> Option<String> {
    record.setting("agency").await.unwrap()
}

/// A folder whose record was opened on two days, so that a copy with this agency lies in it.
async fn folder_with_copy(place: &Path, name: &str) -> DataFolder {
    let folder = DataFolder::open(place).unwrap();
    set_agency(&Record::open(&folder, at(0)).unwrap(), name).await;
    drop(Record::open(&folder, at(DAY)).unwrap());
    folder
}

#[test]
fn a_folder_has_one_program_at_a_time() {
    let place = tempfile::tempdir().unwrap();
    let held = DataFolder::open(place.path()).unwrap();
    assert_eq!(error(DataFolder::open(place.path())), OpenError::InUse);
    drop(held);
    DataFolder::open(place.path()).unwrap();
}

#[test]
fn something_else_at_the_folders_place_is_said() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("data");
    std::fs::write(&file, b"").unwrap();
    assert!(matches!(error(DataFolder::open(&file)), OpenError::Io(_)));
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_folder_or_a_file_in_it() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("deep").join("data");
    let folder = DataFolder::open(&path).unwrap();
    let record = Record::open(&folder, at(0)).unwrap();
    let (cache, _) = Cache::open(&folder).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    let files = names(&path);
    assert!(files.iter().any(|name| name == "record.sqlite-wal"), "{files:?}");
    for name in files {
        assert_eq!(mode(&path.join(&name)), 0o600, "{name}");
    }
    drop((record, cache));
}

/// Root may write anywhere, so the test that needs a folder that cannot be written runs again as nobody.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const FOLDER: &str = "ESIM_DESK_TEST_READ_ONLY";
    if let Some(path) = std::env::var_os(FOLDER) {
        let path = PathBuf::from(path);
        assert_eq!(error(DataFolder::open(&path.join("new"))), OpenError::ReadOnly);
        assert_eq!(error(DataFolder::open(&path)), OpenError::ReadOnly);
        return;
    }
    let place = tempfile::tempdir().unwrap();
    std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "a_folder_that_cannot_be_written_is_said"]).env(FOLDER, place.path());
    if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(place.path()).unwrap()) == 0 {
        again.uid(65_534).gid(65_534).current_dir("/");
    }
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn a_cache_of_garbage_is_made_anew() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    std::fs::write(place.path().join("cache.sqlite"), GARBAGE).unwrap();
    std::fs::write(place.path().join("cache.sqlite-wal"), GARBAGE).unwrap();
    let (cache, state) = Cache::open(&folder).unwrap();
    assert_eq!(state, CacheState::Rebuilt);
    assert_eq!(cache.counts(None).await.unwrap().all, 0);
    drop(cache);
    assert_eq!(Cache::open(&folder).unwrap().1, CacheState::Fine);
}

#[test]
fn a_newer_programs_cache_is_made_anew() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    Connection::open(place.path().join("cache.sqlite"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert_eq!(Cache::open(&folder).unwrap().1, CacheState::Rebuilt);
}

#[tokio::test]
async fn a_newer_programs_record_is_refused_and_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    set_agency(&Record::open(&folder, at(0)).unwrap(), "Sunrise").await;
    let path = place.path().join("record.sqlite");
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert_eq!(error(Record::open(&folder, at(DAY))), OpenError::Newer { found: 99, known: 2 });
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(names(&place.path().join("backups")), Vec::<String>::new());
}

#[test]
fn a_record_of_garbage_stays_until_somebody_decides() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let path = place.path().join("record.sqlite");
    std::fs::write(&path, GARBAGE).unwrap();
    assert_eq!(error(Record::open(&folder, at(0))), OpenError::Damaged { backup: None });
    assert_eq!(std::fs::read(&path).unwrap(), GARBAGE);

    Record::restore(&folder, None, at(0)).unwrap();
    drop(Record::open(&folder, at(0)).unwrap());
    let aside = names(place.path()).into_iter().find(|name| name.starts_with("record.damaged-")).unwrap();
    assert_eq!(std::fs::read(place.path().join(aside)).unwrap(), GARBAGE);
}

#[tokio::test]
async fn a_damaged_record_comes_with_the_newest_good_copy() {
    let place = tempfile::tempdir().unwrap();
    let folder = folder_with_copy(place.path(), "Sunrise").await;
    let backups = place.path().join("backups");
    let good = backups.join(&names(&backups)[0]);
    std::fs::write(backups.join("record-2999-01-01.sqlite"), GARBAGE).unwrap();
    std::fs::write(place.path().join("record.sqlite"), GARBAGE).unwrap();

    let damaged = error(Record::open(&folder, at(DAY)));
    assert_eq!(damaged, OpenError::Damaged { backup: Some(good.clone()) });
    Record::restore(&folder, Some(&good), at(DAY)).unwrap();
    assert_eq!(agency(&Record::open(&folder, at(DAY)).unwrap()).await.as_deref(), Some("Sunrise"));
}

/// Whether the last connection to close may write decides it, and threads close in any order if nobody orders them.
#[tokio::test]
async fn a_closed_file_is_whole_by_itself() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    for time in 0..50 {
        set_agency(&Record::open(&folder, at(time)).unwrap(), &format!("agency {time}")).await;
        drop(Cache::open(&folder).unwrap());
        let left = names(place.path());
        assert!(!left.iter().any(|name| name.ends_with("-wal") || name.ends_with("-shm")), "{left:?}");
    }
}

#[tokio::test]
async fn a_page_that_was_overwritten_is_noticed() {
    let place = tempfile::tempdir().unwrap();
    let folder = folder_with_copy(place.path(), "Sunrise").await;
    let path = place.path().join("record.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let page = bytes.len() - 4096..;
    bytes[page].fill(0xAB);
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(error(Record::open(&folder, at(DAY))), OpenError::Damaged { backup: Some(_) }));
}

#[tokio::test]
async fn one_copy_a_day_and_the_newest_seven_stay() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let record = Record::open(&folder, at(0)).unwrap();
    for day in 0..9 {
        set_agency(&record, &format!("day {day}")).await;
        record.back_up(at(day * DAY)).await.unwrap();
        set_agency(&record, "later that day").await;
        record.back_up(at(day * DAY + 60)).await.unwrap();
    }
    let backups = place.path().join("backups");
    let copies = names(&backups);
    assert_eq!(copies.len(), 7);
    assert!(copies.is_sorted() && copies.iter().all(|name| name.starts_with("record-2026-")), "{copies:?}");
    let newest = Connection::open(backups.join(&copies[6])).unwrap();
    let value: String = newest.query_row("SELECT value FROM settings", [], |row| row.get(0)).unwrap();
    assert_eq!(value, "\"day 8\"");
}
