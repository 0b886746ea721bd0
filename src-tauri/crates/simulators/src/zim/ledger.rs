//! The account's books: eSIMs, subscriptions, orders, money, and what is due to happen when.
//!
//! Times are Unix milliseconds. Nothing here reads the clock: callers say what time it is.

use super::ids::Ids;
use crate::stage::{self, Agenda, Rng, iccid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Esim {
    pub id: String,
    /// Decides the row's quirks: number or text, 19 or 20 digits, scheme of the picture link.
    pub number: u64,
    pub iccid: Option<String>,
    pub msisdn: Option<String>,
    pub matching_id: Option<String>,
    pub smdp: Option<String>,
    pub status: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub id: String,
    /// Position in [`Ledger::esims`].
    pub esim: usize,
    pub plan_id: String,
    pub status: String,
    /// Bytes used up to `counted_at`.
    pub spent: i64,
    pub counted_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub id: String,
    pub plan_id: String,
    pub account_id: String,
    pub user_id: String,
    pub created_at: i64,
    pub status: String,
    pub kind: String,
    pub notify: bool,
    pub failure: Option<String>,
    pub payment_id: Option<String>,
    pub currency: String,
    /// Minor units for the whole order.
    pub price: i64,
    pub quantity: u32,
    /// The subscription that a `TOP_UP` adds to, as a position.
    pub tops_up: Option<usize>,
    /// Positions of what the order produced.
    pub subscriptions: Vec<usize>,
    /// Milliseconds between fulfilment and the eSIM row; `None` = it never appears.
    pub row_delay: Option<i64>,
    /// The order will fail with this reason instead of being fulfilled.
    pub will_fail: Option<String>,
    pub origin: super::Origin,
}

/// Something that happens at a time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Event {
    /// The order (a position) ends its processing.
    Fulfil(usize),
    /// The order's eSIM rows appear.
    Appear(usize),
    /// The subscription (a position) and its eSIM become ready.
    Release(usize),
}

/// Where a row stands, by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Esim(usize),
    Subscription(usize),
    Order(usize),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub seed: u64,
    pub rng: Rng,
    pub account_id: String,
    pub user_id: String,
    pub esims: Vec<Esim>,
    pub subscriptions: Vec<Subscription>,
    pub orders: Vec<Order>,
    pub due: Agenda<Event>,
    /// Minor units by currency.
    pub balances: BTreeMap<String, i64>,
    /// New prices by plan and currency, in minor units.
    pub prices: BTreeMap<String, BTreeMap<String, i64>>,
    pub removed_plans: BTreeSet<String>,
    /// Purchases committed over HTTP.
    pub purchases: u64,
    #[serde(skip)]
    slots: HashMap<String, Slot>,
    /// Grow with every change; what is derived from the rows compares them.
    #[serde(skip)]
    pub revision: u64,
    #[serde(skip)]
    pub rows_revision: u64,
}

impl Ledger {
    pub fn empty(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        Self {
            seed,
            account_id: rng.id("acct_"),
            user_id: rng.id("user_"),
            rng,
            esims: Vec::new(),
            subscriptions: Vec::new(),
            orders: Vec::new(),
            due: Agenda::default(),
            balances: [("USD", 250_000), ("JPY", 300_000), ("KWD", 750_000)]
                .into_iter()
                .map(|(currency, minor)| (currency.to_owned(), minor))
                .collect(),
            prices: BTreeMap::new(),
            removed_plans: BTreeSet::new(),
            purchases: 0,
            slots: HashMap::new(),
            revision: 0,
            rows_revision: 0,
        }
    }

    pub fn changed(&mut self) {
        self.revision += 1;
    }

    pub fn rows_changed(&mut self) {
        self.revision += 1;
        self.rows_revision += 1;
    }

    pub fn esim(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Esim(n)) => Some(*n),
            Some(Slot::Subscription(_) | Slot::Order(_)) | None => None,
        }
    }

    pub fn subscription(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Subscription(n)) => Some(*n),
            Some(Slot::Esim(_) | Slot::Order(_)) | None => None,
        }
    }

    pub fn order(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Order(n)) => Some(*n),
            Some(Slot::Esim(_) | Slot::Subscription(_)) | None => None,
        }
    }

    pub fn add_esim(&mut self, esim: Esim) -> usize {
        self.slots.insert(esim.id.clone(), Slot::Esim(self.esims.len()));
        self.esims.push(esim);
        self.esims.len() - 1
    }

    pub fn add_subscription(&mut self, subscription: Subscription) -> usize {
        self.slots.insert(subscription.id.clone(), Slot::Subscription(self.subscriptions.len()));
        self.subscriptions.push(subscription);
        self.subscriptions.len() - 1
    }

    pub fn add_order(&mut self, order: Order) -> usize {
        self.slots.insert(order.id.clone(), Slot::Order(self.orders.len()));
        self.orders.push(order);
        self.orders.len() - 1
    }
}

impl stage::Ledger for Ledger {
    const FORMAT: u32 = 1;

    fn revision(&self) -> u64 {
        self.revision
    }

    fn next_due(&self) -> Option<i64> {
        self.due.next()
    }

    fn index(&mut self) {
        let esims = self.esims.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Esim(n)));
        let subs =
            self.subscriptions.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Subscription(n)));
        let orders = self.orders.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Order(n)));
        self.slots = esims.chain(subs).chain(orders).collect();
    }
}

impl Esim {
    /// Puts the codes on a row that is ready to install. ICCIDs follow from the row's number: unique, 19 or 20
    /// digits, with a valid check digit.
    pub fn give_codes(&mut self, rng: &mut Rng) {
        let body = if self.number % 5 == 2 {
            format!("8944801{:012}", self.number + 700)
        } else {
            format!("8948010{:011}", self.number + 12_345)
        };
        self.iccid = Some(iccid(&body));
        self.matching_id = Some(rng.hex32());
        self.smdp = Some("smdpp.zimconnections.com".into());
        if self.number.is_multiple_of(3) {
            self.msisdn = Some(format!("4474{:08}", self.number + 82_482));
        }
    }
}
