//! Where the data and the logs lie.

use std::path::{Path, PathBuf};

/// `ESIM_DESK_DATA_DIR`, or the system's place for this user's application data.
pub fn data_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("ESIM_DESK_DATA_DIR").filter(|folder| !folder.is_empty()) {
        return PathBuf::from(folder);
    }
    let name = if cfg!(target_os = "linux") { "esim-desk" } else { "eSIM Desk" };
    dirs::data_dir().or_else(dirs::home_dir).unwrap_or_default().join(name)
}

/// Writes the log into the data folder, a file a day, the last seven kept. The guard flushes when dropped.
/// A folder that cannot be written gets no log; the window says what is wrong with the folder.
pub fn log_to(folder: &Path) -> Option<tracing_appender::non_blocking::WorkerGuard> {
    let logs = folder.join("logs");
    std::fs::create_dir_all(&logs).ok()?;
    let files = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("esim-desk")
        .filename_suffix("log")
        .max_log_files(7)
        .build(&logs)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(files);
    // Libraries may log addresses and headers; only our own words reach the file.
    let ours = tracing_subscriber::filter::Targets::new().with_target("esim_desk", tracing::Level::INFO);
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(writer);
    use tracing_subscriber::layer::SubscriberExt;
    let subscriber = tracing_subscriber::registry().with(lines).with(ours);
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(guard)
}
