//! The ledger on disk: one JSON file, replaced as a whole, readable by its owner only.

use super::{Error, Ledger};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Place of one ledger file, or none: then the ledger lives in memory only.
#[derive(Debug)]
pub struct LedgerFile(Option<PathBuf>);

#[derive(Deserialize)]
struct Format {
    format: u32,
}

#[derive(Serialize)]
struct Saved<'a, L> {
    format: u32,
    #[serde(flatten)]
    ledger: &'a L,
}

impl LedgerFile {
    /// The file `name` in `folder`, which is created when absent; without a folder no file.
    ///
    /// # Errors
    /// The folder cannot be created.
    pub fn open(folder: Option<&Path>, name: &str) -> Result<Self, Error> {
        let Some(folder) = folder else { return Ok(Self(None)) };
        fs::create_dir_all(folder).map_err(|source| Error::Folder { path: folder.into(), source })?;
        Ok(Self(Some(folder.join(name))))
    }

    /// What the last run saved, [indexed](Ledger::index); `None` at the first start.
    ///
    /// # Errors
    /// The file cannot be read, is no ledger, or has a newer format than [`Ledger::FORMAT`].
    pub fn load<L: Ledger>(&self) -> Result<Option<L>, Error> {
        let Some(path) = &self.0 else { return Ok(None) };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Folder { path: path.clone(), source }),
        };
        let unreadable = |source| Error::Ledger { path: path.clone(), source };
        let Format { format } = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if format > L::FORMAT {
            return Err(Error::NewerLedger { path: path.clone(), format });
        }
        let mut ledger: L = serde_json::from_slice(&bytes).map_err(unreadable)?;
        ledger.index();
        Ok(Some(ledger))
    }

    pub(super) fn save<L: Ledger>(&self, ledger: &L) -> Result<(), Error> {
        let Some(path) = &self.0 else { return Ok(()) };
        replace(path, &Saved { format: L::FORMAT, ledger })
            .map_err(|source| Error::Folder { path: path.clone(), source })
    }
}

fn replace(path: &Path, content: &impl Serialize) -> io::Result<()> {
    let draft = path.with_extension("json.new");
    let mut writer = BufWriter::new(private(&draft)?);
    serde_json::to_writer(&mut writer, content)?;
    writer.flush()?;
    writer.get_ref().sync_all()?;
    fs::rename(&draft, path)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
