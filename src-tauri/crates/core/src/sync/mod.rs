//! Reading suppliers in the background, wallet by wallet: one that fails hinders no other. Only a list that
//! was read to its end replaces what is known; what staff wrote is never touched.

mod account;
mod board;
mod details;
mod due;
mod lists;

pub(crate) use details::one as read_one;
pub(crate) use lists::stored;

use crate::api::{Code, Failure, Nothing, SyncNow, Topic};
use crate::app::App;
use crate::desk::Desk;
pub(crate) use board::Board;
use board::Line;
use esim_desk_model::WalletId;
use std::sync::Arc;
use std::time::Duration;

/// How often a wallet is asked what is due.
const NAP: Duration = Duration::from_secs(45);

/// Reads the lists again, of one wallet or of all; returns at once.
///
/// # Errors
/// `wallet_not_found`, `wallet_paused`.
pub(crate) async fn now(app: &Arc<App>, request: SyncNow) -> Result<Nothing, Failure> {
    let desk = app.desk();
    if let Some(id) = &request.wallet_id {
        let wallet = desk.wallets.wallet(id).await?;
        if wallet.paused || wallet.disconnected_at.is_some() {
            return Err(Failure::new(Code::WalletPaused).fact("name", &wallet.name));
        }
    }
    for wallet in desk.record.wallets().await? {
        if request.wallet_id.as_ref().is_none_or(|id| *id == wallet.id) {
            desk.wallets.retry(&wallet.id);
        }
    }
    wake(&desk, request.wallet_id.as_ref());
    Ok(Nothing {})
}

/// Follows every wallet that is neither paused nor disconnected.
pub(crate) async fn start(desk: &Arc<Desk>) -> Result<(), Failure> {
    for wallet in desk.record.wallets().await? {
        if !wallet.paused && wallet.disconnected_at.is_none() {
            watch(desk, &wallet.id);
        }
    }
    Ok(())
}

/// Follows a wallet from now on, and reads its lists at once.
pub(crate) fn watch(desk: &Arc<Desk>, id: &WalletId) {
    let (line, is_new) = desk.board.line(id);
    if is_new {
        desk.tasks.spawn(follow(desk.clone(), line));
    } else {
        line.wake();
    }
}

/// Lets one wallet, or all, read its lists now.
pub(crate) fn wake(desk: &Desk, id: Option<&WalletId>) {
    desk.board.wake(id);
}

/// Follows a wallet no longer.
pub(crate) fn forget(desk: &Desk, id: &WalletId) {
    desk.board.forget(id);
}

async fn follow(desk: Arc<Desk>, line: Arc<Line>) {
    while line.is_followed() {
        let asked_for = line.take_wish();
        if let Err(failure) = turn(&desk, &line, asked_for).await {
            tracing::warn!(code = ?failure.code, reference = %failure.reference, "a wallet was not read");
        }
        line.rest();
        desk.board.judge_reach(desk.now());
        told(&desk);
        tokio::select! {
            () = line.woken() => {}
            () = desk.ports.clock.sleep(NAP) => {}
        }
    }
}

/// Reads what is due, the lists first.
async fn turn(desk: &Arc<Desk>, line: &Line, asked_for: bool) -> Result<(), Failure> {
    let wallet = desk.wallets.wallet(&line.wallet).await?;
    let provider = match desk.wallets.provider(&line.wallet).await {
        Ok(provider) => provider,
        Err(failure) => {
            told(desk);
            return Err(failure);
        }
    };
    let account_changed = line.take_account_change();
    lists::read(desk, line, &wallet, &*provider, asked_for, account_changed).await?;
    account::read(desk, &wallet, &*provider, asked_for || account_changed).await?;
    line.rest();
    told(desk);
    details::read(desk, line, &wallet, &*provider).await
}

fn told(desk: &Desk) {
    desk.stale(Topic::Wallets);
    desk.stale(Topic::App);
}
