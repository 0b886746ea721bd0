//! What came of a purchase: the orders since it was sent that are the same in everything that is known.
//!
//! eSIM Go takes no number of ours with an order. So the orders before a purchase are remembered ([`Known`]),
//! and afterwards every newer order of the same bundle, amount and kind is offered as a candidate. It is a
//! difference, never proof: somebody else's purchase looks the same. The balance is the second witness: as
//! long as it fell by more than the orders explain, or is not told, nothing is concluded.

use super::calls::{LIST_ORDERS, is_in_the_making};
use super::esims::complete;
use super::lines::{astray, bought, costs, iccids, is_same, pays_in};
use super::lists::Pages;
use super::orders::{NAMES, total_of};
use super::translate::{self, created_at};
use super::{EsimGo, lists, units, wire};
use crate::http::Urgency;
use esim_desk_model::{EsimId, Iccid, Money, ServiceId, Timestamp};
use esim_desk_provider::{Candidate, Evidence, Mark, Request, Result, Source, Taken, Target, Trace};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An order may be dated so much before it was sent, by clocks that do not agree, in seconds.
const EARLIER: i64 = 120;

/// How far back a mark remembers, in seconds: well beyond what a look afterwards takes in.
const REMEMBERED: i64 = 900;

/// What the account looked like before a purchase.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Known {
    /// The references of the latest orders.
    orders: BTreeSet<String>,
    /// What the account held.
    balance: Option<Money>,
    /// Pieces of the plan in stock, where one of them is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pieces: Option<u32>,
}

/// Reads a mark back.
pub(super) fn known(mark: &Mark) -> Result<Known> {
    serde_json::from_str(&mark.0).map_err(|_| lists::unreadable("mark", "read a mark"))
}

/// How far an order is. Data that went onto another eSIM than the chosen one is an alarm, whatever its status.
pub(super) fn taken(order: &wire::Order, request: &Request) -> Taken {
    match astray(&iccids(order, request), request) {
        Some(reason) => Taken::Failed { reason: Some(reason), money_back: Some(false) },
        None => translate::taken(order),
    }
}

impl EsimGo {
    /// The latest orders and the balance, and the stock where something is taken from it.
    pub(super) async fn take_stock(&self, request: &Request) -> Result<Known> {
        let since = self.http.now_there().as_second() - REMEMBERED;
        let orders = complete(self.orders_since(since).await?, LIST_ORDERS)?;
        let orders = orders.into_iter().filter_map(|order| order.order_reference).collect();
        let pieces = match &request.source {
            Source::Bought => None,
            Source::Stock { .. } => Some(self.pieces_of(request.plan_id()).await?),
        };
        Ok(Known { orders, balance: self.account().await?.balance, pieces })
    }

    /// What fits and is new.
    pub(super) async fn look(&self, request: &Request, known: &Known, since: Timestamp) -> Result<Trace> {
        let since = since.as_second() - self.http.skew_seconds().unwrap_or(0) - EARLIER;
        if let Source::Stock { .. } = &request.source {
            return self.look_in_stock(request, known, since).await;
        }
        let cannot = |why: &str| Ok(Trace::CannotTell { why: why.to_owned() });
        let account = self.account().await?;
        let rows = complete(self.orders_since(since).await?, LIST_ORDERS)?;
        let new: Vec<_> = rows.iter().filter(|order| is_new(order, known, since)).collect();
        let mut candidates = Vec::new();
        for order in new.iter().filter(|order| is_same(order, request)) {
            if !costs(order, request, &account.currency) {
                return cannot("a new order of this plan has another amount");
            }
            candidates.extend(self.candidate(order, request, since).await?);
        }
        match doubt(known, &account.balance, &new, &account.currency) {
            Some(why) if candidates.is_empty() => cannot(why),
            Some(_) | None => Ok(Trace::Looked(candidates)),
        }
    }

