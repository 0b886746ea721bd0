//! What only eSIM Go does: its own faults, its stock, its notes, and what becomes of its eSIMs.

use crate::esim_go::{Desk, client, quick};
use crate::rules::{self, World, buy, ready};
use crate::rules_of_stock as stock;
use esim_desk_model::{EsimId, Money, ProfileStatus, ServiceId, ServiceStatus, Timestamp};
use esim_desk_provider::{
    Catalogue, Diagnostics, Effect, Esims, Evidence, Kind, Lot, Orders, Reconnect, Request, Source, Stock,
    Taken, Target, Trace,
};
use esim_desk_simulators::esim_go::{BundleState, EsimGo as Simulator, EsimView, Fault, Options, When};
use std::time::Duration;

#[expect(clippy::disallowed_methods, reason = "the simulator runs by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// An eSIM that a bundle fits, and the plan on it.
async fn more_data(desk: &Desk) -> Request {
    let (request, _) = ready(&desk.provider, &desk.world).await;
    let fits = |iccid: &str| desk.world.compatible(iccid, request.plan_id().as_str()) == Some(true);
    let (service, esim) = desk.world.services().into_iter().find(|(_, iccid)| fits(iccid)).unwrap();
    Request { target: Target::AddData { esim: EsimId(esim), service: ServiceId(service) }, ..request }
}

fn esim_where(world: &Simulator, is_it: impl Fn(&EsimView) -> bool) -> EsimId {
    let found = world.ledger().esims.into_iter().find(|esim| is_it(esim));
    EsimId(found.unwrap().iccid)
}

#[tokio::test]
async fn an_order_that_is_listed_late_is_not_given_up() {
    let desk = Desk::open(quick()).await;
    let (request, mark) = ready(&desk.provider, &desk.world).await;
    let since = now();
    desk.world.fault(When::purchase(), Fault::ListedLate(Duration::from_secs(60)));
    let placed = buy(&desk.provider, &request).await.unwrap();
    let looked = desk.provider.trace(&rules::fresh_key(), &request, &mark, since).await.unwrap();
    let Trace::CannotTell { why } = looked else { panic!("{looked:?}") };
    assert!(why.contains("balance"), "{why}");
    desk.world.advance(Duration::from_secs(61));
    let Trace::Looked(found) =
        desk.provider.trace(&rules::fresh_key(), &request, &mark, since).await.unwrap()
    else {
        panic!()
    };
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.reference.as_ref(), Some(&placed.reference));
}

#[tokio::test]
async fn nothing_is_concluded_from_a_list_that_came_empty() {
    let desk = Desk::open(quick()).await;
    let (request, mark) = ready(&desk.provider, &desk.world).await;
    let since = now();
    desk.world.trouble(rules::Trouble::DroppedAfter);
    buy(&desk.provider, &request).await.unwrap_err();
    desk.world.fault(When::get("/*/orders"), Fault::EmptyList);
    let looked = desk.provider.trace(&rules::fresh_key(), &request, &mark, since).await.unwrap();
    assert!(matches!(looked, Trace::CannotTell { .. }), "{looked:?}");
}

#[tokio::test]
async fn data_on_another_esim_is_an_alarm() {
    let desk = Desk::open(quick()).await;
    let request = more_data(&desk).await;
    let mark = desk.provider.mark(&request).await.unwrap();
    desk.world.fault(When::purchase(), Fault::OtherEsim);
    let (since, key) = (now(), rules::fresh_key());
    let error = desk.provider.place(&key, &request).await.unwrap_err();
    assert_eq!(error.effect, Effect::Unknown);
    assert!(error.text.unwrap().starts_with("The data went onto another eSIM: "));
    let found = rules::looked(&desk.provider, &key, &request, &mark, since).await;
    let [one] = found.as_slice() else { panic!("the order gone astray, not {found:?}") };
    assert_eq!(one.esim, None, "it is none of ours");
    let reference = one.reference.as_deref().unwrap();
    let progress = desk.provider.progress(reference, &request, &mark, now()).await.unwrap();
    assert!(matches!(&progress.taken, Taken::Failed { reason: Some(_), money_back: Some(false) }));
}

#[tokio::test]
async fn a_word_that_nobody_documented_is_followed_and_no_failure() {
    let desk = Desk::open(quick()).await;
    let (request, mark) = ready(&desk.provider, &desk.world).await;
    desk.world.fault(When::purchase(), Fault::OrderStatus("pending"));
    let placed = buy(&desk.provider, &request).await.unwrap();
    assert_eq!(placed.taken, Taken::NotSaid);
    let progress = desk.provider.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!((progress.candidates.len(), progress.charged), (1, request.price));
    assert_eq!(progress.candidates[0].evidence, Evidence::Reference);
}

