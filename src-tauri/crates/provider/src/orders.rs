//! Buying. [`Orders::place`] is the only call of the whole port that spends.

use crate::{LotId, Result};
use async_trait::async_trait;
use esim_desk_model::{EsimId, Money, OrderKey, Plan, PlanId, ServiceId, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What staff want to buy, before it is cut into requests of one eSIM each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// How the plan looked when it was chosen.
    pub plan: Plan,
    /// The price staff saw, for one; absent where the supplier states none.
    pub price: Option<Money>,
    /// Onto what.
    pub target: Target,
    /// Bought, or taken from what is owned.
    pub source: Source,
    /// How many eSIMs.
    pub quantity: u32,
}

/// Where the data of an order comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// It is bought, and the wallet pays.
    #[default]
    Bought,
    /// It is owned already ([`crate::Stock`]).
    Stock {
        /// Out of which lot.
        lot: LotId,
        /// Whether taking it costs nothing more ([`crate::Lot::paid`]).
        paid: bool,
    },
}

/// Onto what an order puts its data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Target {
    /// A new eSIM.
    NewEsim,
    /// An eSIM that exists, and the plan on it that is topped up.
    AddData {
        /// The eSIM.
        esim: EsimId,
        /// The plan on it.
        service: ServiceId,
    },
}

/// One purchase, sent once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What to buy.
    pub plan: Plan,
    /// The price staff agreed to.
    pub price: Option<Money>,
    /// Onto what.
    pub target: Target,
    /// Bought, or taken from what is owned.
    #[serde(default)]
    pub source: Source,
    /// How many eSIMs; more than one only up to [`Orders::most_at_once`].
    #[serde(default = "one")]
    pub count: u32,
}

fn one() -> u32 {
    1
}

impl Request {
    /// `draft.quantity` requests of one eSIM each.
    #[must_use]
    pub fn one_each(draft: &Draft) -> Vec<Self> {
        let request = Self {
            plan: draft.plan.clone(),
            price: draft.price.clone(),
            target: draft.target.clone(),
            source: draft.source.clone(),
            count: 1,
        };
        vec![request; draft.quantity.try_into().unwrap_or(0)]
    }

    /// The plan's id.
    #[must_use]
    pub fn plan_id(&self) -> &PlanId {
        &self.plan.id
    }
}

/// What may not be in flight together, because its outcomes could not be told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lane(pub String);

/// What a purchase would cost now. Asking never spends.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The plan as it is sold now; `None` when it is no longer sold.
    pub plan: Option<Plan>,
    /// Its price in this wallet's currency.
    pub price: Option<Money>,
    /// What the wallet holds, where the supplier says so.
    pub balance: Option<Money>,
}

/// What the supplier looked like before we sent, as its own client wrote it. Opaque to everybody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(pub String);

/// The supplier's answer to a purchase.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The supplier's order number.
    pub reference: String,
    /// How far it is.
    pub taken: Taken,
    /// What was charged; absent is "not stated".
    pub charged: Option<Money>,
}

/// How far a taken order is at the supplier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Taken {
    /// The supplier works on it.
    Processing,
    /// Somebody at the agency must approve it at the supplier.
    WaitsForApproval,
    /// Somebody must pay it at the supplier.
    WaitsForPayment,
    /// Done there.
    Fulfilled,
    /// Taken, then failed or cancelled there.
    Failed {
        /// The supplier's reason.
        reason: Option<String>,
        /// Whether the money came back; absent is not said.
        money_back: Option<bool>,
    },
    /// A newer order stands in its place.
    Replaced,
    /// A word we do not know, or the supplier does not let us look.
    NotSaid,
}

/// Where a taken order stands, and what seems to have come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// How far it is.
    pub taken: Taken,
    /// The eSIMs that may be its outcome; the caller drops those another order owns.
    pub candidates: Vec<Candidate>,
    /// What was charged, where the order row says so.
    pub charged: Option<Money>,
    /// What became of each eSIM of an order of several; empty for an order of one.
    pub items: Vec<Item>,
}

impl Progress {
    /// What an order of one eSIM came to.
    #[must_use]
    pub fn of_one(taken: Taken, candidates: Vec<Candidate>, charged: Option<Money>) -> Self {
        Self { taken, candidates, charged, items: Vec::new() }
    }
}

/// One eSIM of an order of several. One that fails never fails the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Item {
    /// Its number where the supplier says it, else the supplier's word for the item.
    pub label: String,
    /// The eSIM, where it is known.
    pub esim: Option<EsimId>,
    /// How it ended.
    pub outcome: ItemOutcome,
}

