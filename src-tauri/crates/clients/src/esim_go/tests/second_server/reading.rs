//! Reading the wallet, the catalogue, the stock and the network.

use super::{Account, HOLDS, JAPAN, amount, desk, html, refusal, wait};
use crate::scripted::{Reply, json};
use esim_desk_model::{
    Country, Coverage, Data, EsimId, Money, PlanFeature, ProfileStatus, ServiceId, ServiceStatus,
};
use esim_desk_provider::{
    Catalogue, Diagnostics, Effect, Esims, Fact, Kind, Lot, Orders, Reconnect, Stock, Wallet,
};

/// What this reading sells.
pub(super) const BUNDLES: [&str; 3] = [
    r#"{"name":"JP 1GB","description":"","group":"Standard Fixed","countries":[{"country":{"name":"Japan","region":"Asia","iso":"JP"},"networks":null,"potentialNetworks":[]}],"dataAmount":"1000","duration":"7","speed":{"speeds":["4G","5G"]},"autostart":true,"roamingEnabled":null,"price":"1.3636","billingType":"FixedCost","imageUrl":null,"profileName":"Profile 1","discount":{"percent":[1]}}"#,
    r#"{"name":"EU UL","groups":["Standard Unlimited Plus"],"countries":[{"name":"","region":"","iso":"REUP"}],"duration":1.0,"speed":null,"roamingEnabled":[{"country":{"name":"France","iso":"FRA"},"networks":[{"name":"Orange","brandName":"","speed":["5G"]}]},{"name":"Spain","iso":"ES"}],"allowances":[{"type":"data","service":"Standard","description":"","amount":"0","unit":"mb","unlimited":true}],"price":2}"#,
    r#"{"name":"World 5","description":"Everywhere","group":["Gold"],"countries":[{"country":{"name":"Global","iso":"RGBS"}}],"roamingEnabled":[],"dataAmount":5000.0,"unlimited":null,"duration":30,"speed":"4G","price":"9.9","allowances":null}"#,
];

/// The stock of it: one bundle, whose data its allowances alone say to be without an end.
pub(super) fn inventory(left: u32) -> String {
    format!(
        r#"[{{"name":"JP 1GB","desc":"","useDms":null,"available":[{{"id":"42000001","total":"5","remaining":"{left}","expiry":"2027-03-02T00:00:00.000Z"}}],"countries":["Japan"],"data":"1000","duration":"7","durationUnit":"","speed":null}},{{"name":"old UL","desc":"No longer sold","available":[{{"id":7,"total":1,"remaining":1,"expiry":""}}],"data":0,"duration":"2","durationUnit":"Month","allowances":[{{"type":"DATA","service":"Standard","amount":0,"unit":"MB","unlimited":true}}]}}]"#
    )
}

fn country(code: &str) -> Country {
    Country::from_code(code).unwrap()
}

fn id(number: u32) -> EsimId {
    EsimId::from(format!("8944000000000000000{number}").as_str())
}

#[tokio::test]
async fn the_wallet_is_read_whole() {
    let (_, server, client) = desk(Account::new()).await;
    let esims = client.list().await.unwrap();
    assert!(esims.is_complete(), "{:?}", esims.skipped);
    let ids: Vec<_> = esims.rows.iter().map(|esim| esim.id.clone()).collect();
    assert_eq!(ids, [id(1), id(2), id(3)]);
    let first = &esims.rows[0];
    let install = first.install.as_ref().unwrap();
    assert_eq!(install.code.for_qr(), "LPA:1$rsp.example.com$SIM-000001");
    assert_eq!((install.pin.as_deref(), install.puk.as_deref()), (Some("4711"), None));
    assert_eq!((first.profile, first.msisdn.as_deref()), (ProfileStatus::Ready, None));
    for code in ["SIM-000001", "4711"] {
        assert!(!first.raw.contains(code), "{}", first.raw);
    }
    assert_eq!(server.count("GET /api/v2.4/esims?"), 3, "the third page is empty");
    assert!(server.seen().iter().all(|seen| seen.header("x-api-key") == Some("k3y-of-a-desk")));
    assert_eq!(client.one(&id(1)).await.unwrap().as_ref(), Some(first));
    assert_eq!(client.one(&id(9)).await.unwrap(), None);
}

