//! Looking for a purchase whose answer was lost.

use super::{account, answering, documents, esim_id, key, more_data, new_esim, refused, since};
use crate::scripted::{Reply, Scripted, Seen, json, status};
use esim_desk_provider::{Candidate, Evidence, Mark, Orders, Request, Trace};

const REFERENCE: &str = "6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11";

/// The mark of an account with these orders.
fn mark(orders: &str, balance: &str) -> Mark {
    let minor = balance.replace('.', "");
    Mark(format!(r#"{{"orders":[{orders}],"balance":{{"minor":{minor},"currency":"USD","exponent":2}}}}"#))
}

/// What it held before the documented order.
fn before() -> Mark {
    mark("", "500.00")
}

/// The documented account, one thing of it otherwise.
fn books(
    change: impl Fn(&str) -> Option<Reply> + Send + Sync,
) -> impl Fn(&Seen, &str) -> Reply + Send + Sync {
    move |_, path| {
        if let Some(reply) = change(path) {
            return reply;
        }
        match path.split('?').next().unwrap_or_default() {
            "/orders" => json(documents::ORDERS),
            "/organisation" => account(),
            "/esims/8944000000000000019" => json(&documents::ESIM.replace("AG-2026-000123", "")),
            "/esims/8944000000000000019/bundles" => json(documents::BUNDLES),
            _ => refused(403, documents::FORBIDDEN),
        }
    }
}

async fn look(
    change: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static,
    request: &Request,
    mark: &Mark,
) -> Trace {
    let (server, client) = answering(books(change)).await;
    let trace = client.trace(&key(), request, mark, since()).await.unwrap();
    assert!(server.seen().iter().all(|seen| seen.method == "GET"), "a look never spends");
    trace
}

/// The list of orders with one order changed from the documented one.
fn orders(from: &'static str, to: &'static str) -> impl Fn(&str) -> Option<Reply> + Send + Sync {
    move |path| {
        let body = documents::ORDERS.replace(from, to);
        path.starts_with("/orders?").then(|| json(&body))
    }
}

fn found() -> Candidate {
    Candidate {
        reference: Some(REFERENCE.to_owned()),
        esim: Some(esim_id()),
        service: Some("8944000000000000019:215000001".into()),
        created_at: Some("2026-03-02T09:15:06.987654321Z".parse().unwrap()),
        evidence: Evidence::Difference,
    }
}

#[tokio::test]
async fn a_new_order_that_fits_is_a_difference_and_no_proof() {
    for request in [new_esim(), more_data()] {
        assert_eq!(look(|_| None, &request, &before()).await, Trace::Looked(vec![found()]));
    }
}

#[tokio::test]
async fn a_mark_remembers_the_latest_orders_and_the_balance() {
    let (server, client) = answering(books(|_| None)).await;
    let mark = client.mark(&new_esim()).await.unwrap();
    let text = &mark.0;
    assert!(text.contains(REFERENCE) && text.contains("49864"), "{text}");
    assert!(!text.contains("SIM01"), "no code in the journal: {text}");
    let trace = client.trace(&key(), &new_esim(), &mark, since()).await.unwrap();
    assert_eq!(trace, Trace::Looked(Vec::new()), "what was there before is not ours");
    let asked = server.seen().into_iter().find(|seen| seen.path.starts_with("/v2.5/orders?")).unwrap().path;
    assert!(asked.contains("createdAt=gte%3A20") && asked.contains("includeIccids=true"), "{asked}");
    let window = server.seen().into_iter().filter(|seen| seen.path.contains("09%3A13%3A00.000Z")).count();
    assert_eq!(window, 1, "two minutes before it was sent");
}

#[tokio::test]
async fn an_order_that_differs_in_anything_is_not_ours() {
    for (from, to) in [
        (r#""item":"esim_1GB_7D_GB_V2""#, r#""item":"esim_1GB_7D_GB_V1""#),
        (r#""quantity":1,"subTotal":1.36"#, r#""quantity":2,"subTotal":1.36"#),
        (r#""type":"bundle","item""#, r#""type":"bundleAssignment","item""#),
        (r#""assigned":true"#, r#""assigned":false"#),
        ("2026-03-02T09:15:06.987654321Z", "2026-03-02T09:12:59Z"),
    ] {
        let same_balance = mark("", "498.64");
        assert_eq!(
            look(orders(from, to), &new_esim(), &same_balance).await,
            Trace::Looked(Vec::new()),
            "{to}"
        );
    }
    let known = mark(r#""6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11""#, "498.64");
    assert_eq!(look(|_| None, &new_esim(), &known).await, Trace::Looked(Vec::new()));
    let elsewhere = look(orders("8944000000000000019", "8944000000000000027"), &more_data(), &before()).await;
    let astray = Candidate { esim: None, service: None, ..found() };
    assert_eq!(elsewhere, Trace::Looked(vec![astray]), "data onto another eSIM may be ours gone astray");
}

#[tokio::test]
async fn an_order_without_a_time_or_an_amount_may_be_ours() {
    let bare =
        look(orders(r#""createdDate":"2026-03-02T09:15:06.987654321Z","#, ""), &new_esim(), &before()).await;
    assert_eq!(bare, Trace::Looked(vec![Candidate { created_at: None, ..found() }]));
    let free = look(orders(r#""total":1.36,"#, ""), &new_esim(), &before()).await;
    assert_eq!(free, Trace::Looked(vec![found()]));
}

#[tokio::test]
async fn an_order_whose_price_had_fallen_may_be_ours() {
    for total in [r#""total":1.29"#, r#""total":1.2999"#, r#""total":0"#] {
        let cheaper = look(orders(r#""total":1.36"#, total), &new_esim(), &before()).await;
        assert_eq!(cheaper, Trace::Looked(vec![found()]), "{total}");
    }
}

fn cannot_tell(trace: Trace, about: &str) {
    let Trace::CannotTell { why } = trace else { panic!("{trace:?} is no doubt about {about}") };
    assert!(why.contains(about), "{why}");
}

#[tokio::test]
async fn nothing_is_concluded_from_what_does_not_add_up() {
    let dearer = look(orders(r#""total":1.36"#, r#""total":1.63"#), &new_esim(), &before()).await;
    cannot_tell(dearer, "another amount");
    let paid_back = look(orders(r#""total":1.36"#, r#""total":-1.36"#), &new_esim(), &before()).await;
    cannot_tell(paid_back, "another amount");
    let gone = look(|path| path.starts_with("/orders?").then(|| json("[]")), &new_esim(), &before()).await;
    cannot_tell(gone, "balance fell");
    let broken = look(
        orders(r#""orderReference":"0a1b2c3d-0000-4000-8000-000000000002","#, ""),
        &new_esim(),
        &before(),
    )
    .await;
    cannot_tell(broken, "orderReference");
    let closed =
        look(|path| path.starts_with("/orders?").then(|| status(500, "")), &new_esim(), &before()).await;
    cannot_tell(closed, "list orders");
    let mark = Mark("not ours".to_owned());
    cannot_tell(look(|_| None, &new_esim(), &mark).await, "mark");
}

#[tokio::test]
async fn what_other_orders_took_explains_the_balance() {
    let other = look(orders("esim_1GB_7D_GB_V2", "esim_5GB_30D_FR_V2"), &new_esim(), &before()).await;
    assert_eq!(other, Trace::Looked(Vec::new()));
}

#[tokio::test]
async fn an_esim_that_somebody_noted_or_that_was_there_before_is_not_ours() {
    let noted = |path: &str| path.starts_with("/esims/8944000000000000019?").then(|| json(documents::ESIM));
    assert_eq!(look(noted, &new_esim(), &before()).await, Trace::Looked(Vec::new()));
    assert_eq!(
        look(noted, &more_data(), &before()).await,
        Trace::Looked(vec![found()]),
        "data goes onto such"
    );
    let older = |path: &str| {
        let early = r#""assignments":[{"id":"1","assignmentDateTime":"2026-01-01T00:00:00Z","bundleState":"expired"},"#;
        let body = documents::BUNDLES.replace(r#""assignments":["#, early);
        path.contains("/bundles?").then(|| json(&body))
    };
    assert_eq!(look(older, &new_esim(), &before()).await, Trace::Looked(Vec::new()));
}

#[tokio::test]
async fn the_list_of_orders_may_be_a_single_order() {
    let single = |path: &str| path.starts_with("/orders?").then(|| json(documents::ORDER));
    assert_eq!(look(single, &new_esim(), &before()).await, Trace::Looked(vec![found()]));
    let (_server, client) = answering(books(single)).await;
    assert_eq!(client.sees_orders().await, Ok(Some(true)));
}

#[tokio::test]
async fn the_suppliers_clock_decides_what_is_new() {
    let reply = move |seen: &Seen| {
        let path = seen.path.strip_prefix("/v2.5").unwrap_or_default().to_owned();
        let answer = match books(|_| None)(seen, &path) {
            Reply::Say(599, ..) => json(documents::ORGANISATION),
            reply => reply,
        };
        match answer {
            Reply::Say(status, head, body) => {
                Reply::Say(status, format!("{head}date: Mon, 02 Mar 2026 09:15:20 GMT\r\n"), body)
            }
            other => other,
        }
    };
    let server = Scripted::start(reply).await;
    let client = super::client_of(&server.url, &[]);
    client.account().await.unwrap();
    // This computer is months ahead, and sent the order a moment ago by its own clock.
    let since = crate::http::now();
    let trace = client.trace(&key(), &new_esim(), &before(), since).await.unwrap();
    assert_eq!(trace, Trace::Looked(vec![found()]));
    assert!(esim_desk_provider::Provider::clock_skew_seconds(&client).is_some());
}
