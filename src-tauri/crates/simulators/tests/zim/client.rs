//! A desk of the simulated account: what it sends, and with which credentials.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use crate::plain_http::{Answer, send_to};
use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::time::Duration;

pub const SOON: Duration = Duration::from_secs(10);

/// Sends one request on a connection of its own and reads until the server closes it.
pub async fn send(zim: &Zim, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    send_to(&zim.base_url(), method, path, headers, body).await
}

/// A server with a token to it.
pub struct Desk {
    pub zim: Zim,
    pub token: String,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        let zim = Zim::start(options).await.expect("it starts");
        let token = token_in_body(&zim).await.json()["access_token"].as_str().expect("a token").to_owned();
        Self { zim, token }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &body.to_string()).await
    }

    pub async fn call(&self, method: &str, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [
            ("Authorization", bearer.as_str()),
            ("X-App-Identifier", "b2b"),
            ("Content-Type", "application/json"),
        ];
        send(&self.zim, method, path, &headers, body).await
    }

    pub async fn buy(&self, plan_id: &str) -> Answer {
        let body = json!({"planID": plan_id, "currencyISO": "USD", "notifyRecipient": false, "quantity": 1});
        self.post("/orders/with-wallet", body).await
    }

    /// A plan for Japan with a price.
    pub fn plan(&self) -> String {
        self.plans_of("JPN").first().expect("a plan for Japan").clone()
    }

    pub fn plans_of(&self, iso3: &str) -> Vec<String> {
        let plans = self.zim.plans().into_iter().filter(|plan| plan.iso3.as_deref() == Some(iso3));
        plans.map(|plan| plan.id).collect()
    }
}

pub async fn token_in_body(zim: &Zim) -> Answer {
    let given = zim.credentials();
    let body = format!(
        "grant_type=client_credentials&scope=account%2Fwrite&client_id={}&client_secret={}",
        given.client_id, given.client_secret
    );
    ask_token(zim, &[], &body).await
}

pub async fn ask_token(zim: &Zim, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut all = vec![("Content-Type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    send(zim, "POST", "/oauth2/token", &all, body).await
}

/// Orders are fulfilled at once.
pub fn quick() -> Options {
    Options { fulfil_after: Duration::ZERO, ..Options::default() }
}
