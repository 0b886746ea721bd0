//! Lists that come in pages, newest change first: a row may move to another page while they are read.

use super::Telkor;
use super::calls::Call;
use super::wire::{self, Misfit, Row};
use esim_desk_provider::{Error, Listing, Result, Skipped};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// Rows of a page, to begin with; halved where that is too many for the server.
pub(super) const ROWS: u32 = 50;

/// A list that still changes after so many readings is not waited for.
const READINGS: u32 = 5;

/// One list being read.
pub(super) struct Pages<'t, 'c> {
    telkor: &'t Telkor,
    call: Call<'c>,
    number: u32,
    seen: BTreeSet<String>,
    skipped: Vec<Skipped>,
    total: Option<u64>,
    /// Whether this reading is over.
    over: bool,
}

impl<'t, 'c> Pages<'t, 'c> {
    /// Rows of the next page that did not come before; `None` after the last page.
    pub async fn next<T>(
        &mut self,
        translate: impl Fn(&Row<'_>, &str) -> std::result::Result<T, Misfit>,
    ) -> Result<Option<Vec<T>>> {
        if self.over {
            return Ok(None);
        }
        self.number += 1;
        let (body, asked) = self.telkor.page_body(&self.call, self.number).await?;
        let page = wire::page(&body, self.call.operation)?;
        let count = page.rows.len();
        let first = self.seen.len() + self.skipped.len();
        let listing =
            crate::json::rows(&page.rows, |row: Row<'_>, raw| Ok((row.id()?, translate(&row, raw)?)));
        let bad = listing.skipped.into_iter();
        self.skipped.extend(bad.map(|row| Skipped { index: first + row.index, ..row }));
        let mut fresh = Vec::new();
        for (id, row) in listing.rows {
            if self.seen.insert(id) {
                fresh.push(row);
            }
        }
        self.total = page.total.or(self.total);
        self.over = match page.pages {
            Some(pages) => u64::from(self.number) >= pages,
            None => count < asked || self.has_all(),
        } || count == 0
            || (page.pages.is_none() && page.total.is_none() && fresh.is_empty());
        Ok(Some(fresh))
    }

    /// Rows that could not be read, so far.
    pub fn skipped(&self) -> usize {
        self.skipped.len()
    }

    fn has_all(&self) -> bool {
        let count = self.seen.len() + self.skipped.len();
        self.total.is_some_and(|total| u64::try_from(count).unwrap_or(u64::MAX) >= total)
    }

    /// Begins the list anew.
    fn again(&mut self) {
        (self.number, self.over) = (0, false);
        self.skipped.clear();
    }
}

impl Telkor {
    /// A list to be read page by page.
    pub(super) fn pages<'t, 'c>(&'t self, call: Call<'c>) -> Pages<'t, 'c> {
        Pages {
            telkor: self,
            call,
            number: 0,
            seen: BTreeSet::new(),
            skipped: Vec::new(),
            total: None,
            over: false,
        }
    }

    /// A whole list, each row once. It is read again until it has as many rows as it says, or a whole reading
    /// adds none; one that does not come to rest counts as incomplete.
    pub(super) async fn listed<T>(
        &self,
        call: Call<'_>,
        translate: impl Fn(&Row<'_>, &str) -> std::result::Result<T, Misfit>,
    ) -> Result<Listing<T>> {
        let mut pages = self.pages(call);
        let mut rows = Vec::new();
        for _reading in 0..READINGS {
            let before = rows.len();
            while let Some(fresh) = pages.next(&translate).await? {
                rows.extend(fresh);
            }
            if pages.number <= 1 || pages.has_all() || rows.len() == before {
                return Ok(Listing { rows, skipped: pages.skipped });
            }
            pages.again();
        }
        let why = "the list changed while it was read".to_owned();
        pages.skipped.push(Skipped { index: rows.len(), why });
        Ok(Listing { rows, skipped: pages.skipped })
    }

    /// One page, and how many rows were asked for. What the server takes is remembered.
    async fn page_body(&self, call: &Call<'_>, number: u32) -> Result<(Vec<u8>, usize)> {
        let mut size = self.page_size.load(Ordering::Relaxed);
        let number_text = number.to_string();
        loop {
            let size_text = size.to_string();
            let page = [("page", number_text.as_str()), ("page_size", size_text.as_str())];
            let query = call.query.iter().copied().chain(page).collect();
            match self.get(&Call { query, ..call.clone() }).await {
                Err(error) if number == 1 && size > 1 && is_about_size(&error, call) => size /= 2,
                answer => {
                    let body = answer?;
                    self.page_size.store(size, Ordering::Relaxed);
                    return Ok((body, usize::try_from(size).unwrap_or(usize::MAX)));
                }
            }
        }
    }
}

/// Whether a 422 may be about the size of the page: its text says so, or nothing else was asked for.
fn is_about_size(error: &Error, call: &Call<'_>) -> bool {
    let says_so = |text: &String| text.contains("size");
    error.status == Some(422) && error.text.as_ref().map_or(call.query.is_empty(), says_so)
}
