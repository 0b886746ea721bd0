//! The organisation, its balance, its stock, and the catalogue.

use crate::client::{DAY, Desk, GB, order, quick, rows};
use esim_desk_simulators::esim_go::{Envelopes, Options, Origin};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_organisation_shows_balance_and_currency_and_too_much_else() {
    let desk = Desk::open(Options { currency: "EUR".into(), ..quick() }).await;
    let body = desk.get("/organisation").await.json();
    let row = &body["organisations"][0];
    assert_eq!((&row["currency"], &row["balance"]), (&json!("EUR"), &json!(500)));
    assert_eq!(row["apiKey"], desk.account.credentials().api_key.as_str());
    assert!(row["users"][0]["emailAddress"].is_string() && row["addr1"].is_string());
    desk.account.set_balance(49_864);
    let body = desk.get("/organisation").await.json();
    assert_eq!(body["organisations"][0]["balance"], json!(498.64));
    let desk = Desk::open(Options { envelopes: Envelopes::Documented, ..quick() }).await;
    assert_eq!(desk.get("/organisation").await.json()["currency"], "USD");
}

#[tokio::test]
async fn the_card_has_a_least_and_a_daily_most() {
    let desk = Desk::open(quick()).await;
    for (amount, status) in [("999", 400), ("x", 400), ("3000", 200), ("2001", 400), ("2000", 200)] {
        let answer = desk.call("POST", &format!("/organisation/balance?amount={amount}"), "").await;
        assert_eq!(answer.status, status, "{amount}");
    }
    assert_eq!(desk.account.ledger().balance, 550_000);
    desk.account.advance(DAY);
    let body = desk.call("POST", "/organisation/balance?amount=1000", "").await.json();
    assert_eq!((&body["amount"], &body["balance"]), (&json!(1000), &json!(6500)));
    assert!(body["ref"].is_i64());
    desk.account.top_up("autoTopup", 10_000);
    let newest = desk.get("/orders?limit=2").await.json();
    let kinds: BTreeSet<&str> = newest["orders"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["order"][0]["type"].as_str())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["apiTopup", "autoTopup"]));
    assert!(newest["orders"][0]["order"][0]["invoiceLink"].is_string());
    assert_eq!(desk.account.ledger().orders.last().unwrap().origin, Origin::Foreign);
}

#[tokio::test]
async fn groups_and_prices_and_networks() {
    let desk = Desk::open(quick()).await;
    let groups = desk.get("/organisation/groups").await.json();
    assert!(rows(&groups, "groups").len() >= 5);
    assert!(
        rows(&groups, "groups").iter().all(|row| row["name"].is_string() && row["priceListUrl"].is_string())
    );
    assert_eq!(desk.get("/catalogue/prices").await.status, 403);
    let billed = Desk::open(Options { consumption_billing: true, ..quick() }).await;
    let prices = billed.get("/catalogue/prices").await.json();
    let first = &prices["prices"][0];
    assert!(prices["hash"].is_string() && first["prices"][0]["price"].is_string());
    assert_eq!(first["prices"][0]["country"], first["country"]["iso"]);
    let two = desk.get("/networks?isos=GB,FR").await.json();
    let two = rows(&two, "countryNetworks");
    assert_eq!(two.iter().map(|row| &row["name"]).collect::<Vec<_>>(), ["GB", "FR"]);
    assert_eq!(two[1]["networks"][0]["tagid"], "FRAF1");
    assert!(two[0]["networks"][0]["speed"].is_array());
    let named = desk.get("/networks?countries=United%20Kingdom").await.json();
    assert_eq!(rows(&named, "countryNetworks").len(), 1);
    let all = desk.get("/networks?returnAll=true").await.json();
    assert!(rows(&all, "countryNetworks").len() > 90);
    assert_eq!(desk.get("/networks").await.status, 400);
}

