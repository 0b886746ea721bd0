//! What tests may read: copies of the ledger and of the packages on sale.

use super::catalogue::{Package, Place};
use super::ledger::Ledger;
use serde::{Deserialize, Serialize};

/// Who made an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It was there from the beginning.
    Past,
    /// A purchase over HTTP.
    Desk,
    /// Another desk of the same account, through the handle or a script.
    Foreign,
}

/// The whole ledger at one moment.
#[derive(Debug, Clone)]
pub struct LedgerView {
    /// Oldest row first; orders of the past stand before new ones.
    pub orders: Vec<OrderView>,
    /// Oldest row first, pending ones included.
    pub esims: Vec<EsimView>,
    /// Minor units of [`currency`](Self::currency).
    pub balance: i64,
    /// ISO 4217: `USD`, `IQD` (no decimals here) or `EUR`.
    pub currency: String,
    /// Orders and top-ups committed over HTTP since the ledger began.
    pub purchases: usize,
}

/// One order of an eSIM or of more data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// `order_…` or `topup_…`.
    pub reference: String,
    /// As ordered; `TOPUP_…` for more data.
    pub package_code: String,
    /// `pending`, `completed`, `failed`, `cancelled`, `refunded`.
    pub status: String,
    /// What was charged for all pieces, in minor units.
    pub amount: i64,
    /// ISO 4217.
    pub currency: String,
    /// Number of pieces.
    pub quantity: u32,
    /// More data for an eSIM that was there.
    pub topup: bool,
    /// The `idempotency_key` it came with.
    pub key: Option<String>,
    /// Unix milliseconds.
    pub created_at: i64,
    /// ICCIDs of what it produced or topped up, also while their details are pending.
    pub iccids: Vec<String>,
    /// Who made it.
    pub origin: Origin,
}

/// One eSIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsimView {
    /// The number that `esimId` names.
    pub id: i64,
    /// 19 or 20 digits.
    pub iccid: String,
    /// SM-DP+ host.
    pub smdp: String,
    /// The matching id.
    pub matching_id: String,
    /// Its details have not been given out yet.
    pub pending: bool,
    /// The list's word.
    pub status: String,
    /// The network's word.
    pub esim_status: String,
    /// As ordered.
    pub package_code: String,
    /// Reference of the order it came from.
    pub reference: String,
    /// Bytes; 0 for unlimited ones.
    pub total_bytes: i64,
    /// Bytes used by now.
    pub used_bytes: i64,
    /// Unix milliseconds.
    pub expires_at: Option<i64>,
}

impl EsimView {
    /// The activation code that a phone would scan.
    pub fn lpa(&self) -> String {
        format!("LPA:1${}${}", self.smdp, self.matching_id)
    }
}

impl LedgerView {
    pub(crate) fn of(ledger: &Ledger) -> Self {
        Self {
            orders: (0..ledger.orders.len()).map(|n| order(ledger, n)).collect(),
            esims: (0..ledger.esims.len()).map(|n| esim(ledger, n)).collect(),
            balance: ledger.balance,
            currency: ledger.account.currency().code().into(),
            purchases: usize::try_from(ledger.purchases).unwrap_or(usize::MAX),
        }
    }

    /// The order with this reference.
    pub fn order(&self, reference: &str) -> Option<&OrderView> {
        self.orders.iter().find(|row| row.reference == reference)
    }

    /// The eSIM with this ICCID.
    pub fn esim(&self, iccid: &str) -> Option<&EsimView> {
        self.esims.iter().find(|row| row.iccid == iccid)
    }

    /// Orders and top-ups that came over HTTP, oldest first.
    pub fn bought(&self) -> impl Iterator<Item = &OrderView> {
        self.orders.iter().filter(|row| row.origin == Origin::Desk)
    }
}

fn order(ledger: &Ledger, n: usize) -> OrderView {
    let row = &ledger.orders[n];
    OrderView {
        reference: row.reference.clone(),
        package_code: row.package_code.clone(),
        status: row.status.clone(),
        amount: row.amount,
        currency: row.currency.clone(),
        quantity: row.quantity,
        topup: row.topup,
        key: row.key.clone(),
        created_at: row.created_at,
        iccids: row.esims.iter().map(|&n| ledger.esims[n].iccid.clone()).collect(),
        origin: row.origin,
    }
}

fn esim(ledger: &Ledger, n: usize) -> EsimView {
    let row = &ledger.esims[n];
    EsimView {
        id: row.id,
        iccid: row.iccid.clone(),
        smdp: row.smdp.clone(),
        matching_id: row.matching_id.clone(),
        pending: row.pending,
        status: row.status.clone(),
        esim_status: row.esim_status.clone(),
        package_code: row.package_code.clone(),
        reference: ledger.orders[row.order].reference.clone(),
        total_bytes: row.total_bytes,
        used_bytes: row.used_bytes,
        expires_at: row.expires_at,
    }
}

/// A package on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageView {
    /// `package_code`.
    pub code: String,
    /// Country, region or `Global`.
    pub region: String,
    /// `local`, `regional`, `global` or `enterprise`.
    pub kind: String,
    /// ISO 3166-1 alpha-2 of a local package's country.
    pub country: Option<String>,
    /// MB of data; `None` = unlimited.
    pub megabytes: Option<i64>,
    /// Duration in days.
    pub days: i64,
    /// Price in minor units of the account's currency.
    pub cost: i64,
    /// Whether the catalogue lists it; the others can be bought by who knows the code.
    pub listed: bool,
    /// Its eSIMs take minutes to be ready.
    pub asynchronous: bool,
    /// Of eSIMfly's own network: suspension, diagnostics and top-up before the first use.
    pub network: bool,
    /// Its eSIMs take more data.
    pub rechargeable: bool,
}

impl PackageView {
    pub(crate) fn of(package: &Package, cost: i64, asynchronous: bool) -> Self {
        Self {
            code: package.code.clone(),
            region: package.place.name().into(),
            kind: package.kind().into(),
            country: match package.place {
                Place::Local(country) => Some(country.alpha2.into()),
                Place::Regional(_) | Place::Global => None,
            },
            megabytes: (!package.unlimited).then_some(package.megabytes),
            days: package.days,
            cost,
            listed: package.listed,
            asynchronous,
            network: package.is_network(),
            rechargeable: package.rechargeable(),
        }
    }
}
