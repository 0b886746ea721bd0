//! What came of a purchase.
//!
//! A link is named `<order key>_1`, so a look with the key finds it for certain ([`Telkor::trace_by_key`]).
//! A look without the key finds links and activations that are new, of this plan, and not named by somebody
//! else's habit: another desk's look the same, so they are a difference and no proof.
//! While a task of that time still runs, and where the tasks cannot be seen, nothing is concluded.

use super::calls::Call;
use super::links::{Activation, LIST_ACTIVATIONS, LIST_LINKS, Link};
use super::paths::Path;
use super::tasks::{LIST_TASKS, Outcome, Task, TaskItem};
use super::{Sim, SimFilter, Telkor, complete, translate};
use esim_desk_model::{EsimId, OrderKey, ServiceId, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Request, Result, Taken, Target, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is made may be dated so much before it was sent, by clocks that do not agree.
const EARLIER: i64 = 120;

/// Begins the reference of a purchase that was found by its link and not by its task.
const BY_LINK: &str = "link ";

/// What the account looked like before a purchase: the links that changed last.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Known {
    links: BTreeSet<String>,
}

impl Telkor {
    /// The first page of links, which makes sure of the login too.
    pub(super) async fn newest_links(&self) -> Result<Known> {
        let mut pages = self.pages(Call::urgent(LIST_LINKS, Path::Links));
        let links = pages.next(|row, _| row.id()).await?.unwrap_or_default();
        Ok(Known { links: links.into_iter().collect() })
    }

    /// Looks once for a purchase whose answer was lost, by the key it was sent with. Never spends.
    ///
    /// # Errors
    /// None: what went wrong stands in the answer.
    pub async fn trace_by_key(&self, key: &OrderKey, request: &Request, since: Timestamp) -> Trace {
        let looked = match &request.target {
            Target::NewEsim => self.look_by_key(key, request, since).await,
            Target::AddData { esim, service } => {
                self.new_activations(request, esim, service.as_str(), since).await
            }
        };
        looked.unwrap_or_else(|error| Trace::CannotTell {
            why: error.text.clone().unwrap_or(error.to_string()),
        })
    }

    async fn look_by_key(&self, key: &OrderKey, request: &Request, since: Timestamp) -> Result<Trace> {
        let links = complete(self.links_now(&key.0).await?, LIST_LINKS)?;
        let ours = links.iter().filter(|link| is_named_by(link, key));
        let mut found = Vec::new();
        for link in ours {
            found.push(self.of_link(link, request, Evidence::Reference).await?);
        }
        if found.is_empty() { self.nothing_found(since).await } else { Ok(Trace::Looked(found)) }
    }

    /// What is new since the mark and fits.
    pub(super) async fn look(&self, request: &Request, known: &Known, since: Timestamp) -> Result<Trace> {
        if let Target::AddData { esim, service } = &request.target {
            return self.new_activations(request, esim, service.as_str(), since).await;
        }
        let links = complete(self.links_now("").await?, LIST_LINKS)?;
        let new = links.iter().filter(|link| !known.links.contains(&link.id) && may_be_ours(link));
        let (mut found, mut undated) = (Vec::new(), false);
        for link in new {
            match self.is_timely(link.created_at, link.updated_at, since) {
                Some(true) if self.has_plan(link, request).await? => {
                    found.push(self.of_link(link, request, Evidence::Difference).await?);
                }
                Some(_) => {}
                None => undated = true,
            }
        }
        match (found.is_empty(), undated) {
            (false, _) => Ok(Trace::Looked(found)),
            (true, true) => Ok(Trace::CannotTell { why: "a link does not say when it was made".to_owned() }),
            (true, false) => self.nothing_found(since).await,
        }
    }

    /// Nothing was found: that counts only when no task of that time still runs.
    async fn nothing_found(&self, since: Timestamp) -> Result<Trace> {
        let mut pages = self.pages(Call::urgent(LIST_TASKS, Path::Tasks));
        while let Some(tasks) = pages.next(translate::task).await? {
            let is_recent = |task: &Task| self.is_timely(task.created_at, None, since).unwrap_or(true);
            if tasks.iter().any(|task| is_recent(task) && !task.is_finished()) || pages.skipped() > 0 {
                return Ok(Trace::CannotTell { why: "a task still runs at Telkor".to_owned() });
            }
            let changed = |task: &Task| task.updated_at.or(task.created_at);
            if tasks.last().is_some_and(|task| self.is_timely(changed(task), None, since) == Some(false)) {
                break;
            }
        }
        Ok(Trace::Looked(Vec::new()))
    }

