//! Telkor's JSON. Its pages leave the names of many fields out, so a row is read by lists of names, and which
//! of them is there decides; a field that is there and has another form makes the row unreadable.

use esim_desk_model::Timestamp;
use esim_desk_provider::{Error, Kind, Result as Answer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Why a row is worth nothing.
pub(super) type Misfit = &'static str;

/// The names a field may have, and what is said of one that does not fit.
#[derive(Clone, Copy)]
pub(super) struct Field {
    names: &'static [&'static str],
    misfit: Misfit,
}

macro_rules! fields {
    ($($field:ident = $name:literal $(| $other:literal)*;)*) => {
        $(pub(super) const $field: Field =
            Field { names: &[$name $(, $other)*], misfit: concat!($name, " does not fit") };)*
    };
}

fields! {
    ID = "id";
    NAME = "name";
    STATUS = "status";
    CREATED_AT = "created_at" | "createdAt";
    UPDATED_AT = "updated_at" | "updatedAt";
    ICCID = "iccid";
    SIM_TYPE = "sim_type" | "type" | "form_factor";
    IS_ATTACHED = "is_attached" | "attached";
    MSISDN = "msisdn";
    IMSI = "imsi";
    IMEI = "imei";
    EID = "eid";
    ZONES = "compatibility_zones" | "compatibility_zone";
    ESIM_STATE = "esim_state" | "esim_profile_state" | "profile_state" | "esim_status";
    STATE = "state" | "status" | "value" | "name";
    LINK = "link";
    SIM = "sim";
    SIM_ICCID = "iccid" | "sim_iccid";
    ACTIVATION_CODE = "activation_code" | "lpa" | "lpa_code";
    IOS_LINK = "ios_deeplink";
    ANDROID_LINK = "android_deeplink";
    TASK_TYPE = "type";
    TOTAL_ITEMS = "total_items";
    COMPLETED_ITEMS = "completed_items";
    FAILED_ITEMS = "failed_items";
    PENDING_ITEMS = "pending_items";
    REFERENCE_ID = "reference_id";
    PAYLOAD = "payload" | "input" | "request";
    RESULT = "result" | "output" | "response";
    ITEM_ERROR = "error" | "failure_reason" | "error_message";
    ERROR_TEXT = "message" | "detail" | "msg" | "reason" | "code";
    SIM_ID = "sim_id";
    LINK_ID = "link_id" | "id";
    PLAN = "plan";
    PLAN_ID = "plan_id";
    INCLUDED_MB = "included_data_mb";
    DAYS = "validity_days";
    BASE_THROTTLE = "base_throttle";
    REACTIVATION = "reactivation_trigger";
    COVERAGE = "coverage";
    COVERAGE_ID = "coverage_id";
    OPERATORS = "operators";
    COUNTRIES = "countries" | "country" | "country_code" | "country_iso3";
    SOURCE = "source";
    USAGE = "data_usage" | "usage" | "data";
    ALLOCATED = "allocated_mib";
    REMAINING = "remaining_mib";
    USED = "used_mib";
    ACTIVATED_AT = "activated_at" | "activation_date" | "started_at";
    EXPIRES_AT = "expires_at" | "expiry_date" | "ends_at";
    AMOUNT = "amount";
    CURRENCY = "currency";
    COLLECTED_AT = "collected_at";
    LIST = "items" | "data" | "results";
    TOTAL = "total";
    PAGES = "pages" | "total_pages";
    PAGE_SIZE = "page_size" | "per_page" | "limit";
}

/// One object. A field that is `null` or an empty text counts as absent.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Row<'a>(#[serde(borrow)] BTreeMap<String, &'a RawValue>);

