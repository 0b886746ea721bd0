//! The rules. Each takes a client and the world behind it.

use esim_desk_model::{EsimId, OrderKey, Plan, ServiceId, Timestamp};
use esim_desk_provider::{
    Abilities, Candidate, Effect, Error, Evidence, Kind, Lot, Mark, Orders, Placed, Provider, Request,
    Source, Taken, Target, Trace,
};
use std::sync::atomic::{AtomicU32, Ordering};

/// What goes wrong with the next purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The connection breaks before the supplier acts.
    DroppedBefore,
    /// The supplier acts, then the connection breaks.
    DroppedAfter,
    /// 500, nothing done.
    ErrorBefore,
    /// The supplier acts, then answers 500.
    ErrorAfter,
    /// The supplier acts, and half of its answer arrives.
    CutAnswer,
    /// A web page instead of an answer, with status 200.
    WebPage,
    /// A redirect to somewhere else.
    Redirect,
    /// 429 with a text.
    TooMany,
    /// 422 with a text.
    Refused,
    /// 402 with a text.
    NoMoney,
}

impl Trouble {
    pub const ALL: [Self; 10] = [
        Self::DroppedBefore,
        Self::DroppedAfter,
        Self::ErrorBefore,
        Self::ErrorAfter,
        Self::CutAnswer,
        Self::WebPage,
        Self::Redirect,
        Self::TooMany,
        Self::Refused,
        Self::NoMoney,
    ];

    /// Whether the supplier takes the money all the same.
    pub fn buys(self) -> bool {
        matches!(self, Self::DroppedAfter | Self::ErrorAfter | Self::CutAnswer)
    }

    /// What an honest client must say.
    pub fn effect(self) -> Effect {
        match self {
            Self::TooMany | Self::Refused | Self::NoMoney => Effect::None,
            Self::DroppedBefore | Self::DroppedAfter | Self::ErrorBefore | Self::ErrorAfter => {
                Effect::Unknown
            }
            Self::CutAnswer | Self::WebPage | Self::Redirect => Effect::Unknown,
        }
    }
}

/// An eSIM in the supplier's own books.
#[derive(Clone, Debug)]
pub struct Booked {
    pub id: String,
    pub iccid: Option<String>,
    /// The whole activation code; absent while it is prepared.
    pub code: Option<String>,
}

/// The supplier behind a client.
pub trait World {
    /// The currency of the wallet.
    fn currency(&self) -> &'static str;
    /// Whether its list of eSIMs has their codes; otherwise each is read by itself.
    fn lists_codes(&self) -> bool {
        true
    }
    /// Whether its plans have prices.
    fn states_prices(&self) -> bool {
        true
    }
    /// What it sells out of its stock: id of the lot and eSIMs left; `None` for a supplier without one.
    fn lots(&self) -> Option<Vec<(String, u32)>> {
        None
    }
    /// Requests that came in to take from its stock, where that is another call than buying.
    fn take_requests(&self) -> usize {
        0
    }
    /// Scripts what happens to the next of those.
    fn take_trouble(&self, _trouble: Trouble) {}
    /// Every eSIM in the books, in any order.
    fn esims(&self) -> Vec<Booked>;
    /// Plans on eSIMs in the books: id, eSIM.
    fn services(&self) -> Vec<(String, String)>;
    /// Purchases that took money.
    fn purchases(&self) -> usize;
    /// Purchase requests that came in, whatever became of them.
    fn purchase_requests(&self) -> usize;
    /// Scripts what happens to the next purchase.
    fn trouble(&self, trouble: Trouble);
    /// Puts one unreadable row into the next list of eSIMs.
    fn spoil_a_row(&self);
    /// Ends every token given out so far.
    fn expire_tokens(&self);
    /// Somebody else buys the same plan from the same account.
    fn foreign_purchase(&self, plan: &str);
    /// Waits until every order in the books is finished.
    async fn settled(&self);
}

