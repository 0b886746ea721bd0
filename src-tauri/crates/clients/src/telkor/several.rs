//! Several SIMs by one task: what became of each. One that fails harms no other, and a part that worked is a
//! normal end.
//!
//! The task's items tell it. Where the answer to the order was lost, the task has no name; then the links do,
//! `<order key>_1` and so on, and a number that is missing after the task ended is a SIM that failed.

use super::links::{LIST_LINKS, Link};
use super::tasks::{Outcome, Task, TaskItem};
use super::{Telkor, complete};
use esim_desk_model::{EsimId, Iccid, OrderKey, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Item, ItemOutcome, Progress, Request, Result, Taken};

/// Begins the reference of an order that was found by its links and not by its task.
const BY_KEY: &str = "links ";

/// Why a SIM that was bound has failed all the same.
const NO_PLAN: &str = "its plan was not put on it";

/// An order that was found by its links.
pub(super) fn named(key: &OrderKey, links: &[Link]) -> Candidate {
    Candidate {
        reference: Some(format!("{BY_KEY}{key}")),
        esim: None,
        service: None,
        created_at: links.iter().filter_map(|link| link.created_at).min(),
        evidence: Evidence::Reference,
    }
}

/// Which of an order's SIMs a link is for: `<key>_3` is the third. `None` for a name that only contains the key.
pub(super) fn number_of(link: &Link, key: &OrderKey) -> Option<u32> {
    let (prefix, number) = link.name.as_deref()?.rsplit_once('_')?;
    number.parse().ok().filter(|_| prefix == key.as_str())
}

impl Telkor {
    /// How far an order of several is.
    pub(super) async fn came_of_several(
        &self,
        reference: &str,
        request: &Request,
        since: Timestamp,
    ) -> Result<Progress> {
        if let Some(key) = reference.strip_prefix(BY_KEY) {
            return self.by_links(&OrderKey::from(key), request, since).await;
        }
        let Some(task) = self.task(reference).await? else {
            return Ok(Progress::of_one(Taken::NotSaid, Vec::new(), None));
        };
        let mut items = Vec::new();
        for item in self.all_items(reference).await? {
            items.push(self.item(&task, item).await?);
        }
        Ok(told(task.is_finished() && !items.is_empty(), items))
    }

    /// By the links that bear the order's key.
    async fn by_links(&self, key: &OrderKey, request: &Request, since: Timestamp) -> Result<Progress> {
        // Asked first: what ends between the two looks is then still open, and no failure.
        let is_over = !self.is_at_work(since).await?;
        let links = self.with_sims(complete(self.links_now(key.as_str()).await?, LIST_LINKS)?).await?;
        let mut items = Vec::new();
        for number in 1..=request.count {
            items.push(match links.iter().find(|link| number_of(link, key) == Some(number)) {
                Some(link) => Item {
                    label: link.iccid.as_ref().map_or_else(|| link.id.clone(), Iccid::to_string),
                    esim: link.sim.clone(),
                    outcome: if is_over { self.of_named(link, request).await? } else { ItemOutcome::Open },
                },
                None => Item {
                    label: format!("{key}_{number}"),
                    esim: None,
                    outcome: if is_over { ItemOutcome::Failed { reason: None } } else { ItemOutcome::Open },
                },
            });
        }
        Ok(told(is_over, items))
    }

    /// What became of a link after its task ended: its plan must be on it.
    async fn of_named(&self, link: &Link, request: &Request) -> Result<ItemOutcome> {
        if link.sim.is_none() {
            return Ok(ItemOutcome::Open);
        }
        Ok(match self.of_link(link, request).await?.esim {
            Some(_) => ItemOutcome::Done,
            None => ItemOutcome::Failed { reason: Some(NO_PLAN.to_owned()) },
        })
    }

    /// One item in the port's words. When the task is over, an eSIM that works must be known by its id, and a
    /// word that nobody knows is judged by whether the SIM has a link.
    async fn item(&self, task: &Task, item: TaskItem) -> Result<Item> {
        let is_told = match &item.outcome {
            Outcome::Failed { .. } => true,
            Outcome::Done => item.sim.is_some(),
            Outcome::Open => false,
        };
        let looks = task.is_finished() && !is_told;
        let sim = if looks { self.sim_of_item(&item).await? } else { None };
        let has_link = sim.as_ref().is_some_and(|sim| sim.link.is_some());
        let outcome = match item.outcome {
            Outcome::Failed { reason } => ItemOutcome::Failed { reason },
            Outcome::Done => ItemOutcome::Done,
            Outcome::Open if has_link => ItemOutcome::Done,
            Outcome::Open if looks && task.failed > 0 => ItemOutcome::Failed { reason: None },
            Outcome::Open => ItemOutcome::Open,
        };
        let (iccid, found) = sim.map(|sim| (sim.esim.iccid, sim.esim.id)).unzip();
        let number = iccid.flatten().map(|iccid| iccid.to_string());
        let label = number.or(item.reference).or_else(|| item.sim.clone()).unwrap_or(item.id);
        Ok(Item { label, esim: found.or(item.sim.map(EsimId)), outcome })
    }
}

/// An order of several is done when its task is over and at least one of them worked. A SIM that was not bound
/// costs nothing.
fn told(is_over: bool, items: Vec<Item>) -> Progress {
    let is_open = |item: &Item| item.outcome == ItemOutcome::Open;
    let taken = if !is_over || items.iter().any(is_open) {
        Taken::Processing
    } else if items.iter().any(|item| item.outcome == ItemOutcome::Done) {
        Taken::Fulfilled
    } else {
        let reason = items.iter().find_map(|item| match &item.outcome {
            ItemOutcome::Failed { reason } => reason.clone(),
            ItemOutcome::Open | ItemOutcome::Done => None,
        });
        Taken::Failed { reason, money_back: Some(true) }
    };
    Progress { items, ..Progress::of_one(taken, Vec::new(), None) }
}
