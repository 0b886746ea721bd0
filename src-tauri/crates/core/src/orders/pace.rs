//! How often the worker looks at one order: soon at first, then politely.

use super::Order;
use esim_desk_model::{OrderKey, OrderState, Timestamp};
use esim_desk_provider::Taken;
use std::time::Duration;

const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);
/// For an order that has been open for longer than [`OLD`].
const LONGEST_WHEN_OLD: Duration = Duration::from_secs(300);
const OLD: Duration = Duration::from_secs(3600);

/// The looks of one lane at the order it follows.
#[derive(Default)]
pub(super) struct Pace {
    of: Option<Stage>,
    turns: u32,
}

/// What makes looking begin anew.
#[derive(PartialEq, Eq)]
struct Stage {
    key: OrderKey,
    state: OrderState,
    esim_known: bool,
}

impl Pace {
    /// How long to wait before the next look: 5 seconds, doubling to a minute; five minutes for an old order.
    pub fn next(&mut self, order: &Order, now: Timestamp) -> Duration {
        let row = &order.row;
        let stage = Stage { key: row.key.clone(), state: row.state, esim_known: row.esim_id.is_some() };
        if self.of.as_ref() != Some(&stage) {
            *self = Self { of: Some(stage), turns: 0 };
        }
        let turn = self.turns;
        self.turns = turn.saturating_add(1);
        let since = row.sending_since.unwrap_or(row.created_at);
        let age = Duration::try_from(now.duration_since(since)).unwrap_or_default();
        match (&order.taken, turn) {
            (Some(Taken::WaitsForApproval | Taken::WaitsForPayment), _) => LONGEST,
            // It was just found: its code may be there already.
            (_, 0) if row.esim_id.is_some() => Duration::ZERO,
            (_, 0) if row.state == OrderState::Accepted => Duration::from_secs(2),
            _ if age > OLD => growing(turn).min(LONGEST_WHEN_OLD),
            _ => growing(turn).min(LONGEST),
        }
    }
}

fn growing(turn: u32) -> Duration {
    SHORTEST * 2u32.pow(turn.min(10))
}
