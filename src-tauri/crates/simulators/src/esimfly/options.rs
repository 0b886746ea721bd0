//! What a simulated eSIMfly account is like: its kind, its pace, its limits and the form of its answers.

use super::money::Currency;
use crate::stage::{LETTERS, Rng};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The API key that the simulator accepts. `Debug` hides the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `esf_…`, sent with every request.
    pub access_code: String,
    /// `sk_…`, the key of the signature; never sent.
    pub secret_key: String,
}

impl Credentials {
    pub(crate) fn random() -> Self {
        let mut rng = Rng::of_this_run();
        Self { access_code: rng.text("esf_", 24, LETTERS), secret_key: rng.text("sk_", 40, LETTERS) }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("access_code", &self.access_code).finish_non_exhaustive()
    }
}

/// Kind of account, and with it the currency of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// A wallet in US dollars.
    Dollars,
    /// A wallet in Iraqi dinars, which eSIMfly counts in whole numbers.
    Dinars,
    /// An enterprise account in euros: `ent_…` packages beside all others; data stops when the balance is 0.
    Enterprise,
    /// An enterprise account that sees only its own `ent_…` packages.
    SelfService,
}

impl Account {
    pub(crate) fn currency(self) -> Currency {
        match self {
            Self::Dollars => Currency::Usd,
            Self::Dinars => Currency::Iqd,
            Self::Enterprise | Self::SelfService => Currency::Eur,
        }
    }

    pub(crate) fn is_enterprise(self) -> bool {
        matches!(self, Self::Enterprise | Self::SelfService)
    }
}

/// What an order that is not ready yet looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PendingForm {
    /// Newer: an empty `esims`, no `newBalance`; the eSIM list shows the ICCID already, and no codes.
    Empty,
    /// Older: one item with a placeholder `PENDING_…` for an ICCID, in the eSIM list too.
    Placeholder,
}

/// How a list spells the number of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCount {
    /// `total_pages`.
    Snake,
    /// `totalPages`, as an older page of the document has it.
    Camel,
}

/// How `X-RateLimit-Reset` says when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetForm {
    /// ISO 8601, UTC.
    Iso,
    /// Seconds since 1970.
    UnixSeconds,
}

/// Where an error has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorText {
    /// `error` for authentication and 500, `message` for the rest.
    AsDocumented,
    /// Always `error`.
    Error,
    /// Always `message`.
    Message,
    /// Always both.
    Both,
}

/// What becomes of the money of a cancelled eSIM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundMethod {
    /// It goes to the wallet at once.
    Balance,
    /// Staff of eSIMfly decide later: nothing is credited yet.
    Request,
    /// It is settled outside the wallet.
    Separate,
}

/// Requests allowed per calendar minute, hour and day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Per minute.
    pub minute: u32,
    /// Per hour.
    pub hour: u32,
    /// Per day.
    pub day: u32,
}

impl Limits {
    /// What eSIMfly calls typical.
    pub const TYPICAL: Self = Self { minute: 100, hour: 1000, day: 10_000 };
    /// As good as none.
    pub const NONE: Self = Self { minute: u32::MAX, hour: u32::MAX, day: u32::MAX };
}

/// Settings of one simulated account. Start from `Options::default()` and change what the test is about.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; `None` takes any free one.
    pub port: Option<u16>,
    /// Folder of the ledger file; `None` keeps the ledger in memory. A ledger found there wins over
    /// [`seed`](Self::seed), [`esims`](Self::esims) and [`account`](Self::account).
    pub folder: Option<PathBuf>,
    /// Accepted key; `None` makes a random one for this run.
    pub credentials: Option<Credentials>,
    /// Same seed, same catalogue, eSIMs and ids.
    pub seed: u64,
    /// Number of eSIMs the account begins with.
    pub esims: usize,
    /// Kind of account.
    pub account: Account,
    /// Whether the key belongs to a business account; otherwise every request gets 403 `INVALID_USER`.
    pub business: bool,
    /// How many requests are allowed.
    pub limits: Limits,
    /// Form of `X-RateLimit-Reset`.
    pub reset: ResetForm,
    /// How long an order call takes. While it does, the same key (or, without keys, the same package) gets 409.
    pub processing: Duration,
    /// How long an asynchronous package stays `pending_details`.
    pub provision_after: Duration,
    /// Every package is asynchronous, not only those of Japan.
    pub all_asynchronous: bool,
    /// What a pending order looks like.
    pub pending: PendingForm,
    /// While pending, `GET /esims/order` shows nothing but the two fields of its `esim`.
    pub bare_pending: bool,
    /// Spelling of the number of pages.
    pub page_count: PageCount,
    /// Where an error has its text.
    pub error_text: ErrorText,
    /// eSIM rows carry `is_pending`, `phone_number`, `imsi` and the three statuses of the network, and order items
    /// say `sim_status`; otherwise rows lack them and order items say `profileStatus`.
    pub newer_fields: bool,
    /// How old stored use may become before it is counted anew; `POST /esims/status` always counts.
    pub usage_stored_for: Duration,
    /// What becomes of the money of a cancelled eSIM.
    pub refund: RefundMethod,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            folder: None,
            credentials: None,
            seed: 20_260_817,
            esims: 120,
            account: Account::Dollars,
            business: true,
            limits: Limits::TYPICAL,
            reset: ResetForm::Iso,
            processing: Duration::ZERO,
            provision_after: Duration::from_secs(5),
            all_asynchronous: false,
            pending: PendingForm::Empty,
            bare_pending: true,
            page_count: PageCount::Snake,
            error_text: ErrorText::AsDocumented,
            newer_fields: true,
            usage_stored_for: Duration::ZERO,
            refund: RefundMethod::Balance,
        }
    }
}
