//! Orders that are answered: what is asked for, what is done, and what the traveller gets.

use super::*;
use esim_desk_provider::{Effect, Esims, Evidence, Item, ItemOutcome, Kind, Taken};

#[tokio::test]
async fn one_esim_is_taken_waited_for_and_handed_out() {
    let (account, server, telkor) = desk(Account { patience: 2, ..Account::new() }).await;
    let request = wanted(&telkor, 1).await;
    assert!(telkor.preview(&request).await.unwrap().plan.is_some());
    let mark = telkor.mark(&request).await.unwrap();
    assert_eq!(account.lock().unwrap().books(), (1, 1), "asking does nothing");
    let placed = telkor.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), placed.taken, placed.charged), ("900", Taken::Processing, None));
    let progress = telkor.progress("900", &request, &mark, now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates), (Taken::Processing, Vec::new()));
    let progress = telkor.progress("900", &request, &mark, now()).await.unwrap();
    assert_eq!(progress.taken, Taken::Fulfilled);
    let [one] = progress.candidates.as_slice() else { panic!("{:?}", progress.candidates) };
    assert_eq!((one.esim.as_ref().unwrap().as_str(), one.evidence), ("4", Evidence::Reference));
    assert_eq!(one.service.as_ref().unwrap().as_str(), "501/701");
    let esim = telkor.one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(esim.install.unwrap().code.matching_id(), "CODE-4");
    let sent: Vec<_> = server.seen().into_iter().filter(|seen| seen.path == "/api/cards/bulk").collect();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        sent[0].body,
        format!(r#"{{"name_prefix":"{}","sim_ids":["4"],"plan_ids":["11"],"counter_start":1}}"#, key())
    );
    assert_eq!(account.lock().unwrap().books(), (2, 2));
}

#[tokio::test]
async fn one_of_several_that_fails_harms_no_other() {
    let (account, server, telkor) = desk(Account { patience: 1, stolen: Some(5), ..Account::new() }).await;
    let request = wanted(&telkor, 3).await;
    let mark = telkor.mark(&request).await.unwrap();
    let placed = telkor.place(&key(), &request).await.unwrap();
    let progress = telkor.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!(progress.taken, Taken::Fulfilled);
    let item = |sim: u64, outcome| Item {
        label: iccid(sim),
        esim: (outcome == ItemOutcome::Done).then(|| sim.to_string().as_str().into()),
        outcome,
    };
    let failed = ItemOutcome::Failed { reason: Some("SIM is already linked".to_owned()) };
    assert_eq!(progress.items, [item(4, ItemOutcome::Done), item(5, failed), item(6, ItemOutcome::Done)]);
    assert_eq!(server.count("POST /api/cards/bulk"), 1);
    assert_eq!(account.lock().unwrap().books(), (4, 3), "two of ours, and somebody else's link");
    let error = telkor.place(&key(), &Request { count: 2, ..request }).await.unwrap_err();
    assert_eq!(error.text.as_deref(), Some("Only 1 eSIM in stock fits this plan."));
    assert_eq!(error.effect, Effect::None);
}

#[tokio::test]
async fn a_task_that_never_ends_is_only_ever_waited_for() {
    let (account, server, telkor) = desk(Account { stuck: true, ..Account::new() }).await;
    for count in [1, 2] {
        let request = wanted(&telkor, count).await;
        let mark = telkor.mark(&request).await.unwrap();
        let placed = telkor.place(&key(), &request).await.unwrap();
        for _look in 0..3 {
            let progress = telkor.progress(&placed.reference, &request, &mark, now()).await.unwrap();
            assert_eq!((progress.taken, progress.candidates), (Taken::Processing, Vec::new()));
            assert!(progress.items.iter().all(|item| item.outcome == ItemOutcome::Open));
        }
    }
    assert_eq!(account.lock().unwrap().books(), (1, 1));
    assert_eq!(server.count("POST /api/cards/bulk"), 2);
}

