//! The organisation's past: SIMs in every state, links with and without plans, and tasks that ended.

use super::catalogue::Catalogue;
use super::ledger::{Event, Item, Ledger, Outcome, Sim, Task};
use super::money::COLLECT_MS;
use super::options::Options;
use super::regions::ZONES;
use super::view::Origin;
use crate::stage::{DIGITS, HEX, iccid, millis};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Profile states of eSIMs that a traveller has.
const STATES: [&str; 6] = ["enabled", "available", "installed", "downloaded", "disabled", "deleted"];
const LINK_STATUSES: [&str; 5] = ["active", "active", "active", "suspended", "pre-active"];
const ACTIVATION_STATUSES: [&str; 4] = ["active", "pending", "depleted", "expired"];

/// A ledger of `options.sims` SIMs. `now` (Unix milliseconds) anchors the past; all else follows from the seed.
pub(crate) fn ledger(options: &Options, catalogue: &Catalogue, now: i64) -> Ledger {
    let mut ledger = Ledger::empty(options.seed, options.number_ids, now);
    for number in 0..options.sims {
        let sim = sim(&mut ledger, number, now);
        let sim = ledger.add_sim(sim);
        if number % 3 == 1 {
            link(&mut ledger, sim, number, catalogue, options, now);
        }
    }
    past_tasks(&mut ledger, now);
    ledger.set_balance(1_234_567_800, now);
    if options.collected {
        ledger.collect(catalogue, now - DAY_MS * 31);
        ledger.balance = None;
        ledger.collect(catalogue, now - HOUR_MS);
    }
    let next = if options.collected { COLLECT_MS - HOUR_MS } else { COLLECT_MS };
    ledger.due.push(now + next, Event::Collect);
    ledger.due.push(now + millis(options.sync_every).max(1), Event::Sync);
    ledger
}

fn sim(ledger: &mut Ledger, number: usize, now: i64) -> Sim {
    let esim = number % 5 != 4;
    let rng = &mut ledger.rng;
    let body = if number.is_multiple_of(7) {
        format!("8948010{:012}", number + 1)
    } else {
        format!("8948010{:011}", number + 1)
    };
    let matching_id = (esim && number % 17 != 5).then(|| rng.text("", 32, HEX));
    let mut sim = Sim {
        id: String::new(),
        iccid: iccid(&body),
        esim,
        status: status(number).into(),
        attached: false,
        created_at: now - 200 * DAY_MS + (number as i64 % 10_000) * HOUR_MS / 4,
        updated_at: now - DAY_MS - number as i64 * 61_149,
        msisdn: number.is_multiple_of(2).then(|| rng.text("482", 8, DIGITS)),
        imsi: (number % 4 != 1).then(|| rng.text("26001", 10, DIGITS)),
        imei: (number % 3 == 1).then(|| rng.text("35", 13, DIGITS)),
        eid: (esim && number % 3 == 1).then(|| rng.text("89049032", 24, DIGITS)),
        zones: zones(number),
        state: esim.then(|| if number % 37 == 36 { "error" } else { "available" }.to_owned()),
        matching_id,
        link: None,
        upstream: None,
    };
    sim.id = ledger.new_id();
    sim
}

/// Only `active` is documented; the others are words that such platforms have.
fn status(number: usize) -> &'static str {
    match number {
        n if n % 23 == 9 => "inactive",
        n if n % 29 == 11 => "SUSPENDED",
        n if n % 41 == 20 => "terminated",
        _ => "active",
    }
}

fn zones(number: usize) -> Vec<String> {
    let [world, east, west] = ZONES;
    let zones: &[&str] = match number {
        n if n % 20 == 13 => &[],
        n if n % 8 == 7 => &[east],
        n if n % 4 == 1 => &[world, east],
        n if n % 4 == 3 => &[world, west],
        _ => &[world],
    };
    zones.iter().map(|&zone| zone.to_owned()).collect()
}

