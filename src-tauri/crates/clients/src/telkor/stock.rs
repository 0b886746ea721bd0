//! The SIMs that the agency owns: all of them, one, and those that an order may take.

use super::calls::Call;
use super::page::Pages;
use super::paths::Path;
use super::{Telkor, locked, must_be, refused, translate, wire};
use crate::http::Urgency;
use esim_desk_model::{Esim, EsimId, PlanId, Timestamp};
use esim_desk_provider::{Error, Listing, Result};
use jiff::SignedDuration;

/// `GET /sims`, in the desk's words.
pub(super) const LIST_SIMS: &str = "list SIMs";
/// `GET /sims/{sim_id}`.
pub(super) const READ_SIM: &str = "read a SIM";
const READ_INSTALLATION: &str = "read what installs an eSIM";
const REFRESH: &str = "refresh a SIM";
const FIND_STOCK: &str = "find an eSIM in stock";

/// How long a SIM is kept for the order that took it, while Telkor does not show it as bound. By then it is
/// known what came of the order; a SIM that is bound all the same fails as an item, and costs nothing.
const HELD: SignedDuration = SignedDuration::from_hours(1);

/// A SIM, with what the port's eSIM has no place for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sim {
    /// The SIM as an eSIM of the desk; its install data is read by itself.
    pub esim: Esim,
    /// Telkor's word for where it is in its life; `active` can be provisioned.
    pub status: Option<String>,
    /// A plastic card: nothing to install.
    pub is_card: bool,
    /// Whether the network saw it attached when Telkor last looked.
    pub is_attached: bool,
    /// Whether its profile was on a phone, as far as is said: its code is used, whoever it is bound to now.
    pub was_on_phone: bool,
    /// The link it is bound to; none is *in stock*.
    pub link: Option<BoundLink>,
    /// Telkor's words for the zones in which it works.
    pub zones: Vec<String>,
    /// Number of the subscriber, where Telkor says so.
    pub imsi: Option<String>,
    /// Number of the phone it is in, where Telkor says so.
    pub imei: Option<String>,
    /// Number of the chip it is on, where Telkor says so.
    pub eid: Option<String>,
    /// When Telkor last changed what it says of it.
    pub updated_at: Option<Timestamp>,
}

/// What a SIM's row says of its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundLink {
    /// Telkor's id.
    pub id: String,
    /// Its name; ours begin with the key of an order.
    pub name: Option<String>,
    /// Telkor's own word for its state.
    pub status: Option<String>,
}

/// Which SIMs a list has; every field that is filled in narrows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimFilter {
    /// Telkor's word for the state.
    pub status: Option<String>,
    /// Telkor's word for the form (`esim`, `physical`).
    pub sim_type: Option<String>,
    /// Zones, one of which must fit.
    pub zones: Vec<String>,
    /// Part of an id, ICCID, MSISDN, IMSI, IMEI or EID.
    pub search: Option<String>,
    /// SIMs that this plan fits; Telkor then ignores the zones.
    pub for_plan: Option<PlanId>,
}

impl SimFilter {
    fn call<'c>(&'c self, call: Call<'c>) -> Call<'c> {
        let plan = self.for_plan.as_ref().map(PlanId::as_str);
        let single = [
            ("status", self.status.as_deref()),
            ("sim_type", self.sim_type.as_deref()),
            ("search", self.search.as_deref()),
            ("for_plan_id", plan),
        ];
        let zones = self.zones.iter().map(|zone| ("compatibility_zones", zone.as_str()));
        let query = single.into_iter().filter_map(|(name, value)| Some((name, value?))).chain(zones);
        query.fold(call, |call, (name, value)| call.query(name, value))
    }
}

impl Telkor {
    /// The SIMs that fit the filter, cards included.
    ///
    /// # Errors
    /// Those of reading; `Path` where the path does not fit.
    pub async fn sims(&self, filter: &SimFilter) -> Result<Listing<Sim>> {
        self.listed(filter.call(Call::usual(LIST_SIMS, Path::Sims)), translate::sim).await
    }

