//! Makes the packages from the seed: local, regional and global ones with codes of every documented form.
//!
//! Changes made during a run (a price, a package taken off sale) live in the ledger, not here.

use super::catalogue::{Package, Place, Source};
use super::countries::{COUNTRIES, Country, REGIONS, country};
use crate::stage::{DIGITS, Rng};
use std::collections::HashSet;

const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// All packages, in the order of the catalogue.
pub(crate) fn packages(seed: u64) -> Vec<Package> {
    let mut making = Making { rng: Rng::new(seed ^ 0xF17), codes: HashSet::new(), packages: Vec::new() };
    for (n, country) in COUNTRIES.iter().enumerate() {
        making.country(n, country);
        if country.alpha2 == "JP" {
            making.kddi(country);
        }
    }
    making.carriers();
    for region in &REGIONS {
        making.set(Place::Regional(region), Form::Slug(region.slug), region.level, &REGIONAL);
    }
    making.set(Place::Global, Form::Slug("global"), 320, &REGIONAL);
    making.set(Place::Global, Form::Number, 300, &[(1, 7), (3, 15), (20, 180)]);
    making.enterprise();
    making.packages
}

const LOCAL: [(i64, i64); 6] = [(1, 7), (3, 15), (3, 30), (5, 30), (10, 30), (20, 30)];
const REGIONAL: [(i64, i64); 5] = [(1, 7), (3, 15), (5, 30), (10, 30), (20, 30)];

/// The form of a code, and with it whose package it is.
#[derive(Debug, Clone, Copy)]
enum Form<'a> {
    /// `PHAJHEAYP`, of eSIMfly's own network.
    Letters,
    /// `sweden-7days-1gb`, likewise.
    Slug(&'a str),
    /// `1654977`, of another wholesaler.
    Number,
    /// `merhaba-turkey-7days-1gb`, likewise.
    Merhaba(&'a str),
}

impl Form<'_> {
    fn source(self) -> Source {
        match self {
            Self::Letters | Self::Slug(_) => Source::Network,
            Self::Number | Self::Merhaba(_) => Source::Partner,
        }
    }
}

struct Making {
    rng: Rng,
    codes: HashSet<String>,
    packages: Vec<Package>,
}

/// What is sold: MB (0 for unlimited) and days.
#[derive(Debug, Clone, Copy)]
struct Size {
    megabytes: i64,
    days: i64,
}

impl Making {
    fn country(&mut self, n: usize, country: &'static Country) {
        let slug = country.name.to_lowercase().replace(' ', "-");
        let form = match n % 4 {
            0 => Form::Letters,
            1 => Form::Number,
            2 => Form::Slug(&slug),
            _ => Form::Merhaba(&slug),
        };
        let place = Place::Local(country);
        self.set(place, form, country.level, &LOCAL);
        if n.is_multiple_of(5) {
            let level = country.level * 3 / 2;
            self.add(place, form, level, Size { megabytes: 15 * 1024, days: 30 });
            if let Some(package) = self.packages.last_mut() {
                (package.minutes, package.texts) = (60, 20);
                package.name += " + Calls";
            }
        }
        if n.is_multiple_of(3) {
            self.unlisted(place, form, country.level * 6 / 5, Size { megabytes: 0, days: 7 });
        }
        self.unlisted(place, form, country.level, Size { megabytes: 500, days: 1 });
    }

    fn set(&mut self, place: Place, form: Form<'_>, level: i64, sizes: &[(i64, i64)]) {
        for &(gb, days) in sizes {
            self.add(place, form, level, Size { megabytes: gb * 1024, days });
        }
        for days in [7, 15] {
            self.add(place, form, level, Size { megabytes: 0, days });
        }
    }

    fn unlisted(&mut self, place: Place, form: Form<'_>, level: i64, size: Size) {
        self.add(place, form, level, size);
        if let Some(package) = self.packages.last_mut() {
            package.listed = false;
        }
    }

