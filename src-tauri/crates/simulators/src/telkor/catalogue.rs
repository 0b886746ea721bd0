//! The simulated networks, coverages and plans, made from the seed: local in every country, regional, global.
//! What changes during a run (a new coverage, a removed plan) lives in the ledger, not here.

use super::ids::Ids;
use super::regions::{REGIONS, Region, WORLD, ZONES, brands};
use crate::stage::{Country, Rng};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A mobile network in one country.
#[derive(Debug)]
pub(crate) struct Operator {
    pub id: String,
    pub name: String,
    pub country: &'static Country,
    pub zone: &'static str,
}

/// A set of operators of one compatibility zone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Coverage {
    pub id: String,
    pub name: String,
    /// Positions in [`Catalogue::operators`]; never empty.
    pub operators: Vec<usize>,
    /// Unix milliseconds.
    pub updated_at: i64,
}

/// A plan as the organisation defined it. It has no price.
#[derive(Debug)]
pub(crate) struct Plan {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    pub megabytes: i64,
    pub days: i64,
    pub throttle: &'static str,
    pub trigger: &'static str,
    /// Position in [`Catalogue::coverages`].
    pub coverage: usize,
    /// Whether an activation ends after [`days`](Self::days); otherwise it has no fixed end.
    pub ends: bool,
    /// Unix milliseconds.
    pub updated_at: i64,
}

/// An activation of such a plan is followed by another one when its data is used up.
pub(crate) const ON_DEPLETION: &str = "data_exhausted";

#[derive(Debug)]
pub(crate) struct Catalogue {
    pub operators: Vec<Operator>,
    pub coverages: Vec<Coverage>,
    pub plans: Vec<Plan>,
    plan_ids: HashMap<String, usize>,
}

impl Catalogue {
    /// The catalogue of a seed, with ids that are numbers or UUIDs.
    pub fn new(seed: u64, number_ids: bool) -> Self {
        let rng = Rng::new(seed ^ 0x7E1C);
        let mut making = Making { rng, number_ids, operators: vec![], coverages: vec![], plans: vec![] };
        making.operators();
        for region in &REGIONS {
            for (n, country) in region.countries.iter().enumerate() {
                making.country(region, country, n);
            }
            making.region(region);
        }
        making.global();
        let plan_ids = making.plans.iter().enumerate().map(|(n, plan)| (plan.id.clone(), n)).collect();
        Self { operators: making.operators, coverages: making.coverages, plans: making.plans, plan_ids }
    }

    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plan_ids.get(id).map(|&n| &self.plans[n])
    }

    pub fn coverage_of(&self, plan: &Plan) -> &Coverage {
        &self.coverages[plan.coverage]
    }

    /// The compatibility zone that all operators of a coverage are in.
    pub fn zone(&self, coverage: &Coverage) -> &'static str {
        coverage.operators.first().map_or(WORLD, |&n| self.operators[n].zone)
    }

    /// Whether a SIM of these compatibility zones can use the plan.
    pub fn fits(&self, plan: &Plan, zones: &[String]) -> bool {
        let zone = self.zone(self.coverage_of(plan));
        zones.iter().any(|have| have == zone)
    }

    /// Whether the coverage has an operator in the country (alpha-3).
    pub fn reaches(&self, coverage: &Coverage, alpha3: &str) -> bool {
        coverage.operators.iter().any(|&n| self.operators[n].country.alpha3 == alpha3)
    }
}

struct Making {
    rng: Rng,
    number_ids: bool,
    operators: Vec<Operator>,
    coverages: Vec<Coverage>,
    plans: Vec<Plan>,
}

impl Making {
    fn operators(&mut self) {
        for region in &REGIONS {
            for country in region.countries {
                for zone in [WORLD, region.zone] {
                    for brand in brands(zone) {
                        let id = self.rng.id(self.number_ids);
                        let name = format!("{brand} {}", country.name);
                        self.operators.push(Operator { id, name, country, zone });
                    }
                }
            }
        }
    }

    fn coverage(&mut self, name: &str, zone: &str, within: impl Fn(&Country) -> bool) -> usize {
        let operators = self.operators.iter().enumerate();
        let operators = operators.filter(|(_, it)| it.zone == zone && within(it.country)).map(|(n, _)| n);
        self.coverages.push(Coverage {
            id: self.rng.id(self.number_ids),
            name: name.into(),
            operators: operators.collect(),
            updated_at: made_at(self.coverages.len()),
        });
        self.coverages.len() - 1
    }

    /// Local plans; in every third country also in the second zone, under the same name.
    fn country(&mut self, region: &'static Region, country: &'static Country, n: usize) {
        let sizes: &[(i64, i64)] = match country.alpha3 {
            "JPN" => &[
                (500, 1),
                (1024, 7),
                (3072, 7),
                (3072, 15),
                (5120, 10),
                (5120, 15),
                (5120, 30),
                (10_240, 15),
                (10_240, 30),
                (20_480, 30),
            ],
            _ if n.is_multiple_of(2) => &[(1024, 7), (3072, 30), (5120, 30), (10_240, 30)],
            _ => &[(500, 1), (1024, 7), (5120, 15), (10_240, 30), (20_480, 30)],
        };
        let zones = [Some(WORLD), n.is_multiple_of(3).then_some(region.zone)];
        for zone in zones.into_iter().flatten() {
            let coverage = self.coverage(country.name, zone, |at| at.alpha3 == country.alpha3);
            sizes.iter().for_each(|&(megabytes, days)| self.plan(coverage, megabytes, days));
        }
    }

    fn region(&mut self, region: &'static Region) {
        for zone in [WORLD, region.zone] {
            let inside = |at: &Country| region.countries.iter().any(|country| country.alpha3 == at.alpha3);
            let coverage = self.coverage(region.name, zone, inside);
            for (megabytes, days) in [(1024, 7), (3072, 15), (5120, 30), (10_240, 30), (20_480, 30)] {
                self.plan(coverage, megabytes, days);
            }
        }
    }

    /// Everywhere that a zone has networks. The sizes are decimal, as some staff count them.
    fn global(&mut self) {
        for zone in ZONES {
            let coverage = self.coverage("Global", zone, |_| true);
            for (megabytes, days) in [(1000, 7), (3000, 15), (5000, 30), (10_000, 60), (20_000, 365)] {
                self.plan(coverage, megabytes, days);
            }
        }
    }

    fn plan(&mut self, coverage: usize, megabytes: i64, days: i64) {
        let number = self.plans.len();
        let place = &self.coverages[coverage].name;
        let size = match megabytes {
            mb if mb % 1024 == 0 => format!("{} GB", mb / 1024),
            mb if mb % 1000 == 0 => format!("{} GB", mb / 1000),
            mb => format!("{mb} MB"),
        };
        let name = match number % 3 {
            0 => format!("{place} {size}"),
            1 => format!("{place} {size} {days} days"),
            _ => format!("{place} {size} / {days} d"),
        };
        self.plans.push(Plan {
            id: self.rng.id(self.number_ids),
            description: number.is_multiple_of(4).then(|| format!("{size} of data in {place}, {days} days")),
            name,
            megabytes,
            days,
            throttle: ["unlimited", "512kbps", "128kbps"][number % 3],
            trigger: if number % 16 == 15 { ON_DEPLETION } else { "none" },
            coverage,
            ends: number % 4 != 3,
            updated_at: made_at(number),
        });
    }
}

/// Times of the catalogue, which nobody changes: an hour apart, in January 2026.
fn made_at(number: usize) -> i64 {
    1_767_225_600_000 + (number as i64) * 3_600_000
}
