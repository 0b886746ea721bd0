//! eSIM Go's JSON as it comes, in every documented and every seen shape. No field is promised, so every one
//! is optional; a field whose form changes stays raw until `units` reads it. Two names of one field are two
//! fields here, since an answer may carry both.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A field that comes in more than one form.
pub(super) type Raw = Option<Box<RawValue>>;

/// `GET /organisation`. Its key, users and addresses are not even read.
#[derive(Debug, Deserialize)]
pub(super) struct Organisation {
    pub currency: Option<String>,
    pub balance: Raw,
}

/// A row of the catalogue, and the answer about one bundle.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bundle {
    pub name: Option<String>,
    pub description: Option<String>,
    pub groups: Raw,
    pub group: Raw,
    pub countries: Option<Vec<Place>>,
    pub roaming_enabled: Option<Vec<Place>>,
    pub data_amount: Raw,
    pub duration: Raw,
    pub speed: Raw,
    pub autostart: Option<bool>,
    pub unlimited: Option<bool>,
    pub price: Raw,
    pub allowances: Option<Vec<Allowance>>,
}

/// A country, flat or around a nested one with its networks. A region of eSIM Go's own looks the same.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    pub name: Option<String>,
    pub region: Option<String>,
    pub iso: Option<String>,
    pub country: Option<Box<Place>>,
    pub networks: Option<Vec<Network>>,
}

/// A network.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Network {
    pub name: Option<String>,
    pub brand_name: Option<String>,
    pub speed: Raw,
    pub speeds: Raw,
    pub mcc: Raw,
    pub mnc: Raw,
    pub tagid: Option<String>,
}

/// One row of `GET /networks`.
#[derive(Debug, Deserialize)]
pub(super) struct CountryNetworks {
    pub name: Option<String>,
    pub networks: Option<Vec<Network>>,
}

/// What a bundle holds: `amount` in the catalogue, the two others on an eSIM.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Allowance {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub service: Option<String>,
    pub amount: Raw,
    pub initial_amount: Raw,
    pub remaining_amount: Raw,
    pub unit: Option<String>,
    pub unlimited: Option<bool>,
}

/// An order: a row of the list, one by itself, and the answer to a purchase or to its trial.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub order: Option<Vec<Item>>,
    pub total: Raw,
    pub currency: Option<String>,
    pub status: Option<String>,
    pub status_message: Option<String>,
    pub message: Option<String>,
    pub order_reference: Option<String>,
    pub created_date: Raw,
    pub create_date: Raw,
    pub assigned: Option<bool>,
    pub valid: Option<bool>,
}

/// One line of an order.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub item: Option<String>,
    pub quantity: Raw,
    pub iccids: Option<Vec<Box<RawValue>>>,
    pub esims: Option<Vec<Esim>>,
}

/// An eSIM: in the list, by itself, in an order, and as an assignment.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Esim {
    pub iccid: Raw,
    pub matching_id: Option<String>,
    pub smdp_address: Option<String>,
    pub apple_install_url: Option<String>,
    pub android_install_url: Option<String>,
    pub rsp_url: Option<String>,
    pub profile_status: Option<String>,
    pub state: Option<String>,
    pub customer_ref: Option<String>,
    pub last_action: Option<String>,
    pub action_date: Raw,
    pub first_installed_date_time: Raw,
    pub msisdn: Raw,
    pub pin: Raw,
    pub puk: Raw,
}

// Codes, PIN and PUK never reach a log by way of a derived Debug.
impl std::fmt::Debug for Esim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Esim").field("iccid", &self.iccid).finish_non_exhaustive()
    }
}

/// One bundle on an eSIM with its assignments.
#[derive(Debug, Deserialize)]
pub(super) struct Applied {
    pub name: Option<String>,
    pub description: Option<String>,
    pub assignments: Option<Vec<Box<RawValue>>>,
}

/// One assignment of a bundle.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assignment {
    pub id: Raw,
    pub initial_quantity: Raw,
    pub remaining_quantity: Raw,
    pub assignment_date_time: Raw,
    pub end_time: Raw,
    pub assignment_reference: Option<String>,
    pub bundle_state: Option<String>,
    pub unlimited: Option<bool>,
    pub allowances: Option<Vec<Allowance>>,
}

/// `POST /orders`.
#[derive(Debug, Serialize)]
pub(super) struct NewOrder<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub assign: bool,
    pub order: [NewItem<'a>; 1],
    #[serde(rename = "profileID", skip_serializing_if = "Option::is_none")]
    pub profile_id: Option<&'a str>,
}

/// Its only line.
#[derive(Debug, Serialize)]
pub(super) struct NewItem<'a> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub quantity: u32,
    pub item: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iccids: Option<[&'a str; 1]>,
    #[serde(rename = "allowReassign")]
    pub allow_reassign: bool,
}
