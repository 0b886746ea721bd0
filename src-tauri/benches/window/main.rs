//! How soon the list is painted and how much memory the program takes, as ratios to a blank Tauri window in the
//! same run.
//!
//! The list holds 100,000 eSIMs. The programs say by their window's title that they have painted, two frames
//! after their rows stood in the page; they are started in turn. A start shows the last picture of the list until
//! the list is drawn; a third contestant has no such picture, so that what it takes to draw the list stands here
//! too. Run it with `cargo xtask bench`, which builds the blank window too.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench that lacks a part of its world says which and ends"
)]

mod folder;
mod titles;
mod tree;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use titles::Titles;

const STARTS: usize = 20;
const LIMIT: f64 = 1.3;
const PATIENCE: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    let place = tempfile::tempdir().expect("a temporary folder");
    let at_home = |home: &str| Contestant {
        program: PathBuf::from(env!("CARGO_BIN_EXE_esim-desk")),
        title: "eSIMs · eSIM Desk",
        home: place.path().join(home),
        forgets: false,
    };
    let desk = at_home("desk");
    let drawn = Contestant { forgets: true, ..at_home("drawn") };
    let blank = Contestant { program: blank_program(), title: "painted", ..at_home("blank") };
    for contestant in [&desk, &drawn] {
        folder::fill(&contestant.data(), 100_000);
    }
    let screen = Screen::start();
    let titles = Titles::on(&screen.display);

    // The first start of each makes its caches and is not counted.
    let (mut ours, mut without, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=STARTS {
        let runs = [&desk, &drawn, &blank].map(|contestant| contestant.start(&screen, &titles));
        if round > 0 {
            let [our, other, their] = runs;
            ours.push(our);
            without.push(other);
            theirs.push(their);
        }
    }
    let ms = |run: &Run| run.painted.as_secs_f64() * 1000.0;
    let start = row("painted, ms (median of 20 starts)", &ours, &theirs, ms);
    let memory =
        row("memory of the process tree, PSS in MB", &ours, &theirs, |run| run.pss_kib as f64 / 1024.0);
    let drawn = median(without.iter().map(ms));
    println!("  without a last picture the list is drawn in {drawn:.0} ms");
    if start <= LIMIT && memory <= LIMIT { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The example built beside the program.
fn blank_program() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_esim-desk"));
    let blank = program.with_file_name("examples").join("blank");
    assert!(blank.exists(), "{} is missing: build it with `cargo xtask bench`", blank.display());
    blank
}

fn row(name: &str, ours: &[Run], theirs: &[Run], figure: impl Fn(&Run) -> f64) -> f64 {
    let (a, b) = (median(ours.iter().map(&figure)), median(theirs.iter().map(&figure)));
    let ratio = a / b;
    let verdict = if ratio <= LIMIT { "holds" } else { "does not hold" };
    println!("{name}: eSIM Desk {a:.0}, blank window {b:.0}, ratio {ratio:.2}, target {LIMIT:.2}: {verdict}");
    ratio
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

struct Run {
    painted: Duration,
    pss_kib: u64,
}

struct Contestant {
    program: PathBuf,
    title: &'static str,
    home: PathBuf,
    /// Whether what it kept of its look is gone at each start.
    forgets: bool,
}

impl Contestant {
    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Starts the program, waits until it has painted, weighs it at rest, and ends it.
    fn start(&self, screen: &Screen, titles: &Titles) -> Run {
        std::fs::create_dir_all(self.home.join("run")).expect("a home");
        if self.forgets {
            // At its first start there is nothing yet.
            let _ = std::fs::remove_file(self.data().join("look.json"));
        }
        let begun = Instant::now();
        let mut child = Command::new("dbus-run-session")
            .arg("--")
            .arg(&self.program)
            .env("DISPLAY", &screen.display)
            .env("GDK_BACKEND", "x11")
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .env("ESIM_DESK_DATA_DIR", self.data())
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_CACHE_HOME")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-run-session starts the program");
        let painted = titles.wait_for(self.title, PATIENCE) - begun;
        let program = tree::named(child.id(), &self.program);
        let pss_kib = tree::memory_at_rest(program);
        tree::end(program);
        child.wait().expect("the program ends");
        titles.wait_until_gone(PATIENCE);
        Run { painted, pss_kib }
    }
}

/// A virtual screen with a window manager.
struct Screen {
    display: String,
    server: Child,
    manager: Child,
}

impl Screen {
    fn start() -> Self {
        use std::io::{BufRead, BufReader};
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts; `cargo xtask bench` installs it");
        let mut line = String::new();
        BufReader::new(server.stdout.as_mut().expect("piped"))
            .read_line(&mut line)
            .expect("the display's number");
        let display = format!(":{}", line.trim());
        let manager = Command::new("openbox").env("DISPLAY", &display).stderr(Stdio::null()).spawn();
        Self { display, server, manager: manager.expect("openbox starts; `cargo xtask bench` installs it") }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in [&mut self.manager, &mut self.server] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
