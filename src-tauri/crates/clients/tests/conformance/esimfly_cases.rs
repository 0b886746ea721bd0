//! What only eSIMfly has: data onto an eSIM, keys, orders that wait, a signed clock; against its simulator.

use crate::esimfly::{Desk, client, quick};
use crate::rules::{self, World};
use esim_desk_model::{EsimId, Money, OrderKey, Plan, Timestamp};
use esim_desk_provider::{
    Candidate, Catalogue, Diagnostics, Effect, Esims, Evidence, Kind, Mark, Orders, Provider, Request,
    Source, Taken, Target, Trace, Wallet,
};
use esim_desk_simulators::esimfly::{BASE_PATH, Fault, Limits, Options, ResetForm, Twist, When};
use std::time::Duration;

fn key(number: u32) -> OrderKey {
    OrderKey::from(format!("0198c0de-0000-7000-8001-{number:012x}"))
}

#[expect(clippy::disallowed_methods, reason = "the simulator runs by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

impl Desk {
    /// Data for some eSIM that takes it, and that eSIM.
    async fn more_data(&self) -> (EsimId, Request) {
        for esim in self.world.sim.ledger().esims.iter().filter(|esim| esim.status == "ACTIVE") {
            let id = EsimId::from(esim.iccid.as_str());
            let plans = self.provider.top_up_plans(&id).await.map(|offered| offered.rows).unwrap_or_default();
            if let Some(plan) = plans.into_iter().next() {
                let price = plan.price_in("USD").cloned();
                let target = Target::AddData { esim: id.clone(), service: id.as_str().into() };
                return (id, Request { plan, price, target, source: Source::Bought, count: 1 });
            }
        }
        panic!("no eSIM takes data");
    }

    async fn looked(&self, request: &Request, mark: &Mark) -> Vec<Candidate> {
        match self.provider.trace(&key(1), request, mark, now()).await.unwrap() {
            Trace::Looked(found) => found,
            Trace::CannotTell { why } => panic!("could look: {why}"),
        }
    }

    fn total(&self, esim: &EsimId) -> i64 {
        self.world.sim.ledger().esim(esim.as_str()).unwrap().total_bytes
    }
}

#[tokio::test]
async fn data_is_added_onto_the_chosen_esim_and_nowhere_else() {
    let desk = Desk::open(quick()).await;
    let (esim, request) = desk.more_data().await;
    let (before, count) = (desk.total(&esim), desk.world.sim.ledger().esims.len());
    let quote = desk.provider.preview(&request).await.unwrap();
    assert_eq!(quote.price, request.price);
    let mark = desk.provider.mark(&request).await.unwrap();
    let placed = desk.provider.place(&key(1), &request).await.unwrap();
    assert_eq!((placed.taken, placed.charged), (Taken::Fulfilled, request.price.clone()));
    let ledger = desk.world.sim.ledger();
    assert!(desk.total(&esim) > before);
    assert_eq!((ledger.esims.len(), ledger.purchases), (count, 1));
    let progress = desk.provider.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    let found: Vec<_> = progress.candidates.iter().map(|one| (&one.esim, one.evidence)).collect();
    assert_eq!(found, [(&Some(esim), Evidence::Reference)]);
}

#[tokio::test]
async fn lost_data_is_found_and_data_that_was_not_bought_is_not() {
    let desk = Desk::open(quick()).await;
    let (esim, request) = desk.more_data().await;
    for (number, fault, bought) in [
        (1, Fault::DropBefore, false),
        (2, Fault::ServerErrorAfter, true),
        (3, Fault::ServerError, false),
        (4, Fault::DropAfter, true),
        (5, Fault::CutBody, true),
    ] {
        let (mark, before) = (desk.provider.mark(&request).await.unwrap(), desk.world.purchases());
        desk.world.sim.fault(When::purchase(), fault.clone());
        let error = desk.provider.place(&key(number), &request).await.unwrap_err();
        assert_eq!(error.effect, Effect::Unknown, "{fault:?}");
        assert_eq!(desk.world.purchases(), before + usize::from(bought), "{fault:?} must not be repeated");
        let found = desk.looked(&request, &mark).await;
        assert_eq!(found.len(), usize::from(bought), "{fault:?}: {found:?}");
        assert!(found.iter().all(|one| one.esim.as_ref() == Some(&esim)));
    }
}

