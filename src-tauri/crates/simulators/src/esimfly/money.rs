//! Amounts: whole minor units inside, decimal numbers on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A currency that eSIMfly bills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Currency {
    Usd,
    /// Billed in whole dinars.
    Iqd,
    Eur,
}

impl Currency {
    /// ISO 4217.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Iqd => "IQD",
            Self::Eur => "EUR",
        }
    }

    /// Minor units for so many US cents, at a rate that does not change.
    pub fn convert(self, cents: i64) -> i64 {
        match self {
            Self::Usd => cents,
            Self::Iqd => cents * 131 / 10,
            Self::Eur => cents * 92 / 100,
        }
    }

    /// The amount as a JSON number: an integer when it is whole, as JavaScript writes it.
    pub fn amount(self, minor: i64) -> Value {
        match self {
            Self::Iqd => minor.into(),
            Self::Usd | Self::Eur if minor % 100 == 0 => (minor / 100).into(),
            // A double holds 15 digits, so the shortest text that reads back the same is the exact amount.
            Self::Usd | Self::Eur => (minor as f64 / 100.0).into(),
        }
    }

    /// Minor units of an amount that a caller sent; `None` when it is no number.
    pub fn minor(self, amount: &Value) -> Option<i64> {
        let amount = amount.as_f64()?;
        Some(match self {
            Self::Iqd => amount.round() as i64,
            Self::Usd | Self::Eur => (amount * 100.0).round() as i64,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Currency::{Eur, Iqd, Usd};

    #[test]
    fn amounts_are_exact_decimals() {
        for (currency, minor, text) in [
            (Usd, 272, "2.72"),
            (Usd, 4_728, "47.28"),
            (Usd, 20, "0.2"),
            (Usd, 0, "0"),
            (Usd, -5, "-0.05"),
            (Usd, 123_456_789_012_345, "1234567890123.45"),
            (Eur, 425_000, "4250"),
            (Iqd, 13_939, "13939"),
        ] {
            assert_eq!(currency.amount(minor).to_string(), text);
            assert_eq!(currency.minor(&currency.amount(minor)), Some(minor));
        }
        assert_eq!(Usd.minor(&"2.72".into()), None);
    }
}
