//! eSIMfly's numbers and units: packages in GB, use in MB, money as a decimal number.

use crate::json::{Raw, text};
use esim_desk_model::{Data, Iccid, Money, Timestamp};

/// Sold in whole dinars, whatever the standard says.
const WITHOUT_DECIMALS: &str = "IQD";

const MEBIBYTE: f64 = 1_048_576.0;
const GIBIBYTE: f64 = 1_073_741_824.0;

/// Gigabytes of a package. Zero without the word unlimited says nothing.
pub(super) fn gigabytes(value: Raw<'_>, is_unlimited: Option<bool>) -> Option<Data> {
    if is_unlimited == Some(true) {
        return Some(Data::Unlimited);
    }
    whole(number(value)? * GIBIBYTE).filter(|bytes| *bytes > 0).map(Data::Bytes)
}

/// Megabytes of an eSIM, in bytes.
pub(super) fn megabytes(value: Raw<'_>) -> Option<u64> {
    whole(number(value)? * MEBIBYTE)
}

/// A whole count above zero.
pub(super) fn count(value: Raw<'_>) -> Option<u32> {
    text(value)?.trim().parse().ok().filter(|count| *count > 0)
}

/// An amount, digit by digit from its text. One that is finer than the currency's coins stays as fine.
pub(super) fn money(value: Raw<'_>, currency: &str) -> Option<Money> {
    let text = text(value)?;
    let is_whole = currency.trim().eq_ignore_ascii_case(WITHOUT_DECIMALS);
    let usual = Money::parse(&text, currency).ok().filter(|_| !is_whole);
    usual.or_else(|| exact(text.trim(), currency)).filter(|money| money.minor >= 0)
}

fn exact(text: &str, currency: &str) -> Option<Money> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let minor = format!("{whole}{fraction}").parse().ok()?;
    Money::new(minor, currency, u8::try_from(fraction.len()).ok()?).ok()
}

/// Whether an amount is more than these together; `None` for two currencies.
pub(super) fn is_more(whole: &Money, parts: &[&Money]) -> Option<bool> {
    let finest = parts.iter().map(|part| part.exponent).fold(whole.exponent, u8::max);
    let units = |money: &Money| {
        let unit = 10_i128.checked_pow(u32::from(finest - money.exponent))?;
        i128::from(money.minor).checked_mul(unit).filter(|_| money.currency == whole.currency)
    };
    let sum = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(units(part)?))?;
    Some(units(whole)? > sum)
}

/// An ICCID; a placeholder such as `PENDING_…` is none.
pub(super) fn iccid(value: Raw<'_>) -> Option<Iccid> {
    let text = text(value)?;
    let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    Iccid::parse(&text).ok().filter(|_| is_number)
}

pub(super) fn phone_number(value: Raw<'_>) -> Option<String> {
    let text = text(value)?;
    let digits: String = text.chars().filter(|c| !matches!(c, '+' | ' ' | '-')).collect();
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(digits)
}

/// ISO 8601. What has no zone is UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}

fn number(value: Raw<'_>) -> Option<f64> {
    text(value)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// The nearest whole number, if it is none below zero and none too large for certainty.
fn whole(value: f64) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    (0.0..=EXACT).contains(&value).then(|| value.round() as u64)
}
