//! An answer was lost: what is found by the key, what by being new on a link, and when nothing may be concluded.

use super::buying::{more_data, new_esim, now, plan, reading};
use super::{ACTIVATION, ACTIVATION_1, LINK_A, SIM_1, TASK, desk, is, no_path, page};
use crate::scripted::{Reply, Scripted, json, status};
use crate::telkor::Telkor;
use esim_desk_model::OrderKey;
use esim_desk_provider::{Candidate, Esims, Evidence, Mark, Orders, Request, Taken, Trace};

const KEY: &str = "0198c0de-0000-7000-8000-000000000001";
const OTHER_KEY: &str = "0198c0de-0000-7000-8000-000000000002";

/// A link with a name and the moment it was made.
fn link(id: &str, name: &str, made: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"{name}","status":"active","sim":{{"id":"{SIM_1}"}},"created_at":{made},"updated_at":{made}}}"#
    )
}

const JUST_NOW: &str = r#""2026-03-12T14:39:31Z""#;

/// A server with these links and tasks, each link with the documented activation.
async fn account(links: Vec<String>, tasks: Reply) -> (Scripted, Telkor) {
    let links = page(&links);
    desk(move |_, path| match path {
        _ if is(path, "/links") => json(&links),
        _ if is(path, "/tasks") => tasks.clone(),
        _ if path.contains("/activations") => json(&page(&[ACTIVATION.to_owned()])),
        _ => reading(path),
    })
    .await
}

fn idle() -> Reply {
    json(&page(&[]))
}

