//! Four wallets in memory with 5,000 plans each: what a search has to sort out in a large agency.

use crate::Failed;
use crate::support::Bench;
use esim_desk_core::ports::Connect;
use esim_desk_core::{App, Wiring};
use esim_desk_model::{
    Country, Coverage, Data, Esim, EsimId, Money, Network, Plan, PlanFeature, Service, ServiceId, Start,
    Usage,
};
use esim_desk_provider::{
    Catalogue, ConnectError, Credentials, Destination, Environment, Esims, Field, FieldKind, Listing,
    Provider, ProviderForm, Result, Scopes, WalletSpec, async_trait,
};
use serde_json::json;
use std::sync::Arc;

const PLANS_EACH: usize = 5_000;
/// Numbers below this are plans for one country.
const LOCAL: usize = 4_800;
/// Numbers from there to this are plans for a region; the rest are for the world.
const REGIONAL: usize = 4_968;
/// Of each wallet; two buy in dollars.
const CURRENCIES: [(&str, u8); 4] = [("USD", 2), ("EUR", 2), ("JPY", 0), ("USD", 2)];
const REGIONS: [&str; 8] =
    ["Europe", "Asia", "North America", "Latin America", "Africa", "Middle East", "Oceania", "Caribbean"];
const COUNTRIES: [&str; 120] = [
    "JP", "KR", "TH", "AT", "DE", "CH", "US", "CA", "MX", "FR", "IT", "ES", "PT", "GB", "IE", "NL", "BE",
    "LU", "DK", "SE", "NO", "FI", "IS", "PL", "CZ", "SK", "HU", "SI", "HR", "RS", "BA", "ME", "MK", "AL",
    "GR", "BG", "RO", "MD", "UA", "EE", "LV", "LT", "TR", "CY", "MT", "IL", "JO", "LB", "AE", "QA", "KW",
    "BH", "OM", "SA", "EG", "MA", "TN", "DZ", "ZA", "KE", "TZ", "UG", "RW", "GH", "NG", "SN", "CI", "CM",
    "ZM", "MZ", "MG", "MU", "SC", "IN", "LK", "NP", "BD", "PK", "MV", "CN", "HK", "MO", "TW", "PH", "VN",
    "LA", "KH", "MM", "MY", "SG", "ID", "BN", "AU", "NZ", "FJ", "PG", "WS", "BR", "AR", "CL", "PE", "CO",
    "EC", "BO", "PY", "UY", "VE", "CR", "PA", "NI", "HN", "SV", "GT", "BZ", "DO", "JM", "BS", "BB", "TT",
    "CU",
];
const DAYS: [u32; 7] = [1, 3, 5, 7, 10, 15, 30];
const GIGABYTES: [u64; 6] = [1, 3, 5, 10, 20, 50];

/// A desk with all four, whose catalogues were read.
pub async fn desk() -> std::result::Result<Bench, Failed> {
    let home = tempfile::tempdir()?;
    let world = crate::support::World::new(&home.path().join("Downloads"));
    let folder = home.path().join("data");
    let wiring = Wiring { connect: Arc::new(FourWallets), ..world.wiring() };
    let app = App::start(folder.clone(), wiring).await.map_err(|error| format!("{error:?}"))?;
    let bench = Bench { app, folder, world, home };
    for (number, (currency, _)) in CURRENCIES.iter().enumerate() {
        let draft = json!({
            "provider": "memory", "environment": "own", "name": "", "currency": currency,
            "settings": { "number": number.to_string() }, "secrets": {}, "sharing": "only_us",
        });
        bench.write("wallet_connect", json!({ "draft": draft })).await;
    }
    bench.lists_read().await;
    Ok(bench)
}

struct FourWallets;

impl Connect for FourWallets {
    fn forms(&self) -> Vec<ProviderForm> {
        let field = Field {
            key: "number",
            label: "Number",
            help: "",
            kind: FieldKind::Text,
            advanced: false,
            required: true,
            default: "",
            only_in: "",
            account: true,
        };
        let environment = Environment { key: "own", label: "Memory", base_url: "" };
        vec![ProviderForm {
            provider: "memory",
            name: "A supplier in memory",
            short_name: "Memory",
            environments: vec![environment],
            fields: vec![field],
            cannot: vec![],
        }]
    }

