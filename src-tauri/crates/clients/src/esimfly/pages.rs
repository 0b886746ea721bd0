//! Lists that come in pages, read whole. A list that changes meanwhile shifts: a row may then come twice, or
//! never. Such a reading is repeated once; what does not settle is said, so that absence proves nothing.

use super::wire::Page;
use super::{Esimfly, calls};
use crate::http::{Ask, Urgency};
use crate::resume::Resumable;
use esim_desk_provider::{Listing, Result, Skipped};
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// Rows of a page; eSIMfly gives no more.
const PAGE: u64 = 100;

/// Asks for rows of every state: which of them a list has by itself is not promised.
pub(super) const ALL: (&str, &str) = ("status", "all");

/// No list is longer than a million rows.
const MOST_PAGES: u64 = 10_000;

/// One list, and what narrows it.
#[derive(Clone)]
pub(super) struct List<'a> {
    pub operation: &'static str,
    pub urgency: Urgency,
    pub path: &'a [&'a str],
    pub query: Vec<(&'static str, &'a str)>,
}

/// How a list's rows are read, and what tells them apart.
pub(super) struct Reader<R, I> {
    pub rows: R,
    pub id: I,
}

/// The rows of the pages so far.
pub(super) struct Walked<T> {
    listing: Listing<T>,
    seen: BTreeSet<String>,
    received: u64,
    total: Option<u64>,
    shifted: bool,
    /// Pages read, after each of which another follows.
    pages: u64,
}

impl Esimfly {
    /// Reads every page.
    ///
    /// # Errors
    /// The first page's that could not be read: half a list is none.
    pub(super) async fn walk<T, R, I>(&self, list: &List<'_>, reader: &Reader<R, I>) -> Result<Listing<T>>
    where
        T: Send,
        R: Fn(&[&RawValue]) -> Listing<T> + Sync,
        I: Fn(&T) -> String + Sync,
    {
        let mut first = Walked::none_yet();
        self.walk_on(list, reader, &mut first, |_, _| {}).await?;
        if !first.shifted {
            return Ok(first.listing);
        }
        let mut second = Walked::none_yet();
        self.walk_on(list, reader, &mut second, |_, _| {}).await?;
        Ok(settled(&first, second))
    }

    /// Like [`Esimfly::walk`], for a list so long that its reading may break off: the next one then goes on there.
    pub(super) async fn walk_long<T, R, I>(
        &self,
        list: &List<'_>,
        reader: &Reader<R, I>,
        reading: &Resumable<Walked<T>>,
    ) -> Result<Listing<T>>
    where
        T: Send,
        R: Fn(&[&RawValue]) -> Listing<T> + Sync,
        I: Fn(&T) -> String + Sync,
    {
        let _running = reading.running();
        let first = self.walk_or_keep(list, reader, reading).await?;
        if !first.shifted {
            return Ok(first.listing);
        }
        let second = self.walk_or_keep(list, reader, reading).await?;
        Ok(settled(&first, second))
    }

    async fn walk_or_keep<T, R, I>(
        &self,
        list: &List<'_>,
        reader: &Reader<R, I>,
        reading: &Resumable<Walked<T>>,
    ) -> Result<Walked<T>>
    where
        T: Send,
        R: Fn(&[&RawValue]) -> Listing<T> + Sync,
        I: Fn(&T) -> String + Sync,
    {
        let mut walked = reading.kept().unwrap_or_else(Walked::none_yet);
        match self.walk_on(list, reader, &mut walked, |read, of| reading.note(read, of)).await {
            Ok(()) => Ok(walked),
            Err(error) => {
                reading.keep(walked);
                Err(error)
            }
        }
    }

    /// Reads on; how far that is is noted after each page: pages, and how many there are.
    async fn walk_on<T, R, I>(
        &self,
        list: &List<'_>,
        reader: &Reader<R, I>,
        walked: &mut Walked<T>,
        note: impl Fn(u64, u64) + Sync,
    ) -> Result<()>
    where
        T: Send,
        R: Fn(&[&RawValue]) -> Listing<T> + Sync,
        I: Fn(&T) -> String + Sync,
    {
        while walked.pages < MOST_PAGES {
            let number = walked.pages + 1;
            let body = self.page(list, number).await?;
            let page: Page<'_> = calls::content(&body, list.operation)?;
            if !walked.add(&page, number, reader) {
                break;
            }
            walked.pages = number;
            note(number, walked.total.map_or(number, |total| total.div_ceil(PAGE).max(number)));
        }
        // A row that could not be read may be one too many.
        let unsure = u64::try_from(walked.listing.skipped.len()).unwrap_or(u64::MAX);
        walked.shifted |= walked.total.is_some_and(|total| total.abs_diff(walked.received) > unsure);
        Ok(())
    }

    async fn page(&self, list: &List<'_>, number: u64) -> Result<Vec<u8>> {
        let (number, limit) = (number.to_string(), PAGE.to_string());
        let mut ask = Ask::get(list.operation, list.urgency, list.path);
        for (name, value) in &list.query {
            ask = ask.query(name, value);
        }
        self.http.read(&ask.query("page", &number).query("limit", &limit)).await
    }
}

/// The second of two readings. The same rows twice over: the supplier repeats some, and nothing moved.
fn settled<T>(first: &Walked<T>, mut second: Walked<T>) -> Listing<T> {
    if second.shifted && second.seen != first.seen {
        let why = "the list changed while it was read".to_owned();
        second.listing.skipped.push(Skipped { index: second.listing.rows.len(), why });
    }
    second.listing
}

impl Page<'_> {
    fn is_full(&self) -> bool {
        let limit = self.pagination.and_then(|pagination| pagination.limit).unwrap_or(PAGE);
        u64::try_from(self.rows.len()).unwrap_or(u64::MAX) >= limit
    }
}

impl<T> Walked<T> {
    fn none_yet() -> Self {
        Self {
            listing: Listing::complete(Vec::new()),
            seen: BTreeSet::new(),
            received: 0,
            total: None,
            shifted: false,
            pages: 0,
        }
    }

    /// Takes in one page; whether another follows.
    fn add<R, I>(&mut self, page: &Page<'_>, number: u64, reader: &Reader<R, I>) -> bool
    where
        R: Fn(&[&RawValue]) -> Listing<T>,
        I: Fn(&T) -> String,
    {
        let pagination = page.pagination.unwrap_or_default();
        self.shifted |= self.total.is_some() && pagination.total != self.total;
        self.total = pagination.total;
        let before = usize::try_from(self.received).unwrap_or(usize::MAX);
        self.received += u64::try_from(page.rows.len()).unwrap_or(u64::MAX);
        let (listing, known) = ((reader.rows)(&page.rows), self.seen.len());
        for row in listing.rows {
            if self.seen.insert((reader.id)(&row)) {
                self.listing.rows.push(row);
            } else {
                self.shifted = true;
            }
        }
        let skipped = listing.skipped.into_iter();
        self.listing.skipped.extend(skipped.map(|row| Skipped { index: before + row.index, ..row }));
        let follows = match (pagination.pages(), self.total) {
            (Some(pages), _) => number < pages,
            (None, Some(total)) => self.received < total,
            // A full page may not be the last one; a server that knows no pages repeats itself.
            (None, None) => page.is_full() && self.seen.len() > known,
        };
        follows && !page.rows.is_empty()
    }
}
