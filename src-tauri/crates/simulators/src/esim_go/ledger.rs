//! The account's books: eSIMs, the bundles on them and in stock, orders, money, and what is due to happen when.
//!
//! Times are Unix milliseconds, money is minor units. Nothing here reads the clock: callers say what time it is.

use super::catalogue::{Bundle, Catalogue};
use super::records::{Action, Assignment, Esim, Order, Stock};
use crate::stage::{self, Agenda, DIGITS, HEX, Rng, iccid};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Unused bundles end after twelve months.
pub(crate) const LAPSE_MS: i64 = 365 * DAY_MS;

/// Something that happens at a time; the number is a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Event {
    /// A large order's bundles go onto eSIMs.
    Hand(usize),
    /// A bundle is ready.
    Queue(usize),
    /// A bundle's duration ends.
    Expire(usize),
    /// A bundle was not used for twelve months.
    Lapse(usize),
    /// It shows whether a returned eSIM was installed.
    ComeBack(usize),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub seed: u64,
    pub rng: Rng,
    pub currency: String,
    pub balance: i64,
    pub esims: Vec<Esim>,
    pub assignments: Vec<Assignment>,
    pub orders: Vec<Order>,
    pub stock: Vec<Stock>,
    pub due: Agenda<Event>,
    /// New prices by bundle.
    pub prices: BTreeMap<String, i64>,
    pub removed_bundles: BTreeSet<String>,
    /// Real orders committed over HTTP.
    pub purchases: u64,
    /// What the card was charged through the API, by day since 1970.
    pub topped_up: BTreeMap<i64, i64>,
    #[serde(skip)]
    by_iccid: HashMap<String, usize>,
    #[serde(skip)]
    by_reference: HashMap<String, usize>,
    /// Grows with every change.
    #[serde(skip)]
    pub revision: u64,
}

impl Ledger {
    pub fn empty(seed: u64, currency: &str) -> Self {
        Self {
            seed,
            rng: Rng::new(seed),
            currency: currency.to_owned(),
            balance: 50_000,
            esims: Vec::new(),
            assignments: Vec::new(),
            orders: Vec::new(),
            stock: Vec::new(),
            due: Agenda::default(),
            prices: BTreeMap::new(),
            removed_bundles: BTreeSet::new(),
            purchases: 0,
            topped_up: BTreeMap::new(),
            by_iccid: HashMap::new(),
            by_reference: HashMap::new(),
            revision: 0,
        }
    }

    pub fn changed(&mut self) {
        self.revision += 1;
    }

    /// The position of an eSIM of this account.
    pub fn esim(&self, iccid: &str) -> Option<usize> {
        self.known(iccid).filter(|&n| !self.esims[n].gone)
    }

    /// The position of an eSIM that is or was of this account.
    pub fn known(&self, iccid: &str) -> Option<usize> {
        self.by_iccid.get(iccid).copied()
    }

    /// The position of an order or apply by its UUID.
    pub fn order(&self, reference: &str) -> Option<usize> {
        self.by_reference.get(reference).copied()
    }

    pub fn add_order(&mut self, order: Order) -> usize {
        self.by_reference.insert(order.reference.clone(), self.orders.len());
        self.orders.push(order);
        self.orders.len() - 1
    }

    /// A new eSIM, ready to install.
    pub fn new_esim(&mut self, upstream: u8, profile: usize, now: i64) -> usize {
        let n = self.esims.len();
        let smdp = if upstream == 0 { "rsp.example.com" } else { "smdp2.example.com" };
        let digits = if n % 5 == 3 { format!("8944001{n:012}") } else { format!("894400{n:012}") };
        let esim = Esim {
            iccid: iccid(&digits),
            matching_id: format!("{}-{n:05}", self.rng.text("SIM01-", 10, HEX)),
            smdp: smdp.into(),
            pin: self.rng.text("", 4, DIGITS),
            puk: self.rng.text("", 8, DIGITS),
            customer_ref: String::new(),
            msisdn: None,
            upstream,
            profile,
            profile_status: "Released".into(),
            suspended: false,
            suspended_by_vendor: false,
            deactivated: false,
            physical: false,
            first_installed: None,
            assigned_at: now,
            last_action: String::new(),
            action_at: now,
            history: Vec::new(),
            seen: None,
            gone: false,
            assignments: Vec::new(),
        };
        self.by_iccid.insert(esim.iccid.clone(), n);
        self.esims.push(esim);
        n
    }

    /// Writes a line into an eSIM's history.
    pub fn note(&mut self, esim: usize, name: &str, bundle: Option<&str>, at: i64) {
        let esim = &mut self.esims[esim];
        esim.last_action = name.to_owned();
        esim.action_at = at;
        let bundle = bundle.map(str::to_owned);
        esim.history.push(Action { name: name.to_owned(), bundle, at, alert: None });
    }

    /// Bundles of one eSIM, oldest first, as positions.
    pub fn on_esim(&self, esim: usize) -> impl DoubleEndedIterator<Item = usize> {
        self.esims[esim].assignments.iter().copied()
    }

    /// The bundles on sale.
    pub fn on_sale<'a>(&'a self, catalogue: &'a Catalogue) -> impl Iterator<Item = &'a Bundle> {
        catalogue.bundles.iter().filter(|bundle| !self.removed_bundles.contains(&bundle.name))
    }

    /// The price of one piece.
    pub fn price_of(&self, bundle: &Bundle) -> i64 {
        self.prices.get(&bundle.name).copied().unwrap_or(bundle.price)
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
        self.by_iccid = self.esims.iter().enumerate().map(|(n, row)| (row.iccid.clone(), n)).collect();
        self.by_reference =
            self.orders.iter().enumerate().map(|(n, row)| (row.reference.clone(), n)).collect();
    }
}
