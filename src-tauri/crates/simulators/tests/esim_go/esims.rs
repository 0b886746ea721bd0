//! The eSIMs: the list, one of them, and what can be done to one.

use crate::client::{DAY, Desk, GB, quick, rows};
use esim_desk_simulators::esim_go::{Envelopes, Options};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const FOREIGN: &str = "8999000000000000001";

#[tokio::test]
async fn the_list_comes_by_pages_newest_first() {
    let desk = Desk::open(Options { esims: 33, ..quick() }).await;
    let newest = desk.esim(GB).await;
    let first = desk.get("/esims?perPage=25").await.json();
    let total = desk.account.ledger().esims.len();
    assert_eq!(
        (&first["rows"], &first["pageCount"], &first["pageSize"]),
        (&json!(total), &json!(2), &json!(25))
    );
    assert_eq!(rows(&first, "esims")[0]["iccid"], newest.as_str());
    let second = desk.get("/esims?perPage=25&page=2").await.json();
    assert_eq!(rows(&first, "esims").len() + rows(&second, "esims").len(), total);
    assert_eq!(desk.get("/esims").await.json()["pageSize"], 10);
    let sorted = desk.get("/esims?perPage=100&orderBy=iccid&direction=desc").await.json();
    let iccids: Vec<String> =
        rows(&sorted, "esims").iter().map(|row| row["iccid"].as_str().unwrap().to_owned()).collect();
    assert!(iccids.windows(2).all(|pair| pair[0] >= pair[1]));
    let digits: BTreeSet<usize> = iccids.iter().map(String::len).collect();
    assert_eq!(digits, BTreeSet::from([19, 20]));
    for query in ["perPage=11", "orderBy=price", "direction=up", "filterBy=pin&filter=1", "page=0"] {
        assert_eq!(desk.get(&format!("/esims?{query}")).await.status, 400, "{query}");
    }
    let bare = Desk::open(Options { envelopes: Envelopes::Documented, ..quick() }).await;
    let body = bare.get("/esims").await.json();
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["esims"]);
}

#[tokio::test]
async fn our_number_is_written_and_found() {
    let desk = Desk::open(quick()).await;
    let (one, two) = (desk.esim(GB).await, desk.esim(GB).await);
    let by_query = format!("/esims?iccid={one}&customerRef=D07-000123");
    assert_eq!(desk.call("PUT", &by_query, "").await.json(), json!({"status": "success"}));
    let body = json!({"iccid": two, "customerRef": "D07-000124"});
    assert_eq!(desk.call("PUT", "/esims", &body.to_string()).await.status, 200);
    let found = desk.get("/esims?filterBy=customerRef&filter=D07-000124").await.json();
    assert_eq!((&found["rows"], &found["esims"][0]["iccid"]), (&json!(1), &json!(two)));
    assert_eq!(found["esims"][0]["lastAction"], "eSIM Updated");
    let part = desk.get("/esims?filterBy=customerRef&filter=d07-0001").await.json();
    assert_eq!(part["rows"], 2, "anywhere, in any case");
    assert_eq!(desk.account.ledger().esim(&one).unwrap().customer_ref, "D07-000123");
    assert!(desk.account.set_customer_ref(&one, "D02-000009"));
    assert_eq!(desk.get(&format!("/esims/{one}")).await.json()["customerRef"], "D02-000009");
    for (path, body, status) in [
        (format!("/esims?iccid={FOREIGN}&customerRef=x"), "", 403),
        (format!("/esims?iccid={one}"), "", 400),
        ("/esims?customerRef=x".to_owned(), "", 400),
        ("/esims".to_owned(), "no JSON", 400),
    ] {
        assert_eq!(desk.call("PUT", &path, body).await.status, status, "{path}");
    }
    let older = Desk::open(Options { older_words: true, ..quick() }).await;
    let iccid = older.esim(GB).await;
    let answer = older.call("PUT", &format!("/esims?iccid={iccid}&customerRef=x"), "").await.json();
    assert_eq!(answer, json!({"message": "success"}));
    let row = older.get(&format!("/esims/{iccid}")).await.json();
    assert!(row.get("firstInstalledDateTime").is_none());
}

