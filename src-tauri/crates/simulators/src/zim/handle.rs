//! The handle of a running simulator: its address, its script, its ledger, and the hands of other people.

use super::catalogue::Plan;
use super::faults::Fault;
use super::ledger::Ledger;
use super::options::{Credentials, Options};
use super::orders::Purchase;
use super::routes::{TOKEN_PATH, router};
use super::shared::Shared;
use super::view::{LedgerView, Origin, PlanView, RequestSeen};
use crate::stage::{Door, Error, Server, Supplier, When, lock};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A running simulated ZIM account. Dropping it stops the server.
pub struct Zim {
    shared: Arc<Shared>,
    server: Server,
}

impl Zim {
    /// Opens or makes the ledger and serves it on 127.0.0.1 until [`stop`](Self::stop) or drop.
    ///
    /// # Errors
    /// The port is taken, or the ledger's folder cannot be used.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let door = Door::open(options.port).await?;
        let shared = Arc::new(Shared::open(options)?);
        let server = door.serve(shared.clone(), router());
        Ok(Self { shared, server })
    }

    /// `http://127.0.0.1:PORT`, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// The token endpoint on the same server.
    pub fn token_url(&self) -> String {
        self.base_url() + TOKEN_PATH
    }

    /// The credentials that the token endpoint accepts.
    pub fn credentials(&self) -> Credentials {
        self.shared.credentials.clone()
    }

    /// Stops listening, lets running requests end for a moment, and returns when the server is gone.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    /// Scripts a fault. Several may wait at the same time; the oldest that is due strikes.
    pub fn fault(&self, when: When, fault: Fault) {
        self.shared.stage().fault(when, fault);
    }

    /// Forgets all scripted faults.
    pub fn clear_faults(&self) {
        self.shared.stage().clear_faults();
    }

    /// Every access token that is still good, so that a test can look for places where none may be.
    pub fn tokens(&self) -> Vec<String> {
        lock(&self.shared.tokens).all()
    }

    /// Ends every access token issued so far.
    pub fn expire_tokens(&self) {
        lock(&self.shared.tokens).expire_all();
    }

    /// Sets the account's clock ahead: what is due by then has happened when this returns. Orders bought later
    /// carry the later time. Access tokens do not age by it.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// A copy of the ledger as it stands now.
    pub fn ledger(&self) -> LedgerView {
        self.shared.with(|ledger, _| LedgerView::of(ledger))
    }

    /// The plans on sale with their present prices.
    pub fn plans(&self) -> Vec<PlanView> {
        let view = |ledger: &Ledger, plan: &Plan| PlanView::of(plan, &ledger.prices_of(plan, 0));
        self.shared
            .with(|ledger, _| ledger.on_sale(&self.shared.catalogue).map(|plan| view(ledger, plan)).collect())
    }

    /// The last 10,000 requests, oldest first, refused ones included.
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.shared.stage().requests().iter().map(RequestSeen::of).collect()
    }

    /// Waits until the ledger is as wanted, and gives it.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when that does not happen within `within`.
    pub async fn wait_for(
        &self,
        wanted: impl Fn(&LedgerView) -> bool,
        within: Duration,
    ) -> Result<LedgerView, Error> {
        self.shared.wait(within, || Some(self.ledger()).filter(|ledger| wanted(ledger))).await
    }

    /// Waits until a request like this has come in (perhaps before the call), and gives the first one.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when none comes within `within`.
    pub async fn wait_for_request(
        &self,
        wanted: impl Fn(&RequestSeen) -> bool,
        within: Duration,
    ) -> Result<RequestSeen, Error> {
        self.shared.wait(within, || self.requests().into_iter().find(&wanted)).await
    }

    /// Sets a plan's price in minor units of `currency`. False when the plan has no price in it.
    pub fn set_price(&self, plan_id: &str, currency: &str, minor: i64) -> bool {
        let Some(plan) = self.shared.catalogue.get(plan_id) else { return false };
        let known = plan.prices.iter().any(|price| price.currency == currency);
        if known {
            self.shared.with(|ledger, _| {
                ledger.prices.entry(plan_id.to_owned()).or_default().insert(currency.to_owned(), minor);
                ledger.changed();
            });
        }
        known
    }

    /// Takes a plan off sale. False when it was not on sale.
    pub fn remove_plan(&self, plan_id: &str) -> bool {
        self.shared.with(|ledger, _| {
            let known = self.shared.catalogue.get(plan_id).is_some();
            let removed = known && ledger.removed_plans.insert(plan_id.to_owned());
            ledger.changed();
            removed
        })
    }

    /// Sets the wallet's balance in minor units of `currency`.
    pub fn set_balance(&self, currency: &str, minor: i64) {
        self.shared.with(|ledger, _| {
            ledger.balances.insert(currency.to_owned(), minor);
            ledger.changed();
        });
    }

    /// Another desk of the same account buys a plan in the preferred currency, from the same wallet. Gives the
    /// order's id; `None` when that desk is refused.
    pub fn add_foreign_order(&self, plan_id: &str) -> Option<String> {
        let plan = self.shared.catalogue.get(plan_id)?;
        let options = &self.shared.options;
        let purchase = Purchase {
            plan,
            currency: options.preferred_currency.clone(),
            quantity: 1,
            kind: "ONE_OFF".into(),
            account_id: None,
            user_id: None,
            notify: false,
            tops_up: None,
            origin: Origin::Foreign,
            twist: None,
        };
        self.shared.with(|ledger, now| {
            let position = ledger.buy(purchase, now, options.fulfil_after).ok()?;
            Some(ledger.orders[position].id.clone())
        })
    }

    /// Sets an eSIM's status, any word. `ENABLED`, `ONLINE` and `OFFLINE` start its waiting subscriptions.
    /// False when there is no such eSIM.
    pub fn set_esim_status(&self, esim_id: &str, status: &str) -> bool {
        self.shared.with(|ledger, now| match ledger.esim(esim_id) {
            Some(position) => {
                ledger.set_esim_status(position, status, now);
                true
            }
            None => false,
        })
    }

    /// Counts `bytes` more as used on a subscription; a used-up allowance turns `DEPLETED`. False when there is
    /// no such subscription.
    pub fn use_data(&self, subscription_id: &str, bytes: i64) -> bool {
        self.shared.with(|ledger, now| match ledger.subscription(subscription_id) {
            Some(position) => {
                let plan = self.shared.catalogue.get(&ledger.subscriptions[position].plan_id);
                ledger.use_data(position, bytes, plan, now);
                true
            }
            None => false,
        })
    }

    /// A newer order takes the place of one that is not done yet, as in ZIM's own portal. Gives the newer one's
    /// id; `None` when there is no such order, or it is done.
    pub fn replace_order(&self, order_id: &str) -> Option<String> {
        self.shared.with(|ledger, now| {
            let position = ledger.order(order_id)?;
            let successor = ledger.replace(position, now, self.shared.options.fulfil_after)?;
            Some(ledger.orders[successor].id.clone())
        })
    }

    /// An admin approves a waiting order. False when it does not wait.
    pub fn approve(&self, order_id: &str) -> bool {
        self.shared.with(|ledger, now| match ledger.order(order_id) {
            Some(position) => ledger.approve(position, now, self.shared.options.fulfil_after),
            None => false,
        })
    }
}

impl fmt::Debug for Zim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zim").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
