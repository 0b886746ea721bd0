//! A desk for tests: the real client, store, documents and simulator, a vault in memory, and a desktop that
//! remembers what was put on it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what cannot be made fails the test")]
#![allow(dead_code, clippy::allow_attributes, reason = "the bench uses a part of it")]

use async_trait::async_trait;
use esim_desk_core::api::{Failure, Topic};
use esim_desk_core::ports::{
    Clock, Connect, Desktop, Documents, Events, Misread, Practice, PracticeRun, PracticeWallet, QrPictures,
};
use esim_desk_core::{App, Wiring, dispatch};
use esim_desk_model::{ActivationCode, Timestamp};
use esim_desk_provider::{
    Catalogue, ConnectError, Credentials, Esims, Orders, Provider, ProviderForm, Settings, WalletSpec,
};
use esim_desk_simulators::zim::{Options, Zim};
use esim_desk_vault::Vault;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Notify, broadcast};

/// How long anything may take in a test before it counts as not happening.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A running program in a folder of its own.
pub struct Bench {
    pub app: Arc<App>,
    pub folder: PathBuf,
    pub world: World,
    /// Gone when dropped, and everything in it.
    pub home: tempfile::TempDir,
}

/// What the program sees of the world.
#[derive(Clone)]
pub struct World {
    pub clock: Arc<RealClock>,
    pub desktop: Arc<FakeDesktop>,
    pub practice: Arc<Simulators>,
    pub vault: Vault,
    /// How far this computer's clock is ahead of the suppliers'.
    pub skew_seconds: Option<i64>,
    clipboard_told: Arc<Notify>,
    events: broadcast::Sender<Topic>,
}

impl World {
    pub fn new(downloads: &Path) -> Self {
        std::fs::create_dir_all(downloads).unwrap();
        Self {
            clock: Arc::new(RealClock::with_haste(HASTE)),
            desktop: Arc::new(FakeDesktop { downloads: downloads.to_owned(), ..FakeDesktop::default() }),
            practice: Arc::default(),
            vault: Vault::in_memory(),
            skew_seconds: None,
            clipboard_told: Arc::default(),
            events: broadcast::Sender::new(4096),
        }
    }

    pub fn wiring(&self) -> Wiring {
        Wiring {
            clock: self.clock.clone(),
            connect: Arc::new(Clients { skew_seconds: self.skew_seconds }),
            documents: Arc::new(Pictures),
            desktop: self.desktop.clone(),
            practice: self.practice.clone(),
            events: Arc::new(Bell(self.events.clone(), self.clipboard_told.clone())),
            vault: self.vault.clone(),
            version: "0.0.0-test".to_owned(),
        }
    }
}

impl Bench {
    /// An empty data folder.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with a clock that is so far ahead.
    pub async fn start_ahead(seconds: i64) -> Self {
        Self::start_with(|world| world.skew_seconds = Some(seconds)).await
    }

    /// The same with the pauses of the real program.
    pub async fn start_unhurried() -> Self {
        Self::start_with(|world| world.clock = Arc::new(RealClock::with_haste(1))).await
    }

