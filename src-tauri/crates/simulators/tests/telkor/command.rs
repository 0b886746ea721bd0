//! The simulator as a program of its own.

use crate::client::split;
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
    let mut command = Command::new(env!("CARGO_BIN_EXE_simulate"));
    command.args(["telkor", "--sims", "20", "--folder", path]).stdout(Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let printed: HashMap<String, String> = lines
        .skip(1)
        .take(4)
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect();
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        printed["Client ID"], printed["Client secret"]
    );
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let (server, path) = split(&printed["Token address"]);
    let token = send_to(&server, "POST", &path, &form, &body).await.json();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let (server, path) = split(&printed["Server"]);
    let answer = send_to(&server, "GET", &format!("{path}/sims"), &[("Authorization", &bearer)], "").await;
    assert_eq!(answer.json()["total"], 20);
    assert!(folder.path().join("telkor-ledger.json").is_file());
}
