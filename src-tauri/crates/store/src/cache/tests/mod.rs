mod account;
mod elsewhere;
mod lists;
mod paging;
mod searching;

use super::*;
use crate::record::{Assignment, Assignments};
use esim_desk_model::{
    ActivationCode, Country, Coverage, Data, Esim, Headline, Iccid, InstallData, Plan, ProfileStatus,
    Service, ServiceStatus, Start, Timestamp, WalletId,
};

/// A cache in a folder that goes with it.
struct Bench {
    cache: Cache,
    folder: DataFolder,
    _place: tempfile::TempDir,
}

fn bench() -> Bench {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let (cache, state) = Cache::open(&folder).unwrap();
    assert_eq!(state, CacheState::Fine);
    Bench { cache, folder, _place: place }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

const DAY: i64 = 24 * 60 * 60;

fn whole(second: i64) -> Listed {
    Listed { at: at(second), skipped: 0 }
}

fn wallet() -> WalletId {
    "wallet".into()
}

fn esim(id: &str) -> Esim {
    Esim {
        id: id.into(),
        iccid: None,
        msisdn: None,
        profile: ProfileStatus::Ready,
        profile_word: None,
        install: None,
        numbers: Vec::new(),
        install_problem: None,
        note: None,
        raw: "{}".into(),
    }
}

fn numbered(id: &str, iccid: &str) -> Esim {
    Esim { iccid: Some(Iccid::parse(iccid).unwrap()), ..esim(id) }
}

fn install(token: &str) -> Option<InstallData> {
    let code = ActivationCode::parse(&format!("LPA:1$smdp.example.com${token}")).unwrap();
    Some(InstallData { confirmation_code: Some("1234".into()), ..code.into() })
}

fn service(id: &str, on: &str, status: ServiceStatus) -> Service {
    Service {
        id: id.into(),
        esim: Some(on.into()),
        plan: Some(plan("JP", 4)),
        status,
        status_word: None,
        ends_at: None,
        raw: "{}".into(),
    }
}

fn plan(country: &str, gigabytes: u64) -> Plan {
    Plan {
        id: "plan".into(),
        name: None,
        coverage: Coverage::Local { country: Country::from_code(country).unwrap() },
        data: Some(Data::Bytes(gigabytes << 30)),
        throttling: None,
        calls: None,
        texts: None,
        days: Some(7),
        start: Start::FirstUse,
        features: Vec::new(),
        networks: Vec::new(),
        prices: Vec::new(),
    }
}

fn given(name: &str, second: i64) -> Assignment {
    Assignment {
        traveller: Some(name.into()),
        booking: Some("BK-1".into()),
        given_at: Some(at(second)),
        ..Assignment::default()
    }
}

fn everything() -> EsimFilter {
    EsimFilter {
        text: String::new(),
        wallet_id: None,
        headline: None,
        not_given: false,
        ending_soon: false,
        code_missing: false,
        sort: EsimSort::Recent,
        descending: false,
        offset: 0,
        limit: 100,
    }
}

async fn ids(cache: &Cache, filter: EsimFilter) -> Vec<String> {
    cache.esims_page(filter).await.unwrap().rows.into_iter().map(|row| row.esim_id.0).collect()
}

async fn row(cache: &Cache, id: &str) -> EsimRow {
    cache.esim(&wallet(), &id.into()).await.unwrap().unwrap().row
}

#[tokio::test]
async fn damage_that_a_query_meets_is_mended_at_the_next_opening() {
    let bench = bench();
    bench.cache.replace_esims(&wallet(), vec![esim("a")], Assignments::new(), whole(0)).await.unwrap();
    let met: Result<(), _> = bench.cache.read(|_| Err(Error::Damaged)).await;
    assert_eq!(met, Err(Error::Damaged));
    drop(bench.cache);
    let (cache, state) = Cache::open(&bench.folder).unwrap();
    assert_eq!(state, CacheState::Rebuilt);
    assert_eq!(cache.counts(None).await.unwrap().all, 0);
    drop(cache);
    assert_eq!(Cache::open(&bench.folder).unwrap().1, CacheState::Fine);
}

/// The cache holds a headline's rank. Whoever puts a new one between others writes a migration that moves it.
#[test]
fn a_rank_means_the_headline_it_was_stored_for() {
    let words: Vec<String> =
        Headline::ALL.iter().map(|headline| crate::column::word(headline).unwrap()).collect();
    assert_eq!(
        words.join(" "),
        "preparing ready_not_given ready_given ready_elsewhere installing installed in_use_online in_use_offline \
         in_use switched_off used_up plan_ended expired deleted cancelled suspended in_stock card no_information"
    );
}
