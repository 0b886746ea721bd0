//! The one way from the window into the core: looks the name up and passes the request on.

use crate::wiring;
use esim_desk_core::api::Failure;
use esim_desk_core::{App, COMMANDS, dispatch};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::OnceCell;

/// The core, which opens its files while the window opens.
pub struct Program(Arc<Opening>);

struct Opening {
    handle: AppHandle,
    folder: PathBuf,
    app: OnceCell<Arc<App>>,
}

impl Opening {
    /// The core. A folder that could not be used is tried again by the next command: staff may have made
    /// room, or closed the other program, and pressed *Try again*.
    async fn app(&self) -> Result<&Arc<App>, Failure> {
        let start = || async {
            let outcome = App::start(self.folder.clone(), wiring::of(&self.handle)).await;
            if let Err(failure) = &outcome {
                tracing::error!(code = ?failure.code, details = ?failure.details, "the core could not start");
            }
            outcome
        };
        self.app.get_or_try_init(start).await
    }
}

impl Program {
    /// Starts the core in the background. A folder that cannot be used is the answer of every command.
    pub fn start(handle: &AppHandle, folder: PathBuf) -> Self {
        let opening = Arc::new(Opening { handle: handle.clone(), folder, app: OnceCell::new() });
        let started = opening.clone();
        tauri::async_runtime::spawn(async move {
            // What went wrong is said to the first command, which tries again.
            let _ = started.app().await;
        });
        Self(opening)
    }

    /// Stops the core: what it sends is finished or known to be unknown before the process ends.
    pub fn stop(&self) {
        if let Some(app) = self.0.app.get() {
            tauri::async_runtime::block_on(app.stop());
        }
    }
}

/// Answers a command of the table; `false` for a name that is not in it.
pub fn handle(invoke: Invoke<Wry>) -> bool {
    let Some(name) = COMMANDS.iter().map(|(name, _)| *name).find(|name| *name == invoke.message.command())
    else {
        return false;
    };
    let request = match invoke.message.payload() {
        InvokeBody::Json(request) => request.clone(),
        InvokeBody::Raw(_) => serde_json::Value::Null,
    };
    let opening = invoke.message.webview_ref().state::<Program>().0.clone();
    let resolver = invoke.resolver;
    tauri::async_runtime::spawn(async move {
        let answer = match opening.app().await {
            Ok(app) => dispatch(app, name, request).await,
            Err(failure) => Err(failure),
        };
        match answer {
            Ok(reply) => resolver.resolve(reply),
            Err(failure) => resolver.reject(failure),
        }
    });
    true
}
