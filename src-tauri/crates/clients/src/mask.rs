//! A supplier's row as it may be shown: without what installs the eSIM.
//!
//! Texts are changed in place, so that what is shown is what the supplier sent, digit by digit.

const HIDDEN: &str = "••••";

/// The same as a JSON string.
const MARK: &str = "\"••••\"";

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

/// Puts a mark in place of the string or number behind each occurrence of a quoted key.
fn hide_values(text: &mut String, key: &str) {
    let mut from = 0;
    while let Some(found) = text[from..].find(key) {
        from += found + key.len();
        let rest = &text[from..];
        let value = rest.trim_start_matches([' ', '\t', '\r', '\n', ':']);
        let start = from + rest.len() - value.len();
        let end = match value.strip_prefix('"') {
            Some(inner) => (start + 2 + end_of_string(inner)).min(text.len()),
            None => start + value.find(|c: char| !is_of_number(c)).unwrap_or(value.len()),
        };
        if end > start {
            text.replace_range(start..end, MARK);
            from = start + MARK.len();
        }
    }
}

fn is_of_number(character: char) -> bool {
    matches!(character, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')
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

    #[test]
    fn a_number_is_hidden_as_a_text_is_and_what_is_no_value_stays() {
        let row = r#"{"matchingID":4711,"qrCodeLink" : -1.5e3,"note":4711,"list":[{"matchingID":null},{"matchingID":""}]}"#;
        let shown = r#"{"matchingID":"••••","qrCodeLink" : "••••","note":4711,"list":[{"matchingID":null},{"matchingID":"••••"}]}"#;
        assert_eq!(masked(row, &KEYS, None), shown);
        for end in [r#"{"matchingID":"#, r#"{"matchingID":""#, r#"{"matchingID":"\"#, r#"{"matchingID":4"#] {
            masked(end, &KEYS, None);
        }
    }

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
