//! Lists, single rows, the catalogue, the balance and the network's word.

use super::*;
use esim_desk_model::{Country, Coverage, Data, EsimId, ServiceId, ServiceStatus};
use esim_desk_provider::{Diagnostics, Effect, Esims, Fact, Kind, Provider, Wallet};

#[tokio::test]
async fn the_wallets_esims_and_plans_are_read_whole() {
    let (account, server, esimfly) = desk(Account::new()).await;
    account.lock().unwrap().grow("77", Some(2048));
    let (esims, services) = (esimfly.list().await.unwrap(), esimfly.services().await.unwrap());
    assert!(esims.is_complete() && services.is_complete());
    assert_eq!(server.count("GET /v1/esims?"), 4, "two pages of two rows, twice");
    let numbers: Vec<_> = esims.rows.iter().map(|esim| esim.iccid.as_ref().unwrap().as_str()).collect();
    assert_eq!(numbers, [iccid(1), iccid(2), iccid(3)]);
    let kit = esims.rows[0].install.as_ref().unwrap().code.for_qr();
    assert_eq!(kit, format!("LPA:1$rsp.example.com$CODE-{}", iccid(1)));
    assert_eq!(esims.rows[0].msisdn.as_deref(), Some("1555"));
    assert!(!esims.rows[0].raw.contains("CODE-"));
    let [plain, unlimited, numbered] = services.rows.as_slice() else { panic!("{services:?}") };
    assert_eq!((plain.status, plain.ends_at), (ServiceStatus::Waiting, "2027-03-01T00:00:00Z".parse().ok()));
    assert_eq!(unlimited.plan.as_ref().unwrap().data, Some(Data::Unlimited));
    assert_eq!(numbered.plan.as_ref().unwrap().id.as_str(), "77");
    assert_eq!(esimfly.one(&EsimId::from(iccid(2).as_str())).await.unwrap().as_ref(), Some(&esims.rows[1]));
    let service = esimfly.service(&ServiceId::from(iccid(3).as_str())).await.unwrap();
    assert_eq!(service.as_ref(), Some(numbered));
    assert_eq!(esimfly.one(&EsimId::from(iccid(9).as_str())).await.unwrap(), None);
}

#[tokio::test]
async fn an_esim_that_arrives_while_the_list_is_read_hides_no_other() {
    let mut before = Account { arrives: true, ..Account::new() };
    before.grow("third", Some(1024));
    let (_account, _server, esimfly) = desk(before).await;
    let esims = esimfly.list().await.unwrap();
    let numbers: Vec<_> = esims.rows.iter().map(|esim| esim.iccid.as_ref().unwrap().as_str()).collect();
    assert_eq!(numbers, [iccid(4), iccid(1), iccid(2), iccid(3)]);
    assert!(esims.is_complete());
}

#[tokio::test]
async fn use_is_read_and_what_has_none_is_told() {
    let (_account, _server, esimfly) = desk(Account::new()).await;
    let usage = async |number| esimfly.usage(&ServiceId::from(iccid(number).as_str())).await.unwrap();
    assert_eq!(usage(1).await.unwrap().left, Some(Data::Bytes(1 << 30)));
    assert_eq!(usage(2).await.unwrap().left, Some(Data::Unlimited));
    assert_eq!(usage(9).await, None, "said with a code and 200");
}

#[tokio::test]
async fn the_catalogue_has_every_page_and_places_by_what_it_says_itself() {
    let (_account, server, esimfly) = desk(Account::new()).await;
    let plans = esimfly.plans(&[]).await.unwrap();
    assert_eq!((plans.rows.len(), plans.is_complete()), (5, true));
    assert_eq!(server.count("GET /v1/esims/packages"), 3);
    let country = |code| Country::from_code(code).unwrap();
    let [korea, japan, europe, world, new] = plans.rows.as_slice() else { panic!("{plans:?}") };
    assert_eq!(korea.coverage, Coverage::Local { country: country("KR") });
    assert_eq!(
        (korea.data, korea.days, korea.price_in("USD")),
        (Some(Data::Bytes(3 << 30)), Some(10), Some(&usd(410)))
    );
    assert_eq!(
        (&japan.coverage, japan.data),
        (&Coverage::Local { country: country("JP") }, Some(Data::Unlimited))
    );
    let region = Coverage::Regional { region: "Europe".to_owned(), countries: vec![country("JP")] };
    assert_eq!((&europe.coverage, &europe.name), (&region, &None));
    assert_eq!(
        (&world.coverage, &new.coverage),
        (&Coverage::Global { countries: vec![] }, &Coverage::NotSaid)
    );
    let again = esimfly.plan(&korea.id, korea).await.unwrap();
    assert_eq!(again.as_ref(), Some(korea), "found by its place");
    let mut gone = korea.clone();
    gone.id = "701".into();
    assert_eq!(esimfly.plan(&gone.id, &gone).await.unwrap(), None);
}

