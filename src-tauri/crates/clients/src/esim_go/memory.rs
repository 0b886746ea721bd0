//! What was read of each eSIM by itself. The list says no more than that something changed, so an eSIM whose
//! row is the same is not asked for again until what is known of it is old.

use esim_desk_model::{Esim, ProfileStatus, Service, ServiceStatus};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::time::Instant;

/// Whether an eSIM was installed is not told by its row, so it is asked again after this.
const TRUSTED: Duration = Duration::from_secs(2 * 60 * 60);

/// What is known, by ICCID.
#[derive(Default)]
pub(super) struct Memory {
    esims: HashMap<String, Kept<Esim>>,
    services: HashMap<String, Kept<Vec<Service>>>,
}

struct Kept<T> {
    /// What the row of the list said.
    stamp: String,
    read_at: Instant,
    what: T,
}

impl Memory {
    /// The eSIM, if its row still says the same.
    pub fn esim(&self, iccid: &str, stamp: &str) -> Option<Esim> {
        trusted(self.esims.get(iccid), stamp)
    }

    /// The plans on it, likewise.
    pub fn services(&self, iccid: &str, stamp: &str) -> Option<Vec<Service>> {
        trusted(self.services.get(iccid), stamp)
    }

    /// Keeps an eSIM, unless it is on its way to another state of which no row tells.
    pub fn keep_esim(&mut self, iccid: &str, stamp: &str, what: &Esim) {
        if !matches!(what.profile, ProfileStatus::Preparing | ProfileStatus::Downloading) {
            self.esims.insert(iccid.to_owned(), kept(stamp, what.clone()));
        }
    }

    /// Keeps the plans on an eSIM, unless one is still prepared.
    pub fn keep_services(&mut self, iccid: &str, stamp: &str, what: &[Service]) {
        if what.iter().all(|service| service.status != ServiceStatus::Preparing) {
            self.services.insert(iccid.to_owned(), kept(stamp, what.to_vec()));
        }
    }

    /// Puts a fresher answer in the place of a known one, under the same row of the list.
    pub fn renew_esim(&mut self, iccid: &str, what: &Esim) {
        if let Some(known) = self.esims.get_mut(iccid) {
            *known =
                Kept { stamp: std::mem::take(&mut known.stamp), read_at: Instant::now(), what: what.clone() };
        }
    }

    /// Forgets one eSIM, which was or may have been changed.
    pub fn forget(&mut self, iccid: &str) {
        self.esims.remove(iccid);
        self.services.remove(iccid);
    }

    /// Forgets every eSIM that is not among these.
    pub fn only(&mut self, iccids: &HashSet<&str>) {
        self.esims.retain(|iccid, _| iccids.contains(iccid.as_str()));
        self.services.retain(|iccid, _| iccids.contains(iccid.as_str()));
    }
}

fn kept<T>(stamp: &str, what: T) -> Kept<T> {
    Kept { stamp: stamp.to_owned(), read_at: Instant::now(), what }
}

fn trusted<T: Clone>(kept: Option<&Kept<T>>, stamp: &str) -> Option<T> {
    let kept = kept.filter(|kept| kept.stamp == stamp && kept.read_at.elapsed() < TRUSTED);
    kept.map(|kept| kept.what.clone())
}