    fn connect(
        &self,
        spec: &WalletSpec,
        _: Credentials,
    ) -> std::result::Result<Arc<dyn Provider>, ConnectError> {
        let unusable = || ConnectError::Unusable { field: "number".to_owned() };
        let number = spec.settings.get("number").and_then(|text| text.parse().ok()).ok_or_else(unusable)?;
        Ok(Arc::new(Seller { plans: plans(number) }))
    }
}

/// As large catalogues are: 40 plans for each of 120 countries, 21 for each of eight regions, and 32 for the world.
/// Every seventh is unlimited.
fn plans(wallet: usize) -> Vec<Plan> {
    let countries: Vec<Country> = COUNTRIES.iter().filter_map(|code| Country::from_code(code)).collect();
    (0..PLANS_EACH).map(|number| plan(wallet, number, &countries)).collect()
}

fn plan(wallet: usize, number: usize, countries: &[Country]) -> Plan {
    let coverage = match number {
        0..LOCAL => Coverage::Local { country: countries[number % countries.len()] },
        LOCAL..REGIONAL => {
            let region = number % REGIONS.len();
            // Neighbouring regions overlap, and each wallet draws them a little differently.
            let begin = region * 14 + wallet;
            let some = countries.iter().cycle().skip(begin).take(40).copied().collect();
            Coverage::Regional { region: REGIONS[region].to_owned(), countries: some }
        }
        _ => Coverage::Global { countries: countries[..countries.len() - number % 20].to_vec() },
    };
    let data = match number % 7 {
        0 => Data::Unlimited,
        _ => Data::Bytes(GIGABYTES[number / 7 % GIGABYTES.len()] << 30),
    };
    let network =
        |name: &str| Network { name: name.to_owned(), speeds: vec!["4G".to_owned(), "5G".to_owned()] };
    Plan {
        id: format!("plan_{wallet}_{number:05}").into(),
        name: Some(format!("Plan {number}")),
        coverage,
        data: Some(data),
        throttling: None,
        calls: None,
        texts: None,
        days: Some(DAYS[number / 11 % DAYS.len()]),
        start: Start::FirstUse,
        features: vec![PlanFeature::Hotspot, PlanFeature::TopUp],
        networks: vec![network("First"), network("Second")],
        prices: CURRENCIES[..3].iter().filter_map(|money| price(number, *money)).collect(),
    }
}

fn price(number: usize, (currency, exponent): (&str, u8)) -> Option<Money> {
    let minor = i64::try_from(200 + number * 7919 % 5_000).ok()?;
    Money::new(minor, currency, exponent).ok()
}

/// One wallet's supplier.
struct Seller {
    plans: Vec<Plan>,
}

impl Provider for Seller {
    fn esims(&self) -> &dyn Esims {
        self
    }

    fn catalogue(&self) -> Option<&dyn Catalogue> {
        Some(self)
    }
}

#[async_trait]
impl Catalogue for Seller {
    async fn destinations(&self) -> Result<Listing<Destination>> {
        let row = |code: &&str| Destination { name: (*code).to_owned(), country: Country::from_code(code) };
        Ok(Listing::complete(COUNTRIES.iter().map(row).collect()))
    }

    async fn scopes(&self, _: Country) -> Result<Option<Scopes>> {
        Ok(Some(Scopes { local: true, regional: true, global: true }))
    }

    async fn plans(&self, _: &[Country]) -> Result<Listing<Plan>> {
        Ok(Listing::complete(self.plans.clone()))
    }

    async fn plan(&self, id: &esim_desk_model::PlanId, _: &Plan) -> Result<Option<Plan>> {
        Ok(self.plans.iter().find(|plan| plan.id == *id).cloned())
    }
}

#[async_trait]
impl Esims for Seller {
    async fn list(&self) -> Result<Listing<Esim>> {
        Ok(Listing::complete(Vec::new()))
    }

    async fn one(&self, _: &EsimId) -> Result<Option<Esim>> {
        Ok(None)
    }

    async fn services(&self) -> Result<Listing<Service>> {
        Ok(Listing::complete(Vec::new()))
    }

    async fn service(&self, _: &ServiceId) -> Result<Option<Service>> {
        Ok(None)
    }

    async fn usage(&self, _: &ServiceId) -> Result<Option<Usage>> {
        Ok(None)
    }
}
