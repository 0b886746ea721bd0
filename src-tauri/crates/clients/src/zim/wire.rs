//! ZIM's JSON, exactly as it comes. No field is promised, so every one is optional; a field whose form
//! changes between number and text stays raw text until `translate` reads it.

pub(super) use crate::json::{Raw, long, row_of, rows, single};

use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

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
