//! What a list was asked for, and the page of it that is given.

use super::options::PageCount;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;

const LARGEST_PAGE: usize = 100;

/// The fields of the query string; one that cannot be read counts as absent.
#[derive(Debug, Default)]
pub(crate) struct Asked(HashMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Query::try_from_uri(&parts.uri).map(|Query(fields)| Self(fields)).unwrap_or_default())
    }
}

impl Asked {
    /// A field that is there and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// The same, `all` being as good as absent.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.text(name).filter(|word| *word != "all")
    }

    /// The page that was asked for; `usual` rows when the request does not say.
    pub fn page(&self, usual: usize) -> Page {
        let number = |name: &str| self.text(name).and_then(|text| text.parse().ok()).filter(|n| *n > 0);
        Page { page: number("page").unwrap_or(1), limit: number("limit").unwrap_or(usual).min(LARGEST_PAGE) }
    }
}

/// One page of a list, counted from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    page: usize,
    limit: usize,
}

impl Page {
    /// The rows on this page.
    pub fn cut<T>(self, rows: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        rows.skip((self.page - 1).saturating_mul(self.limit)).take(self.limit)
    }

    /// The object `pagination` for a list of so many rows.
    pub fn pagination(self, total: usize, form: PageCount) -> Value {
        let name = match form {
            PageCount::Snake => "total_pages",
            PageCount::Camel => "totalPages",
        };
        json!({"page": self.page, "limit": self.limit, "total": total, name: total.div_ceil(self.limit)})
    }
}
