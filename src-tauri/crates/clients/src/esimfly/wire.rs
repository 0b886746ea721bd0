//! eSIMfly's JSON, exactly as it comes. No field is promised, so every one is optional. The same field is
//! written in two ways in different answers; numbers stay raw text until `translate` reads them.

use crate::json::Raw;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Every answer. Reads put their content into `data`, orders beside it.
#[derive(Deserialize)]
pub(super) struct Envelope<'a> {
    pub success: Option<bool>,
    #[serde(borrow)]
    pub data: Option<&'a RawValue>,
    #[serde(borrow)]
    pub error: Option<&'a RawValue>,
}

/// One page of a list.
#[derive(Deserialize)]
pub(super) struct Page<'a> {
    #[serde(borrow, rename = "rows", alias = "packages", alias = "esims", alias = "orders")]
    pub rows: Vec<&'a RawValue>,
    pub pagination: Option<Pagination>,
}

#[derive(Clone, Copy, Default, Deserialize)]
pub(super) struct Pagination {
    pub limit: Option<u64>,
    pub total: Option<u64>,
    total_pages: Option<u64>,
    /// In an older copy of the document; both may come.
    #[serde(rename = "totalPages")]
    total_pages_of_old: Option<u64>,
}

impl Pagination {
    pub fn pages(self) -> Option<u64> {
        self.total_pages.or(self.total_pages_of_old)
    }
}

#[derive(Deserialize)]
pub(super) struct Balance<'a> {
    #[serde(borrow)]
    pub balance: Raw<'a>,
    pub currency: Option<String>,
    pub live: Option<bool>,
    pub as_of: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Package<'a> {
    #[serde(borrow)]
    pub package_code: Raw<'a>,
    pub name: Option<String>,
    pub region: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    #[serde(borrow)]
    pub data_amount_gb: Raw<'a>,
    #[serde(borrow)]
    pub validity_days: Raw<'a>,
    #[serde(borrow)]
    pub cost: Raw<'a>,
    pub currency: Option<String>,
    #[serde(borrow)]
    pub features: Option<Features<'a>>,
    pub is_unlimited: Option<bool>,
    pub countries: Option<Vec<Option<String>>>,
    #[serde(rename = "locationNetworkList")]
    pub locations: Option<Vec<Location>>,
    pub networks: Option<Vec<Network>>,
    pub phone_number: Option<PhoneNumber>,
    pub network_carrier: Option<String>,
    pub has_5g: Option<bool>,
    pub has_hotspot: Option<bool>,
    pub is_recurring: Option<bool>,
    pub activation_policy: Option<String>,
    #[serde(borrow)]
    pub data_breakdown: Option<DataBreakdown<'a>>,
    #[serde(borrow)]
    pub voice_details: Option<VoiceDetails<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Features<'a> {
    #[serde(borrow)]
    pub voice_minutes: Raw<'a>,
    #[serde(borrow)]
    pub sms_count: Raw<'a>,
    pub is_rechargeable: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub location_name: Option<String>,
    pub operator_list: Option<Vec<Operator>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operator {
    pub operator_name: Option<String>,
    pub network_type: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Network {
    pub network_name: Option<String>,
    pub network_type: Option<String>,
    pub country_code: Option<String>,
    pub country_name: Option<String>,
    pub country_iso2: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct PhoneNumber {
    pub country: Option<String>,
    pub prefix: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct DataBreakdown<'a> {
    #[serde(borrow)]
    pub uk_data_gb: Raw<'a>,
    #[serde(borrow)]
    pub roaming_data_gb: Raw<'a>,
}

/// Each amount is a number, the word `unlimited`, or null.
#[derive(Deserialize)]
pub(super) struct VoiceDetails<'a> {
    pub uk_calls_unlimited: Option<bool>,
    pub uk_texts_unlimited: Option<bool>,
    pub sms_inbound_only: Option<bool>,
    #[serde(borrow)]
    pub eu_minutes: Raw<'a>,
    #[serde(borrow)]
    pub eu_texts: Raw<'a>,
    #[serde(borrow)]
    pub international_minutes: Raw<'a>,
    #[serde(borrow)]
    pub international_texts: Raw<'a>,
}

#[derive(Deserialize)]
pub(super) struct Esim<'a> {
    #[serde(borrow)]
    pub id: Raw<'a>,
    #[serde(borrow)]
    pub iccid: Raw<'a>,
    pub package_name: Option<String>,
    #[serde(borrow)]
    pub package_code: Raw<'a>,
    pub countries: Option<Vec<Option<String>>>,
    pub status: Option<String>,
    #[serde(borrow)]
    pub data: Option<Volume<'a>>,
    #[serde(borrow)]
    pub validity: Option<Validity<'a>>,
    pub manual_installation: Option<ManualInstallation>,
    pub direct_apple_installation_url: Option<String>,
    pub direct_android_installation_url: Option<String>,
    #[serde(borrow)]
    pub phone_number: Raw<'a>,
    #[serde(borrow)]
    pub msisdn: Raw<'a>,
    #[serde(alias = "isPending")]
    pub is_pending: Option<bool>,
    pub esim_status: Option<String>,
    pub profile_status: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Volume<'a> {
    #[serde(borrow)]
    pub total_mb: Raw<'a>,
    #[serde(borrow)]
    pub used_mb: Raw<'a>,
    #[serde(borrow)]
    pub remaining_mb: Raw<'a>,
    pub is_unlimited: Option<bool>,
}

