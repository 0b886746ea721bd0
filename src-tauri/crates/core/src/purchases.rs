//! The commands of orders: who works at which desk is added here, everything else is the journal's.

use crate::api::{
    Failure, OrderAct, OrderDetail, OrderPage, OrderPlace, OrderQuery, OrderRef, OrderSettle, OrderView,
};
use crate::app::App;
use crate::desk::Desk;
use crate::orders::Here;
use std::sync::Arc;

/// Writes the intents of a purchase; the worker sends them.
pub(crate) async fn place(app: &Arc<App>, request: OrderPlace) -> Result<Vec<OrderView>, Failure> {
    let desk = app.desk();
    let here = here(&desk).await?;
    desk.orders.write_intents(request, here).await
}

/// A page of the journal.
pub(crate) async fn page(app: &Arc<App>, query: OrderQuery) -> Result<OrderPage, Failure> {
    app.desk().orders.page(query).await
}

/// One order and its events.
pub(crate) async fn detail(app: &Arc<App>, request: OrderRef) -> Result<OrderDetail, Failure> {
    app.desk().orders.detail(&request.key).await
}

/// Sends an intent that waited for a person.
pub(crate) async fn send(app: &Arc<App>, request: OrderAct) -> Result<OrderView, Failure> {
    let desk = app.desk();
    desk.orders.resume(&request.key, here(&desk).await?.staff.as_deref()).await
}

/// Gives an intent up.
pub(crate) async fn withdraw(app: &Arc<App>, request: OrderAct) -> Result<OrderView, Failure> {
    let desk = app.desk();
    desk.orders.withdraw(&request.key, here(&desk).await?.staff.as_deref()).await
}

/// Looks for an order's outcome now.
pub(crate) async fn look(app: &Arc<App>, request: OrderAct) -> Result<OrderView, Failure> {
    app.desk().orders.look_now(&request.key).await
}

/// A person decides what became of an order.
pub(crate) async fn settle(app: &Arc<App>, request: OrderSettle) -> Result<OrderView, Failure> {
    let desk = app.desk();
    let staff = here(&desk).await?.staff;
    let OrderSettle { key, seen, decision, reason, .. } = request;
    desk.orders.settle(&key, seen, decision, &reason, staff.as_deref()).await
}

async fn here(desk: &Desk) -> Result<Here, Failure> {
    let settings = desk.settings().await?;
    Ok(Here { desk: settings.desk, staff: settings.working })
}
