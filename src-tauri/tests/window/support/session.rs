//! A private D-Bus session, with a real keychain on it (gnome-keyring) or with none.

use super::process::{Environment, Process, output_of};
use super::until;
use std::path::Path;

/// The bus without a way to start services by itself: what is on it was put there by the test.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The bus and what is on it.
pub struct Session {
    address: String,
    keychain: Option<Process>,
    _bus: Process,
}

impl Session {
    /// Starts a bus of its own in this home.
    pub async fn start(home: &Path) -> Self {
        let run = home.join("run");
        let configuration = run.join("bus.conf");
        std::fs::write(&configuration, CONFIGURATION.replace("FOLDER", &run.to_string_lossy())).unwrap();
        let file = format!("--config-file={}", configuration.to_string_lossy());
        let mut bus = Process::start("dbus-daemon", &[&file, "--nofork", "--print-address=1"], &Vec::new());
        let address = bus.first_line().await;
        Self { address, keychain: None, _bus: bus }
    }

    /// Puts an unlocked keychain on the bus and waits until it can be found there.
    pub async fn unlock_keychain(&mut self, environment: &Environment) {
        let arguments = ["--unlock", "--foreground", "--components=secrets"];
        let mut keychain = Process::start("gnome-keyring-daemon", &arguments, environment);
        keychain.say("password of this test").await;
        self.keychain = Some(keychain);
        let question = [
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ];
        until("the keychain is on the bus", async || {
            let answer = output_of("dbus-send", &question, environment).await;
            String::from_utf8_lossy(&answer).contains("true")
        })
        .await;
    }

    /// Takes the keychain off the bus.
    pub fn end_keychain(&mut self) {
        self.keychain = None;
    }

    /// Where the bus listens.
    pub fn address(&self) -> &str {
        &self.address
    }
}
