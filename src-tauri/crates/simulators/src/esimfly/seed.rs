//! The account's past: eSIMs in every status, the orders they came from, and orders in every state.

use super::catalogue::{Catalogue, Package};
use super::ledger::{Event, Ledger, Order};
use super::options::Options;
use super::purchase::Purchase;
use super::time::DAY_MS;
use super::view::Origin;
use crate::stage::Rng;

const HOUR_MS: i64 = DAY_MS / 24;
const STRANGERS: [&str; 3] = ["8948010010099000001", "8948010010099000002", "8948010010099000003"];

/// What has become of an eSIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Fresh,
    Installed,
    /// Its code was never delivered.
    Pending,
    Active,
    Suspended,
    Depleted,
    Expired,
    UsedExpired,
    Cancelled,
    Deleted,
}

const FATES: [Fate; 11] = [
    Fate::Active,
    Fate::Fresh,
    Fate::Expired,
    Fate::Installed,
    Fate::Depleted,
    Fate::Active,
    Fate::Cancelled,
    Fate::Deleted,
    Fate::UsedExpired,
    Fate::Suspended,
    Fate::Fresh,
];

/// A ledger with `options.esims` eSIMs. `now` (Unix milliseconds) anchors the past; all else follows from the seed.
pub(crate) fn ledger(options: &Options, catalogue: &Catalogue, now: i64) -> Ledger {
    let mut ledger = Ledger::empty(options.seed, options.account);
    ledger.strangers = STRANGERS.map(str::to_owned).to_vec();
    let mut rng = Rng::new(options.seed ^ 0xE51F);
    let sold: Vec<&Package> =
        catalogue.packages.iter().filter(|package| package.listed && ledger.sells(package)).collect();
    if sold.is_empty() {
        return ledger;
    }
    let mut round = 0;
    while ledger.esims.len() < options.esims {
        let left = options.esims - ledger.esims.len();
        let fate = if round % 30 == 17 { Fate::Pending } else { FATES[round % FATES.len()] };
        let mut package = sold[rng.below(sold.len())];
        while package.unlimited && matches!(fate, Fate::Depleted | Fate::UsedExpired) {
            package = sold[rng.below(sold.len())];
        }
        let quantity = if round % 9 == 4 && left >= 3 { 3 } else { 1 };
        let created = now - (left as i64) * 7 * HOUR_MS;
        let order = past_order(&mut ledger, package, quantity, created);
        for n in ledger.orders[order].esims.clone() {
            become_of(&mut ledger, n, fate, now, &mut rng);
        }
        finish(&mut ledger, order, fate, round);
        round += 1;
    }
    ledger
}

fn past_order(ledger: &mut Ledger, package: &Package, quantity: u32, created: i64) -> usize {
    let amount = ledger.price(package) * i64::from(quantity);
    let purchase = Purchase { package, quantity, key: None, working: 0, details: None, origin: Origin::Past };
    ledger.write(&purchase, amount, created)
}

fn become_of(ledger: &mut Ledger, n: usize, fate: Fate, now: i64, rng: &mut Rng) {
    let created = ledger.esims[n].created_at;
    if fate == Fate::Pending {
        return;
    }
    ledger.esims[n].become_ready(created, n % 7 == 3);
    let days = ledger.esims[n].days * DAY_MS;
    match fate {
        Fate::Fresh | Fate::Pending => {}
        Fate::Installed => {
            ledger.esims[n].esim_status = "Installed".into();
            ledger.esims[n].profile_status = Some("Enable".into());
        }
        Fate::Active | Fate::Suspended => {
            let percent = 5 + rng.below(60) as i64;
            begin(ledger, n, now - days * percent / 100, percent);
            ledger.esims[n].counted_at = now;
            let next = ledger.esims[n].next_check(now);
            ledger.due.push(next, Event::Check(n));
            if fate == Fate::Suspended {
                ledger.esims[n].esim_status = "Disconnected".into();
            }
        }
        Fate::Depleted => end(ledger, n, now - days / 2, 100, "DEPLETED"),
        Fate::Expired => end(ledger, n, now - days - DAY_MS, 40, "EXPIRED"),
        Fate::UsedExpired => end(ledger, n, now - days - DAY_MS, 100, "USED_EXPIRED"),
        Fate::Deleted => end(ledger, n, now - days - 2 * DAY_MS, 60, "DELETED"),
        Fate::Cancelled => {
            let esim = &mut ledger.esims[n];
            (esim.status, esim.esim_status) = ("CANCELLED".into(), "Not Active".into());
            esim.sim_status = "FREE".into();
        }
    }
    let esim = &mut ledger.esims[n];
    (esim.stored_bytes, esim.stored_at) = (esim.used_bytes, now);
}

/// It was activated then and has used so many percent of its data.
fn begin(ledger: &mut Ledger, n: usize, activated: i64, percent: i64) {
    let esim = &mut ledger.esims[n];
    esim.created_at = esim.created_at.min(activated - HOUR_MS);
    esim.activated_at = Some(activated);
    esim.expires_at = Some(activated + esim.days * DAY_MS);
    (esim.status, esim.esim_status) = ("ACTIVE".into(), "Active".into());
    esim.profile_status = Some("Enable".into());
    let whole = if esim.total_bytes == 0 { esim.days << 30 } else { esim.total_bytes };
    esim.used_bytes = whole / 100 * percent + whole % 100 * percent / 100;
}

fn end(ledger: &mut Ledger, n: usize, activated: i64, percent: i64, status: &str) {
    begin(ledger, n, activated, percent);
    let esim = &mut ledger.esims[n];
    (esim.status, esim.esim_status) = (status.into(), "Not Active".into());
    if status == "DELETED" {
        esim.profile_status = Some("Disable".into());
    }
}

/// The order's own state; now and then another order that came to nothing, or one for more data.
fn finish(ledger: &mut Ledger, position: usize, fate: Fate, round: usize) {
    let first = ledger.orders[position].esims[0];
    let order = &mut ledger.orders[position];
    order.created_at = ledger.esims[first].created_at;
    order.status = match fate {
        Fate::Pending => "pending",
        Fate::Cancelled => "cancelled",
        Fate::Fresh | Fate::Installed | Fate::Active | Fate::Suspended => "completed",
        Fate::Depleted | Fate::Expired | Fate::UsedExpired | Fate::Deleted => "completed",
    }
    .into();
    let created_at = order.created_at;
    if round % 13 == 6 {
        let other = if order.currency == "USD" { "IQD" } else { "USD" };
        other.clone_into(&mut order.currency);
    }
    let copy = order.clone();
    match round % 12 {
        5 if fate == Fate::Active => {
            let topup = Order {
                package_code: format!("TOPUP_{}", copy.package_code),
                topup: true,
                esims: vec![first],
                created_at: created_at + HOUR_MS,
                ..copy
            };
            add(ledger, topup, "topup");
        }
        7 => add(ledger, Order { status: "failed".into(), esims: Vec::new(), ..copy }, "order"),
        11 => add(ledger, Order { status: "refunded".into(), esims: Vec::new(), ..copy }, "order"),
        _ => {}
    }
}

fn add(ledger: &mut Ledger, order: Order, prefix: &str) {
    let id = ledger.new_id();
    let reference = ledger.new_reference(prefix, order.created_at);
    ledger.add_order(Order { id, reference, ..order });
}