#[tokio::test]
async fn the_plans_on_the_esims_are_read_with_their_use() {
    let (_, _server, client) = desk(Account::new()).await;
    let services = client.services().await.unwrap();
    assert!(services.is_complete(), "{:?}", services.skipped);
    assert_eq!(services.rows.len(), 3);
    let first = &services.rows[0];
    assert_eq!((first.id.as_str(), first.esim.as_ref()), ("89440000000000000001:1", Some(&id(1))));
    assert_eq!((first.status, first.ends_at), (ServiceStatus::Waiting, None));
    let plan = first.plan.as_ref().unwrap();
    assert_eq!((plan.id.as_str(), plan.name.as_deref()), (JAPAN, None));
    let usage = client.usage(&first.id).await.unwrap().unwrap();
    assert_eq!((usage.left, usage.used), (Some(Data::Bytes(250_000_000)), Some(750_000_000)));
    assert_eq!(client.service(&first.id).await.unwrap().as_ref(), Some(first));
    assert_eq!(client.usage(&ServiceId::from("89440000000000000001:9")).await.unwrap(), None);
}

#[tokio::test]
async fn an_esim_that_does_not_answer_by_itself_hides_no_other() {
    let busy = Reply::Say(503, "retry-after: 60\r\n".to_owned(), "processing".to_owned());
    for reply in [
        refusal(400, r#"{"message":"eSIM is deactivated"}"#),
        html(200),
        refusal(410, ""),
        html(404),
        wait(),
        busy,
    ] {
        let mut account = Account::new();
        account.faults.push(("GET /esims/89440000000000000002", usize::MAX, reply.clone()));
        let (_, _server, client) = desk(account).await;
        let esims = client.list().await.unwrap();
        let ids: Vec<_> = esims.rows.iter().map(|esim| esim.id.clone()).collect();
        assert_eq!((ids, esims.skipped.len()), (vec![id(1), id(3)], 1), "{reply:?}");
        let services = client.services().await.unwrap();
        assert_eq!((services.rows.len(), services.skipped.len()), (2, 1), "{reply:?}");
    }
}

#[tokio::test]
async fn the_catalogue_is_read_in_its_other_shapes() {
    let (_, server, client) = desk(Account::new()).await;
    let plans = client.plans(&[]).await.unwrap();
    assert!(plans.is_complete(), "{:?}", plans.skipped);
    let [japan, europe, world] = plans.rows.as_slice() else { panic!("{:?}", plans.rows) };
    assert_eq!((japan.id.as_str(), japan.name.as_deref(), japan.days), (JAPAN, None, Some(7)));
    assert_eq!(japan.coverage, Coverage::Local { country: country("JP") });
    assert_eq!(japan.data, Some(Data::Bytes(1_000_000_000)));
    let speeds = ["4G", "5G"].map(|speed| PlanFeature::Speed(speed.to_owned()));
    assert_eq!(
        (japan.features.as_slice(), japan.prices[0].to_string().as_str()),
        (&speeds[..], "1.3636 USD")
    );
    let of = vec![country("FR"), country("ES")];
    assert_eq!(europe.coverage, Coverage::Regional { region: "REUP".to_owned(), countries: of });
    assert_eq!(
        (europe.data, europe.days, europe.networks[0].name.as_str()),
        (Some(Data::Unlimited), Some(1), "Orange")
    );
    assert!(europe.throttling.as_deref().unwrap().ends_with("2 Mbps"));
    assert_eq!(world.coverage, Coverage::Global { countries: Vec::new() });
    assert_eq!(
        (world.data, world.prices[0].to_string().as_str()),
        (Some(Data::Bytes(5_000_000_000)), "9.90 USD")
    );
    assert_eq!(server.count("GET /api/v2.4/catalogue?"), 3, "a page of one row ends nothing");
    assert_eq!(client.plan(&japan.id, japan).await.unwrap().as_ref(), Some(japan));
    assert_eq!(client.plan(&"World 5".into(), world).await.unwrap(), None, "it is not found by itself");
    assert_eq!(client.scopes(country("FR")).await.unwrap().map(|scopes| scopes.regional), Some(true));
}

#[tokio::test]
async fn a_plan_that_is_told_by_no_row_is_not_sold() {
    for answer in ["[]", r#"{"bundles":[]}"#, r#"{"data":null}"#] {
        let mut account = Account::new();
        account.faults.push(("GET /catalogue/bundle/", 1, json(answer)));
        let (_, _server, client) = desk(account).await;
        let japan = client.plans(&[]).await.unwrap().rows.remove(0);
        assert_eq!(client.plan(&japan.id, &japan).await, Ok(None), "{answer}");
    }
    let mut account = Account::new();
    account.faults.push(("GET /esims/89440000000000000001", 1, json("[]")));
    let (_, _server, client) = desk(account).await;
    assert_eq!(client.one(&id(1)).await, Ok(None), "nor is such an eSIM there");
}

#[tokio::test]
async fn the_stock_is_read_without_an_envelope() {
    let (_, _server, client) = desk(Account::new()).await;
    let lots = client.lots().await.unwrap();
    assert!(lots.is_complete(), "{:?}", lots.skipped);
    let [japan, old] = <[Lot; 2]>::try_from(lots.rows).unwrap();
    assert_eq!((japan.id.0.as_str(), japan.left), ("JP 1GB#42000001", 3));
    assert_eq!(japan.expires_at, Some("2027-03-02T00:00:00Z".parse().unwrap()));
    assert_eq!((japan.plan.days, japan.plan.prices.as_slice()), (Some(7), &[][..]));
    assert_eq!((old.left, old.expires_at, old.plan.days), (1, None, Some(60)));
    assert_eq!(old.plan.data, Some(Data::Unlimited));
}

#[tokio::test]
async fn the_balance_keeps_every_digit_and_passes_a_limit() {
    for limit in [
        refusal(429, r#"{"message":"Rate limit exceeded"}"#),
        Reply::Say(429, "retry-after: 0\r\nx-ratelimit-remaining: 0\r\n".to_owned(), String::new()),
        html(502),
    ] {
        let mut account = Account::new();
        account.faults.push(("GET /organisation", 1, limit));
        let (_, server, client) = desk(account).await;
        let balance = client.balance().await.unwrap().unwrap().amount;
        assert_eq!(balance, Money::new(HOLDS, "USD", 4).unwrap());
        assert_eq!(amount(HOLDS), "500.0036");
        assert_eq!(server.count("GET /api/v2.4/organisation"), 2);
    }
}

#[tokio::test]
async fn the_network_is_asked_where_an_esim_is_and_what_happened_to_it() {
    let (_, _server, client) = desk(Account::new()).await;
    let at = "2026-01-02T00:00:00Z".parse().ok();
    let sighting = client.sighting(&id(1)).await.unwrap().unwrap();
    assert_eq!((sighting.at, sighting.country), (at, Some(country("JP"))));
    assert_eq!((sighting.network.as_deref(), sighting.facts), (Some("NTT"), Vec::<Fact>::new()));
    let happenings = client.happenings(&id(1)).await.unwrap().unwrap();
    let told: Vec<_> = happenings.rows.iter().map(|one| (one.what.as_str(), one.detail.as_deref())).collect();
    assert_eq!(told, [("Bundle Lapsed (lapsed)", Some(JAPAN)), ("Bundle Applied", Some(JAPAN))]);
    assert_eq!(happenings.rows[0].at, at);
    assert_eq!(client.sighting(&id(9)).await.unwrap(), None);
}

#[tokio::test]
async fn an_esim_is_connected_anew_once() {
    let (_, server, client) = desk(Account::new()).await;
    client.reconnect(&id(1)).await.unwrap();
    assert_eq!(server.count("GET /api/v2.4/esims/89440000000000000001/refresh"), 1);
    let mut account = Account::new();
    account.faults.push(("GET /esims/89440000000000000001/refresh", usize::MAX, wait()));
    let (_, server, client) = desk(account).await;
    let error = client.reconnect(&id(1)).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Server, Effect::Unknown));
    assert_eq!(server.seen().len(), 1, "whatever it is asked for");
}

#[tokio::test]
async fn a_count_of_no_pages_is_none() {
    let mut account = Account::new();
    for (page, rows) in [
        ("GET /catalogue?page=1&", BUNDLES[0]),
        ("GET /catalogue?page=2&", BUNDLES[2]),
        ("GET /catalogue?page=3&", ""),
    ] {
        let body = format!(r#"{{"bundles":[{rows}],"pageCount":0,"rows":0,"pageSize":1}}"#);
        account.faults.push((page, usize::MAX, json(&body)));
    }
    let (_, _server, client) = desk(account).await;
    let plans = client.plans(&[]).await.unwrap();
    assert_eq!((plans.rows.len(), plans.is_complete()), (2, true));
}

#[tokio::test]
async fn a_page_instead_of_the_orders_opens_no_list() {
    let (_, _server, client) = desk(Account::new()).await;
    assert_eq!(client.sees_orders().await, Ok(Some(true)));
    let mut account = Account::new();
    account.faults.push(("GET /orders", usize::MAX, html(200)));
    let (_, _server, client) = desk(account).await;
    assert_eq!(client.sees_orders().await.unwrap_err().kind, Kind::NotJson);
}
