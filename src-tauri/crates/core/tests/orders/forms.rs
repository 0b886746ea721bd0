//! What staff send off: purchases as the window writes them, and the wallet they are sent from.

use crate::world::WALLET;
use esim_desk_core::api::{Onto, OrderPlace, PhoneCheck, TravellerOrder, Trip};
use esim_desk_core::orders::Here;
use esim_desk_model::{EsimId, OrderKey, Timestamp};
use esim_desk_store::record::WalletRow;
use std::collections::BTreeMap;

/// A purchase with keys of its own.
pub fn request(plan: &str, names: &[&str]) -> OrderPlace {
    let key = || OrderKey(uuid::Uuid::now_v7().to_string());
    OrderPlace {
        request_id: key().0,
        wallet_id: WALLET.into(),
        plan_id: plan.into(),
        price_seen: Some(crate::fake::price()),
        onto: None,
        lot: None,
        count: 1,
        travellers: names
            .iter()
            .map(|name| TravellerOrder { key: key(), name: (*name).to_owned() })
            .collect(),
        booking: "BK-7".to_owned(),
        trip: Trip::default(),
        phone_check: PhoneCheck::default(),
        repeat_meant: false,
    }
}

/// The same for data onto an eSIM of the supplier in memory.
pub fn addition(plan: &str, esim: &EsimId, name: &str) -> OrderPlace {
    let onto = Onto { esim_id: esim.clone(), service_id: crate::fake::service_of(esim) };
    OrderPlace { onto: Some(onto), ..request(plan, &[name]) }
}

pub fn here() -> Here {
    Here { desk: "D07".to_owned(), staff: Some("Anna".to_owned()) }
}

/// The wallet at the supplier.
pub fn wallet(now: Timestamp) -> WalletRow {
    WalletRow {
        id: WALLET.into(),
        provider: "zim".to_owned(),
        environment: "own".to_owned(),
        name: "Our ZIM wallet".to_owned(),
        currency: "USD".to_owned(),
        settings: BTreeMap::new(),
        shared: false,
        paused: false,
        created_at: now,
        disconnected_at: None,
    }
}
