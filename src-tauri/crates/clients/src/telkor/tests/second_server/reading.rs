//! SIMs, the plans on them, the stock, the money, and paths that do not fit.

use super::*;
use esim_desk_model::{Data, Money, ProfileStatus, ServiceStatus};
use esim_desk_provider::{Diagnostics, Effect, Esims, Kind, Wallet};

#[tokio::test]
async fn every_sim_is_read_and_each_with_what_installs_it() {
    let (_account, server, telkor) = desk(Account::new()).await;
    let listing = telkor.list().await.unwrap();
    let ids: Vec<_> = listing.rows.iter().map(|esim| esim.id.as_str()).collect();
    assert_eq!((ids, listing.is_complete()), (vec!["1", "2", "3", "4", "5", "6", "7"], true));
    let profiles: Vec<_> = listing.rows.iter().map(|esim| esim.profile).take(4).collect();
    use ProfileStatus::{Card, InStock, Ready};
    assert_eq!(profiles, [Ready, Card, InStock, InStock]);
    assert_eq!(listing.rows[0].iccid.as_ref().unwrap().as_str(), iccid(1));
    let one = async |id: &str| telkor.one(&EsimId::from(id)).await.unwrap();
    let kit = one("4").await.unwrap().install.unwrap();
    assert_eq!(
        (kit.code.matching_id(), kit.code.for_qr().as_str()),
        ("CODE-4", "LPA:1$rsp.example.com$CODE-4")
    );
    assert_eq!(one("3").await.unwrap().profile, ProfileStatus::Preparing);
    assert_eq!(one("2").await.unwrap().profile, ProfileStatus::Card);
    assert_eq!(one("9").await, None);
    assert_eq!(server.count("POST /auth"), 2, "once in each way; the second stays");
}

#[tokio::test]
async fn every_plan_on_every_sim_is_read_with_its_sim() {
    let mut account = Account::new();
    for sim in [4, 5, 6] {
        account.bind("more", sim, &["11".to_owned(), "13".to_owned()]);
    }
    account.bind("gone", 7, &["11".to_owned()]);
    account.links[4].gone = true;
    let (_account, _server, telkor) = desk(account).await;
    let services = telkor.services().await.unwrap();
    assert!(services.is_complete());
    let pairs: Vec<_> = services
        .rows
        .iter()
        .map(|service| (service.id.as_str(), service.esim.as_ref().unwrap().as_str()))
        .collect();
    let expected = ["500/700", "501/701", "501/702", "502/703", "502/704", "503/705", "503/706"];
    assert_eq!(pairs.iter().map(|(id, _)| *id).collect::<Vec<_>>(), expected);
    assert_eq!(pairs.iter().map(|(_, sim)| *sim).collect::<Vec<_>>(), ["1", "4", "4", "5", "5", "6", "6"]);
    let first = telkor.service(&services.rows[0].id).await.unwrap();
    assert_eq!(first.as_ref(), Some(&services.rows[0]));
    assert_eq!(services.rows[0].status, ServiceStatus::Waiting);
    assert_eq!(services.rows[0].plan.as_ref().unwrap().id.as_str(), "12");
    let usage = telkor.usage(&services.rows[0].id).await.unwrap().unwrap();
    assert_eq!((usage.left, usage.used), (Some(Data::Bytes(2047 << 19)), None));
    for gone in ["504/707", "500/799", "599/700"] {
        assert_eq!(telkor.service(&gone.into()).await.unwrap(), None, "{gone}");
    }
}

#[tokio::test]
async fn the_stock_is_what_each_plan_fits() {
    let (account, _server, telkor) = desk(Account::new()).await;
    let lots = telkor.lots().await.unwrap();
    assert!(lots.is_complete());
    let told: Vec<_> = lots.rows.iter().map(|lot| (lot.plan.id.as_str(), lot.left)).collect();
    assert_eq!(told, [("11", 5), ("12", 5), ("13", 0)]);
    let plan = &lots.rows[0].plan;
    assert_eq!(
        (plan.name.as_deref(), plan.data, plan.days),
        (Some("EU 11"), Some(Data::Bytes(1 << 30)), Some(30))
    );
    account.lock().unwrap().bind("taken", 4, &[]);
    assert_eq!(lot(&telkor).await.left, 4);
    let fitting = telkor.fitting(&"1".into(), &"500/700".into(), Vec::new()).await.unwrap();
    assert_eq!(fitting.len(), 3);
}