#[tokio::test]
async fn the_list_is_filtered_by_time_and_action() {
    let desk = Desk::open(quick()).await;
    let before = desk.account.ledger().esims.len();
    desk.account.advance(DAY);
    let iccid = desk.esim(GB).await;
    let at = desk.get(&format!("/esims?filterBy=iccid&filter={iccid}")).await.json();
    let at = at["esims"][0]["assignedDate"].as_str().unwrap().to_owned();
    let since = desk.get(&format!("/esims?filterBy=assignedDate&filter=gte:{at}")).await.json();
    assert_eq!(since["rows"], 1);
    let until = desk.get(&format!("/esims?filterBy=actionDate&filter=lt:{at}")).await.json();
    assert_eq!(until["rows"], before);
    let revoked = desk.get("/esims?filterBy=lastAction&filter=Revoked&perPage=100").await.json();
    assert!(rows(&revoked, "esims").iter().all(|row| row["lastAction"] == "Bundle Revoked"));
    assert!(!rows(&revoked, "esims").is_empty());
}

#[tokio::test]
async fn one_esim_has_its_install_data() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let known = desk.account.ledger().esim(&iccid).unwrap().clone();
    let row = desk.get(&format!("/esims/{iccid}?additionalFields=installUrl")).await.json();
    assert_eq!((&row["matchingId"], &row["smdpAddress"]), (&json!(known.matching_id), &json!(known.smdp)));
    for (name, host) in [("appleInstallUrl", "apple"), ("androidInstallUrl", "android")] {
        let url = format!("https://esimsetup.{host}.com/esim_qrcode_provisioning?carddata={}", known.lpa());
        assert_eq!(row[name], url);
    }
    assert_eq!((&row["profileStatus"], &row["state"]), (&json!("Released"), &json!("active")));
    assert_eq!((&row["firstInstalledDateTime"], &row["brandingId"]), (&json!(0), &json!("(default)")));
    assert!(row["pin"].is_string() && row["puk"].is_string());
    assert!(desk.get(&format!("/esims/{iccid}")).await.json().get("appleInstallUrl").is_none());
    desk.account.set_profile_status(&iccid, "Installed");
    let row = desk.get(&format!("/esims/{iccid}")).await.json();
    assert!(row["firstInstalledDateTime"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds");
    desk.account.set_profile_status(&iccid, "Released");
    let removed = desk.get(&format!("/esims/{iccid}")).await.json();
    assert_eq!(removed["profileStatus"], "Released", "installed once, then removed");
    assert_eq!(removed["firstInstalledDateTime"], row["firstInstalledDateTime"]);
    assert_eq!(desk.get(&format!("/esims/{FOREIGN}")).await.status, 403);
    assert_ne!(desk.get(&format!("/esims/{FOREIGN}")).await.json()["message"], "Forbidden");
}

#[tokio::test]
async fn the_account_begins_with_an_esim_in_every_status() {
    let desk = Desk::open(quick()).await;
    let mut statuses = BTreeSet::new();
    let mut states = BTreeSet::new();
    for esim in desk.account.ledger().esims {
        let row = desk.get(&format!("/esims/{}", esim.iccid)).await.json();
        statuses.insert(row["profileStatus"].as_str().unwrap().to_owned());
        states.insert(row["state"].as_str().unwrap().to_owned());
    }
    let all = ["Deactivated", "Downloaded", "Installed", "Released", "Unavailable"];
    assert_eq!(statuses, BTreeSet::from(all.map(str::to_owned)));
    assert_eq!(states, BTreeSet::from(["active", "deactivated", "suspended"].map(str::to_owned)));
}

#[tokio::test]
async fn a_suspension_is_lifted_unless_it_is_the_vendors() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let path = format!("/esims/{iccid}/suspend");
    let done = desk.post(&path, json!({"suspend": true})).await;
    assert_eq!((done.status, done.json()), (201, json!({"status": "eSIM suspended successfully"})));
    assert_eq!(desk.get(&path).await.json(), json!({"suspended": true}));
    assert_eq!(desk.get(&format!("/esims/{iccid}")).await.json()["state"], "suspended");
    assert_eq!(desk.account.ledger().on_esim(&iccid).count(), 1, "its bundles stay");
    assert_eq!(desk.post(&path, json!({"suspend": false})).await.status, 201);
    assert_eq!(desk.get(&path).await.json(), json!({"suspended": false}));
    desk.account.suspend_by_vendor(&iccid);
    assert_eq!(desk.post(&path, json!({"suspend": false})).await.status, 400);
    assert_eq!(desk.post(&path, json!({})).await.status, 400);
}

#[tokio::test]
async fn a_deactivated_esim_refuses_what_it_cannot_do() {
    let desk = Desk::open(quick()).await;
    let bought = desk.buy(GB).await.json();
    let iccid = bought["order"][0]["iccids"][0].as_str().unwrap();
    desk.account.deactivate(iccid);
    let row = desk.get(&format!("/esims/{iccid}")).await.json();
    assert_eq!((&row["profileStatus"], &row["state"]), (&json!("Deactivated"), &json!("deactivated")));
    assert_eq!(desk.get(&format!("/esims/{iccid}/refresh")).await.status, 400);
    assert_eq!(desk.post(&format!("/esims/{iccid}/sms"), json!({"message": "Hello"})).await.status, 400);
    let reference = bought["orderReference"].as_str().unwrap();
    for path in
        [format!("assignments?reference={reference}"), format!("qr/{reference}"), format!("csv/{reference}")]
    {
        assert_eq!(desk.get(&format!("/esims/{path}")).await.status, 410, "{path}");
    }
}

