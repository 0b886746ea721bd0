//! Catalogues as a search needs them: read from the cache once, then kept until they change.

use crate::api::Failure;
use esim_desk_model::{Plan, WalletId};
use esim_desk_store::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Every wallet's catalogue, as far as somebody searched in it.
pub(crate) struct Catalogues {
    cache: Arc<Cache>,
    known: Mutex<HashMap<WalletId, Arc<Vec<Plan>>>>,
}

impl Catalogues {
    /// Nothing is read yet.
    pub fn new(cache: Arc<Cache>) -> Self {
        Self { cache, known: Mutex::default() }
    }

    /// A wallet's whole catalogue.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn of(&self, wallet: &WalletId) -> Result<Arc<Vec<Plan>>, Failure> {
        if let Some(known) = self.known().get(wallet) {
            return Ok(known.clone());
        }
        let plans = Arc::new(self.cache.plans(wallet).await?);
        self.known().insert(wallet.clone(), plans.clone());
        Ok(plans)
    }

    /// A catalogue changed in the cache; it is read again when somebody asks.
    pub fn changed(&self, wallet: &WalletId) {
        self.known().remove(wallet);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<WalletId, Arc<Vec<Plan>>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
