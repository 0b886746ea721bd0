//! The one way from the window into the core: looks the name up and passes the request on.

use crate::wiring;
use esim_desk_core::api::Failure;
use esim_desk_core::{App, COMMANDS, dispatch};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::SetOnce;

/// The core, which opens its files while the window opens.
pub struct Program {
    app: Arc<SetOnce<Result<Arc<App>, Failure>>>,
}

impl Program {
    /// Starts the core in the background. A folder that cannot be used is every command's answer.
    pub fn start(handle: &AppHandle, folder: PathBuf) -> Self {
        let app = Arc::new(SetOnce::new());
        let started = app.clone();
        let wiring = wiring::of(handle);
        tauri::async_runtime::spawn(async move {
            let outcome = App::start(folder, wiring).await;
            if let Err(failure) = &outcome {
                tracing::error!(code = ?failure.code, details = ?failure.details, "the core could not start");
            }
            // Set once, here; nobody else could have.
            let _ = started.set(outcome);
        });
        Self { app }
    }

    /// Stops the core: what it sends is finished or known to be unknown before the process ends.
    pub fn stop(&self) {
        if let Some(Ok(app)) = self.app.get() {
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
    let app = invoke.message.webview_ref().state::<Program>().app.clone();
    let resolver = invoke.resolver;
    tauri::async_runtime::spawn(async move {
        let answer = match app.wait().await {
            Ok(app) => dispatch(app, name, request).await,
            Err(failure) => Err(failure.clone()),
        };
        match answer {
            Ok(reply) => resolver.resolve(reply),
            Err(failure) => resolver.reject(failure),
        }
    });
    true
}
