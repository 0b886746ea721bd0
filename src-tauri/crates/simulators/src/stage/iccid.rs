//! ICCIDs with the check digit of ITU-T E.118.

/// The ICCID that begins with `body`: one check digit more. `body` is digits only, 18 or 19 of them as a rule.
pub fn iccid(body: &str) -> String {
    format!("{body}{}", check_digit(body))
}

fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(n, digit)| {
            let value = u32::from(digit - b'0') * if n % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::iccid;

    #[test]
    fn the_check_digit_makes_the_sum_a_multiple_of_ten() {
        // The classic example of the Luhn formula.
        assert_eq!(iccid("7992739871"), "79927398713");
        assert_eq!(iccid("0"), "00");
    }
}
