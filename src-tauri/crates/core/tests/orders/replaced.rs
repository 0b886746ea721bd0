//! ZIM replaces an order by a newer one while it is in progress: the real client against the simulated account.

use crate::zim::{Case, MINUTE, quick};
use esim_desk_core::api::{Decision, OrderView};
use esim_desk_model::{OrderKey, OrderState};
use esim_desk_provider::Taken;
use esim_desk_simulators::zim::{Fault, Options, OrderRow, When};
use std::sync::atomic::Ordering;

/// A purchase that is replaced while ZIM works on it, and the newer order's id.
async fn replaced(case: &Case) -> (OrderKey, String) {
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let processing = Some(Taken::Processing);
    let works = case.world.until_within(&key, MINUTE, |order| order.taken == processing).await;
    let newer = case.zim.replace_order(works.reference.as_deref().unwrap()).unwrap();
    (key, newer)
}

#[tokio::test]
async fn an_order_that_is_replaced_in_progress_is_followed_to_its_successor() {
    for order_row in [OrderRow::Plain, OrderRow::Ids] {
        let case = Case::with(Options { fulfil_after: 60 * MINUTE, order_row, ..quick() }).await;
        let (key, newer) = replaced(&case).await;
        let is_newer = |order: &OrderView| order.reference.as_deref() == Some(newer.as_str());
        let followed = case.world.until_within(&key, 30 * MINUTE, is_newer).await;
        assert_eq!(followed.state, OrderState::Accepted);
        case.zim.advance(61 * MINUTE);
        let done = case.world.until(&key, OrderState::Fulfilled).await;
        case.is_true(&done, 1).await;
        assert_eq!(case.zim.ledger().purchases, 1);
        case.end().await;
    }
}

#[tokio::test]
async fn a_successor_that_fails_fails_the_order_it_replaced() {
    let case = Case::with(Options { fulfil_after: 60 * MINUTE, ..quick() }).await;
    case.zim.fault(When::purchase(), Fault::OrderFails("NETWORK_REFUSED".to_owned()));
    let (key, newer) = replaced(&case).await;
    case.zim.advance(61 * MINUTE);
    let failed = case.world.until(&key, OrderState::Failed).await;
    assert_eq!(failed.reference.as_deref(), Some(newer.as_str()));
    assert_eq!(failed.failure.unwrap().details.as_deref(), Some("NETWORK_REFUSED"));
    case.end().await;
}

#[tokio::test]
async fn in_a_shared_account_a_successor_is_shown_and_not_taken() {
    let case = Case::with(Options { fulfil_after: 60 * MINUTE, ..quick() }).await;
    case.world.around.shared.store(true, Ordering::SeqCst);
    let (key, newer) = replaced(&case).await;
    let shown = case.world.until_within(&key, 30 * MINUTE, |order| !order.candidates.is_empty()).await;
    assert_eq!(shown.candidates[0].reference.as_deref(), Some(newer.as_str()));
    case.zim.advance(61 * MINUTE);
    case.world.pass(15 * MINUTE).await;
    let still = case.world.order(&key).await;
    assert_eq!((still.state, still.esim.is_none()), (OrderState::Accepted, true));
    let adopt = Decision::Adopt { index: 0 };
    case.world.settle(&key, adopt, "Ours, says ZIM", None).await.unwrap();
    let shown = case.world.until_within(&key, 30 * MINUTE, |order| order.candidates.len() == 1).await;
    assert_eq!(shown.reference.as_deref(), Some(newer.as_str()));
    case.end().await;
}
