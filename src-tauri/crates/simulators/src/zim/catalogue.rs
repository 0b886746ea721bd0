//! The simulated plans, made from the seed: local, regional and global, with and without calls, some sparse,
//! some without a price. Changes made during a run (a price, a removed plan) live in the ledger, not here.

use super::countries::{COUNTRIES, Country, REGIONS, Region};
use super::ids::Ids;
use crate::stage::Rng;
use serde_json::{Value, json};
use std::collections::HashMap;

const GIB: i64 = 1024 * 1024 * 1024;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where a plan works.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Local(&'static Country),
    Regional(&'static Region),
    /// Everywhere; `named` ones carry a region called "Global", the others neither destination nor region.
    Global {
        named: bool,
    },
}

/// An amount of minor units of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Price {
    pub currency: &'static str,
    pub value: i64,
    /// Number of decimals of the currency.
    pub exponent: u8,
}

/// Data in megabytes or gigabytes; -1 is unlimited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Data {
    Megabytes(i64),
    Gigabytes(i64),
    Unlimited,
}

/// Calls and texts; -1 is unlimited.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    pub minutes: i64,
    pub texts: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub id: String,
    pub place: Place,
    pub data: Data,
    pub days: i64,
    pub voice: Option<Voice>,
    /// A sparse plan names neither features nor duration, as the shortest documented examples do.
    pub sparse: bool,
    pub prices: Vec<Price>,
}

impl Plan {
    pub fn iso3(&self) -> Option<&'static str> {
        match self.place {
            Place::Local(country) => Some(country.iso3),
            Place::Regional(_) | Place::Global { .. } => None,
        }
    }

    /// Bytes of the allowance; `None` for unlimited plans. 1024-based, as the usage example in the document.
    pub fn bytes(&self) -> Option<i64> {
        match self.data {
            Data::Megabytes(n) => Some(n * 1024 * 1024),
            Data::Gigabytes(n) => Some(n * GIB),
            Data::Unlimited => None,
        }
    }

    /// Bytes an average traveller has used `ms` milliseconds after the first use.
    pub fn used_after(&self, ms: i64) -> i64 {
        let whole = i128::from(self.bytes().unwrap_or(self.days * GIB));
        let used = whole * i128::from(ms.max(0)) / i128::from(self.days.max(1) * DAY_MS);
        i64::try_from(used).unwrap_or(i64::MAX)
    }

    fn data_value_and_unit(&self) -> (i64, &'static str) {
        match self.data {
            Data::Megabytes(n) => (n, "MB"),
            Data::Gigabytes(n) => (n, "GB"),
            Data::Unlimited => (-1, "GB"),
        }
    }

    /// The three fields that a subscription shows of its plan in ZIM's examples.
    pub fn short_row(&self) -> Value {
        let (value, unit) = self.data_value_and_unit();
        json!({"id": self.id, "dataValue": value, "dataUnit": unit})
    }

    /// The whole plan with the given prices.
    pub fn row(&self, prices: &[Price]) -> Value {
        let mut row = self.short_row();
        match self.place {
            Place::Local(c) => row["destination"] = json!({"name": c.name, "isoAlpha3": c.iso3}),
            Place::Regional(r) => {
                row["destination"] = Value::Null;
                row["region"] = json!({"name": r.name, "abbreviation": r.abbreviation});
            }
            Place::Global { named: true } => row["region"] = json!({"name": "Global", "abbreviation": "GL"}),
            Place::Global { named: false } => row["destination"] = Value::Null,
        }
        if let Some(voice) = self.voice {
            row["callUnit"] = json!("MINUTES");
            row["callValue"] = json!(voice.minutes);
            row["smsUnit"] = json!("SMS");
            row["smsValue"] = json!(voice.texts);
        }
        if !self.sparse {
            row["durationUnit"] = json!("DAYS");
            row["durationValue"] = json!(self.days);
            row["features"] = self.features();
        }
        row["prices"] = prices
            .iter()
            .map(|p| json!({"currencyISO": p.currency, "value": p.value, "minorExponentUnits": p.exponent}))
            .collect();
        row
    }

    fn features(&self) -> Value {
        let network = if self.days > 7 { "5G" } else { "4G" };
        let mut features = vec![json!({"name": network, "category": "NETWORK"})];
        if self.data != Data::Unlimited {
            features.push(json!({"name": "HOTSPOT", "category": "UTILITY"}));
            features.push(json!({"name": "TOP_UP", "category": "BILLING"}));
        }
        Value::Array(features)
    }
}

/// All plans by position and by id.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub plans: Vec<Plan>,
    by_id: HashMap<String, usize>,
}

impl Catalogue {
    pub fn new(seed: u64) -> Self {
        let mut making = Making { rng: Rng::new(seed ^ 0xCA7A), plans: Vec::new() };
        for country in &COUNTRIES {
            match country.iso3 {
                "JPN" => making.japan(country),
                _ => making.country(country),
            }
        }
        REGIONS.iter().for_each(|region| making.region(region));
        making.global();
        let by_id = making.plans.iter().enumerate().map(|(n, plan)| (plan.id.clone(), n)).collect();
        Self { plans: making.plans, by_id }
    }

