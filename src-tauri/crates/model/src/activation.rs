//! The activation code: the text a phone scans. Source: GSMA SGP.22, section 4.1.

/// An activation code, kept exactly as its supplier sent it (outer white space trimmed).
///
/// It is as good as the eSIM itself, so it prints masked: `Debug` never shows the matching id.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationCode {
    text: String,
    smdp: String,
    matching_id: String,
    needs_confirmation: bool,
}

/// Why a text is not an activation code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivationCodeError {
    /// A character that a phone would not accept, with its place counted from 1.
    #[error("character {place} of the code is {character:?}, which no phone accepts")]
    Character {
        /// The offending character.
        character: char,
        /// Its place in the text, from 1.
        place: usize,
    },
    /// The code does not have its parts in order.
    #[error("an activation code reads LPA:1$address$code; this one does not")]
    Shape,
    /// The SM-DP+ is not a host name.
    #[error("{0:?} is not an address of an eSIM server")]
    Smdp(String),
    /// Longer than 512 characters.
    #[error("an activation code has at most 512 characters, this has {0}")]
    Length(usize),
}

const LONGEST: usize = 512;

impl ActivationCode {
    /// Reads a code, with or without its `LPA:` in any case.
    ///
    /// # Errors
    /// [`ActivationCodeError`] says which rule of SGP.22 the text breaks; a text is never repaired.
    pub fn parse(text: &str) -> Result<Self, ActivationCodeError> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(ActivationCodeError::Length(text.len()));
        }
        if let Some((place, character)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_graphic()) {
            return Err(ActivationCodeError::Character { character, place: place + 1 });
        }
        let body = match text.get(..4) {
            Some(prefix) if prefix.eq_ignore_ascii_case("LPA:") => &text[4..],
            _ => text,
        };
        let parts: Vec<&str> = body.split('$').collect();
        let [format, smdp, rest @ ..] = parts.as_slice() else { return Err(ActivationCodeError::Shape) };
        let matching_id = rest.first().copied().unwrap_or_default();
        let oid = rest.get(1).copied().unwrap_or_default();
        let flag = rest.get(2).copied().unwrap_or_default();
        let well_shaped = *format == "1"
            && matching_id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && oid.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && matches!(flag, "" | "1");
        if !well_shaped {
            return Err(ActivationCodeError::Shape);
        }
        if !is_host_name(smdp) {
            return Err(ActivationCodeError::Smdp((*smdp).to_owned()));
        }
        Ok(Self {
            text: text.to_owned(),
            smdp: (*smdp).to_owned(),
            matching_id: matching_id.to_owned(),
            needs_confirmation: flag == "1",
        })
    }

    /// Builds `LPA:1$smdp$matching_id`, with `$$1` where the supplier says a confirmation code is needed.
    ///
    /// # Errors
    /// As [`ActivationCode::parse`].
    pub fn from_parts(
        smdp: &str,
        matching_id: &str,
        needs_confirmation: bool,
    ) -> Result<Self, ActivationCodeError> {
        let flag = if needs_confirmation { "$$1" } else { "" };
        Self::parse(&format!("LPA:1${}${}{flag}", smdp.trim(), matching_id.trim()))
    }

    /// The stored text, exactly as received.
    #[must_use]
    pub fn as_received(&self) -> &str {
        &self.text
    }

    /// The text for a QR or a link: as received, with `LPA:` put in front where it was missing.
    #[must_use]
    pub fn for_qr(&self) -> String {
        let has_prefix = self.text.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("LPA:"));
        if has_prefix { self.text.clone() } else { format!("LPA:{}", self.text) }
    }

    /// The SM-DP+ host name ("Address" on an iPhone).
    #[must_use]
    pub fn smdp(&self) -> &str {
        &self.smdp
    }

    /// The matching id ("Code" on an iPhone); may be empty.
    #[must_use]
    pub fn matching_id(&self) -> &str {
        &self.matching_id
    }

    /// Whether the phone will ask for a confirmation code.
    #[must_use]
    pub fn needs_confirmation(&self) -> bool {
        self.needs_confirmation
    }

    /// The matching id with all but its last four characters hidden, for lists and logs.
    #[must_use]
    pub fn masked(&self) -> String {
        let tail = self.matching_id.len().saturating_sub(4);
        if tail < 4 {
            "••••".to_owned()
        } else {
            format!("•••• {}", &self.matching_id[tail..])
        }
    }
}

