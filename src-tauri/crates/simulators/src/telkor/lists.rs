//! Lists: the query, the order, the page, the envelope.

use super::answers::complaint;
use super::catalogue::{Coverage, Plan};
use super::forms::ListForm;
use super::ledger::{Activation, Item, Link, Sim, Task};
use super::shared::Shared;
use crate::stage::COUNTRIES;
use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::cmp::Ordering;

const PAGE_SIZE: i64 = 50;

/// The fields of a query, and what is wrong with them.
#[derive(Debug)]
pub(crate) struct Asked {
    fields: Vec<(String, String)>,
    complaints: Vec<Value>,
}

impl Asked {
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self { fields, complaints: Vec::new() }
    }

    /// The field's value. Of several the last counts.
    pub fn text(&self, name: &str) -> Option<String> {
        self.fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    /// All values of a repeatable field; none when it is absent.
    pub fn all(&self, name: &str) -> Option<Vec<String>> {
        let values = self.fields.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone());
        Some(values.collect::<Vec<_>>()).filter(|values| !values.is_empty())
    }

    pub fn number(&mut self, name: &str) -> Option<i64> {
        let text = self.text(name)?;
        let number = text.parse().ok();
        if number.is_none() {
            self.complain("int_parsing", name, "Input should be a valid integer", &text);
        }
        number
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let text = self.text(name)?;
        match text.to_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                self.complain("bool_parsing", name, "Input should be a valid boolean", &text);
                None
            }
        }
    }

    /// Country codes, all of them known alpha-3.
    pub fn countries(&mut self, name: &str) -> Option<Vec<String>> {
        let codes = self.all(name)?;
        for code in &codes {
            if !COUNTRIES.iter().any(|country| country.alpha3 == code) {
                self.complain("value_error", name, "unknown country code", code);
            }
        }
        Some(codes)
    }

    pub fn complain(&mut self, kind: &str, field: &str, words: &str, input: &str) {
        self.complaints.push(complaint(kind, "query", field, words, input));
    }

    /// Complains unless the number lies within both bounds.
    pub fn within(&mut self, name: &str, number: i64, least: i64, most: i64) -> i64 {
        if number < least {
            let words = format!("Input should be greater than or equal to {least}");
            self.complain("greater_than_equal", name, &words, &number.to_string());
        } else if number > most {
            let words = format!("Input should be less than or equal to {most}");
            self.complain("less_than_equal", name, &words, &number.to_string());
        }
        number
    }

    pub fn into_complaints(self) -> Vec<Value> {
        self.complaints
    }
}

/// What rows are sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    At(i64),
    Text(String),
}

/// A row that can be listed.
pub(crate) trait Row {
    /// What it is sorted by when `sort_by` names this field; `None` for a field that does not sort.
    fn key(&self, by: &str) -> Option<Key>;
    /// Whether `sort_by` may name this field.
    fn sorts(by: &str) -> bool;
}

macro_rules! row {
    ($type:ty, $($times:ident)*, $($texts:ident)*) => {
        impl Row for $type {
            fn key(&self, by: &str) -> Option<Key> {
                match by {
                    $(stringify!($times) => Some(Key::At(self.$times)),)*
                    $(stringify!($texts) => Some(Key::Text(self.$texts.clone())),)*
                    _ => None,
                }
            }

            fn sorts(by: &str) -> bool {
                [$(stringify!($times),)* $(stringify!($texts)),*].contains(&by)
            }
        }
    };
}

row!(Sim, created_at updated_at, id iccid status);
row!(Link, created_at updated_at, id name status);
row!(Activation, created_at updated_at, id status);
row!(Task, created_at updated_at, id);
row!(Item, created_at updated_at, id);
row!(Plan, updated_at, id name);
row!(Coverage, updated_at, id name);

struct Page {
    number: i64,
    size: i64,
    by: String,
    ascending: bool,
}

impl Page {
    fn read<R: Row>(asked: &mut Asked, limit: usize) -> Self {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let number = asked.number("page").unwrap_or(1);
        let size = asked.number("page_size").unwrap_or(PAGE_SIZE.min(limit));
        let number = asked.within("page", number, 1, i64::MAX);
        let size = asked.within("page_size", size, 1, limit);
        let by = asked.text("sort_by").unwrap_or_else(|| "updated_at".into());
        if !R::sorts(&by) {
            asked.complain("enum", "sort_by", "Input should be a sortable field", &by);
        }
        let order = asked.text("sort_order");
        if let Some(other) = order.as_deref().filter(|word| !matches!(*word, "asc" | "desc")) {
            asked.complain("enum", "sort_order", "Input should be 'asc' or 'desc'", other);
        }
        Self { number, size, by, ascending: order.as_deref() == Some("asc") }
    }
}

impl Shared {
    /// The page of `rows` that was asked for, each written by `json`; 422 when the query makes no sense.
    pub fn page<'a, R: Row + 'a>(
        &self,
        mut asked: Asked,
        rows: impl Iterator<Item = &'a R>,
        json: impl Fn(&R) -> Value,
    ) -> Response {
        let page = Page::read::<R>(&mut asked, self.options.page_limit);
        if !asked.complaints.is_empty() {
            return self.invalid(asked.complaints);
        }
        let mut rows: Vec<(Option<Key>, usize, &R)> =
            rows.enumerate().map(|(n, row)| (row.key(&page.by), n, row)).collect();
        let total = rows.len();
        let before = usize::try_from((page.number - 1).saturating_mul(page.size)).unwrap_or(usize::MAX);
        let shown = piece(&mut rows, before, page.size as usize, |a, b| {
            let order = if page.ascending { a.0.cmp(&b.0) } else { b.0.cmp(&a.0) };
            order.then(a.1.cmp(&b.1))
        });
        let items: Vec<Value> = shown.iter().map(|(_, _, row)| json(row)).collect();
        let name = match self.options.forms.list {
            ListForm::Items => "items",
            ListForm::Data => "data",
            ListForm::Results => "results",
            ListForm::Bare => return Json(items).into_response(),
        };
        let pages = total.div_ceil(page.size as usize);
        Json(
            json!({name: items, "total": total, "page": page.number, "page_size": page.size, "pages": pages}),
        )
        .into_response()
    }
}

/// Sorts no more than the piece that is shown: an account of 100,000 SIMs is read page by page.
fn piece<T>(rows: &mut [T], before: usize, count: usize, order: impl Fn(&T, &T) -> Ordering) -> &[T] {
    if before >= rows.len() {
        return &[];
    }
    if before > 0 {
        rows.select_nth_unstable_by(before, &order);
    }
    let rest = &mut rows[before..];
    let count = count.min(rest.len());
    if count < rest.len() {
        rest.select_nth_unstable_by(count, &order);
    }
    rest[..count].sort_unstable_by(&order);
    &rest[..count]
}

#[cfg(test)]
mod tests {
    use super::piece;

    #[test]
    fn every_piece_is_the_one_of_the_whole_sorted_list() {
        let numbers: Vec<u32> = (0..57).map(|n| n * 37 % 57).collect();
        for (before, count) in [(0, 10), (10, 10), (50, 10), (57, 10), (0, 57), (0, 100), (56, 1)] {
            let mut rows = numbers.clone();
            let shown = piece(&mut rows, before, count, u32::cmp).to_vec();
            let wanted: Vec<u32> = (0..57).skip(before).take(count).collect();
            assert_eq!(shown, wanted, "{before} {count}");
        }
    }
}
