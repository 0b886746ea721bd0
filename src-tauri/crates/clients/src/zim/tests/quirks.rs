//! Answers that ZIM's documents allow and its examples do not show, served byte by byte.

use super::super::Zim;
use super::super::translate;
use super::super::wire;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen, json, status};
use esim_desk_model::{Country, Coverage, EsimId, PlanFeature, ServiceId, ServiceStatus, Start, Usage};
use esim_desk_provider::{Catalogue, Credentials, Error, Esims, Kind, Scopes, WalletSpec};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::time::Duration;

const TOKEN: &str = r#"{"access_token":"t0k3n-one"}"#;

/// A client of that server; its tokens come from `token_url`.
fn client(base_url: &str, token_url: &str) -> Zim {
    crate::install_crypto();
    let settings = [
        ("base_url", base_url.to_owned()),
        ("token_url", token_url.to_owned()),
        ("client_id", "me".to_owned()),
    ];
    let spec = WalletSpec {
        provider: "zim".to_owned(),
        environment: "own".to_owned(),
        currency: "USD".to_owned(),
        settings: settings.map(|(key, value)| (key.to_owned(), value)).into(),
    };
    let credentials: Credentials =
        BTreeMap::from([("client_secret".to_owned(), "s3cr3t-s3cr3t".to_owned().into())]);
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    Zim::with_limits(&spec, &credentials, limits).unwrap()
}

/// A server that gives out tokens and answers everything else like this.
async fn answering(answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Scripted, Zim) {
    let server = Scripted::start(move |seen| match seen.path.as_str() {
        "/token" => json(TOKEN),
        _ => answer(seen),
    })
    .await;
    let zim = client(&server.url, &format!("{}/token", server.url));
    (server, zim)
}

fn unreadable(path: &str) -> Kind {
    Kind::Unreadable { path: path.to_owned() }
}

fn kind<T>(answer: Result<T, Error>) -> Kind {
    answer.err().unwrap().kind
}

