//! Another reading of ZIM's document, sharing nothing with the simulator: no order list, no local plans, a
//! search that wants the destination in its body, arrays around single things, ICCIDs as numbers of 20
//! digits. What the client does here cannot come from a habit of the simulator.

use super::super::Zim;
use crate::http::Limits;
use crate::scripted::{Reply, Scripted, Seen, json, status};
use crate::turns::only_what_is_waited_for_goes_out;
use esim_desk_model::{Country, Coverage, Data, EsimId, OrderKey, Plan, PlanFeature, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Credentials, Effect, Esims, Evidence, Kind, Mark, Orders, Provider, Request, Source, Taken,
    Target, Trace, WalletSpec,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The account behind the server. Everything is text, as it goes over the wire.
#[derive(Default)]
struct Account {
    esims: Vec<String>,
    subscriptions: Vec<String>,
    /// Absent: `GET /orders` is unknown here.
    orders: Option<Vec<String>>,
    /// Does what was asked, and closes instead of answering.
    loses_answers: bool,
    /// The server's clock, where it tells it.
    date: Option<&'static str>,
    /// What a purchase answers.
    receipt: &'static str,
    /// The plan that a purchase really leaves on its new eSIM.
    bought: &'static str,
}

const JAPAN: &str = r#"[{"id":"plan_jp","destination":{"isoAlpha3":"JPN"},"dataValue":3,"dataUnit":"GB","prices":[{"currencyISO":"EUR","value":900,"minorExponentUnits":2}]}]"#;

impl Account {
    fn new() -> Self {
        let mut account = Self {
            receipt: r#"[{"id":"ordr_1","status":"PROCESSING"}]"#,
            bought: "plan_jp",
            ..Self::default()
        };
        account.grow("plan_old");
        account
    }

    /// One more eSIM with a plan on it.
    fn grow(&mut self, plan: &str) {
        let n = self.esims.len() + 1;
        self.esims.push(format!(
            r#"{{"id":"esim_{n}","iccid":8948010000000000{n:04},"msisdn":null,"status":"RELEASED","smdpPlus":"smdpp.zimconnections.com","matchingID":"CODE-{n}"}}"#
        ));
        self.subscriptions.push(format!(
            r#"{{"id":"subs_{n}","esimID":"esim_{n}","status":"PENDING","plan":{{"id":"{plan}"}}}}"#
        ));
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        let path = seen.path.split('?').next().unwrap_or_default();
        match (seen.method.as_str(), path) {
            ("POST", "/login/token") => json(r#"{"access_token":"t0k3n-one"}"#),
            ("GET", "/v3/esims") => json(&list(&self.esims)),
            ("GET", "/v3/subscriptions") => json(&list(&self.subscriptions)),
            ("GET", "/v3/orders") => match &self.orders {
                Some(orders) => json(&list(orders)),
                None => status(404, "<html>no such page</html>"),
            },
            ("GET", "/v3/destinations/supported_destinations") => json(
                r#"[{"name":"Japan","isoAlpha3":"JPN"},{"name":"Chad","isoAlpha3":"TCD"},{"name":"Atlantis","isoAlpha3":"ATL"}]"#,
            ),
            ("GET", "/v3/destinations/JPN") => json(r#"[{"isoAlpha3":"JPN","scopes":{"local":true}}]"#),
            ("POST", "/v3/plans/search") if seen.body == r#"{"isoAlpha3":"JPN"}"# => json(JAPAN),
            ("POST", "/v3/plans/search") if seen.body == r#"{"isoAlpha3":"TCD"}"# => json("[]"),
            ("POST", "/v3/plans/search") => status(422, r#"{"message":["isoAlpha3 is required"]}"#),
            ("POST", "/v3/orders/with-wallet") => self.sell(),
            ("GET", slash) if slash.ends_with('/') => status(404, "<html>no such page</html>"),
            ("GET", one) => self.one(one),
            _ => status(405, ""),
        }
    }

    fn sell(&mut self) -> Reply {
        let plan = self.bought;
        self.grow(plan);
        if let Some(orders) = &mut self.orders {
            orders.push(format!(r#"{{"id":"ordr_1","status":"FULFILLED","planID":"{plan}"}}"#));
        }
        if self.loses_answers { Reply::Close } else { json(self.receipt) }
    }

    /// One row in an array, or an empty array.
    fn one(&self, path: &str) -> Reply {
        let id = path.rsplit('/').next().unwrap_or_default();
        let is_it = |row: &&String| row.starts_with(&format!(r#"{{"id":"{id}""#));
        let row = self.esims.iter().chain(&self.subscriptions).find(is_it);
        json(&format!("[{}]", row.map_or("", String::as_str)))
    }
}

fn list(rows: &[String]) -> String {
    format!("[\n  {}\n]", rows.join(",\n  "))
}

/// The account, its server, and a client that was told its habits.
async fn desk(account: Account) -> (Arc<Mutex<Account>>, Scripted, Zim) {
    crate::install_crypto();
    let account = Arc::new(Mutex::new(account));
    let books = account.clone();
    let server = Scripted::start(move |seen| {
        let mut account = books.lock().unwrap();
        match (account.answer(seen), account.date) {
            (Reply::Say(status, head, body), Some(date)) => {
                Reply::Say(status, format!("{head}date: {date}\r\n"), body)
            }
            (reply, _) => reply,
        }
    })
    .await;
    let settings = [
        ("base_url", format!("{}/v3/", server.url)),
        ("token_url", format!("{}/login/token", server.url)),
        ("client_id", "me".to_owned()),
        ("plan_search_body", r#"{"isoAlpha3":"{iso3}"}"#.to_owned()),
        ("users", "user_a, user_b".to_owned()),
        ("users_field", "userNanoIDs".to_owned()),
        ("on_behalf_of", "acct_b".to_owned()),
        ("app_identifier", "agency".to_owned()),
    ];
    let spec = WalletSpec {
        provider: "zim".to_owned(),
        environment: "own".to_owned(),
        currency: "EUR".to_owned(),
        settings: settings.map(|(key, value)| (key.to_owned(), value)).into(),
    };
    let credentials: Credentials = BTreeMap::from([("client_secret".to_owned(), "secret".to_owned().into())]);
    let limits = Limits { pause: Duration::from_millis(1), repeats: 1, ..Limits::default() };
    let zim = Zim::with_limits(&spec, &credentials, limits).unwrap();
    (account, server, zim)
}

/// A purchase, and the mark before it.
async fn ready(zim: &Zim) -> (Request, Mark) {
    let request = japan(zim).await;
    let mark = zim.mark(&request).await.unwrap();
    (request, mark)
}

async fn japan(zim: &Zim) -> Request {
    let plan = zim.plans(&[]).await.unwrap().rows.remove(0);
    Request {
        price: plan.price_in("EUR").cloned(),
        plan,
        target: Target::NewEsim,
        source: Source::Bought,
        count: 1,
    }
}

fn key() -> OrderKey {
    OrderKey::from("0198c0de-0000-7000-8000-000000000001")
}

fn since() -> Timestamp {
    crate::http::now()
}

#[tokio::test]
async fn reading() {
    let (_, server, zim) = desk(Account::new()).await;
    let esims = zim.list().await.unwrap();
    assert_eq!(esims.rows[0].iccid.as_ref().unwrap().as_str(), "89480100000000000001");
    assert_eq!(zim.one(&EsimId::from("esim_1")).await.unwrap().as_ref(), Some(&esims.rows[0]));
    assert_eq!(zim.one(&EsimId::from("esim_9")).await.unwrap(), None, "an empty array is no eSIM");
    assert_eq!(zim.services().await.unwrap().rows[0].esim, Some(EsimId::from("esim_1")));
    assert_eq!(zim.usage(&ServiceId::from("subs_9")).await.unwrap(), None);
    assert_eq!(server.count("GET /v3/subscriptions/"), 2, "the slash of the document is tried first");
    assert_eq!(server.seen()[1].header("x-app-identifier"), Some("agency"));
}

#[tokio::test]
async fn the_catalogue_is_searched_country_by_country() {
    let (_, server, zim) = desk(Account::new()).await;
    let plans = zim.plans(&[]).await.unwrap();
    assert_eq!(plans.rows.len(), 1);
    assert_eq!(server.count("POST /v3/plans/search"), 2, "Atlantis is no country");
    let japan = Country::from_code("JPN").unwrap();
    assert_eq!(plans.rows[0].coverage, Coverage::Local { country: japan });
    assert_eq!(plans.rows[0].data, Some(Data::Bytes(3 << 30)));
    assert!(zim.scopes(japan).await.unwrap().unwrap().local);
    assert_eq!(zim.scopes(Country::from_code("TCD").unwrap()).await.unwrap(), None);
    let again = zim.plan(&plans.rows[0].id, &plans.rows[0]).await.unwrap();
    assert_eq!(again.as_ref(), Some(&plans.rows[0]), "without a local list the search answers");
    let gone = Plan { id: "plan_gone".into(), ..plans.rows[0].clone() };
    assert_eq!(zim.plan(&gone.id, &gone).await.unwrap(), None);
}

#[tokio::test]
async fn a_purchase_carries_what_the_wallet_says() {
    let (_, server, zim) = desk(Account::new()).await;
    let mut request = japan(&zim).await;
    zim.place(&key(), &request).await.unwrap();
    request.target = Target::AddData { esim: "esim_1".into(), service: "subs_1".into() };
    zim.place(&key(), &request).await.unwrap();
    let bodies: Vec<_> = server
        .seen()
        .into_iter()
        .filter(|seen| seen.path.ends_with("wallet"))
        .map(|seen| seen.body)
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"planID":"plan_jp","currencyISO":"EUR","notifyRecipient":false,"quantity":1,"orderType":"ONE_OFF","accountID":"acct_b","userNanoIDs":["user_a","user_b"]}"#,
            r#"{"planID":"plan_jp","currencyISO":"EUR","notifyRecipient":false,"quantity":1,"orderType":"TOP_UP","subscriptionID":"subs_1","accountID":"acct_b","userNanoIDs":["user_a","user_b"]}"#,
        ]
    );
}

#[tokio::test]
async fn without_an_order_list_the_new_subscription_tells() {
    let (account, _server, zim) = desk(Account::new()).await;
    let (request, mark) = ready(&zim).await;
    let placed = zim.place(&key(), &request).await.unwrap();
    assert_eq!((placed.reference.as_str(), &placed.taken), ("ordr_1", &Taken::Processing));
    account.lock().unwrap().grow("plan_other");
    let progress = zim.progress("ordr_1", &request, &mark, since()).await.unwrap();
    assert_eq!(progress.taken, Taken::NotSaid);
    let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
    assert_eq!((one.esim.as_ref().unwrap().as_str(), one.evidence), ("esim_2", Evidence::Difference));
}

#[tokio::test]
async fn an_esim_that_another_plan_explains_is_not_ours() {
    let (account, _server, zim) = desk(Account::new()).await;
    let (request, mark) = ready(&zim).await;
    {
        let mut account = account.lock().unwrap();
        account.grow("plan_other");
        account.grow("plan_jp");
        account.subscriptions.pop();
    }
    let Trace::Looked(found) = zim.trace(&key(), &request, &mark, since()).await.unwrap() else { panic!() };
    let ids: Vec<_> = found.iter().map(|one| one.esim.as_ref().unwrap().as_str()).collect();
    assert_eq!(ids, ["esim_3"]);
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_found_afterwards() {
    let (_, server, zim) = desk(Account { loses_answers: true, ..Account::new() }).await;
    let (request, mark) = ready(&zim).await;
    let error = zim.place(&key(), &request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Dropped, Effect::Unknown));
    assert_eq!(server.count("POST /v3/orders/with-wallet"), 1);
    let Trace::Looked(found) = zim.trace(&key(), &request, &mark, since()).await.unwrap() else { panic!() };
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].service, Some(ServiceId::from("subs_2")));
}

#[tokio::test]
async fn a_success_that_names_no_order_is_unknown() {
    for receipt in
        ["{}", "[]", "null", r#"{"id":""}"#, "<html>thanks</html>", r#"[{"id":"a"},{"id":"b"}]"#, ""]
    {
        let (_, _server, zim) = desk(Account { receipt, ..Account::new() }).await;
        let request = japan(&zim).await;
        let error = zim.place(&key(), &request).await.unwrap_err();
        assert_eq!(error.effect, Effect::Unknown, "{receipt}: {error:?}");
    }
}

/// Looks after a lost answer, in an account whose order list holds these rows more than before.
async fn looked_at(rows: &[&str], since: Timestamp) -> Trace {
    let before = vec![r#"{"id":"ordr_0","planID":"plan_jp"}"#.to_owned()];
    let (account, _server, zim) = desk(Account { orders: Some(before), ..Account::new() }).await;
    let (request, mark) = ready(&zim).await;
    let more = rows.iter().map(|row| (*row).to_owned());
    account.lock().unwrap().orders.as_mut().unwrap().extend(more);
    zim.trace(&key(), &request, &mark, since).await.unwrap()
}

#[tokio::test]
async fn only_what_fits_in_the_order_list_is_a_candidate() {
    let since: Timestamp = "2026-03-12T14:40:00Z".parse().unwrap();
    let rows = [
        r#"{"id":"ordr_a","planID":"plan_other"}"#,
        r#"{"id":"ordr_b","plan":{"id":"plan_jp"},"type":"TOP_UP"}"#,
        r#"{"id":"ordr_c","planID":"plan_jp","status":"IN_BASKET"}"#,
        r#"{"id":"ordr_d","planID":"plan_jp","accountID":"acct_somebody"}"#,
        r#"{"id":"ordr_e","planID":"plan_jp","createdAt":"2026-03-12T14:37:59Z"}"#,
        r#"{"id":"ordr_f","planID":"plan_jp","status":"REPLACED"}"#,
        r#"{"id":"ordr_g","planID":"plan_jp","createdAt":"2026-03-12T14:38:00.149Z","esim":{"id":"esim_7"}}"#,
        r#"{"id":"ordr_h","type":"ONE_OFF","accountID":"acct_b"}"#,
    ];
    let Trace::Looked(found) = looked_at(&rows, since).await else { panic!() };
    let ids: Vec<_> = found.iter().map(|one| one.reference.as_deref().unwrap()).collect();
    assert_eq!(ids, ["ordr_g", "ordr_h"]);
    assert_eq!(found[0].esim, Some(EsimId::from("esim_7")));
    assert!(found.iter().all(|one| one.evidence == Evidence::Difference));
}

#[tokio::test]
async fn nothing_is_concluded_from_a_doubtful_list() {
    let since: Timestamp = "2026-03-12T14:40:00Z".parse().unwrap();
    let doubtful = [
        // An unreadable row may be ours.
        r#"{"planID":"plan_jp"}"#,
        // New and of this plan, with a time that cannot be.
        r#"{"id":"ordr_e","planID":"plan_jp","createdAt":"2026-03-12T14:37:59Z"}"#,
    ];
    for row in doubtful {
        let trace = looked_at(&[row], since).await;
        assert!(matches!(trace, Trace::CannotTell { .. }), "{trace:?}");
    }
    assert_eq!(looked_at(&[], since).await, Trace::Looked(Vec::new()));
}

#[tokio::test]
async fn nothing_is_proven_absent_while_the_order_list_was_or_is_closed() {
    let open = || Some(Vec::new());
    for (before, now) in [(None, None), (open(), None), (None, open())] {
        for adds_data in [false, true] {
            let (account, _server, zim) = desk(Account { orders: before.clone(), ..Account::new() }).await;
            let mut request = japan(&zim).await;
            if adds_data {
                request.target = Target::AddData { esim: "esim_1".into(), service: "subs_1".into() };
            }
            let mark = zim.mark(&request).await.unwrap();
            account.lock().unwrap().orders = now.clone();
            let trace = zim.trace(&key(), &request, &mark, since()).await.unwrap();
            let Trace::CannotTell { why } = trace else { panic!("{before:?} {now:?}: {trace:?}") };
            assert!(why.contains("approval"), "{why}");
            account.lock().unwrap().grow("plan_jp");
            let esim = if adds_data { "esim_1" } else { "esim_2" };
            let row = format!(r#"{{"id":"subs_9","esimID":"{esim}","plan":{{"id":"plan_jp"}}}}"#);
            account.lock().unwrap().subscriptions[1] = row;
            let trace = zim.trace(&key(), &request, &mark, since()).await.unwrap();
            let Trace::Looked(found) = trace else { panic!("{before:?} {now:?}: {trace:?}") };
            assert_eq!((found.len(), &found[0].esim), (1, &Some(EsimId::from(esim))), "what shows is shown");
        }
    }
}

#[tokio::test]
async fn a_mark_is_not_taken_from_a_list_with_a_gap() {
    let (account, _server, zim) = desk(Account::new()).await;
    account.lock().unwrap().esims.push(r#"{"iccid":1}"#.to_owned());
    let error = zim.mark(&japan(&zim).await).await.unwrap_err();
    assert_eq!(error.kind, Kind::Unreadable { path: "[1] id is missing".to_owned() });
}

#[tokio::test]
async fn data_that_was_added_shows_on_the_chosen_esim_alone() {
    let (account, _server, zim) = desk(Account { orders: Some(Vec::new()), ..Account::new() }).await;
    let mut request = japan(&zim).await;
    request.target = Target::AddData { esim: "esim_1".into(), service: "subs_1".into() };
    account.lock().unwrap().subscriptions[0] =
        r#"{"id":"subs_1","esimID":"esim_1","status":"DEPLETED","plan":{"id":"plan_old"}}"#.to_owned();
    let mark = zim.mark(&request).await.unwrap();
    account.lock().unwrap().grow("plan_jp");
    assert_eq!(zim.trace(&key(), &request, &mark, since()).await.unwrap(), Trace::Looked(Vec::new()));
    account.lock().unwrap().subscriptions[0] =
        r#"{"id":"subs_1","esimID":"esim_1","status":"ACTIVE","plan":{"id":"plan_old"}}"#.to_owned();
    let Trace::Looked(found) = zim.trace(&key(), &request, &mark, since()).await.unwrap() else { panic!() };
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].service, Some(ServiceId::from("subs_1")));
}

#[tokio::test]
async fn an_order_is_found_although_a_clock_is_wrong() {
    let row = r#"{"id":"ordr_1","planID":"plan_jp","createdAt":"2020-03-12T14:40:01Z"}"#;
    let date = Some("Thu, 12 Mar 2020 14:40:00 GMT");
    let (account, _server, zim) = desk(Account { date, orders: Some(Vec::new()), ..Account::new() }).await;
    let (request, mark) = ready(&zim).await;
    account.lock().unwrap().orders = Some(vec![row.to_owned()]);
    let Trace::Looked(found) = zim.trace(&key(), &request, &mark, since()).await.unwrap() else { panic!() };
    assert_eq!(found[0].reference.as_deref(), Some("ordr_1"));
    assert!(zim.clock_skew_seconds().unwrap() > 86_400);
}

#[tokio::test]
async fn an_order_that_ended_otherwise_has_no_candidates() {
    let table = [
        ("FAILED", Taken::Failed { reason: Some("no money".to_owned()), money_back: None }),
        ("PENDING_APPROVAL", Taken::WaitsForApproval),
        ("PENDING_PAYMENT", Taken::WaitsForPayment),
        ("PROCESSING", Taken::Processing),
    ];
    for (word, taken) in table {
        let (account, _server, zim) = desk(Account { orders: Some(Vec::new()), ..Account::new() }).await;
        let (request, mark) = ready(&zim).await;
        let row = format!(r#"{{"id":"ordr_1","status":"{word}","failureReason":"no money"}}"#);
        {
            let mut account = account.lock().unwrap();
            account.grow("plan_jp");
            account.orders = Some(vec![r#"{"id":7}"#.to_owned(), row]);
        }
        let progress = zim.progress("ordr_1", &request, &mark, since()).await.unwrap();
        assert_eq!((progress.taken, progress.candidates), (taken, Vec::new()));
    }
}

#[tokio::test]
async fn an_order_with_ids_names_its_esim_itself() {
    let rows = [
        r#"{"id":"ordr_1","status":"FULFILLED","esimID":"esim_1","subscriptionID":"subs_1"}"#,
        r#"{"id":"ordr_1","status":"FULFILLED","subscription":{"id":"subs_1","esimID":"esim_1"}}"#,
    ];
    for row in rows {
        let orders = Some(vec![row.to_owned()]);
        let (account, _server, zim) = desk(Account { orders, ..Account::new() }).await;
        let (request, mark) = ready(&zim).await;
        account.lock().unwrap().grow("plan_jp");
        let progress = zim.progress("ordr_1", &request, &mark, since()).await.unwrap();
        let [one] = progress.candidates.as_slice() else { panic!("{progress:?}") };
        assert_eq!(one.evidence, Evidence::Reference);
        assert_eq!(one.esim, Some(EsimId::from("esim_1")));
        assert_eq!(one.service, Some(ServiceId::from("subs_1")));
    }
}

#[tokio::test]
async fn added_data_that_shows_nowhere_is_there_only_if_the_order_says_so() {
    for (word, count) in [("FULFILLED", 1), ("DREAMING", 0)] {
        let orders = Some(vec![format!(r#"{{"id":"ordr_1","status":"{word}","type":"TOP_UP"}}"#)]);
        let (_, _server, zim) = desk(Account { orders, ..Account::new() }).await;
        let mut request = japan(&zim).await;
        request.target = Target::AddData { esim: "esim_1".into(), service: "subs_1".into() };
        let mark = zim.mark(&request).await.unwrap();
        let progress = zim.progress("ordr_1", &request, &mark, since()).await.unwrap();
        assert_eq!(progress.candidates.len(), count, "{word}");
        assert!(progress.candidates.iter().all(|one| one.esim == Some(EsimId::from("esim_1"))));
    }
}

#[tokio::test]
async fn what_tops_up_is_what_says_so_where_anything_is_said() {
    let (_, server, zim) = desk(Account::new()).await;
    let japan = japan(&zim).await.plan;
    let (asked, onto) = (server.seen().len(), (EsimId::from("esim_1"), ServiceId::from("subs_1")));
    let plan = |id: &str, features: &[PlanFeature]| Plan {
        id: id.into(),
        features: features.to_vec(),
        ..japan.clone()
    };
    let fitting = async |plans| {
        let found = zim.fitting(&onto.0, &onto.1, plans).await.unwrap();
        found.into_iter().map(|plan| plan.id.0).collect::<Vec<_>>()
    };
    let silent = vec![plan("a", &[]), plan("b", &[])];
    assert_eq!(fitting(silent).await, ["a", "b"]);
    let said = vec![
        plan("a", &[]),
        plan("b", &[PlanFeature::Hotspot]),
        plan("c", &[PlanFeature::Hotspot, PlanFeature::TopUp]),
    ];
    assert_eq!(fitting(said).await, ["c"]);
    assert_eq!(fitting(vec![plan("b", &[PlanFeature::Hotspot])]).await, Vec::<String>::new());
    assert_eq!(server.seen().len(), asked, "nobody is asked");
}

#[tokio::test]
async fn a_long_pause_holds_up_what_nobody_waits_for() {
    let (_, server, mut zim) = desk(Account::new()).await;
    zim.list().await.unwrap();
    zim.http.hold_up();
    only_what_is_waited_for_goes_out(&zim, &server, "esim_1", "subs_1").await;
}
