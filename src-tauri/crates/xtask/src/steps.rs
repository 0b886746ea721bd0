//! The steps of a long command, one after the other: heading, output, time, and the summary at the end.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::count::Count;
use crate::failure::{Failure, Result};
use crate::{process, say};

/// What was done so far. Made with the names of all steps, so that each heading says how far it is and the
/// summary names those that were not reached.
pub struct Steps {
    names: Vec<&'static str>,
    done: Vec<(Duration, Result<()>)>,
    tests: Count,
    began: Instant,
}

impl Steps {
    /// Steps with these names, to be done in this order.
    pub fn new(names: Vec<&'static str>) -> Self {
        Self { names, done: Vec::new(), tests: Count::default(), began: Instant::now() }
    }

    /// Does the next step. A failure is kept for the summary; [`Steps::stop_if_failed`] says when it ends the run.
    pub fn step(&mut self, work: impl FnOnce() -> Result<()>) {
        let name = self.names.get(self.done.len()).copied().unwrap_or("One more step");
        say::heading(&format!("[{}/{}] ", self.done.len() + 1, self.names.len()), name);
        let began = Instant::now();
        let result = work();
        let length = began.elapsed();
        match &result {
            Ok(()) => say::note(&format!("done in {}", say::duration(length))),
            Err(failure) => say::note(&format!("FAILED after {}: {failure}", say::duration(length))),
        }
        self.done.push((length, result));
    }

    /// A step that is one command.
    pub fn command(&mut self, command: &mut Command) {
        self.step(|| process::run(command));
    }

    /// A step that is one command that runs tests. One that runs none has failed: it proves nothing.
    pub fn tests(&mut self, command: &mut Command) {
        let mut count = Count::default();
        self.step(|| {
            process::watch(command, |line| count.read(line))?;
            if count.all() == 0 {
                return Err(Failure::new("It ran no test that could be counted."));
            }
            Ok(())
        });
        self.tests.add(count);
    }

    /// Ends the run here if a step failed: what follows takes minutes and stands on what went before.
    pub fn stop_if_failed(&self) -> Result<()> {
        let failed: Vec<_> = self.failed().collect();
        match failed.as_slice() {
            [] => Ok(()),
            [name] => Err(Failure::new(format!("The step \"{name}\" failed; its output stands above."))),
            names => Err(Failure::new(format!(
                "These steps failed: {}. Their output stands above.",
                names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
            ))),
        }
    }

    /// Prints the summary and the plain line with the number of tests, then passes the outcome on.
    pub fn finish(self, outcome: Result<()>) -> Result<ExitCode> {
        self.summary();
        println!("\n{}", self.tests.line());
        outcome.map(|()| ExitCode::SUCCESS)
    }

    /// Prints every step with its time.
    pub fn summary(&self) {
        say::heading("", "Summary");
        for (place, name) in self.names.iter().enumerate() {
            let state = match self.done.get(place) {
                Some((length, Ok(()))) => say::duration(*length),
                Some((length, Err(_))) => format!("FAILED after {}", say::duration(*length)),
                None => "not reached".to_owned(),
            };
            say::note(&format!("{name:<44} {state}"));
        }
        say::note(&format!("{:<44} {}", "Together", say::duration(self.began.elapsed())));
    }

    fn failed(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().zip(&self.done).filter(|(_, (_, result))| result.is_err()).map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_ends_the_run_with_its_name() {
        let mut steps = Steps::new(vec!["Format", "Lint", "Tests"]);
        steps.step(|| Ok(()));
        assert!(steps.stop_if_failed().is_ok());
        steps.step(|| Err(Failure::new("no")));
        let failure = steps.stop_if_failed().unwrap_err().to_string();
        assert_eq!(failure, "The step \"Lint\" failed; its output stands above.");
    }

    #[test]
    fn a_test_step_that_runs_no_test_has_failed() {
        let mut steps = Steps::new(vec!["Tests"]);
        steps.tests(process::cargo().arg("--version"));
        assert!(steps.stop_if_failed().is_err());
    }
}