/// Every eSIM of the books is listed once, with its own number and, where lists have them, its code; the code
/// stands nowhere else.
pub async fn lists_every_esim(provider: &dyn Provider, world: &impl World) {
    let mut listing = provider.esims().list().await.unwrap();
    let mut booked = world.esims();
    assert!(listing.is_complete());
    assert!(!booked.is_empty());
    assert_eq!(listing.rows.len(), booked.len());
    listing.rows.sort_by(|one, other| one.id.cmp(&other.id));
    booked.sort_by(|one, other| one.id.cmp(&other.id));
    for (row, booked) in listing.rows.iter().zip(&booked) {
        assert_eq!(row.id.as_str(), booked.id);
        assert_eq!(row.iccid.as_ref().map(|iccid| iccid.as_str()), booked.iccid.as_deref());
        let code = row.install.as_ref().map(|install| install.code.for_qr());
        assert_eq!(code, booked.code.clone().filter(|_| world.lists_codes()));
        if let Some(code) = &booked.code {
            let secret = code.rsplit('$').next().unwrap();
            assert!(!row.raw.contains(secret), "the raw answer shows the code: {}", row.raw);
            assert!(!format!("{row:?}").contains(secret));
        }
    }
}

/// One eSIM reads as in the list; one that does not exist is none, not an error.
pub async fn reads_one_esim(provider: &dyn Provider, world: &impl World) {
    let booked = world.esims().into_iter().find(|esim| esim.code.is_some()).unwrap();
    let listed = provider.esims().list().await.unwrap().rows;
    let one = provider.esims().one(&EsimId::from(booked.id.as_str())).await.unwrap().unwrap();
    assert_eq!(Some(&one.iccid), listed.iter().find(|row| row.id == one.id).map(|row| &row.iccid));
    assert_eq!(one.install.unwrap().code.for_qr(), booked.code.unwrap());
    for nothing in ["esim_nobody", "..", "", "a/b?c=d"] {
        assert_eq!(provider.esims().one(&EsimId::from(nothing)).await.unwrap(), None, "{nothing:?}");
    }
}

/// Plans on eSIMs read as booked, with their use.
pub async fn reads_services(provider: &dyn Provider, world: &impl World) {
    let listing = provider.esims().services().await.unwrap();
    assert!(listing.is_complete());
    let mut rows: Vec<_> =
        listing.rows.iter().map(|row| (row.id.0.clone(), row.esim.clone().unwrap().0)).collect();
    let mut booked = world.services();
    rows.sort();
    booked.sort();
    assert_eq!(rows, booked);
    let one = &listing.rows[0];
    let again = provider.esims().service(&one.id).await.unwrap().unwrap();
    assert_eq!((&again.id, &again.esim), (&one.id, &one.esim));
    assert_eq!(provider.esims().service(&ServiceId::from("sub_nobody")).await.unwrap(), None);
    assert!(provider.esims().usage(&one.id).await.unwrap().is_some());
}

/// A bad row is counted; the others are still there.
pub async fn survives_a_bad_row(provider: &dyn Provider, world: &impl World) {
    world.spoil_a_row();
    let listing = provider.esims().list().await.unwrap();
    assert_eq!(listing.skipped.len(), 1, "{:?}", listing.skipped);
    let good = world.esims().len();
    assert!((good - 1..=good).contains(&listing.rows.len()));
}

/// A token that ended early is replaced without anybody noticing.
pub async fn renews_its_token(provider: &dyn Provider, world: &impl World) {
    provider.esims().list().await.unwrap();
    world.expire_tokens();
    assert_eq!(provider.esims().list().await.unwrap().rows.len(), world.esims().len());
}

/// What is sold can be read again by itself; what is not sold is none.
pub async fn reads_its_catalogue(provider: &dyn Provider, world: &impl World) {
    assert!(Abilities::of(provider).catalogue);
    let catalogue = provider.catalogue().unwrap();
    let destinations = catalogue.destinations().await.unwrap();
    assert!(destinations.rows.iter().any(|destination| destination.country.is_some()));
    let plan = some_plan(provider, world).await;
    let again = catalogue.plan(&plan.id, &plan).await.unwrap().unwrap();
    assert_eq!(again, plan);
    let gone = Plan { id: "plan_gone".into(), ..plan };
    assert_eq!(catalogue.plan(&gone.id, &gone).await.unwrap(), None);
}

