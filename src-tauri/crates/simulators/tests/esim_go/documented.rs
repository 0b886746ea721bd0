//! Every body that the vendor's documents show: the account answers with the same fields of the same kinds.

use crate::client::{Desk, GB, order, quick};
use esim_desk_simulators::esim_go::Options;
use serde_json::{Value, json};

/// Whether `shown` has every field of `example`, each of the same kind. Of a list the first row counts; null is of
/// every kind.
fn alike(example: &Value, shown: &Value, at: &str) {
    match (example, shown) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(wanted), Value::Object(fields)) => {
            for (name, value) in wanted {
                let shown = fields.get(name).unwrap_or_else(|| panic!("{at}.{name} is missing: {shown}"));
                alike(value, shown, &format!("{at}.{name}"));
            }
        }
        (Value::Array(wanted), Value::Array(rows)) => {
            if let Some(wanted) = wanted.first() {
                let first = rows.first().unwrap_or_else(|| panic!("{at} is empty"));
                alike(wanted, first, &format!("{at}[0]"));
            }
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => {}
        (_, _) => panic!("{at}: {example} is not like {shown}"),
    }
}

fn codes() -> Value {
    json!({"iccid": "8944000000000000019", "matchingId": "SIM01-AAAAA-BBBBB-00001", "smdpAddress": "rsp.example.com"})
}

fn bought() -> Value {
    json!({
        "order": [{
            "esims": [codes()],
            "type": "bundle",
            "item": GB,
            "iccids": ["8944000000000000019"],
            "quantity": 1,
            "subTotal": 1.36,
            "pricePerUnit": 1.36,
            "AllowReassign": false,
        }],
        "total": 1.36,
        "currency": "USD",
        "status": "completed",
        "statusMessage": "Order completed: 1 eSIMs assigned",
        "orderReference": "6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11",
        "createdDate": "2026-03-02T09:15:06.987654321Z",
        "assigned": true,
        "sourceIP": "203.0.113.7",
    })
}

#[tokio::test]
async fn orders_look_as_documented() {
    let desk = Desk::open(quick()).await;
    let mut validate = order(GB, 1);
    validate["type"] = json!("validate");
    let mut valid = bought();
    let fields = valid.as_object_mut().unwrap();
    fields
        .retain(|name, _| ["order", "total", "currency", "createdDate", "assigned"].contains(&name.as_str()));
    fields.insert("valid".into(), json!(true));
    for name in ["esims", "iccids"] {
        valid["order"][0].as_object_mut().unwrap().remove(name);
    }
    alike(&valid, &desk.post("/orders", validate).await.json(), "validate");
    let mut receipt = bought();
    receipt["runningBalance"] = json!("498.64");
    let answer = desk.buy(GB).await.json();
    alike(&receipt, &answer, "transaction");
    let reference = answer["orderReference"].as_str().unwrap();
    alike(&receipt, &desk.get(&format!("/orders/{reference}")).await.json(), "one");
    let list = json!({"orders": [bought()], "pageCount": 1, "pageSize": 10, "rows": 2});
    alike(&list, &desk.get("/orders?includeIccids=true").await.json(), "list");
    let applied = json!({
        "esims": [{"iccid": "8944000000000000019", "status": "ACTIVE", "bundle": GB}],
        "applyReference": "7b2e9c10-55aa-4c1d-8e0f-2d3c4b5a6978",
    });
    alike(&applied, &desk.post("/esims/apply", json!({"name": GB})).await.json(), "apply");
}

