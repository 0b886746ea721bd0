//! The shell of eSIM Desk: a window, its wiring and nothing else.
//!
//! What the program does is in `esim-desk-core`; here stand only the things a test without a window
//! cannot have. Start with [`main`], then `wiring.rs` for what fills the core's ports.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod desktop;
mod folder;
mod invoke;
mod keychain;
mod process;
mod window;
mod wiring;

use invoke::Program;
use std::path::Path;
use tauri::Manager;

fn main() {
    process::prepare();
    esim_desk_clients::install_crypto();
    let folder = folder::data_folder();
    let _logs = folder::log_to(&folder);
    let built = tauri::Builder::default()
        .plugin(single_instance(&folder))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_filename(folder.join("window.json").to_string_lossy())
                .build(),
        )
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .invoke_handler(invoke::handle)
        .setup(move |app| {
            app.manage(Program::start(app.handle(), folder.clone()));
            window::open(app.handle(), &folder)?;
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|handle, event| {
            if matches!(event, tauri::RunEvent::Exit) {
                handle.state::<Program>().stop();
            }
        }),
        Err(error) => {
            eprintln!("eSIM Desk could not open its window: {error}");
            std::process::exit(1);
        }
    }
}

/// A second start on the same data folder raises the first one's window and ends. Another folder is
/// another program: its name on the bus carries the folder.
fn single_instance(folder: &Path) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    use std::hash::{Hash, Hasher};
    let mut hasher = std::hash::DefaultHasher::new();
    folder.hash(&mut hasher);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("desk.esim.app{:016x}", hasher.finish()))
        .callback(|app, _, _| window::raise(app))
        .build()
}