/// How one eSIM of an order of several ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemOutcome {
    /// Still to come.
    Open,
    /// It worked.
    Done,
    /// It did not.
    Failed {
        /// The supplier's reason.
        reason: Option<String>,
    },
}

/// Something at the supplier that may be ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The supplier's order number, where an order was found.
    pub reference: Option<String>,
    /// The eSIM, where one was found.
    pub esim: Option<EsimId>,
    /// The plan on an eSIM, where one was found.
    pub service: Option<ServiceId>,
    /// When the supplier made it.
    pub created_at: Option<Timestamp>,
    /// How it was found.
    pub evidence: Evidence,
}

/// How sure a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The supplier ties it to our reference.
    Reference,
    /// It is new since the mark and fits; somebody else's would look the same.
    Difference,
}

/// The outcome of one look for a purchase whose answer was lost.
#[derive(Clone, Debug, PartialEq)]
pub enum Trace {
    /// Everything that could be read was read whole; these fit. None fitting proves nothing by itself:
    /// the caller looks again before it concludes.
    Looked(Vec<Candidate>),
    /// An error or an incomplete list: nothing may be concluded.
    CannotTell {
        /// Why, in plain words.
        why: String,
    },
}

/// Buying from one wallet.
#[async_trait]
pub trait Orders: Send + Sync {
    /// Cuts a draft into requests of one eSIM each.
    fn split(&self, draft: &Draft) -> Vec<Request> {
        Request::one_each(draft)
    }
    /// As many eSIMs as one request may hold ([`Request::count`]).
    fn most_at_once(&self) -> u32 {
        1
    }
    /// The lane a request holds.
    fn lane(&self, request: &Request) -> Lane;
    /// Asks what it would cost now. Never spends.
    async fn preview(&self, request: &Request) -> Result<Quote>;
    /// Remembers what the supplier looks like before sending; also makes sure that the credentials are
    /// fresh. Never spends.
    async fn mark(&self, request: &Request) -> Result<Mark>;
    /// Buys. The only call that spends; sent once, never repeated by anything.
    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed>;
    /// Whether a purchase that was sent at `since` may be sent once more: where the supplier knows its key, still,
    /// and so buys at most once.
    fn may_replay(&self, _request: &Request, _since: Timestamp, _now: Timestamp) -> bool {
        false
    }
    /// Sends a purchase whose answer was lost once more, byte for byte; `None` unless [`Orders::may_replay`].
    ///
    /// # Errors
    /// Always with [`crate::Effect::Unknown`]: a refusal now says nothing of the first copy.
    async fn replay(
        &self,
        _key: &OrderKey,
        _request: &Request,
        _since: Timestamp,
        _now: Timestamp,
    ) -> Option<Result<Placed>> {
        None
    }
    /// Looks once for a purchase whose answer was lost: by its key where the supplier shows it, else among what
    /// is new since the mark; `since` is when it was sent. Never spends.
    async fn trace(&self, key: &OrderKey, request: &Request, mark: &Mark, since: Timestamp) -> Result<Trace>;
    /// Looks once at an order the supplier took. Never spends.
    async fn progress(
        &self,
        reference: &str,
        request: &Request,
        mark: &Mark,
        since: Timestamp,
    ) -> Result<Progress>;
    /// Of these plans, or else of its own, those that may go onto an eSIM, beside or after the plan on it.
    /// `candidates` are the catalogue's plans for where it works. Never spends.
    async fn fitting(
        &self,
        _esim: &EsimId,
        _service: &ServiceId,
        candidates: Vec<Plan>,
    ) -> Result<Vec<Plan>> {
        Ok(candidates)
    }
    /// Whether a lot of the stock may go onto an eSIM that exists.
    fn stock_fits_existing(&self) -> bool {
        false
    }
    /// Writes our order number onto a new eSIM, where the supplier keeps such a note, so that every desk sees
    /// whose it is. Writing it twice is harmless.
    async fn label(&self, _esim: &EsimId, _number: &str) -> Result<()> {
        Ok(())
    }
    /// Whether the supplier lets us see the account's orders; `None` where it cannot be told. Never spends.
    async fn sees_orders(&self) -> Result<Option<bool>> {
        Ok(None)
    }
    /// How long this supplier usually takes from order to code, in seconds.
    fn usual_seconds(&self) -> u32;
}