#[tokio::test]
async fn esims_look_as_documented() {
    let desk = Desk::open(quick()).await;
    let bought = desk.buy(GB).await.json();
    let iccid = bought["order"][0]["iccids"][0].as_str().unwrap();
    desk.account.use_data(iccid, 500_000_000);
    let list = json!({
        "esims": [{
            "iccid": "8944000000000000019",
            "customerRef": "AG-2026-000123",
            "lastAction": "Bundle Applied",
            "actionDate": "2026-03-02T09:15:07Z",
            "physical": false,
            "assignedDate": "2026-03-02T09:15:06Z",
            "state": "active",
        }],
        "pageCount": 1,
        "pageSize": 10,
        "rows": 1,
    });
    alike(&list, &desk.get("/esims").await.json(), "esims");
    let mut one = codes();
    for (name, value) in [
        ("pin", json!("0000")),
        ("puk", json!("12345678")),
        ("profileStatus", json!("Installed")),
        ("firstInstalledDateTime", json!(1_772_442_906_000_i64)),
        ("customerRef", json!("AG-2026-000123")),
        ("appleInstallUrl", json!("https://esimsetup.apple.com/")),
        ("androidInstallUrl", json!("https://esimsetup.android.com/")),
        ("brandingId", json!("(default)")),
        ("profileName", json!("Profile 1")),
        ("state", json!("active")),
    ] {
        one[name] = value;
    }
    alike(&one, &desk.get(&format!("/esims/{iccid}?additionalFields=installUrl")).await.json(), "esim");
    let location = json!({
        "mobileNetworkCode": "FRAF1",
        "networkName": "Orange",
        "networkBrandName": "Orange France",
        "country": "FR",
        "lastSeen": "2026-03-03T00:25:07.382562Z",
    });
    alike(&location, &desk.get(&format!("/esims/{iccid}/location")).await.json(), "location");
    let history = json!({
        "actions": [{"name": "Bundle Applied", "bundleName": GB, "date": "2026-03-02T09:15:07.618780311Z"}],
        "rows": 2,
        "pageCount": 1,
        "pageSize": 50,
    });
    alike(&history, &desk.get(&format!("/esims/{iccid}/history")).await.json(), "history");
    let mut assigned = codes();
    for name in ["profileStatus", "pin", "puk", "firstInstalledDateTime", "appleInstallUrl"] {
        assigned[name] = json!("text");
    }
    let reference = bought["orderReference"].as_str().unwrap();
    let path = format!("/esims/assignments?reference={reference}&additionalFields=installUrl");
    alike(&json!([assigned]), &desk.get(&path).await.json(), "assignments");
}

#[tokio::test]
async fn bundles_look_as_documented() {
    let desk = Desk::open(quick()).await;
    let iccid = desk.esim(GB).await;
    desk.account.use_data(&iccid, 360_000_000);
    let assignment = json!({
        "id": "215000001",
        "callTypeGroup": "data",
        "initialQuantity": 1_000_000_000,
        "remainingQuantity": 640_000_000,
        "startTime": "2026-03-03T08:00:00Z",
        "endTime": "2026-03-10T08:00:00Z",
        "assignmentDateTime": "2026-03-02T09:15:07.34523Z",
        "assignmentReference": "6f0d4a52-3c1e-4b8a-9d27-1f5a0c9e7b11-0",
        "bundleState": "active",
        "unlimited": false,
        "allowances": [{
            "type": "DATA",
            "service": "STANDARD",
            "description": "Standard Data",
            "initialAmount": 1_000_000_000,
            "remainingAmount": 640_000_000,
            "unit": "BYTES",
            "unlimited": false,
        }],
    });
    let description = "eSIM, 1GB, 7 Days, United Kingdom, V2";
    let list = json!({"bundles": [{"name": GB, "description": description, "assignments": [assignment]}]});
    let path = format!("/esims/{iccid}/bundles");
    alike(&list, &desk.get(&format!("{path}?includeUsed=true&limit=15")).await.json(), "bundles");
    let one = json!({"assignments": [assignment]});
    alike(&one, &desk.get(&format!("{path}/{GB}")).await.json(), "latest");
}

