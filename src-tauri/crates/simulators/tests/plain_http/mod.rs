//! A tiny HTTP client over a plain socket: it shows exactly what was sent and how the connection ended.
#![expect(clippy::expect_used, reason = "a broken test server must fail the test")]

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

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
