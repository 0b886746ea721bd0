//! Envelopes, pages, and what is read one by one.

use super::super::install;
use super::super::lists::{Page, one};
use super::{account, answering, documents, esim_id, refused};
use crate::scripted::{Reply, json, status};
use crate::turns::only_what_is_waited_for_goes_out;
use esim_desk_model::{Country, EsimId, ProfileStatus, ServiceId, ServiceStatus};
use esim_desk_provider::{Catalogue, Esims, Kind, Orders, Scopes};

const NAMES: [&str; 2] = ["bundles", "data"];

fn unreadable(path: &str) -> Kind {
    Kind::Unreadable { path: path.to_owned() }
}

#[test]
fn a_list_may_stand_in_five_envelopes() {
    let rows = |body: &str| Page::read(body.as_bytes(), &NAMES, "read").map(|page| page.rows.len());
    for body in [
        r#"[{"a":1}]"#,
        r#"{"bundles":[{}],"rows":1}"#,
        r#"{"data":[{}]}"#,
        r#"{"iccid":"1"}"#,
        r#"{"orderReference":"r"}"#,
    ] {
        assert_eq!(rows(body), Ok(1), "{body}");
    }
    for body in ["[]", r#"{"bundles":[]}"#, r#"{"bundles":null}"#] {
        assert_eq!(rows(body), Ok(0), "{body}");
    }
    let error = rows(r#"{"items":[{}],"count":1}"#).unwrap_err();
    assert_eq!(error.kind, unreadable("{count, items}"), "never an empty list");
    assert_eq!(rows("<html>").unwrap_err().kind, Kind::NotJson);
}

#[test]
fn one_thing_is_never_picked_out_of_several() {
    for body in [r#"{"name":"b"}"#, r#"[{"name":"b"}]"#, r#"{"bundles":[{"name":"b"}]}"#] {
        assert_eq!(one(body.as_bytes(), &NAMES, "read").unwrap().get(), r#"{"name":"b"}"#);
    }
    for (body, path) in [("[]", "0 rows"), ("[{},{}]", "2 rows")] {
        assert_eq!(one(body.as_bytes(), &NAMES, "read").unwrap_err().kind, unreadable(path));
    }
}

/// `GET /catalogue` in pages of one bundle.
fn catalogue_page(path: &str, envelope: fn(&str) -> String) -> Reply {
    let number = path.split("page=").nth(1).and_then(|rest| rest.split('&').next()).unwrap();
    match number {
        "1" => json(&envelope(r#"{"name":"a","price":1,"countries":[{"iso":"GB"}]}"#)),
        "2" => json(&envelope(r#"{"name":"b","price":2,"countries":[{"iso":"FR"},{"iso":"GB"}]}"#)),
        _ => json(&envelope("")),
    }
}

#[tokio::test]
async fn pages_end_by_their_count_or_by_nothing_new() {
    type Envelope = fn(&str) -> String;
    let table: [(Envelope, usize); 3] = [
        (|row| format!(r#"{{"bundles":[{row}],"pageCount":2,"rows":2}}"#), 2),
        (|row| format!(r#"{{"bundles":[{row}]}}"#), 3),
        (|row| format!("[{row}]"), 3),
    ];
    for (envelope, requests) in table {
        let (server, client) = answering(move |_, path| match path {
            "/organisation" => account(),
            path => catalogue_page(path, envelope),
        })
        .await;
        let listing = client.plans(&[]).await.unwrap();
        assert!(listing.is_complete());
        assert_eq!(listing.rows.iter().map(|plan| plan.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(listing.rows[0].prices, [super::usd("1.00")], "in the account's currency");
        assert_eq!(server.count("GET /v2.5/catalogue?"), requests);
        assert_eq!(server.count("GET /v2.5/organisation"), 1, "the currency is asked for once");
        let keys: Vec<_> =
            server.seen().iter().map(|seen| seen.header("x-api-key").map(str::to_owned)).collect();
        assert!(keys.iter().all(|key| key.as_deref() == Some(super::SECRET)));
        let destinations = client.destinations().await.unwrap().rows;
        assert_eq!(destinations.len(), 2);
        let (gb, fr) = (Country::from_code("GB").unwrap(), Country::from_code("FR").unwrap());
        let both = Scopes { local: true, regional: true, global: false };
        assert_eq!(client.scopes(gb).await.unwrap(), Some(both));
        assert_eq!(client.scopes(fr).await.unwrap(), Some(Scopes { local: false, ..both }));
        assert_eq!(client.scopes(Country::from_code("JP").unwrap()).await.unwrap(), None);
        assert_eq!(server.count("GET /v2.5/catalogue?"), requests, "what was read is remembered");
    }
}

#[tokio::test]
async fn a_server_that_always_sends_the_same_page_is_left_after_two() {
    let (server, client) = answering(|_, path| match path {
        "/organisation" => account(),
        _ => json(r#"[{"name":"a"}]"#),
    })
    .await;
    assert_eq!(client.plans(&[]).await.unwrap().rows.len(), 1);
    assert_eq!(server.count("GET /v2.5/catalogue?"), 2);
}

#[tokio::test]
async fn a_list_that_shifts_between_its_pages_is_not_complete() {
    let missing = [r#"{"bundles":[{"name":"a"}],"pageCount":2,"rows":2}"#; 2];
    let repeated = [r#"[{"name":"a"},{"name":"b"}]"#, r#"[{"name":"b"},{"name":"c"}]"#];
    for (pages, rows) in [(missing, 1), (repeated, 3)] {
        let (_server, client) = answering(move |_, path| match path {
            "/organisation" => account(),
            path if path.contains("page=1") => json(pages[0]),
            _ => json(pages[1]),
        })
        .await;
        let listing = client.plans(&[]).await.unwrap();
        assert_eq!((listing.rows.len(), listing.skipped.len()), (rows, 1));
        assert!(listing.skipped[0].why.contains("changed"));
    }
}

#[tokio::test]
async fn a_bad_row_is_counted_with_its_place_in_the_whole_list() {
    let (_server, client) = answering(|_, path| match path {
        "/organisation" => account(),
        path if path.contains("page=1") => json(r#"{"bundles":[{"name":"a"}],"pageCount":2}"#),
        _ => json(r#"{"bundles":[{"name":7},{"price":1},{"name":"b"}],"pageCount":2}"#),
    })
    .await;
    let listing = client.plans(&[]).await.unwrap();
    assert_eq!(listing.rows.len(), 2);
    let skipped: Vec<_> = listing.skipped.iter().map(|row| (row.index, row.why.as_str())).collect();
    assert_eq!(skipped, [(1, "name does not fit"), (2, "name is missing")]);
}

/// The documented eSIM with the documented bundle on it.
fn documented(path: &str) -> Reply {
    match path.split('?').next().unwrap_or_default() {
        "/organisation" => account(),
        "/esims" => json(documents::ESIMS),
        "/esims/8944000000000000019" => json(documents::ESIM),
        "/esims/8944000000000000019/bundles" => json(documents::BUNDLES),
        _ => refused(403, documents::FORBIDDEN),
    }
}

#[tokio::test]
async fn what_a_list_does_not_say_is_read_once_for_each_esim_until_its_row_changes() {
    let (server, client) = answering(|_, path| documented(path)).await;
    for _ in 0..3 {
        let listing = client.list().await.unwrap();
        assert!(listing.is_complete());
        let [esim] = listing.rows.as_slice() else { panic!("one eSIM") };
        assert_eq!(esim.install.as_ref().unwrap().code.smdp(), "rsp.example.com");
        let services = client.services().await.unwrap();
        assert_eq!((services.rows.len(), services.is_complete()), (1, true));
    }
    assert_eq!(server.count("GET /v2.5/esims/8944000000000000019?"), 1);
    assert_eq!(server.count("GET /v2.5/esims/8944000000000000019/bundles?"), 1);
    client.one(&esim_id()).await.unwrap().unwrap();
    client.list().await.unwrap();
    assert_eq!(server.count("GET /v2.5/esims/8944000000000000019?"), 2, "what staff asked for is fresh");
}

#[tokio::test]
async fn what_is_still_prepared_is_read_every_time() {
    let esim = documents::ESIM.replace(r#""profileStatus":"Installed""#, r#""profileStatus":"Downloaded""#);
    let bundles = documents::BUNDLES.replace(r#""bundleState":"active""#, r#""bundleState":"processing""#);
    let (server, client) = answering(move |_, path| match path.split('?').next().unwrap_or_default() {
        "/esims/8944000000000000019" => json(&esim),
        "/esims/8944000000000000019/bundles" => json(&bundles),
        _ => documented(path),
    })
    .await;
    for times in 1..=3 {
        client.list().await.unwrap();
        client.services().await.unwrap();
        assert_eq!(server.count("GET /v2.5/esims/8944000000000000019?"), times);
        assert_eq!(server.count("GET /v2.5/esims/8944000000000000019/bundles?"), times);
    }
}

#[tokio::test]
async fn a_changed_row_is_read_again() {
    let rows = [documents::ESIMS.to_owned(), documents::ESIMS.replace("Bundle Applied", "eSIM Refreshed")];
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let (server, client) = answering(move |_, path| match path.split('?').next().unwrap_or_default() {
        "/esims" => json(&rows[turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst).min(1)]),
        _ => documented(path),
    })
    .await;
    for times in [1, 2, 2] {
        client.list().await.unwrap();
        assert_eq!(server.count("GET /v2.5/esims/8944000000000000019?"), times);
    }
}

#[tokio::test]
async fn what_is_known_of_an_esim_grows_old() {
    let (server, client) = answering(|_, path| documented(path)).await;
    client.list().await.unwrap();
    tokio::time::pause();
    tokio::time::advance(std::time::Duration::from_secs(2 * 60 * 60 + 1)).await;
    tokio::time::resume();
    client.list().await.unwrap();
    assert_eq!(server.count("GET /v2.5/esims/8944000000000000019?"), 2);
}

#[tokio::test]
async fn an_esim_that_cannot_be_read_by_itself_hides_no_other() {
    let (_server, client) = answering(|_, path| match path.split('?').next().unwrap_or_default() {
        "/organisation" => account(),
        "/esims" => json(
            r#"{"esims":[{"iccid":"8944000000000000019"},{"iccid":8944000000000000027},{"iccid":"8944000000000000035"},{"iccid":null}],"pageCount":1,"rows":4}"#,
        ),
        "/esims/8944000000000000019" => json(documents::ESIM),
        "/esims/8944000000000000027" => refused(403, documents::FORBIDDEN),
        _ => json(documents::ESIM),
    })
    .await;
    let listing = client.list().await.unwrap();
    assert_eq!(listing.rows.len(), 1, "one eSIM's code is never shown as another's");
    let skipped: Vec<_> = listing.skipped.iter().map(|row| row.index).collect();
    assert_eq!(skipped, [3, 1, 2]);
}

#[tokio::test]
async fn what_is_not_in_the_account_is_none() {
    let (server, client) = answering(|_, path| documented(path)).await;
    for id in ["8944000000000000099", "esim_nobody", "..", "", "a/b?c=d"] {
        assert_eq!(client.one(&EsimId::from(id)).await.unwrap(), None, "{id:?}");
    }
    for id in ["8944000000000000099:1", "8944000000000000019:9", "nobody", ":", "..:1"] {
        assert_eq!(client.service(&ServiceId::from(id)).await.unwrap(), None, "{id:?}");
        assert_eq!(client.usage(&ServiceId::from(id)).await.unwrap(), None, "{id:?}");
    }
    assert_eq!(server.count("GET /v2.5/esims/esim_nobody"), 0, "what is no number is not asked for");
}

#[tokio::test]
async fn one_plan_on_an_esim_knows_that_its_esim_is_suspended() {
    for (state, expected) in [("active", ServiceStatus::Active), ("Suspended", ServiceStatus::Suspended)] {
        let esim = documents::ESIM.replace(r#""state":"active""#, &format!(r#""state":"{state}""#));
        let (_server, client) = answering(move |_, path| match path.split('?').next().unwrap_or_default() {
            "/esims/8944000000000000019" => json(&esim),
            _ => documented(path),
        })
        .await;
        let service = client.service(&"8944000000000000019:215000001".into()).await.unwrap().unwrap();
        assert_eq!(service.status, expected);
        let usage = client.usage(&service.id).await.unwrap().unwrap();
        assert_eq!(usage.used, Some(360_000_000));
        assert_eq!(client.one(&esim_id()).await.unwrap().unwrap().profile, ProfileStatus::Installed);
    }
}

#[tokio::test]
async fn a_refused_key_is_told_from_an_esim_of_somebody_else() {
    let (_server, client) = answering(|_, _| refused(403, documents::FORBIDDEN)).await;
    let error = client.one(&esim_id()).await.unwrap_err();
    assert_eq!((error.kind, error.status), (Kind::Credentials, Some(403)));
    let text = error.text.unwrap();
    assert!(text.contains("IP list") && !text.contains(super::SECRET));
    assert_eq!(client.list().await.unwrap_err().kind, Kind::Credentials);
    assert_eq!(client.destinations().await.unwrap_err().kind, Kind::Credentials);

    let denied = r#"{"message":"access denied"}"#;
    let (_server, client) = answering(move |_, path| match path {
        "/organisation" => account(),
        _ => refused(403, denied),
    })
    .await;
    let error = client.list().await.unwrap_err();
    assert_eq!((error.kind, error.text.as_deref()), (Kind::Forbidden, Some("access denied")));
    assert_eq!(client.sees_orders().await, Ok(Some(false)));
}

#[tokio::test]
async fn an_account_comes_flat_or_in_a_list() {
    let flat =
        r#"{"name":"Example","apiKey":"***","currency":"gbp","balance":"12.5","groups":["x"],"users":[]}"#;
    for (body, currency, balance) in [
        (documents::ORGANISATION, "USD", "498.64 USD"),
        (flat, "GBP", "12.50 GBP"),
        (&format!("[{flat}]"), "GBP", "12.50 GBP"),
    ] {
        let body = body.to_owned();
        let (_server, client) = answering(move |_, _| json(&body)).await;
        let account = client.account().await.unwrap();
        assert_eq!(account.currency, currency);
        assert_eq!(account.balance.map(|money| money.to_string()).as_deref(), Some(balance));
    }
    let (_server, client) = answering(|_, _| json(r#"{"name":"Example"}"#)).await;
    assert_eq!(
        client.plans(&[]).await.unwrap_err().kind,
        unreadable("currency"),
        "no price without a currency"
    );
}

#[test]
fn install_data_comes_as_json_or_as_a_table() {
    let seen = r#"[{"iccid":"8944000000000000019","matchingId":"SIM01-AAAAA-BBBBB-00001","rspUrl":"https://rsp.example.com","bundle":"b","reference":"r"}]"#;
    let object = &documents::ASSIGNMENTS[1..documents::ASSIGNMENTS.len() - 1];
    let wrapped = format!(r#"{{"assignments":{}}}"#, documents::ASSIGNMENTS);
    let table = "\u{feff}Reference,RSP URL,ICCID,Matching ID\r\n\"r,\"\"1\"\"\",rsp.example.com,8944000000000000019,SIM01-AAAAA-BBBBB-00001\r\n";
    for body in [documents::ASSIGNMENTS, object, &wrapped, seen, documents::CSV, table] {
        let rows = install::read(body.as_bytes()).unwrap().rows;
        let [one] = rows.as_slice() else { panic!("one row of {body}") };
        assert_eq!(one.iccid.as_str(), "8944000000000000019");
        let code = one.install.as_ref().unwrap().code.for_qr();
        assert_eq!(code, "LPA:1$rsp.example.com$SIM01-AAAAA-BBBBB-00001", "{body}");
    }
    for body in ["<html>", "", "a,b\n1,2\n"] {
        assert_eq!(install::read(body.as_bytes()).unwrap_err().kind, Kind::NotJson, "{body}");
    }
    assert_eq!(install::read(b"ICCID\n123\n").unwrap().skipped.len(), 1);
}

#[tokio::test]
async fn install_data_in_the_making_and_of_the_deactivated_is_none() {
    let wait = Reply::Say(503, "retry-after: 0\r\n".to_owned(), r#"{"message":"processing"}"#.to_owned());
    for reply in [wait, status(410, r#"{"message":"deactivated"}"#), refused(403, documents::FORBIDDEN)] {
        let (_server, client) = answering(move |_, path| match path {
            "/organisation" => account(),
            _ => reply.clone(),
        })
        .await;
        assert_eq!(client.assigned("6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11").await, Ok(None));
    }
}

#[tokio::test]
async fn a_bundle_is_read_by_itself_and_is_none_where_it_is_not_sold() {
    for answer in
        [status(404, ""), refused(400, r#"{"message":"unknown"}"#), refused(403, documents::FORBIDDEN)]
    {
        let (_server, client) = answering(move |_, path| match path {
            "/organisation" => account(),
            "/catalogue/bundle/esim_1GB_7D_GB_V2" => json(documents::BUNDLE),
            _ => answer.clone(),
        })
        .await;
        let known = super::plan();
        let plan = client.plan(&known.id, &known).await.unwrap().unwrap();
        assert_eq!(plan.prices, [super::usd("1.36")]);
        assert!(plan.networks.is_empty(), "they are known from no list, and would look like a change");
        assert_eq!(client.bundle(&known.id).await.unwrap().unwrap().networks.len(), 1);
        assert_eq!(client.plan(&"esim_1gb_7d_gb_v2".into(), &known).await.unwrap(), None, "case matters");
    }
    let other = documents::BUNDLE.replace("esim_1GB_7D_GB_V2", "esim_2GB");
    let (_server, client) =
        answering(move |_, path| if path == "/organisation" { account() } else { json(&other) }).await;
    let error = client.plan(&"esim_1GB_7D_GB_V2".into(), &super::plan()).await.unwrap_err();
    assert_eq!(error.kind, unreadable("name"), "an answer about another bundle");
}

/// Three pages of a catalogue, of which the second is broken so many times.
async fn catalogue(broken: usize, moves: bool) -> (crate::scripted::Scripted, super::EsimGo) {
    let left = std::sync::atomic::AtomicUsize::new(broken);
    let bundle = |number: u32| format!(r#"{{"name":"b{number}"}}"#);
    answering(move |_, path| {
        let Some((_, query)) = path.split_once("/catalogue?page=") else { return account() };
        let number: u32 = query.split('&').next().unwrap().parse().unwrap();
        let is_left = |left: usize| left.checked_sub(1);
        let order = std::sync::atomic::Ordering::SeqCst;
        if number == 2 && left.fetch_update(order, order, is_left).is_ok() {
            return status(500, "");
        }
        // A row that came in ahead moves every later one, once the first page was read.
        let first =
            if moves && number > 1 && left.load(order) == 0 { 2 * number - 2 } else { 2 * number - 1 };
        json(&format!(r#"{{"bundles":[{},{}],"pageCount":3,"rows":6}}"#, bundle(first), bundle(first + 1)))
    })
    .await
}

#[tokio::test]
async fn a_catalogue_whose_reading_broke_off_is_read_on() {
    let (server, client) = catalogue(2, false).await;
    assert_eq!(client.plans(&[]).await.unwrap_err().kind, Kind::Server);
    assert_eq!(client.read_so_far(), None, "nothing runs");
    let listing = client.plans(&[]).await.unwrap();
    let ids: Vec<_> = listing.rows.iter().map(|plan| plan.id.as_str()).collect();
    assert_eq!((ids.join(" ").as_str(), listing.is_complete()), ("b1 b2 b3 b4 b5 b6", true));
    assert_eq!(server.count("GET /v2.5/catalogue?page=1&"), 1, "it was read before the trouble");
    client.plans(&[]).await.unwrap();
    assert_eq!(server.count("GET /v2.5/catalogue?page=1&"), 2, "the next reading begins anew");
}

#[tokio::test]
async fn a_catalogue_that_moved_since_its_reading_broke_off_is_read_anew() {
    let (server, client) = catalogue(2, true).await;
    client.plans(&[]).await.unwrap_err();
    client.plans(&[]).await.unwrap();
    assert_eq!(server.count("GET /v2.5/catalogue?page=1&"), 2);
}

#[tokio::test]
async fn how_far_the_catalogue_is_can_be_asked_meanwhile() {
    let (server, client) = answering(|_, path| match path {
        _ if path.contains("?page=1&") => json(r#"{"bundles":[{"name":"a"}],"pageCount":3,"rows":3}"#),
        _ if path.starts_with("/catalogue") => Reply::Hang,
        _ => account(),
    })
    .await;
    let client = std::sync::Arc::new(client);
    let reading = tokio::spawn({
        let client = client.clone();
        async move { client.plans(&[]).await }
    });
    while server.count("GET /v2.5/catalogue?page=2&") == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.read_so_far(), Some((1, 3)));
    reading.abort();
    drop(reading.await);
    assert_eq!(client.read_so_far(), None);
}

#[tokio::test]
async fn a_long_pause_holds_up_what_nobody_waits_for() {
    let (server, mut client) = answering(|_, _| crate::scripted::status(500, "")).await;
    client.http.hold_up();
    let service = "8944000000000000019:215000001";
    only_what_is_waited_for_goes_out(&client, &server, "8944000000000000019", service).await;
}
