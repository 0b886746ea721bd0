//! A D-Bus session, a home and a keyring daemon for one test.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where its session cannot be made")]

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Set in the process that runs inside the session.
const INSIDE: &str = "ESIM_DESK_TEST_SESSION";
const PASSWORD: &[u8] = b"login password";

/// A bus that starts nothing by itself: whether there is a keychain is the test's to say.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Runs the test named `name` a second time inside a session of its own, where `body` runs.
pub fn in_a_session_of_its_own(name: &str, body: impl Future<Output = ()>) {
    if env::var_os(INSIDE).is_some() {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(body);
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let bus = home.path().join("bus.conf");
    let runtime = home.path().join("run");
    fs::write(&bus, BUS).unwrap();
    fs::create_dir(&runtime).unwrap();
    fs::create_dir_all(home.path().join(".local/share/keyrings")).unwrap();
    private(&runtime);
    let done = Command::new("dbus-run-session")
        .arg(format!("--config-file={}", bus.display()))
        .arg("--")
        .arg(env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture", "--test-threads=1"])
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", &runtime)
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("GNOME_KEYRING_CONTROL")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("dbus-run-session must be installed (Debian: dbus-daemon)");
    let said = [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(done.status.success(), "inside the session:\n{}\n{}", said[0], said[1]);
    assert!(said[0].contains("1 passed"), "the test did not run inside:\n{}", said[0]);
}

/// gnome-keyring with the secrets component alone; ends with its value.
pub struct Daemon(Child);

impl Daemon {
    /// With its login keyring unlocked, and made where there was none.
    pub fn unlocked() -> Self {
        let mut daemon = Self::start(&["--unlock"]);
        daemon.0.stdin.take().unwrap().write_all(PASSWORD).unwrap();
        daemon.until_owned(true);
        daemon
    }

    /// With its keyrings locked, and nobody there to ask for a password.
    pub fn locked() -> Self {
        let mut daemon = Self::start(&[]);
        daemon.until_owned(true);
        daemon
    }

    /// Ends it and waits until the bus knows.
    pub fn stop(mut self) {
        self.end();
        self.until_owned(false);
    }

    fn start(arguments: &[&str]) -> Self {
        let child = Command::new("gnome-keyring-daemon")
            .args(["--foreground", "--components=secrets"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon must be installed (Debian: gnome-keyring)");
        Self(child)
    }

    fn until_owned(&mut self, expected: bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while is_owned() != expected {
            assert!(Instant::now() < deadline, "org.freedesktop.secrets owned: still not {expected}");
        }
    }

    fn end(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        self.end();
    }
}

fn is_owned() -> bool {
    let answer = Command::new("dbus-send")
        .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus"])
        .args(["/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"])
        .arg("string:org.freedesktop.secrets")
        .output()
        .expect("dbus-send must be installed (Debian: dbus-bin)");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    String::from_utf8_lossy(&answer.stdout).contains("true")
}

fn private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}
