use super::*;
use crate::record::orders::tests::{Bench, at, bench, purchase, step};
use esim_desk_model::{EsimId, Money};
use proptest::prelude::*;

async fn sent(bench: &Bench) -> OrderKey {
    bench.record.orders_insert(purchase("a", &["Yuki Tanaka"], 1)).await.unwrap();
    let sending = OrderChanges::default().sending(at(2), "what was there");
    bench.record.order_step(step("a/0", OrderState::Intent, OrderState::Sending, sending)).await.unwrap();
    "a/0".into()
}

/// Every column of every order, as SQLite holds it.
async fn dump(record: &Record) -> Vec<Vec<(String, rusqlite::types::Value)>> {
    record
        .read(|tx| {
            let mut all = tx.prepare("SELECT * FROM orders ORDER BY order_key")?;
            let names: Vec<String> = all.column_names().iter().map(|name| (*name).to_owned()).collect();
            let mut found = all.query([])?;
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                let column = |(index, name): (usize, &String)| Ok((name.clone(), row.get(index)?));
                rows.push(names.iter().enumerate().map(column).collect::<Result<_, rusqlite::Error>>()?);
            }
            Ok(rows)
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn only_what_may_follow_follows() {
    for from in OrderState::ALL {
        for to in OrderState::ALL {
            let bench = bench().await;
            bench.record.orders_insert(purchase("a", &["Yuki"], 1)).await.unwrap();
            let word = from.as_str();
            let put = move |tx: &rusqlite::Transaction<'_>| {
                tx.execute("UPDATE orders SET state = ?1", [word])?;
                Ok(())
            };
            bench.record.write(put).await.unwrap();
            let result = bench.record.order_step(step("a/0", from, to, OrderChanges::default())).await;
            let allowed = from == to || from.followers().contains(&to);
            assert_eq!(result.is_ok(), allowed, "{from:?} to {to:?}");
            let events = bench.record.order_events(&"a/0".into()).await.unwrap().len();
            assert_eq!(events, if allowed { 2 } else { 1 }, "{from:?} to {to:?}");
        }
    }
}

#[tokio::test]
async fn of_two_who_take_the_same_step_one_does() {
    let bench = bench().await;
    let key = sent(&bench).await;
    let accepted = |reference: &str| {
        let changes = OrderChanges::default().reference(reference);
        bench.record.order_step(step("a/0", OrderState::Sending, OrderState::Accepted, changes))
    };
    let (one, two) = tokio::join!(accepted("ordr_1"), accepted("ordr_2"));
    assert!(one.is_ok() != two.is_ok());
    let refused = one.err().or(two.err()).unwrap();
    assert_eq!(refused, StepError::WrongState(OrderState::Accepted));
    assert_eq!(bench.record.order_events(&key).await.unwrap().len(), 3);
    let missing = step("none", OrderState::Intent, OrderState::Withdrawn, OrderChanges::default());
    assert_eq!(bench.record.order_step(missing).await.unwrap_err(), StepError::Missing);
}

#[tokio::test]
async fn what_was_being_sent_is_in_doubt_after_a_crash() {
    let bench = bench().await;
    let key = sent(&bench).await;
    assert_eq!(bench.record.orders_in_doubt(r#"{"why":"crash"}"#, at(9)).await.unwrap(), 1);
    assert_eq!(bench.record.orders_in_doubt("{}", at(10)).await.unwrap(), 0);
    let row = bench.record.order(&key).await.unwrap().unwrap();
    assert_eq!((row.state, row.failure.as_deref()), (OrderState::Unknown, Some(r#"{"why":"crash"}"#)));
    assert_eq!(row.updated_at, at(9));
    assert_eq!(bench.record.order_mark(&key).await.unwrap().as_deref(), Some("what was there"));
}

#[tokio::test]
async fn a_final_order_keeps_no_mark_and_no_event_has_one() {
    let bench = bench().await;
    let key = sent(&bench).await;
    let refused = step("a/0", OrderState::Sending, OrderState::Refused, OrderChanges::default());
    bench.record.order_step(refused).await.unwrap();
    assert_eq!(bench.record.order_mark(&key).await.unwrap(), None);
    let texts: Vec<String> = bench
        .record
        .read(|tx| {
            let mut all = tx.prepare("SELECT data FROM order_events")?;
            let texts = all.query_map([], |row| row.get(0))?;
            Ok(texts.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    assert!(
        texts.iter().all(|text| !text.contains("what was there") && !text.contains("Tanaka")),
        "{texts:?}"
    );
}

#[tokio::test]
async fn events_can_be_neither_changed_nor_deleted() {
    let bench = bench().await;
    sent(&bench).await;
    for sql in ["UPDATE order_events SET event = 'refused'", "DELETE FROM order_events"] {
        let tried = bench.record.write(move |tx| Ok(tx.execute(sql, [])?)).await;
        assert!(tried.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
}

#[tokio::test]
async fn a_projection_that_was_spoilt_is_rebuilt() {
    let bench = bench().await;
    sent(&bench).await;
    let before = dump(&bench.record).await;
    let spoil = "UPDATE orders SET state = 'fulfilled', plan_id = 'x', booking = NULL, esim_id = 'x', \
        items = '[]', looks = 9";
    bench.record.write(move |tx| Ok(tx.execute(spoil, [])?)).await.unwrap();
    assert_ne!(dump(&bench.record).await, before);
    assert_eq!(bench.record.rebuild_orders().await.unwrap(), 2);
    assert_eq!(dump(&bench.record).await, before);
}

fn changes() -> impl Strategy<Value = OrderChanges> {
    let reference = prop::option::of(0u8..3);
    (reference, any::<bool>(), any::<bool>(), 0u32..9, any::<bool>()).prop_map(
        |(reference, failed, candidates, looks, settled)| {
            let mut changes = OrderChanges::default()
                .failure(failed.then_some(r#"{"code":"offline"}"#))
                .candidates(candidates.then_some("[]"))
                .looked(looks, at(i64::from(looks)));
            if let Some(number) = reference {
                changes = changes.reference(&format!("ordr_{number}"));
                changes = changes.esim(&EsimId(format!("esim_{number}"))).items(&format!("[{number}]"));
                changes = changes.charged(&Money::parse("4.90", "USD").unwrap()).unwrap();
            }
            if settled { changes.settled("because") } else { changes }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_the_events_alone_tell_it(
        steps in prop::collection::vec((0usize..3, 0usize..11, changes()), 1..30),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bench = bench().await;
            bench.record.orders_insert(purchase("a", &["Yuki", "Mai", "Kenji"], 1)).await.unwrap();
            for (place, to, changes) in steps {
                let key = format!("a/{place}");
                let state = bench.record.order(&key.as_str().into()).await.unwrap().unwrap().state;
                // Refused ones are part of the story: they must leave nothing.
                drop(bench.record.order_step(step(&key, state, OrderState::ALL[to], changes)).await);
            }
            let before = dump(&bench.record).await;
            bench.record.rebuild_orders().await.unwrap();
            assert_eq!(dump(&bench.record).await, before);
        });
    }
}
