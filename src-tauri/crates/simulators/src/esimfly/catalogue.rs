//! The packages: what one is, how the catalogue shows it, and which account sees it.

use super::countries::{COUNTRIES, Country, Region};
use super::making;
use super::money::Currency;
use super::options::Account;
use serde_json::{Value, json};
use std::collections::HashMap;

pub(crate) const MB: i64 = 1 << 20;

/// Where a package works.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Local(&'static Country),
    Regional(&'static Region),
    Global,
}

impl Place {
    pub fn countries(self) -> Vec<&'static Country> {
        match self {
            Self::Local(country) => vec![country],
            Self::Regional(region) => COUNTRIES.iter().filter(|c| c.region == region.name).collect(),
            Self::Global => COUNTRIES.iter().collect(),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Local(country) => country.name,
            Self::Regional(region) => region.name,
            Self::Global => "Global",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Local(_) => "local",
            Self::Regional(_) => "regional",
            Self::Global => "global",
        }
    }
}

/// Whose package eSIMfly resells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// eSIMfly's own network: it says its countries and networks, and everything can be done with its eSIMs.
    Network,
    /// Another wholesaler: no networks, no suspension, no diagnostics.
    Partner,
    /// A Japanese operator whose eSIMs take minutes to be ready.
    Kddi,
    /// An operator with calls and a phone number: its name and the number's prefix.
    Carrier { name: &'static str, prefix: &'static str },
    /// A package of enterprise accounts; `own` ones are all that a self-service account sees.
    Enterprise { own: bool },
}

#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub code: String,
    pub name: String,
    pub place: Place,
    pub source: Source,
    /// The allowance in MB; 0 for unlimited ones.
    pub megabytes: i64,
    pub unlimited: bool,
    pub days: i64,
    /// US cents.
    pub cents: i64,
    pub minutes: i64,
    pub texts: i64,
    /// Packages under 1 GB and the dearer ones of equal unlimited packages are sold but not listed.
    pub listed: bool,
}

impl Package {
    pub fn is_network(&self) -> bool {
        self.source == Source::Network
    }

    pub fn rechargeable(&self) -> bool {
        matches!(self.source, Source::Network | Source::Partner)
    }

    /// An order may renew itself.
    pub fn recurring(&self) -> bool {
        matches!(self.source, Source::Carrier { .. })
    }

    pub fn bytes(&self) -> i64 {
        self.megabytes * MB
    }

    /// Without the supplier's prefix, as the eSIM list has it.
    pub fn short_code(&self) -> &str {
        ["ent_", "OT-", "VF-", "BY-"]
            .iter()
            .find_map(|prefix| self.code.strip_prefix(prefix))
            .unwrap_or(&self.code)
    }

