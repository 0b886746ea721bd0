//! Rules for every source: no file too long to read in one go, nothing left undone, no test left out.

use super::Finding;
use super::sources::Source;

const LONGEST: usize = 500;

/// What is left undone or left out, in any language. Taken apart here so that this file keeps the rule itself.
const ANYWHERE: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];
const IN_RUST: [&str; 3] = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];
const TEST_CALLS: [&str; 4] = ["test", "it", "describe", "suite"];
const LEFT_OUT: [&str; 6] = ["skip", "only", "todo", "skipIf", "runIf", "fails"];

/// All rules of this file.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sources.iter().filter_map(short_enough).collect();
    for source in sources {
        for (number, line) in source.lines() {
            findings
                .extend(judge(source.ending(), line).map(|words| Finding::new(&source.path, number, words)));
        }
    }
    findings
}

fn short_enough(source: &Source) -> Option<Finding> {
    let lines = source.text.lines().count();
    (lines > LONGEST).then(|| {
        let words =
            format!("this file has {lines} lines, {LONGEST} at most; split it where its subject splits");
        Finding::new(&source.path, LONGEST + 1, words)
    })
}

fn judge(ending: &str, line: &str) -> Option<String> {
    if let Some(word) = ANYWHERE.iter().find(|word| has_word(line, word)) {
        return Some(format!("{word}: do it now, or open an issue and say here what holds today"));
    }
    if ending == "rs" {
        let word = IN_RUST.iter().find(|word| line.contains(*word))?;
        return Some(format!(
            "`{word}`: nothing is left undone and no test is left out; finish it or take it away"
        ));
    }
    let call = TEST_CALLS.iter().find_map(|test| {
        LEFT_OUT.iter().map(|left| format!("{test}.{left}")).find(|call| has_word(line, call))
    })?;
    Some(format!("`{call}`: every test runs, always; repair it or take it away"))
}

/// Whether `word` stands in the line with nothing that would make it a part of a longer name around it.
fn has_word(line: &str, word: &str) -> bool {
    let joins = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(place, _)| {
        let before = line[..place].chars().next_back();
        let after = line[place + word.len()..].chars().next();
        !before.is_some_and(|character| joins(character) || character == '.') && !after.is_some_and(joins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<Finding> {
        check(&[Source { path: path.into(), text: text.into() }])
    }

    #[test]
    fn a_file_of_more_than_five_hundred_lines_is_named() {
        assert!(found("ui/src/a.css", &"a {}\n".repeat(500)).is_empty());
        let long = found("ui/src/a.css", &"a {}\n".repeat(501));
        assert_eq!((long.len(), long[0].line), (1, 501));
    }

    #[test]
    fn nothing_is_left_undone() {
        for line in [
            concat!("// TO", "DO: later"),
            concat!("// FIX", "ME later"),
            concat!("todo", "!()"),
            concat!("#[", "ignore]"),
        ] {
            assert_eq!(found("src-tauri/src/a.rs", &format!("fn a() {{}}\n{line}\n"))[0].line, 2, "{line}");
        }
        assert!(found("src-tauri/src/a.rs", concat!("let MASTO", "DON = mastodon;")).is_empty());
    }

    #[test]
    fn no_test_of_the_ui_is_left_out() {
        for line in ["it.skip('x')", "  describe.only('x')", "test.todo('x')", "it.skipIf(ci)('x')"] {
            assert_eq!(found("ui/src/a.test.ts", line).len(), 1, "{line}");
        }
        for line in ["items.skip(1)", "unit.only()", "expect(it.skipped)", "list.it.skip"] {
            assert!(found("ui/src/a.ts", line).is_empty(), "{line}");
        }
    }
}
