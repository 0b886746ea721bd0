//! What came of a piece that was taken from stock: the order that took it does not name its bundle, so its eSIM must
//! tell. The count of what is left is the second witness: while a piece is missing that no order explains, nothing
//! is concluded.

use super::calls::LIST_ORDERS;
use super::esims::complete;
use super::lookup::{self, Known, candidate, reference_of};
use super::{EsimGo, lines, wire};
use esim_desk_model::Iccid;
use esim_desk_provider::{Candidate, Evidence, Progress, Request, Result, Taken, Trace};
use std::collections::BTreeSet;

/// What a new order that takes from stock is to ours.
enum Piece {
    /// It may be ours.
    Ours(Candidate),
    /// It took one of the same plan, for somebody else.
    Theirs,
    /// It took another plan.
    Other,
    /// Nobody can tell yet.
    Unseen,
}

impl EsimGo {
    /// What was taken since the mark and fits.
    pub(super) async fn look_in_stock(&self, request: &Request, known: &Known, since: i64) -> Result<Trace> {
        let cannot = |why: &str| Ok(Trace::CannotTell { why: why.to_owned() });
        let Some(before) = known.pieces else { return cannot("the mark says nothing of the stock") };
        let left = self.pieces_of(request.plan_id()).await?;
        let rows = complete(self.orders_since(since).await?, LIST_ORDERS)?;
        let new: Vec<_> = rows.iter().filter(|order| lookup::is_new(order, known, since)).collect();
        let (mut found, mut explained) = (Vec::new(), 0_u64);
        for order in new.iter().filter(|order| takes_one(order)) {
            match self.piece(order, request, since).await? {
                Piece::Ours(candidate) => found.push(candidate),
                Piece::Theirs => explained += 1,
                Piece::Other => {}
                Piece::Unseen => return cannot("a new order from stock does not say its eSIM yet"),
            }
        }
        let stocked: u64 = new.iter().map(|order| lines::pieces_into_stock(order, request)).sum();
        if found.is_empty() && u64::from(left) + explained < u64::from(before) + stocked {
            return cannot("a piece is missing in the stock and no order explains it");
        }
        Ok(Trace::Looked(found))
    }

    /// The plan on the eSIM carries the reference by which it was taken. Whether that is the order's own, or only
    /// stands in its line, is not documented.
    async fn piece(&self, order: &wire::Order, request: &Request, since: i64) -> Result<Piece> {
        for reference in references_of(order) {
            let esims = self.esims_of(reference, order, request).await?;
            let Some(iccid) = esims.first() else { continue };
            let Some(on) = self.service_of(iccid, reference).await? else { continue };
            if on.bundle.as_deref() != Some(request.plan_id().as_str()) {
                return Ok(Piece::Other);
            }
            if lines::astray(&esims, request).is_some() {
                return Ok(Piece::Ours(candidate(reference, order, None, None, Evidence::Difference)));
            }
            if self.is_foreign(iccid, Some(&on), request, since).await? {
                return Ok(Piece::Theirs);
            }
            let service = Some(on.service);
            return Ok(Piece::Ours(candidate(reference, order, Some(iccid), service, Evidence::Difference)));
        }
        Ok(Piece::Unseen)
    }

    /// How far a piece is on its way onto its eSIM, by the reference that took it.
    pub(super) async fn came_of_stock(&self, reference: &str, request: &Request) -> Result<Progress> {
        let told = |taken, candidates| Ok(Progress::of_one(taken, candidates, None));
        let esims: Vec<Iccid> = match self.assigned(reference).await? {
            Some(assigned) => assigned.into_iter().map(|one| one.iccid).collect(),
            None => return told(Taken::Processing, Vec::new()),
        };
        if let Some(reason) = lines::astray(&esims, request) {
            return told(Taken::Failed { reason: Some(reason), money_back: Some(false) }, Vec::new());
        }
        let mut found = Vec::new();
        for iccid in &esims {
            let service = self.service_so_far(iccid, reference).await?;
            let order = wire::Order::default();
            found.push(candidate(reference, &order, Some(iccid), service, Evidence::Reference));
        }
        told(if found.is_empty() { Taken::Processing } else { Taken::Fulfilled }, found)
    }
}

/// By what a piece may have been taken.
fn references_of(order: &wire::Order) -> BTreeSet<&str> {
    let own = reference_of(order);
    let lines = order.order.iter().flatten().filter(|line| lines::takes_stock(line));
    let named = lines.filter_map(|line| line.item.as_deref()).map(lines::without_count);
    named.filter(|named| !named.eq_ignore_ascii_case(own)).chain([own]).collect()
}

fn takes_one(order: &wire::Order) -> bool {
    order.order.iter().flatten().any(lines::takes_stock)
}
