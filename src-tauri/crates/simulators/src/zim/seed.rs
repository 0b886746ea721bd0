//! The account's past: eSIMs in every status, their subscriptions, and orders in every state.

use super::Origin;
use super::catalogue::{Catalogue, Plan};
use super::ids::Ids;
use super::ledger::{Esim, Ledger, Order, Subscription};
use crate::stage::Rng;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Each documented eSIM status with the subscription statuses that go with it.
const STATUSES: [(&str, &[&str]); 11] = [
    ("ONLINE", &["ACTIVE"]),
    ("RELEASED", &["PENDING"]),
    ("INSTALLED", &["PENDING", "ACTIVE"]),
    ("OFFLINE", &["ACTIVE", "DEPLETED"]),
    ("ENABLED", &["ACTIVE"]),
    ("PROCESSING", &["PROCESSING"]),
    ("DISABLED", &["ACTIVE", "EXPIRED"]),
    ("DOWNLOADED", &["PENDING"]),
    ("UNINSTALLED", &["CANCELLED", "EXPIRED"]),
    ("EXPIRED", &["EXPIRED"]),
    ("UNAVAILABLE", &[]),
];

const ORDER_STATES: [&str; 8] = [
    "FULFILLED",
    "CANCELLED",
    "FULFILLED",
    "FAILED",
    "REPLACED",
    "PENDING_APPROVAL",
    "PENDING_PAYMENT",
    "IN_BASKET",
];

/// A ledger with `esims` eSIMs. `now` (Unix milliseconds) anchors the past; all else follows from `seed`.
pub(crate) fn ledger(seed: u64, esims: usize, catalogue: &Catalogue, now: i64) -> Ledger {
    let mut ledger = Ledger::empty(seed);
    let mut rng = Rng::new(seed ^ 0xE51A);
    for number in 0..esims {
        let (status, subscriptions) = STATUSES[number % STATUSES.len()];
        let mut esim = Esim {
            id: rng.id("esim_"),
            number: number as u64,
            iccid: None,
            msisdn: None,
            matching_id: None,
            smdp: None,
            status: status.into(),
        };
        if status != "PROCESSING" {
            esim.give_codes(&mut rng);
        }
        let position = ledger.add_esim(esim);
        for n in 0..subscriptions_of(number, subscriptions.len()) {
            let status = if n == 0 { subscriptions[number / 11 % subscriptions.len()] } else { "EXPIRED" };
            let plan = &catalogue.plans[rng.below(catalogue.plans.len())];
            let subscription = subscription(&mut rng, position, plan, status, now);
            ledger.add_subscription(subscription);
        }
    }
    for n in 0..ledger.subscriptions.len().min(32) {
        let order = order(&ledger, &mut rng, n, catalogue, now);
        ledger.add_order(order);
    }
    ledger
}

/// Most eSIMs have one subscription, some have two or three, some none.
fn subscriptions_of(number: usize, kinds: usize) -> usize {
    match number {
        _ if kinds == 0 || number % 13 == 5 => 0,
        _ if number % 27 == 9 => 3,
        _ if number % 9 == 3 => 2,
        _ => 1,
    }
}

fn subscription(rng: &mut Rng, esim: usize, plan: &Plan, status: &str, now: i64) -> Subscription {
    let prefix = if esim.is_multiple_of(2) { "sub_" } else { "subs_" };
    let whole = plan.bytes().unwrap_or(5 << 30);
    let share = 5 + i64::try_from(rng.below(55)).unwrap_or(0);
    Subscription {
        id: rng.id(prefix),
        esim,
        plan_id: plan.id.clone(),
        status: status.into(),
        spent: match status {
            "PROCESSING" | "PENDING" => 0,
            "DEPLETED" => whole,
            _ => whole / 100 * share,
        },
        counted_at: now,
    }
}

fn order(ledger: &Ledger, rng: &mut Rng, n: usize, catalogue: &Catalogue, now: i64) -> Order {
    let status = ORDER_STATES[n % ORDER_STATES.len()];
    let plan_id = ledger.subscriptions[n].plan_id.clone();
    let price = catalogue.get(&plan_id).and_then(|plan| plan.prices.first());
    let paid = matches!(status, "FULFILLED" | "REPLACED");
    Order {
        id: rng.id("ordr_"),
        account_id: ledger.account_id.clone(),
        user_id: ledger.user_id.clone(),
        created_at: now - (n as i64 + 1) * DAY_MS,
        status: status.into(),
        kind: if n % 11 == 10 { "RECURRING" } else { "ONE_OFF" }.into(),
        notify: false,
        failure: (status == "FAILED").then(|| "INSUFFICIENT_FUNDS".into()),
        payment_id: paid.then(|| rng.id("pymt_")),
        currency: price.map_or("USD", |p| p.currency).into(),
        price: price.map_or(0, |p| p.value),
        quantity: 1,
        tops_up: None,
        subscriptions: if status == "FULFILLED" { vec![n] } else { Vec::new() },
        row_delay: Some(0),
        will_fail: None,
        origin: Origin::Past,
        plan_id,
    }
}
