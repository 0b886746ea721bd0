//! A supplier in memory with a ledger of its own and answers that a test chooses.

use async_trait::async_trait;
use esim_desk_model::{
    ActivationCode, Country, Coverage, Data, Esim, EsimId, Iccid, InstallData, Money, OrderKey, Plan, PlanId,
    ProfileStatus, Service, ServiceId, Start, Timestamp, Usage,
};
use esim_desk_provider::{
    Candidate, Effect, Error, Esims, Evidence, Kind, Lane, Listing, Mark, Orders, Placed, Progress, Provider,
    Quote, Request, Result, Taken, Trace,
};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the supplier does with one purchase.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Takes it and says so.
    Takes,
    /// Takes it; the answer is lost.
    TakesAnswerLost,
    /// The request is lost; nothing happens.
    Lost,
    /// Says no before charging.
    Refuses,
}

/// What becomes of a purchase that was taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An eSIM.
    Esim,
    /// Done, it says, and no eSIM ever appears.
    NoEsim,
    /// Stays where it is.
    Stays(Taken),
}

/// One purchase in the supplier's ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Bought {
    /// Our key; `None` for another desk's.
    pub key: Option<OrderKey>,
    pub reference: String,
    pub esim: EsimId,
    pub plan: PlanId,
    pub outcome: Outcome,
}

/// What a test may change at any time.
#[derive(Default)]
pub struct Supplier {
    pub ledger: Vec<Bought>,
    /// Requests that spend, as they came in.
    pub sent: Vec<OrderKey>,
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
    /// What is asked before sending fails.
    pub mute: bool,
    pub price: Option<Money>,
    pub balance: Option<Money>,
    pub plan_gone: bool,
    /// Complete looks so far.
    pub looks: u32,
}

/// A wallet at that supplier.
#[derive(Default)]
pub struct Fake {
    pub state: Mutex<Supplier>,
    pub lane_of_plan: bool,
}

impl Fake {
    pub fn supplier(&self) -> MutexGuard<'_, Supplier> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another desk buys a plan from the same account.
    pub fn foreign_order(&self, plan: &str) {
        self.supplier().buy(None, &plan.into());
    }
}

impl Supplier {
    fn buy(&mut self, key: Option<OrderKey>, plan: &PlanId) -> Bought {
        let number = self.ledger.len() + 1;
        let bought = Bought {
            key,
            reference: format!("ordr_{number}"),
            esim: EsimId(format!("esim_{number}")),
            plan: plan.clone(),
            outcome: self.outcomes.pop_front().unwrap_or(Outcome::Esim),
        };
        self.ledger.push(bought.clone());
        bought
    }

    /// What is new since a mark and of the same plan.
    fn new_since(&self, mark: &Mark, request: &Request) -> Vec<Bought> {
        let known: usize = mark.0.parse().unwrap();
        let new = self.ledger.iter().skip(known);
        new.filter(|bought| bought.plan == request.plan.id).cloned().collect()
    }
}

impl Bought {
    fn candidate(&self, esim: bool, evidence: Evidence) -> Candidate {
        Candidate {
            reference: (!esim).then(|| self.reference.clone()),
            esim: esim.then(|| self.esim.clone()),
            service: esim.then(|| ServiceId(format!("of {}", self.esim))),
            created_at: None,
            evidence,
        }
    }

