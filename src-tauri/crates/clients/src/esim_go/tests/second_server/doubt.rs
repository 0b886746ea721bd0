//! Purchases whose answer was lost.

use super::{
    Account, HOLDS, JAPAN, Order, PRICE, desk, from_stock, html, japan, key, look, now, onto, posted, ready,
    refusal, wait,
};
use crate::scripted::json;
use esim_desk_model::EsimId;
use esim_desk_provider::{Candidate, Effect, Evidence, Kind, Orders, Trace};

const ONE_MORE: (i64, usize, usize, u32) = (HOLDS - PRICE, 4, 4, 3);

fn found(trace: Trace) -> Vec<Candidate> {
    let Trace::Looked(found) = trace else { panic!("{trace:?}") };
    found
}

fn doubt(trace: Trace) -> String {
    let Trace::CannotTell { why } = trace else { panic!("{trace:?}") };
    why
}

#[tokio::test]
async fn a_lost_purchase_is_unknown_and_found_afterwards() {
    for own in [false, true] {
        let (account, server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
        let (bought, _) = ready(&client).await;
        let request = if own { onto(bought) } else { bought };
        let mark = client.mark(&request).await.unwrap();
        let error = client.place(&key(), &request).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (Kind::Dropped, Effect::Unknown));
        let [one] = <[Candidate; 1]>::try_from(found(look(&client, &request, &mark).await)).unwrap();
        let esim = if own { "89440000000000000002" } else { "89440000000000000004" };
        assert_eq!((one.esim, one.evidence), (Some(EsimId::from(esim)), Evidence::Difference));
        assert!(one.service.is_some() && one.created_at.is_some());
        let (money, _, orders, _) = account.lock().unwrap().books();
        assert_eq!((money, orders, posted(&server).len()), (HOLDS - PRICE, 4, 1));
    }
}

#[tokio::test]
async fn what_another_desk_bought_is_not_ours() {
    let (account, _server, client) = desk(Account::new()).await;
    let (request, mark) = ready(&client).await;
    {
        let mut account = account.lock().unwrap();
        account.sell("Bundle", JAPAN, None, Some(now()));
        account.esims[3].note = "D02-000009".to_owned();
        account.sell("Bundle", "World 5", None, Some(now()));
        account.sell("Bundle", JAPAN, Some("89440000000000000001"), "2026-01-05T00:00:00Z".parse().ok());
        account.money += PRICE;
    }
    assert_eq!(found(look(&client, &request, &mark).await), Vec::new());
}

#[tokio::test]
async fn data_of_another_desk_names_no_esim_of_ours() {
    let (account, _server, client) = desk(Account::new()).await;
    let (request, mark) = ready(&client).await;
    account.lock().unwrap().sell("Bundle", JAPAN, Some("89440000000000000001"), Some(now()));
    let [astray] = <[Candidate; 1]>::try_from(found(look(&client, &onto(request), &mark).await)).unwrap();
    assert_eq!((astray.esim, astray.evidence), (None, Evidence::Difference), "a person must see it");
}

