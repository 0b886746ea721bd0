//! eSIM Go's numbers, moments and words: money as decimals, megabytes of 1,000 in the catalogue and bytes on
//! an eSIM, moments in text or milliseconds, words alone, in an array or in an object.

use super::wire::Raw;
use crate::json;
use esim_desk_model::{Iccid, Money, Timestamp};
use serde_json::Value;
use serde_json::value::RawValue;

/// The text of a field that is a string or a number, as it was sent, unless it is empty.
pub(super) fn text(raw: &Raw) -> Option<String> {
    json::text(raw.as_deref()).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A text that says something: what is absent comes as an empty one too.
pub(super) fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// An ICCID, from a text or from a number's own digits.
pub(super) fn iccid(raw: &RawValue) -> Option<Iccid> {
    json::text(Some(raw)).and_then(|text| Iccid::parse(&text).ok())
}

/// A whole number, which may be below zero.
pub(super) fn number(raw: &Raw) -> Option<i64> {
    let text = text(raw)?;
    text.parse().ok().or_else(|| whole(&text))
}

/// A number without decimals that is written with some (`1000.0`, `1e3`).
fn whole(text: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let value: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "the range and the fraction are checked first")]
    (value.abs() <= EXACT && value.fract() == 0.0).then_some(value as i64)
}

