//! Purchases that are answered: what is sent, what is paid, and what the traveller gets.

use super::*;
use esim_desk_model::{EsimId, ServiceId};
use esim_desk_provider::{Draft, Effect, Esims, Evidence, Kind, Taken};

fn since() -> Timestamp {
    now()
}

#[tokio::test]
async fn one_esim_is_bought_waited_for_and_handed_out() {
    let (account, server, esimfly) = desk(Account { patience: 2, ..Account::new() }).await;
    let request = wanted(&esimfly, "700").await;
    let quote = esimfly.preview(&request).await.unwrap();
    assert_eq!((quote.price, quote.balance), (Some(usd(410)), Some(usd(5000))));
    let mark = esimfly.mark(&request).await.unwrap();
    assert!(account.lock().unwrap().books.is_empty(), "asking never spends");
    let placed = esimfly.place(&key(1), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), &placed.taken), ("order_1", &Taken::Processing));
    assert_eq!(placed.charged, Some(usd(410)));
    for _look in 0..2 {
        let progress = esimfly.progress("order_1", &request, &mark, since()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates), (Taken::Processing, Vec::new()));
    }
    let progress = esimfly.progress("order_1", &request, &mark, since()).await.unwrap();
    assert_eq!((progress.taken, progress.charged), (Taken::Fulfilled, Some(usd(410))));
    let [one] = progress.candidates.as_slice() else { panic!("{:?}", progress.candidates) };
    assert_eq!((one.evidence, one.esim.as_ref().unwrap().as_str()), (Evidence::Reference, iccid(3).as_str()));
    assert!(one.created_at.is_some(), "by the one of two dates that is filled in");
    let esim = esimfly.one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(esim.install.unwrap().code.matching_id(), format!("CODE-{}", iccid(3)));
    assert_eq!(account.lock().unwrap().books, [("order_1".to_owned(), 410)]);
    assert_eq!(server.count("POST"), 1);
    assert!(account.lock().unwrap().mistrusted.is_empty(), "every proof held");
}

#[tokio::test]
async fn three_esims_are_three_orders_with_a_key_each() {
    let (account, server, esimfly) = desk(Account::new()).await;
    let one = wanted(&esimfly, "700").await;
    let draft = Draft {
        plan: one.plan.clone(),
        price: one.price.clone(),
        target: Target::NewEsim,
        source: Source::Bought,
        quantity: 3,
    };
    let mut esims = BTreeSet::new();
    for (request, number) in esimfly.split(&draft).iter().zip(1..) {
        let mark = esimfly.mark(request).await.unwrap();
        let placed = esimfly.place(&key(number), request).await.unwrap();
        assert_eq!(placed.taken, Taken::Fulfilled);
        let progress = esimfly.progress(&placed.reference, request, &mark, since()).await.unwrap();
        esims.insert(progress.candidates[0].esim.clone().unwrap());
    }
    assert_eq!((esims.len(), server.count("POST")), (3, 3));
    let account = account.lock().unwrap();
    assert_eq!((account.books.len(), account.balance), (3, 5000 - 3 * 410));
}

#[tokio::test]
async fn data_is_added_to_the_chosen_esim_and_shows_there() {
    let (account, server, esimfly) = desk(Account::new()).await;
    let (request, mark) = more_data(&esimfly, 1).await;
    assert_eq!(request.price, Some(usd(550)));
    let quote = esimfly.preview(&request).await.unwrap();
    assert_eq!((quote.price, quote.balance), (Some(usd(550)), Some(usd(5000))));
    let service = ServiceId::from(iccid(1).as_str());
    let before = esimfly.usage(&service).await.unwrap().unwrap();
    let placed = esimfly.place(&key(1), &request).await.unwrap();
    assert_eq!((placed.taken, placed.charged), (Taken::Fulfilled, Some(usd(550))));
    let after = esimfly.usage(&service).await.unwrap().unwrap();
    assert_ne!(before.allowance, after.allowance);
    let progress = esimfly.progress(&placed.reference, &request, &mark, since()).await.unwrap();
    assert_eq!((progress.taken, progress.charged), (Taken::Fulfilled, Some(usd(550))));
    assert_eq!(progress.candidates[0].esim, Some(EsimId::from(iccid(1).as_str())));
    assert_eq!(account.lock().unwrap().books, [("topup_1".to_owned(), 550)]);
    assert_eq!(server.count("POST"), 1);
}

