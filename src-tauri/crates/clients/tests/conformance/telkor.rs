//! Telkor, against its simulator.

use crate::faults;
use crate::rules::{self, Booked, Trouble, World};
use crate::rules_of_stock as stock;
use esim_desk_clients::telkor::Telkor as Client;
use esim_desk_provider::{Credentials, Esims, Orders, Provider, WalletSpec};
use esim_desk_simulators::telkor::{
    ActivationView, ErrorForm, Fault, Forms, LedgerView, ListForm, Names, Options, Reference, SimView,
    Telkor, TokenHeader, When,
};
use std::collections::BTreeMap;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);

/// A running organisation and a client of it.
pub struct Desk {
    pub telkor: Telkor,
    pub provider: Client,
}

impl Desk {
    pub async fn open(options: Options, more: &[(&str, &str)]) -> Self {
        let telkor = Telkor::start(options).await.unwrap();
        let secret = telkor.credentials().client_secret;
        let provider = client(&telkor, &secret, more);
        Self { telkor, provider }
    }

    pub fn esims(&self) -> &dyn Esims {
        self.provider.esims()
    }

    pub fn orders(&self) -> &dyn Orders {
        self.provider.orders().unwrap()
    }

    /// A plan for Japan as the client lists it.
    pub async fn request(&self) -> esim_desk_provider::Request {
        rules::ready(&self.provider, &self.telkor).await.0
    }
}

fn client(telkor: &Telkor, secret: &str, more: &[(&str, &str)]) -> Client {
    esim_desk_clients::install_crypto();
    let own = [
        ("base_url", telkor.base_url()),
        ("token_url", telkor.token_url()),
        ("client_id", telkor.credentials().client_id),
    ];
    let more = more.iter().map(|(key, value)| (*key, (*value).to_owned()));
    let spec = WalletSpec {
        provider: "telkor".to_owned(),
        environment: "own".to_owned(),
        currency: "EUR".to_owned(),
        settings: own.into_iter().chain(more).map(|(key, value)| (key.to_owned(), value)).collect(),
    };
    let credentials: Credentials = BTreeMap::from([("client_secret".to_owned(), secret.to_owned().into())]);
    Client::new(&spec, &credentials).unwrap()
}

impl World for Telkor {
    fn currency(&self) -> &'static str {
        "EUR"
    }

    fn lists_codes(&self) -> bool {
        false
    }

    fn states_prices(&self) -> bool {
        false
    }

    fn lots(&self) -> Option<Vec<(String, u32)>> {
        let sims = self.ledger().sims;
        let left = |zone: &String| {
            let free = sims.iter().filter(|sim| {
                sim.esim && sim.link_id.is_none() && !was_on_phone(sim) && sim.zones.contains(zone)
            });
            free.count().try_into().unwrap()
        };
        Some(self.plans().into_iter().map(|plan| (plan.id, left(&plan.zone))).collect())
    }

    fn esims(&self) -> Vec<Booked> {
        let booked = |row: SimView| {
            let code =
                row.lpa.map(|code| if code.starts_with("LPA:") { code } else { format!("LPA:{code}") });
            Booked { id: row.id, iccid: Some(row.iccid), code }
        };
        self.ledger().sims.into_iter().map(booked).collect()
    }

    fn services(&self) -> Vec<(String, String)> {
        let ledger = self.ledger();
        let sim_of = |link: &str| ledger.link(link).filter(|link| !link.removed)?.sim_id.clone();
        let service =
            |row: &ActivationView| Some((format!("{}/{}", row.link_id, row.id), sim_of(&row.link_id)?));
        ledger.activations.iter().filter_map(service).collect()
    }

    fn purchases(&self) -> usize {
        self.ledger().purchases
    }

    fn purchase_requests(&self) -> usize {
        let is_purchase = |path: &str| path.ends_with("/bulk-provision") || path.ends_with("/activations");
        self.requests().iter().filter(|seen| seen.method == "POST" && is_purchase(&seen.path)).count()
    }

    fn trouble(&self, trouble: Trouble) {
        let away = format!("{}/sims/bulk-provision", self.base_url());
        self.fault(When::purchase(), faults::of(trouble, away));
    }

    fn spoil_a_row(&self) {
        self.fault(When::get("/telkor/sims"), Fault::BadRow);
    }

    fn expire_tokens(&self) {
        Telkor::expire_tokens(self);
    }

    /// Another desk with this program: its links are named as ours are.
    fn foreign_purchase(&self, plan: &str) {
        let sim = self.stock(plan).pop().unwrap();
        self.link_elsewhere(&sim, plan, "0198c0de-ffff-7000-8000-000000000001_1").unwrap();
    }

    async fn settled(&self) {
        let done = |ledger: &LedgerView| ledger.tasks.iter().all(|task| task.finished());
        self.wait_for(done, SOON).await.unwrap();
    }
}

