//! The rows of the ledger. Positions are indexes into its lists; times are Unix milliseconds.

use super::view::Origin;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Sim {
    pub id: String,
    pub iccid: String,
    pub esim: bool,
    pub status: String,
    pub attached: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub msisdn: Option<String>,
    pub imsi: Option<String>,
    pub imei: Option<String>,
    pub eid: Option<String>,
    pub zones: Vec<String>,
    /// State of the eSIM profile; none for cards.
    pub state: Option<String>,
    /// Last part of the activation code; none for cards and for eSIMs that are not prepared.
    pub matching_id: Option<String>,
    /// Position in [`Ledger::links`].
    pub link: Option<usize>,
    /// What the network knows and the platform has not read yet.
    pub upstream: Option<Upstream>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upstream {
    pub attached: bool,
    pub state: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Link {
    pub id: String,
    pub name: String,
    pub status: String,
    /// Position in [`Ledger::sims`].
    pub sim: Option<usize>,
    pub created_at: i64,
    pub updated_at: i64,
    pub removed: bool,
    /// Positions in [`Ledger::activations`], oldest first.
    pub activations: Vec<usize>,
    pub origin: Origin,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Activation {
    pub id: String,
    /// Position in [`Ledger::links`].
    pub link: usize,
    pub plan_id: String,
    pub status: String,
    /// `manual` or `resubscription`.
    pub source: String,
    /// Millionths of a MiB.
    pub allocated: i64,
    /// Millionths of a MiB, up to `counted_at`.
    pub used: i64,
    pub counted_at: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub activated_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub origin: Origin,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Task {
    pub id: String,
    /// `type` in JSON.
    pub kind: String,
    /// Links are named after it; empty for other kinds.
    pub name_prefix: String,
    pub counter_start: i64,
    pub plan_ids: Vec<String>,
    pub items: Vec<Item>,
    pub created_at: i64,
    pub updated_at: i64,
    pub origin: Origin,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub id: String,
    /// The id that the request gave: a SIM's, or a link's.
    pub target: String,
    /// ICCID of the SIM, where there is one.
    pub iccid: Option<String>,
    /// The item will fail with this reason whatever its SIM is like.
    pub will_fail: Option<String>,
    pub outcome: Option<Outcome>,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// Position of the link.
    Linked(usize),
    /// Done, and nothing to show for it.
    Done,
    Failed(String),
}

/// Something that happens at a time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Event {
    /// The task (a position) ends its item (a position).
    Item(usize, usize),
    /// The activation (a position) ends.
    Expire(usize),
    /// The SIMs are synchronised with their networks.
    Sync,
    /// Balance and cost are collected.
    Collect,
}

impl Task {
    /// Items that went well, failed, and are still to be done.
    pub fn counts(&self) -> (usize, usize, usize) {
        let failed = |item: &&Item| matches!(item.outcome, Some(Outcome::Failed(_)));
        let ended = self.items.iter().filter(|item| item.outcome.is_some()).count();
        let failed = self.items.iter().filter(failed).count();
        (ended - failed, failed, self.items.len() - ended)
    }
}
