//! What a purchase, an apply and a top-up of the balance do to the books.

use super::catalogue::{Bundle, Catalogue};
use super::faults::Twist;
use super::ledger::{Event, LAPSE_MS, Ledger};
use super::options::Options;
use super::records::{Assignment, BundleState, Line, Order};
use super::view::Origin;
use crate::stage::millis;

/// Up to so many bundles go onto their eSIMs at once.
pub(crate) const AT_ONCE: usize = 5;
/// Most bundles that may wait on one eSIM.
pub(crate) const WAITING: usize = 30;

/// One line of an order as it was asked for.
#[derive(Debug)]
pub(crate) struct Wanted<'p> {
    pub bundle: &'p Bundle,
    pub quantity: u32,
    /// One for each piece when `assign` is set: an own eSIM, or a new one.
    pub targets: Vec<Option<usize>>,
    pub allow_reassign: bool,
}

/// An order that was read and found good.
#[derive(Debug)]
pub(crate) struct Purchase<'p> {
    pub lines: Vec<Wanted<'p>>,
    pub assign: bool,
    pub profile: usize,
    pub origin: Origin,
    pub twist: Option<Twist>,
}

impl Purchase<'_> {
    /// Minor units for the whole order.
    pub fn total(&self, ledger: &Ledger) -> i64 {
        self.lines.iter().map(|line| ledger.price_of(line.bundle) * i64::from(line.quantity)).sum()
    }

    pub fn pieces(&self) -> usize {
        self.lines.iter().map(|line| line.quantity as usize).sum()
    }
}

/// The balance does not cover it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct InsufficientBalance;

impl Ledger {
    /// Takes the money and gives the bundles. The order's position.
    pub fn buy(
        &mut self,
        purchase: Purchase<'_>,
        catalogue: &Catalogue,
        options: &Options,
        now: i64,
    ) -> Result<usize, InsufficientBalance> {
        let total = purchase.total(self);
        if total > self.balance {
            return Err(InsufficientBalance);
        }
        self.balance -= total;
        self.purchases += u64::from(purchase.origin == Origin::Desk);
        let lines = purchase.lines.iter().map(|line| self.line(line, purchase.assign)).collect();
        let mut order = self.blank_order("bundle", lines, options, now);
        order.total = total;
        order.assigned = purchase.assign;
        order.profile = purchase.profile;
        order.origin = purchase.origin;
        if purchase.assign {
            order.message = format!("Order completed: {} eSIMs assigned", purchase.pieces());
        }
        if purchase.origin == Origin::Foreign {
            order.source_ip = "198.51.100.23".into();
        }
        let pieces = purchase.pieces();
        order.turn(purchase.twist, now);
        let position = self.add_order(order);
        if purchase.assign {
            self.hand_when_due(position, pieces, catalogue, options, now);
        } else {
            self.put_into_stock(position, now);
        }
        self.changed();
        Ok(position)
    }

    fn line(&self, wanted: &Wanted<'_>, assign: bool) -> Line {
        Line {
            item: wanted.bundle.name.clone(),
            bundle: Some(wanted.bundle.name.clone()),
            quantity: wanted.quantity,
            price: self.price_of(wanted.bundle),
            allow_reassign: wanted.allow_reassign,
            targets: if assign { wanted.targets.clone() } else { Vec::new() },
            esims: Vec::new(),
        }
    }

    pub fn blank_order(&mut self, kind: &str, lines: Vec<Line>, options: &Options, now: i64) -> Order {
        Order {
            reference: self.rng.uuid(),
            kind: kind.to_owned(),
            lines,
            total: 0,
            balance_after: self.balance,
            created_at: now,
            status: "completed".into(),
            status_in_the_end: "completed".into(),
            message: "Order completed".into(),
            assigned: false,
            source_ip: "127.0.0.1".into(),
            profile: 0,
            origin: Origin::Desk,
            ready_at: now + millis(options.assignments_after),
            listed_at: now,
            processing: Some(millis(options.processing)),
            assignments: Vec::new(),
        }
    }

