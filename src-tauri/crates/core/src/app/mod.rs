//! The program as a whole: which desk runs (the real one or practice), its settings, the palette, and what it
//! opens outside the window.

mod find;
mod look;
pub(crate) mod settings;
mod state;

use crate::api::{Act, AppState, Code, Failure, Topic};
use crate::desk::{Books, Desk, Opening};
use crate::failures::internal;
use crate::kit::Clipboard;
use crate::ports::{Clock, Connect, Desktop, Documents, Events, Ports, Practice};
use crate::repeats::Repeats;
use crate::{sync, wallets};
use esim_desk_vault::Vault;
pub(crate) use find::{find, open};
pub(crate) use look::keep as keep_look;
pub use look::last_look;
pub(crate) use state::{save_settings, state};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Under this name the record of the real desk holds what staff set.
pub(crate) const SETTINGS: &str = "settings";
/// Under this name it holds which desk ran last.
const MODE: &str = "mode";
const PRACTICE: &str = "practice";
const REAL: &str = "real";

/// What fills the core's ports.
pub struct Wiring {
    /// Now, and waiting.
    pub clock: Arc<dyn Clock>,
    /// Connections to suppliers.
    pub connect: Arc<dyn Connect>,
    /// QR pictures and files.
    pub documents: Arc<dyn Documents>,
    /// Clipboard, file manager, Downloads.
    pub desktop: Arc<dyn Desktop>,
    /// Simulated suppliers.
    pub practice: Arc<dyn Practice>,
    /// The window's ear.
    pub events: Arc<dyn Events>,
    /// Where credentials are kept.
    pub vault: Vault,
    /// Version of the program.
    pub version: String,
}

/// The running program without its window. Commands reach it through [`crate::dispatch`].
pub struct App {
    ports: Ports,
    practice: Arc<dyn Practice>,
    vault: Vault,
    version: String,
    /// The real desk's files. They stay open in practice too, and with them the lock on the folder.
    home: Books,
    /// The files of practice, once somebody practised; kept open for the next time.
    practised: tokio::sync::OnceCell<Books>,
    desk: RwLock<Arc<Desk>>,
    /// One change of desks at a time.
    changing: tokio::sync::Mutex<()>,
    /// What went wrong at start and still matters.
    troubles: Mutex<Vec<Failure>>,
    pub(crate) repeats: Repeats,
    pub(crate) clipboard: Arc<Clipboard>,
}

impl App {
    /// Opens the data folder and the desk that ran last.
    ///
    /// # Errors
    /// `already_running`, `folder_read_only`, `disk_full`, `record_newer`, `record_damaged` (with the fact
    /// `backup` where there is a good one). Practice that does not start is no error: the real desk opens and
    /// the state says so.
    pub async fn start(folder: PathBuf, wiring: Wiring) -> Result<Arc<Self>, Failure> {
        let Wiring { clock, connect, documents, desktop, practice, events, vault, version } = wiring;
        let ports = Ports { clock, connect, documents, desktop, events };
        let home = Books::open(folder, ports.clock.now()).await?;
        settle(&home).await?;
        let practises = home.record.setting::<String>(MODE).await?.as_deref() == Some(PRACTICE);
        let mut troubles = Vec::new();
        if home.cache_rebuilt {
            troubles.push(Failure::new(Code::CacheRebuilt));
        }
        let practised = tokio::sync::OnceCell::new();
        let real = || Desk::open(real_desk(&home, &vault, &ports));
        let desk = if practises {
            open_practice(&home, &practised, &*practice, &ports).await.unwrap_or_else(|failure| {
                troubles.push(failure);
                real()
            })
        } else {
            real()
        };
        begin(&desk).await?;
        Ok(Arc::new(Self {
            ports,
            practice,
            vault,
            version,
            home,
            practised,
            desk: RwLock::new(desk),
            changing: tokio::sync::Mutex::default(),
            troubles: Mutex::new(troubles),
            repeats: Repeats::default(),
            clipboard: Arc::default(),
        }))
    }

