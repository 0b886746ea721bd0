//! The organisation, its balance, tasks and links by themselves, and what Telkor says when it refuses.

use super::paths::misfit;
use super::{ITEMS, LINK_A, LINKS, SIM_1, SIMS, TASK, TASK_7, TOKEN, client_with, desk, is, no_path, page};
use crate::scripted::{Scripted, json, status};
use crate::telkor::Outcome;
use esim_desk_model::{EsimId, Money};
use esim_desk_provider::{Diagnostics, Effect, Esims, Kind, Wallet};

const ORGANISATION: &str = r#"{"id":"0190a1b2-7777-7000-8000-000000000001","name":"Agency Ltd","created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}"#;
const BALANCE: &str = r#"{"organization_id":"0190a1b2-7777-7000-8000-000000000001","amount":"1234.567800","currency":"EUR","collected_at":"2026-03-12T12:00:00Z"}"#;

#[tokio::test]
async fn the_documented_organisation_has_a_name() {
    let (_server, client) = desk(|_, _| json(ORGANISATION)).await;
    assert_eq!(client.organisation().await.unwrap().name.as_deref(), Some("Agency Ltd"));
}

#[tokio::test]
async fn the_documented_balance_keeps_its_fractions_of_a_cent_and_its_age() {
    let (_server, client) = desk(|_, _| json(BALANCE)).await;
    let balance = client.balance().await.unwrap().unwrap();
    assert_eq!(balance.amount, Money::new(12_345_678, "EUR", 4).unwrap());
    assert_eq!(balance.measured_at, Some("2026-03-12T12:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn an_amount_is_a_decimal_text_and_never_guessed() {
    let table = [
        (r#""12.50""#, Some((1250, 2))),
        (r#""-3.1""#, Some((-310, 2))),
        (r#""0.000001""#, Some((1, 6))),
        (r#""-0.0001""#, Some((-1, 4))),
        ("7", Some((700, 2))),
        (r#""0.0000001""#, None),
        (r#""much""#, None),
        (r#""1.2.3""#, None),
    ];
    for (amount, expected) in table {
        let (_server, client) =
            desk(move |_, _| json(&format!(r#"{{"amount":{amount},"currency":"EUR"}}"#))).await;
        let read = client.balance().await;
        match expected {
            Some((minor, exponent)) => {
                assert_eq!(
                    read.unwrap().unwrap().amount,
                    Money::new(minor, "EUR", exponent).unwrap(),
                    "{amount}"
                );
            }
            None => assert_eq!(
                read.unwrap_err().kind,
                Kind::Unreadable { path: "amount does not fit".to_owned() },
                "{amount}"
            ),
        }
    }
}

#[tokio::test]
async fn before_the_first_measurement_there_is_no_balance_and_no_cost() {
    let (server, client) = desk(|_, _| status(404, r#"{"detail":"No snapshot yet"}"#)).await;
    assert_eq!(client.balance().await.unwrap(), None);
    assert_eq!(client.monthly_cost(2026, 3).await.unwrap(), None);
    assert_eq!(server.count("GET /telkor/organization/costs?year=2026&month=3"), 1);
}

#[tokio::test]
async fn a_balance_that_may_not_be_asked_for_so_is_a_matter_of_its_path() {
    let (_server, client) = desk(|_, _| status(405, "")).await;
    assert!(misfit(client.balance().await.unwrap_err()).ends_with("/organization/balance"));
}

#[tokio::test]
async fn a_monthly_cost_is_handed_on_as_it_is() {
    let (_server, client) = desk(|_, _| json(r#"{"fees":"1.0"}"#)).await;
    assert_eq!(client.monthly_cost(2026, 3).await.unwrap().as_deref(), Some(r#"{"fees":"1.0"}"#));
}

#[tokio::test]
async fn a_test_of_the_connection_shows_how_each_address_answered() {
    let (_server, client) = desk(|_, path| if is(path, "/sims") { json(SIMS) } else { no_path() }).await;
    let probes = client.probe().await;
    let shown: Vec<_> = probes.iter().map(|probe| (probe.operation, probe.status)).collect();
    assert_eq!(shown, [("read the organisation", Some(404)), ("list SIMs", Some(200))]);
    assert!(misfit(probes[0].error.clone().unwrap()).ends_with("/organization"));
}

#[tokio::test]
async fn a_refresh_that_changes_nothing_is_no_failure() {
    let row = r#"{"id":"sim1","sim_type":"esim","updated_at":"2026-03-01T08:00:00Z"}"#;
    let (server, client) = desk(move |_, _| json(row)).await;
    let before = client.sim(&EsimId::from("sim1")).await.unwrap().unwrap();
    let after = client.refresh(&EsimId::from("sim1")).await.unwrap().unwrap();
    assert_eq!(before.updated_at, after.updated_at);
    assert_eq!(server.count("POST /telkor/sims/sim1/refresh"), 1);
}

#[tokio::test]
async fn a_sighting_asks_the_network_first_and_names_what_telkor_says() {
    let row = SIMS[SIMS.find("{\"id\"").unwrap()..SIMS.find("},\n").unwrap() + 1].to_owned();
    let attached = row.replace("\"is_attached\":false", "\"is_attached\":true");
    for (has_refresh, is_online) in [(true, true), (false, false)] {
        let (stored, now) = (row.clone(), attached.clone());
        let (server, client) = desk(move |seen, path| match path {
            _ if seen.method == "POST" && !has_refresh => no_path(),
            _ if seen.method == "POST" => json(&now),
            _ if is(path, "/sims") => json(SIMS),
            _ => json(&stored),
        })
        .await;
        let sighting = client.sighting(&SIM_1.into()).await.unwrap().unwrap();
        assert_eq!((sighting.online, sighting.at.is_some()), (Some(is_online), is_online));
        let facts: Vec<_> =
            sighting.facts.iter().map(|fact| (fact.name.as_str(), fact.value.as_str())).collect();
        let expected = [
            ("Status", "active"),
            ("Profile", "available"),
            ("Zones", "zone-a"),
            ("IMSI", "260010185757766"),
        ];
        assert_eq!(facts, expected);
        assert_eq!(server.count(&format!("POST /telkor/sims/{SIM_1}/refresh")), 1);
        assert_eq!(client.happenings(&SIM_1.into()).await.unwrap().map(|listing| listing.rows), None);
    }
}

#[tokio::test]
async fn nobody_sees_a_sim_that_is_not_there() {
    let (_server, client) =
        desk(|_, path| if is(path, "/sims") { json(&page(&[])) } else { no_path() }).await;
    assert_eq!(client.sighting(&"nobody".into()).await.unwrap(), None);
}

#[tokio::test]
async fn a_link_is_suspended_and_resumed_once() {
    let (server, client) =
        desk(|seen, _| if seen.method == "POST" { status(500, "") } else { json(LINKS) }).await;
    assert_eq!(client.suspend(LINK_A).await.unwrap_err().effect, Effect::Unknown);
    assert_eq!(server.count(&format!("POST /telkor/links/{LINK_A}/suspend")), 1);
    client.resume(LINK_A).await.unwrap_err();
    assert_eq!(server.count(&format!("POST /telkor/links/{LINK_A}/resume")), 1);
    let found = client.links("AG-2026").await.unwrap().rows;
    assert_eq!(found[0].sim.as_ref().unwrap().as_str(), SIM_1);
    assert_eq!(server.count("GET /telkor/links?search=AG-2026&page=1"), 1);
}

#[tokio::test]
async fn many_sims_are_provisioned_by_one_task_and_each_has_an_outcome() {
    let (server, client) = desk(|seen, path| match (seen.method.as_str(), path) {
        ("POST", _) => status(202, TASK),
        (_, path) if path.contains("/items") => json(ITEMS),
        (_, path) if is(path, "/tasks") => json(&page(&[TASK.to_owned()])),
        _ => json(TASK),
    })
    .await;
    let sims = [EsimId::from("a"), EsimId::from("b")];
    let task = client.provision("AG-2026-000123", &sims, &[]).await.unwrap();
    assert_eq!((task.id.as_str(), task.is_finished()), (TASK_7, false));
    let sent = server.seen().into_iter().find(|seen| seen.method == "POST" && seen.path != "/token").unwrap();
    assert_eq!(sent.path, "/telkor/sims/bulk-provision");
    assert_eq!(sent.body, r#"{"name_prefix":"AG-2026-000123","sim_ids":["a","b"],"counter_start":1}"#);
    assert_eq!(client.task(TASK_7).await.unwrap().unwrap(), task);
    assert_eq!(client.tasks().await.unwrap().rows, [task]);
    let items = client.task_items(TASK_7, true).await.unwrap().rows;
    assert_eq!(items[0].outcome, Outcome::Done);
    assert_eq!(server.count(&format!("GET /telkor/tasks/{TASK_7}/items?status=failed")), 1);
    assert_eq!(server.count("POST /telkor"), 1);
}

#[tokio::test]
async fn a_refusal_says_in_words_what_was_wrong() {
    let table = [
        (
            422,
            r#"{"detail":[{"type":"value_error","loc":["body","sim_ids"],"msg":"duplicate sim_ids","input":["a","a"]}]}"#,
            "sim_ids: duplicate sim_ids",
        ),
        (
            422,
            r#"{"detail":[{"loc":["body","plan_ids",0],"msg":"unknown plan"},{"loc":["body","name_prefix"],"msg":"too long"}]}"#,
            "plan_ids.0: unknown plan; name_prefix: too long",
        ),
        (409, r#"{"detail":"SIM is already linked"}"#, "SIM is already linked"),
        (409, r#"{"detail":{"message":"busy now"}}"#, "busy now"),
        (
            422,
            r#"{"success":false,"error":{"code":"INSUFFICIENT_BALANCE","message":"no money"},"meta":{}}"#,
            "no money",
        ),
    ];
    for (code, body, text) in table {
        let (_server, client) = desk(move |_, _| status(code, body)).await;
        let error = client.provision("x", &[EsimId::from("a")], &[]).await.unwrap_err();
        assert_eq!(
            (error.kind, error.effect, error.text.as_deref()),
            (Kind::Refused, Effect::None, Some(text))
        );
    }
}

#[tokio::test]
async fn a_secret_in_a_detail_stays_hidden() {
    let (_server, client) =
        desk(|_, _| status(422, r#"{"detail":[{"loc":["body","x"],"msg":"no s3cr3t-s3cr3t here"}]}"#)).await;
    let error = client.provision("x", &[EsimId::from("a")], &[]).await.unwrap_err();
    assert!(!format!("{error:?}").contains("s3cr3t-s3cr3t"), "{error:?}");
}

#[tokio::test]
async fn a_refusal_in_plain_text_is_kept() {
    let head = "content-type: text/plain\r\n".to_owned();
    let reply = crate::scripted::Reply::Say(403, head, "this client may not list SIMs".to_owned());
    let (_server, client) = desk(move |_, _| reply.clone()).await;
    let error = client.list().await.unwrap_err();
    assert_eq!((error.kind, error.text.as_deref()), (Kind::Forbidden, Some("this client may not list SIMs")));
}

#[tokio::test]
async fn wrong_credentials_are_called_so() {
    let refusal =
        r#"{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}"#;
    for code in [400, 401] {
        let server = Scripted::start(move |_| status(code, refusal)).await;
        let client = client_with(&server, &[]);
        let error = client.list().await.unwrap_err();
        assert_eq!((error.kind, error.effect), (Kind::Credentials, Effect::None), "{code}");
    }
}

#[tokio::test]
async fn a_token_that_ended_is_fetched_again_and_stands_where_the_wallet_says() {
    let server = Scripted::start(|seen| match seen.path.as_str() {
        "/token" => json(TOKEN),
        _ if seen.header("x-access") == Some("Token eyJhbGciOi") => json(SIMS),
        _ => status(401, r#"{"detail":"no token"}"#),
    })
    .await;
    for settings in [&[][..], &[("auth_header", "X-Access"), ("auth_scheme", "")][..]] {
        let error = client_with(&server, settings).list().await.unwrap_err();
        assert_eq!(error.kind, Kind::Credentials);
    }
    assert_eq!(server.count("POST /token"), 4, "a refused token is replaced once");
    let bare = server.seen().into_iter().rfind(|seen| seen.path != "/token").unwrap();
    assert_eq!(bare.header("x-access"), Some("eyJhbGciOi"));
    let client = client_with(&server, &[("auth_header", "X-Access"), ("auth_scheme", "Token")]);
    assert_eq!(client.list().await.unwrap().rows.len(), 2);
}
