//! The main job and adding data at each supplier, over its real client and its simulator: what the desk says is
//! what stands in the supplier's ledger.

use super::support::{Bench, PATIENCE};
use esim_desk_core::api::{Code, Topic};
use esim_desk_simulators::esim_go::{self, EsimGo};
use esim_desk_simulators::esimfly::{self, EsimFly};
use esim_desk_simulators::stage::{Fault, When};
use esim_desk_simulators::telkor::{self, Telkor, Twist};
use esim_desk_simulators::zim::{self, Zim};
use serde_json::{Value, json};
use std::time::Duration;

fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A wallet's form.
fn draft(supplier: &str, currency: &str, settings: Value, secrets: Value) -> Value {
    json!({
        "provider": supplier, "environment": "own", "name": "", "currency": currency,
        "settings": settings, "secrets": secrets, "sharing": "only_us",
    })
}

/// The countries that a coverage names.
fn countries(coverage: &Value) -> Vec<Value> {
    let listed = coverage["countries"].as_array().cloned().unwrap_or_default();
    let one = Some(&coverage["country"]).filter(|country| !country.is_null());
    listed.into_iter().chain(one.cloned()).collect()
}

/// Whether an offer works wherever this coverage does, or does not say where.
fn works_in(offer: &Value, coverage: &Value) -> bool {
    let covered = countries(&offer["plan"]["coverage"]);
    covered.is_empty() || countries(coverage).iter().all(|country| covered.contains(country))
}

/// A desk with one wallet whose lists are there.
struct Desk {
    bench: Bench,
    wallet: Value,
}

impl Desk {
    async fn connected(draft: Value) -> Self {
        let bench = Bench::start().await;
        let wallet = bench.write("wallet_connect", json!({ "draft": draft })).await;
        bench.lists_read().await;
        Self { bench, wallet: wallet["id"].clone() }
    }

    async fn at_zim() -> (Self, Zim) {
        let zim = Zim::start(zim::Options { fulfil_after: Duration::ZERO, ..zim::Options::default() });
        let zim = zim.await.unwrap();
        (Self::connected(Bench::draft(&zim)).await, zim)
    }

    async fn at_esim_go() -> (Self, EsimGo) {
        let options = esim_go::Options { rate_limit: 1_000, esims: 20, ..esim_go::Options::default() };
        let go = EsimGo::start(options).await.unwrap();
        (Self::also_at(&go).await, go)
    }

    /// One more desk that buys from the same account.
    async fn also_at(go: &EsimGo) -> Self {
        let settings = json!({ "base_url": go.base_url() });
        let secrets = json!({ "api_key": go.credentials().api_key });
        Self::connected(draft("esim_go", "USD", settings, secrets)).await
    }

    async fn at_esimfly() -> (Self, EsimFly) {
        let limits = esimfly::Limits::NONE;
        let fly = EsimFly::start(esimfly::Options { limits, ..esimfly::Options::default() }).await.unwrap();
        let settings = json!({ "base_url": fly.base_url(), "access_code": fly.credentials().access_code });
        let secrets = json!({ "secret_key": fly.credentials().secret_key });
        (Self::connected(draft("esimfly", "USD", settings, secrets)).await, fly)
    }

    async fn at_telkor() -> (Self, Telkor) {
        let item_after = Duration::from_millis(20);
        let telkor =
            Telkor::start(telkor::Options { item_after, ..telkor::Options::default() }).await.unwrap();
        let credentials = telkor.credentials();
        let settings = json!({
            "base_url": telkor.base_url(), "token_url": telkor.token_url(), "client_id": credentials.client_id,
        });
        let secrets = json!({ "client_secret": credentials.client_secret });
        (Self::connected(draft("telkor", "EUR", settings, secrets)).await, telkor)
    }

