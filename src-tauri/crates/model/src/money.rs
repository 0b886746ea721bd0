//! Money: whole minor units, a currency and its number of decimals. Never a float, never added across
//! currencies.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An amount as a supplier states it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Money {
    /// Whole minor units: 490 with `exponent` 2 is 4.90.
    #[ts(type = "number")]
    pub minor: i64,
    /// ISO 4217, three capital letters.
    pub currency: String,
    /// Number of decimals: JPY 0, USD 2, KWD 3. The supplier's word wins over the standard's.
    pub exponent: u8,
}

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number, or one too large or too fine for its currency.
    #[error("{0:?} is not an amount")]
    Amount(String),
    /// Not three letters.
    #[error("{0:?} is not a currency")]
    Currency(String),
    /// Two currencies, or two numbers of decimals, cannot be compared or added.
    #[error("{0} and {1} are not the same currency")]
    Mixed(String, String),
}

impl Money {
    /// An amount in minor units.
    ///
    /// # Errors
    /// [`MoneyError::Currency`] unless the currency is three ASCII letters; [`MoneyError::Amount`] if the
    /// exponent exceeds 6.
    pub fn new(minor: i64, currency: &str, exponent: u8) -> Result<Self, MoneyError> {
        let currency = currency.trim().to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(MoneyError::Currency(currency));
        }
        if exponent > 6 {
            return Err(MoneyError::Amount(format!("{minor}e-{exponent}")));
        }
        Ok(Self { minor, currency, exponent })
    }

    /// Reads a decimal text such as `4.90`, with the standard's number of decimals for the currency.
    ///
    /// # Errors
    /// [`MoneyError`] if the text is no decimal or finer than the currency's minor unit.
    pub fn parse(decimal: &str, currency: &str) -> Result<Self, MoneyError> {
        let wrong = || MoneyError::Amount(decimal.to_owned());
        let exponent = standard_exponent(currency);
        let mut value = Decimal::from_str_exact(decimal.trim()).map_err(|_| wrong())?.normalize();
        if value.scale() > u32::from(exponent) {
            return Err(wrong());
        }
        value.rescale(u32::from(exponent));
        Self::new(i64::try_from(value.mantissa()).map_err(|_| wrong())?, currency, exponent)
    }

    /// Whether this costs more than the other.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies.
    pub fn exceeds(&self, other: &Self) -> Result<bool, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency.clone(), other.currency.clone()));
        }
        Ok(self.decimal() > other.decimal())
    }

    /// The same amount so many times.
    ///
    /// # Errors
    /// [`MoneyError::Amount`] on overflow.
    pub fn times(&self, count: u32) -> Result<Self, MoneyError> {
        let minor =
            self.minor.checked_mul(i64::from(count)).ok_or_else(|| MoneyError::Amount(self.to_string()))?;
        Ok(Self { minor, ..self.clone() })
    }

    fn decimal(&self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.exponent))
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

/// Decimals of a currency by ISO 4217; 2 where the standard does not know it.
fn standard_exponent(currency: &str) -> u8 {
    iso_currency::Currency::from_code(&currency.trim().to_ascii_uppercase())
        .and_then(|known| known.exponent())
        .and_then(|exponent| u8::try_from(exponent).ok())
        .unwrap_or(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn prints_with_the_decimals_of_the_price() {
        let amount = |minor, currency, exponent| Money::new(minor, currency, exponent).unwrap().to_string();
        assert_eq!(amount(490, "USD", 2), "4.90 USD");
        assert_eq!(amount(775, "JPY", 0), "775 JPY");
        assert_eq!(amount(5500, "kwd", 3), "5.500 KWD");
    }

    #[test]
    fn reads_decimals_of_the_currency_and_no_finer() {
        assert_eq!(Money::parse("4.9", "USD").unwrap().minor, 490);
        assert_eq!(Money::parse("4.90000", "USD").unwrap().minor, 490);
        assert_eq!(Money::parse("775", "JPY").unwrap(), Money::new(775, "JPY", 0).unwrap());
        assert_eq!(Money::parse("4.905", "USD"), Err(MoneyError::Amount("4.905".into())));
        assert!(Money::parse("1e3", "USD").is_err());
        assert!(Money::parse("1", "US").is_err());
    }

    #[test]
    fn compares_only_within_one_currency() {
        let usd = Money::new(490, "USD", 2).unwrap();
        assert_eq!(Money::new(4901, "USD", 3).unwrap().exceeds(&usd), Ok(true));
        assert_eq!(usd.exceeds(&usd), Ok(false));
        assert!(Money::new(775, "JPY", 0).unwrap().exceeds(&usd).is_err());
    }

    proptest! {
        #[test]
        fn what_prints_reads_back(minor in -1_000_000_000i64..1_000_000_000) {
            let money = Money::new(minor, "USD", 2).unwrap();
            let printed = money.to_string();
            prop_assert_eq!(Money::parse(printed.trim_end_matches(" USD"), "USD").unwrap(), money);
        }
    }
}
