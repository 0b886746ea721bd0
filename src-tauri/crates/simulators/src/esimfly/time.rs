//! What happens by itself: details arrive, data is used, days end.

use super::catalogue::{Catalogue, MB, Package};
use super::ledger::{Esim, Event, Ledger};

pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const GB: i64 = 1024 * MB;

impl Ledger {
    /// Lets everything happen that is due at `now`, each at its own time.
    pub fn settle(&mut self, now: i64, catalogue: &Catalogue) {
        while let Some((at, event)) = self.due.take(now) {
            match event {
                Event::Provision(order) => self.provision(order, at, catalogue),
                Event::Check(esim) => self.check(esim, at),
            }
            self.changed();
        }
    }

    /// The order ends: its eSIMs get their details, or it fails and the money comes back.
    fn provision(&mut self, position: usize, at: i64, catalogue: &Catalogue) {
        let order = &mut self.orders[position];
        if let Some(status) = order.ends_as.take() {
            order.status = status;
            self.balance += order.amount;
            for n in std::mem::take(&mut order.esims) {
                self.esims[n].void = true;
            }
            return;
        }
        order.status = "completed".into();
        let numbered = catalogue.get(&order.package_code).is_some_and(|package| package.minutes > 0);
        for n in order.esims.clone() {
            self.esims[n].become_ready(at, numbered);
        }
    }

    /// Counts the eSIM's use and ends what is used up; else looks again when it may be.
    fn check(&mut self, position: usize, at: i64) {
        self.count(position, at);
        let esim = &mut self.esims[position];
        if esim.status != "ACTIVE" {
            return;
        }
        if esim.expires_at.is_some_and(|end| end <= at) {
            esim.end("EXPIRED");
        } else if esim.total_bytes > 0 && esim.used_bytes >= esim.total_bytes {
            esim.end("DEPLETED");
        } else {
            let next = esim.next_check(at);
            self.due.push(next, Event::Check(position));
        }
    }

    /// Brings an active eSIM's use up to `now`.
    pub fn count(&mut self, position: usize, now: i64) {
        // An enterprise account without money gets no data for any of its SIMs.
        let dry = self.account.is_enterprise() && self.balance <= 0;
        let esim = &mut self.esims[position];
        if esim.status == "ACTIVE" && esim.esim_status != "Disconnected" && !dry {
            let until = esim.expires_at.map_or(now, |end| end.min(now));
            let grown = esim.use_in(until - esim.counted_at);
            esim.used_bytes = match esim.total_bytes {
                0 => esim.used_bytes + grown,
                total => (esim.used_bytes + grown).min(total.max(esim.used_bytes)),
            };
        }
        esim.counted_at = now;
    }

    /// Counts, and ends the eSIM at once when that was its last byte or day.
    pub fn check_now(&mut self, position: usize, now: i64) {
        self.due.retain(|event| *event != Event::Check(position));
        self.check(position, now);
        self.changed();
    }

    /// Stores what the network knows about the eSIM's use. It follows from what is saved already, so that looking
    /// at a list writes no file.
    pub fn store_use(&mut self, position: usize, now: i64) {
        self.count(position, now);
        let esim = &mut self.esims[position];
        (esim.stored_bytes, esim.stored_at) = (esim.used_bytes, now);
    }

    /// Stores it anew when what is stored is at least so many milliseconds old.
    pub fn refresh_use(&mut self, position: usize, now: i64, stored_for: i64) {
        if now - self.esims[position].stored_at >= stored_for {
            self.store_use(position, now);
        }
    }

    /// The traveller lands: the eSIM registers, and its days begin.
    pub fn activate(&mut self, position: usize, now: i64) {
        let esim = &mut self.esims[position];
        "ACTIVE".clone_into(&mut esim.status);
        "Active".clone_into(&mut esim.esim_status);
        esim.profile_status = Some("Enable".into());
        esim.activated_at = Some(now);
        esim.expires_at = Some(now + esim.days * DAY_MS);
        esim.counted_at = now;
        self.check_now(position, now);
    }
}

impl Esim {
    pub fn become_ready(&mut self, at: i64, numbered: bool) {
        self.pending = false;
        "Assigned (Not Installed)".clone_into(&mut self.esim_status);
        "AFFECTED".clone_into(&mut self.sim_status);
        if numbered {
            self.msisdn = Some(format!("48{:09}", 267_000_000 + self.id));
        }
        (self.counted_at, self.stored_at) = (at, at);
    }

    fn end(&mut self, status: &str) {
        status.clone_into(&mut self.status);
        "Not Active".clone_into(&mut self.esim_status);
    }

    /// Bytes in so many milliseconds: all of them over the days, or 1 GB a day of an unlimited one.
    fn use_in(&self, ms: i64) -> i64 {
        let (whole, days) =
            if self.total_bytes == 0 { (GB, 1) } else { (self.total_bytes, self.days.max(1)) };
        let used = i128::from(whole) * i128::from(ms.max(0)) / i128::from(days * DAY_MS);
        i64::try_from(used).unwrap_or(i64::MAX / 4)
    }

    /// When the data or the days end, whichever comes first; some time later than `at`.
    pub fn next_check(&self, at: i64) -> i64 {
        let end = self.expires_at.unwrap_or(at + DAY_MS);
        if self.total_bytes == 0 {
            return end.max(at + 1);
        }
        let left = i128::from(self.total_bytes - self.used_bytes);
        let ms = left * i128::from(self.days.max(1) * DAY_MS) / i128::from(self.total_bytes) + 1;
        end.min(at.saturating_add(i64::try_from(ms).unwrap_or(DAY_MS))).max(at + 1000)
    }

    /// Adds a package's data and days to an eSIM that has some already.
    pub fn add(&mut self, package: &Package, now: i64) {
        if self.total_bytes > 0 {
            self.total_bytes += package.bytes();
        }
        match self.expires_at {
            None => self.days += package.days,
            Some(end) => {
                self.expires_at = Some(end.max(now) + package.days * DAY_MS);
                "ACTIVE".clone_into(&mut self.status);
                "Active".clone_into(&mut self.esim_status);
            }
        }
    }
}
