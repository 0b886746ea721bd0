//! A screen of its own: Xvfb with a window manager, what stands on it, and pictures of it.

use super::process::{Process, output_of};
use super::until;
use std::path::Path;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, Window};
use x11rb::rust_connection::RustConnection;

/// A virtual screen, larger than the window.
pub struct Screen {
    /// As `DISPLAY` wants it.
    pub display: String,
    connection: RustConnection,
    root: Window,
    _manager: Process,
    _server: Process,
}

impl Screen {
    /// Starts the server on a free display, waits until it says which, and until its windows are managed.
    pub async fn start() -> Self {
        let arguments = ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"];
        let mut server = Process::start("Xvfb", &arguments, &Vec::new());
        let display = format!(":{}", server.first_line().await);
        let manager = Process::start("openbox", &["--sm-disable"], &vec![("DISPLAY", display.clone())]);
        let (connection, number) = x11rb::connect(Some(&display)).unwrap();
        let root = connection.setup().roots[number].root;
        let screen = Self { display, connection, root, _manager: manager, _server: server };
        until("the window manager runs", async || {
            !screen.property(root, "_NET_SUPPORTING_WM_CHECK").is_empty()
        })
        .await;
        screen
    }

    /// Every window that the window manager knows.
    pub fn windows(&self) -> Vec<Window> {
        self.property(self.root, "_NET_CLIENT_LIST")
    }

    /// The window that has the focus.
    pub fn active_window(&self) -> Option<Window> {
        self.property(self.root, "_NET_ACTIVE_WINDOW").first().copied()
    }

    /// Whether a window fills the screen.
    pub fn is_full_screen(&self, window: Window) -> bool {
        self.property(window, "_NET_WM_STATE").contains(&self.atom("_NET_WM_STATE_FULLSCREEN"))
    }

    /// Whether a window is minimized.
    pub fn is_minimized(&self, window: Window) -> bool {
        self.property(window, "_NET_WM_STATE").contains(&self.atom("_NET_WM_STATE_HIDDEN"))
    }

    /// Clicks a window's close button.
    pub fn close(&self, window: Window) {
        self.ask(window, "_NET_CLOSE_WINDOW", [0, 1, 0, 0, 0]);
    }

    /// Puts a window out of sight, as its minimize button does.
    pub fn minimize(&self, window: Window) {
        const ICONIC: u32 = 3;
        self.ask(window, "WM_CHANGE_STATE", [ICONIC, 0, 0, 0, 0]);
    }

    /// Saves what a window shows as it stands on the screen. (The driver's own pictures never come in this web
    /// view.)
    pub fn picture(&self, window: Window, file: &Path) {
        let size = self.connection.get_geometry(window).unwrap().reply().unwrap();
        let (width, height) = (size.width, size.height);
        let image = self.connection.get_image(ImageFormat::Z_PIXMAP, window, 0, 0, width, height, u32::MAX);
        let pixels = image.unwrap().reply().unwrap().data;
        let colours = pixels.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        let picture = image::RgbImage::from_raw(width.into(), height.into(), colours).unwrap();
        picture.save(file).unwrap();
    }

    fn ask(&self, window: Window, kind: &str, data: [u32; 5]) {
        let event = ClientMessageEvent::new(32, window, self.atom(kind), data);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection.send_event(false, self.root, mask, event).unwrap().check().unwrap();
    }

    fn property(&self, window: Window, name: &str) -> Vec<u32> {
        let asked =
            self.connection.get_property(false, window, self.atom(name), AtomEnum::ANY, 0, 64).unwrap();
        asked.reply().ok().and_then(|reply| reply.value32().map(Iterator::collect)).unwrap_or_default()
    }

    fn atom(&self, name: &str) -> u32 {
        self.connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom
    }
}

/// What `zbarimg`, an independent reader, finds in a picture: one text a code.
pub async fn codes_in(picture: &Path) -> Vec<String> {
    let file = picture.to_string_lossy();
    let arguments = ["--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", &file];
    let output = output_of("zbarimg", &arguments, &Vec::new()).await;
    String::from_utf8(output).unwrap().lines().map(str::to_owned).collect()
}
