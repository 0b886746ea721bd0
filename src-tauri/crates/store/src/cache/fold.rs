//! Names and numbers as they are compared: without case, without marks on letters.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `Ångström` and `angstrom` fold to the same text.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_and_marks_do_not_count() {
        assert_eq!(fold("Ångström"), "angstrom");
        assert_eq!(fold("JOSÉ Núñez"), "jose nunez");
        assert_eq!(fold("محمد"), "محمد");
    }
}
