//! eSIMfly, against its simulator. What only eSIMfly has stands in `esimfly_cases`.

use crate::faults;
use crate::rules::{self, Booked, Trouble, World};
use crate::rules_of_stock as stock;
use esim_desk_clients::esimfly::Esimfly;
use esim_desk_provider::{Credentials, WalletSpec};
use esim_desk_simulators::esimfly::{
    Account, BASE_PATH, EsimFly, EsimView, Fault, LedgerView, Limits, Options, Origin, PageCount,
    PendingForm, ResetForm, Twist, When,
};
use std::collections::BTreeMap;
use std::time::Duration;

/// A running account, and what its books call an eSIM that has no number yet.
pub struct Books {
    pub sim: EsimFly,
    placeholders: bool,
}

/// A running account and a client of it.
pub struct Desk {
    pub world: Books,
    pub provider: Esimfly,
}

impl Desk {
    pub async fn open(options: Options) -> Self {
        let currency = match options.account {
            Account::Dollars => "USD",
            Account::Dinars => "IQD",
            Account::Enterprise | Account::SelfService => "EUR",
        };
        let placeholders = options.pending == PendingForm::Placeholder;
        let sim = EsimFly::start(options).await.unwrap();
        let secret = sim.credentials().secret_key;
        let provider = client(&sim, &secret, currency);
        Self { world: Books { sim, placeholders }, provider }
    }
}

pub fn client(world: &EsimFly, secret: &str, currency: &str) -> Esimfly {
    let settings = [("base_url", world.base_url()), ("access_code", world.credentials().access_code)];
    let spec = WalletSpec {
        provider: "esimfly".to_owned(),
        environment: "own".to_owned(),
        currency: currency.to_owned(),
        settings: settings.map(|(key, value)| (key.to_owned(), value)).into(),
    };
    let credentials: Credentials = BTreeMap::from([("secret_key".to_owned(), secret.to_owned().into())]);
    Esimfly::new(&spec, &credentials).unwrap()
}

impl Books {
    /// As the client names it.
    fn booked(&self, row: &EsimView) -> Booked {
        let is_numbered = !(row.pending && self.placeholders);
        Booked {
            id: if is_numbered { row.iccid.clone() } else { format!("row-{}", row.id) },
            iccid: Some(row.iccid.clone()).filter(|_| is_numbered),
            code: Some(row.lpa()).filter(|_| !row.pending),
        }
    }
}

impl World for Books {
    fn currency(&self) -> &'static str {
        match self.sim.ledger().currency.as_str() {
            "IQD" => "IQD",
            "EUR" => "EUR",
            _ => "USD",
        }
    }

    /// Newest first, as the list has them.
    fn esims(&self) -> Vec<Booked> {
        self.sim.ledger().esims.iter().rev().map(|row| self.booked(row)).collect()
    }

    fn services(&self) -> Vec<(String, String)> {
        self.esims().into_iter().map(|row| (row.id.clone(), row.id)).collect()
    }

    fn purchases(&self) -> usize {
        self.sim.ledger().purchases
    }

    fn purchase_requests(&self) -> usize {
        let is_purchase = |path: &str| path.ends_with("/esims/order") || path.ends_with("/topup/order");
        self.sim.requests().iter().filter(|seen| seen.method == "POST" && is_purchase(&seen.path)).count()
    }

    fn trouble(&self, trouble: Trouble) {
        let fault: Fault = match trouble {
            Trouble::ErrorBefore => Twist::BreaksBefore.into(),
            Trouble::ErrorAfter => Twist::Breaks(Duration::ZERO).into(),
            Trouble::Refused => Twist::Refuses(400, "PRICE_MISMATCH").into(),
            Trouble::NoMoney => Twist::Refuses(400, "INSUFFICIENT_BALANCE").into(),
            Trouble::DroppedBefore
            | Trouble::DroppedAfter
            | Trouble::CutAnswer
            | Trouble::WebPage
            | Trouble::Redirect
            | Trouble::TooMany => faults::of(trouble, format!("{}/esims/order", self.sim.base_url())),
        };
        self.sim.fault(When::purchase(), fault);
    }

    fn spoil_a_row(&self) {
        self.sim.fault(When::get(&format!("{BASE_PATH}/esims")), Fault::BadRow);
    }

    /// There are none: every request is signed.
    fn expire_tokens(&self) {}

    fn foreign_purchase(&self, plan: &str) {
        self.sim.add_foreign_order(plan).unwrap();
    }

    async fn settled(&self) {
        let is_done = |ledger: &LedgerView| {
            let new = ledger.orders.iter().filter(|order| order.origin != Origin::Past);
            let is_ready = |iccid: &String| ledger.esim(iccid).is_some_and(|esim| !esim.pending);
            new.into_iter().all(|order| order.status == "completed" && order.iccids.iter().all(is_ready))
        };
        self.sim.wait_for(is_done, Duration::from_secs(10)).await.unwrap();
    }
}

pub fn quick() -> Options {
    Options {
        esims: 140,
        limits: Limits::NONE,
        provision_after: Duration::from_millis(20),
        ..Options::default()
    }
}

/// The same rules for accounts of every kind that eSIMfly's documents allow.
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
            async fn lost_answers() {
                let desk = Desk::open($options).await;
                for trouble in Trouble::ALL {
                    rules::is_honest_about(&desk.provider, &desk.world, trouble).await;
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
        }
    };
}

rules_for!(dollars, quick());
rules_for!(dinars, Options { account: Account::Dinars, page_count: PageCount::Camel, ..quick() });
rules_for!(enterprise, Options { account: Account::Enterprise, reset: ResetForm::UnixSeconds, ..quick() });
rules_for!(older_fields, Options { newer_fields: false, ..quick() });
rules_for!(asynchronous, Options { all_asynchronous: true, bare_pending: false, ..quick() });
rules_for!(
    placeholders,
    Options { all_asynchronous: true, pending: PendingForm::Placeholder, newer_fields: false, ..quick() }
);
