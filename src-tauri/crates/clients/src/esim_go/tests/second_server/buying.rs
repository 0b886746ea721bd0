//! Buying one and three, onto an eSIM, from stock, and not at all.

use super::{
    Account, HOLDS, Held, JAPAN, PRICE, code, desk, from_stock, html, japan, key, now, onto, posted, ready,
    refusal, text, wait,
};
use crate::scripted::{Reply, Scripted, json};
use esim_desk_model::{EsimId, Money};
use esim_desk_provider::{
    Candidate, Catalogue, Draft, Effect, Esims, Evidence, Kind, Mark, Orders, Progress, Request, Taken,
};

const REFERENCE: &str = "0f0d4a52-3c1e-4b8a-9d27-000000000003";

fn price() -> Money {
    Money::new(PRICE, "USD", 4).unwrap()
}

/// Only what ends in that is asserted, so the mark may be any.
fn no_mark() -> Mark {
    Mark(r#"{"orders":[],"balance":null}"#.to_owned())
}

#[tokio::test]
async fn one_is_bought_and_handed_over() {
    let (account, server, client) = desk(Account::new()).await;
    let (request, mark) = ready(&client).await;
    let quote = client.preview(&request).await.unwrap();
    assert_eq!((quote.price, quote.plan), (Some(price()), Some(request.plan.clone())));
    assert_eq!(account.lock().unwrap().books(), (HOLDS, 3, 3, 3), "nothing is bought yet");
    let placed = client.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), &placed.taken), (REFERENCE, &Taken::Fulfilled));
    assert_eq!(placed.charged, Some(price()), "in the account's currency, since the order names none");
    let progress = client.progress(REFERENCE, &request, &mark, now()).await.unwrap();
    let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
    assert_eq!((&progress.taken, one.evidence), (&Taken::Fulfilled, Evidence::Reference));
    assert_eq!(one.service.as_ref().unwrap().as_str(), "89440000000000000004:1");
    let esim = client.one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(esim.install.unwrap().code.for_qr(), "LPA:1$rsp.example.com$SIM-000004");
    client.label(&esim.id, "D07-000123").await.unwrap();
    let account = account.lock().unwrap();
    assert_eq!((account.books(), account.esims[3].note.as_str()), ((HOLDS - PRICE, 4, 4, 3), "D07-000123"));
    let body = r#"{"type":"transaction","assign":true,"order":[{"type":"bundle","quantity":1,"item":"JP 1GB","allowReassign":false}]}"#;
    assert_eq!(posted(&server), [body], "sent once");
}

#[tokio::test]
async fn three_are_three_orders_with_an_esim_each() {
    let (account, server, client) = desk(Account::new()).await;
    let Request { plan, price, target, source, .. } = japan(&client).await;
    let requests = client.split(&Draft { plan, price, target, source, quantity: 3 });
    let mut codes = Vec::new();
    for request in &requests {
        let mark = client.mark(request).await.unwrap();
        let placed = client.place(&key(), request).await.unwrap();
        let progress = client.progress(&placed.reference, request, &mark, now()).await.unwrap();
        let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
        let esim = client.one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
        codes.push(esim.install.unwrap().code.matching_id().to_owned());
    }
    assert_eq!(codes, ["SIM-000004", "SIM-000005", "SIM-000006"]);
    assert_eq!(account.lock().unwrap().books(), (HOLDS - 3 * PRICE, 6, 6, 3));
    assert_eq!(posted(&server).len(), 3);
}

#[tokio::test]
async fn data_goes_onto_the_chosen_esim_after_it_was_asked() {
    let (account, server, client) = desk(Account::new()).await;
    let request = onto(japan(&client).await);
    client.preview(&request).await.unwrap();
    let asked: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    let fits = asked.iter().position(|path| path.ends_with("/89440000000000000002/compatible/JP%201GB"));
    let tried = asked.iter().position(|path| path.ends_with("/orders"));
    assert!(fits.is_some() && fits < tried, "{asked:?}");
    let mark = client.mark(&request).await.unwrap();
    let placed = client.place(&key(), &request).await.unwrap();
    let progress = client.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
    assert_eq!(one.service.as_ref().unwrap().as_str(), "89440000000000000002:2");
    assert_eq!(account.lock().unwrap().books(), (HOLDS - PRICE, 3, 4, 3), "no new eSIM");
    let body = r#"{"type":"transaction","assign":true,"order":[{"type":"bundle","quantity":1,"item":"JP 1GB","iccids":["89440000000000000002"],"allowReassign":false}]}"#;
    assert_eq!(posted(&server), [body]);
}

