//! Declares the core's commands, so that each is a permission of its own and an undeclared name is refused.

const NAMES: &[&str] = include!("command-names.rs");

fn main() {
    println!("cargo::rerun-if-changed=command-names.rs");
    let manifest = tauri_build::AppManifest::new().commands(NAMES);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error=the window's manifest could not be made: {error:#}");
    }
}