#[tokio::test]
async fn every_word_of_an_order_that_is_not_done_is_waited_for_unless_it_ended() {
    let failed = |word: &str, money_back| Taken::Failed { reason: Some(word.to_owned()), money_back };
    for (word, taken) in [
        ("failed", failed("failed", None)),
        ("cancelled", failed("cancelled", None)),
        ("refunded", failed("refunded", Some(true))),
        ("DISPATCHED", Taken::Fulfilled),
        ("", Taken::Fulfilled),
    ] {
        let (account, _server, esimfly) = desk(Account::new()).await;
        let request = wanted(&esimfly, "700").await;
        let mark = esimfly.mark(&request).await.unwrap();
        esimfly.place(&key(1), &request).await.unwrap();
        account.lock().unwrap().orders[0].word = word;
        let progress = esimfly.progress("order_1", &request, &mark, since()).await.unwrap();
        assert_eq!(progress.candidates.len(), usize::from(taken == Taken::Fulfilled), "{word}");
        assert_eq!(progress.taken, taken);
        let unknown = esimfly.progress("order_7", &request, &mark, since()).await.unwrap();
        assert_eq!((unknown.taken, unknown.candidates), (Taken::NotSaid, Vec::new()));
    }
}

#[tokio::test]
async fn every_refusal_of_the_document_costs_nothing_or_is_not_known_to() {
    let (none, unknown) = (Effect::None, Effect::Unknown);
    let short = r#"{"success":false,"message":"","code":"INSUFFICIENT_BALANCE","currentBalance":"25.50","requiredBalance":"27.20","needToLoad":"1.70"}"#;
    for (status, body, kind, effect) in [
        (400, short, Kind::Funds { missing: Some(usd(170)) }, none),
        (200, short, Kind::Funds { missing: Some(usd(170)) }, none),
        (402, r#"{"success":false,"code":"INSUFFICIENT_BALANCE"}"#, Kind::Funds { missing: None }, none),
        (400, r#"{"success":false,"code":"PRICE_MISMATCH"}"#, Kind::Refused, none),
        (404, r#"{"success":false,"error":{"code":"PACKAGE_NOT_FOUND"}}"#, Kind::NotFound, none),
        (400, r#"{"success":false,"code":"DUPLICATE_REQUEST"}"#, Kind::Refused, unknown),
        (409, r#"{"success":false,"code":"DUPLICATE_REQUEST"}"#, Kind::Refused, unknown),
        (500, r#"{"success":false,"code":"ORDER_PROCESSING_ERROR"}"#, Kind::Server, unknown),
        (500, r#"{"error":"Internal Server Error"}"#, Kind::Server, unknown),
        (200, r#"{"success":false,"message":"Try later"}"#, Kind::Refused, unknown),
        (200, r#"{"error":"Bad Request","message":"?"}"#, Kind::Refused, unknown),
        (200, "<html>maintenance</html>", Kind::NotJson, unknown),
        (404, "<html>no such page</html>", Kind::NotFound, unknown),
        (
            202,
            r#"{"success":true,"data":{}}"#,
            Kind::Unreadable { path: "orderReference".to_owned() },
            unknown,
        ),
        (204, "", Kind::NotJson, unknown),
    ] {
        let (account, server, esimfly) =
            desk(Account { refusal: Some((status, body)), ..Account::new() }).await;
        let request = wanted(&esimfly, "700").await;
        let error = esimfly.place(&key(1), &request).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (kind, effect), "{status} {body}");
        assert_eq!((server.count("POST"), account.lock().unwrap().books.len()), (1, 0), "{status} {body}");
    }
}

#[tokio::test]
async fn a_purchase_by_a_clock_nobody_corrected_is_refused_and_bought_with_the_next() {
    let (account, server, esimfly) = desk(Account::new()).await;
    let request = wanted(&esimfly, "700").await;
    account.lock().unwrap().ahead = 3600;
    let error = esimfly.place(&key(1), &request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Credentials, Effect::None));
    assert_eq!((server.count("POST"), account.lock().unwrap().books.len()), (1, 0));
    esimfly.place(&key(2), &request).await.unwrap();
    assert_eq!(account.lock().unwrap().books.len(), 1, "the refusal told the time");
}