    /// What fits a trip to one of the usual places, out of this part of the answer.
    async fn offers(&self, part: &str) -> Vec<Value> {
        for country in ["JP", "FR", "TR", "TH", "DE", "ES"] {
            let trip = json!({ "countries": [country], "from": null, "to": null, "data": { "kind": "any" } });
            let found = self.bench.read("plans_search", trip).await;
            let offers = found[part].as_array().unwrap().clone();
            if !offers.is_empty() {
                return offers;
            }
        }
        panic!("no offers among {part}");
    }

    /// Buys an offer for these names; gives the orders once they are done.
    async fn buy(&self, offer: &Value, names: &[&str], more: Value) -> Vec<Value> {
        let placed = self.place(offer, names, more).await;
        self.ended(&placed).await
    }

    /// Writes the intents; gives the purchase.
    async fn place(&self, offer: &Value, names: &[&str], more: Value) -> String {
        let parent = key();
        let travellers: Vec<Value> = names.iter().map(|name| json!({ "key": key(), "name": name })).collect();
        let mut order = json!({
            "request_id": parent,
            "wallet_id": self.wallet,
            "plan_id": offer["plan"]["id"],
            "price_seen": offer["price"],
            "lot": offer["stock"]["lot"],
            "travellers": travellers,
            "booking": "BK-7",
            "trip": { "countries": [], "from": null, "to": null },
            "phone_check": { "eid_seen": true, "not_locked": true, "declined": false },
            "repeat_meant": false,
        });
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.bench.write("order_place", order).await;
        parent
    }

    /// The orders of a purchase once none of them is open.
    async fn ended(&self, parent: &str) -> Vec<Value> {
        let filter = json!({ "kind": "purchase", "parent": parent });
        let query = json!({ "filter": filter, "text": "", "offset": 0, "limit": 10 });
        let is_open = |order: &Value| match order["state"].as_str().unwrap() {
            "intent" => order["failure"].is_null(),
            state => ["sending", "accepted", "unknown"].contains(&state),
        };
        let done = |page: &Value| !page["rows"].as_array().unwrap().iter().any(is_open);
        self.bench.until("orders_page", query, done).await["rows"].as_array().unwrap().clone()
    }

    /// Buys the first offer of this part for one traveller; gives the eSIM, as the desk names it, and its code.
    async fn bought(&self, part: &str) -> (Value, String) {
        let offers = self.offers(part).await;
        let orders = self.buy(&offers[0], &["Yuki Tanaka"], json!({})).await;
        assert_eq!(orders[0]["state"], "fulfilled", "{:#}", orders[0]);
        let esim = json!({ "wallet_id": self.wallet, "esim_id": orders[0]["esim"]["esim_id"] });
        let kit = self.bench.read("kit", esim.clone()).await;
        assert_eq!(kit["traveller"], "Yuki Tanaka");
        (esim, kit["one_line"].as_str().unwrap().to_owned())
    }

    /// Adds the first plan that fits; gives its order.
    async fn add_data(&self, esim: &Value) -> Value {
        let fitting = self.bench.read("add_data_plans", esim.clone()).await;
        assert_eq!(fitting["traveller"], "Yuki Tanaka");
        let offer = &fitting["offers"][0];
        assert!(!offer.is_null(), "nothing fits");
        let here = self.bench.read("esim_detail", esim.clone()).await["row"]["coverage"].clone();
        assert!(works_in(offer, &here), "the first that is offered works where the traveller is: {offer:#}");
        let elsewhere = fitting["elsewhere"].as_array().unwrap();
        assert!(!elsewhere.iter().any(|offer| works_in(offer, &here)), "{elsewhere:#?}");
        let onto = json!({ "esim_id": esim["esim_id"], "service_id": fitting["service_id"] });
        let more = json!({ "onto": onto, "repeat_meant": true });
        let order = self.buy(offer, &["Yuki Tanaka"], more).await.remove(0);
        assert_eq!((&order["state"], &order["adds_data"]), (&json!("fulfilled"), &json!(true)), "{order:#}");
        assert_eq!(order["esim"]["esim_id"], esim["esim_id"]);
        let detail = self.bench.read("esim_detail", esim.clone()).await;
        assert_eq!(detail["row"]["traveller"], "Yuki Tanaka", "the eSIM stays the first order's");
        order
    }

