//! What a purchase sends, what its answers mean, and what its price is checked against.

use super::super::orders::REPLAY_WITHIN;
use super::words::USE;
use super::*;
use crate::scripted::{json, status};
use esim_desk_model::{EsimId, Timestamp};
use esim_desk_provider::{Draft, Effect, Orders, Placed, Taken};

const BOUGHT: &str = r#"{"success":true,"message":"Order processed successfully","orderReference":"order_1692123456_ab7cd","esimId":2503,"packageName":"Turkey 1 GB 7 Days","newBalance":47.28,"currency":"USD","lpaString":"LPA:1$rsp-3104.idemia.io$DOAZJ-HYDO5-HGMLN-S9B8S","qrCodeUrl":"data:image/png;base64,iVBORw0KGgo=","directAppleInstallUrl":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp-3104.idemia.io$DOAZJ-HYDO5-HGMLN-S9B8S","paymentMethod":"balance","status":"completed","amount":2.72,"profit":0.20,"final_price":2.72,"processing_time_ms":3245,"esims":[{"iccid":"8932042000010078801","lpaString":"LPA:1$rsp-3104.idemia.io$DOAZJ-HYDO5-HGMLN-S9B8S","qrCodeUrl":"data:image/png;base64,iVBORw0KGgo=","directAppleInstallUrl":"https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp-3104.idemia.io$DOAZJ-HYDO5-HGMLN-S9B8S","status":"New","imsi":"260010185757766","msisdn":"48267753430","sim_status":"AFFECTED","esim_status":"Assigned (Not Installed)","profile_status":null,"unlimited":false,"total_volume":1073741824,"total_duration":7,"expired_time":"2026-08-24T17:00:31.884Z","isPending":false}]}"#;
const PENDING: &str = r#"{"success":true,"message":"Order created successfully. KDDI eSIM is being provisioned.","orderReference":"order_1776079539762_hvkrk","packageName":"Japan 12 GB 4 Days","status":"pending_details","amount":5.85,"isPending":true,"esims":[]}"#;
const PLACEHOLDER: &str = r#"{"success":true,"orderReference":"order_1692123456_ab7cd","esimId":2503,"packageName":"Turkey 1 GB 7 Days","newBalance":204000,"currency":"IQD","qrCodeUrl":"","directAppleInstallUrl":"","paymentMethod":"balance","status":"pending_details","amount":969,"profit":91,"final_price":969,"note":"details follow","esims":[{"iccid":"PENDING_B25081719340002_1755459260253","qrCodeUrl":"","directAppleInstallUrl":"","status":"PENDING","isPending":true}]}"#;
const REPLAYED: &str = r#"{"success":true,"message":"Order already processed for this idempotency key","duplicate":true,"orderReference":"order_1692123456_ab7cd","esimId":2503,"packageName":"Turkey 1 GB 7 Days","status":"completed","esims":[{"iccid":"8932042000010078801","lpaString":"LPA:1$rsp-3104.idemia.io$DOAZJ-HYDO5-HGMLN-S9B8S","qrCodeUrl":"https://storage.esimfly.net/qr-codes/12345-a1b2c3d4.png","status":"New","isPending":false}]}"#;
const ADDED: &str = r#"{"success":true,"message":"eSIM top-up processed successfully","orderReference":"topup_1755559183090_vyf9w","iccid":"8943108170002570328","packageName":"Turkey 1GB 7Days","newBalance":550.68,"currency":"USD","status":"completed","amount":2.45,"profit":0.23,"processing_time_ms":3724,"esimData":{"newTotalVolumeGB":8.0,"newRemainingVolumeGB":8.0,"expiredTime":"February 13, 2026 at 11:27 PM"}}"#;
const TOP_UPS: &str = r#"{"success":true,"data":{"packages":[{"package_code":"TOPUP_PXOO225PI","name":"Iraq 3GB 30Days","data_amount_gb":3,"validity_days":30,"cost":10.56,"currency":"USD","features":{"is_rechargeable":true},"is_unlimited":false}],"pagination":{"page":1,"limit":50,"total":1,"total_pages":1}}}"#;

async fn placed(body: &'static str, target: Target) -> Result<Placed, Error> {
    let (_server, esimfly) = answering(move |_| json(body)).await;
    esimfly.place(&key(), &request("PHAJHEAYP", target)).await
}

