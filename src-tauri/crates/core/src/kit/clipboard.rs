//! Secrets on the clipboard: cleared after a minute if it still holds them, unless staff keep them.

use crate::api::{Code, Failure, Topic};
use crate::failures::internal;
use crate::ports::Ports;
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a secret stays on the clipboard, in seconds.
pub(crate) const CLEARS_IN: u32 = 60;

/// What this program last put on the clipboard and means to clear.
#[derive(Default)]
pub(crate) struct Clipboard {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// Counts the copies, so that an old countdown does not clear a newer copy.
    copy: u64,
    secret: Option<What>,
}

#[derive(Clone)]
enum What {
    Text(SecretString),
    Picture,
}

impl Clipboard {
    /// Copies what is no secret; it stays.
    pub async fn copy_plain(&self, ports: &Ports, text: String) -> Result<(), Failure> {
        self.replace(None);
        on_desktop(ports, move |desktop| desktop.copy_text(&text)).await
    }

    /// Copies a secret text and starts its countdown.
    pub async fn copy_secret(self: &Arc<Self>, ports: &Ports, text: String) -> Result<(), Failure> {
        let kept = What::Text(SecretString::from(text.clone()));
        on_desktop(ports, move |desktop| desktop.copy_text(&text)).await?;
        self.count_down(ports, kept);
        Ok(())
    }

    /// Copies the QR and starts its countdown.
    pub async fn copy_picture(self: &Arc<Self>, ports: &Ports, png: Vec<u8>) -> Result<(), Failure> {
        on_desktop(ports, move |desktop| desktop.copy_png(&png)).await?;
        self.count_down(ports, What::Picture);
        Ok(())
    }

    /// Leaves on the clipboard what is there.
    pub fn keep(&self, ports: &Ports) {
        self.replace(None);
        ports.events.stale(Topic::Clipboard);
    }

    /// Clears now what would be cleared later; for the end of the program.
    pub async fn clear_now(&self, ports: &Ports) {
        let held = self.replace(None).1;
        if let Some(what) = held {
            clear(ports, what).await;
        }
    }

    fn count_down(self: &Arc<Self>, ports: &Ports, what: What) {
        let (copy, _) = self.replace(Some(what));
        let (clipboard, ports) = (self.clone(), ports.clone());
        tokio::spawn(async move {
            ports.clock.sleep(Duration::from_secs(u64::from(CLEARS_IN))).await;
            if let Some(what) = clipboard.take_if_still(copy) {
                clear(&ports, what).await;
                ports.events.stale(Topic::Clipboard);
            }
        });
    }

    /// Ends the running countdown; gives the number of the new one and what the old one held.
    fn replace(&self, secret: Option<What>) -> (u64, Option<What>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.copy += 1;
        (held.copy, std::mem::replace(&mut held.secret, secret))
    }

    fn take_if_still(&self, copy: u64) -> Option<What> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.copy == copy { held.secret.take() } else { None }
    }
}

async fn clear(ports: &Ports, what: What) {
    let cleared = on_desktop(ports, move |desktop| match &what {
        What::Text(text) => desktop.clear_clipboard_if(Some(text.expose_secret())),
        What::Picture => desktop.clear_clipboard_if(None),
    });
    if cleared.await.is_err() {
        tracing::warn!("the clipboard could not be cleared");
    }
}

/// Desktop calls may block for as long as another program likes; they run on a thread of their own.
async fn on_desktop(
    ports: &Ports,
    work: impl FnOnce(&dyn crate::ports::Desktop) -> Result<(), String> + Send + 'static,
) -> Result<(), Failure> {
    let desktop = ports.desktop.clone();
    let done = tokio::task::spawn_blocking(move || work(&*desktop)).await.map_err(internal)?;
    done.map_err(|why| Failure::new(Code::ClipboardFailed).details(why))
}
