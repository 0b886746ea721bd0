//! How many tests ran: read from what cargo's test runner and vitest print, so that the closing line is true.

/// Tests that passed, failed and were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Count {
    /// Adds what one line of output says, if it is a closing line of a test runner.
    pub fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let Some(said) = cargo_test(&line).or_else(|| vitest(&line)) else { return };
        self.add(said);
    }

    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// How many tests there were, run or not.
    pub fn all(self) -> u64 {
        self.passed + self.failed + self.skipped
    }

    /// The plain closing line that CI reads: `12 passed, 0 failed`.
    pub fn line(self) -> String {
        let skipped = if self.skipped == 0 { String::new() } else { format!(", {} skipped", self.skipped) };
        format!("{} passed, {} failed{skipped}", self.passed, self.failed)
    }
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s`
fn cargo_test(line: &str) -> Option<Count> {
    let (_, figures) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
    Some(figures_of(figures, ';'))
}

/// `      Tests  1 failed | 12 passed | 2 skipped (15)`
fn vitest(line: &str) -> Option<Count> {
    let figures = line.trim().strip_prefix("Tests ")?;
    let (figures, total) = figures.rsplit_once('(')?;
    let count = figures_of(figures, '|');
    let total = total.strip_suffix(')')?.parse::<u64>().ok()?;
    (count.all() == total).then_some(count)
}

fn figures_of(figures: &str, separator: char) -> Count {
    let mut count = Count::default();
    for figure in figures.split(separator) {
        let Some((number, word)) = figure.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match word {
            "passed" => count.passed += number,
            "failed" => count.failed += number,
            "ignored" | "skipped" | "todo" => count.skipped += number,
            _ => {}
        }
    }
    count
}

/// The line without terminal colours (`ESC [ … letter`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(lines: &[&str]) -> (u64, u64, u64) {
        let mut count = Count::default();
        for line in lines {
            count.read(line);
        }
        (count.passed, count.failed, count.skipped)
    }

    #[test]
    fn the_figures_of_several_test_programs_add_up() {
        let lines = [
            "running 14 tests",
            "test tests::a_line ... ok",
            "test result: ok. 12 passed; 0 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.10s",
            "test result: \u{1b}[31mFAILED\u{1b}[0m. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
        ];
        assert_eq!(count(&lines), (15, 1, 2));
    }

    #[test]
    fn vitest_counts_tests_and_not_files() {
        let lines = [
            " Test Files  1 failed | 3 passed (4)",
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m\u{1b}[2m | \u{1b}[22m\u{1b}[32m40 passed\u{1b}[39m | 2 skipped\u{1b}[90m (43)\u{1b}[39m",
        ];
        assert_eq!(count(&lines), (40, 1, 2));
        assert_eq!(count(&["      Tests  7 passed (7)", "      Tests  3 passed | 2 todo (5)"]), (10, 0, 2));
    }

    #[test]
    fn a_line_that_only_looks_like_figures_counts_nothing() {
        let lines =
            ["Tests are 12 passed", "Tests  12 passed (13)", "the test result: ok. 3 passed;", "12 passed"];
        assert_eq!(count(&lines), (0, 0, 0));
    }

    #[test]
    fn the_closing_line_is_the_one_that_ci_reads() {
        assert_eq!(Count { passed: 12, failed: 1, skipped: 0 }.line(), "12 passed, 1 failed");
        assert_eq!(Count { passed: 2, failed: 0, skipped: 3 }.line(), "2 passed, 0 failed, 3 skipped");
    }
}
