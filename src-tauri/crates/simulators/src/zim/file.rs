//! The ledger on disk: one JSON file, replaced as a whole, readable by its owner only.

use super::Error;
use super::ledger::{FORMAT, Ledger};
use serde::Deserialize;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Place of one ledger file.
#[derive(Debug)]
pub(crate) struct LedgerFile(PathBuf);

#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl LedgerFile {
    /// The file in `folder`, which is created when absent.
    pub fn in_folder(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(|source| Error::Folder { path: folder.into(), source })?;
        Ok(Self(folder.join("zim-ledger.json")))
    }

    /// What the last run saved; `None` at the first start.
    pub fn load(&self) -> Result<Option<Ledger>, Error> {
        let bytes = match fs::read(&self.0) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Folder { path: self.0.clone(), source }),
        };
        let unreadable = |source| Error::Ledger { path: self.0.clone(), source };
        let Format { format } = serde_json::from_slice(&bytes).map_err(unreadable)?;
        if format > FORMAT {
            return Err(Error::NewerLedger { path: self.0.clone(), format });
        }
        let mut ledger: Ledger = serde_json::from_slice(&bytes).map_err(unreadable)?;
        ledger.index();
        Ok(Some(ledger))
    }

    pub fn save(&self, ledger: &Ledger) -> io::Result<()> {
        let draft = self.0.with_extension("json.new");
        let mut writer = BufWriter::new(private(&draft)?);
        serde_json::to_writer(&mut writer, ledger)?;
        writer.flush()?;
        writer.get_ref().sync_all()?;
        fs::rename(&draft, &self.0)
    }
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
