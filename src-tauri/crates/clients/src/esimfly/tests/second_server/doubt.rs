//! Purchases whose answer was lost.

use super::*;
use esim_desk_provider::{Effect, Evidence, Kind, Taken, Trace};

async fn lost(account: Account) -> (Arc<Mutex<Account>>, Scripted, Esimfly, Request, Mark, Timestamp) {
    let (account, server, esimfly) = desk(account).await;
    let request = wanted(&esimfly, "700").await;
    let (mark, since) = (esimfly.mark(&request).await.unwrap(), now());
    let error = esimfly.place(&key(1), &request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Dropped, Effect::Unknown));
    assert_eq!(server.count("POST"), 1, "a purchase is never repeated by itself");
    account.lock().unwrap().loses = Loses::Nothing;
    (account, server, esimfly, request, mark, since)
}

#[tokio::test]
async fn a_lost_order_is_found_while_it_is_unfinished_and_replayed_without_buying_again() {
    let before = Account { loses: Loses::Answers, patience: 9, ..Account::new() };
    let (account, server, esimfly, request, mark, since) = lost(before).await;
    let Trace::Looked(found) = esimfly.trace(&key(1), &request, &mark, since).await.unwrap() else {
        panic!()
    };
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.reference.as_deref(), one.evidence), (Some("order_1"), Evidence::Difference));
    let again = esimfly.replay(&key(1), &request, since, now()).await.unwrap().unwrap();
    assert_eq!((again.reference.as_str(), again.taken, again.charged), ("order_1", Taken::Fulfilled, None));
    let bodies: BTreeSet<_> =
        server.seen().into_iter().filter(|seen| seen.method == "POST").map(|seen| seen.body).collect();
    assert_eq!(bodies.len(), 1, "byte for byte");
    assert_eq!(account.lock().unwrap().books, [("order_1".to_owned(), 410)]);
    assert!(account.lock().unwrap().mistrusted.is_empty());
}

#[tokio::test]
async fn a_lost_order_that_never_arrived_is_bought_once_by_its_replay() {
    let before = Account { loses: Loses::Requests, ..Account::new() };
    let (account, _server, esimfly, request, mark, since) = lost(before).await;
    assert_eq!(esimfly.trace(&key(1), &request, &mark, since).await.unwrap(), Trace::Looked(Vec::new()));
    assert!(account.lock().unwrap().books.is_empty());
    let bought = esimfly.replay(&key(1), &request, since, now()).await.unwrap().unwrap();
    assert_eq!((bought.reference.as_str(), bought.charged), ("order_1", Some(usd(410))));
    esimfly.replay(&key(1), &request, since, now()).await.unwrap().unwrap();
    assert_eq!(account.lock().unwrap().books, [("order_1".to_owned(), 410)]);
}

#[tokio::test]
async fn somebody_elses_orders_are_not_ours() {
    let mut before = Account { loses: Loses::Requests, ..Account::new() };
    before.buy("700", "earlier");
    let (account, _server, esimfly, request, mark, since) = lost(before).await;
    account.lock().unwrap().buy("x-2", "somebody");
    assert_eq!(
        esimfly.trace(&key(1), &request, &mark, since).await.unwrap(),
        Trace::Looked(Vec::new()),
        "one was there before, the other is of another package and explains the balance"
    );
    account.lock().unwrap().balance -= 410;
    let trace = esimfly.trace(&key(1), &request, &mark, since).await.unwrap();
    assert!(matches!(trace, Trace::CannotTell { .. }), "more is gone than it explains: {trace:?}");
}

#[tokio::test]
async fn a_purchase_is_lost_by_a_server_that_fails_after_it() {
    let (account, _server, esimfly) = desk(Account::new()).await;
    let request = wanted(&esimfly, "700").await;
    let (mark, since) = (esimfly.mark(&request).await.unwrap(), now());
    account.lock().unwrap().buy("700", key(1).as_str());
    account.lock().unwrap().hiccup = Some((409, "", r#"{"success":false,"code":"DUPLICATE_REQUEST"}"#));
    let still = esimfly.replay(&key(1), &request, since, now()).await.unwrap().unwrap_err();
    assert_eq!((still.effect, still.retry_after), (Effect::Unknown, Some(Duration::from_secs(15))));
    let again = esimfly.replay(&key(1), &request, since, now()).await.unwrap().unwrap();
    assert_eq!(again.reference, "order_1");
    let Trace::Looked(found) = esimfly.trace(&key(1), &request, &mark, since).await.unwrap() else {
        panic!()
    };
    assert_eq!(found.len(), 1);
    assert_eq!(account.lock().unwrap().books.len(), 1);
}

/// Data whose answer is lost, for the first or the second of the account's eSIMs: one with a limit, one without.
async fn lost_data(loses: Loses, number: usize) -> (Arc<Mutex<Account>>, Scripted, Esimfly, Request, Mark) {
    let (account, server, esimfly) = desk(Account { loses, ..Account::new() }).await;
    let (request, mark) = more_data(&esimfly, number).await;
    let error = esimfly.place(&key(1), &request).await.unwrap_err();
    assert_eq!(error.effect, Effect::Unknown);
    assert_eq!(esimfly.replay(&key(1), &request, now(), now()).await, None, "it has no key");
    assert_eq!(server.count("POST"), 1);
    (account, server, esimfly, request, mark)
}

#[tokio::test]
async fn lost_data_is_found_by_what_grew() {
    let (account, _server, esimfly, request, mark) = lost_data(Loses::Answers, 1).await;
    let Trace::Looked(found) = esimfly.trace(&key(1), &request, &mark, now()).await.unwrap() else {
        panic!()
    };
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.esim.as_ref().unwrap().as_str(), iccid(1));
    assert_eq!(account.lock().unwrap().books, [("topup_1".to_owned(), 550)]);
}

#[tokio::test]
async fn lost_data_without_a_limit_is_never_called_not_bought() {
    let (account, _server, esimfly, request, mark) = lost_data(Loses::Answers, 2).await;
    let trace = esimfly.trace(&key(1), &request, &mark, now()).await.unwrap();
    assert!(matches!(trace, Trace::CannotTell { .. }), "a row that names no eSIM may be ours: {trace:?}");
    account.lock().unwrap().orders.clear();
    account.lock().unwrap().buy("x-2", "somebody");
    let trace = esimfly.trace(&key(1), &request, &mark, now()).await.unwrap();
    assert!(
        matches!(trace, Trace::CannotTell { .. }),
        "nor does a cheaper order explain the money: {trace:?}"
    );
}

#[tokio::test]
async fn data_that_never_arrived_and_somebody_elses_are_told_apart() {
    let (account, _server, esimfly, request, mark) = lost_data(Loses::Requests, 1).await;
    assert_eq!(esimfly.trace(&key(1), &request, &mark, now()).await.unwrap(), Trace::Looked(Vec::new()));
    account.lock().unwrap().buy("700", "somebody");
    assert_eq!(esimfly.trace(&key(1), &request, &mark, now()).await.unwrap(), Trace::Looked(Vec::new()));
    let sims = account.lock().unwrap().esims.clone();
    assert_eq!(sims[0].total, Some(1024), "nothing was put onto it");
}
