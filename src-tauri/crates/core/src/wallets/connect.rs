//! Connecting and editing: the check first, then the secrets, then the row, so that no row stands without
//! its secrets.

use super::account;
use super::check::probe;
use super::draft::Typed;
use crate::api::{Code, Failure, Sharing, Topic, WalletConnect, WalletEdit, WalletView};
use crate::app::App;
use crate::desk::Desk;
use crate::sync;
use esim_desk_model::WalletId;
use esim_desk_provider::Credentials;
use esim_desk_store::record::WalletRow;
use std::sync::Arc;

/// Connects a wallet. Its id is the request's, so a repeat finds what the first one made; one that was disconnected
/// goes on where it was, with its orders and what was given of it.
pub(crate) async fn connect(app: &Arc<App>, request: WalletConnect) -> Result<WalletView, Failure> {
    let desk = app.desk();
    let id = WalletId::from(request.request_id);
    if desk.record.wallet(&id).await?.is_some() {
        return super::view(&desk, &id).await;
    }
    let mut typed = Typed::read(&desk, request.draft)?;
    let sharing = typed.sharing()?;
    typed.name = free_name(&desk, &typed, None).await?;
    account::only_one(&desk, &typed, &typed.secrets, None).await?;
    let (provider, _) = probe(&desk, &typed, typed.secrets.clone()).await?;
    let _one_at_a_time = desk.wallets.saving.lock().await;
    account::only_one(&desk, &typed, &typed.secrets, None).await?;
    let left = account::left(&desk, &typed).await?;
    let (id, created_at) = left.map_or((id, desk.now()), |wallet| (wallet.id, wallet.created_at));
    desk.wallets.keep_credentials(&id, &typed.secrets).await?;
    let wallet = WalletRow {
        id: id.clone(),
        provider: typed.spec.provider,
        environment: typed.spec.environment,
        name: typed.name,
        currency: typed.spec.currency,
        settings: typed.spec.settings,
        shared: sharing == Sharing::Others,
        paused: false,
        created_at,
        disconnected_at: None,
    };
    desk.record.save_wallet(wallet).await?;
    desk.wallets.keep_connection(&id, provider);
    sync::watch(&desk, &id);
    told(&desk);
    super::view(&desk, &id).await
}

/// Changes a wallet. A secret goes to a changed address only when it is typed again, and while an order is open
/// the wallet stays the account that it is looked up in.
pub(crate) async fn edit(app: &Arc<App>, request: WalletEdit) -> Result<WalletView, Failure> {
    let desk = app.desk();
    let id = request.wallet_id;
    let wallet = desk.wallets.wallet(&id).await?;
    if wallet.disconnected_at.is_some() {
        return Err(Failure::new(Code::WalletPaused).fact("name", &wallet.name));
    }
    let mut typed = Typed::read(&desk, request.draft)?;
    let sharing = typed.sharing()?;
    typed.name = free_name(&desk, &typed, Some(&id)).await?;
    let credentials = edited_credentials(&desk, &wallet, &typed).await?;
    let (provider, _) = probe(&desk, &typed, credentials.clone()).await?;
    let _one_at_a_time = desk.wallets.saving.lock().await;
    // The supplier took its time to answer: another wallet may be there now, or an order.
    account::keep(&desk, &typed, &wallet).await?;
    account::only_one(&desk, &typed, &credentials, Some(&wallet)).await?;
    if !typed.secrets.is_empty() {
        desk.wallets.keep_credentials(&id, &credentials).await?;
    }
    let changed = WalletRow {
        name: typed.name,
        environment: typed.spec.environment,
        currency: typed.spec.currency,
        settings: typed.spec.settings,
        shared: sharing == Sharing::Others,
        ..wallet
    };
    desk.record.save_wallet(changed).await?;
    desk.wallets.keep_connection(&id, provider);
    sync::wake(&desk, Some(&id));
    told(&desk);
    super::view(&desk, &id).await
}

/// What was typed, completed from the keychain.
///
/// # Errors
/// `account_has_open_orders` and `account_connected`; `secret_needed` at the secret's field when the address changed
/// and the secret was not typed again; what the keychain says.
pub(super) async fn edited_credentials(
    desk: &Desk,
    wallet: &WalletRow,
    typed: &Typed,
) -> Result<Credentials, Failure> {
    account::keep(desk, typed, wallet).await?;
    let credentials = match typed.first_secret_missing(desk) {
        None => typed.secrets.clone(),
        Some(missing) if typed.moves_from(desk, wallet) => {
            return Err(Failure::at(Code::SecretNeeded, missing));
        }
        Some(_) => {
            let mut credentials = desk.wallets.credentials(&wallet.id).await?;
            credentials.extend(typed.secrets.clone());
            credentials
        }
    };
    account::only_one(desk, typed, &credentials, Some(wallet)).await?;
    Ok(credentials)
}

/// The wallet's name, if no other wallet has it; one that staff left to us gets a number.
async fn free_name(desk: &Desk, typed: &Typed, own: Option<&WalletId>) -> Result<String, Failure> {
    let wallets = desk.record.wallets().await?;
    let others: Vec<String> = wallets
        .iter()
        .filter(|wallet| wallet.disconnected_at.is_none() && Some(&wallet.id) != own)
        .map(|wallet| wallet.name.to_lowercase())
        .collect();
    let is_free = |name: &str| !others.contains(&name.to_lowercase());
    if is_free(&typed.name) {
        return Ok(typed.name.clone());
    }
    if !typed.name_is_ours {
        return Err(Failure::at(Code::NameTaken, "name").fact("name", &typed.name));
    }
    let numbered = |number| format!("{} {number}", typed.name);
    // One more than there are others is free at the latest.
    let free = (2..others.len() + 3).map(numbered).find(|name| is_free(name));
    Ok(free.unwrap_or_else(|| typed.name.clone()))
}

fn told(desk: &Desk) {
    desk.stale(Topic::Wallets);
    desk.stale(Topic::App);
}
