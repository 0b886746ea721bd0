//! What a traveller gets: activations on a link, their use and their end, and what is done to the link itself.

use super::catalogue::{Catalogue, ON_DEPLETION, Plan};
use super::ids::json_id;
use super::ledger::{Activation, Event, Ledger, Upstream};
use super::options::Options;
use super::view::Origin;
use serde_json::Value;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Millionths of a MiB in so many megabytes.
pub(crate) fn allocation(megabytes: i64, decimal: bool) -> i64 {
    if decimal {
        let bytes = i128::from(megabytes) * 1_000_000;
        i64::try_from(bytes * 1_000_000 / (1024 * 1024)).unwrap_or(i64::MAX)
    } else {
        megabytes * 1_000_000
    }
}

impl Ledger {
    /// Puts a plan on a link. It begins with the traveller's first use.
    pub fn activate(
        &mut self,
        link: usize,
        plan: &Plan,
        source: &str,
        at: i64,
        origin: Origin,
        options: &Options,
    ) -> usize {
        let id = self.new_id();
        self.links[link].updated_at = at;
        if self.links[link].status == "pre-active" {
            self.links[link].status = "active".into();
        }
        self.changed();
        let position = self.add_activation(Activation {
            id,
            link,
            plan_id: plan.id.clone(),
            status: "pending".into(),
            source: source.into(),
            allocated: allocation(plan.megabytes, options.forms.decimal_megabytes),
            used: 0,
            counted_at: at,
            created_at: at,
            updated_at: at,
            activated_at: None,
            expires_at: None,
            origin,
        });
        let in_use = self.links[link].sim.is_some_and(|sim| self.sims[sim].attached);
        let first = self.links[link].activations.iter().all(|&n| self.activations[n].status != "active");
        if in_use && first {
            self.begin(position, plan, at);
        }
        position
    }

    fn begin(&mut self, position: usize, plan: &Plan, at: i64) {
        let activation = &mut self.activations[position];
        activation.status = "active".into();
        activation.activated_at = Some(at);
        activation.counted_at = at;
        activation.updated_at = at;
        if plan.ends {
            let end = at + plan.days * DAY_MS;
            activation.expires_at = Some(end);
            self.due.push(end, Event::Expire(position));
        }
    }

    pub fn expire(&mut self, position: usize, at: i64) {
        let used = self.used(position, at);
        let activation = &mut self.activations[position];
        if activation.status == "active" {
            activation.used = used;
            activation.counted_at = at;
            activation.updated_at = at;
            activation.status = "expired".into();
        }
    }

    /// Millionths of a MiB used at `now`: grows while activation and link are active, up to 95 % of the plan.
    pub fn used(&self, position: usize, now: i64) -> i64 {
        let activation = &self.activations[position];
        if activation.status != "active" || self.links[activation.link].status != "active" {
            return activation.used;
        }
        // A plan without a fixed end is used as one of thirty days.
        let began = activation.activated_at.unwrap_or(activation.counted_at);
        let whole = activation.expires_at.map_or(30 * DAY_MS, |end| end - began).max(1);
        let passed = (now - activation.counted_at).max(0);
        let grown = i128::from(activation.allocated) * i128::from(passed) / i128::from(whole);
        let grown = activation.used.saturating_add(i64::try_from(grown).unwrap_or(i64::MAX));
        grown.min(activation.allocated / 100 * 95).max(activation.used)
    }

    /// The traveller's phone attaches, detaches, or changes the profile's state. The platform learns of it with the
    /// next sync or refresh; the first use starts the oldest waiting activation at once.
    pub fn phone(&mut self, sim: usize, attached: bool, state: &str, catalogue: &Catalogue, now: i64) {
        let state = self.sims[sim].esim.then(|| state.to_owned());
        self.sims[sim].upstream = Some(Upstream { attached, state });
        let link = self.sims[sim].link.filter(|_| attached);
        let waiting = link.and_then(|link| self.waiting(link));
        if let Some((position, plan)) = waiting.and_then(|n| Some((n, self.plan_of(n, catalogue)?))) {
            self.begin(position, plan, now);
        }
        self.changed();
    }

    /// The oldest activation that waits, on a link where none is active.
    fn waiting(&self, link: usize) -> Option<usize> {
        let of = &self.links[link].activations;
        let status = |n: &&usize, word: &str| self.activations[**n].status == word;
        let idle = !of.iter().any(|n| status(&n, "active"));
        of.iter().find(|n| idle && status(n, "pending")).copied()
    }

    fn plan_of<'a>(&self, position: usize, catalogue: &'a Catalogue) -> Option<&'a Plan> {
        catalogue.plan(&self.activations[position].plan_id)
    }

    /// The traveller uses so many millionths of a MiB more. A used-up plan gives way to the next that waits; where
    /// the plan says so and none waits, the platform adds one by itself.
    pub fn use_data(
        &mut self,
        position: usize,
        more: i64,
        catalogue: &Catalogue,
        now: i64,
        options: &Options,
    ) {
        let used = self.used(position, now).saturating_add(more);
        let activation = &mut self.activations[position];
        activation.used = used.min(activation.allocated);
        activation.counted_at = now;
        activation.updated_at = now;
        let (depleted, link) = (used >= activation.allocated, activation.link);
        if depleted {
            activation.status = "depleted".into();
            match (self.waiting(link), self.plan_of(position, catalogue)) {
                (Some(next), _) => {
                    if let Some(plan) = self.plan_of(next, catalogue) {
                        self.begin(next, plan, now);
                    }
                }
                (None, Some(plan)) if plan.trigger == ON_DEPLETION => {
                    self.activate(link, plan, "resubscription", now, Origin::Platform, options);
                }
                (None, Some(_) | None) => {}
            }
        }
        self.changed();
    }

    /// Stops or resumes the service of a link; what was used so far stays used.
    pub fn set_link_status(&mut self, link: usize, status: &str, now: i64) {
        for n in self.links[link].activations.clone() {
            self.activations[n].used = self.used(n, now);
            self.activations[n].counted_at = now;
        }
        self.links[link].status = status.into();
        self.links[link].updated_at = now;
        if let Some(sim) = self.links[link].sim {
            self.sims[sim].updated_at = now;
        }
        self.changed();
    }

    /// Takes a link away; its SIM is free again.
    pub fn remove_link(&mut self, link: usize, now: i64) {
        self.set_link_status(link, "removed", now);
        self.links[link].removed = true;
        if let Some(sim) = self.links[link].sim.take() {
            self.sims[sim].link = None;
        }
    }

    /// The link's id, or null.
    pub fn link_id(&self, link: Option<usize>) -> Value {
        link.map_or(Value::Null, |link| json_id(&self.links[link].id))
    }
}
