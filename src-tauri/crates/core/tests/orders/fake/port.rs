//! The supplier as the journal asks it.

use super::{Answer, Bought, Fake, Outcome, code_of};
use async_trait::async_trait;
use esim_desk_model::{
    Esim, EsimId, Iccid, InstallData, OrderKey, ProfileStatus, Service, ServiceId, Timestamp, Usage,
};
use esim_desk_provider::{
    Candidate, Effect, Error, Esims, Evidence, Item, Kind, Lane, Listing, Mark, Orders, Placed, Progress,
    Provider, Quote, Request, Result, Source, Taken, Trace,
};

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
    fn most_at_once(&self) -> u32 {
        self.at_once.max(1)
    }

    fn lane(&self, request: &Request) -> Lane {
        Lane(if self.lane_of_plan { request.plan.id.to_string() } else { "wallet".to_owned() })
    }

    async fn preview(&self, request: &Request) -> Result<Quote> {
        let supplier = self.supplier();
        if supplier.mute {
            return Err(Error::without_effect(Kind::Offline, "read a plan"));
        }
        let plan = (!supplier.plan_gone).then(|| request.plan.clone());
        let price = match &request.source {
            Source::Bought => supplier.price.clone().or_else(|| request.plan.prices.first().cloned()),
            Source::Stock { .. } => None,
        };
        Ok(Quote { plan, price, balance: supplier.balance.clone() })
    }

    async fn mark(&self, _: &Request) -> Result<Mark> {
        Ok(Mark(self.supplier().ledger.len().to_string()))
    }

    async fn place(&self, key: &OrderKey, request: &Request) -> Result<Placed> {
        let till = self.till.clone();
        let _open = till.read().await;
        let (answer, is_answered) = {
            let mut supplier = self.supplier();
            supplier.sent.push(key.clone());
            supplier.requests.push(request.clone());
            let answer = supplier.answers.pop_front().unwrap_or(Answer::Takes);
            let is_answered = answer != Answer::TakesAnswerNever;
            (supplier.answer(key, request, answer), is_answered)
        };
        if !is_answered {
            std::future::pending::<()>().await;
        }
        answer
    }

    /// As long as this supplier remembers keys.
    fn may_replay(&self, _: &Request, since: Timestamp, now: Timestamp) -> bool {
        self.supplier().replays.is_some() && now.duration_since(since).as_secs() <= 600
    }

    async fn replay(
        &self,
        key: &OrderKey,
        request: &Request,
        since: Timestamp,
        now: Timestamp,
    ) -> Option<Result<Placed>> {
        if !self.may_replay(request, since, now) {
            return None;
        }
        let gate = self.gate.clone();
        self.supplier().replayed.push(key.clone());
        let _open = gate.read().await;
        let mut supplier = self.supplier();
        let answer = supplier.replays.as_mut()?.pop_front().unwrap_or(Answer::Takes);
        let answer = supplier.answer(key, request, answer);
        Some(answer.map_err(|error| Error { effect: Effect::Unknown, ..error }))
    }

    async fn trace(&self, key: &OrderKey, request: &Request, mark: &Mark, _: Timestamp) -> Result<Trace> {
        let mut supplier = self.supplier();
        assert!(!std::mem::take(&mut supplier.breaks), "the client has a bug");
        if supplier.blind_looks > 0 {
            supplier.blind_looks -= 1;
            return Ok(Trace::CannotTell { why: "the list is not whole".to_owned() });
        }
        supplier.looks += 1;
        let new = supplier.new_since(mark, request);
        let (new, evidence): (Vec<_>, _) = if supplier.by_key {
            let ours = new.into_iter().filter(|bought| bought.key.as_ref() == Some(key));
            (ours.collect(), Evidence::Reference)
        } else {
            (new, Evidence::Difference)
        };
        let named = |bought: &Bought| supplier.names_esim.then(|| bought.esim.clone());
        let seen = |bought: &Bought| {
            let seen = bought.trace(evidence);
            Candidate { esim: seen.esim.clone().or_else(|| named(bought)), ..seen }
        };
        Ok(Trace::Looked(new.iter().map(seen).collect()))
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
        let items: Vec<Item> = own.as_ref().map(|own| own.items.clone()).unwrap_or_default();
        let with_esim = |bought: &&Bought| bought.outcome == Outcome::Esim;
        let candidates = match own {
            Some(own) if own.outcome == Outcome::Esim && (supplier.names_esim || own.adds_data) => {
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
        Ok(Progress { items, ..Progress::of_one(taken, candidates, None) })
    }

    fn stock_fits_existing(&self) -> bool {
        true
    }

    async fn label(&self, esim: &EsimId, number: &str) -> Result<()> {
        let mut supplier = self.supplier();
        if supplier.no_labels {
            return Err(Error::without_effect(Kind::Server, "write a note"));
        }
        supplier.labels.push((esim.clone(), number.to_owned()));
        Ok(())
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
        let of_items = |bought: &Bought| bought.items.iter().position(|item| item.esim.as_ref() == Some(id));
        let number = supplier.ledger.iter().enumerate().find_map(|(number, bought)| {
            let item = of_items(bought).or((bought.esim == *id && bought.items.is_empty()).then_some(0));
            item.map(|item| number * 100 + item)
        });
        let ready = supplier.code_after == 0;
        supplier.code_after = supplier.code_after.saturating_sub(1);
        Ok(number.map(|number| Esim {
            id: id.clone(),
            iccid: Some(Iccid::parse(&format!("8948010000000{number:06}")).unwrap()),
            msisdn: None,
            profile: if ready { ProfileStatus::Ready } else { ProfileStatus::Preparing },
            profile_word: None,
            install: ready.then(|| InstallData::from(code_of(id))),
            numbers: Vec::new(),
            install_problem: None,
            note: None,
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
