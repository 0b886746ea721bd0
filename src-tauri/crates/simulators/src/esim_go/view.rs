//! What tests may read: copies of the ledger and of the bundles on sale.

use super::catalogue::Bundle;
use super::ledger::Ledger;
use super::records::BundleState;
use serde::{Deserialize, Serialize};

/// Who made an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It was there from the beginning.
    Past,
    /// A request over HTTP.
    Desk,
    /// Another desk of the same account, or the vendor's portal, through the handle.
    Foreign,
}

/// The whole ledger at one moment. Money is minor units of `currency`.
#[derive(Debug, Clone)]
pub struct LedgerView {
    /// Oldest row first: orders, applies and top-ups of the balance.
    pub orders: Vec<OrderView>,
    /// Oldest first; those that left the account are not among them.
    pub esims: Vec<EsimView>,
    /// Bundles on eSIMs, oldest first, of eSIMs that left too.
    pub assignments: Vec<AssignmentView>,
    /// Bundles in stock, in the order in which they came.
    pub stock: Vec<StockView>,
    /// Minor units.
    pub balance: i64,
    /// ISO 4217.
    pub currency: String,
    /// Real orders committed over HTTP since the ledger began.
    pub purchases: usize,
    /// What they cost together, in minor units.
    pub charged: i64,
}

/// One order, apply or top-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// UUID.
    pub reference: String,
    /// `bundle`, `bundleAssignment`, `topup`, `autoTopup` or `apiTopup`.
    pub kind: String,
    /// Bundle and pieces by line.
    pub bundles: Vec<(String, u32)>,
    /// ICCIDs that the pieces went onto, line by line.
    pub iccids: Vec<String>,
    /// Minor units for the whole order.
    pub total: i64,
    /// Unix milliseconds.
    pub created_at: i64,
    /// eSIM Go's word.
    pub status: String,
    /// Onto eSIMs, not into stock.
    pub assigned: bool,
    /// Who made it.
    pub origin: Origin,
}

/// One eSIM of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsimView {
    /// 19 or 20 digits.
    pub iccid: String,
    /// Second part of the activation code.
    pub matching_id: String,
    /// SM-DP+ host.
    pub smdp: String,
    /// What a phone asks for to unlock it.
    pub pin: String,
    /// What unlocks a blocked PIN.
    pub puk: String,
    /// The desk's own reference; empty when there is none.
    pub customer_ref: String,
    /// `Released`, `Downloaded`, `Installed` or `Unavailable`.
    pub profile_status: String,
    /// Reversible.
    pub suspended: bool,
    /// For ever.
    pub deactivated: bool,
}

impl EsimView {
    /// The activation code a phone would scan.
    pub fn lpa(&self) -> String {
        format!("LPA:1${}${}", self.smdp, self.matching_id)
    }
}

/// A bundle on an eSIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentView {
    /// Also `offerId`.
    pub id: String,
    /// The eSIM that carries it.
    pub iccid: String,
    /// Bundle name.
    pub bundle: String,
    /// `<order or apply UUID>-<n>`.
    pub reference: String,
    /// Its state.
    pub state: BundleState,
}

/// Pieces in stock that came together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockView {
    /// `usageId`.
    pub id: i64,
    /// Bundle name.
    pub bundle: String,
    /// Pieces that came.
    pub total: u32,
    /// Pieces that are left.
    pub remaining: u32,
}

/// A bundle on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleView {
    /// As ordered.
    pub name: String,
    /// Its group.
    pub group: String,
    /// ISO 3166-1 alpha-2, or the code of a region.
    pub code: String,
    /// Megabytes (1000 for a GB); `None` is unlimited.
    pub megabytes: Option<i64>,
    /// Duration in days.
    pub days: i64,
    /// Minor units for one piece.
    pub price: i64,
}

impl LedgerView {
    pub(crate) fn of(ledger: &Ledger) -> Self {
        let orders: Vec<OrderView> = (0..ledger.orders.len()).map(|n| order(ledger, n)).collect();
        let bought = orders.iter().filter(|row| row.origin == Origin::Desk && row.kind == "bundle");
        Self {
            charged: bought.map(|row| row.total).sum(),
            orders,
            esims: esims(ledger),
            assignments: assignments(ledger),
            stock: stock(ledger),
            balance: ledger.balance,
            currency: ledger.currency.clone(),
            purchases: usize::try_from(ledger.purchases).unwrap_or(usize::MAX),
        }
    }

    /// The order or apply with this UUID.
    pub fn order(&self, reference: &str) -> Option<&OrderView> {
        self.orders.iter().find(|row| row.reference == reference)
    }

    /// The eSIM with this ICCID.
    pub fn esim(&self, iccid: &str) -> Option<&EsimView> {
        self.esims.iter().find(|row| row.iccid == iccid)
    }

    /// Real orders made over HTTP, oldest first.
    pub fn bought(&self) -> impl Iterator<Item = &OrderView> {
        self.orders.iter().filter(|row| row.origin == Origin::Desk && row.kind == "bundle")
    }

    /// The bundles on an eSIM, oldest first.
    pub fn on_esim<'a>(&'a self, iccid: &'a str) -> impl Iterator<Item = &'a AssignmentView> {
        self.assignments.iter().filter(move |row| row.iccid == iccid)
    }
}

fn order(ledger: &Ledger, n: usize) -> OrderView {
    let row = &ledger.orders[n];
    let named = row.lines.iter().filter_map(|line| Some((line.bundle.clone()?, line.quantity)));
    let esims = row.lines.iter().flat_map(|line| &line.esims);
    OrderView {
        reference: row.reference.clone(),
        kind: row.kind.clone(),
        bundles: named.collect(),
        iccids: esims.map(|&esim| ledger.esims[esim].iccid.clone()).collect(),
        total: row.total,
        created_at: row.created_at,
        status: row.status.clone(),
        assigned: row.assigned,
        origin: row.origin,
    }
}

fn esims(ledger: &Ledger) -> Vec<EsimView> {
    let here = ledger.esims.iter().filter(|row| !row.gone);
    here.map(|row| EsimView {
        iccid: row.iccid.clone(),
        matching_id: row.matching_id.clone(),
        smdp: row.smdp.clone(),
        pin: row.pin.clone(),
        puk: row.puk.clone(),
        customer_ref: row.customer_ref.clone(),
        profile_status: row.profile_status.clone(),
        suspended: row.suspended,
        deactivated: row.deactivated,
    })
    .collect()
}

fn assignments(ledger: &Ledger) -> Vec<AssignmentView> {
    let rows = ledger.assignments.iter();
    rows.map(|row| AssignmentView {
        id: row.id.clone(),
        iccid: ledger.esims[row.esim].iccid.clone(),
        bundle: row.bundle.clone(),
        reference: row.reference.clone(),
        state: row.state,
    })
    .collect()
}

fn stock(ledger: &Ledger) -> Vec<StockView> {
    let rows = ledger.stock.iter();
    rows.map(|row| StockView {
        id: row.id,
        bundle: row.bundle.clone(),
        total: row.total,
        remaining: row.remaining,
    })
    .collect()
}

impl BundleView {
    pub(crate) fn of(bundle: &Bundle, price: i64) -> Self {
        Self {
            name: bundle.name.clone(),
            group: bundle.kind.group().to_owned(),
            code: bundle.code().to_owned(),
            megabytes: bundle.megabytes,
            days: bundle.days,
            price,
        }
    }
}
