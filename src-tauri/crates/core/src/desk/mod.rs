//! One running desk: its two files, its open connections and what runs in its background. Practice is a desk
//! of its own in a folder of its own, so that nothing of it can mix with real plans or eSIMs.

mod catalogues;
mod connections;
mod lists;
mod tasks;
mod wallets;

use crate::api::{Failure, Settings, Topic};
use crate::failures::internal;
use crate::network::Network;
use crate::orders::{Orders, Surroundings};
use crate::ports::Ports;
use crate::sync::Board;
pub(crate) use catalogues::Catalogues;
use esim_desk_model::{EsimId, Timestamp, WalletId};
use esim_desk_store::{Cache, CacheState, DataFolder, OpenError, Record};
use esim_desk_vault::Vault;
use lists::{Fitting, Lists};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tasks::Tasks;
pub(crate) use wallets::{Wallets, spec};

const AN_HOUR: Duration = Duration::from_secs(3600);

/// A data folder and its two open files.
#[derive(Clone)]
pub(crate) struct Books {
    pub(crate) record: Arc<Record>,
    pub(crate) cache: Arc<Cache>,
    pub(crate) folder: PathBuf,
    /// The cache was damaged and is fetched again.
    pub(crate) cache_rebuilt: bool,
    _held: Arc<DataFolder>,
}

impl Books {
    /// Opens both files and takes the folder's lock.
    ///
    /// # Errors
    /// Those of the store: read-only, full, in use, newer, damaged.
    pub async fn open(folder: PathBuf, now: Timestamp) -> Result<Self, Failure> {
        let opened = tokio::task::spawn_blocking(move || Self::open_now(&folder, now));
        Ok(opened.await.map_err(internal)??)
    }

    fn open_now(folder: &Path, now: Timestamp) -> Result<Self, OpenError> {
        let held = DataFolder::open(folder)?;
        let record = Record::open(&held, now)?;
        let (cache, state) = Cache::open(&held)?;
        Ok(Self {
            record: Arc::new(record),
            cache: Arc::new(cache),
            folder: folder.to_path_buf(),
            cache_rebuilt: state == CacheState::Rebuilt,
            _held: Arc::new(held),
        })
    }
}

/// One running desk.
pub(crate) struct Desk {
    /// Simulated suppliers.
    pub practice: bool,
    /// What must never be lost.
    pub record: Arc<Record>,
    /// What suppliers said.
    pub cache: Arc<Cache>,
    /// Connections and their secrets.
    pub wallets: Arc<Wallets>,
    /// The journal of purchases and its worker.
    pub orders: Arc<Orders>,
    /// The world outside.
    pub ports: Ports,
    /// What every background task of this desk is spawned on.
    pub tasks: Tasks,
    /// How the sync goes.
    pub board: Arc<Board>,
    /// What can be bought.
    pub catalogues: Arc<Catalogues>,
    /// What the network said of eSIMs since the program started.
    pub network: Network,
    /// Holds what staff set, for both modes.
    home: Arc<Record>,
    lists: Arc<Lists>,
    /// Keeps simulated suppliers running.
    _suppliers: Option<Box<dyn Send + Sync>>,
}

/// What a desk is opened with.
pub(crate) struct Opening {
    pub books: Books,
    /// The record that holds the settings.
    pub home: Arc<Record>,
    pub vault: Vault,
    pub ports: Ports,
    /// Simulated suppliers, in practice.
    pub suppliers: Option<Box<dyn Send + Sync>>,
}

impl Desk {
    /// A desk at which nothing runs yet.
    pub fn open(opening: Opening) -> Arc<Self> {
        let Opening { books, home, vault, ports, suppliers } = opening;
        let wallets = Arc::new(Wallets::new(books.record.clone(), vault, &ports));
        let (board, catalogues) = (Arc::<Board>::default(), Arc::new(Catalogues::new(books.cache.clone())));
        let lists = Arc::new(Lists {
            record: books.record.clone(),
            wallets: wallets.clone(),
            cache: books.cache.clone(),
            events: ports.events.clone(),
            clock: ports.clock.clone(),
            catalogues: catalogues.clone(),
            board: board.clone(),
            fitting: Fitting::default(),
        });
        let around = Surroundings {
            record: books.record.clone(),
            clock: ports.clock.clone(),
            events: ports.events.clone(),
            wallets: wallets.clone(),
            plans: lists.clone(),
            arrivals: lists.clone(),
        };
        Arc::new(Self {
            practice: suppliers.is_some(),
            record: books.record,
            cache: books.cache,
            wallets,
            orders: Arc::new(Orders::new(around, uuid::Uuid::now_v7().to_string())),
            ports,
            tasks: Tasks::default(),
            board,
            catalogues,
            network: Network::default(),
            home,
            lists,
            _suppliers: suppliers,
        })
    }

    /// Keeps the record's daily copy for a program that runs past midnight.
    pub async fn copy_daily(self: Arc<Self>) {
        loop {
            self.ports.clock.sleep(AN_HOUR).await;
            if self.record.back_up(self.now()).await.is_err() {
                tracing::warn!("the record's daily copy was not made");
            }
        }
    }

    /// Ends what runs in the background, and forgets the connections.
    pub async fn close(&self) {
        self.tasks.end(&self.ports.clock).await;
        self.wallets.close();
    }

    /// This computer's time.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// Tells the window that something of this topic changed.
    pub fn stale(&self, topic: Topic) {
        self.ports.events.stale(topic);
    }

    /// Copies onto an eSIM's row what the record knows of it now.
    ///
    /// # Errors
    /// Those of the files.
    pub async fn refresh_assignment(&self, wallet: &WalletId, esim: &EsimId) -> Result<(), Failure> {
        self.lists.refresh_assignment(wallet, esim).await
    }

    /// The plans that a supplier last said fit an eSIM.
    pub fn fitting(&self) -> &Fitting {
        &self.lists.fitting
    }

    /// What staff set.
    pub async fn settings(&self) -> Result<Settings, Failure> {
        let stored = self.home.setting(crate::app::SETTINGS).await?;
        Ok(crate::app::settings::from_stored(stored).unwrap_or_else(crate::app::settings::drawn))
    }
}
