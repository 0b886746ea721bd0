//! The balance, the network's word on one eSIM, and where it was.

use super::super::{CountryUse, DayUse};
use super::*;
use crate::scripted::{json, status};
use esim_desk_model::{Country, EsimId};
use esim_desk_provider::{Balance, Diagnostics, Fact, Sighting, Wallet};

const LIVE: &str = r#"{"success":true,"message":"Live eSIM status retrieved","data":{"iccid":"8948010010036785060","status":"ACTIVE","esim_status":"Active","smdp_status":"AFFECTED","unlimited":true,"last_network":{"operator":"Optus","mcc":"505","mnc":"2","country":"Australia","country_iso2":"AU","connection_type":"4G - LTE"},"device":{"model":null,"imei":null},"activation_date":"2026-06-26T14:34:40.000Z","last_usage_date":null,"expiry_date":"2026-07-26T14:34:40.000Z","data_usage":{"used_gb":0,"total_gb":null,"unlimited":true}}}"#;
const EVENTS: &str = r#"{"success":true,"message":"Network events retrieved","data":{"iccid":"8948010010036785060","total_events":1,"wrong_network_count":1,"events":[{"time":"2026-06-26T13:08:49","event_type":"attach","req_type":"ULR","operator":"Telenor","mcc":"240","mnc":"07","country":"Sweden","country_iso2":"SE","msisdn":null,"apn":null,"connection_type":null,"data_response":null,"is_allowed":false}]}}"#;

fn esim() -> EsimId {
    "8948010010036785060".into()
}

