//! What eSIMfly tells beyond the port: the balance, what the network says of one eSIM, and where it was.

use super::calls::{self, READ_BALANCE, READ_EVENTS, READ_STATUS};
use super::units::{gigabytes, iccid, moment, money};
use super::{Esimfly, not_it, wire};
use crate::json::{Raw, rows};
use esim_desk_model::{Country, Data, EsimId, Iccid, Money, Timestamp};
use esim_desk_provider::{Listing, Result};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What the wallet holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Absent where it is not said.
    pub amount: Option<Money>,
    /// Whether it is this moment's; absent where it is not said.
    pub live: Option<bool>,
    /// Of when it is.
    pub as_of: Option<Timestamp>,
}

/// What the network says of one eSIM. Before its first use nearly everything is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveStatus {
    /// The plan's word (`ACTIVE`).
    pub status: Option<String>,
    /// The eSIM's word (`Active`).
    pub esim_status: Option<String>,
    /// The download server's word (`AFFECTED`).
    pub smdp_status: Option<String>,
    /// Operator seen last.
    pub operator: Option<String>,
    /// Its country.
    pub country: Option<Country>,
    /// How it was connected (`4G - LTE`).
    pub connection: Option<String>,
    /// The phone's model.
    pub device: Option<String>,
    /// First use.
    pub activated_at: Option<Timestamp>,
    /// Last use.
    pub used_at: Option<Timestamp>,
    /// End of the plan.
    pub ends_at: Option<Timestamp>,
    /// Data used, in bytes.
    pub used: Option<u64>,
    /// Data bought.
    pub allowance: Option<Data>,
}

/// One meeting of an eSIM with a network, in the last seven days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkEvent {
    /// When.
    pub at: Option<Timestamp>,
    /// `attach`, `data_session`, `location_update`, `other`; the supplier's word as it is.
    pub what: Option<String>,
    /// The operator.
    pub operator: Option<String>,
    /// Its country.
    pub country: Option<Country>,
    /// Whether the plan allows this network; `false` explains "no internet".
    pub allowed: Option<bool>,
}

#[derive(Deserialize)]
struct WireStatus<'a> {
    #[serde(borrow)]
    iccid: Raw<'a>,
    status: Option<String>,
    esim_status: Option<String>,
    smdp_status: Option<String>,
    unlimited: Option<bool>,
    last_network: Option<WireNetwork>,
    device: Option<WireDevice>,
    activation_date: Option<String>,
    last_usage_date: Option<String>,
    expiry_date: Option<String>,
    #[serde(borrow)]
    data_usage: Option<WireUse<'a>>,
}

#[derive(Default, Deserialize)]
struct WireNetwork {
    operator: Option<String>,
    country_iso2: Option<String>,
    connection_type: Option<String>,
}

#[derive(Deserialize)]
struct WireDevice {
    model: Option<String>,
}

#[derive(Deserialize)]
struct WireUse<'a> {
    #[serde(borrow)]
    used_gb: Raw<'a>,
    #[serde(borrow)]
    total_gb: Raw<'a>,
    unlimited: Option<bool>,
}

#[derive(Deserialize)]
struct WireEvents<'a> {
    #[serde(borrow)]
    iccid: Raw<'a>,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct WireEvent {
    time: Option<String>,
    event_type: Option<String>,
    operator: Option<String>,
    country_iso2: Option<String>,
    is_allowed: Option<bool>,
}

impl Esimfly {
    /// What the wallet holds.
    ///
    /// # Errors
    /// The supplier's.
    pub async fn balance(&self) -> Result<Balance> {
        let body = self.get_balance().await?;
        let wire: wire::Balance<'_> = calls::content(&body, READ_BALANCE)?;
        Ok(Balance {
            amount: wire.currency.as_deref().and_then(|currency| money(wire.balance, currency)),
            live: wire.live,
            as_of: wire.as_of.as_deref().and_then(moment),
        })
    }

    /// Asks the network about one eSIM; slow. `None` when the supplier has no such.
    ///
    /// # Errors
    /// The supplier's; `Server` when its network does not answer.
    pub async fn live_status(&self, esim: &EsimId) -> Result<Option<LiveStatus>> {
        let Ok(asked) = Iccid::parse(esim.as_str()) else { return Ok(None) };
        let Some(body) = self.post_status(asked.as_str()).await? else { return Ok(None) };
        let wire: WireStatus<'_> = calls::content(&body, READ_STATUS)?;
        if iccid(wire.iccid).as_ref() != Some(&asked) {
            return Err(not_it(READ_STATUS));
        }
        Ok(Some(wire.translated()))
    }

    /// Where one eSIM was in the last seven days, newest first. `None` when the supplier has no such.
    ///
    /// # Errors
    /// The supplier's; `Refused` where it does not know for this kind of eSIM.
    pub async fn network_events(&self, esim: &EsimId) -> Result<Option<Listing<NetworkEvent>>> {
        let Ok(asked) = Iccid::parse(esim.as_str()) else { return Ok(None) };
        let Some(body) = self.post_events(asked.as_str()).await? else { return Ok(None) };
        let wire: WireEvents<'_> = calls::content(&body, READ_EVENTS)?;
        if iccid(wire.iccid).as_ref() != Some(&asked) {
            return Err(not_it(READ_EVENTS));
        }
        Ok(Some(rows(&wire.events, |event: WireEvent, _| Ok(event.translated()))))
    }
}

impl WireStatus<'_> {
    fn translated(self) -> LiveStatus {
        let network = self.last_network.unwrap_or_default();
        let time = |text: Option<String>| text.as_deref().and_then(moment);
        let is_unlimited = self.data_usage.as_ref().and_then(|usage| usage.unlimited).or(self.unlimited);
        let used = self.data_usage.as_ref().and_then(|usage| match gigabytes(usage.used_gb, None) {
            Some(Data::Bytes(bytes)) => Some(bytes),
            Some(Data::Unlimited) => None,
            None => usage.used_gb.map(|_| 0).filter(|_| crate::json::text(usage.used_gb).is_some()),
        });
        let total = self.data_usage.as_ref().and_then(|usage| usage.total_gb);
        LiveStatus {
            status: self.status,
            esim_status: self.esim_status,
            smdp_status: self.smdp_status,
            operator: network.operator,
            country: network.country_iso2.as_deref().and_then(Country::from_code),
            connection: network.connection_type,
            device: self.device.and_then(|device| device.model),
            activated_at: time(self.activation_date),
            used_at: time(self.last_usage_date),
            ends_at: time(self.expiry_date),
            used,
            allowance: gigabytes(total, is_unlimited),
        }
    }
}

impl WireEvent {
    fn translated(self) -> NetworkEvent {
        NetworkEvent {
            at: self.time.as_deref().and_then(moment),
            what: self.event_type,
            operator: self.operator,
            country: self.country_iso2.as_deref().and_then(Country::from_code),
            allowed: self.is_allowed,
        }
    }
}
