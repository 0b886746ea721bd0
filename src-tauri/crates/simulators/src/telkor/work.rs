//! What time does: tasks end their items, SIMs are synchronised, plans are used up and end.

use super::catalogue::Catalogue;
use super::faults::Twist;
use super::ledger::{Event, Item, Ledger, Outcome, Task, Upstream};
use super::money::COLLECT_MS;
use super::options::Options;
use super::view::Origin;
use crate::stage::millis;

/// A bulk provision as asked for.
#[derive(Debug)]
pub(crate) struct Provision {
    pub name_prefix: String,
    pub sim_ids: Vec<String>,
    pub plan_ids: Vec<String>,
    pub counter_start: i64,
    pub origin: Origin,
    pub twist: Option<Twist>,
}

impl Ledger {
    /// Commits a bulk provision and gives the position of its task.
    pub fn provision(&mut self, asked: Provision, now: i64, options: &Options) -> usize {
        let task = Task {
            id: self.new_id(),
            kind: "sim_bulk_provision".into(),
            items: asked.sim_ids.iter().enumerate().map(|(n, id)| self.item(n, id, &asked, now)).collect(),
            name_prefix: asked.name_prefix,
            counter_start: asked.counter_start,
            plan_ids: asked.plan_ids,
            created_at: now,
            updated_at: now,
            origin: asked.origin,
        };
        let (lasts, late) = match asked.twist {
            Some(Twist::TaskStops(items)) => (items, 0),
            Some(Twist::TaskLate(delay)) => (usize::MAX, millis(delay)),
            Some(Twist::ItemsFail { .. } | Twist::RowsMove(_) | Twist::ScriptInPicture | Twist::NoCode)
            | None => (usize::MAX, 0),
        };
        let (items, pace) = (task.items.len(), millis(options.item_after));
        let position = self.add_task(task);
        for n in 0..items.min(lasts) {
            self.due.push(now + late + pace * (n as i64 + 1), Event::Item(position, n));
        }
        if asked.origin == Origin::Desk {
            self.purchases += 1;
        }
        self.changed();
        position
    }

    fn item(&mut self, n: usize, sim_id: &str, asked: &Provision, now: i64) -> Item {
        let will_fail = match &asked.twist {
            Some(Twist::ItemsFail { items, reason }) => items.contains(&n).then(|| reason.clone()),
            Some(
                Twist::TaskStops(_)
                | Twist::TaskLate(_)
                | Twist::RowsMove(_)
                | Twist::ScriptInPicture
                | Twist::NoCode,
            )
            | None => None,
        };
        Item {
            id: self.new_id(),
            target: sim_id.into(),
            iccid: self.sim(sim_id).map(|sim| self.sims[sim].iccid.clone()),
            will_fail,
            outcome: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// Lets everything happen that is due at `now`.
    pub fn settle(&mut self, now: i64, catalogue: &Catalogue, options: &Options) {
        while let Some((at, event)) = self.due.take(now) {
            match event {
                Event::Item(task, item) => self.end_item(task, item, at, catalogue, options),
                Event::Expire(activation) => self.expire(activation, at),
                Event::Sync => {
                    let at = self.again(Event::Sync, millis(options.sync_every), at, now);
                    self.sync(at);
                }
                Event::Collect => {
                    let at = self.again(Event::Collect, COLLECT_MS, at, now);
                    self.collect(catalogue, at);
                }
            }
            self.changed();
        }
    }

    /// Puts a regular event down for the first time after `now`, and gives the last time up to it: what was missed
    /// while nobody asked happens once.
    fn again(&mut self, event: Event, every: i64, at: i64, now: i64) -> i64 {
        let every = every.max(1);
        let last = at + (now - at) / every * every;
        self.due.push(last + every, event);
        last
    }

    fn end_item(&mut self, task: usize, n: usize, at: i64, catalogue: &Catalogue, options: &Options) {
        let outcome = match self.bind(task, n, at, catalogue, options) {
            Ok(link) => Outcome::Linked(link),
            Err(reason) => Outcome::Failed(reason),
        };
        let task = &mut self.tasks[task];
        task.updated_at = at;
        task.items[n].outcome = Some(outcome);
        task.items[n].updated_at = at;
    }

    /// Binds the item's SIM to a new link, with the task's plans on it.
    fn bind(
        &mut self,
        task: usize,
        n: usize,
        at: i64,
        catalogue: &Catalogue,
        options: &Options,
    ) -> Result<usize, String> {
        let Task { name_prefix, counter_start, plan_ids, items, origin, .. } = &self.tasks[task];
        if let Some(reason) = &items[n].will_fail {
            return Err(reason.clone());
        }
        let sim = self.sim(&items[n].target).ok_or("SIM not found")?;
        if self.sims[sim].link.is_some() {
            return Err("SIM is already linked".into());
        }
        if !self.sims[sim].status.eq_ignore_ascii_case("active") {
            return Err("SIM is not active".into());
        }
        for id in plan_ids {
            let plan = self.plan(catalogue, id).ok_or("Plan not found")?;
            if !catalogue.fits(plan, &self.sims[sim].zones) {
                return Err("Plan does not fit the compatibility zones of the SIM".into());
            }
        }
        let (plans, origin) = (plan_ids.clone(), *origin);
        let name = format!("{name_prefix}_{}", counter_start + n as i64);
        let status = if plans.is_empty() { "pre-active" } else { "active" };
        let link = self.add_link(sim, name, status, at, origin);
        for plan in plans.iter().filter_map(|id| catalogue.plan(id)) {
            self.activate(link, plan, "manual", at, origin, options);
        }
        Ok(link)
    }

    /// The platform reads what the networks know, and looks at an eighth of the SIMs that have no news.
    pub fn sync(&mut self, at: i64) {
        let turn = (at / 60_000) as usize % 8;
        for n in 0..self.sims.len() {
            if !self.refresh(n, at) && n % 8 == turn {
                self.sims[n].updated_at = at;
            }
        }
    }

    /// Reads a SIM's news from its network. False, and nothing changed, when there are none.
    pub fn refresh(&mut self, sim: usize, at: i64) -> bool {
        let sim = &mut self.sims[sim];
        let Some(Upstream { attached, state }) = sim.upstream.take() else { return false };
        sim.attached = attached;
        sim.state = state;
        sim.updated_at = at;
        self.changed();
        true
    }

    /// A sync touches the `count` SIMs and the `count` links that were updated longest ago.
    pub fn touch_oldest(&mut self, count: usize, at: i64) {
        let mut sims: Vec<_> = self.sims.iter_mut().map(|row| &mut row.updated_at).collect();
        touch(&mut sims, count, at);
        let shown = self.links.iter_mut().filter(|row| !row.removed);
        let mut links: Vec<_> = shown.map(|row| &mut row.updated_at).collect();
        touch(&mut links, count, at);
        self.changed();
    }
}

fn touch(times: &mut [&mut i64], count: usize, at: i64) {
    times.sort();
    for time in times.iter_mut().take(count) {
        **time = at;
    }
}
