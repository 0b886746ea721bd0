//! Wallets: connecting, checking, editing, pausing, their health.

use super::Failure;
use esim_desk_model::{Money, Plan, PlanId, Timestamp, WalletId};
use esim_desk_provider::{Abilities, LotId, ProviderForm};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// One wallet as its page shows it. No secret stands in it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WalletView {
    /// Its id.
    pub id: WalletId,
    /// Its client's key.
    pub provider: String,
    /// The supplier's full name.
    pub supplier: String,
    /// How staff call the supplier.
    pub supplier_short: String,
    /// Staff's own name for the wallet.
    pub name: String,
    /// Key of the environment.
    pub environment: String,
    /// Label of the environment.
    pub environment_label: String,
    /// ISO 4217 currency it buys in.
    pub currency: String,
    /// Fields that are no secret.
    pub settings: BTreeMap<String, String>,
    /// Whether anybody else buys from this account.
    pub sharing: Sharing,
    /// Nothing is read or bought.
    pub paused: bool,
    /// Its records stay, its credentials are gone.
    pub disconnected: bool,
    /// What it can do; absent while its credentials cannot be read.
    pub abilities: Option<Abilities>,
    /// What this supplier cannot do, in plain sentences.
    pub cannot: Vec<String>,
    /// What stands in its way.
    pub trouble: Option<Failure>,
    /// Age of each list.
    pub lists: Vec<ListAge>,
    /// A sync runs.
    pub syncing: Option<SyncProgress>,
    /// eSIMs in the lists.
    pub esims: u32,
    /// Orders that are not final.
    pub open_orders: u32,
    /// How long from order to code, in seconds.
    pub usual_seconds: Option<u32>,
    /// What it holds, as far as the supplier said so.
    pub balance: Option<WalletBalance>,
    /// Reading waits so long, by the supplier's limits; absent where it need not.
    pub waiting_seconds: Option<u32>,
}

/// What a wallet holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct WalletBalance {
    /// The amount.
    pub amount: Money,
    /// When the supplier measured it, or when it was asked.
    pub at: Timestamp,
    /// It was measured some time before it was asked, and may have changed.
    pub snapshot: bool,
}

/// Who else buys from the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Only this desk.
    OnlyUs,
    /// Another desk, or the supplier's portal.
    Others,
}

/// One list of a wallet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ListAge {
    /// Which.
    pub list: ListName,
    /// When it was last read whole.
    pub complete_at: Option<Timestamp>,
    /// Rows in it.
    pub rows: u32,
    /// Rows that could not be read.
    pub skipped: u32,
    /// Why the last attempt failed.
    pub failure: Option<Failure>,
}

/// The lists a wallet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ListName {
    /// eSIMs.
    Esims,
    /// Plans on eSIMs.
    Services,
    /// What can be bought.
    Plans,
    /// Destinations sold.
    Destinations,
    /// What was paid for and is on no eSIM yet.
    Stock,
}

/// How far a sync is.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SyncProgress {
    /// Which list it reads.
    pub list: ListName,
    /// Parts of the list, or details, read so far.
    pub done: u32,
    /// How many there are; 0 while that is not known.
    pub of: u32,
}

/// The forms of all suppliers.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WalletForms {
    /// One for each supplier.
    pub forms: Vec<ProviderForm>,
    /// Currencies to choose from, the usual ones first.
    pub currencies: Vec<String>,
}

/// What a connection form holds.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WalletDraft {
    /// The client's key.
    pub provider: String,
    /// Key of the environment.
    pub environment: String,
    /// Staff's own name; empty takes the supplier's.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Fields that are no secret.
    pub settings: BTreeMap<String, String>,
    /// Secret fields; at an edit only those typed again. They go in and never come out.
    pub secrets: BTreeMap<String, String>,
    /// Whether anybody else buys from this account; must be answered.
    pub sharing: Option<Sharing>,
}

impl std::fmt::Debug for WalletDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WalletDraft")
            .field("provider", &self.provider)
            .field("environment", &self.environment)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Checks a form without saving it. Buys nothing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WalletCheck {
    /// UUID of this user action.
    pub request_id: String,
    /// The wallet being edited, whose stored secrets fill what was not typed.
    pub wallet_id: Option<WalletId>,
    /// The form.
    pub draft: WalletDraft,
}

/// What a check found.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WalletChecked {
    /// Destinations the supplier sells; absent where it sells none.
    pub destinations: Option<u32>,
    /// What the wallet holds, where the supplier says so.
    pub balance: Option<Money>,
    /// Whether the supplier lets us see the account's orders; absent where it cannot be told.
    pub sees_orders: Option<bool>,
    /// How long it took, in milliseconds.
    pub milliseconds: u32,
    /// What works but deserves a word (clock, a row that could not be read).
    pub warnings: Vec<Failure>,
}

/// Connects a wallet: checks, keeps the secrets, then saves.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WalletConnect {
    /// UUID of this user action; becomes the wallet's id, so that a repeat makes no second one.
    pub request_id: String,
    /// The form.
    pub draft: WalletDraft,
}

/// Changes a wallet. A changed address asks for its secrets again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WalletEdit {
    /// UUID of this user action.
    pub request_id: String,
    /// Which.
    pub wallet_id: WalletId,
    /// The form.
    pub draft: WalletDraft,
}

/// Something done to one wallet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WalletAct {
    /// UUID of this user action.
    pub request_id: String,
    /// Which.
    pub wallet_id: WalletId,
}

/// Reads the lists again, of one wallet or of all.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SyncNow {
    /// UUID of this user action.
    pub request_id: String,
    /// Which; absent is all.
    pub wallet_id: Option<WalletId>,
}

/// Names one wallet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WalletRef {
    /// Which wallet.
    pub wallet_id: WalletId,
}

/// What the agency pays for one plan, by its own note.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OwnPrice {
    /// The plan.
    pub plan: Plan,
    /// The lot of the stock: one row each, also where several hold the same plan.
    pub lot: LotId,
    /// How many are left in it.
    pub left: u32,
    /// The note of the plan; absent where there is none.
    pub price: Option<Money>,
}

/// Notes what the agency pays for one plan.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OwnPriceSave {
    /// UUID of this user action.
    pub request_id: String,
    /// Which wallet.
    pub wallet_id: WalletId,
    /// Which plan.
    pub plan_id: PlanId,
    /// The amount as typed ("3.20"), in the wallet's currency; empty removes the note.
    pub amount: String,
}
