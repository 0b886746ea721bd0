//! Lists and answers taken over: what is written, what stays, what goes.

use super::*;
use crate::record::ProfileChange;
use esim_desk_model::{EsimId, ServiceId, Usage};

async fn replace(cache: &Cache, esims: Vec<Esim>, listed: Listed) -> Vec<ProfileChange> {
    cache.replace_esims(&wallet(), esims, Assignments::new(), listed).await.unwrap()
}

#[tokio::test]
async fn what_a_whole_list_lacks_is_gone_and_what_was_skipped_stays() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a"), esim("b")], whole(0)).await;
    replace(&bench.cache, vec![esim("a")], Listed { at: at(1), skipped: 1 }).await;
    assert_eq!(ids(&bench.cache, everything()).await, ["a", "b"]);
    assert_eq!((row(&bench.cache, "a").await.seen_at, row(&bench.cache, "b").await.seen_at), (at(1), at(0)));

    replace(&bench.cache, vec![esim("b")], whole(2)).await;
    assert_eq!(ids(&bench.cache, everything()).await, ["b"]);
    assert_eq!(row(&bench.cache, "b").await.seen_at, at(2));
    assert_eq!(bench.cache.counts(None).await.unwrap().all, 1);
}

#[tokio::test]
async fn what_was_bought_while_a_list_was_read_stays_until_the_next_one() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    bench
        .cache
        .put_service(&wallet(), service("s", "bought", ServiceStatus::Waiting), at(120))
        .await
        .unwrap();
    bench.cache.put_esim(&wallet(), esim("bought"), given("Yuki Tanaka", 120), at(120)).await.unwrap();
    bench.cache.replace_services(&wallet(), Vec::new(), whole(60)).await.unwrap();
    replace(&bench.cache, vec![esim("a")], whole(60)).await;
    let bought = row(&bench.cache, "bought").await;
    assert_eq!((bought.seen_at, bought.data), (at(120), Some(Data::Bytes(4 << 30))));
    assert_eq!(ids(&bench.cache, everything()).await, ["bought", "a"]);

    bench.cache.replace_services(&wallet(), Vec::new(), whole(180)).await.unwrap();
    replace(&bench.cache, vec![esim("a")], whole(180)).await;
    assert_eq!(ids(&bench.cache, everything()).await, ["a"], "a list that began later is believed");
}

#[tokio::test]
async fn what_was_said_while_a_list_was_read_is_newer_than_the_list() {
    let bench = bench();
    let running = |status| service("s", "a", status);
    bench.cache.replace_services(&wallet(), vec![running(ServiceStatus::Waiting)], whole(0)).await.unwrap();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    let installed = Esim { profile: ProfileStatus::Online, raw: "{\"detail\":1}".into(), ..esim("a") };
    bench.cache.put_service(&wallet(), running(ServiceStatus::Active), at(120)).await.unwrap();
    bench.cache.put_esim(&wallet(), installed, Assignment::default(), at(120)).await.unwrap();

    let older = Esim { raw: "{\"list\":1}".into(), ..esim("a") };
    bench.cache.replace_services(&wallet(), vec![running(ServiceStatus::Waiting)], whole(60)).await.unwrap();
    let known = Assignments::from([("a".into(), given("Yuki Tanaka", 90))]);
    let told = bench.cache.replace_esims(&wallet(), vec![older.clone()], known, whole(60)).await.unwrap();
    let stands = row(&bench.cache, "a").await;
    assert_eq!((stands.headline, stands.seen_at), (Headline::InUseOnline, at(120)));
    assert_eq!(stands.traveller.as_deref(), Some("Yuki Tanaka"), "the record is right all the same");
    assert_eq!(told, [], "nothing went back");

    bench.cache.replace_services(&wallet(), vec![running(ServiceStatus::Waiting)], whole(180)).await.unwrap();
    replace(&bench.cache, vec![older], whole(180)).await;
    let full = bench.cache.esim(&wallet(), &"a".into()).await.unwrap().unwrap();
    assert_eq!((full.profile, full.row.headline), (ProfileStatus::Ready, Headline::ReadyNotGiven));
    assert_eq!(full.listed.as_deref(), Some("{\"list\":1}"));
}

