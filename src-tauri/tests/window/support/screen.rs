//! A screen of its own: Xvfb with a window manager, and pictures of it.

use super::child::{first_line, spawn};
use std::path::Path;
use tokio::process::{Child, Command};

/// A virtual screen of 1600x1000.
pub struct Screen {
    pub display: String,
    _server: Child,
    _manager: Child,
}

impl Screen {
    /// Starts the server on a free display and waits until it says which.
    pub async fn start() -> Self {
        let arguments = ["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"];
        let mut server = spawn("Xvfb", &arguments, &[]);
        let display = format!(":{}", first_line(&mut server).await);
        let manager = spawn("openbox", &["--sm-disable"], &[("DISPLAY", display.clone())]);
        Self { display, _server: server, _manager: manager }
    }

    /// What `zbarimg`, an independent reader, finds in a picture file: one text a code.
    pub async fn read_codes(picture: &Path) -> Vec<String> {
        let output = Command::new("zbarimg").args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]).arg(picture).output().await;
        let output = output.expect("zbarimg could not be started; `cargo xtask test` installs it");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }
}
