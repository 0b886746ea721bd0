use super::*;
use crate::record::orders::tests::{at, bench};
use esim_desk_model::{
    ActivationCode, EsimId, Iccid, InstallData, Money, PlanId, ProfileStatus, TravellerName, WalletId,
};
use std::collections::HashMap;

fn wallet() -> WalletId {
    "wallet".into()
}

fn esim() -> EsimId {
    "esim".into()
}

fn hand_over(request: &str, name: &str, second: i64) -> NewHandOver {
    NewHandOver {
        request_id: request.into(),
        wallet_id: wallet(),
        esim_id: esim(),
        traveller: TravellerName::parse(name).unwrap(),
        booking: Some("BK-1".into()),
        how: "shown".into(),
        reason: None,
        desk: "D07".into(),
        staff: Some("Anna".into()),
        at: at(second),
    }
}

fn kit(token: &str, iccid: Option<&str>) -> KitRow {
    let code = ActivationCode::parse(&format!("LPA:1$smdp.example.com${token}")).unwrap();
    KitRow {
        wallet_id: wallet(),
        esim_id: esim(),
        iccid: iccid.map(|text| Iccid::parse(text).unwrap()),
        msisdn: None,
        install: code.into(),
        plan: None,
        stored_at: at(1),
    }
}

#[tokio::test]
async fn a_repeated_request_makes_no_second_hand_over() {
    let bench = bench().await;
    assert!(bench.record.give(hand_over("r1", "Yuki Tanaka", 1)).await.unwrap());
    assert!(!bench.record.give(hand_over("r1", "Somebody Else", 9)).await.unwrap());
    let all = bench.record.hand_overs(&wallet(), &esim()).await.unwrap();
    assert_eq!((all.len(), all[0].traveller.as_str(), all[0].at), (1, "Yuki Tanaka", at(1)));
    assert_eq!(bench.record.hand_over("r1").await.unwrap().as_ref(), all.first());
    assert_eq!(bench.record.hand_over("r2").await.unwrap(), None);
}

#[tokio::test]
async fn the_last_hand_over_says_who_has_it() {
    let bench = bench().await;
    bench.record.give(hand_over("r1", "Yuki Tanaka", 1)).await.unwrap();
    bench.record.give(hand_over("r2", "José Núñez", 2)).await.unwrap();
    let names = bench.record.hand_overs(&wallet(), &esim()).await.unwrap();
    assert_eq!(
        names.iter().map(|row| row.traveller.as_str()).collect::<Vec<_>>(),
        ["José Núñez", "Yuki Tanaka"]
    );
    let asked = vec![(wallet(), esim()), (wallet(), "another".into())];
    let last = bench.record.last_hand_overs(asked).await.unwrap();
    assert_eq!((last.len(), last[&(wallet(), esim())].traveller.as_str()), (1, "José Núñez"));
    let assigned = bench.record.assignment(&wallet(), &esim()).await.unwrap();
    assert_eq!((assigned.traveller.as_deref(), assigned.given_at), (Some("José Núñez"), Some(at(2))));
}

