//! Several SIMs by one task: what is sent, what became of each, and what the links tell when the answer was lost.

use super::buying::{bought, new_esim, now, plan, reading};
use super::{ACTIVATION, LINK_A, PLAN_5, TASK, TASK_7, desk, is, no_path, page};
use crate::scripted::{Reply, Scripted, json, status};
use crate::telkor::Telkor;
use esim_desk_model::OrderKey;
use esim_desk_provider::{
    Effect, Evidence, Item, ItemOutcome, Kind, Mark, Orders, Progress, Request, Taken, Trace,
};

const KEY: &str = "0198c0de-0000-7000-8000-000000000001";

fn key() -> OrderKey {
    OrderKey::from(KEY)
}

fn mark() -> Mark {
    Mark(r#"{"activations":null}"#.to_owned())
}

/// So many SIMs in stock; those with an even number are called active.
fn stock(count: usize) -> String {
    let word = |number: usize| if number.is_multiple_of(2) { "active" } else { "resting" };
    let row = |number: usize| {
        format!(
            r#"{{"id":"sim{number}","sim_type":"esim","iccid":"894801000000001234{number}","status":"{}"}}"#,
            word(number)
        )
    };
    page(&(1..=count).map(row).collect::<Vec<_>>())
}

async fn shop(count: usize, answer: Reply) -> (Scripted, Telkor) {
    let sims = stock(count);
    desk(move |seen, path| match path {
        _ if seen.method == "POST" => answer.clone(),
        _ if is(path, "/sims") => json(&sims),
        _ => reading(path),
    })
    .await
}

async fn request(client: &Telkor, count: u32) -> Request {
    Request { count, ..new_esim(plan(client).await) }
}

#[tokio::test]
async fn many_esims_are_one_task_under_the_orders_key() {
    let (server, client) = shop(4, status(202, TASK)).await;
    let request = request(&client, 3).await;
    assert!(client.preview(&request).await.unwrap().plan.is_some());
    let placed = client.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), placed.taken), (TASK_7, Taken::Processing));
    let body = format!(
        r#"{{"name_prefix":"{KEY}","sim_ids":["sim2","sim4","sim1"],"plan_ids":["{PLAN_5}"],"counter_start":1}}"#
    );
    assert_eq!(bought(&server), [("/telkor/sims/bulk-provision".to_owned(), body)]);
    assert_eq!(client.most_at_once(), 100);
}

