//! The states of an order and what may follow what. The rules behind them: money moves once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where one purchase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// On disk, nothing sent.
    Intent,
    /// Never sent, and never will be.
    Withdrawn,
    /// The request may be on the wire.
    Sending,
    /// The supplier took it; its reference is stored.
    Accepted,
    /// Every eSIM has its install data.
    Fulfilled,
    /// Some eSIMs have their install data, and the others never will.
    PartlyFulfilled,
    /// The supplier said no before charging.
    Refused,
    /// Taken, then failed at the supplier.
    Failed,
    /// No answer that proves either.
    Unknown,
    /// Looked up, and proven absent.
    NotBought,
    /// A person adopted a candidate or decided, with a reason.
    Settled,
}

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Intent,
        Self::Withdrawn,
        Self::Sending,
        Self::Accepted,
        Self::Fulfilled,
        Self::PartlyFulfilled,
        Self::Refused,
        Self::Failed,
        Self::Unknown,
        Self::NotBought,
        Self::Settled,
    ];

    /// The states that may follow this one. `Unknown` never leads back to `Sending`: a new attempt is a
    /// new order.
    #[must_use]
    pub fn followers(self) -> &'static [Self] {
        match self {
            Self::Intent => &[Self::Sending, Self::Withdrawn],
            Self::Sending => &[Self::Accepted, Self::Refused, Self::Unknown],
            Self::Accepted => &[Self::Fulfilled, Self::PartlyFulfilled, Self::Failed, Self::Settled],
            Self::Unknown => &[Self::Accepted, Self::NotBought, Self::Settled],
            Self::Withdrawn
            | Self::Fulfilled
            | Self::PartlyFulfilled
            | Self::Refused
            | Self::Failed
            | Self::NotBought
            | Self::Settled => &[],
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.followers().is_empty()
    }

    /// Whether the order keeps others of its lane waiting: from sending until it is final.
    #[must_use]
    pub fn holds_lane(self) -> bool {
        !self.is_final() && self != Self::Intent
    }

    /// The word that stands in the database and crosses the border.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Withdrawn => "withdrawn",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Fulfilled => "fulfilled",
            Self::PartlyFulfilled => "partly_fulfilled",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::NotBought => "not_bought",
            Self::Settled => "settled",
        }
    }

    /// Reads the word back.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_back_to_sending_but_an_intent() {
        for state in OrderState::ALL {
            assert_eq!(
                state.followers().contains(&OrderState::Sending),
                state == OrderState::Intent,
                "{state:?}"
            );
        }
    }

    #[test]
    fn a_lane_is_held_from_sending_until_final() {
        let holding: Vec<_> = OrderState::ALL.into_iter().filter(|state| state.holds_lane()).collect();
        use OrderState::{Accepted, Sending, Unknown};
        assert_eq!(holding, [Sending, Accepted, Unknown]);
    }

    #[test]
    fn words_are_those_of_the_border() {
        for state in OrderState::ALL {
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
            assert_eq!(OrderState::from_word(state.as_str()), Some(state));
        }
    }
}
