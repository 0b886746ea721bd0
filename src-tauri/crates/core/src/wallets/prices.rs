//! What the agency pays for plans of a supplier that states no prices: a note for staff, which no order depends on.

use crate::api::{Code, Failure, OwnPrice, OwnPriceSave, Topic, WalletRef};
use crate::app::App;
use crate::desk::Desk;
use esim_desk_model::{Money, WalletId};
use std::sync::Arc;

/// Every plan of the stock with its note.
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
    let mut notes = desk.record.plan_prices(id).await?;
    let mut prices: Vec<OwnPrice> = Vec::new();
    for lot in desk.cache.lots(id).await? {
        match prices.iter_mut().find(|known| known.plan.id == lot.plan.id) {
            Some(known) => known.left += lot.left,
            None => {
                prices.push(OwnPrice { price: notes.remove(&lot.plan.id), left: lot.left, plan: lot.plan })
            }
        }
    }
    Ok(prices)
}
