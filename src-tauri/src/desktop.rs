//! The desktop around the window: clipboard, file manager, Downloads.

use esim_desk_core::ports::Desktop;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tauri::AppHandle;
use tauri::image::Image;
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_opener::OpenerExt;

/// The real desktop. Reading the clipboard may deadlock on the main thread, so the core calls all of this
/// from another.
pub struct SystemDesktop {
    app: AppHandle,
    picture: Mutex<Option<Vec<u8>>>,
}

impl SystemDesktop {
    /// The desktop of this program.
    pub fn new(app: AppHandle) -> Self {
        Self { app, picture: Mutex::new(None) }
    }
}

impl Desktop for SystemDesktop {
    fn copy_text(&self, text: &str) -> Result<(), String> {
        self.app.clipboard().write_secret(text.to_owned()).map_err(|error| error.to_string())
    }

    fn copy_png(&self, png: &[u8]) -> Result<(), String> {
        let image = Image::from_bytes(png).map_err(|error| error.to_string())?;
        self.app.clipboard().write_image(&image).map_err(|error| error.to_string())?;
        *self.picture.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(image.rgba().to_vec());
        Ok(())
    }

    fn clear_clipboard_if(&self, text: Option<&str>) -> Result<(), String> {
        let clipboard = self.app.clipboard();
        let still_ours = match text {
            // What cannot be read is not text any more, so it is not ours.
            Some(text) => clipboard.read_text().is_ok_and(|held| held == text),
            None => {
                let ours = self.picture.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
                ours.is_some_and(|ours| clipboard.read_image().is_ok_and(|held| held.rgba() == ours))
            }
        };
        if still_ours { clipboard.clear().map_err(|error| error.to_string()) } else { Ok(()) }
    }

    fn open_folder(&self, folder: &Path) -> Result<(), String> {
        self.app.opener().open_path(folder.to_string_lossy(), None::<&str>).map_err(|error| error.to_string())
    }

    fn downloads(&self) -> PathBuf {
        dirs::download_dir().or_else(dirs::home_dir).unwrap_or_else(std::env::temp_dir)
    }
}
