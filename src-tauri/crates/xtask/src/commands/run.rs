//! `run`: build the program with its UI inside and start it.

use std::process::ExitCode;

use super::cargo;
use crate::failure::{Failure, Result};
use crate::{process, project, say, setup};

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    release: bool,
    arguments: Vec<String>,
}

/// Sets up, builds what changed, starts the program and ends as it ends.
pub fn command(arguments: &[String]) -> Result<ExitCode> {
    let wish = wish(arguments)?;
    setup::system::check_screen()?;
    setup::to_build()?;
    setup::web::ensure_packages()?;
    setup::web::ensure_built()?;
    say::note("Building the program; the first time takes several minutes, later ones seconds.");
    let profile: &[&str] = if wish.release { &["--release"] } else { &[] };
    let build = [&["build", "--package", "esim-desk", "--features", "custom-protocol"], profile].concat();
    process::run(&mut cargo(&build))?;
    let program = program(wish.release)?;
    say::note("Starting eSIM Desk. Close its window or press Ctrl+C here to end it.");
    process::hand_over(process::command(&program).args(&wish.arguments))
}

/// Where cargo leaves the program.
fn program(release: bool) -> Result<std::path::PathBuf> {
    let profile = if release { "release" } else { "debug" };
    Ok(project::target()?.join(profile).join(format!("esim-desk{}", std::env::consts::EXE_SUFFIX)))
}

fn wish(arguments: &[String]) -> Result<Wish> {
    let (ours, theirs) = match arguments.iter().position(|argument| argument == "--") {
        Some(place) => (&arguments[..place], &arguments[place + 1..]),
        None => (arguments, &[][..]),
    };
    let mut wish = Wish { release: false, arguments: theirs.to_vec() };
    for argument in ours {
        if argument != "--release" {
            return Err(Failure::new(format!(
                "`cargo xtask run` knows --release, not `{argument}`. What is for the program itself stands after `--`."
            )));
        }
        wish.release = true;
    }
    Ok(wish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Wish> {
        wish(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn what_stands_after_two_dashes_is_for_the_program() {
        let wish = read(&["--release", "--", "--release", "x"]).unwrap();
        assert_eq!(wish, Wish { release: true, arguments: vec!["--release".into(), "x".into()] });
        assert_eq!(read(&[]).unwrap(), Wish { release: false, arguments: vec![] });
        assert!(read(&["x"]).unwrap_err().to_string().contains("not `x`"));
    }
}
