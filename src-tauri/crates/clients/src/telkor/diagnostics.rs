//! What the phone network says of a SIM. Telkor keeps no list of what happened to one.

use super::{Sim, Telkor};
use async_trait::async_trait;
use esim_desk_model::EsimId;
use esim_desk_provider::{Diagnostics, Error, Fact, Happening, Kind, Listing, Result, Sighting};

#[async_trait]
impl Diagnostics for Telkor {
    /// Lets Telkor ask the network first, which changes nothing; where that has another path, what Telkor knows
    /// already must do.
    async fn sighting(&self, esim: &EsimId) -> Result<Option<Sighting>> {
        let sim = match self.refresh(esim).await {
            Err(Error { kind: Kind::Path { .. } | Kind::Forbidden, .. }) => self.sim(esim).await?,
            answer => answer?,
        };
        Ok(sim.map(sighting))
    }

    async fn happenings(&self, _esim: &EsimId) -> Result<Option<Listing<Happening>>> {
        Ok(None)
    }
}

/// Only a SIM that is attached is seen by the moment of its row.
fn sighting(sim: Sim) -> Sighting {
    let zones = (!sim.zones.is_empty()).then(|| sim.zones.join(", "));
    let link = sim.link.and_then(|link| link.name.or(Some(link.id)));
    let profile = sim.esim.profile_word.filter(|word| sim.status.as_ref() != Some(word));
    let facts = [
        ("Status", sim.status),
        ("Profile", profile),
        ("Link", link),
        ("Zones", zones),
        ("IMSI", sim.imsi),
        ("IMEI", sim.imei),
        ("EID", sim.eid),
    ];
    let fact = |(name, value): (&str, Option<String>)| Some(Fact { name: name.to_owned(), value: value? });
    Sighting {
        at: sim.updated_at.filter(|_| sim.is_attached),
        online: Some(sim.is_attached),
        facts: facts.into_iter().filter_map(fact).collect(),
        ..Sighting::default()
    }
}
