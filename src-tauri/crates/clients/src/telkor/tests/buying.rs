//! Taking an eSIM out of the stock and provisioning it, and one more plan on a link.

use super::paths::misfit;
use super::{
    ACTIVATION, ACTIVATION_1, INSTALLATION, LINK_A, LINKS, NO_INSTALLATION, PLAN_5, PLANS, SIM_1, SIMS, TASK,
    TASK_7, desk, is, no_path, page, query,
};
use crate::scripted::{Reply, Scripted, json, status};
use crate::telkor::Telkor;
use esim_desk_model::{EsimId, OrderKey, Plan, ServiceId};
use esim_desk_provider::{
    Draft, Effect, Evidence, Kind, Lane, Mark, Orders, Placed, Request, Source, Taken, Target,
};

const KEY: &str = "0198c0de-0000-7000-8000-000000000001";
const MARK: &str = r#"{"activations":null}"#;

fn key() -> OrderKey {
    OrderKey::from(KEY)
}

fn mark() -> Mark {
    Mark(MARK.to_owned())
}

/// The one row of a documented list.
pub(super) fn only(list: &str) -> String {
    list[list.find("{\"id\"").unwrap()..list.rfind("],").unwrap()].to_owned()
}

pub(super) async fn plan(client: &Telkor) -> Plan {
    let known = crate::telkor::plan::sparse(PLAN_5.to_owned());
    client.plan(&known.id, &known).await.unwrap().unwrap()
}

pub(super) fn new_esim(plan: Plan) -> Request {
    Request { plan, price: None, target: Target::NewEsim, source: Source::Bought, count: 1 }
}

pub(super) fn more_data(plan: Plan) -> Request {
    let service = ServiceId(format!("{LINK_A}/{ACTIVATION_1}"));
    Request {
        plan,
        price: None,
        target: Target::AddData { esim: EsimId::from(SIM_1), service },
        source: Source::Bought,
        count: 1,
    }
}

/// Answers every look; what a purchase gets is up to the test.
pub(super) fn reading(path: &str) -> Reply {
    match path {
        _ if is(path, "/plans") => json(PLANS),
        _ if is(path, &format!("/plans/{PLAN_5}")) => json(&only(PLANS)),
        _ if is(path, "/coverages") => json(super::COVERAGES),
        _ if is(path, "/sims") => json(SIMS),
        _ if path.ends_with("/esim-installation") => json(INSTALLATION),
        _ if is(path, "/links") => json(LINKS),
        _ if is(path, &format!("/links/{LINK_A}")) => json(&only(LINKS)),
        _ if is(path, &format!("/links/{LINK_A}/activations")) => json(&page(&[ACTIVATION.to_owned()])),
        _ => no_path(),
    }
}

/// A server with one eSIM in stock whose purchases get this answer.
pub(super) async fn shop(answer: Reply) -> (Scripted, Telkor) {
    desk(move |seen, path| if seen.method == "POST" { answer.clone() } else { reading(path) }).await
}

/// Purchases that came in.
pub(super) fn bought(server: &Scripted) -> Vec<(String, String)> {
    let all = server.seen().into_iter().filter(|seen| seen.method == "POST" && seen.path != "/token");
    all.map(|seen| (seen.path, seen.body)).collect()
}

#[tokio::test]
async fn an_order_provisions_one_esim_of_the_stock_under_the_orders_key() {
    let (server, client) = shop(status(202, TASK)).await;
    let request = new_esim(plan(&client).await);
    let placed = client.place(&key(), &request).await.unwrap();
    assert_eq!(placed, Placed { reference: TASK_7.to_owned(), taken: Taken::Processing, charged: None });
    let body = format!(
        r#"{{"name_prefix":"{KEY}","sim_ids":["{SIM_1}"],"plan_ids":["{PLAN_5}"],"counter_start":1}}"#
    );
    assert_eq!(bought(&server), [("/telkor/sims/bulk-provision".to_owned(), body)]);
    assert_eq!(server.count(&format!("GET /telkor/sims?sim_type=esim&for_plan_id={PLAN_5}")), 1);
}

#[tokio::test]
async fn one_sim_is_never_taken_twice() {
    let (server, client) = shop(status(202, TASK)).await;
    let request = new_esim(plan(&client).await);
    let (one, other) = (OrderKey::from("one"), OrderKey::from("other"));
    let (first, second) = tokio::join!(client.place(&one, &request), client.place(&other, &request));
    assert_eq!(bought(&server).len(), 1);
    let error = first.and(second).unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
    assert_eq!(error.text.as_deref(), Some("No eSIM in stock fits this plan."));
}

