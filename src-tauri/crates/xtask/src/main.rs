//! The project's own commands, called as `cargo xtask <command>`: run, test, check, tidy, bench, simulate.
//!
//! It installs what it needs, shows how far it is and fails with a sentence. It has no dependency but a JSON
//! reader, so that it is built within seconds on a fresh machine. Not in here: what the tests and benches
//! measure (they stand with the code they test) and the simulated suppliers themselves.
//!
//! Start reading at [`commands`] for what each command does, [`setup`] for what it installs, [`tidy`] for the
//! rules of the architecture.

mod commands;
mod count;
mod failure;
mod process;
mod project;
mod room;
mod say;
mod setup;
mod steps;
mod tidy;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_else(|| "help".to_owned());
    match commands::dispatch(&command, &arguments.collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(failure) => {
            say::failure(&command, &room::explained(failure));
            ExitCode::FAILURE
        }
    }
}
