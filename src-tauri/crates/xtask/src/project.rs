//! Where things are: the repository, its UI, its own tools, and the target folder that cargo uses.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::process;

/// The repository's folder. Cargo says where xtask's source is; the root is three folders up.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).ancestors().nth(3).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The web UI's folder.
pub fn ui() -> PathBuf {
    root().join("ui")
}

/// The folder for programs that belong to this checkout alone (tauri-driver); not in git.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// What `cargo metadata` says of the workspace, without its dependencies' own packages.
pub fn metadata(root: &Path) -> Result<Value> {
    let mut cargo = process::cargo();
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]).current_dir(root);
    let text = process::answer(&mut cargo).ok_or_else(|| {
        Failure::new("`cargo metadata` failed. Run it by hand to see which Cargo.toml is at fault.")
    })?;
    serde_json::from_str(&text).map_err(|error| Failure::because("read what `cargo metadata` says", error))
}

/// Cargo's target folder, wherever `CARGO_TARGET_DIR` or a configuration file put it.
pub fn target() -> Result<PathBuf> {
    let metadata = metadata(&root())?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("`cargo metadata` does not name the target folder."))
}

/// A folder in target for xtask's own stamps and logs, created when missing.
pub fn state() -> Result<PathBuf> {
    let folder = target()?.join("xtask");
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::because(format!("create {}", folder.display()), error))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace_and_the_target_folder_is_known() {
        assert!(root().join("Cargo.lock").is_file());
        assert!(target().unwrap().is_absolute());
    }
}