#[tokio::test]
async fn the_balance_comes_without_its_moment() {
    let (account, _server, esimfly) = desk(Account::new()).await;
    account.lock().unwrap().balance = 1207;
    let balance = esimfly.balance().await.unwrap().unwrap();
    assert_eq!((balance.amount, balance.measured_at), (usd(1207), None));
}

#[tokio::test]
async fn the_network_is_asked_and_may_know_no_events() {
    let (_account, server, esimfly) = desk(Account::new()).await;
    let esim = EsimId::from(iccid(1).as_str());
    let seen = esimfly.sighting(&esim).await.unwrap().unwrap();
    assert_eq!((seen.network.as_deref(), seen.technology, seen.device), (Some("SKT"), None, None));
    assert_eq!((seen.country, seen.at), (Country::from_code("KR"), "2026-06-26T13:08:49.5Z".parse().ok()));
    assert_eq!(seen.facts, [Fact { name: "IMEI".to_owned(), value: "357281834140498".to_owned() }]);
    assert!(esimfly.happenings(&esim).await.unwrap().is_none());
    assert_eq!(server.seen()[0].body, format!(r#"{{"iccid":"{}"}}"#, iccid(1)));
}

#[tokio::test]
async fn what_breaks_once_is_asked_again_and_what_stays_is_told() {
    for (status, head, body) in [
        (429, "", "<html>slow down</html>"),
        (429, "x-ratelimit-reset: 2024-01-01T00:00:00Z\r\n", "{}"),
        (502, "", "<html>bad gateway</html>"),
    ] {
        let (account, server, esimfly) = desk(Account::new()).await;
        account.lock().unwrap().hiccup = Some((status, head, body));
        assert_eq!(esimfly.list().await.unwrap().rows.len(), 2, "{status}");
        assert_eq!(server.count("GET /v1/esims?"), 3, "once again, and the page behind a full one");
        assert!(account.lock().unwrap().mistrusted.is_empty());
    }
    for (status, head, body, kind) in [
        (429, "", r#"{"success":false,"code":"RATE_LIMIT_EXCEEDED"}"#, Kind::TooMany),
        (200, "", "<html>maintenance</html>", Kind::NotJson),
        (200, "", r#"{"success":false,"error":"Not today"}"#, Kind::Refused),
        (401, "", r#"{"success":false,"error":"Authentication required"}"#, Kind::Credentials),
        (403, "", r#"{"success":false,"code":"INVALID_USER"}"#, Kind::Forbidden),
    ] {
        let (account, server, esimfly) = desk(Account::new()).await;
        account.lock().unwrap().hiccup = Some((status, head, body));
        let error = esimfly.list().await.unwrap_err();
        assert_eq!((error.kind, error.effect, server.seen().len()), (kind, Effect::None, 1), "{body}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_learnt_from_the_refusal() {
    let (account, server, esimfly) = desk(Account { ahead: -7200, ..Account::new() }).await;
    assert_eq!(esimfly.list().await.unwrap().rows.len(), 2);
    assert_eq!(account.lock().unwrap().mistrusted, ["INVALID_TIMESTAMP"]);
    assert!(esimfly.clock_skew_seconds().unwrap() > 7000);
    let request = wanted(&esimfly, "700").await;
    esimfly.place(&key(1), &request).await.unwrap();
    assert_eq!(account.lock().unwrap().books.len(), 1);
    assert_eq!(server.count("POST /v1/esims/order"), 1);
}
