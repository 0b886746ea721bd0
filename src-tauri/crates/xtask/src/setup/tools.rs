//! Tools that cargo and rustup install: tauri-driver in the project's own folder, rustfmt and clippy.

use std::path::PathBuf;

use crate::failure::{Failure, Result};
use crate::{process, project, say};

/// The version that fits Tauri 2; the registry's newest is an alpha of the next one.
const DRIVER: &str = "2.1.0";

/// Where tauri-driver stands once it is installed.
pub fn driver() -> PathBuf {
    project::tools().join("bin").join(if cfg!(windows) { "tauri-driver.exe" } else { "tauri-driver" })
}

/// Installs tauri-driver into `.tools` when it is missing or of another version.
pub fn ensure_driver() -> Result<()> {
    let installed = std::fs::read_to_string(project::tools().join(".crates.toml")).unwrap_or_default();
    if driver().is_file() && is_installed(&installed) {
        return Ok(());
    }
    say::note(&format!("Building tauri-driver {DRIVER} into .tools; this takes one or two minutes, once."));
    let mut cargo = process::cargo();
    cargo.args(["install", "tauri-driver", "--version", DRIVER, "--locked", "--root"]).arg(project::tools());
    // On the search path, so that cargo does not advise to put it there for good.
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(
        std::iter::once(project::tools().join("bin")).chain(std::env::split_paths(&folders)),
    );
    if let Ok(path) = path {
        cargo.env("PATH", path);
    }
    process::run(cargo.current_dir(project::root()))
}

fn is_installed(crates: &str) -> bool {
    crates.contains(&format!("\"tauri-driver {DRIVER} "))
}

/// Sees to it that `cargo fmt` and `cargo clippy` are there.
pub fn ensure_components() -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if process::succeeds(process::cargo().args([command, "--version"])) {
            continue;
        }
        say::note(&format!("Adding {component} to this Rust toolchain…"));
        if process::run(process::command("rustup").args(["component", "add", component])).is_err() {
            return Err(Failure::new(format!(
                "{component} is missing and rustup could not add it. With rustup: `rustup component add {component}`; \
                 a Rust from your system's packages has it as a package of its own."
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fitting_version_counts_as_installed() {
        let record =
            |version| format!("[v1]\n\"tauri-driver {version} (registry+https://x)\" = [\"tauri-driver\"]\n");
        assert!(is_installed(&record("2.1.0")));
        assert!(!is_installed(&record("2.1.0-alpha.1")));
        assert!(!is_installed(&record("3.0.0")));
        assert!(!is_installed(""));
    }
}
