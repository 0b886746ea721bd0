//! The stock as the port asks for it: for each plan of the agency, how many eSIMs it may be put onto. One eSIM may
//! fit several plans, so the lots do not add up.
//!
//! To ask for the SIMs of each plan would be a list of SIMs for each of hundreds of plans. So the SIMs in stock are
//! read once, and the plans once more for each zone in which any of those works.

use super::{Sim, Telkor};
use async_trait::async_trait;
use esim_desk_model::{Plan, PlanId};
use esim_desk_provider::{Listing, Lot, LotId, Result, Stock};
use std::collections::{BTreeMap, BTreeSet};

/// The plans that fit SIMs of each zone.
type Fitting = BTreeMap<String, BTreeSet<PlanId>>;

#[async_trait]
impl Stock for Telkor {
    /// One lot for each plan, by the plan's id. What has no code yet counts too: that is known of each SIM by
    /// itself alone.
    async fn lots(&self) -> Result<Listing<Lot>> {
        let plans = self.plans().await?;
        let free = self.free_esims(None).await?.rows;
        if !free.is_empty() && free.iter().all(|sim| sim.zones.is_empty()) {
            return self.lots_by_plan(plans).await;
        }
        let mut fitting = Fitting::new();
        for zone in free.iter().flat_map(|sim| &sim.zones) {
            if !fitting.contains_key(zone) {
                fitting.insert(zone.clone(), self.plans_of_zone(zone).await?);
            }
        }
        let rows = plans.rows.into_iter().map(|plan| lot(plan, &free, &fitting)).collect();
        Ok(Listing { rows, skipped: plans.skipped })
    }
}

impl Telkor {
    /// Where no SIM says its zones, the SIMs of each plan are asked for after all.
    async fn lots_by_plan(&self, plans: Listing<Plan>) -> Result<Listing<Lot>> {
        let mut rows = Vec::with_capacity(plans.rows.len());
        for plan in plans.rows {
            let left = self.free_esims(Some(&plan.id)).await?.rows.len();
            rows.push(lot_of(plan, left));
        }
        Ok(Listing { rows, skipped: plans.skipped })
    }
}

fn lot(plan: Plan, free: &[Sim], fitting: &Fitting) -> Lot {
    let fits = |zone: &String| fitting.get(zone).is_some_and(|plans| plans.contains(&plan.id));
    let left = free.iter().filter(|sim| sim.zones.iter().any(fits)).count();
    lot_of(plan, left)
}

fn lot_of(plan: Plan, left: usize) -> Lot {
    let left = left.try_into().unwrap_or(u32::MAX);
    Lot { id: LotId(plan.id.0.clone()), plan, paid: false, left, expires_at: None }
}
