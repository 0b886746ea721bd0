//! Travellers' names, one on a line.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// As many travellers as one purchase takes.
pub const MAX_TRAVELLERS: usize = 10;

/// The name of the person who uses an eSIM: 1 to 120 characters, inner white space single.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct TravellerName(String);

/// Why names cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TravellerNameError {
    /// Nothing but white space.
    #[error("a traveller needs a name")]
    Empty,
    /// Longer than 120 characters.
    #[error("a name has at most 120 characters, this has {0}")]
    Length(usize),
    /// More lines than one purchase takes.
    #[error("one purchase takes at most {MAX_TRAVELLERS} travellers, these are {0}")]
    TooMany(usize),
}

impl TravellerName {
    /// Trims the text and joins inner white space.
    ///
    /// # Errors
    /// [`TravellerNameError::Empty`] and [`TravellerNameError::Length`].
    pub fn parse(text: &str) -> Result<Self, TravellerNameError> {
        let name = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        match name.chars().count() {
            0 => Err(TravellerNameError::Empty),
            1..=120 => Ok(Self(name)),
            more => Err(TravellerNameError::Length(more)),
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names are the same person's as far as a guard can tell: case does not matter.
    #[must_use]
    pub fn is_same_person(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl std::fmt::Display for TravellerName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for TravellerName {
    type Error = TravellerNameError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<TravellerName> for String {
    fn from(name: TravellerName) -> Self {
        name.0
    }
}

/// Reads one name per line; empty lines do not count.
///
/// # Errors
/// [`TravellerNameError::Empty`] for no name at all, otherwise the first line's error.
pub fn parse_names(text: &str) -> Result<Vec<TravellerName>, TravellerNameError> {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    match lines.len() {
        0 => Err(TravellerNameError::Empty),
        count if count > MAX_TRAVELLERS => Err(TravellerNameError::TooMany(count)),
        _ => lines.into_iter().map(TravellerName::parse).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_a_line() {
        let names = parse_names(" Yuki  Tanaka \n\n\tمحمد العلي\r\n").unwrap();
        assert_eq!(
            names.iter().map(TravellerName::as_str).collect::<Vec<_>>(),
            ["Yuki Tanaka", "محمد العلي"]
        );
    }

    #[test]
    fn none_and_eleven_are_refused() {
        assert_eq!(parse_names(" \n "), Err(TravellerNameError::Empty));
        assert_eq!(parse_names(&"A\n".repeat(11)), Err(TravellerNameError::TooMany(11)));
        assert_eq!(parse_names(&"A\n".repeat(10)).unwrap().len(), 10);
        assert_eq!(TravellerName::parse(&"x".repeat(121)), Err(TravellerNameError::Length(121)));
    }

    #[test]
    fn the_same_person_in_another_case() {
        let name = |text| TravellerName::parse(text).unwrap();
        assert!(name("Yuki Tanaka").is_same_person(&name("YUKI  tanaka")));
        assert!(!name("Yuki Tanaka").is_same_person(&name("Kenji Tanaka")));
    }
}
