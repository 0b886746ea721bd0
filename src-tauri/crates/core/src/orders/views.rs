//! How orders stand before the window.

use super::doubt::{AT_LEAST, earliest_end};
use super::order::head;
use super::{LaneOf, Order, Orders, WalletFacts};
use crate::api::{
    CandidateView, Failure, OrderDetail, OrderEsim, OrderEventView, OrderFilter, OrderPage, OrderQuery,
    OrderView, Sharing,
};
use esim_desk_model::{Iccid, OrderKey, OrderState, Timestamp, WalletId};
use esim_desk_store::record::orders::{self as stored, OrderCounts, OrderRow, WaitingSince};
use std::collections::HashMap;

/// As many rows as one page takes.
const MOST: u32 = 100;

impl Orders {
    /// A page of the journal.
    ///
    /// # Errors
    /// Those of the record.
    pub async fn page(&self, query: OrderQuery) -> Result<OrderPage, Failure> {
        let filter = match query.filter {
            OrderFilter::All => stored::OrderFilter::All,
            OrderFilter::Open => stored::OrderFilter::Open,
            OrderFilter::Waiting => stored::OrderFilter::Waiting(self.waiting_since()),
            OrderFilter::Purchase { parent } => stored::OrderFilter::Purchase(parent),
        };
        let record = &self.around.record;
        let found = record.orders_page(filter, &query.text, query.offset, query.limit.min(MOST)).await?;
        let counts = self.counts(None).await?;
        let rows = self.views(found.rows).await?;
        Ok(OrderPage { rows, total: found.total, open: counts.open, waiting: counts.waiting })
    }

    /// How many orders are open and how many need somebody; of one wallet or of all.
    ///
    /// # Errors
    /// Those of the record.
    pub async fn counts(&self, wallet: Option<&WalletId>) -> Result<OrderCounts, Failure> {
        Ok(self.around.record.order_counts(wallet, self.waiting_since()).await?)
    }

    /// One order and all that happened to it.
    ///
    /// # Errors
    /// `order_not_found`; those of the record.
    pub async fn detail(&self, key: &OrderKey) -> Result<OrderDetail, Failure> {
        let order = self.order(key).await?;
        let events = self.around.record.order_events(key).await?.into_iter();
        let events = events
            .map(|event| OrderEventView {
                at: event.at,
                event: event.event,
                note: event.note,
                staff: event.staff,
            })
            .collect();
        Ok(OrderDetail { order: self.view(order.row).await?, events })
    }

    pub(super) async fn view(&self, row: OrderRow) -> Result<OrderView, Failure> {
        let order = Order::of(row)?;
        let open = if order.row.state == OrderState::Intent {
            self.open(Some(order.lane_of())).await?
        } else {
            Vec::new()
        };
        let facts = self.facts(&order.row.wallet_id).await;
        Ok(self.view_of(order, &facts, &open).await)
    }

    pub(super) async fn views(&self, rows: Vec<OrderRow>) -> Result<Vec<OrderView>, Failure> {
        let mut lanes: HashMap<LaneOf, Vec<Order>> = HashMap::new();
        for order in self.open(None).await? {
            lanes.entry(order.lane_of()).or_default().push(order);
        }
        let mut wallets: HashMap<WalletId, WalletFacts> = HashMap::new();
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let order = Order::of(row)?;
            let id = &order.row.wallet_id;
            if !wallets.contains_key(id) {
                wallets.insert(id.clone(), self.facts(id).await);
            }
            let facts = wallets[id].clone();
            let open = lanes.get(&order.lane_of()).map(Vec::as_slice).unwrap_or_default();
            views.push(self.view_of(order, &facts, open).await);
        }
        Ok(views)
    }

    fn waiting_since(&self) -> WaitingSince {
        let now = self.around.clock.now();
        WaitingSince {
            run: self.run.clone(),
            unknown_before: now.saturating_sub(AT_LEAST).unwrap_or(Timestamp::MIN),
        }
    }

    async fn facts(&self, wallet: &WalletId) -> WalletFacts {
        self.around.wallets.facts(wallet).await.unwrap_or_else(|_| WalletFacts {
            name: String::new(),
            supplier: String::new(),
            environment: String::new(),
            sharing: Sharing::Others,
            usual_seconds: 0,
        })
    }

    /// `open`: the open orders of the same lane, oldest first.
    async fn view_of(&self, order: Order, facts: &WalletFacts, open: &[Order]) -> OrderView {
        let (esim, candidates) = (self.esim_of(&order).await, self.candidates_of(&order).await);
        let now = self.around.clock.now();
        let checking_until = if order.row.state == OrderState::Unknown && candidates.is_empty() {
            let sent = self.last_sent(&order).await.unwrap_or(order.row.sending_since);
            Some(earliest_end(sent, now))
        } else {
            None
        };
        let needs_confirmation = order.row.state == OrderState::Intent && order.row.run != self.run;
        let behind = if order.may_be_sent(&self.run) {
            head(open.iter(), &self.run).filter(|first| first.row.key != order.row.key)
        } else {
            None
        };
        let behind = behind.map(|first| first.row.number.clone());
        let (adds_data, (from_stock, already_paid)) = (order.onto().is_some(), order.stock());
        let Order { row, request, trip, taken, failure, items, .. } = order;
        OrderView {
            key: row.key,
            number: row.number,
            parent: row.parent,
            state: row.state,
            failure,
            taken,
            reference: row.reference,
            wallet_id: row.wallet_id,
            wallet_name: facts.name.clone(),
            supplier: facts.supplier.clone(),
            plan: request.plan,
            price_seen: request.price,
            price_charged: row.price_charged,
            traveller: row.traveller,
            booking: row.booking,
            trip,
            desk: row.desk,
            staff: row.staff,
            created_at: row.created_at,
            updated_at: row.updated_at,
            sending_since: row.sending_since,
            esim,
            adds_data,
            from_stock,
            already_paid,
            count: request.count,
            items,
            candidates,
            checking_until,
            needs_confirmation,
            behind,
            usual_seconds: facts.usual_seconds,
            settled_reason: row.settled,
        }
    }

    async fn esim_of(&self, order: &Order) -> Option<OrderEsim> {
        let onto = order.onto().map(|(esim, _)| esim.clone());
        let esim_id = order.row.esim_id.clone().or(onto)?;
        let iccid = match order.row.iccid.clone() {
            Some(iccid) => Some(iccid),
            None => self.around.plans.iccid(&order.row.wallet_id, &esim_id).await,
        };
        Some(OrderEsim { esim_id, iccid, kit_ready: order.row.kit_ready })
    }

    /// What a person may still adopt; a candidate keeps its place even when others are owned meanwhile.
    async fn candidates_of(&self, order: &Order) -> Vec<CandidateView> {
        let mut views = Vec::new();
        if order.row.state.is_final() {
            return views;
        }
        for (index, found) in (0u32..).zip(&order.candidates) {
            if self.is_owned(order, found).await.unwrap_or(true) {
                continue;
            }
            let iccid: Option<Iccid> = match &found.esim {
                Some(esim) => self.around.plans.iccid(&order.row.wallet_id, esim).await,
                None => None,
            };
            views.push(CandidateView {
                index,
                reference: found.reference.clone(),
                esim_id: found.esim.clone(),
                iccid,
                service_id: found.service.clone(),
                created_at: found.created_at,
                evidence: found.evidence,
            });
        }
        views
    }
}