#[tokio::test]
async fn a_long_list_tells_its_bad_rows_before_it_gives_the_others() {
    let body =
        " [ {\"id\":\"esim_1\"} ,{\"id\":7},\n{\"id\":\"\"}, {\"id\":\"esim_é\", \"status\":\"ONLINE\" }\n]";
    let (_server, zim) = answering(move |_| json(body)).await;
    let listing = zim.long_list().await.unwrap();
    let skipped: Vec<_> = listing.skipped.iter().map(|row| (row.index, row.why.as_str())).collect();
    assert_eq!(skipped, [(1, "id does not fit"), (2, "id is missing")]);
    let rows: Vec<_> = listing.rows.map(|row| (row.id.0, row.raw)).collect();
    let row = |id: &str, raw: &str| (id.to_owned(), raw.to_owned());
    let last = r#"{"id":"esim_é", "status":"ONLINE" }"#;
    assert_eq!(rows, [row("esim_1", r#"{"id":"esim_1"}"#), row("esim_é", last)]);
}

#[tokio::test]
async fn an_answer_about_something_else_is_not_shown() {
    let other = r#"{"id":"other","smdpPlus":"h.example","matchingID":"T","esimID":"e"}"#;
    for body in [other.to_owned(), format!("[{other}]"), "{}".to_owned()] {
        let (_server, zim) = answering(move |_| json(&body)).await;
        assert_eq!(kind(zim.one(&EsimId::from("esim_1")).await), unreadable("id"));
        assert_eq!(kind(zim.service(&ServiceId::from("sub_1")).await), unreadable("id"));
    }
}

#[tokio::test]
async fn a_subscription_may_come_in_the_schema_of_an_esim() {
    let (_server, zim) =
        answering(|_| json(r#"{"id":"sub_1","iccid":8948010000000012345,"status":"ONLINE"}"#)).await;
    let service = zim.service(&ServiceId::from("sub_1")).await.unwrap().unwrap();
    assert_eq!((service.status, service.status_word.as_deref()), (ServiceStatus::Unknown, Some("ONLINE")));
    assert_eq!((service.esim, service.plan), (None, None));
}

#[tokio::test]
async fn single_things_may_be_missing_in_every_way() {
    for nothing in [json("[]"), json("null"), status(404, "<html>"), status(410, "")] {
        let (_server, zim) = answering(move |_| nothing.clone()).await;
        assert_eq!(zim.one(&EsimId::from("e")).await.unwrap(), None);
        assert_eq!(zim.service(&ServiceId::from("s")).await.unwrap(), None);
        assert_eq!(zim.usage(&ServiceId::from("s")).await.unwrap(), None);
        assert_eq!(zim.scopes(Country::from_code("FR").unwrap()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_last_slash_of_the_subscriptions_may_lead_anywhere() {
    let thief = Scripted::start(|_| json("[]")).await;
    let moved = |status, to: &str| Reply::Say(status, format!("location: {to}\r\n"), String::new());
    let elsewhere = format!("{}/subscriptions", thief.url);
    for slash in [
        moved(301, "/subscriptions"),
        moved(308, "/subscriptions"),
        moved(301, &elsewhere),
        moved(308, &elsewhere),
        status(301, ""),
        status(404, "<html>"),
    ] {
        let (server, zim) = answering(move |seen| match seen.path.as_str() {
            "/subscriptions/" => slash.clone(),
            _ => json(r#"[{"id":"sub_1"},{"id":"subs_2"}]"#),
        })
        .await;
        let ids: Vec<_> = zim.services().await.unwrap().rows.into_iter().map(|row| row.id.0).collect();
        assert_eq!(ids, ["sub_1", "subs_2"]);
        assert_eq!(server.seen()[1].path, "/subscriptions/", "the document's path is asked first");
    }
    assert_eq!(thief.seen().len(), 0, "the token went nowhere else");
}

#[tokio::test]
async fn a_search_that_is_not_known_gives_way_to_the_list_of_the_destination() {
    let local = r#"{"regular":[{"id":"plan_a"}],"unlimited":[{"id":"plan_b"},{"id":"plan_a"}]}"#;
    let japan = Country::from_code("JP").unwrap();
    for code in [400, 404, 405, 422] {
        let (server, zim) = answering(move |seen| match seen.method.as_str() {
            "POST" => status(code, r#"{"message":["no"]}"#),
            _ => json(local),
        })
        .await;
        let plans = zim.plans(&[japan]).await.unwrap().rows;
        let ids: Vec<_> = plans.iter().map(|plan| plan.id.as_str()).collect();
        assert_eq!(ids, ["plan_a", "plan_b"], "{code}: each once");
        assert_eq!(server.count("GET /plans/JPN/local"), 1);
    }
    for (code, wanted) in [(403, Kind::Forbidden), (500, Kind::Server), (301, Kind::Redirected)] {
        let (server, zim) = answering(move |_| status(code, "")).await;
        assert_eq!(kind(zim.plans(&[japan]).await), wanted, "{code}");
        assert_eq!(server.count("GET /plans"), 0, "{code}");
    }
}

#[tokio::test]
async fn a_destination_may_have_no_plans_in_every_form() {
    for body in ["[]", "{}", r#"{"regular":[]}"#, r#"{"regular":null,"unlimited":null}"#] {
        let (_server, zim) = answering(move |seen| match seen.method.as_str() {
            "POST" => status(404, ""),
            _ => json(body),
        })
        .await;
        let plans = zim.plans(&[Country::from_code("JP").unwrap()]).await.unwrap();
        assert!(plans.rows.is_empty() && plans.is_complete(), "{body}");
    }
}

#[tokio::test]
async fn the_secret_does_not_follow_a_redirect_of_the_login() {
    let thief = Scripted::start(|_| json(TOKEN)).await;
    for code in [301, 302, 307, 308] {
        let head = format!("location: {}/token\r\n", thief.url);
        let server = Scripted::start(move |_| Reply::Say(code, head.clone(), String::new())).await;
        let zim = client(&server.url, &format!("{}/token", server.url));
        assert_eq!(kind(zim.destinations().await), Kind::Redirected, "{code}");
    }
    assert_eq!(thief.seen().len(), 0);
}

#[tokio::test]
async fn a_token_whose_life_is_not_stated_is_used_for_four_minutes() {
    for (body, seconds) in [
        (TOKEN, 240),
        (r#"{"access_token":"t0k3n-one","expires_in":null}"#, 240),
        (r#"{"access_token":"t0k3n-one","expires_in":"3600","token_type":"Bearer"}"#, 3540),
    ] {
        let server = Scripted::start(move |seen| json(if seen.path == "/token" { body } else { "[]" })).await;
        let zim = client(&server.url, &format!("{}/token", server.url));
        zim.destinations().await.unwrap();
        for (pass, logins) in [(seconds - 2, 1), (3, 2)] {
            tokio::time::pause();
            tokio::time::advance(Duration::from_secs(pass)).await;
            tokio::time::resume();
            zim.destinations().await.unwrap();
            assert_eq!(server.count("POST /token"), logins, "{body}");
        }
    }
}

fn read<'a, W: serde::Deserialize<'a>>(json: &'a str) -> W {
    serde_json::from_str(json).unwrap()
}

#[test]
fn what_is_absent_or_null_is_not_said() {
    for json in [
        r#"{"id":"p"}"#,
        r#"{"id":"p","destination":null,"region":null,"dataUnit":null,"dataValue":null,"callUnit":null,"callValue":null,"smsValue":null,"durationUnit":null,"durationValue":null,"features":null,"prices":null,"new":[1]}"#,
    ] {
        let plan = translate::plan(read(json), json).unwrap();
        assert_eq!((&plan.coverage, plan.data, plan.days), (&Coverage::NotSaid, None, None));
        assert_eq!((plan.calls, plan.texts, plan.start), (None, None, Start::NotSaid));
        assert!(plan.features.is_empty() && plan.prices.is_empty() && plan.name.is_none());
    }
    for json in ["{}", r#"{"currentBalanceBytes":null,"lastUpdatedAt":null}"#] {
        let nothing = Usage { left: None, used: None, allowance: None, measured_at: None };
        assert_eq!(translate::usage(&read(json)), nothing);
    }
    for json in ["{}", r#"{"scopes":null}"#, r#"{"scopes":{}}"#, r#"{"scopes":{"local":null}}"#] {
        let none = Scopes { local: false, regional: false, global: false };
        assert_eq!(translate::scopes(&read(json)), none);
    }
}

#[test]
fn a_destination_needs_a_name_or_a_code() {
    let rows = r#"[{"name":"France","isoAlpha3":"FRA"},{"isoAlpha3":"FRA"},{"name":"Atlantis","isoAlpha3":null},{"name":null}]"#;
    let raws: Vec<&RawValue> = serde_json::from_str(rows).unwrap();
    let listing = wire::rows(&raws, translate::destination);
    let france = Country::from_code("FR");
    let read: Vec<_> = listing.rows.iter().map(|row| (row.name.as_str(), row.country)).collect();
    assert_eq!(read, [("France", france), ("FRA", france), ("Atlantis", None)]);
    assert_eq!(listing.skipped.len(), 1);
}

#[test]
fn features_that_nobody_knows_are_kept() {
    let json = r#"{"id":"p","features":[{"name":"6G","category":"NETWORK"},{"name":"5G"},{"name":"WIFI_CALLING","category":"UTILITY"},{"name":"VPN"},{"name":""},{"category":"NETWORK"},{}]}"#;
    let plan = translate::plan(read(json), json).unwrap();
    let (speed, other) =
        (|word: &str| PlanFeature::Speed(word.to_owned()), |word: &str| PlanFeature::Other(word.to_owned()));
    assert_eq!(plan.features, [speed("6G"), speed("5G"), other("WIFI_CALLING"), other("VPN")]);
}

#[test]
fn the_time_of_an_order_comes_in_three_forms() {
    let made = |value: &str| translate::created_at(&read(&format!(r#"{{"createdAt":{value}}}"#)));
    let moment = Some("2026-03-12T14:39:23Z".parse().unwrap());
    for value in
        [r#""2026-03-12T14:39:23Z""#, r#""2026-03-12T14:39:23.000+00:00""#, "1773326363", "1773326363000"]
    {
        assert_eq!(made(value), moment, "{value}");
    }
    for value in ["null", r#""yesterday""#, "0", "-5", "{}", "true"] {
        assert_eq!(made(value), None, "{value}");
    }
    assert_eq!(translate::created_at(&read("{}")), None);
}