#[tokio::test]
async fn what_a_wrong_clock_noted_does_not_keep_lists_from_being_believed() {
    let bench = bench();
    for id in ["gone", "changed"] {
        bench.cache.put_esim(&wallet(), esim(id), Assignment::default(), at(365 * DAY)).await.unwrap();
        let service = service(id, id, ServiceStatus::Waiting);
        bench.cache.put_service(&wallet(), service, at(365 * DAY)).await.unwrap();
    }
    let services = vec![service("changed", "changed", ServiceStatus::Active)];
    bench.cache.replace_services(&wallet(), services, whole(0)).await.unwrap();
    let changed = Esim { profile: ProfileStatus::Online, ..esim("changed") };
    replace(&bench.cache, vec![changed], whole(0)).await;
    assert_eq!(ids(&bench.cache, everything()).await, ["changed"]);
    assert_eq!(row(&bench.cache, "changed").await.headline, Headline::InUseOnline);
}

#[tokio::test]
async fn another_wallets_rows_are_not_touched() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    let other = WalletId::from("other");
    bench.cache.replace_esims(&other, vec![esim("a")], Assignments::new(), whole(0)).await.unwrap();
    bench.cache.replace_esims(&other, Vec::new(), Assignments::new(), whole(1)).await.unwrap();
    assert_eq!(bench.cache.counts(Some(&wallet())).await.unwrap().all, 1);
    assert_eq!(bench.cache.counts(Some(&other)).await.unwrap().all, 0);
    assert_eq!(bench.cache.counts(Some(&"never".into())).await.unwrap().all, 0);
}

#[tokio::test]
async fn the_same_list_again_writes_no_row_but_every_row_is_seen() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    let stored = || {
        bench.cache.read(|c| Ok(c.query_row("SELECT seen_at FROM esims", [], |row| row.get::<_, i64>(0))?))
    };
    let before = stored().await.unwrap();
    replace(&bench.cache, vec![esim("a")], whole(60)).await;
    assert_eq!(stored().await.unwrap(), before);
    assert_eq!(row(&bench.cache, "a").await.seen_at, at(60));
}

#[tokio::test]
async fn a_list_without_codes_forgets_none() {
    let bench = bench();
    let install_problem = Some("a link disagrees".to_owned());
    let detail =
        Esim { install: install("TOKEN"), install_problem, raw: "{\"detail\":1}".into(), ..esim("a") };
    bench.cache.put_esim(&wallet(), detail, Assignment::default(), at(0)).await.unwrap();
    replace(&bench.cache, vec![Esim { raw: "{\"list\":1}".into(), ..esim("a") }], whole(1)).await;
    let full = bench.cache.esim(&wallet(), &"a".into()).await.unwrap().unwrap();
    assert_eq!(full.install, install("TOKEN"));
    assert!(full.row.code_stored);
    assert_eq!(full.install_problem.as_deref(), Some("a link disagrees"));
    assert_eq!(full.detail_at, Some(at(0)));
    assert_eq!(
        (full.listed.as_deref(), full.detail.as_deref()),
        (Some("{\"list\":1}"), Some("{\"detail\":1}"))
    );
}

#[tokio::test]
async fn a_new_code_takes_the_place_of_the_old_one_with_its_confirmation() {
    let bench = bench();
    replace(&bench.cache, vec![Esim { install: install("OLD"), ..esim("a") }], whole(0)).await;
    let code = InstallData { confirmation_code: None, ..install("NEW").unwrap() };
    replace(&bench.cache, vec![Esim { install: Some(code.clone()), ..esim("a") }], whole(1)).await;
    let full = bench.cache.esim(&wallet(), &"a".into()).await.unwrap().unwrap();
    assert_eq!(full.install, Some(code));
    let told = Esim { install_problem: Some("a link disagrees".into()), ..esim("a") };
    bench.cache.put_esim(&wallet(), told, Assignment::default(), at(2)).await.unwrap();
    bench.cache.put_esim(&wallet(), esim("a"), Assignment::default(), at(3)).await.unwrap();
    let full = bench.cache.esim(&wallet(), &"a".into()).await.unwrap().unwrap();
    assert_eq!(full.install_problem, None, "its own answer says that it is mended");
}

