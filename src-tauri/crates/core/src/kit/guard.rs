//! One code, one traveller: what stands between a kit and somebody else.

use crate::api::{Code, Failure, Kit};
use esim_desk_model::TravellerName;

/// Shortest reason that counts, in characters.
const SHORTEST_REASON: usize = 3;

/// Whether this traveller may have the kit without a word, or with the reason that staff typed.
///
/// The same person may always have it again: the window says what usually happens then.
///
/// # Errors
/// `given_to_other` (facts `name`, `at`, `how`, and `since` when it is on a phone too), `bought_elsewhere` (facts
/// `desk`, and `since` likewise), `code_used` (fact `since` where known); `reason_needed` at `reason` for one that is too short.
pub(super) fn check(kit: &Kit, to: &TravellerName, reason: Option<&str>) -> Result<(), Failure> {
    let Some(warning) = warning(kit, to) else { return Ok(()) };
    match reason.map(str::trim) {
        None | Some("") => Err(warning),
        Some(reason) if reason.chars().count() < SHORTEST_REASON => {
            Err(Failure::at(Code::ReasonNeeded, "reason"))
        }
        Some(_) => Ok(()),
    }
}

fn warning(kit: &Kit, to: &TravellerName) -> Option<Failure> {
    let used = kit.profile.code_is_used();
    let warning = match (&kit.given, &kit.bought_elsewhere) {
        (Some(given), _) if is_same(&given.traveller, to) => return None,
        (Some(given), _) => Failure::new(Code::GivenToOther)
            .fact("name", &given.traveller)
            .fact("at", given.at)
            .fact("how", super::hand_over::word(given.how)),
        (None, Some(desk)) => Failure::new(Code::BoughtElsewhere).fact("desk", desk),
        (None, None) if used => Failure::new(Code::CodeUsed),
        (None, None) => return None,
    };
    Some(match kit.used_since.filter(|_| used) {
        Some(since) => warning.fact("since", since),
        None => warning,
    })
}

fn is_same(name: &str, other: &TravellerName) -> bool {
    TravellerName::parse(name).is_ok_and(|name| name.is_same_person(other))
}
