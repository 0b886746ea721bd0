//! The simulator as a program of its own.

use crate::plain_http::send_to;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends the program with the test, also when the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _already_gone = self.0.kill();
        let _status = self.0.wait();
    }
}

#[tokio::test]
async fn the_program_prints_what_a_wallet_needs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let words = ["esim-go", "--esims", "0", "--documented", "--folder", path];
    let started = Command::new(env!("CARGO_BIN_EXE_simulate")).args(words).stdout(Stdio::piped()).spawn();
    let mut running = Running(started.unwrap());
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let printed: HashMap<String, String> = lines
        .skip(1)
        .take(2)
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect();
    let root = printed["Server"].strip_suffix("/v2.5").unwrap();
    let key = [("X-API-Key", printed["API key"].as_str())];
    let organisation = send_to(root, "GET", "/v2.5/organisation", &key, "").await;
    assert_eq!(organisation.json()["currency"], "USD");
    assert!(folder.path().join("esim-go-ledger.json").is_file());
}