#[tokio::test]
async fn a_hand_over_of_an_unknown_wallet_writes_nothing_at_all() {
    let bench = bench().await;
    let stray = NewHandOver { wallet_id: "gone".into(), ..hand_over("r1", "Nobody Yet", 1) };
    assert!(matches!(bench.record.give(stray).await, Err(Error::Other(_))));
    let people: i64 = bench
        .record
        .read(|connection| Ok(connection.query_row("SELECT count(*) FROM travellers", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(people, 0, "the traveller was made in the same transaction");
}

#[tokio::test]
async fn a_kit_keeps_a_number_that_a_later_answer_leaves_out() {
    let bench = bench().await;
    assert!(bench.record.save_kit(kit("A", Some("8948010000000012345"))).await.unwrap());
    assert!(!bench.record.save_kit(kit("A", None)).await.unwrap(), "nothing new");
    assert!(bench.record.save_kit(kit("B", None)).await.unwrap());
    let stored = bench.record.kit(&wallet(), &esim()).await.unwrap().unwrap();
    assert_eq!(stored.install.code.matching_id(), "B");
    assert_eq!(stored.iccid, Some(Iccid::parse("8948010000000012345").unwrap()));
    assert!(bench.record.assignment(&wallet(), &esim()).await.unwrap().kit_stored);
}

#[tokio::test]
async fn a_kit_takes_a_pin_that_is_told_later_and_keeps_it() {
    let bench = bench().await;
    let unlocked = |pin: &str| {
        let bare = kit("A", None);
        let install = InstallData { pin: Some(pin.into()), puk: Some("87654321".into()), ..bare.install };
        KitRow { install, ..bare }
    };
    let pins = async || {
        let install = bench.record.kit(&wallet(), &esim()).await.unwrap().unwrap().install;
        (install.pin.unwrap(), install.puk.unwrap())
    };
    bench.record.save_kit(kit("A", None)).await.unwrap();
    assert!(bench.record.save_kit(unlocked("0000")).await.unwrap());
    assert!(!bench.record.save_kit(kit("A", None)).await.unwrap(), "nothing new");
    assert_eq!(pins().await, ("0000".into(), "87654321".into()));
    assert!(bench.record.save_kit(unlocked("2580")).await.unwrap());
    assert_eq!(pins().await, ("2580".into(), "87654321".into()));
}

#[tokio::test]
async fn settings_requests_and_profiles_are_found_again() {
    let bench = bench().await;
    assert_eq!(bench.record.setting::<u32>("theme").await.unwrap(), None);
    bench.record.save_setting("theme", &1).await.unwrap();
    bench.record.save_setting("theme", &2).await.unwrap();
    assert_eq!(bench.record.setting::<u32>("theme").await.unwrap(), Some(2));

    assert!(bench.record.note_request("r", "kit_give", at(0)).await.unwrap());
    assert!(!bench.record.note_request("r", "kit_give", at(1)).await.unwrap());
    assert!(bench.record.is_request_done("r").await.unwrap());
    assert!(!bench.record.is_request_done("other").await.unwrap());

    let (was, became) = (ProfileStatus::Ready, ProfileStatus::Installed);
    let change = ProfileChange { esim_id: esim(), was, became };
    bench.record.add_profile_events(&wallet(), vec![change], at(3)).await.unwrap();
    let events = bench.record.profile_events(&wallet(), &esim()).await.unwrap();
    assert_eq!(events, [ProfileEventRow { at: at(3), was, became }]);
}

#[tokio::test]
async fn prices_are_kept_for_each_wallet_until_they_are_taken_back() {
    let bench = bench().await;
    let other = WalletRow { id: "other".into(), ..bench.record.wallet(&wallet()).await.unwrap().unwrap() };
    bench.record.save_wallet(other).await.unwrap();
    let price = |amount: &str| Some(Money::parse(amount, "USD").unwrap());
    let save = async |wallet: &str, plan: &str, price: Option<Money>| {
        bench.record.save_plan_price(&wallet.into(), &plan.into(), price).await
    };
    let of = async |wallet: &str| bench.record.plan_prices(&wallet.into()).await.unwrap();
    let one = |plan: &str, amount: &str| HashMap::from([(PlanId::from(plan), price(amount).unwrap())]);
    save("wallet", "jp", price("4.90")).await.unwrap();
    save("wallet", "jp", price("5.10")).await.unwrap();
    save("other", "jp", price("9")).await.unwrap();
    assert_eq!((of("wallet").await, of("other").await), (one("jp", "5.10"), one("jp", "9")));
    save("wallet", "jp", None).await.unwrap();
    save("wallet", "never", None).await.unwrap();
    assert_eq!((of("wallet").await, of("other").await), (HashMap::new(), one("jp", "9")));
    assert!(matches!(save("gone", "jp", price("1")).await, Err(Error::Other(_))));
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_written() {
    let bench = bench().await;
    bench.record.read(|_| Ok(())).await.unwrap();
    limit_pages(&bench.record, Some(1)).await;
    let tried = bench.record.save_setting("long", &"x".repeat(1 << 20)).await;
    assert_eq!(tried, Err(Error::DiskFull));
    assert_eq!(bench.record.setting::<String>("long").await.unwrap(), None);
    limit_pages(&bench.record, None).await;
    bench.record.save_setting("long", &"x".repeat(1 << 20)).await.unwrap();
}

/// Lets the file grow by so many pages, as a disk of that size would.
async fn limit_pages(record: &Record, more: Option<i64>) {
    record
        .write(move |tx| {
            let pages: i64 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            let limit = more.map_or(i64::from(u32::MAX), |more| pages + more);
            tx.query_row(&format!("PRAGMA max_page_count = {limit}"), [], |_| Ok(()))?;
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let bench = bench().await;
    let tried = bench.record.read(|connection| Ok(connection.execute("DELETE FROM wallets", [])?)).await;
    assert_eq!(tried, Err(Error::ReadOnly));
}

#[tokio::test]
async fn a_write_that_fails_is_undone_whole() {
    let bench = bench().await;
    let tried: Result<(), _> = bench
        .record
        .write(|tx| {
            tx.execute("INSERT INTO settings VALUES ('half', '1')", [])?;
            tx.execute("INSERT INTO settings VALUES ('half', '2')", [])?;
            Ok(())
        })
        .await;
    assert_eq!(tried, Err(Error::Conflict));
    assert_eq!(bench.record.setting::<u32>("half").await.unwrap(), None);
}
