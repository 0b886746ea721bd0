//! The journal over the real ZIM client against the simulated account, with its faults.

use crate::forms::here;
use crate::world::World;
use esim_desk_core::api::{Code, Decision, MoneyMoved, OrderPlace, OrderView};
use esim_desk_model::{OrderKey, OrderState, Plan, Timestamp};
use esim_desk_provider::{Credentials, Provider, Settings, Taken, WalletSpec};
use esim_desk_simulators::zim::{
    Credentials as ClientCredentials, Fault, LedgerView, Options, OrderRow, Origin, When, Zim,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

pub const MINUTE: Duration = Duration::from_secs(60);

/// Where an account is and how to log in.
#[derive(Serialize, Deserialize)]
pub struct Account {
    provider: String,
    currency: String,
    base_url: String,
    token_url: String,
    client_id: String,
    client_secret: String,
}

impl Account {
    pub fn of(zim: &Zim) -> Self {
        Self::at("zim", "USD", (zim.base_url(), zim.token_url()), zim.credentials())
    }

    /// Where another supplier's simulator is.
    pub fn at(
        provider: &str,
        currency: &str,
        (base_url, token_url): (String, String),
        credentials: ClientCredentials,
    ) -> Self {
        Self {
            provider: provider.to_owned(),
            currency: currency.to_owned(),
            base_url,
            token_url,
            client_id: credentials.client_id,
            client_secret: credentials.client_secret,
        }
    }

    /// The real client.
    pub fn connect(&self) -> Arc<dyn Provider> {
        let text = str::to_owned;
        let spec = WalletSpec {
            provider: self.provider.clone(),
            environment: text("own"),
            currency: self.currency.clone(),
            settings: Settings::from([
                (text("base_url"), self.base_url.clone()),
                (text("token_url"), self.token_url.clone()),
                (text("client_id"), self.client_id.clone()),
            ]),
        };
        let secrets = Credentials::from([(text("client_secret"), self.client_secret.clone().into())]);
        esim_desk_clients::connect(&spec, secrets).unwrap()
    }
}

/// An account whose orders are done at once.
pub fn quick() -> Options {
    Options { esims: 12, fulfil_after: Duration::ZERO, ..Options::default() }
}

/// A plan for Japan as the client reads it.
pub async fn plan_for_japan(zim: &Zim, provider: &dyn Provider) -> Plan {
    let japan = |plan: &esim_desk_simulators::zim::PlanView| plan.iso3.as_deref() == Some("JPN");
    let id = zim.plans().into_iter().find(|plan| japan(plan) && plan.price("USD").is_some()).unwrap().id;
    let plans = provider.catalogue().unwrap().plans(&[]).await.unwrap().rows;
    plans.into_iter().find(|plan| plan.id.as_str() == id).unwrap()
}

/// A purchase of that plan at its price.
pub fn request(plan: &Plan, names: &[&str]) -> OrderPlace {
    let price_seen = plan.price_in("USD").cloned();
    OrderPlace { price_seen, ..crate::forms::request(plan.id.as_str(), names) }
}

#[expect(clippy::disallowed_methods, reason = "the simulator's orders carry this computer's time")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Purchases made by this desk.
pub fn bought(ledger: &LedgerView) -> Vec<&esim_desk_simulators::zim::OrderView> {
    ledger.orders.iter().filter(|order| order.origin == Origin::Desk).collect()
}

/// A simulated account, and the journal over the real client of it.
pub struct Case {
    pub zim: Zim,
    pub world: World,
    plan: Plan,
    folder: tempfile::TempDir,
}

impl Case {
    pub async fn with(options: Options) -> Self {
        let zim = Zim::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let provider = Account::of(&zim).connect();
        let plan = plan_for_japan(&zim, &*provider).await;
        let world = World::open(folder.path(), provider, vec![plan.clone()], now()).await;
        Self { zim, world, plan, folder }
    }

    pub async fn buy(&self, names: &[&str]) -> Vec<OrderKey> {
        let placed = self.world.orders.write_intents(request(&self.plan, names), here()).await.unwrap();
        placed.into_iter().map(|order| order.key).collect()
    }

    /// The journal says what the ledger says: this order is that purchase, with the same code.
    pub async fn is_true(&self, order: &OrderView, purchase: usize) {
        let ledger = self.zim.ledger();
        let theirs = bought(&ledger)[purchase];
        assert_eq!(order.reference.as_deref(), Some(theirs.id.as_str()));
        let esim = order.esim.as_ref().unwrap();
        assert_eq!(Some(esim.esim_id.as_str()), theirs.esim_id.as_deref());
        let kit = self.world.record.kit(&order.wallet_id, &esim.esim_id).await.unwrap().unwrap();
        let code = ledger.esim(esim.esim_id.as_str()).unwrap().lpa().unwrap();
        assert_eq!(kit.install.code.as_received(), code);
    }

    pub async fn end(self) {
        self.world.close().await;
        self.zim.stop().await;
        drop(self.folder);
    }
}

#[tokio::test]
async fn two_travellers_get_the_esims_that_the_ledger_has_for_them() {
    let case = Case::with(quick()).await;
    let keys = case.buy(&["Yuki Tanaka", "Mai Tanaka"]).await;
    case.world.until(&keys[1], OrderState::Fulfilled).await;
    for (purchase, order) in case.world.journal().await.iter().enumerate() {
        case.is_true(order, purchase).await;
    }
    assert_eq!(case.zim.ledger().purchases, 2);
    case.end().await;
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_purchase_is_found() {
    for fault in [Fault::DropAfter, Fault::CutBody, Fault::ServerErrorAfter] {
        let case = Case::with(quick()).await;
        case.zim.fault(When::purchase(), fault.clone());
        let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
        let unknown = case.world.until(&key, OrderState::Unknown).await;
        assert_eq!(unknown.failure.unwrap().money, MoneyMoved::Unknown, "{fault:?}");
        let done = case.world.until(&key, OrderState::Fulfilled).await;
        case.is_true(&done, 0).await;
        assert_eq!(case.zim.ledger().purchases, 1);
        case.end().await;
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_before_the_purchase_ends_as_not_bought() {
    for fault in [Fault::DropBefore, Fault::ServerError] {
        let case = Case::with(quick()).await;
        case.zim.fault(When::purchase(), fault.clone());
        let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
        case.world.until(&key, OrderState::Unknown).await;
        let absent = case.world.until(&key, OrderState::NotBought).await;
        assert!(absent.updated_at >= absent.sending_since.unwrap() + 10 * MINUTE, "{fault:?}");
        assert_eq!(case.zim.ledger().purchases, 0);
        case.end().await;
    }
}

#[tokio::test]
async fn a_refusal_costs_nothing() {
    let case = Case::with(quick()).await;
    case.zim.set_balance("USD", 0);
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let refused = case.world.until(&key, OrderState::Refused).await;
    let failure = refused.failure.unwrap();
    assert_eq!((failure.code, failure.money), (Code::Funds, MoneyMoved::Untouched));
    assert_eq!(case.zim.ledger().purchases, 0);
    case.end().await;
}

#[tokio::test]
async fn a_price_that_rose_and_a_plan_that_vanished_are_not_bought() {
    let case = Case::with(quick()).await;
    case.zim.set_price(case.plan.id.as_str(), "USD", 99_900);
    let rose = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let held = case.world.until_within(&rose, Duration::ZERO, |order| order.failure.is_some()).await;
    assert_eq!(held.failure.unwrap().code, Code::PriceRose);
    case.zim.remove_plan(case.plan.id.as_str());
    let gone = case.buy(&["Mai Tanaka"]).await.remove(0);
    let held = case.world.until_within(&gone, Duration::ZERO, |order| order.failure.is_some()).await;
    assert_eq!((held.state, held.failure.unwrap().code), (OrderState::Intent, Code::PlanGone));
    assert_eq!(case.zim.ledger().purchases, 0);
    case.end().await;
}

#[tokio::test]
async fn an_order_that_fails_there_says_so() {
    let case = Case::with(quick()).await;
    case.zim.fault(When::purchase(), Fault::OrderFails("NETWORK_REFUSED".to_owned()));
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let failed = case.world.until(&key, OrderState::Failed).await;
    let failure = failed.failure.unwrap();
    assert_eq!(failure.details.as_deref(), Some("NETWORK_REFUSED"));
    assert_eq!(failure.money, MoneyMoved::Unknown, "ZIM does not say whether it came back");
    case.end().await;
}

#[tokio::test]
async fn an_order_that_waits_for_approval_goes_on_when_it_is_given() {
    let case = Case::with(quick()).await;
    case.zim.fault(When::purchase(), Fault::PendingApproval);
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let approval = Some(Taken::WaitsForApproval);
    let waits = case.world.until_within(&key, MINUTE, |order| order.taken == approval).await;
    assert!(case.zim.approve(waits.reference.as_deref().unwrap()));
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    case.is_true(&done, 0).await;
    case.end().await;
}

#[tokio::test]
async fn an_esim_that_comes_late_is_found_and_one_that_never_comes_is_a_persons() {
    let case = Case::with(quick()).await;
    case.zim.fault(When::purchase(), Fault::EsimLate(120 * MINUTE));
    case.zim.fault(When::purchase(), Fault::EsimNever);
    let keys = case.buy(&["Yuki Tanaka", "Mai Tanaka"]).await;
    let fulfilled = Some(Taken::Fulfilled);
    case.world.until_within(&keys[0], MINUTE, |order| order.taken == fulfilled).await;
    case.zim.advance(121 * MINUTE);
    let done = case.world.until(&keys[0], OrderState::Fulfilled).await;
    case.is_true(&done, 0).await;
    let never = case.world.until_within(&keys[1], 24 * 60 * MINUTE, |order| order.taken == fulfilled).await;
    assert!(never.esim.is_none());
    let settled = case.world.settle(&keys[1], Decision::DealtWith, "ZIM pays back", None).await.unwrap();
    assert_eq!(settled.state, OrderState::Settled);
    case.end().await;
}

#[tokio::test]
async fn an_esim_that_is_there_without_its_code_is_waited_for() {
    let case = Case::with(Options { esim_after: 90 * MINUTE, ..quick() }).await;
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let waits = case.world.until_within(&key, 10 * MINUTE, |order| order.esim.is_some()).await;
    assert_eq!((waits.state, waits.esim.unwrap().kit_ready), (OrderState::Accepted, false));
    case.world.pass(10 * MINUTE).await;
    assert_eq!(case.world.order(&key).await.state, OrderState::Accepted);
    case.zim.advance(91 * MINUTE);
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    case.is_true(&done, 0).await;
    case.end().await;
}

#[tokio::test]
async fn somebody_elses_purchase_in_a_shared_account_is_never_taken_for_ours() {
    let case = Case::with(quick()).await;
    case.world.around.shared.store(true, Ordering::SeqCst);
    case.zim.fault(When::purchase(), Fault::DropBefore);
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    case.world.until(&key, OrderState::Unknown).await;
    let foreign = case.zim.add_foreign_order(case.plan.id.as_str()).unwrap();
    let shown = case.world.until_within(&key, 2 * MINUTE, |order| !order.candidates.is_empty()).await;
    assert_eq!(shown.candidates[0].reference.as_deref(), Some(foreign.as_str()));
    case.world.pass(15 * MINUTE).await;
    let still = case.world.order(&key).await;
    assert_eq!((still.state, still.reference, still.esim.is_none()), (OrderState::Unknown, None, true));
    case.end().await;
}

#[tokio::test]
async fn an_account_that_may_not_list_orders_still_finds_its_esim() {
    let options = Options { order_list_allowed: false, order_row: OrderRow::Plain, ..quick() };
    let case = Case::with(options).await;
    case.zim.fault(When::purchase(), Fault::DropAfter);
    let key = case.buy(&["Yuki Tanaka"]).await.remove(0);
    let done = case.world.until(&key, OrderState::Fulfilled).await;
    let ledger = case.zim.ledger();
    let esim = done.esim.unwrap();
    assert_eq!(Some(esim.esim_id.as_str()), bought(&ledger)[0].esim_id.as_deref());
    assert_eq!((done.reference, ledger.purchases), (None, 1));
    case.end().await;
}
