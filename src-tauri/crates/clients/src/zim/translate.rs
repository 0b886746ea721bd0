//! ZIM's words and units into ours. Pure, and the only place that knows them.

use super::units::{allowance, bytes, calls, data, days};
use super::wire;
use crate::json::text;
use crate::mask::masked;
use esim_desk_model::{
    ActivationCode, Country, Coverage, Data, Esim, EsimId, Iccid, InstallData, Money, Plan, PlanFeature,
    PlanId, ProfileStatus, Service, ServiceId, ServiceStatus, Start, Timestamp, Usage,
};
use esim_desk_provider::{Destination, Scopes, Taken};
use serde_json::Value;

/// Fields that install an eSIM.
const CODES: [&str; 2] = ["matchingID", "qrCodeLink"];

/// Why a row is worth nothing.
type Misfit = &'static str;

pub(super) fn esim(wire: wire::Esim<'_>, raw: &str) -> Result<Esim, Misfit> {
    let id = id_of(wire.id)?;
    let (install, install_problem) = install(wire.smdp_plus.as_deref(), wire.matching_id.as_deref());
    Ok(Esim {
        id: EsimId(id),
        iccid: text(wire.iccid).and_then(|text| Iccid::parse(&text).ok()),
        msisdn: text(wire.msisdn).and_then(|text| phone_number(&text)),
        profile: wire.status.as_deref().map_or(ProfileStatus::Unknown, profile),
        profile_word: wire.status,
        install,
        install_problem,
        numbers: Vec::new(),
        note: None,
        raw: masked(raw, &CODES, wire.matching_id.as_deref()),
    })
}

pub(super) fn service(wire: wire::Subscription<'_>, raw: &str) -> Result<Service, Misfit> {
    let id = id_of(wire.id)?;
    Ok(Service {
        id: ServiceId(id),
        esim: wire.esim_id.filter(|id| !id.is_empty()).map(EsimId),
        // A plan without an id still says how much data was bought.
        plan: wire.plan.map(plan_fields),
        status: wire.status.as_deref().map_or(ServiceStatus::Unknown, service_status),
        status_word: wire.status,
        ends_at: None,
        raw: masked(raw, &CODES, None),
    })
}

pub(super) fn plan(wire: wire::Plan<'_>, _raw: &str) -> Result<Plan, Misfit> {
    let plan = plan_fields(wire);
    if plan.id.as_str().is_empty() { Err("id is missing") } else { Ok(plan) }
}

/// The plan, with an empty id where it has none.
fn plan_fields(wire: wire::Plan<'_>) -> Plan {
    Plan {
        id: PlanId(wire.id.unwrap_or_default()),
        name: None,
        coverage: coverage(wire.destination, wire.region),
        data: data(wire.data_value, wire.data_unit.as_deref()),
        throttling: None,
        calls: calls(wire.call_value, wire.call_unit.as_deref()),
        texts: allowance(wire.sms_value, 1),
        days: days(wire.duration_value, wire.duration_unit.as_deref()),
        start: Start::NotSaid,
        features: wire.features.unwrap_or_default().into_iter().filter_map(feature).collect(),
        networks: Vec::new(),
        prices: wire.prices.unwrap_or_default().iter().filter_map(price).collect(),
    }
}

pub(super) fn destination(wire: wire::Destination, _raw: &str) -> Result<Destination, Misfit> {
    let country = wire.iso_alpha3.as_deref().and_then(Country::from_code);
    let name = wire.name.or(wire.iso_alpha3).ok_or("name and isoAlpha3 are missing")?;
    Ok(Destination { name, country })
}

pub(super) fn scopes(wire: &wire::Destination) -> Scopes {
    let said = |flag: fn(&wire::Scopes) -> Option<bool>| wire.scopes.as_ref().and_then(flag).unwrap_or(false);
    Scopes { local: said(|s| s.local), regional: said(|s| s.regional), global: said(|s| s.global) }
}

/// What was used of a plan. Zeros instead of an allowance are how an unlimited plan may look here, so they
/// say nothing about what is left.
pub(super) fn usage(wire: &wire::Activity<'_>) -> Usage {
    let allowance = bytes(wire.initial_balance_bytes).filter(|bytes| *bytes > 0);
    let left = bytes(wire.current_balance_bytes).filter(|bytes| *bytes > 0 || allowance.is_some());
    Usage {
        left: left.map(Data::Bytes),
        used: bytes(wire.spent_balance_bytes),
        allowance: allowance.map(Data::Bytes),
        measured_at: text(wire.last_updated_at).and_then(|text| moment(&text)),
    }
}

