//! The organisation's books: SIMs, links, activations, tasks, money, and what is due to happen when.
//!
//! Times are Unix milliseconds. Nothing here reads the clock: callers say what time it is.

use super::catalogue::{Catalogue, Coverage, Plan};
use super::money::{Balance, Cost};
pub(crate) use super::records::{Activation, Event, Item, Link, Outcome, Sim, Task, Upstream};
use super::view::Origin;
use crate::stage::{self, Agenda, Rng};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

#[derive(Debug, Clone, Copy)]
enum Slot {
    Sim(usize),
    Link(usize),
    Activation(usize),
    Task(usize),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ledger {
    pub seed: u64,
    pub number_ids: bool,
    pub rng: Rng,
    pub organization_id: String,
    pub opened_at: i64,
    pub sims: Vec<Sim>,
    pub links: Vec<Link>,
    pub activations: Vec<Activation>,
    pub tasks: Vec<Task>,
    /// Those made over HTTP.
    pub coverages: Vec<Coverage>,
    /// Ids of plans and coverages that are no longer shown.
    pub removed: BTreeSet<String>,
    pub due: Agenda<Event>,
    /// Millionths of a euro.
    pub paid_in: i64,
    /// The last snapshots.
    pub balance: Option<Balance>,
    pub costs: Vec<Cost>,
    /// Bulk provisions and activations committed over HTTP.
    pub purchases: usize,
    #[serde(skip)]
    slots: HashMap<String, Slot>,
    #[serde(skip)]
    pub revision: u64,
}

impl Ledger {
    pub fn empty(seed: u64, number_ids: bool, now: i64) -> Self {
        let mut rng = Rng::new(seed);
        Self {
            seed,
            number_ids,
            organization_id: super::ids::Ids::id(&mut rng, number_ids),
            rng,
            opened_at: now,
            sims: Vec::new(),
            links: Vec::new(),
            activations: Vec::new(),
            tasks: Vec::new(),
            coverages: Vec::new(),
            removed: BTreeSet::new(),
            due: Agenda::default(),
            paid_in: 0,
            balance: None,
            costs: Vec::new(),
            purchases: 0,
            slots: HashMap::new(),
            revision: 0,
        }
    }

    pub fn changed(&mut self) {
        self.revision += 1;
    }

    pub fn new_id(&mut self) -> String {
        super::ids::Ids::id(&mut self.rng, self.number_ids)
    }

    pub fn sim(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Sim(n)) => Some(*n),
            Some(Slot::Link(_) | Slot::Activation(_) | Slot::Task(_)) | None => None,
        }
    }

    /// Removed ones too.
    pub fn link(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Link(n)) => Some(*n),
            Some(Slot::Sim(_) | Slot::Activation(_) | Slot::Task(_)) | None => None,
        }
    }

    pub fn activation(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Activation(n)) => Some(*n),
            Some(Slot::Sim(_) | Slot::Link(_) | Slot::Task(_)) | None => None,
        }
    }

    pub fn task(&self, id: &str) -> Option<usize> {
        match self.slots.get(id) {
            Some(Slot::Task(n)) => Some(*n),
            Some(Slot::Sim(_) | Slot::Link(_) | Slot::Activation(_)) | None => None,
        }
    }

    pub fn add_sim(&mut self, sim: Sim) -> usize {
        self.slots.insert(sim.id.clone(), Slot::Sim(self.sims.len()));
        self.sims.push(sim);
        self.sims.len() - 1
    }

    /// A new link on a SIM that has none.
    pub fn add_link(&mut self, sim: usize, name: String, status: &str, at: i64, origin: Origin) -> usize {
        let position = self.links.len();
        let link = Link {
            id: self.new_id(),
            name,
            status: status.into(),
            sim: Some(sim),
            created_at: at,
            updated_at: at,
            removed: false,
            activations: Vec::new(),
            origin,
        };
        self.slots.insert(link.id.clone(), Slot::Link(position));
        self.links.push(link);
        self.sims[sim].link = Some(position);
        self.sims[sim].updated_at = at;
        position
    }

    pub fn add_activation(&mut self, activation: Activation) -> usize {
        let position = self.activations.len();
        self.slots.insert(activation.id.clone(), Slot::Activation(position));
        self.links[activation.link].activations.push(position);
        self.activations.push(activation);
        position
    }

    pub fn add_task(&mut self, task: Task) -> usize {
        self.slots.insert(task.id.clone(), Slot::Task(self.tasks.len()));
        self.tasks.push(task);
        self.tasks.len() - 1
    }

    /// Sets the status of whatever has this id. False when nothing with a status has it.
    pub fn set_status(&mut self, id: &str, status: &str, now: i64) -> bool {
        let (word, updated_at) = match self.slots.get(id) {
            Some(&Slot::Sim(n)) => {
                let Sim { status, updated_at, .. } = &mut self.sims[n];
                (status, updated_at)
            }
            Some(&Slot::Link(n)) => {
                let Link { status, updated_at, .. } = &mut self.links[n];
                (status, updated_at)
            }
            Some(&Slot::Activation(n)) => {
                let Activation { status, updated_at, .. } = &mut self.activations[n];
                (status, updated_at)
            }
            Some(Slot::Task(_)) | None => return false,
        };
        *word = status.into();
        *updated_at = now;
        self.changed();
        true
    }

    /// Coverages that are shown: those of the catalogue, then those made over HTTP.
    pub fn coverages<'a>(&'a self, catalogue: &'a Catalogue) -> impl Iterator<Item = &'a Coverage> {
        let all = catalogue.coverages.iter().chain(&self.coverages);
        all.filter(|coverage| !self.removed.contains(&coverage.id))
    }

    /// The plan with this id, unless it was removed.
    pub fn plan<'a>(&self, catalogue: &'a Catalogue, id: &str) -> Option<&'a Plan> {
        catalogue.plan(id).filter(|plan| !self.removed.contains(&plan.id))
    }
}

impl stage::Ledger for Ledger {
    const FORMAT: u32 = 1;

    fn revision(&self) -> u64 {
        self.revision
    }

    fn next_due(&self) -> Option<i64> {
        self.due.next()
    }

    fn index(&mut self) {
        let sims = self.sims.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Sim(n)));
        let links = self.links.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Link(n)));
        let tasks = self.tasks.iter().enumerate().map(|(n, row)| (row.id.clone(), Slot::Task(n)));
        let activations = self.activations.iter().enumerate();
        let activations = activations.map(|(n, row)| (row.id.clone(), Slot::Activation(n)));
        self.slots = sims.chain(links).chain(tasks).chain(activations).collect();
    }
}