#[tokio::test]
async fn a_pin_is_kept_when_an_answer_leaves_it_out_and_a_new_one_takes_its_place() {
    let bench = bench();
    let unlocked = |pin: &str| {
        let (pin, puk) = (Some(pin.to_owned()), Some("87654321".to_owned()));
        install("TOKEN").map(|install| InstallData { pin, puk, ..install })
    };
    let steps = [("0000", unlocked("0000")), ("0000", install("TOKEN")), ("2580", unlocked("2580"))];
    for (second, (expected, install)) in (0..).zip(steps) {
        replace(&bench.cache, vec![Esim { install, ..esim("a") }], whole(second)).await;
        let full = bench.cache.esim(&wallet(), &"a".into()).await.unwrap().unwrap();
        assert_eq!(full.install, unlocked(expected));
    }
}

#[tokio::test]
async fn what_staff_did_meanwhile_wins_over_what_was_known_when_the_list_began() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    bench.cache.assign(&wallet(), &"a".into(), given("Yuki Tanaka", 5), at(5)).await.unwrap();
    bench.cache.assign(&wallet(), &"new".into(), given("José Núñez", 5), at(5)).await.unwrap();
    replace(&bench.cache, vec![esim("a"), esim("new")], whole(6)).await;
    for (id, name) in [("a", "Yuki Tanaka"), ("new", "José Núñez")] {
        let row = row(&bench.cache, id).await;
        assert_eq!((row.traveller.as_deref(), row.headline), (Some(name), Headline::ReadyGiven));
    }
}

#[tokio::test]
async fn a_list_copies_what_the_record_knows() {
    let bench = bench();
    let known = Assignments::from([("a".into(), given("Yuki Tanaka", 1))]);
    bench.cache.replace_esims(&wallet(), vec![esim("a")], known, whole(2)).await.unwrap();
    assert_eq!(row(&bench.cache, "a").await.traveller.as_deref(), Some("Yuki Tanaka"));
    assert_eq!(bench.cache.counts(None).await.unwrap().not_given, 0);
    replace(&bench.cache, vec![esim("a")], whole(3)).await;
    assert_eq!(row(&bench.cache, "a").await.traveller, None, "the record is right, the copy follows");
}

#[tokio::test]
async fn profiles_that_changed_are_told_for_ours_alone() {
    let bench = bench();
    let ours = || Assignments::from([("ours".into(), given("Yuki Tanaka", 1))]);
    let esims = |profile| ["ours", "theirs"].map(|id| Esim { profile, ..esim(id) }).to_vec();
    let put = async |profile, listed| {
        bench.cache.replace_esims(&wallet(), esims(profile), ours(), listed).await.unwrap()
    };
    assert_eq!(put(ProfileStatus::Ready, whole(0)).await, []);
    let (was, became) = (ProfileStatus::Ready, ProfileStatus::Installed);
    let change = ProfileChange { esim_id: "ours".into(), was, became };
    assert_eq!(put(became, whole(1)).await, [change]);
    assert_eq!(put(became, whole(2)).await, []);
}

#[tokio::test]
async fn the_running_plan_speaks_whichever_list_came_first() {
    for services_first in [true, false] {
        let bench = bench();
        let services = vec![
            service("old", "a", ServiceStatus::Expired),
            Service { plan: Some(plan("FR", 9)), ..service("running", "a", ServiceStatus::Active) },
        ];
        if services_first {
            bench.cache.replace_services(&wallet(), services.clone(), whole(0)).await.unwrap();
        }
        replace(&bench.cache, vec![Esim { profile: ProfileStatus::Online, ..esim("a") }], whole(0)).await;
        if !services_first {
            bench.cache.replace_services(&wallet(), services, whole(0)).await.unwrap();
        }
        let row = row(&bench.cache, "a").await;
        assert_eq!((row.headline, row.data), (Headline::InUseOnline, Some(Data::Bytes(9 << 30))));
        let order = bench.cache.services_of(&wallet(), &"a".into()).await.unwrap();
        assert_eq!(order.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["running", "old"]);

        bench
            .cache
            .replace_services(&wallet(), vec![service("old", "a", ServiceStatus::Expired)], whole(1))
            .await
            .unwrap();
        assert_eq!(super::row(&bench.cache, "a").await.headline, Headline::PlanEnded);
    }
}

