//! The organisation's balance and monthly cost: what is owed follows from what was used, and both are shown as
//! snapshots that are taken every three hours.

use super::catalogue::Catalogue;
use super::ledger::Ledger;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often snapshots are taken.
pub(crate) const COLLECT_MS: i64 = 3 * 60 * 60 * 1000;
/// Millionths of a euro per MiB.
const PER_MIB: i64 = 2_137;
/// Millionths of a euro per link and month.
const PER_LINK: i64 = 350_000;

/// The balance at one moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Balance {
    /// Millionths of a euro.
    pub amount: i64,
    pub collected_at: i64,
}

/// The cost of one month at one moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cost {
    pub year: i16,
    pub month: i8,
    /// Millionths of a euro for the links.
    pub fees: i64,
    /// Millionths of a MiB by operator (its position).
    pub usage: BTreeMap<usize, i64>,
    pub collected_at: i64,
}

/// What so many millionths of a MiB cost, in millionths of a euro.
pub(crate) fn charge(usage: i64) -> i64 {
    let charge = i128::from(usage) * i128::from(PER_MIB) / 1_000_000;
    i64::try_from(charge).unwrap_or(i64::MAX)
}

/// Calendar month (UTC) of a time.
pub(crate) fn month(at: i64) -> (i16, i8) {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC);
    (at.year(), at.month())
}

impl Ledger {
    /// Millionths of a euro for everything used so far.
    pub fn owed(&self, now: i64) -> i64 {
        charge((0..self.activations.len()).map(|n| self.used(n, now)).sum())
    }

    /// Sets what the next snapshot of the balance will show, in millionths of a euro.
    pub fn set_balance(&mut self, amount: i64, now: i64) {
        self.paid_in = amount + self.owed(now);
        self.changed();
    }

    /// Takes the snapshots of `at`; the balance's only when it has changed.
    pub fn collect(&mut self, catalogue: &Catalogue, at: i64) {
        let amount = self.paid_in - self.owed(at);
        if self.balance.as_ref().is_none_or(|last| last.amount != amount) {
            self.balance = Some(Balance { amount, collected_at: at });
        }
        let (year, month) = month(at);
        let cost = self.cost(catalogue, year, month, at);
        self.costs.retain(|old| (old.year, old.month) != (year, month));
        self.costs.push(cost);
    }

    /// What began in this month is this month's cost.
    fn cost(&self, catalogue: &Catalogue, year: i16, of: i8, at: i64) -> Cost {
        let mut usage = BTreeMap::new();
        for (n, activation) in self.activations.iter().enumerate() {
            let began = activation.activated_at.is_some_and(|began| month(began) == (year, of));
            let plan = catalogue.plan(&activation.plan_id).filter(|_| began);
            if let Some(operator) = plan.and_then(|plan| catalogue.coverage_of(plan).operators.first()) {
                *usage.entry(*operator).or_default() += self.used(n, at);
            }
        }
        let links = self.links.iter().filter(|link| !link.removed).count() as i64;
        Cost { year, month: of, fees: links * PER_LINK, usage, collected_at: at }
    }
}