#[tokio::test]
async fn the_balance_has_its_currency_and_its_age() {
    let enterprise = r#"{"success":true,"data":{"balance":4250.00,"currency":"EUR","source":"enterprise","account":"Acme Telecom Ltd","live":true,"as_of":"2026-09-12T08:24:36.107Z"}}"#;
    let (_server, esimfly) = answering(move |_| json(enterprise)).await;
    let amount = Money::new(425_000, "EUR", 2).unwrap();
    assert_eq!(esimfly.balance().await.unwrap(), Some(Balance { amount: amount.clone(), measured_at: None }));
    let old = enterprise.replace(r#""live":true"#, r#""live":false"#);
    let (_server, esimfly) = answering(move |_| json(&old)).await;
    let measured_at = Some("2026-09-12T08:24:36.107Z".parse().unwrap());
    assert_eq!(esimfly.balance().await.unwrap(), Some(Balance { amount, measured_at }));
    let dinars = r#"{"success":true,"data":{"balance":204000,"currency":"IQD"}}"#;
    let (_server, esimfly) = answering(move |_| json(dinars)).await;
    let balance = esimfly.balance().await.unwrap().unwrap();
    assert_eq!(balance.amount, Money::new(204_000, "IQD", 0).unwrap());
    let silent = r#"{"success":true,"data":{"balance":null,"currency":"USD"}}"#;
    let (_server, esimfly) = answering(move |_| json(silent)).await;
    assert_eq!(esimfly.balance().await.unwrap(), None);
}

#[tokio::test]
async fn the_network_says_where_an_esim_is() {
    let (server, esimfly) = answering(|_| json(LIVE)).await;
    let fact = |name: &str, value: &str| Fact { name: name.to_owned(), value: value.to_owned() };
    let expected = Sighting {
        at: None,
        country: Country::from_code("AU"),
        network: Some("Optus".to_owned()),
        technology: Some("4G - LTE".to_owned()),
        device: None,
        online: None,
        facts: vec![
            fact("Plan", "ACTIVE"),
            fact("eSIM", "Active"),
            fact("Download server", "AFFECTED"),
            fact("First use", "2026-06-26T14:34:40.000Z"),
            fact("Plan ends", "2026-07-26T14:34:40.000Z"),
        ],
    };
    assert_eq!(esimfly.sighting(&esim()).await.unwrap(), Some(expected));
    let seen = server.seen().remove(0);
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/esims/status"));
    assert_eq!(seen.body, r#"{"iccid":"8948010010036785060"}"#);
}

#[tokio::test]
async fn before_the_first_use_the_network_says_nothing() {
    for nothing in [
        r#"{"success":true,"data":{"iccid":"8948010010036785060","last_network":null,"device":null,"data_usage":null}}"#,
        r#"{"success":true,"data":{"iccid":"8948010010036785060","last_network":{"operator":null},"device":{"model":null},"data_usage":{"used_gb":null,"total_gb":null}}}"#,
    ] {
        let (_server, esimfly) = answering(move |_| json(nothing)).await;
        assert_eq!(esimfly.sighting(&esim()).await.unwrap(), None, "{nothing}");
    }
}

#[tokio::test]
async fn where_an_esim_was_tells_a_network_that_its_plan_does_not_allow() {
    let (_server, esimfly) = answering(|_| json(EVENTS)).await;
    let events = esimfly.happenings(&esim()).await.unwrap().unwrap();
    assert!(events.is_complete());
    let event = &events.rows[0];
    assert_eq!((event.detail.as_deref(), event.country), (Some("Telenor"), Country::from_code("SE")));
    assert_eq!((event.what.as_str(), event.allowed), ("attach", Some(false)));
    assert_eq!(event.at, Some("2026-06-26T13:08:49Z".parse().unwrap()), "without a zone it is UTC");
}

#[tokio::test]
async fn one_esims_answer_is_not_shown_for_another() {
    let other: EsimId = ICCID.into();
    let (_server, esimfly) =
        answering(|seen| json(if path(seen) == "/esims/status" { LIVE } else { EVENTS })).await;
    assert_eq!(kind(esimfly.sighting(&other).await), unreadable("data.iccid"));
    assert_eq!(kind(esimfly.happenings(&other).await), unreadable("data.iccid"));
    let nobody: EsimId = "row-7".into();
    assert_eq!(esimfly.sighting(&nobody).await.unwrap(), None);
    assert!(esimfly.happenings(&nobody).await.unwrap().is_none());
}

#[tokio::test]
async fn what_the_network_cannot_say_is_told_apart() {
    for (code, word, expected) in [(502, "PROVIDER_ERROR", Kind::Server), (403, "FORBIDDEN", Kind::Forbidden)]
    {
        let body = format!(r#"{{"success":false,"message":"no","code":"{word}"}}"#);
        let (_server, esimfly) = answering(move |_| status(code, &body)).await;
        assert_eq!(kind(esimfly.happenings(&esim()).await), expected, "{word}");
    }
    let body = r#"{"success":false,"message":"no","code":"NOT_SUPPORTED"}"#;
    let gone = r#"{"success":false,"message":"no","code":"ESIM_NOT_FOUND"}"#;
    for (no, missing) in [(400, 404), (200, 200)] {
        let (_server, esimfly) = answering(move |_| status(no, body)).await;
        assert!(esimfly.happenings(&esim()).await.unwrap().is_none(), "this kind of eSIM has no such list");
        let (_server, esimfly) = answering(move |_| status(missing, gone)).await;
        assert_eq!(esimfly.sighting(&esim()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_number_may_be_one_and_what_is_empty_is_not_said() {
    let live = LIVE
        .replace(r#""imei":null"#, r#""imei":357281834140498"#)
        .replace(r#""model":null"#, r#""model":"""#);
    let live = live.replace(r#""operator":"Optus""#, r#""operator":"""#).replace(r#""AFFECTED""#, r#""""#);
    let (_server, esimfly) = answering(move |_| json(&live)).await;
    let seen = esimfly.sighting(&esim()).await.unwrap().unwrap();
    assert_eq!((seen.device, seen.network), (None, None));
    let imei = Fact { name: "IMEI".to_owned(), value: "357281834140498".to_owned() };
    assert!(seen.facts.contains(&imei) && seen.facts.iter().all(|fact| !fact.value.is_empty()));
    let none = r#"{"success":true,"data":{"iccid":8948010010036785060,"total_events":0,"events":null}}"#;
    let (_server, esimfly) = answering(move |_| json(none)).await;
    assert!(esimfly.happenings(&esim()).await.unwrap().unwrap().rows.is_empty());
}

const REPORT: &str = r#"{"success":true,"message":"Usage report retrieved","data":{"iccid":"8948010010036785060","period_days":7,"start_date":"2026-06-21T00:00:00.000Z","end_date":"2026-06-27T00:00:00.000Z","summary":{"total_data_mb":1260,"total_data_gb":1.23,"avg_daily_mb":1260,"avg_daily_gb":1.23},"daily_usage":[{"date":"2026-06-27","data_mb":1260,"data_gb":1.23}],"by_country":[{"country":"Turkey","mcc":"286","data_mb":1260,"data_gb":1.23,"operators":[{"operator":"Turkcell","mnc":"01","data_mb":1260,"data_gb":1.23}]}]}}"#;

#[tokio::test]
async fn use_is_told_by_day_and_by_country() {
    let (server, esimfly) = answering(|_| json(REPORT)).await;
    let report = esimfly.use_report(&esim(), 400).await.unwrap().unwrap();
    let used = 1260 << 20;
    assert_eq!((report.days, report.daily.is_complete()), (Some(7), true));
    assert_eq!(report.daily.rows, [DayUse { date: "2026-06-27".to_owned(), used }]);
    let turkey = CountryUse { country: "Turkey".to_owned(), used, operators: vec!["Turkcell".to_owned()] };
    assert_eq!(report.countries.rows, [turkey]);
    assert_eq!(server.seen()[0].path, "/esims/usage-report");
    assert_eq!(server.seen()[0].body, r#"{"iccid":"8948010010036785060","days":90}"#);
    assert_eq!(kind(esimfly.use_report(&ICCID.into(), 7).await), unreadable("data.iccid"));
    let nothing = r#"{"success":true,"data":{"iccid":"8948010010036785060"}}"#;
    let (_server, esimfly) = answering(move |_| json(nothing)).await;
    let report = esimfly.use_report(&esim(), 7).await.unwrap().unwrap();
    assert!(report.daily.rows.is_empty() && report.countries.rows.is_empty());
}
