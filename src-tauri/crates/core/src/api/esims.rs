//! The list of eSIMs and the detail of one.

use esim_desk_model::{
    Coverage, Data, EsimId, Headline, Iccid, OrderKey, Plan, ProfileStatus, ServiceId, ServiceStatus,
    Timestamp, WalletId,
};
use esim_desk_provider::{Happening, Sighting};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One page of the list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EsimQuery {
    /// Name, booking, number or part of it; empty finds all.
    pub text: String,
    /// One wallet's.
    pub wallet_id: Option<WalletId>,
    /// One status.
    pub headline: Option<Headline>,
    /// Only those nobody has and that can be given.
    pub not_given: bool,
    /// Only those whose plan or data ends soon.
    pub ending_soon: bool,
    /// Only those without a stored code that should have one.
    pub code_missing: bool,
    /// By what.
    pub sort: EsimSort,
    /// The other way round.
    pub descending: bool,
    /// First row, from 0.
    pub offset: u32,
    /// Rows, at most 100.
    pub limit: u32,
}

/// The offered orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EsimSort {
    /// Just bought or given first.
    Recent,
    /// By traveller.
    Traveller,
    /// By plan.
    Plan,
    /// By status.
    Status,
    /// By data left.
    Left,
    /// By end.
    Ends,
    /// By number.
    Iccid,
}

/// Rows and how many there are.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EsimPage {
    /// At most `limit`.
    pub rows: Vec<EsimRow>,
    /// Rows that match.
    pub total: u32,
    /// The search stopped at the first 5,000 matches.
    pub capped: bool,
    /// How many there are at all and behind each filter, for the chips.
    pub counts: EsimCounts,
}

/// How many eSIMs stand behind each filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct EsimCounts {
    /// All.
    pub all: u32,
    /// Not given.
    pub not_given: u32,
    /// Ending soon.
    pub ending_soon: u32,
    /// Code not stored yet.
    pub code_missing: u32,
}

/// One row of the list. The code is not in it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EsimRow {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id at the supplier.
    pub esim_id: EsimId,
    /// How staff call the supplier.
    pub supplier: String,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// Who has it, or for whom it was bought.
    pub traveller: Option<String>,
    /// The agency's booking.
    pub booking: Option<String>,
    /// Where its plan works; absent when unknown.
    pub coverage: Option<Coverage>,
    /// The plan's allowance.
    pub data: Option<Data>,
    /// The plan's days.
    pub days: Option<u32>,
    /// The one thing to read.
    pub headline: Headline,
    /// When it was last given.
    pub given_at: Option<Timestamp>,
    /// What is left; absent when unknown.
    pub left: Option<Data>,
    /// Percent left, 0 to 100; absent when unknown or unlimited.
    pub left_percent: Option<u8>,
    /// When its plan ends; absent when the supplier does not say.
    pub ends_at: Option<Timestamp>,
    /// When it was bought here.
    pub bought_at: Option<Timestamp>,
    /// Code of the desk whose order number is on it, where nobody here bought it or gave it.
    pub bought_elsewhere: Option<String>,
    /// Its install data is on this computer.
    pub code_stored: bool,
    /// Found by difference alone and not confirmed as ours.
    pub unconfirmed: bool,
    /// When the supplier last said something of it.
    pub seen_at: Timestamp,
}

/// Names one eSIM.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EsimRef {
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id at the supplier.
    pub esim_id: EsimId,
}

/// Asks the supplier for one eSIM's details now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EsimAct {
    /// UUID of this user action.
    pub request_id: String,
    /// Its wallet.
    pub wallet_id: WalletId,
    /// Its id at the supplier.
    pub esim_id: EsimId,
}

/// Everything about one eSIM but its code.
#[derive(Clone, Debug, Serialize, TS)]
pub struct EsimDetail {
    /// As in the list.
    pub row: EsimRow,
    /// Its own phone number.
    pub msisdn: Option<String>,
    /// Is it on a phone?
    pub profile: ProfileStatus,
    /// The supplier's word for that.
    pub profile_word: Option<String>,
    /// When its details were last read.
    pub detail_at: Option<Timestamp>,
    /// Why there is no code although the supplier sent one.
    pub install_problem: Option<String>,
    /// Plans on it, the one that speaks for it first.
    pub services: Vec<ServiceView>,
    /// Hand-overs, newest first.
    pub hand_overs: Vec<HandOverView>,
    /// Orders, hand-overs and what changed at the supplier, newest first.
    pub history: Vec<HistoryEntry>,
    /// The supplier's answers, codes masked.
    pub raw: Vec<RawAnswer>,
    /// What can be done with it.
    pub can: EsimCan,
    /// What the network said of it when it was last asked since the program started.
    pub network: Option<NetworkView>,
    /// The order here that bought it.
    pub order_key: Option<OrderKey>,
}

/// What can be done with one eSIM, by what its wallet offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EsimCan {
    /// Data can be added to a plan on it.
    pub add_data: bool,
    /// The supplier can be asked where it is.
    pub ask_network: bool,
    /// It can be connected anew, which drops the line briefly.
    pub reconnect: bool,
}

/// What the network says of one eSIM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NetworkView {
    /// Where and how it was last seen; absent when it never was.
    pub sighting: Option<Sighting>,
    /// Whether the plan on it covers the country where it was seen; absent where that cannot be told.
    pub covered: Option<bool>,
    /// What happened to it, newest first, at most 50.
    pub happenings: Vec<Happening>,
    /// When it was asked.
    pub asked_at: Timestamp,
}

/// One plan on an eSIM.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ServiceView {
    /// Its id.
    pub id: ServiceId,
    /// The plan.
    pub plan: Option<Plan>,
    /// Can it be used?
    pub status: ServiceStatus,
    /// The supplier's word for that.
    pub status_word: Option<String>,
    /// Left.
    pub left: Option<Data>,
    /// Used, in bytes.
    #[ts(type = "number | null")]
    pub used: Option<u64>,
    /// Allowance.
    pub allowance: Option<Data>,
    /// When the supplier measured it.
    pub measured_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
    /// When we last read it.
    pub seen_at: Timestamp,
}

/// One hand-over.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HandOverView {
    /// To whom.
    pub traveller: String,
    /// Booking at that time.
    pub booking: Option<String>,
    /// How.
    pub how: HandOverHow,
    /// Why, where it needed a reason.
    pub reason: Option<String>,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// How a kit reached its traveller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandOverHow {
    /// Full screen at the desk.
    Shown,
    /// A code, link or picture was copied.
    Copied,
    /// The QR was saved as a file.
    Saved,
    /// Only noted as this traveller's; nothing was shown yet.
    Assigned,
}

/// One line of *History*.
#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: HistoryWhat,
}

/// What happened.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HistoryWhat {
    /// An order here.
    Order {
        /// Its key.
        key: OrderKey,
        /// Its number.
        number: String,
        /// The event's word (a state, or `note`).
        event: String,
    },
    /// A hand-over.
    HandOver {
        /// All of it.
        hand_over: HandOverView,
    },
    /// Its status at the supplier changed.
    Profile {
        /// From.
        from: ProfileStatus,
        /// To.
        to: ProfileStatus,
    },
}

/// A supplier's answer as it came.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RawAnswer {
    /// What was asked.
    pub title: String,
    /// JSON, indented, codes masked.
    pub json: String,
    /// When.
    pub at: Timestamp,
}
