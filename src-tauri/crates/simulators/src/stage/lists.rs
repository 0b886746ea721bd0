//! Lists gone wrong: with a row that nobody can read, or without any row.

use serde_json::Value;

/// Puts `row` (JSON) before the good ones of the first list in the answer, whose text stays as it is.
pub(super) fn spoil(body: &str, row: &str) -> String {
    let Some(start) = body.find('[') else { return body.to_owned() };
    let (head, rows) = body.split_at(start + 1);
    let comma = if rows.trim_start().starts_with(']') { "" } else { "," };
    format!("{head}{row}{comma}{rows}")
}

/// Takes the rows out of every list of the answer.
pub(super) fn empty(body: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(mut value) => {
            clear(&mut value);
            value.to_string()
        }
        Err(_) => body.to_owned(),
    }
}

fn clear(value: &mut Value) {
    match value {
        Value::Array(rows) => rows.clear(),
        Value::Object(fields) => fields.values_mut().for_each(clear),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_row_stands_first_wherever_the_list_is() {
        assert_eq!(spoil("[1,2]", "{}"), "[{},1,2]");
        assert_eq!(spoil("[ ]", "{}"), "[{} ]");
        assert_eq!(spoil(r#"{"data":{"esims":[1]}}"#, "7"), r#"{"data":{"esims":[7,1]}}"#);
        assert_eq!(spoil("{}", "7"), "{}");
    }

    #[test]
    fn an_empty_answer_keeps_its_envelope() {
        assert_eq!(empty(r#"[{"a":[1]}]"#), "[]");
        assert_eq!(empty(r#"{"data":{"esims":[1]},"total":1}"#), r#"{"data":{"esims":[]},"total":1}"#);
        assert_eq!(empty("no JSON"), "no JSON");
    }
}
