//! ZIM's JSON, exactly as it comes. No field is promised, so every one is optional; a field whose form
//! changes between number and text stays raw text until `translate` reads it.

use esim_desk_provider::{Error, Kind, Listing, Result, Skipped};
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

/// A field that comes as a number or as text.
pub(super) type Raw<'a> = Option<&'a RawValue>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Destination {
    pub name: Option<String>,
    pub iso_alpha3: Option<String>,
    pub scopes: Option<Scopes>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Scopes {
    pub local: Option<bool>,
    pub regional: Option<bool>,
    pub global: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Region {
    pub name: Option<String>,
    pub abbreviation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Plan<'a> {
    pub id: Option<String>,
    pub destination: Option<Destination>,
    pub region: Option<Region>,
    pub data_unit: Option<String>,
    #[serde(borrow)]
    pub data_value: Raw<'a>,
    pub call_unit: Option<String>,
    #[serde(borrow)]
    pub call_value: Raw<'a>,
    #[serde(borrow)]
    pub sms_value: Raw<'a>,
    pub duration_unit: Option<String>,
    #[serde(borrow)]
    pub duration_value: Raw<'a>,
    pub features: Option<Vec<Feature>>,
    #[serde(borrow)]
    pub prices: Option<Vec<Price<'a>>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Feature {
    pub name: Option<String>,
    pub category: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Price<'a> {
    #[serde(rename = "currencyISO")]
    pub currency_iso: Option<String>,
    #[serde(borrow)]
    pub value: Raw<'a>,
    #[serde(borrow)]
    pub minor_exponent_units: Raw<'a>,
}

/// The answer of `/plans/{iso3}/local`.
#[derive(Debug, Deserialize)]
pub(super) struct LocalPlans<'a> {
    #[serde(borrow)]
    pub regular: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    pub unlimited: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Esim<'a> {
    pub id: Option<String>,
    #[serde(borrow)]
    pub iccid: Raw<'a>,
    #[serde(rename = "matchingID")]
    pub matching_id: Option<String>,
    pub smdp_plus: Option<String>,
    #[serde(borrow)]
    pub msisdn: Raw<'a>,
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Subscription<'a> {
    pub id: Option<String>,
    #[serde(rename = "esimID")]
    pub esim_id: Option<String>,
    #[serde(borrow)]
    pub plan: Option<Plan<'a>>,
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Activity<'a> {
    #[serde(borrow)]
    pub current_balance_bytes: Raw<'a>,
    #[serde(borrow)]
    pub spent_balance_bytes: Raw<'a>,
    #[serde(borrow)]
    pub initial_balance_bytes: Raw<'a>,
    #[serde(borrow)]
    pub last_updated_at: Raw<'a>,
}

/// A row of `GET /orders`, and the answer to a purchase, which has less. The document breaks off inside
/// this row, so what may be text, number or object there is taken as it comes.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub id: Option<String>,
    pub status: Option<String>,
    #[serde(rename = "accountID")]
    pub account_id: Option<String>,
    #[serde(rename = "planID")]
    pub plan_id: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(default)]
    pub failure_reason: Value,
    #[serde(default)]
    pub created_at: Value,
    #[serde(default)]
    pub plan: Value,
    #[serde(rename = "esimID")]
    pub esim_id: Option<String>,
    #[serde(rename = "subscriptionID")]
    pub subscription_id: Option<String>,
    #[serde(default)]
    pub esim: Value,
    #[serde(default)]
    pub subscription: Value,
}

impl Order {
    /// The plan it ordered, where it says so.
    pub fn plan(&self) -> Option<&str> {
        self.plan_id.as_deref().or_else(|| text_in(&self.plan, "id"))
    }

    /// The eSIM it made, where it says so.
    pub fn esim(&self) -> Option<&str> {
        let direct = self.esim_id.as_deref().or_else(|| text_in(&self.esim, "id"));
        direct.or_else(|| text_in(&self.subscription, "esimID"))
    }

    /// The subscription it made, where it says so.
    pub fn subscription(&self) -> Option<&str> {
        self.subscription_id.as_deref().or_else(|| text_in(&self.subscription, "id"))
    }
}

fn text_in<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

/// A row of which only the id matters.
#[derive(Debug, Deserialize)]
pub(super) struct Id {
    pub id: Option<String>,
}

