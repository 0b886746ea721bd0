//! Processes that end with their owner.

use std::process::Stdio;
use tokio::process::{Child, Command};

/// Starts a process that is killed when dropped; a missing program fails the test by name.
pub fn spawn(program: &str, arguments: &[&str], environment: &[(&'static str, String)]) -> Child {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    for (name, value) in environment {
        command.env(name, value);
    }
    command.spawn().unwrap_or_else(|error| panic!("{program} could not be started ({error}); `cargo xtask test` installs it"))
}

/// The first line a process writes.
pub async fn first_line(child: &mut Child) -> String {
    use tokio::io::{AsyncBufReadExt, BufReader};
    let mut line = String::new();
    let output = child.stdout.as_mut().expect("standard output is piped");
    BufReader::new(output).read_line(&mut line).await.unwrap();
    assert!(!line.is_empty(), "the process ended without a word");
    line.trim().to_owned()
}
