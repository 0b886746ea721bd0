//! Ids: UUIDs, or numbers where the options ask for them.

use crate::stage::{DIGITS, Rng};
use serde_json::{Value, json};

/// Ids as Telkor gives them.
pub(crate) trait Ids {
    /// A new id; a number has 15 digits, which every JSON reader keeps.
    fn id(&mut self, number: bool) -> String;
}

impl Ids for Rng {
    fn id(&mut self, number: bool) -> String {
        if number { self.text("4", 14, DIGITS) } else { self.uuid() }
    }
}

/// The id as JSON: a number when it is one.
pub(crate) fn json_id(id: &str) -> Value {
    id.parse::<u64>().map_or_else(|_| json!(id), |number| json!(number))
}

/// The id that a request body gives as a string or a number.
pub(crate) fn given_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => id.as_u64().map(|id| id.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
