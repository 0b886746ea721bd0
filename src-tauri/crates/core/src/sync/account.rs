//! Reading what a wallet holds. A balance that cannot be read is no trouble of its own: the lists tell whether
//! the supplier is there, and the last balance stands with its age.

use super::due::LISTS_EVERY;
use crate::api::{Failure, Topic};
use crate::desk::Desk;
use esim_desk_provider::Provider;
use esim_desk_store::record::WalletRow;
use std::sync::Arc;

/// Reads the balance if somebody wants it now, or it is old.
pub(super) async fn read(
    desk: &Arc<Desk>,
    wallet: &WalletRow,
    provider: &dyn Provider,
    wanted: bool,
) -> Result<(), Failure> {
    let Some(account) = provider.wallet() else { return Ok(()) };
    let known = desk.cache.balance(&wallet.id).await?;
    let at = desk.now();
    let is_young = known.is_some_and(|known| at.as_second() - known.seen_at.as_second() < LISTS_EVERY);
    if is_young && !wanted {
        return Ok(());
    }
    match account.balance().await {
        Ok(Some(balance)) => {
            desk.cache.put_balance(&wallet.id, balance.amount, balance.measured_at, at).await?;
            desk.stale(Topic::Wallets);
        }
        Ok(None) => {}
        Err(error) => tracing::info!(%error, "a balance was not read"),
    }
    Ok(())
}
