//! From a purchase to an eSIM, the money, the ledger on disk, and use that grows.

use crate::client::{Desk, SOON, quick};
use esim_desk_simulators::zim::{Fault, Options, Origin, When, Zim};
use serde_json::json;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn an_order_becomes_an_esim() {
    let desk = Desk::open(Options { fulfil_after: HOUR, esim_after: HOUR, ..Options::default() }).await;
    let plan = desk.zim.plans().into_iter().find(|plan| plan.iso3.as_deref() == Some("JPN")).unwrap();
    let before = desk.zim.ledger().balances["USD"];
    let receipt = desk.buy(&plan.id).await;
    assert_eq!(receipt.status, 200);
    let receipt = receipt.json();
    assert_eq!((receipt["status"].as_str(), receipt["type"].as_str()), (Some("PROCESSING"), Some("ONE_OFF")));
    assert!(receipt.get("planID").is_none() && receipt["createdAt"].as_str().unwrap().len() == 24);
    let id = receipt["id"].as_str().unwrap();
    assert_eq!(desk.zim.ledger().esims.len(), 200);

    desk.zim.advance(HOUR);
    let ledger = desk.zim.ledger();
    let order = ledger.order(id).unwrap();
    assert_eq!((order.status.as_str(), order.origin), ("FULFILLED", Origin::Desk));
    assert_eq!(Some(before - ledger.balances["USD"]), plan.price("USD"));
    let esim_id = order.esim_id.clone().unwrap();
    let fresh = desk.get(&format!("/esims/{esim_id}")).await.json();
    assert_eq!((fresh["status"].as_str(), &fresh["matchingID"]), (Some("PROCESSING"), &json!(null)));

    desk.zim.advance(HOUR);
    let ledger = desk.zim.ledger();
    let esim = ledger.esim(&esim_id).unwrap();
    assert_eq!(esim.status, "RELEASED");
    let row = desk.get(&format!("/esims/{esim_id}")).await;
    assert_eq!(row.json()["matchingID"].as_str(), esim.matching_id.as_deref());
    assert!(row.body.contains(esim.iccid.as_ref().unwrap()));
    assert_eq!(
        esim.lpa().unwrap(),
        format!("LPA:1$smdpp.zimconnections.com${}", esim.matching_id.as_ref().unwrap())
    );
    let listed = desk.get("/orders").await.rows();
    let listed = listed.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!((listed["planID"].as_str(), &listed["plan"]["id"]), (Some(plan.id.as_str()), &json!(plan.id)));
    assert!(listed.get("esimID").is_none());
    let subscriptions = desk.get("/subscriptions/").await.rows();
    let subscription = subscriptions.iter().find(|row| row["esimID"] == esim_id.as_str()).unwrap();
    assert_eq!((&subscription["plan"]["id"], &subscription["status"]), (&json!(plan.id), &json!("PENDING")));
}

#[tokio::test]
async fn a_purchase_must_make_sense() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    for body in [
        json!({}),
        json!({"planID": 5}),
        json!({"planID": "plan_none"}),
        json!({"planID": plan, "currencyISO": "EUR"}),
        json!({"planID": plan, "quantity": 0}),
        json!({"planID": plan, "quantity": 1.5}),
        json!({"planID": plan, "notifyRecipient": "no"}),
        json!({"planID": plan, "orderType": "GIFT"}),
        json!({"planID": plan, "orderType": "TOP_UP"}),
        json!({"planID": plan, "orderType": "TOP_UP", "subscriptionID": "subs_none"}),
        json!({"planID": plan, "usersIDs": "user_x"}),
        json!([]),
    ] {
        let answer = desk.post("/orders/with-wallet", body.clone()).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.json()["message"][0].is_string() && answer.json()["error"] == "Bad Request");
    }
    desk.zim.remove_plan(&plan);
    assert_eq!(desk.buy(&plan).await.status, 400);
    assert_eq!(desk.zim.ledger().purchases, 0);
}

#[tokio::test]
async fn money_decides() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    assert!(desk.zim.set_price(&plan, "USD", 501));
    assert!(!desk.zim.set_price(&plan, "EUR", 501));
    desk.zim.set_balance("USD", 1000);
    assert_eq!(desk.buy(&plan).await.status, 200);
    assert_eq!(desk.zim.ledger().balances["USD"], 499);
    let answer = desk.buy(&plan).await;
    assert_eq!((answer.status, answer.json()["statusCode"].as_u64()), (402, Some(402)));
    assert_eq!(desk.zim.add_foreign_order(&plan), None, "the other desk shares the wallet");
    assert_eq!((desk.zim.ledger().purchases, desk.zim.ledger().balances["USD"]), (1, 499));
    assert_eq!(desk.get("/plans/JPN/local").await.json()["regular"][0]["prices"][0]["value"], 501);
}

