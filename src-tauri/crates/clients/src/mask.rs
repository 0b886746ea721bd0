//! A supplier's row as it may be shown: without what installs the eSIM.
//!
//! Texts are changed in place, so that what is shown is what the supplier sent, digit by digit.

const HIDDEN: &str = "••••";

/// A row's own text without the strings behind these keys, and without its matching id anywhere else.
pub(crate) fn masked(raw: &str, keys: &[&str], matching_id: Option<&str>) -> String {
    let mut text = raw.to_owned();
    for key in keys {
        hide_values(&mut text, &format!("\"{key}\""));
    }
    if let Some(id) = matching_id.filter(|id| id.len() >= 4 && text.contains(id)) {
        text = text.replace(id, HIDDEN);
    }
    while let Some(start) = text.find("LPA:") {
        let end = text[start..].find(['"', '\\']).map_or(text.len(), |length| start + length);
        text.replace_range(start..end, HIDDEN);
    }
    text
}

/// Puts a mark in place of the string behind each occurrence of a quoted key.
fn hide_values(text: &mut String, key: &str) {
    let mut from = 0;
    while let Some(found) = text[from..].find(key) {
        from += found + key.len();
        let rest = &text[from..];
        let value = rest.trim_start_matches([' ', '\t', '\r', '\n', ':']);
        let start = from + rest.len() - value.len();
        let Some(inner) = value.strip_prefix('"') else { continue };
        let end = start + 1 + end_of_string(inner);
        text.replace_range(start + 1..end, HIDDEN);
        from = start + 1 + HIDDEN.len();
    }
}

/// Where the closing quote of a JSON string stands.
fn end_of_string(inner: &str) -> usize {
    let mut escaped = false;
    for (place, byte) in inner.bytes().enumerate() {
        match byte {
            b'\\' if !escaped => escaped = true,
            b'"' if !escaped => return place,
            _ => escaped = false,
        }
    }
    inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const KEYS: [&str; 2] = ["matchingID", "qrCodeLink"];

    proptest! {
        #[test]
        fn no_code_survives_and_the_rest_does(
            id in "[A-Z0-9-]{8,40}",
            note in "[a-z \"\\\\é\n]{0,20}",
            spaced: bool,
        ) {
            let row = json!({
                "note": note, "matchingID": id, "list": [{"matchingID": id}],
                "qrCodeLink": format!("q.example/{id}"), "code": format!("LPA:1$h.example${id}"),
            });
            let text = if spaced { serde_json::to_string_pretty(&row).unwrap() } else { row.to_string() };
            let shown = masked(&text, &KEYS, None);
            prop_assert!(!shown.contains(&id), "{shown}");
            let shown: Value = serde_json::from_str(&shown).unwrap();
            prop_assert_eq!(&shown["note"], &row["note"]);
        }

        #[test]
        fn no_text_panics(text in ".{0,60}", key in "(\"matchingID\"|\"qrCodeLink\"|LPA:)", rest in ".{0,60}") {
            let _ = masked(&format!("{text}{key}{rest}"), &KEYS, Some(&rest));
        }
    }
}
