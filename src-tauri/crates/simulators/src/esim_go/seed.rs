//! The account's past: eSIMs in every status, bundles in every state, orders of every kind, and some stock.

use super::catalogue::{Bundle, Catalogue};
use super::ledger::{DAY_MS, Ledger};
use super::options::Options;
use super::orders::{Purchase, Wanted};
use super::records::BundleState;
use super::view::Origin;
use crate::stage::Rng;
use std::time::Duration;

/// Bundles that stand in stock: beginning of the name, pieces that came, pieces used since, days since they came.
const STOCK: [(&str, u32, usize, i64); 6] = [
    ("esim_1GB_7D_GB_", 5, 2, 30),
    ("esim_5GB_30D_REUP_", 10, 3, 80),
    ("esim_5GB_30D_REUP_", 4, 0, 20),
    // Ten days before their end.
    ("esim_50GB_90D_RGBS_", 2, 0, 355),
    ("esim_UL_7D_JP_", 4, 1, 130),
    ("esim_3GB_30D_TH_", 1, 1, 180),
];
const STATES: [BundleState; 8] = [
    BundleState::Active,
    BundleState::Queued,
    BundleState::Depleted,
    BundleState::Expired,
    BundleState::Revoked,
    BundleState::Lapsed,
    BundleState::Processing,
    BundleState::Active,
];

/// A ledger with `options.esims` eSIMs. `now` (Unix milliseconds) anchors the past; all else follows from the seed.
pub(crate) fn ledger(options: &Options, catalogue: &Catalogue, now: i64) -> Ledger {
    let mut seeding = Seeding {
        ledger: Ledger::empty(options.seed, &options.currency),
        rng: Rng::new(options.seed ^ 0xE51A),
        options: Options {
            processing: Duration::ZERO,
            assignments_after: Duration::ZERO,
            many_after: Duration::ZERO,
            ..options.clone()
        },
        catalogue,
        now,
    };
    seeding.money();
    seeding.stock();
    for number in 0..options.esims {
        seeding.esim(number);
    }
    let mut ledger = seeding.ledger;
    ledger.balance = 50_000;
    ledger.forget_the_past();
    ledger
}

struct Seeding<'a> {
    ledger: Ledger,
    rng: Rng,
    /// As the account's, but nothing takes any time.
    options: Options,
    catalogue: &'a Catalogue,
    now: i64,
}

impl<'a> Seeding<'a> {
    fn money(&mut self) {
        self.ledger.balance = 0;
        for (kind, amount, days) in
            [("topup", 900_000_000, 420), ("autoTopup", 25_000, 90), ("apiTopup", 100_000, 40)]
        {
            let at = self.now - days * DAY_MS;
            self.ledger.top_up(kind, amount, Origin::Past, &self.options, at);
        }
    }

    fn buy(&mut self, bundle: &'a Bundle, quantity: u32, targets: Vec<Option<usize>>, at: i64) {
        let assign = !targets.is_empty();
        let lines = vec![Wanted { bundle, quantity, targets, allow_reassign: false }];
        let purchase = Purchase { lines, assign, profile: 0, origin: Origin::Past, twist: None };
        let bought = self.ledger.buy(purchase, self.catalogue, &self.options, at);
        debug_assert!(bought.is_ok(), "the past is rich");
    }

    fn stock(&mut self) {
        for (start, pieces, used, days) in STOCK {
            let bundle = self.catalogue.bundles.iter().find(|bundle| bundle.name.starts_with(start));
            let Some(bundle) = bundle else { continue };
            let at = self.now - days * DAY_MS;
            self.buy(bundle, pieces, Vec::new(), at);
            if used > 0 {
                self.ledger.apply(&vec![(bundle, None); used], self.catalogue, &self.options, at + DAY_MS);
            }
        }
    }

    fn esim(&mut self, number: usize) {
        let state = STATES[number % STATES.len()];
        let bundle = &self.catalogue.bundles[self.rng.below(self.catalogue.bundles.len())];
        let age = match state {
            BundleState::Lapsed => 400,
            BundleState::Expired => bundle.days + 20,
            BundleState::Processing => 0,
            BundleState::Queued | BundleState::Active | BundleState::Depleted | BundleState::Revoked => {
                2 + number as i64 % 50
            }
        };
        let at = self.now - age * DAY_MS - 60_000;
        self.buy(bundle, 1, vec![None], at);
        let esim = self.ledger.esims.len() - 1;
        self.ledger.esims[esim].customer_ref =
            if number.is_multiple_of(3) { format!("AG-2026-{number:06}") } else { String::new() };
        let position = self.ledger.assignments.len() - 1;
        self.live(position, esim, bundle, state, at);
        if number % 10 == 4 {
            self.buy(bundle, 1, vec![Some(esim)], at + 60_000);
        }
        self.quirk(esim, number);
    }

    /// Brings the bundle at `position` into its state.
    fn live(&mut self, position: usize, esim: usize, bundle: &Bundle, state: BundleState, at: i64) {
        let (ledger, catalogue, now) = (&mut self.ledger, self.catalogue, self.now);
        match state {
            BundleState::Processing => ledger.assignments[position].state = state,
            BundleState::Queued => {}
            BundleState::Active => {
                let since = (bundle.days * DAY_MS / 2).min(now - at);
                ledger.start(position, bundle, now - since);
            }
            BundleState::Depleted => {
                ledger.start(position, bundle, now - bundle.days * DAY_MS / 2);
                ledger.use_data(esim, bundle.bytes(), catalogue, now - 60_000);
                // An unlimited one is only throttled: the vendor's word for a used-up one is for the others.
                if bundle.unlimited() {
                    ledger.end(position, BundleState::Expired, "Bundle Expired", catalogue, now - 60_000);
                }
            }
            BundleState::Expired => {
                ledger.start(position, bundle, at + DAY_MS);
                let end = at + (bundle.days + 1) * DAY_MS;
                ledger.end(position, state, "Bundle Expired", catalogue, end);
            }
            BundleState::Revoked => {
                ledger.end(position, state, "Bundle Revoked", catalogue, at + DAY_MS);
            }
            BundleState::Lapsed => {
                ledger.end(position, state, "Bundle Lapsed", catalogue, at + 365 * DAY_MS);
            }
        }
    }

    /// The rarer statuses of the eSIM itself.
    fn quirk(&mut self, esim: usize, number: usize) {
        let now = self.now;
        let esim = &mut self.ledger.esims[esim];
        match number % 24 {
            1 => esim.profile_status = "Downloaded".into(),
            9 => esim.profile_status = "Unavailable".into(),
            3 => esim.profile_status = "Released".into(),
            8 => esim.suspended = true,
            16 => (esim.suspended, esim.suspended_by_vendor) = (true, true),
            12 => esim.deactivated = true,
            17 => {
                esim.profile_status = "Installed".into();
                esim.first_installed = Some(now - DAY_MS);
            }
            _ => {}
        }
        esim.physical = number % 40 == 25;
    }
}
