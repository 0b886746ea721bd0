//! How many desks buy from one account. A supplier counts the requests of a key or of an address, so each desk
//! takes its part of them.

use esim_desk_provider::{ConnectError, Field, FieldKind, WalletSpec};

const KEY: &str = "desks";

/// More than an agency has.
const MOST: u32 = 99;

/// The field that every form ends with.
pub(crate) fn field() -> Field {
    Field {
        key: KEY,
        label: "Desks that share this account",
        help: "1 to 99. Each desk takes its part of the requests that the supplier allows.",
        kind: FieldKind::Text,
        advanced: true,
        required: false,
        default: "1",
        only_in: "",
        account: false,
    }
}

/// How many desks were typed; one where nothing was.
///
/// # Errors
/// `Unusable` for anything but a whole number from 1 to 99.
pub(crate) fn typed(spec: &WalletSpec) -> Result<u32, ConnectError> {
    let text = spec.settings.get(KEY).map(|text| text.trim()).filter(|text| !text.is_empty());
    let Some(text) = text else { return Ok(1) };
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| is_whole && (1..=MOST).contains(number));
    number.ok_or_else(|| ConnectError::Unusable { field: KEY.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<u32, ConnectError> {
        typed(&WalletSpec {
            provider: String::new(),
            environment: String::new(),
            currency: String::new(),
            settings: [(KEY.to_owned(), text.to_owned())].into(),
        })
    }

    #[test]
    fn the_desks_are_a_whole_number_of_one_or_two_digits() {
        for (text, desks) in [("", 1), (" 7 ", 7), ("1", 1), ("99", 99)] {
            assert_eq!(of(text), Ok(desks), "{text:?}");
        }
        for text in ["0", "100", "-1", "+3", "1.5", "two", "1 2"] {
            assert_eq!(of(text), Err(ConnectError::Unusable { field: KEY.to_owned() }), "{text:?}");
        }
    }
}
