//! Which plans go onto an eSIM.

use super::{account, answering, esim_id, plan, refused, usd};
use crate::scripted::{Reply, json, status};
use esim_desk_model::Plan;
use esim_desk_provider::{Kind, Orders};

/// So many plans, the dearest first.
fn plans(count: u32) -> Vec<Plan> {
    let plan = |number: u32| Plan {
        id: format!("plan{number:02}").into(),
        prices: vec![usd(&format!("{number}.00"))],
        ..plan()
    };
    (1..=count).rev().map(plan).collect()
}

async fn fitting(
    answer: impl Fn(&str) -> Reply + Send + Sync + 'static,
    plans: Vec<Plan>,
) -> Result<(Vec<String>, usize), Kind> {
    let (server, client) = answering(move |_, path| match path.rsplit_once("/compatible/") {
        Some((_, plan)) => answer(plan),
        None => account(),
    })
    .await;
    let found = client.fitting(&esim_id(), &"service".into(), plans).await.map_err(|error| error.kind)?;
    let asked = server.count("GET /v2.5/esims/8944000000000000019/compatible/");
    Ok((found.into_iter().map(|plan| plan.id.0).collect(), asked))
}

#[tokio::test]
async fn each_plan_is_asked_for_and_the_cheapest_stands_first() {
    let unpriced = Plan { id: "unpriced".into(), prices: Vec::new(), ..plan() };
    let all = [vec![unpriced], plans(4)].concat();
    let answer = |plan: &str| json(&format!(r#"{{"compatible":{}}}"#, plan != "plan02"));
    let (found, asked) = fitting(answer, all).await.unwrap();
    assert_eq!((found.join(" ").as_str(), asked), ("plan01 plan03 plan04 unpriced", 5));
}

#[tokio::test]
async fn only_the_cheapest_two_dozen_are_asked_for() {
    let (found, asked) = fitting(|_| json(r#"{"compatible":true}"#), plans(60)).await.unwrap();
    assert_eq!((found.len(), asked, found.last().map(String::as_str)), (24, 24, Some("plan24")));
    assert_eq!(fitting(|_| status(500, ""), Vec::new()).await, Ok((Vec::new(), 0)));
}

#[tokio::test]
async fn an_answer_that_does_not_come_leaves_out_its_plan_alone() {
    let answer = |plan: &str| match plan {
        "plan01" => refused(400, r#"{"message":"no"}"#),
        "plan02" => json("{}"),
        _ => json(r#"{"compatible":true}"#),
    };
    assert_eq!(fitting(answer, plans(3)).await.unwrap().0, ["plan03"]);
    let kind = fitting(|_| refused(400, r#"{"message":"no"}"#), plans(3)).await.unwrap_err();
    assert_eq!(kind, Kind::Refused, "no answer at all is no empty list");
}