#[tokio::test]
async fn a_purchase_goes_out_once_signed_over_its_bytes_and_with_its_key() {
    let (server, esimfly) = answering(|_| json(BOUGHT)).await;
    esimfly.place(&key(), &request("PHAJHEAYP", Target::NewEsim)).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].method.as_str(), seen[0].path.as_str()), (1, "POST", "/esims/order"));
    let body = r#"{"packageCode":"PHAJHEAYP","quantity":1,"idempotency_key":"0198c0de-0000-7000-8000-000000000007"}"#;
    assert_eq!(seen[0].body, body);
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(seen[0].header("rt-accesscode"), Some("esf_11111"));
    let id = uuid::Uuid::try_parse(seen[0].header("rt-requestid").unwrap()).unwrap();
    assert_eq!(id.get_version_num(), 4);
    let signature = seen[0].header("rt-signature").unwrap();
    assert!(signature.len() == 64 && signature.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
}

#[tokio::test]
async fn every_documented_answer_to_a_purchase_reads_as_it_is_meant() {
    let dinars = Money::new(969, "IQD", 0).unwrap();
    let table = [
        (BOUGHT, "order_1692123456_ab7cd", Taken::Fulfilled, Some(usd(272))),
        (PENDING, "order_1776079539762_hvkrk", Taken::Processing, Some(usd(585))),
        (PLACEHOLDER, "order_1692123456_ab7cd", Taken::Processing, Some(dinars)),
        (REPLAYED, "order_1692123456_ab7cd", Taken::Fulfilled, None),
    ];
    for (body, reference, taken, charged) in table {
        let expected = Placed { reference: reference.to_owned(), taken, charged };
        assert_eq!(placed(body, Target::NewEsim).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn data_goes_onto_the_chosen_esim() {
    let target =
        Target::AddData { esim: "8943108170002570328".into(), service: "8943108170002570328".into() };
    let (server, esimfly) = answering(|_| json(ADDED)).await;
    let placed = esimfly.place(&key(), &request("TOPUP_PXOO225PI", target)).await.unwrap();
    let reference = "topup_1755559183090_vyf9w".to_owned();
    assert_eq!(placed, Placed { reference, taken: Taken::Fulfilled, charged: Some(usd(245)) });
    assert_eq!(server.seen()[0].path, "/topup/order");
    let body = r#"{"iccid":"8943108170002570328","packageCode":"TOPUP_PXOO225PI","quantity":1}"#;
    assert_eq!(server.seen()[0].body, body);
}

#[tokio::test]
async fn data_on_another_esim_is_an_alarm_and_no_refusal() {
    let error = placed(ADDED, data_onto()).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (unreadable("iccid"), Effect::Unknown));
    assert_eq!(error.text.as_deref(), Some("The supplier answered for another eSIM."));
}

#[tokio::test]
async fn what_is_no_esim_gets_no_data() {
    let (server, esimfly) = answering(|_| json(ADDED)).await;
    let target = Target::AddData { esim: "row-7".into(), service: "row-7".into() };
    let error = esimfly.place(&key(), &request("TOPUP_PXOO225PI", target)).await.unwrap_err();
    assert_eq!((error.kind, error.effect, server.seen().len()), (Kind::NotFound, Effect::None, 0));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_no_refusal() {
    let table = [
        (r#"{"success":true,"status":"completed"}"#, unreadable("orderReference")),
        (r#"{"success":true,"orderReference":""}"#, unreadable("orderReference")),
        (r#"{"success":true,"orderReference":7}"#, unreadable("orderReference")),
        (r#"{"success":true,"data":{"esims":7}}"#, unreadable("data.esims")),
        ("{}", unreadable("orderReference")),
        ("[]", unreadable(".")),
        ("<html>", Kind::NotJson),
        (r#"{"success":false}"#, Kind::Refused),
        (r#"{"success":false,"code":"SOMETHING_NEW"}"#, Kind::Refused),
        (r#"{"success":false,"code":"ORDER_PROCESSING_ERROR"}"#, Kind::Server),
        (r#"{"success":false,"code":"DUPLICATE_REQUEST"}"#, Kind::Refused),
    ];
    for (body, expected) in table {
        let error = placed(body, Target::NewEsim).await.unwrap_err();
        assert_eq!((error.kind, error.effect), (expected, Effect::Unknown), "{body}");
    }
    let refused = placed(r#"{"success":false,"code":"INVALID_PACKAGE"}"#, Target::NewEsim).await.unwrap_err();
    assert_eq!((refused.kind, refused.effect), (Kind::NotFound, Effect::None), "a known refusal is one");
}

#[tokio::test]
async fn a_replay_sends_the_same_bytes_and_only_while_the_key_is_surely_remembered() {
    let since: Timestamp = "2026-03-12T14:39:23Z".parse().unwrap();
    let after = |seconds: i64| Timestamp::from_second(since.as_second() + seconds).unwrap();
    let request = request("PHAJHEAYP", Target::NewEsim);
    let (server, esimfly) = answering(|_| json(REPLAYED)).await;
    esimfly.place(&key(), &request).await.unwrap();
    let again = esimfly.replay(&key(), &request, since, after(REPLAY_WITHIN)).await.unwrap().unwrap();
    assert_eq!((again.reference.as_str(), again.charged), ("order_1692123456_ab7cd", None));
    let seen = server.seen();
    assert_eq!(seen[0].body, seen[1].body);
    for header in ["rt-requestid", "rt-signature"] {
        assert_ne!(seen[0].header(header), seen[1].header(header), "{header}");
    }
    let data = super::request("TOPUP_PXOO225PI", data_onto());
    for (request, now) in [(&request, after(REPLAY_WITHIN + 1)), (&request, after(-1)), (&data, after(1))] {
        assert_eq!(esimfly.replay(&key(), request, since, now).await, None);
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_refused_replay_proves_nothing_of_the_first_copy() {
    let body = r#"{"success":false,"message":"Insufficient balance","code":"INSUFFICIENT_BALANCE","currentBalance":25.50,"requiredBalance":27.20,"needToLoad":1.70}"#;
    let (_server, esimfly) = answering(move |_| status(400, body)).await;
    let now: Timestamp = "2026-03-12T14:39:23Z".parse().unwrap();
    let again = esimfly.replay(&key(), &request("P", Target::NewEsim), now, now).await.unwrap();
    let error = again.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Funds { missing: Some(usd(170)) }, Effect::Unknown));
    assert_eq!(error.text.as_deref(), Some("Insufficient balance"));
}

#[tokio::test]
async fn a_draft_becomes_orders_of_one_and_lanes_hold_what_looks_alike() {
    let (_server, esimfly) = answering(|_| json("{}")).await;
    let one = request("P", Target::NewEsim);
    let draft = Draft {
        plan: one.plan.clone(),
        price: one.price.clone(),
        target: Target::NewEsim,
        source: Source::Bought,
        quantity: 3,
    };
    assert_eq!(esimfly.split(&draft), vec![one.clone(); 3]);
    let lane = |code: &str, target| esimfly.lane(&request(code, target));
    assert_eq!(lane("P", Target::NewEsim), lane("P", Target::NewEsim));
    assert_ne!(lane("P", Target::NewEsim), lane("Q", Target::NewEsim));
    assert_eq!(lane("P", data_onto()), lane("Q", data_onto()), "what grew does not say of which");
    let other = Target::AddData { esim: "8910300001234567891".into(), service: "x".into() };
    assert_ne!(lane("P", data_onto()), lane("P", other));
}

#[tokio::test]
async fn what_can_be_added_is_asked_of_that_esim() {
    let (server, esimfly) = answering(|_| json(TOP_UPS)).await;
    let plans = esimfly.fitting(&EsimId::from(ICCID), &ICCID.into(), Vec::new()).await.unwrap();
    assert_eq!((plans[0].id.as_str(), plans[0].prices.as_slice()), ("TOPUP_PXOO225PI", &[usd(1056)][..]));
    assert_eq!(server.seen()[0].path, format!("/topup/packages?iccid={ICCID}&page=1&limit=100"));
    let nobody = esimfly.top_up_plans(&EsimId::from("row-7")).await;
    assert_eq!((kind(nobody), server.seen().len()), (Kind::NotFound, 1));
    let empty = r#"{"success":true,"data":{"packages":[],"pagination":{"total":0,"total_pages":0}}}"#;
    let (_server, esimfly) = answering(move |_| json(empty)).await;
    assert!(esimfly.top_up_plans(&EsimId::from(ICCID)).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn a_preview_shows_the_price_now_and_what_the_wallet_holds() {
    let (server, esimfly) = answering(|seen| match path(seen) {
        "/balance" => json(BALANCE),
        "/topup/packages" => json(TOP_UPS),
        "/esims/usage/query" => json(USE),
        _ => {
            json(r#"{"success":true,"data":{"packages":[{"package_code":"P","cost":2.9,"currency":"USD"}]}}"#)
        }
    })
    .await;
    let quote = esimfly.preview(&request("P", Target::NewEsim)).await.unwrap();
    assert_eq!((quote.price, quote.balance), (Some(usd(290)), Some(usd(5000))));
    let quote = esimfly.preview(&request("TOPUP_PXOO225PI", data_onto())).await.unwrap();
    assert_eq!((quote.price, quote.balance), (Some(usd(1056)), Some(usd(5000))));
    let quote = esimfly.preview(&request("TOPUP_OTHER", data_onto())).await.unwrap();
    assert_eq!((quote.plan, quote.price), (None, None), "not offered for this eSIM");
    assert_eq!(server.count("POST"), 0, "asking never spends");
    let euros = client_in(&server.url, "EUR");
    let quote = euros.preview(&request("P", Target::NewEsim)).await.unwrap();
    assert_eq!((quote.price, quote.balance), (None, None), "another currency is not this wallet's");
}
