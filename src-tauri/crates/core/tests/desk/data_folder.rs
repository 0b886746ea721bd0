//! What may be wrong with the data folder, and what never stands in it.

use super::support::{Bench, World};
use esim_desk_core::api::{Code, Failure, MoneyMoved};
use esim_desk_core::{App, last_look};
use serde_json::json;
use std::path::{Path, PathBuf};

async fn starting(folder: &Path) -> Result<std::sync::Arc<App>, Failure> {
    let world = World::new(&folder.with_file_name("Downloads"));
    App::start(folder.to_owned(), world.wiring()).await
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_in(&path)) } else { files.push(path) }
    }
    files
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The simulator's access tokens: `sim.` and a long run of letters and digits.
fn has_token(bytes: &[u8]) -> bool {
    let long = |rest: &[u8]| rest.iter().take(40).filter(|byte| byte.is_ascii_alphanumeric()).count() == 40;
    bytes.windows(4).enumerate().any(|(at, window)| window == b"sim." && long(&bytes[at + 4..]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_on_the_same_folder_is_refused() {
    let bench = Bench::start().await;
    assert_eq!(starting(&bench.folder).await.err().unwrap().code, Code::AlreadyRunning);
    bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_of_garbage_is_made_anew_and_says_so() {
    // No program ran here before: a log that one left behind could heal what this spoils.
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("cache.sqlite"), b"garbage that is no database at all").unwrap();
    let app = starting(&folder).await.unwrap();
    let state = esim_desk_core::dispatch(&app, "app_state", json!({})).await.unwrap();
    assert_eq!(state["troubles"][0]["code"], "cache_rebuilt");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_is_named_and_left_where_it_is() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("record.sqlite"), b"garbage that is no database at all").unwrap();
    assert_eq!(starting(&folder).await.err().unwrap().code, Code::RecordDamaged);
    assert!(contains(&std::fs::read(folder.join("record.sqlite")).unwrap(), b"garbage"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_a_newer_program_is_refused_and_not_touched() {
    let Bench { app, folder, home, .. } = Bench::start().await;
    app.stop().await;
    drop(app);
    let record = rusqlite::Connection::open(folder.join("record.sqlite")).unwrap();
    record.pragma_update(None, "user_version", 999).unwrap();
    drop(record);
    assert_eq!(starting(&folder).await.err().unwrap().code, Code::RecordNewer);
    let record = rusqlite::Connection::open(folder.join("record.sqlite")).unwrap();
    let schema: i64 = record.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(schema, 999);
    drop(home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_where_the_folder_should_be_is_no_crash() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    std::fs::write(&folder, b"a file").unwrap();
    assert!(starting(&folder).await.is_err());
}

/// Root may write anywhere, so the test that needs a folder that cannot be written runs again as nobody.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_called_so() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    const FOLDER: &str = "ESIM_DESK_TEST_READ_ONLY";
    let home = tempfile::tempdir().unwrap();
    if let Some(locked) = std::env::var_os(FOLDER).map(PathBuf::from) {
        for folder in [locked.join("data"), locked] {
            let world = World::new(home.path());
            let failure = App::start(folder, world.wiring()).await.err().unwrap();
            assert_eq!((failure.code, failure.money), (Code::FolderReadOnly, MoneyMoved::Untouched));
        }
        return;
    }
    std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again
        .args(["--exact", "data_folder::a_folder_that_cannot_be_written_is_called_so"])
        .env(FOLDER, home.path());
    if std::fs::metadata(home.path()).unwrap().uid() == 0 {
        again.uid(65_534).gid(65_534).current_dir("/");
    }
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_desk_draws_a_code_of_its_own_and_keeps_it() {
    let code = async |bench: &Bench| bench.read("app_state", json!({})).await["settings"]["desk"].clone();
    let (one, other) = (Bench::start().await, Bench::start().await);
    let drawn = code(&one).await;
    assert_ne!(drawn, code(&other).await);
    assert_eq!(code(&one.restart().await).await, drawn);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_stands_in_any_file_after_a_full_run() {
    let zim = esim_desk_simulators::zim::Zim::start(Default::default()).await.unwrap();
    let bench = Bench::start().await;
    bench.write("wallet_connect", json!({ "draft": Bench::draft(&zim) })).await;
    bench.lists_read().await;
    bench.practise().await;
    let practised = bench.simulator().credentials().client_secret;
    bench.app.stop().await;
    let Bench { app, folder, home, .. } = bench;
    drop(app);
    let secrets = [zim.credentials().client_secret, practised];
    let files = files_in(&folder);
    assert!(files.iter().any(|file| file.ends_with("record.sqlite")), "{files:?}");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        for secret in &secrets {
            assert!(!contains(&bytes, secret.as_bytes()), "a client secret in {}", file.display());
        }
        assert!(!has_token(&bytes), "an access token in {}", file.display());
    }
    drop(home);
}

#[test]
fn the_search_for_tokens_would_find_one() {
    assert!(has_token(format!("x sim.{} y", "aB3".repeat(21)).as_bytes()));
    assert!(!has_token(b"sim.example.com/and so on and so on and so on and so on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn how_the_window_looked_is_there_at_the_next_start() {
    let bench = Bench::start().await;
    assert_eq!(last_look(&bench.folder), None);
    bench.write("look_keep", json!({ "look": r#"{"theme":"dark"}"# })).await;
    assert_eq!(last_look(&bench.folder), Some(json!({ "theme": "dark" })));
    for unusable in ["alert(1)".to_owned(), format!("\"{}\"", "x".repeat(1 << 20))] {
        let refused = bench.try_write("look_keep", json!({ "look": unusable })).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Code::FieldUnusable, Some("look")));
    }
    std::fs::write(bench.folder.join("look.json"), "garbage").unwrap();
    assert_eq!(last_look(&bench.folder), None);
    bench.app.stop().await;
}
