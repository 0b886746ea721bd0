//! The simulated bundles: fixed, long, three kinds of unlimited, and some with calls; local, regional, global.
//! Changes made during a run (a price, a removed bundle) live in the ledger, not here.

use super::places::{COUNTRIES, Country, REGIONS, Region};
use crate::stage::Rng;
use std::collections::HashMap;

/// Bytes of one megabyte; eSIM Go counts in thousands.
pub(crate) const MB: i64 = 1_000_000;
const FIXED: [(i64, i64); 6] = [(1, 7), (2, 15), (3, 30), (5, 30), (10, 30), (20, 30)];
const LONG: [(i64, i64); 2] = [(50, 90), (100, 180)];
const UNLIMITED: [(Kind, &[i64]); 3] =
    [(Kind::Lite, &[1, 3, 5, 7, 10, 15, 30]), (Kind::Essential, &[1, 7, 15, 30]), (Kind::Plus, &[1, 7, 30])];

/// Where a bundle works.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Country(&'static Country),
    Region(&'static Region),
}

/// How a bundle is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Fixed,
    Long,
    Calls,
    /// 1 GB each 24 hours at full speed, then 512 kbps.
    Lite,
    /// 1 GB each 24 hours at full speed, then 1.25 Mbps.
    Essential,
    /// 2 GB each 24 hours at full speed, then 2 Mbps.
    Plus,
}

impl Kind {
    /// All of them, with the groups' names and descriptions.
    pub const GROUPS: [(Self, &'static str, &'static str); 6] = [
        (Self::Fixed, "Standard Fixed", "Fixed data"),
        (Self::Long, "Standard Long Duration", "Fixed data for long journeys"),
        (Self::Lite, "Standard Unlimited Lite", "1GB every 24 hours, then 512kbps"),
        (Self::Essential, "Standard Unlimited Essential", "1GB every 24 hours, then 1.25Mbps"),
        (Self::Plus, "Standard Unlimited Plus", "2GB every 24 hours, then 2Mbps"),
        (Self::Calls, "Standard Voice and SMS", "Data with calls and messages"),
    ];

    pub fn group(self) -> &'static str {
        Self::GROUPS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Bundle {
    pub name: String,
    pub description: String,
    pub kind: Kind,
    pub place: Place,
    /// Megabytes of the whole bundle; `None` is unlimited.
    pub megabytes: Option<i64>,
    pub days: i64,
    /// Minor units of the organisation's currency.
    pub price: i64,
    /// The upstream networks that carry it: an eSIM of another one cannot take the bundle.
    pub upstreams: &'static [u8],
}

impl Bundle {
    pub fn unlimited(&self) -> bool {
        self.megabytes.is_none()
    }

    /// Bytes of the bundle, or of each 24 hours at full speed.
    pub fn bytes(&self) -> i64 {
        match (self.megabytes, self.kind) {
            (Some(megabytes), _) => megabytes * MB,
            (None, Kind::Plus) => 2000 * MB,
            (None, Kind::Fixed | Kind::Long | Kind::Calls | Kind::Lite | Kind::Essential) => 1000 * MB,
        }
    }

    /// Minutes and messages.
    pub fn calls(&self) -> Option<(i64, i64)> {
        (self.kind == Kind::Calls).then_some((100, 50))
    }

    /// The countries it works in.
    pub fn countries(&self) -> Vec<&'static Country> {
        match self.place {
            Place::Country(country) => vec![country],
            Place::Region(region) => region.countries().collect(),
        }
    }

    /// ISO code, or eSIM Go's own for a region.
    pub fn code(&self) -> &'static str {
        match self.place {
            Place::Country(country) => country.at.alpha2,
            Place::Region(region) => region.code,
        }
    }
}

/// All bundles by position and by name. Names are case-sensitive.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub bundles: Vec<Bundle>,
    by_name: HashMap<String, usize>,
}

impl Catalogue {
    pub fn new(seed: u64) -> Self {
        let mut making = Making { rng: Rng::new(seed ^ 0xCA7A), bundles: Vec::new() };
        for (n, country) in COUNTRIES.iter().enumerate() {
            making.country(country, n);
        }
        REGIONS.iter().for_each(|region| making.region(region));
        let names = making.bundles.iter().enumerate();
        let by_name = names.map(|(n, bundle)| (bundle.name.clone(), n)).collect();
        Self { bundles: making.bundles, by_name }
    }

