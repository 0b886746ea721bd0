//! Amounts of data.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
            DataUnit::Mebibyte => 1 << 20,
            DataUnit::Gibibyte => 1 << 30,
        };
        amount.checked_mul(factor).map(Self::Bytes)
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
