//! Writing the intents of a purchase. No network, no money.

use super::order::json;
use super::{Offered, Orders, kill::kill_point};
use crate::api::{Code, Failure, Onto, OrderPlace, OrderView, Topic};
use crate::failures::internal;
use esim_desk_model::{MAX_TRAVELLERS, Plan, Timestamp, TravellerName, TravellerNameError};
use esim_desk_provider::{Draft, Lane, LotId, Provider, Request, Source, Target};
use esim_desk_store::record::orders::{Inserted, NewOrder, NewPurchase, OrderRow};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Who buys, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Code of the desk; order numbers begin with it.
    pub desk: String,
    /// Who works at it now.
    pub staff: Option<String>,
}

/// What a key stands for, the traveller's name aside. Field order is part of the format.
#[derive(Serialize)]
struct Content<'a> {
    parent: &'a str,
    place: usize,
    of: usize,
    wallet: &'a str,
    plan: &'a str,
    price: &'a Option<esim_desk_model::Money>,
    booking: &'a str,
    trip: &'a crate::api::Trip,
    phone_check: crate::api::PhoneCheck,
    #[serde(skip_serializing_if = "Option::is_none")]
    onto: &'a Option<Onto>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lot: &'a Option<LotId>,
    #[serde(skip_serializing_if = "is_one")]
    count: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

impl Orders {
    /// Writes one intent for each traveller and returns them; the worker sends them. The same request again
    /// returns the same orders.
    ///
    /// # Errors
    /// `no_traveller`, `too_many_travellers`, `name_too_long` at `travellers`; `bad_request` for a key that is no
    /// UUID; `key_reused`; `plan_gone`; `too_many_at_once` at `count`; `bought_today` unless a repeat is meant; those of the wallet and record.
    pub async fn write_intents(&self, request: OrderPlace, here: Here) -> Result<Vec<OrderView>, Failure> {
        let names = names(&request)?;
        check_ids(&request)?;
        let parts = self.parts(&request, names.len()).await?;
        if parts.len() != names.len() {
            return Err(internal("a purchase was not cut into one order for each traveller"));
        }
        let now = self.around.clock.now();
        let purchase = NewPurchase {
            parent: request.request_id.clone(),
            wallet_id: request.wallet_id.clone(),
            plan_id: request.plan_id.clone(),
            booking: Some(request.booking.trim().to_owned()).filter(|text| !text.is_empty()),
            trip: json(&request.trip)?,
            phone_check: json(&request.phone_check)?,
            desk: here.desk,
            staff: here.staff,
            run: self.run.clone(),
            at: now,
            day_began: if request.repeat_meant { None } else { Some(day_began(now)) },
            orders: new_orders(&request, names, parts)?,
        };
        match self.around.record.orders_insert(purchase).await? {
            Inserted::Rows(rows) => {
                kill_point("intent");
                self.around.events.stale(Topic::Orders);
                self.wake.notify_one();
                self.views(rows).await
            }
            Inserted::KeyReused => Err(Failure::new(Code::KeyReused)),
            Inserted::BoughtToday { name, number, at } => {
                let failure = Failure::at(Code::BoughtToday, "travellers");
                Err(failure.fact("name", name).fact("number", number).fact("at", at))
            }
        }
    }

    /// Each traveller's request and its lane. Those of a purchase that is known already come from the journal, so
    /// that a repeat is recognised even if the plan or the wallet is gone meanwhile.
    async fn parts(&self, request: &OrderPlace, count: usize) -> Result<Vec<(Request, Lane)>, Failure> {
        if let Some(first) = request.travellers.first()
            && let Some(known) = self.around.record.order(&first.key).await?
        {
            return known_parts(known, count);
        }
        let provider = self.around.wallets.provider(&request.wallet_id).await?;
        let list = match (&request.lot, &request.onto) {
            (Some(lot), _) => Offered::Stock(lot.clone()),
            (None, Some(onto)) => Offered::Onto(onto.esim_id.clone()),
            (None, None) => Offered::Catalogue,
        };
        let plan = self.around.plans.plan(&request.wallet_id, &request.plan_id, &list).await;
        let plan = plan.ok_or_else(|| Failure::new(Code::PlanGone))?;
        let source = match &request.lot {
            None => Source::Bought,
            Some(lot) => {
                let paid = self.around.plans.is_paid(&request.wallet_id, lot).await;
                Source::Stock { lot: lot.clone(), paid }
            }
        };
        split(&provider, plan, source, request, count)
    }
}

