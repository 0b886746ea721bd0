//! A world of its own for each test: home, data folder, D-Bus session with a real keychain, a screen with a
//! window manager, and the real program driven through WebDriver.

mod process;
mod program;
mod screen;
mod session;
mod traces;

pub use program::{PROGRAM, Program};
pub use screen::Screen;
pub use session::Session;
pub use traces::{files_in, files_with, processes_of};

use process::Environment;
use screen::codes_in;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};
use traces::Trace;

/// As long as anything may take on a busy machine; a wait ends when its condition holds.
pub const PATIENCE: Duration = Duration::from_secs(40);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Windows share the machine's two cores badly; one world at a time keeps every wait short.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Everything around the program. Dropping it ends every process it started.
pub struct World {
    pub session: Session,
    pub screen: Screen,
    pub home: TempDir,
    /// The data folder that the program is told.
    pub data: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

impl World {
    /// A fresh world with an unlocked keychain.
    pub async fn new() -> Self {
        let mut world = Self::without_keychain().await;
        let environment = world.environment();
        world.session.unlock_keychain(&environment).await;
        world
    }

    /// A fresh world in which nobody keeps secrets.
    pub async fn without_keychain() -> Self {
        let turn = ONE_AT_A_TIME.lock().await;
        esim_desk_clients::install_crypto();
        let home = tempfile::Builder::new().prefix("esim-desk-home-").tempdir().unwrap();
        for folder in [".local/share/keyrings", ".config", ".cache", "run"] {
            std::fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        let screen = Screen::start().await;
        let session = Session::start(home.path()).await;
        let data = home.path().join("data");
        Self { session, screen, home, data, _turn: turn }
    }

    /// What every process of this world is told.
    pub fn environment(&self) -> Environment {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let inside = |folder: &str| text(&self.home.path().join(folder));
        vec![
            ("HOME", text(self.home.path())),
            ("ESIM_DESK_DATA_DIR", text(&self.data)),
            ("DBUS_SESSION_BUS_ADDRESS", self.session.address().to_owned()),
            ("DISPLAY", self.screen.display.clone()),
            ("XDG_RUNTIME_DIR", inside("run")),
            ("XDG_DATA_HOME", inside(".local/share")),
            ("XDG_CONFIG_HOME", inside(".config")),
            ("XDG_CACHE_HOME", inside(".cache")),
            ("GDK_BACKEND", "x11".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("LANG", "C.UTF-8".to_owned()),
        ]
    }

    /// Starts the program and waits until its window is there.
    pub async fn start(&self) -> Program {
        Program::start(self).await
    }

    /// The window that people look at.
    pub fn window(&self) -> u32 {
        self.screen.active_window().expect("a window has the focus")
    }

    /// What `zbarimg`, an independent reader, finds on the window as it stands on the screen.
    pub async fn codes(&self) -> Vec<String> {
        let file = self.home.path().join("seen.png");
        self.screen.picture(self.window(), &file);
        codes_in(&file).await
    }

    /// Starts the program once more, as a second double click does, and gives its exit code.
    pub async fn start_again(&self) -> Option<i32> {
        let mut command = tokio::process::Command::new(PROGRAM);
        command.envs(self.environment()).kill_on_drop(true);
        let ended = tokio::time::timeout(PATIENCE, command.status()).await;
        ended.expect("the second start ends").unwrap().code()
    }

    /// Processes of this world that run the program.
    pub fn programs(&self) -> Vec<Trace> {
        let ours = |trace: &Trace| trace.program == Path::new(PROGRAM);
        processes_of(self.home.path()).into_iter().filter(ours).collect()
    }
}

/// Waits until something holds; fails with these words when it never does.
pub async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let held = quietly(async || holds().await.then_some(())).await;
    assert!(held.is_some(), "in vain: {what}");
}

/// Whether something holds within a few looks.
pub async fn soon(holds: impl AsyncFn() -> bool) -> bool {
    for _ in 0..40 {
        if holds().await {
            return true;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    false
}

/// Looks again and again until there is an answer, or patience ends.
async fn quietly<T>(look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.ok()
}

/// Where pictures go that a person looks at.
pub fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