impl std::fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ActivationCode({} {})", self.smdp, self.masked())
    }
}

/// Two labels or more of letters, digits and inner hyphens, up to 63 each and 255 in all.
fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 255 && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_the_text_exactly_as_received() {
        let code = ActivationCode::parse(" lpa:1$smdp.example.com$aB-9$1.3.6$1$more \n").unwrap();
        assert_eq!(code.as_received(), "lpa:1$smdp.example.com$aB-9$1.3.6$1$more");
        assert_eq!(code.for_qr(), code.as_received());
        assert_eq!((code.smdp(), code.matching_id()), ("smdp.example.com", "aB-9"));
        assert!(code.needs_confirmation());
    }

    #[test]
    fn an_absent_oid_keeps_its_place_before_the_flag() {
        let code = ActivationCode::from_parts("smdp.example.com", "TOKEN", true).unwrap();
        assert_eq!(code.for_qr(), "LPA:1$smdp.example.com$TOKEN$$1");
        assert!(code.needs_confirmation());
    }

    #[test]
    fn a_bare_code_gets_its_prefix_in_the_qr_only() {
        let code = ActivationCode::parse("1$smdp.example.com$T").unwrap();
        assert_eq!(code.as_received(), "1$smdp.example.com$T");
        assert_eq!(code.for_qr(), "LPA:1$smdp.example.com$T");
    }

    #[test]
    fn names_the_character_no_phone_accepts() {
        let full_width = ActivationCode::parse("LPA:1\u{ff04}smdp.example.com$T").unwrap_err();
        assert_eq!(full_width, ActivationCodeError::Character { character: '\u{ff04}', place: 6 });
        for character in ['\u{200b}', '\u{a0}', '\u{2013}', '\t', '\n', '\r'] {
            let text = format!("LPA:1$smdp.example.com$A{character}B");
            assert_eq!(
                ActivationCode::parse(&text),
                Err(ActivationCodeError::Character { character, place: 25 }),
                "{character:?}"
            );
        }
    }

    #[test]
    fn refuses_what_is_not_a_code() {
        for text in [
            "",
            "LPA:",
            "LPA:2$smdp.example.com$T",
            "smdp.example.com",
            "LPA:1$smdp.example.com$T$x$1",
            "LPA:1$a.b$T$$2",
        ] {
            assert_eq!(ActivationCode::parse(text), Err(ActivationCodeError::Shape), "{text}");
        }
        for host in
            ["localhost", "https://smdp.example.com", "smdp.example.com:443", "smdp..com", "-a.com", ""]
        {
            let text = format!("LPA:1${host}$T");
            assert_eq!(
                ActivationCode::parse(&text),
                Err(ActivationCodeError::Smdp(host.to_owned())),
                "{text}"
            );
        }
        assert_eq!(ActivationCode::parse(&"a".repeat(513)), Err(ActivationCodeError::Length(513)));
    }

    #[test]
    fn does_not_print_the_code() {
        let code = ActivationCode::parse("LPA:1$smdp.example.com$64DF7EFC13EBEB1AA90F126A509BBDBD").unwrap();
        assert_eq!(format!("{code:?}"), "ActivationCode(smdp.example.com •••• BDBD)");
    }

    proptest! {
        #[test]
        fn parts_survive_building_and_reading(host in "[a-z]{1,9}(\\.[a-z]{2,9}){1,3}", id in "[A-Za-z0-9-]{0,40}", flag: bool) {
            let code = ActivationCode::from_parts(&host, &id, flag).unwrap();
            prop_assert_eq!(code.smdp(), host);
            prop_assert_eq!(code.matching_id(), id);
            prop_assert_eq!(code.needs_confirmation(), flag);
        }

        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = ActivationCode::parse(&text);
        }
    }
}
