//! eSIMfly's words and units into ours. Pure, and the only place that knows them.

use super::features;
use super::places::{Extent, Names};
use super::units::{count, gigabytes, iccid, megabytes, moment, money, phone_number};
use super::wire;
use crate::json::text;
use crate::links::disagreement;
use crate::mask::masked;
use esim_desk_model::{
    ActivationCode, Allowance, Coverage, Data, Esim, EsimId, InstallData, Plan, PlanId, ProfileStatus,
    Service, ServiceId, ServiceStatus, Start, Usage,
};
use esim_desk_provider::Taken;

/// Why a row is worth nothing.
type Misfit = &'static str;

/// Fields of a row that install the eSIM. The Android link leads to somebody else's site, which would
/// receive the code; like the Apple one it is never used, for ours is made from the code itself.
const SECRET_FIELDS: [&str; 7] = [
    "activation_code",
    "lpa_format",
    "lpaString",
    "qr_code",
    "qr_code_base64",
    "direct_apple_installation_url",
    "direct_android_installation_url",
];

/// A package as it is sold; where it works is settled when every name of the catalogue is known.
#[derive(Debug)]
pub(super) struct Sold {
    pub plan: Plan,
    pub extent: Extent,
}

/// An eSIM and the plan on it: eSIMfly has one row for both.
#[derive(Debug)]
pub(super) struct Row {
    pub esim: Esim,
    pub service: Service,
}

pub(super) fn package(wire: wire::Package<'_>, _raw: &str) -> Result<Sold, Misfit> {
    let id = text(wire.package_code).filter(|code| !code.is_empty()).ok_or("package_code is missing")?;
    let price = wire.currency.as_deref().and_then(|currency| money(wire.cost, currency));
    let features = wire.features.as_ref();
    let limited = |amount| count(amount).map(Allowance::Limited);
    let plan = Plan {
        id: PlanId(id),
        name: wire.name.clone().filter(|name| !name.trim().is_empty()),
        coverage: Coverage::NotSaid,
        data: gigabytes(wire.data_amount_gb, wire.is_unlimited),
        throttling: None,
        calls: features.and_then(|features| limited(features.voice_minutes)),
        texts: features.and_then(|features| limited(features.sms_count)),
        days: count(wire.validity_days),
        start: match wire.activation_policy.as_deref() {
            Some("first_use") => Start::FirstUse,
            Some("immediate") => Start::Purchase,
            Some(_) | None => Start::NotSaid,
        },
        features: features::of(&wire),
        networks: features::networks(&wire),
        prices: price.into_iter().collect(),
    };
    Ok(Sold { plan, extent: Extent::of(&wire) })
}

pub(super) fn row(wire: wire::Esim<'_>, raw: &str, names: &Names) -> Result<Row, Misfit> {
    let number = iccid(wire.iccid);
    let id = match (&number, text(wire.id)) {
        (Some(iccid), _) => iccid.as_str().to_owned(),
        (None, Some(id)) => format!("{UNNUMBERED}{id}"),
        (None, None) => return Err("id and iccid are missing"),
    };
    let links = [&wire.direct_apple_installation_url, &wire.direct_android_installation_url];
    let (install, install_problem) =
        install(wire.manual_installation.as_ref(), links.map(|link| link.as_deref()));
    let sent = wire.manual_installation.as_ref().and_then(|manual| manual.activation_code.as_deref());
    let matching_id = install.as_ref().map(|install| install.code.matching_id()).or(sent);
    let raw = masked(raw, &SECRET_FIELDS, matching_id);
    let (profile, profile_word) = profile(&wire, number.is_some());
    let service = Service {
        id: ServiceId(id.clone()),
        esim: Some(EsimId(id.clone())),
        plan: plan_on_it(&wire, names),
        status: service_status(&wire, number.is_some()),
        status_word: wire.status.clone(),
        ends_at: wire.validity.as_ref().and_then(|validity| moment(validity.expires_at.as_deref()?)),
        raw: raw.clone(),
    };
    let esim = Esim {
        id: EsimId(id),
        iccid: number,
        msisdn: phone_number(wire.phone_number).or_else(|| phone_number(wire.msisdn)),
        profile,
        profile_word,
        install,
        install_problem,
        numbers: Vec::new(),
        note: None,
        raw,
    };
    Ok(Row { esim, service })
}

