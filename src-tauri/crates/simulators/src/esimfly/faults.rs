//! The faults that only eSIMfly has: what becomes of one request.

use crate::stage;
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
}
