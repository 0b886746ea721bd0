//! Other programs: how they are found, started, watched, and what is said when they fail.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use crate::failure::{Failure, Result};
use crate::say;

/// What cargo sets for the program that it runs (this one) and what would make a second cargo rebuild things.
const OURS_ALONE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// A command for `program` without the variables that cargo set for xtask alone.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| OURS_ALONE.iter().any(|start| name.starts_with(start))) {
            command.env_remove(name);
        }
    }
    command
}

/// The cargo that started xtask, so that a toolchain chosen with `cargo +name` stays chosen.
pub fn cargo() -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    if say::colours() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

/// npm, which is a batch file on Windows.
pub fn npm() -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.env("npm_config_update_notifier", "false").env("npm_config_fund", "false");
    if say::colours() {
        npm.env("FORCE_COLOR", "1");
    } else {
        // Some tools colour their output on CI, terminal or not.
        npm.env("NO_COLOR", "1");
    }
    npm
}

/// The path of a program, looked up as a shell does.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let suffixes: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    std::env::split_paths(&path)
        .flat_map(|folder| suffixes.iter().map(move |suffix| folder.join(format!("{program}{suffix}"))))
        .find(|candidate| candidate.is_file())
}

/// Runs the command with the terminal as its own; a failure names the command and what to do.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command.status().map_err(|error| Failure::because(format!("start `{line}`"), error))?;
    judge(&line, status)
}

/// Hands over to the command for good: signals and the exit code are its own. Returns only where a process
/// cannot become another one (Windows), or when it could not be started.
pub fn hand_over(command: &mut Command) -> Result<ExitCode> {
    let line = line(command);
    let failed = |error| Failure::because(format!("start `{line}`"), error);
    #[cfg(unix)]
    return Err(failed(std::os::unix::process::CommandExt::exec(command)));
    #[cfg(not(unix))]
    return command
        .status()
        .map(|status| if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        .map_err(failed);
}

/// Runs the command, shows every line of its standard output at once and gives each to `watch` as well.
/// Its standard error goes straight to the terminal.
pub fn watch(command: &mut Command, mut watch: impl FnMut(&str)) -> Result<()> {
    let line = line(command);
    let failed = |error| Failure::because(format!("run `{line}`"), error);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(stdout) = child.stdout.take() {
        for output in BufReader::new(stdout).split(b'\n') {
            let output = output.map_err(failed)?;
            let mut out = std::io::stdout().lock();
            // A reader that went away (`| head`) is no reason to stop a build half-way.
            let _ = out.write_all(&output).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush());
            watch(&String::from_utf8_lossy(&output));
        }
    }
    judge(&line, child.wait().map_err(failed)?)
}

/// Runs the command and shows nothing; `see` gets each line that it would have shown.
pub fn quietly(command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let line = line(command);
    let failed = |error| Failure::because(format!("run `{line}`"), error);
    let (reader, writer) = std::io::pipe().map_err(failed)?;
    let errors = writer.try_clone().map_err(failed)?;
    let mut child = command.stdout(writer).stderr(errors).spawn().map_err(failed)?;
    // The command holds the pipe's other end until it gets something else, and reading would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for output in BufReader::new(reader).split(b'\n') {
        see(&String::from_utf8_lossy(&output.map_err(failed)?));
    }
    judge(&line, child.wait().map_err(failed)?)
}

/// The standard output of a short command, or `None` when it cannot be started or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a short command succeeds; its output is not shown.
pub fn succeeds(command: &mut Command) -> bool {
    answer(command).is_some()
}

fn judge(line: &str, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    let how =
        status.code().map_or_else(|| "was ended by a signal".to_owned(), |code| format!("ended with {code}"));
    Err(Failure::new(format!("`{line}` {how}; what it said stands above.")))
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_as_one_would_type_it() {
        let failure =
            run(cargo().args(["no-such-command-of-cargo", "--quick"]).stderr(Stdio::null())).unwrap_err();
        assert_eq!(
            failure.to_string(),
            "`cargo no-such-command-of-cargo --quick` ended with 101; what it said stands above."
        );
    }

    #[test]
    fn every_line_is_seen_that_a_quiet_command_would_have_shown() {
        let mut lines = Vec::new();
        quietly(cargo().arg("--version"), |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with("cargo 1."), "{lines:?}");

        let mut complaint = String::new();
        assert!(quietly(cargo().arg("no-such-command-of-cargo"), |line| complaint.push_str(line)).is_err());
        assert!(complaint.contains("no-such-command-of-cargo"), "{complaint}");
    }

    #[test]
    fn a_program_that_does_not_exist_is_not_found() {
        assert!(find("cargo").is_some());
        assert!(find("surely-not-a-program-of-anybody").is_none());
    }
}