#[tokio::test]
async fn data_that_does_not_fit_is_never_bought() {
    let (account, server, client) = desk(Account { fits: false, ..Account::new() }).await;
    let request = onto(japan(&client).await);
    for request in [request.clone(), from_stock(request.clone())] {
        let error = client.preview(&request).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
    }
    assert_eq!(server.count("POST"), 0);
    let error = client.place(&key(), &request).await.unwrap_err();
    assert_eq!((error.effect, error.text.as_deref()), (Effect::None, Some("bundle is not compatible")));
    assert_eq!(account.lock().unwrap().books(), (HOLDS, 3, 3, 3));
}

#[tokio::test]
async fn what_fits_is_what_the_account_says() {
    for fits in [true, false] {
        let (_, server, client) = desk(Account { fits, ..Account::new() }).await;
        let plans = client.plans(&[]).await.unwrap().rows;
        let fitting =
            client.fitting(&EsimId::from("89440000000000000002"), &"any".into(), plans).await.unwrap();
        let ids: Vec<_> = fitting.iter().map(|plan| plan.id.as_str()).collect();
        assert_eq!(ids, if fits { vec![JAPAN] } else { Vec::new() }, "what has no answer is left out");
        assert_eq!(server.count("GET /api/v2.4/esims/89440000000000000002/compatible/"), 3);
    }
}

#[tokio::test]
async fn a_piece_from_stock_costs_nothing() {
    for own in [false, true] {
        let (account, server, client) = desk(Account::new()).await;
        let bought = japan(&client).await;
        let request = from_stock(if own { onto(bought) } else { bought });
        assert!(client.preview(&request).await.unwrap().plan.is_some());
        let mark = client.mark(&request).await.unwrap();
        let placed = client.place(&key(), &request).await.unwrap();
        assert_eq!((&placed.taken, placed.charged), (&Taken::Fulfilled, None));
        let progress = client.progress(&placed.reference, &request, &mark, now()).await.unwrap();
        let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
        let (esims, service) =
            if own { (3, "89440000000000000002:2") } else { (4, "89440000000000000004:1") };
        assert_eq!(one.service.as_ref().unwrap().as_str(), service);
        assert_eq!(account.lock().unwrap().books(), (HOLDS, esims, 4, 2));
        assert_eq!(posted(&server).len(), 1);
    }
}

/// Places in an account that answers so instead of selling.
async fn refused(
    reply: Reply,
    at: &'static str,
    request: fn(Request) -> Request,
) -> (Effect, Kind, Option<String>) {
    let (account, server, client) = desk(Account::new()).await;
    let request = request(japan(&client).await);
    account.lock().unwrap().faults.push((at, usize::MAX, reply));
    let error = client.place(&key(), &request).await.unwrap_err();
    assert_eq!(posted(&server).len(), 1, "never repeated");
    assert_eq!(account.lock().unwrap().books(), (HOLDS, 3, 3, 3));
    (error.effect, error.kind, error.text)
}

