//! The program as a whole: its state, settings, the palette, and what it opens.

use super::{Failure, WalletView};
use esim_desk_model::{EsimId, OrderKey, Timestamp, WalletId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without content.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A write without other content than its request id.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Act {
    /// UUID made by the window for this one user action; a repeat joins the first.
    pub request_id: String,
}

/// What became stale; the window asks again for what it shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// State of the program, settings, mode.
    App,
    /// Wallets, their health and ages.
    Wallets,
    /// eSIMs and their details.
    Esims,
    /// Orders.
    Orders,
    /// Catalogues.
    Plans,
    /// The clipboard was cleared or kept.
    Clipboard,
}

/// What the window needs to draw its frame.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AppState {
    /// Simulated suppliers and a data folder of its own.
    pub practice: bool,
    /// No wallet yet and not practising: the first screen.
    pub welcome: bool,
    /// Version of the program.
    pub version: String,
    /// Where the data lies.
    pub data_folder: String,
    /// What staff set.
    pub settings: Settings,
    /// Every wallet that is not disconnected.
    pub wallets: Vec<WalletView>,
    /// Age of the lists together.
    pub lists: ListsState,
    /// Orders that need somebody.
    pub orders_waiting: u32,
    /// What went wrong at start and still matters.
    pub troubles: Vec<Failure>,
    /// Systems' trouble with showing a QR aside, the moment the answer was made.
    pub now: Timestamp,
}

/// How old the lists are, at the foot of the sidebar.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ListsState {
    /// The oldest complete eSIM list of a wallet that is not paused; absent when one was never read.
    pub oldest_at: Option<Timestamp>,
    /// No wallet could be reached since.
    pub offline_since: Option<Timestamp>,
    /// A sync runs.
    pub syncing: bool,
}

/// What staff set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Settings {
    /// Name of the agency.
    pub agency: String,
    /// How customers reach it.
    pub contact: String,
    /// The Wi-Fi that customers may use; shown on the customer's screen.
    pub guest_wifi: String,
    /// This installation's short code (`D07`): a letter and up to four letters or digits.
    pub desk: String,
    /// Names of the staff.
    pub staff: Vec<String>,
    /// Who works now; one of the staff or nobody.
    pub working: Option<String>,
    /// Screens face customers.
    pub hide_buying_prices: bool,
    /// Light, dark or the system's.
    pub theme: Theme,
}

/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Saves the settings; a wrong one is refused at its field.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SettingsSave {
    /// UUID of this user action.
    pub request_id: String,
    /// All of them.
    pub settings: Settings,
}

/// Keeps how the window looked for its next start. It is the window's own, and nothing is concluded from it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LookKeep {
    /// UUID of this user action.
    pub request_id: String,
    /// JSON, up to 1 MB.
    pub look: String,
}

/// Searches eSIMs and orders for the command palette.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Find {
    /// At least two characters.
    pub text: String,
}

/// One hit of the palette.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Found {
    /// An eSIM.
    Esim {
        /// Its wallet.
        wallet_id: WalletId,
        /// Its id.
        esim_id: EsimId,
        /// Traveller, or the last digits of its number.
        title: String,
        /// What tells it apart.
        subtitle: String,
    },
    /// An order.
    Order {
        /// Its key.
        key: OrderKey,
        /// Number and traveller.
        title: String,
        /// What tells it apart.
        subtitle: String,
    },
}

/// Opens something outside the window, from an allow-list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Open {
    /// UUID of this user action.
    pub request_id: String,
    /// What.
    pub what: OpenWhat,
}

/// What may be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OpenWhat {
    /// The folder with the data.
    DataFolder,
    /// The folder where pictures are saved.
    SavedFolder,
}