    fn add(&mut self, place: Place, form: Form<'_>, level: i64, size: Size) {
        let code = match form {
            Form::Letters if self.packages.is_empty() => "PHAJHEAYP".to_owned(),
            Form::Letters => self.rng.text("P", 8, CAPITALS),
            Form::Number => self.rng.text("1", 6, DIGITS),
            Form::Slug(slug) => format!("{slug}-{}days-{}", size.days, size.slug()),
            Form::Merhaba(slug) => format!("merhaba-{slug}-{}days-{}", size.days, size.slug()),
        };
        let cents = size.cents() * level / 100;
        self.push(code, place, form.source(), size, cents);
    }

    fn push(&mut self, code: String, place: Place, source: Source, size: Size, cents: i64) {
        let mut unique = code;
        while !self.codes.insert(unique.clone()) {
            unique.push('X');
        }
        self.packages.push(Package {
            code: unique,
            name: name(place.name(), source, size),
            place,
            source,
            megabytes: size.megabytes,
            unlimited: size.megabytes == 0,
            days: size.days,
            cents,
            minutes: 0,
            texts: 0,
            listed: true,
        });
    }

    fn kddi(&mut self, japan: &'static Country) {
        for (gb, days) in [(3, 4), (12, 4), (8, 8), (24, 8), (15, 15), (30, 30)] {
            let size = Size { megabytes: gb * 1024, days };
            let code = format!("RB{}_{days}D", 73 + gb);
            self.push(code, Place::Local(japan), Source::Kddi, size, size.cents() * 9 / 10);
        }
    }

    fn carriers(&mut self) {
        for (alpha2, name, prefix, code) in
            [("GB", "O2", "+44", "OT"), ("ES", "Vodafone", "+34", "VF"), ("FR", "Bouygues", "+33", "BY")]
        {
            let Some(country) = country(alpha2) else { continue };
            for gb in [10, 50, 100] {
                let size = Size { megabytes: gb * 1024, days: 30 };
                let code = format!("{code}-{}MB-9999T-9999V", gb * 1000);
                let source = Source::Carrier { name, prefix };
                self.push(code, Place::Local(country), source, size, 800 + gb * 6);
                if let Some(package) = self.packages.last_mut() {
                    (package.minutes, package.texts) = (9999, 9999);
                }
            }
        }
    }

    fn enterprise(&mut self) {
        for (n, alpha2) in ["TR", "DE", "US", "AE", "JP", "GB"].into_iter().enumerate() {
            let Some(country) = country(alpha2) else { continue };
            for size in [Size { megabytes: 0, days: 1 }, Size { megabytes: 5 * 1024, days: 30 }] {
                let code = self.rng.text("ent_1", 6, DIGITS);
                let cents = if size.megabytes == 0 { 0 } else { size.cents() * country.level / 120 };
                let source = Source::Enterprise { own: n < 3 };
                self.push(code, Place::Local(country), source, size, cents);
            }
        }
    }
}

impl Size {
    fn slug(self) -> String {
        match self.megabytes {
            0 => "unlimited".into(),
            mb if mb % 1024 == 0 => format!("{}gb", mb / 1024),
            mb => format!("{mb}mb"),
        }
    }

    /// US cents at price level 100: grows with data and with days.
    fn cents(self) -> i64 {
        let gb = self.megabytes / 1024;
        let days = (self.days - 7).clamp(0, 60) * 4;
        match gb {
            _ if self.megabytes == 0 => 150 + self.days * 210,
            0 => 90,
            1..=10 => 144 + (gb - 1) * 105 + days,
            _ => 1089 + (gb - 10) * 80 + days,
        }
    }
}

/// eSIMfly's own packages are named without spaces, those of others with them.
fn name(place: &str, source: Source, size: Size) -> String {
    let gap = if source == Source::Network { "" } else { " " };
    let amount = match size.megabytes {
        0 => "Unlimited".to_owned(),
        mb if mb % 1024 == 0 => format!("{}{gap}GB", mb / 1024),
        mb => format!("{mb}{gap}MB"),
    };
    match source {
        Source::Carrier { .. } if place == "United Kingdom" => format!("UK {amount}").replace(" GB", "GB"),
        Source::Carrier { .. } | Source::Enterprise { .. } => format!("{place} {amount}"),
        Source::Network | Source::Partner | Source::Kddi => {
            format!("{place} {amount} {}{gap}Days", size.days)
        }
    }
}
