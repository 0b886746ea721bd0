//! Watches the titles of the windows of one X display.

use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, Window};
use x11rb::rust_connection::RustConnection;

/// A connection to the display.
pub struct Titles {
    connection: RustConnection,
    root: Window,
    clients: u32,
    name: u32,
}

impl Titles {
    pub fn on(display: &str) -> Self {
        let (connection, screen) = x11rb::connect(Some(display)).expect("the display answers");
        let root = connection.setup().roots[screen].root;
        let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let (clients, name) = (atom("_NET_CLIENT_LIST"), atom("_NET_WM_NAME"));
        Self { connection, root, clients, name }
    }

    /// Waits until a window has this title and answers when that was.
    pub fn wait_for(&self, title: &str, patience: Duration) -> Instant {
        let begun = Instant::now();
        loop {
            if self.windows().into_iter().any(|window| self.title(window).as_deref() == Some(title)) {
                return Instant::now();
            }
            assert!(begun.elapsed() < patience, "no window was ever titled {title:?}");
            pause();
        }
    }

    /// Waits until no window is open.
    pub fn wait_until_gone(&self, patience: Duration) {
        let begun = Instant::now();
        while !self.windows().is_empty() {
            assert!(begun.elapsed() < patience, "a window stayed open");
            pause();
        }
    }

    fn windows(&self) -> Vec<Window> {
        let reply = self.connection.get_property(false, self.root, self.clients, AtomEnum::WINDOW, 0, 64);
        reply
            .ok()
            .and_then(|cookie| cookie.reply().ok())
            .and_then(|reply| reply.value32().map(Iterator::collect))
            .unwrap_or_default()
    }

    fn title(&self, window: Window) -> Option<String> {
        let reply = self
            .connection
            .get_property(false, window, self.name, AtomEnum::ANY, 0, 256)
            .ok()?
            .reply()
            .ok()?;
        String::from_utf8(reply.value).ok()
    }
}

/// Between two looks; short against what is measured.
#[expect(clippy::disallowed_methods, reason = "a bench waits for another process's window")]
fn pause() {
    std::thread::sleep(Duration::from_millis(1));
}
