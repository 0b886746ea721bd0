//! Wallets: connecting, checking, editing, pausing, their health. Their secrets stand in the keychain; the
//! record has everything else.

mod account;
mod check;
mod connect;
mod draft;
pub(crate) mod practice;
mod prices;
mod view;

use crate::api::{Code, Failure, Nothing, Topic, WalletAct, WalletForms, WalletView};
use crate::app::App;
use crate::desk::Desk;
use crate::sync;
pub(crate) use check::check;
pub(crate) use connect::{connect, edit};
use esim_desk_store::record::WalletRow;
pub(crate) use prices::{own_prices, save_own_price};
use std::sync::Arc;
pub(crate) use view::{list_age, view, views};

/// Currencies to choose from, the usual ones first. Any other code of ISO 4217 can be typed.
const CURRENCIES: [&str; 36] = [
    "USD", "EUR", "GBP", "JPY", "CHF", "AUD", "CAD", "AED", "BHD", "BRL", "CNY", "CZK", "DKK", "HKD", "HUF",
    "IDR", "ILS", "INR", "IQD", "JOD", "KRW", "KWD", "MXN", "MYR", "NOK", "NZD", "OMR", "PHP", "PLN", "QAR",
    "SAR", "SEK", "SGD", "THB", "TRY", "ZAR",
];

/// The forms of all suppliers.
pub(crate) async fn forms(app: &Arc<App>, _: Nothing) -> Result<WalletForms, Failure> {
    let forms = app.desk().wallets.forms().to_vec();
    Ok(WalletForms { forms, currencies: CURRENCIES.map(str::to_owned).to_vec() })
}

/// Every wallet that is not disconnected.
pub(crate) async fn list(app: &Arc<App>, _: Nothing) -> Result<Vec<WalletView>, Failure> {
    views(&app.desk()).await
}

/// Nothing is read or bought from it until it is resumed.
pub(crate) async fn pause(app: &Arc<App>, request: WalletAct) -> Result<WalletView, Failure> {
    set_paused(&app.desk(), &request, true).await
}

/// Reads its lists again.
pub(crate) async fn resume(app: &Arc<App>, request: WalletAct) -> Result<WalletView, Failure> {
    set_paused(&app.desk(), &request, false).await
}

async fn set_paused(desk: &Arc<Desk>, request: &WalletAct, paused: bool) -> Result<WalletView, Failure> {
    let wallet = connected(desk, request).await?;
    desk.record.save_wallet(WalletRow { paused, ..wallet }).await?;
    if paused {
        desk.wallets.forget_connection(&request.wallet_id);
        sync::forget(desk, &request.wallet_id);
    } else {
        sync::watch(desk, &request.wallet_id);
    }
    told(desk);
    view(desk, &request.wallet_id).await
}

/// Removes the credentials; orders, hand-overs and kits stay, and so do the eSIMs in the list.
pub(crate) async fn disconnect(app: &Arc<App>, request: WalletAct) -> Result<WalletView, Failure> {
    let desk = app.desk();
    let id = &request.wallet_id;
    let wallet = desk.wallets.wallet(id).await?;
    if wallet.disconnected_at.is_some() {
        return view(&desk, id).await;
    }
    let open = desk.orders.counts(Some(id)).await?.open;
    if open > 0 {
        return Err(Failure::new(Code::WalletHasOpenOrders).fact("name", &wallet.name).fact("orders", open));
    }
    desk.wallets.forget_credentials(id).await?;
    let gone = WalletRow { disconnected_at: Some(desk.now()), ..wallet };
    desk.record.save_wallet(gone).await?;
    desk.wallets.forget_connection(id);
    sync::forget(&desk, id);
    told(&desk);
    view(&desk, id).await
}

async fn connected(desk: &Desk, request: &WalletAct) -> Result<WalletRow, Failure> {
    let wallet = desk.wallets.wallet(&request.wallet_id).await?;
    match wallet.disconnected_at {
        None => Ok(wallet),
        Some(_) => Err(Failure::new(Code::WalletNotFound)),
    }
}

fn told(desk: &Desk) {
    for topic in [Topic::Wallets, Topic::App, Topic::Plans] {
        desk.stale(topic);
    }
}
