//! What came of a purchase: what is new in the account since before it, and fits.
//!
//! ZIM has no reference of ours and its order names no eSIM. So before a purchase the ids of everything in
//! the account are remembered ([`Known`]), and afterwards what is new is offered as candidates. Nothing is
//! concluded from a list with an unreadable row, nor that nothing was bought where orders cannot be listed.
//! Everything found by being new is a difference, never proof:
//! somebody else's purchase looks the same.

use super::calls::{LIST_ESIMS, LIST_ORDERS, LIST_SERVICES, READ_ORDER, complete, listing};
use super::orders::{type_of, unreadable};
use super::wire::{self, SubscriptionIds};
use super::{Zim, translate};
use crate::http::Urgency;
use esim_desk_model::{EsimId, ServiceId, Timestamp};
use esim_desk_provider::{
    Candidate, Error, Evidence, Kind, Listing, Mark, Request, Result, Taken, Target, Trace,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An order may be dated so much before it was sent, by clocks that do not agree.
const EARLIER: i64 = 120;

/// Why nothing is concluded where no order can be seen: one that waits for approval leaves nothing else behind.
const UNSEEN: &str = "the account may not list its orders, and one may wait for approval at ZIM";

/// Words of a subscription whose allowance is over; leaving one of them is what adding data looks like.
const OVER: [&str; 3] = ["DEPLETED", "EXPIRED", "CANCELLED"];

/// What the account looked like before a purchase.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Known {
    /// Order ids; absent where the account's role may not list orders.
    orders: Option<BTreeSet<String>>,
    /// Why there are no order ids.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    why_no_orders: Option<String>,
    /// Subscription ids, each with its status.
    subscriptions: BTreeMap<String, String>,
    /// eSIM ids.
    esims: BTreeSet<String>,
}

impl Zim {
    /// Every id in the account.
    pub(super) async fn take_stock(&self) -> Result<Known> {
        let esims = self.esim_ids().await?.into_iter().collect();
        let subscriptions = self.subscription_rows().await?.into_iter();
        let subscriptions =
            subscriptions.filter_map(|row| Some((row.id?, row.status.unwrap_or_default()))).collect();
        let (orders, why_no_orders) = match self.order_rows().await {
            Ok(rows) => (Some(rows.into_iter().filter_map(|row| row.id).collect()), None),
            Err(error) if is_closed(&error) => (None, Some(error.to_string())),
            Err(error) => return Err(error),
        };
        Ok(Known { orders, why_no_orders, subscriptions, esims })
    }

    /// What fits and is new: orders where they can be listed, else what they leave behind. An order that only
    /// the list would show is not proven absent without it.
    pub(super) async fn look(&self, request: &Request, known: &Known, since: Timestamp) -> Result<Trace> {
        let orders = self.visible_new_orders(request, known).await?;
        if let Some(orders) = orders.as_deref().filter(|orders| !orders.is_empty()) {
            let (timely, odd): (Vec<_>, Vec<_>) = orders.iter().partition(|row| self.is_timely(row, since));
            if timely.is_empty() && !odd.is_empty() {
                let why = "a new order of this plan has a time that does not fit".to_owned();
                return Ok(Trace::CannotTell { why });
            }
            return Ok(Trace::Looked(
                timely.into_iter().map(|row| of_order(row, Evidence::Difference)).collect(),
            ));
        }
        let is_closed = orders.is_none();
        let found = self.new_things(request, known, is_closed).await?;
        if is_closed && found.is_empty() {
            return Ok(Trace::CannotTell { why: UNSEEN.to_owned() });
        }
        Ok(Trace::Looked(found))
    }

    /// The candidates of an order that was taken, the surest kind first and only that kind.
    pub(super) async fn outcome(
        &self,
        reference: &str,
        row: Option<&wire::Order>,
        request: &Request,
        known: &Known,
    ) -> Result<Vec<Candidate>> {
        let named = row.filter(|row| row.esim().is_some() || row.subscription().is_some());
        if let Some(row) = named {
            return Ok(vec![of_order(row, Evidence::Reference)]);
        }
        let mut candidates = self.new_things(request, known, true).await?;
        let is_done = row.is_some_and(|row| translate::taken(row) == Taken::Fulfilled);
        if let Target::AddData { esim, service } = &request.target
            && is_done
            && candidates.is_empty()
        {
            // Our own order named the plan it tops up, and nothing else of it need show.
            candidates.push(Candidate {
                reference: None,
                esim: Some(esim.clone()),
                service: Some(service.clone()),
                created_at: None,
                evidence: Evidence::Reference,
            });
        }
        for candidate in &mut candidates {
            candidate.reference = Some(reference.to_owned());
        }
        Ok(candidates)
    }

