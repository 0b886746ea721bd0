//! A hand-over's words between the record and the window.

use crate::api::{HandOverHow, HandOverView, KitAction};
use esim_desk_store::record::HandOverRow;

/// A row of the record as the window shows it.
pub(crate) fn of_row(row: &HandOverRow) -> HandOverView {
    HandOverView {
        traveller: row.traveller.clone(),
        booking: row.booking.clone(),
        how: of_word(&row.how),
        reason: row.reason.clone(),
        desk: row.desk.clone(),
        staff: row.staff.clone(),
        at: row.at,
    }
}

/// How a kit reached its traveller, out of the record's word.
pub(crate) fn of_word(word: &str) -> HandOverHow {
    let all = [HandOverHow::Shown, HandOverHow::Copied, HandOverHow::Saved, HandOverHow::Assigned];
    // A word of a newer program still means that somebody has the kit.
    all.into_iter().find(|how| self::word(*how) == word).unwrap_or(HandOverHow::Shown)
}

/// The record's word.
pub(super) fn word(how: HandOverHow) -> &'static str {
    match how {
        HandOverHow::Shown => "shown",
        HandOverHow::Copied => "copied",
        HandOverHow::Saved => "saved",
        HandOverHow::Assigned => "assigned",
    }
}

/// What an action counts as; `None` for copying what is no secret.
pub(super) fn how(action: KitAction) -> Option<HandOverHow> {
    match action {
        KitAction::Show => Some(HandOverHow::Shown),
        KitAction::Assign => Some(HandOverHow::Assigned),
        KitAction::Copy { part } if part.is_secret() => Some(HandOverHow::Copied),
        KitAction::Copy { .. } => None,
        KitAction::Save { .. } => Some(HandOverHow::Saved),
    }
}
