//! What staff fill in for a ZIM wallet, as the server sees it.

use crate::zim::{quick, spec};
use esim_desk_model::{Country, Money, OrderKey, Plan, ServiceId, Timestamp};
use esim_desk_provider::{
    Catalogue, Credentials, Effect, Kind, Mark, Orders, Placed, Provider, Request, Source, Taken, Target,
};
use esim_desk_simulators::zim::{Generation, LedgerView, Options, OrderView, PlanView, RequestSeen, Zim};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const SOON: Duration = Duration::from_secs(10);

/// A running account and a client whose form has this filled in.
struct Filled {
    zim: Zim,
    provider: Arc<dyn Provider>,
    currency: &'static str,
}

impl Filled {
    async fn with(options: Options, currency: &'static str, settings: &[(&str, &str)]) -> Self {
        let zim = Zim::start(options).await.unwrap();
        let secret = zim.credentials().client_secret.into();
        let credentials: Credentials = BTreeMap::from([("client_secret".to_owned(), secret)]);
        let provider = esim_desk_clients::connect(&spec(&zim, currency, settings), credentials).unwrap();
        Self { zim, provider, currency }
    }

    fn catalogue(&self) -> &dyn Catalogue {
        self.provider.catalogue().unwrap()
    }

    fn orders(&self) -> &dyn Orders {
        self.provider.orders().unwrap()
    }

    /// The first plan for Japan with a price in the wallet's currency, as the client lists it.
    async fn plan(&self) -> Plan {
        let japan = Country::from_code("JP").unwrap();
        let plans = self.catalogue().plans(&[japan]).await.unwrap().rows;
        let fits = |plan: &Plan| {
            plan.coverage.countries().contains(&japan) && plan.price_in(self.currency).is_some()
        };
        plans.into_iter().find(fits).unwrap()
    }

    async fn ready(&self) -> (Request, Mark) {
        let request = self.request().await;
        let mark = self.orders().mark(&request).await.unwrap();
        (request, mark)
    }

    async fn request(&self) -> Request {
        let plan = self.plan().await;
        Request {
            price: plan.price_in(self.currency).cloned(),
            plan,
            target: Target::NewEsim,
            source: Source::Bought,
            count: 1,
        }
    }

    async fn buy(&self, request: &Request) -> Placed {
        let key = OrderKey::from("0198c0de-0000-7000-8000-000000000001");
        self.orders().place(&key, request).await.unwrap()
    }

    /// Buys a plan for Japan; gives what was sent and what was written in the books.
    async fn bought(&self) -> (Request, Value, OrderView) {
        let request = self.request().await;
        let placed = self.buy(&request).await;
        let order = self.zim.ledger().order(&placed.reference).unwrap().clone();
        (request, self.sent(), order)
    }

    /// The body of the one purchase that came in.
    fn sent(&self) -> Value {
        let seen = self.seen("POST", "/orders/with-wallet");
        let [one] = seen.as_slice() else { panic!("one purchase, not {seen:?}") };
        serde_json::from_str(&one.body).unwrap()
    }

    fn seen(&self, method: &str, path: &str) -> Vec<RequestSeen> {
        let all = self.zim.requests().into_iter();
        all.filter(|seen| seen.method == method && seen.path.starts_with(path)).collect()
    }

    fn sold(&self, plan: &Plan) -> PlanView {
        self.zim.plans().into_iter().find(|sold| sold.id == plan.id.as_str()).unwrap()
    }

    async fn fulfilled(&self, reference: &str) {
        let done = |ledger: &LedgerView| ledger.order(reference).unwrap().esim_id.is_some();
        self.zim.wait_for(done, SOON).await.unwrap();
    }
}

#[expect(clippy::disallowed_methods, reason = "the simulator runs by the real clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[tokio::test]
async fn what_is_left_empty_is_left_out_and_the_traveller_hears_nothing_from_zim() {
    for generation in [Generation::Newer, Generation::Seed] {
        let desk = Filled::with(Options { generation, ..quick() }, "USD", &[]).await;
        let (request, sent, order) = desk.bought().await;
        assert_eq!(
            sent,
            json!({
                "planID": request.plan.id, "currencyISO": "USD", "notifyRecipient": false, "quantity": 1,
                "orderType": "ONE_OFF",
            })
        );
        assert!(!order.notify_recipient, "{generation:?}");
        assert_eq!((order.quantity, order.kind.as_str()), (1, "ONE_OFF"));
    }
}

