//! Countries by ISO 3166-1. Their names belong to the window, which knows the reader's language.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A country or territory: two capital letters of ISO 3166-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Country([u8; 2]);

/// Kosovo has no place in ISO 3166-1; suppliers use the user-assigned codes XK and XKX.
const KOSOVO: Country = Country(*b"XK");

impl Country {
    /// Reads a code of two or three letters in any case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        if code == "XK" || code == "XKX" {
            return Some(KOSOVO);
        }
        let known = match code.len() {
            2 => rust_iso3166::from_alpha2(&code)?,
            3 => rust_iso3166::from_alpha3(&code)?,
            _ => return None,
        };
        known.alpha2.as_bytes().try_into().ok().map(Self)
    }

    /// The two letters.
    #[must_use]
    pub fn alpha2(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }

    /// The three letters that ZIM's paths want.
    #[must_use]
    pub fn alpha3(&self) -> &'static str {
        if *self == KOSOVO {
            return "XKX";
        }
        rust_iso3166::from_alpha2(self.alpha2()).map_or("ZZZ", |known| known.alpha3)
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.alpha2())
    }
}

impl TryFrom<String> for Country {
    type Error = String;
    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or_else(|| format!("{code:?} is not a country"))
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.alpha2().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_lengths_and_keeps_neighbours_of_the_alphabet_apart() {
        assert_eq!(Country::from_code("jpn").unwrap().alpha2(), "JP");
        assert_eq!(Country::from_code("AU").unwrap().alpha3(), "AUS");
        assert_eq!(Country::from_code("AT").unwrap().alpha3(), "AUT");
        assert_eq!(Country::from_code("XKX").unwrap().alpha3(), "XKX");
        assert_eq!(Country::from_code("EU"), None);
        assert_eq!(Country::from_code("Japan"), None);
    }
}
