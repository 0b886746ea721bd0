//! One search over every wallet that can buy. It looks only at what was read before: typing never waits for the
//! network.

use super::fit::{Fit, Wish};
use super::{offer, owned};
use crate::api::{Failure, ListName, NearMiss, NearReason, Offer, PlanSearch, PlanSource, PlansFound};
use crate::app::App;
use crate::desk::Desk;
use crate::plans::offer::Offering;
use crate::wallets::list_age;
use esim_desk_model::{Country, Plan};
use esim_desk_provider::Scopes;
use esim_desk_store::record::WalletRow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// As many near misses as anybody reads.
const MOST_NEAR: usize = 30;

/// Finds what fits a trip.
///
/// # Errors
/// `field_unusable` at `from` or `to`.
pub(crate) async fn search(app: &Arc<App>, request: PlanSearch) -> Result<PlansFound, Failure> {
    let desk = app.desk();
    let wish = Wish::of(&request)?;
    let mut found = PlansFound {
        trip_days: wish.days,
        owned: vec![],
        stock: vec![],
        fits: vec![],
        near: vec![],
        sources: vec![],
    };
    for wallet in desk.record.wallets().await? {
        if wallet.paused || wallet.disconnected_at.is_some() {
            continue;
        }
        found.sources.push(source(&desk, &wallet).await?);
        if wish.countries.is_empty() {
            continue;
        }
        found.owned.extend(owned::that_fit(&desk, &wallet, &wish).await?);
        let offering = Offering::of(&desk, &wallet);
        in_stock(&mut found, &desk, &offering, &wish).await?;
        let scopes = desk.board.scopes(&desk, &wallet, &wish.countries);
        sort_out(&mut found, &wish, &scopes, &desk.catalogues.of(&wallet.id).await?, &offering);
    }
    found.stock.sort_by(soonest_lapse_first);
    found.fits.sort_by(offer::best_first);
    found.near.sort_by(nearest_first);
    found.near.truncate(MOST_NEAR);
    Ok(found)
}

/// What is owned already and waits for a traveller.
async fn in_stock(
    found: &mut PlansFound,
    desk: &Desk,
    offering: &Offering<'_>,
    wish: &Wish,
) -> Result<(), Failure> {
    let lots = desk.catalogues.stock(&offering.wallet.id).await?;
    if lots.is_empty() {
        return Ok(());
    }
    let notes = desk.record.plan_prices(&offering.wallet.id).await?;
    for lot in lots.iter() {
        let is_empty = lot.left == 0;
        match wish.judge(&lot.plan, &HashMap::new()) {
            Fit::Fits if is_empty => {
                let offer = offering.of_lot(lot.clone(), &notes);
                found.near.push(NearMiss { offer, reasons: vec![NearReason::NoneInStock] });
            }
            Fit::Fits => found.stock.push(offering.of_lot(lot.clone(), &notes)),
            Fit::Near(_) if is_empty => {}
            Fit::Near(reasons) => {
                found.near.push(NearMiss { offer: offering.of_lot(lot.clone(), &notes), reasons });
            }
            Fit::No => {}
        }
    }
    Ok(())
}

fn sort_out(
    found: &mut PlansFound,
    wish: &Wish,
    scopes: &HashMap<Country, Option<Scopes>>,
    plans: &[Plan],
    offering: &Offering<'_>,
) {
    let mut near: Vec<(&Plan, Vec<NearReason>)> = Vec::new();
    for plan in plans {
        match wish.judge(plan, scopes) {
            Fit::Fits => found.fits.push(offering.of_plan(plan.clone())),
            Fit::Near(reasons) => near.push((plan, reasons)),
            Fit::No => {}
        }
    }
    // Thousands may be near; a plan is copied only if it may be among the few that are shown.
    near.sort_by_key(|(_, reasons)| faults(reasons));
    let last = near.get(MOST_NEAR).map(|(_, reasons)| faults(reasons));
    let shown = near.into_iter().take_while(|(_, reasons)| last.is_none_or(|last| faults(reasons) <= last));
    found
        .near
        .extend(shown.map(|(plan, reasons)| NearMiss { offer: offering.of_plan(plan.clone()), reasons }));
}

async fn source(desk: &Desk, wallet: &WalletRow) -> Result<PlanSource, Failure> {
    let (provider, trouble) = desk.wallets.peek(&wallet.id);
    // A supplier without a catalogue offers its stock.
    let sells = provider.as_ref().is_none_or(|provider| provider.catalogue().is_some());
    let list = if sells { ListName::Plans } else { ListName::Stock };
    let age = list_age(desk, &wallet.id, list).await?;
    let reads = desk.board.progress(&wallet.id).is_some_and(|progress| progress.list == list);
    Ok(PlanSource {
        wallet_id: wallet.id.clone(),
        wallet_name: wallet.name.clone(),
        complete_at: age.complete_at,
        syncing: reads,
        failure: age.failure.or(trouble),
    })
}

/// What lapses first is used first.
fn soonest_lapse_first(one: &Offer, other: &Offer) -> Ordering {
    let lapse = |offer: &Offer| offer.stock.as_ref().and_then(|stock| stock.expires_at);
    match (lapse(one), lapse(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => one.plan.days.cmp(&other.plan.days).then_with(|| one.plan.id.cmp(&other.plan.id)),
    }
}

/// Fewer and smaller faults first.
fn nearest_first(one: &NearMiss, other: &NearMiss) -> Ordering {
    faults(&one.reasons)
        .cmp(&faults(&other.reasons))
        .then_with(|| offer::best_first(&one.offer, &other.offer))
}

fn faults(reasons: &[NearReason]) -> u32 {
    reasons.iter().map(weight).sum()
}

fn weight(reason: &NearReason) -> u32 {
    match reason {
        NearReason::Days { .. } => 2,
        NearReason::Data => 2,
        NearReason::DaysNotSaid => 3,
        NearReason::NoneInStock => 3,
        NearReason::Countries { .. } => 4,
        NearReason::CountriesNotListed { .. } => 6,
    }
}