/// An order ends in one eSIM whose code is the booked one, and takes money once.
pub async fn buys_one_esim(provider: &dyn Provider, world: &impl World) {
    let orders = provider.orders().unwrap();
    let before = world.purchases();
    let (request, mark) = ready(provider, world).await;
    let quote = orders.preview(&request).await.unwrap();
    assert_eq!(quote.price, request.price);
    let placed = buy(orders, &request).await.unwrap();
    assert_eq!(world.purchases(), before + 1);
    world.settled().await;
    let found = outcome(orders, &placed, &request, &mark).await;
    let [one] = found.as_slice() else { panic!("one new eSIM, not {found:?}") };
    is_ready_to_hand_over(provider, world, one).await;
}

/// Data goes onto the eSIM that was chosen, and no other.
pub async fn adds_data(provider: &dyn Provider, world: &impl World) {
    let orders = provider.orders().unwrap();
    let (mut request, _) = ready(provider, world).await;
    let esim = fitting_esim(orders, world, &mut request).await;
    let (mark, count) = (orders.mark(&request).await.unwrap(), world.esims().len());
    let placed = buy(orders, &request).await.unwrap();
    world.settled().await;
    assert_eq!(world.esims().len(), count);
    let found = outcome(orders, &placed, &request, &mark).await;
    assert!(!found.is_empty());
    assert!(found.iter().all(|candidate| candidate.esim.as_ref() == Some(&esim)), "{found:?}");
}

/// Makes the request one of more data for the first eSIM that its plan fits, and gives that eSIM.
async fn fitting_esim(orders: &dyn Orders, world: &impl World, request: &mut Request) -> EsimId {
    for (service, esim) in world.services() {
        let esim = EsimId(esim);
        request.target = Target::AddData { esim: esim.clone(), service: ServiceId(service) };
        if orders.preview(request).await.is_ok() {
            return esim;
        }
    }
    panic!("the plan fits no eSIM")
}

/// Whatever goes wrong, a purchase is sent once; only a proven refusal is called one; and a look afterwards
/// finds what was bought, and nothing where nothing was. Where orders cannot be seen, nothing proves the latter.
pub async fn is_honest_about(provider: &dyn Provider, world: &impl World, trouble: Trouble) {
    let orders = provider.orders().unwrap();
    let (request, mark) = ready(provider, world).await;
    let (sent, bought, since) = (world.purchase_requests(), world.purchases(), now());
    world.trouble(trouble);
    let key = fresh_key();
    let error = orders.place(&key, &request).await.unwrap_err();
    assert_eq!(error.effect, trouble.effect(), "{trouble:?}: {error:?}");
    assert_eq!(world.purchase_requests(), sent + 1, "{trouble:?} must not be repeated");
    assert_eq!(world.purchases(), bought + usize::from(trouble.buys()), "{trouble:?}");
    world.settled().await;
    if orders.sees_orders().await.unwrap() == Some(false) && !trouble.buys() {
        let trace = orders.trace(&key, &request, &mark, since).await.unwrap();
        assert!(matches!(trace, Trace::CannotTell { .. }), "{trouble:?}: {trace:?}");
        return;
    }
    let found = looked(orders, &key, &request, &mark, since).await;
    assert_eq!(found.len(), usize::from(trouble.buys()), "{trouble:?}: {found:?}");
    if let [one] = found.as_slice() {
        let reference = one.reference.clone().unwrap_or_default();
        let placed = Placed { reference, taken: Taken::NotSaid, charged: None };
        let candidates = outcome(orders, &placed, &request, &mark).await;
        is_ready_to_hand_over(provider, world, &candidates[0]).await;
    }
}

/// Somebody else's purchase of the same plan looks like ours, so it is shown as a difference and not as a
/// fact; with our own beside it there are two.
pub async fn cannot_tell_a_foreign_purchase(provider: &dyn Provider, world: &impl World) {
    let orders = provider.orders().unwrap();
    let (request, mark) = ready(provider, world).await;
    let since = now();
    world.foreign_purchase(request.plan_id().as_str());
    world.trouble(Trouble::DroppedAfter);
    let key = fresh_key();
    orders.place(&key, &request).await.unwrap_err();
    world.settled().await;
    let found = looked(orders, &key, &request, &mark, since).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|candidate| candidate.evidence == Evidence::Difference));
}

