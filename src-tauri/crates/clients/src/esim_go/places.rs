//! The account's groups of bundles, and the networks of a country.

use super::EsimGo;
use super::lists::Page;
use super::sold::network;
use super::units::text;
use super::wire;
use crate::http::{Ask, Urgency};
use crate::json;
use esim_desk_model::{Country, Network};
use esim_desk_provider::{Listing, Result};
use serde::Deserialize;

/// `GET /organisation/groups`.
const LIST_GROUPS: &str = "list the groups of plans";
/// `GET /networks`.
const LIST_NETWORKS: &str = "list networks";

/// A group of bundles that the account may buy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As the bundles name it.
    pub name: String,
    /// eSIM Go's description.
    pub description: Option<String>,
}

/// The networks of one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryNetworks {
    /// eSIM Go's name or code for it.
    pub name: String,
    /// Absent where that is no country's code.
    pub country: Option<Country>,
    /// Its networks.
    pub networks: Vec<NetworkCode>,
}

/// A network with the codes by which a phone knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkCode {
    /// Brand and speeds.
    pub network: Network,
    /// Mobile country code.
    pub mcc: Option<String>,
    /// Mobile network code.
    pub mnc: Option<String>,
    /// TADIG code, by which an eSIM's location names it.
    pub tadig: Option<String>,
}

#[derive(Deserialize)]
struct GroupRow {
    name: Option<String>,
    desc: Option<String>,
}

impl EsimGo {
    /// Every group of bundles that the account may buy.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn groups(&self) -> Result<Listing<Group>> {
        let body = self.read(&Ask::get(LIST_GROUPS, Urgency::Usual, &["organisation", "groups"])).await?;
        let page = Page::read(&body, &["groups", "data"], LIST_GROUPS)?;
        Ok(json::rows(&page.rows, |row: GroupRow, _| {
            let name = row.name.filter(|name| !name.is_empty()).ok_or("name is missing")?;
            Ok(Group { name, description: row.desc.filter(|text| !text.is_empty()) })
        }))
    }

    /// The networks of these countries; of all when there are none.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn networks(&self, countries: &[Country]) -> Result<Listing<CountryNetworks>> {
        let codes: Vec<_> = countries.iter().map(Country::alpha2).collect();
        let codes = codes.join(",");
        let ask = Ask::get(LIST_NETWORKS, Urgency::Usual, &["networks"]);
        let ask = if codes.is_empty() { ask.query("returnAll", "true") } else { ask.query("isos", &codes) };
        let body = self.read(&ask).await?;
        let page = Page::read(&body, &["countryNetworks", "data"], LIST_NETWORKS)?;
        Ok(json::rows(&page.rows, |row: wire::CountryNetworks, _| {
            let name = row.name.filter(|name| !name.is_empty()).ok_or("name is missing")?;
            let networks = row.networks.unwrap_or_default().iter().filter_map(coded).collect();
            Ok(CountryNetworks { country: Country::from_code(&name), name, networks })
        }))
    }
}

fn coded(wire: &wire::Network) -> Option<NetworkCode> {
    let network = network(wire)?;
    let tadig = wire.tagid.clone().filter(|code| !code.is_empty());
    Some(NetworkCode { network, mcc: text(&wire.mcc), mnc: text(&wire.mnc), tadig })
}
