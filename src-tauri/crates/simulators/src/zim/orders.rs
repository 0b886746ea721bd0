//! Buying: what a purchase must satisfy, what it costs, and what becomes of it as time passes.

use super::Origin;
use super::catalogue::{Catalogue, Plan, Price};
use super::faults::Twist;
use super::ids::Ids;
use super::ledger::{Esim, Event, Ledger, Order, Subscription};
use crate::stage::millis;
use std::time::Duration;

/// A purchase as asked for, already known to name a plan.
#[derive(Debug)]
pub(crate) struct Purchase<'a> {
    pub plan: &'a Plan,
    pub currency: String,
    pub quantity: u32,
    pub kind: String,
    pub account_id: Option<String>,
    pub user_id: Option<String>,
    pub notify: bool,
    pub tops_up: Option<usize>,
    pub origin: Origin,
    pub twist: Option<Twist>,
}

/// Why a purchase was refused. Nothing was committed then.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    CurrencyNotOffered,
    InsufficientFunds,
}

impl Ledger {
    /// The plan's prices as they stand now, `percent_off` less.
    pub fn prices_of(&self, plan: &Plan, percent_off: i64) -> Vec<Price> {
        let changes = self.prices.get(&plan.id);
        let changed =
            |price: &Price| changes.and_then(|c| c.get(price.currency)).copied().unwrap_or(price.value);
        plan.prices
            .iter()
            .map(|price| Price { value: changed(price) * (100 - percent_off) / 100, ..price.clone() })
            .collect()
    }

    /// Plans on sale: those of the catalogue that were not removed.
    pub fn on_sale<'a>(&'a self, catalogue: &'a Catalogue) -> impl Iterator<Item = &'a Plan> {
        catalogue.plans.iter().filter(|plan| !self.removed_plans.contains(&plan.id))
    }

    /// Commits a purchase: takes the money, writes the order, and gives its position.
    pub fn buy(
        &mut self,
        purchase: Purchase<'_>,
        now: i64,
        fulfil_after: Duration,
    ) -> Result<usize, Refusal> {
        let unit = self.prices_of(purchase.plan, 0).into_iter().find(|p| p.currency == purchase.currency);
        let price = unit.ok_or(Refusal::CurrencyNotOffered)?.value * i64::from(purchase.quantity);
        let waits = matches!(purchase.twist, Some(Twist::Approval));
        if !waits {
            self.charge(&purchase.currency, price)?;
        }
        if purchase.origin == Origin::Desk {
            self.purchases += 1;
        }
        let order = self.order_for(purchase, price, now);
        let position = self.add_order(order);
        if waits {
            self.orders[position].status = "PENDING_APPROVAL".into();
            self.changed();
        } else {
            self.process(position, now, fulfil_after);
        }
        Ok(position)
    }

    fn order_for(&mut self, purchase: Purchase<'_>, price: i64, now: i64) -> Order {
        let (row_delay, will_fail) = match purchase.twist {
            Some(Twist::Late(delay)) => (Some(millis(delay)), None),
            Some(Twist::Never) => (None, None),
            Some(Twist::Fails(reason)) => (Some(0), Some(reason)),
            Some(Twist::Approval) | None => (Some(0), None),
        };
        Order {
            id: self.rng.id("ordr_"),
            plan_id: purchase.plan.id.clone(),
            account_id: purchase.account_id.unwrap_or_else(|| self.account_id.clone()),
            user_id: purchase.user_id.unwrap_or_else(|| self.user_id.clone()),
            created_at: now,
            status: String::new(),
            kind: purchase.kind,
            notify: purchase.notify,
            failure: None,
            payment_id: None,
            currency: purchase.currency,
            price,
            quantity: purchase.quantity,
            tops_up: purchase.tops_up,
            subscriptions: Vec::new(),
            row_delay,
            will_fail,
            origin: purchase.origin,
        }
    }

    /// A paid order goes to the network.
    fn process(&mut self, position: usize, now: i64, fulfil_after: Duration) {
        self.orders[position].payment_id = Some(self.rng.id("pymt_"));
        self.orders[position].status = "PROCESSING".into();
        self.due.push(now + millis(fulfil_after), Event::Fulfil(position));
        self.changed();
    }

    fn charge(&mut self, currency: &str, price: i64) -> Result<(), Refusal> {
        let balance = self.balances.get_mut(currency).ok_or(Refusal::InsufficientFunds)?;
        if *balance < price {
            return Err(Refusal::InsufficientFunds);
        }
        *balance -= price;
        Ok(())
    }

    /// An admin approves a waiting order: it is paid now and then goes its way. False when it does not wait.
    pub fn approve(&mut self, position: usize, now: i64, fulfil_after: Duration) -> bool {
        let (currency, price) = match &self.orders[position] {
            order if order.status == "PENDING_APPROVAL" => (order.currency.clone(), order.price),
            _ => return false,
        };
        if self.charge(&currency, price).is_ok() {
            self.process(position, now, fulfil_after);
        } else {
            self.orders[position].status = "FAILED".into();
            self.orders[position].failure = Some("INSUFFICIENT_FUNDS".into());
            self.changed();
        }
        true
    }

