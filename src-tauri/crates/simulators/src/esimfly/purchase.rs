//! Buying: what a purchase must satisfy, what it costs, and what it writes into the books.

use super::answer::Refusal;
use super::catalogue::{Catalogue, Package};
use super::ledger::{Esim, Event, Ledger, Order};
use super::view::Origin;
use crate::stage::{DIGITS, HEX};
use serde_json::Value;

const SMDPS: [&str; 2] = ["rsp-eu.simlessly.com", "rsp-3104.idemia.io"];

/// A purchase as asked for, already known to name a package.
#[derive(Debug)]
pub(crate) struct Purchase<'a> {
    pub package: &'a Package,
    pub quantity: u32,
    pub key: Option<String>,
    /// How long the call itself takes, in milliseconds.
    pub working: i64,
    /// When the details come: `None` = at once.
    pub details: Option<Details>,
    pub origin: Origin,
}

/// Details that are not there at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Details {
    /// After so many milliseconds.
    After(i64),
    Never,
    /// The order ends with this status instead, after so many milliseconds.
    Fails(i64, &'static str),
}

impl Ledger {
    /// The package's price as it stands now, in minor units of the account's currency.
    pub fn price(&self, package: &Package) -> i64 {
        let usual = || self.account.currency().convert(package.cents);
        self.prices.get(&package.code).copied().unwrap_or_else(usual)
    }

    /// Whether this account can buy the package.
    pub fn sells(&self, package: &Package) -> bool {
        package.visible_to(self.account) && !self.removed.contains(&package.code)
    }

    /// Takes the money, or says how much is missing.
    pub fn charge(&mut self, amount: i64) -> Result<(), Shortage> {
        if self.balance < amount {
            return Err(Shortage { balance: self.balance, needed: amount });
        }
        self.balance -= amount;
        self.changed();
        Ok(())
    }

    /// Commits a purchase: takes the money, writes order and eSIMs, and gives the order's position.
    pub fn buy(
        &mut self,
        purchase: Purchase<'_>,
        now: i64,
        catalogue: &Catalogue,
    ) -> Result<usize, Shortage> {
        let amount = self.price(purchase.package) * i64::from(purchase.quantity);
        self.charge(amount)?;
        if purchase.origin == Origin::Desk {
            self.purchases += 1;
        }
        let position = self.write(&purchase, amount, now);
        match &purchase.details {
            None => self.due.push(now, Event::Provision(position)),
            Some(Details::After(ms)) => self.due.push(now + ms, Event::Provision(position)),
            Some(Details::Never) => {}
            Some(Details::Fails(ms, status)) => {
                self.orders[position].ends_as = Some((*status).to_owned());
                self.due.push(now + ms, Event::Provision(position));
            }
        }
        self.settle(now, catalogue);
        Ok(position)
    }

    /// An order with its eSIMs, all still pending.
    pub fn write(&mut self, purchase: &Purchase<'_>, amount: i64, now: i64) -> usize {
        let order = Order {
            id: self.new_id(),
            reference: self.new_reference("order", now),
            package_code: purchase.package.code.clone(),
            package_name: purchase.package.name.clone(),
            amount,
            currency: self.account.currency().code().into(),
            status: "pending".into(),
            created_at: now,
            esims: Vec::new(),
            quantity: purchase.quantity,
            topup: false,
            key: purchase.key.clone(),
            working_until: now + purchase.working,
            ends_as: None,
            origin: purchase.origin,
        };
        let position = self.add_order(order);
        for n in 0..purchase.quantity {
            // The document shows the order and its first eSIM under the same number.
            let id = if n == 0 { self.orders[position].id } else { self.new_id() };
            let esim = self.new_esim(id, position, purchase.package, now);
            let esim = self.add_esim(esim);
            self.orders[position].esims.push(esim);
        }
        position
    }

    fn new_esim(&mut self, id: i64, order: usize, package: &Package, now: i64) -> Esim {
        Esim {
            id,
            iccid: self.new_iccid(package.source),
            placeholder: format!("PENDING_{}_{now}", self.rng.text("B", 14, DIGITS)),
            order,
            package_code: package.code.clone(),
            pending: true,
            void: false,
            status: "NEW".into(),
            esim_status: "New".into(),
            sim_status: "FREE".into(),
            profile_status: None,
            smdp: SMDPS[(id % 2) as usize].into(),
            matching_id: self.rng.text("", 32, HEX),
            imsi: self.rng.text("26001", 10, DIGITS),
            msisdn: None,
            total_bytes: package.bytes(),
            used_bytes: 0,
            counted_at: now,
            stored_bytes: 0,
            stored_at: now,
            days: package.days,
            activated_at: None,
            expires_at: None,
            created_at: now,
        }
    }
}

/// Too little money, in minor units. Nothing was committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shortage {
    pub balance: i64,
    pub needed: i64,
}

impl Shortage {
    /// The three amounts as JSON numbers: what is there, what is needed, what is missing.
    pub fn amounts(self, ledger: &Ledger) -> [Value; 3] {
        [self.balance, self.needed, self.needed - self.balance]
            .map(|minor| ledger.account.currency().amount(minor))
    }

    /// As an order answers it.
    pub fn refusal(self, ledger: &Ledger) -> Refusal {
        let [current, required, missing] = self.amounts(ledger);
        Refusal::bad("INSUFFICIENT_BALANCE", "Insufficient balance")
            .with("currentBalance", current)
            .with("requiredBalance", required)
            .with("needToLoad", missing)
    }
}
