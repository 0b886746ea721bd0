//! Order numbers that stand on eSIMs at their supplier: whose they are, and what follows.

use super::*;
use rusqlite::Connection as File;

const THEIRS: &str = "B7K-000012";

fn noted(id: &str, note: &str) -> Esim {
    Esim { note: Some(note.into()), ..esim(id) }
}

async fn list(cache: &Cache, esims: Vec<Esim>, known: Assignments, second: i64) {
    let services =
        esims.iter().map(|esim| service(esim.id.as_str(), esim.id.as_str(), ServiceStatus::Waiting));
    cache.replace_services(&wallet(), services.collect::<Vec<_>>(), whole(second)).await.unwrap();
    cache.replace_esims(&wallet(), esims, known, whole(second)).await.unwrap();
}

/// Whose it is, and its headline.
async fn told(cache: &Cache, id: &str) -> (Option<String>, Headline) {
    let row = row(cache, id).await;
    (row.bought_elsewhere, row.headline)
}

fn theirs() -> (Option<String>, Headline) {
    (Some("B7K".into()), Headline::ReadyElsewhere)
}

#[tokio::test]
async fn what_another_desk_bought_is_not_free() {
    let bench = bench();
    list(&bench.cache, vec![noted("theirs", THEIRS), esim("free")], Assignments::new(), 0).await;
    assert_eq!(told(&bench.cache, "theirs").await, theirs());
    assert_eq!(told(&bench.cache, "free").await, (None, Headline::ReadyNotGiven));
    assert_eq!(bench.cache.counts(None).await.unwrap().not_given, 1);
    assert_eq!(ids(&bench.cache, EsimFilter { not_given: true, ..everything() }).await, ["free"]);
    let elsewhere = EsimFilter { headline: Some(Headline::ReadyElsewhere), ..everything() };
    assert_eq!(ids(&bench.cache, elsewhere).await, ["theirs"]);
    let owned = bench.cache.owned_unassigned(None, 9).await.unwrap();
    assert_eq!(owned.iter().map(|row| row.esim_id.as_str()).collect::<Vec<_>>(), ["free"]);
}

#[tokio::test]
async fn what_was_bought_or_given_here_is_ours_whatever_stands_on_it() {
    let bench = bench();
    let bought = Assignment { bought_at: Some(at(1)), ..Assignment::default() };
    let known = Assignments::from([("given".into(), given("Yuki Tanaka", 1)), ("bought".into(), bought)]);
    let esims = ["given", "bought", "later"].map(|id| noted(id, THEIRS)).to_vec();
    list(&bench.cache, esims, known, 2).await;
    assert_eq!(told(&bench.cache, "given").await, (None, Headline::ReadyGiven));
    assert_eq!(told(&bench.cache, "bought").await, (None, Headline::ReadyNotGiven));
    assert_eq!(told(&bench.cache, "later").await, theirs());
    bench.cache.assign(&wallet(), &"later".into(), given("Kenji Sato", 3), at(3)).await.unwrap();
    assert_eq!(told(&bench.cache, "later").await, (None, Headline::ReadyGiven));
}

#[tokio::test]
async fn a_note_that_is_no_order_number_says_nothing() {
    let bench = bench();
    list(&bench.cache, vec![noted("a", "AG-2026-000123")], Assignments::new(), 0).await;
    assert_eq!(told(&bench.cache, "a").await, (None, Headline::ReadyNotGiven));
}

#[tokio::test]
async fn a_list_that_does_not_tell_notes_forgets_none() {
    let bench = bench();
    let put = async |esim, second| {
        bench.cache.put_esim(&wallet(), esim, Assignment::default(), at(second)).await.unwrap();
    };
    put(noted("a", THEIRS), 0).await;
    list(&bench.cache, vec![esim("a")], Assignments::new(), 1).await;
    assert_eq!(told(&bench.cache, "a").await, theirs());
    list(&bench.cache, vec![noted("a", "HQ-000001")], Assignments::new(), 2).await;
    assert_eq!(told(&bench.cache, "a").await.0.as_deref(), Some("HQ"), "a list that tells them is believed");
    put(esim("a"), 3).await;
    assert_eq!(told(&bench.cache, "a").await.0, None, "it was taken off");
}

#[tokio::test]
async fn an_older_cache_keeps_its_rows_and_their_headlines() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let older = File::open(place.path().join("cache.sqlite")).unwrap();
    older.execute_batch(include_str!("../schema/001.sql")).unwrap();
    older.execute_batch(include_str!("../schema/002.sql")).unwrap();
    older.execute_batch("PRAGMA user_version = 2; INSERT INTO wallets VALUES (1, 'wallet')").unwrap();
    // Ready and not given; ready and given; installing; no information.
    for headline in [1, 2, 3, 17] {
        let insert = "INSERT INTO esims (wallet, search_text, headline, code_missing, ending_soon, recency, esim_id, \
             profile, code_here, listed, seen_at, service, unconfirmed, kit_stored) \
             VALUES (1, '', ?1, 0, 0, 0, 'e' || ?1, 'ready', 0, 0, 0, 'none', 0, 0)";
        assert_eq!(older.execute(insert, [headline]).unwrap(), 1);
    }
    drop(older);

    let (cache, state) = Cache::open(&folder).unwrap();
    assert_eq!(state, CacheState::Fine);
    let kept = [
        ("e1", Headline::ReadyNotGiven),
        ("e2", Headline::ReadyGiven),
        ("e3", Headline::Installing),
        ("e17", Headline::NoInformation),
    ];
    for (id, headline) in kept {
        assert_eq!(told(&cache, id).await, (None, headline));
        let page = cache.esims_page(EsimFilter { headline: Some(headline), ..everything() }).await.unwrap();
        assert_eq!((page.total, page.rows.len()), (1, 1), "{headline:?}");
    }
}
