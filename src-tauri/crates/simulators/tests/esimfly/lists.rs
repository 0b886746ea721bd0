//! Balance, catalogue, order history and eSIM list: fields, filters, pages.

#![expect(clippy::expect_used, reason = "an answer of another form must fail the test")]

use crate::client::{Desk, free};
use esim_desk_simulators::esimfly::{Account, Limits, Options, PageCount, Twist, When};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PACKAGES: &str = "/api/v1/business/esims/packages";
const ESIMS: &str = "/api/v1/business/esims";
const ORDERS: &str = "/api/v1/business/orders";

async fn all(desk: &Desk, path: &str, list: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for page in 1.. {
        let sign = if path.contains('?') { '&' } else { '?' };
        let data = desk.data(&format!("{path}{sign}page={page}&limit=100")).await;
        rows.extend(data[list].as_array().expect("a list").iter().cloned());
        if data["pagination"]["total_pages"].as_u64().expect("a number") <= page {
            assert_eq!(data["pagination"]["total"], rows.len());
            return rows;
        }
    }
    unreachable!("pages end")
}

fn words<'a>(rows: &'a [Value], field: &str) -> BTreeSet<&'a str> {
    rows.iter().filter_map(|row| row[field].as_str()).collect()
}

#[tokio::test]
async fn a_wallet_has_its_currency() {
    for (account, currency, balance) in [
        (Account::Dollars, "USD", json!(2500)),
        (Account::Dinars, "IQD", json!(3_275_000)),
        (Account::Enterprise, "EUR", json!(2300)),
    ] {
        let desk = Desk::open(Options { account, ..free() }).await;
        let data = desk.data("/balance").await;
        assert_eq!((&data["balance"], &data["currency"]), (&balance, &json!(currency)));
        let enterprise = account == Account::Enterprise;
        assert_eq!(data["source"] == "enterprise" && data["live"] == true, enterprise);
        assert_eq!(data["account"].is_string() && data["as_of"].is_string(), enterprise);
        desk.fly.set_balance(47_28);
        let amount = if currency == "IQD" { json!(4728) } else { json!(47.28) };
        assert_eq!(desk.data("/balance").await["balance"], amount);
    }
}

#[tokio::test]
async fn the_catalogue_is_wide_and_deep() {
    let desk = Desk::open(free()).await;
    let rows = all(&desk, "/esims/packages", "packages").await;
    assert!(rows.len() >= 500, "{} packages", rows.len());
    let kinds: Vec<&str> = rows.iter().map(|row| row["type"].as_str().unwrap()).collect();
    let rank = |kind: &str| ["local", "regional", "global"].iter().position(|k| *k == kind);
    assert!(kinds.is_sorted_by_key(|kind| rank(kind)), "local, regional, global");
    assert!(words(&rows, "region").len() >= 75);
    assert_eq!(words(&rows, "package_code").len(), rows.len());
    assert!(
        rows.iter().all(|row| row["is_unlimited"] == true || row["data_amount_gb"].as_f64() >= Some(1.0))
    );
    let hidden = desk.fly.packages().into_iter().filter(|package| !package.listed).count();
    assert!(hidden >= 70, "sold, but not listed: {hidden}");
    let mut unlimited = BTreeSet::new();
    for row in rows.iter().filter(|row| row["is_unlimited"] == true && row["type"] == "local") {
        assert_eq!(row["data_amount_gb"], 0);
        assert!(
            unlimited.insert((row["region"].as_str(), row["validity_days"].as_i64())),
            "one per duration"
        );
    }
    let calls = rows.iter().filter(|row| row["has_voice"] == true).count();
    assert!(calls > 10 && rows.iter().all(|row| row["features"]["is_rechargeable"].is_boolean()));
}

