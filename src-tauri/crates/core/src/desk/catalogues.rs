//! Plans and stock as a search needs them: read from the cache once, then kept until they change.

use crate::api::Failure;
use esim_desk_model::{Plan, WalletId};
use esim_desk_store::cache::LotRow;
use esim_desk_store::{Cache, Error};
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Every wallet's catalogue and stock, as far as somebody searched in them.
pub(crate) struct Catalogues {
    cache: Arc<Cache>,
    plans: Kept<Plan>,
    lots: Kept<LotRow>,
}

impl Catalogues {
    /// Nothing is read yet.
    pub fn new(cache: Arc<Cache>) -> Self {
        Self { cache, plans: Kept::default(), lots: Kept::default() }
    }

    /// A wallet's whole catalogue.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn of(&self, wallet: &WalletId) -> Result<Arc<Vec<Plan>>, Failure> {
        self.plans.get(wallet, self.cache.plans(wallet)).await
    }

    /// A wallet's whole stock.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn stock(&self, wallet: &WalletId) -> Result<Arc<Vec<LotRow>>, Failure> {
        self.lots.get(wallet, self.cache.lots(wallet)).await
    }

    /// A wallet's catalogue or stock changed in the cache; both are read again when somebody asks.
    pub fn changed(&self, wallet: &WalletId) {
        self.plans.forget(wallet);
        self.lots.forget(wallet);
    }
}

/// Rows of each wallet.
struct Kept<T>(Mutex<HashMap<WalletId, Known<T>>>);

struct Known<T> {
    /// How often they changed: what was read before a change is not kept after it.
    changes: u64,
    rows: Option<Arc<Vec<T>>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { changes: 0, rows: None }
    }
}

impl<T> Kept<T> {
    async fn get(
        &self,
        wallet: &WalletId,
        read: impl Future<Output = Result<Vec<T>, Error>>,
    ) -> Result<Arc<Vec<T>>, Failure> {
        let before = {
            let mut all = self.all();
            let known = all.entry(wallet.clone()).or_default();
            if let Some(rows) = &known.rows {
                return Ok(rows.clone());
            }
            known.changes
        };
        let rows = Arc::new(read.await?);
        let mut all = self.all();
        let known = all.entry(wallet.clone()).or_default();
        if known.changes == before {
            known.rows = Some(rows.clone());
        }
        Ok(rows)
    }

    fn forget(&self, wallet: &WalletId) {
        let mut all = self.all();
        let known = all.entry(wallet.clone()).or_default();
        known.changes += 1;
        known.rows = None;
    }

    fn all(&self) -> MutexGuard<'_, HashMap<WalletId, Known<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
