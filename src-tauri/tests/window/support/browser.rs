//! The real program in its window, driven through tauri-driver and WebKitWebDriver.

use super::World;
use super::child::spawn;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;
use thirtyfour::prelude::*;
use tokio::process::Child;

/// As long as anything on a screen may take on a busy machine; a wait ends when its condition holds.
const PATIENCE: Duration = Duration::from_secs(40);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The running program.
pub struct Program {
    pub page: WebDriver,
    _driver: Child,
}

impl Program {
    /// Starts the driver and through it the program.
    pub async fn start(world: &World) -> Self {
        let (port, native) = (free_port(), free_port());
        let driver = std::env::var("TAURI_DRIVER").unwrap_or_else(|_| {
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/bin/tauri-driver").to_string_lossy().into_owned()
        });
        let ports = [format!("--port={port}"), format!("--native-port={native}")];
        let driver = spawn(&driver, &[&ports[0], &ports[1]], &world.environment());
        wait_for_port(port).await;
        let mut capabilities = Capabilities::new();
        let program = env!("CARGO_BIN_EXE_esim-desk");
        capabilities.insert("tauri:options".to_owned(), serde_json::json!({ "application": program }));
        let page = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.expect("the program opens its window");
        Self { page, _driver: driver }
    }

    /// Waits for an element to be there and displayed.
    pub async fn see(&self, css: &str) -> WebElement {
        let query = self.page.query(By::Css(css)).wait(PATIENCE, BETWEEN_LOOKS).and_displayed();
        match query.first().await {
            Ok(element) => element,
            Err(error) => panic!("{css} did not appear: {error}\nthe page says:\n{}", self.text().await),
        }
    }

    /// Waits for an element with this accessible text, exactly or in part.
    pub async fn see_text(&self, text: &str) -> WebElement {
        let path = format!("//*[contains(normalize-space(.), {})][not(.//*[contains(normalize-space(.), {})])]", quoted(text), quoted(text));
        let query = self.page.query(By::XPath(&path)).wait(PATIENCE, BETWEEN_LOOKS).and_displayed();
        match query.first().await {
            Ok(element) => element,
            Err(error) => panic!("{text:?} did not appear: {error}\nthe page says:\n{}", self.text().await),
        }
    }

    /// Clicks what can be clicked and says this.
    pub async fn click(&self, text: &str) {
        let path = format!(
            "//*[self::button or self::a or self::summary or @role='tab' or @role='option' or @role='radio' or self::label]\
             [contains(normalize-space(.), {0}) or contains(@aria-label, {0})]",
            quoted(text)
        );
        let query = self.page.query(By::XPath(&path)).wait(PATIENCE, BETWEEN_LOOKS).and_displayed().and_enabled();
        match query.first().await {
            Ok(element) => element.click().await.unwrap(),
            Err(error) => panic!("nothing to click says {text:?}: {error}\nthe page says:\n{}", self.text().await),
        }
    }

    /// Types into the field with this label.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// The input that a label names.
    pub async fn field(&self, label: &str) -> WebElement {
        let path = format!(
            "//*[(self::input or self::textarea or self::select) and \
             (@aria-label={0} or @id=//label[contains(normalize-space(.), {0})]/@for or ancestor::label[contains(normalize-space(.), {0})])]",
            quoted(label)
        );
        let query = self.page.query(By::XPath(&path)).wait(PATIENCE, BETWEEN_LOOKS);
        match query.first().await {
            Ok(element) => element,
            Err(error) => panic!("no field is labelled {label:?}: {error}\nthe page says:\n{}", self.text().await),
        }
    }

    /// Everything a person could read.
    pub async fn text(&self) -> String {
        match self.page.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => format!("(no page: {error})"),
        }
    }

    /// Sets the window's size as a person would.
    pub async fn resize(&self, width: u32, height: u32) {
        self.page.set_window_rect(0, 0, width, height).await.unwrap();
    }

    /// Saves a picture of the page.
    pub async fn picture(&self, file: &Path) {
        self.page.screenshot(file).await.unwrap();
    }

    /// Closes the program as its window's close button does.
    pub async fn close(self) {
        self.page.quit().await.unwrap();
    }
}

fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

async fn wait_for_port(port: u16) {
    let listening = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    };
    tokio::time::timeout(PATIENCE, listening).await.expect("tauri-driver listens");
}

/// Every file under a folder that holds this text, byte for byte.
pub fn byte_search(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(byte_search(&path, needle));
        } else if kind.is_file() && std::fs::read(&path).is_ok_and(|bytes| bytes.windows(needle.len()).any(|window| window == needle)) {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found
}
