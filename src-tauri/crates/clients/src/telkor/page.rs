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
    /// Rows that came in this reading, repeated ones too.
    received: u64,
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
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.received = self.received.saturating_add(count);
        self.over = count == 0
            || match (page.pages, page.total) {
                (Some(pages), _) => u64::from(self.number) >= pages,
                (None, Some(total)) => self.received >= total || self.has_all(),
                (None, None) => fresh.is_empty() || !may_be_full(count, page.size, asked),
            };
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
        (self.number, self.received, self.over) = (0, 0, false);
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
            received: 0,
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
    async fn page_body(&self, call: &Call<'_>, number: u32) -> Result<(Vec<u8>, u64)> {
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
                    return Ok((body, size.into()));
                }
            }
        }
    }
}

/// Whether a page of a list that says no more may be followed by another. A server that takes fewer rows than are
/// asked for, and does not say so, stops at a round number.
fn may_be_full(count: u64, size: Option<u64>, asked: u64) -> bool {
    size.map_or_else(|| count >= asked || count.is_multiple_of(5), |size| count >= size)
}

/// Whether a 422 may be about the size of the page: its text says so, or nothing else was asked for.
fn is_about_size(error: &Error, call: &Call<'_>) -> bool {
    let says_so = error.text.as_ref().is_some_and(|text| text.contains("size"));
    error.status == Some(422) && (says_so || call.query.is_empty())
}