#[tokio::test]
async fn an_esim_can_be_handed_over_while_its_bundle_is_prepared() {
    let desk = Desk::open(quick()).await;
    let (request, mark) = ready(&desk.provider, &desk.world).await;
    desk.world.fault(When::purchase(), Fault::NeverReady);
    let placed = buy(&desk.provider, &request).await.unwrap();
    let progress = desk.provider.progress(&placed.reference, &request, &mark, now()).await.unwrap();
    let one = &progress.candidates[0];
    let esim = desk.provider.one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
    assert!(esim.install.is_some());
    let service = desk.provider.service(one.service.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(service.status, ServiceStatus::Preparing);
}

#[tokio::test]
async fn a_refusal_in_plain_text_spends_nothing_and_a_server_at_work_may() {
    for (fault, effect) in [
        (Fault::TextError(400), Effect::None),
        (Fault::TextError(401), Effect::None),
        (Fault::StillProcessing(1), Effect::Unknown),
    ] {
        let desk = Desk::open(quick()).await;
        let (request, mark) = ready(&desk.provider, &desk.world).await;
        let since = now();
        desk.world.fault(When::purchase(), fault.clone());
        let error = buy(&desk.provider, &request).await.unwrap_err();
        assert_eq!((error.effect, desk.world.purchase_requests()), (effect, 1), "{fault:?}");
        let looked = desk.provider.trace(&rules::fresh_key(), &request, &mark, since).await.unwrap();
        assert_eq!(looked, Trace::Looked(Vec::new()));
    }
}

#[tokio::test]
async fn a_list_that_shifts_is_incomplete_and_repeats_nothing() {
    let desk = Desk::open(Options { esims: 130, ..quick() }).await;
    let booked = desk.world.esims().len();
    desk.world.fault(When::get("/*/esims").skip(1), Fault::PageShifts);
    let shifted = desk.provider.list().await.unwrap();
    assert!(!shifted.is_complete(), "a row may be missing");
    let whole = desk.provider.list().await.unwrap();
    assert_eq!((whole.rows.len(), whole.is_complete()), (booked, true));
    for listing in [shifted, whole] {
        let mut ids: Vec<_> = listing.rows.into_iter().map(|esim| esim.id).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}

#[tokio::test]
async fn a_trial_stops_what_would_not_be_sold() {
    for validate_answers in [true, false] {
        let desk = Desk::open(Options { validate_answers, ..quick() }).await;
        let (request, _) = ready(&desk.provider, &desk.world).await;
        let price = request.price.clone().unwrap();
        assert!(desk.world.set_price(request.plan_id().as_str(), price.minor + 20));
        let quote = desk.provider.preview(&request).await.unwrap();
        assert_eq!(quote.price, Some(Money { minor: price.minor + 20, ..price.clone() }));
        desk.world.set_balance(price.minor);
        let quote = desk.provider.preview(&request).await.unwrap();
        assert_eq!(quote.balance, Some(price), "and the guard names what is missing");
        assert!(desk.world.remove_bundle(request.plan_id().as_str()));
        assert_eq!(desk.provider.preview(&request).await.unwrap().plan, None);
        assert_eq!((desk.world.purchases(), desk.world.purchase_requests()), (0, 0));
    }
}

#[tokio::test]
async fn a_bundle_that_does_not_fit_an_esim_is_not_even_tried() {
    let desk = Desk::open(quick()).await;
    let plans = desk.provider.plans(&[]).await.unwrap().rows;
    let services = desk.world.services();
    let misfits = plans.iter().flat_map(|plan| services.iter().map(move |on| (plan, on)));
    let (plan, (service, esim)) = misfits
        .into_iter()
        .find(|(plan, (_, esim))| desk.world.compatible(esim, plan.id.as_str()) == Some(false))
        .unwrap();
    let target = Target::AddData { esim: EsimId(esim.clone()), service: ServiceId(service.clone()) };
    let request = Request {
        plan: plan.clone(),
        price: plan.price_in("USD").cloned(),
        target,
        source: Source::Bought,
        count: 1,
    };
    let error = desk.provider.preview(&request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
    let error = buy(&desk.provider, &request).await.unwrap_err();
    assert_eq!((error.effect, desk.world.purchases()), (Effect::None, 0), "and never onto another one");
}

#[tokio::test]
async fn a_renewed_key_and_a_foreign_address_are_told_from_a_foreign_esim() {
    let desk = Desk::open(quick()).await;
    let request = more_data(&desk).await;
    assert_eq!(desk.provider.one(&"8944009999999999999".into()).await, Ok(None));
    let key = desk.world.renew_key().api_key;
    assert_eq!(desk.provider.list().await.unwrap_err().kind, Kind::Credentials);
    let renewed = client(&desk.world, &key);
    renewed.list().await.unwrap();
    desk.world.allow_address(false);
    let error = renewed.mark(&request).await.unwrap_err();
    assert_eq!(error.kind, Kind::Credentials);
    assert!(error.text.unwrap().contains("IP list"));
}

#[tokio::test]
async fn an_esim_with_the_number_of_another_desk_is_not_ours() {
    let desk = Desk::open(quick()).await;
    let (request, mark) = ready(&desk.provider, &desk.world).await;
    let since = now();
    let theirs = desk.world.add_foreign_order(request.plan_id().as_str()).unwrap();
    desk.world.top_up("topup", 100_000);
    let look = || async { desk.provider.trace(&rules::fresh_key(), &request, &mark, since).await.unwrap() };
    assert!(matches!(look().await, Trace::Looked(found) if found.len() == 1));
    let iccid = desk.world.ledger().order(&theirs).unwrap().iccids[0].clone();
    assert!(desk.world.set_customer_ref(&iccid, "D07-000123"));
    assert_eq!(look().await, Trace::Looked(Vec::new()));
}

#[tokio::test]
async fn an_order_number_on_an_esim_is_found_again() {
    let desk = Desk::open(quick()).await;
    let id = esim_where(&desk.world, |esim| esim.customer_ref.is_empty());
    for _ in 0..2 {
        desk.provider.label(&id, "D07-000123").await.unwrap();
    }
    assert_eq!(desk.world.ledger().esim(id.as_str()).unwrap().customer_ref, "D07-000123");
    assert_eq!(desk.provider.esims_with_note("D07-000123").await, Ok(vec![id.clone()]));
    assert_eq!(desk.provider.facts(&id).await.unwrap().unwrap().note.as_deref(), Some("D07-000123"));
}

#[tokio::test]
async fn what_is_written_onto_an_esim_is_listed_and_told() {
    let desk = Desk::open(quick()).await;
    let id = esim_where(&desk.world, |esim| esim.customer_ref.is_empty());
    let told = || async { desk.provider.one(&id).await.unwrap().unwrap().note };
    let listed = || async {
        let rows = Esims::list(&desk.provider).await.unwrap().rows;
        rows.into_iter().find(|esim| esim.id == id).unwrap().note
    };
    assert_eq!((listed().await, told().await), (None, None));
    // Nothing else in its row changes, so what is remembered of it is not read again.
    assert!(desk.world.set_customer_ref(id.as_str(), " D07-000123 "));
    assert_eq!(listed().await.as_deref(), Some("D07-000123"));
    assert_eq!(told().await.as_deref(), Some("D07-000123"));
}

#[tokio::test]
async fn what_becomes_of_an_esim_is_seen() {
    let desk = Desk::open(quick()).await;
    let ledger = desk.world.ledger();
    let waiting = ledger.assignments.iter().find(|row| row.state == BundleState::Queued).unwrap();
    let id = EsimId(waiting.iccid.clone());
    let service: ServiceId = format!("{}:{}", waiting.iccid, waiting.id).into();
    let profile = || async { desk.provider.one(&id).await.unwrap().unwrap().profile };
    for (word, status) in [
        ("Installed", ProfileStatus::Installed),
        ("Downloaded", ProfileStatus::Downloading),
        ("Released", ProfileStatus::Removed),
        ("Unavailable", ProfileStatus::Unavailable),
        ("Melted", ProfileStatus::Unknown),
    ] {
        assert!(desk.world.set_profile_status(id.as_str(), word));
        assert_eq!(profile().await, status, "{word}");
    }
    let status = || async { desk.provider.service(&service).await.unwrap().unwrap().status };
    desk.provider.suspend(&id, true).await.unwrap();
    assert_eq!(
        (status().await, desk.provider.is_suspended(&id).await),
        (ServiceStatus::Suspended, Ok(Some(true)))
    );
    desk.provider.suspend(&id, false).await.unwrap();
    assert_eq!(status().await, ServiceStatus::Waiting);
    assert!(desk.world.use_data(id.as_str(), 1_000_000));
    assert_eq!(status().await, ServiceStatus::Active);
    let usage = desk.provider.usage(&service).await.unwrap().unwrap();
    assert!(usage.used.is_none_or(|used| used >= 1_000_000), "{usage:?}");
    stock::reconnects_once(&desk.provider, &id).await;
    let history = desk.provider.happenings(&id).await.unwrap().unwrap();
    let refreshed = history.rows.iter().filter(|row| row.what == "eSIM Refreshed");
    assert_eq!(refreshed.count(), 1, "{history:?}");
    desk.world.fault(When::get("/*/esims/*/refresh"), Fault::DropAfter);
    assert_eq!(desk.provider.reconnect(&id).await.unwrap_err().effect, Effect::Unknown);
    let sent = desk.world.requests().into_iter().filter(|seen| seen.path.ends_with("/refresh")).count();
    assert_eq!(sent, 2, "once each, and never again");
    assert!(desk.world.deactivate(id.as_str()));
    assert_eq!(desk.provider.reconnect(&id).await.unwrap_err().kind, Kind::Refused);
    assert_eq!(profile().await, ProfileStatus::Unavailable);
}

#[tokio::test]
async fn a_piece_of_the_stock_goes_onto_the_chosen_esim_alone() {
    let desk = Desk::open(quick()).await;
    let lots = desk.provider.lots().await.unwrap().rows;
    let ledger = desk.world.ledger();
    let fits = |lot: &Lot, esim: &EsimView| desk.world.compatible(&esim.iccid, lot.plan.id.as_str());
    let pairs = || lots.iter().flat_map(|lot| ledger.esims.iter().map(move |esim| (lot, esim)));
    let (lot, esim) = pairs().find(|(lot, esim)| fits(lot, esim) == Some(true)).unwrap();
    let request = |lot: &Lot, esim: &EsimView| Request {
        plan: lot.plan.clone(),
        price: None,
        target: Target::AddData { esim: EsimId(esim.iccid.clone()), service: "any".into() },
        source: Source::Stock { lot: lot.id.clone(), paid: lot.paid },
        count: 1,
    };
    let good = request(lot, esim);
    assert!(desk.provider.preview(&good).await.unwrap().plan.is_some());
    let mark = desk.provider.mark(&good).await.unwrap();
    let placed = buy(&desk.provider, &good).await.unwrap();
    desk.world.settled().await;
    let progress = desk.provider.progress(&placed.reference, &good, &mark, now()).await.unwrap();
    let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
    assert_eq!(one.esim.as_ref().unwrap().as_str(), esim.iccid);
    assert_eq!(desk.world.ledger().esims.len(), ledger.esims.len(), "and no new eSIM");
    let (lot, esim) = pairs().find(|(lot, esim)| fits(lot, esim) == Some(false)).unwrap();
    let misfit = request(lot, esim);
    assert_eq!(desk.provider.preview(&misfit).await.unwrap_err().kind, Kind::Refused);
    assert_eq!(buy(&desk.provider, &misfit).await.unwrap_err().effect, Effect::None);
}

#[tokio::test]
async fn what_fits_an_esim_is_what_the_supplier_says() {
    let desk = Desk::open(quick()).await;
    let mut plans = desk.provider.plans(&[]).await.unwrap().rows;
    plans.truncate(20);
    let iccid = desk.world.ledger().esims[0].iccid.clone();
    let fits = |plan: &&esim_desk_model::Plan| desk.world.compatible(&iccid, plan.id.as_str()) == Some(true);
    let mut expected: Vec<_> = plans.iter().filter(fits).map(|plan| plan.id.clone()).collect();
    let found = desk.provider.fitting(&iccid.as_str().into(), &"any".into(), plans.clone()).await.unwrap();
    let mut found: Vec<_> = found.into_iter().map(|plan| plan.id).collect();
    assert!(!found.is_empty() && found.len() < 20, "{}", found.len());
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn install_data_comes_as_a_table_too() {
    let desk = Desk::open(quick()).await;
    let (request, _) = ready(&desk.provider, &desk.world).await;
    let placed = buy(&desk.provider, &request).await.unwrap();
    desk.world.advance(Duration::from_secs(5));
    desk.world.fault(When::get("/*/esims/assignments"), Fault::CsvAnyway);
    let [one] = desk.provider.assigned(&placed.reference).await.unwrap().unwrap().try_into().unwrap();
    let lpa = desk.world.ledger().esim(one.iccid.as_str()).unwrap().lpa();
    assert_eq!(one.install.unwrap().code.for_qr(), lpa);
}

#[tokio::test]
async fn groups_and_networks_of_the_account_are_told() {
    let desk = Desk::open(quick()).await;
    assert!(!desk.provider.groups().await.unwrap().rows.is_empty());
    let japan = esim_desk_model::Country::from_code("JP").unwrap();
    let networks = desk.provider.networks(&[japan]).await.unwrap().rows;
    assert!(networks.iter().any(|row| !row.networks.is_empty()));
}
