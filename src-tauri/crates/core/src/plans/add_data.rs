//! What may go onto an eSIM that somebody has already.

use super::offer::{Offering, best_first};
use crate::api::{AddDataPlans, Code, EsimRef, Failure, Offer};
use crate::app::App;
use crate::desk::Desk;
use esim_desk_model::{Country, Plan, WalletId};
use esim_desk_store::cache::ServiceRow;
use std::sync::Arc;

/// As many plans as a supplier is asked about.
const MOST_CANDIDATES: usize = 60;

/// Asks which plans fit an eSIM: those that work wherever the plan on it works. Buys nothing.
///
/// # Errors
/// `esim_not_found`; `cannot_do` for an eSIM without a plan, or a wallet that cannot buy; those of the wallet and
/// the supplier.
pub(crate) async fn add_data(app: &Arc<App>, request: EsimRef) -> Result<AddDataPlans, Failure> {
    let desk = app.desk();
    let (wallet_id, esim) = (&request.wallet_id, &request.esim_id);
    let full = desk.cache.esim(wallet_id, esim).await?.ok_or_else(|| Failure::new(Code::EsimNotFound))?;
    let wallet = desk.wallets.wallet(wallet_id).await?;
    let provider = desk.wallets.provider(wallet_id).await?;
    let cannot = || Failure::new(Code::CannotDo);
    let orders = provider.orders().ok_or_else(cannot)?;
    let service = desk.cache.services_of(wallet_id, esim).await?.into_iter().next().ok_or_else(cannot)?;
    let countries = countries_of(&service);
    let candidates = candidates(&desk, wallet_id, &wallet.currency, &countries).await?;
    let fitting = orders.fitting(esim, &service.id, candidates).await;
    let fitting = fitting.map_err(|error| desk.wallets.failed(&wallet, &error))?;
    desk.fitting().keep(wallet_id, esim, fitting.clone());
    let offering = Offering::of(&desk, &wallet);
    let stock =
        if orders.stock_fits_existing() { in_stock(&desk, &offering, &fitting).await? } else { vec![] };
    let mut offers: Vec<Offer> = fitting.into_iter().map(|plan| offering.of_plan(plan)).collect();
    offers.sort_by(best_first);
    offers.splice(0..0, stock);
    // A supplier that says itself what fits may name plans for any place; one that names none means this eSIM's.
    let is_elsewhere =
        |offer: &Offer| !offer.plan.coverage.countries().is_empty() && !covers(&offer.plan, &countries);
    let (elsewhere, offers) = offers.into_iter().partition(is_elsewhere);
    let row = full.row;
    Ok(AddDataPlans {
        service_id: service.id,
        traveller: row.traveller,
        booking: row.booking,
        offers,
        elsewhere,
    })
}

/// Where the plan on an eSIM works; empty where nobody says.
fn countries_of(service: &ServiceRow) -> Vec<Country> {
    service.plan.as_ref().map(|plan| plan.coverage.countries().to_vec()).unwrap_or_default()
}

fn covers(plan: &Plan, countries: &[Country]) -> bool {
    let covered = plan.coverage.countries();
    countries.iter().all(|country| covered.contains(country))
}

/// The catalogue's plans that cover every country of the plan on the eSIM, cheapest first.
async fn candidates(
    desk: &Desk,
    wallet: &WalletId,
    currency: &str,
    countries: &[Country],
) -> Result<Vec<Plan>, Failure> {
    if countries.is_empty() {
        return Ok(vec![]);
    }
    let catalogue = desk.catalogues.of(wallet).await?;
    let mut plans: Vec<Plan> = catalogue.iter().filter(|plan| covers(plan, countries)).cloned().collect();
    // Plans for the same places alone come first: they are what the traveller had.
    plans.sort_by(|one, other| {
        let size = |plan: &Plan| plan.coverage.countries().len();
        let price = |plan: &Plan| plan.price_in(currency).cloned();
        size(one)
            .cmp(&size(other))
            .then_with(|| super::price::cheapest_first(price(one).as_ref(), price(other).as_ref()))
    });
    plans.truncate(MOST_CANDIDATES);
    Ok(plans)
}

/// The lots of plans that fit.
async fn in_stock(desk: &Desk, offering: &Offering<'_>, fitting: &[Plan]) -> Result<Vec<Offer>, Failure> {
    let lots = desk.catalogues.stock(&offering.wallet.id).await?;
    let notes = desk.record.plan_prices(&offering.wallet.id).await?;
    let usable = lots.iter().filter(|lot| lot.left > 0 && fitting.iter().any(|plan| plan.id == lot.plan.id));
    Ok(usable.map(|lot| offering.of_lot(lot.clone(), &notes)).collect())
}
