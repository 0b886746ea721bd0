//! What we already own and nobody has: eSIMs that could be given instead of buying another.

use super::fit::{Fit, Wish};
use crate::api::{Failure, OwnedEsim, OwnedGroup};
use crate::desk::Desk;
use esim_desk_store::record::WalletRow;
use std::collections::{HashMap, HashSet};

/// More than anybody reads.
const MOST: u32 = 500;

/// The eSIMs of one wallet that nobody has and whose plan fits, in groups of one plan.
pub(super) async fn that_fit(
    desk: &Desk,
    wallet: &WalletRow,
    wish: &Wish,
) -> Result<Vec<OwnedGroup>, Failure> {
    let mut groups: Vec<OwnedGroup> = Vec::new();
    // What an eSIM says of its plan is often sparse; the catalogue knows the rest.
    let owned = desk.cache.owned_unassigned(Some(&wallet.id), MOST).await?;
    let catalogue = desk.catalogues.of(&wallet.id).await?;
    let ids: HashSet<_> = owned.iter().map(|esim| &esim.plan.id).collect();
    let catalogue: HashMap<_, _> =
        catalogue.iter().filter(|plan| ids.contains(&plan.id)).map(|plan| (plan.id.clone(), plan)).collect();
    // What was bought for somebody is theirs, given or not. Where others buy from the account too, what was not
    // bought here may be theirs, and in another traveller's hand already.
    let ours = |bought_here: bool| bought_here || !wallet.shared;
    for esim in owned.into_iter().filter(|esim| esim.traveller.is_none() && ours(esim.bought_at.is_some())) {
        let plan = catalogue.get(&esim.plan.id).map_or(esim.plan, |&known| known.clone());
        let owned = OwnedEsim {
            esim_id: esim.esim_id,
            iccid: esim.iccid,
            bought_at: esim.bought_at,
            order_key: esim.order_key,
        };
        if let Some(group) = groups.iter_mut().find(|group| group.plan.id == plan.id) {
            group.esims.push(owned);
        } else if wish.judge(&plan, &HashMap::new()) == Fit::Fits {
            groups.push(OwnedGroup {
                wallet_id: wallet.id.clone(),
                wallet_name: wallet.name.clone(),
                plan,
                esims: vec![owned],
            });
        }
    }
    Ok(groups)
}
