//! The order commands of the table, thin over [`Orders`](super::Orders).

use super::Here;
use crate::app::App;
use crate::api::{
    Failure, OrderAct, OrderDetail, OrderPage, OrderPlace, OrderQuery, OrderRef, OrderSettle, OrderView,
};
use std::sync::Arc;

/// Writes the intents of a purchase.
pub(crate) async fn place(app: &Arc<App>, request: OrderPlace) -> Result<Vec<OrderView>, Failure> {
    let desk = app.desk();
    let settings = desk.settings().await?;
    desk.orders.place(request, Here { desk: settings.desk, staff: settings.working }).await
}

/// A page of the journal.
pub(crate) async fn page(app: &Arc<App>, query: OrderQuery) -> Result<OrderPage, Failure> {
    app.desk().orders.page(query).await
}

/// One order and its events.
pub(crate) async fn detail(app: &Arc<App>, order: OrderRef) -> Result<OrderDetail, Failure> {
    app.desk().orders.detail(&order.key).await
}

/// Sends an intent of an earlier run, or one that a guard stopped, after all.
pub(crate) async fn send(app: &Arc<App>, act: OrderAct) -> Result<OrderView, Failure> {
    let desk = app.desk();
    desk.orders.resume(&act.key, desk.settings().await?.working.as_deref()).await
}

/// Withdraws an intent.
pub(crate) async fn withdraw(app: &Arc<App>, act: OrderAct) -> Result<OrderView, Failure> {
    let desk = app.desk();
    desk.orders.withdraw(&act.key, desk.settings().await?.working.as_deref()).await
}

/// Looks at the supplier now.
pub(crate) async fn look(app: &Arc<App>, act: OrderAct) -> Result<OrderView, Failure> {
    app.desk().orders.look_now(&act.key).await
}

/// A person decides what became of an order.
pub(crate) async fn settle(app: &Arc<App>, request: OrderSettle) -> Result<OrderView, Failure> {
    let desk = app.desk();
    let staff = desk.settings().await?.working;
    desk.orders.settle(&request.key, request.decision, &request.reason, staff.as_deref()).await
}