pub fn quick() -> Options {
    Options { sims: 240, item_after: Duration::from_millis(5), ..Options::default() }
}

/// The same rules for servers of every kind that Telkor's documents allow.
macro_rules! rules_for {
    ($name:ident, $options:expr, $settings:expr) => {
        mod $name {
            use super::*;

            async fn desk() -> Desk {
                Desk::open($options, &$settings).await
            }

            #[tokio::test]
            async fn reading() {
                let desk = desk().await;
                rules::lists_every_esim(&desk.provider, &desk.telkor).await;
                rules::reads_one_esim(&desk.provider, &desk.telkor).await;
                rules::reads_services(&desk.provider, &desk.telkor).await;
                rules::renews_its_token(&desk.provider, &desk.telkor).await;
            }

            #[tokio::test]
            async fn the_stock() {
                let desk = desk().await;
                stock::lists_its_stock(&desk.provider, &desk.telkor).await;
            }

            #[tokio::test]
            async fn buying() {
                let desk = desk().await;
                rules::buys_one_esim(&desk.provider, &desk.telkor).await;
                rules::adds_data(&desk.provider, &desk.telkor).await;
            }

            #[tokio::test]
            async fn lost_answers() {
                let desk = desk().await;
                for trouble in Trouble::ALL {
                    rules::is_honest_about(&desk.provider, &desk.telkor, trouble).await;
                }
            }

            #[tokio::test]
            async fn the_network() {
                let desk = desk().await;
                stock::reads_its_balance(&desk.provider).await;
                stock::asks_the_network(&desk.provider, &desk.telkor).await;
            }

            #[tokio::test]
            async fn a_foreign_purchase() {
                let desk = desk().await;
                rules::knows_its_own_purchase(&desk.provider, &desk.telkor).await;
            }
        }
    };
}

rules_for!(documented, quick(), []);
rules_for!(numbers_and_small_pages, Options { number_ids: true, page_limit: 20, ..quick() }, []);
rules_for!(other_forms, other_forms(), []);
rules_for!(
    other_words,
    Options {
        forms: Forms {
            list: ListForm::Bare,
            error: ErrorForm::Text,
            esim_word: "ESIM".to_owned(),
            physical_word: "Physical".to_owned(),
            strict_sim_type: true,
            item_error_object: true,
            success_word: "succeeded".to_owned(),
            ..Forms::default()
        },
        token_header: TokenHeader::Custom,
        ..quick()
    },
    [("auth_header", "X-Access-Token"), ("auth_scheme", "")]
);

fn other_forms() -> Options {
    let text = |text: &str| text.to_owned();
    let forms = Forms {
        list: ListForm::Data,
        error: ErrorForm::Sibling,
        esim_state_object: true,
        zone_objects: true,
        reference: Reference::SimId,
        success_word: text("success"),
        counts_late: true,
        bare_codes: true,
        short_token_answer: true,
        ..Forms::default()
    };
    let names = Names {
        esim_state: text("esim_profile_state"),
        payload: text("input"),
        result: text("output"),
        usage: text("usage"),
        expires_at: text("expiry_date"),
        ..Names::default()
    };
    Options { forms, names, ..quick() }
}

#[tokio::test]
async fn a_bad_row_hides_no_other() {
    let desk = Desk::open(quick(), &[]).await;
    rules::survives_a_bad_row(&desk.provider, &desk.telkor).await;
}

#[tokio::test]
async fn a_wrong_or_revoked_secret_buys_nothing() {
    let desk = Desk::open(quick(), &[]).await;
    let request = desk.request().await;
    let stranger = client(&desk.telkor, "wrong-secret", &[]);
    rules::buys_nothing_without_a_login(&stranger, &desk.telkor, &request).await;
    desk.telkor.revoke();
    rules::buys_nothing_without_a_login(&desk.provider, &desk.telkor, &request).await;
}

/// A traveller had it before it came back into stock.
fn was_on_phone(sim: &SimView) -> bool {
    let words = ["downloaded", "installed", "enabled", "disabled", "deleted"];
    sim.attached || sim.state.as_deref().is_some_and(|state| words.contains(&state))
}