impl<'a> Row<'a> {
    /// The first of a field's names that is there.
    pub fn get(&self, field: Field) -> Option<&'a RawValue> {
        let named = field.names.iter().filter_map(|name| self.0.get(*name).copied());
        named.into_iter().find(|raw| !matches!(raw.get(), "null" | "\"\""))
    }

    /// What a wrapping holds: an object with nothing of its own beside its `data`.
    fn inner(&self) -> Option<&'a RawValue> {
        const WRAPPING: [&str; 4] = ["data", "success", "message", "meta"];
        let wraps = self.0.keys().all(|key| WRAPPING.contains(&key.as_str()));
        let failed = self.0.get("success").is_some_and(|success| success.get() == "false");
        self.0.get("data").copied().filter(|data| wraps && !failed && data.get().starts_with(['{', '[']))
    }

    /// A string or a number, digit by digit as it was sent; an empty one is absent.
    pub fn text(&self, field: Field) -> Result<Option<String>, Misfit> {
        let Some(raw) = self.get(field) else { return Ok(None) };
        let text = crate::json::text(Some(raw)).ok_or(field.misfit)?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// What a row without it is worth nothing for.
    pub fn id(&self) -> Result<String, Misfit> {
        self.text(ID)?.ok_or("id is missing")
    }

    pub fn flag(&self, field: Field) -> Result<Option<bool>, Misfit> {
        match self.get(field).map(RawValue::get) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(field.misfit),
        }
    }

    pub fn count(&self, field: Field) -> Result<Option<u64>, Misfit> {
        self.text(field)?.map(|text| text.parse().map_err(|_| field.misfit)).transpose()
    }

    pub fn row(&self, field: Field) -> Result<Option<Row<'a>>, Misfit> {
        let Some(raw) = self.get(field) else { return Ok(None) };
        serde_json::from_str(raw.get()).map(Some).map_err(|_| field.misfit)
    }

    /// A moment of RFC 3339; one without a zone is UTC. Whatever else stands there says nothing.
    pub fn moment(&self, field: Field) -> Option<Timestamp> {
        let text = self.text(field).ok()??;
        text.parse().or_else(|_| format!("{text}Z").parse()).ok()
    }

    /// The words of a list or of a single value; of objects their code, name or id.
    pub fn words(&self, field: Field) -> Vec<String> {
        const WORD: Field = Field { names: &["code", "iso3", "name", "id"], misfit: "" };
        self.each(field, WORD)
    }

    /// The same by which Telkor is asked: of objects their id.
    pub fn ids(&self, field: Field) -> Vec<String> {
        const WORD: Field = Field { names: &["id", "code", "name"], misfit: "" };
        self.each(field, WORD)
    }

    fn each(&self, field: Field, of_object: Field) -> Vec<String> {
        let Some(raw) = self.get(field) else { return Vec::new() };
        let items: Vec<&RawValue> = serde_json::from_str(raw.get()).unwrap_or_else(|_| vec![raw]);
        let word = |item: &RawValue| match serde_json::from_str::<Row<'_>>(item.get()) {
            Ok(row) => row.text(of_object).ok().flatten(),
            Err(_) => crate::json::text(Some(item)),
        };
        items.into_iter().filter_map(word).collect()
    }

    /// The objects of a list.
    pub fn rows(&self, field: Field) -> Vec<Row<'a>> {
        let items: Vec<&'a RawValue> =
            self.get(field).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        items.into_iter().filter_map(|item| serde_json::from_str(item.get()).ok()).collect()
    }
}

/// One page of a list.
pub(super) struct Page<'a> {
    pub rows: Vec<&'a RawValue>,
    pub total: Option<u64>,
    pub pages: Option<u64>,
    /// Rows that a full page has.
    pub size: Option<u64>,
}

/// Reads a page: an object with its rows under one of three keys, that object inside another, or a bare list.
///
/// # Errors
/// `Unreadable` where no list is found.
pub(super) fn page<'a>(body: &'a [u8], operation: &'static str) -> Answer<Page<'a>> {
    let raw: &'a RawValue = crate::http::decode(body, operation)?;
    if raw.get().starts_with('[') {
        let rows = crate::http::decode(raw.get().as_bytes(), operation)?;
        return Ok(Page { rows, total: None, pages: None, size: None });
    }
    let row: Row<'a> = crate::http::decode(body, operation)?;
    let inner = row.get(LIST).ok_or_else(|| unreadable("items", operation))?;
    if inner.get().starts_with('{') {
        return page(inner.get().as_bytes(), operation);
    }
    let rows = serde_json::from_str(inner.get()).map_err(|_| unreadable("items", operation))?;
    let count = |field| row.count(field).ok().flatten();
    Ok(Page { rows, total: count(TOTAL), pages: count(PAGES), size: count(PAGE_SIZE) })
}

/// The one object that an answer is, or holds as its `data`.
///
/// # Errors
/// `Unreadable` for whatever is no object.
pub(super) fn object<'a>(body: &'a [u8], operation: &'static str) -> Answer<(Row<'a>, &'a str)> {
    let (row, raw): (Row<'a>, _) =
        crate::json::single(body, operation)?.ok_or_else(|| unreadable(".", operation))?;
    match row.inner() {
        Some(inner) => object(inner.get().as_bytes(), operation),
        None => Ok((row, raw)),
    }
}

/// A JSON that does not hold what it must.
pub(super) fn unreadable(path: &str, operation: &'static str) -> Error {
    Error::without_effect(Kind::Unreadable { path: path.to_owned() }, operation)
}

/// The body of bulk provision.
#[derive(Debug, Serialize)]
pub(super) struct Provision<'a> {
    pub name_prefix: &'a str,
    pub sim_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub plan_ids: &'a [&'a str],
    pub counter_start: u32,
}

/// The body of a new activation.
#[derive(Debug, Serialize)]
pub(super) struct NewActivation<'a> {
    pub plan_id: &'a str,
}
