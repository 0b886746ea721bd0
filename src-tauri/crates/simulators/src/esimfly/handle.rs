//! The handle of a running simulator: its address, its script, its ledger, and the hands of other people.

use super::faults::Fault;
use super::ledger::{Esim, Ledger};
use super::limits::Counted;
use super::options::{Credentials, Limits, Options};
use super::routes::{BASE_PATH, router};
use super::shared::Shared;
use super::view::{LedgerView, PackageView};
use crate::stage::{Door, Error, RequestSeen, Server, Supplier, When, lock};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A running simulated eSIMfly account. Dropping it stops the server.
pub struct EsimFly {
    shared: Arc<Shared>,
    server: Server,
}

impl EsimFly {
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

    /// `http://127.0.0.1:PORT/api/v1/business`, without a trailing slash.
    pub fn base_url(&self) -> String {
        self.server.base_url() + BASE_PATH
    }

    /// The key that is accepted.
    pub fn credentials(&self) -> Credentials {
        self.shared.credentials.clone()
    }

    /// Stops listening, lets running requests end for a moment, and returns when the server is gone.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    /// Scripts a fault. Several may wait at the same time; the oldest that is due strikes. Paths of a [`When`] are
    /// whole: they begin with [`BASE_PATH`](super::BASE_PATH).
    pub fn fault(&self, when: When, fault: impl Into<Fault>) {
        self.shared.stage().fault(when, fault);
    }

    /// Forgets all scripted faults.
    pub fn clear_faults(&self) {
        self.shared.stage().clear_faults();
    }

    /// Sets the account's clock ahead: what is due by then has happened when this returns. The clock that judges
    /// timestamps and counts requests stays as it is; see [`set_clock`](Self::set_clock).
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// Sets the clock that judges timestamps, counts requests and fills the `Date` header, in Unix milliseconds;
    /// it goes on from there.
    pub fn set_clock(&self, unix_ms: i64) {
        self.shared.door.set(unix_ms);
    }

    /// Changes the rate limit and forgets what was counted.
    pub fn set_limits(&self, limits: Limits) {
        *lock(&self.shared.counted) = Counted::new(limits);
    }

    /// A copy of the ledger as it stands now, use counted up to this moment.
    pub fn ledger(&self) -> LedgerView {
        self.shared.with(|ledger, now| {
            (0..ledger.esims.len()).for_each(|n| ledger.count(n, now));
            LedgerView::of(ledger)
        })
    }

    /// The packages that this account can buy, with their present prices, unlisted ones included.
    pub fn packages(&self) -> Vec<PackageView> {
        let shared = &self.shared;
        shared.with(|ledger, _| {
            let sold = shared.catalogue.packages.iter().filter(|package| ledger.sells(package));
            sold.map(|package| {
                let late = shared.details_of(package, None).is_some();
                PackageView::of(package, ledger.price(package), late)
            })
            .collect()
        })
    }

    /// The last 10,000 requests, oldest first, refused ones included. Signatures are replaced by stars.
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

    /// Sets a package's price in minor units of the account's currency. False when there is no such package.
    pub fn set_price(&self, code: &str, minor: i64) -> bool {
        let known = self.shared.catalogue.get(code).is_some();
        if known {
            self.change(|ledger| ledger.prices.insert(code.to_owned(), minor));
        }
        known
    }

    /// Takes a package off sale. False when it was not on sale.
    pub fn remove_package(&self, code: &str) -> bool {
        let known = self.shared.catalogue.get(code).is_some();
        known && self.change(|ledger| ledger.removed.insert(code.to_owned()))
    }

    /// Sets the wallet's balance in minor units of the account's currency.
    pub fn set_balance(&self, minor: i64) {
        self.change(|ledger| ledger.balance = minor);
    }

    /// Another desk of the same account buys this package from the same wallet. Gives the order's reference;
    /// `None` when that desk is refused.
    pub fn add_foreign_order(&self, code: &str) -> Option<String> {
        self.shared.with(|ledger, now| {
            let position = self.shared.buy_elsewhere(ledger, now, Some(code))?;
            Some(ledger.orders[position].reference.clone())
        })
    }

    /// An ICCID that eSIMfly knows and that belongs to another account.
    pub fn foreign_iccid(&self) -> String {
        self.shared.with(|ledger, _| ledger.strangers.first().cloned().unwrap_or_default())
    }

    /// The traveller installs the profile: the eSIM cannot be cancelled any more. False when there is no such eSIM.
    pub fn install(&self, iccid: &str) -> bool {
        self.touch(iccid, |esim| {
            esim.esim_status = "Installed".into();
            esim.profile_status = Some("Enable".into());
        })
    }

    /// The traveller lands: the eSIM turns `ACTIVE`, its days begin and its data is used. False when there is no
    /// such eSIM.
    pub fn activate(&self, iccid: &str) -> bool {
        self.shared.with(|ledger, now| {
            let found = ledger.esim(iccid);
            found.inspect(|&n| ledger.activate(n, now)).is_some()
        })
    }

    /// Counts `bytes` more as used; a used-up allowance turns `DEPLETED`. False when there is no such eSIM.
    pub fn use_data(&self, iccid: &str, bytes: i64) -> bool {
        self.shared.with(|ledger, now| {
            let found = ledger.esim(iccid);
            found
                .inspect(|&n| {
                    ledger.count(n, now);
                    let esim = &mut ledger.esims[n];
                    let most = if esim.total_bytes == 0 { i64::MAX } else { esim.total_bytes };
                    esim.used_bytes = esim.used_bytes.saturating_add(bytes).min(most);
                    ledger.check_now(n, now);
                })
                .is_some()
        })
    }

    /// Sets an eSIM's status, any word. False when there is no such eSIM.
    pub fn set_status(&self, iccid: &str, status: &str) -> bool {
        self.touch(iccid, |esim| esim.status = status.into())
    }

    /// Sets what the network says of an eSIM, any words: `sim_status` (`AFFECTED`, `FREE`), `esim_status` (`Installed`,
    /// `Active`, …) and `profile_status` (`Enable`, `Disable` or none). False when there is no such eSIM.
    pub fn set_network(&self, iccid: &str, sim: &str, esim: &str, profile: Option<&str>) -> bool {
        self.touch(iccid, |row| {
            (row.sim_status, row.esim_status) = (sim.into(), esim.into());
            row.profile_status = profile.map(str::to_owned);
        })
    }

    fn change<T>(&self, act: impl FnOnce(&mut Ledger) -> T) -> T {
        self.shared.with(|ledger, _| {
            let result = act(ledger);
            ledger.changed();
            result
        })
    }

    fn touch(&self, iccid: &str, act: impl FnOnce(&mut Esim)) -> bool {
        self.change(|ledger| {
            let found = ledger.esim(iccid);
            found.map(|n| act(&mut ledger.esims[n])).is_some()
        })
    }
}

impl fmt::Debug for EsimFly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EsimFly").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
