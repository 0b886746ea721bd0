//! The handle of a running simulator: its address, its script, its ledger, and the hands of other people.

use super::faults::Fault;
use super::ledger::{Ledger, Sim};
use super::options::{Credentials, Options};
use super::routes::router;
use super::shared::Shared;
use super::token::TOKEN_PATH;
use super::view::{LedgerView, Origin, PlanView};
use crate::stage::{Door, Error, RequestSeen, Server, Supplier, When, lock};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A running simulated Telkor organisation. Dropping it stops the server.
pub struct Telkor {
    shared: Arc<Shared>,
    server: Server,
}

impl Telkor {
    /// Opens or makes the ledger and serves it on 127.0.0.1 until [`stop`](Self::stop) or drop.
    ///
    /// # Errors
    /// The port is taken, or the ledger's folder cannot be used.
    ///
    /// # Panics
    /// Two path templates of one method meet the same path.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let door = Door::open(options.port).await?;
        let routes = router(&options);
        let shared = Arc::new(Shared::open(options)?);
        let server = door.serve(shared.clone(), routes);
        Ok(Self { shared, server })
    }

    /// `http://127.0.0.1:PORT/telkor`, without a trailing slash: the path is [`Options::prefix`].
    pub fn base_url(&self) -> String {
        self.server.base_url() + &self.shared.options.prefix
    }

    /// The token endpoint, on the same server but not below the base URL.
    pub fn token_url(&self) -> String {
        self.server.base_url() + TOKEN_PATH
    }

    /// The credentials that the token endpoint accepts.
    pub fn credentials(&self) -> Credentials {
        self.shared.credentials.clone()
    }

    /// Stops listening, lets running requests end for a moment, and returns when the server is gone.
    pub async fn stop(&self) {
        self.server.stop().await;
    }

    /// Scripts a fault: one of [`Fault`] or a [`Twist`](super::Twist). Paths in `when` begin with
    /// [`Options::prefix`]. Several faults may wait at the same time; the oldest that is due strikes.
    pub fn fault(&self, when: When, fault: impl Into<Fault>) {
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

    /// Revokes the credentials, as the organisation's admin can: no token is good or given any more.
    pub fn revoke(&self) {
        self.shared.revoked.store(true, Ordering::Relaxed);
        self.expire_tokens();
    }

    /// Sets the platform's clock ahead: what is due by then has happened when this returns. Access tokens do not
    /// age by it.
    pub fn advance(&self, by: Duration) {
        self.shared.advance(by);
    }

    /// A copy of the ledger as it stands now.
    pub fn ledger(&self) -> LedgerView {
        self.shared.with(|ledger, now| LedgerView::of(ledger, now))
    }

    /// The organisation's plans.
    pub fn plans(&self) -> Vec<PlanView> {
        let catalogue = &self.shared.catalogue;
        self.shared.with(|ledger, _| {
            let shown = catalogue.plans.iter().filter(|plan| !ledger.removed.contains(&plan.id));
            shown.map(|plan| PlanView::of(catalogue, plan)).collect()
        })
    }

    /// Ids of the eSIMs that can be provisioned with a plan: active, in stock, with a code, of a fitting zone.
    pub fn stock(&self, plan_id: &str) -> Vec<String> {
        let catalogue = &self.shared.catalogue;
        let Some(plan) = catalogue.plan(plan_id) else { return Vec::new() };
        let ready = |sim: &&Sim| {
            sim.link.is_none()
                && sim.matching_id.is_some()
                && sim.status.eq_ignore_ascii_case("active")
                && catalogue.fits(plan, &sim.zones)
        };
        self.shared.with(|ledger, _| ledger.sims.iter().filter(ready).map(|sim| sim.id.clone()).collect())
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

    /// Another desk of the organisation binds a SIM to a link named `name` with a plan, in the platform's portal:
    /// at once, without a task. Gives the link's id; `None` when SIM or plan is not there, or the SIM is taken.
    pub fn link_elsewhere(&self, sim_id: &str, plan_id: &str, name: &str) -> Option<String> {
        let options = &self.shared.options;
        let plan = self.shared.catalogue.plan(plan_id)?;
        self.shared.with(|ledger, now| {
            let sim = ledger.sim(sim_id).filter(|&n| ledger.sims[n].link.is_none())?;
            let link = ledger.add_link(sim, name.into(), "active", now, Origin::Foreign);
            ledger.activate(link, plan, "manual", now, Origin::Foreign, options);
            Some(ledger.links[link].id.clone())
        })
    }

    /// Another desk adds a plan to a link. Gives the activation's id; `None` when link or plan is not there.
    pub fn activate_elsewhere(&self, link_id: &str, plan_id: &str) -> Option<String> {
        let options = &self.shared.options;
        let plan = self.shared.catalogue.plan(plan_id)?;
        self.shared.with(|ledger, now| {
            let link = ledger.link(link_id).filter(|&n| !ledger.links[n].removed)?;
            let position = ledger.activate(link, plan, "manual", now, Origin::Foreign, options);
            Some(ledger.activations[position].id.clone())
        })
    }

    /// Takes a link away, as in the portal; its SIM is in stock again. False when there is no such link.
    pub fn remove_link(&self, link_id: &str) -> bool {
        let link = |ledger: &Ledger| ledger.link(link_id).filter(|&n| !ledger.links[n].removed);
        self.change(link, |ledger, link, now| ledger.remove_link(link, now))
    }

    /// Takes a plan or a coverage away. False when it was not there.
    pub fn remove(&self, plan_or_coverage_id: &str) -> bool {
        let catalogue = &self.shared.catalogue;
        self.shared.with(|ledger, _| {
            let known = catalogue.plan(plan_or_coverage_id).is_some()
                || ledger.coverages(catalogue).any(|row| row.id == plan_or_coverage_id);
            let removed = known && ledger.removed.insert(plan_or_coverage_id.to_owned());
            ledger.changed();
            removed
        })
    }

    /// Sets the status of a SIM, a link or an activation, any word. False when nothing has this id.
    pub fn set_status(&self, id: &str, status: &str) -> bool {
        self.shared.with(|ledger, now| ledger.set_status(id, status, now))
    }

    /// Sets or takes away the last part of a SIM's activation code. False when there is no such eSIM.
    pub fn set_code(&self, sim_id: &str, matching_id: Option<&str>) -> bool {
        self.change(
            |ledger| ledger.sim(sim_id).filter(|&n| ledger.sims[n].esim),
            |ledger, sim, _| {
                ledger.sims[sim].matching_id = matching_id.map(str::to_owned);
                ledger.changed();
            },
        )
    }

    /// The traveller's phone attaches to a network or leaves it, with the eSIM profile in a state (any word). The
    /// platform knows with the next sync or refresh; the first use starts a waiting activation at once. False when
    /// there is no such SIM.
    pub fn phone(&self, sim_id: &str, attached: bool, state: &str) -> bool {
        let catalogue = &self.shared.catalogue;
        self.change(
            |ledger| ledger.sim(sim_id),
            |ledger, sim, now| ledger.phone(sim, attached, state, catalogue, now),
        )
    }

    /// Counts so many MiB more as used on an activation; a used-up one turns `depleted`. False when there is no
    /// such activation.
    pub fn use_data(&self, activation_id: &str, mib: i64) -> bool {
        let Shared { catalogue, options, .. } = &*self.shared;
        self.change(
            |ledger| ledger.activation(activation_id),
            |ledger, n, now| ledger.use_data(n, mib.saturating_mul(1_000_000), catalogue, now, options),
        )
    }

    /// Sets what the next snapshot of the balance will show, in millionths of a euro.
    pub fn set_balance(&self, millionths: i64) {
        self.shared.with(|ledger, now| ledger.set_balance(millionths, now));
    }

    /// Finds a row by position and acts on it. False when there is none.
    fn change(
        &self,
        find: impl FnOnce(&Ledger) -> Option<usize>,
        act: impl FnOnce(&mut Ledger, usize, i64),
    ) -> bool {
        self.shared.with(|ledger, now| {
            let position = find(ledger);
            if let Some(position) = position {
                act(ledger, position, now);
            }
            position.is_some()
        })
    }
}

impl fmt::Debug for Telkor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telkor").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
