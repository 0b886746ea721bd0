//! What a plan costs by the GB and by the day: whole minor units, rounded half up.

use esim_desk_model::{Data, Money, Plan};
use std::cmp::Ordering;

/// Price of one GB as its supplier counts it; `None` for an unlimited plan, one without data, or one whose data is
/// not stated.
pub(crate) fn per_gb(price: &Money, plan: &Plan) -> Option<Money> {
    let data = plan.data?;
    match data {
        Data::Unlimited => None,
        Data::Bytes(bytes) => divided(price, u128::from(data.gigabyte()?), u128::from(bytes)),
    }
}

/// Price of one day; `None` where the days are not stated.
pub(crate) fn per_day(price: &Money, plan: &Plan) -> Option<Money> {
    divided(price, 1, u128::from(plan.days?))
}

fn divided(price: &Money, times: u128, by: u128) -> Option<Money> {
    if by == 0 {
        return None;
    }
    let minor = u128::try_from(price.minor).ok()?;
    let rounded = (minor * times * 2 + by) / (by * 2);
    Some(Money { minor: i64::try_from(rounded).ok()?, ..price.clone() })
}

/// Cheapest first; what has no price comes last. Only for prices of one currency.
pub(crate) fn cheapest_first(one: Option<&Money>, other: Option<&Money>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => finest(one).cmp(&finest(other)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The amount in millionths, so that two exponents of one currency compare.
fn finest(money: &Money) -> i128 {
    i128::from(money.minor) * 10_i128.pow(6_u32.saturating_sub(u32::from(money.exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::tests::plan;
    use proptest::prelude::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, "USD", 2).unwrap()
    }

    #[test]
    fn rounds_half_up_in_whole_minor_units() {
        let three_gb = plan("a", Some(Data::Bytes(3 << 30)), Some(7));
        assert_eq!(per_gb(&usd(490), &three_gb), Some(usd(163)), "163.33");
        assert_eq!(per_gb(&usd(500), &three_gb), Some(usd(167)), "166.67");
        let decimal = plan("a", Some(Data::Bytes(1_000_000_000)), Some(7));
        assert_eq!(per_gb(&usd(143), &decimal), Some(usd(143)));
        let two_gb = plan("a", Some(Data::Bytes(2 << 30)), Some(2));
        assert_eq!(per_gb(&usd(491), &two_gb), Some(usd(246)), "245.5");
        assert_eq!(per_day(&usd(491), &two_gb), Some(usd(246)));
    }

    #[test]
    fn small_plans_cost_more_by_the_gb() {
        let half = plan("a", Some(Data::Bytes(500 << 20)), Some(1));
        assert_eq!(per_gb(&usd(100), &half), Some(usd(205)), "204.8");
        let yen = Money::new(775, "JPY", 0).unwrap();
        let ten = plan("a", Some(Data::Bytes(10 << 30)), None);
        assert_eq!(per_gb(&yen, &ten), Some(Money::new(78, "JPY", 0).unwrap()), "77.5");
        assert_eq!(per_day(&yen, &ten), None);
    }

    #[test]
    fn unlimited_and_unstated_data_have_no_price_by_the_gb() {
        for data in [Some(Data::Unlimited), None, Some(Data::Bytes(0))] {
            assert_eq!(per_gb(&usd(490), &plan("a", data, Some(1))), None);
        }
    }

    #[test]
    fn compares_two_exponents_of_one_currency() {
        let fine = Money::new(4899, "USD", 3).unwrap();
        assert_eq!(cheapest_first(Some(&fine), Some(&usd(490))), Ordering::Less);
        assert_eq!(cheapest_first(None, Some(&usd(490))), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn the_rounded_price_is_never_off_by_more_than_half(minor in 1i64..10_000_000, gb in 1u64..500) {
            let plan = plan("a", Some(Data::Bytes(gb << 30)), None);
            let each = per_gb(&usd(minor), &plan).unwrap().minor;
            let off = (each * i64::try_from(gb).unwrap() - minor).abs() * 2;
            prop_assert!(off <= i64::try_from(gb).unwrap());
        }
    }
}
