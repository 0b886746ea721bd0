//! Trying a connection with cheap reads before anything of it is kept. Buys nothing.

use super::draft::Typed;
use crate::api::{Code, Failure, WalletCheck, WalletChecked};
use crate::app::App;
use crate::desk::Desk;
use crate::failures::{self, Asked};
use esim_desk_provider::{Credentials, Error, Kind, Provider};
use std::sync::Arc;

/// Checks a form; for a wallet that is edited its stored secrets fill what was not typed.
pub(crate) async fn check(app: &Arc<App>, request: WalletCheck) -> Result<WalletChecked, Failure> {
    let desk = app.desk();
    let typed = Typed::read(&desk, request.draft)?;
    let credentials = match &request.wallet_id {
        Some(id) => {
            super::connect::edited_credentials(&desk, &desk.wallets.wallet(id).await?, &typed).await?
        }
        None => {
            super::account::only_one(&desk, &typed, &typed.secrets, None).await?;
            typed.secrets.clone()
        }
    };
    Ok(probe(&desk, &typed, credentials).await?.1)
}

/// Connects and asks: a token and the destinations, then whether orders can be seen.
pub(super) async fn probe(
    desk: &Desk,
    typed: &Typed,
    credentials: Credentials,
) -> Result<(Arc<dyn Provider>, WalletChecked), Failure> {
    let began = desk.now();
    let provider = desk.wallets.try_out(&typed.spec, credentials)?;
    let failed = |error: Error| failures::of_supplier(&error, &asked(desk, typed, &*provider));
    let mut warnings = Vec::new();
    let mut destinations = None;
    if let Some(catalogue) = provider.catalogue() {
        let listing = catalogue.destinations().await.map_err(failed)?;
        destinations = Some(u32::try_from(listing.rows.len()).unwrap_or(u32::MAX));
        if let Some(first) = listing.skipped.first() {
            let skipped = Failure::new(Code::Unreadable).fact("rows", listing.skipped.len());
            warnings.push(
                skipped.fact("supplier", desk.wallets.supplier(&typed.spec.provider)).details(&first.why),
            );
        }
    }
    let balance = match provider.wallet() {
        Some(wallet) => wallet.balance().await.map_err(failed)?.map(|balance| balance.amount),
        None => None,
    };
    let sees_orders = match provider.orders() {
        Some(orders) => orders.sees_orders().await.or_else(closed).map_err(failed)?,
        None => None,
    };
    if let Some(seconds) = provider.clock_skew_seconds() {
        warnings.push(Failure::new(Code::ClockWrong).fact("minutes", (seconds / 60).abs()));
    }
    let took = desk.now().as_millisecond() - began.as_millisecond();
    let milliseconds = u32::try_from(took).unwrap_or_default();
    Ok((provider, WalletChecked { destinations, balance, sees_orders, milliseconds, warnings }))
}

/// A role that may not see orders can still buy.
fn closed(error: Error) -> Result<Option<bool>, Error> {
    match error.kind {
        Kind::Forbidden | Kind::NotFound | Kind::Path { .. } => Ok(Some(false)),
        Kind::Offline | Kind::TimedOut | Kind::Dropped | Kind::Certificate | Kind::Proxy => Err(error),
        Kind::Redirected | Kind::Credentials | Kind::Refused | Kind::Funds { .. } | Kind::TooMany => {
            Err(error)
        }
        Kind::Server | Kind::NotJson | Kind::Unreadable { .. } | Kind::TooLarge => Err(error),
    }
}

fn asked(desk: &Desk, typed: &Typed, provider: &dyn Provider) -> Asked {
    let (key, environment) = (&typed.spec.provider, &typed.spec.environment);
    Asked {
        supplier: desk.wallets.supplier(key).to_owned(),
        environment: desk.wallets.environment(key, environment).to_owned(),
        skew_seconds: provider.clock_skew_seconds(),
    }
}
