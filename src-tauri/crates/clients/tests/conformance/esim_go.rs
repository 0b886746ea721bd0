//! eSIM Go, against its simulator in every shape that the documents allow.

use crate::faults;
use crate::rules::{self, Booked, Trouble, World};
use crate::rules_of_stock as stock;
use esim_desk_clients::esim_go::EsimGo;
use esim_desk_provider::{Credentials, WalletSpec};
use esim_desk_simulators::esim_go::{
    AssignmentShape, BundleState, Envelopes, EsimGo as Simulator, EsimView, Fault, LedgerView, Options,
    Origin, RunningBalance, Version, When,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// A running account and a client of it.
pub struct Desk {
    pub world: Simulator,
    pub provider: EsimGo,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        let world = Simulator::start(options).await.unwrap();
        let provider = client(&world, &world.credentials().api_key);
        Self { world, provider }
    }
}

pub fn client(world: &Simulator, key: &str) -> EsimGo {
    esim_desk_clients::install_crypto();
    let spec = WalletSpec {
        provider: "esim_go".to_owned(),
        environment: "own".to_owned(),
        currency: "USD".to_owned(),
        settings: BTreeMap::from([("base_url".to_owned(), world.base_url())]),
    };
    let credentials: Credentials = BTreeMap::from([("api_key".to_owned(), key.to_owned().into())]);
    EsimGo::new(&spec, &credentials).unwrap()
}

/// Whether a request that came in was to spend.
fn is_purchase(body: &str) -> bool {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    body["type"] == "transaction"
}

impl World for Simulator {
    fn currency(&self) -> &'static str {
        "USD"
    }

    fn lots(&self) -> Option<Vec<(String, u32)>> {
        let stock = self.ledger().stock;
        Some(stock.into_iter().map(|row| (format!("{}#{}", row.bundle, row.id), row.remaining)).collect())
    }

    fn take_requests(&self) -> usize {
        self.requests().iter().filter(|seen| seen.path.ends_with("/esims/apply")).count()
    }

    fn take_trouble(&self, trouble: Trouble) {
        let away = format!("{}/esims/apply", self.base_url());
        self.fault(When::post("/*/esims/apply"), faults::of(trouble, away));
    }

    /// Newest first, as the list has them.
    fn esims(&self) -> Vec<Booked> {
        let booked = |row: &EsimView| Booked {
            id: row.iccid.clone(),
            iccid: Some(row.iccid.clone()),
            code: Some(row.lpa()),
        };
        self.ledger().esims.iter().rev().map(booked).collect()
    }

    fn services(&self) -> Vec<(String, String)> {
        let ledger = self.ledger();
        let mut named = Vec::new();
        for esim in &ledger.esims {
            let on = ledger.on_esim(&esim.iccid);
            named.extend(on.map(|row| (format!("{}:{}", row.iccid, row.id), row.iccid.clone())));
        }
        named.reverse();
        named
    }

    fn purchases(&self) -> usize {
        self.ledger().purchases
    }

    fn purchase_requests(&self) -> usize {
        let requests = self.requests().into_iter();
        requests
            .filter(|seen| seen.method == "POST" && seen.path.ends_with("/orders") && is_purchase(&seen.body))
            .count()
    }

    fn trouble(&self, trouble: Trouble) {
        let away = format!("{}/orders", self.base_url());
        self.fault(When::purchase(), faults::of(trouble, away));
    }

    fn spoil_a_row(&self) {
        self.fault(When::get("/*/esims"), Fault::BadRow);
    }

    /// There are none: a key is good until a new one is made.
    fn expire_tokens(&self) {}

    fn foreign_purchase(&self, plan: &str) {
        self.add_foreign_order(plan).unwrap();
    }

    async fn settled(&self) {
        let is_done = |ledger: &LedgerView| {
            let new = ledger.orders.iter().filter(|order| order.origin != Origin::Past);
            let mut on_them = new.flat_map(|order| &order.iccids).flat_map(|iccid| ledger.on_esim(iccid));
            on_them.all(|row| row.state != BundleState::Processing)
        };
        self.wait_for(is_done, Duration::from_secs(10)).await.unwrap();
    }
}

pub fn quick() -> Options {
    Options {
        esims: 30,
        processing: Duration::from_millis(20),
        assignments_after: Duration::from_millis(20),
        rate_limit: 1_000_000,
        ..Options::default()
    }
}

/// The same rules for accounts of every kind that the documents allow.
macro_rules! rules_for {
    ($name:ident, $options:expr) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn reading() {
                let desk = Desk::open($options).await;
                rules::lists_every_esim(&desk.provider, &desk.world).await;
                rules::reads_one_esim(&desk.provider, &desk.world).await;
                rules::reads_services(&desk.provider, &desk.world).await;
                rules::survives_a_bad_row(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn the_catalogue() {
                let desk = Desk::open($options).await;
                rules::reads_its_catalogue(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn buying() {
                let desk = Desk::open($options).await;
                rules::buys_one_esim(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn adding_data() {
                let desk = Desk::open($options).await;
                rules::adds_data(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn lost_answers() {
                let desk = Desk::open($options).await;
                for trouble in Trouble::ALL {
                    rules::is_honest_about(&desk.provider, &desk.world, trouble).await;
                }
            }

            #[tokio::test]
            async fn the_stock() {
                let desk = Desk::open($options).await;
                stock::lists_its_stock(&desk.provider, &desk.world).await;
                stock::takes_from_its_stock(&desk.provider, &desk.world).await;
                for trouble in Trouble::ALL {
                    stock::is_honest_about_its_stock(&desk.provider, &desk.world, trouble).await;
                }
            }

            #[tokio::test]
            async fn the_network() {
                let desk = Desk::open($options).await;
                stock::reads_its_balance(&desk.provider).await;
                stock::asks_the_network(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn a_foreign_purchase() {
                let desk = Desk::open($options).await;
                rules::cannot_tell_a_foreign_purchase(&desk.provider, &desk.world).await;
            }

            #[tokio::test]
            async fn a_wrong_key() {
                let desk = Desk::open($options).await;
                let (request, _) = rules::ready(&desk.provider, &desk.world).await;
                let (stranger, bought) = (client(&desk.world, "wrong-key"), desk.world.purchases());
                let error = rules::buy(&stranger, &request).await.unwrap_err();
                assert_eq!(error.kind, esim_desk_provider::Kind::Credentials);
                assert_eq!(error.effect, esim_desk_provider::Effect::None);
                assert_eq!(desk.world.purchases(), bought);
            }
        }
    };
}

rules_for!(seen, quick());
rules_for!(
    documented,
    Options {
        envelopes: Envelopes::Documented,
        nested_countries: true,
        assignment_shape: AssignmentShape::Object,
        running_balance: RunningBalance::Number,
        order_errors_as_text: true,
        validate_answers: false,
        ..quick()
    }
);
rules_for!(
    older_words,
    Options {
        envelopes: Envelopes::Data,
        older_words: true,
        capital_states: true,
        assignment_shape: AssignmentShape::Older,
        running_balance: RunningBalance::Absent,
        same_forbidden: true,
        largest_page: 300,
        last_page_repeats: true,
        ..quick()
    }
);
rules_for!(version_2_4, Options { version: Version::V24, ..quick() });
