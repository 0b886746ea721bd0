use super::*;
use crate::DataFolder;
use crate::record::order_events::{OrderChanges, OrderStep, StepError};
use crate::record::{Assignment, WalletRow};
use esim_desk_model::TravellerName;
use std::collections::BTreeMap;

const WALLET: &str = "wallet";

/// A record with one wallet, in a folder that goes with it.
pub(crate) struct Bench {
    pub record: Record,
    _held: DataFolder,
    _folder: tempfile::TempDir,
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_760_000_000 + second).unwrap()
}

pub(crate) async fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let held = DataFolder::open(folder.path()).unwrap();
    let record = Record::open(&held, at(0)).unwrap();
    let wallet = WalletRow {
        id: WALLET.into(),
        provider: "zim".into(),
        environment: "own".into(),
        name: "Ours".into(),
        currency: "USD".into(),
        settings: BTreeMap::new(),
        shared: false,
        paused: false,
        created_at: at(0),
        disconnected_at: None,
    };
    record.save_wallet(wallet).await.unwrap();
    Bench { record, _held: held, _folder: folder }
}

/// A purchase whose keys are `parent/0`, `parent/1`, …
pub(crate) fn purchase(parent: &str, names: &[&str], second: i64) -> NewPurchase {
    let order = |(place, name): (usize, &&str)| NewOrder {
        key: OrderKey(format!("{parent}/{place}")),
        traveller: TravellerName::parse(name).unwrap(),
        request: r#"{"target":{"kind":"new_esim"}}"#.into(),
        lane: "wallet".into(),
        content: format!("{parent} {place} of {}", names.len()),
    };
    NewPurchase {
        parent: parent.into(),
        wallet_id: WALLET.into(),
        plan_id: "plan".into(),
        booking: Some("BK-7_1".into()),
        trip: "{}".into(),
        phone_check: "{}".into(),
        desk: "D07".into(),
        staff: Some("Anna".into()),
        run: "run".into(),
        at: at(second),
        day_began: Some(at(0)),
        orders: names.iter().enumerate().map(order).collect(),
    }
}

pub(crate) fn step(key: &str, from: OrderState, to: OrderState, changes: OrderChanges) -> OrderStep {
    let key = key.into();
    OrderStep { key, from, to, event: to.as_str(), changes, note: None, staff: None, at: at(100) }
}