#[tokio::test]
async fn data_is_added_to_the_link_of_the_chosen_sim() {
    let (account, server, telkor) = desk(Account::new()).await;
    let request = more_data(&telkor).await;
    assert!(telkor.preview(&request).await.unwrap().plan.is_some());
    let mark = telkor.mark(&request).await.unwrap();
    let placed = telkor.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), placed.taken), ("500/701", Taken::Fulfilled));
    let progress = telkor.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!(progress.taken, Taken::Fulfilled);
    assert_eq!(progress.candidates[0].esim, Some("1".into()));
    assert!(telkor.usage(&"500/701".into()).await.unwrap().is_some());
    let sent: Vec<_> = server.seen().into_iter().filter(|seen| seen.path == "/api/lines/500/plans").collect();
    let bodies: Vec<_> = sent.iter().map(|seen| seen.body.as_str()).filter(|body| !body.is_empty()).collect();
    assert_eq!(bodies, [r#"{"plan_id":"11"}"#]);
    assert_eq!(account.lock().unwrap().books(), (1, 2));
    let other = Target::AddData { esim: "4".into(), service: "500/700".into() };
    let error = telkor.preview(&Request { target: other, ..request }).await.unwrap_err();
    assert_eq!(error.text.as_deref(), Some("The link of this plan belongs to another eSIM now."));
}

#[tokio::test]
async fn a_refusal_costs_nothing_or_is_not_known_to() {
    let (none, unknown) = (Effect::None, Effect::Unknown);
    let no_id = || Kind::Unreadable { path: "id is missing".to_owned() };
    let details = r#"{"detail":[{"type":"value_error","loc":["body","sim_ids"],"msg":"duplicate sim_ids","input":["a"]},{"loc":["body","plan_ids",0],"msg":"unknown plan"}]}"#;
    let said = Some("sim_ids: duplicate sim_ids; plan_ids.0: unknown plan");
    for (status, body, kind, effect, text) in [
        (422, details, Kind::Refused, none, said),
        (409, r#"{"detail":{"message":"not now"}}"#, Kind::Refused, none, Some("not now")),
        (
            402,
            r#"{"success":false,"error":{"code":"NO_MONEY","message":"short"}}"#,
            Kind::Funds { missing: None },
            none,
            Some("short"),
        ),
        (403, r#"{"detail":"Forbidden"}"#, Kind::Forbidden, none, Some("Forbidden")),
        (401, r#"{"error":"invalid_token"}"#, Kind::Credentials, none, Some("invalid_token")),
        (429, r#"{"detail":"slow down"}"#, Kind::TooMany, none, Some("slow down")),
        (409, "<html>Conflict</html>", Kind::Refused, unknown, None),
        (500, r#"{"detail":"Internal Server Error"}"#, Kind::Server, unknown, Some("Internal Server Error")),
        (504, "", Kind::Server, unknown, None),
        (200, "<html>maintenance</html>", Kind::NotJson, unknown, None),
        (200, r#"{"success":false,"error":{"code":"X"}}"#, no_id(), unknown, None),
        (202, r#"{"data":{"status":"pending"}}"#, no_id(), unknown, None),
        (202, "[]", Kind::Unreadable { path: ".".to_owned() }, unknown, None),
        (202, "", Kind::NotJson, unknown, None),
    ] {
        let (account, server, telkor) =
            desk(Account { refusal: Some((status, body)), ..Account::new() }).await;
        for request in [wanted(&telkor, 1).await, more_data(&telkor).await] {
            let error = telkor.place(&key(), &request).await.unwrap_err();
            assert_eq!(
                (&error.kind, error.effect, error.text.as_deref()),
                (&kind, effect, text),
                "{status} {body}"
            );
        }
        assert_eq!((server.count("POST /api"), account.lock().unwrap().books()), (2, (1, 1)), "{body}");
        let left = lot(&telkor).await.left;
        assert_eq!(left, if effect == none { 5 } else { 4 }, "a SIM in doubt is not sold again: {body}");
    }
}
