//! Lots and balances taken over.

use super::*;
use esim_desk_model::Money;

fn lot(id: &str, left: u32) -> LotRow {
    LotRow { id: id.into(), plan: plan("JP", 4), paid: true, left, expires_at: None }
}

fn dollars(amount: &str) -> Money {
    Money::parse(amount, "USD").unwrap()
}

async fn replace(cache: &Cache, lots: Vec<LotRow>, listed: Listed) {
    cache.replace_lots(&wallet(), lots, listed).await.unwrap();
}

#[tokio::test]
async fn lots_come_back_as_they_were_listed() {
    let bench = bench();
    let lapses = LotRow { expires_at: Some(at(30 * DAY)), ..lot("b", 3) };
    replace(&bench.cache, vec![lapses.clone(), lot("a", 0)], whole(5)).await;
    assert_eq!(bench.cache.lots(&wallet()).await.unwrap(), [lot("a", 0), lapses.clone()]);
    assert_eq!(bench.cache.lot(&wallet(), "b").await.unwrap(), Some(lapses));
    assert_eq!(bench.cache.lot(&wallet(), "c").await.unwrap(), None);
    let states = bench.cache.list_states(&wallet()).await.unwrap();
    assert_eq!(states.len(), 1);
    assert_eq!((states[0].list, states[0].complete_at, states[0].rows), (List::Stock, Some(at(5)), 2));
}

#[tokio::test]
async fn a_lot_is_gone_when_a_whole_list_lacks_it() {
    let bench = bench();
    replace(&bench.cache, vec![lot("a", 2), lot("b", 1)], whole(0)).await;
    replace(&bench.cache, vec![lot("a", 1)], Listed { at: at(1), skipped: 1 }).await;
    assert_eq!(bench.cache.lots(&wallet()).await.unwrap(), [lot("a", 1), lot("b", 1)]);
    replace(&bench.cache, vec![lot("b", 1)], whole(2)).await;
    assert_eq!(bench.cache.lots(&wallet()).await.unwrap(), [lot("b", 1)]);
}

#[tokio::test]
async fn the_last_balance_is_the_one() {
    let bench = bench();
    assert_eq!(bench.cache.balance(&wallet()).await.unwrap(), None);
    bench.cache.put_balance(&wallet(), dollars("120.50"), Some(at(1)), at(2)).await.unwrap();
    let first = BalanceRow { amount: dollars("120.50"), measured_at: Some(at(1)), seen_at: at(2) };
    assert_eq!(bench.cache.balance(&wallet()).await.unwrap(), Some(first));
    bench.cache.put_balance(&wallet(), dollars("115.60"), None, at(3)).await.unwrap();
    let second = BalanceRow { amount: dollars("115.60"), measured_at: None, seen_at: at(3) };
    assert_eq!(bench.cache.balance(&wallet()).await.unwrap(), Some(second));
}

#[tokio::test]
async fn another_wallets_lots_and_money_are_not_touched() {
    let bench = bench();
    let other = WalletId::from("other");
    replace(&bench.cache, vec![lot("a", 2)], whole(0)).await;
    bench.cache.put_balance(&wallet(), dollars("7"), None, at(0)).await.unwrap();
    bench.cache.replace_lots(&other, vec![lot("a", 9)], whole(0)).await.unwrap();
    bench.cache.replace_lots(&other, Vec::new(), whole(1)).await.unwrap();
    bench.cache.put_balance(&other, dollars("1"), None, at(1)).await.unwrap();
    assert_eq!(bench.cache.lots(&wallet()).await.unwrap(), [lot("a", 2)]);
    assert_eq!(bench.cache.lots(&other).await.unwrap(), []);
    assert_eq!(bench.cache.balance(&wallet()).await.unwrap().unwrap().amount, dollars("7"));
    assert_eq!(bench.cache.balance(&other).await.unwrap().unwrap().amount, dollars("1"));
}

#[tokio::test]
async fn a_cache_made_anew_has_neither() {
    let bench = bench();
    replace(&bench.cache, vec![lot("a", 2)], whole(0)).await;
    bench.cache.put_balance(&wallet(), dollars("7"), None, at(0)).await.unwrap();
    let met: Result<(), _> = bench.cache.read(|_| Err(Error::Damaged)).await;
    assert_eq!(met, Err(Error::Damaged));
    drop(bench.cache);
    let (cache, state) = Cache::open(&bench.folder).unwrap();
    assert_eq!(state, CacheState::Rebuilt);
    assert_eq!(cache.lots(&wallet()).await.unwrap(), []);
    assert_eq!(cache.balance(&wallet()).await.unwrap(), None);
}

#[tokio::test]
async fn a_cache_of_the_first_schema_keeps_its_rows_and_takes_both() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let first = Connection::open(place.path().join("cache.sqlite")).unwrap();
    first.execute_batch(include_str!("../schema/001.sql")).unwrap();
    let old = "INSERT INTO wallets VALUES (1, 'wallet'); INSERT INTO destinations VALUES (1, 'JP')";
    first.execute_batch(old).unwrap();
    first.pragma_update(None, "user_version", 1).unwrap();
    drop(first);
    let (cache, state) = Cache::open(&folder).unwrap();
    assert_eq!(state, CacheState::Fine);
    assert_eq!(cache.destinations(&wallet()).await.unwrap(), [Country::from_code("JP").unwrap()]);
    replace(&cache, vec![lot("a", 2)], whole(0)).await;
    cache.put_balance(&wallet(), dollars("7"), None, at(0)).await.unwrap();
    assert_eq!(cache.lots(&wallet()).await.unwrap(), [lot("a", 2)]);
    assert_eq!(cache.balance(&wallet()).await.unwrap().unwrap().amount, dollars("7"));
}
