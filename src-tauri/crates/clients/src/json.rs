//! What the suppliers' JSON has in common: lists whose bad rows are set aside, single things in an array or
//! out of one, and fields that are a number here and a text there.
//!
//! Deliberately not here: any supplier's field.

use crate::http::decode;
use esim_desk_provider::{Error, Kind, Listing, LongListing, Result, Skipped};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A field that comes as a number or as text.
pub(crate) type Raw<'a> = Option<&'a RawValue>;

/// The text of a field that is a string or a number, digit by digit as it was sent.
pub(crate) fn text(raw: Raw<'_>) -> Option<String> {
    let raw = raw.map(RawValue::get)?;
    if raw.starts_with('"') {
        return serde_json::from_str(raw).ok();
    }
    raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| raw.to_owned())
}

/// Reads rows one by one; what `translate` makes of each counts only if it fits.
///
/// `translate` also gets the row's own text. A row that does not fit is skipped and reported by the path
/// of its first bad field, which is sought only then.
pub(crate) fn rows<'a, W, T>(
    rows: &[&'a RawValue],
    translate: impl Fn(W, &'a str) -> std::result::Result<T, &'static str>,
) -> Listing<T>
where
    W: Deserialize<'a>,
{
    let mut listing = Listing { rows: Vec::with_capacity(rows.len()), skipped: Vec::new() };
    for (index, row) in rows.iter().enumerate() {
        match row_of(row.get(), &translate) {
            Ok(row) => listing.rows.push(row),
            Err(why) => listing.skipped.push(Skipped { index, why }),
        }
    }
    listing
}

/// Reads a list whose rows are translated again when they are asked for, of which only the text is kept.
/// `read` is [`row_of`] with the row's type.
pub(crate) fn long<T: 'static>(
    body: Vec<u8>,
    operation: &'static str,
    read: impl Fn(&str) -> std::result::Result<T, String> + Send + 'static,
) -> Result<LongListing<T>> {
    let rows: Vec<&RawValue> = decode(&body, operation)?;
    let (mut places, mut skipped) = (Vec::with_capacity(rows.len()), Vec::new());
    for (index, row) in rows.iter().map(|row| row.get()).enumerate() {
        let start = row.as_ptr().addr() - body.as_ptr().addr();
        match read(row) {
            Ok(_) => places.push(start..start + row.len()),
            Err(why) => skipped.push(Skipped { index, why }),
        }
    }
    let text = move |place| std::str::from_utf8(body.get(place)?).ok().and_then(|row| read(row).ok());
    Ok(LongListing { rows: Box::new(places.into_iter().filter_map(text)), skipped })
}

/// What `translate` makes of one row; or the path of its first bad field.
pub(crate) fn row_of<'a, W, T>(
    row: &'a str,
    translate: impl Fn(W, &'a str) -> std::result::Result<T, &'static str>,
) -> std::result::Result<T, String>
where
    W: Deserialize<'a>,
{
    match serde_json::from_str::<W>(row) {
        Ok(wire) => translate(wire, row).map_err(str::to_owned),
        Err(_) => Err(misfit::<W>(row)),
    }
}

/// The path of the first field that does not fit, without its value.
fn misfit<'a, W: Deserialize<'a>>(json: &'a str) -> String {
    let mut reader = serde_json::Deserializer::from_str(json);
    match serde_path_to_error::deserialize::<_, W>(&mut reader) {
        Err(error) if error.path().iter().len() > 0 => format!("{} does not fit", error.path()),
        Ok(_) | Err(_) => "the row does not fit".to_owned(),
    }
}

/// The single object of an answer: plain, or the only item of an array. `None` for an empty array and for
/// `null`.
///
/// # Errors
/// `Unreadable` for an array of several, and whatever does not fit.
pub(crate) fn single<'a, W: Deserialize<'a>>(
    body: &'a [u8],
    operation: &'static str,
) -> Result<Option<(W, &'a str)>> {
    let Some(raw) = only(body, operation)? else { return Ok(None) };
    match serde_json::from_str(raw.get()) {
        Ok(wire) => Ok(Some((wire, raw.get()))),
        Err(_) => Err(decode::<W>(raw.get().as_bytes(), operation)
            .err()
            .unwrap_or_else(|| Error::without_effect(Kind::Unreadable { path: ".".to_owned() }, operation))),
    }
}

fn only<'a>(body: &'a [u8], operation: &'static str) -> Result<Option<&'a RawValue>> {
    let raw: &RawValue = decode(body, operation)?;
    if raw.get().starts_with('[') {
        let items: Vec<&RawValue> = decode(raw.get().as_bytes(), operation)?;
        return match items.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [_, _, ..] => Err(Error::without_effect(Kind::Unreadable { path: "[1]".to_owned() }, operation)),
        };
    }
    Ok(Some(raw).filter(|raw| raw.get() != "null"))
}
