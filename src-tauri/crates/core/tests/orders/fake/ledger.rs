//! What the supplier does with a purchase, and what it remembers of it.

use super::{Supplier, service_of};
use esim_desk_model::{EsimId, OrderKey, PlanId, ServiceId};
use esim_desk_provider::{
    Candidate, Effect, Error, Evidence, Item, ItemOutcome, Kind, Mark, Placed, Request, Result, Taken, Target,
};

/// What the supplier does with one purchase.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Takes it and says so.
    Takes,
    /// Takes it; the answer is lost.
    TakesAnswerLost,
    /// Takes it, and works on the answer for ever.
    TakesAnswerNever,
    /// The request is lost; nothing happens.
    Lost,
    /// Says no before charging.
    Refuses,
}

/// What becomes of a purchase that was taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An eSIM, or data on it; of several each as its item says.
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
    pub service: ServiceId,
    pub plan: PlanId,
    /// It adds data to an eSIM that was there.
    pub adds_data: bool,
    pub outcome: Outcome,
    /// Each eSIM of a purchase of several.
    pub items: Vec<Item>,
}

impl Supplier {
    /// One request that spends.
    pub(super) fn answer(&mut self, key: &OrderKey, request: &Request, answer: Answer) -> Result<Placed> {
        let lost = Error { effect: Effect::Unknown, ..Error::without_effect(Kind::TimedOut, "buy") };
        match answer {
            Answer::Takes => {
                let bought = self.buy(Some(key.clone()), request);
                Ok(Placed { reference: bought.reference, taken: Taken::Processing, charged: None })
            }
            Answer::TakesAnswerLost | Answer::TakesAnswerNever => {
                self.buy(Some(key.clone()), request);
                Err(lost)
            }
            Answer::Lost => Err(lost),
            Answer::Refuses => Err(Error::without_effect(Kind::Funds { missing: None }, "buy")),
        }
    }

    /// Buys, unless the key is that of a purchase.
    pub(super) fn buy(&mut self, key: Option<OrderKey>, request: &Request) -> Bought {
        let known = self.ledger.iter().find(|bought| key.is_some() && bought.key == key);
        if let Some(known) = known {
            return known.clone();
        }
        let number = self.ledger.len() + 1;
        let (esim, service, adds_data) = match &request.target {
            Target::NewEsim => {
                let esim = EsimId(format!("esim_{number}"));
                let service = service_of(&esim);
                (esim, service, false)
            }
            Target::AddData { esim, .. } => {
                let esim = self.astray.clone().unwrap_or_else(|| esim.clone());
                (esim, ServiceId(format!("added_{number}")), true)
            }
        };
        let items = (1..=request.count).filter(|_| request.count > 1);
        let bought = Bought {
            key,
            reference: format!("ordr_{number}"),
            esim,
            service,
            plan: request.plan.id.clone(),
            adds_data,
            outcome: self.outcomes.pop_front().unwrap_or(Outcome::Esim),
            items: items.map(|item| open(number, item)).collect(),
        };
        self.ledger.push(bought.clone());
        bought
    }

    /// The next items of a task end: each `true` with an eSIM, each `false` without one.
    pub fn end_items(&mut self, outcomes: impl IntoIterator<Item = bool>) {
        let bought = self.ledger.last_mut().unwrap();
        let open = bought.items.iter_mut().filter(|item| item.outcome == ItemOutcome::Open);
        for (item, works) in open.zip(outcomes) {
            if works {
                item.esim = Some(EsimId(item.label.replace("item", "esim")));
                item.outcome = ItemOutcome::Done;
            } else {
                item.outcome = ItemOutcome::Failed { reason: Some("SIM_BOUND".to_owned()) };
            }
        }
    }

    /// What is new since a mark, of the same plan and for the same purpose.
    pub(super) fn new_since(&self, mark: &Mark, request: &Request) -> Vec<Bought> {
        let known: usize = mark.0.parse().unwrap();
        let adds_data = request.target != Target::NewEsim;
        let new = self.ledger.iter().skip(known);
        new.filter(|bought| bought.plan == request.plan.id && bought.adds_data == adds_data)
            .cloned()
            .collect()
    }
}

fn open(number: usize, item: u32) -> Item {
    Item { label: format!("item_{number}_{item}"), esim: None, outcome: ItemOutcome::Open }
}

impl Bought {
    /// What a look for a lost purchase sees. Data that was added is seen on its eSIM; a purchase of a new one by
    /// its order alone.
    pub(super) fn trace(&self, evidence: Evidence) -> Candidate {
        let reference = Some(self.reference.clone());
        Candidate { reference, ..self.candidate(self.adds_data, evidence) }
    }

    pub(super) fn candidate(&self, esim: bool, evidence: Evidence) -> Candidate {
        Candidate {
            reference: (!esim).then(|| self.reference.clone()),
            esim: esim.then(|| self.esim.clone()),
            service: esim.then(|| self.service.clone()),
            created_at: None,
            evidence,
        }
    }

    pub(super) fn taken(&self) -> Taken {
        let is = |wanted: fn(&ItemOutcome) -> bool| move |item: &Item| wanted(&item.outcome);
        let is_open = is(|outcome| *outcome == ItemOutcome::Open);
        let has_failed = is(|outcome| matches!(outcome, ItemOutcome::Failed { .. }));
        match &self.outcome {
            Outcome::Stays(taken) => taken.clone(),
            Outcome::Esim if self.items.iter().any(is_open) => Taken::Processing,
            Outcome::Esim if !self.items.is_empty() && self.items.iter().all(has_failed) => {
                Taken::Failed { reason: Some("SIM_BOUND".to_owned()), money_back: Some(true) }
            }
            Outcome::Esim | Outcome::NoEsim => Taken::Fulfilled,
        }
    }
}