#[derive(Deserialize)]
pub(super) struct Validity<'a> {
    #[serde(borrow)]
    pub days: Raw<'a>,
    pub activated_at: Option<String>,
    pub expires_at: Option<String>,
}

/// `activation_code` is the matching id alone.
#[derive(Deserialize)]
pub(super) struct ManualInstallation {
    pub smdp_address: Option<String>,
    pub activation_code: Option<String>,
    pub lpa_format: Option<String>,
}

/// Stored use of one eSIM.
#[derive(Deserialize)]
pub(super) struct Use<'a> {
    #[serde(borrow)]
    pub esim: Option<UsedEsim<'a>>,
    #[serde(borrow)]
    pub data: Option<Volume<'a>>,
    #[serde(borrow)]
    pub validity: Option<Validity<'a>>,
}

#[derive(Deserialize)]
pub(super) struct UsedEsim<'a> {
    #[serde(borrow)]
    pub iccid: Raw<'a>,
}

/// The answer to a purchase, of an eSIM or of a top-up, and to its replay, which has less.
#[derive(Deserialize)]
pub(super) struct Bought<'a> {
    #[serde(rename = "orderReference", alias = "order_reference")]
    pub reference: Option<String>,
    pub status: Option<String>,
    #[serde(borrow)]
    pub amount: Raw<'a>,
    #[serde(borrow, alias = "finalPrice")]
    pub final_price: Raw<'a>,
    pub currency: Option<String>,
    #[serde(rename = "isPending", alias = "is_pending")]
    pub is_pending: Option<bool>,
    #[serde(borrow)]
    pub esims: Option<Vec<OrderEsim<'a>>>,
    /// Of a top-up.
    #[serde(borrow)]
    pub iccid: Raw<'a>,
}

/// An eSIM inside an order.
#[derive(Deserialize)]
pub(super) struct OrderEsim<'a> {
    #[serde(borrow)]
    pub iccid: Raw<'a>,
    #[serde(rename = "isPending", alias = "is_pending")]
    pub is_pending: Option<bool>,
}

/// `GET /esims/order`.
#[derive(Deserialize)]
pub(super) struct OneOrder<'a> {
    #[serde(borrow)]
    pub order: Option<Order<'a>>,
}

/// One order, looked up (camel case) or listed (snake case).
#[derive(Deserialize)]
pub(super) struct Order<'a> {
    #[serde(rename = "orderReference", alias = "order_reference")]
    pub reference: Option<String>,
    #[serde(rename = "packageName", alias = "package_name")]
    pub package_name: Option<String>,
    #[serde(borrow, rename = "packageCode", alias = "package_code")]
    pub package_code: Raw<'a>,
    pub status: Option<String>,
    #[serde(borrow)]
    pub amount: Raw<'a>,
    #[serde(borrow, rename = "finalPrice", alias = "final_price")]
    pub final_price: Raw<'a>,
    pub currency: Option<String>,
    pub created_at: Option<String>,
    #[serde(rename = "orderDate")]
    pub order_date: Option<String>,
    #[serde(borrow)]
    pub esim: Option<OrderEsim<'a>>,
}

/// The body of `POST /esims/order`.
#[derive(Serialize)]
pub(super) struct NewOrder<'a> {
    #[serde(rename = "packageCode")]
    pub package_code: &'a str,
    pub quantity: u32,
    pub idempotency_key: &'a str,
}

/// The body of `POST /topup/order`.
#[derive(Serialize)]
pub(super) struct NewTopUp<'a> {
    pub iccid: &'a str,
    #[serde(rename = "packageCode")]
    pub package_code: &'a str,
    pub quantity: u32,
}

/// The body of every question about one eSIM that is a POST.
#[derive(Serialize)]
pub(super) struct About<'a> {
    pub iccid: &'a str,
    /// Only of `POST /esims/usage-report`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}