#[tokio::test]
async fn every_field_that_is_filled_in_reaches_the_order() {
    for (generation, field, other) in
        [(Generation::Newer, "usersIDs", "userNanoIDs"), (Generation::Seed, "userNanoIDs", "usersIDs")]
    {
        let settings = [
            ("on_behalf_of", " acct_branch "),
            ("users", "user_a, user_b\n"),
            ("users_field", field),
            ("notify_recipient", "true"),
        ];
        let desk = Filled::with(Options { generation, ..quick() }, "JPY", &settings).await;
        let (request, sent, order) = desk.bought().await;
        assert_eq!(
            sent,
            json!({
                "planID": request.plan.id, "currencyISO": "JPY", "notifyRecipient": true, "quantity": 1,
                "orderType": "ONE_OFF", "accountID": "acct_branch", field: ["user_a", "user_b"],
            }),
            "and no {other}"
        );
        assert_eq!((order.account_id.as_str(), order.user_id.as_str()), ("acct_branch", "user_a"));
        assert_eq!((order.currency.as_str(), order.notify_recipient), ("JPY", true));
        assert_eq!(Some(order.price), request.price.map(|price| price.minor));
    }
}

#[tokio::test]
async fn a_price_has_as_many_decimals_as_its_currency() {
    for (currency, exponent) in [("JPY", 0), ("USD", 2), ("KWD", 3)] {
        let desk = Filled::with(quick(), currency, &[]).await;
        let (request, sent, order) = desk.bought().await;
        assert_eq!(sent["currencyISO"], currency);
        assert_eq!(request.price, Some(Money::new(order.price, currency, exponent).unwrap()));
        assert_eq!(order.currency, currency);
    }
}

#[tokio::test]
async fn an_app_identifier_stands_on_every_call_and_a_wrong_one_is_not_allowed() {
    let options = || Options { app_identifier: "agency".to_owned(), ..quick() };
    let desk = Filled::with(options(), "USD", &[("app_identifier", "agency")]).await;
    let (request, _, _) = desk.bought().await;
    desk.orders().mark(&desk.request().await).await.unwrap();
    desk.orders().preview(&request).await.unwrap();
    let calls = desk.zim.requests().into_iter().filter(|seen| seen.path != "/oauth2/token");
    for call in calls {
        assert_eq!(call.app_identifier.as_deref(), Some("agency"), "{} {}", call.method, call.path);
    }
    let stranger = Filled::with(options(), "USD", &[]).await;
    let error = stranger.catalogue().destinations().await.unwrap_err();
    assert_eq!((error.kind, error.status), (Kind::Forbidden, Some(403)));
}

#[tokio::test]
async fn the_scope_is_asked_for_as_it_was_typed() {
    for (settings, scope) in
        [(&[][..], "account%2Fwrite"), (&[("scope", "account/acct_9")][..], "account%2Facct_9")]
    {
        let desk = Filled::with(quick(), "USD", settings).await;
        desk.catalogue().destinations().await.unwrap();
        let asked = desk.seen("POST", "/oauth2/token").remove(0);
        assert_eq!(asked.body, format!("grant_type=client_credentials&scope={scope}"));
    }
}

const DISCOUNT: [(&str, &str); 1] = [("discount_code", "PRACTICE10")];

#[tokio::test]
async fn a_discount_code_goes_with_the_plans_of_a_destination() {
    let options = Options { plan_body_search: false, ..quick() };
    let desk = Filled::with(options.clone(), "USD", &DISCOUNT).await;
    let plan = desk.plan().await;
    let asked = desk.seen("GET", "/plans/JPN/local").remove(0);
    assert_eq!(asked.query, "discountCode=PRACTICE10");
    let full = desk.sold(&plan).price("USD").unwrap();
    assert_eq!(plan.price_in("USD").unwrap().minor, full * 90 / 100);

    let without = Filled::with(options, "USD", &[]).await;
    assert_eq!(without.plan().await.price_in("USD").unwrap().minor, full);
    assert_eq!(without.seen("GET", "/plans/JPN/local")[0].query, "");
}

