//! Sort keys and small encodings of the eSIM's row.

use crate::Error;
use esim_desk_model::{Coverage, Data, Plan};

/// What an unlimited allowance is in a column; no supplier owes data.
const UNLIMITED: i64 = -1;

/// An amount of data as its column holds it.
pub(super) fn data_column(data: Option<Data>) -> Option<i64> {
    data.map(|data| match data {
        Data::Unlimited => UNLIMITED,
        Data::Bytes(bytes) => i64::try_from(bytes).unwrap_or(i64::MAX),
    })
}

/// An amount of data out of its column.
pub(super) fn column_data(column: Option<i64>) -> Option<Data> {
    column.map(|bytes| u64::try_from(bytes).map_or(Data::Unlimited, Data::Bytes))
}

/// Least first, unlimited last.
pub(super) fn left_key(remaining: Option<i64>) -> Option<i64> {
    remaining.map(|bytes| if bytes == UNLIMITED { i64::MAX } else { bytes })
}

/// Percent left, where both amounts are numbers.
pub(super) fn left_percent(remaining: Option<i64>, allowance: Option<i64>) -> Option<u8> {
    let (remaining, allowance) = (remaining?, allowance?);
    if remaining == UNLIMITED || allowance <= 0 {
        return None;
    }
    let percent = i128::from(remaining) * 100 / i128::from(allowance);
    u8::try_from(percent.clamp(0, 100)).ok()
}

/// By where a plan works, then by data, then by days.
pub(super) fn plan_key(plan: &Plan) -> String {
    let place = match &plan.coverage {
        Coverage::Local { country } => format!("0{}", country.alpha2()),
        Coverage::Regional { region, .. } => format!("1{}", super::fold::fold(region)),
        Coverage::Global { .. } => "2".to_owned(),
        Coverage::NotSaid => "3".to_owned(),
    };
    let data = left_key(data_column(plan.data)).unwrap_or_default();
    format!("{place}\u{1}{data:019}\u{1}{:05}", plan.days.unwrap_or_default())
}

/// A count as it crosses the border.
pub(super) fn count(rows: i64) -> Result<u32, Error> {
    u32::try_from(rows).map_err(|_| Error::Other("a count is out of range".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unlimited_is_more_than_any_number_and_has_no_percentage() {
        assert!(left_key(data_column(Some(Data::Unlimited))) > left_key(Some(5 << 40)));
        assert_eq!(left_percent(data_column(Some(Data::Unlimited)), Some(10)), None);
        assert_eq!(left_percent(Some(1), Some(3)), Some(33));
        assert_eq!(left_percent(Some(9), Some(3)), Some(100));
    }

    proptest! {
        #[test]
        fn data_survives_its_column(bytes in 0..=(i64::MAX as u64)) {
            prop_assert_eq!(column_data(data_column(Some(Data::Bytes(bytes)))), Some(Data::Bytes(bytes)));
            prop_assert_eq!(column_data(data_column(Some(Data::Unlimited))), Some(Data::Unlimited));
        }
    }
}
