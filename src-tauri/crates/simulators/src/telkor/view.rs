//! What tests may read: copies of the ledger and of the plans.

use super::catalogue::{Catalogue, Plan};
use super::ledger::{Ledger, Outcome};
use super::rows;
use serde::{Deserialize, Serialize};

/// Who made a link, an activation or a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It was there from the beginning.
    Past,
    /// A request over HTTP.
    Desk,
    /// Another desk of the same organisation, through the handle.
    Foreign,
    /// The platform by itself.
    Platform,
}

/// The whole ledger at one moment. Rows stand in the order in which they came to be.
#[derive(Debug, Clone)]
pub struct LedgerView {
    /// The organisation's SIMs.
    pub sims: Vec<SimView>,
    /// Links, removed ones too.
    pub links: Vec<LinkView>,
    /// Activations on these links.
    pub activations: Vec<ActivationView>,
    /// Bulk tasks.
    pub tasks: Vec<TaskView>,
    /// Bulk provisions and activations committed over HTTP since the ledger began.
    pub purchases: usize,
    /// The last balance that was collected, in millionths of a euro.
    pub balance: Option<i64>,
    /// What has been charged for data since the ledger began, in millionths of a euro.
    pub charged: i64,
}

/// One SIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimView {
    /// As the API names it.
    pub id: String,
    /// 19 or 20 digits.
    pub iccid: String,
    /// False for a card.
    pub esim: bool,
    /// Telkor's word.
    pub status: String,
    /// State of the eSIM profile, Telkor's word; absent for cards.
    pub state: Option<String>,
    /// Whether a network sees it, as far as the platform knows.
    pub attached: bool,
    /// The activation code a phone would scan; absent for cards and for eSIMs that are not prepared.
    pub lpa: Option<String>,
    /// Compatibility zones.
    pub zones: Vec<String>,
    /// The link that it is bound to; absent in stock.
    pub link_id: Option<String>,
    /// Unix milliseconds.
    pub updated_at: i64,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// As the API names it.
    pub id: String,
    /// `{name_prefix}_{counter}` when provisioned in bulk.
    pub name: String,
    /// Telkor's word.
    pub status: String,
    /// The SIM bound to it; absent when removed.
    pub sim_id: Option<String>,
    /// Whether it is gone.
    pub removed: bool,
    /// Who made it.
    pub origin: Origin,
}

/// One activation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationView {
    /// As the API names it.
    pub id: String,
    /// The link that carries it.
    pub link_id: String,
    /// The plan that is activated.
    pub plan_id: String,
    /// Telkor's word.
    pub status: String,
    /// `manual` or `resubscription`.
    pub source: String,
    /// Millionths of a MiB.
    pub allocated: i64,
    /// Millionths of a MiB, as counted last.
    pub used: i64,
    /// Who made it.
    pub origin: Origin,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    /// As the API names it.
    pub id: String,
    /// Telkor's word for what it does.
    pub kind: String,
    /// What its links are named after; empty for other kinds.
    pub name_prefix: String,
    /// Plans that go on every link.
    pub plan_ids: Vec<String>,
    /// In the order of the request.
    pub items: Vec<ItemView>,
    /// Who made it.
    pub origin: Origin,
}

impl TaskView {
    /// Whether every item has ended.
    pub fn finished(&self) -> bool {
        self.items.iter().all(|item| item.done)
    }
}

/// One item of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemView {
    /// The id that the request gave.
    pub target: String,
    /// Whether it has ended, well or not.
    pub done: bool,
    /// The link it made.
    pub link_id: Option<String>,
    /// Why it failed.
    pub error: Option<String>,
}

