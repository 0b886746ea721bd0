//! The rows of the books. Times are Unix milliseconds, money is minor units, positions count in the
//! [`Ledger`](super::ledger::Ledger)'s lists.

use super::view::Origin;
use serde::{Deserialize, Serialize};

/// What an eSIM is, was and did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Esim {
    pub iccid: String,
    pub matching_id: String,
    pub smdp: String,
    pub pin: String,
    pub puk: String,
    pub customer_ref: String,
    pub msisdn: Option<String>,
    /// The upstream network of its profile.
    pub upstream: u8,
    /// Position in [`PROFILES`].
    pub profile: usize,
    pub profile_status: String,
    pub suspended: bool,
    /// The vendor suspended it; the API cannot lift that.
    pub suspended_by_vendor: bool,
    pub deactivated: bool,
    pub physical: bool,
    pub first_installed: Option<i64>,
    pub assigned_at: i64,
    pub last_action: String,
    pub action_at: i64,
    pub history: Vec<Action>,
    /// Alpha-2 code of the country and time of the last registration.
    pub seen: Option<(String, i64)>,
    /// It left the account.
    pub gone: bool,
    /// Positions of the bundles on it, oldest first.
    pub assignments: Vec<usize>,
}

impl Esim {
    /// Neither suspended nor deactivated.
    pub fn works(&self) -> bool {
        !self.suspended && !self.deactivated
    }
}

/// A line of an eSIM's history.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Action {
    pub name: String,
    pub bundle: Option<String>,
    pub at: i64,
    pub alert: Option<String>,
}

/// Branding profiles: id and name.
pub(crate) const PROFILES: [(&str, &str); 2] = [
    ("0b9f6c1e-52a7-4d0e-9f43-7a1d2c3b4e50", "Profile 1"),
    ("5d2e8a70-1c4b-4f6a-8e19-3b7c9d0f2a61", "Profile 2"),
];

/// The documented states of a bundle on an eSIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BundleState {
    /// Being set up.
    Processing,
    /// Ready, unused.
    Queued,
    /// In use: data left, within its duration.
    Active,
    /// No data left, within its duration.
    Depleted,
    /// Its duration is over.
    Expired,
    /// Taken off.
    Revoked,
    /// Never used, and twelve months are over.
    Lapsed,
}

impl BundleState {
    /// The word in an answer.
    pub fn word(self) -> &'static str {
        match self {
            Self::Processing => "processing",
            Self::Queued => "queued",
            Self::Active => "active",
            Self::Depleted => "depleted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Lapsed => "lapsed",
        }
    }

    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::Processing | Self::Queued)
    }

    pub(crate) fn usable(self) -> bool {
        self.waits() || self == Self::Active
    }
}

/// A bundle on an eSIM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Assignment {
    pub id: String,
    /// Position of the eSIM.
    pub esim: usize,
    pub bundle: String,
    /// `<order or apply UUID>-<n>`.
    pub reference: String,
    pub state: BundleState,
    pub made_at: i64,
    pub bought_at: i64,
    pub paid: i64,
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Bytes used up to `counted_at`, of the running 24 hours if unlimited.
    pub used: i64,
    pub counted_at: i64,
}

/// Pieces of a bundle in stock that were bought together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stock {
    pub id: i64,
    pub bundle: String,
    pub total: u32,
    pub remaining: u32,
    pub expiry: i64,
    pub bought_at: i64,
    /// Paid for one piece.
    pub paid: i64,
}

/// One line of an order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Bundle name; the assignment's reference in an apply.
    pub item: String,
    pub bundle: Option<String>,
    pub quantity: u32,
    /// For one piece.
    pub price: i64,
    pub allow_reassign: bool,
    /// One for each piece: the eSIM that it goes onto, or a new one.
    pub targets: Vec<Option<usize>>,
    /// The eSIMs that the pieces went onto.
    pub esims: Vec<usize>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub reference: String,
    /// `bundle`, `bundleAssignment`, `topup`, `autoTopup` or `apiTopup`.
    pub kind: String,
    pub lines: Vec<Line>,
    pub total: i64,
    pub balance_after: i64,
    pub created_at: i64,
    pub status: String,
    /// What becomes of it once its bundles are on their eSIMs.
    pub status_in_the_end: String,
    pub message: String,
    pub assigned: bool,
    pub source_ip: String,
    pub profile: usize,
    pub origin: Origin,
    /// From then on `/esims/assignments` answers.
    pub ready_at: i64,
    /// From then on the order list shows it.
    pub listed_at: i64,
    /// `Some(delay)` until its bundles are queued; `None` leaves them processing for ever.
    pub processing: Option<i64>,
    /// Positions of what it put onto eSIMs.
    pub assignments: Vec<usize>,
}