#[tokio::test]
async fn every_field_of_a_purchase_is_kept() {
    let desk = Desk::open(quick()).await;
    let body = json!({"planID": desk.plan(), "currencyISO": "KWD", "accountID": "acct_other", "quantity": 3,
        "notifyRecipient": true, "usersIDs": ["user_a"], "orderType": "RECURRING"});
    assert_eq!(desk.post("/orders/with-wallet", body).await.status, 200);
    let ledger = desk.zim.ledger();
    let order = ledger.bought().next().unwrap();
    assert_eq!((order.currency.as_str(), order.account_id.as_str()), ("KWD", "acct_other"));
    assert_eq!((order.user_id.as_str(), order.kind.as_str()), ("user_a", "RECURRING"));
    assert!(order.notify_recipient && order.quantity == 3);
    assert_eq!((ledger.esims.len(), ledger.purchases), (203, 1));
}

#[tokio::test]
async fn a_top_up_adds_to_the_same_esim() {
    let desk = Desk::open(quick()).await;
    let before = desk.zim.ledger();
    let subscription = before.subscriptions.iter().find(|row| row.status == "ACTIVE").unwrap();
    let body = json!({"planID": desk.plan(), "orderType": "TOP_UP", "subscriptionID": subscription.id});
    assert_eq!(desk.post("/orders/with-wallet", body).await.status, 200);
    let after = desk.zim.ledger();
    assert_eq!(after.esims.len(), before.esims.len());
    assert_eq!(after.subscriptions.len(), before.subscriptions.len() + 1);
    assert_eq!(after.subscriptions.last().unwrap().esim_id, subscription.esim_id);
}

/// Status of the newest purchase, and whether its eSIM is there.
fn newest(desk: &Desk) -> (String, bool) {
    let ledger = desk.zim.ledger();
    ledger.bought().last().map(|order| (order.status.clone(), order.esim_id.is_some())).unwrap_or_default()
}

#[tokio::test]
async fn an_order_may_fail_or_wait_for_approval() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    let money = || desk.zim.ledger().balances["USD"];
    let full = money();
    desk.zim.fault(When::purchase(), Fault::OrderFails("NETWORK".into()));
    desk.buy(&plan).await;
    assert_eq!(newest(&desk), ("FAILED".into(), false));
    assert_eq!(money(), full, "the money came back");
    assert_eq!(desk.get("/orders").await.rows().last().unwrap()["failureReason"], "NETWORK");

    desk.zim.fault(When::purchase(), Fault::PendingApproval);
    let id = desk.buy(&plan).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(newest(&desk), ("PENDING_APPROVAL".into(), false));
    assert_eq!(money(), full, "nothing is paid before approval");
    assert!(desk.zim.approve(&id) && !desk.zim.approve(&id));
    assert_eq!(newest(&desk), ("FULFILLED".into(), true));
    assert!(money() < full);

    desk.zim.fault(When::purchase(), Fault::PendingApproval);
    let id = desk.buy(&plan).await.json()["id"].as_str().unwrap().to_owned();
    desk.zim.set_balance("USD", 0);
    assert!(desk.zim.approve(&id));
    assert_eq!(newest(&desk), ("FAILED".into(), false), "approved with an empty wallet");
}

#[tokio::test]
async fn an_esim_may_come_late_or_never() {
    let desk = Desk::open(quick()).await;
    let plan = desk.plan();
    desk.zim.fault(When::purchase(), Fault::EsimLate(HOUR));
    desk.buy(&plan).await;
    assert_eq!(newest(&desk), ("FULFILLED".into(), false));
    desk.zim.advance(HOUR);
    assert_eq!(newest(&desk), ("FULFILLED".into(), true));

    desk.zim.fault(When::purchase(), Fault::EsimNever);
    desk.buy(&plan).await;
    desk.zim.advance(HOUR * 10_000);
    assert_eq!(newest(&desk), ("FULFILLED".into(), false));
}

#[tokio::test]
async fn waiting_ends_with_the_event_or_with_the_time() {
    let desk = Desk::open(Options { fulfil_after: Duration::from_millis(30), ..quick() }).await;
    desk.buy(&desk.plan()).await;
    let ledger = desk.zim.wait_for(|l| l.bought().any(|o| o.status == "FULFILLED"), SOON).await.unwrap();
    assert_eq!(ledger.esims.len(), 201);
    let in_vain = desk.zim.wait_for(|l| l.purchases == 2, Duration::from_millis(30)).await;
    assert!(in_vain.unwrap_err().to_string().contains("30ms"));
    let other_hand = async { desk.zim.set_balance("USD", 7) };
    let waiting = desk.zim.wait_for(|l| l.balances["USD"] == 7, SOON);
    let (seen, ()) = tokio::join!(waiting, other_hand);
    seen.unwrap();
}

#[tokio::test]
async fn another_desk_buys_from_the_same_account() {
    let desk = Desk::open(quick()).await;
    let id = desk.zim.add_foreign_order(&desk.plan()).unwrap();
    assert!(desk.get("/orders").await.rows().iter().any(|row| row["id"] == id.as_str()));
    let ledger = desk.zim.ledger();
    assert_eq!((ledger.purchases, ledger.esims.len()), (0, 201));
    assert_eq!(ledger.order(&id).unwrap().origin, Origin::Foreign);
}

