//! What a supplier's support asks for about one eSIM: wallet, numbers, the supplier's own words for its state, and where
//! it was last seen. The code is not in it, nor who has the eSIM.

use super::known;
use crate::api::{EsimDetail, Failure, NetworkView, ServiceView};
use crate::desk::Desk;
use crate::esims;
use esim_desk_model::{EsimId, WalletId};
use std::fmt::Display;

/// The text, one fact a line. What is not known is left out.
///
/// # Errors
/// `esim_not_found`; those of the wallet.
pub(super) async fn text(desk: &Desk, wallet: &WalletId, esim: &EsimId) -> Result<String, Failure> {
    let row = desk.wallets.wallet(wallet).await?;
    let address = known(desk, wallet, esim).await?.install.map(|install| install.code.smdp().to_owned());
    let detail = esims::detail_of(desk, wallet, esim).await?;
    let mut lines = Lines::default();
    lines.add("Supplier", &detail.row.supplier);
    lines.add("Wallet", row.name);
    lines.add("eSIM id", &detail.row.esim_id);
    lines.maybe("ICCID", detail.row.iccid.as_ref());
    lines.maybe("Number", detail.msisdn.as_ref());
    lines.maybe("SM-DP+", address);
    state(&mut lines, &detail);
    for service in &detail.services {
        lines.add("Plan on it", plan(service));
    }
    if let Some(network) = &detail.network {
        seen(&mut lines, network);
    }
    Ok(lines.0.join("\n"))
}

/// Ours and the supplier's word: support knows only the second.
fn state(lines: &mut Lines, detail: &EsimDetail) {
    let word = detail.profile_word.as_deref().unwrap_or("-");
    lines.add("Status", format!("{word} ({:?})", detail.profile));
    lines.maybe("Status read", detail.detail_at);
}

fn plan(service: &ServiceView) -> String {
    let word = service.status_word.as_deref().unwrap_or("-");
    let plan = service.plan.as_ref().map(|plan| plan.id.to_string());
    let ends = service.ends_at.map(|at| format!("ends {at}"));
    let state = format!("{word} ({:?})", service.status);
    let parts = [Some(service.id.to_string()), plan, Some(state), ends];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn seen(lines: &mut Lines, network: &NetworkView) {
    lines.add("Network asked", network.asked_at);
    let Some(seen) = &network.sighting else {
        lines.add("Last seen", "never");
        return;
    };
    let online = seen.online.map(|online| if online { "online" } else { "offline" }.to_owned());
    let place = [
        seen.at.map(|at| at.to_string()),
        seen.country.map(|country| country.to_string()),
        seen.network.clone(),
        seen.technology.clone(),
        seen.device.clone(),
        online,
    ];
    lines.add("Last seen", place.into_iter().flatten().collect::<Vec<_>>().join(", "));
    for fact in &seen.facts {
        lines.add(&fact.name, &fact.value);
    }
}

#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn add(&mut self, name: &str, value: impl Display) {
        self.0.push(format!("{name}: {value}"));
    }

    fn maybe(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }
}
