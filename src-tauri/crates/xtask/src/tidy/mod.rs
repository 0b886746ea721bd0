//! The rules of the architecture as a test: who may import whom, and what no source may hold.
//!
//! [`crates`] judges `cargo metadata`, [`rust`] the lines of the Rust sources, [`names`] where a provider is
//! named, [`web`] the imports of the UI, [`every`] what holds for all sources. Whether the generated TypeScript is fresh is a test of the core.

mod crates;
mod every;
mod names;
mod rust;
mod sources;
#[cfg(test)]
mod tests;
mod web;

use std::fmt;
use std::path::Path;

use crate::failure::Result;
use crate::project;

/// One place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// From the repository's folder, with `/`.
    file: String,
    /// From 1.
    line: usize,
    /// What is wrong and what to do.
    words: String,
}

impl Finding {
    fn new(file: &str, line: usize, words: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, words: words.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.words)
    }
}

/// Every place below `root` where a rule is broken, by file and line.
pub fn findings(root: &Path) -> Result<Vec<Finding>> {
    let sources = sources::read(root)?;
    let mut findings = crates::check(root, &project::metadata(root)?);
    findings.extend(rust::check(&sources));
    findings.extend(names::check(&sources));
    findings.extend(web::check(&sources));
    findings.extend(every::check(&sources));
    findings.sort();
    Ok(findings)
}
