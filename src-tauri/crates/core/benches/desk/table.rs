//! Figures, what they are compared with, and whether they hold.

use std::process::ExitCode;
use std::time::Duration;

/// The figures of one run.
#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 5]>,
    broken: usize,
}

impl Table {
    /// A time with a limit of its own.
    pub fn time(&mut self, figure: &str, took: Duration, limit: Duration) {
        self.broken += usize::from(took > limit);
        self.rows.push([
            figure.into(),
            shown(took),
            "-".into(),
            "-".into(),
            format!("at most {}", shown(limit)),
        ]);
    }

    /// A time beside the least that has to be done.
    pub fn ratio(&mut self, figure: &str, took: Duration, baseline: Duration, limit: f64) {
        let ratio = took.as_secs_f64() / baseline.as_secs_f64();
        self.broken += usize::from(ratio > limit);
        let target = format!("at most {limit} times");
        self.rows.push([figure.into(), shown(took), shown(baseline), format!("{ratio:.2}"), target]);
    }

    /// Memory with a limit, in MiB.
    pub fn memory(&mut self, figure: &str, took: u64, limit: u64) {
        self.broken += usize::from(took >= limit);
        let target = format!("below {limit} MB");
        self.rows.push([figure.into(), format!("{took} MB"), "-".into(), "-".into(), target]);
    }

    /// A figure that this system does not give.
    pub fn none(&mut self, figure: &str, why: &str) {
        self.rows.push([figure.into(), "-".into(), "-".into(), "-".into(), why.into()]);
    }

    /// Prints all of them.
    pub fn print(self) -> ExitCode {
        println!("{:<53} {:>10} {:>10} {:>6}  target", "figure", "value", "baseline", "ratio");
        for [figure, value, baseline, ratio, target] in self.rows {
            println!("{figure:<53} {value:>10} {baseline:>10} {ratio:>6}  {target}");
        }
        match self.broken {
            0 => ExitCode::SUCCESS,
            some => {
                println!("{some} of these do not hold");
                ExitCode::FAILURE
            }
        }
    }
}

fn shown(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds >= 1.0 => format!("{seconds:.2} s"),
        seconds => format!("{:.2} ms", seconds * 1000.0),
    }
}
