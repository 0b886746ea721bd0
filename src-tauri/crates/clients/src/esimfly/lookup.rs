//! What came of a purchase: what is new in the account since before it, and fits.
//!
//! eSIMfly takes a key of ours and shows it nowhere again. So before a purchase the newest orders and the
//! balance are remembered ([`Seen`]), and afterwards the orders since then are offered as candidates. Data on an
//! eSIM may leave no order at all: there what the eSIM holds is compared with what it held. A balance that fell
//! although nothing is to be seen forbids every conclusion.

use super::calls::{self, LIST_ORDERS, READ_ORDER, READ_USAGE, unreadable};
use super::pages::{ALL, List, Reader};
use super::units::{iccid, is_more, megabytes, moment, money};
use super::wire::{OneOrder, Order, Page, Use};
use super::{Esimfly, not_it, translate};
use crate::http::{Ask, Urgency};
use crate::json::{rows, text};
use esim_desk_model::{EsimId, Iccid, Money, ServiceId, Timestamp};
use esim_desk_provider::{
    Candidate, Error, Evidence, Kind, Listing, Mark, Progress, Request, Result, Taken, Target, Trace,
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

/// An order may be dated so much before it was sent, by clocks that do not agree.
const EARLIER: i64 = 120;

/// How the references of top-ups begin.
const TOP_UP: &str = "topup_";

/// What the account looked like before a purchase.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// The newest orders' references.
    orders: BTreeSet<String>,
    /// What the wallet held.
    balance: Option<Money>,
    /// The eSIM that data is added to, and what it held.
    before: BTreeMap<String, Before>,
}

impl Seen {
    /// The same, with what an eSIM held.
    pub fn with(mut self, esim: &str, before: Before) -> Self {
        self.before.insert(esim.to_owned(), before);
        self
    }
}

/// What an eSIM held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    /// Bytes bought in all; absent for an unlimited plan.
    total: Option<u64>,
    /// When it ends.
    ends_at: Option<Timestamp>,
}

/// An order as a list shows it.
#[derive(Debug)]
struct Listed {
    reference: String,
    code: Option<String>,
    name: Option<String>,
    taken: Taken,
    charged: Option<Money>,
    created_at: Option<Timestamp>,
    iccid: Option<Iccid>,
}

impl Esimfly {
    pub(super) async fn take_stock(&self) -> Result<Seen> {
        let ask =
            Ask::get(LIST_ORDERS, Urgency::Urgent, &["orders"]).query("page", "1").query("limit", "100");
        let body = self
            .http
            .read(&ask.query(ALL.0, ALL.1).query("sort_by", "created_at").query("sort_order", "desc"))
            .await?;
        let page: Page<'_> = calls::content(&body, LIST_ORDERS)?;
        let listing = self.listed(&page.rows);
        if let Some(row) = listing.skipped.first() {
            return Err(unreadable(&format!("data.orders[{}]: {}", row.index, row.why), LIST_ORDERS));
        }
        let orders = listing.rows.into_iter().map(|row| row.reference).collect();
        Ok(Seen { orders, balance: self.money().await?, before: BTreeMap::new() })
    }

    pub(super) async fn look(&self, request: &Request, seen: &Seen, since: Timestamp) -> Result<Trace> {
        let new = self.orders_since(since, seen).await?;
        let found = match &request.target {
            Target::NewEsim => new.iter().filter(|row| row.fits(request)).map(Listed::candidate).collect(),
            Target::AddData { esim, service } => match self.added(&new, seen, esim, service).await? {
                Ok(found) => found,
                Err(why) => return Ok(Trace::CannotTell { why: why.to_owned() }),
            },
        };
        if found.is_empty()
            && let Some(why) = self.contradiction(seen, &new).await?
        {
            return Ok(Trace::CannotTell { why: why.to_owned() });
        }
        Ok(Trace::Looked(found))
    }

