//! What a wallet can do, and reading its eSIMs and its catalogue.

use crate::{Diagnostics, Orders, Reconnect, Result, Stock, Wallet};
use async_trait::async_trait;
use esim_desk_model::{Country, Esim, EsimId, Plan, PlanId, Service, ServiceId, Usage};
use serde::Serialize;
use std::time::Duration;
use ts_rs::TS;

/// One wallet at one supplier. What it cannot do is absent.
pub trait Provider: Send + Sync {
    /// Read eSIMs, their install data and use.
    fn esims(&self) -> &dyn Esims;
    /// What can be bought.
    fn catalogue(&self) -> Option<&dyn Catalogue> {
        None
    }
    /// Buy a new eSIM, or data onto one.
    fn orders(&self) -> Option<&dyn Orders> {
        None
    }
    /// What it holds.
    fn wallet(&self) -> Option<&dyn Wallet> {
        None
    }
    /// What was paid for and is on no eSIM yet.
    fn stock(&self) -> Option<&dyn Stock> {
        None
    }
    /// What the phone network says of one eSIM.
    fn diagnostics(&self) -> Option<&dyn Diagnostics> {
        None
    }
    /// Connect one eSIM to its network anew.
    fn reconnect(&self) -> Option<&dyn Reconnect> {
        None
    }
    /// How long the next background request must wait, by the supplier's limits or its word; absent where it
    /// need not.
    fn waiting(&self) -> Option<Duration> {
        None
    }
    /// Whether an answer of the last connection differs from this computer's clock by more than five
    /// minutes, in seconds (ours minus theirs); absent where nothing was answered or it fits.
    fn clock_skew_seconds(&self) -> Option<i64> {
        None
    }
}

/// What a wallet can do, derived from its accessors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Abilities {
    /// Has a catalogue to search.
    pub catalogue: bool,
    /// Can buy, or take from its stock.
    pub orders: bool,
    /// As many eSIMs as one order may hold; 1 where each is an order of its own, 0 without orders.
    pub at_once: u32,
    /// Says what it holds.
    pub balance: bool,
    /// Has a stock.
    pub stock: bool,
    /// Says where an eSIM is.
    pub diagnostics: bool,
    /// Can connect an eSIM anew.
    pub reconnect: bool,
}

impl Abilities {
    /// Asks the accessors.
    #[must_use]
    pub fn of(provider: &dyn Provider) -> Self {
        Self {
            catalogue: provider.catalogue().is_some(),
            orders: provider.orders().is_some(),
            at_once: provider.orders().map_or(0, Orders::most_at_once),
            balance: provider.wallet().is_some(),
            stock: provider.stock().is_some(),
            diagnostics: provider.diagnostics().is_some(),
            reconnect: provider.reconnect().is_some(),
        }
    }
}

/// A whole list. A bad row is skipped and counted; it never hides the good ones.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// The rows that could be read.
    pub rows: Vec<T>,
    /// The rows that could not.
    pub skipped: Vec<Skipped>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Path of the field and what was wrong, without its value.
    pub why: String,
}

impl<T> Listing<T> {
    /// A list without a bad row.
    #[must_use]
    pub fn complete(rows: Vec<T>) -> Self {
        Self { rows, skipped: Vec::new() }
    }

    /// Whether every row could be read; only then does absence prove anything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.skipped.is_empty()
    }
}

/// A long list whose rows are made when they are asked for, so that they are never all in memory. That all of it
/// came, and which rows cannot be read, is known before the first.
pub struct LongListing<T> {
    /// The rows that can be read.
    pub rows: Box<dyn Iterator<Item = T> + Send>,
    /// The rows that cannot.
    pub skipped: Vec<Skipped>,
}

impl<T: Send + 'static> From<Listing<T>> for LongListing<T> {
    fn from(listing: Listing<T>) -> Self {
        Self { rows: Box::new(listing.rows.into_iter()), skipped: listing.skipped }
    }
}

impl<T> From<LongListing<T>> for Listing<T> {
    fn from(listing: LongListing<T>) -> Self {
        Self { rows: listing.rows.collect(), skipped: listing.skipped }
    }
}

/// eSIMs of one wallet.
#[async_trait]
pub trait Esims: Send + Sync {
    /// Every eSIM of the wallet.
    async fn list(&self) -> Result<Listing<Esim>>;
    /// The same, for who takes row by row. Worth answering for a supplier that sends the whole wallet at once.
    async fn long_list(&self) -> Result<LongListing<Esim>> {
        Ok(self.list().await?.into())
    }
    /// One eSIM; `None` when the supplier has no such.
    async fn one(&self, id: &EsimId) -> Result<Option<Esim>>;
    /// The same, with nobody waiting: it leaves what is kept for orders.
    async fn one_in_turn(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.one(id).await
    }
    /// Every plan on every eSIM.
    async fn services(&self) -> Result<Listing<Service>>;
    /// The same, row by row as [`Esims::long_list`].
    async fn long_services(&self) -> Result<LongListing<Service>> {
        Ok(self.services().await?.into())
    }
    /// One plan on an eSIM.
    async fn service(&self, id: &ServiceId) -> Result<Option<Service>>;
    /// Latest use of one plan; `None` when the supplier has none.
    async fn usage(&self, id: &ServiceId) -> Result<Option<Usage>>;
    /// The same, with nobody waiting, as [`Esims::one_in_turn`].
    async fn usage_in_turn(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage(id).await
    }
}

/// A destination a supplier sells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The supplier's name for it.
    pub name: String,
    /// Absent where its code is no country's.
    pub country: Option<Country>,
}

/// Which kinds of plan exist for one destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Scopes {
    /// Plans for this country alone.
    pub local: bool,
    /// Plans of a region with it.
    pub regional: bool,
    /// Global plans.
    pub global: bool,
}

/// What can be bought.
#[async_trait]
pub trait Catalogue: Send + Sync {
    /// Every destination sold.
    async fn destinations(&self) -> Result<Listing<Destination>>;
    /// Kinds of plan for one destination; `None` when it is not sold.
    async fn scopes(&self, country: Country) -> Result<Option<Scopes>>;
    /// Every plan, read whole; `countries` narrows a supplier that cannot list everything.
    async fn plans(&self, countries: &[Country]) -> Result<Listing<Plan>>;
    /// Parts of a running [`Catalogue::plans`] read so far, and how many there are; absent where none runs.
    fn read_so_far(&self) -> Option<(u32, u32)> {
        None
    }
    /// One plan read afresh from the supplier just before buying; `known` is how we last saw it. `None`
    /// when the supplier no longer sells it.
    async fn plan(&self, id: &PlanId, known: &Plan) -> Result<Option<Plan>>;
}