    pub fn get(&self, name: &str) -> Option<&Bundle> {
        self.by_name.get(name).map(|&n| &self.bundles[n])
    }
}

struct Making {
    rng: Rng,
    bundles: Vec<Bundle>,
}

impl Making {
    fn country(&mut self, country: &'static Country, n: usize) {
        let place = Place::Country(country);
        // Every ninth country still has the older names, and every seventh another upstream network.
        let tail = if n % 9 == 8 { "U" } else { "V2" };
        let upstreams: &[u8] = if n % 7 == 6 { &[1] } else { &[0, 1] };
        for (gb, days) in FIXED {
            self.add(Kind::Fixed, place, Some(gb * 1000), days, tail, upstreams);
        }
        if n.is_multiple_of(11) {
            self.add(Kind::Calls, place, Some(5000), 30, tail, &[0]);
        }
        self.unlimited(place, tail);
    }

    fn region(&mut self, region: &'static Region) {
        let place = Place::Region(region);
        for (gb, days) in FIXED {
            self.add(Kind::Fixed, place, Some(gb * 1000), days, "V2", &[0, 1]);
        }
        for (gb, days) in LONG {
            self.add(Kind::Long, place, Some(gb * 1000), days, "V2", &[0]);
        }
        self.unlimited(place, "V2");
    }

    fn unlimited(&mut self, place: Place, tail: &str) {
        for (kind, durations) in UNLIMITED {
            let upstreams: &[u8] = if kind == Kind::Plus { &[1] } else { &[0, 1] };
            for &days in durations {
                self.add(kind, place, None, days, tail, upstreams);
            }
        }
    }

    fn add(
        &mut self,
        kind: Kind,
        place: Place,
        megabytes: Option<i64>,
        days: i64,
        tail: &str,
        upstreams: &'static [u8],
    ) {
        let (code, name, level) = match place {
            Place::Country(country) => (country.at.alpha2, country.at.name, country.level),
            Place::Region(region) => (region.code, region.name, region.level),
        };
        let (short, long) = words(kind, megabytes);
        let cents = cents(kind, megabytes, days) * level / 100 + self.rng.below(9) as i64;
        let plural = if days == 1 { "" } else { "s" };
        self.bundles.push(Bundle {
            name: format!("esim_{short}_{days}D_{code}_{tail}"),
            description: format!("eSIM, {long}, {days} Day{plural}, {name}, {tail}"),
            kind,
            place,
            megabytes,
            days,
            price: cents,
            upstreams,
        });
    }
}

/// What a bundle's name and its description say about its data.
fn words(kind: Kind, megabytes: Option<i64>) -> (String, String) {
    let size = format!("{}GB", megabytes.unwrap_or_default() / 1000);
    match kind {
        Kind::Fixed | Kind::Long => (size.clone(), size),
        Kind::Calls => (format!("VS_{size}"), format!("{size} with Voice and SMS")),
        Kind::Lite => ("UL".into(), "Unlimited Lite".into()),
        Kind::Essential => ("ULE".into(), "Unlimited Essential".into()),
        Kind::Plus => ("ULP".into(), "Unlimited Plus".into()),
    }
}

/// Minor units at price level 100: grows with data and with days, cheaper in bulk.
fn cents(kind: Kind, megabytes: Option<i64>, days: i64) -> i64 {
    let data = match megabytes.map(|megabytes| megabytes / 1000) {
        Some(gb) if gb <= 5 => gb * 140,
        Some(gb) if gb <= 20 => 700 + (gb - 5) * 105,
        Some(gb) => 2275 + (gb - 20) * 80,
        None => 0,
    };
    match kind {
        Kind::Fixed | Kind::Long => data + days,
        Kind::Calls => data + days + 650,
        Kind::Lite => 60 + days * 150,
        Kind::Essential => 90 + days * 190,
        Kind::Plus => 120 + days * 260,
    }
}
