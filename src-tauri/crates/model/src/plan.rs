//! What can be bought.

use crate::{Country, Data, Money, PlanId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One product of a supplier's catalogue. A plan has no name of its own everywhere; the window builds one
/// from coverage, data and days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Plan {
    /// The supplier's id.
    pub id: PlanId,
    /// The supplier's own name for it, where it has one.
    pub name: Option<String>,
    /// Where it works.
    pub coverage: Coverage,
    /// How much data; absent where the supplier does not say.
    pub data: Option<Data>,
    /// What slows an unlimited plan down, in the supplier's words.
    pub throttling: Option<String>,
    /// Minutes of calls.
    pub calls: Option<Allowance>,
    /// Text messages.
    pub texts: Option<Allowance>,
    /// Days of validity.
    pub days: Option<u32>,
    /// When the days begin.
    pub start: Start,
    /// What else it can do.
    pub features: Vec<PlanFeature>,
    /// Phone networks and their speeds; empty where the supplier does not say.
    pub networks: Vec<Network>,
    /// One price for each currency it is sold in; empty is "not stated".
    pub prices: Vec<Money>,
}

/// Where a plan works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Coverage {
    /// One country.
    Local {
        /// Which.
        country: Country,
    },
    /// A region of the supplier's making.
    Regional {
        /// The supplier's name for it ("Europe").
        region: String,
        /// The countries in it; empty where the supplier does not list them.
        countries: Vec<Country>,
    },
    /// The supplier calls it global.
    Global {
        /// The countries in it; empty where the supplier does not list them.
        countries: Vec<Country>,
    },
    /// The supplier does not say.
    NotSaid,
}

impl Coverage {
    /// Every country the supplier lists; empty means that nothing is proven.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        match self {
            Self::Local { country } => std::slice::from_ref(country),
            Self::Regional { countries, .. } | Self::Global { countries } => countries,
            Self::NotSaid => &[],
        }
    }
}

/// So many minutes or messages, or no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "amount", rename_all = "snake_case")]
pub enum Allowance {
    /// No limit.
    Unlimited,
    /// So many.
    Limited(u32),
}

/// When a plan's days begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// At first use abroad.
    FirstUse,
    /// When the eSIM is installed.
    Installation,
    /// When it is bought.
    Purchase,
    /// The supplier does not say.
    NotSaid,
}

/// What else a plan can do, as far as the supplier says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum PlanFeature {
    /// The phone may share its connection.
    Hotspot,
    /// More data can be added later.
    TopUp,
    /// A speed such as `5G`.
    Speed(String),
    /// A word of the supplier that we do not know; shown as it is.
    Other(String),
}

/// A phone network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Network {
    /// Its brand ("Softbank").
    pub name: String,
    /// Speeds, fastest last.
    pub speeds: Vec<String>,
}

impl Plan {
    /// The price in one currency; `None` is "not stated". A price of zero says nothing either.
    #[must_use]
    pub fn price_in(&self, currency: &str) -> Option<&Money> {
        self.prices.iter().find(|price| price.currency == currency && price.minor > 0)
    }
}