    async fn start_with(change: impl FnOnce(&mut World)) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut world = World::new(&home.path().join("Downloads"));
        change(&mut world);
        let folder = home.path().join("data");
        let app = App::start(folder.clone(), world.wiring()).await.unwrap();
        Self { app, folder, world, home }
    }

    /// Ends the program and starts it again on the same folder, in the same world.
    pub async fn restart(self) -> Self {
        self.restart_after(|_| {}).await
    }

    /// The same, with something done to the folder in between.
    pub async fn restart_after(self, work: impl FnOnce(&Path)) -> Self {
        let Self { app, folder, world, home } = self;
        app.stop().await;
        drop(app);
        work(&folder);
        let app = App::start(folder.clone(), world.wiring()).await.unwrap();
        Self { app, folder, world, home }
    }

    /// Asks for something.
    pub async fn read(&self, name: &str, request: Value) -> Value {
        dispatch(&self.app, name, request).await.unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    }

    /// Does something, as one user action of its own.
    pub async fn write(&self, name: &str, request: Value) -> Value {
        self.try_write(name, request).await.unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    }

    /// Tries something that may be refused.
    pub async fn try_write(&self, name: &str, mut request: Value) -> Result<Value, Failure> {
        let fields = request.as_object_mut().unwrap();
        fields.entry("request_id").or_insert_with(|| json!(uuid::Uuid::now_v7().to_string()));
        dispatch(&self.app, name, request).await
    }

    /// Orders the first plan for Japan and waits until the order is in this state; gives the order.
    pub async fn order_until(&self, state: &str) -> Value {
        let trip = json!({ "countries": ["JP"], "from": null, "to": null, "data": { "kind": "any" } });
        let offer = self.read("plans_search", trip).await["fits"][0].clone();
        let key = || uuid::Uuid::now_v7().to_string();
        let order = json!({
            "wallet_id": offer["wallet_id"], "plan_id": offer["plan"]["id"], "price_seen": offer["price"],
            "travellers": [{ "key": key(), "name": "Yuki Tanaka" }], "booking": "",
            "trip": { "countries": ["JP"], "from": null, "to": null },
            "phone_check": { "eid_seen": false, "not_locked": false, "declined": true }, "repeat_meant": false,
        });
        self.write("order_place", order).await;
        let all = json!({ "filter": { "kind": "all" }, "text": "", "offset": 0, "limit": 1 });
        let page = self.until("orders_page", all, |page| page["rows"][0]["state"] == state).await;
        page["rows"][0].clone()
    }

    /// Asks again each time something became stale, until the answer is as wanted.
    pub async fn until(&self, name: &str, request: Value, wanted: impl Fn(&Value) -> bool) -> Value {
        let mut news = self.world.events.subscribe();
        let mut last = Value::Null;
        let waiting = async {
            loop {
                last = self.read(name, request.clone()).await;
                if wanted(&last) {
                    return;
                }
                // Late news is news: what was missed is asked for all the same.
                let _ = news.recv().await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("{name} never was as wanted; the last answer was {last:#}");
        }
        last
    }

    /// What the window is told from now on.
    pub fn news(&self) -> broadcast::Receiver<Topic> {
        self.world.events.subscribe()
    }

    /// Returns when the window was told that the clipboard changed.
    pub async fn told_of_the_clipboard(&self) {
        tokio::time::timeout(PATIENCE, self.world.clipboard_told.notified()).await.expect("it was not told");
    }

    /// Starts practice and waits until its lists are there.
    pub async fn practise(&self) -> Value {
        self.write("practice_start", json!({})).await;
        self.lists_read().await
    }

    /// Waits until every list of every wallet was read whole.
    pub async fn lists_read(&self) -> Value {
        self.until("wallets", json!({}), |wallets| {
            let wallets = wallets.as_array().unwrap();
            !wallets.is_empty()
                && wallets.iter().all(|wallet| {
                    wallet["syncing"].is_null()
                        && wallet["lists"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .all(|list| !list["complete_at"].is_null())
                })
        })
        .await
    }

    /// The form of a wallet at a simulator.
    pub fn draft(zim: &Zim) -> Value {
        json!({
            "provider": "zim",
            "environment": "own",
            "name": "",
            "currency": "USD",
            "settings": {
                "base_url": zim.base_url(),
                "token_url": zim.token_url(),
                "client_id": zim.credentials().client_id,
            },
            "secrets": { "client_secret": zim.credentials().client_secret },
            "sharing": "only_us",
        })
    }

    /// The ledger of practice.
    pub fn simulator(&self) -> Arc<Zim> {
        self.world.practice.running.lock().unwrap().clone().unwrap()
    }
}

/// The computer's clock, with short pauses; a minute's pause ends when the test says so.
pub struct RealClock {
    /// Pauses between two looks are so many times shorter.
    haste: u32,
    /// Rings when somebody began to wait for a minute.
    pub minute_begun: Notify,
    /// Ends such a wait.
    pub minute_over: Notify,
    /// Seconds that the test let pass.
    passed: AtomicU64,
}

const HASTE: u32 = 20;
impl RealClock {
    fn with_haste(haste: u32) -> Self {
        Self { haste, minute_begun: Notify::new(), minute_over: Notify::new(), passed: AtomicU64::new(0) }
    }

    /// Lets time pass for which nobody waits.
    pub fn skip(&self, seconds: u64) {
        self.passed.fetch_add(seconds, Ordering::SeqCst);
    }
}

const MINUTE: Duration = Duration::from_secs(60);

#[async_trait]
impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock of the tests")]
    fn now(&self) -> Timestamp {
        Timestamp::now() + Duration::from_secs(self.passed.load(Ordering::SeqCst))
    }
    async fn sleep(&self, duration: Duration) {
        if duration == MINUTE {
            self.minute_begun.notify_one();
            self.minute_over.notified().await;
        } else {
            tokio::time::sleep(duration / self.haste).await;
        }
    }
}

struct Clients {
    skew_seconds: Option<i64>,
}

