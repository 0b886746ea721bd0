//! How the window looked when it was last open. It is kept in a file and not by the web view: asking the web view's
//! own storage while a window opens stops WebKit for half a second.

use super::{App, blocking};
use crate::api::{Code, Failure, LookKeep, Nothing};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

const FILE: &str = "look.json";
const LARGEST: usize = 1 << 20;
/// Two writes at once would share the unfinished file.
static WRITING: Mutex<()> = Mutex::new(());

/// Keeps it for the next start.
///
/// # Errors
/// `field_unusable` at `look` for what is no JSON or too long; those of the disk.
pub(crate) async fn keep(app: &Arc<App>, request: LookKeep) -> Result<Nothing, Failure> {
    let is_json = || serde_json::from_str::<Value>(&request.look).is_ok();
    if request.look.len() > LARGEST || !is_json() {
        return Err(Failure::at(Code::FieldUnusable, "look"));
    }
    let folder = app.home.folder.clone();
    let written = blocking(move || write(&folder, &request.look)).await?;
    written.map(|()| Nothing {}).map_err(|error| Failure::new(Code::FileNotSaved).details(error))
}

/// How the window of this data folder last looked, as JSON; `None` where nothing usable was kept.
#[must_use]
pub fn last_look(folder: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Whole or not at all.
fn write(folder: &Path, look: &str) -> std::io::Result<()> {
    let _one_at_a_time = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let unfinished = folder.join("look.json.new");
    std::fs::write(&unfinished, look)?;
    std::fs::rename(unfinished, folder.join(FILE))
}
