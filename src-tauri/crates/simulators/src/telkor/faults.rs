//! The faults that only Telkor has: what becomes of one task, of one list, of one picture.

use crate::stage;
use std::time::Duration;

/// What goes wrong with a request to Telkor. A [`Twist`] is one too: `Twist::TaskStops(0).into()`.
pub type Fault = stage::Fault<Twist>;

/// A turn that one request takes; the request is answered as if nothing were wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// Bulk provision: these items (positions from 0) fail with this reason, the others go their way.
    ItemsFail {
        /// Positions in `sim_ids`.
        items: Vec<usize>,
        /// What their `error` says.
        reason: String,
    },
    /// Bulk provision: the task ends so many items and then does nothing any more, for ever.
    TaskStops(usize),
    /// Bulk provision: the task begins only after so long.
    TaskLate(Duration),
    /// A list of SIMs or links: a sync touches this many of the rows that would come last just before the answer,
    /// so that they move to the front and all others move back.
    RowsMove(usize),
    /// Installation view: the SVG carries a script.
    ScriptInPicture,
    /// Installation view: all null, as for a card, although the SIM is an eSIM.
    NoCode,
}
