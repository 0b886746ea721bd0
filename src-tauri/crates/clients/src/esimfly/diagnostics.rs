//! What the phone network says of one eSIM: asked live, which is slow, and where it was in the last seven days.

use super::calls::{self, READ_EVENTS, READ_STATUS};
use super::units::{iccid, moment};
use super::{Esimfly, not_it};
use crate::json::{Raw, rows, text};
use async_trait::async_trait;
use esim_desk_model::{Country, EsimId, Iccid};
use esim_desk_provider::{Diagnostics, Fact, Happening, Kind, Listing, Result, Sighting};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::cmp::Reverse;

#[derive(Deserialize)]
struct WireStatus<'a> {
    #[serde(borrow)]
    iccid: Raw<'a>,
    status: Option<String>,
    esim_status: Option<String>,
    smdp_status: Option<String>,
    last_network: Option<WireNetwork>,
    #[serde(borrow)]
    device: Option<WireDevice<'a>>,
    activation_date: Option<String>,
    last_usage_date: Option<String>,
    expiry_date: Option<String>,
}

#[derive(Default, Deserialize)]
struct WireNetwork {
    operator: Option<String>,
    country_iso2: Option<String>,
    connection_type: Option<String>,
}

#[derive(Default, Deserialize)]
struct WireDevice<'a> {
    model: Option<String>,
    #[serde(borrow)]
    imei: Raw<'a>,
}

#[derive(Deserialize)]
struct WireEvents<'a> {
    #[serde(borrow)]
    iccid: Raw<'a>,
    #[serde(borrow)]
    events: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct WireEvent {
    time: Option<String>,
    event_type: Option<String>,
    operator: Option<String>,
    country_iso2: Option<String>,
    is_allowed: Option<bool>,
}

#[async_trait]
impl Diagnostics for Esimfly {
    /// `Server` when its network does not answer.
    async fn sighting(&self, esim: &EsimId) -> Result<Option<Sighting>> {
        let Ok(asked) = Iccid::parse(esim.as_str()) else { return Ok(None) };
        let Some(body) = self.post_status(asked.as_str()).await? else { return Ok(None) };
        let wire: WireStatus<'_> = calls::content(&body, READ_STATUS)?;
        if iccid(wire.iccid).as_ref() != Some(&asked) {
            return Err(not_it(READ_STATUS));
        }
        Ok(Some(sighting(wire)).filter(|seen| *seen != Sighting::default()))
    }

    async fn happenings(&self, esim: &EsimId) -> Result<Option<Listing<Happening>>> {
        let Ok(asked) = Iccid::parse(esim.as_str()) else { return Ok(None) };
        let body = match self.post_events(asked.as_str()).await {
            // Some kinds of eSIM have no such list, of which this is told.
            Err(error) if error.kind == Kind::Refused => return Ok(None),
            answer => answer?,
        };
        let Some(body) = body else { return Ok(None) };
        let wire: WireEvents<'_> = calls::content(&body, READ_EVENTS)?;
        if iccid(wire.iccid).as_ref() != Some(&asked) {
            return Err(not_it(READ_EVENTS));
        }
        let mut listing = rows(&wire.events.unwrap_or_default(), |event: WireEvent, _| happening(event));
        listing.rows.sort_by_key(|row| Reverse(row.at));
        Ok(Some(listing))
    }
}

/// The last use is the last sure sign of it; what the network saw last has no moment of its own.
fn sighting(wire: WireStatus<'_>) -> Sighting {
    let (network, device) = (wire.last_network.unwrap_or_default(), wire.device.unwrap_or_default());
    let facts = [
        ("Plan", wire.status),
        ("eSIM", wire.esim_status),
        ("Download server", wire.smdp_status),
        ("IMEI", text(device.imei)),
        ("First use", wire.activation_date),
        ("Plan ends", wire.expiry_date),
    ];
    let fact =
        |(name, value): (&str, Option<String>)| Some(Fact { name: name.to_owned(), value: filled(value)? });
    Sighting {
        at: wire.last_usage_date.as_deref().and_then(moment),
        country: network.country_iso2.as_deref().and_then(Country::from_code),
        network: filled(network.operator),
        technology: filled(network.connection_type),
        device: filled(device.model),
        online: None,
        facts: facts.into_iter().filter_map(fact).collect(),
    }
}

/// What is empty is not said.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

fn happening(wire: WireEvent) -> std::result::Result<Happening, &'static str> {
    Ok(Happening {
        at: wire.time.as_deref().and_then(moment),
        what: wire.event_type.ok_or("event_type is missing")?,
        country: wire.country_iso2.as_deref().and_then(Country::from_code),
        detail: filled(wire.operator),
        allowed: wire.is_allowed,
    })
}
