//! What time and the traveller do to the books: bundles become ready, are used, run out and end.

use super::catalogue::{Bundle, Catalogue};
use super::ledger::{DAY_MS, Event, Ledger};
use super::records::{Action, BundleState};

/// Days after which it shows whether a returned eSIM was installed.
pub(crate) const RETURN_MS: i64 = 4 * DAY_MS;
/// Shares of a bundle, in percent, at whose use the traveller's eSIM raises an alert.
const ALERTS: [i64; 3] = [50, 80, 100];

impl Ledger {
    /// Lets everything happen that is due at `now`.
    pub fn settle(&mut self, catalogue: &Catalogue, now: i64) {
        while let Some((at, event)) = self.due.take(now) {
            match event {
                Event::Hand(order) => self.hand(order, catalogue, at),
                Event::Queue(n) if self.assignments[n].state == BundleState::Processing => {
                    self.assignments[n].state = BundleState::Queued;
                }
                Event::Expire(n)
                    if matches!(self.assignments[n].state, BundleState::Active | BundleState::Depleted) =>
                {
                    self.end(n, BundleState::Expired, "Bundle Expired", catalogue, at);
                }
                Event::Lapse(n) if self.assignments[n].state.waits() => {
                    self.end(n, BundleState::Lapsed, "Bundle Lapsed", catalogue, at);
                }
                Event::Queue(_) | Event::Expire(_) | Event::Lapse(_) => {}
                Event::ComeBack(esim) => {
                    let esim = &mut self.esims[esim];
                    esim.gone = esim.profile_status != "Installed";
                }
            }
            self.changed();
        }
    }

    /// Strikes out what is due for bundles that are over.
    pub fn forget_the_past(&mut self) {
        let assignments = &self.assignments;
        self.due.retain(|event| match event {
            Event::Queue(n) | Event::Lapse(n) => assignments[*n].state.waits(),
            Event::Expire(n) => matches!(assignments[*n].state, BundleState::Active | BundleState::Depleted),
            Event::Hand(_) | Event::ComeBack(_) => true,
        });
    }

    /// Ends a bundle on an eSIM in this state.
    pub fn end(&mut self, n: usize, state: BundleState, name: &str, catalogue: &Catalogue, at: i64) {
        let used = match catalogue.get(&self.assignments[n].bundle) {
            Some(bundle) => self.used(n, bundle, at),
            None => self.assignments[n].used,
        };
        let row = &mut self.assignments[n];
        (row.used, row.counted_at, row.state) = (used, at, state);
        let (esim, bundle) = (row.esim, row.bundle.clone());
        self.note(esim, name, Some(&bundle), at);
    }

    /// Bytes used at `now`, of the running 24 hours if unlimited. It grows while the bundle is active and its eSIM
    /// works: up to 95 % of a fixed one, and an unlimited one is throttled before each 24 hours end.
    pub fn used(&self, n: usize, bundle: &Bundle, now: i64) -> i64 {
        let row = &self.assignments[n];
        let (BundleState::Active, Some(start), true) = (row.state, row.start, self.esims[row.esim].works())
        else {
            return row.used;
        };
        let whole = bundle.bytes();
        let from = if bundle.unlimited() { start + (now - start) / DAY_MS * DAY_MS } else { start };
        let before = if row.counted_at >= from { row.used } else { 0 };
        let since = i128::from((now - row.counted_at.max(from)).max(0));
        let (most, pace) = if bundle.unlimited() {
            (whole, 20 * i128::from(DAY_MS) / 24)
        } else {
            (whole / 100 * 95, i128::from(bundle.days * DAY_MS))
        };
        let grown = i128::from(before) + i128::from(whole) * since / pace;
        i64::try_from(grown).unwrap_or(i64::MAX).min(most).max(before)
    }

    /// Suspends an eSIM, or lets it go on. Nothing is used meanwhile.
    pub fn suspend(&mut self, esim: usize, suspended: bool, catalogue: &Catalogue, now: i64) {
        let active = |n: &usize| self.assignments[*n].state == BundleState::Active;
        for n in self.on_esim(esim).filter(active).collect::<Vec<_>>() {
            if let Some(bundle) = catalogue.get(&self.assignments[n].bundle) {
                self.assignments[n].used = self.used(n, bundle, now);
                self.assignments[n].counted_at = now;
            }
        }
        self.esims[esim].suspended = suspended;
        self.changed();
    }

