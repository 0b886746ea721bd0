//! Open connections by wallet. A wallet's secrets are read when it is first needed, and again after the
//! keychain was in the way.

use crate::api::{Code, Failure};
use esim_desk_model::{Timestamp, WalletId};
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
    InTheWay { failure: Failure, since: Timestamp },
}

/// A keychain that asked a person and got no answer is not made to ask again for so many seconds, unless that
/// person wants something of the wallet.
const ASKED_ONCE: i64 = 600;

impl Connections {
    /// The open connection, or one made by `open`.
    pub async fn get_or_open(
        &self,
        id: &WalletId,
        now: Timestamp,
        open: impl Future<Output = Result<Arc<dyn Provider>, Failure>>,
    ) -> Result<Arc<dyn Provider>, Failure> {
        if let Some(provider) = self.peek(id) {
            return Ok(provider);
        }
        let _one_at_a_time = self.opening.lock().await;
        if let Some(provider) = self.peek(id) {
            return Ok(provider);
        }
        if let Some(refused) = self.asked_lately(id, now) {
            return Err(refused);
        }
        let opened = open.await;
        let connection = match &opened {
            Ok(provider) => Connection::Open(provider.clone()),
            Err(failure) => Connection::InTheWay { failure: failure.clone(), since: now },
        };
        self.known().insert(id.clone(), connection);
        opened
    }

    /// The open connection, without asking anybody.
    pub fn peek(&self, id: &WalletId) -> Option<Arc<dyn Provider>> {
        match self.known().get(id) {
            Some(Connection::Open(provider)) => Some(provider.clone()),
            Some(Connection::InTheWay { .. }) | None => None,
        }
    }

    fn asked_lately(&self, id: &WalletId, now: Timestamp) -> Option<Failure> {
        const ASKING: [Code; 3] = [Code::KeychainLocked, Code::KeychainRefused, Code::KeychainTimedOut];
        match self.known().get(id) {
            Some(Connection::InTheWay { failure, since }) => {
                let ago = (now.as_second() - since.as_second()).abs();
                (ASKING.contains(&failure.code) && ago < ASKED_ONCE).then(|| failure.clone())
            }
            Some(Connection::Open(_)) | None => None,
        }
    }

    /// Lets the keychain be asked again.
    pub fn retry(&self, id: &WalletId) {
        let mut known = self.known();
        if matches!(known.get(id), Some(Connection::InTheWay { .. })) {
            known.remove(id);
        }
    }

    /// Why the last attempt to open it failed.
    pub fn trouble(&self, id: &WalletId) -> Option<Failure> {
        match self.known().get(id) {
            Some(Connection::InTheWay { failure, .. }) => Some(failure.clone()),
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(connections: &Connections, code: Code, second: i64) -> (Code, bool) {
        let mut asked = false;
        let open = async {
            asked = true;
            Err(Failure::new(code))
        };
        let now = Timestamp::from_second(second).unwrap();
        let failure = connections.get_or_open(&WalletId::from("one"), now, open).await.err().unwrap();
        (failure.code, asked)
    }

    #[tokio::test]
    async fn a_person_who_did_not_open_the_keychain_is_not_asked_again_at_once() {
        let connections = Connections::default();
        assert_eq!(ask(&connections, Code::KeychainLocked, 0).await, (Code::KeychainLocked, true));
        assert_eq!(ask(&connections, Code::KeychainLocked, 599).await, (Code::KeychainLocked, false));
        connections.retry(&WalletId::from("one"));
        assert!(ask(&connections, Code::KeychainLocked, 600).await.1);
        assert!(ask(&connections, Code::KeychainLocked, 1200).await.1, "the time is over");
    }

    #[tokio::test]
    async fn a_keychain_that_was_not_there_may_have_come() {
        let connections = Connections::default();
        assert!(ask(&connections, Code::KeychainMissing, 0).await.1);
        assert!(ask(&connections, Code::KeychainMissing, 1).await.1);
    }
}