/// Stands before eSIMfly's own number of an eSIM that has no ICCID yet.
pub(super) const UNNUMBERED: &str = "row-";

/// The code as it was sent whole, else out of its parts; or why there is none although there are some.
fn install(
    manual: Option<&wire::ManualInstallation>,
    links: [Option<&str>; 2],
) -> (Option<InstallData>, Option<String>) {
    let Some(manual) = manual else { return (None, None) };
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let whole = filled(&manual.lpa_format).map(|code| ActivationCode::parse(&code));
    let parts = || {
        let (host, id) = (filled(&manual.smdp_address)?, filled(&manual.activation_code)?);
        Some(ActivationCode::from_parts(&host, &id, false))
    };
    match whole.or_else(parts) {
        Some(Ok(code)) => {
            let problem = disagreement(&code, links);
            (Some(InstallData::from(code)), problem)
        }
        Some(Err(error)) => (None, Some(error.to_string())),
        None => (None, None),
    }
}

/// What an eSIM says of its plan; often less than the catalogue, whose code may have a prefix more.
fn plan_on_it(wire: &wire::Esim<'_>, names: &Names) -> Option<Plan> {
    let volume = wire.data.as_ref();
    let is_unlimited = volume.and_then(|data| data.is_unlimited) == Some(true);
    let total = volume.and_then(|data| megabytes(data.total_mb)).filter(|bytes| *bytes > 0);
    Some(Plan {
        id: PlanId(text(wire.package_code).unwrap_or_default()),
        name: wire.package_name.clone().filter(|name| !name.trim().is_empty()),
        coverage: named_countries(wire.countries.as_deref().unwrap_or_default(), names),
        data: if is_unlimited { Some(Data::Unlimited) } else { total.map(Data::Bytes) },
        throttling: None,
        calls: None,
        texts: None,
        days: wire.validity.as_ref().and_then(|validity| count(validity.days)),
        start: Start::NotSaid,
        features: Vec::new(),
        networks: Vec::new(),
        prices: Vec::new(),
    })
}

/// Names, not codes; one that is not known leaves the coverage unproven.
fn named_countries(listed: &[Option<String>], names: &Names) -> Coverage {
    let listed: Vec<_> = listed.iter().flatten().filter(|name| !name.trim().is_empty()).collect();
    let known: Option<Vec<_>> = listed.iter().map(|name| names.country(name)).collect();
    match (listed.as_slice(), known.as_deref()) {
        ([], _) => Coverage::NotSaid,
        (_, Some([country])) => Coverage::Local { country: *country },
        (_, Some(countries)) => Coverage::Regional { region: joined(&listed), countries: countries.to_vec() },
        (_, None) => Coverage::Regional { region: joined(&listed), countries: Vec::new() },
    }
}

fn joined(names: &[&String]) -> String {
    names.iter().map(|name| name.trim()).collect::<Vec<_>>().join(", ")
}

