//! What the agency pays for plans of a supplier that states no prices: a note for staff, which no order depends on.

use crate::api::{Code, Failure, OwnPrice, OwnPriceSave, Topic, WalletRef};
use crate::app::App;
use crate::desk::Desk;
use esim_desk_model::{Money, WalletId};
use esim_desk_provider::LotId;
use std::sync::Arc;

/// Every lot of the stock with the note of its plan.
pub(crate) async fn own_prices(app: &Arc<App>, request: WalletRef) -> Result<Vec<OwnPrice>, Failure> {
    of(&app.desk(), &request.wallet_id).await
}

/// Notes a price, or removes the note.
///
/// # Errors
/// `field_unusable` at `amount`; `wallet_not_found`.
pub(crate) async fn save_own_price(app: &Arc<App>, request: OwnPriceSave) -> Result<Vec<OwnPrice>, Failure> {
    let desk = app.desk();
    let wallet = desk.wallets.wallet(&request.wallet_id).await?;
    let price = match request.amount.trim() {
        "" => None,
        amount => Some(read(amount, &wallet.currency)?),
    };
    desk.record.save_plan_price(&wallet.id, &request.plan_id, price).await?;
    desk.stale(Topic::Plans);
    of(&desk, &wallet.id).await
}

/// An amount as it is typed here or there: a comma may stand for the point.
fn read(amount: &str, currency: &str) -> Result<Money, Failure> {
    let unusable = || Failure::at(Code::FieldUnusable, "amount");
    let money = Money::parse(&amount.replace(',', "."), currency).map_err(|_| unusable())?;
    if money.minor > 0 { Ok(money) } else { Err(unusable()) }
}

async fn of(desk: &Desk, id: &WalletId) -> Result<Vec<OwnPrice>, Failure> {
    let notes = desk.record.plan_prices(id).await?;
    let lots = desk.cache.lots(id).await?.into_iter();
    Ok(lots
        .map(|lot| OwnPrice {
            price: notes.get(&lot.plan.id).cloned(),
            lot: LotId(lot.id),
            left: lot.left,
            plan: lot.plan,
        })
        .collect())
}
