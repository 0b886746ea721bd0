//! Orders whose answer was lost.

use super::*;
use esim_desk_provider::{Effect, Evidence, ItemOutcome, Kind, Mark, Taken, Trace};

async fn lost(account: Account, count: u32) -> (Arc<Mutex<Account>>, Telkor, Request, Mark, Timestamp) {
    let (account, server, telkor) = desk(account).await;
    let request = if count == 0 { more_data(&telkor).await } else { wanted(&telkor, count).await };
    let (mark, since) = (telkor.mark(&request).await.unwrap(), now());
    let error = telkor.place(&key(), &request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Dropped, Effect::Unknown));
    assert_eq!(server.count("POST /api"), 1, "never repeated by itself");
    assert_eq!(telkor.replay(&key(), &request, since, now()).await, None, "Telkor knows no key");
    account.lock().unwrap().loses = Loses::Nothing;
    (account, telkor, request, mark, since)
}

async fn found(
    telkor: &Telkor,
    request: &Request,
    mark: &Mark,
    since: Timestamp,
) -> Vec<esim_desk_provider::Candidate> {
    match telkor.trace(&key(), request, mark, since).await.unwrap() {
        Trace::Looked(found) => found,
        Trace::CannotTell { why } => panic!("{why}"),
    }
}

#[tokio::test]
async fn a_lost_order_is_not_concluded_on_while_its_task_runs_and_found_by_its_key_after() {
    let before = Account { loses: Loses::Answers, patience: 2, ..Account::new() };
    let (account, telkor, request, mark, since) = lost(before, 1).await;
    let trace = telkor.trace(&key(), &request, &mark, since).await.unwrap();
    assert!(matches!(trace, Trace::CannotTell { .. }), "{trace:?}");
    account.lock().unwrap().work();
    let candidates = found(&telkor, &request, &mark, since).await;
    let [one] = candidates.as_slice() else { panic!("{candidates:?}") };
    assert_eq!((one.esim.as_ref().unwrap().as_str(), one.evidence), ("4", Evidence::Reference));
    let reference = one.reference.clone().unwrap();
    let progress = telkor.progress(&reference, &request, &mark, since).await.unwrap();
    assert_eq!((progress.taken, &progress.candidates[0].esim), (Taken::Fulfilled, &one.esim));
    assert_eq!(account.lock().unwrap().books(), (2, 2));
}

#[tokio::test]
async fn several_that_were_lost_are_found_one_by_one() {
    let before = Account { loses: Loses::Answers, stolen: Some(5), ..Account::new() };
    let (account, telkor, request, mark, since) = lost(before, 3).await;
    let candidates = found(&telkor, &request, &mark, since).await;
    let reference = candidates[0].reference.clone().unwrap();
    let progress = telkor.progress(&reference, &request, &mark, since).await.unwrap();
    assert_eq!(progress.taken, Taken::Fulfilled);
    let told: Vec<_> =
        progress.items.iter().map(|item| (item.esim.as_ref().map(EsimId::as_str), &item.outcome)).collect();
    let failed = ItemOutcome::Failed { reason: None };
    assert_eq!(told, [(Some("4"), &ItemOutcome::Done), (None, &failed), (Some("6"), &ItemOutcome::Done)]);
    assert_eq!(account.lock().unwrap().books(), (4, 3));
}

#[tokio::test]
async fn what_never_arrived_is_not_found_among_other_orders() {
    let before = Account { loses: Loses::Requests, ..Account::new() };
    let (account, telkor, request, mark, since) = lost(before, 1).await;
    assert_eq!(found(&telkor, &request, &mark, since).await, []);
    account.lock().unwrap().bind(&format!("{}-copy_1", key()), 4, &["11".to_owned()]);
    account.lock().unwrap().bind("0198c0de-0000-7000-8000-000000000009_1", 5, &["11".to_owned()]);
    assert_eq!(found(&telkor, &request, &mark, since).await, []);
    account.lock().unwrap().bind(&format!("{}_1", key()), 6, &["11".to_owned()]);
    assert_eq!(found(&telkor, &request, &mark, since).await.len(), 1);
}

#[tokio::test]
async fn lost_data_is_what_is_new_on_the_link_and_of_its_plan() {
    let (account, telkor, request, mark, since) =
        lost(Account { loses: Loses::Answers, ..Account::new() }, 0).await;
    let candidates = found(&telkor, &request, &mark, since).await;
    let [one] = candidates.as_slice() else { panic!("{candidates:?}") };
    assert_eq!((one.service.as_ref().unwrap().as_str(), one.evidence), ("500/701", Evidence::Difference));
    assert_eq!(account.lock().unwrap().books(), (1, 2));
}

#[tokio::test]
async fn data_that_never_arrived_is_not_found_in_what_others_and_telkor_added() {
    let (account, telkor, request, mark, since) =
        lost(Account { loses: Loses::Requests, ..Account::new() }, 0).await;
    assert_eq!(found(&telkor, &request, &mark, since).await, []);
    {
        let mut account = account.lock().unwrap();
        account.activate(500, "13", "Manual");
        account.activate(500, "11", "RESUBSCRIPTION");
        account.bind("somebody", 4, &["11".to_owned()]);
    }
    assert_eq!(found(&telkor, &request, &mark, since).await, []);
    account.lock().unwrap().activate(500, "11", "portal");
    assert_eq!(found(&telkor, &request, &mark, since).await.len(), 1, "a word nobody knows may be ours");
    account.lock().unwrap().links[0].gone = true;
    let trace = telkor.trace(&key(), &request, &mark, since).await.unwrap();
    assert!(matches!(trace, Trace::CannotTell { .. }), "{trace:?}");
}
