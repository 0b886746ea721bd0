//! What the journal needs of the desk around it; a test fills these with a few lines.

use super::Order;
use crate::api::{Failure, Sharing};
use async_trait::async_trait;
use esim_desk_model::{Esim, EsimId, Iccid, Plan, PlanId, ServiceId, WalletId};
use esim_desk_provider::{LotId, Provider};
use std::sync::Arc;

/// The wallets of the desk.
#[async_trait]
pub trait OpenWallets: Send + Sync {
    /// The client of a wallet that may buy and look; asks no supplier.
    ///
    /// # Errors
    /// Not found, paused, disconnected, or its credentials cannot be read.
    async fn provider(&self, wallet: &WalletId) -> Result<Arc<dyn Provider>, Failure>;

    /// What is to be said of a wallet, paused and disconnected ones included.
    ///
    /// # Errors
    /// No such wallet.
    async fn facts(&self, wallet: &WalletId) -> Result<WalletFacts, Failure>;
}

/// What the journal says of a wallet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletFacts {
    /// Staff's own name for it.
    pub name: String,
    /// How staff call the supplier.
    pub supplier: String,
    /// Label of its environment.
    pub environment: String,
    /// Whether anybody else buys from the account.
    pub sharing: Sharing,
    /// How long from order to code, in seconds.
    pub usual_seconds: u32,
}

/// What the lists know.
#[async_trait]
pub trait KnownPlans: Send + Sync {
    /// A plan as it was last seen in a list.
    async fn plan(&self, wallet: &WalletId, plan: &PlanId, list: &Offered) -> Option<Plan>;
    /// Whether taking one out of a lot costs nothing more.
    async fn is_paid(&self, wallet: &WalletId, lot: &LotId) -> bool;
    /// Told how the supplier sells a plan now, where that is not what staff saw; `None` when it no longer does.
    async fn changed(&self, wallet: &WalletId, id: &PlanId, plan: Option<Plan>);
    /// The number of an eSIM, where the lists have it.
    async fn iccid(&self, wallet: &WalletId, esim: &EsimId) -> Option<Iccid>;
    /// Whether the lists have another desk's order number on an eSIM that was neither bought nor given here.
    async fn is_elsewhere(&self, wallet: &WalletId, esim: &EsimId) -> bool;
}

/// The list that staff chose a plan from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// The catalogue.
    Catalogue,
    /// A lot of what is owned already.
    Stock(LotId),
    /// What may go onto this eSIM.
    Onto(EsimId),
}

/// Told what was bought.
#[async_trait]
pub trait Arrivals: Send + Sync {
    /// An order got its eSIM with its code. The kit is in the record already; what a list shows of it may be
    /// updated. The same eSIM may arrive twice, after a crash.
    async fn arrived(&self, order: &Order, esim: Esim);
    /// An order added data to an eSIM; `service` is the plan that has it now.
    async fn added(&self, order: &Order, esim: &EsimId, service: &ServiceId);
    /// An order was sent and taken: what the wallet holds, and what is in stock, is less now.
    fn spent(&self, order: &Order);
}