    /// Orders since a moment by the supplier's clock, with their eSIMs.
    pub(super) async fn orders_since(&self, second: i64) -> Result<esim_desk_provider::Listing<wire::Order>> {
        let from = Timestamp::from_second(second).unwrap_or_default();
        let from = format!("gte:{from:.3}");
        let list = Pages {
            operation: LIST_ORDERS,
            urgency: Urgency::Urgent,
            path: "orders",
            names: NAMES,
            size: ("limit", "50"),
            query: vec![("createdAt", from.as_str()), ("includeIccids", "true")],
        };
        self.whole(&list, reference_of, with_reference).await
    }

    /// The eSIMs of an order that is certainly ours.
    pub(super) async fn outcome(
        &self,
        reference: &str,
        order: &wire::Order,
        request: &Request,
    ) -> Result<Vec<Candidate>> {
        let mut found = Vec::new();
        for iccid in self.esims_of(reference, order, request).await? {
            let service = self.service_so_far(&iccid, reference).await?;
            found.push(candidate(reference, order, Some(&iccid), service, Evidence::Reference));
        }
        Ok(found)
    }

    /// A new order that may be ours, unless its eSIM says that it is not. Data that went onto another eSIM may be
    /// ours gone astray, so its order is shown without that eSIM.
    async fn candidate(
        &self,
        order: &wire::Order,
        request: &Request,
        since: i64,
    ) -> Result<Option<Candidate>> {
        let reference = reference_of(order);
        let esims = self.esims_of(reference, order, request).await?;
        let Some(iccid) = esims.first() else {
            return Ok(Some(candidate(reference, order, None, None, Evidence::Difference)));
        };
        if let Target::AddData { esim, .. } = &request.target
            && esim.as_str() != iccid.as_str()
        {
            return Ok(Some(candidate(reference, order, None, None, Evidence::Difference)));
        }
        let on = self.service_of(iccid, reference).await?;
        let foreign = self.is_foreign(iccid, on.as_ref(), request, since).await?;
        let service = on.map(|on| on.service);
        Ok((!foreign).then(|| candidate(reference, order, Some(iccid), service, Evidence::Difference)))
    }

    /// Whether a new eSIM is known to be somebody else's.
    pub(super) async fn is_foreign(
        &self,
        iccid: &Iccid,
        on: Option<&On>,
        request: &Request,
        since: i64,
    ) -> Result<bool> {
        match &request.target {
            Target::AddData { .. } => Ok(false),
            Target::NewEsim => {
                let was_there = on.and_then(|on| on.first_at).is_some_and(|at| at < since);
                Ok(was_there || self.has_a_note(iccid).await?)
            }
        }
    }

    /// The eSIMs of an order; larger orders tell them only by their assignments.
    pub(super) async fn esims_of(
        &self,
        reference: &str,
        order: &wire::Order,
        request: &Request,
    ) -> Result<Vec<Iccid>> {
        let named = iccids(order, request);
        if !named.is_empty() {
            return Ok(named);
        }
        let assigned = self.assigned(reference).await?.unwrap_or_default();
        Ok(assigned.into_iter().map(|one| one.iccid).collect())
    }