    /// The orders that may stand in the place of one that was replaced; where none is to be seen, what it left
    /// behind itself.
    pub(super) async fn replacement(
        &self,
        reference: &str,
        row: Option<&wire::Order>,
        request: &Request,
        known: &Known,
        since: Timestamp,
    ) -> Result<Vec<Candidate>> {
        let newer = self.visible_new_orders(request, known).await?.unwrap_or_default();
        let is_other = |row: &&wire::Order| row.id.as_deref() != Some(reference);
        let others = newer.iter().filter(is_other).filter(|row| self.is_timely(row, since));
        let successors: Vec<_> = others.map(|row| of_order(row, Evidence::Difference)).collect();
        if successors.is_empty() {
            self.outcome(reference, row, request, known).await
        } else {
            Ok(successors)
        }
    }

    /// New subscriptions that fit; where there are none, new eSIMs that no other subscription explains.
    async fn new_things(
        &self,
        request: &Request,
        known: &Known,
        esims_count: bool,
    ) -> Result<Vec<Candidate>> {
        let rows = self.subscription_rows().await?;
        let plan = request.plan_id().as_str();
        let fits = |row: &&SubscriptionIds| row.plan().is_none_or(|id| id == plan);
        let is_new =
            |row: &&SubscriptionIds| row.id.as_ref().is_some_and(|id| !known.subscriptions.contains_key(id));
        if let Target::AddData { esim, .. } = &request.target {
            let on_it = rows.iter().filter(|row| row.esim_id.as_deref() == Some(esim.as_str()));
            let found = on_it.filter(|row| if is_new(row) { fits(row) } else { revived(row, known) });
            return Ok(found.map(of_subscription).collect());
        }
        let new: Vec<_> = rows.iter().filter(is_new).collect();
        let fitting: Vec<_> = new.iter().filter(|row| fits(row)).map(|row| of_subscription(row)).collect();
        if !fitting.is_empty() || !esims_count {
            return Ok(fitting);
        }
        let explained: BTreeSet<_> = rows.iter().filter_map(|row| row.esim_id.as_deref()).collect();
        let esims = self.esim_ids().await?;
        let unexplained =
            esims.into_iter().filter(|id| !known.esims.contains(id) && !explained.contains(id.as_str()));
        Ok(unexplained.map(of_esim).collect())
    }