    /// The plans put onto a link by hand since then.
    async fn new_activations(
        &self,
        request: &Request,
        esim: &EsimId,
        service: &str,
        since: Timestamp,
    ) -> Result<Trace> {
        let cannot_tell = |why: &str| Ok(Trace::CannotTell { why: why.to_owned() });
        let Some((link, _)) = translate::link_of(service) else {
            return cannot_tell("the order names no link");
        };
        let Some(listing) = self.activations(link).await? else {
            return cannot_tell("the link is gone");
        };
        let rows = complete(listing, LIST_ACTIVATIONS)?;
        let is_manual =
            |row: &&Activation| row.source.as_deref().is_none_or(|word| word.eq_ignore_ascii_case("manual"));
        let fitting = rows.iter().filter(|row| row.may_be_of(request.plan_id().as_str())).filter(is_manual);
        let (mut found, mut undated) = (Vec::new(), false);
        for row in fitting {
            match self.is_timely(row.created_at, None, since) {
                Some(true) => found.push(of_activation(link, row, esim, Evidence::Difference)),
                Some(false) => {}
                None => undated = true,
            }
        }
        if found.is_empty() && undated {
            return cannot_tell("a plan on the link does not say when it was put there");
        }
        Ok(Trace::Looked(found))
    }

    /// How far a new eSIM is: by its task, or by the link under which it was found.
    pub(super) async fn came_of(
        &self,
        reference: &str,
        request: &Request,
    ) -> Result<(Taken, Vec<Candidate>)> {
        if let Some(link) = reference.strip_prefix(BY_LINK) {
            return self.came_of_link(link, reference, request).await;
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
        let Some(link) = self.link_of_item(item).await? else { return Ok((Taken::Processing, Vec::new())) };
        self.came_of_link(&link, reference, request).await
    }

    async fn came_of_link(
        &self,
        link: &str,
        reference: &str,
        request: &Request,
    ) -> Result<(Taken, Vec<Candidate>)> {
        let Some(link) = self.link(link).await? else { return Ok((Taken::NotSaid, Vec::new())) };
        if link.sim.is_none() {
            return Ok((Taken::Processing, Vec::new()));
        }
        let candidate = self.of_link(&link, request, Evidence::Reference).await?;
        Ok((Taken::Fulfilled, vec![Candidate { reference: Some(reference.to_owned()), ..candidate }]))
    }

    /// The link that came of an item: the one its SIM is bound to, else the one it names.
    async fn link_of_item(&self, item: &TaskItem) -> Result<Option<String>> {
        for name in [item.sim.as_deref(), item.reference.as_deref()].into_iter().flatten() {
            let filter = SimFilter { search: Some(name.to_owned()), ..SimFilter::default() };
            let is_it = |sim: &Sim| {
                sim.esim.id.as_str() == name
                    || sim.esim.iccid.as_ref().is_some_and(|iccid| iccid.as_str() == name)
            };
            let sims = self.sims(&filter).await?.rows;
            if let Some(link) = sims.into_iter().find(is_it).and_then(|sim| sim.link) {
                return Ok(Some(link.id));
            }
        }
        Ok(item.link.clone())
    }

    /// What stands behind a link, as something that may be ours.
    async fn of_link(&self, link: &Link, request: &Request, evidence: Evidence) -> Result<Candidate> {
        let rows = self.activations(&link.id).await?.map(|listing| listing.rows).unwrap_or_default();
        let row = rows.iter().find(|row| row.may_be_of(request.plan_id().as_str()));
        Ok(Candidate {
            reference: Some(format!("{BY_LINK}{}", link.id)),
            esim: link.sim.clone(),
            service: row.map(|row| translate::service_id(&link.id, &row.id)),
            created_at: link.created_at,
            evidence,
        })
    }

    /// Whether the plan is on a link, or may still come onto it.
    async fn has_plan(&self, link: &Link, request: &Request) -> Result<bool> {
        let Some(listing) = self.activations(&link.id).await? else { return Ok(false) };
        let rows = complete(listing, LIST_ACTIVATIONS)?;
        Ok(rows.is_empty() || rows.iter().any(|row| row.may_be_of(request.plan_id().as_str())))
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

    /// Whether something was made after the purchase was sent, by Telkor's clock. Without a time of its making,
    /// a change before then proves that it is older.
    fn is_timely(
        &self,
        made: Option<Timestamp>,
        changed: Option<Timestamp>,
        since: Timestamp,
    ) -> Option<bool> {
        let earliest = since.as_second() - self.http.skew_seconds().unwrap_or(0) - EARLIER;
        let is_later = |at: Timestamp| at.as_second() >= earliest;
        match (made, changed) {
            (Some(made), _) => Some(is_later(made)),
            (None, Some(changed)) if !is_later(changed) => Some(false),
            (None, _) => None,
        }
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

/// `<key>_1`, and nothing else that only contains the key.
fn is_named_by(link: &Link, key: &OrderKey) -> bool {
    prefix_of(link) == Some(key.0.as_str())
}

/// Whether a link may have been made by an order of this program, at this desk or another: its name is a key
/// and a number. A link without a name may.
fn may_be_ours(link: &Link) -> bool {
    link.name.is_none() || prefix_of(link).is_some_and(|prefix| OrderKey::from(prefix).is_well_formed())
}

fn prefix_of(link: &Link) -> Option<&str> {
    let (prefix, counter) = link.name.as_deref()?.rsplit_once('_')?;
    counter.parse::<u32>().ok().map(|_| prefix)
}