    /// The plan that an order put onto an eSIM; `None` while it is not to be seen.
    pub(super) async fn service_of(&self, iccid: &Iccid, reference: &str) -> Result<Option<On>> {
        let Some(body) = self.get_bundles(iccid.as_str(), Urgency::Urgent).await? else { return Ok(None) };
        let read = |on: &translate::On<'_>, wire: &wire::Assignment, raw: &str| {
            let service = translate::service(on, wire, raw)?.id;
            let at = units::moment(&wire.assignment_date_time).map(Timestamp::as_second);
            let bundle = on.bundle.map(str::to_owned);
            Ok((service, wire.assignment_reference.clone().unwrap_or_default(), at, bundle))
        };
        let all = super::esims::assignments(&body, iccid.as_str(), false, read)?.rows;
        let first_at = all.iter().filter_map(|(_, _, at, _)| *at).min();
        let ours = all.into_iter().find(|(_, of, _, _)| is_of(of, reference));
        Ok(ours.map(|(service, _, _, bundle)| On { service, first_at, bundle }))
    }

    /// The same for an order that is certainly ours: its eSIM can be handed over while its plan is still put onto it.
    pub(super) async fn service_so_far(&self, iccid: &Iccid, reference: &str) -> Result<Option<ServiceId>> {
        match self.service_of(iccid, reference).await {
            Err(error) if is_in_the_making(&error) => Ok(None),
            answer => Ok(answer?.map(|on| on.service)),
        }
    }

    /// Whether somebody wrote an order number onto an eSIM. Ours is written only after its order is known.
    async fn has_a_note(&self, iccid: &Iccid) -> Result<bool> {
        let Some(body) = self.get_esim(iccid.as_str(), Urgency::Urgent).await? else { return Ok(false) };
        let operation = super::calls::READ_ESIM;
        let wire: wire::Esim = lists::row(lists::one(&body, super::esims::NAMES, operation)?, operation)?;
        Ok(translate::note(&wire).is_some())
    }
}

/// What an order put onto an eSIM.
pub(super) struct On {
    pub service: ServiceId,
    /// Name of the bundle.
    pub bundle: Option<String>,
    /// When the eSIM got its first plan, in seconds.
    first_at: Option<i64>,
}

/// An assignment's reference is its order's, and a count behind it.
fn is_of(assignment: &str, reference: &str) -> bool {
    let rest = assignment.get(..reference.len()).filter(|begin| begin.eq_ignore_ascii_case(reference));
    rest.is_some() && matches!(assignment.as_bytes().get(reference.len()), None | Some(b'-'))
}

pub(super) fn reference_of(order: &wire::Order) -> &str {
    order.order_reference.as_deref().unwrap_or_default()
}

fn with_reference(order: wire::Order, _raw: &str) -> std::result::Result<wire::Order, &'static str> {
    match order.order_reference.as_deref() {
        Some(reference) if !reference.is_empty() => Ok(order),
        Some(_) | None => Err("orderReference is missing"),
    }
}

/// Whether an order was made after the purchase was sent. One without a time may be.
pub(super) fn is_new(order: &wire::Order, known: &Known, since: i64) -> bool {
    let is_known = order.order_reference.as_ref().is_some_and(|reference| known.orders.contains(reference));
    !is_known && created_at(order).is_none_or(|made| made.as_second() >= since)
}

/// Why the balance lets nothing be concluded: it is not known, or the account lost more than the new orders took,
/// where others paid in; a purchase is often what makes the card pay.
fn doubt(known: &Known, now: &Option<Money>, new: &[&wire::Order], account: &str) -> Option<&'static str> {
    let both = known.balance.as_ref().zip(now.as_ref());
    let Some((before, now)) = both.filter(|(before, now)| before.currency == now.currency) else {
        return Some("the balance before and after is not told");
    };
    let spent: i128 = new.iter().map(|order| took(order, &now.currency, account)).sum();
    let lost = units::millionths(before) - units::millionths(now);
    (lost > spent).then_some("the balance fell and no order explains it")
}

/// What an order took from the account in millionths; below zero where it paid in.
fn took(order: &wire::Order, currency: &str, account: &str) -> i128 {
    let total = total_of(order, account).filter(|total| total.currency == currency);
    match total.as_ref().map_or(0, units::millionths) {
        total if bought(order).next().is_some() => total,
        total if pays_in(order) => -total,
        _ => 0,
    }
}

pub(super) fn candidate(
    reference: &str,
    order: &wire::Order,
    esim: Option<&Iccid>,
    service: Option<ServiceId>,
    evidence: Evidence,
) -> Candidate {
    Candidate {
        reference: Some(reference.to_owned()),
        esim: esim.map(|iccid| EsimId::from(iccid.as_str())),
        service,
        created_at: created_at(order),
        evidence,
    }
}
