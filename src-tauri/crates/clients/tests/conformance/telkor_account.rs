//! What only Telkor has, as its simulator plays it: tasks, stock, moved paths, shifting lists, lost answers.

use crate::rules::{self, Trouble, World};
use crate::telkor::{Desk, quick};
use esim_desk_model::{Country, Data, EsimId, OrderKey, ProfileStatus, ServiceId, Timestamp};
use esim_desk_provider::{Effect, ItemOutcome, Kind, Request, Stock, Taken, Target, Trace, Wallet};
use esim_desk_simulators::telkor::{Forms, Options, Paths, Twist, When};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn every_plan_has_the_countries_that_the_organisation_gave_it() {
    let desk = Desk::open(Options { sims: 10, ..quick() }, &[]).await;
    let listing = desk.provider.lots().await.unwrap();
    assert!(listing.is_complete());
    let booked = desk.telkor.plans();
    assert_eq!(listing.rows.len(), booked.len());
    for plan in listing.rows.into_iter().map(|lot| lot.plan) {
        let booked = booked.iter().find(|row| row.id == plan.id.as_str()).unwrap();
        let mut countries: Vec<_> = plan.coverage.countries().iter().map(Country::alpha3).collect();
        countries.sort_unstable();
        assert_eq!(countries, booked.countries, "{}", booked.name);
    }
}

#[tokio::test]
async fn a_megabyte_is_counted_as_the_wallet_says() {
    for (decimal_megabytes, setting, one) in [(false, "binary", 1 << 20), (true, "decimal", 1_000_000)] {
        let forms = Forms { decimal_megabytes, ..Forms::default() };
        let desk = Desk::open(Options { forms, ..quick() }, &[("megabytes", setting)]).await;
        let services = desk.esims().services().await.unwrap().rows;
        let fresh =
            services.iter().find(|row| row.status == esim_desk_model::ServiceStatus::Waiting).unwrap();
        let Some(Data::Bytes(size)) = fresh.plan.as_ref().unwrap().data else { panic!("a plan has a size") };
        let usage = desk.esims().usage(&fresh.id).await.unwrap().unwrap();
        let Some(Data::Bytes(allowance)) = usage.allowance else { panic!("an allowance") };
        assert!(size.abs_diff(allowance) <= 1, "{size} and {allowance}");
        assert_eq!(size % one, 0);
    }
}

#[tokio::test]
async fn nothing_is_concluded_while_the_task_has_not_begun() {
    let desk = Desk::open(quick(), &[]).await;
    let (request, mark) = rules::ready(&desk.provider, &desk.telkor).await;
    let since = now();
    desk.telkor.fault(When::purchase(), Twist::TaskLate(Duration::from_secs(3600)));
    let placed = desk.orders().place(&key(1), &request).await.unwrap();
    let trace = desk.orders().trace(&key(1), &request, &mark, since).await.unwrap();
    assert!(matches!(trace, Trace::CannotTell { .. }), "{trace:?}");
    let taken =
        || async { desk.orders().progress(&placed.reference, &request, &mark, since).await.unwrap().taken };
    assert_eq!(taken().await, Taken::Processing);
    desk.telkor.advance(Duration::from_secs(3700));
    desk.telkor.settled().await;
    assert_eq!(taken().await, Taken::Fulfilled);
}

#[tokio::test]
async fn a_task_that_never_ends_stays_in_progress() {
    let desk = Desk::open(quick(), &[]).await;
    let (request, mark) = rules::ready(&desk.provider, &desk.telkor).await;
    desk.telkor.fault(When::purchase(), Twist::TaskStops(0));
    let placed = desk.orders().place(&key(1), &request).await.unwrap();
    desk.telkor.advance(Duration::from_secs(86_400));
    let progress = desk.orders().progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates), (Taken::Processing, Vec::new()));
}

#[tokio::test]
async fn a_sim_that_another_desk_took_fails_with_telkors_reason_and_the_next_order_takes_another() {
    let desk = Desk::open(quick(), &[]).await;
    let (request, mark) = rules::ready(&desk.provider, &desk.telkor).await;
    let reason = "SIM is already linked".to_owned();
    desk.telkor.fault(When::purchase(), Twist::ItemsFail { items: vec![0], reason: reason.clone() });
    let first = desk.orders().place(&key(1), &request).await.unwrap();
    desk.telkor.settled().await;
    let progress = desk.orders().progress(&first.reference, &request, &mark, now()).await.unwrap();
    assert_eq!(progress.taken, Taken::Failed { reason: Some(reason), money_back: Some(true) });
    desk.orders().place(&key(2), &request).await.unwrap();
    let targets: Vec<_> =
        desk.telkor.ledger().provisioned().map(|task| task.items[0].target.clone()).collect();
    assert_eq!(targets.len(), 2);
    assert_ne!(targets[0], targets[1]);
}