#[tokio::test]
async fn use_is_kept_when_the_list_is_read_again() {
    let bench = bench();
    let services = || vec![service("s", "a", ServiceStatus::Active)];
    bench.cache.replace_services(&wallet(), services(), whole(0)).await.unwrap();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    assert_eq!(bench.cache.usage_wanted(&wallet(), at(1), 9).await.unwrap(), [ServiceId::from("s")]);
    let usage =
        Usage { left: Some(Data::Bytes(1 << 29)), used: Some(7), allowance: None, measured_at: Some(at(2)) };
    bench.cache.put_usage(&wallet(), &"s".into(), usage, at(3)).await.unwrap();
    bench.cache.replace_services(&wallet(), services(), whole(4)).await.unwrap();

    let row = row(&bench.cache, "a").await;
    assert_eq!((row.left, row.left_percent), (Some(Data::Bytes(1 << 29)), Some(12)));
    assert_eq!(bench.cache.counts(None).await.unwrap().ending_soon, 1, "an eighth is left");
    let service = &bench.cache.services_of(&wallet(), &"a".into()).await.unwrap()[0];
    assert_eq!((service.used, service.measured_at, service.seen_at), (Some(7), Some(at(2)), at(4)));
    assert_eq!(bench.cache.usage_wanted(&wallet(), at(1), 9).await.unwrap(), []);
}

#[tokio::test]
async fn an_end_comes_near_and_passes_without_a_sync() {
    let bench = bench();
    let ends = Service { ends_at: Some(at(10 * DAY)), ..service("s", "a", ServiceStatus::Active) };
    bench.cache.replace_services(&wallet(), vec![ends], whole(0)).await.unwrap();
    replace(&bench.cache, vec![Esim { profile: ProfileStatus::Online, ..esim("a") }], whole(0)).await;
    for (day, soon) in [(6, 0), (8, 1), (9, 1), (11, 0)] {
        bench.cache.pass_time(at(day * DAY)).await.unwrap();
        assert_eq!(bench.cache.counts(None).await.unwrap().ending_soon, soon, "day {day}");
    }
}

#[tokio::test]
async fn a_failed_list_keeps_the_age_of_the_last_good_one() {
    let bench = bench();
    replace(&bench.cache, vec![esim("a")], whole(0)).await;
    bench.cache.list_failed(&wallet(), List::Esims, at(9), "{\"code\":\"offline\"}".into()).await.unwrap();
    let states = bench.cache.list_states(&wallet()).await.unwrap();
    assert_eq!(states.len(), 1);
    assert_eq!(
        (states[0].complete_at, states[0].attempted_at, states[0].rows),
        (Some(at(0)), Some(at(9)), 1)
    );
    assert!(states[0].failure.is_some());
    replace(&bench.cache, vec![esim("a")], whole(10)).await;
    assert_eq!(bench.cache.list_states(&wallet()).await.unwrap()[0].failure, None);
}