#[tokio::test]
async fn an_esim_of_somebody_else_is_refused_and_nothing_is_sold() {
    let desk = Desk::open(quick()).await;
    let (_, mut request) = desk.more_data().await;
    let stranger = EsimId::from(desk.world.sim.foreign_iccid().as_str());
    assert_eq!(desk.provider.top_up_plans(&stranger).await.unwrap_err().kind, Kind::Forbidden);
    request.target = Target::AddData { esim: stranger.clone(), service: stranger.as_str().into() };
    assert_eq!(desk.provider.preview(&request).await.unwrap_err().kind, Kind::Forbidden);
    let error = desk.provider.place(&key(1), &request).await.unwrap_err();
    assert_eq!((error.effect, desk.world.purchases()), (Effect::None, 0));
}

#[tokio::test]
async fn a_replay_gives_the_first_order_and_buys_nothing() {
    let desk = Desk::open(quick()).await;
    let (request, _) = rules::ready(&desk.provider, &desk.world).await;
    let since = now();
    desk.world.sim.fault(When::purchase(), Fault::DropAfter);
    desk.provider.place(&key(1), &request).await.unwrap_err();
    let bought = desk.world.sim.ledger().bought().next().unwrap().clone();
    assert_eq!(bought.key.as_deref(), Some(key(1).as_str()));
    let again = desk.provider.replay(&key(1), &request, since, since).await.unwrap().unwrap();
    assert_eq!((again.reference, again.taken), (bought.reference, Taken::Fulfilled));
    assert_eq!(desk.world.purchases(), 1);
}

#[tokio::test]
async fn a_purchase_that_is_still_in_work_is_neither_sold_twice_nor_called_refused() {
    let desk = Desk::open(quick()).await;
    let (request, _) = rules::ready(&desk.provider, &desk.world).await;
    let since = now();
    desk.world.sim.fault(When::purchase(), Twist::Breaks(Duration::from_secs(3600)));
    let error = desk.provider.place(&key(1), &request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Server, Effect::Unknown));
    let error = desk.provider.replay(&key(1), &request, since, since).await.unwrap().unwrap_err();
    assert_eq!((error.status, error.effect), (Some(409), Effect::Unknown));
    assert!(error.retry_after.is_some());
    assert_eq!(desk.world.purchases(), 1);
}

#[tokio::test]
async fn an_order_is_followed_to_whatever_end_it_has() {
    let desk = Desk::open(quick()).await;
    for (number, twist, money_back) in [
        (1, Twist::EndsAs("failed"), None),
        (2, Twist::EndsAs("cancelled"), None),
        (3, Twist::EndsAs("refunded"), Some(true)),
    ] {
        let (request, mark) = rules::ready(&desk.provider, &desk.world).await;
        desk.world.sim.fault(When::purchase(), twist);
        let placed = desk.provider.place(&key(number), &request).await.unwrap();
        assert_eq!(placed.taken, Taken::Processing);
        desk.world.sim.advance(Duration::from_secs(3600));
        let progress = desk.provider.progress(&placed.reference, &request, &mark, now()).await.unwrap();
        assert!(matches!(progress.taken, Taken::Failed { money_back: back, .. } if back == money_back));
        assert!(progress.candidates.is_empty());
    }
    let (request, mark) = rules::ready(&desk.provider, &desk.world).await;
    desk.world.sim.fault(When::purchase(), Twist::PendingForEver);
    let placed = desk.provider.place(&key(4), &request).await.unwrap();
    desk.world.sim.advance(Duration::from_secs(3600));
    let progress = desk.provider.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates.len()), (Taken::Processing, 0));
}

#[tokio::test]
async fn a_plan_that_rose_or_vanished_is_seen_before_it_is_bought() {
    let desk = Desk::open(quick()).await;
    let (request, _) = rules::ready(&desk.provider, &desk.world).await;
    let seen = request.price.clone().unwrap();
    let code = request.plan_id().as_str();
    assert!(desk.world.sim.set_price(code, seen.minor + 50));
    let quote = desk.provider.preview(&request).await.unwrap();
    assert_eq!(quote.price, Some(Money { minor: seen.minor + 50, ..seen.clone() }));
    desk.world.sim.set_balance(1);
    let quote = desk.provider.preview(&request).await.unwrap();
    assert_eq!(quote.balance, Some(Money::new(1, "USD", 2).unwrap()));
    let error = desk.provider.place(&key(1), &request).await.unwrap_err();
    let missing = Some(Money::new(seen.minor + 49, "USD", 2).unwrap());
    assert_eq!((error.kind, error.effect), (Kind::Funds { missing }, Effect::None));
    assert!(desk.world.sim.remove_package(code));
    assert_eq!(desk.provider.preview(&request).await.unwrap().plan, None);
    let error = desk.provider.place(&key(2), &request).await.unwrap_err();
    assert_eq!((error.effect, desk.world.purchases()), (Effect::None, 0));
}

