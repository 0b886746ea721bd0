//! Telkor's calls. A 404 may mean an unknown id or a path that does not fit; which of both is found out here.

use super::Telkor;
use super::paths::{Path, Template};
use super::wire;
use crate::http::{Ask, Urgency};
use esim_desk_provider::{Error, Kind, Result};
use serde::Serialize;
use serde_json::Value;

/// Stands for an id where a path has no place for one.
const NO_ID: &str = "-";

/// One call, before it is sent.
#[derive(Clone)]
pub(super) struct Call<'c> {
    /// What staff would call it.
    pub operation: &'static str,
    pub urgency: Urgency,
    pub path: Path,
    /// Stands in the path; of no matter where the path has no place for it.
    pub id: &'c str,
    pub query: Vec<(&'static str, &'c str)>,
}

impl<'c> Call<'c> {
    /// A call that nobody waits for.
    pub fn usual(operation: &'static str, path: Path) -> Self {
        Self { operation, urgency: Urgency::Usual, path, id: NO_ID, query: Vec::new() }
    }

    /// A call that staff or an order wait for.
    pub fn urgent(operation: &'static str, path: Path) -> Self {
        Self { urgency: Urgency::Urgent, ..Self::usual(operation, path) }
    }

    pub fn of(mut self, id: &'c str) -> Self {
        self.id = id;
        self
    }

    pub fn query(mut self, name: &'static str, value: &'c str) -> Self {
        self.query.push((name, value));
        self
    }
}

impl Telkor {
    /// GETs it.
    ///
    /// # Errors
    /// `Path` where the path does not fit.
    pub(super) async fn get(&self, call: &Call<'_>) -> Result<Vec<u8>> {
        let template = self.template(call)?;
        self.get_at(call, template).await.map_err(|error| self.misfit(error, template))
    }

    /// GETs a single thing; `None` when there is no such.
    pub(super) async fn found(&self, call: &Call<'_>) -> Result<Option<Vec<u8>>> {
        let template = self.template(call)?;
        if template.filled(call.id).is_none() {
            return Ok(None);
        }
        match self.get_at(call, template).await {
            Ok(body) => Ok(Some(body)),
            Err(Error { status: Some(410), .. }) => Ok(None),
            Err(error) if error.status == Some(404) && !self.is_listed(call).await? => Ok(None),
            Err(error) => Err(self.misfit(error, template)),
        }
    }

    /// GETs what an installation may be behind; the paths are tried in order, and the one that fits is kept.
    pub(super) async fn installation_body(&self, call: &Call<'_>) -> Result<Vec<u8>> {
        let templates = &self.settings.paths.installations;
        let known = self.installation_path.load(std::sync::atomic::Ordering::Relaxed);
        let mut refusal = wire::unreadable("path", call.operation);
        for (place, template) in templates.iter().enumerate().cycle().skip(known).take(templates.len()) {
            match self.get_at(call, template).await {
                Ok(body) => {
                    self.installation_path.store(place, std::sync::atomic::Ordering::Relaxed);
                    return Ok(body);
                }
                Err(error) if is_no_path(&error) => refusal = self.misfit(error, template),
                Err(error) => return Err(error),
            }
        }
        Err(refusal)
    }

    /// POSTs once, never again.
    ///
    /// # Errors
    /// As [`crate::http::Http::purchase`]: only a readable refusal has no effect.
    pub(super) async fn post<B: Serialize>(&self, call: &Call<'_>, body: &B) -> Result<Vec<u8>> {
        let template = self.template(call)?;
        let ask = ask(call, template)?.json(json(body, call.operation)?);
        match self.http.purchase(&ask).await {
            Err(error) if error.status == Some(404) && !self.may_be_misfit(call).await => Err(error),
            answer => answer.map_err(|error| self.misfit(error, template)),
        }
    }

    /// Whether a 404 is about the path: no id stands in it, or what it names is listed.
    async fn may_be_misfit(&self, call: &Call<'_>) -> bool {
        call.id == NO_ID || self.is_listed(call).await.unwrap_or(false)
    }

