//! The use of one eSIM by day and by country.

use super::calls::{self, READ_REPORT};
use super::units::{iccid, megabytes};
use super::{Esimfly, not_it};
use crate::json::{Raw, rows};
use esim_desk_model::{EsimId, Iccid};
use esim_desk_provider::{Listing, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

/// eSIMfly looks back no further.
const MOST_DAYS: u32 = 90;

/// Where and when one eSIM used its data.
#[derive(Clone, Debug)]
pub struct UseReport {
    /// Days it looks back.
    pub days: Option<u32>,
    /// Each day with use.
    pub daily: Listing<DayUse>,
    /// Each country with use.
    pub countries: Listing<CountryUse>,
}

/// The use of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayUse {
    /// As eSIMfly writes it (`2026-06-27`, UTC).
    pub date: String,
    /// Bytes.
    pub used: u64,
}

/// The use in one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryUse {
    /// eSIMfly's name of it; it gives no code.
    pub country: String,
    /// Bytes.
    pub used: u64,
    /// Networks there, in eSIMfly's order.
    pub operators: Vec<String>,
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow)]
    iccid: Raw<'a>,
    period_days: Option<u32>,
    #[serde(borrow, default)]
    daily_usage: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    by_country: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct WireDay<'a> {
    date: Option<String>,
    #[serde(borrow)]
    data_mb: Raw<'a>,
}

#[derive(Deserialize)]
struct WireCountry<'a> {
    country: Option<String>,
    #[serde(borrow)]
    data_mb: Raw<'a>,
    operators: Option<Vec<WireOperator>>,
}

#[derive(Deserialize)]
struct WireOperator {
    operator: Option<String>,
}

impl Esimfly {
    /// The use of one eSIM in the last days, 90 at most. `None` when the supplier has no such.
    ///
    /// # Errors
    /// The supplier's; `Refused` where it does not know for this kind of eSIM.
    pub async fn use_report(&self, esim: &EsimId, days: u32) -> Result<Option<UseReport>> {
        let Ok(asked) = Iccid::parse(esim.as_str()) else { return Ok(None) };
        let days = days.clamp(1, MOST_DAYS);
        let Some(body) = self.post_report(asked.as_str(), days).await? else { return Ok(None) };
        let wire: Wire<'_> = calls::content(&body, READ_REPORT)?;
        if iccid(wire.iccid).as_ref() != Some(&asked) {
            return Err(not_it(READ_REPORT));
        }
        Ok(Some(UseReport {
            days: wire.period_days,
            daily: rows(&wire.daily_usage, day),
            countries: rows(&wire.by_country, country),
        }))
    }
}

fn day(wire: WireDay<'_>, _raw: &str) -> std::result::Result<DayUse, &'static str> {
    let date = wire.date.ok_or("date is missing")?;
    Ok(DayUse { date, used: megabytes(wire.data_mb).ok_or("data_mb is missing")? })
}

fn country(wire: WireCountry<'_>, _raw: &str) -> std::result::Result<CountryUse, &'static str> {
    let country = wire.country.ok_or("country is missing")?;
    let used = megabytes(wire.data_mb).ok_or("data_mb is missing")?;
    let operators = wire.operators.into_iter().flatten().filter_map(|one| one.operator).collect();
    Ok(CountryUse { country, used, operators })
}
