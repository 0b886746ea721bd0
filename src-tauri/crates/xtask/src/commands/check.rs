//! `check`: the fast loop while writing. No window, no WebKit, nothing to install but npm packages.

use std::process::ExitCode;

use super::{cargo, npm_script, tidy};
use crate::failure::Result;
use crate::setup;
use crate::steps::Steps;

/// Runs everything of `test` that needs no window.
pub fn command() -> Result<ExitCode> {
    let mut steps = Steps::new(vec![
        "Set-up: npm packages",
        "Rust: format",
        "Rules of the architecture (tidy)",
        "UI: types",
        "UI: lint",
        "UI: unit tests",
        "Rust: lints of the core",
        "Rust: tests of the core",
    ]);
    let outcome = all(&mut steps);
    steps.finish(outcome)
}

fn all(steps: &mut Steps) -> Result<()> {
    steps.step(|| {
        setup::web::check_node()?;
        setup::tools::ensure_components()?;
        setup::web::ensure_packages()
    });
    steps.stop_if_failed()?;
    steps.command(&mut cargo(&["fmt", "--all", "--check"]));
    steps.step(tidy::check);
    steps.command(&mut npm_script("check"));
    steps.command(&mut npm_script("lint"));
    steps.tests(&mut npm_script("test"));
    steps.stop_if_failed()?;
    steps.command(&mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]));
    steps.tests(&mut cargo(&["test", "--no-fail-fast"]));
    steps.stop_if_failed()
}
