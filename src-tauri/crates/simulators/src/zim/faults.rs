//! The faults that only ZIM has: what becomes of one purchase.

use crate::stage;
use std::time::Duration;

/// What goes wrong with a request to ZIM.
pub type Fault = stage::Fault<Twist>;

/// What becomes of one purchase; carried from the script to the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// See [`Fault::EsimLate`].
    Late(Duration),
    /// See [`Fault::EsimNever`].
    Never,
    /// See [`Fault::OrderFails`].
    Fails(String),
    /// See [`Fault::PendingApproval`].
    Approval,
}

#[expect(
    non_snake_case,
    non_upper_case_globals,
    reason = "a script lists them among the faults that every supplier has, and reads alike"
)]
impl Fault {
    /// Purchase: the order is `FULFILLED`, the eSIM row never appears.
    pub const EsimNever: Self = Self::Own(Twist::Never);
    /// Purchase: the order stays `PENDING_APPROVAL` until approved through the handle.
    pub const PendingApproval: Self = Self::Own(Twist::Approval);

    /// Purchase: the eSIM row appears this long after the order is `FULFILLED`.
    pub fn EsimLate(delay: Duration) -> Self {
        Self::Own(Twist::Late(delay))
    }

    /// Purchase: the order turns `FAILED` with this reason, and the money comes back.
    pub fn OrderFails(reason: String) -> Self {
        Self::Own(Twist::Fails(reason))
    }
}
