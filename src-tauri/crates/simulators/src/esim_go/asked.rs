//! The query of a request, and the values that eSIM Go allows in one.

use super::refused::Refused;
use jiff::Timestamp;
use serde::Deserialize;

/// The query's fields in their order; a name may come more than once.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Asked(Vec<(String, String)>);

impl Asked {
    /// The first value of a field.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A number of at least 1, or `default` when the field is absent.
    pub fn number(&self, name: &str, default: usize) -> Result<usize, Refused> {
        let Some(text) = self.one(name) else { return Ok(default) };
        let number = text.parse().ok().filter(|&n| n >= 1);
        number.ok_or_else(|| Refused::bad(format!("{name} must be a positive number")))
    }

    /// `true` or `false`; false when the field is absent.
    pub fn flag(&self, name: &str) -> Result<bool, Refused> {
        match self.one(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Refused::bad(format!("{name} must be true or false"))),
        }
    }

    /// One of `allowed`, or the first of them when the field is absent.
    pub fn word(&self, name: &str, allowed: &[&'static str]) -> Result<&'static str, Refused> {
        let Some(text) = self.one(name) else { return Ok(allowed.first().copied().unwrap_or_default()) };
        let known = allowed.iter().find(|word| **word == text).copied();
        known.ok_or_else(|| Refused::bad(format!("{name} must be one of: {}", allowed.join(", "))))
    }
}

/// `gte:2026-03-01T00:00:00Z` and its like: whether `at` (Unix milliseconds) passes.
pub(crate) fn time_passes(condition: &str, at: i64) -> Result<bool, Refused> {
    let operators = ["eq", "lte", "lt", "gte", "gt"];
    let split = condition.split_once(':').filter(|(word, _)| operators.contains(word));
    let (operator, value) = split.unwrap_or(("eq", condition));
    let limit = value.parse::<Timestamp>().map_err(|_| Refused::bad("a time must be in RFC 3339"))?;
    let limit = limit.as_millisecond();
    Ok(match operator {
        "lt" => at < limit,
        "lte" => at <= limit,
        "gt" => at > limit,
        "gte" => at >= limit,
        _ => at == limit,
    })
}

/// Strings match as a wildcard: anywhere, in any case. `*` and `%` at the ends are not needed.
pub(crate) fn text_passes(pattern: &str, text: &str) -> bool {
    let wanted = pattern.trim_matches(['*', '%']).to_lowercase();
    text.to_lowercase().contains(&wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_stand_before_the_time() {
        let noon = "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
        for (condition, passes) in [
            ("2026-03-01T12:00:00Z", true),
            ("eq:2026-03-01T12:00:00.000Z", true),
            ("gt:2026-03-01T12:00:00Z", false),
            ("gte:2026-03-01T12:00:00Z", true),
            ("lt:2026-03-01T14:00:01+02:00", true),
            ("lte:2026-03-01T11:59:59Z", false),
        ] {
            assert_eq!(time_passes(condition, noon).unwrap(), passes, "{condition}");
        }
        assert!(time_passes("gte:yesterday", noon).is_err());
    }

    #[test]
    fn text_is_found_anywhere_and_in_any_case() {
        assert!(text_passes("kingdom", "eSIM, United Kingdom") && text_passes("*King%", "kingdom"));
        assert!(!text_passes("France", "kingdom"));
    }
}