async fn written(bench: &Bench, purchase: NewPurchase) -> Vec<OrderRow> {
    match bench.record.orders_insert(purchase).await.unwrap() {
        Inserted::Rows(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn numbers(rows: &[OrderRow]) -> Vec<&str> {
    rows.iter().map(|row| row.number.as_str()).collect()
}

#[tokio::test]
async fn numbers_count_up_for_each_desk() {
    let bench = bench().await;
    let first = written(&bench, purchase("a", &["Yuki", "Mai"], 1)).await;
    assert_eq!(numbers(&first), ["D07-000001", "D07-000002"]);
    let elsewhere = NewPurchase { desk: "D0".into(), ..purchase("b", &["Kenji"], 2) };
    assert_eq!(numbers(&written(&bench, elsewhere).await), ["D0-000001"]);
    assert_eq!(numbers(&written(&bench, purchase("c", &["Aiko"], 3)).await), ["D07-000003"]);
}

#[tokio::test]
async fn a_known_key_with_other_content_writes_nothing() {
    let bench = bench().await;
    let first = purchase("a", &["Yuki", "Mai"], 1);
    let rows = written(&bench, first.clone()).await;
    assert_eq!(written(&bench, NewPurchase { at: at(9), ..first.clone() }).await, rows);
    let mut renamed = first.clone();
    renamed.orders[1].traveller = TravellerName::parse("Kenji").unwrap();
    let mut changed = first.clone();
    changed.orders[0].content = "another plan".into();
    let mut fewer = first.clone();
    fewer.orders.pop();
    let mut more = first.clone();
    more.orders.extend(purchase("z", &["Aiko"], 1).orders);
    let new_keys = NewPurchase { parent: "a".into(), ..purchase("b", &["Kenji"], 2) };
    for other in [renamed, changed, fewer, more, new_keys] {
        assert_eq!(bench.record.orders_insert(other).await.unwrap(), Inserted::KeyReused);
    }
    let page = bench.record.orders_page(OrderFilter::All, "", 0, 10).await.unwrap();
    assert_eq!(page.total, 2);
}

#[tokio::test]
async fn a_repeat_of_today_is_named_unless_it_came_to_nothing() {
    let bench = bench().await;
    written(&bench, purchase("a", &["Yuki", "yuki"], 1)).await;
    let again = purchase("b", &["Mai", "YUKI"], 2);
    let asked = bench.record.orders_insert(again.clone()).await.unwrap();
    assert_eq!(asked, Inserted::BoughtToday { name: "yuki".into(), number: "D07-000002".into(), at: at(1) });
    for key in ["a/0", "a/1"] {
        let withdrawn = step(key, OrderState::Intent, OrderState::Withdrawn, OrderChanges::default());
        bench.record.order_step(withdrawn).await.unwrap();
    }
    written(&bench, again).await;
    written(&bench, NewPurchase { day_began: None, ..purchase("c", &["Yuki"], 3) }).await;
    written(&bench, NewPurchase { plan_id: "other".into(), ..purchase("d", &["Yuki"], 4) }).await;
    written(&bench, NewPurchase { day_began: Some(at(50)), ..purchase("e", &["Yuki"], 60) }).await;
}

#[tokio::test]
async fn pages_are_newest_first_and_searched_by_number_name_and_booking() {
    let bench = bench().await;
    written(&bench, purchase("a", &["Yuki Tanaka", "Mai Tanaka"], 1)).await;
    let other = NewPurchase { booking: Some("BK-701".into()), ..purchase("b", &["Kenji Sato"], 2) };
    written(&bench, other).await;
    for (text, expected) in [
        ("", vec!["D07-000003", "D07-000002", "D07-000001"]),
        ("tanaka", vec!["D07-000002", "D07-000001"]),
        ("000003", vec!["D07-000003"]),
        // `_` is a letter like any other.
        (" BK-7_1 ", vec!["D07-000002", "D07-000001"]),
        ("%", vec![]),
    ] {
        let page = bench.record.orders_page(OrderFilter::All, text, 0, 10).await.unwrap();
        assert_eq!(numbers(&page.rows), expected, "{text}");
        assert_eq!(page.total as usize, expected.len());
    }
    let page = bench.record.orders_page(OrderFilter::All, "", 1, 1).await.unwrap();
    assert_eq!((numbers(&page.rows), page.total), (vec!["D07-000002"], 3));
    let of_one = OrderFilter::Purchase("a".into());
    let page = bench.record.orders_page(of_one, "", 0, 10).await.unwrap();
    assert_eq!(numbers(&page.rows), ["D07-000001", "D07-000002"], "in the order of the names");
}

#[tokio::test]
async fn what_waits_for_a_person_is_counted() {
    let bench = bench().await;
    written(&bench, purchase("a", &["Yuki", "Mai", "Kenji"], 1)).await;
    let since = |run: &str| WaitingSince { run: run.into(), unknown_before: at(50) };
    let counts = bench.record.order_counts(None, since("run")).await.unwrap();
    assert_eq!((counts.open, counts.waiting), (3, 0));
    assert_eq!(bench.record.order_counts(None, since("next run")).await.unwrap().waiting, 3);
    let held = OrderStep {
        event: "held",
        ..step("a/0", OrderState::Intent, OrderState::Intent, OrderChanges::default().failure(Some("{}")))
    };
    bench.record.order_step(held).await.unwrap();
    let sending = OrderChanges::default().sending(at(40), "mark");
    bench.record.order_step(step("a/1", OrderState::Intent, OrderState::Sending, sending)).await.unwrap();
    bench.record.orders_in_doubt("{}", at(45)).await.unwrap();
    let waiting = OrderFilter::Waiting(since("run"));
    let page = bench.record.orders_page(waiting, "", 0, 10).await.unwrap();
    assert_eq!(numbers(&page.rows), ["D07-000002", "D07-000001"]);
    let elsewhere = WalletId::from("another");
    assert_eq!(bench.record.order_counts(Some(&elsewhere), since("run")).await.unwrap().open, 0);
}

#[tokio::test]
async fn what_one_order_owns_no_other_can_take() {
    let bench = bench().await;
    written(&bench, purchase("a", &["Yuki", "Mai"], 1)).await;
    for (key, place) in [("a/0", 0), ("a/1", 1)] {
        let sending = OrderChanges::default().sending(at(2), "mark");
        bench.record.order_step(step(key, OrderState::Intent, OrderState::Sending, sending)).await.unwrap();
        let taken = OrderChanges::default().reference("ordr_1").esim(&"esim_1".into());
        let step = step(key, OrderState::Sending, OrderState::Accepted, taken);
        let result = bench.record.order_step(step).await;
        assert_eq!(result.err(), if place == 0 { None } else { Some(StepError::Taken) });
    }
    let wallet = WalletId::from(WALLET);
    let owns = |except: &str, reference: Option<&str>, esim: Option<&str>| {
        let (except, esim) = (OrderKey::from(except), esim.map(EsimId::from));
        let (record, wallet, reference) = (&bench.record, &wallet, reference.map(str::to_owned));
        async move { record.order_owns(&except, wallet, reference.as_deref(), esim.as_ref(), None).await.unwrap() }
    };
    assert!(owns("a/1", Some("ordr_1"), None).await);
    assert!(owns("a/1", None, Some("esim_1")).await);
    assert!(!owns("a/0", Some("ordr_1"), Some("esim_1")).await, "its own is not another's");
    assert!(!owns("a/1", Some("ordr_2"), None).await);
    assert!(!owns("a/1", None, None).await);
    let events = bench.record.order_events(&"a/1".into()).await.unwrap();
    assert_eq!(events.last().unwrap().event, "sending", "what was refused left no event");
}

/// A purchase of data for an eSIM that exists.
fn adding_data(parent: &str, name: &str, second: i64) -> NewPurchase {
    let mut adding = purchase(parent, &[name], second);
    adding.orders[0].request =
        r#"{"target":{"kind":"add_data","esim":"esim_1","service":"service_1"}}"#.into();
    NewPurchase { trip: r#"{"from":"2030-01-01"}"#.into(), booking: None, day_began: None, ..adding }
}

async fn bought(bench: &Bench, key: &str, reference: &str) {
    let sending = OrderChanges::default().sending(at(2), "mark");
    bench.record.order_step(step(key, OrderState::Intent, OrderState::Sending, sending)).await.unwrap();
    let taken = OrderChanges::default().reference(reference).esim(&"esim_1".into());
    bench.record.order_step(step(key, OrderState::Sending, OrderState::Accepted, taken)).await.unwrap();
}

#[tokio::test]
async fn who_adds_data_onto_an_esim_does_not_own_it() {
    let bench = bench().await;
    let (wallet, esim) = (WalletId::from(WALLET), EsimId::from("esim_1"));
    let owns = async |except: &str, reference: Option<&str>, service: Option<&str>| {
        let service = service.map(ServiceId::from);
        let owns =
            bench.record.order_owns(&except.into(), &wallet, reference, Some(&esim), service.as_ref()).await;
        owns.unwrap()
    };
    for (parent, reference) in [("b", "ordr_2"), ("c", "ordr_3")] {
        written(&bench, adding_data(parent, "Kenji", 5)).await;
        bought(&bench, &format!("{parent}/0"), reference).await;
    }
    assert!(!owns("a/0", None, None).await, "data was added twice, and nobody here bought the eSIM");
    let delivered = OrderChanges::default().service(&"service_2".into());
    bench
        .record
        .order_step(step("b/0", OrderState::Accepted, OrderState::Accepted, delivered))
        .await
        .unwrap();
    assert!(owns("a/0", Some("ordr_2"), None).await, "its reference is its own all the same");
    assert!(owns("a/0", None, Some("service_2")).await, "and so is the plan it put there");

    written(&bench, purchase("a", &["Yuki"], 9)).await;
    bought(&bench, "a/0", "ordr_1").await;
    assert!(owns("b/0", None, None).await);
    assert!(!owns("a/0", None, None).await);
    assert_eq!(bench.record.orders_of_esim(&wallet, &esim).await.unwrap().len(), 3);
}

#[tokio::test]
async fn added_data_does_not_change_whose_an_esim_is() {
    let bench = bench().await;
    let (wallet, esim) = (WalletId::from(WALLET), EsimId::from("esim_1"));
    let whose = async || bench.record.assignment(&wallet, &esim).await.unwrap();
    for (parent, reference) in [("b", "ordr_2"), ("c", "ordr_3")] {
        written(&bench, adding_data(parent, "Kenji", 5)).await;
        bought(&bench, &format!("{parent}/0"), reference).await;
    }
    written(&bench, adding_data("d", "Kenji", 6)).await;
    let maybe = OrderChanges::default().candidates(Some(r#"[{"esim":"esim_1"}]"#));
    let sending = maybe.sending(at(7), "mark");
    bench.record.order_step(step("d/0", OrderState::Intent, OrderState::Sending, sending)).await.unwrap();
    assert_eq!(whose().await, Assignment::default(), "nobody here bought it");

    written(&bench, purchase("a", &["Yuki"], 1)).await;
    bought(&bench, "a/0", "ordr_1").await;
    let bought = Assignment {
        traveller: Some("Yuki".into()),
        booking: Some("BK-7_1".into()),
        bought_at: Some(at(1)),
        order_key: Some("a/0".into()),
        ..Assignment::default()
    };
    assert_eq!(whose().await, bought);
}
