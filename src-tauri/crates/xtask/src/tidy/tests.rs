//! The rules together: on a small tree that breaks one of each kind, and on this very repository.

use std::fs;
use std::path::Path;

use super::findings;
use crate::project;

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn small_tree(root: &Path) {
    write(root, "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"src-tauri/crates/*\"]\n");
    let core = "[package]\nname = \"esim-desk-core\"\nedition = \"2024\"\n\n[dependencies]\n";
    write(root, "src-tauri/crates/core/Cargo.toml", core);
    write(root, "src-tauri/crates/core/src/lib.rs", "//! The use cases.\nfn buy() { orders.place(key) }\n");
    write(root, "ui/src/main.ts", "import App from './app/App.svelte';\n");
    write(root, "ui/node_modules/other/index.ts", "it.only('theirs')\n");
}

fn found(root: &Path) -> Vec<String> {
    findings(root).unwrap().iter().map(ToString::to_string).collect()
}

#[test]
fn a_small_tree_that_keeps_the_rules_has_no_findings() {
    let tree = tempfile::tempdir().unwrap();
    small_tree(tree.path());
    assert_eq!(found(tree.path()), Vec::<String>::new());
}

#[test]
fn each_kind_of_rule_is_found_broken_by_file_and_line() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path();
    small_tree(root);
    let core =
        "[package]\nname = \"esim-desk-core\"\nedition = \"2024\"\n\n[dependencies]\nreqwest = \"0.13\"\n";
    write(root, "src-tauri/crates/core/Cargo.toml", core);
    write(root, "src-tauri/crates/core/src/sync.rs", "fn again() { orders.place(key) }\n");
    write(root, "ui/src/kit/Button.svelte", "<script>\nimport { go } from '../app/routes';\n</script>\n");
    write(root, "ui/src/kit/Button.test.ts", "it.skip('presses');\n");

    let found = found(root);
    let places: Vec<&str> = found.iter().map(|finding| finding.split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "src-tauri/crates/core/Cargo.toml:6",
            "src-tauri/crates/core/src/lib.rs:2",
            "src-tauri/crates/core/src/sync.rs:1",
            "ui/src/kit/Button.svelte:2",
            "ui/src/kit/Button.test.ts:1",
        ]
    );
}

#[test]
fn this_repository_keeps_the_rules() {
    assert_eq!(found(&project::root()), Vec::<String>::new());
}
