//! A supplier in memory with a ledger of its own and answers that a test chooses.
//!
//! `ledger` is what it does, `port` is how the journal asks for it.

mod ledger;
mod port;

pub use ledger::{Answer, Bought, Outcome};

use esim_desk_model::{
    ActivationCode, Country, Coverage, Data, EsimId, Money, OrderKey, Plan, ServiceId, Start,
};
use esim_desk_provider::Request;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a test may change at any time.
#[derive(Default)]
pub struct Supplier {
    pub ledger: Vec<Bought>,
    /// Requests that spend, as they came in.
    pub sent: Vec<OrderKey>,
    /// What they asked for.
    pub requests: Vec<Request>,
    /// The next answers; empty takes.
    pub answers: VecDeque<Answer>,
    /// The next outcomes; empty is an eSIM.
    pub outcomes: VecDeque<Outcome>,
    /// Looks that can tell nothing.
    pub blind_looks: u32,
    /// Reads of a new eSIM before its code is there.
    pub code_after: u32,
    /// The order row names its eSIM.
    pub names_esim: bool,
    /// Purchases are found by their key, and so for certain.
    pub by_key: bool,
    /// Data goes onto this eSIM, whatever was asked.
    pub astray: Option<EsimId>,
    /// What is asked before sending fails.
    pub mute: bool,
    pub price: Option<Money>,
    pub balance: Option<Money>,
    pub plan_gone: bool,
    /// The next look panics.
    pub breaks: bool,
    /// Complete looks so far.
    pub looks: u32,
    /// It knows the keys of purchases, and answers a repeat with one of these; empty takes.
    pub replays: Option<VecDeque<Answer>>,
    /// Repeats under a key, as they came in.
    pub replayed: Vec<OrderKey>,
    /// The notes written onto eSIMs.
    pub labels: Vec<(EsimId, String)>,
    /// Writing a note fails.
    pub no_labels: bool,
}

/// A wallet at that supplier.
#[derive(Default)]
pub struct Fake {
    pub state: Mutex<Supplier>,
    /// A purchase waits for its answer while a test holds this,
    pub till: Arc<tokio::sync::RwLock<()>>,
    /// and one that is sent once more while it holds this.
    pub gate: Arc<tokio::sync::RwLock<()>>,
    pub lane_of_plan: bool,
    /// As many eSIMs as one order may hold; 0 is one.
    pub at_once: u32,
}

impl Fake {
    pub fn supplier(&self) -> MutexGuard<'_, Supplier> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another desk buys a plan from the same account.
    pub fn foreign_order(&self, plan: &str) {
        self.supplier().buy(None, &request_of(plan));
    }

    /// Another desk adds a plan to an eSIM of the same account.
    pub fn foreign_addition(&self, plan: &str, esim: &EsimId) {
        let target = esim_desk_provider::Target::AddData { esim: esim.clone(), service: service_of(esim) };
        self.supplier().buy(None, &Request { target, ..request_of(plan) });
    }
}

fn request_of(plan_id: &str) -> Request {
    Request {
        plan: plan(plan_id),
        price: Some(price()),
        target: esim_desk_provider::Target::NewEsim,
        source: esim_desk_provider::Source::Bought,
        count: 1,
    }
}

/// A plan of this supplier.
pub fn plan(id: &str) -> Plan {
    Plan {
        id: id.into(),
        name: None,
        coverage: Coverage::Local { country: Country::from_code("JPN").unwrap() },
        data: Some(Data::Unlimited),
        throttling: None,
        calls: None,
        texts: None,
        days: Some(7),
        start: Start::NotSaid,
        features: Vec::new(),
        networks: Vec::new(),
        prices: vec![price()],
    }
}

pub fn price() -> Money {
    Money::parse("4.90", "USD").unwrap()
}

/// The plan that an eSIM of this supplier comes with.
pub fn service_of(esim: &EsimId) -> ServiceId {
    ServiceId(format!("of {esim}"))
}

/// The code of an eSIM of this supplier.
pub fn code_of(esim: &EsimId) -> ActivationCode {
    ActivationCode::parse(&format!("LPA:1$smdp.example.com${}", esim.as_str().replace('_', "-"))).unwrap()
}
