//! Bundles that are bought but on no eSIM yet: how they come into stock and onto eSIMs.

use super::catalogue::{Bundle, Catalogue};
use super::ledger::{LAPSE_MS, Ledger};
use super::options::Options;
use super::records::{Line, Stock};

impl Ledger {
    pub fn put_into_stock(&mut self, order: usize, now: i64) {
        for line in self.orders[order].lines.clone() {
            self.add_stock(&line.item, line.quantity, line.price, now);
        }
    }

    /// So many pieces of a bundle into the stock, under a usage id of their own.
    pub fn add_stock(&mut self, bundle: &str, quantity: u32, paid: i64, now: i64) {
        self.stock.push(Stock {
            id: 42_000_001 + self.stock.len() as i64,
            bundle: bundle.to_owned(),
            total: quantity,
            remaining: quantity,
            expiry: now + LAPSE_MS,
            bought_at: now,
            paid,
        });
        self.changed();
    }

    /// Pieces of a bundle that are left in stock.
    pub fn in_stock(&self, bundle: &str, now: i64) -> u32 {
        self.stock
            .iter()
            .filter(|row| row.bundle == bundle && row.expiry > now)
            .map(|row| row.remaining)
            .sum()
    }

    /// Puts bundles from stock onto eSIMs, which costs nothing. There must be enough of each. The order's position.
    pub fn apply(
        &mut self,
        wanted: &[(&Bundle, Option<usize>)],
        catalogue: &Catalogue,
        options: &Options,
        now: i64,
    ) -> usize {
        let lines = wanted.iter().map(|(bundle, target)| Line {
            item: String::new(),
            bundle: Some(bundle.name.clone()),
            quantity: 0,
            price: 0,
            allow_reassign: false,
            targets: vec![*target],
            esims: Vec::new(),
        });
        let mut order = self.blank_order("bundleAssignment", lines.collect(), options, now);
        for (n, line) in order.lines.iter_mut().enumerate() {
            line.item = format!("{}-{n}", order.reference);
        }
        order.assigned = true;
        order.message = format!("Order completed: {} eSIMs assigned", wanted.len());
        let position = self.add_order(order);
        for (bundle, _) in wanted {
            self.take_from_stock(&bundle.name, now);
        }
        self.hand_when_due(position, wanted.len(), catalogue, options, now);
        self.changed();
        position
    }

    /// One piece less, of those that end first.
    fn take_from_stock(&mut self, bundle: &str, now: i64) {
        let rows = self.stock.iter_mut();
        let left = rows.filter(|row| row.bundle == bundle && row.remaining > 0 && row.expiry > now);
        if let Some(row) = left.min_by_key(|row| row.expiry) {
            row.remaining -= 1;
        }
    }
}
