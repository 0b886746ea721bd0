//! Rules about lines of Rust: one line spends, the shell stays thin, and each crate says what it is.

use super::Finding;
use super::sources::Source;

const CORE: &str = "src-tauri/crates/core/src/";
const SHELL: &str = "src-tauri/src/";
/// The shell wires; what decides belongs into the core. 500 lines are the aim, and this is where it ends.
const SHELL_LINES: usize = 600;

/// All rules of this file.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let rust: Vec<&Source> = sources.iter().filter(|source| source.ending() == "rs").collect();
    let mut findings = one_line_spends(&rust);
    findings.extend(thin_shell(&rust));
    findings.extend(rust.iter().filter_map(|source| says_what_it_is(source)));
    findings
}

/// Whatever may go wrong with money goes wrong where money is spent: that place must be one to read.
fn one_line_spends(sources: &[&Source]) -> Vec<Finding> {
    // The core implements no `Orders`, so a method of its own on `self` never spends. Any other `.place(` is taken
    // for the call: beside it the word is kept free, for the reader as for this rule.
    let spends =
        |line: &str| line.replace("self.place(", "").contains(".place(") || line.contains("Orders::place(");
    let places: Vec<_> = below(sources, CORE)
        .flat_map(|source| source.program_lines().map(move |(number, line)| (source, number, line)))
        .filter(|(_, _, line)| spends(line))
        .collect();
    match places.as_slice() {
        [_] => Vec::new(),
        [] => {
            let words = "no line of the core calls `Orders::place`; if the call took another form, teach xtask tidy to see it";
            vec![Finding::new(&format!("{CORE}lib.rs"), 1, words)]
        }
        many => many
            .iter()
            .map(|(source, number, _)| {
                let words = "only the order worker's one line calls `Orders::place`, and there are several `.place(`; go \
                             through the worker, or name this call after what it does (it writes an intent down)";
                Finding::new(&source.path, *number, words)
            })
            .collect(),
    }
}

fn thin_shell(sources: &[&Source]) -> Option<Finding> {
    let shell: Vec<_> = below(sources, SHELL).filter(|source| !source.is_test()).collect();
    let lines: usize = shell.iter().map(|source| source.text.lines().count()).sum();
    let longest = shell.iter().max_by_key(|source| source.text.lines().count())?;
    (lines > SHELL_LINES).then(|| {
        let words =
            format!("the shell has {lines} lines, {SHELL_LINES} at most and 500 as the aim; what decides belongs into the core");
        Finding::new(&longest.path, 1, words)
    })
}

fn says_what_it_is(source: &Source) -> Option<Finding> {
    let opens_a_crate = source.path.ends_with("/src/lib.rs") || source.path.ends_with("/src/main.rs");
    (opens_a_crate && !source.text.starts_with("//!")).then(|| {
        let words = "a crate opens with //! lines: what it is, what is deliberately not in it, where to start reading";
        Finding::new(&source.path, 1, words)
    })
}

fn below<'a>(sources: &'a [&'a Source], folder: &'a str) -> impl Iterator<Item = &'a Source> {
    sources.iter().copied().filter(move |source| source.path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACES: &str = "//! Worker.\norders\n    .place(key, request)\n";

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let sources: Vec<Source> =
            files.iter().map(|&(path, text)| Source { path: path.into(), text: text.into() }).collect();
        check(&sources).iter().map(ToString::to_string).collect()
    }

    fn worker_and(path: &str, text: &str) -> Vec<String> {
        found(&[("src-tauri/crates/core/src/worker.rs", PLACES), (path, text)])
    }

    #[test]
    fn exactly_one_line_of_the_core_spends() {
        assert!(found(&[("src-tauri/crates/core/src/worker.rs", PLACES)]).is_empty());
        assert!(found(&[]).len() == 1);
        let two = worker_and("src-tauri/crates/core/src/again.rs", "Orders::place(orders, key, request)");
        assert_eq!(two.len(), 2);
        assert!(
            two[0].starts_with("src-tauri/crates/core/src/worker.rs:3: only the order worker"),
            "{two:?}"
        );
        assert!(worker_and("src-tauri/crates/core/src/fit.rs", "let fit = self.place(coverage);").is_empty());
        let in_a_test = "fn a() {}\n#[cfg(test)]\nmod tests {\n orders.place(key, request)\n}";
        assert!(worker_and("src-tauri/crates/core/src/again.rs", in_a_test).is_empty());
        assert!(worker_and("src-tauri/crates/core/src/again.rs", "// orders.place(key, request)").is_empty());
    }

    #[test]
    fn the_shell_stays_thin() {
        let shell = |lines: usize| "fn a() {}\n".repeat(lines);
        assert!(worker_and("src-tauri/src/wiring.rs", &shell(600)).is_empty());
        assert_eq!(worker_and("src-tauri/src/wiring.rs", &shell(601)).len(), 1);
        assert!(worker_and("src-tauri/src/tests.rs", &shell(601)).is_empty());
    }

    #[test]
    fn a_crate_opens_by_saying_what_it_is() {
        assert_eq!(worker_and("src-tauri/crates/vault/src/lib.rs", "use std::fmt;").len(), 1);
        assert!(worker_and("src-tauri/crates/vault/src/lib.rs", "//! Secrets by name.").is_empty());
    }
}
