//! An order with its JSON columns read.

use super::LaneOf;
use crate::api::{Failure, Trip};
use esim_desk_model::{EsimId, OrderState, ServiceId};
use esim_desk_provider::{Candidate, Item, Request, Source, Taken, Target};
use esim_desk_store::Error;
use esim_desk_store::record::orders::OrderRow;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One order as the core uses it.
#[derive(Clone, Debug)]
pub struct Order {
    /// Its columns.
    pub row: OrderRow,
    /// What staff agreed to.
    pub request: Request,
    /// The trip it was chosen for.
    pub trip: Trip,
    /// How far it is at the supplier.
    pub taken: Option<Taken>,
    /// What stopped it, or what the supplier said.
    pub failure: Option<Failure>,
    /// What may be its outcome. The list only grows, so that a place in it keeps its meaning.
    pub candidates: Vec<Candidate>,
    /// What became of each eSIM of an order of several.
    pub items: Vec<Item>,
}

impl Order {
    /// Reads a row.
    ///
    /// # Errors
    /// A JSON column that cannot be read.
    pub(super) fn of(row: OrderRow) -> Result<Self, Error> {
        Ok(Self {
            request: read(&row.request)?,
            trip: read(&row.trip)?,
            taken: row.taken.as_deref().map(read).transpose()?,
            failure: row.failure.as_deref().map(read).transpose()?,
            candidates: row.candidates.as_deref().map(read).transpose()?.unwrap_or_default(),
            items: row.items.as_deref().map(read).transpose()?.unwrap_or_default(),
            row,
        })
    }

    /// The eSIM and the plan on it that data is added to; `None` for a new eSIM.
    pub(super) fn onto(&self) -> Option<(&EsimId, &ServiceId)> {
        match &self.request.target {
            Target::NewEsim => None,
            Target::AddData { esim, service } => Some((esim, service)),
        }
    }

    /// Whether something at the supplier can be what was ordered: data that is on another eSIM than the chosen one
    /// never is.
    pub(super) fn may_become(&self, found: &Candidate) -> bool {
        self.onto().is_none_or(|(onto, _)| found.esim.as_ref().is_none_or(|esim| esim == onto))
    }

    /// Whether it takes what is owned already, and whether that costs nothing more.
    pub(super) fn stock(&self) -> (bool, bool) {
        match self.request.source {
            Source::Bought => (false, false),
            Source::Stock { paid, .. } => (true, paid),
        }
    }

    pub(super) fn lane_of(&self) -> LaneOf {
        (self.row.wallet_id.clone(), self.row.lane.clone())
    }

    /// Whether the worker of this run sends it when its turn comes. One that a guard stopped waits for staff.
    pub(super) fn may_be_sent(&self, run: &str) -> bool {
        self.row.state == OrderState::Intent && self.row.run == run && self.failure.is_none()
    }
}

/// The order whose turn it is among the open ones of one lane, oldest first.
pub(super) fn head<'a>(lane: impl Iterator<Item = &'a Order> + Clone, run: &str) -> Option<&'a Order> {
    lane.clone()
        .find(|order| order.row.state.holds_lane())
        .or_else(|| lane.clone().find(|order| order.may_be_sent(run)))
}

/// JSON for a column.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    Ok(serde_json::to_string(value)?)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Ok(serde_json::from_str(text)?)
}