    pub fn kind(&self) -> &'static str {
        if matches!(self.source, Source::Enterprise { .. }) { "enterprise" } else { self.place.kind() }
    }

    pub fn visible_to(&self, account: Account) -> bool {
        match (self.source, account) {
            (Source::Enterprise { own }, Account::SelfService) => own,
            (Source::Enterprise { .. }, Account::Enterprise) => true,
            (Source::Enterprise { .. }, Account::Dollars | Account::Dinars) => false,
            (Source::Network | Source::Partner | Source::Kddi | Source::Carrier { .. }, account) => {
                account != Account::SelfService
            }
        }
    }

    /// Whether its region or one of its countries contains the words.
    pub fn matches(&self, search: &str) -> bool {
        let search = search.to_lowercase();
        let found = |name: &str| name.to_lowercase().contains(&search);
        found(self.place.name()) || self.place.countries().iter().any(|country| found(country.name))
    }

    /// The row of `GET /esims/packages`, at a price in minor units.
    pub fn row(&self, currency: Currency, cost: i64) -> Value {
        let mut row = json!({
            "package_code": self.code,
            "name": self.name,
            "region": self.place.name(),
            "type": self.kind(),
            "data_amount_gb": self.gigabytes(),
            "validity_days": self.days,
            "cost": currency.amount(cost),
            "currency": currency.code(),
            "is_unlimited": self.unlimited,
        });
        match self.source {
            Source::Enterprise { .. } => {
                row["provider"] = "enterprise".into();
                return row;
            }
            Source::Network => {
                let countries = self.place.countries();
                row["countries"] = countries.iter().map(|country| country.alpha2).collect();
                row["networks"] = countries.iter().enumerate().map(|(n, c)| network(n, c)).collect();
            }
            Source::Carrier { name, prefix } => self.add_carrier(&mut row, name, prefix),
            Source::Partner | Source::Kddi => {}
        }
        row["features"] = json!({
            "voice_minutes": self.minutes, "sms_count": self.texts, "is_rechargeable": self.rechargeable(),
        });
        row["has_voice"] = (self.minutes > 0).into();
        row["has_sms"] = (self.texts > 0).into();
        row["locationNetworkList"] = self.locations();
        row
    }

    /// The item of `GET /topup/packages`.
    pub fn topup_row(&self, currency: Currency, cost: i64) -> Value {
        json!({
            "package_code": self.topup_code(),
            "name": self.name,
            "data_amount_gb": self.gigabytes(),
            "validity_days": self.days,
            "cost": currency.amount(cost),
            "currency": currency.code(),
            "features": {"is_rechargeable": true},
            "is_unlimited": self.unlimited,
        })
    }

    /// The code under which it is added to an eSIM.
    pub fn topup_code(&self) -> String {
        format!("TOPUP_{}", self.code)
    }

    fn gigabytes(&self) -> Value {
        if self.megabytes % 1024 == 0 {
            (self.megabytes / 1024).into()
        } else {
            (self.megabytes as f64 / 1024.0).into()
        }
    }

    fn locations(&self) -> Value {
        match self.source {
            Source::Carrier { .. } => json!([]),
            Source::Network | Source::Partner | Source::Kddi | Source::Enterprise { .. } => {
                self.place.countries().iter().map(|country| location(country)).collect()
            }
        }
    }

    fn add_carrier(&self, row: &mut Value, name: &str, prefix: &str) {
        let roaming = self.megabytes / 2048;
        row["phone_number"] = match self.place {
            Place::Local(country) => json!({"country": country.alpha2, "prefix": prefix}),
            Place::Regional(_) | Place::Global => Value::Null,
        };
        row["network_carrier"] = name.into();
        row["has_5g"] = true.into();
        row["has_hotspot"] = true.into();
        row["can_extend"] = true.into();
        row["is_recurring"] = self.recurring().into();
        let british = prefix == "+44";
        row["activation_policy"] = if british { "immediate" } else { "first_use" }.into();
        row["data_breakdown"] = match british {
            true => json!({"uk_data_gb": self.gigabytes(), "roaming_data_gb": roaming}),
            false => Value::Null,
        };
        row["voice_details"] = match british {
            true => json!({
                "uk_calls_unlimited": true, "uk_texts_unlimited": true,
                "eu_minutes": "unlimited", "eu_texts": null,
                "international_minutes": 100, "international_texts": null, "sms_inbound_only": false,
            }),
            false => Value::Null,
        };
    }
}

fn location(country: &Country) -> Value {
    json!({
        "locationName": country.name,
        "locationLogo": flag(country),
        "operatorList": [{"operatorName": country.operator, "networkType": "5G"}],
    })
}

/// One row; every second one of a long list lacks what may be null.
fn network(n: usize, country: &Country) -> Value {
    let mut row = json!({
        "network_id": 310 + n,
        "network_name": country.operator,
        "network_type": "5G",
        "country_code": country.lower(),
        "country_name": country.name,
        "country_iso2": country.lower(),
        "continent": country.region,
        "mcc_code": country.mcc,
        "mnc_code": country.mnc,
    });
    if n % 2 == 1 {
        for name in ["network_id", "network_type", "continent", "mnc_code"] {
            row[name] = Value::Null;
        }
    }
    row
}

/// The relative address of a country's flag.
pub(crate) fn flag(country: &Country) -> String {
    format!("/images/flags/{}.png", country.lower())
}

/// All packages, in the order of the catalogue: local, regional, global, then those of enterprises.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub packages: Vec<Package>,
    by_code: HashMap<String, usize>,
}

impl Catalogue {
    pub fn new(seed: u64) -> Self {
        let packages = making::packages(seed);
        let by_code = packages.iter().enumerate().map(|(n, package)| (package.code.clone(), n)).collect();
        Self { packages, by_code }
    }

    pub fn get(&self, code: &str) -> Option<&Package> {
        self.by_code.get(code).map(|&n| &self.packages[n])
    }
}