    /// What shows that data was added to an eSIM; or why nothing can be said.
    async fn added(
        &self,
        new: &[Listed],
        seen: &Seen,
        esim: &EsimId,
        service: &ServiceId,
    ) -> Result<std::result::Result<Vec<Candidate>, &'static str>> {
        let onto = |row: &&Listed| row.iccid.as_ref().is_some_and(|iccid| iccid.as_str() == esim.as_str());
        let rows: Vec<_> = new.iter().filter(onto).map(Listed::candidate).collect();
        if !rows.is_empty() {
            return Ok(Ok(rows));
        }
        let Some(before) = seen.before.get(esim.as_str()) else {
            return Ok(Err("what the eSIM held before is not known"));
        };
        if !before.grew_to(&self.state_of(esim.as_str()).await?) {
            let may_be_ours = new.iter().any(|row| row.reference.starts_with(TOP_UP) && row.iccid.is_none());
            return Ok(if may_be_ours {
                Err("data was added, and not said to which eSIM")
            } else {
                Ok(Vec::new())
            });
        }
        Ok(Ok(vec![Candidate {
            reference: None,
            esim: Some(esim.clone()),
            service: Some(service.clone()),
            created_at: None,
            evidence: Evidence::Difference,
        }]))
    }

    /// Why seeing no order that fits proves nothing: money is gone that the `new` orders do not explain.
    async fn contradiction(&self, seen: &Seen, new: &[Listed]) -> Result<Option<&'static str>> {
        let (Some(before), Some(now)) = (&seen.balance, self.money().await?) else {
            return Ok(Some("the balance is not said"));
        };
        if now.currency != self.currency {
            // Only orders in the account's own currency are listed.
            return Ok(Some("orders in this currency are not listed"));
        }
        let paid = new.iter().filter(|row| !matches!(row.taken, Taken::Failed { .. }));
        let Some(mut rest) = paid.map(|row| row.charged.as_ref()).collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        rest.push(&now);
        let fell = is_more(before, &rest) != Some(false);
        Ok(fell.then_some("the balance fell although no order is to be seen"))
    }

    /// What an eSIM holds now.
    pub(super) async fn state_of(&self, esim: &str) -> Result<Before> {
        let body = self.get_usage(esim, Urgency::Urgent).await?;
        let body = body.ok_or_else(|| Error::without_effect(Kind::NotFound, READ_USAGE))?;
        let read: Use<'_> = calls::content(&body, READ_USAGE)?;
        let volume = read.data.as_ref().ok_or_else(|| unreadable("data.data", READ_USAGE))?;
        let is_unlimited = volume.is_unlimited == Some(true);
        Ok(Before {
            total: megabytes(volume.total_mb).filter(|_| !is_unlimited),
            ends_at: read.validity.and_then(|validity| moment(validity.expires_at.as_deref()?)),
        })
    }

    /// Orders made since a purchase was sent, by eSIMfly's clock, that were not there before it.
    async fn orders_since(&self, since: Timestamp, seen: &Seen) -> Result<Vec<Listed>> {
        let second = since.as_second() - self.http.skew_seconds().unwrap_or(0) - EARLIER;
        let from = Timestamp::from_second(second).unwrap_or(since);
        let from_date = from.to_string();
        let query = vec![("from_date", from_date.as_str()), ("sort_by", "created_at"), ("sort_order", "asc")];
        let mut rows = self.orders(query).await?;
        rows.retain(|row| !seen.orders.contains(&row.reference));
        rows.retain(|row| row.created_at.is_none_or(|made| made >= from));
        Ok(rows)
    }

    /// Orders, read whole.
    async fn orders(&self, mut query: Vec<(&'static str, &str)>) -> Result<Vec<Listed>> {
        query.push(ALL);
        let list = List { operation: LIST_ORDERS, urgency: Urgency::Urgent, path: &["orders"], query };
        let reader =
            Reader { rows: |raws: &[&RawValue]| self.listed(raws), id: |row: &Listed| row.reference.clone() };
        let listing = self.walk(&list, &reader).await?;
        match listing.skipped.first() {
            None => Ok(listing.rows),
            Some(row) => Err(unreadable(&format!("data.orders[{}]: {}", row.index, row.why), LIST_ORDERS)),
        }
    }

    fn listed(&self, raws: &[&RawValue]) -> Listing<Listed> {
        rows(raws, |wire: Order<'_>, _| Listed::of(wire, &self.currency))
    }

    pub(super) async fn progress_of_order(&self, reference: &str) -> Result<Progress> {
        let not_said = Progress::of_one(Taken::NotSaid, Vec::new(), None);
        let Some(body) = self.get_order(reference).await? else { return Ok(not_said) };
        let Some(wire) = calls::content::<OneOrder<'_>>(&body, READ_ORDER)?.order else {
            return Ok(not_said);
        };
        if wire.reference.as_deref().is_some_and(|other| other != reference) {
            return Err(unreadable("order.orderReference", READ_ORDER));
        }
        let wire = Order { reference: Some(reference.to_owned()), ..wire };
        let order = Listed::of(wire, &self.currency).map_err(|path| unreadable(path, READ_ORDER))?;
        let is_there = order.taken == Taken::Fulfilled;
        let candidates = is_there.then(|| order.candidate()).into_iter();
        let candidates = candidates.map(|one| Candidate { evidence: Evidence::Reference, ..one }).collect();
        Ok(Progress::of_one(order.taken, candidates, order.charged))
    }

    /// A top-up's reference is the proof that it was taken; the order list may know more.
    pub(super) async fn progress_of_top_up(
        &self,
        reference: &str,
        esim: &EsimId,
        service: &ServiceId,
    ) -> Result<Progress> {
        let rows = self.orders(vec![("search", reference)]).await?;
        let row = rows.into_iter().find(|row| row.reference == reference);
        let named = row.as_ref().and_then(|row| row.iccid.as_ref());
        if named.is_some_and(|iccid| iccid.as_str() != esim.as_str()) {
            return Err(not_it(LIST_ORDERS));
        }
        let candidate = Candidate {
            reference: Some(reference.to_owned()),
            esim: Some(esim.clone()),
            service: Some(service.clone()),
            created_at: row.as_ref().and_then(|row| row.created_at),
            evidence: Evidence::Reference,
        };
        let charged = row.as_ref().and_then(|row| row.charged.clone());
        let taken = row.map_or(Taken::NotSaid, |row| row.taken);
        let failed = matches!(taken, Taken::Failed { .. });
        Ok(Progress::of_one(taken, if failed { Vec::new() } else { vec![candidate] }, charged))
    }
}

