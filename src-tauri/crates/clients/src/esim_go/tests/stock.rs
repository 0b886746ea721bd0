//! Bundles that were bought before: what there is, taking one, and finding one whose answer was lost.

use super::{account, answering, documents, esim_id, key, more_data, new_esim, refused, since};
use crate::scripted::{Reply, Scripted, json, status};
use esim_desk_model::{Coverage, Data, Plan, Start};
use esim_desk_provider::{
    Candidate, Catalogue, Effect, Evidence, Kind, Lot, LotId, Mark, Orders, Quote, Request, Source, Stock,
    Taken, Trace,
};

const LOT: &str = "esim_1GB_7D_GB_V2#42000001";
const APPLIED: &str = "7b2e9c10-55aa-4c1d-8e0f-2d3c4b5a6978";
const BROKEN: Kind = Kind::Dropped;

fn from_stock(request: Request) -> Request {
    Request { price: None, source: Source::Stock { lot: LotId(LOT.to_owned()), paid: true }, ..request }
}

/// An account with the documented stock.
fn documented(path: &str) -> Reply {
    match path.split('?').next().unwrap_or_default() {
        "/organisation" => account(),
        "/inventory" => json(documents::STOCK),
        "/catalogue" => json(documents::CATALOGUE),
        "/orders" => json("[]"),
        "/esims/apply" => json(documents::APPLIED),
        "/esims/8944000000000000019/compatible/esim_1GB_7D_GB_V2" => json(r#"{"compatible":true}"#),
        _ => refused(403, documents::FORBIDDEN),
    }
}

#[tokio::test]
async fn the_documented_stock_is_a_lot_with_its_end() {
    let (server, client) = answering(|_, path| documented(path)).await;
    let [lot] = <[Lot; 1]>::try_from(client.lots().await.unwrap().rows).unwrap();
    let bare = Plan {
        name: Some("eSIM, 1GB, 7 Days, United Kingdom, V2".to_owned()),
        data: Some(Data::Bytes(1_000_000_000)),
        days: Some(7),
        start: Start::FirstUse,
        prices: Vec::new(),
        ..super::plan()
    };
    assert_eq!((lot.id.0.as_str(), lot.left, &lot.plan), (LOT, 3, &bare));
    assert_eq!(lot.expires_at, Some("2027-03-02T00:00:00Z".parse().unwrap()));
    client.lots().await.unwrap();
    assert_eq!(server.count("GET /v2.5/catalogue/bundle/esim_1GB_7D_GB_V2"), 1, "it is not sold by itself");
    let plans = client.plans(&[]).await.unwrap().rows;
    let sold = plans.into_iter().find(|plan| plan.id == bare.id).unwrap();
    let [lot] = <[Lot; 1]>::try_from(client.lots().await.unwrap().rows).unwrap();
    assert!(matches!(lot.plan.coverage, Coverage::Local { .. }), "{:?}", lot.plan);
    assert_eq!(lot.plan, Plan { prices: Vec::new(), ..sold }, "it is paid already");
}

#[tokio::test]
async fn each_purchase_is_a_lot_and_a_month_has_thirty_days() {
    let rows = r#"{"bundles":[{"name":"empty","available":[{"id":1,"remaining":0}]},{"name":"none","available":null},{"name":"m","unlimited":true,"data":-1,"duration":2,"durationUnit":"Month","available":[{"id":2,"remaining":"2","expiry":"2027-03-02T10:00:00Z"},{"id":3,"remaining":1}]},{"name":"odd","available":[{"id":4,"remaining":"some"}]}]}"#;
    let (_server, client) = answering(move |_, _| json(rows)).await;
    let listing = client.lots().await.unwrap();
    let told: Vec<_> = listing.rows.iter().map(|lot| (lot.id.0.as_str(), lot.left)).collect();
    assert_eq!((told, listing.skipped.len()), (vec![("empty#1", 0), ("m#2", 2), ("m#3", 1)], 1));
    let month = &listing.rows[1];
    assert_eq!((month.plan.days, month.plan.data), (Some(60), Some(Data::Unlimited)));
    assert_eq!(month.expires_at, Some("2027-03-02T10:00:00Z".parse().unwrap()));
}

#[tokio::test]
async fn a_lot_that_is_gone_or_empty_is_no_plan_and_nothing_has_a_price() {
    let empty = documents::STOCK.replace(r#""remaining":3"#, r#""remaining":0"#);
    let other = documents::STOCK.replace("42000001", "42000002");
    let gap = documents::STOCK.replace(r#""name":"esim_1GB_7D_GB_V2","#, "");
    for (stock, answer) in [
        (documents::STOCK.to_owned(), Ok(true)),
        (empty, Ok(false)),
        (other, Ok(false)),
        (r#"{"bundles":[]}"#.to_owned(), Ok(false)),
        (gap, Err(())),
    ] {
        let body = stock.clone();
        let (_server, client) =
            answering(move |_, path| if path == "/inventory" { json(&body) } else { documented(path) }).await;
        for request in [from_stock(new_esim()), from_stock(more_data())] {
            let plan = Some(request.plan.clone()).filter(|_| answer == Ok(true));
            let quote = client.preview(&request).await.map_err(drop);
            assert_eq!(quote, answer.map(|_| Quote { plan, price: None, balance: None }), "{stock}");
        }
    }
}

fn posted(server: &Scripted) -> Vec<(String, String)> {
    let posts = server.seen().into_iter().filter(|seen| seen.method == "POST");
    posts.map(|seen| (seen.path, seen.body)).collect()
}

#[tokio::test]
async fn a_piece_is_taken_once_and_onto_the_chosen_esim_alone() {
    let (server, client) = answering(|_, path| documented(path)).await;
    for request in [from_stock(more_data()), from_stock(new_esim())] {
        let placed = client.place(&key(), &request).await.unwrap();
        assert_eq!(
            (placed.reference.as_str(), placed.taken, placed.charged),
            (APPLIED, Taken::Fulfilled, None)
        );
    }
    let apply = |body: &str| ("/v2.5/esims/apply".to_owned(), body.to_owned());
    let new = r#"{"name":"esim_1GB_7D_GB_V2","allowReassign":false}"#;
    assert_eq!(posted(&server), [apply(documents::APPLY), apply(new)]);
}

#[tokio::test]
async fn taking_a_piece_is_honest_about_its_end() {
    let elsewhere = documents::APPLIED.replace("8944000000000000019", "8944000000000000027");
    for (reply, effect, kind) in [
        (refused(403, documents::FORBIDDEN), Effect::None, Kind::Forbidden),
        (refused(400, r#"{"message":"deactivated"}"#), Effect::None, Kind::Refused),
        (status(500, ""), Effect::Unknown, Kind::Server),
        (Reply::Cut, Effect::Unknown, BROKEN),
        (json("{}"), Effect::Unknown, Kind::Unreadable { path: "applyReference".to_owned() }),
        (json(&elsewhere), Effect::Unknown, Kind::Unreadable { path: "iccid".to_owned() }),
    ] {
        let (server, client) = answering(move |_, path| match path {
            "/organisation" => account(),
            _ => reply.clone(),
        })
        .await;
        let error = client.place(&key(), &from_stock(more_data())).await.unwrap_err();
        assert_eq!((error.effect, error.kind), (effect, kind));
        assert_eq!(posted(&server).len(), 1);
    }
}

#[tokio::test]
async fn a_piece_is_followed_by_its_assignments() {
    let assigned = r#"[{"iccid":"8944000000000000019","matchingId":"SIM01-AAAAA-BBBBB-00001","smdpAddress":"rsp.example.com"}]"#;
    let bundles = documents::BUNDLES.replace("6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11", APPLIED);
    let mark = Mark(String::new());
    let (_server, client) = answering(move |_, path| match path.split('?').next().unwrap_or_default() {
        "/esims/assignments" => json(assigned),
        "/esims/8944000000000000019/bundles" => json(&bundles),
        _ => documented(path),
    })
    .await;
    for request in [from_stock(new_esim()), from_stock(more_data())] {
        let progress = client.progress(APPLIED, &request, &mark, since()).await.unwrap();
        let [one] = <[Candidate; 1]>::try_from(progress.candidates).unwrap();
        assert_eq!(
            (progress.taken, one.esim, one.evidence),
            (Taken::Fulfilled, Some(esim_id()), Evidence::Reference)
        );
        assert_eq!(one.service, Some("8944000000000000019:215000001".into()));
    }
    let elsewhere = assigned.replace("8944000000000000019", "8944000000000000027");
    let (_server, client) = answering(move |_, _| json(&elsewhere)).await;
    let alarm = client.progress(APPLIED, &from_stock(more_data()), &mark, since()).await.unwrap();
    assert!(matches!(alarm.taken, Taken::Failed { reason: Some(_), money_back: Some(false) }), "{alarm:?}");
    for waits in [status(503, ""), json("[]")] {
        let (_server, client) = answering(move |_, _| waits.clone()).await;
        let progress = client.progress(APPLIED, &from_stock(new_esim()), &mark, since()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates), (Taken::Processing, Vec::new()));
    }
}

/// The order that took a piece, as the list shows it.
const TOOK: &str = r#"{"order":[{"type":"bundleAssignment","item":"7b2e9c10-55aa-4c1d-8e0f-2d3c4b5a6978-0","quantity":0,"subTotal":0,"pricePerUnit":0,"iccids":["8944000000000000019"]}],"total":0,"currency":"USD","status":"completed","orderReference":"7b2e9c10-55aa-4c1d-8e0f-2d3c4b5a6978","createdDate":"2026-03-02T09:15:06Z","assigned":true}"#;

/// Looks in an account with this list of orders, so many pieces left of three, and these bundles on the eSIM.
async fn look(orders: String, left: u32, bundles: String, request: &Request) -> Trace {
    let stock = documents::STOCK.replace(r#""remaining":3"#, &format!(r#""remaining":{left}"#));
    let (_server, client) = answering(move |_, path| match path.split('?').next().unwrap_or_default() {
        "/orders" => json(&orders),
        "/inventory" => json(&stock),
        "/esims/8944000000000000019" => json(&documents::ESIM.replace("AG-2026-000123", "")),
        "/esims/8944000000000000019/bundles" => json(&bundles),
        _ => documented(path),
    })
    .await;
    let balance = r#"{"minor":49864,"currency":"USD","exponent":2}"#;
    let mark = Mark(format!(r#"{{"orders":[],"balance":{balance},"pieces":3}}"#));
    client.trace(&key(), request, &mark, since()).await.unwrap()
}

fn on_it() -> String {
    documents::BUNDLES.replace("6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11", APPLIED)
}

#[tokio::test]
async fn a_mark_counts_the_pieces_of_the_plan() {
    let (_server, client) = answering(|_, path| documented(path)).await;
    let mark = client.mark(&from_stock(new_esim())).await.unwrap();
    assert!(mark.0.contains(r#""pieces":3"#), "{}", mark.0);
    let mark = client.mark(&new_esim()).await.unwrap();
    assert!(!mark.0.contains("pieces"), "{}", mark.0);
}

#[tokio::test]
async fn a_lost_piece_is_found_by_the_order_that_took_it() {
    let orders = format!("[{TOOK}]");
    for request in [from_stock(new_esim()), from_stock(more_data())] {
        let Trace::Looked(found) = look(orders.clone(), 2, on_it(), &request).await else { panic!() };
        let [one] = <[Candidate; 1]>::try_from(found).unwrap();
        assert_eq!((one.reference.as_deref(), one.esim), (Some(APPLIED), Some(esim_id())));
        assert_eq!(
            (one.service, one.evidence),
            (Some("8944000000000000019:215000001".into()), Evidence::Difference)
        );
    }
    let bought = look(orders, 3, on_it(), &new_esim()).await;
    assert_eq!(bought, Trace::Looked(Vec::new()), "it is no purchase");
}

#[tokio::test]
async fn nothing_is_concluded_while_the_stock_does_not_add_up() {
    let request = from_stock(new_esim());
    let none = "[]".to_owned();
    assert_eq!(look(none.clone(), 3, on_it(), &request).await, Trace::Looked(Vec::new()));
    let other_plan = on_it().replace("esim_1GB_7D_GB_V2", "esim_5GB_30D_FR_V2");
    assert_eq!(look(format!("[{TOOK}]"), 3, other_plan.clone(), &request).await, Trace::Looked(Vec::new()));
    for (orders, left, bundles, why) in [
        (none, 2, on_it(), "a piece is missing"),
        (format!("[{TOOK}]"), 2, other_plan, "a piece is missing"),
        (format!("[{TOOK}]"), 2, r#"{"bundles":[]}"#.to_owned(), "does not say its eSIM"),
    ] {
        let trace = look(orders, left, bundles, &request).await;
        assert!(matches!(&trace, Trace::CannotTell { why: told } if told.contains(why)), "{trace:?}");
    }
}

#[tokio::test]
async fn a_plan_that_no_catalogue_told_is_read_by_itself_once() {
    let (server, client) = answering(|_, path| match path {
        "/catalogue/bundle/esim_1GB_7D_GB_V2" => json(documents::BUNDLE),
        _ => documented(path),
    })
    .await;
    for _ in 0..2 {
        let [lot] = <[Lot; 1]>::try_from(client.lots().await.unwrap().rows).unwrap();
        assert!(matches!(lot.plan.coverage, Coverage::Local { .. }), "{:?}", lot.plan);
        assert_eq!(lot.plan.prices, Vec::new());
    }
    assert_eq!(server.count("GET /v2.5/catalogue"), 1);
    let (_server, client) = answering(|_, path| match path {
        _ if path.starts_with("/catalogue/bundle/") => status(500, ""),
        _ => documented(path),
    })
    .await;
    assert_eq!(client.lots().await.unwrap_err().kind, Kind::Server, "half of it is no stock to show");
}
