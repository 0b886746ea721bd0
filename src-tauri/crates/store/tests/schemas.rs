//! A record of every schema that shipped opens with everything in it.

#![expect(clippy::unwrap_used, reason = "what is missing fails the test")]

use esim_desk_model::{EsimId, Money, OrderKey, PlanId, Timestamp, WalletId};
use esim_desk_store::record::orders::OrderRow;
use esim_desk_store::{DataFolder, Record};
use rusqlite::Connection;
use std::path::PathBuf;

const FIRST: &str = include_str!("fixtures/record-001.sql");
const SECOND: &str = include_str!("fixtures/record-002.sql");

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

fn wallet() -> WalletId {
    "0198c0de-0000-7000-8000-000000000001".into()
}

/// A record written by an earlier program, opened by this one.
struct Opened {
    record: Record,
    _held: DataFolder,
    place: tempfile::TempDir,
}

impl Opened {
    fn from(fixture: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let held = DataFolder::open(place.path()).unwrap();
        Connection::open(place.path().join("record.sqlite")).unwrap().execute_batch(fixture).unwrap();
        let record = Record::open(&held, now()).unwrap();
        Self { record, _held: held, place }
    }

    /// The file, past the record.
    fn file(&self) -> Connection {
        Connection::open(self.place.path().join("record.sqlite")).unwrap()
    }

    fn backups(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.place.path().join("backups")).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    }

    /// PIN and PUK of the first eSIM.
    async fn unlocking(&self) -> (Option<String>, Option<String>) {
        let kit = self.record.kit(&wallet(), &"esim-1".into()).await.unwrap().unwrap();
        (kit.install.pin, kit.install.puk)
    }

    /// The order whose key ends so.
    async fn order(&self, ending: &str) -> OrderRow {
        let key = OrderKey(format!("0198c0de-0000-7000-8000-0000000000{ending}"));
        self.record.order(&key).await.unwrap().unwrap()
    }
}

/// Names of the copies, and the schema of each.
fn copies(opened: &Opened) -> Vec<(String, i64)> {
    let schema = |path: &PathBuf| {
        let copy = Connection::open(path).unwrap();
        copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    };
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    opened.backups().iter().map(|path| (name(path), schema(path))).collect()
}

/// What the fixtures of all schemas have in common.
async fn has_what_the_first_schema_held(opened: &Opened) {
    let record = &opened.record;
    let esim = EsimId::from("esim-1");
    let wallets = record.wallets().await.unwrap();
    assert_eq!((wallets.len(), wallets[0].name.as_str(), wallets[0].shared), (1, "Main", true));
    let assignment = record.assignment(&wallet(), &esim).await.unwrap();
    assert_eq!(assignment.traveller.as_deref(), Some("Yuki Tanaka"));
    assert_eq!(assignment.departs.as_deref(), Some("2025-10-12"));
    let kit = record.kit(&wallet(), &esim).await.unwrap().unwrap();
    assert_eq!(kit.install.code.as_received(), "LPA:1$smdp.example.com$TOKEN-1");
    assert_eq!(record.hand_overs(&wallet(), &esim).await.unwrap().len(), 1);
    assert_eq!(record.profile_events(&wallet(), &esim).await.unwrap().len(), 1);
    let order = opened.order("a1").await;
    assert_eq!((order.number.as_str(), order.traveller.as_str()), ("D07-000001", "Yuki Tanaka"));
    assert_eq!(order.items, None);
    assert!(record.is_request_done("0198c0de-0000-7000-8000-0000000000c1").await.unwrap());
}

#[tokio::test]
async fn the_first_schema_is_copied_then_brought_forward() {
    let opened = Opened::from(FIRST);
    has_what_the_first_schema_held(&opened).await;
    assert_eq!(opened.unlocking().await, (None, None));
    assert_eq!(opened.record.plan_prices(&wallet()).await.unwrap().len(), 0);
    let made = [("record-2026-11-18-schema-001.sqlite".into(), 1), ("record-2026-11-18.sqlite".into(), 1)];
    assert_eq!(copies(&opened), made);
}

#[tokio::test]
async fn the_second_schema_opens_as_it_is() {
    let opened = Opened::from(SECOND);
    has_what_the_first_schema_held(&opened).await;
    assert_eq!(opened.unlocking().await, (Some("2580".into()), Some("87654321".into())));
    let several = opened.order("a2").await;
    assert_eq!(several.items.as_deref(), Some(r#"[{"esim":"esim-2","outcome":"delivered"}]"#));
    let prices = opened.record.plan_prices(&wallet()).await.unwrap();
    assert_eq!(prices[&PlanId::from("plan-jp")], Money::parse("4.90", "USD").unwrap());
    assert_eq!(opened.record.orders_of_esim(&wallet(), &"esim-1".into()).await.unwrap().len(), 2);
    assert_eq!(copies(&opened), [("record-2026-11-18.sqlite".into(), 2)]);
}

#[tokio::test]
async fn events_of_either_schema_tell_the_orders() {
    let opened = Opened::from(SECOND);
    let before = [opened.order("a1").await, opened.order("a2").await, opened.order("a3").await];
    let spoil = "UPDATE orders SET items = '[]', plan_id = 'x', state = 'refused'";
    assert_eq!(opened.file().execute(spoil, []).unwrap(), 3);
    assert_eq!(opened.record.rebuild_orders().await.unwrap(), 10);
    assert_eq!([opened.order("a1").await, opened.order("a2").await, opened.order("a3").await], before);
}

#[test]
fn every_schema_comes_out_the_same() {
    let tables = |fixture| {
        let opened = Opened::from(fixture);
        let file = opened.file();
        let mut all = file.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<Vec<(String, Option<String>)>, _>>().unwrap()
    };
    let anew = tables("");
    assert_eq!(tables(FIRST), anew);
    assert_eq!(tables(SECOND), anew);
}
