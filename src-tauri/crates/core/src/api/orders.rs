//! Orders: the form's outcome, the journal, and what staff may decide.

use super::Failure;
use esim_desk_model::{
    Country, EsimId, Iccid, Money, OrderKey, OrderState, Plan, PlanId, ServiceId, Timestamp, WalletId,
};
use esim_desk_provider::{Evidence, Item, LotId, Taken};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Buys. The command only writes intents to the journal and returns them; a worker sends them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OrderPlace {
    /// UUID of this user action, and the parent of its orders.
    pub request_id: String,
    /// From which wallet.
    pub wallet_id: WalletId,
    /// What.
    pub plan_id: PlanId,
    /// The price staff saw for one; absent where none is stated.
    pub price_seen: Option<Money>,
    /// Onto an eSIM that exists; absent is a new one.
    #[serde(default)]
    pub onto: Option<Onto>,
    /// Out of this lot of what is owned already; absent is bought.
    #[serde(default)]
    pub lot: Option<LotId>,
    /// How many eSIMs the order of each traveller holds: 1, or more where the wallet can (`abilities.at_once`).
    #[serde(default = "one")]
    pub count: u32,
    /// One to ten; each becomes one order. For several eSIMs in one order: what they are for.
    pub travellers: Vec<TravellerOrder>,
    /// The agency's booking; may be empty.
    pub booking: String,
    /// The trip it was chosen for.
    pub trip: Trip,
    /// The phone check.
    pub phone_check: PhoneCheck,
    /// Staff saw that the same plan was bought for the same traveller today, and mean it.
    pub repeat_meant: bool,
}

fn one() -> u32 {
    1
}

/// The eSIM that data is added to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Onto {
    /// The eSIM.
    pub esim_id: EsimId,
    /// The plan on it.
    pub service_id: ServiceId,
}

/// One traveller of a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TravellerOrder {
    /// UUID v7 made when the form opened.
    pub key: OrderKey,
    /// The traveller's name.
    pub name: String,
}

/// The trip a plan was chosen for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trip {
    /// Where to.
    pub countries: Vec<Country>,
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub to: Option<String>,
}

/// What staff asked about the phone; kept with the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhoneCheck {
    /// Dialled *#06#, an EID appears.
    pub eid_seen: bool,
    /// Not locked to a network.
    pub not_locked: bool,
    /// The customer declined the check.
    pub declined: bool,
}

/// A page of the journal, newest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderQuery {
    /// Which.
    pub filter: OrderFilter,
    /// Number, traveller or booking; empty finds all.
    pub text: String,
    /// First row, from 0.
    pub offset: u32,
    /// Rows, at most 100.
    pub limit: u32,
}

/// Which orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OrderFilter {
    /// All.
    All,
    /// Not final.
    Open,
    /// Needs somebody.
    Waiting,
    /// Those of one purchase, in the order of the names.
    Purchase {
        /// The request id of its `order_place`.
        parent: String,
    },
}

/// Rows and how many there are.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OrderPage {
    /// At most `limit`.
    pub rows: Vec<OrderView>,
    /// Rows that match.
    pub total: u32,
    /// Not final.
    pub open: u32,
    /// Need somebody.
    pub waiting: u32,
}

/// One order.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OrderView {
    /// Its key.
    pub key: OrderKey,
    /// `D07-000123`.
    pub number: String,
    /// The purchase it belongs to.
    pub parent: String,
    /// Where it stands.
    pub state: OrderState,
    /// What stopped it or what the supplier said; says whether money was taken.
    pub failure: Option<Failure>,
    /// How far it is at the supplier.
    pub taken: Option<Taken>,
    /// The supplier's order number.
    pub reference: Option<String>,
    /// From which wallet.
    pub wallet_id: WalletId,
    /// Its name.
    pub wallet_name: String,
    /// How staff call the supplier.
    pub supplier: String,
    /// What.
    pub plan: Plan,
    /// The price staff saw.
    pub price_seen: Option<Money>,
    /// What was charged; absent is "not stated".
    pub price_charged: Option<Money>,
    /// For whom.
    pub traveller: String,
    /// The agency's booking.
    pub booking: Option<String>,
    /// The trip.
    pub trip: Trip,
    /// At which desk.
    pub desk: String,
    /// By whom.
    pub staff: Option<String>,
    /// When the intent was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was sent.
    pub sending_since: Option<Timestamp>,
    /// The eSIM it bought, or onto which it adds data.
    pub esim: Option<OrderEsim>,
    /// It adds data to that eSIM.
    pub adds_data: bool,
    /// It takes what is owned already.
    pub from_stock: bool,
    /// Taking it costs nothing more.
    pub already_paid: bool,
    /// How many eSIMs it holds.
    pub count: u32,
    /// What became of each of several; empty before the supplier says so.
    pub items: Vec<Item>,
    /// What may be its outcome, when a person must confirm.
    pub candidates: Vec<CandidateView>,
    /// The outcome of a lost answer is being looked up, at least until then.
    pub checking_until: Option<Timestamp>,
    /// The intent is of an earlier run of the program and waits for a person.
    pub needs_confirmation: bool,
    /// Number of the order that must be final first.
    pub behind: Option<String>,
    /// How long from order to code, in seconds.
    pub usual_seconds: u32,
    /// Why a person decided as they did.
    pub settled_reason: Option<String>,
}

/// The eSIM an order bought.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OrderEsim {
    /// Its id.
    pub esim_id: EsimId,
    /// Its number.
    pub iccid: Option<Iccid>,
    /// Its kit can be shown.
    pub kit_ready: bool,
}

/// Something at the supplier that may be the outcome.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CandidateView {
    /// Its place in the order's list; sent back to adopt it.
    pub index: u32,
    /// The supplier's order number.
    pub reference: Option<String>,
    /// The eSIM.
    pub esim_id: Option<EsimId>,
    /// Its number, where the lists have it.
    pub iccid: Option<Iccid>,
    /// The plan on an eSIM.
    pub service_id: Option<ServiceId>,
    /// When the supplier made it.
    pub created_at: Option<Timestamp>,
    /// How it was found.
    pub evidence: Evidence,
}

/// Names one order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderRef {
    /// Its key.
    pub key: OrderKey,
}

/// One order and all that happened to it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OrderDetail {
    /// The order.
    pub order: OrderView,
    /// Its events, oldest first.
    pub events: Vec<OrderEventView>,
}

/// One event of an order.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OrderEventView {
    /// When.
    pub at: Timestamp,
    /// A state's word, or `looked`, `found`, `held`, `resumed`, `replayed`, `esim_found`,
    /// `kit_stored`, `settled`.
    pub event: String,
    /// What else is to be said, masked.
    pub note: Option<String>,
    /// By whom, where a person did it.
    pub staff: Option<String>,
}

/// Something done to one order: send an intent of an earlier run after all, withdraw it, look again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderAct {
    /// UUID of this user action.
    pub request_id: String,
    /// Which.
    pub key: OrderKey,
}

/// A person decides what became of an order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderSettle {
    /// UUID of this user action.
    pub request_id: String,
    /// Which.
    pub key: OrderKey,
    /// The state that the person saw and judged.
    pub seen: OrderState,
    /// What it was.
    pub decision: Decision,
    /// Why; must be typed.
    pub reason: String,
}

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decision {
    /// This candidate is ours.
    Adopt {
        /// Its place in the order's list.
        index: u32,
    },
    /// It was not bought.
    NotBought,
    /// It was bought, and is dealt with outside this program.
    DealtWith,
}
