//! A desk of the simulated account: what it sends, and with which key.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use crate::plain_http::{Answer, send_to};
use esim_desk_simulators::esim_go::{EsimGo, Options, Version};
use serde_json::{Value, json};
use std::time::Duration;

pub const SOON: Duration = Duration::from_secs(10);
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Sends one request to a path with its version, on a connection of its own.
pub async fn send(
    account: &EsimGo,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let url = account.url_of(Version::V25);
    let root = url.strip_suffix(Version::V25.path()).expect("it ends with the version");
    send_to(root, method, path, headers, body).await
}

/// A server with its key.
pub struct Desk {
    pub account: EsimGo,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        Self { account: EsimGo::start(options).await.expect("it starts") }
    }

    /// Paths stand after the version.
    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    pub async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        self.with(method, path, &[("Accept", "application/json")], body).await
    }

    pub async fn with(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.at(Version::V25, method, path, headers, body).await
    }

    pub async fn at(
        &self,
        version: Version,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let key = self.account.credentials().api_key;
        let mut all = vec![("X-API-Key", key.as_str())];
        all.extend_from_slice(headers);
        send(&self.account, method, &format!("{}{path}", version.path()), &all, body).await
    }

    /// One piece for a new eSIM.
    pub async fn buy(&self, bundle: &str) -> Answer {
        self.post("/orders", order(bundle, 1)).await
    }

    /// One piece for this eSIM and no other.
    pub async fn buy_onto(&self, bundle: &str, iccid: &str) -> Answer {
        let mut order = order(bundle, 1);
        order["order"][0]["iccids"] = json!([iccid]);
        self.post("/orders", order).await
    }

    /// A new eSIM that carries one piece of the bundle.
    pub async fn esim(&self, bundle: &str) -> String {
        let bought = self.buy(bundle).await.json();
        bought["order"][0]["iccids"][0].as_str().expect("an ICCID").to_owned()
    }

    /// What one piece costs, in minor units.
    pub fn price(&self, bundle: &str) -> i64 {
        let bundles = self.account.bundles();
        bundles.iter().find(|row| row.name == bundle).expect("it is on sale").price
    }

    pub fn purchases(&self) -> usize {
        self.account.ledger().purchases
    }
}

/// A real order of so many pieces for new eSIMs.
pub fn order(bundle: &str, quantity: u32) -> Value {
    json!({"type": "transaction", "assign": true, "order": [
        {"type": "bundle", "item": bundle, "quantity": quantity, "allowReassign": false},
    ]})
}

pub const GB: &str = "esim_1GB_7D_GB_V2";

/// Nothing takes time, and nobody counts requests.
pub fn quick() -> Options {
    Options {
        processing: Duration::ZERO,
        assignments_after: Duration::ZERO,
        many_after: Duration::ZERO,
        rate_limit: 100_000,
        ..Options::default()
    }
}

/// The rows under a name.
pub fn rows(body: &Value, name: &str) -> Vec<Value> {
    body[name].as_array().expect("rows").clone()
}