#[tokio::test]
async fn twenty_five_esims_are_one_task_and_three_that_fail_harm_no_other() {
    for lost in [false, true] {
        let desk = Desk::open(Options { sims: 400, ..quick() }, &[]).await;
        let (request, mark) = rules::ready(&desk.provider, &desk.telkor).await;
        let (request, since) = (Request { count: 25, ..request }, now());
        let left = desk.telkor.stock(request.plan_id().as_str()).len();
        let reason = "SIM is already linked".to_owned();
        let reference = if lost {
            desk.telkor.trouble(Trouble::DroppedAfter);
            desk.orders().place(&key(1), &request).await.unwrap_err();
            desk.telkor.settled().await;
            let trace = desk.orders().trace(&key(1), &request, &mark, since).await.unwrap();
            let Trace::Looked(found) = trace else { panic!("{trace:?}") };
            assert_eq!(found.len(), 1, "{found:?}");
            found[0].reference.clone().unwrap()
        } else {
            let fail = Twist::ItemsFail { items: vec![3, 7, 11], reason: reason.clone() };
            desk.telkor.fault(When::purchase(), fail);
            desk.orders().place(&key(1), &request).await.unwrap().reference
        };
        let done = if lost { 25 } else { 22 };
        desk.telkor.settled().await;
        let progress = desk.orders().progress(&reference, &request, &mark, since).await.unwrap();
        assert_eq!((progress.taken, progress.items.len()), (Taken::Fulfilled, 25));
        let ledger = desk.telkor.ledger();
        let is_bound = |esim: &EsimId| ledger.sim(esim.as_str()).is_some_and(|sim| sim.link_id.is_some());
        let worked = progress.items.iter().filter(|item| item.outcome == ItemOutcome::Done);
        let esims: BTreeSet<_> = worked.map(|item| item.esim.clone().unwrap()).collect();
        assert_eq!(esims.len(), done);
        assert!(esims.iter().all(is_bound));
        let failed = ItemOutcome::Failed { reason: Some(reason) };
        assert_eq!(progress.items.iter().filter(|item| item.outcome == failed).count(), 25 - done);
        assert_eq!(desk.telkor.stock(request.plan_id().as_str()).len(), left - done);
        assert_eq!(desk.telkor.purchase_requests(), 1);
    }
}

#[tokio::test]
async fn a_list_that_shifts_between_its_pages_is_still_whole() {
    let desk = Desk::open(quick(), &[]).await;
    desk.telkor.fault(When::get("/telkor/sims").skip(1).times(3), Twist::RowsMove(7));
    let listing = desk.esims().list().await.unwrap();
    assert!(listing.is_complete());
    assert_eq!(listing.rows.len(), desk.telkor.ledger().sims.len());
}

#[tokio::test]
async fn an_esim_without_a_code_is_prepared_and_a_picture_with_a_script_is_never_kept() {
    let desk = Desk::open(quick(), &[]).await;
    let booked = desk.telkor.ledger();
    let sim = booked.sims.iter().find(|sim| sim.lpa.is_some() && !sim.attached).unwrap();
    let id = EsimId::from(sim.id.as_str());
    let installation = format!("/telkor/sims/{id}/esim-installation");
    desk.telkor.fault(When::get(&installation), Twist::NoCode);
    let esim = desk.esims().one(&id).await.unwrap().unwrap();
    assert_eq!((esim.install, esim.profile), (None, ProfileStatus::Preparing));
    desk.telkor.fault(When::get(&installation), Twist::ScriptInPicture);
    let esim = desk.esims().one(&id).await.unwrap().unwrap();
    assert!(esim.install.is_some() && !format!("{esim:?}").contains("script"));
}

#[tokio::test]
async fn moved_paths_are_named_and_can_be_set() {
    let paths = Paths { sims: "/v2/cards".to_owned(), plans: "/v2/offers".to_owned(), ..Paths::default() };
    let options = Options { paths, ..quick() };
    let desk = Desk::open(options.clone(), &[]).await;
    for error in [desk.esims().list().await.unwrap_err(), desk.provider.lots().await.unwrap_err()] {
        let Kind::Path { url } = error.kind else { panic!("a matter of the path, not {:?}", error.kind) };
        assert!(url.starts_with(&format!("{}/", desk.telkor.base_url())), "{url}");
    }
    let settings = [("path_sims", "/v2/cards"), ("path_plans", "/v2/offers")];
    let desk = Desk::open(options, &settings).await;
    rules::buys_one_esim(&desk.provider, &desk.telkor).await;
}

#[tokio::test]
async fn the_installation_is_found_at_its_other_paths() {
    for path in ["/sims/{sim_id}/esim", "/sims/{sim_id}/installation"] {
        let paths = Paths { installation: path.to_owned(), ..Paths::default() };
        let desk = Desk::open(Options { paths, ..quick() }, &[]).await;
        rules::reads_one_esim(&desk.provider, &desk.telkor).await;
    }
}

