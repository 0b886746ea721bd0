//! What tests may read: copies of the ledger, of the plans, and of the requests that came in.

use super::catalogue::{Data, Plan, Price};
use super::ledger::Ledger;
use crate::stage;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who made an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It was there from the beginning.
    Past,
    /// A purchase over HTTP.
    Desk,
    /// Another desk of the same account, through the handle.
    Foreign,
}

/// The whole ledger at one moment.
#[derive(Debug, Clone)]
pub struct LedgerView {
    /// Oldest row first; orders of the past stand before new ones.
    pub orders: Vec<OrderView>,
    /// In the order of `GET /esims`.
    pub esims: Vec<EsimView>,
    /// In the order of `GET /subscriptions/`.
    pub subscriptions: Vec<SubscriptionView>,
    /// Minor units by currency.
    pub balances: BTreeMap<String, i64>,
    /// Purchases committed over HTTP since the ledger began.
    pub purchases: usize,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// `ordr_…`.
    pub id: String,
    /// `plan_…`.
    pub plan_id: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// ZIM's word.
    pub status: String,
    /// The first eSIM it produced, or the one it topped up.
    pub esim_id: Option<String>,
    /// The first subscription it produced.
    pub subscription_id: Option<String>,
    /// Minor units for the whole order.
    pub price: i64,
    /// ISO 4217.
    pub currency: String,
    /// Number of plans bought.
    pub quantity: u32,
    /// `ONE_OFF`, `TOP_UP` or `RECURRING`.
    pub kind: String,
    /// Whether ZIM would have written to the traveller.
    pub notify_recipient: bool,
    /// Account that it was bought for.
    pub account_id: String,
    /// User that it was bought for.
    pub user_id: String,
    /// Who made it.
    pub origin: Origin,
}

/// One eSIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsimView {
    /// `esim_…`.
    pub id: String,
    /// 19 or 20 digits; absent while being prepared.
    pub iccid: Option<String>,
    /// Absent while being prepared.
    pub matching_id: Option<String>,
    /// SM-DP+ host; absent while being prepared.
    pub smdp: Option<String>,
    /// ZIM's word.
    pub status: String,
    /// Digits without `+`.
    pub msisdn: Option<String>,
}

impl EsimView {
    /// The activation code a phone would scan; `None` until both of its parts are there.
    pub fn lpa(&self) -> Option<String> {
        Some(format!("LPA:1${}${}", self.smdp.as_ref()?, self.matching_id.as_ref()?))
    }
}

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionView {
    /// `sub_…` or `subs_…`.
    pub id: String,
    /// The eSIM that carries it.
    pub esim_id: String,
    /// `plan_…`.
    pub plan_id: String,
    /// ZIM's word.
    pub status: String,
}

impl LedgerView {
    pub(crate) fn of(ledger: &Ledger) -> Self {
        Self {
            orders: (0..ledger.orders.len()).map(|n| order(ledger, n)).collect(),
            esims: ledger
                .esims
                .iter()
                .map(|row| EsimView {
                    id: row.id.clone(),
                    iccid: row.iccid.clone(),
                    matching_id: row.matching_id.clone(),
                    smdp: row.smdp.clone(),
                    status: row.status.clone(),
                    msisdn: row.msisdn.clone(),
                })
                .collect(),
            subscriptions: ledger
                .subscriptions
                .iter()
                .map(|row| SubscriptionView {
                    id: row.id.clone(),
                    esim_id: ledger.esims[row.esim].id.clone(),
                    plan_id: row.plan_id.clone(),
                    status: row.status.clone(),
                })
                .collect(),
            balances: ledger.balances.clone(),
            purchases: usize::try_from(ledger.purchases).unwrap_or(usize::MAX),
        }
    }

    /// The order with this id.
    pub fn order(&self, id: &str) -> Option<&OrderView> {
        self.orders.iter().find(|row| row.id == id)
    }

    /// The eSIM with this id.
    pub fn esim(&self, id: &str) -> Option<&EsimView> {
        self.esims.iter().find(|row| row.id == id)
    }

    /// Orders bought over HTTP, oldest first.
    pub fn bought(&self) -> impl Iterator<Item = &OrderView> {
        self.orders.iter().filter(|row| row.origin == Origin::Desk)
    }
}

fn order(ledger: &Ledger, n: usize) -> OrderView {
    let row = &ledger.orders[n];
    let made = row.subscriptions.first().map(|&s| &ledger.subscriptions[s]);
    OrderView {
        id: row.id.clone(),
        plan_id: row.plan_id.clone(),
        created_at: row.created_at,
        status: row.status.clone(),
        esim_id: made.map(|s| ledger.esims[s.esim].id.clone()),
        subscription_id: made.map(|s| s.id.clone()),
        price: row.price,
        currency: row.currency.clone(),
        quantity: row.quantity,
        kind: row.kind.clone(),
        notify_recipient: row.notify,
        account_id: row.account_id.clone(),
        user_id: row.user_id.clone(),
        origin: row.origin,
    }
}

/// A plan on sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanView {
    /// `plan_…`.
    pub id: String,
    /// ISO 3166-1 alpha-3 of a local plan's destination.
    pub iso3: Option<String>,
    /// Megabytes (1 GB = 1024 MB); `None` = unlimited.
    pub megabytes: Option<i64>,
    /// Duration in days.
    pub days: i64,
    /// Whether it has calls and texts.
    pub voice: bool,
    /// (currency, minor units, number of decimals).
    pub prices: Vec<(String, i64, u8)>,
}

impl PlanView {
    pub(crate) fn of(plan: &Plan, prices: &[Price]) -> Self {
        Self {
            id: plan.id.clone(),
            iso3: plan.iso3().map(str::to_owned),
            megabytes: match plan.data {
                Data::Megabytes(n) => Some(n),
                Data::Gigabytes(n) => Some(n * 1024),
                Data::Unlimited => None,
            },
            days: plan.days,
            voice: plan.voice.is_some(),
            prices: prices.iter().map(|p| (p.currency.to_owned(), p.value, p.exponent)).collect(),
        }
    }

    /// Price in minor units of `currency`.
    pub fn price(&self, currency: &str) -> Option<i64> {
        self.prices.iter().find(|(c, _, _)| c == currency).map(|(_, minor, _)| *minor)
    }
}

/// A request as it came in. Secrets and tokens are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSeen {
    /// Upper case.
    pub method: String,
    /// As sent, without the query.
    pub path: String,
    /// Without the question mark; empty when there is none.
    pub query: String,
    /// `X-App-Identifier`.
    pub app_identifier: Option<String>,
    /// First word of `Authorization`.
    pub authorization_scheme: Option<String>,
    /// As sent; a `client_secret` in it is replaced by stars.
    pub body: String,
}

impl RequestSeen {
    pub(crate) fn of(seen: &stage::RequestSeen) -> Self {
        let first = |value: &str| value.split_whitespace().next().map(str::to_owned);
        Self {
            method: seen.method.clone(),
            path: seen.path.clone(),
            query: seen.query.clone(),
            app_identifier: seen.header("x-app-identifier").map(str::to_owned),
            authorization_scheme: seen.header("authorization").and_then(first),
            body: seen.body.clone(),
        }
    }
}
