//! What came of a purchase.
//!
//! A link is named `<order key>_1`, so a look with the key finds it for certain; an activation has no name, and
//! is told from those before it by its id. A link may be made before its plan is on it, and only with the plan is
//! its eSIM handed over. While a task of that time still runs, and where the tasks cannot be seen, nothing is
//! concluded. What came of several SIMs at once stands in `several`.

use super::calls::Call;
use super::links::{Activation, LIST_ACTIVATIONS, LIST_LINKS, Link};
use super::paths::Path;
use super::tasks::{LIST_TASKS, Outcome, Task, TaskItem};
use super::{Sim, SimFilter, Telkor, complete, several, translate};
use esim_desk_model::{EsimId, OrderKey, ServiceId, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Listing, Request, Result, Taken, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is made may be dated so much before it was sent, by clocks that do not agree.
const EARLIER: i64 = 120;

/// Begins the reference of a purchase that was found by its link and not by its task.
const BY_LINK: &str = "link ";

/// What was on a link before data was added to it.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Known {
    /// Ids of the activations; absent for an order that adds nothing to a link.
    activations: Option<BTreeSet<String>>,
}

impl Telkor {
    /// What is on the link of a service.
    pub(super) async fn known_on(&self, service: &str) -> Result<Known> {
        let Some((link, _)) = translate::link_of(service) else { return Ok(Known::default()) };
        let Some(listing) = self.activations(link).await? else { return Ok(Known::default()) };
        let rows = complete(listing, LIST_ACTIVATIONS)?;
        Ok(Known { activations: Some(rows.into_iter().map(|row| row.id).collect()) })
    }

    /// What is named by the key of an order.
    pub(super) async fn look_by_key(
        &self,
        key: &OrderKey,
        request: &Request,
        since: Timestamp,
    ) -> Result<Trace> {
        let links = complete(self.links_now(&key.0).await?, LIST_LINKS)?;
        let ours: Vec<_> = links.into_iter().filter(|link| several::number_of(link, key).is_some()).collect();
        if ours.is_empty() {
            return self.unless_at_work(Vec::new(), since).await;
        }
        if request.count > 1 {
            return Ok(Trace::Looked(vec![several::named(key, &ours)]));
        }
        let mut found = Vec::new();
        for link in ours {
            found.push(self.of_link(&self.with_sim(link).await?, request).await?);
        }
        if found.iter().any(|one| one.esim.is_none()) {
            return self.unless_at_work(found, since).await;
        }
        Ok(Trace::Looked(found))
    }

    /// What is missing counts only when no task of that time still runs.
    async fn unless_at_work(&self, found: Vec<Candidate>, since: Timestamp) -> Result<Trace> {
        if self.is_at_work(since).await? {
            return Ok(Trace::CannotTell { why: "a task still runs at Telkor".to_owned() });
        }
        Ok(Trace::Looked(found))
    }

    /// Whether a task of that time may still run.
    pub(super) async fn is_at_work(&self, since: Timestamp) -> Result<bool> {
        let mut pages = self.pages(Call::urgent(LIST_TASKS, Path::Tasks));
        while let Some(tasks) = pages.next(translate::task).await? {
            let is_recent = |task: &Task| self.is_timely(task.created_at, since).unwrap_or(true);
            if tasks.iter().any(|task| is_recent(task) && !task.is_finished()) || pages.skipped() > 0 {
                return Ok(true);
            }
            let changed = |task: &Task| task.updated_at.or(task.created_at);
            if tasks.last().is_some_and(|task| self.is_timely(changed(task), since) == Some(false)) {
                break;
            }
        }
        Ok(false)
    }

    /// The plans put onto a link since the mark, unless Telkor renewed them by itself.
    pub(super) async fn new_activations(
        &self,
        request: &Request,
        esim: &EsimId,
        service: &str,
        known: &Known,
    ) -> Result<Trace> {
        let cannot_tell = |why: &str| Ok(Trace::CannotTell { why: why.to_owned() });
        let (Some((link, _)), Some(before)) = (translate::link_of(service), &known.activations) else {
            return cannot_tell("the order names no link");
        };
        let Some(listing) = self.activations(link).await? else {
            return cannot_tell("the link is gone");
        };
        let rows = complete(listing, LIST_ACTIVATIONS)?;
        // Of the words for where one comes from only two are published: what is not called renewed may be ours.
        let is_renewed = |row: &Activation| {
            row.source.as_deref().is_some_and(|word| word.eq_ignore_ascii_case("resubscription"))
        };
        let new = rows.iter().filter(|row| !before.contains(&row.id) && !is_renewed(row));
        let fitting = new.filter(|row| row.may_be_of(request.plan_id().as_str()));
        Ok(Trace::Looked(fitting.map(|row| of_activation(link, row, esim, Evidence::Difference)).collect()))
    }

