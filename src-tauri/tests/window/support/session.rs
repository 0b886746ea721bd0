//! A private D-Bus session with a real keychain (gnome-keyring), unlocked with an empty-handed password.

use super::Screen;
use super::child::{first_line, spawn};
use std::path::Path;
use tokio::io::AsyncWriteExt;
use tokio::process::Child;

/// The bus and the keychain on it.
pub struct Session {
    address: String,
    home: String,
    _bus: Child,
    _keychain: Child,
}

impl Session {
    /// Starts the bus and unlocks a fresh login keyring.
    pub async fn start(home: &Path, screen: &Screen) -> Self {
        for folder in [".local/share/keyrings", ".config", ".cache", "run"] {
            std::fs::create_dir_all(home.join(folder)).unwrap();
        }
        let mut bus = spawn("dbus-daemon", &["--session", "--nofork", "--print-address=1"], &[]);
        let address = first_line(&mut bus).await;
        let home_text = home.to_string_lossy().into_owned();
        let environment = [
            ("DBUS_SESSION_BUS_ADDRESS", address.clone()),
            ("HOME", home_text.clone()),
            ("XDG_RUNTIME_DIR", format!("{home_text}/run")),
            ("DISPLAY", screen.display.clone()),
        ];
        let mut keychain = spawn("gnome-keyring-daemon", &["--unlock", "--foreground", "--components=secrets"], &environment);
        let mut password = keychain.stdin.take().unwrap();
        password.write_all(b"password of this test").await.unwrap();
        drop(password);
        // It says where its control socket is once it answers.
        first_line(&mut keychain).await;
        Self { address, home: home_text, _bus: bus, _keychain: keychain }
    }

    /// What a process needs to find this session and nothing of the real user's.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let inside = |folder: &str| format!("{}/{folder}", self.home);
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", self.address.clone()),
            ("XDG_RUNTIME_DIR", inside("run")),
            ("XDG_DATA_HOME", inside(".local/share")),
            ("XDG_CONFIG_HOME", inside(".config")),
            ("XDG_CACHE_HOME", inside(".cache")),
            ("GDK_BACKEND", "x11".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
        ]
    }
}
