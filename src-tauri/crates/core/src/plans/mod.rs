//! Searching plans for a trip, in the catalogues that were fetched. Prices of different currencies are never
//! compared.

mod add_data;
mod fit;
mod offer;
mod owned;
mod price;
mod search;

use crate::api::{Destinations, Failure, Nothing};
use crate::app::App;
pub(crate) use add_data::add_data;
use esim_desk_model::Coverage;
pub(crate) use search::search;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What can be chosen as a destination, by the catalogues of every wallet that can buy.
pub(crate) async fn destinations(app: &Arc<App>, _: Nothing) -> Result<Destinations, Failure> {
    let desk = app.desk();
    let mut countries = BTreeSet::new();
    let mut regions = BTreeSet::new();
    for wallet in desk.record.wallets().await? {
        if wallet.paused || wallet.disconnected_at.is_some() {
            continue;
        }
        countries.extend(desk.cache.destinations(&wallet.id).await?);
        let catalogue = desk.catalogues.of(&wallet.id).await?;
        let lots = desk.catalogues.stock(&wallet.id).await?;
        for plan in catalogue.iter().chain(lots.iter().map(|lot| &lot.plan)) {
            countries.extend(plan.coverage.countries());
            if let Coverage::Regional { region, .. } = &plan.coverage {
                regions.insert(region.clone());
            }
        }
    }
    Ok(Destinations { countries: countries.into_iter().collect(), regions: regions.into_iter().collect() })
}

#[cfg(test)]
pub(crate) mod tests {
    use esim_desk_model::{Coverage, Data, Plan, PlanId, Start};

    /// A plan about which only data and days are said.
    pub fn plan(id: &str, data: Option<Data>, days: Option<u32>) -> Plan {
        Plan {
            id: PlanId::from(id),
            name: None,
            coverage: Coverage::NotSaid,
            data,
            throttling: None,
            calls: None,
            texts: None,
            days,
            start: Start::NotSaid,
            features: Vec::new(),
            networks: Vec::new(),
            prices: Vec::new(),
        }
    }
}