impl Before {
    /// Whether more data, or more time, is there now.
    fn grew_to(&self, now: &Self) -> bool {
        let grew = match (self.total, now.total) {
            (Some(before), Some(now)) => now > before,
            (_, _) => false,
        };
        grew || matches!((self.ends_at, now.ends_at), (Some(before), Some(now)) if now > before)
    }
}

impl Listed {
    fn of(wire: Order<'_>, currency: &str) -> std::result::Result<Self, &'static str> {
        let reference = wire.reference.filter(|reference| !reference.is_empty());
        let reference = reference.ok_or("order_reference is missing")?;
        let iccid = wire.esim.as_ref().and_then(|esim| iccid(esim.iccid));
        let is_pending = wire.esim.as_ref().and_then(|esim| esim.is_pending);
        // Data goes onto an eSIM that has a number, although its row need not say which.
        let has_iccid = iccid.is_some() || reference.starts_with(TOP_UP);
        let currency = wire.currency.as_deref().unwrap_or(currency);
        Ok(Self {
            taken: translate::taken(wire.status.as_deref(), is_pending, has_iccid),
            charged: money(wire.final_price, currency).or_else(|| money(wire.amount, currency)),
            code: text(wire.package_code),
            name: wire.package_name,
            created_at: wire.created_at.or(wire.order_date).as_deref().and_then(moment),
            reference,
            iccid,
        })
    }

    /// Whether this may be the order of a new eSIM. A list may show a code without its maker's prefix.
    fn fits(&self, request: &Request) -> bool {
        let id = request.plan_id().as_str();
        let is_code = |code: &String| {
            code == id || id.strip_suffix(code.as_str()).is_some_and(|prefix| prefix.ends_with(['_', '-']))
        };
        let by_code = self.code.as_ref().is_none_or(is_code);
        let by_name = self.name.is_some() && self.name == request.plan.name;
        !self.reference.starts_with(TOP_UP) && (by_code || by_name)
    }

    fn candidate(&self) -> Candidate {
        let iccid = self.iccid.as_ref().map(Iccid::as_str);
        Candidate {
            reference: Some(self.reference.clone()),
            esim: iccid.map(EsimId::from),
            service: iccid.map(ServiceId::from),
            created_at: self.created_at,
            evidence: Evidence::Difference,
        }
    }
}

/// Reads a mark back.
pub(super) fn seen(mark: &Mark) -> Result<Seen> {
    serde_json::from_str(&mark.0).map_err(|_| unreadable("mark", "read a mark"))
}
