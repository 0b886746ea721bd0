//! A wallet as its page shows it.

use crate::api::{Code, Failure, ListAge, ListName, Sharing, WalletBalance, WalletView};
use crate::desk::Desk;
use crate::sync::stored;
use esim_desk_model::WalletId;
use esim_desk_provider::{Abilities, Provider};
use esim_desk_store::cache::{BalanceRow, ListState};
use esim_desk_store::record::WalletRow;
use std::time::Duration;

/// Every list, in the order in which the window shows them.
const LISTS: [ListName; 5] =
    [ListName::Esims, ListName::Services, ListName::Stock, ListName::Plans, ListName::Destinations];

/// Every wallet that is not disconnected, oldest first.
pub(crate) async fn views(desk: &Desk) -> Result<Vec<WalletView>, Failure> {
    let mut views = Vec::new();
    for wallet in desk.record.wallets().await? {
        if wallet.disconnected_at.is_none() {
            views.push(of(desk, wallet).await?);
        }
    }
    Ok(views)
}

/// One wallet, a disconnected one too.
///
/// # Errors
/// `wallet_not_found`.
pub(crate) async fn view(desk: &Desk, id: &WalletId) -> Result<WalletView, Failure> {
    of(desk, desk.wallets.wallet(id).await?).await
}

async fn of(desk: &Desk, wallet: WalletRow) -> Result<WalletView, Failure> {
    let (provider, trouble) = desk.wallets.peek(&wallet.id);
    let form = desk.wallets.form(&wallet.provider);
    let orders = provider.as_ref().and_then(|provider| provider.orders());
    Ok(WalletView {
        supplier: form.map_or(wallet.provider.clone(), |form| form.name.to_owned()),
        supplier_short: desk.wallets.supplier(&wallet.provider).to_owned(),
        environment_label: desk.wallets.environment(&wallet.provider, &wallet.environment).to_owned(),
        cannot: form
            .map(|form| form.cannot.iter().map(|&text| text.to_owned()).collect())
            .unwrap_or_default(),
        abilities: provider.as_ref().map(|provider| Abilities::of(&**provider)),
        usual_seconds: orders.map(|orders| orders.usual_seconds()),
        balance: desk.cache.balance(&wallet.id).await?.map(balance),
        waiting_seconds: provider.as_ref().and_then(|provider| provider.waiting()).map(seconds),
        lists: lists(desk, &wallet.id, provider.as_deref()).await?,
        trouble: trouble.or_else(|| clock_trouble(desk, &wallet)),
        syncing: desk.board.progress(&wallet.id),
        esims: desk.cache.counts(Some(&wallet.id)).await?.all,
        open_orders: desk.orders.counts(Some(&wallet.id)).await?.open,
        sharing: if wallet.shared { Sharing::Others } else { Sharing::OnlyUs },
        paused: wallet.paused,
        disconnected: wallet.disconnected_at.is_some(),
        id: wallet.id,
        provider: wallet.provider,
        name: wallet.name,
        environment: wallet.environment,
        currency: wallet.currency,
        settings: wallet.settings,
    })
}

fn clock_trouble(desk: &Desk, wallet: &WalletRow) -> Option<Failure> {
    let seconds = desk.wallets.asked(wallet).skew_seconds?;
    Some(Failure::new(Code::ClockWrong).fact("minutes", (seconds / 60).abs()))
}

fn balance(row: BalanceRow) -> WalletBalance {
    WalletBalance {
        amount: row.amount,
        at: row.measured_at.unwrap_or(row.seen_at),
        snapshot: row.measured_at.is_some(),
    }
}

fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1)
}

/// The lists that a wallet has; what its supplier does not offer has no age.
async fn lists(desk: &Desk, id: &WalletId, provider: Option<&dyn Provider>) -> Result<Vec<ListAge>, Failure> {
    let known = desk.cache.list_states(id).await?;
    let has = |list: &ListName| match (list, provider) {
        (ListName::Esims | ListName::Services, _) => true,
        (ListName::Plans | ListName::Destinations, Some(provider)) => provider.catalogue().is_some(),
        (ListName::Stock, Some(provider)) => provider.stock().is_some(),
        // Without its credentials, what was read before tells.
        (list, None) => known.iter().any(|state| state.list == stored(*list)),
    };
    Ok(LISTS.into_iter().filter(has).map(|list| age(list, &known)).collect())
}

/// The age of one list of a wallet.
pub(crate) async fn list_age(desk: &Desk, id: &WalletId, list: ListName) -> Result<ListAge, Failure> {
    Ok(age(list, &desk.cache.list_states(id).await?))
}

fn age(list: ListName, known: &[ListState]) -> ListAge {
    match known.iter().find(|state| state.list == stored(list)) {
        Some(state) => ListAge {
            list,
            complete_at: state.complete_at,
            rows: state.rows,
            skipped: state.skipped,
            failure: state.failure.as_deref().and_then(|json| serde_json::from_str(json).ok()),
        },
        None => ListAge { list, complete_at: None, rows: 0, skipped: 0, failure: None },
    }
}