    /// Ends what runs: a purchase on the wire is waited for a moment, secrets leave the clipboard.
    pub async fn stop(&self) {
        let _last = self.changing.lock().await;
        self.clipboard.clear_now(&self.ports).await;
        self.desk().close().await;
    }

    /// The desk that runs now.
    pub(crate) fn desk(&self) -> Arc<Desk> {
        self.desk.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The world outside.
    pub(crate) fn ports(&self) -> &Ports {
        &self.ports
    }

    fn troubles(&self) -> Vec<Failure> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the other desk, then closes this one, and remembers the choice.
    async fn change(&self, to_practice: bool) -> Result<(), Failure> {
        let _one_at_a_time = self.changing.lock().await;
        let old = self.desk();
        if old.practice == to_practice {
            return Ok(());
        }
        let new = if to_practice {
            open_practice(&self.home, &self.practised, &*self.practice, &self.ports).await?
        } else {
            Desk::open(real_desk(&self.home, &self.vault, &self.ports))
        };
        let mode = if to_practice { PRACTICE } else { REAL };
        self.home.record.save_setting(MODE, &mode).await?;
        old.close().await;
        begin(&new).await?;
        *self.desk.write().unwrap_or_else(PoisonError::into_inner) = new;
        for topic in [Topic::App, Topic::Wallets, Topic::Esims, Topic::Orders, Topic::Plans] {
            self.ports.events.stale(topic);
        }
        Ok(())
    }
}

/// Starts the simulated suppliers and opens the other desk. Started twice, it stays as it is.
pub(crate) async fn start_practice(app: &Arc<App>, _: Act) -> Result<AppState, Failure> {
    app.change(true).await?;
    app.state().await
}

/// Goes back to the real desk.
pub(crate) async fn stop_practice(app: &Arc<App>, _: Act) -> Result<AppState, Failure> {
    app.change(false).await?;
    app.state().await
}

fn real_desk(home: &Books, vault: &Vault, ports: &Ports) -> Opening {
    Opening {
        books: home.clone(),
        home: home.record.clone(),
        vault: vault.clone(),
        ports: ports.clone(),
        suppliers: None,
    }
}

async fn open_practice(
    home: &Books,
    practised: &tokio::sync::OnceCell<Books>,
    practice: &dyn Practice,
    ports: &Ports,
) -> Result<Arc<Desk>, Failure> {
    let failed = |why: String| Failure::new(Code::PracticeFailed).details(why);
    let folder = home.folder.join("practice");
    let books = practised.get_or_try_init(|| Books::open(folder.clone(), ports.clock.now())).await?.clone();
    let ledgers = folder.join("suppliers");
    let made = ledgers.clone();
    let made = blocking(move || std::fs::create_dir_all(made)).await?;
    made.map_err(|error| failed(error.to_string()))?;
    let run = practice.start(&ledgers).await.map_err(failed)?;
    let desk = Desk::open(Opening {
        books,
        home: home.record.clone(),
        vault: Vault::in_memory(),
        ports: ports.clone(),
        suppliers: Some(run.guard),
    });
    wallets::practice::furnish(&desk, run.wallets).await?;
    Ok(desk)
}

/// Writes down what the settings begin with, so that the desk's drawn code stays the same.
async fn settle(home: &Books) -> Result<(), Failure> {
    let stored: Option<serde_json::Value> = home.record.setting(SETTINGS).await?;
    let settings = settings::from_stored(stored.clone()).unwrap_or_else(settings::drawn);
    if serde_json::to_value(&settings).ok() != stored {
        home.record.save_setting(SETTINGS, &settings).await?;
    }
    Ok(())
}

/// Starts what runs in the background of a desk.
async fn begin(desk: &Arc<Desk>) -> Result<(), Failure> {
    desk.tasks.spawn_careful(desk.orders.clone().run(desk.tasks.stopping()));
    desk.tasks.spawn(desk.clone().copy_daily());
    sync::start(desk).await
}

/// Runs what may block on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(internal)
}