impl LedgerView {
    pub(crate) fn of(ledger: &Ledger, now: i64) -> Self {
        let link_id = |n: Option<usize>| n.map(|n| ledger.links[n].id.clone());
        let item = |row: &super::ledger::Item| ItemView {
            target: row.target.clone(),
            done: row.outcome.is_some(),
            link_id: match row.outcome {
                Some(Outcome::Linked(n)) => link_id(Some(n)),
                Some(Outcome::Done | Outcome::Failed(_)) | None => None,
            },
            error: match &row.outcome {
                Some(Outcome::Failed(reason)) => Some(reason.clone()),
                Some(Outcome::Done | Outcome::Linked(_)) | None => None,
            },
        };
        let task = |row: &super::ledger::Task| TaskView {
            id: row.id.clone(),
            kind: row.kind.clone(),
            name_prefix: row.name_prefix.clone(),
            plan_ids: row.plan_ids.clone(),
            items: row.items.iter().map(item).collect(),
            origin: row.origin,
        };
        Self {
            sims: ledger.sims.iter().map(|row| SimView::of(ledger, row)).collect(),
            links: ledger.links.iter().map(|row| LinkView::of(ledger, row)).collect(),
            activations: ledger.activations.iter().map(|row| ActivationView::of(ledger, row)).collect(),
            tasks: ledger.tasks.iter().map(task).collect(),
            purchases: ledger.purchases,
            balance: ledger.balance.as_ref().map(|balance| balance.amount),
            charged: ledger.owed(now),
        }
    }

    /// The SIM with this id.
    pub fn sim(&self, id: &str) -> Option<&SimView> {
        self.sims.iter().find(|row| row.id == id)
    }

    /// The link with this id.
    pub fn link(&self, id: &str) -> Option<&LinkView> {
        self.links.iter().find(|row| row.id == id)
    }

    /// Activations of a link, oldest first.
    pub fn activations_of<'a>(&'a self, link_id: &'a str) -> impl Iterator<Item = &'a ActivationView> {
        self.activations.iter().filter(move |row| row.link_id == link_id)
    }

    /// Bulk provisions over HTTP, oldest first.
    pub fn provisioned(&self) -> impl Iterator<Item = &TaskView> {
        self.tasks.iter().filter(|row| row.origin == Origin::Desk)
    }
}

impl SimView {
    fn of(ledger: &Ledger, row: &super::ledger::Sim) -> Self {
        Self {
            id: row.id.clone(),
            iccid: row.iccid.clone(),
            esim: row.esim,
            status: row.status.clone(),
            state: row.state.clone(),
            attached: row.attached,
            lpa: rows::code(row),
            zones: row.zones.clone(),
            link_id: row.link.map(|n| ledger.links[n].id.clone()),
            updated_at: row.updated_at,
        }
    }
}

impl LinkView {
    fn of(ledger: &Ledger, row: &super::ledger::Link) -> Self {
        Self {
            id: row.id.clone(),
            name: row.name.clone(),
            status: row.status.clone(),
            sim_id: row.sim.map(|n| ledger.sims[n].id.clone()),
            removed: row.removed,
            origin: row.origin,
        }
    }
}

impl ActivationView {
    fn of(ledger: &Ledger, row: &super::ledger::Activation) -> Self {
        Self {
            id: row.id.clone(),
            link_id: ledger.links[row.link].id.clone(),
            plan_id: row.plan_id.clone(),
            status: row.status.clone(),
            source: row.source.clone(),
            allocated: row.allocated,
            used: row.used,
            origin: row.origin,
        }
    }
}

/// A plan of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// As the API names it.
    pub id: String,
    /// As the organisation named it.
    pub name: String,
    /// Included data in the API's megabytes.
    pub megabytes: i64,
    /// Duration in days.
    pub days: i64,
    /// Whether an activation ends after these days.
    pub ends: bool,
    /// Whether a used-up activation is followed by another one.
    pub renews: bool,
    /// Its coverage.
    pub coverage_id: String,
    /// Compatibility zone of its coverage.
    pub zone: String,
    /// Countries of its coverage (alpha-3), which the API says only by filter.
    pub countries: Vec<String>,
}

impl PlanView {
    pub(crate) fn of(catalogue: &Catalogue, plan: &Plan) -> Self {
        let coverage = catalogue.coverage_of(plan);
        let mut countries: Vec<String> =
            coverage.operators.iter().map(|&n| catalogue.operators[n].country.alpha3.into()).collect();
        countries.sort_unstable();
        countries.dedup();
        Self {
            id: plan.id.clone(),
            name: plan.name.clone(),
            megabytes: plan.megabytes,
            days: plan.days,
            ends: plan.ends,
            renews: plan.trigger == super::catalogue::ON_DEPLETION,
            coverage_id: coverage.id.clone(),
            zone: catalogue.zone(coverage).into(),
            countries,
        }
    }
}
