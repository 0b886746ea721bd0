//! How much the program grows during a first sync of 100,000 eSIMs. The simulator runs in a process of its own,
//! which is this program again. Measured on Linux alone, where the kernel tells the peak and lets it be reset.

use crate::support::Bench;
use crate::table::Table;
use crate::{ESIMS, Failed};
use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

const MOST_MIB: u64 = 80;
const STATUS: &str = "/proc/self/status";

/// Measures, or says that it cannot.
pub async fn measure(table: &mut Table) -> Result<(), Failed> {
    let figure = "memory that a first sync of 100,000 eSIMs takes";
    if !cfg!(target_os = "linux") {
        table.none(figure, "measured on Linux alone");
        return Ok(());
    }
    let supplier = Supplier::start()?;
    let bench = Bench::start_unhurried().await;
    // 5 resets the peak.
    std::fs::write("/proc/self/clear_refs", "5")?;
    let before = kib("VmRSS")?;
    bench.write("wallet_connect", json!({ "draft": supplier.draft })).await;
    bench.lists_read().await;
    let grown = kib("VmHWM")?.saturating_sub(before);
    bench.app.stop().await;
    table.memory(figure, grown / 1024, MOST_MIB);
    Ok(())
}

/// A line of the kernel's account of this process.
fn kib(name: &str) -> Result<u64, Failed> {
    let status = std::fs::read_to_string(STATUS)?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let number = line.and_then(|rest| rest.split_whitespace().next()).ok_or("the kernel does not say")?;
    Ok(number.parse()?)
}

/// The simulator in its own process; it ends when this is dropped.
struct Supplier {
    process: Child,
    draft: Value,
}

impl Supplier {
    fn start() -> Result<Self, Failed> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg(crate::SIMULATOR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { process, draft: serde_json::from_str(&line)? })
    }
}

impl Drop for Supplier {
    fn drop(&mut self) {
        // Its input ends, and so does it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The other process: says how to connect, and stays until its input ends.
pub async fn simulate() -> Result<(), Failed> {
    let zim = Zim::start(Options { esims: ESIMS, ..Options::default() }).await?;
    println!("{}", Bench::draft(&zim));
    let input = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    input.await??;
    zim.stop().await;
    Ok(())
}