/// As much of a subscription as tells orders apart; a row that is odd elsewhere still counts.
#[derive(Debug, Deserialize)]
pub(super) struct SubscriptionIds {
    pub id: Option<String>,
    #[serde(rename = "esimID")]
    pub esim_id: Option<String>,
    pub status: Option<String>,
    #[serde(default)]
    pub plan: Value,
}

impl SubscriptionIds {
    /// The plan it holds, where it says so.
    pub fn plan(&self) -> Option<&str> {
        text_in(&self.plan, "id")
    }
}

/// The body of `POST /orders/with-wallet`.
#[derive(Debug, Default, Serialize)]
pub(super) struct NewOrder<'a> {
    #[serde(rename = "planID")]
    pub plan_id: &'a str,
    #[serde(rename = "currencyISO")]
    pub currency_iso: &'a str,
    #[serde(rename = "notifyRecipient")]
    pub notify_recipient: bool,
    pub quantity: u32,
    #[serde(rename = "orderType")]
    pub order_type: &'a str,
    #[serde(rename = "subscriptionID", skip_serializing_if = "Option::is_none")]
    pub subscription_id: Option<&'a str>,
    #[serde(rename = "accountID", skip_serializing_if = "Option::is_none")]
    pub account_id: Option<&'a str>,
    #[serde(rename = "usersIDs", skip_serializing_if = "<[String]>::is_empty")]
    pub users_ids: &'a [String],
    #[serde(rename = "userNanoIDs", skip_serializing_if = "<[String]>::is_empty")]
    pub user_nano_ids: &'a [String],
}

/// Reads rows one by one; what `translate` makes of each counts only if it fits.
///
/// `translate` also gets the row's own text. A row that does not fit is skipped and reported by the path
/// of its first bad field, which is sought only then.
pub(super) fn rows<'a, W, T>(
    rows: &[&'a RawValue],
    translate: impl Fn(W, &'a str) -> std::result::Result<T, &'static str>,
) -> Listing<T>
where
    W: Deserialize<'a>,
{
    let mut listing = Listing { rows: Vec::with_capacity(rows.len()), skipped: Vec::new() };
    for (index, row) in rows.iter().enumerate() {
        match row_of(row, &translate) {
            Ok(row) => listing.rows.push(row),
            Err(why) => listing.skipped.push(Skipped { index, why }),
        }
    }
    listing
}

fn row_of<'a, W, T>(
    row: &'a RawValue,
    translate: impl Fn(W, &'a str) -> std::result::Result<T, &'static str>,
) -> std::result::Result<T, String>
where
    W: Deserialize<'a>,
{
    match serde_json::from_str::<W>(row.get()) {
        Ok(wire) => translate(wire, row.get()).map_err(str::to_owned),
        Err(_) => Err(misfit::<W>(row.get())),
    }
}

/// The path of the first field that does not fit, without its value.
fn misfit<'a, W: Deserialize<'a>>(json: &'a str) -> String {
    let mut reader = serde_json::Deserializer::from_str(json);
    match serde_path_to_error::deserialize::<_, W>(&mut reader) {
        Err(error) if error.path().iter().len() > 0 => format!("{} does not fit", error.path()),
        Ok(_) | Err(_) => "the row does not fit".to_owned(),
    }
}

/// The single object of an answer: plain, or the only item of an array. `None` for an empty array and for
/// `null`.
///
/// # Errors
/// `Unreadable` for an array of several, and whatever does not fit.
pub(super) fn single<'a, W: Deserialize<'a>>(
    body: &'a [u8],
    operation: &'static str,
) -> Result<Option<(W, &'a str)>> {
    let Some(raw) = only(body, operation)? else { return Ok(None) };
    match serde_json::from_str(raw.get()) {
        Ok(wire) => Ok(Some((wire, raw.get()))),
        Err(_) => Err(crate::http::decode::<W>(raw.get().as_bytes(), operation)
            .err()
            .unwrap_or_else(|| Error::without_effect(Kind::Unreadable { path: ".".to_owned() }, operation))),
    }
}

fn only<'a>(body: &'a [u8], operation: &'static str) -> Result<Option<&'a RawValue>> {
    let raw: &RawValue = crate::http::decode(body, operation)?;
    if raw.get().starts_with('[') {
        let items: Vec<&RawValue> = crate::http::decode(raw.get().as_bytes(), operation)?;
        return match items.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            [_, _, ..] => Err(Error::without_effect(Kind::Unreadable { path: "[1]".to_owned() }, operation)),
        };
    }
    Ok(Some(raw).filter(|raw| raw.get() != "null"))
}
