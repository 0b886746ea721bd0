//! What the window's frame shows.

use super::{App, SETTINGS, settings};
use crate::api::{
    AppState, Failure, ListName, ListsState, Nothing, Settings, SettingsSave, Topic, WalletView,
};
use crate::wallets;
use std::sync::Arc;

pub(crate) async fn state(app: &Arc<App>, _: Nothing) -> Result<AppState, Failure> {
    app.state().await
}

pub(crate) async fn save_settings(app: &Arc<App>, request: SettingsSave) -> Result<Settings, Failure> {
    let settings = settings::checked(request.settings)?;
    app.home.record.save_setting(SETTINGS, &settings).await?;
    app.ports().events.stale(Topic::App);
    Ok(settings)
}

impl App {
    /// The whole state of the frame.
    pub(crate) async fn state(&self) -> Result<AppState, Failure> {
        let desk = self.desk();
        let wallets = wallets::views(&desk).await?;
        Ok(AppState {
            practice: desk.practice,
            welcome: !desk.practice && wallets.is_empty(),
            version: self.version.clone(),
            data_folder: self.home.folder.display().to_string(),
            settings: desk.settings().await?,
            lists: lists(&wallets, desk.board.offline_since()),
            wallets,
            orders_waiting: desk.orders.counts(None).await?.waiting,
            troubles: self.troubles(),
            now: desk.now(),
        })
    }
}

/// The oldest list speaks for all: what is shown is at most as old as it.
fn lists(wallets: &[WalletView], offline_since: Option<esim_desk_model::Timestamp>) -> ListsState {
    let ages = wallets.iter().filter(|wallet| !wallet.paused).map(|wallet| {
        wallet.lists.iter().find(|list| list.list == ListName::Esims).and_then(|list| list.complete_at)
    });
    let ages: Option<Vec<_>> = ages.collect();
    ListsState {
        oldest_at: ages.and_then(|ages| ages.into_iter().min()),
        offline_since,
        syncing: wallets.iter().any(|wallet| wallet.syncing.is_some()),
    }
}
