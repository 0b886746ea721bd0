//! Searching plans for a trip.

use super::Failure;
use esim_desk_model::{Country, EsimId, Iccid, Money, OrderKey, Plan, ServiceId, Timestamp, WalletId};
use esim_desk_provider::LotId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What can be chosen as a destination.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Destinations {
    /// Countries with a plan of their own, by the catalogues.
    pub countries: Vec<Country>,
    /// Names of the suppliers' regions.
    pub regions: Vec<String>,
}

/// A trip.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PlanSearch {
    /// Every country must be covered.
    pub countries: Vec<Country>,
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub to: Option<String>,
    /// How much data.
    pub data: DataWish,
}

/// How much data is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DataWish {
    /// Any.
    Any,
    /// At least so many GB, as each supplier counts them (10⁹ or 1024³ bytes).
    AtLeast {
        /// GB.
        gb: u32,
    },
    /// No limit.
    Unlimited,
}

/// What fits a trip, from what we own to what nearly fits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PlansFound {
    /// Days of the trip, both ends counted; absent without both dates.
    pub trip_days: Option<u32>,
    /// eSIMs that were bought and nobody has.
    pub owned: Vec<OwnedGroup>,
    /// What was paid for and is on no eSIM yet, and fits.
    pub stock: Vec<Offer>,
    /// Plans that cover every country, long and large enough, cheapest first within a currency.
    pub fits: Vec<Offer>,
    /// Plans that nearly do, each with its reason.
    pub near: Vec<NearMiss>,
    /// Where the plans come from and how old they are.
    pub sources: Vec<PlanSource>,
}

/// One plan of one wallet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Offer {
    /// Whose.
    pub wallet_id: WalletId,
    /// The wallet's name.
    pub wallet_name: String,
    /// How staff call the supplier.
    pub supplier: String,
    /// The plan.
    pub plan: Plan,
    /// Its price in the wallet's currency; absent is "not stated".
    pub price: Option<Money>,
    /// What the agency pays for it, by its own note, where the supplier states no price.
    pub own_price: Option<Money>,
    /// It is taken from what is owned already, instead of bought.
    pub stock: Option<StockLot>,
    /// Price of one GB; absent for unlimited plans.
    pub per_gb: Option<Money>,
    /// Price of one day.
    pub per_day: Option<Money>,
    /// How long from order to code, in seconds.
    pub usual_seconds: u32,
}

/// Some of one plan that are owned and wait to be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StockLot {
    /// The supplier's id.
    pub lot: LotId,
    /// Taking one costs nothing more; otherwise the supplier charges for it by its own price list.
    pub paid: bool,
    /// How many are left.
    pub left: u32,
    /// When the rest lapses.
    pub expires_at: Option<Timestamp>,
}

/// A plan that nearly fits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NearMiss {
    /// The plan.
    pub offer: Offer,
    /// Why it does not fit.
    pub reasons: Vec<NearReason>,
}

/// Why a plan does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NearReason {
    /// Covers fewer days than the trip has.
    Days {
        /// Days of the plan.
        has: u32,
        /// Days of the trip.
        trip: u32,
    },
    /// The supplier does not state its days.
    DaysNotSaid,
    /// Holds less data than wanted.
    Data,
    /// It would fit, and none is left in stock.
    NoneInStock,
    /// The supplier does not list the countries of this region.
    CountriesNotListed {
        /// The region's name.
        region: String,
    },
    /// Does not cover these.
    Countries {
        /// Missing ones.
        missing: Vec<Country>,
    },
}

/// eSIMs of one plan that nobody has.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OwnedGroup {
    /// Whose.
    pub wallet_id: WalletId,
    /// The wallet's name.
    pub wallet_name: String,
    /// The plan on them.
    pub plan: Plan,
    /// Each of them, oldest first.
    pub esims: Vec<OwnedEsim>,
}

/// An eSIM that nobody has.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OwnedEsim {
    /// Its id.
    pub esim_id: EsimId,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// When it was bought here; absent when it was bought elsewhere.
    pub bought_at: Option<Timestamp>,
    /// The order here that bought it.
    pub order_key: Option<OrderKey>,
}

/// Where plans come from.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PlanSource {
    /// Which wallet.
    pub wallet_id: WalletId,
    /// Its name.
    pub wallet_name: String,
    /// Age of its catalogue.
    pub complete_at: Option<Timestamp>,
    /// It is being read.
    pub syncing: bool,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
}

/// What may go onto an eSIM, beside or after the plan on it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AddDataPlans {
    /// The plan on it that is filled up.
    pub service_id: ServiceId,
    /// Who has the eSIM.
    pub traveller: Option<String>,
    /// The agency's booking of the same.
    pub booking: Option<String>,
    /// Plans that fit it and work wherever the plan on it works, as far as they say: stock first, then cheapest first.
    pub offers: Vec<Offer>,
    /// Plans that fit it and are for other places, likewise.
    pub elsewhere: Vec<Offer>,
}
