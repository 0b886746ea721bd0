//! Looking after one eSIM: what its own answer says beyond the list, stopping it, and our order number on it.

use super::calls::READ_ESIM;
use super::lists::{row, unreadable};
use super::units::moment;
use super::{EsimGo, esims, held, lists, translate, wire};
use crate::http::{Ask, Urgency, decode};
use esim_desk_model::{EsimId, Iccid, Timestamp};
use esim_desk_provider::{Error, Kind, Result};
use reqwest::Method;
use serde::{Deserialize, Serialize};

/// `GET /esims/{iccid}/suspend`.
const READ_SUSPENSION: &str = "ask whether an eSIM is suspended";
/// `POST /esims/{iccid}/suspend`.
const SUSPEND: &str = "suspend an eSIM";
/// `PUT /esims`.
const WRITE_NOTE: &str = "write an order number onto an eSIM";
/// `GET /esims` by `customerRef`.
const FIND_NOTE: &str = "look for an order number";

/// What an eSIM's own answer says beside its install data and profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The order number that a desk wrote onto it (`customerRef`).
    pub note: Option<String>,
    /// `active`, `suspended` or `deactivated`, as eSIM Go writes it; 2.5 alone.
    pub state: Option<String>,
    /// When it was first installed.
    pub installed_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Suspension {
    suspended: bool,
}

#[derive(Serialize)]
struct Suspend {
    suspend: bool,
}

#[derive(Serialize)]
struct Note<'a> {
    iccid: &'a str,
    #[serde(rename = "customerRef")]
    customer_ref: &'a str,
}

impl EsimGo {
    /// What an eSIM's own answer says beside its install data and profile; `None` when there is no such eSIM.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn facts(&self, id: &EsimId) -> Result<Option<Facts>> {
        let Some(iccid) = number(id) else { return Ok(None) };
        let Some(body) = self.get_esim(iccid.as_str(), Urgency::Urgent).await? else { return Ok(None) };
        let wire: wire::Esim = row(lists::one(&body, esims::NAMES, READ_ESIM)?, READ_ESIM)?;
        Ok(Some(Facts {
            note: translate::note(&wire),
            state: wire.state.filter(|text| !text.trim().is_empty()),
            installed_at: moment(&wire.first_installed_date_time),
        }))
    }

    /// Whether an eSIM is suspended; `None` when there is no such eSIM, and in 2.4.
    ///
    /// # Errors
    /// Those of reading.
    pub async fn is_suspended(&self, id: &EsimId) -> Result<Option<bool>> {
        let Some(body) = self.about(id, READ_SUSPENSION, "suspend").await? else { return Ok(None) };
        decode(&body, READ_SUSPENSION).map(|answer: Suspension| Some(answer.suspended))
    }

    /// Stops an eSIM, or lets it go on; its bundles stay on it. What the supplier stopped by its own policy
    /// stays stopped. Sent once.
    ///
    /// # Errors
    /// `Refused` for a deactivated eSIM; with [`Effect::Unknown`](esim_desk_provider::Effect) when no answer
    /// tells whether it was done.
    pub async fn suspend(&self, id: &EsimId, suspend: bool) -> Result<()> {
        let iccid = self.changing(id, SUSPEND)?;
        let body = text_of(&Suspend { suspend }, SUSPEND)?;
        self.once(&Ask::get(SUSPEND, Urgency::Urgent, &["esims", iccid.as_str(), "suspend"]).json(body))
            .await
            .map(drop)
    }

    /// Writes our order number onto an eSIM, which makes it findable ever after. Sent once.
    ///
    /// # Errors
    /// As [`EsimGo::suspend`].
    pub async fn write_note(&self, id: &EsimId, note: &str) -> Result<()> {
        let iccid = self.changing(id, WRITE_NOTE)?;
        // The schema wants both in the query and in the body.
        let body = text_of(&Note { iccid: iccid.as_str(), customer_ref: note }, WRITE_NOTE)?;
        let ask = Ask::get(WRITE_NOTE, Urgency::Urgent, &["esims"]).json(body).method(Method::PUT);
        self.once(&ask.query("iccid", iccid.as_str()).query("customerRef", note)).await.map(drop)
    }

    /// The eSIMs that carry exactly this order number.
    ///
    /// # Errors
    /// Those of reading; `Unreadable` for an incomplete list, from whose gaps nothing may be concluded.
    pub async fn esims_with_note(&self, note: &str) -> Result<Vec<EsimId>> {
        let list = lists::Pages {
            operation: FIND_NOTE,
            urgency: Urgency::Urgent,
            path: "esims",
            names: esims::NAMES,
            size: ("perPage", "100"),
            query: vec![("filterBy", "customerRef"), ("filter", note)],
        };
        let read = |wire: wire::Esim, _: &str| {
            let iccid = translate::number_of(&wire)?;
            Ok((iccid.as_str().to_owned(), wire.customer_ref.unwrap_or_default()))
        };
        let found = self.whole(&list, |row: &(String, String)| row.0.as_str(), read).await?;
        let rows = esims::complete(found, FIND_NOTE)?;
        // Texts match by their parts there.
        Ok(rows.into_iter().filter(|(_, on_it)| on_it == note).map(|(iccid, _)| EsimId(iccid)).collect())
    }

    pub(super) async fn about(
        &self,
        id: &EsimId,
        operation: &'static str,
        what: &str,
    ) -> Result<Option<Vec<u8>>> {
        let Some(iccid) = number(id) else { return Ok(None) };
        let path = ["esims", iccid.as_str(), what];
        self.found(iccid.as_str(), &Ask::get(operation, Urgency::Urgent, &path)).await
    }

    /// The number of an eSIM that is about to be changed, of which nothing is remembered from now on.
    pub(super) fn changing(&self, id: &EsimId, operation: &'static str) -> Result<Iccid> {
        let iccid = number(id).ok_or_else(|| Error::without_effect(Kind::NotFound, operation))?;
        held(&self.memory).forget(iccid.as_str());
        Ok(iccid)
    }
}

fn number(id: &EsimId) -> Option<Iccid> {
    Iccid::parse(id.as_str()).ok()
}

fn text_of<T: Serialize>(body: &T, operation: &'static str) -> Result<String> {
    serde_json::to_string(body).map_err(|_| unreadable("request", operation))
}
