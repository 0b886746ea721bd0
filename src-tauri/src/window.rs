//! The one window: what it may load, and how it comes back.

use std::path::{Path, PathBuf};
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder};

const LABEL: &str = "main";

/// Opens the window. It loads our own page and nothing else: navigation elsewhere and new windows are
/// denied. A reload is harmless and not blocked, for a blocked one leaves WebKit waiting.
pub fn open(app: &AppHandle, folder: &Path) -> tauri::Result<()> {
    let look = esim_desk_core::last_look(folder).unwrap_or_default();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .initialization_script(format!("window.lastLook = {look};"))
        .title("eSIM Desk")
        .inner_size(1280.0, 800.0)
        .min_inner_size(640.0, 480.0)
        .data_directory(files_of_the_web_view(folder))
        .zoom_hotkeys_enabled(true)
        .devtools(cfg!(debug_assertions))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_document_title_changed(|window, title| {
            // A title that cannot be set is no reason to stop.
            let _ = window.set_title(&title);
        })
        .build()?;
    #[cfg(target_os = "linux")]
    reload_after_crash(&window)?;
    let _ = window;
    Ok(())
}

/// In the data folder, or, where that takes none, beside the system's other passing files: the window must
/// open to say what is wrong with the folder.
fn files_of_the_web_view(folder: &Path) -> PathBuf {
    let files = folder.join("webview");
    match std::fs::create_dir_all(&files) {
        Ok(()) => files,
        Err(_) => std::env::temp_dir().join(format!("esim-desk-{}", std::process::id())),
    }
}

/// Brings the window to the front, as a second start of the program asks.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

fn is_our_page(url: &Url) -> bool {
    let development =
        cfg!(debug_assertions) && url.host_str() == Some("localhost") && url.port() == Some(5173);
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost") || development
}

/// A killed web process leaves a dead window on Linux; the page comes back by itself.
#[cfg(target_os = "linux")]
fn reload_after_crash(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;
    window.with_webview(|webview| {
        webview.inner().connect_web_process_terminated(|view, why| {
            tracing::warn!(?why, "the web process ended; loading the page again");
            view.reload();
        });
    })
}
