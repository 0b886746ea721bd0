//! The window's types, written from the command table. The file is checked in; a test fails when it is
//! stale and says how to renew it.

use crate::api::*;
use crate::commands::each_command;
use ts_rs::{Config, TS, TypeVisitor};

/// Every declaration that the commands reach, by name.
#[derive(Default)]
struct Declarations {
    by_name: std::collections::BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let config = Config::default();
        // Only a type of ours has a declaration; those of the language have no output path.
        if T::output_path().is_none() {
            T::visit_generics(self);
            return;
        }
        if self.by_name.insert(T::ident(&config), T::decl(&config)).is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
        }
    }
}

macro_rules! typescript {
    ($($name:ident: $kind:ident, $request:ty => $reply:ty, $handler:path;)*) => {
        fn rows() -> (Declarations, Vec<[String; 4]>) {
            let config = Config::default();
            let mut seen = Declarations::default();
            let mut rows = Vec::new();
            $(
                seen.visit::<$request>();
                seen.visit::<$reply>();
                rows.push([
                    stringify!($name).to_owned(),
                    stringify!($kind).to_lowercase(),
                    <$request as TS>::name(&config),
                    <$reply as TS>::name(&config),
                ]);
            )*
            seen.visit::<Failure>();
            seen.visit::<Topic>();
            (seen, rows)
        }
    };
}
each_command!(typescript);

/// The whole generated file.
fn generated() -> String {
    let (seen, rows) = rows();
    let mut text = String::from("// Made from the command table of the core; do not edit.\n\n");
    for declaration in seen.by_name.values() {
        text.push_str(&format!("export {declaration}\n\n"));
    }
    text.push_str("export interface Commands {\n");
    for [name, kind, request, reply] in &rows {
        text.push_str(&format!("  {name}: {{ kind: '{kind}'; request: {request}; reply: {reply} }};\n"));
    }
    text.push_str(
        "}\n\nexport const COMMANDS: { readonly [N in keyof Commands]: Commands[N]['kind'] } = {\n",
    );
    for [name, kind, ..] in &rows {
        text.push_str(&format!("  {name}: '{kind}',\n"));
    }
    text.push_str("};\n");
    text
}

/// The names alone, for the shell's build script.
fn names() -> String {
    let (_, rows) = rows();
    let list: Vec<String> = rows.iter().map(|[name, ..]| format!("    \"{name}\",\n")).collect();
    format!("// Made from the command table of the core; do not edit.\n&[\n{}]\n", list.concat())
}

/// What the window may call, for the shell's capability.
fn capability() -> String {
    let (_, rows) = rows();
    let mut permissions = vec!["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()];
    permissions.extend(rows.iter().map(|[name, ..]| format!("allow-{}", name.replace('_', "-"))));
    let capability = serde_json::json!({
        "identifier": "main",
        "description": "Made from the command table of the core; do not edit.",
        "windows": ["main"],
        "permissions": permissions,
    });
    format!("{capability:#}\n")
}

#[test]
fn generated_files_are_fresh() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let files = [
        (root.join("ui/src/ipc/generated/commands.ts"), generated()),
        (root.join("src-tauri/command-names.rs"), names()),
        (root.join("src-tauri/capabilities/main.json"), capability()),
    ];
    for (path, text) in files {
        if std::env::var_os("RENEW").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            found == text,
            "{} is stale; renew it with: RENEW=1 cargo test -p esim-desk-core generated_files",
            path.display()
        );
    }
}
