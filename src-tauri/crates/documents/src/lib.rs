//! What is handed to a customer: the QR of an install kit, proven before anyone sees it, and the files it
//! is saved as.
//!
//! Deliberately not here: links (they are text, see `esim_desk_model::InstallLinks`), who was given what,
//! and any folder of this system: the caller names the folder. Start with [`Qr::of`]; [`save_new`] writes
//! a picture where nothing is ever overwritten.

mod file;
mod qr;

pub use file::{safe_file_name, save_new};
pub use qr::{Qr, QrError, png_data_url};