fn link(ledger: &mut Ledger, sim: usize, number: usize, catalogue: &Catalogue, options: &Options, now: i64) {
    let turn = number / 3;
    let at = now - (5 + turn as i64 % 90) * DAY_MS;
    let status = LINK_STATUSES[turn % LINK_STATUSES.len()];
    let name = format!("AG-2026-{:06}_{}", 1000 + turn / 2, turn % 2 + 1);
    let link = ledger.add_link(sim, name, status, at, Origin::Past);
    ledger.sims[sim].updated_at = now - HOUR_MS - number as i64 * 7_123;
    let fitting: Vec<usize> = {
        let zones = &ledger.sims[sim].zones;
        (0..catalogue.plans.len()).filter(|&n| catalogue.fits(&catalogue.plans[n], zones)).collect()
    };
    if status != "pre-active" && !fitting.is_empty() {
        for n in 0..1 + turn % 2 {
            let plan = fitting[ledger.rng.below(fitting.len())];
            let word = if n == 0 { ACTIVATION_STATUSES[turn % 4] } else { "expired" };
            let activation =
                ledger.activate(link, &catalogue.plans[plan], "manual", at, Origin::Past, options);
            age(ledger, activation, word, now);
        }
    }
    let sim = &mut ledger.sims[sim];
    if sim.esim {
        sim.state = Some(STATES[turn % STATES.len()].into());
    }
    sim.attached = turn.is_multiple_of(STATES.len()) || (!sim.esim && turn.is_multiple_of(2));
    if turn % 19 == 18 {
        ledger.remove_link(link, now - DAY_MS);
    }
}

/// Makes an activation what it would be after some days.
fn age(ledger: &mut Ledger, position: usize, status: &str, now: i64) {
    let share = 5 + ledger.rng.below(60) as i64;
    let odd = ledger.rng.below(999_999) as i64;
    let row = &mut ledger.activations[position];
    row.status = status.into();
    row.counted_at = now;
    row.updated_at = now - HOUR_MS;
    if status == "pending" {
        return;
    }
    row.activated_at = Some(row.created_at + HOUR_MS);
    row.used = if status == "depleted" { row.allocated } else { row.allocated / 100 * share + odd };
    row.expires_at = match status {
        "expired" => Some(now - DAY_MS),
        _ if position.is_multiple_of(4) => None,
        _ => Some(now + 10 * DAY_MS),
    };
    if let (Some(end), "active") = (row.expires_at, status) {
        ledger.due.push(end, Event::Expire(position));
    }
}

/// One task that went well, one with failures, and one of a kind that says nothing about SIMs.
fn past_tasks(ledger: &mut Ledger, now: i64) {
    let linked: Vec<usize> = (0..ledger.links.len()).filter(|&n| !ledger.links[n].removed).collect();
    for (n, kind) in ["sim_bulk_provision", "sim_bulk_provision", "link_bulk_suspend"].into_iter().enumerate()
    {
        let at = now - (n as i64 + 2) * DAY_MS;
        let links = linked.iter().skip(n * 4).take(4);
        let items: Vec<Item> = links.map(|&link| past_item(ledger, link, kind, at)).collect();
        let mut task = Task {
            id: ledger.new_id(),
            kind: kind.into(),
            name_prefix: if kind == "sim_bulk_provision" {
                format!("AG-2026-00{n:04}")
            } else {
                String::new()
            },
            counter_start: 1,
            plan_ids: Vec::new(),
            items,
            created_at: at,
            updated_at: at + 9_000,
            origin: Origin::Past,
        };
        if n == 1
            && let Some(item) = task.items.first_mut()
        {
            item.outcome = Some(Outcome::Failed("SIM is already linked".into()));
        }
        ledger.add_task(task);
    }
}

fn past_item(ledger: &mut Ledger, link: usize, kind: &str, at: i64) -> Item {
    let sim = ledger.links[link].sim.map(|sim| &ledger.sims[sim]);
    let about_sim = kind == "sim_bulk_provision";
    let (target, iccid) = match sim {
        Some(sim) if about_sim => (sim.id.clone(), Some(sim.iccid.clone())),
        Some(_) | None => (ledger.links[link].id.clone(), None),
    };
    Item {
        id: ledger.new_id(),
        target,
        iccid,
        will_fail: None,
        outcome: Some(if about_sim { Outcome::Linked(link) } else { Outcome::Done }),
        created_at: at,
        updated_at: at + 9_000,
    }
}
