//! Install data as JSON, CSV and ZIP, in every documented shape.
#![expect(clippy::unwrap_used, reason = "a broken test server must fail the test")]

use crate::client::{Desk, GB, order, quick, send};
use crate::plain_http::Answer;
use esim_desk_simulators::esim_go::{AssignmentShape, Fault, Options, Version, When};
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const HEADS: &str = "\"ICCID\",\"Matching ID\",\"RSP URL\",\"Bundle\"";

async fn bought(desk: &Desk) -> (String, String) {
    let body = desk.buy(GB).await.json();
    let reference = body["orderReference"].as_str().unwrap().to_owned();
    (reference, body["order"][0]["iccids"][0].as_str().unwrap().to_owned())
}

async fn asked(desk: &Desk, query: &str, accept: &str) -> Answer {
    desk.with("GET", &format!("/esims/assignments{query}"), &[("Accept", accept)], "").await
}

#[tokio::test]
async fn json_comes_to_who_asks_for_it() {
    let desk = Desk::open(quick()).await;
    let (reference, iccid) = bought(&desk).await;
    let esim = desk.account.ledger().esim(&iccid).unwrap().clone();
    let query = format!("?reference={reference}&additionalFields=installUrl");
    let answer = asked(&desk, &query, "application/json").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let row = &answer.rows()[0];
    assert_eq!((&row["iccid"], &row["matchingId"]), (&json!(iccid), &json!(esim.matching_id)));
    assert_eq!((&row["smdpAddress"], &row["profileStatus"]), (&json!(esim.smdp), &json!("Released")));
    assert_eq!(row["firstInstalledDateTime"], json!(null));
    assert!(row["androidInstallUrl"].as_str().unwrap().ends_with(&esim.lpa()));
    desk.account.set_profile_status(&iccid, "Installed");
    let row = asked(&desk, &query, "application/json").await.rows()[0].clone();
    assert!(row["firstInstalledDateTime"].is_string(), "a date and time, not milliseconds");
    let (second, _) = bought(&desk).await;
    let both = asked(&desk, &format!("?reference={reference}&reference={second}"), "application/json").await;
    assert_eq!(both.rows().len(), 2);
    for version in [Version::V24, Version::V25] {
        let path = format!("/esims/assignments/{reference}");
        let by_path = desk.at(version, "GET", &path, &[("Accept", "application/json")], "").await;
        assert_eq!(by_path.rows()[0]["iccid"], iccid.as_str());
    }
}

#[tokio::test]
async fn csv_comes_to_who_asks_for_nothing() {
    let desk = Desk::open(quick()).await;
    let (reference, iccid) = bought(&desk).await;
    let esim = desk.account.ledger().esim(&iccid).unwrap().clone();
    let line = format!("\"{iccid}\",\"{}\",\"{}\",\"{GB}\"", esim.matching_id, esim.smdp);
    let key = desk.account.credentials().api_key;
    let path = format!("/v2.5/esims/assignments?reference={reference}");
    let silent = send(&desk.account, "GET", &path, &[("X-API-Key", &key)], "").await;
    let any = asked(&desk, &format!("?reference={reference}"), "*/*").await;
    desk.account.fault(When::get("/v2.5/esims/assignments"), Fault::CsvAnyway);
    let anyway = asked(&desk, &format!("?reference={reference}"), "application/json").await;
    let old = desk.get(&format!("/esims/csv/{reference}")).await;
    for answer in [silent, any, anyway, old] {
        assert!(answer.header("content-type").unwrap().starts_with("text/csv"));
        assert_eq!(answer.body.lines().collect::<Vec<_>>(), [HEADS, &line]);
    }
    let older = Desk::open(Options { older_words: true, ..quick() }).await;
    let (reference, _) = bought(&older).await;
    let text = older.get(&format!("/esims/csv/{reference}")).await.body;
    assert!(text.lines().all(|line| line.split(',').count() == 5), "with a Reference: {text}");
}

