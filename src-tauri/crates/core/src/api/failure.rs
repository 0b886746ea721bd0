//! One shape for everything that can go wrong, from wire to screen.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A command that did not do what was asked. The window turns the code into words; this carries none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code:?}")]
pub struct Failure {
    /// What happened.
    pub code: Code,
    /// Whether money was taken.
    pub money: MoneyMoved,
    /// The field to stand at, where the input was wrong.
    pub field: Option<String>,
    /// Short code for support ("ZIM-401-7F3A"); found again in the log.
    pub reference: String,
    /// The supplier's own text or a path, masked; shown under "details" only.
    pub details: Option<String>,
    /// Values that the sentence names (`supplier`, `name`, `at`, `was`, `now`, …).
    pub facts: BTreeMap<String, String>,
}

/// Whether money was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoneyMoved {
    /// No.
    Untouched,
    /// Yes.
    Spent,
    /// Not known yet.
    Unknown,
}

/// Every failure there is. A new one does not compile in the window without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No connection to the supplier.
    Offline,
    /// No answer in time.
    TimedOut,
    /// The connection broke.
    Dropped,
    /// The certificate is not trusted; facts may have `skew_minutes`.
    Certificate,
    /// The proxy refused (407).
    Proxy,
    /// The address redirects to another host.
    Redirected,
    /// Credentials refused, or of the other environment.
    Credentials,
    /// Credentials right, not allowed.
    Forbidden,
    /// The supplier has no such thing, or the address does not fit.
    NotFound,
    /// The address that the wallet's settings give does not fit the server; facts `url`.
    PathUnfit,
    /// The supplier refused the request.
    Refused,
    /// Not enough money in the wallet; facts may have `missing`.
    Funds,
    /// Too many requests; facts `seconds`.
    TooMany,
    /// The supplier has trouble of its own.
    SupplierTrouble,
    /// The answer is a web page or nothing.
    NotJson,
    /// The answer cannot be read; details have the path.
    Unreadable,
    /// The answer is too large.
    TooLarge,
    /// This computer's clock is wrong; facts `minutes`.
    ClockWrong,
    /// A required field is empty.
    FieldMissing,
    /// An address that is neither https nor loopback.
    NotHttps,
    /// Not an address.
    NotUrl,
    /// A field with something in it that cannot be used.
    FieldUnusable,
    /// No such supplier.
    UnknownProvider,
    /// Another wallet has this name.
    NameTaken,
    /// A changed address asks for the secret again.
    SecretNeeded,
    /// No keychain service on this computer.
    KeychainMissing,
    /// The keychain is locked.
    KeychainLocked,
    /// The keychain's question was answered with no.
    KeychainRefused,
    /// The keychain did not answer in time.
    KeychainTimedOut,
    /// The keychain failed in another way.
    KeychainFailed,
    /// The keychain has no credentials for this wallet.
    KeychainEmpty,
    /// No such wallet.
    WalletNotFound,
    /// The wallet is paused or disconnected.
    WalletPaused,
    /// The wallet has orders that are not final.
    WalletHasOpenOrders,
    /// A wallet with orders that are not final would become another account; facts `name`, `orders`.
    AccountHasOpenOrders,
    /// Another wallet is this account; facts `name`.
    AccountConnected,
    /// This supplier cannot do that.
    CannotDo,
    /// No traveller's name.
    NoTraveller,
    /// More than ten travellers.
    TooManyTravellers,
    /// A name longer than 120 characters.
    NameTooLong,
    /// The order key is known with other content.
    KeyReused,
    /// No such order.
    OrderNotFound,
    /// The order is in a state where this cannot be done.
    WrongState,
    /// The supplier's answer came after a person wrote the order off: it was bought.
    BoughtAllTheSame,
    /// The order is sent once more under its own key at this moment; it is decided afterwards.
    AskingAgain,
    /// The same plan was bought for the same traveller today; facts `name`, `number`, `at`.
    BoughtToday,
    /// More eSIMs than one order of this wallet may hold; facts `most`.
    TooManyAtOnce,
    /// The plan is no longer sold, or no longer fits this eSIM.
    PlanGone,
    /// The price rose; facts `was`, `now`.
    PriceRose,
    /// The wallet's balance is too short; facts `missing`.
    BalanceShort,
    /// A decision needs a typed reason.
    ReasonNeeded,
    /// The candidate belongs to another order meanwhile.
    CandidateTaken,
    /// The eSIM is not in the lists.
    EsimNotFound,
    /// No code is stored for this eSIM yet.
    NoCode,
    /// The QR could not be read back equal to the code; it is withheld.
    CodeMisread,
    /// What was found is not confirmed as ours yet.
    NotConfirmed,
    /// Given to somebody else; facts `name`, `at`, `how`.
    GivenToOther,
    /// Bought at another desk, which may have given it; facts `desk`, and `since` when it is on a phone too.
    BoughtElsewhere,
    /// On a phone already; facts `since`.
    CodeUsed,
    /// The file could not be saved.
    FileNotSaved,
    /// The clipboard did not take it.
    ClipboardFailed,
    /// Practice could not start.
    PracticeFailed,
    /// The data folder cannot be written.
    FolderReadOnly,
    /// The disk is full.
    DiskFull,
    /// The record was written by a newer program.
    RecordNewer,
    /// The record is damaged; facts may have `backup`.
    RecordDamaged,
    /// The cache was damaged and is fetched again.
    CacheRebuilt,
    /// The folder is in use by another running program.
    AlreadyRunning,
    /// The request could not be read.
    BadRequest,
    /// No such command.
    UnknownCommand,
    /// A defect of this program.
    Internal,
    /// Said by the window itself when the host answers with something else; never sent by the core.
    Ipc,
}

impl Failure {
    /// A failure before which no money moved.
    #[must_use]
    pub fn new(code: Code) -> Self {
        let reference = format!("{:04X}", uuid::Uuid::now_v7().as_u128() & 0xFFFF);
        Self {
            code,
            money: MoneyMoved::Untouched,
            field: None,
            reference,
            details: None,
            facts: BTreeMap::new(),
        }
    }

    /// A failure at one field.
    #[must_use]
    pub fn at(code: Code, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(code) }
    }

    /// Adds a value that the sentence names.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds what stands under "details".
    #[must_use]
    pub fn details(mut self, details: impl ToString) -> Self {
        self.details = Some(details.to_string());
        self
    }
}
