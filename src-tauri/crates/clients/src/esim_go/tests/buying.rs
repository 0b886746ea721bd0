//! Trying, buying and following an order.

use super::{
    account, answering, client_of, documents, esim_id, key, more_data, new_esim, refused, since, usd,
};
use crate::scripted::{Reply, Scripted, Seen, json, status};
use esim_desk_model::Plan;
use esim_desk_provider::{
    Candidate, Draft, Effect, Evidence, Kind, Lane, Mark, Orders, Placed, Progress, Request, Taken, Target,
};
use serde_json::{Value, json as value};
use std::time::Duration;

const REFERENCE: &str = "6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11";

/// A shop that answers as documented.
fn shop(seen: &Seen, path: &str) -> Reply {
    match (seen.method.as_str(), path.split('?').next().unwrap_or_default()) {
        ("POST", "/orders") if seen.body.contains(r#""type":"validate""#) => json(documents::TRIAL),
        ("POST", "/orders") => json(documents::ORDER),
        ("GET", "/orders") => json(documents::ORDERS),
        ("GET", "/orders/6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11") => json(documents::ORDER),
        ("GET", "/organisation") => account(),
        ("GET", "/catalogue/bundle/esim_1GB_7D_GB_V2") => json(documents::BUNDLE),
        ("GET", "/esims/8944000000000000019") => json(documents::ESIM),
        ("GET", "/esims/8944000000000000019/bundles") => json(documents::BUNDLES),
        ("GET", "/esims/8944000000000000019/compatible/esim_1GB_7D_GB_V2") => json(r#"{"compatible":true}"#),
        _ => refused(403, documents::FORBIDDEN),
    }
}

fn no_mark() -> Mark {
    Mark(r#"{"orders":[],"balance":null}"#.to_owned())
}

/// Bodies of the orders that went out, trials too.
fn sent(server: &Scripted) -> Vec<Value> {
    let orders = server.seen().into_iter().filter(|seen| seen.method == "POST");
    orders.map(|seen| serde_json::from_str(&seen.body).unwrap()).collect()
}

#[tokio::test]
async fn an_order_is_for_one_esim_and_holds_the_whole_account() {
    let client = client_of("http://127.0.0.1:1", &[]);
    let Request { plan, price, target, source, .. } = new_esim();
    let parts = client.split(&Draft { plan, price, target, source, quantity: 3 });
    assert_eq!(parts, vec![new_esim(); 3]);
    assert_eq!(client.lane(&parts[0]), Lane("account".to_owned()));
    assert_eq!(client.lane(&more_data()), Lane("account".to_owned()));
}

#[tokio::test]
async fn a_purchase_sends_the_documented_body_once_and_reads_the_documented_answer() {
    for (request, body) in [(new_esim(), documents::NEW_ESIM), (more_data(), documents::TOP_UP)] {
        let (server, client) = answering(shop).await;
        let placed = client.place(&key(), &request).await.unwrap();
        let charged = Some(usd("1.36"));
        assert_eq!(placed, Placed { reference: REFERENCE.to_owned(), taken: Taken::Fulfilled, charged });
        assert_eq!(sent(&server), [serde_json::from_str::<Value>(body).unwrap()]);
        assert_eq!(server.count("POST /v2.5/orders?includeIccids=true"), 1);
    }
}

#[tokio::test]
async fn a_branding_profile_goes_with_new_esims_alone() {
    let server = Scripted::start(|seen| shop(seen, seen.path.strip_prefix("/v2.5").unwrap())).await;
    let client = client_of(&server.url, &[("profile_id", REFERENCE)]);
    client.place(&key(), &new_esim()).await.unwrap();
    client.place(&key(), &more_data()).await.unwrap();
    let profiles: Vec<_> = sent(&server).iter().map(|body| body["profileID"].clone()).collect();
    assert_eq!(profiles, [value!(REFERENCE), Value::Null]);
}

#[tokio::test]
async fn only_a_readable_refusal_is_one() {
    let text = |status: u16, body: &str| {
        Reply::Say(status, "content-type: text/plain\r\n".to_owned(), body.to_owned())
    };
    for (reply, effect, kind) in [
        (text(400, "invalid UUID length: 3"), Effect::None, Kind::Refused),
        (text(401, "who are you"), Effect::None, Kind::Credentials),
        (refused(400, r#"{"message":"no"}"#), Effect::None, Kind::Refused),
        (refused(429, r#"{"message":"Rate limit exceeded"}"#), Effect::None, Kind::TooMany),
        (refused(403, documents::FORBIDDEN), Effect::None, Kind::Forbidden),
        (text(503, "come back"), Effect::Unknown, Kind::Server),
        (refused(500, r#"{"message":"oh"}"#), Effect::Unknown, Kind::Server),
        (status(400, "<html>no</html>"), Effect::Unknown, Kind::Refused),
        (Reply::Close, Effect::Unknown, Kind::Dropped),
        (Reply::Cut, Effect::Unknown, Kind::Dropped),
        (json("<html>"), Effect::Unknown, Kind::NotJson),
    ] {
        let answer = reply.clone();
        let (server, client) = answering(move |seen, path| match path {
            "/organisation" => account(),
            _ if seen.method == "POST" => answer.clone(),
            _ => status(500, ""),
        })
        .await;
        let error = client.place(&key(), &new_esim()).await.unwrap_err();
        assert_eq!((error.effect, error.kind.clone()), (effect, kind), "{reply:?}");
        assert_eq!(sent(&server).len(), 1, "{reply:?} must not be repeated");
        assert!(!format!("{error:?}").contains(super::SECRET));
    }
}

#[tokio::test]
async fn an_order_without_a_reference_may_have_been_made() {
    for body in [r#"{"message":"ok"}"#, r#"{"order":[],"total":1.36}"#, r#"{"orderReference":""}"#, "[]"] {
        let (_server, client) = answering(move |_, _| json(body)).await;
        let error = client.place(&key(), &new_esim()).await.unwrap_err();
        assert_eq!(error.effect, Effect::Unknown, "{body}");
        assert!(matches!(error.kind, Kind::Unreadable { .. }), "{body}");
    }
}

#[tokio::test]
async fn what_a_purchase_would_cost_is_tried_and_the_balance_told() {
    let (server, client) = answering(shop).await;
    let quote = client.preview(&new_esim()).await.unwrap();
    assert_eq!((quote.price, quote.balance), (Some(usd("1.36")), Some(usd("498.64"))));
    assert_eq!(quote.plan.map(|plan: Plan| plan.id), Some("esim_1GB_7D_GB_V2".into()));
    let mut trial: Value = serde_json::from_str(documents::NEW_ESIM).unwrap();
    trial["type"] = value!("validate");
    assert_eq!(sent(&server), [trial], "the same body, and nothing bought");
}

/// The shop with another answer to a trial.
async fn trying(answer: Reply) -> Result<(Option<String>, Option<String>), esim_desk_provider::Error> {
    let (_server, client) =
        answering(move |seen, path| if seen.method == "POST" { answer.clone() } else { shop(seen, path) })
            .await;
    let quote = client.preview(&new_esim()).await?;
    let shown = |money: Option<esim_desk_model::Money>| money.map(|money| money.to_string());
    Ok((shown(quote.price), shown(quote.balance)))
}

#[tokio::test]
async fn a_trial_tells_a_new_price_a_short_balance_and_any_other_refusal() {
    let dearer = documents::TRIAL.replace(r#""total":1.36"#, r#""total":"2.5""#);
    assert_eq!(trying(json(&dearer)).await.unwrap().0.as_deref(), Some("2.50 USD"));
    let short = documents::TRIAL.replace(r#""total":1.36,"valid":true"#, r#""total":900,"valid":false"#);
    let (price, balance) = trying(json(&short)).await.unwrap();
    assert_eq!((price.as_deref(), balance.as_deref()), (Some("900.00 USD"), Some("498.64 USD")));
    let odd = documents::TRIAL.replace(r#""valid":true"#, r#""valid":false,"message":"group is closed""#);
    let error = trying(json(&odd)).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
    assert_eq!(error.text.as_deref(), Some("group is closed"));
    let plain = Reply::Say(400, "content-type: text/plain\r\n".to_owned(), "no such bundle".to_owned());
    assert_eq!(trying(plain).await.unwrap_err().text.as_deref(), Some("no such bundle"));
    let poor = documents::ORGANISATION.replace("498.64", "1.35");
    let no = refused(400, r#"{"message":"no"}"#);
    let (_server, client) = answering(move |seen, path| match path {
        "/organisation" => json(&poor),
        _ if seen.method == "POST" => no.clone(),
        _ => shop(seen, path),
    })
    .await;
    let quote = client.preview(&new_esim()).await.unwrap();
    assert_eq!(
        (quote.price, quote.balance),
        (Some(usd("1.36")), Some(usd("1.35"))),
        "the sum that is missing"
    );
    let silent = json(r#"{"order":[],"valid":true}"#);
    assert_eq!(
        trying(silent).await.unwrap().0.as_deref(),
        Some("1.36 USD"),
        "then the catalogue's price counts"
    );
}

#[tokio::test]
async fn a_bundle_that_is_not_sold_any_more_is_not_even_tried() {
    let (server, client) = answering(|seen, path| {
        if path.starts_with("/catalogue") { refused(403, documents::FORBIDDEN) } else { shop(seen, path) }
    })
    .await;
    let quote = client.preview(&new_esim()).await.unwrap();
    assert_eq!((quote.plan, quote.price), (None, None));
    assert!(sent(&server).is_empty());
}

#[tokio::test]
async fn data_is_not_even_tried_onto_an_esim_that_does_not_take_it() {
    for (answer, kind) in [
        (json(r#"{"compatible":false}"#), Kind::Refused),
        (json("{}"), Kind::Unreadable { path: ".".to_owned() }),
        (refused(403, documents::FORBIDDEN), Kind::Forbidden),
    ] {
        let (server, client) =
            answering(
                move |seen, path| {
                    if path.contains("/compatible/") { answer.clone() } else { shop(seen, path) }
                },
            )
            .await;
        let error = client.preview(&more_data()).await.unwrap_err();
        assert_eq!(error.effect, Effect::None);
        assert_eq!(std::mem::discriminant(&error.kind), std::mem::discriminant(&kind));
        assert!(sent(&server).is_empty());
    }
    let (server, client) = answering(shop).await;
    client.preview(&more_data()).await.unwrap();
    assert_eq!(sent(&server)[0]["order"][0]["allowReassign"], value!(false));
    let nowhere = Target::AddData { esim: "..".into(), service: "x".into() };
    let error = client.preview(&Request { target: nowhere, ..more_data() }).await.unwrap_err();
    assert_eq!(error.kind, Kind::Refused);
}

fn found() -> Candidate {
    Candidate {
        reference: Some(REFERENCE.to_owned()),
        esim: Some(esim_id()),
        service: Some("8944000000000000019:215000001".into()),
        created_at: Some("2026-03-02T09:15:06.987654321Z".parse().unwrap()),
        evidence: Evidence::Reference,
    }
}

#[tokio::test]
async fn an_order_names_its_esim_and_the_plan_that_it_put_there() {
    for request in [new_esim(), more_data()] {
        let (_server, client) = answering(shop).await;
        let progress = client.progress(REFERENCE, &request, &no_mark(), since()).await.unwrap();
        let charged = Some(usd("1.36"));
        assert_eq!(progress, Progress::of_one(Taken::Fulfilled, vec![found()], charged));
    }
}

#[tokio::test]
async fn an_order_too_large_to_name_its_esims_is_read_by_its_assignments() {
    let bare = r#"{"order":[{"type":"bundle","item":"esim_1GB_7D_GB_V2","quantity":1}],"status":"processing","orderReference":"6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11"}"#;
    for assignments in [documents::ASSIGNMENTS, documents::CSV] {
        let (_server, client) =
            answering(move |seen, path| match path.split('?').next().unwrap_or_default() {
                "/orders/6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11" => json(bare),
                "/esims/assignments" => json(assignments),
                _ => shop(seen, path),
            })
            .await;
        let progress = client.progress(REFERENCE, &new_esim(), &no_mark(), since()).await.unwrap();
        let same = Candidate { created_at: None, ..found() };
        assert_eq!((progress.taken, progress.candidates), (Taken::NotSaid, vec![same]));
    }
}

#[tokio::test]
async fn an_order_that_is_not_to_be_seen_says_nothing() {
    let (_server, client) = answering(|_, path| match path {
        "/organisation" => account(),
        _ => refused(403, documents::FORBIDDEN),
    })
    .await;
    let progress = client.progress(REFERENCE, &new_esim(), &no_mark(), since()).await.unwrap();
    assert_eq!(progress, Progress::of_one(Taken::NotSaid, Vec::new(), None));
    let (_server, client) = answering(|_, _| json(documents::ORDER)).await;
    let error = client.progress("another", &new_esim(), &no_mark(), since()).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreadable { path: "orderReference".to_owned() });
}

#[tokio::test]
async fn data_on_another_esim_than_the_chosen_one_is_an_alarm() {
    let other = documents::ORDER.replace("8944000000000000019", "8944000000000000027");
    let (_server, client) = answering(move |seen, path| match path.split('?').next().unwrap_or_default() {
        "/orders" | "/orders/6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11" => json(&other),
        _ => shop(seen, path),
    })
    .await;
    let reason = Some("The data went onto another eSIM: 8944000000000000027".to_owned());
    let error = client.place(&key(), &more_data()).await.unwrap_err();
    assert_eq!((error.effect, error.text), (Effect::Unknown, reason.clone()));
    let alarm = Taken::Failed { reason, money_back: Some(false) };
    let progress = client.progress(REFERENCE, &more_data(), &no_mark(), since()).await.unwrap();
    assert_eq!(progress.taken, alarm);
}

#[tokio::test(start_paused = true)]
async fn orders_stand_three_seconds_apart() {
    let mut client = client_of("http://127.0.0.1:1", &[]);
    client.between_orders = super::super::BETWEEN_ORDERS;
    let start = tokio::time::Instant::now();
    for passed in [0, 3, 6] {
        client.wait_for_turn().await;
        assert_eq!(start.elapsed().as_secs(), passed);
    }
    tokio::time::advance(Duration::from_secs(5)).await;
    client.wait_for_turn().await;
    assert_eq!(start.elapsed().as_secs(), 11, "long enough ago");
}
