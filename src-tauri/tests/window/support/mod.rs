//! A world of its own for each test: home, data folder, D-Bus session with a real keychain, a screen with a
//! window manager, and the real program driven through WebDriver.

mod browser;
mod child;
mod screen;
mod session;

pub use browser::{Program, byte_search};
pub use screen::Screen;
pub use session::Session;

use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

/// Windows share the machine's two cores badly; one world at a time keeps every wait short.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Everything around the program. Dropping it ends every process it started.
pub struct World {
    pub screen: Screen,
    pub session: Session,
    pub home: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl World {
    /// A fresh world with an unlocked keychain.
    pub async fn new() -> Self {
        let turn = ONE_AT_A_TIME.lock().await;
        let home = tempfile::Builder::new().prefix("esim-desk-home-").tempdir().unwrap();
        let screen = Screen::start().await;
        let session = Session::start(home.path(), &screen).await;
        Self { screen, session, home, _turn: turn }
    }

    /// The data folder of the program.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// What every process of this world sees.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let mut all = self.session.environment();
        all.push(("DISPLAY", self.screen.display.clone()));
        all.push(("HOME", text(self.home.path())));
        all.push(("ESIM_DESK_DATA_DIR", text(&self.data())));
        all
    }

    /// Starts the program and waits until its page is there.
    pub async fn start(&self) -> Program {
        Program::start(self).await
    }
}

/// Where screenshots go that a person looks at.
pub fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
