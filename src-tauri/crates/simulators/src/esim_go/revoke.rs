//! Taking bundles off eSIMs and giving stock back.

use super::catalogue::Catalogue;
use super::ledger::{DAY_MS, Ledger};
use super::options::Options;
use super::records::BundleState;
use super::refused::Refused;

/// Days within which an unused bundle may be given back.
const REFUND_MS: i64 = 60 * DAY_MS;
pub(crate) const OFF: &str = "refunds are not enabled for this organisation";

/// Where a revoked bundle goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refund {
    Nowhere,
    Inventory,
    Balance,
}

impl Refund {
    /// The confirmation.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nowhere => "Successfully Revoked Bundle",
            Self::Inventory => "Successfully Revoked Bundle, bundle has been refunded to inventory",
            Self::Balance => "Successfully Revoked Bundle, bundle has been refunded to balance",
        }
    }
}

impl Ledger {
    /// What a revoke would give back: nothing unless refunds are on, the bundle is unused and was bought lately.
    pub fn refund_of(&self, n: usize, to_balance: bool, options: &Options, now: i64) -> Refund {
        let row = &self.assignments[n];
        let fresh = row.state.waits() && row.start.is_none() && now - row.bought_at <= REFUND_MS;
        match (options.refunds && fresh, to_balance) {
            (true, true) => Refund::Balance,
            (true, false) => Refund::Inventory,
            (false, _) => Refund::Nowhere,
        }
    }

    /// Takes a usable bundle off its eSIM.
    pub fn revoke(&mut self, n: usize, refund: Refund, catalogue: &Catalogue, options: &Options, now: i64) {
        let (esim, bundle, paid) = {
            let row = &self.assignments[n];
            (row.esim, row.bundle.clone(), row.paid)
        };
        self.end(n, BundleState::Revoked, "Bundle Revoked", catalogue, now);
        match refund {
            Refund::Nowhere => {}
            Refund::Inventory => {
                self.note(esim, "Bundle Refunded to Inventory", Some(&bundle), now);
                self.add_stock(&bundle, 1, paid, now);
            }
            Refund::Balance => {
                self.note(esim, "Bundle Refunded To Balance", Some(&bundle), now);
                self.balance += paid;
            }
        }
        let last = self.on_esim(esim).all(|other| !self.assignments[other].state.usable());
        let alone = self.on_esim(esim).count() == 1;
        if options.returns && last && alone && self.esims[esim].profile_status != "Installed" {
            self.give_back(esim, now);
        }
        self.changed();
    }

    /// Gives pieces in stock back for money.
    pub fn refund_stock(
        &mut self,
        id: i64,
        quantity: u32,
        options: &Options,
        now: i64,
    ) -> Result<(), Refused> {
        if !options.refunds {
            return Err(Refused::bad(OFF));
        }
        let Some(row) = self.stock.iter_mut().find(|row| row.id == id) else {
            return Err(Refused::bad("usageId not found"));
        };
        if quantity == 0 || quantity > row.remaining {
            return Err(Refused::bad("quantity exceeds the remaining bundles"));
        }
        if now - row.bought_at > REFUND_MS {
            return Err(Refused::bad("the refund period is over"));
        }
        row.remaining -= quantity;
        self.balance += row.paid * i64::from(quantity);
        self.changed();
        Ok(())
    }
}
