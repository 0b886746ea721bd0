//! Telkor's words and units into ours. Pure, and the only place that knows them. Few of Telkor's words are
//! published: the facts beside them decide where they can, and an unknown word stays unknown.

use super::links::{Activation, Link};
use super::plan::{fields, sparse};
use super::stock::{BoundLink, Sim};
use super::tasks::{Outcome, Task, TaskItem};
use super::wire::{self, Misfit, Row};
use crate::links::disagreement;
use esim_desk_model::{
    ActivationCode, Data, Esim, EsimId, Iccid, InstallData, ProfileStatus, Service, ServiceId, ServiceStatus,
    Timestamp, Usage,
};

/// Keys behind which an activation code may stand.
const SECRET_KEYS: [&str; 9] = [
    "activation_code",
    "lpa",
    "lpa_code",
    "lpa_profile",
    "matching_id",
    "qr_svg",
    "android_deeplink",
    "ios_deeplink",
    "confirmation_code",
];

pub(super) const NOTHING_TO_INSTALL: &str = "This is a card. There is nothing to install.";

/// A row of the list of SIMs; what installs it stands elsewhere.
pub(super) fn sim(row: &Row<'_>, raw: &str) -> Result<Sim, Misfit> {
    let kind = row.text(wire::SIM_TYPE)?.unwrap_or_default();
    let is_card = kind.to_ascii_lowercase().contains("physical");
    let is_attached = row.flag(wire::IS_ATTACHED)?.unwrap_or(false);
    let state = state(row);
    let was_on_phone = is_attached || state.as_deref().is_some_and(is_used);
    let lifecycle = row.text(wire::STATUS)?;
    let link = row.row(wire::LINK)?.map(|link| bound(&link)).transpose()?;
    let (imsi, imei, eid) = (row.text(wire::IMSI)?, row.text(wire::IMEI)?, row.text(wire::EID)?);
    let esim = Esim {
        id: EsimId(row.id()?),
        iccid: row.text(wire::ICCID)?.and_then(|text| Iccid::parse(&text).ok()),
        msisdn: row.text(wire::MSISDN)?.and_then(|text| phone_number(&text)),
        profile: profile(is_card, is_attached, link.is_some(), state.as_deref()),
        profile_word: state.or_else(|| lifecycle.clone()),
        install: None,
        install_problem: is_card.then(|| NOTHING_TO_INSTALL.to_owned()),
        numbers: [&imsi, &imei, &eid].into_iter().flatten().cloned().collect(),
        note: None,
        raw: crate::mask::masked(raw, &SECRET_KEYS, None),
    };
    Ok(Sim {
        esim,
        status: lifecycle,
        is_card,
        is_attached,
        was_on_phone,
        link,
        zones: row.ids(wire::ZONES),
        imsi,
        imei,
        eid,
        updated_at: row.moment(wire::UPDATED_AT),
    })
}

fn bound(row: &Row<'_>) -> Result<BoundLink, Misfit> {
    Ok(BoundLink { id: row.id()?, name: row.text(wire::NAME)?, status: row.text(wire::STATUS)? })
}

/// The profile's state is a word, or an object around one.
fn state(row: &Row<'_>) -> Option<String> {
    match row.text(wire::ESIM_STATE) {
        Ok(word) => word,
        Err(_) => {
            row.row(wire::ESIM_STATE).ok().flatten().and_then(|row| row.text(wire::STATE).ok().flatten())
        }
    }
}

/// Words for a profile that a phone has or had, from the states that GSMA SGP.22 names. Telkor publishes none but
/// "available": a word for which nobody knows what it means rules nothing out.
fn is_used(state: &str) -> bool {
    ["downloaded", "installed", "enabled", "disabled", "deleted"]
        .iter()
        .any(|word| state.eq_ignore_ascii_case(word))
}

/// As far as the list tells: whether there is a code is not in it. Without a link an eSIM waits in stock.
fn profile(is_card: bool, is_attached: bool, is_bound: bool, state: Option<&str>) -> ProfileStatus {
    match state {
        _ if is_attached => ProfileStatus::Enabled,
        _ if is_card => ProfileStatus::Card,
        Some(word) if word.eq_ignore_ascii_case("available") && is_bound => ProfileStatus::Ready,
        Some(word) if word.eq_ignore_ascii_case("available") => ProfileStatus::InStock,
        Some(_) | None => ProfileStatus::Unknown,
    }
}

