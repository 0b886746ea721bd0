//! Reading eSIMs and the plans on them.

use super::calls::{LIST_ESIMS, LIST_SERVICES, READ_ESIM, is_in_the_making};
use super::lists::{Page, Pages, row, unreadable};
use super::translate::{self, On};
use super::{EsimGo, held, lists, units, wire};
use crate::http::Urgency;
use crate::json;
use async_trait::async_trait;
use esim_desk_model::{Esim, EsimId, Iccid, Service, ServiceId, Usage};
use esim_desk_provider::{Error, Esims, Kind, Listing, Result, Skipped};
use serde_json::value::RawValue;
use std::collections::HashSet;

/// A row of the list of eSIMs.
struct Listed {
    iccid: String,
    /// Changes when the row says that something happened.
    stamp: String,
    suspended: bool,
    note: Option<String>,
}

#[async_trait]
impl Esims for EsimGo {
    async fn list(&self) -> Result<Listing<Esim>> {
        let listed = self.listed().await?;
        let mut listing = Listing { rows: Vec::with_capacity(listed.rows.len()), skipped: listed.skipped };
        for (index, row) in listed.rows.iter().enumerate() {
            let known = held(&self.memory).esim(&row.iccid, &row.stamp);
            let read = match known {
                Some(esim) => Ok(esim),
                None => self.listed_esim(row).await?,
            };
            match read {
                // The row is new, the eSIM itself may have been read before another desk wrote onto it.
                Ok(esim) => listing.rows.push(Esim { note: row.note.clone().or(esim.note), ..esim }),
                Err(why) => listing.skipped.push(Skipped { index, why }),
            }
        }
        Ok(listing)
    }

    async fn one(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Urgent).await
    }

    async fn one_in_turn(&self, id: &EsimId) -> Result<Option<Esim>> {
        self.esim_at(id, Urgency::Usual).await
    }

    async fn services(&self) -> Result<Listing<Service>> {
        let listed = self.listed().await?;
        let mut listing = Listing { rows: Vec::new(), skipped: listed.skipped };
        for (index, row) in listed.rows.iter().enumerate() {
            let known = held(&self.memory).services(&row.iccid, &row.stamp);
            if let Some(known) = known {
                listing.rows.extend(known);
                continue;
            }
            match readable(self.services_on(&row.iccid, row.suspended, Urgency::Usual).await)? {
                Ok(Some(found)) => {
                    if found.is_complete() {
                        held(&self.memory).keep_services(&row.iccid, &row.stamp, &found.rows);
                    }
                    listing.rows.extend(found.rows);
                    listing.skipped.extend(found.skipped.into_iter().map(|bad| Skipped { index, ..bad }));
                }
                Ok(None) => listing.skipped.push(Skipped { index, why: GONE.to_owned() }),
                Err(why) => listing.skipped.push(Skipped { index, why }),
            }
        }
        Ok(listing)
    }

    async fn service(&self, id: &ServiceId) -> Result<Option<Service>> {
        let Some(iccid) = translate::esim_of(id) else { return Ok(None) };
        let Some(body) = self.get_bundles(iccid, Urgency::Urgent).await? else { return Ok(None) };
        let is_it = |service: &Service| service.id == *id;
        let found = assignments(&body, iccid, false, translate::service)?;
        if !found.rows.iter().any(is_it) {
            return complete(found, LIST_SERVICES).map(|_| None);
        }
        // Only the eSIM itself says whether the account stopped it.
        let suspended = match self.get_esim(iccid, Urgency::Urgent).await? {
            Some(body) => translate::is_suspended(&row(lists::one(&body, NAMES, READ_ESIM)?, READ_ESIM)?),
            None => false,
        };
        let found = assignments(&body, iccid, suspended, translate::service)?;
        Ok(found.rows.into_iter().find(is_it))
    }

    async fn usage(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Urgent).await
    }

    async fn usage_in_turn(&self, id: &ServiceId) -> Result<Option<Usage>> {
        self.usage_at(id, Urgency::Usual).await
    }
}

/// The names under which eSIMs may stand.
pub(super) const NAMES: &[&str] = &["esims", "data"];

const GONE: &str = "it cannot be read by itself";

impl EsimGo {
    async fn esim_at(&self, id: &EsimId, urgency: Urgency) -> Result<Option<Esim>> {
        // What is no ICCID is the id of nothing here.
        let Ok(number) = Iccid::parse(id.as_str()) else { return Ok(None) };
        let esim = self.esim(number.as_str(), urgency).await?;
        match &esim {
            Some(esim) => held(&self.memory).renew_esim(number.as_str(), esim),
            None => held(&self.memory).forget(number.as_str()),
        }
        Ok(esim)
    }

