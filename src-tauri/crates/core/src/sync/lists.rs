//! Reading whole lists. The catalogue comes first, for plans on eSIMs are often sparse and are completed
//! from it; then those plans, then the eSIMs that carry them.

use super::board::Line;
use super::due::{is_due, is_unreachable};
use crate::api::{Failure, ListName, Topic};
use crate::desk::Desk;
use crate::failures::internal;
use esim_desk_model::{Plan, PlanId, Service, Timestamp};
use esim_desk_provider::{Catalogue, Error, Listing, Lot, Provider, Skipped};
use esim_desk_store::cache::{List, ListState, Listed, LotRow};
use esim_desk_store::record::WalletRow;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// The order in which lists are read. The stock comes last: at a supplier that does not list its countries it
/// takes minutes, and the eSIMs must not wait for it.
const ORDER: [ListName; 5] =
    [ListName::Plans, ListName::Destinations, ListName::Services, ListName::Esims, ListName::Stock];
/// The window is told how far a catalogue is so often.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// One wallet's lists being read.
struct Reading<'a> {
    desk: &'a Arc<Desk>,
    line: &'a Line,
    wallet: &'a WalletRow,
    provider: &'a dyn Provider,
}

/// Reads every list that is due. A list that fails keeps what is known of it, and the next one is tried
/// unless the supplier cannot be reached at all.
pub(super) async fn read(
    desk: &Arc<Desk>,
    line: &Line,
    wallet: &WalletRow,
    provider: &dyn Provider,
    wished: bool,
    account_changed: bool,
) -> Result<(), Failure> {
    let reading = Reading { desk, line, wallet, provider };
    let states = desk.cache.list_states(&wallet.id).await?;
    let first = line.is_first_turn();
    for list in ORDER {
        let state = states.iter().find(|state| state.list == stored(list));
        let is_wished = wished || account_changed && list == ListName::Stock;
        if !is_due(list, state, desk.now(), is_wished, first) || !line.is_followed() {
            continue;
        }
        line.reads(list);
        desk.stale(Topic::Wallets);
        let outcome = reading.list(list).await?;
        desk.stale(topic(list));
        line.reached(!outcome.as_ref().is_some_and(is_unreachable));
        if outcome.is_some_and(|failure| is_unreachable(&failure)) {
            reading.mark_rest(list, &states).await?;
            break;
        }
    }
    Ok(())
}

