//! A plan as one wallet offers it.

use super::price;
use crate::api::{Offer, StockLot};
use crate::desk::Desk;
use esim_desk_model::{Money, Plan, PlanId};
use esim_desk_provider::LotId;
use esim_desk_store::cache::LotRow;
use esim_desk_store::record::WalletRow;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Stands in until a wallet's connection says how long its supplier takes.
const USUAL_SECONDS: u32 = 60;

/// What every offer of one wallet has in common.
pub(super) struct Offering<'a> {
    pub wallet: &'a WalletRow,
    supplier: &'a str,
    usual_seconds: u32,
}

impl<'a> Offering<'a> {
    /// Asks nobody.
    pub fn of(desk: &'a Desk, wallet: &'a WalletRow) -> Self {
        let (provider, _) = desk.wallets.peek(&wallet.id);
        let orders = provider.as_ref().and_then(|provider| provider.orders());
        Self {
            wallet,
            supplier: desk.wallets.supplier(&wallet.provider),
            usual_seconds: orders.map_or(USUAL_SECONDS, |orders| orders.usual_seconds()),
        }
    }

    /// A plan that can be bought.
    pub fn of_plan(&self, plan: Plan) -> Offer {
        let price = plan.price_in(&self.wallet.currency).cloned();
        Offer {
            wallet_id: self.wallet.id.clone(),
            wallet_name: self.wallet.name.clone(),
            supplier: self.supplier.to_owned(),
            per_gb: price.as_ref().and_then(|price| price::per_gb(price, &plan)),
            per_day: price.as_ref().and_then(|price| price::per_day(price, &plan)),
            usual_seconds: self.usual_seconds,
            price,
            own_price: None,
            stock: None,
            plan,
        }
    }

    /// A plan that is owned; taking it costs nothing more. `notes` is what the agency says it paid.
    pub fn of_lot(&self, lot: LotRow, notes: &HashMap<PlanId, Money>) -> Offer {
        let own_price = notes.get(&lot.plan.id).cloned();
        Offer {
            price: None,
            per_gb: own_price.as_ref().and_then(|price| price::per_gb(price, &lot.plan)),
            per_day: own_price.as_ref().and_then(|price| price::per_day(price, &lot.plan)),
            own_price,
            stock: Some(StockLot {
                lot: LotId(lot.id),
                paid: lot.paid,
                left: lot.left,
                expires_at: lot.expires_at,
            }),
            ..self.of_plan(lot.plan)
        }
    }
}

/// By currency, cheapest first within each; what states no price comes last.
pub(super) fn best_first(one: &Offer, other: &Offer) -> Ordering {
    match (&one.price, &other.price) {
        (Some(mine), Some(theirs)) if mine.currency != theirs.currency => {
            return mine.currency.cmp(&theirs.currency);
        }
        (Some(_), Some(_)) | (None, _) | (_, None) => {}
    }
    price::cheapest_first(one.price.as_ref(), other.price.as_ref())
        .then_with(|| one.plan.days.cmp(&other.plan.days))
        .then_with(|| one.plan.id.cmp(&other.plan.id))
}
