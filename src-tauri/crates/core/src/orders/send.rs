//! Sending one intent: the guards, the mark, the one request that spends, and its outcome on disk.

use super::kill::kill_point;
use super::lane::Turn;
use super::order::json;
use super::{Order, Orders, Step};
use crate::api::{Code, Failure, MoneyMoved};
use crate::failures::{Asked, of_supplier};
use esim_desk_model::{Money, OrderState};
use esim_desk_provider::{Effect, Error, Mark, Placed, Provider, Quote};
use esim_desk_store::record::order_events::{OrderChanges, StepError};
use std::sync::Arc;
use std::time::Duration;

impl Orders {
    /// Sends an intent once, if nothing stands against it.
    pub(super) async fn send(&self, order: &Order) -> Result<Turn, StepError> {
        let (provider, mark) = match self.clear_to_send(order).await {
            Ok(ready) => ready,
            Err(failure) => return self.hold(order, &failure).await,
        };
        kill_point("before_sending");
        let changes = OrderChanges::default().sending(self.around.clock.now(), &mark.0);
        let sent = match self.step(order, Step::to(OrderState::Sending).changes(changes)).await {
            Ok(sent) => sent,
            // Withdrawn a moment ago.
            Err(StepError::WrongState(_)) => return Ok(Turn::Moved),
            Err(error) => return Err(error),
        };
        kill_point("sending");
        let answer = match provider.orders() {
            Some(orders) => orders.place(&sent.row.key, &sent.request).await,
            None => Err(Error::without_effect(esim_desk_provider::Kind::NotFound, "buy")),
        };
        kill_point("answered");
        self.keep_outcome(&sent, &answer).await;
        kill_point("outcome_stored");
        if answer.is_ok() {
            self.around.arrivals.spent(&sent);
        }
        Ok(Turn::Moved)
    }

    /// Everything that may speak against sending, asked without spending.
    async fn clear_to_send(&self, order: &Order) -> Result<(Arc<dyn Provider>, Mark), Failure> {
        let wallet = &order.row.wallet_id;
        let provider = self.around.wallets.provider(wallet).await?;
        let orders = provider.orders().ok_or_else(|| Failure::new(Code::CannotDo))?;
        match orders.preview(&order.request).await {
            Ok(quote) => {
                if let Err(failure) = guard(order.request.price.as_ref(), &quote) {
                    // Staff choose again from the lists, which know no better yet.
                    self.around.plans.changed(wallet, order.request.plan_id(), quote.plan).await;
                    return Err(failure);
                }
            }
            Err(error) => return Err(self.said(order, &*provider, &error).await),
        }
        kill_point("guarded");
        match orders.mark(&order.request).await {
            Ok(mark) => Ok((provider, mark)),
            Err(error) => Err(self.said(order, &*provider, &error).await),
        }
    }

    /// Leaves the reason on the intent; it waits for staff. Nothing was sent.
    async fn hold(&self, order: &Order, failure: &Failure) -> Result<Turn, StepError> {
        let changes = OrderChanges::default().failure(Some(&json(failure)?));
        match self.step(order, Step::within(order, "held").changes(changes)).await {
            Ok(_) | Err(StepError::WrongState(_)) => Ok(Turn::Moved),
            Err(error) => Err(error),
        }
    }

