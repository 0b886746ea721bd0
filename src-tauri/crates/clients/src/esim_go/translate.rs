//! eSIM Go's words into ours. Pure, and the only place that knows them.

use super::units::{bytes, filled, host, iccid, moment, number, text};
use super::wire;
use crate::links::disagreement;
use crate::mask::masked;
use esim_desk_model::{
    ActivationCode, Data, Esim, EsimId, InstallData, Plan, PlanId, ProfileStatus, Service, ServiceId,
    ServiceStatus, Start, Timestamp, Usage,
};
use esim_desk_provider::Taken;

/// Fields that install an eSIM or unlock it.
const CODES: [&str; 5] = ["matchingId", "appleInstallUrl", "androidInstallUrl", "pin", "puk"];

/// Why a row is worth nothing.
pub(super) type Misfit = &'static str;

/// One eSIM, by its own answer. Its number is its id.
pub(super) fn esim(wire: &wire::Esim, raw: &str) -> Result<Esim, Misfit> {
    let number = number_of(wire)?;
    let (install, install_problem) = install(wire);
    let (profile, word) = profile(wire, install.is_some() || install_problem.is_some());
    Ok(Esim {
        id: EsimId::from(number.as_str()),
        iccid: Some(number),
        msisdn: text(&wire.msisdn).and_then(|text| phone_number(&text)),
        profile,
        profile_word: word.map(str::to_owned),
        install,
        install_problem,
        numbers: Vec::new(),
        note: note(wire),
        raw: masked(raw, &CODES, wire.matching_id.as_deref()),
    })
}

/// The number of an eSIM.
pub(super) fn number_of(wire: &wire::Esim) -> Result<esim_desk_model::Iccid, Misfit> {
    wire.iccid.as_deref().and_then(iccid).ok_or("iccid is missing")
}

/// What a person or a desk wrote onto an eSIM (`customerRef`).
pub(super) fn note(wire: &wire::Esim) -> Option<String> {
    filled(&wire.customer_ref).map(str::to_owned)
}

/// Whether the account suspended an eSIM.
pub(super) fn is_suspended(wire: &wire::Esim) -> bool {
    wire.state.as_deref().is_some_and(|word| is(word, "suspended"))
}

/// One plan on one eSIM. Its id names both, since eSIM Go asks for it by both.
pub(super) fn service(on: &On<'_>, wire: &wire::Assignment, raw: &str) -> Result<Service, Misfit> {
    let id = text(&wire.id).or_else(|| filled(&wire.assignment_reference).map(str::to_owned));
    let id = id.ok_or("id is missing")?;
    let word = filled(&wire.bundle_state);
    let status = word.map_or(ServiceStatus::Unknown, service_status);
    let stopped = on.suspended && !is_over(status);
    Ok(Service {
        id: ServiceId(format!("{}{SEPARATOR}{id}", on.iccid)),
        esim: Some(EsimId::from(on.iccid)),
        plan: on.bundle.map(|name| bought(name, on.description, wire)),
        status: if stopped { ServiceStatus::Suspended } else { status },
        status_word: if stopped { Some("suspended".to_owned()) } else { word.map(str::to_owned) },
        ends_at: moment(&wire.end_time),
        raw: raw.to_owned(),
    })
}

/// On what an assignment stands.
pub(super) struct On<'a> {
    pub iccid: &'a str,
    pub suspended: bool,
    pub bundle: Option<&'a str>,
    pub description: Option<&'a str>,
}

/// Between the two halves of a plan's id on an eSIM.
const SEPARATOR: char = ':';

/// The eSIM within the id of a plan on it.
pub(super) fn esim_of(id: &ServiceId) -> Option<&str> {
    id.as_str().split_once(SEPARATOR).map(|(iccid, _)| iccid)
}

/// What is left of a plan. An unlimited one only has the full-speed bytes of a running day, which say
/// nothing about what is left of it.
pub(super) fn usage(wire: &wire::Assignment) -> Usage {
    let allowance = data_allowance(wire.allowances.as_deref());
    if is_unlimited(wire, allowance) {
        let (left, allowance) = (Some(Data::Unlimited), Some(Data::Unlimited));
        return Usage { left, used: None, allowance, measured_at: None };
    }
    let in_unit = |raw: &wire::Raw, unit: Option<&str>| bytes(number(raw)?, unit.unwrap_or("BYTES"));
    let unit = allowance.and_then(|allowance| allowance.unit.as_deref());
    let said = allowance
        .map(|said| (in_unit(&said.initial_amount, unit), in_unit(&said.remaining_amount, unit)))
        .filter(|(whole, left)| whole.is_some() || left.is_some());
    let older = || (in_unit(&wire.initial_quantity, None), in_unit(&wire.remaining_quantity, None));
    let (whole, left) = said.unwrap_or_else(older);
    Usage {
        left: left.map(Data::Bytes),
        used: whole.zip(left).map(|(whole, left)| whole.saturating_sub(left)),
        allowance: whole.map(Data::Bytes),
        measured_at: None,
    }
}

