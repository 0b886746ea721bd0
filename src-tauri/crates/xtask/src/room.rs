//! Room on the disk of the target folder. A compiler that finds none says so between a hundred other lines.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::{process, project};

/// What counts as full, in MB: less than a single test program needs while it is linked.
const FULL: u64 = 300;

/// The failure, and what to do about the disk where that is full.
pub fn explained(failure: Failure) -> Failure {
    let target = project::target().unwrap_or_else(|_| project::root());
    match left(&target) {
        Some(left) if left < FULL => Failure::new(format!(
            "{failure} The disk of {} is full ({left} MB left): make room there (`cargo clean` empties that \
             folder), then run this again.",
            target.display()
        )),
        _ => failure,
    }
}

/// Free megabytes on the disk of a folder; `None` where `df` cannot be asked (Windows).
fn left(folder: &Path) -> Option<u64> {
    let table = process::answer(Command::new("df").arg("-Pm").arg(folder))?;
    table.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_failure_with_room_left_is_told_as_it_is() {
        let left = left(&project::target().unwrap()).unwrap();
        let told = explained(Failure::new("No.")).to_string();
        assert_eq!(told == "No.", left >= FULL, "{told}");
    }
}