    /// Puts the answer on disk, however long the disk takes: until then the order stays in flight.
    async fn keep_outcome(&self, sent: &Order, answer: &Result<Placed, Error>) {
        let mut pause = Duration::from_secs(1);
        while let Err(error) = self.write_outcome(sent, answer).await {
            tracing::error!(order = %sent.row.number, %error, "the outcome of an order cannot be written");
            self.around.clock.sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(60));
        }
    }

    async fn write_outcome(&self, sent: &Order, answer: &Result<Placed, Error>) -> Result<(), StepError> {
        let step = match answer {
            Ok(placed) => accepted(placed)?,
            Err(error) => {
                let state = match error.effect {
                    Effect::None => OrderState::Refused,
                    Effect::Unknown => OrderState::Unknown,
                };
                let failure = self.around.wallets.facts(&sent.row.wallet_id).await.map_or_else(
                    |_| of_supplier(error, &Asked::default()),
                    |facts| of_supplier(error, &asked(&facts, None)),
                );
                Step::to(state).changes(OrderChanges::default().failure(Some(&json(&failure)?)))
            }
        };
        match self.step(sent, step).await {
            // The supplier answered with an order that another of ours owns: whose it is, a look must tell.
            Err(StepError::Taken) => {
                let failure = Failure { money: MoneyMoved::Unknown, ..Failure::new(Code::CandidateTaken) };
                let changes = OrderChanges::default().failure(Some(&json(&failure)?));
                self.step(sent, Step::to(OrderState::Unknown).changes(changes)).await.map(drop)
            }
            // A desk that was opened again held it for lost while the answer was on its way, and perhaps a person
            // wrote it off since.
            Err(StepError::WrongState(OrderState::Unknown | OrderState::Settled)) => match answer {
                Ok(placed) => self.answered_late(sent, placed).await,
                Err(_) => Ok(()),
            },
            Err(StepError::WrongState(_) | StepError::Missing) => Ok(()),
            Err(error @ StepError::Store(_)) => Err(error),
            Ok(_) => Ok(()),
        }
    }

    /// What was bought must not be forgotten, whatever became of the order meanwhile.
    async fn answered_late(&self, sent: &Order, placed: &Placed) -> Result<(), StepError> {
        let Some(row) = self.around.record.order(&sent.row.key).await? else { return Ok(()) };
        let order = Order::of(row)?;
        let step = if order.row.state == OrderState::Settled {
            let failure = Failure { money: MoneyMoved::Spent, ..Failure::new(Code::BoughtAllTheSame) };
            let changes =
                OrderChanges::default().reference(&placed.reference).failure(Some(&json(&failure)?));
            Step::within(&order, "answered_late").note(placed.reference.clone()).changes(changes)
        } else {
            accepted(placed)?
        };
        match self.step(&order, step).await {
            // Its number is another of ours' already: a look tells whose it is, and nothing is forgotten.
            Ok(_) | Err(StepError::Taken) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// A supplier's error in the window's words.
    pub(super) async fn said(&self, order: &Order, provider: &dyn Provider, error: &Error) -> Failure {
        match self.around.wallets.facts(&order.row.wallet_id).await {
            Ok(facts) => of_supplier(error, &asked(&facts, provider.clock_skew_seconds())),
            Err(_) => of_supplier(error, &Asked::default()),
        }
    }
}

pub(super) fn accepted(placed: &Placed) -> Result<Step, StepError> {
    let mut changes =
        OrderChanges::default().reference(&placed.reference).taken(&json(&placed.taken)?).failure(None);
    // What looks had found meanwhile is no longer of use.
    changes = changes.candidates(None);
    if let Some(charged) = &placed.charged {
        changes = changes.charged(charged)?;
    }
    Ok(Step::to(OrderState::Accepted).changes(changes))
}

fn asked(facts: &super::WalletFacts, skew_seconds: Option<i64>) -> Asked {
    Asked { supplier: facts.supplier.clone(), environment: facts.environment.clone(), skew_seconds }
}

/// Whether what staff agreed to still holds.
fn guard(seen: Option<&Money>, quote: &Quote) -> Result<(), Failure> {
    if quote.plan.is_none() {
        return Err(Failure::new(Code::PlanGone));
    }
    let not_stated = "not stated".to_owned();
    let holds = match (seen, &quote.price) {
        (None, None) => true,
        // Another currency is another price.
        (Some(seen), Some(now)) => now.exceeds(seen) == Ok(false),
        (None, Some(_)) | (Some(_), None) => false,
    };
    if !holds {
        let text = |price: Option<&Money>| price.map_or(not_stated.clone(), Money::to_string);
        let failure = Failure::new(Code::PriceRose);
        return Err(failure.fact("was", text(seen)).fact("now", text(quote.price.as_ref())));
    }
    if let (Some(price), Some(balance)) = (&quote.price, &quote.balance)
        && price.exceeds(balance) == Ok(true)
    {
        let missing = Money { minor: price.minor - balance.minor, ..price.clone() };
        let failure = Failure::new(Code::BalanceShort);
        // Two numbers of decimals cannot be subtracted; then the balance alone is named.
        return Err(if price.exponent == balance.exponent {
            failure.fact("missing", missing)
        } else {
            failure.fact("balance", balance)
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use esim_desk_model::{Coverage, Plan, Start};

    fn plan() -> Plan {
        Plan {
            id: "plan_1".into(),
            name: None,
            coverage: Coverage::NotSaid,
            data: None,
            throttling: None,
            calls: None,
            texts: None,
            days: None,
            start: Start::NotSaid,
            features: Vec::new(),
            networks: Vec::new(),
            prices: Vec::new(),
        }
    }

    fn guarded(seen: Option<&str>, now: Option<&str>, balance: Option<&str>) -> Option<Failure> {
        let money = |text: &str| {
            let (amount, currency) = text.split_once(' ').unwrap();
            Money::parse(amount, currency).unwrap()
        };
        let quote = Quote { plan: Some(plan()), price: now.map(money), balance: balance.map(money) };
        guard(seen.map(money).as_ref(), &quote).err()
    }

    #[test]
    fn a_price_may_fall_but_not_rise_or_change_its_currency() {
        assert_eq!(guarded(Some("4.90 USD"), Some("4.90 USD"), None), None);
        assert_eq!(guarded(Some("4.90 USD"), Some("4.10 USD"), None), None);
        assert_eq!(guarded(None, None, None), None);
        let rose = guarded(Some("4.90 USD"), Some("4.91 USD"), None).unwrap();
        assert_eq!((rose.code, rose.facts["was"].as_str()), (Code::PriceRose, "4.90 USD"));
        assert_eq!(rose.facts["now"], "4.91 USD");
        for (seen, now) in
            [(Some("4.90 USD"), Some("4.10 EUR")), (None, Some("1 JPY")), (Some("1 JPY"), None)]
        {
            assert_eq!(guarded(seen, now, None).unwrap().code, Code::PriceRose, "{seen:?} {now:?}");
        }
    }

    #[test]
    fn a_short_balance_says_how_much_is_missing() {
        assert_eq!(guarded(Some("4.90 USD"), Some("4.90 USD"), Some("4.90 USD")), None);
        let short = guarded(Some("4.90 USD"), Some("4.90 USD"), Some("4.80 USD")).unwrap();
        assert_eq!((short.code, short.facts["missing"].as_str()), (Code::BalanceShort, "0.10 USD"));
        assert_eq!(guarded(Some("4.90 USD"), Some("4.90 USD"), Some("1 JPY")), None);
    }

    #[test]
    fn a_plan_that_is_gone_is_not_bought() {
        let gone = guard(None, &Quote { plan: None, price: None, balance: None }).unwrap_err();
        assert_eq!(gone.code, Code::PlanGone);
    }
}