#[tokio::test]
async fn an_archive_has_a_picture_for_each_esim() {
    let desk = Desk::open(quick()).await;
    let body = desk.post("/orders", order(GB, 2)).await.json();
    let reference = body["orderReference"].as_str().unwrap();
    for path in [format!("assignments?reference={reference}"), format!("qr/{reference}")] {
        let bytes = raw(&desk, &format!("/v2.5/esims/{path}"), "application/zip").await;
        let found = |part: &[u8]| bytes.windows(part.len()).filter(|window| *window == part).count();
        assert_eq!(found(b"Content-Type: application/zip") + found(b"content-type: application/zip"), 1);
        for iccid in body["order"][0]["iccids"].as_array().unwrap() {
            let name = format!("{}.png", iccid.as_str().unwrap());
            assert_eq!(found(name.as_bytes()), 2, "in its place and in the directory");
        }
        assert_eq!((found(b"\x89PNG"), found(HEADS.as_bytes())), (2, 1));
    }
}

/// The whole answer as bytes, since an archive is no text.
async fn raw(desk: &Desk, path: &str, accept: &str) -> Vec<u8> {
    let url = desk.account.url_of(Version::V25);
    let address = url.trim_start_matches("http://").trim_end_matches("/v2.5");
    let key = desk.account.credentials().api_key;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-API-Key: {key}\r\nAccept: {accept}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test]
async fn assignments_wait_for_the_processing() {
    let desk = Desk::open(Options { assignments_after: Duration::from_secs(3), ..quick() }).await;
    let (reference, iccid) = bought(&desk).await;
    let query = format!("?reference={reference}");
    let early = asked(&desk, &query, "application/json").await;
    let seconds: u64 = early.header("retry-after").unwrap().parse().unwrap();
    assert_eq!((early.status, (1..=3).contains(&seconds)), (503, true));
    assert!(early.json()["message"].is_string());
    assert_eq!(desk.get(&format!("/esims/{iccid}")).await.status, 200, "the eSIM itself is there");
    desk.account.advance(Duration::from_secs(seconds));
    assert_eq!(asked(&desk, &query, "application/json").await.status, 200);
    let applied = desk.post("/esims/apply", json!({"name": GB})).await.json();
    let query = format!("?reference={}", applied["applyReference"].as_str().unwrap());
    assert_eq!(asked(&desk, &query, "application/json").await.status, 503, "an apply too");
}

#[tokio::test]
async fn a_missing_or_an_unknown_reference_is_refused() {
    let desk = Desk::open(quick()).await;
    for (query, status) in [("", 400), ("?reference=", 400), ("?reference=none", 404)] {
        assert_eq!(asked(&desk, query, "application/json").await.status, status, "{query}");
    }
    let mut stock = order(GB, 1);
    stock["assign"] = json!(false);
    let body = desk.post("/orders", stock).await.json();
    let query = format!("?reference={}", body["orderReference"].as_str().unwrap());
    assert_eq!(asked(&desk, &query, "application/json").await.status, 404, "nothing is assigned");
}

#[tokio::test]
async fn json_in_its_other_shapes() {
    for shape in [
        AssignmentShape::Object,
        AssignmentShape::Esims,
        AssignmentShape::Assignments,
        AssignmentShape::Older,
    ] {
        let desk = Desk::open(Options { assignment_shape: shape, ..quick() }).await;
        let (reference, iccid) = bought(&desk).await;
        let body = asked(&desk, &format!("?reference={reference}"), "application/json").await.json();
        let row = match shape {
            AssignmentShape::Object => &body,
            AssignmentShape::Esims => &body["esims"][0],
            AssignmentShape::Assignments => &body["assignments"][0],
            AssignmentShape::Array | AssignmentShape::Older => &body[0],
        };
        assert_eq!(row["iccid"], iccid.as_str(), "{shape:?}");
        assert_eq!(row["rspUrl"].is_string(), shape == AssignmentShape::Older);
    }
}