    /// A few bundles go onto their eSIMs at once, many a little later.
    pub fn hand_when_due(
        &mut self,
        order: usize,
        pieces: usize,
        catalogue: &Catalogue,
        options: &Options,
        now: i64,
    ) {
        if pieces <= AT_ONCE {
            self.hand(order, catalogue, now);
            return;
        }
        let due = now + millis(options.many_after);
        let row = &mut self.orders[order];
        row.ready_at = row.ready_at.max(due);
        if row.status == "completed" {
            row.status = options.many_status.clone();
        }
        self.due.push(due, Event::Hand(order));
    }

    /// Puts an order's bundles onto their eSIMs.
    pub fn hand(&mut self, order: usize, catalogue: &Catalogue, now: i64) {
        for n in 0..self.orders[order].lines.len() {
            let line = self.orders[order].lines[n].clone();
            let Some(bundle) = line.bundle.as_deref().and_then(|name| catalogue.get(name)) else { continue };
            for target in line.targets {
                let profile = self.orders[order].profile;
                let esim = target.unwrap_or_else(|| self.new_esim_for(bundle, profile, now));
                self.orders[order].lines[n].esims.push(esim);
                self.assign(order, esim, bundle, line.price, now);
            }
        }
        let row = &mut self.orders[order];
        row.status = row.status_in_the_end.clone();
        self.changed();
    }

    fn new_esim_for(&mut self, bundle: &Bundle, profile: usize, now: i64) -> usize {
        let upstream = bundle.upstreams.first().copied().unwrap_or_default();
        let esim = self.new_esim(upstream, profile, now);
        if bundle.calls().is_some() {
            self.esims[esim].msisdn = Some(format!("44770090{:04}", esim % 10_000));
        }
        esim
    }

    fn assign(&mut self, order: usize, esim: usize, bundle: &Bundle, paid: i64, now: i64) {
        let position = self.assignments.len();
        let row = &mut self.orders[order];
        let (reference, processing) = (row.reference.clone(), row.processing);
        let index = row.assignments.len();
        row.assignments.push(position);
        self.esims[esim].assignments.push(position);
        self.assignments.push(Assignment {
            id: (215_000_001 + position).to_string(),
            esim,
            bundle: bundle.name.clone(),
            reference: format!("{reference}-{index}"),
            state: BundleState::Processing,
            made_at: now,
            bought_at: now,
            paid,
            start: None,
            end: None,
            used: 0,
            counted_at: now,
        });
        match processing {
            Some(0) => self.assignments[position].state = BundleState::Queued,
            Some(delay) => self.due.push(now + delay, Event::Queue(position)),
            None => {}
        }
        self.due.push(now + LAPSE_MS, Event::Lapse(position));
        self.note(esim, "Bundle Applied", Some(&bundle.name), now);
    }

    /// Raises the balance by money from elsewhere, which the order list shows as a row of this kind.
    pub fn top_up(&mut self, kind: &str, amount: i64, origin: Origin, options: &Options, now: i64) -> usize {
        self.balance += amount;
        let line = Line {
            item: String::new(),
            bundle: None,
            quantity: 1,
            price: amount,
            allow_reassign: false,
            targets: Vec::new(),
            esims: Vec::new(),
        };
        let mut order = self.blank_order(kind, vec![line], options, now);
        order.total = amount;
        order.origin = origin;
        let position = self.add_order(order);
        self.changed();
        position
    }
}

impl Order {
    fn turn(&mut self, twist: Option<Twist>, now: i64) {
        match twist {
            Some(Twist::OrderStatus(status)) => {
                self.status_in_the_end = status.clone();
                self.status = status;
            }
            Some(Twist::ListedLate(delay)) => self.listed_at = now + millis(delay),
            Some(Twist::ReadyLate(delay)) => {
                self.ready_at = now + millis(delay);
                self.processing = Some(millis(delay));
            }
            Some(Twist::NeverReady) => self.processing = None,
            Some(Twist::OtherEsim) => {
                for target in self.lines.iter_mut().flat_map(|line| &mut line.targets) {
                    *target = None;
                }
            }
            Some(Twist::TextError(_) | Twist::StillProcessing(_) | Twist::PageShifts | Twist::CsvAnyway)
            | None => {}
        }
    }
}
