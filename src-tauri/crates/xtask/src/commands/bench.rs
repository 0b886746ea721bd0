//! `bench`: speed and memory in release builds; each bench measures its own baseline in the same run.

use std::process::ExitCode;

use super::cargo;
use crate::failure::Result;
use crate::setup;
use crate::steps::Steps;

/// Sets up as for `test` (the window's benches need a screen nobody sees), builds in release, measures.
pub fn command() -> Result<ExitCode> {
    let mut steps = Steps::new(vec![
        "Set-up: system packages, tools, npm packages",
        "UI: build",
        "Blank window: build",
        "Store: pages, search, taking over a list",
        "Core: the same, first sync, kits",
        "Window: build, start and memory",
    ]);
    let outcome = all(&mut steps);
    steps.summary();
    outcome.map(|()| ExitCode::SUCCESS)
}

fn all(steps: &mut Steps) -> Result<()> {
    const SHELL: [&str; 4] = ["--package", "esim-desk", "--features", "custom-protocol"];
    steps.step(|| {
        setup::to_test()?;
        setup::web::ensure_packages()
    });
    steps.stop_if_failed()?;
    steps.step(setup::web::ensure_built);
    steps.stop_if_failed()?;
    // The blank window is the baseline; an example is not built with the benches.
    steps.command(cargo(&["build", "--release", "--example", "blank"]).args(SHELL));
    steps.stop_if_failed()?;
    // A target that does not hold is no reason to leave the others unmeasured.
    for package in ["esim-desk-store", "esim-desk-core"] {
        steps.command(&mut cargo(&["bench", "--package", package, "--bench", "*"]));
    }
    steps.command(cargo(&["bench", "--bench", "*"]).args(SHELL).env("TAURI_DRIVER", setup::tools::driver()));
    steps.stop_if_failed()
}
