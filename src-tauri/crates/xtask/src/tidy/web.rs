//! Who may import whom in the UI: kit <- install, buying <- features <- app, and one folder knows the host.

use super::Finding;
use super::sources::Source;

const UI: &str = "ui/src/";

/// The parts of `ui/src`, and what each may import besides itself. `ipc/generated` holds types alone.
const MAY_IMPORT: [(&str, &[&str]); 8] = [
    ("styles", &[]),
    ("ipc", &[]),
    ("text", &["ipc/generated"]),
    ("kit", &["text", "styles", "ipc/generated"]),
    // The install kit, which several features show; it asks the core by itself.
    ("install", &["kit", "text", "styles", "ipc"]),
    // A purchase, made once whatever the window does, which several features begin.
    ("buying", &["kit", "text", "styles", "ipc"]),
    ("features", &["install", "buying", "kit", "text", "styles", "ipc"]),
    ("app", &["features", "install", "kit", "text", "styles", "ipc"]),
];

/// Every import of the UI that goes the wrong way.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| ["ts", "svelte"].contains(&source.ending())) {
        let Some(path) = source.path.strip_prefix(UI) else { continue };
        for (number, line) in source.lines() {
            findings.extend(
                specifiers(line)
                    .filter_map(|specifier| judge(path, specifier))
                    .map(|words| Finding::new(&source.path, number, words)),
            );
        }
    }
    findings
}

fn judge(path: &str, specifier: &str) -> Option<String> {
    let from = part_of(path);
    if specifier.starts_with("@tauri-apps/") {
        return (from != Some("ipc")).then(|| {
            format!("only ui/src/ipc knows the host; import what is needed from there instead of {specifier}")
        });
    }
    let target = resolve(path, specifier)?;
    // main.ts and tests' set-up stand above all parts.
    let from = from?;
    let to = part_of(&target)?;
    if to == "features" && from == "features" {
        let (ours, theirs) = (area_of(path), area_of(&target));
        return (ours != theirs).then(|| {
            format!("features do not import each other ({ours} imports {theirs}); what both need belongs into kit or ipc")
        });
    }
    let (_, may) = MAY_IMPORT.iter().find(|(part, _)| *part == from)?;
    let allowed =
        from == to || may.iter().any(|part| target == *part || target.starts_with(&format!("{part}/")));
    (!allowed).then(|| {
        let may = if may.is_empty() { "nothing but itself".to_owned() } else { may.join(", ") };
        format!("{from} may not import {to}; it may import {may}. Hand the value down, or move the code")
    })
}

/// The part of `ui/src` that a path belongs to.
fn part_of(path: &str) -> Option<&'static str> {
    let first = path.split('/').next()?;
    MAY_IMPORT.iter().map(|(part, _)| *part).find(|part| *part == first)
}

/// The feature in `features/<area>/…`.
fn area_of(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// What an import names, from `ui/src`; `None` for a package. `$kit/…` and `@/kit/…` are read as aliases.
fn resolve(path: &str, specifier: &str) -> Option<String> {
    if specifier.starts_with('.') {
        let mut folders: Vec<&str> = path.split('/').collect();
        folders.pop();
        for step in specifier.split('/') {
            match step {
                "." | "" => {}
                ".." => {
                    folders.pop()?;
                }
                name => folders.push(name),
            }
        }
        return Some(folders.join("/"));
    }
    let alias = ["$lib/", "@/", "~/", "/src/", "src/", "$", "#"]
        .iter()
        .find_map(|start| specifier.strip_prefix(start))?;
    part_of(alias).map(|_| alias.to_owned())
}

/// The quoted names behind `from`, `import` and `import(` of a line. The last line of an import that takes
/// several has its `from`, so lines can be looked at one by one.
fn specifiers(line: &str) -> impl Iterator<Item = &str> {
    let line =
        if line.trim_start().starts_with("//") || line.trim_start().starts_with('*') { "" } else { line };
    ["from", "import", "@import"].into_iter().flat_map(move |word| {
        line.match_indices(word).filter_map(move |(place, _)| {
            let stands_alone = !line[..place]
                .ends_with(|character: char| character.is_alphanumeric() || "_$.@".contains(character));
            let rest = line[place + word.len()..].trim_start().trim_start_matches('(').trim_start();
            let quote = rest.chars().next().filter(|first| "'\"`".contains(*first) && stands_alone)?;
            rest[1..].split(quote).next()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let source = Source { path: format!("ui/src/{path}"), text: text.into() };
        check(&[source]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn imports_go_from_app_to_features_to_kit() {
        for (path, line) in [
            ("app/App.svelte", "import Orders from '../features/orders/Orders.svelte';"),
            ("features/orders/Orders.svelte", "import { Badge } from '../../kit';"),
            ("features/orders/Orders.svelte", "import { row } from './row';"),
            ("features/orders/state.svelte.ts", "import { call } from '../../ipc/call';"),
            ("kit/Money.svelte", "import type { Money } from '../ipc/generated/Money';"),
            ("main.ts", "import App from './app/App.svelte';"),
        ] {
            assert!(found(path, line).is_empty(), "{path}: {line}");
        }
        for (path, line) in [
            ("kit/Money.svelte", "import { call } from '../ipc/call';"),
            ("kit/Money.svelte", "import { x } from '../features/orders/x';"),
            ("features/orders/x.ts", "import { route } from '../../app/routes';"),
            ("ipc/call.ts", "import Notice from \"../kit/Notice.svelte\";"),
            ("text/failures.ts", "import { call } from '../ipc/call';"),
            ("features/orders/x.ts", "export { route } from '../../app/routes';"),
            ("features/orders/x.ts", "const page = await import('../../app/routes');"),
            ("features/orders/x.ts", "import '$app/routes';"),
        ] {
            assert_eq!(found(path, line).len(), 1, "{path}: {line}");
        }
    }

    #[test]
    fn features_do_not_import_each_other() {
        let found = found("features/orders/x.ts", "\nimport {\n  y,\n} from '../wallets/y';\n");
        assert_eq!(
            found,
            ["ui/src/features/orders/x.ts:4: features do not import each other (orders imports wallets); \
              what both need belongs into kit or ipc"]
        );
    }

    #[test]
    fn one_folder_knows_the_host() {
        assert!(found("ipc/call.ts", "import { invoke } from '@tauri-apps/api/core';").is_empty());
        for path in ["app/App.svelte", "features/orders/x.ts", "kit/x.ts", "main.ts"] {
            assert_eq!(found(path, "import { invoke } from '@tauri-apps/api/core';").len(), 1, "{path}");
        }
    }

    #[test]
    fn words_that_only_look_like_imports_are_left_alone() {
        for line in [
            "// from '../../app/x'",
            "Array.from('../../app/x')",
            "const imported = '../../app/x';",
            "import x from 'svelte';",
        ] {
            assert!(found("features/orders/x.ts", line).is_empty(), "{line}");
        }
    }
}