#[tokio::test]
async fn the_ledger_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: Some(folder.path().join("zim")), ..quick() };
    let desk = Desk::open(Options { fulfil_after: HOUR, ..options.clone() }).await;
    let plan = desk.plan();
    desk.zim.set_price(&plan, "USD", 123);
    let id = desk.buy(&plan).await.json()["id"].as_str().unwrap().to_owned();
    let before = desk.zim.ledger();
    let (credentials, base_url) = (desk.zim.credentials(), desk.zim.base_url());
    desk.zim.stop().await;
    drop(desk);

    let port = base_url.rsplit(':').next().unwrap().parse().ok();
    let credentials = Some(credentials);
    let desk = Desk::open(Options { seed: 99, esims: 5, port, credentials, ..options.clone() }).await;
    assert_eq!(desk.zim.base_url(), base_url, "the same address can be taken again at once");
    assert_eq!(desk.zim.ledger().order(&id).unwrap().status, "PROCESSING");
    desk.zim.advance(HOUR);
    let after = desk.zim.ledger();
    assert!(after.order(&id).unwrap().esim_id.is_some(), "it goes on where it stopped");
    assert_eq!((after.purchases, &after.balances, after.esims.len()), (1, &before.balances, 201));
    assert_eq!(after.order(&id).unwrap().price, 123);
    assert_ne!(desk.buy(&plan).await.json()["id"], id.as_str(), "ids go on, they do not begin anew");
    let file = folder.path().join("zim/zim-ledger.json");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "no draft is left behind");
    drop(desk);
    for (text, sentence) in [("{", "not readable"), (r#"{"format":9}"#, "newer version")] {
        std::fs::write(&file, text).unwrap();
        let error = Zim::start(options.clone()).await.err().unwrap().to_string();
        assert!(error.contains(sentence), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "what is there is not overwritten");
    }
}

#[tokio::test]
async fn a_purchase_that_cannot_be_written_down_is_not_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(Options { folder: Some(folder.path().join("zim")), ..quick() }).await;
    std::fs::remove_dir_all(folder.path().join("zim")).unwrap();
    assert_eq!(desk.buy(&desk.plan()).await.status, 500);
    std::fs::create_dir(folder.path().join("zim")).unwrap();
    assert_eq!(desk.buy(&desk.plan()).await.status, 200);
}

#[tokio::test]
async fn use_grows_while_active_and_only_then() {
    let desk = Desk::open(quick()).await;
    desk.buy(&desk.plan()).await;
    let ledger = desk.zim.ledger();
    let order = ledger.bought().next().unwrap();
    let path = format!("/subscriptions/{}/activity/latest", order.subscription_id.as_ref().unwrap());
    let whole = desk.get(&path).await.json();
    assert_eq!(
        (&whole["spentBalanceBytes"], &whole["currentBalanceBytes"]),
        (&json!(0), &whole["initialBalanceBytes"])
    );
    assert!(whole["lastUpdatedAt"].as_i64().unwrap() < 100_000_000_000, "seconds");

    desk.zim.set_esim_status(order.esim_id.as_ref().unwrap(), "ONLINE");
    let mut last = 0;
    for _ in 0..3 {
        desk.zim.advance(HOUR);
        let now = desk.get(&path).await.json();
        let number = |field: &str| now[field].as_i64().unwrap();
        assert!(number("spentBalanceBytes") > last, "an active subscription is used");
        last = number("spentBalanceBytes");
        assert_eq!(number("currentBalanceBytes") + last, number("initialBalanceBytes"));
    }

    desk.zim.use_data(order.subscription_id.as_ref().unwrap(), i64::MAX / 4);
    let empty = desk.get(&path).await.json();
    assert_eq!(
        (&empty["currentBalanceBytes"], &empty["spentBalanceBytes"]),
        (&json!(0), &whole["initialBalanceBytes"])
    );
    assert_eq!(empty, desk.get(&path).await.json(), "depleted: frozen");
}

#[tokio::test]
async fn an_order_that_is_not_done_may_be_replaced_by_a_newer_one() {
    let desk = Desk::open(Options { fulfil_after: HOUR, ..Options::default() }).await;
    let id = desk.buy(&desk.plan()).await.json()["id"].as_str().unwrap().to_owned();
    let paid = desk.zim.ledger().balances["USD"];
    let newer = desk.zim.replace_order(&id).unwrap();
    desk.zim.advance(HOUR * 2);
    let ledger = desk.zim.ledger();
    let status = |id: &str| ledger.order(id).unwrap().status.clone();
    assert_eq!((status(&id), status(&newer)), ("REPLACED".into(), "FULFILLED".into()));
    assert_eq!((ledger.balances["USD"], ledger.purchases, ledger.esims.len()), (paid, 1, 201));
    assert_eq!(ledger.order(&id).unwrap().esim_id, None);
    for done in [&id, &newer, "ordr_none"] {
        assert_eq!(desk.zim.replace_order(done), None);
    }
}