#[tokio::test]
async fn the_catalogue_is_rich_and_comes_by_pages() {
    let desk = Desk::open(quick()).await;
    let first = desk.get("/catalogue?perPage=6000").await.json();
    assert_eq!(first["pageSize"], 1000, "who asks for more gets the most");
    let (total, pages) = (first["rows"].as_u64().unwrap(), first["pageCount"].as_u64().unwrap());
    assert!(total > 1000 && pages > 1);
    let mut all = rows(&first, "bundles");
    for page in 2..=pages {
        all.extend(rows(&desk.get(&format!("/catalogue?perPage=1000&page={page}")).await.json(), "bundles"));
    }
    let names: BTreeSet<&str> = all.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!((all.len(), names.len()), (total as usize, total as usize), "names are unique");
    for name in [GB, "esim_UL_1D_TR_V2", "esim_50GB_90D_RGBS_V2", "esim_5GB_30D_REUP_V2", "esim_1GB_7D_TR_V2"]
    {
        assert!(names.contains(name), "{name}");
    }
    assert!(names.iter().any(|name| name.ends_with("_U")));
    let groups: BTreeSet<&str> = all.iter().map(|row| row["groups"][0].as_str().unwrap()).collect();
    assert_eq!(groups.len(), 6);
    let after = desk.get(&format!("/catalogue?perPage=1000&page={}", pages + 1)).await.json();
    assert!(rows(&after, "bundles").is_empty());
}

#[tokio::test]
async fn a_bundle_looks_as_documented() {
    let desk = Desk::open(quick()).await;
    desk.account.set_price(GB, 136);
    let page = desk.get("/catalogue?countries=GB&group=Standard%20Fixed&description=1GB").await.json();
    let row = &rows(&page, "bundles")[0];
    assert_eq!(row["name"], GB);
    assert_eq!(row["description"], "eSIM, 1GB, 7 Days, United Kingdom, V2");
    assert_eq!(row["countries"], json!([{"name": "United Kingdom", "region": "Europe", "iso": "GB"}]));
    assert_eq!(
        (&row["price"], &row["dataAmount"], &row["duration"]),
        (&json!(1.36), &json!(1000), &json!(7))
    );
    assert_eq!((&row["unlimited"], &row["billingType"]), (&json!(false), &json!("FixedCost")));
    assert_eq!(
        row["allowances"],
        json!([{"type": "DATA", "service": "STANDARD", "description": "Standard Data", "amount": 1000, "unit": "MB",
            "unlimited": false}])
    );
    assert!(row.get("currency").is_none(), "a catalogue price has no currency");
    let one = desk.get(&format!("/catalogue/bundle/{GB}")).await.json();
    assert_eq!(one["group"], json!(["Standard Fixed"]));
    assert_eq!(one["countries"][0]["country"]["iso"], "GB");
    assert!(one["countries"][0]["networks"][0]["speeds"].is_array() && one["speed"]["speeds"].is_array());
    let unlimited = desk.get("/catalogue/bundle/esim_UL_1D_TR_V2").await.json();
    assert_eq!((&unlimited["dataAmount"], &unlimited["unlimited"]), (&json!(-1), &json!(true)));
    assert_eq!(desk.get("/catalogue/bundle/ESIM_1gb_7D_GB_V2").await.status, 400, "names are case-sensitive");
    let region = desk.get("/catalogue?countries=REUP&description=1GB").await.json();
    let region = &rows(&region, "bundles")[0];
    assert_eq!(region["countries"][0]["iso"], "REUP");
    assert!(region["roamingEnabled"].as_array().unwrap().len() > 30);
}

#[tokio::test]
async fn the_catalogue_in_its_other_shapes() {
    let desk =
        Desk::open(Options { envelopes: Envelopes::Documented, nested_countries: true, ..quick() }).await;
    let rows = desk.get("/catalogue?countries=GB").await.rows();
    assert_eq!(rows[0]["countries"][0]["country"]["iso"], "GB");
    let desk = Desk::open(Options { envelopes: Envelopes::Data, last_page_repeats: true, ..quick() }).await;
    let last = desk.get("/catalogue?countries=GB&perPage=10&page=3").await.json();
    assert!(!last["data"].as_array().unwrap().is_empty());
    assert_eq!(last, desk.get("/catalogue?countries=GB&perPage=10&page=9").await.json());
}

