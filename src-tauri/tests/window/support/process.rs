//! Processes that end with their owner, whatever they started themselves.

use rustix::process::{Pid, Signal, kill_process_group};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};

/// What a process is told about the world it is in.
pub type Environment = Vec<(&'static str, String)>;

/// A process in a group of its own. Dropping it ends the group, so that what the driver started goes too.
pub struct Process {
    child: Child,
    group: Pid,
}

impl Process {
    /// Starts a program; one that is missing fails the test by its name.
    pub fn start(program: &str, arguments: &[&str], environment: &Environment) -> Self {
        let mut command = Command::new(program);
        command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let child = command.spawn().unwrap_or_else(|error| panic!("{program} could not be started: {error}"));
        let group = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).unwrap();
        Self { child, group }
    }

    /// Writes to its standard input and closes it.
    pub async fn say(&mut self, words: &str) {
        let mut input = self.child.stdin.take().expect("its standard input is still open");
        input.write_all(words.as_bytes()).await.unwrap();
    }

    /// The first line it writes.
    pub async fn first_line(&mut self) -> String {
        let mut line = String::new();
        let output = self.child.stdout.as_mut().expect("its standard output is piped");
        BufReader::new(output).read_line(&mut line).await.unwrap();
        assert!(!line.is_empty(), "a process ended without a word");
        line.trim().to_owned()
    }

    /// Ends it and all it started.
    pub fn end(&mut self) {
        // What has ended by itself is what this is for.
        let _ = kill_process_group(self.group, Signal::KILL);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs a program to its end and gives what it wrote; a failure shows what it said.
pub async fn output_of(program: &str, arguments: &[&str], environment: &Environment) -> Vec<u8> {
    let mut command = Command::new(program);
    command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
    let output =
        command.output().await.unwrap_or_else(|error| panic!("{program} could not be started: {error}"));
    output.stdout
}
