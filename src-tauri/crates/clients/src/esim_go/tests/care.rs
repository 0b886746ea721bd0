//! One eSIM beyond its code, what the network says of it, groups and networks.

use super::{account, answering, documents, esim_id, refused};
use crate::scripted::{Reply, json, status};
use esim_desk_model::{Country, EsimId, Network};
use esim_desk_provider::{Diagnostics, Effect, Fact, Happening, Kind, Orders, Reconnect, Sighting, Wallet};

const BROKEN: Kind = Kind::Dropped;

/// A server that knows the documented eSIM, stock and places.
fn documented(path: &str) -> Reply {
    match path.split('?').next().unwrap_or_default() {
        "/organisation" => account(),
        "/organisation/groups" => json(documents::GROUPS),
        "/networks" => json(documents::NETWORKS),
        "/esims" => json(documents::ESIMS),
        "/esims/8944000000000000019" => json(documents::ESIM),
        "/esims/8944000000000000019/history" => json(documents::HISTORY),
        "/esims/8944000000000000019/location" => json(documents::LOCATION),
        "/esims/8944000000000000019/suspend" => json(r#"{"suspended":true}"#),
        _ => refused(403, documents::FORBIDDEN),
    }
}

fn at(text: &str) -> Option<esim_desk_model::Timestamp> {
    Some(text.parse().unwrap())
}

#[tokio::test]
async fn the_documented_facts_of_an_esim_are_told() {
    let (_server, client) = answering(|_, path| documented(path)).await;
    let facts = client.facts(&esim_id()).await.unwrap().unwrap();
    assert_eq!((facts.note.as_deref(), facts.state.as_deref()), (Some("AG-2026-000123"), Some("active")));
    assert_eq!(facts.installed_at, at("2026-03-02T09:15:06Z"));
    assert_eq!(client.is_suspended(&esim_id()).await, Ok(Some(true)));
}

#[tokio::test]
async fn the_network_says_where_an_esim_was_and_what_happened_last_stands_first() {
    let (_server, client) = answering(|_, path| documented(path)).await;
    let sighting = Sighting {
        at: at("2026-03-03T00:25:07.382562Z"),
        country: Country::from_code("FR"),
        network: Some("Orange France".to_owned()),
        facts: vec![Fact { name: "Network code".to_owned(), value: "FRAF1".to_owned() }],
        ..Sighting::default()
    };
    assert_eq!(client.sighting(&esim_id()).await, Ok(Some(sighting)));
    let happening = |what: &str, moment: &str| Happening {
        at: at(moment),
        what: what.to_owned(),
        country: None,
        detail: Some("esim_1GB_7D_GB_V2".to_owned()),
        allowed: None,
    };
    let happenings = client.happenings(&esim_id()).await.unwrap().unwrap();
    assert!(happenings.is_complete());
    assert_eq!(
        happenings.rows,
        [
            happening("eSIM Utilisation Alert (Utilisation)", "2026-03-03T10:00:00Z"),
            happening("Bundle Applied", "2026-03-02T09:15:07.618780311Z"),
        ]
    );
}

#[tokio::test]
async fn the_balance_is_read_now() {
    let (_server, client) = answering(|_, path| documented(path)).await;
    let balance = client.balance().await.unwrap().unwrap();
    assert_eq!((balance.amount, balance.measured_at), (super::usd("498.64"), None));
}

#[tokio::test]
async fn a_history_has_older_words_and_a_bare_array() {
    let older = r#"[{"name":"Bundle Lapsed","bundle":"b","date":"","bundleState":"lapsed"},{"date":1}]"#;
    let (_server, client) = answering(move |_, _| json(older)).await;
    let history = client.happenings(&esim_id()).await.unwrap().unwrap();
    let [lapsed] = <[Happening; 1]>::try_from(history.rows).unwrap();
    assert_eq!(
        (lapsed.what.as_str(), lapsed.detail.as_deref(), lapsed.at),
        ("Bundle Lapsed (lapsed)", Some("b"), None)
    );
    assert_eq!(history.skipped.len(), 1);
}

#[tokio::test]
async fn an_esim_that_was_never_seen_is_nowhere() {
    for body in ["{}", r#"{"mobileNetworkCode":"","networkName":"","country":"","lastSeen":""}"#] {
        let (_server, client) = answering(move |_, _| json(body)).await;
        assert_eq!(client.sighting(&esim_id()).await, Ok(None), "{body}");
    }
}

#[tokio::test]
async fn of_an_esim_that_is_not_there_nothing_is_told() {
    let (server, client) = answering(|_, path| documented(path)).await;
    for id in ["8944000000000000027", "nobody", "", ".."] {
        let id = EsimId::from(id);
        assert!(client.facts(&id).await.unwrap().is_none());
        assert_eq!(client.sighting(&id).await, Ok(None));
        assert_eq!(client.is_suspended(&id).await, Ok(None));
        assert!(client.happenings(&id).await.unwrap().is_none());
    }
    assert_eq!(client.reconnect(&"nobody".into()).await.unwrap_err().kind, Kind::NotFound);
    assert_eq!(server.count("GET /v2.5/esims/nobody"), 0);
}

#[tokio::test]
async fn reconnecting_is_asked_once_however_it_ends() {
    for (reply, end) in [
        (json(r#"{"status":"Successfully refreshed SIM"}"#), Ok(())),
        (refused(400, r#"{"message":"deactivated"}"#), Err((Kind::Refused, Effect::None))),
        (refused(429, r#"{"message":"Rate limit exceeded"}"#), Err((Kind::TooMany, Effect::None))),
        (status(500, ""), Err((Kind::Server, Effect::Unknown))),
        (Reply::Close, Err((BROKEN, Effect::Unknown))),
    ] {
        let (server, client) = answering(move |_, _| reply.clone()).await;
        let answer = client.reconnect(&esim_id()).await.map_err(|error| (error.kind, error.effect));
        assert_eq!(answer, end);
        assert_eq!(server.count("GET /v2.5/esims/8944000000000000019/refresh"), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn an_esim_is_stopped_and_let_go_on() {
    let created = Reply::Say(201, String::new(), r#"{"status":"eSIM suspended successfully"}"#.to_owned());
    let (server, client) = answering(move |_, _| created.clone()).await;
    client.suspend(&esim_id(), true).await.unwrap();
    client.suspend(&esim_id(), false).await.unwrap();
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| (seen.method, seen.body)).collect();
    let post = |body: &str| ("POST".to_owned(), body.to_owned());
    assert_eq!(bodies, [post(r#"{"suspend":true}"#), post(r#"{"suspend":false}"#)]);
}

#[tokio::test]
async fn an_order_number_goes_into_the_query_and_the_body() {
    for answer in [documents::NOTED, r#"{"message":"ok"}"#] {
        let (server, client) = answering(move |_, _| json(answer)).await;
        client.label(&esim_id(), "D07-000123").await.unwrap();
        let [seen] = server.seen().try_into().unwrap();
        assert_eq!(seen.method, "PUT");
        assert_eq!(seen.path, "/v2.5/esims?iccid=8944000000000000019&customerRef=D07-000123");
        assert_eq!(seen.body, r#"{"iccid":"8944000000000000019","customerRef":"D07-000123"}"#);
    }
}

#[tokio::test]
async fn an_order_number_is_found_only_where_it_stands_whole() {
    let (server, client) = answering(|_, path| documented(path)).await;
    assert_eq!(client.esims_with_note("AG-2026-000123").await, Ok(vec![esim_id()]));
    assert_eq!(client.esims_with_note("AG-2026-00012").await, Ok(Vec::new()), "texts match by their parts");
    assert_eq!(server.count("GET /v2.5/esims?filterBy=customerRef&filter=AG-2026-00012&"), 1);
    let bad = r#"{"esims":[{"customerRef":"AG-2026-000123"}]}"#;
    let (_server, client) = answering(move |_, _| json(bad)).await;
    assert!(client.esims_with_note("AG-2026-000123").await.is_err(), "a gap proves nothing");
}

#[tokio::test]
async fn groups_and_networks_are_told() {
    let (server, client) = answering(|_, path| documented(path)).await;
    let [group] = client.groups().await.unwrap().rows.try_into().unwrap();
    assert_eq!((group.name.as_str(), group.description.as_deref()), ("Standard Fixed", Some("Fixed data")));
    let countries = [Country::from_code("GB").unwrap(), Country::from_code("USA").unwrap()];
    let [gb] = client.networks(&countries).await.unwrap().rows.try_into().unwrap();
    assert_eq!((gb.name.as_str(), gb.country), ("GB", Some(countries[0])));
    let [vodafone] = gb.networks.try_into().unwrap();
    let speeds = vec!["4G".to_owned(), "5G".to_owned()];
    assert_eq!(vodafone.network, Network { name: "Vodafone UK".to_owned(), speeds });
    let codes = [vodafone.mcc, vodafone.mnc, vodafone.tadig];
    assert_eq!(codes.map(Option::unwrap), ["234", "15", "GBRVF"]);
    assert_eq!(server.count("GET /v2.5/networks?isos=GB%2CUS"), 1);
    client.networks(&[]).await.unwrap();
    assert_eq!(server.count("GET /v2.5/networks?returnAll=true"), 1);
}