#[tokio::test]
async fn a_lost_purchase_that_no_list_shows_yet_is_no_failure() {
    let (account, _server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    account.lock().unwrap().late = 1;
    let why = doubt(look(&client, &request, &mark).await);
    assert!(why.contains("balance fell"), "{why}");
    account.lock().unwrap().late = 0;
    assert_eq!(found(look(&client, &request, &mark).await).len(), 1);
    assert_eq!(account.lock().unwrap().books(), ONE_MORE);
}

#[tokio::test]
async fn money_that_was_paid_in_meanwhile_hides_no_purchase() {
    let (account, _server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    {
        let mut account = account.lock().unwrap();
        let bought = account.orders.remove(0);
        account.money += 10_000_000;
        account.orders.insert(0, paid_in());
        account.orders.insert(0, bought);
        account.late = 1;
    }
    let why = doubt(look(&client, &request, &mark).await);
    assert!(why.contains("balance fell"), "{why}");
    account.lock().unwrap().late = 0;
    assert_eq!(found(look(&client, &request, &mark).await).len(), 1);
}

/// A row of the list that the card paid into the account.
fn paid_in() -> Order {
    Order {
        reference: "aaaaaaaa-0000-4000-8000-000000000000".to_owned(),
        kind: "autoTopup",
        item: String::new(),
        total: 10_000_000,
        at: Some(now()),
        number: String::new(),
        applied: String::new(),
    }
}

#[tokio::test]
async fn what_others_bought_explains_a_balance_finer_than_a_cent() {
    let (account, _server, client) = desk(Account::new()).await;
    let (request, mark) = ready(&client).await;
    account.lock().unwrap().sell("Bundle", "World 5", None, Some(now()));
    assert_eq!(found(look(&client, &request, &mark).await), Vec::new());
    account.lock().unwrap().money -= 1;
    let why = doubt(look(&client, &request, &mark).await);
    assert!(why.contains("balance fell"), "{why}");
}

#[tokio::test]
async fn without_the_balance_nothing_is_concluded_from_a_list() {
    let silent = json(r#"{"currency":"USD","balance":null}"#);
    let other = json(r#"{"currency":"GBP","balance":"500.0036"}"#);
    for (times, reply) in [(usize::MAX, silent.clone()), (2, silent), (2, other)] {
        let (account, _server, client) = desk(Account::new()).await;
        // The currency is read first, then the mark reads the balance.
        account.lock().unwrap().faults.push(("GET /organisation", times, reply));
        let (request, mark) = ready(&client).await;
        let why = doubt(look(&client, &request, &mark).await);
        assert!(why.contains("not told"), "{why}");
        account.lock().unwrap().sell("Bundle", JAPAN, None, Some(now()));
        assert_eq!(found(look(&client, &request, &mark).await).len(), 1, "what is there is shown");
    }
}

#[tokio::test]
async fn a_purchase_whose_line_has_no_kind_is_found() {
    let (account, _server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    account.lock().unwrap().orders[0].kind = "";
    assert_eq!(found(look(&client, &request, &mark).await).len(), 1);
}

#[tokio::test]
async fn a_purchase_that_is_not_assigned_yet_is_found() {
    let account = Account { loses_answers: true, names_esims: false, word: "processing", ..Account::new() };
    let (account, _server, client) = desk(account).await;
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    account.lock().unwrap().faults.push(("GET /esims/assignments", usize::MAX, wait()));
    let [one] = <[Candidate; 1]>::try_from(found(look(&client, &request, &mark).await)).unwrap();
    assert_eq!((one.esim, one.evidence), (None, Evidence::Difference));
}

#[tokio::test]
async fn a_purchase_without_an_esim_or_a_time_may_be_ours() {
    let (account, _server, client) =
        desk(Account { loses_answers: true, names_esims: false, ..Account::new() }).await;
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    account.lock().unwrap().orders[0].at = None;
    let [one] = <[Candidate; 1]>::try_from(found(look(&client, &request, &mark).await)).unwrap();
    assert_eq!((one.esim, one.created_at), (Some(EsimId::from("89440000000000000004")), None));
}

#[tokio::test]
async fn nothing_is_concluded_from_orders_that_cannot_be_read() {
    for reply in [html(200), html(502), json(r#"{"message":"try again"}"#), json("{}")] {
        let (account, _server, client) = desk(Account::new()).await;
        let (request, mark) = ready(&client).await;
        account.lock().unwrap().faults.push(("GET /orders", usize::MAX, reply.clone()));
        doubt(look(&client, &request, &mark).await);
        assert!(client.mark(&request).await.is_err(), "{reply:?}");
    }
}

#[tokio::test]
async fn a_list_that_shifts_between_its_pages_concludes_nothing() {
    // While the first page was read, orders came in ahead of it.
    let old = |number: u32| {
        format!(
            r#"{{"orderReference":"old-{number}","createDate":"2026-01-0{number}T00:00:00Z","order":[]}}"#
        )
    };
    for (first, second) in [(vec![3, 2, 1], vec![1]), (vec![3, 2], vec![2]), (vec![3, 2], vec![2, 1])] {
        let (account, _server, client) = desk(Account::new()).await;
        let (request, mark) = ready(&client).await;
        let page = |rows: Vec<u32>| format!("[{}]", rows.into_iter().map(old).collect::<Vec<_>>().join(","));
        {
            let mut account = account.lock().unwrap();
            account.faults.push(("GET /orders?", 1, json(&page(first))));
            account.faults.push(("GET /orders?", 1, json(&page(second))));
        }
        let why = doubt(look(&client, &request, &mark).await);
        assert!(why.contains("changed"), "{why}");
    }
}

#[tokio::test]
async fn a_single_order_is_a_list_too() {
    let (account, _server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
    account.lock().unwrap().orders.clear();
    let (request, mark) = ready(&client).await;
    client.place(&key(), &request).await.unwrap_err();
    assert_eq!(found(look(&client, &request, &mark).await).len(), 1);
}

#[tokio::test]
async fn a_lost_piece_from_stock_is_found_although_its_order_has_another_reference() {
    for (own, names_esims) in [(false, true), (true, true), (false, false)] {
        let account = Account { loses_answers: true, names_esims, ..Account::new() };
        let (account, server, client) = desk(account).await;
        let bought = japan(&client).await;
        let request = from_stock(if own { onto(bought) } else { bought });
        let mark = client.mark(&request).await.unwrap();
        let error = client.place(&key(), &request).await.unwrap_err();
        assert_eq!(error.effect, Effect::Unknown);
        account.lock().unwrap().late = 1;
        let why = doubt(look(&client, &request, &mark).await);
        assert!(why.contains("piece is missing"), "{why}");
        account.lock().unwrap().late = 0;
        account.lock().unwrap().faults.push((
            "GET /esims/assignments?reference=0f",
            1,
            refusal(400, r#"{"message":"unknown"}"#),
        ));
        let [one] = <[Candidate; 1]>::try_from(found(look(&client, &request, &mark).await)).unwrap();
        let service = if own { "89440000000000000002:2" } else { "89440000000000000004:1" };
        assert_eq!(one.service.unwrap().as_str(), service);
        let reference = one.reference.unwrap();
        let progress = client.progress(&reference, &request, &mark, now()).await.unwrap();
        let [same] = progress.candidates.as_slice() else { panic!("{progress:?}") };
        assert_eq!((&same.esim, same.service.as_ref().unwrap().as_str()), (&one.esim, service));
        assert_eq!((account.lock().unwrap().books().3, posted(&server).len()), (2, 1));
    }
}

#[tokio::test]
async fn a_piece_that_another_desk_took_is_not_ours() {
    let (account, _server, client) = desk(Account::new()).await;
    let request = from_stock(japan(&client).await);
    let mark = client.mark(&request).await.unwrap();
    {
        let mut account = account.lock().unwrap();
        account.stock -= 1;
        account.sell("bundleAssignment", JAPAN, None, Some(now()));
        account.esims[3].note = "D02-000009".to_owned();
    }
    assert_eq!(found(look(&client, &request, &mark).await), Vec::new());
}

#[tokio::test]
async fn a_piece_that_another_desk_bought_for_the_stock_hides_no_lost_one() {
    let (account, _server, client) = desk(Account { loses_answers: true, ..Account::new() }).await;
    let request = from_stock(japan(&client).await);
    let mark = client.mark(&request).await.unwrap();
    client.place(&key(), &request).await.unwrap_err();
    {
        let mut account = account.lock().unwrap();
        account.stock += 1;
        account.names_esims = false;
        let bought = Order { kind: "Bundle", item: JAPAN.to_owned(), total: PRICE, ..paid_in() };
        account.orders.insert(1, bought);
        account.late = 1;
    }
    let why = doubt(look(&client, &request, &mark).await);
    assert!(why.contains("piece is missing"), "{why}");
    account.lock().unwrap().late = 0;
    assert_eq!(found(look(&client, &request, &mark).await).len(), 1);
}