    /// The first data use of a bundle: from now on its duration runs.
    pub fn start(&mut self, n: usize, bundle: &Bundle, now: i64) {
        let row = &mut self.assignments[n];
        let end = now + bundle.days * DAY_MS;
        row.state = BundleState::Active;
        (row.start, row.end, row.used, row.counted_at) = (Some(now), Some(end), 0, now);
        let esim = row.esim;
        self.due.push(end, Event::Expire(n));
        let first = !self.esims[esim].history.iter().any(|action| action.name == "eSIM First Use");
        self.attach(esim, bundle, now);
        if first {
            self.note(esim, "eSIM First Use", Some(&bundle.name), now);
        }
        self.changed();
    }

    /// The eSIM registers in the first country of a bundle.
    fn attach(&mut self, esim: usize, bundle: &Bundle, now: i64) {
        self.install(esim, now);
        if self.esims[esim].seen.is_none() {
            self.note(esim, "eSIM First Attachment", None, now);
        }
        let country = bundle.countries().first().map_or("GB", |country| country.at.alpha2);
        self.esims[esim].seen = Some((country.to_owned(), now));
    }

    /// The traveller's phone has the eSIM.
    pub fn install(&mut self, esim: usize, now: i64) {
        let esim = &mut self.esims[esim];
        esim.profile_status = "Installed".into();
        esim.first_installed.get_or_insert(now);
        self.changed();
    }

    /// The traveller uses `bytes`: of the active bundles the one that ends first, then the one that waits longest.
    /// What no bundle covers is not used. Gives the bytes that were.
    pub fn use_data(&mut self, esim: usize, bytes: i64, catalogue: &Catalogue, now: i64) -> i64 {
        let mut left = bytes;
        while left > 0 && self.esims[esim].works() {
            let Some(n) = self.next_to_use(esim) else { break };
            let Some(bundle) = catalogue.get(&self.assignments[n].bundle) else { break };
            if self.assignments[n].state == BundleState::Queued {
                self.start(n, bundle, now);
            }
            let before = self.used(n, bundle, now);
            let taken = left.min(bundle.bytes() - before);
            self.count(n, bundle, before, before + taken, now);
            left -= taken;
            if bundle.unlimited() {
                break;
            }
        }
        self.changed();
        bytes - left
    }

    fn next_to_use(&self, esim: usize) -> Option<usize> {
        let of = |state| self.on_esim(esim).filter(move |&n| self.assignments[n].state == state);
        let active = of(BundleState::Active).min_by_key(|&n| self.assignments[n].end);
        active.or_else(|| of(BundleState::Queued).next())
    }

    fn count(&mut self, n: usize, bundle: &Bundle, before: i64, after: i64, now: i64) {
        let row = &mut self.assignments[n];
        (row.used, row.counted_at) = (after, now);
        if after >= bundle.bytes() && !bundle.unlimited() {
            row.state = BundleState::Depleted;
        }
        let esim = row.esim;
        let percent = |bytes: i64| bytes * 100 / bundle.bytes();
        for _ in ALERTS.iter().filter(|&&at| percent(before) < at && percent(after) >= at) {
            self.note(esim, "eSIM Utilisation Alert", Some(&bundle.name), now);
            if let Some(action) = self.esims[esim].history.last_mut() {
                action.alert = Some("Utilisation".into());
            }
        }
    }

    /// Takes an eSIM out of the account with all its bundles, without a refund.
    pub fn remove_esim(&mut self, esim: usize, catalogue: &Catalogue, now: i64) {
        let usable: Vec<usize> = self.on_esim(esim).filter(|&n| self.assignments[n].state.usable()).collect();
        for n in usable {
            self.end(n, BundleState::Revoked, "Bundle Revoked", catalogue, now);
        }
        self.esims[esim].gone = true;
        self.changed();
    }

    /// An unused eSIM without bundles goes back to the vendor for now.
    pub fn give_back(&mut self, esim: usize, now: i64) {
        self.note(esim, "eSIM Returned", None, now);
        self.esims[esim].gone = true;
        self.due.push(now + RETURN_MS, Event::ComeBack(esim));
    }
}

impl Action {
    /// Whether the list of eSIMs may show it as the last action.
    pub fn is_last_action(&self) -> bool {
        matches!(
            self.name.as_str(),
            "Bundle Refund"
                | "Bundle Applied"
                | "Bundle Revoked"
                | "eSIM Updated"
                | "eSIM Refreshed"
                | "eSIM Utilisation Alert"
        )
    }
}
