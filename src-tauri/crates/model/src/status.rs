//! One status language for all suppliers: is it on a phone (profile), is there a plan (service), and the
//! one headline that staff read.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whether a phone has heard from the network lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// It has.
    Online,
    /// It has not.
    Offline,
    /// The supplier does not say.
    NotSaid,
}

/// Is it on a phone? A word that the supplier's documents do not have becomes `Unknown`, never a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProfileStatus {
    /// The supplier makes it; no code yet.
    Preparing,
    /// It can be installed, and waits in stock for a plan.
    InStock,
    /// It can be installed.
    Ready,
    /// On its way onto a phone; staying here hints at a failed installation.
    Downloading,
    /// On a phone.
    Installed,
    /// Switched on, nothing said of the network.
    Enabled,
    /// Switched on and seen.
    Online,
    /// Switched on and not seen.
    Offline,
    /// Switched off in the phone.
    Disabled,
    /// Deleted from the phone.
    Removed,
    /// Given back to the network.
    Expired,
    /// A plastic card: there is nothing to install.
    Card,
    /// The supplier gives no information.
    Unavailable,
    /// A word we do not know.
    Unknown,
}

impl ProfileStatus {
    /// Every status, for filters, migrations and tests.
    pub const ALL: [Self; 14] = [
        Self::Preparing,
        Self::InStock,
        Self::Ready,
        Self::Downloading,
        Self::Installed,
        Self::Enabled,
        Self::Online,
        Self::Offline,
        Self::Disabled,
        Self::Removed,
        Self::Expired,
        Self::Card,
        Self::Unavailable,
        Self::Unknown,
    ];

    /// Whether the code was used: scanning again usually fails.
    #[must_use]
    pub fn code_is_used(self) -> bool {
        match self {
            Self::Downloading
            | Self::Installed
            | Self::Enabled
            | Self::Online
            | Self::Offline
            | Self::Disabled => true,
            Self::Removed | Self::Expired => true,
            Self::Preparing | Self::InStock | Self::Ready => false,
            Self::Card | Self::Unavailable | Self::Unknown => false,
        }
    }
}

/// Is there a plan, and data left?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStatus {
    /// No plan on it.
    None,
    /// The supplier prepares it.
    Preparing,
    /// Ready, waits for first use.
    Waiting,
    /// Running.
    Active,
    /// The allowance is used up.
    UsedUp,
    /// Its time is over.
    Expired,
    /// Taken back.
    Cancelled,
    /// Stopped by the supplier.
    Suspended,
    /// A word we do not know.
    Unknown,
}

impl ServiceStatus {
    /// Every status.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Preparing,
        Self::Waiting,
        Self::Active,
        Self::UsedUp,
        Self::Expired,
        Self::Cancelled,
        Self::Suspended,
        Self::Unknown,
    ];

    /// Among several plans on one eSIM the one that speaks for it: a running one before a waiting one
    /// before one that is over. Lower speaks first.
    #[must_use]
    pub fn precedence(self) -> u8 {
        match self {
            Self::Active => 0,
            Self::Suspended => 1,
            Self::Waiting => 2,
            Self::Preparing => 3,
            Self::Unknown => 4,
            Self::UsedUp => 5,
            Self::Expired => 6,
            Self::Cancelled => 7,
            Self::None => 8,
        }
    }
}

/// The one thing staff read first. The order is the order in which a list sorts by status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Headline {
    /// No code yet.
    Preparing,
    /// Can be installed, and nobody has it.
    ReadyNotGiven,
    /// Can be installed, and somebody has it.
    ReadyGiven,
    /// Can be installed, and another desk bought it.
    ReadyElsewhere,
    /// On its way onto a phone.
    Installing,
    /// On a phone, not in use.
    Installed,
    /// In use, seen by the network.
    InUseOnline,
    /// In use, not seen by the network.
    InUseOffline,
    /// In use, nothing said of the network.
    InUse,
    /// Switched off in the phone.
    SwitchedOff,
    /// Data is used up.
    UsedUp,
    /// The plan's time is over; the eSIM itself may live.
    PlanEnded,
    /// The eSIM is given back and cannot be used again.
    Expired,
    /// Deleted from the phone.
    Deleted,
    /// The plan was taken back.
    Cancelled,
    /// Stopped by the supplier.
    Suspended,
    /// Waits in stock for a plan.
    InStock,
    /// A plastic card: nothing to install.
    Card,
    /// The supplier gives no information, or a word we do not know.
    NoInformation,
}

/// What a headline is derived from.
#[derive(Clone, Copy, Debug)]
pub struct HeadlineInput {
    /// Is it on a phone?
    pub profile: ProfileStatus,
    /// Is there a plan?
    pub service: ServiceStatus,
    /// When it was handed over, if it was.
    pub given_at: Option<Timestamp>,
    /// Another desk bought it, as far as this one knows.
    pub elsewhere: bool,
}

