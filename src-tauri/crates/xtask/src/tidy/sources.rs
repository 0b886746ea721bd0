//! The source files that the rules look at.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Result};

/// Folders that hold what was built, fetched or generated, not written.
const NOT_WRITTEN: [&str; 7] = ["target", "node_modules", "dist", "gen", "generated", "coverage", ".git"];

/// What a source is written in.
const WRITTEN_IN: [&str; 4] = ["rs", "ts", "svelte", "css"];

/// One source file.
#[derive(Debug, Clone)]
pub struct Source {
    /// From the repository's folder, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The file's ending, without the dot.
    pub fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// The lines with their numbers from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(place, line)| (place + 1, line))
    }

    /// Whether the whole file is for tests or benches.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        ["/tests/", "/benches/", "/test/"].iter().any(|folder| self.path.contains(folder))
            || ["tests.rs", "_tests.rs", "_test.rs"].iter().any(|end| name.ends_with(end))
            || [".test.ts", ".spec.ts"].iter().any(|end| name.ends_with(end))
    }

    /// The lines of a Rust file that are part of the program: no comments, and nothing from the tests at the
    /// foot of the file on.
    pub fn program_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = if self.is_test() { 0 } else { self.tests_begin() };
        self.lines()
            .take_while(move |(number, _)| *number < end)
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// The line where `#[cfg(test)] mod … {` begins, or the one after the last.
    fn tests_begin(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        let begins = |place: usize| {
            lines[place] == "#[cfg(test)]"
                && lines[place + 1..]
                    .iter()
                    .find(|line| !line.starts_with("#["))
                    .is_some_and(|line| line.contains("mod ") && line.ends_with('{'))
        };
        (0..lines.len()).find(|&place| begins(place)).unwrap_or(lines.len()) + 1
    }
}

/// All sources below `root` that people write: Rust under `src-tauri`, the web under `ui`.
pub fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for part in ["src-tauri", "ui"] {
        let folder = root.join(part);
        if folder.is_dir() {
            collect(&folder, part, &mut sources)
                .map_err(|error| Failure::because(format!("read the sources in {part}"), error))?;
        }
    }
    Ok(sources)
}

fn collect(folder: &Path, path: &str, sources: &mut Vec<Source>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{path}/{name}");
        if entry.file_type()?.is_dir() {
            if !NOT_WRITTEN.contains(&name.as_str()) {
                collect(&entry.path(), &path, sources)?;
            }
        } else if name.rsplit_once('.').is_some_and(|(_, ending)| WRITTEN_IN.contains(&ending)) {
            let text = String::from_utf8_lossy(&fs::read(entry.path())?).into_owned();
            sources.push(Source { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    fn numbers(source: &Source) -> Vec<usize> {
        source.program_lines().map(|(number, _)| number).collect()
    }

    #[test]
    fn the_program_ends_where_the_tests_at_the_foot_begin() {
        let text = "fn a() {}\n// said\n#[cfg(test)]\nuse x;\nfn b() {}\n#[cfg(test)]\n#[expect(y)]\nmod tests {\nfn c() {}\n}\n";
        assert_eq!(numbers(&source("src-tauri/a.rs", text)), [1, 3, 4, 5]);
        assert_eq!(numbers(&source("src-tauri/a.rs", "#[cfg(test)]\nmod tests;\nfn a() {}\n")), [1, 2, 3]);
    }

    #[test]
    fn a_test_file_is_no_part_of_the_program() {
        for path in [
            "src-tauri/tests/buy.rs",
            "src-tauri/crates/core/src/orders/tests.rs",
            "src-tauri/x/lane_tests.rs",
        ] {
            assert!(numbers(&source(path, "fn a() {}")).is_empty(), "{path}");
        }
        assert!(source("ui/src/kit/Button.test.ts", "").is_test());
        assert!(!source("src-tauri/src/contests.svelte", "").is_test());
    }
}