#[tokio::test]
async fn a_refused_sim_goes_back_and_one_in_doubt_does_not() {
    let refusal = status(409, r#"{"detail":"SIM is already linked"}"#);
    for (answer, again) in [(refusal, 2), (status(500, "{}"), 1), (Reply::Close, 1), (json("{}"), 1)] {
        let (server, client) = shop(answer.clone()).await;
        let request = new_esim(plan(&client).await);
        let error = client.place(&key(), &request).await.unwrap_err();
        assert_eq!(error.effect == Effect::None, again == 2, "{answer:?}");
        client.place(&key(), &request).await.unwrap_err();
        assert_eq!(bought(&server).len(), again, "{answer:?}");
    }
}

#[tokio::test]
async fn a_sim_of_an_order_that_came_to_nothing_is_free_again_in_the_end() {
    let (server, client) = shop(status(500, "{}")).await;
    let request = new_esim(plan(&client).await);
    client.place(&key(), &request).await.unwrap_err();
    for since in client.taken.lock().unwrap().values_mut() {
        *since = now();
    }
    client.place(&key(), &request).await.unwrap_err();
    assert_eq!(bought(&server).len(), 2);
}

#[tokio::test]
async fn a_sim_without_a_code_is_passed_over() {
    let rows: Vec<_> = (1..=3).map(|n| format!(r#"{{"id":"sim{n}","sim_type":"esim"}}"#)).collect();
    let list = page(&rows);
    let (server, client) = desk(move |seen, path| match path {
        _ if seen.method == "POST" => status(202, TASK),
        "/sims/sim1/esim-installation" => json(NO_INSTALLATION),
        "/sims/sim2/esim-installation" => json(r#"{"activation_code":"no code"}"#),
        _ if is(path, "/sims") => json(&list),
        _ => reading(path),
    })
    .await;
    client.place(&key(), &new_esim(plan(&client).await)).await.unwrap();
    assert!(bought(&server)[0].1.contains(r#""sim_ids":["sim3"]"#));
}

/// Of these SIMs an order for one takes this one.
async fn takes(rows: &[String], taken: &str) {
    let list = page(rows);
    let (server, client) = desk(move |seen, path| match path {
        _ if seen.method == "POST" => status(202, TASK),
        _ if is(path, "/sims") => json(&list),
        _ => reading(path),
    })
    .await;
    client.place(&key(), &new_esim(plan(&client).await)).await.unwrap();
    assert!(bought(&server)[0].1.contains(&format!(r#""sim_ids":["{taken}"]"#)));
}

#[tokio::test]
async fn a_sim_that_a_phone_had_is_not_taken_for_somebody_else() {
    let used = [
        r#""is_attached":true,"esim_state":"available""#,
        r#""esim_state":"Disabled""#,
        r#""esim_state":{"state":"installed"}"#,
        r#""esim_status":"deleted""#,
    ];
    let mut rows: Vec<_> = (1..)
        .zip(used)
        .map(|(n, said)| format!(r#"{{"id":"used{n}","sim_type":"esim","status":"active",{said}}}"#))
        .collect();
    rows.push(r#"{"id":"fresh","sim_type":"esim","status":"active","esim_state":"released"}"#.to_owned());
    takes(&rows, "fresh").await;
}

#[tokio::test]
async fn an_active_sim_is_taken_before_one_whose_word_nobody_knows() {
    for (other, taken) in [(r#""status":"Active""#, "other"), (r#""status":"asleep""#, "first")] {
        let rows = [
            r#"{"id":"first","sim_type":"esim","status":"resting"}"#.to_owned(),
            format!(r#"{{"id":"other","sim_type":"esim",{other}}}"#),
        ];
        takes(&rows, taken).await;
    }
}

#[tokio::test]
async fn cards_and_bound_sims_are_no_stock() {
    let rows = [
        r#"{"id":"bound","sim_type":"esim","link":{"id":"l"}}"#.to_owned(),
        r#"{"id":"card","sim_type":"physical","link":null}"#.to_owned(),
    ];
    let list = page(&rows);
    let (server, client) =
        desk(move |_, path| if is(path, "/sims") { json(&list) } else { reading(path) }).await;
    let request = new_esim(plan(&client).await);
    let error = client.preview(&request).await.unwrap_err();
    assert_eq!(error.text.as_deref(), Some("No eSIM in stock fits this plan."));
    assert_eq!(client.free_esims(None).await.unwrap().rows, Vec::new());
    client.place(&key(), &request).await.unwrap_err();
    assert_eq!(bought(&server), []);
}

#[tokio::test]
async fn another_word_for_esims_is_no_end_of_the_stock() {
    let unknown = status(422, r#"{"detail":[{"loc":["query","sim_type"],"msg":"not a type"}]}"#);
    for answer in [unknown, json(&page(&[])), json("[]")] {
        let (server, client) = desk(move |seen, path| match query(path, "sim_type") {
            _ if seen.method == "POST" => status(202, TASK),
            Some(_) => answer.clone(),
            None => reading(path),
        })
        .await;
        let request = new_esim(plan(&client).await);
        assert!(client.preview(&request).await.unwrap().plan.is_some());
        assert_eq!(client.free_esims(None).await.unwrap().rows[0].esim.id.as_str(), SIM_1);
        client.place(&key(), &request).await.unwrap();
        assert_eq!(bought(&server).len(), 1);
    }
}

#[tokio::test]
async fn a_preview_reads_the_plan_and_spends_nothing() {
    let (server, client) = shop(status(202, TASK)).await;
    let request = new_esim(plan(&client).await);
    let quote = client.preview(&request).await.unwrap();
    assert_eq!((quote.plan, quote.price, quote.balance), (Some(request.plan.clone()), None, None));
    let gone = new_esim(Plan { id: "gone".into(), ..request.plan });
    assert_eq!(client.preview(&gone).await.unwrap().plan, None);
    client.mark(&new_esim(plan(&client).await)).await.unwrap();
    assert_eq!(bought(&server), []);
}

#[tokio::test]
async fn data_is_added_by_an_activation_on_the_link() {
    let (server, client) = shop(status(201, ACTIVATION)).await;
    let request = more_data(plan(&client).await);
    assert!(client.preview(&request).await.unwrap().plan.is_some());
    let placed = client.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference, placed.taken), (format!("{LINK_A}/{ACTIVATION_1}"), Taken::Fulfilled));
    let path = format!("/telkor/links/{LINK_A}/activations");
    assert_eq!(bought(&server), [(path, format!(r#"{{"plan_id":"{PLAN_5}"}}"#))]);
    let progress =
        client.progress(&format!("{LINK_A}/{ACTIVATION_1}"), &request, &mark(), now()).await.unwrap();
    let [one] = progress.candidates.as_slice() else { panic!("one activation") };
    assert_eq!(
        (progress.taken, one.evidence, one.esim.as_ref().unwrap().as_str()),
        (Taken::Fulfilled, Evidence::Reference, SIM_1)
    );
    let gone = client.progress(&format!("{LINK_A}/gone"), &request, &mark(), now()).await.unwrap();
    assert_eq!((gone.taken, gone.candidates), (Taken::NotSaid, Vec::new()));
}

#[tokio::test]
async fn data_goes_onto_the_esim_that_was_chosen_or_nowhere() {
    let (server, client) = shop(status(201, ACTIVATION)).await;
    let plan = plan(&client).await;
    let mut request = more_data(plan.clone());
    let Target::AddData { service, .. } = request.target else { unreachable!() };
    request.target = Target::AddData { esim: EsimId::from("another"), service };
    let text = client.preview(&request).await.unwrap_err().text;
    assert_eq!(text.as_deref(), Some("The link of this plan belongs to another eSIM now."));
    let other = more_data(Plan { id: "other".into(), ..plan });
    assert_eq!(client.preview(&other).await.unwrap().plan, None);
    assert_eq!(bought(&server), []);
}

#[tokio::test]
async fn a_plan_that_does_not_fit_the_link_is_refused_before_anything_is_sent() {
    let (server, client) = desk(|_, path| match query(path, "for_link_id") {
        Some(_) => json(&page(&[])),
        None => reading(path),
    })
    .await;
    let request = more_data(plan(&client).await);
    let error = client.preview(&request).await.unwrap_err();
    assert_eq!(
        (error.kind, error.text.as_deref()),
        (Kind::Refused, Some("This plan does not fit this eSIM."))
    );
    assert_eq!(bought(&server), []);
}

#[tokio::test]
async fn what_cannot_be_read_after_a_purchase_is_no_refusal() {
    for answer in [json("{}"), json("<html>"), json("[]"), json(r#"{"id":{}}"#), status(202, "")] {
        let (_server, client) = shop(answer.clone()).await;
        let plan = plan(&client).await;
        for request in [new_esim(plan.clone()), more_data(plan)] {
            let error = client.place(&key(), &request).await.unwrap_err();
            assert_eq!(error.effect, Effect::Unknown, "{answer:?}");
        }
    }
}

#[tokio::test]
async fn a_provision_at_another_path_had_no_effect_and_names_it() {
    let (_server, client) = shop(no_path()).await;
    let plan = plan(&client).await;
    let error = client.place(&key(), &new_esim(plan.clone())).await.unwrap_err();
    assert_eq!(error.effect, Effect::None);
    assert!(misfit(error).ends_with("/telkor/sims/bulk-provision"));
    let error = client.place(&key(), &more_data(plan)).await.unwrap_err();
    assert!(misfit(error).ends_with("/links/{link_id}/activations"), "the link is listed");
}

/// A server with this task, its items and these SIMs.
async fn working(task: String, items: Vec<String>, sims: String) -> Telkor {
    let items = page(&items);
    let (_server, client) = desk(move |_, path| match path {
        _ if is(path, &format!("/tasks/{TASK_7}")) => json(&task),
        _ if is(path, &format!("/tasks/{TASK_7}/items")) => json(&items),
        _ if is(path, "/sims") => json(&sims),
        _ => reading(path),
    })
    .await;
    client
}

/// The documented task after its end.
fn ended(completed: u32, failed: u32) -> String {
    TASK.replace("\"completed_items\":0", &format!("\"completed_items\":{completed}"))
        .replace("\"failed_items\":0", &format!("\"failed_items\":{failed}"))
        .replace("\"pending_items\":1", "\"pending_items\":0")
}

#[tokio::test]
async fn a_task_is_followed_to_the_link_of_its_sim() {
    let link = format!(r#""link":{{"id":"{LINK_A}","name":"{KEY}_1"}}"#);
    let bound = SIMS.replace("\"link\":null", &link);
    let all = only(super::ITEMS);
    let item = all.split("},\n").next().unwrap().to_owned() + "}";
    let by_iccid = item.replace(&format!(r#""payload":{{"sim_id":"{SIM_1}"}}"#), r#""payload":null"#);
    assert_ne!(item, by_iccid);
    let nameless = r#"{"id":"i","status":"completed"}"#.to_owned();
    for (task, items, sims, taken) in [
        (TASK.to_owned(), vec![], bound.as_str(), Taken::Processing),
        (ended(1, 0), vec![item.clone()], &bound, Taken::Fulfilled),
        (ended(1, 0), vec![by_iccid], &bound, Taken::Fulfilled),
        (ended(1, 0), vec![item], SIMS, Taken::Fulfilled),
        (ended(1, 0), vec![nameless], SIMS, Taken::Processing),
        (ended(1, 0), vec![], &bound, Taken::NotSaid),
    ] {
        let client = working(task, items, sims.to_owned()).await;
        let request = new_esim(plan(&client).await);
        let progress = client.progress(TASK_7, &request, &mark(), now()).await.unwrap();
        assert_eq!(progress.taken, taken);
        let found = usize::from(taken == Taken::Fulfilled);
        assert_eq!(progress.candidates.len(), found);
        for one in progress.candidates {
            assert_eq!((one.esim.unwrap().as_str(), one.evidence), (SIM_1, Evidence::Reference));
            assert_eq!(one.service.unwrap().as_str(), format!("{LINK_A}/{ACTIVATION_1}"));
            assert_eq!(one.reference.as_deref(), Some(TASK_7));
        }
    }
}

#[tokio::test]
async fn a_sim_that_was_not_bound_costs_nothing() {
    let failed =
        |reason: Option<&str>| Taken::Failed { reason: reason.map(str::to_owned), money_back: Some(true) };
    let linked = r#"{"id":"i","reference_id":"8948010000000012345","status":"failed","error":"SIM is already linked"}"#;
    let odd = r#"{"id":"i","reference_id":"nothing","status":"whirling"}"#;
    let table = [
        (1, linked, failed(Some("SIM is already linked"))),
        (0, linked, failed(Some("SIM is already linked"))),
        (1, odd, failed(None)),
        (0, odd, Taken::Processing),
    ];
    for (count, item, taken) in table {
        let client = working(ended(0, count), vec![item.to_owned()], SIMS.to_owned()).await;
        let request = new_esim(plan(&client).await);
        let progress = client.progress(TASK_7, &request, &mark(), now()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates), (taken, Vec::new()), "{count} {item}");
    }
}

#[tokio::test]
async fn a_task_that_is_not_there_says_nothing() {
    let (_server, client) = shop(no_path()).await;
    let request = new_esim(plan(&client).await);
    let progress = client.progress("no-task", &request, &mark(), now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates), (Taken::NotSaid, Vec::new()));
}

#[tokio::test]
async fn new_esims_wait_for_each_other_and_data_for_its_own_sim() {
    let (_server, client) = shop(status(202, TASK)).await;
    let plan = plan(&client).await;
    let draft = Draft {
        plan: plan.clone(),
        price: None,
        target: Target::NewEsim,
        source: Source::Bought,
        quantity: 3,
    };
    assert_eq!(client.split(&draft), vec![new_esim(plan.clone()); 3]);
    assert_eq!(client.lane(&new_esim(plan.clone())), Lane("stock".to_owned()));
    assert_eq!(client.lane(&more_data(plan)), Lane(format!("sim {SIM_1}")));
}

/// A moment shortly after the documented links were made.
pub(super) fn now() -> esim_desk_model::Timestamp {
    "2026-03-12T14:39:29Z".parse().unwrap()
}
