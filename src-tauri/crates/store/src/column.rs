//! How values of the model stand in columns: moments as milliseconds, words and JSON as text.

use crate::Error;
use esim_desk_model::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A moment as its column holds it.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A moment out of its column.
pub(crate) fn moment(millis: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(millis).map_err(|_| Error::Other("a moment is out of range".to_owned()))
}

/// A moment out of a column that may be empty.
pub(crate) fn moment_or_none(millis: Option<i64>) -> Result<Option<Timestamp>, Error> {
    millis.map(moment).transpose()
}

/// JSON text for a column.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    Ok(serde_json::to_string(value)?)
}

/// JSON text for a column that may be empty.
pub(crate) fn json_or_none<T: Serialize>(value: Option<&T>) -> Result<Option<String>, Error> {
    value.map(json).transpose()
}

/// A value out of a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Ok(serde_json::from_str(text)?)
}

/// A value out of a JSON column that may be empty.
pub(crate) fn from_json_or_none<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>, Error> {
    text.map(|text| from_json(&text)).transpose()
}

/// The word of an enum that crosses the border as a word, such as `in_use`.
pub(crate) fn word<T: Serialize>(value: T) -> Result<String, Error> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(Error::Other("a word column got something else".to_owned())),
    }
}

/// An enum out of its word.
pub(crate) fn from_word<T: DeserializeOwned>(word: String) -> Result<T, Error> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}
