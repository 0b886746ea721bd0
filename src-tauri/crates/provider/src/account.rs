//! What an account holds: money, and what was paid for already.

use crate::Result;
use crate::ports::Listing;
use async_trait::async_trait;
use esim_desk_model::{Money, Plan, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A supplier's id of a lot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
pub struct LotId(pub String);

/// The money of a wallet.
#[async_trait]
pub trait Wallet: Send + Sync {
    /// What it holds; `None` before the supplier measured it for the first time.
    async fn balance(&self) -> Result<Option<Balance>>;
}

/// What a wallet holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Balance {
    /// The amount; it may be finer than the currency's minor unit.
    pub amount: Money,
    /// When the supplier measured it, where that is not the moment of asking.
    pub measured_at: Option<Timestamp>,
}

/// What was paid for and is on no eSIM yet: plans that wait for one, or eSIMs that wait for a plan.
#[async_trait]
pub trait Stock: Send + Sync {
    /// Every lot, empty ones included where the supplier names them.
    async fn lots(&self) -> Result<Listing<Lot>>;
}

/// Some of one plan, bought together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lot {
    /// The supplier's id, or one the client makes of what tells it apart.
    pub id: LotId,
    /// The plan that one taken from it brings.
    pub plan: Plan,
    /// Whether taking one costs nothing more. Otherwise the supplier charges for its use by its own price list.
    pub paid: bool,
    /// How many are left; 0 where the supplier names it although none is.
    pub left: u32,
    /// When the rest lapses.
    pub expires_at: Option<Timestamp>,
}
