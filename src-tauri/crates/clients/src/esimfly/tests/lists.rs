//! Lists in pages, single eSIMs, and one package found again.

use super::words::{ESIMS, USE};
use super::*;
use crate::scripted::{json, status};
use crate::turns::only_what_is_waited_for_goes_out;
use esim_desk_model::{Country, EsimId, ServiceId};
use esim_desk_provider::{Catalogue, Esims, Provider};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Page `number` of a list of packages.
fn packages(number: usize, pages: &str, total: usize, codes: &[&str]) -> String {
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            format!(r#"{{"package_code":"{code}","name":"France {code}","type":"local","region":"France","countries":["FR"]}}"#)
        })
        .collect();
    let rows = rows.join(",");
    format!(
        r#"{{"success":true,"data":{{"packages":[{rows}],"pagination":{{"page":{number},"limit":100,"total":{total},{pages}}}}}}}"#
    )
}

fn number(seen: &Seen) -> usize {
    let query = seen.path.split(['?', '&']).find_map(|part| part.strip_prefix("page="));
    query.unwrap().parse().unwrap()
}

fn ids(listing: &esim_desk_provider::Listing<Plan>) -> Vec<&str> {
    listing.rows.iter().map(|plan| plan.id.as_str()).collect()
}

#[tokio::test]
async fn every_page_is_read_in_either_spelling_of_their_number() {
    for pages in [r#""total_pages":2"#, r#""totalPages":2"#, r#""total_pages":2,"totalPages":2"#, r#""x":0"#]
    {
        let (server, esimfly) = answering(move |seen| {
            let number = number(seen);
            json(&packages(number, pages, 3, if number == 1 { &["a", "b"] } else { &["c"] }))
        })
        .await;
        let listing = esimfly.plans(&[]).await.unwrap();
        assert_eq!(ids(&listing), ["a", "b", "c"], "{pages}");
        assert!(listing.is_complete());
        let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
        assert_eq!(paths, ["/esims/packages?page=1&limit=100", "/esims/packages?page=2&limit=100"]);
    }
}

#[tokio::test]
async fn a_list_without_pages_is_one_page() {
    let (server, esimfly) =
        answering(|_| json(r#"{"success":true,"data":{"packages":[{"package_code":"a"}]}}"#)).await;
    assert_eq!(ids(&esimfly.plans(&[]).await.unwrap()), ["a"]);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_full_page_is_followed_by_another_where_nothing_says_how_many_there_are() {
    let page = |codes: &[usize]| {
        let rows: Vec<_> = codes.iter().map(|code| format!(r#"{{"package_code":"{code}"}}"#)).collect();
        rows.join(",")
    };
    let all: Vec<usize> = (0..100).collect();
    for (first, pagination) in [(&all[..2], r#","pagination":{"limit":2}"#), (&all, "")] {
        for (second, pages) in [(page(&[100]), 2), (String::new(), 2), (page(first), 4)] {
            let (first, rows) = (page(first), first.len() + usize::from(second == page(&[100])));
            let (server, esimfly) = answering(move |seen| {
                let rows = if number(seen) == 1 { &first } else { &second };
                json(&format!(r#"{{"success":true,"data":{{"packages":[{rows}]{pagination}}}}}"#))
            })
            .await;
            let listing = esimfly.plans(&[]).await.unwrap();
            assert_eq!((listing.rows.len(), listing.is_complete()), (rows, true));
            assert_eq!(server.seen().len(), pages);
        }
    }
}

#[tokio::test]
async fn a_list_that_shifts_between_its_pages_is_read_again() {
    let calls = AtomicUsize::new(0);
    let (server, esimfly) = answering(move |seen| {
        let first_time = calls.fetch_add(1, Ordering::SeqCst) < 2;
        json(&match (number(seen), first_time) {
            (1, true) => packages(1, r#""total_pages":2"#, 3, &["a", "b"]),
            // One was taken off sale: "c" slid onto the first page and is not seen.
            (_, true) => packages(2, r#""total_pages":2"#, 2, &[]),
            (1, false) => packages(1, r#""total_pages":2"#, 3, &["b", "c"]),
            (_, false) => packages(2, r#""total_pages":2"#, 3, &["d"]),
        })
    })
    .await;
    let listing = esimfly.plans(&[]).await.unwrap();
    assert_eq!(ids(&listing), ["b", "c", "d"]);
    assert!(listing.is_complete());
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_list_that_never_stands_still_says_so_and_one_that_repeats_itself_does_not() {
    let calls = AtomicUsize::new(0);
    let (_server, moving) = answering(move |_| {
        let call = calls.fetch_add(1, Ordering::SeqCst).to_string();
        json(&packages(1, r#""total_pages":1"#, 9, &["a", &call]))
    })
    .await;
    let listing = moving.plans(&[]).await.unwrap();
    assert_eq!(listing.skipped.len(), 1);
    assert_eq!(listing.skipped[0].why, "the list changed while it was read");
    let (_server, repeating) =
        answering(|_| json(&packages(1, r#""total_pages":1"#, 3, &["a", "b", "a"]))).await;
    let listing = repeating.plans(&[]).await.unwrap();
    assert_eq!((ids(&listing), listing.is_complete()), (vec!["a", "b"], true));
}

#[tokio::test]
async fn half_a_list_is_none() {
    let (_server, esimfly) = answering(|seen| match number(seen) {
        1 => json(&packages(1, r#""total_pages":2"#, 3, &["a", "b"])),
        _ => status(500, r#"{"success":false,"error":"Internal Server Error"}"#),
    })
    .await;
    assert_eq!(kind(esimfly.plans(&[]).await), Kind::Server);
}

#[tokio::test]
async fn an_envelope_that_does_not_fit_names_its_place() {
    for (body, expected) in [
        (r#"{"success":true}"#, unreadable(".")),
        (r#"{"success":true,"data":{}}"#, unreadable("data")),
        (r#"{"success":true,"data":{"packages":7}}"#, unreadable("data.packages")),
        (
            r#"{"success":true,"data":{"packages":[],"pagination":{"total":"many"}}}"#,
            unreadable("data.pagination.total"),
        ),
        ("<html>", Kind::NotJson),
        (r#"{"success":false,"message":"no","code":"FORBIDDEN"}"#, Kind::Forbidden),
    ] {
        let (_server, esimfly) = answering(move |_| json(body)).await;
        let error = esimfly.plans(&[]).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (expected, esim_desk_provider::Effect::None), "{body}");
    }
    let beside = r#"{"success":true,"packages":[{"package_code":"a"}]}"#;
    let (_server, esimfly) = answering(move |_| json(beside)).await;
    assert_eq!(ids(&esimfly.plans(&[]).await.unwrap()), ["a"], "another envelope");
}

#[tokio::test]
async fn one_package_is_searched_by_its_place_and_gone_only_when_the_whole_catalogue_lacks_it() {
    let (server, esimfly) = answering(|seen| {
        let codes: &[&str] = match seen.path.contains("search=France") {
            true => &["near"],
            false => &["near", "far"],
        };
        json(&packages(1, r#""total_pages":1"#, codes.len(), codes))
    })
    .await;
    let known = |name: &str, coverage| Plan {
        name: Some(name.to_owned()),
        coverage,
        ..request("x", Target::NewEsim).plan
    };
    let france = known("France 1GB 7Days", Coverage::Local { country: Country::from_code("FR").unwrap() });
    let near = esimfly.plan(&"near".into(), &france).await.unwrap().unwrap();
    assert_eq!(near.coverage, france.coverage);
    assert_eq!(server.seen().len(), 1);
    assert!(esimfly.plan(&"far".into(), &france).await.unwrap().is_some());
    assert_eq!(server.seen().len(), 3);
    assert_eq!(esimfly.plan(&"gone".into(), &france).await.unwrap(), None);
    let region = Coverage::Regional { region: "France".to_owned(), countries: Vec::new() };
    esimfly.plan(&"near".into(), &known("x", region)).await.unwrap().unwrap();
    let unnamed = known("Unlimited 5GB", Coverage::NotSaid);
    esimfly.plan(&"near".into(), &unnamed).await.unwrap().unwrap();
    let last: Vec<_> = server.seen().into_iter().rev().take(2).map(|seen| seen.path).collect();
    assert_eq!(last, ["/esims/packages?page=1&limit=100", "/esims/packages?search=France&page=1&limit=100"]);
}

#[tokio::test]
async fn a_package_is_not_called_gone_after_a_list_with_an_unreadable_row() {
    let (_server, esimfly) =
        answering(|_| json(r#"{"success":true,"data":{"packages":[{"package_code":"a"},{"name":7}]}}"#))
            .await;
    let known = request("x", Target::NewEsim).plan;
    assert_eq!(kind(esimfly.plan(&"gone".into(), &known).await), unreadable("data.packages"));
    assert!(esimfly.plan(&"a".into(), &known).await.unwrap().is_some());
}

#[tokio::test]
async fn one_esim_is_searched_by_its_number() {
    let body = ESIMS.replace(r#""total":45,"total_pages":3"#, r#""total":2,"total_pages":1"#);
    let (server, esimfly) = answering(move |_| json(&body)).await;
    let esim = esimfly.one(&EsimId::from(ICCID)).await.unwrap().unwrap();
    assert_eq!(esim.iccid.unwrap().as_str(), ICCID);
    assert_eq!(server.seen()[0].path, format!("/esims?search={ICCID}&status=all&page=1&limit=100"));
    let service = esimfly.service(&ServiceId::from("8910300001234567891")).await.unwrap().unwrap();
    assert_eq!(service.esim.unwrap().as_str(), "8910300001234567891");
    assert_eq!(esimfly.one(&EsimId::from("8910300001234567899")).await.unwrap(), None);
    assert_eq!(esimfly.one(&EsimId::from("row-5")).await.unwrap(), None);
    let asked = server.seen().len();
    for nobody in ["", "..", "esim_1", "a/b?c=d"] {
        assert_eq!(esimfly.one(&EsimId::from(nobody)).await.unwrap(), None);
        assert_eq!(esimfly.usage(&ServiceId::from(nobody)).await.unwrap(), None);
    }
    assert_eq!(server.seen().len(), asked, "what is no number is not asked about");
}

#[tokio::test]
async fn use_is_that_esims_or_nobodys() {
    let (server, esimfly) = answering(|_| json(USE)).await;
    assert!(esimfly.usage(&ServiceId::from(ICCID)).await.unwrap().is_some());
    assert_eq!(server.seen()[0].path, format!("/esims/usage/query?iccid={ICCID}"));
    let other = esimfly.usage(&ServiceId::from("8910300001234567891")).await;
    assert_eq!(kind(other), unreadable("data.iccid"));
    let not_found = r#"{"error":"Not Found","message":"eSIM not found"}"#;
    let (_server, esimfly) = answering(move |_| status(404, not_found)).await;
    assert_eq!(esimfly.usage(&ServiceId::from(ICCID)).await.unwrap(), None);
    let (_server, esimfly) = answering(move |_| json(not_found)).await;
    assert_eq!(kind(esimfly.usage(&ServiceId::from(ICCID)).await), Kind::Refused, "no use is no zero");
    let bad = r#"{"error":"Bad Request","message":"Provide either iccid or order_id"}"#;
    let (_server, esimfly) = answering(move |_| status(400, bad)).await;
    let error = esimfly.usage(&ServiceId::from(ICCID)).await.unwrap_err();
    assert_eq!(
        (error.kind, error.text.as_deref()),
        (Kind::Refused, Some("Provide either iccid or order_id"))
    );
}

#[tokio::test]
async fn a_clock_that_is_far_off_is_told_and_made_up_for() {
    let (server, esimfly) = answering(|seen| {
        let stamp: i64 = seen.header("rt-timestamp").unwrap().parse().unwrap();
        let head = "date: Thu, 12 Mar 2026 14:39:23 GMT\r\n".to_owned();
        if (stamp / 1000 - 1_773_326_363).abs() < 300 {
            Reply::Say(200, head, r#"{"success":true,"data":{"esims":[]}}"#.to_owned())
        } else {
            let body = r#"{"success":false,"error":"Invalid timestamp","code":"INVALID_TIMESTAMP"}"#;
            Reply::Say(401, head, body.to_owned())
        }
    })
    .await;
    assert_eq!(esimfly.clock_skew_seconds(), None);
    assert!(esimfly.list().await.unwrap().rows.is_empty());
    assert!(esimfly.clock_skew_seconds().unwrap().abs() > 300);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_catalogue_whose_reading_broke_off_is_read_on() {
    let broken = AtomicUsize::new(0);
    let (server, esimfly) = answering(move |seen| {
        let number: usize = seen.path.split("page=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        if number == 2 && broken.fetch_add(1, Ordering::SeqCst) < 2 {
            return status(500, "");
        }
        json(&format!(
            r#"{{"success":true,"data":{{"packages":[{{"package_code":"P{number}"}}],"pagination":{{"page":{number},"limit":100,"total":3,"total_pages":3}}}}}}"#
        ))
    })
    .await;
    esimfly.plans(&[]).await.unwrap_err();
    let listing = esimfly.plans(&[]).await.unwrap();
    let ids: Vec<_> = listing.rows.iter().map(|plan| plan.id.as_str()).collect();
    assert_eq!((ids, listing.is_complete()), (vec!["P1", "P2", "P3"], true));
    assert_eq!(server.count("GET /esims/packages?page=1&"), 1);
    assert_eq!(esimfly.read_so_far(), None);
}

#[tokio::test]
async fn a_long_pause_holds_up_what_nobody_waits_for() {
    let (server, mut client) = answering(|_| crate::scripted::status(500, "")).await;
    client.http.hold_up();
    only_what_is_waited_for_goes_out(&client, &server, super::ICCID, super::ICCID).await;
}
