//! The rules of what is owned already, and of what the network says. Each takes a client and the world behind it.

use crate::rules::{Trouble, World, fresh_key, looked, now, outcome, some_lot};
use esim_desk_model::EsimId;
use esim_desk_provider::{Abilities, Effect, Lot, Mark, Placed, Provider, Request, Source, Taken, Target};

/// Each lot of the stock is there with what is left of it.
pub async fn lists_its_stock(provider: &dyn Provider, world: &impl World) {
    assert!(Abilities::of(provider).stock);
    let listing = provider.stock().unwrap().lots().await.unwrap();
    assert!(listing.is_complete());
    let mut lots: Vec<_> = listing.rows.iter().map(|lot| (lot.id.0.clone(), lot.left)).collect();
    let mut booked = world.lots().unwrap();
    assert!(booked.iter().any(|(_, left)| *left > 0));
    lots.sort();
    booked.sort();
    let differ: Vec<_> = lots.iter().zip(&booked).filter(|(lot, booked)| lot != booked).take(3).collect();
    assert_eq!((lots.len(), differ), (booked.len(), vec![]));
}

/// An order out of a lot, and the mark before it.
async fn ready(provider: &dyn Provider) -> (Request, Mark) {
    let Lot { id, plan, paid, .. } = some_lot(provider).await;
    let source = Source::Stock { lot: id, paid };
    let request = Request { plan, price: None, target: Target::NewEsim, source, count: 1 };
    let mark = provider.orders().unwrap().mark(&request).await.unwrap();
    (request, mark)
}

fn left(world: &impl World) -> u32 {
    world.lots().unwrap().iter().map(|(_, left)| left).sum()
}

/// A piece of the stock becomes one eSIM; it costs nothing, and the stock has one less.
pub async fn takes_from_its_stock(provider: &dyn Provider, world: &impl World) {
    let orders = provider.orders().unwrap();
    let (request, mark) = ready(provider).await;
    let quote = orders.preview(&request).await.unwrap();
    assert_eq!((quote.plan.is_some(), quote.price, quote.balance), (true, None, None));
    let (before, bought) = (left(world), world.purchases());
    let placed = orders.place(&fresh_key(), &request).await.unwrap();
    assert_eq!((left(world), world.purchases(), placed.charged.clone()), (before - 1, bought, None));
    world.settled().await;
    let found = outcome(orders, &placed, &request, &mark).await;
    let [one] = found.as_slice() else { panic!("one new eSIM, not {found:?}") };
    let esim = provider.esims().one(one.esim.as_ref().unwrap()).await.unwrap().unwrap();
    assert!(esim.install.is_some());
}

/// Whatever goes wrong, a piece is taken once, and a look afterwards finds it, and nothing where none was.
pub async fn is_honest_about_its_stock(provider: &dyn Provider, world: &impl World, trouble: Trouble) {
    let orders = provider.orders().unwrap();
    let (request, mark) = ready(provider).await;
    let (sent, before, since, key) = (world.take_requests(), left(world), now(), fresh_key());
    world.take_trouble(trouble);
    let error = orders.place(&key, &request).await.unwrap_err();
    assert_eq!(error.effect, trouble.effect(), "{trouble:?}: {error:?}");
    assert_eq!(world.take_requests(), sent + 1, "{trouble:?} must not be repeated");
    let taken = u32::from(trouble.buys());
    assert_eq!(left(world), before - taken, "{trouble:?}");
    world.settled().await;
    let found = looked(orders, &key, &request, &mark, since).await;
    assert_eq!(found.len(), usize::from(trouble.buys()), "{trouble:?}: {found:?}");
    if let [one] = found.as_slice() {
        let reference = one.reference.clone().unwrap_or_default();
        let placed = Placed { reference, taken: Taken::NotSaid, charged: None };
        let candidates = outcome(orders, &placed, &request, &mark).await;
        assert_eq!(candidates[0].esim, one.esim, "{trouble:?}");
    }
}

/// A wallet that says what it holds says so at once.
pub async fn reads_its_balance(provider: &dyn Provider) {
    assert!(Abilities::of(provider).balance);
    let balance = provider.wallet().unwrap().balance().await.unwrap().unwrap();
    assert!(balance.amount.minor > 0);
}

/// What the network says of each eSIM can be read, and of one that is not there nothing is said.
pub async fn asks_the_network(provider: &dyn Provider, world: &impl World) {
    let diagnostics = provider.diagnostics().unwrap();
    let mut seen = 0;
    for booked in world.esims().into_iter().take(20) {
        let id = EsimId(booked.id);
        let sighting = diagnostics.sighting(&id).await.unwrap();
        seen += usize::from(
            sighting.is_some_and(|sighting| sighting.country.is_some() || sighting.online.is_some()),
        );
        if let Some(happenings) = diagnostics.happenings(&id).await.unwrap() {
            assert!(happenings.is_complete());
            assert!(happenings.rows.is_sorted_by_key(|one| std::cmp::Reverse(one.at)), "newest first");
        }
    }
    assert!(seen > 0, "some eSIM was seen somewhere");
}

/// Connecting anew goes out once, and one that is refused says so.
pub async fn reconnects_once(provider: &dyn Provider, esim: &EsimId) {
    let error = provider.reconnect().unwrap().reconnect(&EsimId::from("nobody")).await.unwrap_err();
    assert_eq!(error.effect, Effect::None);
    provider.reconnect().unwrap().reconnect(esim).await.unwrap();
}