#[tokio::test]
async fn credentials_that_may_only_read_buy_nothing() {
    let desk = Desk::open(Options { read_only: true, ..quick() }, &[]).await;
    let error = desk.orders().place(&key(1), &desk.request().await).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Forbidden, Effect::None));
    assert_eq!(desk.telkor.ledger().purchases, 0);
}

#[tokio::test]
async fn the_balance_comes_with_its_age_once_it_was_collected() {
    let desk = Desk::open(Options { collected: false, ..quick() }, &[]).await;
    assert_eq!(desk.provider.balance().await.unwrap(), None);
    desk.telkor.set_balance(1_234_567_800);
    desk.telkor.advance(Duration::from_secs(3 * 3600 + 60));
    let balance = desk.provider.balance().await.unwrap().unwrap();
    let collected = desk.telkor.ledger().balance.unwrap();
    let decimals = 10_i64.pow(6 - u32::from(balance.amount.exponent));
    assert_eq!((balance.amount.minor * decimals, balance.amount.currency.as_str()), (collected, "EUR"));
    assert!(balance.measured_at.is_some());
    assert!(desk.provider.organisation().await.unwrap().name.is_some());
    assert!(desk.provider.probe().await.iter().all(|probe| probe.error.is_none()));
}

#[tokio::test]
async fn a_link_is_suspended_and_resumed_and_its_plans_say_so() {
    use esim_desk_model::ServiceStatus as S;
    let desk = Desk::open(quick(), &[]).await;
    let services = desk.esims().services().await.unwrap().rows;
    let running = services.iter().find(|service| service.status == S::Active).unwrap();
    let link = running.id.as_str().split('/').next().unwrap();
    let status = || async { desk.esims().service(&running.id).await.unwrap().unwrap().status };
    desk.provider.suspend(link).await.unwrap();
    assert_eq!(status().await, S::Suspended);
    desk.provider.resume(link).await.unwrap();
    assert_eq!(status().await, S::Active);
    desk.telkor.remove_link(link);
    assert_eq!(desk.esims().service(&running.id).await.unwrap(), None);
    assert_eq!(desk.provider.link(link).await.unwrap(), None);
}

#[tokio::test]
async fn data_that_is_gone_is_used_up_and_a_refresh_sees_the_phone() {
    use esim_desk_model::ServiceStatus as S;
    let desk = Desk::open(quick(), &[]).await;
    let services = desk.esims().services().await.unwrap().rows;
    let ends = |service: &&esim_desk_model::Service| {
        let plan = service.plan.as_ref().map(|plan| plan.id.0.clone());
        let renews = desk.telkor.plans().iter().any(|row| Some(&row.id) == plan.as_ref() && row.renews);
        service.status == S::Active && !renews
    };
    let running = services.iter().find(ends).unwrap();
    let activation = running.id.as_str().split('/').next_back().unwrap();
    assert!(desk.telkor.use_data(activation, 10_000_000));
    assert_eq!(desk.esims().service(&running.id).await.unwrap().unwrap().status, S::UsedUp);
    let sim = running.esim.clone().unwrap();
    desk.telkor.phone(sim.as_str(), false, "available");
    desk.provider.refresh(&sim).await.unwrap().unwrap();
    desk.telkor.phone(sim.as_str(), true, "available");
    let before = desk.provider.sim(&sim).await.unwrap().unwrap();
    assert!(!before.is_attached, "the platform has not looked yet");
    let after = desk.provider.refresh(&sim).await.unwrap().unwrap();
    assert_eq!(after.esim.profile, ProfileStatus::Enabled);
}

#[tokio::test]
async fn a_plan_that_does_not_fit_the_link_is_not_put_onto_it() {
    let desk = Desk::open(quick(), &[]).await;
    let mut request = desk.request().await;
    let zone = desk.telkor.plans().into_iter().find(|plan| plan.id == request.plan.id.as_str()).unwrap().zone;
    let ledger = desk.telkor.ledger();
    let (service, sim) = desk
        .telkor
        .services()
        .into_iter()
        .find(|(_, sim)| !ledger.sim(sim).unwrap().zones.contains(&zone))
        .unwrap();
    request.target = Target::AddData { esim: EsimId(sim), service: ServiceId(service) };
    let error = desk.orders().preview(&request).await.unwrap_err();
    assert_eq!(error.text.as_deref(), Some("This plan does not fit this eSIM."));
}

fn key(number: u32) -> OrderKey {
    OrderKey(format!("0198c0de-0000-7000-9000-{number:012x}"))
}

#[expect(clippy::disallowed_methods, reason = "the supplier in these tests runs by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}