fn known_parts(known: OrderRow, count: usize) -> Result<Vec<(Request, Lane)>, Failure> {
    let lane = Lane(known.lane.clone());
    let request = super::Order::of(known)?.request;
    Ok(vec![(request, lane); count])
}

fn split(
    provider: &Arc<dyn Provider>,
    plan: Plan,
    source: Source,
    request: &OrderPlace,
    count: usize,
) -> Result<Vec<(Request, Lane)>, Failure> {
    let orders = provider.orders().ok_or_else(|| Failure::new(Code::CannotDo))?;
    let most = orders.most_at_once();
    // Several in one order are for nobody in particular yet, and new.
    if request.count == 0
        || request.count > most
        || request.count > 1 && (count > 1 || request.onto.is_some())
    {
        return Err(Failure::at(Code::TooManyAtOnce, "count").fact("most", most));
    }
    let quantity = u32::try_from(count).map_err(internal)?;
    let target = request
        .onto
        .clone()
        .map_or(Target::NewEsim, |onto| Target::AddData { esim: onto.esim_id, service: onto.service_id });
    let draft = Draft { plan, price: request.price_seen.clone(), target, source, quantity };
    let parts = orders.split(&draft).into_iter().map(|part| Request { count: request.count, ..part });
    Ok(parts.map(|part| (part.clone(), orders.lane(&part))).collect())
}

fn new_orders(
    request: &OrderPlace,
    names: Vec<TravellerName>,
    parts: Vec<(Request, Lane)>,
) -> Result<Vec<NewOrder>, Failure> {
    let of = names.len();
    let each = request.travellers.iter().zip(names).zip(parts).enumerate();
    each.map(|(place, ((traveller, name), (part, lane)))| {
        let content = Content {
            parent: &request.request_id,
            place,
            of,
            wallet: request.wallet_id.as_str(),
            plan: request.plan_id.as_str(),
            price: &request.price_seen,
            booking: request.booking.trim(),
            trip: &request.trip,
            phone_check: request.phone_check,
            onto: &request.onto,
            lot: &request.lot,
            count: request.count,
        };
        Ok(NewOrder {
            key: traveller.key.clone(),
            traveller: name,
            request: json(&part)?,
            lane: lane.0,
            content: json(&content)?,
        })
    })
    .collect()
}

fn names(request: &OrderPlace) -> Result<Vec<TravellerName>, Failure> {
    let at = |code| Failure::at(code, "travellers");
    match request.travellers.len() {
        0 => return Err(at(Code::NoTraveller)),
        count if count > MAX_TRAVELLERS => {
            return Err(at(Code::TooManyTravellers).fact("count", count).fact("most", MAX_TRAVELLERS));
        }
        _ => {}
    }
    let read = |name: &str| match TravellerName::parse(name) {
        Ok(name) => Ok(name),
        Err(TravellerNameError::Empty) => Err(at(Code::NoTraveller)),
        Err(TravellerNameError::Length(length)) => Err(at(Code::NameTooLong).fact("length", length)),
        Err(TravellerNameError::TooMany(count)) => Err(at(Code::TooManyTravellers).fact("count", count)),
    };
    request.travellers.iter().map(|traveller| read(&traveller.name)).collect()
}

fn check_ids(request: &OrderPlace) -> Result<(), Failure> {
    let keys: BTreeSet<_> = request.travellers.iter().map(|traveller| &traveller.key).collect();
    let well_formed = keys.iter().all(|key| key.is_well_formed());
    let whole = keys.len() == request.travellers.len();
    if well_formed && whole && uuid::Uuid::try_parse(&request.request_id).is_ok() {
        Ok(())
    } else {
        Err(Failure::new(Code::BadRequest).details("a key is not a UUID of its own"))
    }
}

/// Midnight where this computer is.
fn day_began(now: Timestamp) -> Timestamp {
    let here = now.to_zoned(TimeZone::system());
    here.start_of_day().map_or(now, |midnight| midnight.timestamp())
}