#[tokio::test]
async fn packages_have_every_documented_form() {
    let desk = Desk::open(free()).await;
    let rows = all(&desk, "/esims/packages", "packages").await;
    let first = &rows[0];
    let wanted = json!({
        "package_code": "PHAJHEAYP", "name": "United States 1GB 7Days", "region": "United States",
        "type": "local", "data_amount_gb": 1, "validity_days": 7, "cost": 1.44, "currency": "USD",
        "features": {"voice_minutes": 0, "sms_count": 0, "is_rechargeable": true},
        "is_unlimited": false, "has_voice": false, "has_sms": false, "countries": ["US"],
        "locationNetworkList": [{"locationName": "United States", "locationLogo": "/images/flags/us.png",
            "operatorList": [{"operatorName": "Verizon", "networkType": "5G"}]}],
        "networks": [{"network_id": 310, "network_name": "Verizon", "network_type": "5G",
            "country_code": "us", "country_name": "United States", "country_iso2": "us",
            "continent": "North America", "mcc_code": "311", "mnc_code": "480"}],
    });
    assert_eq!(first, &wanted);
    let carrier = rows.iter().find(|row| row["package_code"] == "OT-50000MB-9999T-9999V").unwrap();
    assert_eq!(carrier["phone_number"], json!({"country": "GB", "prefix": "+44"}));
    assert_eq!((&carrier["name"], &carrier["network_carrier"]), (&json!("UK 50GB"), &json!("O2")));
    assert_eq!(carrier["voice_details"]["eu_minutes"], "unlimited");
    assert_eq!(carrier["voice_details"]["international_minutes"], 100);
    assert_eq!(carrier["data_breakdown"], json!({"uk_data_gb": 50, "roaming_data_gb": 25}));
    assert_eq!((&carrier["locationNetworkList"], carrier.get("countries")), (&json!([]), None));
    assert_eq!(words(&rows, "network_carrier"), BTreeSet::from(["O2", "Vodafone", "Bouygues"]));
    assert_eq!(words(&rows, "activation_policy"), BTreeSet::from(["immediate", "first_use"]));
    let europe = rows.iter().find(|row| row["region"] == "Europe").unwrap();
    assert!(europe["countries"].as_array().unwrap().len() > 20);
    assert!(europe["networks"].as_array().unwrap().iter().any(|network| network["network_id"].is_null()));
    let code = |test: &dyn Fn(&str) -> bool| words(&rows, "package_code").into_iter().any(test);
    assert!(
        code(&|code| code.bytes().all(|b| b.is_ascii_digit())) && code(&|code| code.starts_with("merhaba-"))
    );
    assert!(code(&|code| code.starts_with("RB")) && code(&|code| code.ends_with("-unlimited")));
}

#[tokio::test]
async fn packages_are_filtered_and_paged() {
    let desk = Desk::open(free()).await;
    let local = desk.data("/esims/packages?type=local&limit=7").await;
    assert_eq!(local["packages"].as_array().unwrap().len(), 7);
    assert_eq!(local["pagination"]["limit"], 7);
    assert_eq!(desk.data("/esims/packages").await["pagination"]["limit"], 50);
    assert_eq!(desk.data("/esims/packages?limit=500&page=0").await["pagination"]["limit"], 100);
    let japan = all(&desk, "/esims/packages?search=JAPAN&type=local", "packages").await;
    assert!(japan.len() >= 12 && words(&japan, "region") == BTreeSet::from(["Japan"]));
    let wide = all(&desk, "/esims/packages?search=japan", "packages").await;
    assert!(words(&wide, "region").contains("Asia"), "a region that has the country");
    let beyond = desk.data("/esims/packages?page=4000").await;
    assert_eq!(beyond["packages"], json!([]));
}

#[tokio::test]
async fn enterprises_see_packages_of_their_own() {
    let both = Desk::open(Options { account: Account::Enterprise, ..free() }).await;
    let own = Desk::open(Options { account: Account::SelfService, ..free() }).await;
    let seen = all(&both, "/esims/packages", "packages").await;
    let only = all(&own, "/esims/packages", "packages").await;
    assert_eq!(words(&only, "type"), BTreeSet::from(["enterprise"]));
    assert!(words(&seen, "type").len() == 4 && only.len() < seen.len());
    let turkey = only.iter().find(|row| row["name"] == "Turkey Unlimited").unwrap();
    assert_eq!((&turkey["cost"], &turkey["currency"]), (&json!(0), &json!("EUR")));
    assert_eq!((&turkey["provider"], turkey.get("features")), (&json!("enterprise"), None));
    assert_eq!(desk_rows(&own, "/esims").await, 120, "an account has a past");
}

