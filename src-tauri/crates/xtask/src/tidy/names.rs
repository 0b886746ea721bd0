//! Providers differ by what they can do, and the port says what. A provider's name in the program is a special
//! case that the next provider would have to find: it stands in the clients, the simulators and nowhere else.

use std::collections::BTreeSet;

use super::Finding;
use super::sources::Source;

const CLIENTS: &str = "src-tauri/crates/clients/src/";
/// Parts of the program that know no provider. The xtask crate and the simulators are not part of it.
const PROGRAM: [&str; 8] = [
    "src-tauri/crates/core/src/",
    "src-tauri/crates/documents/src/",
    "src-tauri/crates/model/src/",
    "src-tauri/crates/provider/src/",
    "src-tauri/crates/store/src/",
    "src-tauri/crates/vault/src/",
    "src-tauri/src/",
    "ui/src/",
];
const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Every line of the program that names a provider.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let providers = providers(sources);
    let is_program = |source: &&Source| {
        PROGRAM.iter().any(|folder| source.path.starts_with(folder))
            && !source.is_test()
            && !source.path.ends_with("/sample.ts")
    };
    sources
        .iter()
        .filter(is_program)
        .flat_map(|source| source.program_lines().map(move |(number, line)| (source, number, line)))
        .filter(|(_, _, line)| names(line, &providers))
        .map(|(source, number, _)| {
            let words = "a provider's name stands in clients and simulators only; ask the provider what it can do instead";
            Finding::new(&source.path, number, words)
        })
        .collect()
}

/// The folders of the clients.
fn providers(sources: &[Source]) -> BTreeSet<String> {
    sources
        .iter()
        .filter_map(|source| source.path.strip_prefix(CLIENTS)?.split_once('/'))
        .map(|(folder, _)| plain(folder))
        .filter(|folder| folder != "http")
        .collect()
}

/// Whether a quoted text of the line is a provider's name, however it is written.
fn names(line: &str, providers: &BTreeSet<String>) -> bool {
    line.split(QUOTES).any(|text| providers.contains(&plain(text)))
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let client = |folder: &str| Source { path: format!("{CLIENTS}{folder}/mod.rs"), text: String::new() };
        let source = Source { path: path.into(), text: text.into() };
        check(&[client("zim"), client("esim_go"), client("http"), source]).len()
    }

    #[test]
    fn the_program_knows_no_provider_by_name() {
        assert_eq!(found("src-tauri/crates/core/src/sync.rs", "if provider == \"ZIM\" {}"), 1);
        assert_eq!(found("src-tauri/crates/store/src/rows.rs", "\"zim\" => 1,"), 1);
        assert_eq!(found("src-tauri/src/wiring.rs", "\"eSIM Go\".to_owned()"), 1);
        assert_eq!(found("ui/src/features/new/Row.svelte", "if (provider === 'esim_go') {"), 1);
        assert_eq!(found("src-tauri/crates/core/src/sync.rs", "let zimbabwe = \"zimbabwe\";"), 0);
        assert_eq!(found("src-tauri/crates/core/src/sync.rs", "let scheme = \"http\";"), 0);
    }

    #[test]
    fn clients_simulators_and_tests_may() {
        assert_eq!(found("src-tauri/crates/clients/src/zim/form.rs", "\"zim\""), 0);
        assert_eq!(found("src-tauri/crates/simulators/src/practice.rs", "\"zim\""), 0);
        assert_eq!(found("ui/src/features/new/NewPage.test.ts", "provider: 'zim'"), 0);
        assert_eq!(found("ui/src/features/new/sample.ts", "provider: 'zim'"), 0);
        let at_the_foot = "fn a() {}\n#[cfg(test)]\nmod tests {\n \"zim\"\n}";
        assert_eq!(found("src-tauri/crates/core/src/failures.rs", at_the_foot), 0);
    }
}