    pub fn get(&self, id: &str) -> Option<&Plan> {
        self.by_id.get(id).map(|&n| &self.plans[n])
    }
}

struct Making {
    rng: Rng,
    plans: Vec<Plan>,
}

impl Making {
    fn add(&mut self, place: Place, data: Data, days: i64, voice: Option<Voice>, level: i64) {
        let cents = cents(data, days, voice) * level / 100;
        let plan = Plan {
            id: self.rng.id("plan_"),
            place,
            data,
            days,
            voice,
            sparse: false,
            prices: prices((cents + 9) / 10 * 10),
        };
        self.plans.push(plan);
    }

    /// A set worth looking through: every common size, several durations, unlimited and calls.
    fn japan(&mut self, country: &'static Country) {
        use Data::{Gigabytes, Megabytes, Unlimited};
        let some = Some(Voice { minutes: 100, texts: 50 });
        let set = [
            (Megabytes(500), 1, None),
            (Gigabytes(1), 7, None),
            (Gigabytes(3), 7, None),
            (Gigabytes(3), 10, None),
            (Gigabytes(3), 15, None),
            (Gigabytes(5), 7, None),
            (Gigabytes(5), 10, None),
            (Gigabytes(5), 15, None),
            (Gigabytes(5), 30, None),
            (Gigabytes(10), 10, None),
            (Gigabytes(10), 15, None),
            (Gigabytes(10), 30, None),
            (Gigabytes(20), 15, None),
            (Gigabytes(20), 30, None),
            (Unlimited, 7, None),
            (Unlimited, 10, None),
            (Unlimited, 15, None),
            (Unlimited, 30, None),
            (Gigabytes(5), 15, some),
            (Gigabytes(10), 30, some),
            (Unlimited, 15, Some(Voice { minutes: -1, texts: -1 })),
        ];
        for (data, days, voice) in set {
            self.add(Place::Local(country), data, days, voice, country.level);
        }
    }

    fn country(&mut self, country: &'static Country) {
        let place = Place::Local(country);
        let first = self.plans.len();
        for (gb, days) in [(1, 7), (3, 30), (5, 30), (10, 30)] {
            self.add(place, Data::Gigabytes(gb), days, None, country.level);
        }
        match self.rng.below(3) {
            0 => self.add(place, Data::Unlimited, 7, None, country.level),
            1 => {
                let voice = Some(Voice { minutes: 60, texts: 20 });
                self.add(place, Data::Gigabytes(20), 30, voice, country.level);
            }
            _ => self.add(place, Data::Megabytes(500), 1, None, country.level),
        }
        let odd = first + self.rng.below(5);
        match self.rng.below(6) {
            0 => self.plans[odd].sparse = true,
            1 => self.plans[odd].prices.clear(),
            2 => self.plans[odd].prices.truncate(1),
            3 => drop(self.plans[odd].prices.remove(0)),
            _ => {}
        }
    }

    fn region(&mut self, region: &'static Region) {
        let place = Place::Regional(region);
        for (gb, days) in [(3, 15), (5, 30), (10, 30), (20, 30)] {
            self.add(place, Data::Gigabytes(gb), days, None, region.level);
        }
        self.add(place, Data::Unlimited, 10, None, region.level);
    }

    fn global(&mut self) {
        for (gb, days) in [(1, 7), (3, 15), (5, 30), (10, 60), (20, 365)] {
            self.add(Place::Global { named: gb > 3 }, Data::Gigabytes(gb), days, None, 320);
        }
    }
}

/// US cents at price level 100: grows with data, with days and with calls.
fn cents(data: Data, days: i64, voice: Option<Voice>) -> i64 {
    let base = match data {
        Data::Megabytes(n) => n * 190 / 500,
        Data::Gigabytes(n) if n <= 1 => 390,
        Data::Gigabytes(n) if n <= 3 => 390 + (n - 1) * 190,
        Data::Gigabytes(n) if n <= 10 => 770 + (n - 3) * 150,
        Data::Gigabytes(n) => 1820 + (n - 10) * 110,
        Data::Unlimited => 900 + days * 170,
    };
    let calls = voice.map_or(0, |v| if v.minutes < 0 { 1200 } else { v.minutes * 5 });
    base + (days - 7).clamp(0, 60) * 6 + calls
}

/// The same price in three currencies with 2, 0 and 3 decimals.
fn prices(cents: i64) -> Vec<Price> {
    vec![
        Price { currency: "USD", value: cents, exponent: 2 },
        Price { currency: "JPY", value: cents * 3 / 2, exponent: 0 },
        Price { currency: "KWD", value: cents * 31 / 10, exponent: 3 },
    ]
}
