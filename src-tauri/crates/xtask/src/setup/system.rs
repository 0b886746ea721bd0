//! System packages: which are missing, and how they are installed on Debian and Ubuntu.
//!
//! As root or without a terminal nothing is asked. With a terminal and without root, one question says what
//! sudo is for. On other Linux systems the command to type is printed. macOS and Windows bring what the
//! window needs (WKWebView, WebView2), and a machine that built xtask has their compilers.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::packages::{Family, Need, Sign, TO_BUILD, TO_TEST};
use crate::failure::{Failure, Result};
use crate::{process, project, say};

/// What the window is built with.
pub fn to_build() -> Vec<Need> {
    TO_BUILD.to_vec()
}

/// What the window tests use.
pub fn to_test() -> Vec<Need> {
    TO_TEST.to_vec()
}

/// Only Linux has a WebDriver for the very web view that the program uses and a screen without a monitor.
pub fn check_that_windows_can_be_tested() -> Result<()> {
    if cfg!(target_os = "linux") {
        return Ok(());
    }
    Err(Failure::new(
        "The window tests need Xvfb and WebKitWebDriver, which only Linux has. \
         Use `cargo xtask check` on this system and leave the window tests to Linux or CI.",
    ))
}

/// A program that shows a window needs a screen to show it on; better said before minutes of building.
pub fn check_screen() -> Result<()> {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(Failure::new(
        "There is no screen to show the window on: neither DISPLAY nor WAYLAND_DISPLAY is set. Start this from a \
         terminal of your desktop. `cargo xtask test` needs no screen.",
    ))
}

/// Sees to it that every need is met, or says what to type.
pub fn ensure(needs: &[Need]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let family = Family::here();
    let mut packages: Vec<&str> = missing.iter().map(|need| need.package(family)).collect();
    packages.sort_unstable();
    packages.dedup();
    say::note(&format!("Missing on this system: {}", packages.join(", ")));
    if family != Family::Debian {
        return Err(Failure::new(by_hand(family, &packages)));
    }
    install(&packages)?;
    let still = self::missing(needs);
    let Some(need) = still.first() else { return Ok(()) };
    Err(Failure::new(format!(
        "apt-get installed {}, but {} still cannot be found.",
        need.debian,
        described(need.sign)
    )))
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().filter(|need| !is_met(need.sign)).copied().collect()
}

fn is_met(sign: Sign) -> bool {
    match sign {
        Sign::Program(name) => process::find(name).is_some(),
        Sign::Library(name) => process::succeeds(Command::new("pkg-config").args(["--exists", name])),
        Sign::Font(name) => process::answer(Command::new("fc-list").args([name, "family"]))
            .is_some_and(|families| !families.is_empty()),
    }
}

fn described(sign: Sign) -> String {
    match sign {
        Sign::Program(name) => format!("the program {name}"),
        Sign::Library(name) => format!("the library {name} (by pkg-config)"),
        Sign::Font(name) => format!("the font {name} (by fc-list)"),
    }
}

fn by_hand(family: Family, packages: &[&str]) -> String {
    family.command(packages).map_or_else(
        || {
            format!(
                "Install what your system calls these packages (the names are Debian's), then run this again: {}",
                packages.join(" ")
            )
        },
        |command| format!("Type `{command}`, then run this again."),
    )
}

/// Who may install packages here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    Root,
    /// Through sudo. `ask` when a person is there to answer; otherwise sudo must not want a password.
    Sudo {
        ask: bool,
    },
    None,
}

fn rights() -> Rights {
    if process::answer(Command::new("id").arg("-u")).as_deref() == Some("0") {
        Rights::Root
    } else if process::find("sudo").is_some() {
        Rights::Sudo { ask: say::somebody_is_there() }
    } else {
        Rights::None
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let rights = rights();
    if rights == Rights::None {
        return Err(Failure::new(by_hand(Family::Debian, packages)));
    }
    if rights == (Rights::Sudo { ask: true }) && !agreed()? {
        return Err(Failure::new(by_hand(Family::Debian, packages)));
    }
    say::note("Reading the package lists (apt-get update)…");
    if apt(rights, &["update", "-q"], &mut |_| ()).is_err() {
        say::note("The package lists could not be refreshed; trying with those that are there.");
    }
    say::note("Installing with apt-get; a fresh machine needs one to five minutes.");
    let mut progress = AptProgress::default();
    let arguments = [&["install", "-y", "-q", "--no-install-recommends"], packages].concat();
    apt(rights, &arguments, &mut |line| {
        if let Some(words) = progress.read(line) {
            say::aside(&words);
        }
    })
    .map_err(|failure| {
        Failure::new(format!("{failure} To do it by hand: {}", by_hand(Family::Debian, packages)))
    })
}

fn agreed() -> Result<bool> {
    say::note(
        "sudo is used for this one thing: to install these packages with apt-get. It may ask for your password.",
    );
    print!("  Install them now? [Y/n] ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| Failure::because("read your answer", error))?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes"))
}