#[tokio::test]
async fn a_refresh_and_a_message_have_their_effects() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    let done = desk.get(&format!("/esims/{iccid}/refresh")).await.json();
    assert_eq!(done, json!({"status": "Successfully refreshed SIM"}));
    let history = desk.get(&format!("/esims/{iccid}/history")).await.json();
    assert_eq!(rows(&history, "actions").last().unwrap()["name"], "eSIM Refreshed");
    let path = format!("/esims/{iccid}/sms");
    assert_eq!(
        desk.post(&path, json!({"message": "Hello", "from": "eSIM"})).await.json(),
        json!({"status": "sent"})
    );
    for body in [
        json!({}),
        json!({"message": ""}),
        json!({"message": "é".repeat(161)}),
        json!({"message": "x", "from": "Ann"}),
    ] {
        assert_eq!(desk.post(&path, body.clone()).await.status, 400, "{body}");
    }
    assert_eq!(desk.post(&path, json!({"message": "é".repeat(160)})).await.status, 200);
    assert_eq!(desk.get(&format!("/esims/{FOREIGN}/refresh")).await.status, 403);
}

#[tokio::test]
async fn an_esim_is_seen_where_it_is_used() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim("esim_1GB_7D_FR_V2").await;
    let never = desk.get(&format!("/esims/{iccid}/location")).await.json();
    assert_eq!(never["lastSeen"], Value::Null);
    desk.account.use_data(&iccid, 600_000_000);
    let seen = desk.get(&format!("/esims/{iccid}/location")).await.json();
    assert_eq!((&seen["mobileNetworkCode"], &seen["country"]), (&json!("FRAF1"), &json!("FR")));
    assert_eq!(
        (&seen["networkName"], &seen["networkBrandName"]),
        (&json!("Orange"), &json!("Orange France"))
    );
    assert!(seen["lastSeen"].as_str().unwrap().ends_with('Z'));
    let history = desk.get(&format!("/esims/{iccid}/history")).await.json();
    let names: Vec<Value> = rows(&history, "actions").iter().map(|row| row["name"].clone()).collect();
    assert_eq!(
        names,
        ["Bundle Applied", "eSIM First Attachment", "eSIM First Use", "eSIM Utilisation Alert"]
    );
    assert_eq!(history["actions"][3]["alertType"], "Utilisation");
    assert_eq!(history["actions"][3]["bundleName"], "esim_1GB_7D_FR_V2");
    assert_eq!((&history["rows"], &history["pageCount"]), (&json!(4), &json!(1)));
    let options = Options { envelopes: Envelopes::Documented, older_words: true, ..quick() };
    let older = Desk::open(options).await;
    let iccid = older.esim(GB).await;
    assert_eq!(older.get(&format!("/esims/{iccid}/history")).await.rows()[0]["bundle"], GB);
}

#[tokio::test]
async fn a_removed_esim_is_gone_with_its_bundles_and_without_a_refund() {
    let desk = Desk::open(Options { refunds: true, ..quick() }).await;
    let iccid = desk.esim(GB).await;
    let balance = desk.account.ledger().balance;
    let path = format!("/esims/{iccid}");
    assert!(desk.call("DELETE", &path, "").await.json()["status"].is_string());
    assert_eq!(desk.get(&path).await.status, 403);
    assert_eq!(desk.call("DELETE", &path, "").await.status, 403);
    assert!(desk.account.ledger().esim(&iccid).is_none());
    assert_eq!(desk.account.ledger().balance, balance);
    let idle = desk.esim(GB).await;
    assert!(desk.account.delete_idle(&idle) && !desk.account.delete_idle(&idle));
    assert_eq!(desk.buy_onto(GB, &idle).await.status, 403);
}

#[tokio::test]
async fn what_fits_is_asked_by_bundle() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    assert_eq!(desk.get(&format!("/esims/{iccid}/compatible/none")).await.status, 400);
    assert_eq!(desk.get(&format!("/esims/{FOREIGN}/compatible/{GB}")).await.status, 403);
    desk.account.deactivate(&iccid);
    assert_eq!(
        desk.get(&format!("/esims/{iccid}/compatible/{GB}")).await.json(),
        json!({"compatible": false})
    );
}