#[tokio::test]
async fn the_catalogue_sorts_and_refuses_what_it_does_not_know() {
    let desk = Desk::open(quick()).await;
    let page = desk.get("/catalogue?countries=FR&orderBy=price&direction=desc").await.json();
    let prices: Vec<f64> = rows(&page, "bundles").iter().map(|row| row["price"].as_f64().unwrap()).collect();
    assert!(prices.len() > 10 && prices.windows(2).all(|pair| pair[0] >= pair[1]));
    let region = desk.get("/catalogue?region=Oceania&perPage=1000").await.json();
    assert!(rows(&region, "bundles").iter().all(|row| row["countries"][0]["region"] == "Oceania"));
    for query in ["page=0", "perPage=x", "direction=up", "orderBy=colour"] {
        assert_eq!(desk.get(&format!("/catalogue?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn the_stock_grows_with_an_order_and_shrinks_with_an_apply() {
    let desk = Desk::open(quick()).await;
    let stock = desk.get("/inventory").await.json();
    let row = rows(&stock, "bundles").into_iter().find(|row| row["name"] == GB).expect("GB is in stock");
    assert_eq!((&row["available"][0]["total"], &row["available"][0]["remaining"]), (&json!(5), &json!(3)));
    assert_eq!(
        (&row["data"], &row["durationUnit"], &row["speed"]),
        (&json!(1000), &json!("day"), &json!(null))
    );
    assert_eq!(row["available"][0]["expiry"].as_str().unwrap().len(), 10);
    assert!(rows(&stock, "bundles").iter().any(|row| row["durationUnit"] == "month"));
    assert!(rows(&stock, "bundles").iter().any(|row| row["available"][0]["remaining"] == 0));
    let twice =
        rows(&stock, "bundles").into_iter().find(|row| row["name"] == "esim_5GB_30D_REUP_V2").unwrap();
    assert_eq!(twice["available"].as_array().unwrap().len(), 2, "two usage ids");
    let mut into_stock = order(GB, 2);
    into_stock["assign"] = json!(false);
    let bought = desk.post("/orders", into_stock).await.json();
    assert_eq!((&bought["statusMessage"], &bought["assigned"]), (&json!("Order completed"), &json!(false)));
    let balance = desk.account.ledger().balance;
    let left = |desk: &Desk| {
        let rows = desk.account.ledger().stock;
        rows.iter().filter(|row| row.bundle == GB).map(|row| row.remaining).sum::<u32>()
    };
    assert_eq!(left(&desk), 5);
    let applied = desk.post("/esims/apply", json!({"name": GB, "repeat": 5})).await.json();
    assert_eq!(applied["esims"].as_array().unwrap().len(), 5);
    assert_eq!((left(&desk), desk.account.ledger().balance), (0, balance), "stock is paid already");
    let none = desk.post("/esims/apply", json!({"name": GB})).await;
    assert_eq!(none.status, 403);
    assert_ne!(none.json()["message"], "Forbidden");
}

#[tokio::test]
async fn stock_goes_back_only_where_refunds_are_on_and_in_time() {
    let desk = Desk::open(quick()).await;
    let back = |id: i64, quantity: u32| json!({"usageId": id, "quantity": quantity});
    let first = desk.account.ledger().stock[0].id;
    assert_eq!(desk.post("/inventory/refund", back(first, 1)).await.status, 400);
    let desk = Desk::open(Options { refunds: true, ..quick() }).await;
    let balance = desk.account.ledger().balance;
    let done = desk.post("/inventory/refund", back(first, 1)).await.json();
    assert_eq!(done, json!({"status": "Successfully refunded bundles to balance"}));
    assert_eq!(desk.account.ledger().balance, balance + desk.price(GB));
    for (id, quantity) in [(first, 9), (first, 0), (1, 1)] {
        assert_eq!(desk.post("/inventory/refund", back(id, quantity)).await.status, 400, "{id} {quantity}");
    }
    desk.account.advance(DAY * 40);
    assert_eq!(desk.post("/inventory/refund", back(first, 1)).await.status, 400, "the time is over");
}
