//! The web UI: Node.js, its npm packages, and its build, each done again only when it has to be.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::{process, project, say};

/// Folders of `ui/` that are made from the others.
const MADE: [&str; 3] = ["node_modules", "dist", "coverage"];

/// Vite runs on Node.js 20.19, 22.12 and everything newer.
pub fn check_node() -> Result<()> {
    let advice = "Install Node.js 22 (20.19 at least) from https://nodejs.org or your system's packages.";
    let version = process::answer(process::command("node").arg("--version")).ok_or_else(|| {
        Failure::new(format!("Node.js is needed to build the UI, and there is no `node`. {advice}"))
    })?;
    if !is_new_enough(&version) {
        return Err(Failure::new(format!(
            "This Node.js is {version}, which is too old to build the UI. {advice}"
        )));
    }
    if !process::succeeds(process::npm().arg("--version")) {
        return Err(Failure::new(format!("`node` is there, but `npm` is not. {advice}")));
    }
    Ok(())
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (parts.next(), parts.next()) else { return false };
    matches!((major, minor), (20, 19..) | (22, 12..) | (23.., _))
}

/// Installs exactly what `package-lock.json` names, unless that is what stands in `node_modules` already.
pub fn ensure_packages() -> Result<()> {
    let ui = project::ui();
    let lock = fs::read_to_string(ui.join("package-lock.json"))
        .map_err(|error| Failure::because("read ui/package-lock.json, which belongs into git", error))?;
    // npm writes this list last: an installation that was cut off leaves none behind.
    let installed =
        fs::read_to_string(ui.join("node_modules").join(".package-lock.json")).unwrap_or_default();
    if is_installed(&lock, &installed) {
        return Ok(());
    }
    say::note("Installing the UI's npm packages (npm ci); the first time takes about a minute…");
    process::run(process::npm().args(["ci", "--no-audit", "--no-fund"]).current_dir(&ui))
}

/// Whether the packages that npm says are installed are those of the lock file. An optional one may be missing:
/// it is for another system.
fn is_installed(lock: &str, installed: &str) -> bool {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok()?.get("packages")?.as_object().cloned();
    let (Some(mut wanted), Some(installed)) = (read(lock), read(installed)) else { return false };
    wanted.remove("");
    let may_be_missing = |package: &Value| package["optional"] == true || package["devOptional"] == true;
    wanted.iter().all(|(path, package)| match installed.get(path) {
        Some(there) => there["version"] == package["version"] && there["integrity"] == package["integrity"],
        None => may_be_missing(package),
    }) && installed.keys().all(|path| wanted.contains_key(path))
}

/// Builds the UI into `ui/dist`, when one of its files is not as it was at the last build.
pub fn ensure_built() -> Result<()> {
    let ui = project::ui();
    let stamp = project::state()?.join("ui-built-from");
    let now = fingerprint(&ui)?;
    let built = ui.join("dist").join("index.html").is_file();
    if built && fs::read_to_string(&stamp).is_ok_and(|last| last == now) {
        say::note("The UI is built from these very files already.");
        return Ok(());
    }
    process::run(process::npm().args(["run", "--silent", "build"]).current_dir(&ui))?;
    fs::write(&stamp, now).map_err(|error| Failure::because(format!("write {}", stamp.display()), error))
}

/// One number for the names and contents of all files that the UI is made of. A newer compiler may count
/// differently; that costs one build.
fn fingerprint(ui: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(ui, &mut files).map_err(|error| Failure::because(format!("read {}", ui.display()), error))?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        let content =
            fs::read(&file).map_err(|error| Failure::because(format!("read {}", file.display()), error))?;
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            if !MADE.iter().any(|made| entry.file_name() == *made) {
                collect(&entry.path(), files)?;
            }
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_must_be_one_that_vite_runs_on() {
        for version in ["v20.19.0", "v20.20.2", "v22.12.1", "v24.0.0", "v23.1.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.20.0", "v20.18.3", "v21.7.0", "v22.11.0", "", "v20"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }

    #[test]
    fn packages_are_installed_again_when_the_lock_file_names_others() {
        let lock = r#"{"packages": {"": {"name": "ui"}, "node_modules/vite": {"version": "8.3.0"},
            "node_modules/for-mac": {"version": "1.0.0", "optional": true}}}"#;
        let installed = |packages: &str| is_installed(lock, &format!(r#"{{"packages": {{{packages}}}}}"#));
        assert!(installed(r#""node_modules/vite": {"version": "8.3.0"}"#));
        assert!(!installed(r#""node_modules/vite": {"version": "8.2.0"}"#));
        assert!(!installed(r#""node_modules/for-mac": {"version": "1.0.0"}"#));
        assert!(!installed(
            r#""node_modules/vite": {"version": "8.3.0"}, "node_modules/old": {"version": "1.0.0"}"#
        ));
        assert!(!is_installed(lock, ""));
    }

    #[test]
    fn the_ui_is_built_again_after_an_edit_a_new_file_or_a_deleted_one_and_not_for_what_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let ui = folder.path();
        fs::create_dir_all(ui.join("src")).unwrap();
        fs::create_dir_all(ui.join("dist")).unwrap();
        fs::write(ui.join("src/main.ts"), "one").unwrap();
        let first = fingerprint(ui).unwrap();

        fs::write(ui.join("dist/index.html"), "made").unwrap();
        assert_eq!(fingerprint(ui).unwrap(), first);

        fs::write(ui.join("src/main.ts"), "two").unwrap();
        assert_ne!(fingerprint(ui).unwrap(), first);

        fs::write(ui.join("src/main.ts"), "one").unwrap();
        fs::write(ui.join("src/more.ts"), "").unwrap();
        assert_ne!(fingerprint(ui).unwrap(), first);

        fs::remove_file(ui.join("src/more.ts")).unwrap();
        assert_eq!(fingerprint(ui).unwrap(), first);
    }
}
