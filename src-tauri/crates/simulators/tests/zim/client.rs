//! A tiny HTTP client over a plain socket: it shows exactly what was sent and how the connection ended.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use esim_desk_simulators::zim::{Options, Zim};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const SOON: Duration = Duration::from_secs(10);

/// An answer, complete or not.
#[derive(Debug)]
pub struct Answer {
    /// 0 when the connection closed without a byte.
    pub status: u16,
    pub head: String,
    pub body: String,
    /// The body is as long as `Content-Length` promised.
    pub complete: bool,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.body))
    }

    pub fn rows(&self) -> Vec<Value> {
        self.json().as_array().expect("a list").clone()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Sends one request on a connection of its own and reads until the server closes it.
pub async fn send(zim: &Zim, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    send_to(&zim.base_url(), method, path, headers, body).await
}

/// The same to any server.
pub async fn send_to(
    base_url: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let address = base_url.strip_prefix("http://").expect("http");
    let mut stream = TcpStream::connect(address).await.expect("the simulator listens");
    let mut text =
        format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text += &format!("Host: {address}\r\n");
    }
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes()).await.expect("sent");
    let mut bytes = Vec::new();
    let _reset_counts_as_end = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).expect("UTF-8");
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return Answer { status: 0, head: text, body: String::new(), complete: false };
    };
    let status = head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
    let mut answer = Answer { status, head: head.into(), body: body.into(), complete: false };
    answer.complete = answer.header("content-length").and_then(|n| n.parse().ok()) == Some(body.len());
    answer
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