    /// One SIM; `None` when there is no such.
    ///
    /// # Errors
    /// As [`Self::sims`].
    pub async fn sim(&self, id: &EsimId) -> Result<Option<Sim>> {
        self.sim_at(id, Urgency::Urgent).await
    }

    pub(super) async fn sim_at(&self, id: &EsimId, urgency: Urgency) -> Result<Option<Sim>> {
        let call = Call { urgency, ..Call::usual(READ_SIM, Path::Sim) };
        let body = self.found(&call.of(id.as_str())).await?;
        body.map(|body| one_sim(&body, id, READ_SIM)).transpose()
    }

    /// Lets Telkor ask the network how a SIM is now. The SIM may come back as it was, which is no failure.
    ///
    /// # Errors
    /// As [`Self::sims`].
    pub async fn refresh(&self, id: &EsimId) -> Result<Option<Sim>> {
        let body = self.ask_again(&Call::urgent(REFRESH, Path::Refresh).of(id.as_str())).await?;
        body.map(|body| one_sim(&body, id, REFRESH)).transpose()
    }

    /// Puts what installs it into an eSIM.
    pub(super) async fn installed(&self, esim: Esim, urgency: Urgency) -> Result<Esim> {
        let id = esim.id.clone();
        let call = Call { urgency, ..Call::usual(READ_INSTALLATION, Path::Installation) };
        let body = self.installation_body(&call.of(id.as_str())).await?;
        let (view, _) = wire::object(&body, READ_INSTALLATION)?;
        translate::with_installation(esim, &view)
            .map_err(|misfit| wire::unreadable(misfit, READ_INSTALLATION))
    }

    /// The eSIMs in stock that a plan fits, or all: bound to no link, no cards, and never on a phone.
    pub(super) async fn free_esims(&self, plan: Option<&PlanId>) -> Result<Listing<Sim>> {
        let filter = self.stock_filter(plan);
        let any_type = SimFilter { sim_type: None, ..filter.clone() };
        let call = |filter| SimFilter::call(filter, Call::usual(FIND_STOCK, Path::Sims));
        let listing = self.listed(call(&filter), translate::sim).await;
        let listing = if is_unknown_word(&listing, |listing| listing.rows.len() + listing.skipped.len()) {
            self.listed(call(&any_type), translate::sim).await?
        } else {
            listing?
        };
        let rows = listing.rows.into_iter().filter(|sim| self.is_free(sim)).collect();
        Ok(Listing { rows, ..listing })
    }

    /// Makes sure that so many eSIMs in stock fit a plan.
    ///
    /// # Errors
    /// `Refused` saying how many there are; those of reading.
    pub(super) async fn must_hold(&self, plan: &PlanId, count: usize) -> Result<()> {
        let filter = self.stock_filter(Some(plan));
        let (mut pages, first) = self.first_of_stock(&filter).await?;
        let (mut page, mut found) = (Some(first), 0);
        while let Some(sims) = page {
            found += sims.iter().filter(|sim| self.is_free(sim)).count();
            if found >= count {
                return Ok(());
            }
            page = pages.next(translate::sim).await?;
        }
        Err(too_few(found))
    }

    /// Takes so many eSIMs with a code out of the stock, or none; nobody else in this program gets them until
    /// they are given back. Those that Telkor calls active come first: what its other words mean is not
    /// published.
    ///
    /// # Errors
    /// `Refused` saying how many there are; those of reading.
    pub(super) async fn take(&self, plan: &PlanId, count: usize) -> Result<Vec<EsimId>> {
        let mut taken = Vec::with_capacity(count);
        for active in [true, false] {
            if let Err(error) = self.take_more(plan, active, count, &mut taken).await {
                self.give_back(&taken);
                return Err(error);
            }
        }
        if taken.len() < count {
            self.give_back(&taken);
            return Err(too_few(taken.len()));
        }
        Ok(taken)
    }

