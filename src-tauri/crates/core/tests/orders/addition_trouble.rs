//! Data that is refused, fails, is held back, is asked about, or goes onto another eSIM.

use crate::addition::{MINUTE, MORE, case};
use crate::fake::{Answer, Outcome};
use crate::forms::{addition, here};
use esim_desk_core::api::{Code, Decision, MoneyMoved, OrderPlace};
use esim_desk_model::{EsimId, Money, OrderState, ServiceId};
use esim_desk_provider::Taken;
use std::time::Duration;

#[tokio::test]
async fn an_answer_for_another_esim_is_an_alarm_and_never_adopted() {
    let astray = EsimId::from("esim_astray");
    for by_key in [false, true] {
        let case = case(Answer::TakesAnswerLost).await;
        case.fake.supplier().by_key = by_key;
        case.fake.supplier().astray = Some(astray.clone());
        let key = case.add().await;
        case.world.until(&key, OrderState::Unknown).await;
        if by_key {
            // It is ours, and not what was ordered: only a person can know what to do.
            case.world.until_within(&key, MINUTE, |order| !order.candidates.is_empty()).await;
            case.world.pass(60 * MINUTE).await;
            let shown = case.world.order(&key).await;
            assert_eq!(shown.state, OrderState::Unknown);
            assert_eq!(shown.candidates[0].esim_id, Some(astray.clone()));
            let adopt = Decision::Adopt { index: 0 };
            let refused = case.world.settle(&key, adopt, "it is new", None).await.unwrap_err();
            assert_eq!(refused.code, Code::CandidateTaken);
            case.world.settle(&key, Decision::DealtWith, "ZIM moves it", None).await.unwrap();
        } else {
            // Somebody else's, as far as anybody can tell.
            case.world.until(&key, OrderState::NotBought).await;
        }
        assert_eq!(case.world.order(&key).await.esim.unwrap().esim_id, case.esim);
        assert!(case.world.around.added.lock().unwrap().is_empty());
        case.world.close().await;
    }
}

#[tokio::test]
async fn a_taken_order_whose_data_went_onto_another_esim_is_no_success() {
    let case = case(Answer::Takes).await;
    case.fake.supplier().astray = Some(EsimId::from("esim_astray"));
    let key = case.add().await;
    let failed = case.world.until(&key, OrderState::Failed).await;
    let failure = failed.failure.unwrap();
    assert_eq!(failure.money, MoneyMoved::Spent);
    assert!(failure.details.unwrap().contains("esim_astray"));
    assert!(case.world.around.added.lock().unwrap().is_empty());
    case.world.close().await;
}

#[tokio::test]
async fn an_addition_that_is_refused_or_fails_leaves_the_esim_as_it_was() {
    let case = case(Answer::Refuses).await;
    let refused = case.add().await;
    let failure = case.world.until(&refused, OrderState::Refused).await.failure.unwrap();
    assert_eq!((failure.code, failure.money), (Code::Funds, MoneyMoved::Untouched));
    assert!(case.world.around.spent.lock().unwrap().is_empty());

    let reason = Some("NETWORK_REFUSED".to_owned());
    let fails = Taken::Failed { reason: reason.clone(), money_back: Some(true) };
    case.fake.supplier().outcomes.push_back(Outcome::Stays(fails));
    let failed = case.add().await;
    let failure = case.world.until(&failed, OrderState::Failed).await.failure.unwrap();
    assert_eq!((failure.details, failure.money), (reason, MoneyMoved::Untouched));
    assert!(case.world.around.added.lock().unwrap().is_empty());
    case.stays_whose_it_was().await;
    case.world.close().await;
}

#[tokio::test]
async fn a_risen_price_and_a_short_balance_hold_an_addition() {
    let usd = |text| Some(Money::parse(text, "USD").unwrap());
    for (price, balance, code) in
        [(usd("5.20"), None, Code::PriceRose), (None, usd("4.80"), Code::BalanceShort)]
    {
        let case = case(Answer::Takes).await;
        (case.fake.supplier().price, case.fake.supplier().balance) = (price, balance);
        let key = case.add().await;
        let held = case.world.until_within(&key, Duration::ZERO, |order| order.failure.is_some()).await;
        let failure = held.failure.unwrap();
        assert_eq!(
            (held.state, failure.code, failure.money),
            (OrderState::Intent, code, MoneyMoved::Untouched)
        );
        (case.fake.supplier().price, case.fake.supplier().balance) = (None, None);
        assert!(case.fake.supplier().sent.is_empty());
        case.world.orders.resume(&key, Some("Anna")).await.unwrap();
        let done = case.world.until(&key, OrderState::Fulfilled).await;
        case.is_on_it(&done, "added_2").await;
        case.world.close().await;
    }
}

#[tokio::test]
async fn the_same_addition_on_the_same_day_asks_first() {
    let case = case(Answer::Takes).await;
    let key = case.add().await;
    case.world.until(&key, OrderState::Fulfilled).await;
    let again = addition(MORE, &case.esim, "yuki tanaka");
    let asked = case.world.orders.write_intents(again.clone(), here()).await.unwrap_err();
    assert_eq!((asked.code, asked.facts["number"].as_str()), (Code::BoughtToday, "D07-000002"));
    assert_eq!(case.fake.supplier().sent.len(), 1);
    let meant = case.world.place(OrderPlace { repeat_meant: true, ..again }).await.remove(0);
    let done = case.world.until(&meant, OrderState::Fulfilled).await;
    assert_eq!(done.reference.as_deref(), Some("ordr_3"));
    let row = case.world.record.order(&meant).await.unwrap().unwrap();
    assert_eq!(row.service_id, Some(ServiceId::from("added_3")));
    case.stays_whose_it_was().await;
    case.world.close().await;
}

#[tokio::test]
async fn a_key_with_another_target_is_refused() {
    let case = case(Answer::Takes).await;
    let form = addition(MORE, &case.esim, "Mai Tanaka");
    case.world.place(form.clone()).await;
    for other in [
        OrderPlace { onto: None, ..form.clone() },
        OrderPlace { onto: addition(MORE, &EsimId::from("esim_9"), "").onto, ..form.clone() },
    ] {
        let refused = case.world.orders.write_intents(other, here()).await.unwrap_err();
        assert_eq!(refused.code, Code::KeyReused);
    }
    assert_eq!(case.world.orders.write_intents(form, here()).await.unwrap().len(), 1);
    case.world.close().await;
}