async fn by_key(client: &Telkor) -> Trace {
    let mark = Mark(r#"{"activations":null}"#.to_owned());
    client.trace(&OrderKey::from(KEY), &new_esim(plan(client).await), &mark, now()).await.unwrap()
}

fn found(trace: Trace) -> Vec<Candidate> {
    match trace {
        Trace::Looked(found) => found,
        Trace::CannotTell { why } => panic!("could look: {why}"),
    }
}

fn why(trace: Trace) -> String {
    match trace {
        Trace::CannotTell { why } => why,
        Trace::Looked(found) => panic!("nothing may be concluded, not {found:?}"),
    }
}

#[tokio::test]
async fn a_link_with_the_orders_key_is_ours_for_certain() {
    let links = vec![
        link(LINK_A, &format!("{KEY}_1"), JUST_NOW),
        link("b", &format!("{OTHER_KEY}_1"), JUST_NOW),
        link("c", &format!("{KEY}_x"), JUST_NOW),
        link("d", &format!("{KEY}-copy_1"), JUST_NOW),
    ];
    let (server, client) = account(links, idle()).await;
    let candidates = found(by_key(&client).await);
    let [one] = candidates.as_slice() else { panic!("one link, not {candidates:?}") };
    assert_eq!((one.evidence, one.esim.as_ref().unwrap().as_str()), (Evidence::Reference, SIM_1));
    assert_eq!(one.service.as_ref().unwrap().as_str(), format!("{LINK_A}/{ACTIVATION_1}"));
    assert_eq!(server.count(&format!("GET /telkor/links?search={KEY}")), 1);
    assert_eq!(server.seen().iter().filter(|seen| seen.method == "POST" && seen.path != "/token").count(), 0);
}

#[tokio::test]
async fn what_was_found_by_its_link_is_followed_by_it() {
    let (_server, client) = account(vec![link(LINK_A, "x_1", JUST_NOW)], idle()).await;
    let request = new_esim(plan(&client).await);
    let reference = format!("link {LINK_A}");
    let mark = Mark(r#"{"links":[]}"#.to_owned());
    let progress = client.progress(&reference, &request, &mark, now()).await.unwrap();
    assert_eq!(progress.candidates[0].esim.as_ref().unwrap().as_str(), SIM_1);
    assert_eq!(progress.candidates[0].reference.as_deref(), Some(reference.as_str()));
}

#[tokio::test]
async fn a_link_that_says_only_its_sims_number_is_followed_to_the_sim() {
    let shapes = [
        r#""iccid":8948010000000012345"#,
        r#""sim_iccid":"8948010000000012345""#,
        r#""sim":"8948010000000012345""#,
        r#""sim":{"iccid":"8948010000000012345"}"#,
        r#""sim_id":"0190a1b2-0000-7000-8000-000000000001""#,
        r#""sim":"0190a1b2-0000-7000-8000-000000000001""#,
    ];
    for shape in shapes {
        let link = format!(r#"{{"id":"{LINK_A}","name":"{KEY}_1",{shape}}}"#);
        let links = page(std::slice::from_ref(&link));
        let (_server, client) = desk(move |_, path| match path {
            _ if is(path, "/links") => json(&links),
            _ if is(path, &format!("/links/{LINK_A}")) => json(&link),
            _ if path.contains("/activations") => json(&page(&[ACTIVATION.to_owned()])),
            _ if is(path, "/tasks") => idle(),
            _ => reading(path),
        })
        .await;
        let candidates = found(by_key(&client).await);
        assert_eq!(candidates[0].esim.as_ref().unwrap().as_str(), SIM_1, "{shape}");
        let (request, mark) = (new_esim(plan(&client).await), Mark(String::new()));
        let reference = candidates[0].reference.clone().unwrap();
        let progress = client.progress(&reference, &request, &mark, now()).await.unwrap();
        assert_eq!(progress.candidates[0].esim.as_ref().unwrap().as_str(), SIM_1, "{shape}");
        let services = client.services().await.unwrap();
        assert_eq!(services.rows[0].esim.as_ref().unwrap().as_str(), SIM_1, "{shape}");
        client.fitting(&SIM_1.into(), &services.rows[0].id, Vec::new()).await.unwrap();
        let several = Request { count: 2, ..request };
        let progress = client.progress(&format!("links {KEY}"), &several, &mark, now()).await.unwrap();
        assert_eq!(progress.items[0].esim.as_ref().unwrap().as_str(), SIM_1, "{shape}");
    }
}

#[tokio::test]
async fn nothing_is_concluded_while_a_task_of_that_time_runs() {
    let task = |made: &str, pending: u32| {
        page(&[format!(
            r#"{{"id":"t","total_items":1,"completed_items":0,"failed_items":0,"pending_items":{pending},"created_at":"{made}","updated_at":"{made}"}}"#
        )])
    };
    let table = [
        (task("2026-03-12T14:39:30Z", 1), false),
        (task("2026-03-12T14:39:30Z", 0), true),
        (task("2026-03-12T14:00:00Z", 1), true),
        (page(&[r#"{"id":"t","total_items":1,"pending_items":1}"#.to_owned()]), false),
        (page(&[r#"{"total_items":1}"#.to_owned()]), false),
    ];
    for (tasks, may_conclude) in table {
        let (_server, client) = account(Vec::new(), json(&tasks)).await;
        let trace = by_key(&client).await;
        if may_conclude {
            assert_eq!(found(trace), Vec::new(), "{tasks}");
        } else {
            assert_eq!(why(trace), "a task still runs at Telkor", "{tasks}");
        }
    }
}

#[tokio::test]
async fn a_link_is_ours_and_done_only_when_its_plan_is_on_it() {
    let running = page(&[TASK.replace("2026-03-12", "2099-03-12")]);
    let other = ACTIVATION.replace(super::PLAN_5, "another");
    let broken = r#"{"plan":null}"#.to_owned();
    // The plans on the link, whether its task runs, and whether anything is said and which eSIM.
    let table = [
        (vec![], true, None),
        (vec![], false, Some(None)),
        (vec![other], false, Some(None)),
        (vec![broken], true, Some(Some(SIM_1))),
        (vec![ACTIVATION.to_owned()], true, Some(Some(SIM_1))),
    ];
    for (plans, runs, expected) in table {
        let links = page(&[link(LINK_A, &format!("{KEY}_1"), JUST_NOW)]);
        let (plans, tasks) = (page(&plans), if runs { running.clone() } else { page(&[]) });
        let shown = plans.clone();
        let (_server, client) = desk(move |_, path| match path {
            _ if is(path, "/links") => json(&links),
            _ if is(path, "/tasks") => json(&tasks),
            _ if path.contains("/activations") => json(&shown),
            _ => reading(path),
        })
        .await;
        let Some(esim) = expected else {
            assert_eq!(why(by_key(&client).await), "a task still runs at Telkor", "{plans}");
            continue;
        };
        let candidates = found(by_key(&client).await);
        let [one] = candidates.as_slice() else { panic!("{candidates:?}") };
        assert_eq!((one.esim.as_ref().map(|esim| esim.as_str()), one.evidence), (esim, Evidence::Reference));
        let (request, mark) = (new_esim(plan(&client).await), Mark(String::new()));
        let reference = one.reference.clone().unwrap();
        let progress = client.progress(&reference, &request, &mark, now()).await.unwrap();
        let taken = if esim.is_some() { Taken::Fulfilled } else { Taken::Processing };
        let seen = progress.candidates.first().and_then(|one| one.esim.clone());
        assert_eq!((progress.taken, seen.as_ref().map(|esim| esim.as_str())), (taken, esim), "{plans}");
    }
}

#[tokio::test]
async fn nothing_is_concluded_where_a_list_has_gaps_or_cannot_be_read() {
    let (_server, client) = account(Vec::new(), no_path()).await;
    let path = why(by_key(&client).await);
    assert!(path.contains("list tasks") && !path.contains("Not Found"), "{path}");
    let own_words = status(403, r#"{"detail":"Jane Doe, LPA:1$host$code"}"#);
    let (_server, client) = account(Vec::new(), own_words).await;
    let closed = why(by_key(&client).await);
    assert!(
        closed.contains("list tasks") && !closed.contains("Jane"),
        "no words of theirs in the log: {closed}"
    );
    let (_server, client) = account(vec![r#"{"name":"no id"}"#.to_owned()], idle()).await;
    assert!(why(by_key(&client).await).contains("list links"));
    let (_server, client) =
        desk(|_, path| if is(path, "/links") { status(403, "") } else { reading(path) }).await;
    why(by_key(&client).await);
    for mark in ["not json", r#"{"links":[]}"#] {
        let request = more_data(plan(&client).await);
        let trace = client.trace(&OrderKey::from(KEY), &request, &Mark(mark.to_owned()), now()).await;
        why(trace.unwrap());
    }
}

#[tokio::test]
async fn an_account_that_may_not_see_its_tasks_says_so() {
    for (tasks, sees) in [(idle(), true), (no_path(), false), (status(403, ""), false)] {
        let (_server, client) = account(Vec::new(), tasks).await;
        assert_eq!(client.sees_orders().await.unwrap(), Some(sees));
    }
    let (_server, client) = account(Vec::new(), status(401, "")).await;
    client.sees_orders().await.unwrap_err();
}

#[tokio::test]
async fn a_new_esim_needs_no_mark_and_data_remembers_what_is_on_its_link() {
    let (server, client) = account(Vec::new(), idle()).await;
    let plan = plan(&client).await;
    let asked = server.seen().len();
    let mark = client.mark(&new_esim(plan.clone())).await.unwrap();
    assert_eq!((mark.0.as_str(), server.seen().len()), (r#"{"activations":null}"#, asked));
    let mark = client.mark(&more_data(plan)).await.unwrap();
    assert_eq!(mark.0, format!(r#"{{"activations":["{ACTIVATION_1}"]}}"#));
}

#[tokio::test]
async fn added_data_is_found_by_what_is_new_on_the_link() {
    let row = |id: &str, plan: &str, source: &str| {
        format!(r#"{{"id":"{id}","plan":{{"id":"{plan}"}},"source":"{source}","created_at":null}}"#)
    };
    let plan5 = super::PLAN_5;
    let rows = [
        row("new", plan5, "manual"),
        row("renewed", plan5, "resubscription"),
        row("other", "another", "manual"),
        row("old", plan5, "manual"),
        row("api", plan5, "API"),
    ];
    for (rows, expected) in [(page(&rows), vec!["new", "api"]), (page(&rows[1..4]), vec![])] {
        let (_server, client) =
            desk(move |_, path| if path.contains("/activations") { json(&rows) } else { reading(path) })
                .await;
        let (request, mark) = (more_data(plan(&client).await), Mark(r#"{"activations":["old"]}"#.to_owned()));
        let trace = client.trace(&OrderKey::from(KEY), &request, &mark, now()).await.unwrap();
        let candidates = found(trace);
        let ids: Vec<_> = candidates.iter().map(|one| one.service.clone().unwrap().0).collect();
        let expected: Vec<_> = expected.iter().map(|id| format!("{LINK_A}/{id}")).collect();
        assert_eq!(ids, expected);
        let is_here = |one: &Candidate| one.esim.as_ref().is_some_and(|esim| esim.as_str() == SIM_1);
        assert!(candidates.iter().all(|one| one.evidence == Evidence::Difference && is_here(one)));
    }
}