    async fn take_more(
        &self,
        plan: &PlanId,
        active: bool,
        count: usize,
        taken: &mut Vec<EsimId>,
    ) -> Result<()> {
        if taken.len() == count {
            return Ok(());
        }
        let filter = self.stock_filter(Some(plan));
        let (mut pages, first) = self.first_of_stock(&filter).await?;
        let mut page = Some(first);
        while let Some(sims) = page {
            for sim in sims.into_iter().filter(|sim| self.is_free(sim) && is_active(sim) == active) {
                let id = sim.esim.id.clone();
                if self.is_usable(sim).await? {
                    taken.push(id);
                }
                if taken.len() == count {
                    return Ok(());
                }
            }
            page = pages.next(translate::sim).await?;
        }
        Ok(())
    }

    /// Puts SIMs back after a proven refusal.
    pub(super) fn give_back(&self, sims: &[EsimId]) {
        let mut taken = locked(&self.taken);
        for sim in sims {
            taken.remove(sim.as_str());
        }
    }

    /// Whether nobody held it and it has a code; it is held from then on.
    async fn is_usable(&self, sim: Sim) -> Result<bool> {
        let id = sim.esim.id.clone();
        if !self.hold(id.as_str()) {
            return Ok(false);
        }
        let has_code = self.installed(sim.esim, Urgency::Urgent).await.map(|esim| esim.install.is_some());
        if has_code != Ok(true) {
            self.give_back(&[id]);
        }
        has_code
    }

    /// Whether nobody held it.
    fn hold(&self, id: &str) -> bool {
        let now = self.http.now_there();
        let mut taken = locked(&self.taken);
        taken.retain(|_, since| now.duration_since(*since) < HELD);
        let is_free = !taken.contains_key(id);
        if is_free {
            taken.insert(id.to_owned(), now);
        }
        is_free
    }

    fn is_held(&self, id: &str) -> bool {
        let now = self.http.now_there();
        locked(&self.taken).get(id).is_some_and(|since| now.duration_since(*since) < HELD)
    }

    /// The first page; without the word for eSIMs where the server has another.
    async fn first_of_stock<'t, 'c>(&'t self, filter: &'c SimFilter) -> Result<(Pages<'t, 'c>, Vec<Sim>)> {
        let call = filter.call(Call::urgent(FIND_STOCK, Path::Sims));
        let mut any_type = call.clone();
        any_type.query.retain(|(name, _)| *name != "sim_type");
        let mut pages = self.pages(call);
        let mut first = pages.next(translate::sim).await;
        let skipped = pages.skipped();
        if is_unknown_word(&first, |first| first.as_ref().map_or(0, Vec::len) + skipped) {
            pages = self.pages(any_type);
            first = pages.next(translate::sim).await;
        }
        first.map(|first| (pages, first.unwrap_or_default()))
    }

    fn stock_filter(&self, plan: Option<&PlanId>) -> SimFilter {
        let sim_type = Some(self.settings.esim_word.clone());
        SimFilter { sim_type, for_plan: plan.cloned(), ..SimFilter::default() }
    }

    fn is_free(&self, sim: &Sim) -> bool {
        sim.link.is_none() && !sim.is_card && !sim.was_on_phone && !self.is_held(sim.esim.id.as_str())
    }
}

/// A refusal that says how many there are.
fn too_few(found: usize) -> Error {
    let text = match found {
        0 => "No eSIM in stock fits this plan.".to_owned(),
        1 => "Only 1 eSIM in stock fits this plan.".to_owned(),
        many => format!("Only {many} eSIMs in stock fit this plan."),
    };
    refused(&text, FIND_STOCK)
}

fn one_sim(body: &[u8], id: &EsimId, operation: &'static str) -> Result<Sim> {
    let (row, raw) = wire::object(body, operation)?;
    let sim = translate::sim(&row, raw).map_err(|misfit| wire::unreadable(misfit, operation))?;
    must_be(id.as_str(), sim.esim.id.as_str(), operation)?;
    Ok(sim)
}

fn is_active(sim: &Sim) -> bool {
    sim.status.as_ref().is_none_or(|word| word.eq_ignore_ascii_case("active"))
}

/// The server may have another word for eSIMs: it refuses ours, or finds no rows for it.
fn is_unknown_word<T>(answer: &Result<T>, rows: impl Fn(&T) -> usize) -> bool {
    match answer {
        Ok(found) => rows(found) == 0,
        Err(error) => error.status == Some(422),
    }
}