    /// How far a new eSIM is: by its task, or by the link under which it was found.
    pub(super) async fn came_of(
        &self,
        reference: &str,
        request: &Request,
    ) -> Result<(Taken, Vec<Candidate>)> {
        if let Some(link) = reference.strip_prefix(BY_LINK) {
            return self.came_of_link(link, None, reference, request).await;
        }
        let Some(task) = self.task(reference).await? else { return Ok((Taken::NotSaid, Vec::new())) };
        if !task.is_finished() {
            return Ok((Taken::Processing, Vec::new()));
        }
        let items = self.all_items(reference).await?;
        let Some(item) = items.first() else { return Ok((Taken::NotSaid, Vec::new())) };
        // A SIM that was not bound costs nothing.
        let failed = |reason| Ok((Taken::Failed { reason, money_back: Some(true) }, Vec::new()));
        match &item.outcome {
            Outcome::Failed { reason } => return failed(reason.clone()),
            Outcome::Open if task.failed > 0 => return failed(None),
            Outcome::Open | Outcome::Done => {}
        }
        let sim = self.sim_of_item(item).await?;
        let bound = sim.and_then(|sim| Some((sim.link?.id, Some(sim.esim.id))));
        let named = item.link.clone().map(|link| (link, None));
        let Some((link, sim)) = bound.or(named) else { return Ok((Taken::Processing, Vec::new())) };
        self.came_of_link(&link, Some(sim), reference, request).await
    }

    /// Where a task ended well, `bound` is what the SIM's own row shows as bound to the link, whose row may not say
    /// it. Without a task the link is done only when its plan is on it.
    async fn came_of_link(
        &self,
        link: &str,
        bound: Option<Option<EsimId>>,
        reference: &str,
        request: &Request,
    ) -> Result<(Taken, Vec<Candidate>)> {
        let Some(link) = self.link(link).await? else { return Ok((Taken::NotSaid, Vec::new())) };
        let candidate = self.of_link(&link, request).await?;
        let esim = bound.map_or(candidate.esim.clone(), |sim| link.sim.or(sim));
        if esim.is_none() {
            return Ok((Taken::Processing, Vec::new()));
        }
        let reference = Some(reference.to_owned());
        Ok((Taken::Fulfilled, vec![Candidate { reference, esim, ..candidate }]))
    }

    /// The SIM that an item is about.
    pub(super) async fn sim_of_item(&self, item: &TaskItem) -> Result<Option<Sim>> {
        for name in [item.sim.as_deref(), item.reference.as_deref()].into_iter().flatten() {
            let filter = SimFilter { search: Some(name.to_owned()), ..SimFilter::default() };
            let is_it = |sim: &Sim| {
                sim.esim.id.as_str() == name
                    || sim.esim.iccid.as_ref().is_some_and(|iccid| iccid.as_str() == name)
            };
            if let Some(sim) = self.sims(&filter).await?.rows.into_iter().find(is_it) {
                return Ok(Some(sim));
            }
        }
        Ok(None)
    }

    /// What stands behind a link, as something that may be ours. Its eSIM is named when its plan is on it, which one
    /// that cannot be read may be.
    pub(super) async fn of_link(&self, link: &Link, request: &Request) -> Result<Candidate> {
        let listing = self.activations(&link.id).await?.unwrap_or(Listing::complete(Vec::new()));
        let row = listing.rows.iter().find(|row| row.may_be_of(request.plan_id().as_str()));
        let is_on = row.is_some() || !listing.is_complete();
        Ok(Candidate {
            reference: Some(format!("{BY_LINK}{}", link.id)),
            esim: link.sim.clone().filter(|_| is_on),
            service: row.map(|row| translate::service_id(&link.id, &row.id)),
            created_at: link.created_at,
            evidence: Evidence::Reference,
        })
    }

    /// How far adding data is: the activation is there, or it is not said.
    pub(super) async fn activated(&self, reference: &str, esim: &EsimId) -> Result<(Taken, Vec<Candidate>)> {
        let nothing = (Taken::NotSaid, Vec::new());
        let Some((link, activation)) = translate::link_of(reference) else { return Ok(nothing) };
        let Some(listing) = self.activations(link).await? else { return Ok(nothing) };
        let row = listing.rows.iter().find(|row| row.id == activation);
        let Some(row) = row else { return Ok(nothing) };
        Ok((Taken::Fulfilled, vec![of_activation(link, row, esim, Evidence::Reference)]))
    }

    /// Whether something was made after the purchase was sent, by Telkor's clock.
    fn is_timely(&self, made: Option<Timestamp>, since: Timestamp) -> Option<bool> {
        let earliest = since.as_second() - self.http.skew_seconds().unwrap_or(0) - EARLIER;
        made.map(|at| at.as_second() >= earliest)
    }
}

fn of_activation(link: &str, row: &Activation, esim: &EsimId, evidence: Evidence) -> Candidate {
    let service: ServiceId = translate::service_id(link, &row.id);
    Candidate {
        reference: Some(service.0.clone()),
        esim: Some(esim.clone()),
        service: Some(service),
        created_at: row.created_at,
        evidence,
    }
}
