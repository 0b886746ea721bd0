//! Desks: their codes, and the numbers of their orders. Whose number a note carries is decided here alone.

/// Longest code of a desk.
const LONGEST_CODE: usize = 5;
/// Digits of a running number at least.
const DIGITS: usize = 6;
/// What a drawn code begins with. Without vowels no code is a word, and none of these passes for a digit.
const FIRST: &[u8] = b"BCDFGHJKLMNPRTVWXYZ";
/// What it goes on with: those, and the digits that pass for no letter.
const FURTHER: &[u8] = b"BCDFGHJKLMNPRTVWXYZ2346789";
/// How much a drawn code goes on: 334,000 codes in all, so that two of thirty desks share one once in 770 agencies.
const MORE: usize = 3;

/// Whether a text is a desk's code: a capital letter, and up to four capital letters or digits.
#[must_use]
pub fn is_desk_code(text: &str) -> bool {
    let is_capital_or_digit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.len() <= LONGEST_CODE
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.as_bytes().iter().all(is_capital_or_digit)
}

/// A code for a desk that nobody gave one, such as `K7VM`, from a number that is drawn anew for each desk.
#[must_use]
pub fn drawn_desk_code(drawn: u64) -> String {
    let mut left = drawn;
    let mut next = |letters: &[u8]| {
        let count = letters.len() as u64;
        let letter = usize::try_from(left % count).ok().and_then(|place| letters.get(place)).copied();
        left /= count;
        letter.map(char::from)
    };
    std::iter::once(next(FIRST)).chain((0..MORE).map(|_| next(FURTHER))).flatten().collect()
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
    fn another_number_draws_another_code() {
        let all = FIRST.len() * FURTHER.len().pow(3);
        let drawn: std::collections::HashSet<_> = (0..all as u64).map(drawn_desk_code).collect();
        assert_eq!((drawn.len(), all), (all, 333_944));
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
        fn every_drawn_code_is_a_code(drawn in any::<u64>()) {
            let code = drawn_desk_code(drawn);
            prop_assert!(is_desk_code(&code) && code.len() == 1 + MORE, "{}", code);
        }

        #[test]
        fn every_number_names_its_desk(desk in "[A-Z][A-Z0-9]{0,4}", running in any::<u32>()) {
            let number = order_number(&desk, running);
            prop_assert_eq!(desk_of_order(&number), Some(desk.as_str()));
        }
    }
}