    /// The order rows that are new and fit; `None` where the list is closed, or was when the mark was taken.
    async fn visible_new_orders(&self, request: &Request, known: &Known) -> Result<Option<Vec<wire::Order>>> {
        let Some(before) = &known.orders else { return Ok(None) };
        match self.order_rows().await {
            Ok(rows) => Ok(Some(self.new_orders(rows, before, request))),
            Err(error) if is_closed(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Rows not in the mark that are this purchase as far as they say. A replaced order gives way to its
    /// successor.
    fn new_orders(
        &self,
        rows: Vec<wire::Order>,
        before: &BTreeSet<String>,
        request: &Request,
    ) -> Vec<wire::Order> {
        let (order_type, _) = type_of(&request.target);
        let account = self.settings.on_behalf_of.as_deref();
        let mut new: Vec<_> = rows
            .into_iter()
            .filter(|row| row.id.as_ref().is_some_and(|id| !before.contains(id)))
            .filter(|row| row.plan().is_none_or(|plan| plan == request.plan_id().as_str()))
            .filter(|row| row.kind.as_deref().is_none_or(|kind| kind == order_type))
            .filter(|row| {
                account.is_none() || row.account_id.is_none() || row.account_id.as_deref() == account
            })
            .filter(|row| row.status.as_deref() != Some("IN_BASKET"))
            .collect();
        let is_replaced = |row: &wire::Order| row.status.as_deref() == Some("REPLACED");
        if new.iter().any(|row| !is_replaced(row)) {
            new.retain(|row| !is_replaced(row));
        }
        new
    }

    /// Whether an order was made after the purchase was sent, by ZIM's clock. One without a time may be.
    fn is_timely(&self, row: &wire::Order, since: Timestamp) -> bool {
        let since = since.as_second() - self.http.skew_seconds().unwrap_or(0);
        translate::created_at(row).is_none_or(|made| made.as_second() >= since - EARLIER)
    }

    /// The row of one order; `None` where the account may not look, or there is no such row.
    pub(super) async fn order_row(&self, reference: &str) -> Result<Option<wire::Order>> {
        let is_it = |row: &wire::Order| row.id.as_deref() == Some(reference);
        if self.settings.single_order
            && let Ok(Some(body)) = self.get_order(reference).await
            && let Ok(Some((row, _))) = wire::single::<wire::Order>(&body, READ_ORDER)
            && is_it(&row)
        {
            return Ok(Some(row));
        }
        match self.get_orders().await {
            Ok(body) => Ok(order_listing(&body)?.rows.into_iter().find(is_it)),
            Err(error) if is_closed(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the account's role and generation of the API let us see its orders.
    pub(super) async fn may_list_orders(&self) -> Result<bool> {
        match self.order_rows().await {
            Ok(_) => Ok(true),
            Err(error) if is_closed(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn order_rows(&self) -> Result<Vec<wire::Order>> {
        complete(order_listing(&self.get_orders().await?)?, LIST_ORDERS)
    }

    async fn subscription_rows(&self) -> Result<Vec<SubscriptionIds>> {
        let body = self.get_subscriptions(Urgency::Urgent).await?;
        let rows = listing(&body, LIST_SERVICES, with_id(|row: &SubscriptionIds| row.id.as_ref()))?;
        complete(rows, LIST_SERVICES)
    }

    async fn esim_ids(&self) -> Result<Vec<String>> {
        let body = self.get_esims(Urgency::Urgent).await?;
        let rows = listing(&body, LIST_ESIMS, with_id(|row: &wire::Id| row.id.as_ref()))?;
        Ok(complete(rows, LIST_ESIMS)?.into_iter().filter_map(|row| row.id).collect())
    }
}

/// Reads a mark back.
pub(super) fn known(mark: &Mark) -> Result<Known> {
    serde_json::from_str(&mark.0).map_err(|_| unreadable("mark", "read a mark"))
}

fn order_listing(body: &[u8]) -> Result<Listing<wire::Order>> {
    listing(body, LIST_ORDERS, with_id(|row: &wire::Order| row.id.as_ref()))
}

/// Keeps a row as it is if it has an id.
fn with_id<W>(
    id: impl Fn(&W) -> Option<&String>,
) -> impl Fn(W, &str) -> std::result::Result<W, &'static str> {
    move |row, _| match id(&row) {
        Some(text) if !text.is_empty() => Ok(row),
        Some(_) | None => Err("id is missing"),
    }
}

/// Whether the order list is closed to this account: its role, or an older server without one.
fn is_closed(error: &Error) -> bool {
    matches!(error.kind, Kind::Credentials | Kind::Forbidden | Kind::NotFound)
}

/// Whether a subscription that was over runs again.
fn revived(row: &SubscriptionIds, known: &Known) -> bool {
    let before = row.id.as_ref().and_then(|id| known.subscriptions.get(id));
    let is_over = |word: &str| OVER.contains(&word);
    before.is_some_and(|word| is_over(word)) && row.status.as_deref().is_some_and(|word| !is_over(word))
}

fn of_order(row: &wire::Order, evidence: Evidence) -> Candidate {
    Candidate {
        reference: row.id.clone(),
        esim: row.esim().map(EsimId::from),
        service: row.subscription().map(ServiceId::from),
        created_at: translate::created_at(row),
        evidence,
    }
}

fn of_subscription(row: &SubscriptionIds) -> Candidate {
    Candidate {
        reference: None,
        esim: row.esim_id.as_deref().map(EsimId::from),
        service: row.id.as_deref().map(ServiceId::from),
        created_at: None,
        evidence: Evidence::Difference,
    }
}

fn of_esim(id: String) -> Candidate {
    Candidate {
        reference: None,
        esim: Some(EsimId(id)),
        service: None,
        created_at: None,
        evidence: Evidence::Difference,
    }
}
