//! Lists: their envelopes and their pages. The documents show bare arrays where the servers wrap them, and a
//! single order where they answer a list; so a list is an array, or stands under one of its known names.
//! What is neither is an error that names the keys, never an empty list.

use super::EsimGo;
use crate::http::{Ask, Urgency, decode};
use crate::json;
use esim_desk_provider::{Error, Kind, Listing, Result, Skipped};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashSet};

/// More pages than this are a server that never ends.
const MOST_PAGES: u32 = 2_000;

/// A row that came without its list is known by one of these.
const SINGLE: [&str; 2] = ["orderReference", "iccid"];

/// A list that comes in pages.
pub(super) struct Pages<'a> {
    pub operation: &'static str,
    pub urgency: Urgency,
    pub path: &'static str,
    /// The names under which its rows may stand.
    pub names: &'static [&'static str],
    /// How the size of a page is asked for.
    pub size: (&'static str, &'static str),
    pub query: Vec<(&'static str, &'a str)>,
}

/// One page as it came.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub rows: Vec<&'a RawValue>,
    /// How many pages there are, where it says so.
    pages: Option<u64>,
    /// How many rows all pages have together, where it says so.
    total: Option<u64>,
}

impl<'a> Page<'a> {
    /// Reads a list in any of its envelopes.
    ///
    /// # Errors
    /// `Unreadable` with the keys of an object that has no list under a known name.
    pub fn read(body: &'a [u8], names: &[&str], operation: &'static str) -> Result<Self> {
        let raw: &RawValue = decode(body, operation)?;
        if !raw.get().starts_with('{') {
            return Ok(Self { rows: decode(raw.get().as_bytes(), operation)?, pages: None, total: None });
        }
        let fields = fields(raw, operation)?;
        let number = |key: &str| fields.get(key).and_then(|raw| json::text(Some(raw))?.parse().ok());
        if let Some(list) = names.iter().find_map(|name| fields.get(*name)) {
            // An empty list of a server written in Go is null.
            let rows: Option<Vec<&RawValue>> = decode(list.get().as_bytes(), operation)?;
            // Where there are rows, no pages are a number that was left out.
            let (pages, total) = (number("pageCount").filter(|pages| *pages > 0), number("rows"));
            return Ok(Self { rows: rows.unwrap_or_default(), pages, total });
        }
        if SINGLE.iter().any(|key| fields.contains_key(*key)) {
            return Ok(Self { rows: vec![raw], pages: None, total: None });
        }
        Err(unknown(&fields, operation))
    }
}

/// The one thing an answer holds: bare, alone in an array, or alone in a list under one of these names.
///
/// # Errors
/// `Unreadable` where there are none or several.
pub(super) fn one<'a>(body: &'a [u8], names: &[&str], operation: &'static str) -> Result<&'a RawValue> {
    at_most_one(body, names, operation)?.ok_or_else(|| unreadable("0 rows", operation))
}

/// The same, where an empty list says that there is no such thing.
///
/// # Errors
/// `Unreadable` where there are several.
pub(super) fn at_most_one<'a>(
    body: &'a [u8],
    names: &[&str],
    operation: &'static str,
) -> Result<Option<&'a RawValue>> {
    let raw: &RawValue = decode(body, operation)?;
    let is_list = match raw.get().as_bytes().first() {
        Some(b'{') => {
            let fields = fields(raw, operation)?;
            names.iter().any(|name| fields.contains_key(*name))
        }
        Some(_) | None => true,
    };
    if !is_list {
        return Ok(Some(raw));
    }
    match Page::read(body, names, operation)?.rows.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        rows => Err(unreadable(&format!("{} rows", rows.len()), operation)),
    }
}

/// Reads one thing.
///
/// # Errors
/// `Unreadable` with the path of the first field that does not fit.
pub(super) fn row<W: DeserializeOwned>(raw: &RawValue, operation: &'static str) -> Result<W> {
    decode(raw.get().as_bytes(), operation)
}

/// An answer that cannot be what was asked for.
pub(super) fn unreadable(path: &str, operation: &'static str) -> Error {
    Error::without_effect(Kind::Unreadable { path: path.to_owned() }, operation)
}

impl EsimGo {
    /// Every row of every page, each once. A list that changed while it was read is not complete.
    pub(super) async fn whole<W, T>(
        &self,
        list: &Pages<'_>,
        id: fn(&T) -> &str,
        translate: impl Fn(W, &str) -> std::result::Result<T, &'static str> + Sync,
    ) -> Result<Listing<T>>
    where
        W: DeserializeOwned,
        T: Send,
    {
        let mut all = Gathered::new(id);
        self.go_on(list, &mut all, translate, |_, _| {}).await?;
        Ok(all.finish())
    }

