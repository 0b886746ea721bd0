//! Desks: their codes, and the numbers of their orders. Whose number a note carries is decided here alone.

/// Longest code of a desk.
const LONGEST_CODE: usize = 5;
/// Digits of a running number at least.
const DIGITS: usize = 6;

/// Whether a text is a desk's code: a capital letter, and up to four capital letters or digits.
#[must_use]
pub fn is_desk_code(text: &str) -> bool {
    let is_capital_or_digit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.len() <= LONGEST_CODE
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.as_bytes().iter().all(is_capital_or_digit)
}

/// The number of a desk's order: `D07-000123`.
#[must_use]
pub fn order_number(desk: &str, running: u32) -> String {
    format!("{desk}-{running:0DIGITS$}")
}

/// The code of the desk whose order has this number; `None` for a text that no desk writes as one.
#[must_use]
pub fn desk_of_order(number: &str) -> Option<&str> {
    let (desk, running) = number.split_once('-')?;
    let is_running = running.bytes().all(|byte| byte.is_ascii_digit())
        && (running.len() == DIGITS || running.len() > DIGITS && !running.starts_with('0'));
    (is_desk_code(desk) && is_running).then_some(desk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_a_letter_and_up_to_four_more() {
        for code in ["D07", "HQ", "B", "ABCDE", "A1234"] {
            assert!(is_desk_code(code), "{code}");
        }
        for wrong in ["", "7D", "ABCDEF", "d07", "D 7", "D-7", "É1"] {
            assert!(!is_desk_code(wrong), "{wrong}");
        }
    }

    #[test]
    fn what_people_write_onto_an_esim_is_no_order_number() {
        let notes = [
            "",
            "D07",
            "D07-",
            "D07-00012",
            "D07-0000123",
            "D07-00012a",
            "D07-000123 ",
            "d07-000123",
            "D07_000123",
            "AG-2026-000123",
            "AGENCY-000123",
            "-000123",
            "Yuki Tanaka",
        ];
        for note in notes {
            assert_eq!(desk_of_order(note), None, "{note}");
        }
    }

    proptest! {
        #[test]
        fn every_number_names_its_desk(desk in "[A-Z][A-Z0-9]{0,4}", running in any::<u32>()) {
            let number = order_number(&desk, running);
            prop_assert_eq!(desk_of_order(&number), Some(desk.as_str()));
        }
    }
}
