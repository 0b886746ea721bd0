//! What each `cargo xtask` command does, one file each.

mod bench;
mod check;
mod help;
mod run;
mod simulate;
mod test;
mod tidy;

use std::process::{Command, ExitCode};

use crate::failure::{Failure, Result};
use crate::{process, project};

/// Runs the command with this name.
pub fn dispatch(name: &str, arguments: &[String]) -> Result<ExitCode> {
    match name {
        "run" => run::command(arguments),
        "test" => takes_none(name, arguments).and_then(|()| test::command()),
        "check" => takes_none(name, arguments).and_then(|()| check::command()),
        "tidy" => takes_none(name, arguments).and_then(|()| tidy::command()),
        "bench" => takes_none(name, arguments).and_then(|()| bench::command()),
        "simulate" => simulate::command(arguments),
        "help" | "--help" | "-h" => Ok(help::command()),
        _ => Err(Failure::new(format!("There is no command `{name}`. `cargo xtask help` lists them."))),
    }
}

fn takes_none(name: &str, arguments: &[String]) -> Result<()> {
    let Some(first) = arguments.first() else { return Ok(()) };
    Err(Failure::new(format!("`cargo xtask {name}` takes no options, and `{first}` was given.")))
}

/// Cargo, in the repository, with these arguments.
fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(arguments).current_dir(project::root());
    cargo
}

/// A script of `ui/package.json`.
fn npm_script(name: &str) -> Command {
    let mut npm = process::npm();
    npm.args(["run", "--silent", name]).current_dir(project::ui());
    npm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_or_option_is_answered_with_a_sentence() {
        let words = |name: &str, arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
            dispatch(name, &arguments).unwrap_err().to_string()
        };
        assert_eq!(words("tets", &[]), "There is no command `tets`. `cargo xtask help` lists them.");
        assert_eq!(
            words("check", &["--fast"]),
            "`cargo xtask check` takes no options, and `--fast` was given."
        );
    }
}