/// Puts what installs it into an eSIM. Of the view only the code counts: the links and the picture in it are
/// made here.
pub(super) fn with_installation(esim: Esim, view: &Row<'_>) -> Result<Esim, Misfit> {
    let Some(code) = view.text(wire::ACTIVATION_CODE)? else {
        let profile = match esim.profile {
            ProfileStatus::Ready | ProfileStatus::InStock | ProfileStatus::Unknown => {
                ProfileStatus::Preparing
            }
            told => told,
        };
        return Ok(Esim { profile, ..esim });
    };
    let links = [wire::IOS_LINK, wire::ANDROID_LINK].map(|name| view.text(name).ok().flatten());
    Ok(match ActivationCode::parse(&code) {
        Ok(code) => Esim {
            raw: crate::mask::masked(&esim.raw, &[], Some(code.matching_id())),
            install_problem: disagreement(&code, links.iter().map(Option::as_deref)),
            install: Some(InstallData::from(code)),
            ..esim
        },
        Err(error) => Esim { install_problem: Some(error.to_string()), ..esim },
    })
}

/// Of the SIM a row may have no more than its number, in an object of its own or not.
pub(super) fn link(row: &Row<'_>, _raw: &str) -> Result<Link, Misfit> {
    let (sim, bare) = match row.row(wire::SIM) {
        Ok(sim) => (sim.unwrap_or_default(), None),
        Err(_) => (Row::default(), row.text(wire::SIM)?),
    };
    let number = |text: Option<String>| text.and_then(|text| Iccid::parse(&text).ok());
    let iccid = number(sim.text(wire::ICCID)?).or(number(row.text(wire::SIM_ICCID)?));
    let id = sim.text(wire::ID)?.or(row.text(wire::SIM_ID)?);
    Ok(Link {
        id: row.id()?,
        name: row.text(wire::NAME)?,
        status: row.text(wire::STATUS)?,
        iccid: iccid.or_else(|| number(bare.clone())),
        sim: id.or(bare.filter(|text| Iccid::parse(text).is_err())).map(EsimId),
        created_at: row.moment(wire::CREATED_AT),
        updated_at: row.moment(wire::UPDATED_AT),
    })
}

pub(super) fn activation(row: &Row<'_>, raw: &str) -> Result<Activation, Misfit> {
    let plan = match row.row(wire::PLAN) {
        Ok(Some(plan)) => Some(fields(&plan, plan.text(wire::ID)?.unwrap_or_default())?),
        Ok(None) => row.text(wire::PLAN_ID)?.map(sparse),
        Err(_) => row.text(wire::PLAN)?.map(sparse),
    };
    Ok(Activation {
        id: row.id()?,
        plan,
        status: row.text(wire::STATUS)?,
        source: row.text(wire::SOURCE)?,
        usage: usage(row)?,
        created_at: row.moment(wire::CREATED_AT),
        activated_at: row.moment(wire::ACTIVATED_AT),
        expires_at: row.moment(wire::EXPIRES_AT),
        raw: crate::mask::masked(raw, &SECRET_KEYS, None),
    })
}

fn usage(row: &Row<'_>) -> Result<Usage, Misfit> {
    let usage = row.row(wire::USAGE)?.unwrap_or_default();
    let bytes = |field| Ok::<_, Misfit>(usage.text(field)?.as_deref().and_then(mebibytes));
    Ok(Usage {
        left: bytes(wire::REMAINING)?.map(Data::Bytes),
        used: bytes(wire::USED)?,
        allowance: bytes(wire::ALLOCATED)?.map(Data::Bytes),
        measured_at: row.moment(wire::UPDATED_AT),
    })
}

/// A plan on an eSIM: the activation, and the link it is on.
pub(super) fn service(link: &Link, activation: Activation, now: Timestamp) -> Service {
    Service {
        id: service_id(&link.id, &activation.id),
        esim: link.sim.clone(),
        status: service_status(link.status.as_deref(), &activation, now),
        status_word: activation.status,
        plan: activation.plan,
        ends_at: activation.expires_at,
        raw: activation.raw,
    }
}

