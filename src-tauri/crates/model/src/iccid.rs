//! ICCID: the number of one eSIM profile. Text everywhere; source: ITU-T E.118 and suppliers' samples.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The number of an eSIM: 18 to 22 digits, held without spaces, hyphens or the padding `F`.
///
/// ZIM sends it as a JSON number of 19 or 20 digits, which neither a double nor, at 20 digits, a `u64`
/// holds; so it is read from the raw text and is never a number here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Iccid(String);

/// Why a text is not an ICCID.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IccidError {
    /// Something stands in it that is neither digit nor separator.
    #[error("an ICCID has only digits, not {0:?}")]
    Character(char),
    /// Too few or too many digits.
    #[error("an ICCID has 18 to 22 digits, this has {0}")]
    Length(usize),
}

impl Iccid {
    /// Reads an ICCID as people and suppliers write it: grouped, hyphenated, padded with `F`.
    ///
    /// # Errors
    /// [`IccidError`] names the first foreign character, or the number of digits.
    pub fn parse(text: &str) -> Result<Self, IccidError> {
        let trimmed = text.trim().trim_end_matches(['F', 'f']);
        let mut digits = String::with_capacity(trimmed.len());
        for character in trimmed.chars() {
            match character {
                '0'..='9' => digits.push(character),
                ' ' | '-' => {}
                other => return Err(IccidError::Character(other)),
            }
        }
        if (18..=22).contains(&digits.len()) {
            Ok(Self(digits))
        } else {
            Err(IccidError::Length(digits.len()))
        }
    }

    /// The digits, nothing else.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last digit is the Luhn check digit. Some issuers break it, so a supplier's ICCID is
    /// never refused for it; a typed one earns a warning.
    #[must_use]
    pub fn has_valid_check_digit(&self) -> bool {
        let sum: u32 = self
            .0
            .bytes()
            .rev()
            .enumerate()
            .map(|(place, byte)| {
                let digit = u32::from(byte - b'0');
                if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
            })
            .sum();
        sum.is_multiple_of(10)
    }
}

impl std::fmt::Display for Iccid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Iccid {
    type Error = IccidError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Iccid> for String {
    fn from(iccid: Iccid) -> Self {
        iccid.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_groups_hyphens_and_padding() {
        for text in ["8948 0100 0000 0012 345", "8948-0100-0000-0012-345F", " 8948010000000012345 "] {
            assert_eq!(Iccid::parse(text).unwrap().as_str(), "8948010000000012345");
        }
    }

    #[test]
    fn refuses_placeholders_and_wrong_lengths() {
        assert_eq!(Iccid::parse("PENDING_1"), Err(IccidError::Character('P')));
        assert_eq!(Iccid::parse("89480100"), Err(IccidError::Length(8)));
        assert_eq!(Iccid::parse(""), Err(IccidError::Length(0)));
    }

    #[test]
    fn knows_the_check_digit() {
        assert!(Iccid::parse("89014103211118510720").unwrap().has_valid_check_digit());
        assert!(!Iccid::parse("89014103211118510721").unwrap().has_valid_check_digit());
    }

    proptest! {
        #[test]
        fn any_digits_of_the_right_length_survive_a_round_trip(digits in "[0-9]{18,22}") {
            let iccid = Iccid::parse(&digits).unwrap();
            let json = serde_json::to_string(&iccid).unwrap();
            prop_assert_eq!(&json, &format!("\"{digits}\""));
            prop_assert_eq!(serde_json::from_str::<Iccid>(&json).unwrap(), iccid);
        }
    }
}
