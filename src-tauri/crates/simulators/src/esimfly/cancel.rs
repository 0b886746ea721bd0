//! `POST /esims/cancel`: every eSIM of an order that nobody has installed, and the money back.

use super::answer::{Answer, Refusal, told};
use super::ledger::{Esim, Ledger, Order};
use super::options::RefundMethod;
use super::shared::{Shared, Stranger, fields};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn cancel(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    shared.answer(|ledger, _| {
        let body = fields(&body)?;
        let n = shared.named(ledger, &body, Stranger::Forbidden)?;
        if ledger.esims[n].status == "CANCELLED" {
            return Err(Refusal::bad("ALREADY_CANCELLED", "This eSIM has been cancelled already"));
        }
        cancel_order(ledger, ledger.esims[n].order, shared.options.refund)
    })
}

fn cancel_order(ledger: &mut Ledger, position: usize, refund: RefundMethod) -> Answer {
    let order = ledger.orders[position].clone();
    let piece = order.amount / i64::from(order.quantity.max(1));
    let returned = if refund == RefundMethod::Balance { piece } else { 0 };
    let open = |n: &&usize| obstacle(&ledger.esims[**n]).is_none();
    let cancelled: Vec<usize> = order.esims.iter().filter(open).copied().collect();
    if cancelled.is_empty() {
        let esims: Vec<&Esim> = order.esims.iter().map(|&n| &ledger.esims[n]).collect();
        return Err(not_eligible(&esims));
    }
    for &n in &cancelled {
        ledger.esims[n].cancel();
        ledger.balance += returned;
    }
    if cancelled.len() == order.esims.len() {
        "cancelled".clone_into(&mut ledger.orders[position].status);
    }
    ledger.changed();
    Ok(report(ledger, &order, &cancelled, returned, refund))
}

impl Esim {
    fn cancel(&mut self) {
        "CANCELLED".clone_into(&mut self.status);
        "Not Active".clone_into(&mut self.esim_status);
        "FREE".clone_into(&mut self.sim_status);
    }
}

fn report(ledger: &Ledger, order: &Order, cancelled: &[usize], returned: i64, refund: RefundMethod) -> Value {
    let (count, total) = (cancelled.len(), order.esims.len());
    let result = |&n: &usize| {
        let (esim, done) = (&ledger.esims[n], cancelled.contains(&n));
        json!({
            "esimId": esim.id, "iccid": esim.iccid, "success": done,
            "refundAmount": amount(ledger, if done { returned } else { 0 }),
        })
    };
    let method = match refund {
        RefundMethod::Balance => "balance",
        RefundMethod::Request => "refund_request",
        RefundMethod::Separate => "separate",
    };
    let data = json!({
        "order_reference": order.reference,
        "total_esims": total,
        "cancelled_esims": count,
        "failed_esims": total - count,
        "refunded_amount": amount(ledger, returned * i64::try_from(count).unwrap_or(0)),
        "currency": order.currency,
        "refund_method": method,
        "balance_credited": refund == RefundMethod::Balance,
        "partial_cancellation": count < total,
        "cancel_results": order.esims.iter().map(result).collect::<Vec<_>>(),
    });
    told(&format!("{count} of {total} eSIMs cancelled"), data)
}

fn amount(ledger: &Ledger, minor: i64) -> Value {
    ledger.account.currency().amount(minor)
}

/// Why the eSIM cannot be cancelled any more.
fn obstacle(esim: &Esim) -> Option<&'static str> {
    match esim.status.as_str() {
        "CANCELLED" => Some("already cancelled"),
        "NEW" if esim.pending => Some("still being provisioned"),
        "NEW" if esim.profile_status.is_some() => Some("already installed"),
        "NEW" => None,
        _ => Some("already used"),
    }
}

fn not_eligible(esims: &[&Esim]) -> Refusal {
    let row = |esim: &&Esim| json!({"id": esim.id, "iccid": esim.iccid, "reason": obstacle(esim)});
    let details = json!({
        "totalEsims": esims.len(), "ineligibleEsims": esims.iter().map(row).collect::<Vec<_>>(),
    });
    Refusal::bad("NOT_ELIGIBLE", "No eSIM of this order can be cancelled").with("details", details)
}
