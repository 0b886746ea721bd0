//! What a run leaves behind: files, and processes with their arguments.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file under a folder that holds this text, byte for byte.
pub fn files_with(folder: &Path, needle: &str) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        fs::read(path)
            .is_ok_and(|bytes| bytes.windows(needle.len()).any(|window| window == needle.as_bytes()))
    };
    files_in(folder).into_iter().filter(holds).collect()
}

/// Every file under a folder.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(files_in(&entry.path()));
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found
}

/// A process of one world.
pub struct Trace {
    /// The program it runs.
    pub program: PathBuf,
    /// Its command line, arguments divided by spaces.
    pub command: String,
    /// Its environment, one variable a line.
    pub environment: String,
}

/// Every process that was told this home.
pub fn processes_of(home: &Path) -> Vec<Trace> {
    let variable = format!("HOME={}\n", home.to_string_lossy());
    let text = |path: PathBuf, between: &str| {
        fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).replace('\0', between)).unwrap_or_default()
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
    processes
        .filter_map(|process| {
            // One that ends meanwhile has no program any more.
            let program = fs::read_link(process.join("exe")).ok()?;
            let environment = text(process.join("environ"), "\n");
            let command = text(process.join("cmdline"), " ");
            environment.contains(&variable).then_some(Trace { program, command, environment })
        })
        .collect()
}
