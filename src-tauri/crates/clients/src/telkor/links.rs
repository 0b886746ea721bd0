//! Links, and the plans activated on them.

use super::calls::Call;
use super::paths::Path;
use super::stock::LIST_SIMS;
use super::{SimFilter, Telkor, complete, must_be, translate, wire};
use esim_desk_model::{EsimId, Iccid, Plan, Timestamp, Usage};
use esim_desk_provider::{Listing, Result};
use serde_json::json;
use std::collections::BTreeMap;

/// `GET /links`, in the desk's words.
pub(super) const LIST_LINKS: &str = "list links";
/// `GET /links/{link_id}`.
pub(super) const READ_LINK: &str = "read a link";
/// `GET /links/{link_id}/activations`.
pub(super) const LIST_ACTIVATIONS: &str = "list the plans on an eSIM";
const SUSPEND: &str = "suspend a link";
const RESUME: &str = "resume a link";

/// The service endpoint that a SIM is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Telkor's id.
    pub id: String,
    /// Its name; ours begin with the key of an order.
    pub name: Option<String>,
    /// Telkor's own word for its state.
    pub status: Option<String>,
    /// The SIM bound to it.
    pub sim: Option<EsimId>,
    /// Number of that SIM.
    pub iccid: Option<Iccid>,
    /// When Telkor made it.
    pub created_at: Option<Timestamp>,
    /// When Telkor last changed it.
    pub updated_at: Option<Timestamp>,
}

/// One plan activated on a link.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Activation {
    pub id: String,
    pub plan: Option<Plan>,
    pub status: Option<String>,
    /// `manual`, or `resubscription` where Telkor renewed it by itself.
    pub source: Option<String>,
    pub usage: Usage,
    pub created_at: Option<Timestamp>,
    pub activated_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    pub raw: String,
}

impl Activation {
    /// Whether it may be of this plan: one that names none may.
    pub fn may_be_of(&self, plan: &str) -> bool {
        self.plan.as_ref().is_none_or(|own| own.id.as_str() == plan || own.id.as_str().is_empty())
    }
}

impl Telkor {
    /// Links whose name, id or ICCID holds this text; all of them for an empty one.
    ///
    /// # Errors
    /// Those of reading; `Path` where the path does not fit.
    pub async fn links(&self, search: &str) -> Result<Listing<Link>> {
        self.listed(with_search(Call::usual(LIST_LINKS, Path::Links), search), translate::link).await
    }

    /// The same, as part of an order.
    pub(super) async fn links_now(&self, search: &str) -> Result<Listing<Link>> {
        self.listed(with_search(Call::urgent(LIST_LINKS, Path::Links), search), translate::link).await
    }

    /// One link; `None` when there is no such, or it was removed.
    ///
    /// # Errors
    /// As [`Self::links`].
    pub async fn link(&self, id: &str) -> Result<Option<Link>> {
        let Some(body) = self.found(&Call::urgent(READ_LINK, Path::Link).of(id)).await? else {
            return Ok(None);
        };
        let (row, raw) = wire::object(&body, READ_LINK)?;
        let link = translate::link(&row, raw).map_err(|misfit| wire::unreadable(misfit, READ_LINK))?;
        must_be(id, &link.id, READ_LINK)?;
        self.with_sim(link).await.map(Some)
    }

    /// The link with the id of its SIM, where its row has only the SIM's number.
    pub(super) async fn with_sim(&self, link: Link) -> Result<Link> {
        let (None, Some(iccid)) = (&link.sim, &link.iccid) else { return Ok(link) };
        let filter = SimFilter { search: Some(iccid.to_string()), ..SimFilter::default() };
        let sims = complete(self.sims(&filter).await?, LIST_SIMS)?;
        let sim = sims.into_iter().find(|sim| sim.esim.iccid.as_ref() == Some(iccid));
        Ok(Link { sim: sim.map(|sim| sim.esim.id), ..link })
    }

    /// The same for many, by one list of the SIMs.
    pub(super) async fn with_sims(&self, links: Vec<Link>) -> Result<Vec<Link>> {
        let is_numbered = |link: &Link| link.sim.is_none() && link.iccid.is_some();
        if !links.iter().any(is_numbered) {
            return Ok(links);
        }
        let sims = self.sims(&SimFilter::default()).await?.rows.into_iter();
        let ids: BTreeMap<_, _> = sims.filter_map(|sim| Some((sim.esim.iccid?, sim.esim.id))).collect();
        let sim_of = |link: &Link| link.sim.clone().or_else(|| ids.get(link.iccid.as_ref()?).cloned());
        Ok(links.into_iter().map(|link| Link { sim: sim_of(&link), ..link }).collect())
    }

    /// The plans on a link; `None` when there is no such link.
    pub(super) async fn activations(&self, link: &str) -> Result<Option<Listing<Activation>>> {
        let call = Call::urgent(LIST_ACTIVATIONS, Path::Activations).of(link);
        self.activations_by(call).await
    }

    /// The same, with nobody waiting.
    pub(super) async fn activations_in_turn(&self, link: &str) -> Result<Option<Listing<Activation>>> {
        let call = Call::usual(LIST_ACTIVATIONS, Path::Activations).of(link);
        self.activations_by(call).await
    }

    async fn activations_by(&self, call: Call<'_>) -> Result<Option<Listing<Activation>>> {
        match self.listed(call.clone(), translate::activation).await {
            Ok(listing) => Ok(Some(listing)),
            // Asked once more by itself, which tells an unknown link from a path that does not fit.
            Err(error) if matches!(error.status, Some(404 | 410)) => {
                self.found(&call).await?.map_or(Ok(None), |_| Err(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Stops the service of a link. Sent once.
    ///
    /// # Errors
    /// The effect says whether it may have been stopped all the same.
    pub async fn suspend(&self, link: &str) -> Result<()> {
        self.post(&Call::urgent(SUSPEND, Path::Suspend).of(link), &json!({})).await.map(drop)
    }

    /// Lets a stopped link serve again. Sent once.
    ///
    /// # Errors
    /// As [`Self::suspend`].
    pub async fn resume(&self, link: &str) -> Result<()> {
        self.post(&Call::urgent(RESUME, Path::Resume).of(link), &json!({})).await.map(drop)
    }
}

fn with_search<'c>(call: Call<'c>, search: &'c str) -> Call<'c> {
    if search.is_empty() { call } else { call.query("search", search) }
}
