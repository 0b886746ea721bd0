//! Reading what lists do not say: one eSIM's own answer, and use. Just bought first, then given and
//! departing, then recent, then the rest in quiet hours; one wallet takes a little at a time.

use super::board::Line;
use crate::api::{Failure, Topic};
use crate::desk::Desk;
use esim_desk_model::{Esim, EsimId, Timestamp};
use esim_desk_provider::Provider;
use esim_desk_store::record::WalletRow;
use jiff::ToSpan;
use std::sync::Arc;

/// Details of one turn; the rest follows in the next.
const DETAILS_A_TURN: u32 = 10;
const USES_A_TURN: u32 = 40;
/// Use of what is in use is read so often; suppliers measure it about once an hour.
const USE_EVERY_MINUTES: i64 = 15;
/// Window told of progress after so many.
const TOLD_EVERY: usize = 10;

/// Reads as many details as are polite.
pub(super) async fn read(
    desk: &Arc<Desk>,
    line: &Line,
    wallet: &WalletRow,
    provider: &dyn Provider,
) -> Result<(), Failure> {
    desk.cache.pass_time(desk.now()).await?;
    esims(desk, line, wallet, provider).await?;
    uses(desk, line, wallet, provider).await
}

async fn esims(
    desk: &Arc<Desk>,
    line: &Line,
    wallet: &WalletRow,
    provider: &dyn Provider,
) -> Result<(), Failure> {
    let wanted = desk.cache.details_wanted(&wallet.id, DETAILS_A_TURN, desk.now()).await?;
    for id in wanted {
        if line.is_interrupted() {
            return Ok(());
        }
        let at = desk.now();
        match provider.esims().one_in_turn(&id).await {
            Ok(esim) => keep(desk, wallet, esim, at).await?,
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

/// Reads one eSIM now, for somebody who waits; the inner error is the supplier's.
pub(crate) async fn one(
    desk: &Desk,
    wallet: &WalletRow,
    provider: &dyn Provider,
    id: &EsimId,
) -> Result<Result<(), esim_desk_provider::Error>, Failure> {
    let at = desk.now();
    match provider.esims().one(id).await {
        Ok(esim) => keep(desk, wallet, esim, at).await.map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

async fn keep(desk: &Desk, wallet: &WalletRow, esim: Option<Esim>, at: Timestamp) -> Result<(), Failure> {
    let Some(esim) = esim else { return Ok(()) };
    let assignment = desk.record.assignment(&wallet.id, &esim.id).await?;
    let change = desk.cache.put_esim(&wallet.id, esim, assignment, at).await?;
    desk.record.add_profile_events(&wallet.id, change.into_iter().collect(), at).await?;
    Ok(())
}

async fn uses(
    desk: &Arc<Desk>,
    line: &Line,
    wallet: &WalletRow,
    provider: &dyn Provider,
) -> Result<(), Failure> {
    let before = earlier(desk.now());
    let wanted = desk.cache.usage_wanted(&wallet.id, before, USES_A_TURN).await?;
    for (done, id) in wanted.iter().enumerate() {
        if line.is_interrupted() {
            return Ok(());
        }
        line.read_details(done, wanted.len());
        if done % TOLD_EVERY == 0 {
            desk.stale(Topic::Wallets);
        }
        let at = desk.now();
        match provider.esims().usage_in_turn(id).await {
            Ok(Some(usage)) => desk.cache.put_usage(&wallet.id, id, usage, at).await?,
            // Noted as read, so that it does not stand in the way of the others.
            Ok(None) => desk.cache.put_usage(&wallet.id, id, unsaid(), at).await?,
            Err(error) if error.kind.passes() => return Ok(()),
            Err(_) => desk.cache.put_usage(&wallet.id, id, unsaid(), at).await?,
        }
    }
    if !wanted.is_empty() {
        desk.stale(Topic::Esims);
    }
    Ok(())
}

fn unsaid() -> esim_desk_model::Usage {
    esim_desk_model::Usage { left: None, used: None, allowance: None, measured_at: None }
}

fn earlier(now: Timestamp) -> Timestamp {
    now.checked_sub(USE_EVERY_MINUTES.minutes()).unwrap_or(now)
}