/// Where the profile is, and the word that told. The newer fields speak of it; the older status only of the
/// plan, from which follows as much as is certain.
fn profile(wire: &wire::Esim<'_>, has_iccid: bool) -> (ProfileStatus, Option<String>) {
    let status = wire.status.as_deref();
    if wire.is_pending == Some(true) || (!has_iccid && status != Some("CANCELLED")) {
        return (ProfileStatus::Preparing, wire.status.clone());
    }
    if status == Some("DELETED") {
        return (ProfileStatus::Removed, wire.status.clone());
    }
    let by_profile = wire.profile_status.as_deref().and_then(|word| match word {
        "Enable" => Some(ProfileStatus::Enabled),
        "Disable" => Some(ProfileStatus::Disabled),
        "Delete" => Some(ProfileStatus::Removed),
        "BPP installation" => Some(ProfileStatus::Downloading),
        _ => None,
    });
    let by_esim = wire.esim_status.as_deref().and_then(|word| match word {
        "New" | "Assigned (Not Installed)" => Some(ProfileStatus::Ready),
        "Installed" => Some(ProfileStatus::Installed),
        "Active" => Some(ProfileStatus::Enabled),
        _ => None,
    });
    match (by_profile, by_esim) {
        (Some(profile), _) => (profile, wire.profile_status.clone()),
        (None, Some(profile)) => (profile, wire.esim_status.clone()),
        (None, None) => (profile_by_plan(wire), wire.status.clone()),
    }
}

fn profile_by_plan(wire: &wire::Esim<'_>) -> ProfileStatus {
    let began = |validity: &wire::Validity<'_>| moment(validity.activated_at.as_deref()?);
    let was_used = wire.validity.as_ref().and_then(began).is_some()
        || wire.data.as_ref().and_then(|data| megabytes(data.used_mb)).is_some_and(|bytes| bytes > 0);
    match wire.status.as_deref() {
        Some("NEW") if wire.manual_installation.is_none() => ProfileStatus::Preparing,
        Some("NEW") => ProfileStatus::Ready,
        Some("ACTIVE") => ProfileStatus::Enabled,
        Some("DEPLETED") => ProfileStatus::Installed,
        Some("EXPIRED") if was_used => ProfileStatus::Installed,
        // Only what was never installed can be cancelled.
        Some("EXPIRED" | "CANCELLED") => ProfileStatus::Ready,
        Some(_) | None => ProfileStatus::Unknown,
    }
}

fn service_status(wire: &wire::Esim<'_>, has_iccid: bool) -> ServiceStatus {
    match wire.status.as_deref() {
        Some("CANCELLED") => ServiceStatus::Cancelled,
        _ if wire.is_pending == Some(true) || !has_iccid => ServiceStatus::Preparing,
        _ if wire.esim_status.as_deref() == Some("Disconnected") => ServiceStatus::Suspended,
        Some("NEW") => ServiceStatus::Waiting,
        Some("ACTIVE") => ServiceStatus::Active,
        Some("DEPLETED") => ServiceStatus::UsedUp,
        Some("EXPIRED") => ServiceStatus::Expired,
        Some(_) | None => ServiceStatus::Unknown,
    }
}

/// What was used. An unlimited plan's zeros are no amounts.
pub(super) fn usage(volume: Option<&wire::Volume<'_>>) -> Usage {
    let used = volume.and_then(|data| megabytes(data.used_mb));
    let (left, allowance) = match volume {
        Some(data) if data.is_unlimited == Some(true) => (Some(Data::Unlimited), Some(Data::Unlimited)),
        Some(data) => {
            let total = megabytes(data.total_mb).filter(|bytes| *bytes > 0);
            (
                megabytes(data.remaining_mb).filter(|_| total.is_some()).map(Data::Bytes),
                total.map(Data::Bytes),
            )
        }
        None => (None, None),
    };
    Usage { left, used, allowance, measured_at: None }
}

/// How far an order is. `completed` is done only when its eSIM has a number, and another word only when it is also
/// said that nothing is pending.
pub(super) fn taken(status: Option<&str>, is_pending: Option<bool>, has_iccid: bool) -> Taken {
    let word = status.unwrap_or_default().to_ascii_lowercase();
    match word.as_str() {
        "failed" | "cancelled" | "canceled" => Taken::Failed { reason: Some(word), money_back: None },
        "refunded" => Taken::Failed { reason: Some(word), money_back: Some(true) },
        "completed" | "" if has_iccid && is_pending != Some(true) => Taken::Fulfilled,
        _ if has_iccid && is_pending == Some(false) => Taken::Fulfilled,
        // Whatever else it is called, it is waited for up to the time limit.
        _ => Taken::Processing,
    }
}
