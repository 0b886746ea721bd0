//! From a name and JSON to an answer: the table made callable, and each write done once.

use crate::api::*;
use crate::app::App;
use crate::commands::each_command;
use crate::failures::internal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// Whether a command changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It does not; asking again is harmless.
    Read,
    /// It does; its request carries a UUID, and a repeat joins the first call.
    Write,
}

macro_rules! callable {
    ($($name:ident: $kind:ident, $request:ty => $reply:ty, $handler:path;)*) => {
        /// Every command by name.
        pub const COMMANDS: &[(&str, Kind)] = &[$((stringify!($name), Kind::$kind)),*];

        async fn answer(app: &Arc<App>, name: &str, json: Value) -> Result<Value, Failure> {
            match name {
                $(stringify!($name) => {
                    let request: $request = read(json)?;
                    let reply: $reply = Box::pin($handler(app, request)).await?;
                    written(&reply)
                })*
                _ => Err(unknown(name)),
            }
        }
    };
}
each_command!(callable);

/// Answers one command.
///
/// It goes on to its end even if the caller stops waiting. A write whose `request_id` is known joins the first
/// call of that id, running or done.
///
/// # Errors
/// The command's own [`Failure`]; `bad_request` with the path of the field when the JSON does not fit,
/// `unknown_command` for a name that is not in the table, `internal` when the command panicked.
pub async fn dispatch(app: &Arc<App>, name: &str, json: Value) -> Result<Value, Failure> {
    let Some((name, kind)) = COMMANDS.iter().copied().find(|(known, _)| *known == name) else {
        return Err(unknown(name));
    };
    let running = app.clone();
    match kind {
        Kind::Read => caught(running, name, json).await,
        Kind::Write => {
            let id = request_id(&json)?;
            let now = app.ports().clock.now();
            let content = json.to_string();
            app.repeats.join(name, &id, &content, now, move || caught(running, name, json)).await
        }
    }
}

/// In a task of its own, so that a panic is an answer and a lost caller does not stop it.
async fn caught(app: Arc<App>, name: &'static str, json: Value) -> Result<Value, Failure> {
    let task = tokio::spawn(async move { answer(&app, name, json).await });
    task.await.unwrap_or_else(|_| Err(internal(format!("{name} panicked"))))
}

fn read<T: DeserializeOwned>(json: Value) -> Result<T, Failure> {
    let json = if json.is_null() { Value::Object(serde_json::Map::new()) } else { json };
    serde_path_to_error::deserialize(json).map_err(|error| {
        // The inner text may quote the value, and the value may be a secret.
        let path = error.path().to_string();
        let kind = if path.is_empty() || path == "." { "the request".to_owned() } else { path };
        Failure::new(Code::BadRequest).details(kind)
    })
}

fn request_id(json: &Value) -> Result<String, Failure> {
    let id = json.get("request_id").and_then(Value::as_str).unwrap_or_default();
    match uuid::Uuid::try_parse(id) {
        Ok(id) => Ok(id.hyphenated().to_string()),
        Err(_) => Err(Failure::new(Code::BadRequest).details("request_id")),
    }
}

fn written<T: Serialize>(reply: &T) -> Result<Value, Failure> {
    serde_json::to_value(reply).map_err(internal)
}

fn unknown(name: &str) -> Failure {
    Failure::new(Code::UnknownCommand).details(name)
}
