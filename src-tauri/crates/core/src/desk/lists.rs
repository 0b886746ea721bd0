//! What the journal asks of the lists, and what it tells them.

use super::Catalogues;
use crate::api::Sharing;
use crate::api::{Failure, Topic};
use crate::orders::{Arrivals, KnownPlans, Offered, OpenWallets, Order, WalletFacts};
use crate::ports::{Clock, Events};
use crate::sync::Board;
use async_trait::async_trait;
use esim_desk_model::{Esim, EsimId, Iccid, Plan, PlanId, Service, ServiceId, WalletId};
use esim_desk_provider::{LotId, Provider};
use esim_desk_store::{Cache, Record};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stands in until a wallet's connection says how long its supplier takes.
const USUAL_SECONDS: u32 = 60;

/// The lists of one desk.
pub(super) struct Lists {
    pub record: Arc<Record>,
    pub wallets: Arc<super::Wallets>,
    pub cache: Arc<Cache>,
    pub events: Arc<dyn Events>,
    pub clock: Arc<dyn Clock>,
    pub catalogues: Arc<Catalogues>,
    pub board: Arc<Board>,
    pub fitting: Fitting,
}

/// The plans that a supplier last said fit an eSIM. They may stand in no catalogue.
#[derive(Default)]
pub(crate) struct Fitting(Mutex<HashMap<(WalletId, EsimId), Vec<Plan>>>);

impl Fitting {
    /// Keeps what a supplier said.
    pub fn keep(&self, wallet: &WalletId, esim: &EsimId, plans: Vec<Plan>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((wallet.clone(), esim.clone()), plans);
    }

    fn find(&self, wallet: &WalletId, esim: &EsimId, plan: &PlanId) -> Option<Plan> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(wallet.clone(), esim.clone()))?.iter().find(|known| known.id == *plan).cloned()
    }
}

impl Lists {
    /// Copies onto an eSIM's row what the record knows of it now.
    pub async fn refresh_assignment(&self, wallet: &WalletId, esim: &EsimId) -> Result<(), Failure> {
        let assignment = self.record.assignment(wallet, esim).await?;
        self.cache.assign(wallet, esim, assignment, self.clock.now()).await?;
        Ok(())
    }

    /// The eSIM's own row, and the plan on it, which would else be missing until the lists are read again.
    async fn store(&self, order: &Order, esim: Esim) -> Result<(), Failure> {
        let wallet = &order.row.wallet_id;
        if let Some(service) = self.service(order).await {
            self.cache.put_service(wallet, service, self.clock.now()).await?;
        }
        let assignment = self.record.assignment(wallet, &esim.id).await?;
        self.cache.put_esim(wallet, esim, assignment, self.clock.now()).await?;
        Ok(())
    }
}

impl Lists {
    /// The plan on the new eSIM as its supplier has it, completed by what was ordered.
    async fn service(&self, order: &Order) -> Option<Service> {
        self.read_service(order, order.row.service_id.as_ref()?).await
    }

    async fn read_service(&self, order: &Order, id: &ServiceId) -> Option<Service> {
        let provider = self.wallets.provider(&order.row.wallet_id).await.ok()?;
        let service = provider.esims().service(id).await.ok().flatten()?;
        let same = service.plan.as_ref().is_none_or(|plan| plan.id == order.request.plan.id);
        Some(if same { Service { plan: Some(order.request.plan.clone()), ..service } } else { service })
    }
}

#[async_trait]
impl KnownPlans for Lists {
    async fn plan(&self, wallet: &WalletId, plan: &PlanId, list: &Offered) -> Option<Plan> {
        match list {
            Offered::Catalogue => self.cache.plan(wallet, plan).await.ok().flatten(),
            Offered::Stock(lot) => {
                let lot = self.cache.lot(wallet, &lot.0).await.ok().flatten()?;
                Some(lot.plan).filter(|known| known.id == *plan)
            }
            Offered::Onto(esim) => self.fitting.find(wallet, esim, plan),
        }
    }

    async fn is_paid(&self, wallet: &WalletId, lot: &LotId) -> bool {
        self.cache.lot(wallet, &lot.0).await.ok().flatten().is_some_and(|lot| lot.paid)
    }

    async fn changed(&self, wallet: &WalletId, id: &PlanId, plan: Option<Plan>) {
        if self.cache.put_plan(wallet, id, plan, self.clock.now()).await.is_err() {
            tracing::warn!("the list did not take how a plan is sold now");
        }
        self.catalogues.changed(wallet);
        self.events.stale(Topic::Plans);
    }

    async fn iccid(&self, wallet: &WalletId, esim: &EsimId) -> Option<Iccid> {
        self.cache.esim(wallet, esim).await.ok().flatten().and_then(|esim| esim.row.iccid)
    }

    async fn is_elsewhere(&self, wallet: &WalletId, esim: &EsimId) -> bool {
        let known = self.cache.esim(wallet, esim).await.ok().flatten();
        known.is_some_and(|esim| esim.row.bought_elsewhere.is_some())
    }
}

#[async_trait]
impl Arrivals for Lists {
    async fn arrived(&self, order: &Order, esim: Esim) {
        // The record has the kit; a list that could not take the row is read again with the next sync.
        if self.store(order, esim).await.is_err() {
            tracing::warn!(order = %order.row.number, "the list did not take what was bought");
        }
        self.events.stale(Topic::Esims);
    }

    async fn added(&self, order: &Order, esim: &EsimId, service: &ServiceId) {
        let wallet = &order.row.wallet_id;
        let at = self.clock.now();
        let stored = match self.read_service(order, service).await {
            // What was on it may be of another plan than what was added; the supplier knows.
            Some(service) => self.cache.put_service(wallet, service, at).await,
            None => Ok(()),
        };
        let refreshed = self.refresh_assignment(wallet, esim).await;
        if stored.is_err() || refreshed.is_err() {
            tracing::warn!(order = %order.row.number, "the list did not take what was added");
        }
        self.events.stale(Topic::Esims);
    }

    fn spent(&self, order: &Order) {
        self.board.account_changed(&order.row.wallet_id);
    }
}

#[async_trait]
impl OpenWallets for super::Wallets {
    async fn provider(&self, wallet: &WalletId) -> Result<Arc<dyn Provider>, Failure> {
        Self::provider(self, wallet).await
    }

    async fn facts(&self, wallet: &WalletId) -> Result<WalletFacts, Failure> {
        let row = self.wallet(wallet).await?;
        let (provider, _) = self.peek(wallet);
        let orders = provider.as_ref().and_then(|provider| provider.orders());
        Ok(WalletFacts {
            supplier: self.supplier(&row.provider).to_owned(),
            environment: self.environment(&row.provider, &row.environment).to_owned(),
            sharing: if row.shared { Sharing::Others } else { Sharing::OnlyUs },
            usual_seconds: orders.map_or(USUAL_SECONDS, |orders| orders.usual_seconds()),
            name: row.name,
        })
    }
}
