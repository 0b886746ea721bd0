//! Paths that do not fit, and things that are not there.

use super::{
    INSTALLATION, LINK_A, LINKS, NO_INSTALLATION, SIM_1, SIM_2, SIMS, client_with, desk, is, no_path, page,
    query,
};
use crate::scripted::{Reply, Scripted, json, status};
use esim_desk_model::{EsimId, ProfileStatus, ServiceId};
use esim_desk_provider::{Error, Esims, Kind};

fn sim(id: &str, kind: &str) -> String {
    format!(r#"{{"id":"{id}","sim_type":"{kind}","is_attached":false,"esim_state":"available"}}"#)
}

/// The address that does not fit.
pub(super) fn misfit(error: Error) -> String {
    match error.kind {
        Kind::Path { url } => url,
        other => panic!("a matter of the path, not {other:?}"),
    }
}

#[tokio::test]
async fn a_list_that_is_nowhere_is_a_matter_of_its_path() {
    for answer in [no_path(), status(405, r#"{"detail":"Method Not Allowed"}"#), status(404, "nothing here")]
    {
        let (server, client) = desk(move |_, _| answer.clone()).await;
        assert_eq!(misfit(client.list().await.unwrap_err()), format!("{}/telkor/sims", server.url));
    }
}

#[tokio::test]
async fn a_sim_that_the_list_knows_is_not_called_missing() {
    let (server, client) = desk(|_, path| if is(path, "/sims") { json(SIMS) } else { no_path() }).await;
    let error = client.one(&EsimId::from(SIM_1)).await.unwrap_err();
    assert_eq!(error.text.as_deref(), Some("Not Found"));
    assert_eq!(misfit(error), format!("{}/telkor/sims/{{sim_id}}", server.url));
}

#[tokio::test]
async fn a_sim_on_a_later_page_of_the_search_is_not_called_missing() {
    let (_server, client) = desk(|_, path| match (is(path, "/sims"), query(path, "page")) {
        (true, Some("1")) => json(r#"{"items":[{"id":19},{"id":29}],"total":3}"#),
        (true, _) => json(r#"{"items":[{"id":9}],"total":3}"#),
        (false, _) => no_path(),
    })
    .await;
    let error = client.one(&EsimId::from("9")).await.unwrap_err();
    assert!(matches!(error.kind, Kind::Path { .. }), "{error:?}");
}

#[tokio::test]
async fn a_sim_that_nobody_knows_is_none() {
    let (server, client) = desk(|_, path| if is(path, "/sims") { json(&page(&[])) } else { no_path() }).await;
    assert_eq!(client.one(&EsimId::from("nobody")).await.unwrap(), None);
    assert_eq!(server.count("GET /telkor/sims?search=nobody"), 1);
    for nothing in ["", ".", ".."] {
        assert_eq!(client.one(&EsimId::from(nothing)).await.unwrap(), None, "{nothing:?}");
    }
    assert_eq!(server.count("GET"), 2, "what cannot stand in a path is not asked for");
}

#[tokio::test]
async fn a_path_may_be_changed() {
    let server = Scripted::start(|seen| match seen.path.as_str() {
        "/token" => json(super::TOKEN),
        path if is(path, "/telkor/v2/cards/list") => json(SIMS),
        path if path.starts_with("/telkor/v2/cards/") => json(&sim(SIM_2, "physical")),
        _ => no_path(),
    })
    .await;
    let paths = [("path_sims", "/v2/cards/list"), ("path_sim", "/v2/cards/{id}")];
    let client = client_with(&server, &paths);
    assert_eq!(client.list().await.unwrap().rows.len(), 2);
    assert!(client.one(&EsimId::from(SIM_2)).await.unwrap().is_some());
}

#[tokio::test]
async fn the_installation_is_looked_for_where_it_may_be_and_then_only_there() {
    for found_at in ["esim-installation", "esim", "installation"] {
        let (server, client) = desk(move |_, path| {
            if is(path, &format!("/sims/{SIM_1}")) {
                json(&sim(SIM_1, "esim"))
            } else if path.ends_with(&format!("/{found_at}")) {
                json(INSTALLATION)
            } else {
                no_path()
            }
        })
        .await;
        for _ in 0..2 {
            let esim = client.one(&EsimId::from(SIM_1)).await.unwrap().unwrap();
            assert_eq!(esim.install.unwrap().code.smdp(), "rsp.example.com", "{found_at}");
        }
        let asked = |end: &str| server.seen().iter().filter(|seen| seen.path.ends_with(end)).count();
        assert_eq!(asked(&format!("/{found_at}")), 2);
        assert!(
            asked("/esim-installation") <= 2 && asked("/installation") <= 2,
            "what does not fit is tried once"
        );
    }
}

#[tokio::test]
async fn a_sim_whose_installation_is_nowhere_is_shown_and_says_so() {
    let (_server, client) =
        desk(
            |_, path| {
                if is(path, &format!("/sims/{SIM_1}")) { json(&sim(SIM_1, "esim")) } else { no_path() }
            },
        )
        .await;
    let esim = client.one(&EsimId::from(SIM_1)).await.unwrap().unwrap();
    assert_eq!(esim.install, None);
    assert!(esim.install_problem.unwrap().starts_with("This path does not fit: http://"));
}

#[tokio::test]
async fn a_card_has_nothing_to_install_and_is_not_asked_for_it() {
    let (server, client) = desk(|_, path| {
        if is(path, &format!("/sims/{SIM_2}")) {
            json(&sim(SIM_2, "physical"))
        } else {
            json(NO_INSTALLATION)
        }
    })
    .await;
    let card = client.one(&EsimId::from(SIM_2)).await.unwrap().unwrap();
    assert_eq!((card.install, card.profile), (None, ProfileStatus::Card));
    assert_eq!(server.count("GET"), 1);
}

#[tokio::test]
async fn an_esim_whose_view_is_all_null_is_still_prepared() {
    let (_server, client) = desk(|_, path| {
        if is(path, &format!("/sims/{SIM_1}")) { json(&sim(SIM_1, "esim")) } else { json(NO_INSTALLATION) }
    })
    .await;
    let esim = client.one(&EsimId::from(SIM_1)).await.unwrap().unwrap();
    assert_eq!((esim.install, esim.install_problem, esim.profile), (None, None, ProfileStatus::Preparing));
}

#[tokio::test]
async fn an_answer_about_another_sim_is_never_shown_as_this_one() {
    let (_server, client) = desk(|_, _| json(&sim(SIM_2, "esim"))).await;
    let error = client.one(&EsimId::from(SIM_1)).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreadable { path: "id".to_owned() });
}

#[tokio::test]
async fn a_removed_link_is_gone_and_its_plans_with_it() {
    let gone = || status(410, r#"{"detail":"Link was removed"}"#);
    let (_server, client) = desk(move |_, path| if is(path, "/links") { json(LINKS) } else { gone() }).await;
    assert_eq!(client.link(LINK_A).await.unwrap(), None);
    let id = ServiceId(format!("{LINK_A}/a"));
    assert_eq!(client.service(&id).await.unwrap(), None);
    assert_eq!(client.usage(&id).await.unwrap(), None);
    assert_eq!(client.services().await.unwrap().rows, Vec::new(), "it was removed meanwhile");
}

#[tokio::test]
async fn activations_at_another_path_are_not_called_absent() {
    let (_server, client) = desk(|_, path| match path {
        path if is(path, "/links") => json(LINKS),
        path if path.ends_with("/activations") || path.contains("/activations?") => no_path(),
        _ => json(&LINKS[LINKS.find("{\"id\"").unwrap()..LINKS.rfind("],").unwrap()]),
    })
    .await;
    assert!(misfit(client.services().await.unwrap_err()).contains("/links/{link_id}/activations"));
    let id = ServiceId(format!("{LINK_A}/a"));
    assert!(misfit(client.service(&id).await.unwrap_err()).contains("/links/{link_id}/activations"));
}

#[tokio::test]
async fn a_service_that_no_link_names_is_none_and_asks_nobody() {
    let (server, client) = desk(|_, _| Reply::Close).await;
    for id in ["sub_nobody", "/a", "l/", ""] {
        assert_eq!(client.service(&ServiceId::from(id)).await.unwrap(), None, "{id}");
        assert_eq!(client.usage(&ServiceId::from(id)).await.unwrap(), None, "{id}");
    }
    assert_eq!(server.seen().len(), 0);
}
