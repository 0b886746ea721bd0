//! The account's books: orders, eSIMs, money, and what is due to happen when.
//!
//! Times are Unix milliseconds. Nothing here reads the clock: callers say what time it is.

use super::admission::RequestIds;
use super::catalogue::Source;
use super::options::Account;
use super::view::Origin;
use crate::stage::{self, Agenda, DIGITS, Rng};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One eSIM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Esim {
    pub id: i64,
    /// 19 or 20 digits, known from the beginning.
    pub iccid: String,
    /// Stands for the ICCID of an order in the older form of pending.
    pub placeholder: String,
    /// Position in [`Ledger::orders`].
    pub order: usize,
    pub package_code: String,
    /// Without details yet.
    pub pending: bool,
    /// Its order failed before it was ready: it never was.
    pub void: bool,
    /// The list's word, upper case as a rule.
    pub status: String,
    /// The network's word: `New`, `Installed`, `Active`, `Disconnected`, …
    pub esim_status: String,
    /// `AFFECTED` or `FREE`.
    pub sim_status: String,
    /// `Enable`, `Disable` or nothing.
    pub profile_status: Option<String>,
    pub smdp: String,
    pub matching_id: String,
    pub imsi: String,
    pub msisdn: Option<String>,
    /// 0 for unlimited ones.
    pub total_bytes: i64,
    /// Bytes used up to `counted_at`.
    pub used_bytes: i64,
    pub counted_at: i64,
    /// What the last look at the network stored.
    pub stored_bytes: i64,
    pub stored_at: i64,
    pub days: i64,
    pub activated_at: Option<i64>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
}

/// One order of an eSIM or of more data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    pub id: i64,
    /// `order_…` or `topup_…`.
    pub reference: String,
    pub package_code: String,
    pub package_name: String,
    /// Minor units, for all pieces together.
    pub amount: i64,
    /// ISO 4217; those of another currency than the account's appear in no list.
    pub currency: String,
    pub status: String,
    pub created_at: i64,
    /// Positions of its eSIMs: those it produced, or the one it topped up.
    pub esims: Vec<usize>,
    pub quantity: u32,
    pub topup: bool,
    /// The caller's `idempotency_key`.
    pub key: Option<String>,
    /// Until then the call itself is still running.
    pub working_until: i64,
    /// How it ends when its details are due, if not well.
    pub ends_as: Option<String>,
    pub origin: Origin,
}

/// Something that happens at a time, to the row at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Event {
    /// The order's details arrive, or it fails.
    Provision(usize),
    /// The eSIM's data or days may be used up.
    Check(usize),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub seed: u64,
    pub account: Account,
    pub rng: Rng,
    pub next_id: i64,
    /// Minor units of the account's currency.
    pub balance: i64,
    pub esims: Vec<Esim>,
    pub orders: Vec<Order>,
    pub due: Agenda<Event>,
    /// New prices by package, in minor units.
    pub prices: BTreeMap<String, i64>,
    pub removed: BTreeSet<String>,
    /// ICCIDs of other accounts.
    pub strangers: Vec<String>,
    pub webhook: Option<Webhook>,
    /// Orders and top-ups committed over HTTP.
    pub purchases: u64,
    pub request_ids: RequestIds,
    #[serde(skip)]
    by_iccid: HashMap<String, usize>,
    #[serde(skip)]
    by_reference: HashMap<String, usize>,
    #[serde(skip)]
    by_key: HashMap<String, usize>,
    #[serde(skip)]
    revision: u64,
}

/// The webhook setting of the key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Webhook {
    pub url: String,
    pub secret: String,
    pub events: Vec<String>,
}

impl Ledger {
    pub fn empty(seed: u64, account: Account) -> Self {
        Self {
            seed,
            account,
            rng: Rng::new(seed),
            next_id: 2500,
            balance: account.currency().convert(250_000),
            esims: Vec::new(),
            orders: Vec::new(),
            due: Agenda::default(),
            prices: BTreeMap::new(),
            removed: BTreeSet::new(),
            strangers: Vec::new(),
            webhook: None,
            purchases: 0,
            request_ids: RequestIds::default(),
            by_iccid: HashMap::new(),
            by_reference: HashMap::new(),
            by_key: HashMap::new(),
            revision: 0,
        }
    }

    pub fn changed(&mut self) {
        self.revision += 1;
    }

    pub fn new_id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    /// `order_1692123456_ab7cd`: a prefix, the time and five letters or digits.
    pub fn new_reference(&mut self, prefix: &str, now: i64) -> String {
        let letters = self.rng.text("", 5, b"abcdefghijklmnopqrstuvwxyz0123456789");
        format!("{prefix}_{now}_{letters}")
    }

    /// A fresh ICCID of 19 digits, or 20 of a carrier. Most of eSIMfly's own examples fail the check digit, and so
    /// do these.
    pub fn new_iccid(&mut self, source: Source) -> String {
        let prefix = match source {
            Source::Network => "8948010",
            Source::Partner => "8910300",
            Source::Kddi => "8981100",
            Source::Carrier { .. } => "89441002",
            Source::Enterprise { .. } => "8932042",
        };
        let id = self.next_id;
        self.rng.text(prefix, 4, DIGITS) + &format!("{id:08}")
    }

    pub fn add_order(&mut self, order: Order) -> usize {
        let position = self.orders.len();
        self.by_reference.insert(order.reference.clone(), position);
        if let Some(key) = &order.key {
            self.by_key.insert(key.clone(), position);
        }
        self.orders.push(order);
        self.changed();
        position
    }

    pub fn add_esim(&mut self, esim: Esim) -> usize {
        let position = self.esims.len();
        self.by_iccid.insert(esim.iccid.clone(), position);
        self.esims.push(esim);
        self.changed();
        position
    }

    pub fn order(&self, reference: &str) -> Option<usize> {
        self.by_reference.get(reference).copied()
    }

    pub fn order_by_key(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The eSIM with this ICCID, once it is ready.
    pub fn esim(&self, iccid: &str) -> Option<usize> {
        self.by_iccid.get(iccid).copied().filter(|&n| !self.esims[n].pending)
    }

    pub fn esim_by_id(&self, id: i64) -> Option<usize> {
        self.esims.iter().position(|esim| esim.id == id)
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
        self.by_iccid = self.esims.iter().enumerate().map(|(n, esim)| (esim.iccid.clone(), n)).collect();
        self.by_reference =
            self.orders.iter().enumerate().map(|(n, order)| (order.reference.clone(), n)).collect();
        let keys = self.orders.iter().enumerate();
        self.by_key = keys.filter_map(|(n, order)| Some((order.key.clone()?, n))).collect();
    }
}