#[tokio::test]
async fn a_readable_refusal_is_one_and_nothing_else_is() {
    let limit =
        Reply::Say(429, "retry-after: 1\r\n".to_owned(), r#"{"message":"Rate limit exceeded"}"#.to_owned());
    let bare = Reply::Say(429, String::new(), String::new());
    let table = [
        (text(400, "Insufficient balance"), Effect::None, Kind::Refused),
        (refusal(402, r#"{"message":"Insufficient balance"}"#), Effect::None, Kind::Funds { missing: None }),
        (text(401, "Unauthorized"), Effect::None, Kind::Credentials),
        (refusal(400, r#"{"message":"bundle not found"}"#), Effect::None, Kind::Refused),
        (refusal(403, r#"{"message":"Forbidden"}"#), Effect::None, Kind::Forbidden),
        (refusal(404, r#"{"message":"no such eSIM"}"#), Effect::None, Kind::NotFound),
        (limit, Effect::None, Kind::TooMany),
        (bare, Effect::Unknown, Kind::TooMany),
        (wait(), Effect::Unknown, Kind::Server),
        (refusal(500, r#"{"message":"Internal server error"}"#), Effect::Unknown, Kind::Server),
        (html(400), Effect::Unknown, Kind::Refused),
        (html(403), Effect::Unknown, Kind::Forbidden),
        (html(502), Effect::Unknown, Kind::Server),
        (html(200), Effect::Unknown, Kind::NotJson),
    ];
    for (reply, effect, kind) in table {
        let seen = refused(reply.clone(), "POST /orders", |request| request).await;
        assert_eq!((seen.0, &seen.1), (effect, &kind), "{reply:?}");
        let seen = refused(reply.clone(), "POST /esims/apply", from_stock).await;
        assert_eq!((seen.0, seen.1), (effect, kind), "{reply:?}");
    }
}

#[tokio::test]
async fn a_refusal_in_a_success_is_unknown() {
    for body in [
        r#"{"message":"Insufficient balance"}"#,
        r#"{"status":"failed","orderReference":""}"#,
        "[]",
        "{}",
        "",
    ] {
        let (effect, ..) = refused(refusal(200, body), "POST /orders", |request| request).await;
        assert_eq!(effect, Effect::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_key_or_an_address_that_is_not_let_in_is_told_from_the_rest() {
    let (account, server, client) = desk(Account::new()).await;
    let request = japan(&client).await;
    let forbidden = refusal(403, r#"{"message":"Forbidden"}"#);
    account.lock().unwrap().faults.extend(["GET /", "POST /"].map(|at| (at, usize::MAX, forbidden.clone())));
    let error = client.place(&key(), &request).await.unwrap_err();
    assert_eq!((error.effect, error.kind), (Effect::None, Kind::Credentials));
    assert!(error.text.unwrap().contains("IP list"));
    assert_eq!(client.mark(&request).await.unwrap_err().kind, Kind::Credentials);
    assert_eq!(posted(&server).len(), 1);
}

#[tokio::test]
async fn an_order_that_is_told_by_no_row_is_not_seen_yet() {
    for answer in ["[]", r#"{"orders":[]}"#, r#"{"orders":null,"rows":"0"}"#] {
        let mut account = Account { word: "processing", ..Account::new() };
        account.faults.push(("GET /orders/", 1, json(answer)));
        let (_, taken, candidates) = followed(account).await;
        assert_eq!((taken, candidates), (Taken::NotSaid, Vec::new()), "{answer}");
    }
}

/// What a preview says where the account answers so to its trial.
async fn tried(
    money: i64,
    reply: Option<Reply>,
) -> Result<(Option<Money>, Option<Money>), (Kind, Option<String>)> {
    let (account, server, client) = desk(Account { money, ..Account::new() }).await;
    let request = japan(&client).await;
    account.lock().unwrap().faults.extend(reply.map(|reply| ("POST /orders", usize::MAX, reply)));
    let quote = client.preview(&request).await;
    assert!(posted(&server).is_empty());
    quote.map(|quote| (quote.price, quote.balance)).map_err(|error| (error.kind, error.text))
}

#[tokio::test]
async fn a_balance_that_is_short_is_told_with_its_numbers_however_it_is_refused() {
    let short = Money::new(100, "USD", 2).unwrap();
    let said = r#"{"message":"Insufficient balance"}"#;
    for reply in [
        None,
        Some(text(400, "Insufficient balance")),
        Some(refusal(402, said)),
        Some(refusal(403, said)),
        Some(json(said)),
    ] {
        let quote = tried(10_000, reply.clone()).await;
        assert_eq!(quote, Ok((Some(price()), Some(short.clone()))), "{reply:?}");
    }
}

#[tokio::test]
async fn a_trial_that_says_no_stops_the_order() {
    for (reply, kind) in [
        (json(r#"{"message":"group is closed"}"#), Kind::Refused),
        (json(r#"{"valid":false,"message":"","statusMessage":"group is closed"}"#), Kind::Refused),
        (text(400, "group is closed"), Kind::Refused),
        (refusal(403, r#"{"message":"group is closed"}"#), Kind::Forbidden),
    ] {
        assert_eq!(tried(HOLDS, Some(reply)).await, Err((kind, Some("group is closed".to_owned()))));
    }
    let nothing = tried(HOLDS, Some(json("{}"))).await.unwrap_err();
    assert_eq!(nothing, (Kind::Unreadable { path: "valid".to_owned() }, None), "no answer to a trial");
}

#[tokio::test]
async fn a_plan_that_went_is_not_tried() {
    let (account, server, client) = desk(Account::new()).await;
    let request = japan(&client).await;
    account.lock().unwrap().faults.push(("GET /catalogue/bundle/", usize::MAX, json("[]")));
    assert_eq!(client.preview(&request).await.unwrap().plan, None);
    assert_eq!(server.count("POST"), 0);
}

/// Buys one and looks once at what came of it.
async fn followed(account: Account) -> (Scripted, Taken, Vec<Candidate>) {
    let (_account, server, client) = desk(account).await;
    let request = japan(&client).await;
    let placed = client.place(&key(), &request).await.unwrap();
    let Progress { taken, candidates, .. } =
        client.progress(&placed.reference, &request, &no_mark(), now()).await.unwrap();
    assert_eq!(placed.taken, taken);
    (server, taken, candidates)
}

#[tokio::test]
async fn a_word_that_nobody_documented_is_followed() {
    for word in ["", "pending", "Processing", "FAILED", "cancelled"] {
        let (_, taken, candidates) = followed(Account { word, ..Account::new() }).await;
        assert_eq!((taken, candidates.len()), (Taken::NotSaid, 1), "{word}");
    }
}

#[tokio::test]
async fn an_order_that_names_no_esim_is_read_by_its_assignments_in_any_form() {
    let object = |held: &Held| {
        json(&format!(
            r#"{{"iccid":{},"matchingId":"{}","smdpAddress":"rsp.example.com"}}"#,
            held.number,
            code(held)
        ))
    };
    let rows =
        |held: &Held| json(&format!(r#"[{{"iccid":"{}","rspUrl":"","bundle":"{JAPAN}"}}]"#, held.number));
    let wrapped =
        |held: &Held| json(&format!(r#"{{"assignments":[{{"iccid":"{}"}}],"rows":1}}"#, held.number));
    let forms: [fn(&Held) -> Reply; 4] = [super::table, object, rows, wrapped];
    for install in forms {
        let mut account = Account { names_esims: false, install, ..Account::new() };
        account.faults.push(("GET /esims/assignments", 1, wait()));
        let (server, _, candidates) = followed(account).await;
        let [one] = candidates.as_slice() else { panic!("{candidates:?}") };
        assert_eq!(one.esim, Some(EsimId::from("89440000000000000004")));
        assert_eq!(one.service.as_ref().unwrap().as_str(), "89440000000000000004:1");
        assert_eq!(
            server.count("GET /api/v2.4/esims/assignments?reference="),
            2,
            "it was asked to come back"
        );
    }
}

#[tokio::test]
async fn an_order_that_is_still_worked_on_has_no_esim_yet() {
    let later = Reply::Say(503, "retry-after: 60\r\n".to_owned(), String::new());
    for (at, reply) in [
        ("GET /esims/assignments", wait()),
        ("GET /esims/assignments", later),
        ("GET /orders/", html(404)),
        ("GET /orders/", refusal(400, r#"{"message":"order not found"}"#)),
    ] {
        let mut account = Account { names_esims: false, word: "processing", ..Account::new() };
        account.faults.push((at, usize::MAX, reply));
        let (_, taken, candidates) = followed(account).await;
        assert_eq!((taken, candidates), (Taken::NotSaid, Vec::new()), "{at}");
    }
}

#[tokio::test]
async fn a_second_look_before_the_plan_is_on_its_esim_names_the_esim_alone() {
    for reply in [wait(), html(404)] {
        let mut account = Account::new();
        account.faults.push(("GET /esims/89440000000000000004/bundles", usize::MAX, reply.clone()));
        let (_, _, candidates) = followed(account).await;
        let [one] = candidates.as_slice() else { panic!("{candidates:?}") };
        assert_eq!((one.esim.is_some(), &one.service), (true, &None));
        let mut account = Account::new();
        account.faults.push(("GET /esims/89440000000000000004/bundles", usize::MAX, reply));
        let (_account, _server, client) = desk(account).await;
        let request = from_stock(japan(&client).await);
        let placed = client.place(&key(), &request).await.unwrap();
        let progress = client.progress(&placed.reference, &request, &no_mark(), now()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates.len()), (Taken::Fulfilled, 1), "from stock too");
    }
}
