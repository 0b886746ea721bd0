//! One search over every wallet that can buy.

use super::fit::{Fit, Wish};
use super::{owned, price};
use crate::api::{Failure, ListName, NearMiss, NearReason, Offer, PlanSearch, PlanSource, PlansFound};
use crate::app::App;
use crate::desk::Desk;
use crate::wallets::list_age;
use esim_desk_model::{Country, Plan};
use esim_desk_provider::Scopes;
use esim_desk_store::record::WalletRow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

/// As many near misses as anybody reads.
const MOST_NEAR: usize = 30;
/// Stands in until a wallet's connection says how long its supplier takes.
const USUAL_SECONDS: u32 = 60;

/// Finds what fits a trip.
///
/// # Errors
/// `field_unusable` at `from` or `to`.
pub(crate) async fn search(app: &Arc<App>, request: PlanSearch) -> Result<PlansFound, Failure> {
    let desk = app.desk();
    let wish = Wish::of(&request)?;
    let mut found =
        PlansFound { trip_days: wish.days, owned: vec![], fits: vec![], near: vec![], sources: vec![] };
    for wallet in desk.record.wallets().await? {
        if wallet.paused || wallet.disconnected_at.is_some() {
            continue;
        }
        found.sources.push(source(&desk, &wallet).await?);
        if wish.countries.is_empty() {
            continue;
        }
        found.owned.extend(owned::that_fit(&desk, &wallet, &wish).await?);
        let scopes = desk.board.scopes(&desk, &wallet, &wish.countries);
        let plans = desk.cache.plans(&wallet.id).await?;
        sort_out(&mut found, &wish, &scopes, plans, |plan| offer(&desk, &wallet, plan));
    }
    found.fits.sort_by(best_first);
    found.near.sort_by(nearest_first);
    found.near.truncate(MOST_NEAR);
    Ok(found)
}

fn sort_out(
    found: &mut PlansFound,
    wish: &Wish,
    scopes: &HashMap<Country, Option<Scopes>>,
    plans: Vec<Plan>,
    offer: impl Fn(Plan) -> Offer,
) {
    for plan in plans {
        match wish.judge(&plan, scopes) {
            Fit::Fits => found.fits.push(offer(plan)),
            Fit::Near(reasons) => found.near.push(NearMiss { offer: offer(plan), reasons }),
            Fit::No => {}
        }
    }
}

fn offer(desk: &Desk, wallet: &WalletRow, plan: Plan) -> Offer {
    let (provider, _) = desk.wallets.peek(&wallet.id);
    let orders = provider.as_ref().and_then(|provider| provider.orders());
    let price = plan.price_in(&wallet.currency).cloned();
    Offer {
        wallet_id: wallet.id.clone(),
        wallet_name: wallet.name.clone(),
        supplier: desk.wallets.supplier(&wallet.provider).to_owned(),
        per_gb: price.as_ref().and_then(|price| price::per_gb(price, &plan)),
        per_day: price.as_ref().and_then(|price| price::per_day(price, &plan)),
        usual_seconds: orders.map_or(USUAL_SECONDS, |orders| orders.usual_seconds()),
        price,
        plan,
    }
}

async fn source(desk: &Desk, wallet: &WalletRow) -> Result<PlanSource, Failure> {
    let age = list_age(desk, &wallet.id, ListName::Plans).await?;
    let reads = desk.board.progress(&wallet.id).is_some_and(|progress| progress.list == ListName::Plans);
    Ok(PlanSource {
        wallet_id: wallet.id.clone(),
        wallet_name: wallet.name.clone(),
        complete_at: age.complete_at,
        syncing: reads,
        failure: age.failure.or_else(|| desk.wallets.peek(&wallet.id).1),
    })
}

/// By currency, cheapest first within each; what states no price comes last.
fn best_first(one: &Offer, other: &Offer) -> Ordering {
    let currency = |offer: &Offer| offer.price.as_ref().map(|price| price.currency.clone());
    match (currency(one), currency(other)) {
        (Some(mine), Some(theirs)) if mine != theirs => return mine.cmp(&theirs),
        (Some(_), Some(_)) | (None, _) | (_, None) => {}
    }
    price::cheapest_first(one.price.as_ref(), other.price.as_ref())
        .then_with(|| one.plan.days.cmp(&other.plan.days))
        .then_with(|| one.plan.id.cmp(&other.plan.id))
}

/// Fewer and smaller faults first.
fn nearest_first(one: &NearMiss, other: &NearMiss) -> Ordering {
    let faults = |miss: &NearMiss| -> u32 { miss.reasons.iter().map(weight).sum() };
    faults(one).cmp(&faults(other)).then_with(|| best_first(&one.offer, &other.offer))
}

fn weight(reason: &NearReason) -> u32 {
    match reason {
        NearReason::Days { .. } => 2,
        NearReason::Data => 2,
        NearReason::DaysNotSaid => 3,
        NearReason::Countries { .. } => 4,
        NearReason::CountriesNotListed { .. } => 6,
    }
}