    async fn usage_at(&self, id: &ServiceId, urgency: Urgency) -> Result<Option<Usage>> {
        let Some(iccid) = translate::esim_of(id) else { return Ok(None) };
        let Some(body) = self.get_bundles(iccid, urgency).await? else { return Ok(None) };
        let read = |on: &On<'_>, wire: &wire::Assignment, raw: &str| {
            translate::service(on, wire, raw).map(|service| (service.id, translate::usage(wire)))
        };
        let found = assignments(&body, iccid, false, read)?;
        Ok(found.rows.into_iter().find(|(found, _)| *found == *id).map(|(_, usage)| usage))
    }

    /// Every row of the list.
    async fn listed(&self) -> Result<Listing<Listed>> {
        let list = Pages {
            operation: LIST_ESIMS,
            urgency: Urgency::Usual,
            path: "esims",
            names: NAMES,
            size: ("perPage", "100"),
            query: Vec::new(),
        };
        let listed = self.whole(&list, |row: &Listed| &row.iccid, in_list).await?;
        if listed.is_complete() {
            let iccids: HashSet<_> = listed.rows.iter().map(|row| row.iccid.as_str()).collect();
            held(&self.memory).only(&iccids);
        }
        Ok(listed)
    }

    /// A listed eSIM read by itself and kept; the inner error is what is wrong with it alone.
    async fn listed_esim(&self, row: &Listed) -> Result<std::result::Result<Esim, String>> {
        match readable(self.esim(&row.iccid, Urgency::Usual).await)? {
            Ok(Some(esim)) => {
                held(&self.memory).keep_esim(&row.iccid, &row.stamp, &esim);
                Ok(Ok(esim))
            }
            Ok(None) => Ok(Err(GONE.to_owned())),
            Err(why) => Ok(Err(why)),
        }
    }

    async fn esim(&self, iccid: &str, urgency: Urgency) -> Result<Option<Esim>> {
        let Some(body) = self.get_esim(iccid, urgency).await? else { return Ok(None) };
        let Some(raw) = lists::at_most_one(&body, NAMES, READ_ESIM)? else { return Ok(None) };
        let esim =
            translate::esim(&row(raw, READ_ESIM)?, raw.get()).map_err(|_| unreadable("iccid", READ_ESIM))?;
        // One traveller's eSIM is never shown as another's.
        if esim.id.as_str() == iccid { Ok(Some(esim)) } else { Err(unreadable("iccid", READ_ESIM)) }
    }

    /// Every plan on one eSIM.
    pub(super) async fn services_on(
        &self,
        iccid: &str,
        suspended: bool,
        urgency: Urgency,
    ) -> Result<Option<Listing<Service>>> {
        let Some(body) = self.get_bundles(iccid, urgency).await? else { return Ok(None) };
        assignments(&body, iccid, suspended, translate::service).map(Some)
    }
}

fn in_list(wire: wire::Esim, _raw: &str) -> std::result::Result<Listed, &'static str> {
    let said = |word: &Option<String>| word.clone().unwrap_or_default();
    let at = units::text(&wire.action_date).unwrap_or_default();
    Ok(Listed {
        iccid: translate::number_of(&wire)?.as_str().to_owned(),
        stamp: format!("{}|{at}|{}", said(&wire.last_action), said(&wire.state)),
        suspended: translate::is_suspended(&wire),
        note: translate::note(&wire),
    })
}

/// Every assignment of every bundle on one eSIM.
pub(super) fn assignments<T>(
    body: &[u8],
    iccid: &str,
    suspended: bool,
    read: impl Fn(&On<'_>, &wire::Assignment, &str) -> std::result::Result<T, &'static str>,
) -> Result<Listing<T>> {
    let page = Page::read(body, &["bundles", "data"], LIST_SERVICES)?;
    let bundles = json::rows(&page.rows, |wire: wire::Applied, _| Ok(wire));
    let mut all = Listing { rows: Vec::new(), skipped: bundles.skipped };
    for bundle in &bundles.rows {
        let (name, description) = (bundle.name.as_deref(), units::filled(&bundle.description));
        let on = On { iccid, suspended, bundle: name, description };
        let raws: Vec<&RawValue> = bundle.assignments.iter().flatten().map(AsRef::as_ref).collect();
        let found = json::rows(&raws, |wire: wire::Assignment, raw: &str| read(&on, &wire, raw));
        all.rows.extend(found.rows);
        all.skipped.extend(found.skipped);
    }
    Ok(all)
}

/// Sets apart what is wrong with one answer alone from what ends the whole reading.
fn readable<T>(answer: Result<T>) -> Result<std::result::Result<T, String>> {
    match answer {
        Ok(found) => Ok(Ok(found)),
        Err(error) if is_of_one(&error) => Ok(Err(error.to_string())),
        Err(error) => Err(error),
    }
}

fn is_of_one(error: &Error) -> bool {
    matches!(error.kind, Kind::Unreadable { .. } | Kind::NotJson | Kind::Refused) || is_in_the_making(error)
}

/// The rows of a list from whose gaps something is concluded.
///
/// # Errors
/// `Unreadable` with the first row that could not be read.
pub(super) fn complete<T>(listing: Listing<T>, operation: &'static str) -> Result<Vec<T>> {
    match listing.skipped.first() {
        None => Ok(listing.rows),
        Some(bad) => {
            let path = format!("[{}] {}", bad.index, bad.why);
            Err(Error::without_effect(Kind::Unreadable { path }, operation))
        }
    }
}
