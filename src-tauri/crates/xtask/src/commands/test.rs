//! `test`: everything that CI runs, cheapest first, from formatting to the program in a real window.

use std::process::{Command, ExitCode};

use super::{npm_script, tidy};
use crate::failure::Result;
use crate::steps::Steps;
use crate::{say, setup};

/// The shell, as every one of its steps names it.
const SHELL: [&str; 4] = ["--package", "esim-desk", "--features", "custom-protocol"];

/// Sets up, then runs all steps; the last lines are the summary and the number of tests.
pub fn command() -> Result<ExitCode> {
    let mut steps = Steps::new(vec![
        "Set-up: system packages, tools, npm packages",
        "Rust: format",
        "Rules of the architecture (tidy)",
        "UI: types",
        "UI: lint",
        "UI: unit tests",
        "UI: build",
        "Rust: lints of the core",
        "Rust: tests of the core",
        "Window: lints",
        "Window: build",
        "Window: tests",
    ]);
    let outcome = all(&mut steps);
    steps.finish(outcome)
}

fn all(steps: &mut Steps) -> Result<()> {
    steps.step(|| {
        setup::to_test()?;
        setup::tools::ensure_components()?;
        setup::web::ensure_packages()
    });
    steps.stop_if_failed()?;

    // Cheap, and independent of one another: a person sees all that is wrong at once.
    steps.command(&mut cargo(&["fmt", "--all", "--check"]));
    steps.step(tidy::check);
    steps.command(&mut npm_script("check"));
    steps.command(&mut npm_script("lint"));
    steps.tests(&mut npm_script("test"));
    steps.step(setup::web::ensure_built);
    steps.stop_if_failed()?;

    steps.command(&mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]));
    steps.stop_if_failed()?;
    steps.tests(&mut cargo(&["test", "--workspace", "--exclude", "esim-desk", "--no-fail-fast"]));
    steps.stop_if_failed()?;

    steps.command(cargo(&["clippy", "--all-targets"]).args(SHELL).args(["--", "-D", "warnings"]));
    steps.stop_if_failed()?;
    steps.command(cargo(&["test", "--no-run"]).args(SHELL));
    steps.stop_if_failed()?;
    steps.tests(cargo(&["test", "--no-fail-fast"]).args(SHELL).env("TAURI_DRIVER", setup::tools::driver()));
    steps.stop_if_failed()
}

/// Cargo. Where nobody is there it keeps nothing for the next small change: that is a third of the target folder,
/// and a CI's disk is small and its folder new.
fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = super::cargo(arguments);
    if !say::somebody_is_there() {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}
