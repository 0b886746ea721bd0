//! What a package offers beside its data: features, a carrier's fine print, phone networks.

use super::wire;
use crate::json::{Raw, text};
use esim_desk_model::{Network, PlanFeature};

/// What else a package can do; a carrier's fine print in its own amounts.
pub(super) fn of(wire: &wire::Package<'_>) -> Vec<PlanFeature> {
    let mut features = Vec::new();
    let mut add = |is: Option<bool>, feature| features.extend(is.unwrap_or(false).then_some(feature));
    let other = |text: &str| PlanFeature::Other(text.to_owned());
    add(wire.has_hotspot, PlanFeature::Hotspot);
    add(wire.features.as_ref().and_then(|features| features.is_rechargeable), PlanFeature::TopUp);
    add(wire.has_5g, PlanFeature::Speed("5G".to_owned()));
    add(wire.is_recurring, other("Can renew itself"));
    if let Some(number) = &wire.phone_number {
        let parts = [number.country.as_deref(), number.prefix.as_deref()];
        let parts: Vec<_> = ["Phone number"].into_iter().chain(parts.into_iter().flatten()).collect();
        add(Some(true), other(&parts.join(" ")));
    }
    if let Some(data) = &wire.data_breakdown {
        for (place, amount) in [("in the UK", data.uk_data_gb), ("roaming", data.roaming_data_gb)] {
            add(
                Some(true).filter(|_| text(amount).is_some()),
                other(&format!("{} GB {place}", words(amount))),
            );
        }
    }
    if let Some(voice) = &wire.voice_details {
        add(voice.uk_calls_unlimited, other("UK calls unlimited"));
        add(voice.uk_texts_unlimited, other("UK texts unlimited"));
        add(voice.sms_inbound_only, other("Texts can only be received"));
        for (what, amount) in [
            ("EU minutes", voice.eu_minutes),
            ("EU texts", voice.eu_texts),
            ("International minutes", voice.international_minutes),
            ("International texts", voice.international_texts),
        ] {
            add(Some(true).filter(|_| text(amount).is_some()), other(&format!("{what} {}", words(amount))));
        }
    }
    features
}

/// A number, or the supplier's word in its place.
fn words(amount: Raw<'_>) -> String {
    text(amount).unwrap_or_default()
}

/// Phone networks, each once with every speed it has, in eSIMfly's order.
pub(super) fn networks(wire: &wire::Package<'_>) -> Vec<Network> {
    let operators =
        wire.locations.iter().flatten().flat_map(|location| location.operator_list.iter().flatten());
    let operators = operators.map(|one| (one.operator_name.as_deref(), one.network_type.as_deref()));
    let listed = wire.networks.iter().flatten();
    let listed = listed.map(|one| (one.network_name.as_deref(), one.network_type.as_deref()));
    let carrier = wire.network_carrier.as_deref().map(|carrier| (Some(carrier), None));
    let mut networks: Vec<Network> = Vec::new();
    for (name, speed) in operators.chain(listed).chain(carrier) {
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else { continue };
        let place = networks.iter().position(|known| known.name == name).unwrap_or_else(|| {
            networks.push(Network { name: name.to_owned(), speeds: Vec::new() });
            networks.len() - 1
        });
        let speeds = &mut networks[place].speeds;
        speeds.extend(speed.filter(|speed| !speeds.iter().any(|known| known == speed)).map(str::to_owned));
    }
    networks
}
