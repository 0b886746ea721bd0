//! `simulate`: a simulated supplier on this machine, until Ctrl+C. The supplier itself is a program of the
//! simulators crate, so that xtask stays small.

use std::process::ExitCode;

use super::cargo;
use crate::failure::{Failure, Result};

/// Builds and starts the simulator with the options as given.
pub fn command(arguments: &[String]) -> Result<ExitCode> {
    let status = cargo(&["run", "--quiet", "--package", "esim-desk-simulators", "--bin", "simulate", "--"])
        .args(arguments)
        .status()
        .map_err(|error| Failure::because("start the simulator", error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
