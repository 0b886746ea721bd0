//! The wallets of practice: made by the simulated suppliers, not by staff.

use crate::api::Failure;
use crate::desk::Desk;
use crate::ports::PracticeWallet;
use esim_desk_model::WalletId;
use esim_desk_store::record::WalletRow;

/// The environment of an address of one's own; simulated suppliers listen on a new port at each start.
const OWN: &str = "own";

/// Brings the record's wallets to where the simulated suppliers are now. One supplier keeps one wallet, so
/// that what was bought yesterday still belongs to it.
pub(crate) async fn furnish(desk: &Desk, wallets: Vec<PracticeWallet>) -> Result<(), Failure> {
    for wallet in wallets {
        let known = desk.record.wallets().await?;
        let known = known.into_iter().find(|row| row.provider == wallet.provider && row.name == wallet.name);
        let row = WalletRow {
            environment: OWN.to_owned(),
            currency: wallet.currency.clone(),
            settings: wallet.settings,
            // Whatever was done to it, practice begins with a wallet that works.
            paused: false,
            disconnected_at: None,
            ..known.unwrap_or_else(|| new_row(desk, &wallet.provider, &wallet.name))
        };
        desk.wallets.keep_credentials(&row.id, &wallet.credentials).await?;
        desk.record.save_wallet(row).await?;
    }
    Ok(())
}

fn new_row(desk: &Desk, provider: &str, name: &str) -> WalletRow {
    WalletRow {
        id: WalletId::from(uuid::Uuid::now_v7().to_string()),
        provider: provider.to_owned(),
        environment: OWN.to_owned(),
        name: name.to_owned(),
        currency: String::new(),
        settings: Default::default(),
        shared: false,
        paused: false,
        created_at: desk.now(),
        disconnected_at: None,
    }
}
