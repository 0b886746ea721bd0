//! What the phone network says of one eSIM, and connecting it anew.
//!
//! A refresh changes something although it is a GET here: it disconnects a traveller for a moment, so it goes out
//! once like a purchase.

use super::lists::Page;
use super::units::{filled, moment};
use super::{EsimGo, wire};
use crate::http::{Ask, Urgency, decode};
use crate::json;
use async_trait::async_trait;
use esim_desk_model::{Country, EsimId};
use esim_desk_provider::{Diagnostics, Fact, Happening, Listing, Reconnect, Result, Sighting};
use serde::Deserialize;
use std::cmp::Reverse;

/// `GET /esims/{iccid}/history`.
const READ_HISTORY: &str = "read an eSIM's history";
/// `GET /esims/{iccid}/location`.
const READ_LOCATION: &str = "ask where an eSIM is";
/// `GET /esims/{iccid}/refresh`.
const RECONNECT: &str = "reconnect an eSIM";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HappeningRow {
    name: Option<String>,
    bundle_name: Option<String>,
    bundle: Option<String>,
    date: wire::Raw,
    bundle_state: Option<String>,
    alert_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LocationRow {
    mobile_network_code: Option<String>,
    network_name: Option<String>,
    network_brand_name: Option<String>,
    country: Option<String>,
    last_seen: wire::Raw,
}

#[async_trait]
impl Diagnostics for EsimGo {
    async fn sighting(&self, esim: &EsimId) -> Result<Option<Sighting>> {
        let Some(body) = self.about(esim, READ_LOCATION, "location").await? else { return Ok(None) };
        let row: LocationRow = decode(&body, READ_LOCATION)?;
        Ok(Some(sighting(&row))
            .filter(|seen| seen.country.is_some() || seen.network.is_some() || seen.at.is_some()))
    }

    async fn happenings(&self, esim: &EsimId) -> Result<Option<Listing<Happening>>> {
        let Some(body) = self.about(esim, READ_HISTORY, "history").await? else { return Ok(None) };
        let page = Page::read(&body, &["actions", "data"], READ_HISTORY)?;
        let mut listing = json::rows(&page.rows, |row: HappeningRow, _| happening(&row));
        listing.rows.sort_by_key(|row| Reverse(row.at));
        Ok(Some(listing))
    }
}

#[async_trait]
impl Reconnect for EsimGo {
    /// `Refused` for a deactivated eSIM.
    async fn reconnect(&self, esim: &EsimId) -> Result<()> {
        let iccid = self.changing(esim, RECONNECT)?;
        let ask = Ask::get(RECONNECT, Urgency::Urgent, &["esims", iccid.as_str(), "refresh"]);
        self.once(&ask).await.map(drop)
    }
}

fn sighting(row: &LocationRow) -> Sighting {
    let fact = |value: &str| Fact { name: "Network code".to_owned(), value: value.to_owned() };
    let network = filled(&row.network_brand_name).or(filled(&row.network_name));
    Sighting {
        at: moment(&row.last_seen),
        country: row.country.as_deref().and_then(Country::from_code),
        network: network.map(str::to_owned),
        facts: filled(&row.mobile_network_code).map(fact).into_iter().collect(),
        ..Sighting::default()
    }
}

/// The kind of an alert stands beside its name.
fn happening(row: &HappeningRow) -> std::result::Result<Happening, &'static str> {
    let name = filled(&row.name).ok_or("name is missing")?;
    let what = match filled(&row.alert_type).or(filled(&row.bundle_state)) {
        Some(more) => format!("{name} ({more})"),
        None => name.to_owned(),
    };
    let detail = filled(&row.bundle_name).or(filled(&row.bundle)).map(str::to_owned);
    Ok(Happening { at: moment(&row.date), what, country: None, detail, allowed: None })
}
