//! Install data by order: JSON as asked for, one object or many, or the CSV that is eSIM Go's own default.

use super::calls::READ_INSTALL;
use super::esims::complete;
use super::lists::Page;
use super::{EsimGo, translate, wire};
use crate::json;
use esim_desk_model::{Iccid, InstallData};
use esim_desk_provider::{Error, Kind, Listing, Result, Skipped};
use serde_json::value::RawValue;

/// One eSIM of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// Its number.
    pub iccid: Iccid,
    /// What installs it; absent where the answer has only a part of it.
    pub install: Option<InstallData>,
}

impl EsimGo {
    /// The eSIMs of an order or of stock that was taken; `None` while eSIM Go still works on it (503), and
    /// where there is no such order.
    ///
    /// # Errors
    /// Those of reading; `Unreadable` for a row without a number.
    pub async fn assigned(&self, reference: &str) -> Result<Option<Vec<Assigned>>> {
        match self.get_assignments(reference).await {
            Ok(Some(body)) => complete(read(&body)?, READ_INSTALL).map(Some),
            Ok(None) => Ok(None),
            // With what an unknown order is answered is not documented.
            Err(error) if error.status == Some(503) || error.kind == Kind::Refused => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Reads either form.
pub(super) fn read(body: &[u8]) -> Result<Listing<Assigned>> {
    let first = body.trim_ascii_start().first();
    if matches!(first, Some(b'{' | b'[')) {
        let page = Page::read(body, &["esims", "assignments", "data"], READ_INSTALL)?;
        let rows: Vec<&RawValue> = page.rows;
        return Ok(json::rows(&rows, |wire: wire::Esim, _| assigned(&wire)));
    }
    std::str::from_utf8(body)
        .ok()
        .and_then(table)
        .ok_or_else(|| Error::without_effect(Kind::NotJson, READ_INSTALL))
}

fn assigned(wire: &wire::Esim) -> std::result::Result<Assigned, &'static str> {
    Ok(Assigned { iccid: translate::number_of(wire)?, install: translate::install(wire).0 })
}

/// Rows of a CSV by the names of its columns; `None` where there is no column of numbers.
fn table(text: &str) -> Option<Listing<Assigned>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let head: Vec<_> = cells(lines.next()?).iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    let column = |names: &[&str]| head.iter().position(|name| names.contains(&name.as_str()));
    let number = column(&["iccid"])?;
    let (code, host) = (
        column(&["matching id", "matchingid"]),
        column(&["rsp url", "rspurl", "smdp address", "smdpaddress"]),
    );
    let mut listing = Listing::complete(Vec::new());
    for (index, line) in lines.enumerate() {
        let cells = cells(line);
        let cell = |place: Option<usize>| place.and_then(|place| cells.get(place)).cloned();
        let wire = wire::Esim {
            iccid: cell(Some(number)).and_then(|text| serde_json::value::to_raw_value(&text).ok()),
            matching_id: cell(code),
            rsp_url: cell(host),
            ..wire::Esim::default()
        };
        match assigned(&wire) {
            Ok(row) => listing.rows.push(row),
            Err(why) => listing.skipped.push(Skipped { index, why: why.to_owned() }),
        }
    }
    Some(listing)
}

/// The cells of a line, with or without quotes; a quote within a quoted cell is doubled.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => cell.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_survive_their_quotes(texts in prop::collection::vec("[a-z,\" é]{0,8}", 1..6)) {
            let quoted: Vec<_> = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
            prop_assert_eq!(cells(&quoted.join(",")), texts);
        }

        #[test]
        fn no_table_panics(text in "(ICCID|iccid|a),?.{0,60}\n.{0,60}") {
            let _ = read(text.as_bytes());
        }
    }
}
