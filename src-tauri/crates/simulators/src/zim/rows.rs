//! The ledger's rows as ZIM writes them in JSON, with the quirks of the published examples.

use super::catalogue::Catalogue;
use super::ledger::{Esim, Ledger};
use super::options::{IccidForm, Options, OrderRow};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Digits as a JSON number of any length, as a string, or null.
enum Digits<'a> {
    Number(&'a str),
    Text(&'a str),
    Null,
}

impl Serialize for Digits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // 20 digits exceed every integer type, so the number goes out as the text it is.
            Self::Number(digits) => serde_json::from_str::<&RawValue>(digits)
                .map_err(serde::ser::Error::custom)?
                .serialize(serializer),
            Self::Text(digits) => serializer.serialize_str(digits),
            Self::Null => serializer.serialize_none(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EsimRow<'a> {
    id: &'a str,
    iccid: Digits<'a>,
    msisdn: Digits<'a>,
    status: &'a str,
    smdp_plus: Option<&'a str>,
    #[serde(rename = "matchingID")]
    matching_id: Option<&'a str>,
    qr_code_link: Option<String>,
}

/// One eSIM. Purchased and seeded rows alike vary by their number.
pub(crate) fn esim(esim: &Esim, form: IccidForm) -> EsimRow<'_> {
    let number = match form {
        IccidForm::Number => true,
        IccidForm::Text => false,
        IccidForm::Mixed => esim.number.is_multiple_of(2),
    };
    let scheme = if esim.number % 4 < 2 { "https://" } else { "" };
    EsimRow {
        id: &esim.id,
        iccid: digits(esim.iccid.as_deref(), number),
        msisdn: digits(esim.msisdn.as_deref(), number),
        status: &esim.status,
        smdp_plus: esim.smdp.as_deref(),
        matching_id: esim.matching_id.as_deref(),
        qr_code_link: esim
            .matching_id
            .as_ref()
            .map(|_| format!("{scheme}images.zimconnections.com/q/{}.png", esim.number)),
    }
}

fn digits(text: Option<&str>, number: bool) -> Digits<'_> {
    match text {
        Some(text) if number => Digits::Number(text),
        Some(text) => Digits::Text(text),
        None => Digits::Null,
    }
}

#[derive(Serialize)]
pub(crate) struct SubscriptionRow<'a> {
    id: &'a str,
    #[serde(rename = "esimID")]
    esim_id: &'a str,
    status: &'a str,
    plan: Option<Value>,
}

/// One subscription by position; three of four show a shortened plan.
pub(crate) fn subscription<'a>(
    ledger: &'a Ledger,
    catalogue: &Catalogue,
    position: usize,
) -> SubscriptionRow<'a> {
    let row = &ledger.subscriptions[position];
    let plan = catalogue.get(&row.plan_id).map(|plan| match position % 4 {
        3 => plan.row(&[]),
        _ => plan.short_row(),
    });
    SubscriptionRow { id: &row.id, esim_id: &ledger.esims[row.esim].id, status: &row.status, plan }
}

/// The latest use of one subscription at `now` (Unix milliseconds).
pub(crate) fn usage(
    ledger: &Ledger,
    catalogue: &Catalogue,
    position: usize,
    options: &Options,
    now: i64,
) -> Value {
    let row = &ledger.subscriptions[position];
    let plan = catalogue.get(&row.plan_id);
    let spent = ledger.spent(position, plan, now);
    let updated = if row.status == "ACTIVE" { now } else { row.counted_at };
    let updated = if options.millisecond_usage { updated } else { updated / 1000 };
    let (initial, current) = match plan.and_then(|plan| plan.bytes()) {
        Some(bytes) => (json!(bytes), json!(bytes - spent)),
        // What ZIM says for unlimited plans is unknown: each possibility occurs.
        None => match position % 3 {
            0 => (json!(-1), json!(-1)),
            1 => (json!(0), json!(0)),
            _ => (Value::Null, Value::Null),
        },
    };
    json!({
        "initialBalanceBytes": initial,
        "currentBalanceBytes": current,
        "spentBalanceBytes": spent,
        "lastUpdatedAt": updated,
    })
}

/// ISO 8601 in UTC with three decimals.
fn iso(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// The answer to a purchase. The published example leaves `planID` out, and so does this.
pub(crate) fn receipt(ledger: &Ledger, position: usize) -> Value {
    let row = &ledger.orders[position];
    json!({
        "id": row.id,
        "accountID": row.account_id,
        "userID": row.user_id,
        "createdAt": iso(row.created_at),
        "status": row.status,
        "type": row.kind,
    })
}

/// One row of `GET /orders`.
pub(crate) fn order(ledger: &Ledger, catalogue: &Catalogue, position: usize, form: OrderRow) -> Value {
    let row = &ledger.orders[position];
    let mut json = receipt(ledger, position);
    json["planID"] = json!(row.plan_id);
    json["paymentID"] = json!(row.payment_id);
    json["paymentReference"] = Value::Null;
    json["notifyRecipient"] = json!(row.notify);
    json["failureReason"] = json!(row.failure);
    if let Some(plan) = catalogue.get(&row.plan_id) {
        json["plan"] = plan.row(&ledger.prices_of(plan, 0));
    }
    if let Some(subscription) = row.subscriptions.first().map(|&n| &ledger.subscriptions[n]) {
        let esim = &ledger.esims[subscription.esim].id;
        match form {
            OrderRow::Plain => {}
            OrderRow::Ids => {
                json["esimID"] = json!(esim);
                json["subscriptionID"] = json!(subscription.id);
            }
            OrderRow::Nested => {
                json["esim"] = json!({"id": esim});
                json["subscription"] = json!({"id": subscription.id, "esimID": esim});
            }
        }
    }
    json
}
