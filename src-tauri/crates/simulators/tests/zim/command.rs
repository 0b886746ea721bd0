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

fn simulate(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_simulate"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn the_program_prints_what_a_wallet_needs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut running = Running(simulate(&["zim", "--esims", "20", "--folder", path]).spawn().unwrap());
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let printed: HashMap<String, String> = lines
        .skip(1)
        .take(4)
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect();
    assert_eq!(printed["Token address"], format!("{}/oauth2/token", printed["Server"]));
    let body = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        printed["Client ID"], printed["Client secret"]
    );
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let token = send_to(&printed["Server"], "POST", "/oauth2/token", &form, &body).await.json();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let headers = [("Authorization", bearer.as_str()), ("X-App-Identifier", "b2b")];
    assert_eq!(send_to(&printed["Server"], "GET", "/esims", &headers, "").await.rows().len(), 20);
    assert!(folder.path().join("zim-ledger.json").is_file());
}

#[test]
fn the_program_explains_itself() {
    let output = simulate(&["telepathy"]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(words.contains("telepathy") && words.contains("usage: simulate zim"), "{words}");
}

#[test]
fn a_taken_port_is_said() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = simulate(&["zim", "--port", &port]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains(&format!("cannot listen on 127.0.0.1 port {port}")), "{words}");
}
