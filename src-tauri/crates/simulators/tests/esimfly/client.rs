//! A desk of the simulated account: what it sends, and how it signs.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use crate::plain_http::{Answer, send_to};
use esim_desk_simulators::esimfly::{BASE_PATH, Credentials, EsimFly, Limits, Options, PackageView};
use esim_desk_simulators::stage::Rng;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub const SOON: Duration = Duration::from_secs(10);
pub const HOUR: Duration = Duration::from_secs(3600);
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// Unix milliseconds of this computer.
#[expect(clippy::disallowed_methods, reason = "a request is stamped with the computer's own time")]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_millis()).expect("before the year 292277026")
}

/// Upper-case hexadecimal HMAC over the four parts.
pub fn signature(credentials: &Credentials, timestamp: &str, id: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(credentials.secret_key.as_bytes()).expect("any length");
    mac.update(format!("{timestamp}{id}{}{body}", credentials.access_code).as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A server and a key to it.
pub struct Desk {
    pub fly: EsimFly,
    ids: Mutex<Rng>,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        let fly = EsimFly::start(options).await.expect("it starts");
        Self { fly, ids: Mutex::new(Rng::of_this_run()) }
    }

    /// A request id that was never used.
    pub fn id(&self) -> String {
        self.ids.lock().expect("not poisoned").uuid()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    /// Signed as it should be.
    pub async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        self.stamped(method, path, body, &now().to_string(), &self.id()).await
    }

    /// Signed, with this timestamp and request id.
    pub async fn stamped(&self, method: &str, path: &str, body: &str, timestamp: &str, id: &str) -> Answer {
        let given = self.fly.credentials();
        let signature = signature(&given, timestamp, id, body);
        let headers = [
            ("RT-AccessCode", given.access_code.as_str()),
            ("RT-RequestID", id),
            ("RT-Timestamp", timestamp),
            ("RT-Signature", signature.as_str()),
            ("Content-Type", "application/json"),
        ];
        self.raw(method, path, &headers, body).await
    }

    /// With these headers alone.
    pub async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let base = self.fly.base_url();
        let server = base.strip_suffix(BASE_PATH).expect("the base path");
        send_to(server, method, &format!("{BASE_PATH}{path}"), headers, body).await
    }

    /// The `data` of a good answer.
    pub async fn data(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(
            (answer.status, &answer.json()["success"]),
            (200, &json!(true)),
            "{path}: {}",
            answer.body
        );
        answer.json()["data"].clone()
    }

    /// The `data` of a good answer to a POST.
    pub async fn told(&self, path: &str, body: Value) -> Value {
        let answer = self.post(path, body).await;
        assert_eq!(
            (answer.status, &answer.json()["success"]),
            (200, &json!(true)),
            "{path}: {}",
            answer.body
        );
        assert!(answer.json()["message"].is_string());
        answer.json()["data"].clone()
    }

    /// Buys one with a key.
    pub async fn buy(&self, code: &str, key: &str) -> Answer {
        self.post("/esims/order", json!({"packageCode": code, "quantity": 1, "idempotency_key": key})).await
    }

    /// Buys one that is ready at once, and gives its ICCID.
    pub async fn bought(&self, code: &str) -> String {
        let answer = self.buy(code, &self.id()).await.json();
        answer["esims"][0]["iccid"].as_str().expect("an ICCID").to_owned()
    }

    /// The first listed package like this.
    pub fn package(&self, like: impl Fn(&PackageView) -> bool) -> PackageView {
        let found = self.fly.packages().into_iter().find(|package| package.listed && like(package));
        found.expect("such a package")
    }

    /// A limited local package of eSIMfly's own network.
    pub fn network(&self) -> PackageView {
        self.package(|p| p.network && p.country.is_some() && p.megabytes == Some(3 * 1024) && p.days == 30)
    }

    /// A limited package of another wholesaler.
    pub fn partner(&self) -> PackageView {
        self.package(|p| !p.network && p.rechargeable && p.megabytes == Some(1024))
    }
}

/// As many requests as a test likes.
pub fn free() -> Options {
    Options { limits: Limits::NONE, ..Options::default() }
}

/// Status and code of a refusal.
pub fn refusal(answer: &Answer) -> (u16, Option<String>) {
    let body = answer.json();
    assert_ne!(body["success"], true, "{}", answer.body);
    (answer.status, body["code"].as_str().map(str::to_owned))
}

/// The same, as a test expects it.
pub fn code(status: u16, code: &str) -> (u16, Option<String>) {
    (status, Some(code.to_owned()))
}