#[tokio::test]
async fn the_organisation_and_its_balance_come_wrapped() {
    let (account, _server, telkor) = desk(Account::new()).await;
    let owner = telkor.organisation().await.unwrap();
    assert_eq!((owner.id.as_str(), owner.name.as_deref()), ("1", Some("Agency")));
    let balance = telkor.balance().await.unwrap().unwrap();
    assert_eq!(balance.amount, Money::new(-12_345, "EUR", 3).unwrap());
    assert_eq!(balance.measured_at, "2026-03-12T12:00:00Z".parse().ok());
    account.lock().unwrap().has_balance = false;
    assert_eq!(telkor.balance().await.unwrap(), None, "before the first collection");
    assert!(telkor.probe().await.iter().all(|probe| probe.error.is_none()));
}

#[tokio::test]
async fn a_sim_is_seen_where_no_refresh_is() {
    let (_account, server, telkor) = desk(Account::new()).await;
    let seen = telkor.sighting(&"1".into()).await.unwrap().unwrap();
    assert_eq!((seen.online, seen.at), (Some(false), None));
    let facts: Vec<_> = seen.facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
    assert_eq!(facts, [("Profile", "Available"), ("Link", "before")]);
    assert_eq!(server.count("POST /api/cards/1/sync"), 1);
    assert_eq!(telkor.sighting(&"9".into()).await.unwrap(), None);
    assert!(telkor.happenings(&"1".into()).await.unwrap().is_none());
    let error = telkor.refresh(&"1".into()).await.unwrap_err();
    assert!(
        matches!(&error.kind, Kind::Path { url } if url.ends_with("/api/cards/{sim_id}/sync")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_token_that_no_longer_holds_is_fetched_again() {
    let (account, server, telkor) = desk(Account::new()).await;
    telkor.list().await.unwrap();
    account.lock().unwrap().tokens += 1;
    assert_eq!(telkor.list().await.unwrap().rows.len(), 7);
    assert_eq!(server.count("POST /auth"), 3);
}

#[tokio::test]
async fn what_breaks_once_is_asked_again_and_what_stays_is_told() {
    for (status, head, body) in [
        (429, "", ""),
        (429, "retry-after: 0\r\n", r#"{"detail":"slow down"}"#),
        (503, "", "<html>busy</html>"),
        (422, "", r#"{"detail":[{"loc":["query","page_size"],"msg":"at most 30","input":"50"}]}"#),
        (422, "", r#"{"detail":"too many rows"}"#),
    ] {
        let (account, _server, telkor) = desk(Account::new()).await;
        account.lock().unwrap().hiccup = Some((status, head, body));
        assert_eq!(telkor.list().await.unwrap().rows.len(), 7, "{status} {body}");
    }
    for (status, body, kind) in [
        (200, "<html>maintenance</html>", Kind::NotJson),
        (
            200,
            r#"{"success":false,"error":{"code":"X","message":"no"}}"#,
            Kind::Unreadable { path: "items".to_owned() },
        ),
        (403, r#"{"detail":"Forbidden"}"#, Kind::Forbidden),
    ] {
        let (account, _server, telkor) = desk(Account::new()).await;
        account.lock().unwrap().hiccup = Some((status, "", body));
        let error = telkor.list().await.unwrap_err();
        assert_eq!((error.kind, error.effect), (kind, Effect::None), "{body}");
    }
    let (account, _server, telkor) = desk(Account::new()).await;
    account.lock().unwrap().hiccup = Some((405, "", ""));
    let error = telkor.list().await.unwrap_err();
    assert!(matches!(&error.kind, Kind::Path { url } if url.ends_with("/api/cards")), "{error:?}");
}
