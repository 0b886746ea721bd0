//! Open connections by wallet. A wallet's secrets are read when it is first needed, and again after the
//! keychain was in the way.

use crate::api::Failure;
use esim_desk_model::WalletId;
use esim_desk_provider::Provider;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The connections of one desk.
#[derive(Default)]
pub(crate) struct Connections {
    known: Mutex<HashMap<WalletId, Connection>>,
    /// One question to the keychain at a time: a person answers it.
    opening: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
enum Connection {
    Open(Arc<dyn Provider>),
    InTheWay(Failure),
}

impl Connections {
    /// The open connection, or one made by `open`.
    pub async fn get_or_open(
        &self,
        id: &WalletId,
        open: impl Future<Output = Result<Arc<dyn Provider>, Failure>>,
    ) -> Result<Arc<dyn Provider>, Failure> {
        if let Some(provider) = self.peek(id) {
            return Ok(provider);
        }
        let _one_at_a_time = self.opening.lock().await;
        if let Some(provider) = self.peek(id) {
            return Ok(provider);
        }
        let opened = open.await;
        let connection = match &opened {
            Ok(provider) => Connection::Open(provider.clone()),
            Err(failure) => Connection::InTheWay(failure.clone()),
        };
        self.known().insert(id.clone(), connection);
        opened
    }

    /// The open connection, without asking anybody.
    pub fn peek(&self, id: &WalletId) -> Option<Arc<dyn Provider>> {
        match self.known().get(id) {
            Some(Connection::Open(provider)) => Some(provider.clone()),
            Some(Connection::InTheWay(_)) | None => None,
        }
    }

    /// Why the last attempt to open it failed.
    pub fn trouble(&self, id: &WalletId) -> Option<Failure> {
        match self.known().get(id) {
            Some(Connection::InTheWay(failure)) => Some(failure.clone()),
            Some(Connection::Open(_)) | None => None,
        }
    }

    /// Keeps a connection that was just made and checked.
    pub fn put(&self, id: &WalletId, provider: Arc<dyn Provider>) {
        self.known().insert(id.clone(), Connection::Open(provider));
    }

    /// Forgets one; it is opened anew when it is needed.
    pub fn forget(&self, id: &WalletId) {
        self.known().remove(id);
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.known().clear();
    }

    fn known(&self) -> MutexGuard<'_, HashMap<WalletId, Connection>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
