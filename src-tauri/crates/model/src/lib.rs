//! The words of the trade and their rules.
//!
//! Nothing here reads a file, a clock or a network, and nothing knows a supplier's own words: a client
//! translates those before they arrive. Start with [`Esim`] for what the desk lists, [`Plan`] for what
//! it can buy, [`OrderState`] for what may follow what in a purchase, and [`ActivationCode`] for what a
//! phone scans.

mod activation;
mod country;
mod data;
mod desk;
mod esim;
mod iccid;
mod ids;
mod links;
mod money;
mod order;
mod plan;
mod status;
mod traveller;

pub use activation::{ActivationCode, ActivationCodeError};
pub use country::Country;
pub use data::{Data, DataUnit};
pub use desk::{desk_of_order, drawn_desk_code, is_desk_code, order_number};
pub use esim::{Esim, InstallData, Service, Usage};
pub use iccid::{Iccid, IccidError};
pub use ids::{EsimId, OrderKey, PlanId, ServiceId, WalletId};
pub use links::InstallLinks;
pub use money::{Money, MoneyError};
pub use order::OrderState;
pub use plan::{Allowance, Coverage, Network, Plan, PlanFeature, Start};
pub use status::{Headline, HeadlineInput, Online, ProfileStatus, ServiceStatus};
pub use traveller::{MAX_TRAVELLERS, TravellerName, TravellerNameError, parse_names};

/// A moment, UTC inside; a time zone is added only where a person reads it.
pub use jiff::Timestamp;
