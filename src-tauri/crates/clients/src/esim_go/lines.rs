//! What the lines of an order say: which buy and which take from stock, whether it is the one that was asked for,
//! and onto which eSIMs it went. Pure.

use super::form::is_uuid;
use super::orders::total_of;
use super::translate::{self, is};
use super::{lists, units, wire};
use esim_desk_model::Iccid;
use esim_desk_provider::{Error, Request, Result, Source, Taken, Target};

/// Data that went onto another eSIM than the chosen one is an alarm.
pub(super) fn must_be_onto(found: &[Iccid], request: &Request, operation: &'static str) -> Result<()> {
    match astray(found, request) {
        Some(text) => Err(Error { text: Some(text), ..lists::unreadable("iccid", operation) }),
        None => Ok(()),
    }
}

/// What is said of data on another eSIM.
pub(super) fn astray(found: &[Iccid], request: &Request) -> Option<String> {
    let Target::AddData { esim, .. } = &request.target else { return None };
    let other = found.iter().find(|iccid| iccid.as_str() != esim.as_str())?;
    Some(format!("The data went onto another eSIM: {other}"))
}

/// The lines of an order that buy bundles; paying into the account and taking from stock are others. One that
/// does not say may be either, and is not overlooked.
pub(super) fn bought(order: &wire::Order) -> impl Iterator<Item = &wire::Item> {
    let buys = |kind: &str| kind.trim().is_empty() || is(kind, "bundle");
    order.order.iter().flatten().filter(move |item| item.kind.as_deref().is_none_or(buys))
}

/// Whether an order pays into the account, by hand, by the card or by eSIM Go (`topup`, `apiTopup`, `autoTopup`).
pub(super) fn pays_in(order: &wire::Order) -> bool {
    let pays = |kind: &str| kind.trim().to_ascii_lowercase().ends_with("topup");
    order.order.iter().flatten().any(|line| line.kind.as_deref().is_some_and(pays))
}

/// Whether an order is one of the requested bundle, for one eSIM. That it is assigned to none says so of a done
/// order alone; how others look is not documented.
pub(super) fn is_same(order: &wire::Order, request: &Request) -> bool {
    let mut lines = bought(order);
    let (Some(line), None) = (lines.next(), lines.next()) else { return false };
    let is_for_stock = order.assigned == Some(false) && translate::taken(order) == Taken::Fulfilled;
    !is_for_stock
        && line.item.as_deref() == Some(request.plan_id().as_str())
        && units::number(&line.quantity).is_none_or(|quantity| quantity == 1)
}

/// Whether an order cost no more than staff agreed to, as far as both are known: a price that fell stops no
/// order.
pub(super) fn costs(order: &wire::Order, request: &Request, account: &str) -> bool {
    match (total_of(order, account), &request.price) {
        (Some(total), Some(price)) => total.minor >= 0 && total.exceeds(price) == Ok(false),
        (Some(_) | None, _) => true,
    }
}

/// How many pieces of the requested bundle an order bought for the stock.
pub(super) fn pieces_into_stock(order: &wire::Order, request: &Request) -> u64 {
    let is_it = |line: &&wire::Item| line.item.as_deref() == Some(request.plan_id().as_str());
    let count = |line: &wire::Item| units::number(&line.quantity).and_then(|count| u32::try_from(count).ok());
    let pieces = bought(order).filter(is_it).filter_map(count).map(u64::from).sum();
    if order.assigned == Some(false) { pieces } else { 0 }
}

/// Whether a line takes a piece from stock; it does not name the bundle.
pub(super) fn takes_stock(line: &wire::Item) -> bool {
    line.kind.as_deref().is_some_and(|kind| is(kind, "bundleAssignment"))
}

/// The reference within that of an assignment, behind which stands a count (`…-0`).
pub(super) fn without_count(assignment: &str) -> &str {
    match assignment.rsplit_once('-') {
        Some((reference, count)) if is_uuid(reference) && count.bytes().all(|byte| byte.is_ascii_digit()) => {
            reference
        }
        Some(_) | None => assignment,
    }
}

/// The eSIMs that an order names for the requested bundle.
pub(super) fn iccids(order: &wire::Order, request: &Request) -> Vec<Iccid> {
    let mut found: Vec<Iccid> = Vec::new();
    let is_ours = |line: &&wire::Item| match &request.source {
        Source::Bought => !takes_stock(line) && line.item.as_deref() == Some(request.plan_id().as_str()),
        Source::Stock { .. } => takes_stock(line),
    };
    for line in order.order.iter().flatten().filter(is_ours) {
        let numbers = line.iccids.iter().flatten().filter_map(|raw| units::iccid(raw));
        let rows = line.esims.iter().flatten().filter_map(|esim| translate::number_of(esim).ok());
        for iccid in numbers.chain(rows) {
            if !found.contains(&iccid) {
                found.push(iccid);
            }
        }
    }
    found
}
