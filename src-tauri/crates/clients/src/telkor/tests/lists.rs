//! Lists: their envelopes, their pages, and rows that move between those.

use super::{SIMS, desk, is, page, query};
use crate::scripted::{Reply, json, status};
use crate::telkor::SimFilter;
use crate::turns::only_what_is_waited_for_goes_out;
use esim_desk_model::EsimId;
use esim_desk_provider::{Esims, Kind};
use std::sync::atomic::{AtomicUsize, Ordering};

fn row(number: usize) -> String {
    format!(r#"{{"id":"sim{number}"}}"#)
}

/// Rows by their numbers, as one page of a longer list.
fn part(numbers: &[usize], total: usize, number: usize, pages: usize) -> Reply {
    let rows: Vec<_> = numbers.iter().map(|number| row(*number)).collect();
    json(&format!(
        r#"{{"items":[{}],"total":{total},"page":{number},"page_size":2,"pages":{pages}}}"#,
        rows.join(",")
    ))
}

fn ids(sims: &[esim_desk_model::Esim]) -> Vec<&str> {
    sims.iter().map(|sim| sim.id.as_str()).collect()
}

#[tokio::test]
async fn a_list_is_found_under_every_key_and_bare() {
    let rows = r#"[{"id":"sim1"},{"id":"sim2"}]"#;
    for body in [
        format!(r#"{{"items":{rows},"total":2,"page":1,"page_size":50,"pages":1}}"#),
        format!(r#"{{"data":{rows}}}"#),
        format!(r#"{{"results":{rows},"total":2}}"#),
        format!(r#"{{"data":{{"data":{rows},"total":2}}}}"#),
        rows.to_owned(),
    ] {
        let (server, client) = desk(move |_, _| json(&body)).await;
        assert_eq!(ids(&client.list().await.unwrap().rows), ["sim1", "sim2"]);
        assert_eq!(server.count("GET /telkor/sims?page=1&page_size=50"), 1);
        assert_eq!(server.count("GET /telkor/sims"), 1);
    }
}

#[tokio::test]
async fn an_answer_without_a_list_is_unreadable() {
    for (body, path) in [(r#"{"total":0}"#, "items"), (r#"{"items":7}"#, "items"), ("null", ".")] {
        let (_server, client) = desk(move |_, _| json(body)).await;
        let error = client.list().await.unwrap_err();
        assert_eq!(error.kind, Kind::Unreadable { path: path.to_owned() }, "{body}");
    }
}

#[tokio::test]
async fn a_bad_row_hides_no_other() {
    let rows = [row(1), r#"{"iccid":"8948010000000012345"}"#.to_owned(), "7".to_owned(), row(2)];
    let (_server, client) = desk(move |_, _| json(&page(&rows))).await;
    let listing = client.list().await.unwrap();
    assert_eq!(ids(&listing.rows), ["sim1", "sim2"]);
    let skipped: Vec<_> = listing.skipped.iter().map(|row| (row.index, row.why.as_str())).collect();
    assert_eq!(skipped, [(1, "id is missing"), (2, "the row does not fit")]);
}

#[tokio::test]
async fn a_page_that_is_too_long_is_asked_for_in_halves() {
    let (server, client) = desk(|_, path| {
        let size: u32 = query(path, "page_size").unwrap().parse().unwrap();
        if size > 20 {
            return status(
                422,
                r#"{"detail":[{"type":"less_than_equal","loc":["query","page_size"],"msg":"Input should be less than or equal to 20","input":"50"}]}"#,
            );
        }
        json(r#"{"items":[{"id":"sim1"}],"total":1,"pages":1}"#)
    })
    .await;
    assert_eq!(client.list().await.unwrap().rows.len(), 1);
    assert_eq!(client.list().await.unwrap().rows.len(), 1);
    let sizes: Vec<_> =
        server.seen().iter().filter_map(|seen| query(&seen.path, "page_size").map(str::to_owned)).collect();
    assert_eq!(sizes, ["50", "25", "12", "12"], "what fits is remembered");
}

#[tokio::test]
async fn a_refusal_without_a_word_is_about_the_size_only_where_nothing_else_was_asked() {
    let (server, client) = desk(|_, path| match query(path, "page_size").unwrap().parse::<u32>() {
        Ok(size) if size <= 12 && query(path, "status").is_none() => json(SIMS),
        _ => status(422, ""),
    })
    .await;
    let filter = SimFilter { status: Some("x".to_owned()), ..SimFilter::default() };
    assert_eq!(client.sims(&filter).await.unwrap_err().kind, Kind::Refused);
    assert_eq!(server.count("GET /telkor/sims"), 1);
    assert_eq!(client.list().await.unwrap().rows.len(), 2);
    assert_eq!(server.count("GET /telkor/sims"), 4);
    let (server, client) = desk(|_, path| match query(path, "page_size").unwrap().parse::<u32>() {
        Ok(size) if size <= 12 => json(SIMS),
        _ => status(422, r#"{"detail":"must be at most 20"}"#),
    })
    .await;
    assert_eq!(client.list().await.unwrap().rows.len(), 2);
    assert_eq!(server.count("GET /telkor/sims"), 3);
}

#[tokio::test]
async fn another_refusal_is_no_matter_of_size() {
    let (server, client) = desk(|_, _| {
        status(
            422,
            r#"{"detail":[{"type":"enum","loc":["query","status"],"msg":"not a status","input":"x"}]}"#,
        )
    })
    .await;
    let filter = SimFilter { status: Some("x".to_owned()), ..SimFilter::default() };
    let error = client.sims(&filter).await.unwrap_err();
    assert_eq!((error.kind, error.text.as_deref()), (Kind::Refused, Some("status: not a status")));
    assert_eq!(server.count("GET /telkor/sims"), 1);
}

#[tokio::test]
async fn a_row_that_moves_between_pages_is_found_in_the_next_reading_and_counts_once() {
    let reading = AtomicUsize::new(0);
    let (server, client) = desk(move |_, path| {
        let turn = reading.fetch_add(1, Ordering::SeqCst);
        match (turn, query(path, "page").unwrap()) {
            // sim3 is changed after the first page, moves to the front, and pushes sim2 to the second.
            (0, "1") => part(&[1, 2], 4, 1, 2),
            (1, "2") => part(&[2, 4], 4, 2, 2),
            (_, "1") => part(&[3, 1], 4, 1, 2),
            (_, _) => part(&[2, 4], 4, 2, 2),
        }
    })
    .await;
    let listing = client.list().await.unwrap();
    assert_eq!(ids(&listing.rows), ["sim1", "sim2", "sim4", "sim3"]);
    assert!(listing.is_complete());
    assert_eq!(server.count("GET /telkor/sims"), 4);
}

#[tokio::test]
async fn a_whole_list_is_read_once() {
    let (server, client) = desk(|_, path| match query(path, "page").unwrap() {
        "1" => part(&[1, 2], 3, 1, 2),
        _ => part(&[3], 3, 2, 2),
    })
    .await;
    assert_eq!(client.list().await.unwrap().rows.len(), 3);
    assert_eq!(server.count("GET /telkor/sims"), 2);
}

#[tokio::test]
async fn a_list_that_never_comes_to_rest_is_not_called_complete() {
    let counter = AtomicUsize::new(0);
    let (_server, client) = desk(move |_, path| {
        let next = counter.fetch_add(1, Ordering::SeqCst);
        let number = if query(path, "page").unwrap() == "1" { 1 } else { 2 };
        part(&[next], 99, number, 2)
    })
    .await;
    let listing = client.list().await.unwrap();
    assert!(!listing.rows.is_empty() && !listing.is_complete());
    assert_eq!(listing.skipped[0].why, "the list changed while it was read");
}

#[tokio::test]
async fn a_server_that_knows_no_pages_is_not_asked_for_ever() {
    let rows: Vec<_> = (0..50).map(row).collect();
    let body = format!("[{}]", rows.join(","));
    let (server, client) = desk(move |_, _| json(&body)).await;
    assert_eq!(client.list().await.unwrap().rows.len(), 50);
    assert!(server.count("GET /telkor/sims") <= 4);
}

/// A server that gives at most so many of its 45 rows, and says no more than these words of it.
async fn capped(cap: usize, words: &'static str) -> (crate::scripted::Scripted, crate::telkor::Telkor) {
    desk(move |_, path| {
        let number: usize = query(path, "page").unwrap().parse().unwrap();
        let rows: Vec<_> = (1..=45).skip((number - 1) * cap).take(cap).map(row).collect();
        let rows = rows.join(",");
        json(&if words.is_empty() { format!("[{rows}]") } else { format!(r#"{{"items":[{rows}],{words}}}"#) })
    })
    .await
}

#[tokio::test]
async fn a_server_that_gives_fewer_rows_than_are_asked_for_is_read_to_the_end() {
    for (cap, words) in [
        (20, ""),
        (25, ""),
        (50, ""),
        (7, r#""page_size":7"#),
        (7, r#""total":45"#),
        (7, r#""total":45,"page_size":50"#),
        (20, r#""pages":3"#),
        (20, r#""total_pages":3,"per_page":20"#),
    ] {
        let (_server, client) = capped(cap, words).await;
        let listing = client.list().await.unwrap();
        assert_eq!((listing.rows.len(), listing.is_complete()), (45, true), "{cap} {words}");
    }
}

#[tokio::test]
async fn a_wrong_total_ends_a_list_all_the_same() {
    let (server, client) = desk(|_, _| json(r#"{"items":[{"id":"sim1"}],"total":3}"#)).await;
    assert_eq!(client.list().await.unwrap().rows.len(), 1);
    assert_eq!(server.count("GET /telkor/sims"), 6, "three rows in each of two readings");
}

#[tokio::test]
async fn every_filter_reaches_telkor_and_a_repeated_one_is_repeated() {
    let (server, client) = desk(|_, _| json(SIMS)).await;
    let text = |text: &str| Some(text.to_owned());
    let filter = SimFilter {
        status: text("active"),
        sim_type: text("esim"),
        zones: vec!["zone-a".to_owned(), "zone-b".to_owned()],
        search: text("8948"),
        for_plan: Some("plan5".into()),
    };
    assert_eq!(client.sims(&filter).await.unwrap().rows.len(), 2);
    let sims = server.seen().into_iter().find(|seen| is(&seen.path, "/telkor/sims")).unwrap();
    assert_eq!(
        sims.path,
        "/telkor/sims?status=active&sim_type=esim&search=8948&for_plan_id=plan5&compatibility_zones=zone-a&compatibility_zones=zone-b&page=1&page_size=50"
    );
    assert_eq!(sims.header("authorization"), Some("Bearer eyJhbGciOi"));
}

#[tokio::test]
async fn an_id_that_is_a_number_is_text() {
    let (_server, client) = desk(|_, path| match path {
        "/sims/7" => json(r#"{"id":7,"sim_type":"physical"}"#),
        _ => json(r#"[{"id":7}]"#),
    })
    .await;
    assert_eq!(ids(&client.list().await.unwrap().rows), ["7"]);
    assert_eq!(client.one(&EsimId::from("7")).await.unwrap().unwrap().id.as_str(), "7");
}

#[tokio::test]
async fn a_long_pause_holds_up_what_nobody_waits_for() {
    let (server, mut client) = desk(|_, path| super::buying::reading(path)).await;
    client.list().await.unwrap();
    client.http.hold_up();
    let service = format!("{}/{}", super::LINK_A, super::ACTIVATION_1);
    only_what_is_waited_for_goes_out(&client, &server, super::SIM_1, &service).await;
}