impl Headline {
    /// Every headline, in sorting order.
    pub const ALL: [Self; 19] = [
        Self::Preparing,
        Self::ReadyNotGiven,
        Self::ReadyGiven,
        Self::ReadyElsewhere,
        Self::Installing,
        Self::Installed,
        Self::InUseOnline,
        Self::InUseOffline,
        Self::InUse,
        Self::SwitchedOff,
        Self::UsedUp,
        Self::PlanEnded,
        Self::Expired,
        Self::Deleted,
        Self::Cancelled,
        Self::Suspended,
        Self::InStock,
        Self::Card,
        Self::NoInformation,
    ];

    /// Derives the headline: what makes the eSIM useless comes first, then what the plan says, then where
    /// the profile is.
    #[must_use]
    pub fn of(input: HeadlineInput) -> Self {
        use ProfileStatus as P;
        use ServiceStatus as S;
        match (input.profile, input.service) {
            (P::Expired, _) => Self::Expired,
            (P::Removed, _) => Self::Deleted,
            (P::Unavailable | P::Unknown, _) => Self::NoInformation,
            (P::InStock, S::None) => Self::InStock,
            (_, S::Cancelled) => Self::Cancelled,
            (_, S::Suspended) => Self::Suspended,
            (_, S::Expired) => Self::PlanEnded,
            (_, S::UsedUp) => Self::UsedUp,
            (P::Preparing, _) => Self::Preparing,
            (P::Ready | P::InStock, _) if input.given_at.is_some() => Self::ReadyGiven,
            (P::Ready | P::InStock, _) if input.elsewhere => Self::ReadyElsewhere,
            (P::Ready | P::InStock, _) => Self::ReadyNotGiven,
            (P::Downloading, _) => Self::Installing,
            (P::Installed, _) => Self::Installed,
            (P::Enabled, _) => Self::InUse,
            (P::Online, _) => Self::InUseOnline,
            (P::Offline, _) => Self::InUseOffline,
            (P::Disabled, _) => Self::SwitchedOff,
            (P::Card, _) => Self::Card,
        }
    }

    /// Its place in a list sorted by status.
    #[must_use]
    pub fn rank(self) -> u8 {
        self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(profile: ProfileStatus, service: ServiceStatus, given: bool) -> Headline {
        let given_at = given.then_some(Timestamp::UNIX_EPOCH);
        Headline::of(HeadlineInput { profile, service, given_at, elsewhere: false })
    }

    #[test]
    fn a_ready_esim_says_whether_somebody_has_it() {
        assert_eq!(headline(ProfileStatus::Ready, ServiceStatus::Waiting, false), Headline::ReadyNotGiven);
        assert_eq!(headline(ProfileStatus::Ready, ServiceStatus::Waiting, true), Headline::ReadyGiven);
    }

    #[test]
    fn what_another_desk_bought_is_nobodys_no_more() {
        let headline = |profile, given: bool| {
            let given_at = given.then_some(Timestamp::UNIX_EPOCH);
            let service = ServiceStatus::Waiting;
            Headline::of(HeadlineInput { profile, service, given_at, elsewhere: true })
        };
        assert_eq!(headline(ProfileStatus::Ready, false), Headline::ReadyElsewhere);
        assert_eq!(headline(ProfileStatus::Ready, true), Headline::ReadyGiven);
        assert_eq!(headline(ProfileStatus::Online, false), Headline::InUseOnline);
    }

    #[test]
    fn what_makes_it_useless_is_said_first() {
        assert_eq!(headline(ProfileStatus::Expired, ServiceStatus::Active, true), Headline::Expired);
        assert_eq!(headline(ProfileStatus::Removed, ServiceStatus::Active, true), Headline::Deleted);
        assert_eq!(headline(ProfileStatus::Online, ServiceStatus::UsedUp, true), Headline::UsedUp);
        assert_eq!(headline(ProfileStatus::Ready, ServiceStatus::Cancelled, false), Headline::Cancelled);
    }

    #[test]
    fn every_pair_has_a_headline_and_the_unknown_is_never_in_use() {
        for profile in ProfileStatus::ALL {
            for service in ServiceStatus::ALL {
                let shown = headline(profile, service, false);
                assert!(Headline::ALL.contains(&shown));
                if profile == ProfileStatus::Unknown {
                    assert_eq!(shown, Headline::NoInformation);
                }
            }
        }
    }

    #[test]
    fn the_list_sorts_in_the_order_of_all() {
        assert!(Headline::ALL.windows(2).all(|pair| pair[0].rank() < pair[1].rank()));
    }
}