#[tokio::test]
async fn too_few_esims_are_a_refusal_that_counts_them_and_takes_none() {
    for (stock, text) in [
        (0, "No eSIM in stock fits this plan."),
        (1, "Only 1 eSIM in stock fits this plan."),
        (2, "Only 2 eSIMs in stock fit this plan."),
    ] {
        let (server, client) = shop(stock, status(202, TASK)).await;
        let request = request(&client, 3).await;
        let preview = client.preview(&request).await.unwrap_err();
        for error in [preview, client.place(&key(), &request).await.unwrap_err()] {
            assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
            assert_eq!(error.text.as_deref(), Some(text));
        }
        assert_eq!(bought(&server), []);
        let fewer = Request { count: stock.try_into().unwrap(), ..request };
        if fewer.count > 0 {
            client.place(&key(), &fewer).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_refused_task_gives_every_esim_back() {
    let (server, client) = shop(3, status(409, r#"{"detail":"not now"}"#)).await;
    let request = request(&client, 3).await;
    for _ in 0..2 {
        assert_eq!(client.place(&key(), &request).await.unwrap_err().text.as_deref(), Some("not now"));
    }
    assert_eq!(bought(&server).len(), 2);
}

/// The documented task of three, so far.
fn task(completed: u32, failed: u32) -> String {
    TASK.replace("\"total_items\":1", "\"total_items\":3")
        .replace("\"completed_items\":0", &format!("\"completed_items\":{completed}"))
        .replace("\"failed_items\":0", &format!("\"failed_items\":{failed}"))
        .replace("\"pending_items\":1", &format!("\"pending_items\":{}", 3 - completed - failed))
}

fn item(number: u32, word: &str, payload: &str, error: &str) -> String {
    format!(
        r#"{{"id":"item{number}","reference_id":"894801000000001234{number}","status":"{word}","payload":{payload},"error":{error}}}"#
    )
}

fn done(number: u32) -> String {
    item(number, "completed", &format!(r#"{{"sim_id":"sim{number}"}}"#), "null")
}

fn failed(number: u32) -> String {
    item(number, "failed", "{}", r#""SIM is already linked""#)
}

async fn progress(task: String, items: &[String]) -> Progress {
    let (sims, items) = (stock(3), page(items));
    let (_server, client) = desk(move |_, path| match path {
        _ if is(path, &format!("/tasks/{TASK_7}")) => json(&task),
        _ if is(path, &format!("/tasks/{TASK_7}/items")) => json(&items),
        _ if is(path, "/sims") => json(&sims.replacen(r#""status""#, r#""link":{"id":"l"},"status""#, 1)),
        _ => reading(path),
    })
    .await;
    let request = request(&client, 3).await;
    client.progress(TASK_7, &request, &mark(), now()).await.unwrap()
}

fn told(items: &[Item]) -> Vec<(&str, Option<&str>, &ItemOutcome)> {
    items
        .iter()
        .map(|one| (one.label.as_str(), one.esim.as_ref().map(|id| id.as_str()), &one.outcome))
        .collect()
}

const NUMBERS: [&str; 3] = ["8948010000000012341", "8948010000000012342", "8948010000000012343"];

fn linked() -> ItemOutcome {
    ItemOutcome::Failed { reason: Some("SIM is already linked".to_owned()) }
}

#[tokio::test]
async fn each_esim_has_an_outcome_and_a_part_that_worked_is_an_end() {
    let progress = progress(task(2, 1), &[done(1), failed(2), done(3)]).await;
    assert_eq!((progress.taken, progress.candidates.len()), (Taken::Fulfilled, 0));
    let expected = [
        (NUMBERS[0], Some("sim1"), &ItemOutcome::Done),
        (NUMBERS[1], None, &linked()),
        (NUMBERS[2], Some("sim3"), &ItemOutcome::Done),
    ];
    assert_eq!(told(&progress.items), expected);
}

#[tokio::test]
async fn a_task_that_is_not_over_is_in_work_however_many_are_done() {
    let open = item(3, "pending", "{}", "null");
    for task in [task(1, 1), task(2, 0)] {
        let progress = progress(task, &[done(1), failed(2), open.clone()]).await;
        assert_eq!((progress.taken, &progress.items[2].outcome), (Taken::Processing, &ItemOutcome::Open));
    }
    assert_eq!(progress(task(3, 0), &[]).await.taken, Taken::Processing, "over, and no item to be seen");
}

#[tokio::test]
async fn none_that_worked_cost_nothing() {
    let progress = progress(task(0, 3), &[failed(1), failed(2), failed(3)]).await;
    let reason = Some("SIM is already linked".to_owned());
    assert_eq!(progress.taken, Taken::Failed { reason, money_back: Some(true) });
}

#[tokio::test]
async fn an_esim_that_the_item_does_not_name_is_sought_and_an_unknown_word_judged_by_its_link() {
    let items = [
        item(1, "whirling", "{}", "null"),
        item(2, "completed", "{}", "null"),
        item(3, "whirling", "{}", "null"),
    ];
    let progress = progress(task(2, 1), &items).await;
    let expected = [
        (NUMBERS[0], Some("sim1"), &ItemOutcome::Done),
        (NUMBERS[1], Some("sim2"), &ItemOutcome::Done),
        (NUMBERS[2], Some("sim3"), &ItemOutcome::Failed { reason: None }),
    ];
    assert_eq!((told(&progress.items), progress.taken), (expected.to_vec(), Taken::Fulfilled));
}

#[tokio::test]
async fn a_lost_answer_is_told_by_the_links_with_the_orders_key() {
    let link = |number: u32, sim: &str| {
        format!(
            r#"{{"id":"link{number}","name":"{KEY}_{number}","sim":{sim},"created_at":"2026-03-12T14:39:3{number}Z"}}"#
        )
    };
    let all = [
        link(1, r#"{"id":"sim1","iccid":"8948010000000012341"}"#),
        link(3, r#"{"id":"sim3"}"#),
        format!(r#"{{"id":"x","name":"{KEY}-copy_2","sim":{{"id":"sim9"}}}}"#),
    ];
    let running = page(&[task(2, 0)]);
    let failed = |reason: Option<&str>| ItemOutcome::Failed { reason: reason.map(str::to_owned) };
    let over = [ItemOutcome::Done, failed(None), failed(Some("its plan was not put on it"))];
    let open = [ItemOutcome::Open, ItemOutcome::Open, ItemOutcome::Open];
    for (tasks, outcomes, taken) in [(page(&[]), over, Taken::Fulfilled), (running, open, Taken::Processing)]
    {
        let links = page(&all);
        let (_server, client) = desk(move |_, path| match path {
            _ if is(path, "/links") => json(&links),
            _ if is(path, "/tasks") => json(&tasks),
            _ if path.contains("link1/activations") => json(&page(&[ACTIVATION.to_owned()])),
            _ if path.contains("/activations") => json(&page(&[])),
            _ => reading(path),
        })
        .await;
        let request = request(&client, 3).await;
        let trace = client.trace(&key(), &request, &mark(), now()).await.unwrap();
        let Trace::Looked(found) = trace else { panic!("{trace:?}") };
        let [one] = found.as_slice() else { panic!("one order, not {found:?}") };
        assert_eq!((&one.esim, one.evidence), (&None, Evidence::Reference));
        let reference = one.reference.clone().unwrap();
        let progress = client.progress(&reference, &request, &mark(), now()).await.unwrap();
        let labels = [NUMBERS[0].to_owned(), format!("{KEY}_2"), "link3".to_owned()];
        let expected = [
            (labels[0].as_str(), Some("sim1"), &outcomes[0]),
            (labels[1].as_str(), None, &outcomes[1]),
            (labels[2].as_str(), Some("sim3"), &outcomes[2]),
        ];
        assert_eq!((told(&progress.items), progress.taken), (expected.to_vec(), taken));
    }
}

#[tokio::test]
async fn a_lost_answer_without_a_link_is_concluded_only_when_no_task_runs() {
    for (tasks, is_over) in
        [(json(&page(&[])), true), (json(&page(&[task(0, 0)])), false), (no_path(), false)]
    {
        let (_server, client) = desk(move |_, path| match path {
            _ if is(path, "/links") => json(&page(&[format!(r#"{{"id":"{LINK_A}","name":"x_1"}}"#)])),
            _ if is(path, "/tasks") => tasks.clone(),
            _ => reading(path),
        })
        .await;
        let trace = client.trace(&key(), &request(&client, 3).await, &mark(), now()).await.unwrap();
        assert_eq!(matches!(trace, Trace::Looked(found) if found.is_empty()), is_over);
    }
}