#[tokio::test]
async fn details_are_wanted_in_the_order_they_will_be_needed() {
    let bench = bench();
    replace(
        &bench.cache,
        vec![esim("rest"), esim("old"), esim("departing"), esim("bought"), esim("read")],
        whole(0),
    )
    .await;
    let now = 100 * DAY;
    let bought = |second| Assignment { bought_at: Some(at(second)), ..Assignment::default() };
    let departs = Some(at(now + 2 * DAY).strftime("%Y-%m-%d").to_string());
    for (id, assignment) in [
        ("old", bought(DAY)),
        ("departing", Assignment { departs, ..bought(now - 20 * DAY) }),
        ("bought", bought(now - 60)),
    ] {
        bench.cache.assign(&wallet(), &id.into(), assignment, at(now)).await.unwrap();
    }
    bench.cache.put_esim(&wallet(), esim("read"), Assignment::default(), at(now)).await.unwrap();
    bench.cache.put_esim(&"other".into(), esim("x"), Assignment::default(), at(now)).await.unwrap();
    let wanted = bench.cache.details_wanted(&wallet(), 9, at(now)).await.unwrap();
    assert_eq!(wanted.iter().map(EsimId::as_str).collect::<Vec<_>>(), ["bought", "departing", "old", "rest"]);
    assert_eq!(bench.cache.details_wanted(&wallet(), 2, at(now)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn only_what_can_be_given_and_was_not_is_owned() {
    let bench = bench();
    let ids = ["free", "given", "unconfirmed", "installed", "without_plan"];
    let services = ids[..4].iter().map(|id| service(id, id, ServiceStatus::Waiting));
    bench.cache.replace_services(&wallet(), services, whole(0)).await.unwrap();
    let profile = |id| if id == "installed" { ProfileStatus::Installed } else { ProfileStatus::Ready };
    let known = Assignments::from([
        ("given".into(), given("Yuki Tanaka", 0)),
        ("unconfirmed".into(), Assignment { unconfirmed: true, ..Assignment::default() }),
    ]);
    let esims = ids.iter().map(|id| Esim { profile: profile(*id), ..esim(id) });
    bench.cache.replace_esims(&wallet(), esims, known, whole(0)).await.unwrap();
    let owned = bench.cache.owned_unassigned(None, 9).await.unwrap();
    assert_eq!(owned.iter().map(|row| row.esim_id.as_str()).collect::<Vec<_>>(), ["free"]);
    assert_eq!(owned[0].plan, plan("JP", 4));
    assert_eq!(bench.cache.owned_unassigned(Some(&"other".into()), 9).await.unwrap(), []);
}

#[tokio::test]
async fn a_catalogue_is_replaced_whole_or_not_at_all() {
    let bench = bench();
    let named = |id: &str| Plan { id: id.into(), ..plan("JP", 1) };
    bench.cache.replace_plans(&wallet(), vec![named("a"), named("b")], whole(0)).await.unwrap();
    bench.cache.replace_plans(&wallet(), vec![named("c")], Listed { at: at(1), skipped: 1 }).await.unwrap();
    assert_eq!(bench.cache.plans(&wallet()).await.unwrap().len(), 3);
    bench.cache.replace_plans(&wallet(), vec![named("c")], whole(2)).await.unwrap();
    assert_eq!(bench.cache.plans(&wallet()).await.unwrap(), [named("c")]);
    assert_eq!(bench.cache.plan(&wallet(), &"c".into()).await.unwrap(), Some(named("c")));
    assert_eq!(bench.cache.plan(&wallet(), &"a".into()).await.unwrap(), None);

    let countries = ["JP", "FR"].map(|code| Country::from_code(code).unwrap());
    bench.cache.replace_destinations(&wallet(), countries.to_vec(), whole(0)).await.unwrap();
    assert_eq!(bench.cache.destinations(&wallet()).await.unwrap(), [countries[1], countries[0]]);
}

#[tokio::test]
async fn one_plan_is_taken_over_and_the_list_is_no_younger_for_it() {
    let bench = bench();
    let named = |id: &str| Plan { id: id.into(), ..plan("JP", 1) };
    bench.cache.replace_plans(&wallet(), vec![named("a"), named("b")], whole(0)).await.unwrap();
    let age = bench.cache.list_states(&wallet()).await.unwrap();
    let longer = Plan { days: Some(9), ..named("b") };
    bench.cache.put_plan(&wallet(), &longer.id, Some(longer.clone()), at(1)).await.unwrap();
    assert_eq!(bench.cache.plans(&wallet()).await.unwrap(), [named("a"), longer.clone()]);
    bench.cache.put_plan(&wallet(), &longer.id, None, at(2)).await.unwrap();
    assert_eq!(bench.cache.plans(&wallet()).await.unwrap(), [named("a")]);
    assert_eq!(bench.cache.list_states(&wallet()).await.unwrap(), age);
}
