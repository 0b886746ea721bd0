//! What can go wrong with a simulator itself, as opposed to what it plays.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a simulator could not start, or a wait was in vain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken, or the system refuses to listen.
    #[error("cannot listen on 127.0.0.1 port {port}")]
    Listen {
        /// 0 when any port would have done.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The ledger's folder or file cannot be read or written.
    #[error("cannot use {} for the simulator's ledger", path.display())]
    Folder {
        /// Folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The ledger file is not a ledger.
    #[error("the simulator's ledger {} is not readable; move it away to begin anew", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        source: serde_json::Error,
    },
    /// The ledger file was written by a newer program.
    #[error("the simulator's ledger {} has format {format}, which only a newer version reads", path.display())]
    NewerLedger {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u32,
    },
    /// What was waited for did not happen in time.
    #[error("it did not happen within {0:?}")]
    TimedOut(Duration),
}
