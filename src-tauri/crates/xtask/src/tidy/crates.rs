//! Who may depend on whom, judged by `cargo metadata`. Cargo refuses an import without a dependency, so the
//! dependencies are the imports. Tests and benches may depend on what they test with.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Finding;

const PREFIX: &str = "esim-desk-";

/// Our crates by folder, and which of ours each may import. The shell, which wires them all, stands in no row.
const MAY_IMPORT: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("provider", &["model"]),
    ("store", &["model"]),
    ("documents", &["model"]),
    ("vault", &[]),
    ("core", &["model", "provider", "store", "vault"]),
    ("clients", &["model", "provider"]),
    ("simulators", &[]),
    ("xtask", &[]),
];

/// Crates of others that one crate of ours keeps to itself; a name that ends in `*` is a start.
const ALONE: [(&str, &str); 15] = [
    ("rusqlite", "store"),
    ("rusqlite_migration", "store"),
    ("keyring-core", "vault"),
    ("reqwest", "clients"),
    ("axum", "simulators"),
    ("qrcode", "documents"),
    ("typst*", "documents"),
    ("krilla*", "documents"),
    ("tauri", SHELL),
    ("tauri-*", SHELL),
    ("zbus-secret-service-keyring-store", SHELL),
    ("windows-native-keyring-store", SHELL),
    ("apple-native-keyring-store", SHELL),
    ("keyring", SHELL),
    ("thirtyfour", SHELL),
];

const SHELL: &str = "shell";

/// Every dependency that the architecture does not have.
pub fn check(root: &Path, metadata: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let Some(name) = package["name"].as_str() else { continue };
        let manifest = Manifest::read(root, package["manifest_path"].as_str().unwrap_or_default());
        let ours = name.strip_prefix(PREFIX).unwrap_or(SHELL);
        if ours != SHELL && !MAY_IMPORT.iter().any(|(known, _)| *known == ours) {
            let words = format!(
                "the crate {name} is no part of the architecture; add it to ARCHITECTURE.md's table and to the one in \
                 xtask/src/tidy/crates.rs"
            );
            findings.push(manifest.finding(name, words));
            continue;
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let Some(other) = dependency["name"].as_str() else { continue };
            let for_tests = dependency["kind"].as_str() == Some("dev");
            if let Some(words) = judge(ours, other, for_tests) {
                findings.push(manifest.finding(other, words));
            }
        }
    }
    findings
}

fn judge(ours: &str, other: &str, for_tests: bool) -> Option<String> {
    if let Some(other) = other.strip_prefix(PREFIX) {
        return judge_ours(ours, other, for_tests);
    }
    let (_, owner) = ALONE.iter().find(|(pattern, _)| matches(pattern, other))?;
    (!for_tests && *owner != ours).then(|| {
        format!("{ours} may not import {other}: {owner} alone does. Ask {owner} for what is needed, or widen its port")
    })
}

fn judge_ours(ours: &str, other: &str, for_tests: bool) -> Option<String> {
    let independent = matches!(ours, "simulators" | "xtask");
    let may = MAY_IMPORT.iter().find(|(name, _)| *name == ours).map(|(_, may)| *may);
    let allowed = ours == SHELL || may.is_some_and(|may| may.contains(&other)) || (for_tests && !independent);
    if allowed {
        return None;
    }
    if independent {
        return Some(format!(
            "{ours} imports nothing of ours, not even for tests; what it shared with {other} it could not test"
        ));
    }
    let may =
        may.filter(|may| !may.is_empty()).map_or_else(|| "nothing of ours".to_owned(), |may| may.join(", "));
    Some(format!(
        "{ours} may not import {other}; it may import {may}. Move the code, or reach it through a port"
    ))
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// A Cargo.toml, to name the line of a dependency.
struct Manifest {
    path: String,
    text: String,
}

impl Manifest {
    fn read(root: &Path, path: &str) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        // Cargo names the real path, which differs from `root` where that holds a symbolic link.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
        let path = Path::new(path);
        let path = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        Self { path, text }
    }

    fn finding(&self, name: &str, words: String) -> Finding {
        let is_of = |line: &str| {
            line.trim_start()
                .trim_matches('"')
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with([' ', '.', '=', '"']))
        };
        let line = self.text.lines().position(is_of).map_or(1, |place| place + 1);
        Finding::new(&self.path, line, words)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(package: &str, dependency: &str, kind: Option<&str>) -> Vec<String> {
        let metadata = json!({ "packages": [{
            "name": package,
            "manifest_path": "/nowhere/Cargo.toml",
            "dependencies": [{ "name": dependency, "kind": kind }],
        }]});
        check(Path::new("/nowhere"), &metadata).into_iter().map(|finding| finding.words).collect()
    }

    #[test]
    fn a_crate_may_import_what_its_row_names_and_nothing_else_of_ours() {
        assert!(words("esim-desk-core", "esim-desk-store", None).is_empty());
        assert!(words("esim-desk", "esim-desk-clients", None).is_empty());
        for (package, dependency) in [
            ("esim-desk-model", "esim-desk-provider"),
            ("esim-desk-core", "esim-desk-clients"),
            ("esim-desk-core", "esim-desk-documents"),
            ("esim-desk-clients", "esim-desk-store"),
            ("esim-desk-store", "esim-desk-core"),
        ] {
            assert_eq!(words(package, dependency, None).len(), 1, "{package} -> {dependency}");
        }
    }

    #[test]
    fn tests_may_use_what_the_program_may_not_except_in_the_simulators() {
        assert!(words("esim-desk-clients", "esim-desk-simulators", Some("dev")).is_empty());
        assert!(words("esim-desk-simulators", "reqwest", Some("dev")).is_empty());
        assert_eq!(words("esim-desk-simulators", "esim-desk-model", Some("dev")).len(), 1);
        assert_eq!(words("esim-desk-clients", "esim-desk-simulators", Some("build")).len(), 1);
    }

    #[test]
    fn some_crates_belong_to_one_of_ours() {
        for (owner, dependency) in [
            ("esim-desk-store", "rusqlite"),
            ("esim-desk-vault", "keyring-core"),
            ("esim-desk-clients", "reqwest"),
            ("esim-desk-simulators", "axum"),
            ("esim-desk-documents", "qrcode"),
            ("esim-desk", "tauri"),
            ("esim-desk", "tauri-plugin-opener"),
            ("esim-desk", "zbus-secret-service-keyring-store"),
        ] {
            assert!(words(owner, dependency, None).is_empty(), "{owner} -> {dependency}");
            let words = words("esim-desk-core", dependency, None);
            assert!(words.len() == 1 && words[0].contains("alone does"), "{dependency}: {words:?}");
        }
    }

    #[test]
    fn a_crate_that_the_table_does_not_know_is_named() {
        assert!(words("esim-desk-utils", "serde", None)[0].contains("no part of the architecture"));
    }

    #[test]
    fn a_finding_names_the_line_of_the_dependency() {
        let manifest = Manifest {
            path: "Cargo.toml".into(),
            text: "[dependencies]\nserde_json = \"1\"\nserde.workspace = true\n".into(),
        };
        assert_eq!(manifest.finding("serde", String::new()).line, 3);
        assert_eq!(manifest.finding("serde_json", String::new()).line, 2);
        assert_eq!(manifest.finding("tokio", String::new()).line, 1);
    }
}
