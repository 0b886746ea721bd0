//! A process with all its descendants, and the memory that is theirs.

use std::collections::HashMap;
use std::time::Duration;

/// Between two looks at the memory; collectors of garbage wake up about once a second.
const PAUSE: Duration = Duration::from_millis(1200);
/// Looks after which a program that never rests is weighed as it is.
const LOOKS: usize = 10;

/// Proportional set size of a process and its descendants, in KiB, once it changes by less than a hundredth:
/// what was only needed to start is given back by then.
#[expect(clippy::disallowed_methods, reason = "no event says that a program has given memory back")]
pub fn memory_at_rest(root: u32) -> u64 {
    let mut last = memory(root);
    for _ in 0..LOOKS {
        std::thread::sleep(PAUSE);
        let now = memory(root);
        if now.abs_diff(last) * 100 < last {
            return now;
        }
        last = now;
    }
    last
}

fn memory(root: u32) -> u64 {
    family(root).into_iter().filter_map(pss).sum()
}

/// A process and its descendants.
fn family(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").expect("/proc").flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if let Some(parent) = parent_of(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(pid) = found.get(next).copied() {
        found.extend(children.remove(&pid).unwrap_or_default());
        next += 1;
    }
    found
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold anything, so the fields are counted behind it.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

fn pss(pid: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The descendant that runs this program.
pub fn named(root: u32, program: &std::path::Path) -> u32 {
    let runs = |pid: &u32| std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program);
    family(root).into_iter().find(runs).expect("the program runs below the process that started it")
}

/// Ends a process and its descendants at once.
pub fn end(root: u32) {
    for pid in family(root) {
        if let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}