    /// Reads on from where a reading is; how far that is is noted after each page: pages, and how many there are.
    pub(super) async fn go_on<W, T>(
        &self,
        list: &Pages<'_>,
        all: &mut Gathered<T>,
        translate: impl Fn(W, &str) -> std::result::Result<T, &'static str> + Sync,
        note: impl Fn(u64, u64) + Sync,
    ) -> Result<()>
    where
        W: DeserializeOwned,
        T: Send,
    {
        while all.pages < MOST_PAGES {
            let number = all.pages + 1;
            let text = number.to_string();
            let mut ask = Ask::get(list.operation, list.urgency, &[list.path]);
            for (name, value) in list.query.iter().chain(&[("page", text.as_str()), list.size]) {
                ask = ask.query(name, value);
            }
            let body = self.read(&ask).await?;
            let page = Page::read(&body, list.names, list.operation)?;
            let is_last = page.pages.is_some_and(|pages| u64::from(number) >= pages);
            if !all.add(&page, &translate) || is_last {
                return Ok(());
            }
            all.pages = number;
            note(number.into(), page.pages.unwrap_or(number.into()));
        }
        all.listing.skipped.push(Skipped { index: all.count, why: "the list has no end".to_owned() });
        Ok(())
    }
}

/// The rows of the pages so far.
pub(super) struct Gathered<T> {
    listing: Listing<T>,
    seen: HashSet<String>,
    /// With which row each page began.
    first: HashSet<String>,
    id: fn(&T) -> &str,
    /// Rows that came, repeated ones too.
    count: usize,
    /// The most rows that a page spoke of.
    total: u64,
    /// A page began with what an earlier one had.
    moved: bool,
    /// Pages read, after each of which another follows.
    pages: u32,
}

impl<T> Gathered<T> {
    pub fn new(id: fn(&T) -> &str) -> Self {
        Self {
            listing: Listing::complete(Vec::new()),
            seen: HashSet::new(),
            first: HashSet::new(),
            id,
            count: 0,
            total: 0,
            moved: false,
            pages: 0,
        }
    }

    /// Whether the page brought anything new.
    fn add<W: DeserializeOwned>(
        &mut self,
        page: &Page<'_>,
        translate: impl Fn(W, &str) -> std::result::Result<T, &'static str>,
    ) -> bool {
        let before = self.listing.rows.len() + self.listing.skipped.len();
        let more = json::rows(&page.rows, translate);
        let first = self.count;
        let earlier = more.rows.iter().filter(|row| self.seen.contains((self.id)(row))).count();
        // A page that repeats another from its beginning is how some lists end; any other repetition is a list
        // that moved.
        let began = more.rows.first().map(|row| (self.id)(row).to_owned());
        let is_new_page = began.is_none_or(|began| self.first.insert(began));
        self.moved |= earlier > 0 && (is_new_page || earlier < more.rows.len());
        for row in more.rows {
            if self.seen.insert((self.id)(&row).to_owned()) {
                self.listing.rows.push(row);
            }
        }
        let moved = more.skipped.into_iter().map(|row| Skipped { index: first + row.index, ..row });
        self.listing.skipped.extend(moved);
        self.count += page.rows.len();
        self.total = self.total.max(page.total.unwrap_or(0));
        self.listing.rows.len() + self.listing.skipped.len() > before
    }

    /// Whether the list changed while it was read.
    pub fn has_changed(&self) -> bool {
        let read = self.listing.rows.len() + self.listing.skipped.len();
        self.moved || u64::try_from(read).is_ok_and(|read| read < self.total)
    }

    pub fn finish(mut self) -> Listing<T> {
        if self.has_changed() {
            let why = "the list changed while it was read".to_owned();
            self.listing.skipped.push(Skipped { index: self.count, why });
        }
        self.listing
    }
}

fn fields<'a>(raw: &'a RawValue, operation: &'static str) -> Result<BTreeMap<String, &'a RawValue>> {
    decode(raw.get().as_bytes(), operation)
}

fn unknown(fields: &BTreeMap<String, &RawValue>, operation: &'static str) -> Error {
    let keys: Vec<_> = fields.keys().take(10).map(String::as_str).collect();
    unreadable(&format!("{{{}}}", keys.join(", ")), operation)
}