    /// Copies a part of its kit for its traveller.
    async fn copy(&self, esim: &Value, part: &str) -> Value {
        let mut request = json!({
            "traveller": "Yuki Tanaka", "booking": "", "action": { "kind": "copy", "part": part }, "reason": null,
        });
        request.as_object_mut().unwrap().extend(esim.as_object().unwrap().clone());
        self.bench.write("kit_give", request).await
    }

    /// Sets the code of the desk.
    async fn is_called(&self, code: &str) {
        let mut settings = self.bench.read("app_state", json!({})).await["settings"].clone();
        settings["desk"] = json!(code);
        self.bench.write("settings_save", json!({ "settings": settings })).await;
    }

    /// Whether an eSIM is offered as one that nobody has.
    async fn is_free(&self, esim: &Value) -> bool {
        let mut free = false;
        for country in ["JP", "FR", "TR", "TH", "DE", "ES"] {
            let trip = json!({ "countries": [country], "from": null, "to": null, "data": { "kind": "any" } });
            let found = self.bench.read("plans_search", trip).await;
            let owned = found["owned"].as_array().unwrap().iter();
            let mut esims = owned.flat_map(|group| group["esims"].as_array().unwrap());
            free |= esims.any(|one| one["esim_id"] == esim["esim_id"]);
        }
        free
    }

    /// The eSIMs that a filter finds, and how many are not given.
    async fn listed(&self, text: &Value, not_given: bool) -> (Vec<Value>, Value) {
        let query = json!({
            "text": text, "wallet_id": null, "headline": null, "not_given": not_given, "ending_soon": false,
            "code_missing": false, "sort": "recent", "descending": false, "offset": 0, "limit": 100,
        });
        let page = self.bench.read("esims_page", query).await;
        (page["rows"].as_array().unwrap().clone(), page["counts"]["not_given"].clone())
    }