#[tokio::test]
async fn a_plan_is_read_again_at_the_price_at_which_it_was_listed() {
    for plan_body_search in [true, false] {
        let desk = Filled::with(Options { plan_body_search, ..quick() }, "USD", &DISCOUNT).await;
        let request = desk.request().await;
        let quote = desk.orders().preview(&request).await.unwrap();
        assert_eq!(quote.price, request.price, "nothing changed");
        let full = desk.sold(&request.plan).price("USD").unwrap();
        desk.zim.set_price(request.plan.id.as_str(), "USD", full + 20);
        let quote = desk.orders().preview(&request).await.unwrap();
        let rose = quote.price.unwrap().exceeds(&request.price.unwrap());
        assert_eq!(rose, Ok(true), "a discount of one list must not hide a rise of the other");
    }
}

#[tokio::test]
async fn an_order_is_looked_up_by_itself_where_a_setting_says_so() {
    for wrap_single_in_array in [false, true] {
        let options = Options {
            order_list_allowed: false,
            single_orders: true,
            wrap_single_in_array,
            fulfil_after: Duration::from_secs(3600),
            ..quick()
        };
        for (setting, by_itself) in [("true", true), ("false", false)] {
            let desk = Filled::with(options.clone(), "USD", &[("single_order", setting)]).await;
            let (request, mark) = desk.ready().await;
            let id = desk.buy(&request).await.reference;
            let said = || async { desk.orders().progress(&id, &request, &mark, now()).await.unwrap().taken };
            assert_eq!(said().await, if by_itself { Taken::Processing } else { Taken::NotSaid });
            desk.zim.advance(Duration::from_secs(3600));
            desk.fulfilled(&id).await;
            assert_eq!(said().await, if by_itself { Taken::Fulfilled } else { Taken::NotSaid });
            let asked = desk.seen("GET", &format!("/orders/{id}")).len();
            assert_eq!(asked, if by_itself { 2 } else { 0 });
        }
    }
}

#[tokio::test]
async fn an_order_that_cannot_be_read_by_itself_is_found_in_the_list() {
    let desk = Filled::with(quick(), "USD", &[("single_order", "true")]).await;
    let (request, mark) = desk.ready().await;
    let id = desk.buy(&request).await.reference;
    desk.fulfilled(&id).await;
    let progress = desk.orders().progress(&id, &request, &mark, now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates.len()), (Taken::Fulfilled, 1));
    assert_eq!(desk.seen("GET", &format!("/orders/{id}")).len(), 1, "it was tried first");
}

/// Data onto an eSIM that is in use.
async fn more_data(desk: &Filled) -> Request {
    let ledger = desk.zim.ledger();
    let used = ledger.subscriptions.iter().find(|row| row.status == "ACTIVE").unwrap();
    let target = Target::AddData { esim: used.esim_id.as_str().into(), service: ServiceId(used.id.clone()) };
    Request { target, ..desk.request().await }
}

#[tokio::test]
async fn data_is_added_by_the_order_type_and_the_plan_on_the_esim() {
    for order_list_allowed in [true, false] {
        let desk = Filled::with(Options { order_list_allowed, ..quick() }, "USD", &[]).await;
        let request = more_data(&desk).await;
        let quote = desk.orders().preview(&request).await.unwrap();
        assert_eq!(quote.price, request.price);
        let Target::AddData { service, .. } = &request.target else { unreachable!() };
        desk.buy(&request).await;
        let sent = desk.sent();
        assert_eq!((&sent["orderType"], &sent["subscriptionID"]), (&json!("TOP_UP"), &json!(service)));
    }
}

#[tokio::test]
async fn the_older_generation_would_sell_a_new_esim_instead_so_no_data_is_added_there() {
    let desk = Filled::with(Options { generation: Generation::Seed, ..quick() }, "USD", &[]).await;
    let request = more_data(&desk).await;
    let error = desk.orders().preview(&request).await.unwrap_err();
    assert_eq!((error.kind, error.effect), (Kind::Refused, Effect::None));
    assert!(error.text.unwrap().contains("add data"));
    assert_eq!(desk.zim.ledger().purchases, 0);
}

#[tokio::test]
async fn a_new_esim_that_was_sold_instead_of_data_is_not_taken_for_it() {
    let desk = Filled::with(Options { generation: Generation::Seed, ..quick() }, "USD", &[]).await;
    let request = more_data(&desk).await;
    let mark = desk.orders().mark(&request).await.unwrap();
    let placed = desk.buy(&request).await;
    desk.fulfilled(&placed.reference).await;
    let progress = desk.orders().progress(&placed.reference, &request, &mark, now()).await.unwrap();
    assert_eq!((progress.taken, progress.candidates), (Taken::NotSaid, Vec::new()));
}