impl Reading<'_> {
    /// Reads one list; the inner failure is the supplier's and is kept with the list.
    async fn list(&self, list: ListName) -> Result<Option<Failure>, Failure> {
        let at = self.desk.now();
        let read = match list {
            ListName::Plans => self.plans(at).await,
            ListName::Destinations => self.destinations(at).await,
            ListName::Stock => self.stock(at).await,
            ListName::Services => self.services(at).await,
            ListName::Esims => self.esims(at).await,
        };
        match read {
            Ok(()) => Ok(None),
            Err(Trouble::Here(failure)) => Err(failure),
            Err(Trouble::Supplier(error)) => {
                let failure = self.desk.wallets.failed(self.wallet, &error);
                self.keep(list, at, &failure).await?;
                Ok(Some(failure))
            }
        }
    }

    async fn keep(&self, list: ListName, at: Timestamp, failure: &Failure) -> Result<(), Failure> {
        let json = serde_json::to_string(failure).map_err(internal)?;
        Ok(self.desk.cache.list_failed(&self.wallet.id, stored(list), at, json).await?)
    }

    /// The lists after one that found nobody there were not tried; those never read say why.
    async fn mark_rest(&self, failed: ListName, states: &[ListState]) -> Result<(), Failure> {
        let now = self.desk.cache.list_states(&self.wallet.id).await?;
        let why =
            now.iter().find(|state| state.list == stored(failed)).and_then(|state| state.failure.clone());
        let Some(why) = why else { return Ok(()) };
        for list in ORDER.into_iter().skip_while(|list| *list != failed).skip(1) {
            if !states.iter().any(|state| state.list == stored(list) && state.complete_at.is_some()) {
                let at = self.desk.now();
                self.desk.cache.list_failed(&self.wallet.id, stored(list), at, why.clone()).await?;
            }
        }
        Ok(())
    }

    async fn plans(&self, at: Timestamp) -> Result<(), Trouble> {
        let Some(catalogue) = self.provider.catalogue() else { return Ok(()) };
        let listing = self.told_meanwhile(catalogue).await?;
        let listed = told_of(&listing.skipped, at);
        let stored = self.desk.cache.replace_plans(&self.wallet.id, listing.rows, listed).await;
        self.desk.catalogues.changed(&self.wallet.id);
        Ok(stored?)
    }

    /// Reads a whole catalogue, and tells the window how far it is.
    async fn told_meanwhile(&self, catalogue: &dyn Catalogue) -> Result<Listing<Plan>, Error> {
        let mut reading = catalogue.plans(&[]);
        loop {
            tokio::select! {
                listing = &mut reading => return listing,
                () = self.desk.ports.clock.sleep(TOLD_EVERY) => {
                    if let Some((done, of)) = catalogue.read_so_far() {
                        self.line.read_parts(ListName::Plans, done, of);
                    }
                    self.desk.stale(Topic::Wallets);
                }
            }
        }
    }

    async fn stock(&self, at: Timestamp) -> Result<(), Trouble> {
        let Some(stock) = self.provider.stock() else { return Ok(()) };
        let listing = stock.lots().await?;
        let listed = told_of(&listing.skipped, at);
        let row = |lot: Lot| LotRow {
            id: lot.id.0,
            plan: lot.plan,
            paid: lot.paid,
            left: lot.left,
            expires_at: lot.expires_at,
        };
        let lots = listing.rows.into_iter().map(row).collect();
        let stored = self.desk.cache.replace_lots(&self.wallet.id, lots, listed).await;
        self.desk.catalogues.changed(&self.wallet.id);
        Ok(stored?)
    }

    async fn destinations(&self, at: Timestamp) -> Result<(), Trouble> {
        let Some(catalogue) = self.provider.catalogue() else { return Ok(()) };
        let listing = catalogue.destinations().await?;
        let listed = told_of(&listing.skipped, at);
        let countries = listing.rows.into_iter().filter_map(|row| row.country).collect();
        Ok(self.desk.cache.replace_destinations(&self.wallet.id, countries, listed).await?)
    }

    async fn services(&self, at: Timestamp) -> Result<(), Trouble> {
        let listing = self.provider.esims().long_services().await?;
        let listed = told_of(&listing.skipped, at);
        let catalogue = self.catalogue().await?;
        let services = listing.rows.map(move |service| complete(service, &catalogue));
        Ok(self.desk.cache.replace_services(&self.wallet.id, services, listed).await?)
    }

    async fn esims(&self, at: Timestamp) -> Result<(), Trouble> {
        let listing = self.provider.esims().long_list().await?;
        let listed = told_of(&listing.skipped, at);
        let assignments = self.desk.record.assignments(&self.wallet.id).await?;
        let changes =
            self.desk.cache.replace_esims(&self.wallet.id, listing.rows, assignments, listed).await?;
        Ok(self.desk.record.add_profile_events(&self.wallet.id, changes, at).await?)
    }

    async fn catalogue(&self) -> Result<HashMap<PlanId, Plan>, Trouble> {
        let plans = self.desk.cache.plans(&self.wallet.id).await?.into_iter();
        let lots = self.desk.cache.lots(&self.wallet.id).await?.into_iter().map(|lot| lot.plan);
        Ok(lots.chain(plans).map(|plan| (plan.id.clone(), plan)).collect())
    }
}

/// What an eSIM says of its plan, completed by the catalogue where it is the same plan.
pub(super) fn complete(service: Service, catalogue: &HashMap<PlanId, Plan>) -> Service {
    let known = service.plan.as_ref().and_then(|plan| catalogue.get(&plan.id));
    match known {
        Some(known) => Service { plan: Some(known.clone()), ..service },
        None => service,
    }
}

/// Whose trouble it was.
enum Trouble {
    Supplier(Error),
    Here(Failure),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Supplier(error)
    }
}

impl From<esim_desk_store::Error> for Trouble {
    fn from(error: esim_desk_store::Error) -> Self {
        Self::Here(error.into())
    }
}

fn told_of(skipped: &[Skipped], at: Timestamp) -> Listed {
    if let Some(first) = skipped.first() {
        tracing::warn!(rows = skipped.len(), first = %first.why, "rows of a list could not be read");
    }
    Listed { at, skipped: u32::try_from(skipped.len()).unwrap_or(u32::MAX) }
}

fn topic(list: ListName) -> Topic {
    match list {
        ListName::Esims | ListName::Services => Topic::Esims,
        ListName::Plans | ListName::Destinations | ListName::Stock => Topic::Plans,
    }
}

/// The list as the cache calls it.
pub(crate) fn stored(list: ListName) -> List {
    match list {
        ListName::Esims => List::Esims,
        ListName::Services => List::Services,
        ListName::Plans => List::Plans,
        ListName::Destinations => List::Destinations,
        ListName::Stock => List::Stock,
    }
}