/// The allowance of data; the usual one before that of roaming.
pub(super) fn data_allowance(all: Option<&[wire::Allowance]>) -> Option<&wire::Allowance> {
    let is_data = |one: &&wire::Allowance| one.kind.as_deref().is_some_and(|kind| is(kind, "DATA"));
    let is_usual = |one: &&wire::Allowance| one.service.as_deref().is_some_and(|it| is(it, "STANDARD"));
    let data = || all.unwrap_or_default().iter().filter(is_data);
    data().find(is_usual).or_else(|| data().next())
}

/// How far an order is. One word is known; any other is shown and looked at again, never held for a failure.
pub(super) fn taken(wire: &wire::Order) -> Taken {
    match wire.status.as_deref() {
        Some(word) if is(word, "completed") => Taken::Fulfilled,
        Some(_) | None => Taken::NotSaid,
    }
}

/// When an order was made.
pub(super) fn created_at(wire: &wire::Order) -> Option<Timestamp> {
    moment(&wire.created_date).or_else(|| moment(&wire.create_date))
}

/// Whether two words are the same: their case differs between answers and texts.
pub(super) fn is(word: &str, other: &str) -> bool {
    word.trim().eq_ignore_ascii_case(other)
}

/// The bundle as its assignment tells of it; the catalogue knows the rest.
fn bought(name: &str, description: Option<&str>, wire: &wire::Assignment) -> Plan {
    Plan {
        id: PlanId::from(name),
        name: description.map(str::to_owned),
        coverage: esim_desk_model::Coverage::NotSaid,
        data: usage(wire).allowance,
        throttling: None,
        calls: None,
        texts: None,
        days: None,
        start: Start::FirstUse,
        features: Vec::new(),
        networks: Vec::new(),
        prices: Vec::new(),
    }
}

fn is_unlimited(wire: &wire::Assignment, allowance: Option<&wire::Allowance>) -> bool {
    let below_zero = |raw: &wire::Raw| number(raw).is_some_and(|amount| amount < 0);
    wire.unlimited == Some(true)
        || below_zero(&wire.initial_quantity)
        || allowance.is_some_and(|one| one.unlimited == Some(true) || below_zero(&one.initial_amount))
}

/// The profile, and the word that says so: the eSIM's state where it is over, else the profile's own.
fn profile(wire: &wire::Esim, has_code: bool) -> (ProfileStatus, Option<&str>) {
    if let Some(state) = wire.state.as_deref().filter(|word| is(word, "deactivated")) {
        return (ProfileStatus::Unavailable, Some(state));
    }
    let Some(word) = filled(&wire.profile_status) else {
        let status = if has_code { ProfileStatus::Unknown } else { ProfileStatus::Preparing };
        return (status, None);
    };
    let was_installed = moment(&wire.first_installed_date_time).is_some();
    let status = match word.to_ascii_lowercase().as_str() {
        "released" if was_installed => ProfileStatus::Removed,
        "released" => ProfileStatus::Ready,
        "downloaded" => ProfileStatus::Downloading,
        "installed" => ProfileStatus::Installed,
        "unavailable" | "deactivated" => ProfileStatus::Unavailable,
        _ => ProfileStatus::Unknown,
    };
    (status, Some(word))
}

fn service_status(word: &str) -> ServiceStatus {
    match word.trim().to_ascii_lowercase().as_str() {
        "processing" => ServiceStatus::Preparing,
        "queued" => ServiceStatus::Waiting,
        "active" => ServiceStatus::Active,
        "depleted" => ServiceStatus::UsedUp,
        "expired" | "lapsed" => ServiceStatus::Expired,
        "revoked" => ServiceStatus::Cancelled,
        _ => ServiceStatus::Unknown,
    }
}

fn is_over(status: ServiceStatus) -> bool {
    match status {
        ServiceStatus::UsedUp | ServiceStatus::Expired | ServiceStatus::Cancelled => true,
        ServiceStatus::None | ServiceStatus::Preparing | ServiceStatus::Waiting => false,
        ServiceStatus::Active | ServiceStatus::Suspended | ServiceStatus::Unknown => false,
    }
}

/// The code with what unlocks it, only when both of its parts are there; or why there is none although there are.
pub(super) fn install(wire: &wire::Esim) -> (Option<InstallData>, Option<String>) {
    let smdp = filled(&wire.smdp_address).or(filled(&wire.rsp_url));
    let (Some(smdp), Some(matching_id)) = (smdp, filled(&wire.matching_id)) else { return (None, None) };
    match ActivationCode::from_parts(host(smdp), matching_id, false) {
        Ok(code) => {
            let (pin, puk) = (unlocking(&wire.pin), unlocking(&wire.puk));
            let links = [wire.apple_install_url.as_deref(), wire.android_install_url.as_deref()];
            let problem = disagreement(&code, links);
            (Some(InstallData { pin, puk, ..code.into() }), problem)
        }
        Err(error) => (None, Some(error.to_string())),
    }
}

/// A PIN or PUK, unless it is none that a phone can be given.
fn unlocking(raw: &wire::Raw) -> Option<String> {
    text(raw).filter(|text| (4..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
}

fn phone_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '+' | ' ' | '-')).collect();
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(digits)
}