#[tokio::test]
async fn the_catalogue_looks_as_documented() {
    let desk = Desk::open(Options { consumption_billing: true, ..quick() }).await;
    let country = json!({"name": "United Kingdom", "region": "Europe", "iso": "GB"});
    let mut row = json!({
        "name": GB,
        "description": "eSIM, 1GB, 7 Days, United Kingdom, V2",
        "groups": ["Standard Fixed"],
        "countries": [country],
        "dataAmount": 1000,
        "duration": 7,
        "speed": ["2G", "3G", "4G", "5G"],
        "autostart": true,
        "unlimited": false,
        "roamingEnabled": [],
        "price": 1.36,
        "billingType": "FixedCost",
        "allowances": [{"type": "DATA", "service": "STANDARD", "description": "Standard Data", "amount": 1000,
            "unit": "MB", "unlimited": false}],
    });
    let list = json!({"bundles": [row], "pageCount": 1, "rows": 2, "pageSize": 50});
    alike(&list, &desk.get("/catalogue?countries=GB").await.json(), "catalogue");
    let fields = row.as_object_mut().unwrap();
    fields.remove("groups");
    fields.insert("group".into(), json!(["Standard Fixed"]));
    row["speed"] = json!({"speeds": ["4G", "5G"]});
    let network = json!({"name": "Vodafone", "brandName": "Vodafone UK", "speeds": ["4G", "5G"]});
    row["countries"] = json!([{"country": country, "networks": [network], "potentialNetworks": []}]);
    alike(&row, &desk.get(&format!("/catalogue/bundle/{GB}")).await.json(), "bundle");
    let price = json!({"id": "3d1f0f52-0000-4000-8000-000000000001", "price": "0.0021", "currency": "USD",
        "profile": "Profile 1", "country": "GB"});
    let prices = json!({"hash": "c0ffee01", "prices": [{"country": {"iso": "GB", "name": "United Kingdom"}, "prices": [price]}]});
    alike(&prices, &desk.get("/catalogue/prices").await.json(), "prices");
    let network = json!({"name": "Vodafone", "brandName": "Vodafone UK", "mcc": "234", "mnc": "15", "tagid": "GBRVF",
        "speed": ["4G", "5G"]});
    let networks = json!({"countryNetworks": [{"name": "GB", "networks": [network]}]});
    alike(&networks, &desk.get("/networks?isos=GB").await.json(), "networks");
}

#[tokio::test]
async fn the_account_looks_as_documented() {
    let desk = Desk::open(quick()).await;
    let user = json!({"firstName": "Ann", "lastName": "Lee", "role": "Owner", "emailAddress": "ann@example.com",
        "phoneNumber": "", "timeZone": "UTC"});
    let mut organisation =
        json!({"groups": ["Standard Fixed"], "balance": 498.64, "testCredit": 0, "users": [user]});
    for name in [
        "name",
        "apiKey",
        "taxLiable",
        "addr1",
        "addr2",
        "city",
        "country",
        "postcode",
        "callbackUrl",
        "notes",
        "currency",
        "testCreditExpiry",
        "businessType",
        "website",
        "productDescription",
    ] {
        organisation[name] = json!("text");
    }
    alike(&json!({"organisations": [organisation]}), &desk.get("/organisation").await.json(), "organisation");
    let group = json!({"name": "Standard Fixed", "desc": "Fixed data", "priceListUrl": "https://example.com/p.csv",
        "icon": "https://example.com/i.png"});
    alike(&json!({"groups": [group]}), &desk.get("/organisation/groups").await.json(), "groups");
    let stock = json!({
        "name": GB,
        "desc": "eSIM, 1GB, 7 Days, United Kingdom, V2",
        "useDms": false,
        "available": [{"id": 42_000_001, "total": 5, "remaining": 3, "expiry": "2027-03-02"}],
        "countries": ["United Kingdom"],
        "data": 1000,
        "duration": 7,
        "durationUnit": "day",
        "autostart": true,
        "unlimited": false,
        "speed": null,
        "allowances": [{"type": "DATA", "service": "Standard", "description": "Standard Data", "amount": 1000,
            "unit": "MB", "unlimited": false}],
    });
    alike(&json!({"bundles": [stock]}), &desk.get("/inventory").await.json(), "inventory");
    let raised = json!({"amount": 1000, "balance": 1498.64, "ref": 100_000_001});
    alike(&raised, &desk.call("POST", "/organisation/balance?amount=1000", "").await.json(), "balance");
}
