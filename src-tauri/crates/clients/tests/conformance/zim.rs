//! ZIM, against its simulator in both generations.

use crate::faults;
use crate::rules::{self, Booked, Trouble, World};
use esim_desk_provider::{Credentials, Provider, WalletSpec};
use esim_desk_simulators::zim::{
    EsimView, Fault, Generation, IccidForm, LedgerView, Options, OrderRow, OrderView, Origin, When, Zim,
};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A running account and a client of it.
struct Desk {
    zim: Zim,
    provider: Arc<dyn Provider>,
}

impl Desk {
    async fn open(options: Options) -> Self {
        let zim = Zim::start(options).await.unwrap();
        let secret = zim.credentials().client_secret;
        let provider = client(&zim, &secret);
        Self { zim, provider }
    }
}

fn client(zim: &Zim, secret: &str) -> Arc<dyn Provider> {
    let credentials: Credentials = BTreeMap::from([("client_secret".to_owned(), secret.to_owned().into())]);
    esim_desk_clients::connect(&spec(zim, "USD", &[]), credentials).unwrap()
}

/// The form of a wallet, with what is filled in beside the address.
pub fn spec(zim: &Zim, currency: &str, more: &[(&str, &str)]) -> WalletSpec {
    let settings = [
        ("base_url", zim.base_url()),
        ("token_url", zim.token_url()),
        ("client_id", zim.credentials().client_id),
    ];
    let more = more.iter().map(|(key, value)| (*key, (*value).to_owned()));
    WalletSpec {
        provider: "zim".to_owned(),
        environment: "own".to_owned(),
        currency: currency.to_owned(),
        settings: settings.into_iter().chain(more).map(|(key, value)| (key.to_owned(), value)).collect(),
    }
}

impl World for Zim {
    fn currency(&self) -> &'static str {
        "USD"
    }

    fn esims(&self) -> Vec<Booked> {
        let booked =
            |row: &EsimView| Booked { id: row.id.clone(), iccid: row.iccid.clone(), code: row.lpa() };
        self.ledger().esims.iter().map(booked).collect()
    }

    fn services(&self) -> Vec<(String, String)> {
        self.ledger().subscriptions.iter().map(|row| (row.id.clone(), row.esim_id.clone())).collect()
    }

    fn purchases(&self) -> usize {
        self.ledger().purchases
    }

    fn purchase_requests(&self) -> usize {
        self.requests().iter().filter(|seen| seen.path == "/orders/with-wallet").count()
    }

    fn trouble(&self, trouble: Trouble) {
        let away = format!("{}/orders/with-wallet", self.base_url());
        self.fault(When::purchase(), faults::of(trouble, away));
    }

    fn spoil_a_row(&self) {
        self.fault(When::get("/esims"), Fault::BadRow);
    }

    fn expire_tokens(&self) {
        Zim::expire_tokens(self);
    }

    fn foreign_purchase(&self, plan: &str) {
        self.add_foreign_order(plan).unwrap();
    }

    async fn settled(&self) {
        let is_done = |ledger: &LedgerView| {
            let has_come_of = |order: &OrderView| {
                let esim = order.esim_id.as_deref().and_then(|id| ledger.esim(id));
                order.status == "FULFILLED" && esim.is_some_and(|esim| esim.status != "PROCESSING")
            };
            ledger.orders.iter().filter(|order| order.origin != Origin::Past).all(has_come_of)
        };
        self.wait_for(is_done, Duration::from_secs(10)).await.unwrap();
    }
}

pub fn quick() -> Options {
    Options { esims: 40, fulfil_after: Duration::from_millis(20), ..Options::default() }
}

/// The same rules for accounts of every kind that ZIM's documents allow.
macro_rules! rules_for {
    ($name:ident, $options:expr) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn reading() {
                let desk = Desk::open($options).await;
                rules::lists_every_esim(&*desk.provider, &desk.zim).await;
                rules::reads_one_esim(&*desk.provider, &desk.zim).await;
                rules::reads_services(&*desk.provider, &desk.zim).await;
                rules::survives_a_bad_row(&*desk.provider, &desk.zim).await;
                rules::renews_its_token(&*desk.provider, &desk.zim).await;
            }

            #[tokio::test]
            async fn the_catalogue() {
                let desk = Desk::open($options).await;
                rules::reads_its_catalogue(&*desk.provider, &desk.zim).await;
            }

            #[tokio::test]
            async fn buying() {
                let desk = Desk::open($options).await;
                rules::buys_one_esim(&*desk.provider, &desk.zim).await;
            }

            #[tokio::test]
            async fn lost_answers() {
                let desk = Desk::open($options).await;
                for trouble in Trouble::ALL {
                    rules::is_honest_about(&*desk.provider, &desk.zim, trouble).await;
                }
            }

            #[tokio::test]
            async fn a_foreign_purchase() {
                let desk = Desk::open($options).await;
                rules::cannot_tell_a_foreign_purchase(&*desk.provider, &desk.zim).await;
            }
        }
    };
}

rules_for!(newer, quick());
rules_for!(older, Options { generation: Generation::Seed, ..quick() });
rules_for!(no_order_list, Options { order_list_allowed: false, ..quick() });
rules_for!(orders_name_ids, Options { order_row: OrderRow::Ids, ..quick() });
rules_for!(orders_nest_ids, Options { order_row: OrderRow::Nested, ..quick() });
rules_for!(
    arrays_and_numbers,
    Options {
        wrap_single_in_array: true,
        iccid_form: IccidForm::Number,
        subscriptions_redirect: true,
        millisecond_usage: true,
        plan_body_search: false,
        basic_auth_allowed: false,
        ..quick()
    }
);

#[tokio::test]
async fn data_is_added_onto_the_chosen_esim() {
    for order_row in [OrderRow::Plain, OrderRow::Ids] {
        let desk = Desk::open(Options { order_row, ..quick() }).await;
        rules::adds_data(&*desk.provider, &desk.zim).await;
    }
}

#[tokio::test]
async fn a_wrong_secret_buys_nothing() {
    let desk = Desk::open(quick()).await;
    let (request, _) = rules::ready(&*desk.provider, &desk.zim).await;
    let stranger = client(&desk.zim, "wrong-secret");
    rules::buys_nothing_without_a_login(&*stranger, &desk.zim, &request).await;
}
