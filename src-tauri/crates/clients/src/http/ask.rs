//! What is asked of a supplier, before it is sent.

use super::{Urgency, address};
use reqwest::{Method, Url};

/// One request, before it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Ask<'a> {
    pub(super) operation: &'static str,
    pub(super) urgency: Urgency,
    path: Vec<&'a str>,
    trailing_slash: bool,
    query: Vec<(&'static str, &'a str)>,
    pub(super) method: Method,
    pub(super) json: Option<String>,
    pub(super) plain_text: bool,
}

impl<'a> Ask<'a> {
    /// A GET of this path; `operation` is what staff would call it.
    pub fn get(operation: &'static str, urgency: Urgency, path: &[&'a str]) -> Self {
        Self {
            operation,
            urgency,
            path: path.to_vec(),
            trailing_slash: false,
            query: Vec::new(),
            method: Method::GET,
            json: None,
            plain_text: false,
        }
    }

    /// The same path with a slash at its end.
    pub fn with_trailing_slash(mut self) -> Self {
        self.trailing_slash = true;
        self
    }

    /// One more query parameter.
    pub fn query(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    /// Makes it a POST of this JSON.
    pub fn json(mut self, json: String) -> Self {
        self.method = Method::POST;
        self.json = Some(json);
        self
    }

    /// Another method than GET, or than POST for what carries JSON.
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// The supplier's failures may be plain text, which then counts as readable as JSON does.
    pub fn with_plain_text(mut self) -> Self {
        self.plain_text = true;
        self
    }

    pub(super) fn url(&self, base: &Url) -> Url {
        let mut url = address::join(base, &self.path, self.trailing_slash);
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        url
    }
}