/// Where the supplier keeps our key, a lost purchase is known for certain beside somebody else's.
pub async fn knows_its_own_purchase(provider: &dyn Provider, world: &impl World) {
    let orders = provider.orders().unwrap();
    let (request, mark) = ready(provider, world).await;
    let (key, since) = (fresh_key(), now());
    world.foreign_purchase(request.plan_id().as_str());
    assert_eq!(looked(orders, &key, &request, &mark, since).await, []);
    world.trouble(Trouble::DroppedAfter);
    orders.place(&key, &request).await.unwrap_err();
    world.settled().await;
    let found = looked(orders, &key, &request, &mark, since).await;
    let [one] = found.as_slice() else { panic!("one, not {found:?}") };
    assert_eq!(one.evidence, Evidence::Reference);
}

/// Without a login nothing is sent, and the client says so.
pub async fn buys_nothing_without_a_login(provider: &dyn Provider, world: &impl World, request: &Request) {
    let sent = world.purchase_requests();
    let error = buy(provider.orders().unwrap(), request).await.unwrap_err();
    assert_eq!((&error.kind, error.effect), (&Kind::Credentials, Effect::None));
    assert_eq!(world.purchase_requests(), sent);
}

/// A purchase of some plan, or one of a supplier that sells nothing from its stock, and the mark before it.
pub async fn ready(provider: &dyn Provider, world: &impl World) -> (Request, Mark) {
    let (plan, source) = if provider.catalogue().is_some() {
        (some_plan(provider, world).await, Source::Bought)
    } else {
        let lot = some_lot(provider).await;
        (lot.plan, Source::Stock { lot: lot.id, paid: lot.paid })
    };
    let price = plan.price_in(world.currency()).cloned();
    let request = Request { plan, price, target: Target::NewEsim, source, count: 1 };
    let mark = provider.orders().unwrap().mark(&request).await.unwrap();
    (request, mark)
}

async fn some_plan(provider: &dyn Provider, world: &impl World) -> Plan {
    let japan = esim_desk_model::Country::from_code("JPN").unwrap();
    let listing = provider.catalogue().unwrap().plans(&[japan]).await.unwrap();
    assert!(listing.is_complete());
    let fits = |plan: &&Plan| {
        plan.coverage.countries().contains(&japan)
            && plan.price_in(world.currency()).is_some() == world.states_prices()
    };
    listing.rows.iter().find(fits).unwrap().clone()
}

/// The lot of which most is left.
pub async fn some_lot(provider: &dyn Provider) -> Lot {
    let listing = provider.stock().unwrap().lots().await.unwrap();
    let most = listing.rows.into_iter().max_by_key(|lot| lot.left).unwrap();
    assert!(most.left > 0);
    most
}

/// Every purchase has a key of its own: a supplier that knows keys sells nothing twice under one.
pub async fn buy(orders: &dyn Orders, request: &Request) -> Result<Placed, Error> {
    orders.place(&fresh_key(), request).await
}

/// A key that no purchase of this run had.
pub fn fresh_key() -> OrderKey {
    static KEYS: AtomicU32 = AtomicU32::new(1);
    OrderKey::from(format!("0198c0de-0000-7000-8000-{:012x}", KEYS.fetch_add(1, Ordering::Relaxed)))
}

pub async fn looked(
    orders: &dyn Orders,
    key: &OrderKey,
    request: &Request,
    mark: &Mark,
    since: Timestamp,
) -> Vec<Candidate> {
    match orders.trace(key, request, mark, since).await.unwrap() {
        Trace::Looked(found) => found,
        Trace::CannotTell { why } => panic!("could look: {why}"),
    }
}

pub async fn outcome(orders: &dyn Orders, placed: &Placed, request: &Request, mark: &Mark) -> Vec<Candidate> {
    let progress = orders.progress(&placed.reference, request, mark, now()).await.unwrap();
    assert!(matches!(progress.taken, Taken::Fulfilled | Taken::NotSaid), "{progress:?}");
    progress.candidates
}

async fn is_ready_to_hand_over(provider: &dyn Provider, world: &impl World, candidate: &Candidate) {
    let id = candidate.esim.as_ref().unwrap();
    let esim = provider.esims().one(id).await.unwrap().unwrap();
    let booked = world.esims().into_iter().find(|booked| booked.id == id.as_str()).unwrap();
    assert_eq!(esim.install.unwrap().code.for_qr(), booked.code.unwrap());
}

#[expect(clippy::disallowed_methods, reason = "the supplier in these tests runs by the real clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