    fn taken(&self) -> Taken {
        match &self.outcome {
            Outcome::Esim | Outcome::NoEsim => Taken::Fulfilled,
            Outcome::Stays(taken) => taken.clone(),
        }
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

/// The code of an eSIM of this supplier.
pub fn code_of(esim: &EsimId) -> ActivationCode {
    ActivationCode::parse(&format!("LPA:1$smdp.example.com${}", esim.as_str().replace('_', "-"))).unwrap()
}

impl Provider for Fake {
    fn esims(&self) -> &dyn Esims {
        self
    }

    fn orders(&self) -> Option<&dyn Orders> {
        Some(self)
    }
}

#[async_trait]
impl Orders for Fake {
    fn lane(&self, request: &Request) -> Lane {
        Lane(if self.lane_of_plan { request.plan.id.to_string() } else { "wallet".to_owned() })
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        let supplier = self.supplier();
        if supplier.mute {
            return Err(Error::without_effect(Kind::Offline, "read a plan"));
        }
        let plan = (!supplier.plan_gone).then(|| request.plan.clone());
        let price = supplier.price.clone().or_else(|| request.plan.prices.first().cloned());
        Ok(Quote { plan, price, balance: supplier.balance.clone() })
    }

    async fn mark(&self, _: &Request) -> Result<Mark> {
        Ok(Mark(self.supplier().ledger.len().to_string()))
    }

    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        let mut supplier = self.supplier();
        supplier.sent.push(key.clone());
        let answer = supplier.answers.pop_front().unwrap_or(Answer::Takes);
        let lost = Error { effect: Effect::Unknown, ..Error::without_effect(Kind::TimedOut, "buy") };
        match answer {
            Answer::Takes => {
                let bought = supplier.buy(Some(key.clone()), &request.plan.id);
                Ok(Placed { reference: bought.reference, taken: Taken::Processing, charged: None })
            }
            Answer::TakesAnswerLost => {
                supplier.buy(Some(key.clone()), &request.plan.id);
                Err(lost)
            }
            Answer::Lost => Err(lost),
            Answer::Refuses => Err(Error::without_effect(Kind::Funds { missing: None }, "buy")),
        }
    }

    async fn trace(&self, _: &OrderKey, request: &Request, mark: &Mark, _: Timestamp) -> Result<Trace> {
        let mut supplier = self.supplier();
        if supplier.blind_looks > 0 {
            supplier.blind_looks -= 1;
            return Ok(Trace::CannotTell { why: "the list is not whole".to_owned() });
        }
        supplier.looks += 1;
        let new = supplier.new_since(mark, request);
        Ok(Trace::Looked(new.iter().map(|bought| bought.candidate(false, Evidence::Difference)).collect()))
    }

    async fn progress(
        &self,
        reference: &str,
        request: &Request,
        mark: &Mark,
        _: Timestamp,
    ) -> Result<Progress> {
        let supplier = self.supplier();
        let own = supplier.ledger.iter().find(|bought| bought.reference == reference).cloned();
        let taken = own.as_ref().map_or(Taken::NotSaid, Bought::taken);
        let with_esim = |bought: &&Bought| bought.outcome == Outcome::Esim;
        let candidates = match own {
            Some(own) if supplier.names_esim && own.outcome == Outcome::Esim => {
                vec![own.candidate(true, Evidence::Reference)]
            }
            Some(own) if own.outcome == Outcome::Stays(Taken::Replaced) => {
                let new = supplier.new_since(mark, request);
                let others = new.iter().filter(|bought| bought.reference != own.reference);
                others.map(|bought| bought.candidate(false, Evidence::Difference)).collect()
            }
            Some(_) | None => {
                let new = supplier.new_since(mark, request);
                new.iter()
                    .filter(with_esim)
                    .map(|bought| bought.candidate(true, Evidence::Difference))
                    .collect()
            }
        };
        Ok(Progress::of_one(taken, candidates, None))
    }

    fn usual_seconds(&self) -> u32 {
        30
    }
}

#[async_trait]
impl Esims for Fake {
    async fn list(&self) -> Result<Listing<Esim>> {
        Ok(Listing::complete(Vec::new()))
    }

    async fn one(&self, id: &EsimId) -> Result<Option<Esim>> {
        let mut supplier = self.supplier();
        let number = supplier.ledger.iter().position(|bought| bought.esim == *id);
        let ready = supplier.code_after == 0;
        supplier.code_after = supplier.code_after.saturating_sub(1);
        Ok(number.map(|number| Esim {
            id: id.clone(),
            iccid: Some(Iccid::parse(&format!("8948010000000{number:06}")).unwrap()),
            msisdn: None,
            profile: if ready { ProfileStatus::Ready } else { ProfileStatus::Preparing },
            profile_word: None,
            install: ready.then(|| InstallData { code: code_of(id), confirmation_code: None }),
            install_problem: None,
            raw: "{}".to_owned(),
        }))
    }

    async fn services(&self) -> Result<Listing<Service>> {
        Ok(Listing::complete(Vec::new()))
    }

    async fn service(&self, _: &ServiceId) -> Result<Option<Service>> {
        Ok(None)
    }

    async fn usage(&self, _: &ServiceId) -> Result<Option<Usage>> {
        Ok(None)
    }
}
