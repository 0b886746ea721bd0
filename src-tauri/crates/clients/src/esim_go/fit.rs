//! Which plans go onto an eSIM. Several networks of eSIM Go's own are in use, so a plan may not fit one that exists;
//! each plan is asked for by itself.

use super::EsimGo;
use super::calls::CHECK_FIT;
use crate::http::Urgency;
use esim_desk_model::{EsimId, Plan};
use esim_desk_provider::{Error, Kind, Result};
use serde::Deserialize;
use std::cmp::Ordering;
use std::sync::{Mutex, PoisonError};

/// As many plans as are asked for; the cheapest, which nobody would miss.
const MOST_ASKED: usize = 24;

#[derive(Deserialize)]
struct Answer {
    compatible: bool,
}

impl EsimGo {
    /// Refuses a plan that does not fit.
    pub(super) async fn must_fit(&self, iccid: &str, bundle: &str) -> Result<()> {
        if self.fits(iccid, bundle, Urgency::Urgent).await? {
            Ok(())
        } else {
            Err(refused("This plan does not fit this eSIM."))
        }
    }

    /// Of these plans the cheapest that fit an eSIM, cheapest first; orders go before these questions. An answer
    /// that does not come leaves out its plan alone.
    ///
    /// # Errors
    /// The first, where no answer came at all.
    pub(super) async fn cheapest_fitting(&self, esim: &EsimId, mut plans: Vec<Plan>) -> Result<Vec<Plan>> {
        let currency = self.currency().await?;
        plans.sort_by(|one, other| by_price(one, other, &currency));
        plans.truncate(MOST_ASKED);
        let round = Round { plans: &plans, found: Mutex::default() };
        tokio::join!(
            self.ask_in_turn(esim, &round),
            self.ask_in_turn(esim, &round),
            self.ask_in_turn(esim, &round),
            self.ask_in_turn(esim, &round),
        );
        let found = round.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        match found.error {
            Some(error) if !found.is_answered => Err(error),
            Some(_) | None => {
                let fits = plans.into_iter().enumerate().filter(|(place, _)| found.fitting.contains(place));
                Ok(fits.map(|(_, plan)| plan).collect())
            }
        }
    }

    async fn ask_in_turn(&self, esim: &EsimId, round: &Round<'_>) {
        while let Some((place, plan)) = round.next() {
            let answer = self.fits(esim.as_str(), plan.id.as_str(), Urgency::Usual).await;
            round.note(place, answer);
        }
    }

    async fn fits(&self, iccid: &str, bundle: &str, urgency: Urgency) -> Result<bool> {
        if matches!((iccid, bundle), ("" | "." | "..", _) | (_, "" | "." | "..")) {
            return Err(refused("This eSIM and plan cannot be asked for."));
        }
        let body = self.get_compatible(iccid, bundle, urgency).await?;
        crate::http::decode(&body, CHECK_FIT).map(|answer: Answer| answer.compatible)
    }
}

/// Plans that are asked for by several at once.
struct Round<'a> {
    plans: &'a [Plan],
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    asked: usize,
    /// Places of the plans that fit.
    fitting: Vec<usize>,
    is_answered: bool,
    error: Option<Error>,
}

impl Round<'_> {
    /// The next plan that nobody asked for.
    fn next(&self) -> Option<(usize, &Plan)> {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let place = found.asked;
        found.asked += 1;
        self.plans.get(place).map(|plan| (place, plan))
    }

    fn note(&self, place: usize, answer: Result<bool>) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(fits) => {
                found.is_answered = true;
                if fits {
                    found.fitting.push(place);
                }
            }
            Err(error) => {
                found.error.get_or_insert(error);
            }
        }
    }
}

/// Without a price comes last.
fn by_price(one: &Plan, other: &Plan, currency: &str) -> Ordering {
    match (one.price_in(currency), other.price_in(currency)) {
        (Some(one), Some(other)) => one.minor.cmp(&other.minor),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

fn refused(text: &str) -> Error {
    Error { text: Some(text.to_owned()), ..Error::without_effect(Kind::Refused, CHECK_FIT) }
}
