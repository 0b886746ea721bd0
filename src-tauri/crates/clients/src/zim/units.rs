//! ZIM's numbers and units: amounts, days, and fields that are a number here and a text there.

use super::wire::Raw;
use crate::json::text;
use esim_desk_model::{Allowance, Data, DataUnit};

/// -1 is no limit, whatever the unit says.
pub(super) fn data(value: Raw<'_>, unit: Option<&str>) -> Option<Data> {
    let value = number(value)?;
    if is_unlimited(value) {
        return Some(Data::Unlimited);
    }
    let unit = match unit?.trim().to_ascii_uppercase().as_str() {
        "MB" => DataUnit::Mebibyte,
        "GB" => DataUnit::Gibibyte,
        _ => return None,
    };
    let Data::Bytes(one) = Data::of(1, unit)? else { return None };
    #[expect(clippy::cast_precision_loss, reason = "a mebibyte and a gibibyte are exact in a double")]
    whole(value * one as f64).map(Data::Bytes)
}

pub(super) fn calls(value: Raw<'_>, unit: Option<&str>) -> Option<Allowance> {
    let minutes = match unit.map(|unit| unit.trim().to_ascii_uppercase()).as_deref() {
        Some("MINUTES" | "MINUTE") => 1,
        Some("HOURS" | "HOUR") => 60,
        Some(_) | None => return number(value).filter(|v| is_unlimited(*v)).map(|_| Allowance::Unlimited),
    };
    allowance(value, minutes)
}

pub(super) fn allowance(value: Raw<'_>, factor: u32) -> Option<Allowance> {
    let value = number(value)?;
    if is_unlimited(value) {
        return Some(Allowance::Unlimited);
    }
    whole(value * f64::from(factor)).and_then(|count| u32::try_from(count).ok()).map(Allowance::Limited)
}

/// Whole days, begun ones counted: 36 hours are two days.
pub(super) fn days(value: Raw<'_>, unit: Option<&str>) -> Option<u32> {
    let value = number(value).filter(|value| *value > 0.0)?;
    let unit = unit?.trim().to_ascii_uppercase();
    let days = match unit.strip_suffix('S').unwrap_or(&unit) {
        "HOUR" => value / 24.0,
        "DAY" => value,
        "WEEK" => value * 7.0,
        "MONTH" => value * 30.0,
        "YEAR" => value * 365.0,
        _ => return None,
    };
    whole(days.ceil()).and_then(|days| u32::try_from(days).ok())
}

fn number(raw: Raw<'_>) -> Option<f64> {
    text(raw)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

pub(super) fn bytes(raw: Raw<'_>) -> Option<u64> {
    number(raw).and_then(whole)
}

fn is_unlimited(value: f64) -> bool {
    (value + 1.0).abs() < f64::EPSILON
}

/// The nearest whole number, if it is none below zero and none too large for certainty.
fn whole(value: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    (0.0..=EXACT).contains(&value).then(|| value.round() as u64)
}
