//! Everything that the commands print themselves, in one voice: headings, notes, the failure at the end.

use std::io::IsTerminal as _;
use std::time::Duration;

use crate::failure::Failure;

/// Whether the person sees a terminal that understands colours; CI and files get plain text.
pub fn colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Whether a person sits at a terminal, to answer a question or to run the same again after a small change.
pub fn somebody_is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// The line that opens a step: its place (`[3/9] `), then its name.
pub fn heading(place: &str, name: &str) {
    println!("\n{}{}", paint("1;36", place), paint("1", name));
}

/// A line about what is being done, indented under its heading.
pub fn note(words: &str) {
    println!("  {words}");
}

/// A line of another program that only shows that it is alive.
pub fn aside(words: &str) {
    println!("  {}", paint("2", words));
}

/// The last words of a command that did not succeed.
pub fn failure(command: &str, failure: &Failure) {
    eprintln!("\n{} {failure}", paint("1;31", &format!("cargo xtask {command} stopped.")));
}

/// A length of time as people say it: `850 ms`, `12.3 s`, `4 min 05 s`.
pub fn duration(length: Duration) -> String {
    let seconds = length.as_secs();
    match seconds {
        0 => format!("{} ms", length.as_millis()),
        1..=59 => format!("{:.1} s", length.as_secs_f64()),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn paint(code: &str, words: &str) -> String {
    if colours() { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_reads_as_people_say_it() {
        assert_eq!(duration(Duration::from_millis(850)), "850 ms");
        assert_eq!(duration(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(duration(Duration::from_secs(245)), "4 min 05 s");
    }
}
