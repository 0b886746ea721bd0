//! The faults that only eSIM Go has.

use crate::stage;
use std::time::Duration;

/// What goes wrong with a request to eSIM Go.
pub type Fault = stage::Fault<Twist>;

/// A turn of eSIM Go's own; carried from the script to the endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// See [`Fault::TextError`].
    TextError(u16),
    /// See [`Fault::StillProcessing`].
    StillProcessing(u64),
    /// See [`Fault::PageShifts`].
    PageShifts,
    /// See [`Fault::CsvAnyway`].
    CsvAnyway,
    /// See [`Fault::OtherEsim`].
    OtherEsim,
    /// See [`Fault::OrderStatus`].
    OrderStatus(String),
    /// See [`Fault::ListedLate`].
    ListedLate(Duration),
    /// See [`Fault::ReadyLate`].
    ReadyLate(Duration),
    /// See [`Fault::NeverReady`].
    NeverReady,
}

#[expect(
    non_snake_case,
    non_upper_case_globals,
    reason = "a script lists them among the faults that every supplier has, and reads alike"
)]
impl Fault {
    /// Any list by pages: a row came in ahead since the page before, so that this page begins with the last row of
    /// that one.
    pub const PageShifts: Self = Self::Own(Twist::PageShifts);
    /// Install data: CSV whatever was asked for.
    pub const CsvAnyway: Self = Self::Own(Twist::CsvAnyway);
    /// Purchase: onto new eSIMs, whatever eSIMs were asked for.
    pub const OtherEsim: Self = Self::Own(Twist::OtherEsim);
    /// Purchase: its bundles stay `processing` for ever.
    pub const NeverReady: Self = Self::Own(Twist::NeverReady);

    /// Any request: this status with a `text/plain` body, and nothing is done.
    pub fn TextError(status: u16) -> Self {
        Self::Own(Twist::TextError(status))
    }

    /// Any request: 503 with `Retry-After` in seconds, and nothing is done.
    pub fn StillProcessing(retry_after: u64) -> Self {
        Self::Own(Twist::StillProcessing(retry_after))
    }

    /// Purchase: this status instead of `completed`; all else is as ever.
    pub fn OrderStatus(status: &str) -> Self {
        Self::Own(Twist::OrderStatus(status.to_owned()))
    }

    /// Purchase: the order list shows it only after this time.
    pub fn ListedLate(delay: Duration) -> Self {
        Self::Own(Twist::ListedLate(delay))
    }

    /// Purchase: `/esims/assignments` answers 503 and its bundles are `processing` for this long.
    pub fn ReadyLate(delay: Duration) -> Self {
        Self::Own(Twist::ReadyLate(delay))
    }
}
