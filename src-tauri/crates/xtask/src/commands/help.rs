//! `help`: the commands in one screen.

use std::process::ExitCode;

const WORDS: &str = "\
cargo xtask <command>

  run [--release] [-- ARGUMENTS]   build the program and start it
  test                             everything that CI runs, the window tests included
  check                            the fast loop: format, rules, lints and tests without the window
  tidy                             the rules of the architecture alone
  bench                            speed, size and memory against their baselines, in release builds
  simulate [SUPPLIER] [--port N] [--folder FOLDER]
                                   a simulated supplier on this machine (ZIM if none is named), to connect a
                                   wallet to; a word it does not know shows all suppliers and options

Each command installs what it needs: system packages on Debian and Ubuntu, npm packages, tauri-driver.
On other systems it names what to install. ESIM_DESK_DATA_DIR=FOLDER keeps the program's data there.";

/// Prints the commands.
pub fn command() -> ExitCode {
    println!("{WORDS}");
    ExitCode::SUCCESS
}
