//! What the phone network says of one eSIM, asked when somebody at the desk wants to know, and connecting it anew.
//! The answers are kept until the program ends: older ones help nobody.

use crate::api::{Code, EsimAct, EsimCan, EsimDetail, Failure, NetworkView, Nothing, Topic};
use crate::app::App;
use crate::desk::Desk;
use crate::esims;
use esim_desk_model::{Country, EsimId, WalletId};
use esim_desk_provider::{Diagnostics, Error, Kind, Provider, Sighting};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// As many happenings as anybody reads.
const MOST_HAPPENINGS: usize = 50;

/// What was said since the program started.
#[derive(Default)]
pub(crate) struct Network(Mutex<HashMap<(WalletId, EsimId), NetworkView>>);

impl Network {
    /// The last answer about one eSIM.
    pub fn of(&self, wallet: &WalletId, esim: &EsimId) -> Option<NetworkView> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(wallet.clone(), esim.clone())).cloned()
    }

    fn keep(&self, wallet: &WalletId, esim: &EsimId, view: NetworkView) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((wallet.clone(), esim.clone()), view);
    }
}

/// What can be done with one eSIM of a wallet, without asking anybody.
pub(crate) fn can(desk: &Desk, wallet: &WalletId, has_plan: bool) -> EsimCan {
    let (provider, _) = desk.wallets.peek(wallet);
    let has = |offers: fn(&dyn Provider) -> bool| provider.as_deref().is_some_and(offers);
    EsimCan {
        add_data: has_plan && has(|provider| provider.orders().is_some()),
        ask_network: has(|provider| provider.diagnostics().is_some()),
        reconnect: has(|provider| provider.reconnect().is_some()),
    }
}

/// Asks the network about one eSIM; slow.
///
/// # Errors
/// `cannot_do`; `esim_not_found`; those of the wallet and the supplier.
pub(crate) async fn ask(app: &Arc<App>, request: EsimAct) -> Result<EsimDetail, Failure> {
    let desk = app.desk();
    let (wallet_id, esim) = (&request.wallet_id, &request.esim_id);
    let wallet = desk.wallets.wallet(wallet_id).await?;
    let provider = desk.wallets.provider(wallet_id).await?;
    let diagnostics = provider.diagnostics().ok_or_else(|| Failure::new(Code::CannotDo))?;
    let (sighting, happenings) =
        said(diagnostics, esim).await.map_err(|error| desk.wallets.failed(&wallet, &error))?;
    let seen_in = sighting.as_ref().and_then(|sighting| sighting.country);
    let covered = match seen_in {
        Some(country) => covers(&desk, wallet_id, esim, country).await?,
        None => None,
    };
    let view = NetworkView { sighting, covered, happenings, asked_at: desk.now() };
    desk.network.keep(wallet_id, esim, view);
    desk.stale(Topic::Esims);
    esims::detail_of(&desk, wallet_id, esim).await
}

/// Connects one eSIM to its network anew, which drops its line briefly. Sent once.
///
/// # Errors
/// `cannot_do`; those of the wallet and the supplier.
pub(crate) async fn reconnect(app: &Arc<App>, request: EsimAct) -> Result<Nothing, Failure> {
    let desk = app.desk();
    let wallet = desk.wallets.wallet(&request.wallet_id).await?;
    let provider = desk.wallets.provider(&request.wallet_id).await?;
    let line = provider.reconnect().ok_or_else(|| Failure::new(Code::CannotDo))?;
    line.reconnect(&request.esim_id).await.map_err(|error| desk.wallets.failed(&wallet, &error))?;
    Ok(Nothing {})
}

type Said = (Option<Sighting>, Vec<esim_desk_provider::Happening>);

/// One of both answers is worth showing: some eSIMs have no list of happenings.
async fn said(diagnostics: &dyn Diagnostics, esim: &EsimId) -> Result<Said, Error> {
    let sighting = diagnostics.sighting(esim).await?;
    let mut happenings = match diagnostics.happenings(esim).await {
        Ok(listing) => listing.map(|listing| listing.rows).unwrap_or_default(),
        Err(error) if matches!(error.kind, Kind::Refused | Kind::NotFound | Kind::Forbidden) => Vec::new(),
        Err(error) => return Err(error),
    };
    happenings.sort_by_key(|happening| std::cmp::Reverse(happening.at));
    happenings.truncate(MOST_HAPPENINGS);
    Ok((sighting, happenings))
}

/// Whether any plan on an eSIM covers a country; `None` where no plan lists its countries.
async fn covers(
    desk: &Desk,
    wallet: &WalletId,
    esim: &EsimId,
    country: Country,
) -> Result<Option<bool>, Failure> {
    let services = desk.cache.services_of(wallet, esim).await?;
    let plans = services.iter().filter_map(|service| service.plan.as_ref());
    let mut listed =
        plans.map(|plan| plan.coverage.countries()).filter(|listed| !listed.is_empty()).peekable();
    if listed.peek().is_none() {
        return Ok(None);
    }
    Ok(Some(listed.any(|listed| listed.contains(&country))))
}