async fn desk_rows(desk: &Desk, path: &str) -> u64 {
    desk.data(path).await["pagination"]["total"].as_u64().expect("a number")
}

#[tokio::test]
async fn pages_are_counted_in_both_spellings() {
    let desk = Desk::open(Options { page_count: PageCount::Camel, ..free() }).await;
    for path in ["/esims/packages", "/esims", "/orders"] {
        let pagination = desk.data(path).await["pagination"].clone();
        assert!(
            pagination["totalPages"].as_u64() > Some(1) && pagination.get("total_pages").is_none(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn lists_shift_between_two_pages() {
    let desk = Desk::open(free()).await;
    for (path, list, field) in [
        (ESIMS, "esims", "iccid"),
        (ORDERS, "orders", "order_reference"),
        (PACKAGES, "packages", "package_code"),
    ] {
        let short = path.strip_prefix("/api/v1/business").unwrap();
        let before = desk.data(&format!("{short}?limit=10")).await[list].clone();
        desk.fly.fault(When::get(path), Twist::Shift);
        let next = desk.data(&format!("{short}?limit=10&page=2")).await[list].clone();
        let (last, first) = (&before[9][field], &next[0][field]);
        assert_eq!(last == first, list != "packages", "a row is seen twice, or one is missed");
        let after = desk.data(&format!("{short}?limit=10")).await[list].clone();
        assert_ne!(before[0][field], after[0][field]);
    }
}

#[tokio::test]
async fn esims_of_the_past_have_every_status() {
    let desk = Desk::open(free()).await;
    let rows = all(&desk, "/esims", "esims").await;
    assert_eq!(rows.len(), 120);
    let wanted = ["ACTIVE", "CANCELLED", "DELETED", "DEPLETED", "EXPIRED", "NEW", "USED_EXPIRED"];
    assert_eq!(words(&rows, "status"), BTreeSet::from(wanted));
    for status in ["NEW", "ACTIVE", "DEPLETED"] {
        let some = all(&desk, &format!("/esims?status={status}"), "esims").await;
        assert!(!some.is_empty() && words(&some, "status") == BTreeSet::from([status]));
    }
    assert_eq!(desk_rows(&desk, "/esims?status=all").await, 120);
    let unlimited = rows.iter().find(|row| row["data"]["is_unlimited"] == true).unwrap();
    assert_eq!((&unlimited["data"]["total_mb"], &unlimited["data"]["remaining_mb"]), (&json!(0), &json!(0)));
    let depleted = rows.iter().find(|row| row["status"] == "DEPLETED").unwrap();
    assert_eq!(depleted["data"]["usage_percentage"], 100);
    let expired = rows.iter().find(|row| row["status"] == "EXPIRED").unwrap();
    assert_eq!(expired["validity"]["is_expired"], true);
    assert!(
        rows.iter().any(|row| row["flag_url"].is_null())
            && rows.iter().any(|row| row["phone_number"].is_string())
    );
    let pending = rows.iter().find(|row| row["is_pending"] == true).unwrap();
    assert!(pending["qr_code"].is_null() && pending["manual_installation"].is_null());
    assert!(pending["iccid"].as_str().unwrap().bytes().all(|b| b.is_ascii_digit()));
}

#[tokio::test]
async fn an_esim_row_tells_how_to_install_it() {
    let desk = Desk::open(free()).await;
    let package = desk.package(|p| p.code.starts_with("OT-50000"));
    let iccid = desk.bought(&package.code).await;
    let rows = desk.data(&format!("/esims?search={iccid}&include_base64=true")).await["esims"].clone();
    let (row, esim) = (&rows[0], desk.fly.ledger().esim(&iccid).cloned().unwrap());
    let manual = json!({
        "smdp_address": esim.smdp, "activation_code": esim.matching_id, "lpa_format": esim.lpa(),
    });
    assert_eq!((rows.as_array().unwrap().len(), &row["manual_installation"]), (1, &manual));
    let apple = row["direct_apple_installation_url"].as_str().unwrap();
    assert!(apple.ends_with(&format!("carddata={}", esim.lpa())));
    assert!(row["qr_code"].as_str().unwrap().starts_with("https://storage.esimfly.net/qr-codes/"));
    assert!(row["qr_code_base64"].as_str().unwrap().starts_with("data:image/png;base64,"));
    assert_eq!(row["package_code"].as_str(), package.code.strip_prefix("OT-"), "the prefix is left out");
    assert_eq!(
        (&row["countries"], &row["flag_url"]),
        (&json!(["United Kingdom"]), &json!("/images/flags/gb.png"))
    );
    let plain = desk.data(&format!("/esims?search={iccid}")).await["esims"][0].clone();
    assert!(plain.get("qr_code_base64").is_none());
    assert!(desk_rows(&desk, "/esims?search=uk%2050gb").await >= 1, "by the name of the package");
}

#[tokio::test]
async fn order_history_is_filtered_sorted_and_summed_up() {
    let desk = Desk::open(free()).await;
    let rows = all(&desk, "/orders", "orders").await;
    let wanted = ["cancelled", "completed", "failed", "pending", "refunded"];
    assert_eq!(words(&rows, "status"), BTreeSet::from(wanted));
    assert_eq!(words(&rows, "currency"), BTreeSet::from(["USD"]));
    let hidden = desk.fly.ledger().orders.iter().filter(|order| order.currency != "USD").count();
    assert!(
        hidden > 0 && rows.len() + hidden == desk.fly.ledger().orders.len(),
        "other currencies are left out"
    );
    assert!(
        words(&rows, "created_at").len() > 20
            && rows[0]["created_at"].as_str() > rows[9]["created_at"].as_str()
    );
    assert!(words(&rows, "order_reference").iter().any(|reference| reference.starts_with("topup_")));
    assert!(rows.iter().any(|row| row["esim"].is_null()) && rows.iter().any(|row| row["flag_url"].is_null()));
    let done = rows.iter().filter(|row| row["status"] == "completed").count();
    let data = desk.data("/orders?limit=1").await;
    assert_eq!(data["summary"]["total_orders"], done);
    assert!(data["summary"]["total_revenue"].as_f64() > Some(100.0));
    let failed = all(&desk, "/orders?status=failed", "orders").await;
    assert!(words(&failed, "status") == BTreeSet::from(["failed"]));
    let cheap = all(&desk, "/orders?sort_by=amount&sort_order=asc", "orders").await;
    assert!(cheap.is_sorted_by_key(|row| row["amount"].as_f64()));
    let (from, to) = (rows[5]["created_at"].as_str().unwrap(), rows[2]["created_at"].as_str().unwrap());
    let some = all(&desk, &format!("/orders?from_date={from}&to_date={to}"), "orders").await;
    assert!((2..=5).contains(&some.len()) && some.contains(&rows[3]));
    let reference = rows[4]["order_reference"].as_str().unwrap();
    let part = reference[6..].to_uppercase();
    assert_eq!(all(&desk, &format!("/orders?search={part}"), "orders").await[0], rows[4]);
}

#[tokio::test]
async fn one_seed_makes_one_account() {
    let (one, same) = (Desk::open(free()).await, Desk::open(free()).await);
    let other = Desk::open(Options { seed: 7, ..free() }).await;
    let iccids = |desk: &Desk| {
        let esims = desk.fly.ledger().esims;
        esims.into_iter().map(|esim| (esim.iccid, esim.matching_id)).collect::<Vec<_>>()
    };
    assert_eq!(iccids(&one), iccids(&same));
    assert_eq!(one.fly.packages(), same.fly.packages());
    assert_ne!(iccids(&one), iccids(&other));
    assert_ne!(one.fly.credentials(), same.fly.credentials());
}

#[tokio::test]
async fn a_large_account_answers_page_by_page() {
    let desk = Desk::open(Options { esims: 20_000, limits: Limits::NONE, ..Options::default() }).await;
    let last = desk.data("/esims?page=200&limit=100").await;
    assert_eq!(
        (last["esims"].as_array().unwrap().len(), &last["pagination"]["total"]),
        (100, &json!(20_000))
    );
}