/// Bytes of an amount in this unit, which is never below zero.
pub(super) fn bytes(amount: i64, unit: &str) -> Option<u64> {
    let factor = match unit.trim().to_ascii_uppercase().as_str() {
        "BYTES" | "BYTE" | "B" => 1,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    u64::try_from(amount).ok()?.checked_mul(factor)
}

/// An amount of money, read digit by digit. One that is finer than its currency keeps its own decimals.
pub(super) fn money(raw: &Raw, currency: &str) -> Option<Money> {
    let text = text(raw)?;
    Money::parse(&text, currency).ok().or_else(|| fine_money(&text, currency))
}

/// An amount in millionths, in which amounts of one currency add up whatever their decimals.
pub(super) fn millionths(money: &Money) -> i128 {
    i128::from(money.minor) * 10_i128.pow(u32::from(6_u8.saturating_sub(money.exponent)))
}

fn fine_money(text: &str, currency: &str) -> Option<Money> {
    let (whole, fraction) = text.split_once('.')?;
    let exponent = u8::try_from(fraction.len()).ok()?;
    let minor = format!("{whole}{fraction}").parse().ok()?;
    Money::new(minor, currency, exponent).ok()
}

/// RFC 3339 with any fraction, or milliseconds since 1970. Zero, an empty text and the year 1 are how this
/// supplier says that there is no moment.
pub(super) fn moment(raw: &Raw) -> Option<Timestamp> {
    let text = text(raw)?;
    let moment = match text.parse::<i64>() {
        Ok(milliseconds) => Timestamp::from_millisecond(milliseconds).ok(),
        Err(_) => short_fraction(&text).parse().ok(),
    };
    moment.filter(|moment| moment.as_second() > 0)
}

/// The same text with at most nine digits behind the seconds.
fn short_fraction(text: &str) -> String {
    let Some((head, rest)) = text.split_once('.') else { return text.to_owned() };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    format!("{head}.{}{}", &rest[..digits.min(9)], &rest[digits..])
}

/// Words that stand alone, in an array, or in an array within an object (`{"speeds":[…]}`).
pub(super) fn words(raw: &Raw) -> Vec<String> {
    let value = raw.as_ref().and_then(|raw| serde_json::from_str(raw.get()).ok());
    value.map(|value: Value| words_in(&value)).unwrap_or_default()
}

fn words_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(word) => Some(word.trim().to_owned()).into_iter().filter(|w| !w.is_empty()).collect(),
        Value::Array(items) => items.iter().flat_map(words_in).collect(),
        Value::Object(fields) => fields.values().flat_map(words_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// A host as a phone wants it: without scheme and slashes.
pub(super) fn host(address: &str) -> &str {
    let address = address.trim();
    let begins = |scheme: &str| address.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].into_iter().find(|scheme| begins(scheme));
    address[scheme.map_or(0, str::len)..].trim_end_matches('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,40}", digits in "[0-9.:TZ+-]{0,30}") {
            for text in [text, digits] {
                let raw: Raw = serde_json::value::to_raw_value(&text).ok();
                let _ = (moment(&raw), number(&raw), words(&raw), raw.as_deref().and_then(iccid));
                prop_assert!(!host(&text).ends_with('/'));
                if let Some(money) = money(&raw, "USD") {
                    let again: Raw = serde_json::value::to_raw_value(money.to_string().trim_end_matches(" USD")).ok();
                    prop_assert_eq!(super::money(&again, "USD"), Some(money));
                }
            }
        }
    }

    fn raw(json: &str) -> Raw {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn money_is_decimal_in_a_number_or_a_text() {
        let read = |json: &str| money(&raw(json), "USD").map(|money| money.to_string());
        for (json, shown) in [
            ("1.36", "1.36 USD"),
            ("9.99", "9.99 USD"),
            ("\"498.64\"", "498.64 USD"),
            ("1000", "1000.00 USD"),
            ("1.9", "1.90 USD"),
            ("0.0021", "0.0021 USD"),
            ("\"-2.5\"", "-2.50 USD"),
        ] {
            assert_eq!(read(json).as_deref(), Some(shown), "{json}");
        }
        for json in ["null", "\"\"", "\"much\"", "1e3", "0.12345678", "true", "[1]"] {
            assert_eq!(read(json), None, "{json}");
        }
        assert_eq!(money(&raw("775"), "JPY"), Some(Money::new(775, "JPY", 0).unwrap()));
        for (json, sum) in [("1.36", 1_360_000), ("0.0021", 2_100), ("-2", -2_000_000), ("0.000001", 1)] {
            assert_eq!(money(&raw(json), "USD").as_ref().map(millionths), Some(sum), "{json}");
        }
    }

    #[test]
    fn a_moment_comes_in_three_forms_and_is_absent_in_six() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        for (json, moment_of) in [
            ("\"2023-04-07T00:50:31.618780311Z\"", at("2023-04-07T00:50:31.618780311Z")),
            ("\"2023-04-07T00:50:31.61878031199Z\"", at("2023-04-07T00:50:31.618780311Z")),
            ("\"2026-03-02T09:15:07Z\"", at("2026-03-02T09:15:07Z")),
            ("1772442906000", at("2026-03-02T09:15:06Z")),
            ("\"1772442906000\"", at("2026-03-02T09:15:06Z")),
        ] {
            assert_eq!(moment(&raw(json)), moment_of, "{json}");
        }
        for json in ["0", "\"\"", "null", "\"0001-01-01T00:00:00Z\"", "\"soon\"", "{}"] {
            assert_eq!(moment(&raw(json)), None, "{json}");
        }
        assert_eq!(moment(&None), None);
    }

    #[test]
    fn a_gigabyte_has_a_thousand_megabytes() {
        assert_eq!(bytes(20_000, "MB"), Some(20_000_000_000));
        assert_eq!(bytes(1_000_000_000, "BYTES"), bytes(1, "gb"));
        assert_eq!((bytes(-1, "MB"), bytes(1, "MINS"), bytes(i64::MAX, "GB")), (None, None, None));
        assert_eq!(
            (number(&raw("1000.0")), number(&raw("\"7\"")), number(&raw("1.5"))),
            (Some(1000), Some(7), None)
        );
    }

    #[test]
    fn the_number_of_an_esim_keeps_all_its_digits() {
        for json in ["\"8944000000000000019\"", "8944000000000000019"] {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            assert_eq!(iccid(&raw).unwrap().as_str(), "8944000000000000019");
        }
        let long: Box<RawValue> = serde_json::from_str("89440000000000000198").unwrap();
        assert_eq!(iccid(&long).unwrap().as_str(), "89440000000000000198", "larger than any integer here");
    }

    #[test]
    fn words_stand_in_four_shapes() {
        for json in [r#"["4G","5G"]"#, r#"{"speeds":["4G","5G"]}"#, r#"[["4G"],"5G",null,1,""]"#] {
            assert_eq!(words(&raw(json)), ["4G", "5G"], "{json}");
        }
        assert_eq!(words(&raw("\"Standard Fixed\"")), ["Standard Fixed"]);
        assert!(words(&raw("null")).is_empty() && words(&None).is_empty());
    }

    #[test]
    fn an_address_loses_scheme_and_slashes() {
        for text in
            ["rsp.example.com", "http://rsp.example.com", "HTTPS://rsp.example.com/", " rsp.example.com// "]
        {
            assert_eq!(host(text), "rsp.example.com", "{text}");
        }
        assert_eq!(host("é"), "é");
    }
}
