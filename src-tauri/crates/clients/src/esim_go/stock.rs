//! Bundles that the account bought before and has not put onto an eSIM yet. Taking one costs nothing more.

use super::lists::{Page, unreadable};
use super::units::{bytes, iccid, moment, number};
use super::{EsimGo, wire};
use crate::http::{Ask, Urgency, decode};
use crate::json;
use esim_desk_model::{Data, EsimId, Iccid, PlanId, Timestamp};
use esim_desk_provider::{Effect, Error, Kind, Listing, Result};
use serde::{Deserialize, Serialize};

/// `GET /inventory`.
const LIST_STOCK: &str = "list the stock";
/// `POST /esims/apply`.
const TAKE: &str = "take a plan from the stock";

/// A bundle in stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stocked {
    /// The bundle, as the catalogue names it.
    pub plan: PlanId,
    /// eSIM Go's description.
    pub name: Option<String>,
    /// How much data.
    pub data: Option<Data>,
    /// Days of validity; a month counts thirty.
    pub days: Option<u32>,
    /// Names of the countries, as eSIM Go writes them.
    pub countries: Vec<String>,
    /// What is left, by purchase.
    pub lots: Vec<Lot>,
}

/// What one purchase left in stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// eSIM Go's `usageId`.
    pub id: Option<i64>,
    /// Pieces that are left.
    pub remaining: u32,
    /// When they are lost.
    pub expires_at: Option<Timestamp>,
    /// The same day as eSIM Go writes it, where it gives no time.
    pub expires_on: Option<String>,
}

/// What was taken from stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// By this the install data is asked for ([`EsimGo::assigned`]); its order has the kind `bundleAssignment`.
    pub reference: String,
    /// The eSIMs it went onto.
    pub esims: Vec<EsimId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StockRow {
    name: Option<String>,
    desc: Option<String>,
    available: Option<Vec<LotRow>>,
    countries: wire::Raw,
    data: wire::Raw,
    duration: wire::Raw,
    duration_unit: Option<String>,
    unlimited: Option<bool>,
}

#[derive(Deserialize)]
struct LotRow {
    id: wire::Raw,
    remaining: wire::Raw,
    expiry: wire::Raw,
}

#[derive(Serialize)]
struct Apply<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    iccid: Option<&'a str>,
    #[serde(rename = "allowReassign")]
    allow_reassign: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Applied {
    apply_reference: Option<String>,
    esims: Option<Vec<wire::Esim>>,
}

impl EsimGo {
    /// Everything in stock of which something is left.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn stock(&self) -> Result<Listing<Stocked>> {
        let body = self.read(&Ask::get(LIST_STOCK, Urgency::Usual, &["inventory"])).await?;
        let page = Page::read(&body, &["bundles", "data"], LIST_STOCK)?;
        let mut listing = json::rows(&page.rows, |row: StockRow, _| stocked(row));
        listing.rows.retain(|one| !one.lots.is_empty());
        Ok(listing)
    }

    /// Takes one piece from stock, for a new eSIM or onto one that exists, and then only onto that one. Sent once.
    ///
    /// # Errors
    /// `Forbidden` when none is left; `Refused` for a deactivated eSIM; with [`Effect::Unknown`] when no answer
    /// tells whether it was done.
    pub async fn take(&self, plan: &PlanId, onto: Option<&EsimId>) -> Result<Taken> {
        let iccid = onto.map(|id| Iccid::parse(id.as_str())).transpose();
        let iccid = iccid.map_err(|_| Error::without_effect(Kind::NotFound, TAKE))?;
        let apply =
            Apply { name: plan.as_str(), iccid: iccid.as_ref().map(Iccid::as_str), allow_reassign: false };
        let body = serde_json::to_string(&apply).map_err(|_| unreadable("request", TAKE))?;
        let ask = Ask::get(TAKE, Urgency::Urgent, &["esims", "apply"]).json(body).with_plain_text();
        let answer = self.once(&ask).await?;
        taken(&answer).map_err(|error| Error { effect: Effect::Unknown, ..error })
    }
}

fn taken(body: &[u8]) -> Result<Taken> {
    let answer: Applied = decode(body, TAKE)?;
    let reference = answer.apply_reference.filter(|reference| !reference.is_empty());
    let numbers = answer.esims.iter().flatten().filter_map(|esim| esim.iccid.as_deref().and_then(iccid));
    let esims = numbers.map(|number| EsimId::from(number.as_str())).collect();
    Ok(Taken { reference: reference.ok_or_else(|| unreadable("applyReference", TAKE))?, esims })
}

fn stocked(row: StockRow) -> std::result::Result<Stocked, &'static str> {
    let name = row.name.filter(|name| !name.is_empty()).ok_or("name is missing")?;
    let amount = number(&row.data);
    let is_unlimited = row.unlimited == Some(true) || amount.is_some_and(|amount| amount < 0);
    let limited = || amount.and_then(|amount| bytes(amount, "MB")).map(Data::Bytes);
    let is_month = row.duration_unit.is_some_and(|unit| super::translate::is(&unit, "month"));
    let days = number(&row.duration).map(|count| if is_month { count.saturating_mul(30) } else { count });
    Ok(Stocked {
        plan: PlanId(name),
        name: row.desc.filter(|text| !text.trim().is_empty()),
        data: if is_unlimited { Some(Data::Unlimited) } else { limited() },
        days: days.and_then(|days| u32::try_from(days).ok()).filter(|days| *days > 0),
        countries: super::units::words(&row.countries),
        lots: row.available.unwrap_or_default().iter().filter_map(lot).collect(),
    })
}

/// A lot of which something is left.
fn lot(row: &LotRow) -> Option<Lot> {
    let remaining = number(&row.remaining).and_then(|count| u32::try_from(count).ok())?;
    let expires_at = moment(&row.expiry);
    let expires_on = super::units::text(&row.expiry).filter(|_| expires_at.is_none());
    (remaining > 0).then(|| Lot { id: number(&row.id), remaining, expires_at, expires_on })
}