/// Runs apt-get. Its many lines go to a log in the target folder; when it fails the last ones are shown.
fn apt(rights: Rights, arguments: &[&str], see: &mut dyn FnMut(&str)) -> Result<()> {
    let mut command = match rights {
        Rights::Sudo { ask } => {
            let mut sudo = Command::new("sudo");
            sudo.args(if ask { &[][..] } else { &["-n"] }).args([
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
            ]);
            sudo
        }
        Rights::Root | Rights::None => {
            let mut apt = Command::new("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            apt
        }
    };
    // Another installer may hold the lock for a moment on a machine that has just been started.
    command.args(["-o", "DPkg::Lock::Timeout=120"]).args(arguments);
    if rights == Rights::Root {
        command.stdin(Stdio::null());
    }
    let mut lines = Vec::new();
    let result = process::quietly(&mut command, |line| {
        lines.push(line.to_owned());
        see(line);
    });
    let log = project::state()?.join("apt.log");
    std::fs::write(&log, lines.join("\n"))
        .map_err(|error| Failure::because(format!("write {}", log.display()), error))?;
    result.map_err(|_| {
        lines.iter().rev().take(20).rev().for_each(|line| say::aside(line));
        Failure::new(format!("apt-get failed; everything it said is in {}.", log.display()))
    })
}

/// A few lines instead of apt's thousand: how many packages are on the disk, how many are set up.
#[derive(Default)]
struct AptProgress {
    all: u32,
    fetched: u32,
    ready: u32,
}

impl AptProgress {
    fn read(&mut self, line: &str) -> Option<String> {
        const EVERY: u32 = 25;
        if let Some((_, rest)) = line.split_once(" upgraded, ") {
            self.all = rest.split_once(" newly installed").and_then(|(number, _)| number.parse().ok())?;
            return Some(format!("{} packages to install", self.all));
        }
        if line.starts_with("Get:") {
            self.fetched += 1;
            return (self.fetched.is_multiple_of(EVERY))
                .then(|| format!("fetched {} of {}", self.fetched, self.all));
        }
        if line.starts_with("Setting up ") {
            self.ready += 1;
            return (self.ready.is_multiple_of(EVERY) || self.ready == self.all)
                .then(|| format!("set up {} of {}", self.ready, self.all));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_missing() {
        assert!(is_met(Sign::Program("cargo")));
        let need = |name| Need { sign: Sign::Program(name), ..TO_BUILD[0] };
        let missing = missing(&[need("cargo"), need("surely-not-a-program")]);
        assert_eq!(missing, [need("surely-not-a-program")]);
    }

    #[test]
    fn elsewhere_the_sentence_holds_the_command_to_type() {
        let sentence = by_hand(Family::Arch, &["webkit2gtk-4.1", "librsvg"]);
        assert!(sentence.contains("`sudo pacman -S --needed webkit2gtk-4.1 librsvg`"), "{sentence}");
        assert!(by_hand(Family::Unknown, &["librsvg2-dev"]).contains("librsvg2-dev"));
    }

    #[test]
    fn apt_is_told_in_a_few_lines() {
        let mut progress = AptProgress::default();
        let said = progress.read("0 upgraded, 26 newly installed, 0 to remove and 115 not upgraded.");
        assert_eq!(said.as_deref(), Some("26 packages to install"));
        let ready: Vec<_> = (0..26).filter_map(|_| progress.read("Setting up libfoo (1.0) ...")).collect();
        assert_eq!(ready, ["set up 25 of 26", "set up 26 of 26"]);
        assert_eq!(progress.read("Reading state information..."), None);
    }
}