/// How far an order is, by its own word.
pub(super) fn taken(wire: &wire::Order) -> Taken {
    match wire.status.as_deref() {
        Some("PENDING_APPROVAL") => Taken::WaitsForApproval,
        Some("PENDING_PAYMENT") => Taken::WaitsForPayment,
        Some("PROCESSING") => Taken::Processing,
        Some("FULFILLED") => Taken::Fulfilled,
        Some("FAILED") => Taken::Failed { reason: reason(&wire.failure_reason), money_back: None },
        Some("CANCELLED") => {
            let reason = reason(&wire.failure_reason).or_else(|| Some("cancelled".to_owned()));
            Taken::Failed { reason, money_back: None }
        }
        Some("REPLACED") => Taken::Replaced,
        Some(_) | None => Taken::NotSaid,
    }
}

/// When an order was made.
pub(super) fn created_at(wire: &wire::Order) -> Option<Timestamp> {
    match &wire.created_at {
        Value::String(text) => moment(text),
        Value::Number(number) => moment(&number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn reason(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => Some(value.to_string()),
    }
}

/// ISO 8601, or epoch seconds, or milliseconds where a number is too large for seconds.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let number: f64 = text.parse().ok()?;
    let seconds = if number > 1e12 { number / 1e3 } else { number };
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and the range is checked next")]
    Timestamp::from_second(seconds as i64).ok().filter(|_| number > 0.0)
}

fn id_of(id: Option<String>) -> Result<String, Misfit> {
    id.filter(|id| !id.is_empty()).ok_or("id is missing")
}

fn profile(word: &str) -> ProfileStatus {
    match word {
        "PROCESSING" => ProfileStatus::Preparing,
        "RELEASED" => ProfileStatus::Ready,
        "DOWNLOADED" => ProfileStatus::Downloading,
        "INSTALLED" => ProfileStatus::Installed,
        "ENABLED" => ProfileStatus::Enabled,
        "ONLINE" => ProfileStatus::Online,
        "OFFLINE" => ProfileStatus::Offline,
        "DISABLED" => ProfileStatus::Disabled,
        "UNINSTALLED" => ProfileStatus::Removed,
        "EXPIRED" => ProfileStatus::Expired,
        "UNAVAILABLE" => ProfileStatus::Unavailable,
        _ => ProfileStatus::Unknown,
    }
}

fn service_status(word: &str) -> ServiceStatus {
    match word {
        "PROCESSING" => ServiceStatus::Preparing,
        "PENDING" => ServiceStatus::Waiting,
        "ACTIVE" => ServiceStatus::Active,
        "DEPLETED" => ServiceStatus::UsedUp,
        "EXPIRED" => ServiceStatus::Expired,
        "CANCELLED" => ServiceStatus::Cancelled,
        _ => ServiceStatus::Unknown,
    }
}

/// The code, only when both of its parts are there; or why there is none although there are.
fn install(smdp: Option<&str>, matching_id: Option<&str>) -> (Option<InstallData>, Option<String>) {
    let filled = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    let (Some(smdp), Some(matching_id)) = (smdp, matching_id) else { return (None, None) };
    if !filled(Some(smdp)) || !filled(Some(matching_id)) {
        return (None, None);
    }
    match ActivationCode::from_parts(smdp, matching_id, false) {
        Ok(code) => (Some(InstallData::from(code)), None),
        Err(error) => (None, Some(error.to_string())),
    }
}

fn coverage(destination: Option<wire::Destination>, region: Option<wire::Region>) -> Coverage {
    if let Some(country) =
        destination.as_ref().and_then(|d| d.iso_alpha3.as_deref()).and_then(Country::from_code)
    {
        return Coverage::Local { country };
    }
    let is_global =
        |word: &str| matches!(word.to_ascii_lowercase().as_str(), "global" | "world" | "worldwide");
    let (name, short) = region.map_or((None, None), |region| (region.name, region.abbreviation));
    if [&name, &short].into_iter().flatten().any(|word| is_global(word.trim())) {
        return Coverage::Global { countries: Vec::new() };
    }
    let place = destination.and_then(|destination| destination.name.or(destination.iso_alpha3));
    match name.or(short).or(place).filter(|name| !name.trim().is_empty()) {
        Some(region) => Coverage::Regional { region, countries: Vec::new() },
        None => Coverage::NotSaid,
    }
}

fn feature(wire: wire::Feature) -> Option<PlanFeature> {
    let name = wire.name.filter(|name| !name.is_empty())?;
    let is_network = wire.category.as_deref() == Some("NETWORK");
    Some(match name.as_str() {
        "HOTSPOT" => PlanFeature::Hotspot,
        "TOP_UP" => PlanFeature::TopUp,
        "3G" | "4G" | "5G" => PlanFeature::Speed(name),
        _ if is_network => PlanFeature::Speed(name),
        _ => PlanFeature::Other(name),
    })
}

/// A price, only if amount and number of decimals are both whole numbers: a guessed one would be paid.
fn price(wire: &wire::Price<'_>) -> Option<Money> {
    let minor = text(wire.value)?.parse().ok()?;
    let exponent = text(wire.minor_exponent_units)?.parse().ok()?;
    Money::new(minor, wire.currency_iso.as_deref()?, exponent).ok().filter(|price| price.minor >= 0)
}

fn phone_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '+' | ' ' | '-')).collect();
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(digits)
}