    /// A newer order takes the place of one that is not done: same plan, same payment, nothing charged. What
    /// the old one would have produced, or how it would have failed, is the new one's. `None` when it is done.
    pub fn replace(&mut self, position: usize, now: i64, fulfil_after: Duration) -> Option<usize> {
        let status = self.orders[position].status.as_str();
        if !matches!(status, "PROCESSING" | "PENDING_APPROVAL" | "PENDING_PAYMENT") {
            return None;
        }
        let processes = status == "PROCESSING";
        self.due.retain(|event| !matches!(event, Event::Fulfil(order) if *order == position));
        let id = self.rng.id("ordr_");
        let successor = self.add_order(Order { id, created_at: now, ..self.orders[position].clone() });
        self.orders[position].status = "REPLACED".into();
        if processes {
            self.due.push(now + millis(fulfil_after), Event::Fulfil(successor));
        }
        self.changed();
        Some(successor)
    }

    /// Lets everything happen that is due at `now`.
    pub fn settle(&mut self, now: i64, esim_after: Duration) {
        while let Some((at, event)) = self.due.take(now) {
            match event {
                Event::Fulfil(order) => self.fulfil(order, at),
                Event::Appear(order) => self.appear(order, at, esim_after),
                Event::Release(subscription) => self.release(subscription),
            }
            self.changed();
        }
    }

    fn fulfil(&mut self, position: usize, at: i64) {
        let order = &mut self.orders[position];
        if let Some(reason) = order.will_fail.take() {
            order.status = "FAILED".into();
            order.failure = Some(reason);
            *self.balances.entry(order.currency.clone()).or_default() += order.price;
            return;
        }
        order.status = "FULFILLED".into();
        if let Some(delay) = order.row_delay {
            self.due.push(at + delay, Event::Appear(position));
        }
    }

    fn appear(&mut self, position: usize, at: i64, esim_after: Duration) {
        for _ in 0..self.orders[position].quantity {
            let order = &self.orders[position];
            let plan_id = order.plan_id.clone();
            let esim = match order.tops_up {
                Some(subscription) => self.subscriptions[subscription].esim,
                None => self.new_esim(),
            };
            let subscription = Subscription {
                id: self.rng.id("subs_"),
                esim,
                plan_id,
                status: "PROCESSING".into(),
                spent: 0,
                counted_at: at,
            };
            let subscription = self.add_subscription(subscription);
            self.orders[position].subscriptions.push(subscription);
            self.due.push(at + millis(esim_after), Event::Release(subscription));
        }
        self.rows_changed();
    }

    fn new_esim(&mut self) -> usize {
        let id = self.rng.id("esim_");
        let number = self.esims.len() as u64;
        self.add_esim(Esim {
            id,
            number,
            iccid: None,
            msisdn: None,
            matching_id: None,
            smdp: None,
            status: "PROCESSING".into(),
        })
    }

    fn release(&mut self, position: usize) {
        self.subscriptions[position].status = "PENDING".into();
        let esim = &mut self.esims[self.subscriptions[position].esim];
        if esim.status == "PROCESSING" {
            esim.give_codes(&mut self.rng);
            esim.status = "RELEASED".into();
        }
        self.rows_changed();
    }

    /// Bytes used at `now`: grows while the subscription is active, up to 95 % of a finite allowance.
    pub fn spent(&self, position: usize, plan: Option<&Plan>, now: i64) -> i64 {
        let subscription = &self.subscriptions[position];
        let (true, Some(plan)) = (subscription.status == "ACTIVE", plan) else { return subscription.spent };
        let grown = subscription.spent + plan.used_after(now - subscription.counted_at);
        match plan.bytes() {
            Some(bytes) => grown.min(bytes / 100 * 95).max(subscription.spent),
            None => grown,
        }
    }

    /// The traveller installs, uses or removes an eSIM. A first use starts its waiting subscriptions.
    pub fn set_esim_status(&mut self, position: usize, status: &str, now: i64) {
        self.esims[position].status = status.to_owned();
        if matches!(status, "ENABLED" | "ONLINE" | "OFFLINE") {
            for subscription in &mut self.subscriptions {
                if subscription.esim == position && subscription.status == "PENDING" {
                    subscription.status = "ACTIVE".into();
                    subscription.counted_at = now;
                }
            }
        }
        self.rows_changed();
    }

    /// The traveller uses `bytes` more; a finite allowance that is used up turns `DEPLETED`.
    pub fn use_data(&mut self, position: usize, bytes: i64, plan: Option<&Plan>, now: i64) {
        let spent = self.spent(position, plan, now) + bytes;
        let cap = plan.and_then(Plan::bytes);
        let subscription = &mut self.subscriptions[position];
        subscription.spent = cap.map_or(spent, |cap| spent.min(cap));
        subscription.counted_at = now;
        if cap.is_some_and(|cap| spent >= cap) {
            subscription.status = "DEPLETED".into();
        }
        self.rows_changed();
    }
}
