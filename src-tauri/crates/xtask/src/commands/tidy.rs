//! `tidy`: the rules of the architecture, as [`crate::tidy`] knows them.

use std::process::ExitCode;

use crate::failure::{Failure, Result};
use crate::{project, say, tidy};

/// Checks the rules and says so when all hold.
pub fn command() -> Result<ExitCode> {
    check()?;
    say::note("Tidy: every rule of the architecture holds.");
    Ok(ExitCode::SUCCESS)
}

/// Prints each finding as `file:line: what is wrong and what to do`; fails if there is one.
pub fn check() -> Result<()> {
    let findings = tidy::findings(&project::root())?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => Err(Failure::new("One rule of the architecture is broken; the line above says where.")),
        number => Err(Failure::new(format!(
            "{number} places break the architecture's rules; the lines above name them."
        ))),
    }
}