    async fn balance(&self) -> Value {
        let wallets = self.bench.read("wallets", json!({})).await;
        wallets[0]["balance"]["amount"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn esim_go_sells_an_esim_and_more_data_for_it() {
    let (desk, go) = Desk::at_esim_go().await;
    let before = go.ledger();
    let (esim, code) = desk.bought("fits").await;
    let iccid = esim["esim_id"].as_str().unwrap();
    assert_eq!(go.ledger().esim(iccid).unwrap().lpa(), code);
    assert_eq!(go.ledger().purchases, before.purchases + 1);
    desk.add_data(&esim).await;
    let after = go.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert_eq!(after.on_esim(iccid).count(), 2, "both plans are on the one eSIM");
    assert_eq!(after.esims.len(), before.esims.len() + 1, "adding data makes no eSIM");
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_unlocks_an_esim_of_esim_go_is_in_its_kit_alone() {
    let (desk, go) = Desk::at_esim_go().await;
    let (esim, _) = desk.bought("fits").await;
    let sold = go.ledger().esim(esim["esim_id"].as_str().unwrap()).unwrap().clone();
    let kit = desk.bench.read("kit", esim.clone()).await;
    assert_eq!((&kit["pin"], &kit["puk"]), (&json!(sold.pin), &json!(sold.puk)));
    for (part, secret) in [("pin", &sold.pin), ("puk", &sold.puk)] {
        let given = desk.copy(&esim, part).await;
        assert_eq!((&given["clears_in"], &given["hand_over"]["how"]), (&json!(60), &json!("copied")));
        assert_eq!(desk.bench.world.desktop.held().as_ref(), Some(secret));
    }
    desk.copy(&esim, "for_support").await;
    let support = desk.bench.world.desktop.held().unwrap();
    let detail = desk.bench.read("esim_detail", esim).await.to_string();
    for told in [support, detail] {
        let mut words = told.split(|c: char| !c.is_ascii_alphanumeric());
        assert!(!words.any(|word| [&sold.pin, &sold.puk].contains(&&word.to_owned())), "{told}");
    }
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn esim_go_keeps_our_order_number_on_the_esim() {
    let (desk, go) = Desk::at_esim_go().await;
    let offers = desk.offers("fits").await;
    let orders = desk.buy(&offers[0], &["Yuki Tanaka"], json!({})).await;
    let iccid = orders[0]["esim"]["esim_id"].as_str().unwrap().to_owned();
    let number = orders[0]["number"].as_str().unwrap().to_owned();
    let written = |ledger: &esim_go::LedgerView| ledger.esim(&iccid).unwrap().customer_ref == number;
    assert!(go.wait_for(written, PATIENCE).await.is_ok(), "{number} was never written");
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_desk_bought_at_esim_go_is_guarded_here() {
    let (theirs, go) = Desk::at_esim_go().await;
    theirs.is_called("B7K").await;
    let (bought, _) = theirs.bought("fits").await;
    let iccid = bought["esim_id"].as_str().unwrap();
    let numbered = |ledger: &esim_go::LedgerView| ledger.esim(iccid).unwrap().customer_ref == "B7K-000001";
    go.wait_for(numbered, PATIENCE).await.unwrap();

    let ours = Desk::also_at(&go).await;
    let esim = json!({ "wallet_id": ours.wallet, "esim_id": iccid });
    let told =
        |detail: &Value| (detail["row"]["bought_elsewhere"].clone(), detail["row"]["headline"].clone());
    let (mark, free) = ((json!("B7K"), json!("ready_elsewhere")), (Value::Null, json!("ready_not_given")));
    assert_eq!(told(&ours.bench.read("esim_detail", esim.clone()).await), mark);
    assert_eq!(ours.listed(&json!(iccid), false).await.0[0]["bought_elsewhere"], "B7K");
    assert_eq!(
        theirs.bench.read("esim_detail", bought.clone()).await["row"]["bought_elsewhere"],
        Value::Null
    );

    let (_, not_given) = ours.listed(&json!(""), true).await;
    assert!(!ours.is_free(&esim).await && ours.listed(&json!(iccid), true).await.0.is_empty());
    go.set_customer_ref(iccid, "for Mrs Tanaka");
    assert_eq!(told(&ours.bench.write("esim_refresh", esim.clone()).await), free);
    assert!(ours.is_free(&esim).await, "a note that is no order number says nothing");
    assert_eq!(ours.listed(&json!(""), true).await.1, not_given.as_u64().unwrap() + 1);
    go.set_customer_ref(iccid, "B7K-000001");
    assert_eq!(told(&ours.bench.write("esim_refresh", esim.clone()).await), mark);

    assert_eq!(ours.bench.read("kit", esim.clone()).await["bought_elsewhere"], "B7K");
    let mut request = esim.clone();
    let more =
        json!({ "traveller": "Kenji Sato", "booking": "", "action": { "kind": "show" }, "reason": null });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let warned = ours.bench.try_write("kit_give", request.clone()).await.unwrap_err();
    assert_eq!((warned.code, warned.facts["desk"].as_str()), (Code::BoughtElsewhere, "B7K"));
    request["reason"] = json!("desk B7K sent him here");
    ours.bench.write("kit_give", request).await;
    let given = ours.bench.read("esim_detail", esim.clone()).await;
    assert_eq!(told(&given), (Value::Null, json!("ready_given")));
    assert_eq!(given["row"]["traveller"], "Kenji Sato");
    theirs.bench.app.stop().await;
    ours.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_stock_at_esim_go_is_taken_and_charged_no_second_time() {
    let (desk, go) = Desk::at_esim_go().await;
    let before = go.ledger();
    let held = |ledger: &esim_go::LedgerView| ledger.stock.iter().map(|lot| lot.remaining).sum::<u32>();
    let (esim, code) = desk.bought("stock").await;
    let after = go.ledger();
    assert_eq!(held(&after), held(&before) - 1);
    assert_eq!((after.balance, after.charged), (before.balance, before.charged));
    assert_eq!(after.esim(esim["esim_id"].as_str().unwrap()).unwrap().lpa(), code);
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn esimfly_sells_an_esim_and_more_data_for_it() {
    let (desk, fly) = Desk::at_esimfly().await;
    let before = fly.ledger();
    let (esim, code) = desk.bought("fits").await;
    let iccid = esim["esim_id"].as_str().unwrap();
    assert_eq!(fly.ledger().esim(iccid).unwrap().lpa(), code);
    let held = fly.ledger().esim(iccid).unwrap().total_bytes;
    desk.add_data(&esim).await;
    let after = fly.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert!(after.esim(iccid).unwrap().total_bytes > held);
    assert_eq!(after.esims.len(), before.esims.len() + 1);
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_of_esimfly_is_asked_for_again_under_its_key() {
    let (desk, fly) = Desk::at_esimfly().await;
    let before = fly.ledger().purchases;
    fly.fault(When::purchase(), Fault::DropAfter);
    let offers = desk.offers("fits").await;
    let orders = desk.buy(&offers[0], &["Yuki Tanaka"], json!({})).await;
    assert_eq!(orders[0]["state"], "fulfilled", "{:#}", orders[0]);
    assert_eq!(fly.ledger().purchases, before + 1);
    let detail = desk.bench.read("order_detail", json!({ "key": orders[0]["key"] })).await;
    let events: Vec<&str> =
        detail["events"].as_array().unwrap().iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert!(events.contains(&"replayed"), "{events:?}");
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn telkor_gives_from_stock_and_adds_data_to_it() {
    let (desk, telkor) = Desk::at_telkor().await;
    let before = telkor.ledger();
    let (esim, code) = desk.bought("stock").await;
    let fitting = desk.bench.read("add_data_plans", esim.clone()).await;
    assert_ne!(fitting["elsewhere"], json!([]), "the supplier names plans for other places too");
    let after = telkor.ledger();
    let sim = after.sims.iter().find(|sim| esim["esim_id"] == sim.id.as_str()).unwrap();
    assert_eq!(sim.lpa.as_deref(), Some(code.as_str()));
    assert!(sim.link_id.is_some());
    desk.add_data(&esim).await;
    let ledger = telkor.ledger();
    assert_eq!(ledger.activations.len(), before.activations.len() + 2);
    assert_eq!(ledger.links.len(), before.links.len() + 1);
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_five_at_telkor_three_fail_and_the_others_are_ready() {
    let (desk, telkor) = Desk::at_telkor().await;
    let offers = desk.offers("stock").await;
    let offer = offers.iter().find(|offer| offer["stock"]["left"].as_u64().unwrap() >= 25).unwrap();
    let reason = "the network refused".to_owned();
    telkor.fault(When::purchase(), Twist::ItemsFail { items: vec![3, 11, 24], reason: reason.clone() });
    let links = telkor.ledger().links.len();
    let order = desk.buy(offer, &["Group Rome"], json!({ "count": 25 })).await.remove(0);
    assert_eq!(order["state"], "partly_fulfilled", "{order:#}");
    let items = order["items"].as_array().unwrap();
    let failed: Vec<_> = items.iter().filter(|item| item["outcome"]["kind"] == "failed").collect();
    assert_eq!((items.len(), failed.len()), (25, 3));
    assert!(failed.iter().all(|item| item["outcome"]["reason"] == reason.as_str()), "{failed:#?}");
    assert_eq!(telkor.ledger().links.len(), links + 22);
    assert_eq!(telkor.ledger().tasks.last().map(|_| 1), Some(1));
    for item in items.iter().filter(|item| item["outcome"]["kind"] == "done") {
        let esim = json!({ "wallet_id": desk.wallet, "esim_id": item["esim"] });
        let kit = desk.bench.read("kit", esim).await;
        assert!(kit["qr"].as_str().unwrap().starts_with("data:image/png"), "{item:#}");
    }
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zim_adds_data_to_an_esim_it_sold() {
    let (desk, zim) = Desk::at_zim().await;
    let before = zim.ledger();
    let offers = desk.offers("fits").await;
    let can = |offer: &&Value| {
        offer["plan"]["features"].as_array().unwrap().iter().any(|feature| feature["kind"] == "top_up")
    };
    let offer = offers.iter().find(can).unwrap();
    let orders = desk.buy(offer, &["Yuki Tanaka"], json!({})).await;
    let esim = json!({ "wallet_id": desk.wallet, "esim_id": orders[0]["esim"]["esim_id"] });
    desk.add_data(&esim).await;
    let after = zim.ledger();
    assert_eq!(after.purchases, before.purchases + 2);
    assert_eq!(after.esims.len(), before.esims.len() + 1);
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_is_told_and_renewed_when_money_was_spent() {
    let (desk, go) = Desk::at_esim_go().await;
    assert_eq!(desk.balance().await["minor"], go.ledger().balance);
    let offers = desk.offers("fits").await;
    desk.buy(&offers[0], &["Yuki Tanaka"], json!({})).await;
    let now = json!(go.ledger().balance);
    let wallets = desk.bench.until("wallets", json!({}), |all| all[0]["balance"]["amount"]["minor"] == now);
    wallets.await;
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_network_is_asked_where_the_supplier_can_be() {
    let (desk, go) = Desk::at_esim_go().await;
    let (esim, _) = desk.bought("fits").await;
    let detail = desk.bench.read("esim_detail", esim.clone()).await;
    assert_eq!(detail["can"], json!({ "add_data": true, "ask_network": true, "reconnect": true }));
    assert!(detail["network"].is_null());
    let asked = desk.bench.write("esim_network", esim.clone()).await;
    assert!(!asked["network"]["asked_at"].is_null());
    assert!(!asked["network"]["happenings"].as_array().unwrap().is_empty(), "{:#}", asked["network"]);
    let seen = go.requests().len();
    desk.bench.write("esim_reconnect", esim).await;
    let refreshes = go.requests().iter().skip(seen).filter(|seen| seen.path.ends_with("/refresh")).count();
    assert_eq!(refreshes, 1);
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_prices_stand_beside_what_has_none() {
    let (desk, _telkor) = Desk::at_telkor().await;
    let plans = desk.bench.read("own_prices", json!({ "wallet_id": desk.wallet })).await;
    let offers = desk.offers("stock").await;
    let plan = &offers[0]["plan"]["id"];
    assert!(plans.as_array().unwrap().iter().any(|own| own["plan"]["id"] == *plan && own["price"].is_null()));
    let save = |amount: &str| json!({ "wallet_id": desk.wallet, "plan_id": plan, "amount": amount });
    let refused = desk.bench.try_write("own_price_save", save("three")).await.unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("amount"));
    desk.bench.write("own_price_save", save("3,20")).await;
    let priced = desk.offers("stock").await;
    let offer = priced.iter().find(|offer| offer["plan"]["id"] == *plan).unwrap();
    assert_eq!(offer["own_price"], json!({ "minor": 320, "currency": "EUR", "exponent": 2 }));
    assert!(offer["price"].is_null());
    desk.bench.write("own_price_save", save("")).await;
    assert!(desk.offers("stock").await.iter().all(|offer| offer["own_price"].is_null()));
    desk.bench.app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_learns_nothing_is_not_made_again() {
    for desk in [Desk::at_telkor().await.0, Desk::at_esim_go().await.0] {
        let mut news = desk.bench.news();
        desk.offers("stock").await;
        // What a supplier says of the countries comes once; then nothing of plans is new.
        let mut told = 0;
        while let Ok(Ok(topic)) = tokio::time::timeout(Duration::from_secs(1), news.recv()).await {
            told += usize::from(topic == Topic::Plans);
            desk.offers("stock").await;
            assert!(told < 10, "the window is told to search again for ever");
        }
        desk.bench.app.stop().await;
    }
}
