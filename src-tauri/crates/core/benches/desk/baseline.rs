//! The least that a first sync has to do: parse the same JSON and insert the same rows into the same schema
//! with its indexes, without client and network.

use esim_desk_simulators::zim::Zim;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Tables that a first sync fills; the others follow by triggers.
const TABLES: [&str; 6] = ["wallets", "services", "esims", "esim_answers", "plans", "destinations"];
const SCHEMA: [&str; 3] = [
    include_str!("../../../store/src/cache/schema/001.sql"),
    include_str!("../../../store/src/cache/schema/002.sql"),
    include_str!("../../../store/src/cache/schema/003.sql"),
];
/// The schema's triggers only note which texts are to be indexed.
const INDEX_TEXT: &str = "INSERT INTO esims_text (rowid, text) SELECT id, search_text FROM esims ORDER BY id";

/// The two long lists as the supplier sends them.
pub struct Bodies {
    esims: String,
    subscriptions: String,
}

#[derive(Deserialize)]
struct Esim<'a> {
    #[serde(borrow)]
    _id: Option<&'a RawValue>,
    #[serde(borrow, rename = "iccid")]
    _iccid: Option<&'a RawValue>,
    #[serde(rename = "status")]
    _status: Option<String>,
    #[serde(rename = "matchingID")]
    _matching_id: Option<String>,
}

#[derive(Deserialize)]
struct Subscription {
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "esimID")]
    _esim: Option<String>,
    #[serde(rename = "plan")]
    _plan: Option<serde_json::Value>,
}

/// Asks the simulator for both lists with a few bytes of HTTP.
pub async fn bodies(zim: &Zim) -> io::Result<Bodies> {
    let credentials = zim.credentials();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        credentials.client_id, credentials.client_secret
    );
    let head = format!(
        "POST /oauth2/token HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}",
        form.len()
    );
    let token: serde_json::Value = serde_json::from_str(&asked(zim, &head, &form).await?)?;
    let token = token["access_token"].as_str().unwrap_or_default().to_owned();
    let get = |path| format!("GET {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\nX-App-Identifier: b2b");
    Ok(Bodies {
        esims: asked(zim, &get("/esims"), "").await?,
        subscriptions: asked(zim, &get("/subscriptions/"), "").await?,
    })
}

async fn asked(zim: &Zim, head: &str, body: &str) -> io::Result<String> {
    let base = zim.base_url();
    let host = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await?;
    stream.write_all(format!("{head}\r\nHost: {host}\r\nConnection: close\r\n\r\n{body}").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.starts_with("HTTP/1.1 200") => Ok(body.to_owned()),
        _ => Err(io::Error::other("the simulator did not answer 200")),
    }
}

/// Reads the rows a sync left, then times parsing the lists and inserting those rows elsewhere.
pub fn insert(folder: &Path, bodies: &Bodies) -> rusqlite::Result<Duration> {
    let from = Connection::open(folder.join("cache.sqlite"))?;
    let tables = TABLES.map(|table| Table::read(&from, table));
    let mut to = Connection::open(folder.join("plain.sqlite"))?;
    to.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    to.pragma_update(None, "synchronous", "NORMAL")?;
    to.pragma_update(None, "cache_size", -65_536)?;
    SCHEMA.iter().try_for_each(|step| to.execute_batch(step))?;

    let begun = Instant::now();
    let esims: Result<Vec<Esim<'_>>, _> = serde_json::from_str(&bodies.esims);
    let subscriptions: Result<Vec<Subscription>, _> = serde_json::from_str(&bodies.subscriptions);
    let read = esims.map_or(0, |rows| rows.len()).min(subscriptions.map_or(0, |rows| rows.len()));
    assert!(read >= super::ESIMS * 9 / 10, "the lists have {read} rows");
    let transaction = to.transaction()?;
    for table in tables {
        table?.insert(&transaction)?;
    }
    transaction.execute_batch(INDEX_TEXT)?;
    transaction.commit()?;
    Ok(begun.elapsed())
}

struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn read(from: &Connection, name: &str) -> rusqlite::Result<Self> {
        let mut query = from.prepare(&format!("SELECT name FROM pragma_table_info('{name}')"))?;
        let columns = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let names = columns.join(", ");
        let marks = vec!["?"; columns.len()].join(", ");
        let mut query = from.prepare(&format!("SELECT {names} FROM {name}"))?;
        let rows = query.query_map([], |row| (0..columns.len()).map(|column| row.get(column)).collect())?;
        let rows = rows.collect::<rusqlite::Result<_>>()?;
        Ok(Self { insert: format!("INSERT INTO {name} ({names}) VALUES ({marks})"), rows })
    }

    fn insert(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare(&self.insert)?;
        for row in &self.rows {
            insert.execute(params_from_iter(row))?;
        }
        Ok(())
    }
}