    /// POSTs what changes nothing of ours and may be repeated.
    pub(super) async fn ask_again(&self, call: &Call<'_>) -> Result<Option<Vec<u8>>> {
        let template = self.template(call)?;
        if template.filled(call.id).is_none() {
            return Ok(None);
        }
        match self.http.read(&ask(call, template)?.json("{}".to_owned())).await {
            Ok(body) => Ok(Some(body)),
            Err(Error { status: Some(410), .. }) => Ok(None),
            Err(error) if error.status == Some(404) && !self.is_listed(call).await? => Ok(None),
            Err(error) => Err(self.misfit(error, template)),
        }
    }

    async fn get_at(&self, call: &Call<'_>, template: &Template) -> Result<Vec<u8>> {
        self.http.read(&ask(call, template)?).await
    }

    fn template(&self, call: &Call<'_>) -> Result<&Template> {
        self.settings.paths.of(call.path).ok_or_else(|| wire::unreadable("path", call.operation))
    }

    /// Whether the list of its kind has the thing that was not found by itself. Tasks cannot be searched, and
    /// their paths are documented.
    async fn is_listed(&self, call: &Call<'_>) -> Result<bool> {
        let list = match call.path {
            Path::Sim | Path::Installation | Path::Refresh => Path::Sims,
            Path::Link | Path::Activations | Path::Suspend | Path::Resume => Path::Links,
            Path::Plan => Path::Plans,
            Path::Sims | Path::Provision | Path::Tasks | Path::Task | Path::TaskItems => return Ok(false),
            Path::Links | Path::Plans | Path::Coverages | Path::Organisation => return Ok(false),
            Path::Balance | Path::Costs => return Ok(false),
        };
        let mut pages = self.pages(Call { path: list, query: vec![("search", call.id)], ..call.clone() });
        while let Some(ids) = pages.next(|row, _| row.id()).await? {
            if ids.iter().any(|id| id == call.id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Names the address where an error is about the path.
    fn misfit(&self, error: Error, template: &Template) -> Error {
        if !is_no_path(&error) {
            return error;
        }
        let url = format!("{}{}", self.base.trim_end_matches('/'), template.shown());
        Error { kind: Kind::Path { url }, ..error }
    }
}

fn is_no_path(error: &Error) -> bool {
    matches!(error.status, Some(404 | 405))
}

fn ask<'a>(call: &'a Call<'_>, template: &'a Template) -> Result<Ask<'a>> {
    let path =
        template.filled(call.id).ok_or_else(|| Error::without_effect(Kind::NotFound, call.operation))?;
    let ask = Ask::get(call.operation, call.urgency, &path).with_plain_text();
    Ok(call.query.iter().fold(ask, |ask, (name, value)| ask.query(name, value)))
}

fn json<B: Serialize>(body: &B, operation: &'static str) -> Result<String> {
    serde_json::to_string(body).map_err(|_| Error::without_effect(Kind::Refused, operation))
}

/// Says a list of details in words, one field after the other. What the details repeat of the request is left
/// out; a text in which something was hidden stays as it is.
pub(super) fn judge(error: Error, body: &[u8]) -> Error {
    let said = error.text.as_deref().unwrap_or_default();
    let details: Option<Value> = serde_json::from_slice(body).ok();
    let Some(detail) = details.as_ref().and_then(|json| json.get("detail")) else { return error };
    let items = detail.as_array().map_or(std::slice::from_ref(detail), Vec::as_slice);
    let sentences: Option<Vec<_>> = items.iter().map(|item| sentence(item, said)).collect();
    match sentences {
        Some(sentences) if !sentences.is_empty() => Error { text: Some(sentences.join("; ")), ..error },
        Some(_) | None => error,
    }
}

/// `plan_ids.0: unknown plan`; `None` unless the text of the error has the words as well.
fn sentence(item: &Value, said: &str) -> Option<String> {
    let words = ["msg", "message", "detail"].iter().find_map(|key| item.get(key)?.as_str())?;
    let place =
        |part: &Value| part.as_str().map(str::to_owned).or_else(|| part.as_u64().map(|n| n.to_string()));
    let places: Vec<_> =
        item.get("loc").and_then(Value::as_array).into_iter().flatten().filter_map(place).collect();
    let field = places.get(1..).unwrap_or_default().join(".");
    said.contains(words)
        .then(|| if field.is_empty() { words.to_owned() } else { format!("{field}: {words}") })
}
