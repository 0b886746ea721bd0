//! The real program in its window, driven through tauri-driver and WebKitWebDriver.

use super::process::Process;
use super::{World, quietly, until};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use thirtyfour::prelude::*;

const FIND: &str = include_str!("find.js");
const CLICKABLE: &str = "button, a[href], summary, label, option, input[type=radio], input[type=checkbox], \
                         [role=tab], [role=option], [role=menuitem], [role=row], tr";
const FIELDS: &str = "input, textarea, select";

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_esim-desk");

/// The running program.
pub struct Program {
    /// The page in the window.
    pub page: WebDriver,
    driver: Process,
}

impl Program {
    /// Starts the driver and through it the program.
    pub async fn start(world: &World) -> Self {
        let (port, native) = (free_port(), free_port());
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/bin/tauri-driver");
        let driver = std::env::var("TAURI_DRIVER").unwrap_or_else(|_| own.to_string_lossy().into_owned());
        let ports = [format!("--port={port}"), format!("--native-port={native}")];
        let driver = Process::start(&driver, &[&ports[0], &ports[1]], &world.environment());
        for port in [port, native] {
            until("the driver listens", async || {
                tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
            })
            .await;
        }
        let mut wanted = Capabilities::new();
        wanted.set("tauri:options", json!({ "application": PROGRAM })).unwrap();
        let page = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .expect("the program opens its window");
        // The group is ended as a whole; a farewell to a driver that is gone would wait for ever.
        page.clone().leak().unwrap();
        Self { driver, page }
    }

    /// Clicks what these words name. What moves away under the pointer is looked for again.
    pub async fn click(&self, words: &str) {
        self.click_one(CLICKABLE, words).await;
    }

    /// Clicks what these words name among what the selector allows.
    pub async fn click_one(&self, kinds: &str, words: &str) {
        self.patiently(&format!("nothing to click says {words:?}"), async || {
            self.find(kinds, words).await?.click().await.ok()
        })
        .await;
    }

    /// The field with this label.
    pub async fn field(&self, label: &str) -> WebElement {
        self.patiently(&format!("no field is labelled {label:?}"), async || self.find(FIELDS, label).await)
            .await
    }

    /// Types into the field with this label, in place of what it holds.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap();
        // A line break is the key that makes one.
        field.send_keys(text.replace('\n', "\u{e007}")).await.unwrap();
    }

    /// Puts text into the field with this label as a paste does: all at once, line breaks and all.
    pub async fn paste(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.click().await.unwrap();
        let done = self
            .run("return document.execCommand('insertText', false, arguments[0])", vec![json!(text)])
            .await;
        assert_eq!(done, json!(true), "the paste into {label:?} was refused");
    }

    /// Chooses a line of the list with this label.
    pub async fn choose(&self, label: &str, line: &str) {
        let field = self.field(label).await;
        let path = format!("option[normalize-space(.)='{line}']");
        field.find(By::XPath(path)).await.unwrap().click().await.unwrap();
    }

    /// What a field holds.
    pub async fn value(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Waits until a person can read these words.
    pub async fn see(&self, words: &str) {
        self.patiently(&format!("{words:?} did not appear"), async || self.reads(words).await.then_some(()))
            .await;
    }

    /// Waits until an element is there.
    pub async fn see_one(&self, css: &str) -> WebElement {
        self.patiently(&format!("{css} did not appear"), async || self.page.find(By::Css(css)).await.ok())
            .await
    }

    /// Whether a person can read these words now.
    pub async fn reads(&self, words: &str) -> bool {
        self.text().await.contains(words)
    }

    /// Everything a person could read.
    pub async fn text(&self) -> String {
        let script = "return document.body?.innerText ?? ''";
        match self.page.execute(script, vec![]).await {
            Ok(text) => text.json().as_str().unwrap_or_default().to_owned(),
            Err(error) => format!("(no page: {error})"),
        }
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.page.execute(script, arguments).await.unwrap().json().clone()
    }

    /// Sends a command as the window would; an error is what the window would get.
    pub async fn invoke(&self, name: &str, request: Value) -> Result<Value, Value> {
        let script = "const [name, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(name, request)
              .then((ok) => done({ ok }), (error) => done({ error }));";
        let answer = self.page.execute_async(script, vec![json!(name), request]).await.unwrap();
        match answer.json().get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer.json()["ok"].clone()),
        }
    }

    /// Sets the size of what the window shows.
    pub async fn resize(&self, width: u32, height: u32) {
        self.page.set_window_rect(0, 0, width, height).await.unwrap();
        self.patiently("the window did not take its size", async || {
            let size = self.run("return [innerWidth, innerHeight]", vec![]).await;
            (size == json!([width, height])).then_some(())
        })
        .await;
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.page.refresh().await.unwrap();
    }

    /// Clicks the window's close button and waits until the program has ended.
    pub async fn close(mut self, world: &World) {
        for window in world.screen.windows() {
            world.screen.close(window);
        }
        until("the program ends when its window is closed", async || world.programs().is_empty()).await;
        self.driver.end();
    }

    /// What these words name among what the selector allows.
    pub async fn one(&self, kinds: &str, words: &str) -> WebElement {
        self.patiently(&format!("nothing says {words:?}"), async || self.find(kinds, words).await).await
    }

    async fn find(&self, kinds: &str, words: &str) -> Option<WebElement> {
        self.page.execute(FIND, vec![json!(kinds), json!(words)]).await.ok()?.element().ok()
    }

    /// Waits for an answer; without one the test fails and says what the page says.
    async fn patiently<T>(&self, otherwise: &str, look: impl AsyncFn() -> Option<T>) -> T {
        match quietly(look).await {
            Some(found) => found,
            None => panic!("{otherwise}; the page says:\n{}", self.text().await),
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