/// Facts first: a stopped link, an end that is past, an allowance that is gone. A word alone counts only if
/// it is documented, or says no more than the missing start does.
fn service_status(link: Option<&str>, activation: &Activation, now: Timestamp) -> ServiceStatus {
    const NOT_BEGUN: [&str; 6] = ["active", "pending", "inactive", "pre-active", "pre_active", "not_started"];
    let word = activation.status.as_deref().unwrap_or("active").to_ascii_lowercase();
    let had_any = activation.usage.allowance.is_some_and(|data| data.holds(1));
    if link.is_some_and(|word| word.to_ascii_lowercase().starts_with("suspend")) {
        ServiceStatus::Suspended
    } else if activation.expires_at.is_some_and(|end| end <= now) {
        ServiceStatus::Expired
    } else if had_any && activation.usage.left == Some(Data::Bytes(0)) {
        ServiceStatus::UsedUp
    } else if activation.activated_at.is_none() && NOT_BEGUN.contains(&word.as_str()) {
        ServiceStatus::Waiting
    } else if word == "active" {
        ServiceStatus::Active
    } else {
        ServiceStatus::Unknown
    }
}

/// `link/activation`: an activation can only be reached by its link.
pub(super) fn service_id(link: &str, activation: &str) -> ServiceId {
    ServiceId(format!("{link}/{activation}"))
}

/// Takes a service's id apart; `None` for one that Telkor never had.
pub(super) fn link_of(service: &str) -> Option<(&str, &str)> {
    service.split_once('/').filter(|(link, activation)| !link.is_empty() && !activation.is_empty())
}

/// A decimal text of MiB in bytes; `None` below zero.
fn mebibytes(text: &str) -> Option<u64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let bytes = text.parse::<f64>().ok()? * 1_048_576.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    (0.0..=EXACT).contains(&bytes).then(|| bytes.round() as u64)
}

pub(super) fn task(row: &Row<'_>, _raw: &str) -> Result<Task, Misfit> {
    let count = |field| Ok::<_, Misfit>(row.count(field)?.unwrap_or(0));
    let (total, completed, failed) =
        (count(wire::TOTAL_ITEMS)?, count(wire::COMPLETED_ITEMS)?, count(wire::FAILED_ITEMS)?);
    let pending = row.count(wire::PENDING_ITEMS)?;
    Ok(Task {
        id: row.id()?,
        kind: row.text(wire::TASK_TYPE)?,
        word: row.text(wire::STATUS)?,
        total,
        completed,
        failed,
        pending: pending.unwrap_or_else(|| total.saturating_sub(completed).saturating_sub(failed)),
        created_at: row.moment(wire::CREATED_AT),
        updated_at: row.moment(wire::UPDATED_AT),
    })
}

pub(super) fn item(row: &Row<'_>, _raw: &str) -> Result<TaskItem, Misfit> {
    let word = row.text(wire::STATUS)?;
    let error = item_error(row);
    let nested = |field, inner| {
        let row = row.row(field).ok().flatten()?;
        row.text(inner).ok().flatten()
    };
    Ok(TaskItem {
        id: row.id()?,
        reference: row.text(wire::REFERENCE_ID)?,
        sim: nested(wire::PAYLOAD, wire::SIM_ID).or_else(|| nested(wire::RESULT, wire::SIM_ID)),
        link: nested(wire::RESULT, wire::LINK_ID),
        outcome: outcome(word.as_deref(), error),
        word,
    })
}

/// A reason says failed whatever the word; a word of success says done; whatever else is still open.
fn outcome(word: Option<&str>, error: Option<String>) -> Outcome {
    let word = word.unwrap_or_default().to_ascii_lowercase();
    match error {
        Some(reason) => Outcome::Failed { reason: Some(reason) },
        None if word.starts_with("fail") || word == "error" => Outcome::Failed { reason: None },
        None if matches!(word.as_str(), "success" | "succeeded" | "completed") => Outcome::Done,
        None => Outcome::Open,
    }
}

/// A string, or an object with a text in it.
fn item_error(row: &Row<'_>) -> Option<String> {
    let raw = row.get(wire::ITEM_ERROR).filter(|raw| !matches!(raw.get(), "{}" | "[]" | "false"))?;
    let text = row.text(wire::ITEM_ERROR);
    let inner = || row.row(wire::ITEM_ERROR).ok().flatten()?.text(wire::ERROR_TEXT).ok().flatten();
    text.unwrap_or_else(|_| inner().or_else(|| Some(raw.get().to_owned())))
}

fn phone_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '+' | ' ' | '-')).collect();
    let fits = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(digits)
}