/// The real client, with another clock.
struct Skewed(Arc<dyn Provider>, i64);

impl Provider for Skewed {
    fn esims(&self) -> &dyn Esims {
        self.0.esims()
    }
    fn catalogue(&self) -> Option<&dyn Catalogue> {
        self.0.catalogue()
    }
    fn orders(&self) -> Option<&dyn Orders> {
        self.0.orders()
    }
    fn clock_skew_seconds(&self) -> Option<i64> {
        Some(self.1)
    }
}

impl Connect for Clients {
    fn forms(&self) -> Vec<ProviderForm> {
        esim_desk_clients::forms()
    }
    fn connect(&self, spec: &WalletSpec, secrets: Credentials) -> Result<Arc<dyn Provider>, ConnectError> {
        let client = esim_desk_clients::connect(spec, secrets)?;
        Ok(match self.skew_seconds {
            Some(seconds) => Arc::new(Skewed(client, seconds)),
            None => client,
        })
    }
}

struct Pictures;

impl Documents for Pictures {
    fn qr(&self, code: &ActivationCode) -> Result<QrPictures, Misread> {
        let qr = esim_desk_documents::Qr::of(code).map_err(|_| Misread)?;
        let png = qr.png(560).map_err(|_| Misread)?;
        Ok(QrPictures { data_url: esim_desk_documents::png_data_url(&png), png, svg: qr.svg() })
    }
    fn save_new(&self, folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
        esim_desk_documents::save_new(folder, &esim_desk_documents::safe_file_name(stem, extension), bytes)
    }
}

/// A desktop that remembers.
#[derive(Default)]
pub struct FakeDesktop {
    pub clipboard: Mutex<Option<String>>,
    pub opened: Mutex<Vec<PathBuf>>,
    pub downloads: PathBuf,
}

impl FakeDesktop {
    pub fn held(&self) -> Option<String> {
        self.clipboard.lock().unwrap().clone()
    }
}

impl Desktop for FakeDesktop {
    fn copy_text(&self, text: &str) -> Result<(), String> {
        *self.clipboard.lock().unwrap() = Some(text.to_owned());
        Ok(())
    }
    fn copy_png(&self, png: &[u8]) -> Result<(), String> {
        *self.clipboard.lock().unwrap() = Some(format!("a picture of {} bytes", png.len()));
        Ok(())
    }
    fn clear_clipboard_if(&self, text: Option<&str>) -> Result<(), String> {
        let mut held = self.clipboard.lock().unwrap();
        if text.is_none() || held.as_deref() == text {
            *held = None;
        }
        Ok(())
    }
    fn open_folder(&self, folder: &Path) -> Result<(), String> {
        self.opened.lock().unwrap().push(folder.to_owned());
        Ok(())
    }
    fn downloads(&self) -> PathBuf {
        self.downloads.clone()
    }
}

/// Simulated suppliers whose orders take no time.
#[derive(Default)]
pub struct Simulators {
    pub running: Mutex<Option<Arc<Zim>>>,
}

#[async_trait]
impl Practice for Simulators {
    async fn start(&self, folder: &Path) -> Result<PracticeRun, String> {
        let options =
            Options { folder: Some(folder.to_owned()), fulfil_after: Duration::ZERO, ..Options::default() };
        let zim = Arc::new(Zim::start(options).await.map_err(|error| error.to_string())?);
        *self.running.lock().unwrap() = Some(zim.clone());
        let credentials = zim.credentials();
        let wallet = PracticeWallet {
            provider: "zim".to_owned(),
            name: "ZIM practice".to_owned(),
            currency: "USD".to_owned(),
            settings: Settings::from([
                ("base_url".to_owned(), zim.base_url()),
                ("token_url".to_owned(), zim.token_url()),
                ("client_id".to_owned(), credentials.client_id),
            ]),
            credentials: Credentials::from([("client_secret".to_owned(), credentials.client_secret.into())]),
        };
        Ok(PracticeRun { wallets: vec![wallet], guard: Box::new(Guard(zim)) })
    }
}

/// Stops the simulator although the test still looks at its ledger.
struct Guard(Arc<Zim>);

impl Drop for Guard {
    fn drop(&mut self) {
        let zim = self.0.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { zim.stop().await });
        }
    }
}

struct Bell(broadcast::Sender<Topic>, Arc<Notify>);

impl Events for Bell {
    fn stale(&self, topic: Topic) {
        if topic == Topic::Clipboard {
            self.1.notify_one();
        }
        // Nobody may be waiting.
        let _ = self.0.send(topic);
    }
}
