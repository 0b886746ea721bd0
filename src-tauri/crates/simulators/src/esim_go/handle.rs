//! The handle of a running simulator: its address, its script, its ledger, and the hands of other people.

use super::catalogue::Catalogue;
use super::faults::Fault;
use super::ledger::Ledger;
use super::options::{Credentials, Options, Version};
use super::orders::{Purchase, Wanted};
use super::routes::router;
use super::shared::Shared;
use super::view::{BundleView, LedgerView, Origin};
use crate::stage::{Door, Error, RequestSeen, Server, Supplier, When, lock};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A running simulated eSIM Go account. Dropping it stops the server.
pub struct EsimGo {
    shared: Arc<Shared>,
    server: Server,
}

impl EsimGo {
    /// Opens or makes the ledger and serves it on 127.0.0.1 until [`stop`](Self::stop) or drop.
    ///
    /// # Errors
    /// The port is taken, or the ledger's folder cannot be used.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let door = Door::open(options.port).await?;
        let shared = Arc::new(Shared::open(options)?);
        let server = door.serve(shared.clone(), router(&shared));
        Ok(Self { shared, server })
    }

    /// `http://127.0.0.1:PORT/v2.5`, or the version of the options, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.url_of(self.shared.options.version)
    }

    /// The address of a version; both are served.
    pub fn url_of(&self, version: Version) -> String {
        self.server.base_url() + version.path()
    }

    /// The key that is good now.
    pub fn credentials(&self) -> Credentials {
        lock(&self.shared.key).clone()
    }

    /// A new key is made in the portal: the old one is refused from now on.
    pub fn renew_key(&self) -> Credentials {
        let renewed = Credentials::random();
        *lock(&self.shared.key) = renewed.clone();
        renewed
    }

    /// Puts this computer's address on the account's list, or takes it off.
    pub fn allow_address(&self, allowed: bool) {
        self.shared.address_allowed.store(allowed, Ordering::Relaxed);
    }

    /// Stops listening, lets running requests end for a moment, and returns when the server is gone.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    /// Scripts a fault. Several may wait at the same time; the oldest that is due strikes. Paths begin with the
    /// version: `/v2.5/esims`.
    pub fn fault(&self, when: When, fault: Fault) {
        self.shared.stage().fault(when, fault);
    }

    /// Forgets all scripted faults.
    pub fn clear_faults(&self) {
        self.shared.stage().clear_faults();
    }

    /// Sets the account's clock ahead: what is due by then has happened when this returns.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// A copy of the ledger as it stands now.
    pub fn ledger(&self) -> LedgerView {
        self.shared.with(|ledger, _| LedgerView::of(ledger))
    }

    /// The bundles on sale with their present prices.
    pub fn bundles(&self) -> Vec<BundleView> {
        self.shared.with(|ledger, _| {
            let on_sale = ledger.on_sale(&self.shared.catalogue);
            on_sale.map(|bundle| BundleView::of(bundle, ledger.price_of(bundle))).collect()
        })
    }

    /// The last 10,000 requests, oldest first, refused ones included.
    pub fn requests(&self) -> Vec<RequestSeen> {
        self.shared.stage().requests()
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

    /// Sets a bundle's price in minor units. False when there is no such bundle.
    pub fn set_price(&self, bundle: &str, minor: i64) -> bool {
        self.if_known(bundle, |ledger| {
            ledger.prices.insert(bundle.to_owned(), minor);
        })
    }

    /// Takes a bundle off sale. False when there is no such bundle.
    pub fn remove_bundle(&self, bundle: &str) -> bool {
        self.if_known(bundle, |ledger| {
            ledger.removed_bundles.insert(bundle.to_owned());
        })
    }

    fn if_known(&self, bundle: &str, change: impl FnOnce(&mut Ledger)) -> bool {
        let known = self.shared.catalogue.get(bundle).is_some();
        if known {
            self.shared.with(|ledger, _| {
                change(ledger);
                ledger.changed();
            });
        }
        known
    }

    /// Sets the balance in minor units.
    pub fn set_balance(&self, minor: i64) {
        self.shared.with(|ledger, _| {
            ledger.balance = minor;
            ledger.changed();
        });
    }

    /// Money comes in through the portal (`topup`) or by a rule of the card (`autoTopup`), in minor units.
    pub fn top_up(&self, kind: &str, minor: i64) {
        self.shared.with(|ledger, now| {
            ledger.top_up(kind, minor, Origin::Foreign, &self.shared.options, now);
        });
    }

    /// Another desk of the same account buys a bundle for a new eSIM. Gives the order's UUID; `None` when that desk
    /// is refused.
    pub fn add_foreign_order(&self, bundle: &str) -> Option<String> {
        let bundle = self.shared.catalogue.get(bundle)?;
        let lines = vec![Wanted { bundle, quantity: 1, targets: vec![None], allow_reassign: false }];
        let purchase = Purchase { lines, assign: true, profile: 0, origin: Origin::Foreign, twist: None };
        self.shared.with(|ledger, now| {
            let bought = ledger.buy(purchase, &self.shared.catalogue, &self.shared.options, now);
            bought.ok().map(|position| ledger.orders[position].reference.clone())
        })
    }

    /// Whether a bundle fits an eSIM; `None` when one of them is unknown.
    pub fn compatible(&self, iccid: &str, bundle: &str) -> Option<bool> {
        let bundle = self.shared.catalogue.get(bundle)?;
        self.shared.with(|ledger, _| {
            let esim = ledger.esim(iccid)?;
            Some(bundle.upstreams.contains(&ledger.esims[esim].upstream))
        })
    }

    /// Sets an eSIM's `profileStatus`, any word; `Installed` also tells when. It works for an eSIM that left the
    /// account too. False when there is no such eSIM.
    pub fn set_profile_status(&self, iccid: &str, status: &str) -> bool {
        self.shared.with(|ledger, now| {
            let Some(esim) = ledger.known(iccid) else { return false };
            if status == "Installed" {
                ledger.install(esim, now);
            }
            ledger.esims[esim].profile_status = status.to_owned();
            ledger.changed();
            true
        })
    }

    /// Another desk writes its own number on an eSIM. False when there is no such eSIM.
    pub fn set_customer_ref(&self, iccid: &str, reference: &str) -> bool {
        self.on_esim(iccid, |ledger, esim, _, _| ledger.esims[esim].customer_ref = reference.to_owned())
    }

    /// The vendor deactivates an eSIM for ever. False when there is no such eSIM.
    pub fn deactivate(&self, iccid: &str) -> bool {
        self.on_esim(iccid, |ledger, esim, _, _| ledger.esims[esim].deactivated = true)
    }

    /// The vendor suspends an eSIM by its own policy, which the API cannot lift. False when there is no such eSIM.
    pub fn suspend_by_vendor(&self, iccid: &str) -> bool {
        self.on_esim(iccid, |ledger, esim, catalogue, now| {
            ledger.suspend(esim, true, catalogue, now);
            ledger.esims[esim].suspended_by_vendor = true;
        })
    }

    /// The vendor deletes an eSIM that was idle for too long: it leaves the account. False when there is no such eSIM.
    pub fn delete_idle(&self, iccid: &str) -> bool {
        self.on_esim(iccid, |ledger, esim, catalogue, now| ledger.remove_esim(esim, catalogue, now))
    }

    /// The traveller uses so many bytes: of the active bundles the one that ends first, else the one that waits
    /// longest, which then starts. False when there is no such eSIM.
    pub fn use_data(&self, iccid: &str, bytes: i64) -> bool {
        self.on_esim(iccid, |ledger, esim, catalogue, now| {
            ledger.use_data(esim, bytes, catalogue, now);
        })
    }

    fn on_esim(&self, iccid: &str, act: impl FnOnce(&mut Ledger, usize, &Catalogue, i64)) -> bool {
        self.shared.with(|ledger, now| match ledger.esim(iccid) {
            Some(esim) => {
                act(ledger, esim, &self.shared.catalogue, now);
                ledger.changed();
                true
            }
            None => false,
        })
    }
}

impl fmt::Debug for EsimGo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EsimGo").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
