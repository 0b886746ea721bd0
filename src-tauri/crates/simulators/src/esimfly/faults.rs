//! The faults that only eSIMfly has: what becomes of one request.

use super::purchase::Details;
use crate::stage::{self, millis};
use std::time::Duration;

/// What goes wrong with a request to eSIMfly.
pub type Fault = stage::Fault<Twist>;

/// A turn of one request; carried from the script to its endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// Order: the details stay pending for so long, even of a package that has them at once.
    Pending(Duration),
    /// Order: the details stay pending for ever.
    PendingForEver,
    /// Order: pending first; after the usual time the order ends with this status (`failed`, `cancelled`,
    /// `refunded`), without an eSIM, and the money comes back.
    EndsAs(&'static str),
    /// Order: committed, and answered only after so long; until then a repeat gets 409 `DUPLICATE_REQUEST`.
    Slow(Duration),
    /// Order: committed, then at once 500 `ORDER_PROCESSING_ERROR`; a repeat gets 409 for so long.
    Breaks(Duration),
    /// Order: 500 `ORDER_PROCESSING_ERROR` and nothing committed.
    BreaksBefore,
    /// List of eSIMs, orders or packages: before the answer something happens elsewhere that shifts its pages, an
    /// order of another desk or a package taken off sale.
    Shift,
    /// Live status: 502 `PROVIDER_ERROR`.
    NetworkDown,
    /// Text message: 400 `SMS_FAILED`.
    SmsFails,
    /// Any admitted request: this status and code instead of what was asked, for every documented code and for
    /// those that no document has.
    Refuses(u16, &'static str),
}

impl Twist {
    /// How long the call of an order is in work.
    pub(crate) fn in_work(&self) -> Option<Duration> {
        match self {
            Self::Slow(time) | Self::Breaks(time) => Some(*time),
            Self::Pending(_) | Self::PendingForEver | Self::EndsAs(_) | Self::BreaksBefore => None,
            Self::Shift | Self::NetworkDown | Self::SmsFails | Self::Refuses(..) => None,
        }
    }

    /// When the details of an order come that would usually come after so many milliseconds, if this says so.
    pub(crate) fn details(&self, usual: i64) -> Option<Details> {
        match self {
            Self::Pending(time) => Some(Details::After(millis(*time))),
            Self::PendingForEver => Some(Details::Never),
            Self::EndsAs(status) => Some(Details::Fails(usual, status)),
            Self::Slow(_) | Self::Breaks(_) | Self::BreaksBefore | Self::Shift => None,
            Self::NetworkDown | Self::SmsFails | Self::Refuses(..) => None,
        }
    }
}
