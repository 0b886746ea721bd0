//! Amounts of data.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

const DECIMAL_MEGABYTE: u64 = 1_000_000;
const MEBIBYTE: u64 = 1 << 20;

/// How much data: bytes, or no limit. "Not said" is an absent value around it, never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "bytes", rename_all = "snake_case")]
pub enum Data {
    /// No limit on volume. Never shown as a number.
    Unlimited,
    /// So many bytes.
    Bytes(#[ts(type = "number")] u64),
}

/// A supplier's unit, read as that supplier means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataUnit {
    /// 1024 × 1024 bytes.
    Mebibyte,
    /// 1024 × 1024 × 1024 bytes.
    Gibibyte,
}

impl Data {
    /// So many units; `None` when the product does not fit.
    #[must_use]
    pub fn of(amount: u64, unit: DataUnit) -> Option<Self> {
        let factor = match unit {
            DataUnit::Mebibyte => MEBIBYTE,
            DataUnit::Gibibyte => 1_024 * MEBIBYTE,
        };
        amount.checked_mul(factor).map(Self::Bytes)
    }

    /// What its supplier calls one GB, in bytes: 10⁹ for an amount that is whole in decimal megabytes alone (eSIM Go),
    /// else 2³⁰. `None` without a limit.
    #[must_use]
    pub fn gigabyte(self) -> Option<u64> {
        match self {
            Self::Unlimited => None,
            Self::Bytes(bytes) if bytes % DECIMAL_MEGABYTE == 0 && bytes % MEBIBYTE != 0 => {
                Some(1_000 * DECIMAL_MEGABYTE)
            }
            Self::Bytes(_) => Some(1_024 * MEBIBYTE),
        }
    }

    /// Whether this allowance holds at least so many bytes.
    #[must_use]
    pub fn holds(self, bytes: u64) -> bool {
        match self {
            Self::Unlimited => true,
            Self::Bytes(have) => have >= bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_binary_and_do_not_overflow() {
        assert_eq!(Data::of(3, DataUnit::Gibibyte), Some(Data::Bytes(3 << 30)));
        assert_eq!(Data::of(500, DataUnit::Mebibyte), Some(Data::Bytes(500 << 20)));
        assert_eq!(Data::of(u64::MAX, DataUnit::Mebibyte), None);
    }

    #[test]
    fn a_gigabyte_is_what_its_supplier_calls_one() {
        assert_eq!(Data::Bytes(3_000_000_000).gigabyte(), Some(1_000_000_000));
        assert_eq!(Data::Bytes(500_000_000).gigabyte(), Some(1_000_000_000));
        assert_eq!(Data::Bytes(3 << 30).gigabyte(), Some(1 << 30));
        assert_eq!(Data::Bytes(123_456_789).gigabyte(), Some(1 << 30));
        assert_eq!(Data::Bytes(0).gigabyte(), Some(1 << 30));
        assert_eq!(Data::Unlimited.gigabyte(), None);
    }

    #[test]
    fn unlimited_holds_everything() {
        assert!(Data::Unlimited.holds(u64::MAX));
        assert!(!Data::Bytes(9).holds(10));
    }

    #[test]
    fn crosses_the_border_with_its_kind() {
        assert_eq!(serde_json::to_string(&Data::Bytes(7)).unwrap(), r#"{"kind":"bytes","bytes":7}"#);
        assert_eq!(serde_json::to_string(&Data::Unlimited).unwrap(), r#"{"kind":"unlimited"}"#);
    }
}