#[tokio::test]
async fn a_wrong_key_buys_nothing_and_shows_nothing() {
    let desk = Desk::open(quick()).await;
    let (request, _) = rules::ready(&desk.provider, &desk.world).await;
    let stranger = client(&desk.world.sim, "sk_wrong_wrong", "USD");
    let read = stranger.list().await.unwrap_err();
    let error = stranger.place(&key(1), &request).await.unwrap_err();
    assert_eq!((read.kind, &error.kind, error.effect), (Kind::Credentials, &Kind::Credentials, Effect::None));
    assert_eq!(desk.world.purchases(), 0);
    assert!(!format!("{error:?}").contains("sk_wrong"));
    let private = Desk::open(Options { business: false, ..quick() }).await;
    assert_eq!(private.provider.list().await.unwrap_err().kind, Kind::Forbidden);
}

#[tokio::test]
async fn a_clock_six_minutes_off_is_told_and_does_not_stop_the_desk() {
    for minutes in [-6, 6] {
        let desk = Desk::open(quick()).await;
        desk.world.sim.set_clock(now().as_millisecond() + minutes * 60_000);
        let (request, _) = rules::ready(&desk.provider, &desk.world).await;
        desk.provider.place(&key(1), &request).await.unwrap();
        let skew = desk.provider.clock_skew_seconds().unwrap();
        assert!((skew + minutes * 60).abs() <= 5, "{skew}");
        assert_eq!(desk.world.purchases(), 1);
    }
}

#[tokio::test]
async fn a_limit_that_is_reached_says_when_it_ends_in_either_form() {
    for reset in [ResetForm::Iso, ResetForm::UnixSeconds] {
        let limits = Limits { minute: 1000, hour: 0, day: 1000 };
        let desk = Desk::open(Options { reset, limits, ..quick() }).await;
        let error = desk.provider.balance().await.unwrap_err();
        assert_eq!((error.kind, error.effect), (Kind::TooMany, Effect::None));
        assert!(error.retry_after.unwrap() <= Duration::from_secs(3600), "{reset:?}");
    }
}

#[tokio::test]
async fn lists_that_shift_while_they_are_read_lose_nothing() {
    let desk = Desk::open(quick()).await;
    desk.world.sim.fault(When::get(&format!("{BASE_PATH}/esims")).skip(1), Twist::Shift);
    let listing = desk.provider.list().await.unwrap();
    let booked = desk.world.esims();
    assert!(listing.is_complete());
    let ids: Vec<_> = listing.rows.iter().map(|row| row.id.as_str().to_owned()).collect();
    assert_eq!(ids, booked.into_iter().map(|esim| esim.id).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_package_on_sale_is_read_with_its_price() {
    let desk = Desk::open(quick()).await;
    let listing = desk.provider.plans(&[]).await.unwrap();
    assert!(listing.is_complete());
    let on_sale: Vec<_> = desk.world.sim.packages().into_iter().filter(|package| package.listed).collect();
    assert_eq!(listing.rows.len(), on_sale.len());
    for package in &on_sale {
        let plan: &Plan = listing.rows.iter().find(|plan| plan.id.as_str() == package.code).unwrap();
        assert_eq!(plan.price_in("USD").map(|price| price.minor), Some(package.cost), "{}", package.code);
        if let Some(code) = &package.country {
            let codes: Vec<_> = plan.coverage.countries().iter().map(ToString::to_string).collect();
            assert_eq!(codes, std::slice::from_ref(code), "{}", package.code);
        }
    }
}

#[tokio::test]
async fn the_network_tells_of_an_esim_and_where_it_was() {
    let desk = Desk::open(quick()).await;
    let active = desk.world.sim.ledger().esims.iter().find(|esim| esim.status == "ACTIVE").cloned().unwrap();
    let id = EsimId::from(active.iccid.as_str());
    let live = desk.provider.sighting(&id).await.unwrap().unwrap();
    assert!(live.facts.iter().any(|fact| fact.name == "Plan" && fact.value == "ACTIVE"), "{live:?}");
    let report = desk.provider.use_report(&id, 30).await.unwrap().unwrap();
    assert!(report.daily.is_complete() && report.countries.is_complete());
    assert_eq!(report.days, Some(30));
    desk.world.sim.fault(When::post(&format!("{BASE_PATH}/esims/status")).always(), Twist::NetworkDown);
    assert_eq!(desk.provider.sighting(&id).await.unwrap_err().kind, Kind::Server);
    let stranger = EsimId::from(desk.world.sim.foreign_iccid().as_str());
    assert_eq!(desk.provider.happenings(&stranger).await.unwrap_err().kind, Kind::Forbidden);
}
