//! What a simulated eSIM Go account is like: its size, its pace, its shapes, and what the documents leave open.

use crate::stage::{LETTERS, Rng};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The key that the simulator accepts in `X-API-Key`. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// One per organisation; a new one ends the old one at once.
    pub api_key: String,
}

impl Credentials {
    pub(crate) fn random() -> Self {
        Self { api_key: Rng::of_this_run().text("", 40, LETTERS) }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// A version of the API. Both are served at the same time, each under its own path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `/v2.5`.
    V25,
    /// `/v2.4`: no suspension, no removal, no price list, no `state`, no allowances on an eSIM, no
    /// `runningBalance`, and only the iOS install URL.
    V24,
}

impl Version {
    pub(crate) const ALL: [Self; 2] = [Self::V25, Self::V24];

    /// The first segment of its paths, with the slash.
    pub fn path(self) -> &'static str {
        match self {
            Self::V25 => "/v2.5",
            Self::V24 => "/v2.4",
        }
    }
}

/// What stands around the rows of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelopes {
    /// As clients have seen it: an object with the rows, `rows`, `pageCount` and `pageSize`.
    Seen,
    /// As the schemas have it: the catalogue, orders and history as bare arrays, the organisation without an
    /// array, and no numbers of pages anywhere.
    Documented,
    /// The rows of every paged list under `data`, and no numbers of pages.
    Data,
}

/// The JSON of `/esims/assignments`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentShape {
    /// An array of the documented objects.
    Array,
    /// The first eSIM's object alone, as the schema has it.
    Object,
    /// `{"esims": […]}`.
    Esims,
    /// `{"assignments": […]}`.
    Assignments,
    /// An array of `iccid`, `matchingId`, `rspUrl`, `bundle` and `reference`, as v2.3 gives it.
    Older,
}

/// How `runningBalance` stands in the answer to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunningBalance {
    /// A string, as documented.
    Text,
    /// A number, as clients read it.
    Number,
    /// Not at all.
    Absent,
}

/// The HTTP statuses that no document gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statuses {
    /// No bundle has this name.
    pub unknown_bundle: u16,
    /// The eSIM is unknown, or not this account's.
    pub unknown_esim: u16,
    /// No order has this reference.
    pub unknown_order: u16,
    /// The balance does not cover the order.
    pub insufficient_balance: u16,
    /// The bundle does not fit the eSIM, and `allowReassign` is false.
    pub incompatible: u16,
    /// There is no such path: 403 with `access denied`, any other with `Not Found`.
    pub unknown_route: u16,
}

/// Settings of one simulated account. Start from `Options::default()` and change what the test is about.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; `None` takes any free one.
    pub port: Option<u16>,
    /// Folder of the ledger file; `None` keeps the ledger in memory. A ledger found there wins over
    /// [`seed`](Self::seed), [`esims`](Self::esims) and [`currency`](Self::currency).
    pub folder: Option<PathBuf>,
    /// Accepted key; `None` makes a random one for this run.
    pub credentials: Option<Credentials>,
    /// Same seed, same prices, eSIMs and ids.
    pub seed: u64,
    /// Number of eSIMs the account begins with.
    pub esims: usize,
    /// ISO 4217 code of the organisation's currency; prices have two decimals.
    pub currency: String,
    /// The version that [`base_url`](super::EsimGo::base_url) names.
    pub version: Version,
    /// How long a bundle stays `processing` before it is `queued`.
    pub processing: Duration,
    /// How long `/esims/assignments` answers 503 with `Retry-After` after an order or an apply.
    pub assignments_after: Duration,
    /// How long an order of more than 5 bundles has no eSIMs yet.
    pub many_after: Duration,
    /// Status of such an order until then; only `completed` is documented.
    pub many_status: String,
    /// Tokens in each second, for all requests together.
    pub rate_limit: u32,
    /// Token costs by the beginning of the path after the version (`/catalogue`); everything else costs 1. The
    /// vendor publishes none.
    pub costs: Vec<(String, u32)>,
    /// What stands around the rows of a list.
    pub envelopes: Envelopes,
    /// Countries with their networks in the catalogue list too, not only for a single bundle of v2.5.
    pub nested_countries: bool,
    /// JSON of the install data.
    pub assignment_shape: AssignmentShape,
    /// Form of `runningBalance`.
    pub running_balance: RunningBalance,
    /// The older names: `allowReassign`, `createDate`, `bundle` in a history, `speeds` of a network, `message`
    /// instead of `status` in a confirmation, and `http://` before `smdpAddress`; `firstInstalledDateTime` is absent
    /// before the installation instead of 0.
    pub older_words: bool,
    /// The states of bundles and eSIMs with a capital letter, as the vendor's texts write them.
    pub capital_states: bool,
    /// Errors of `POST /orders` as `text/plain`, as the schema declares them.
    pub order_errors_as_text: bool,
    /// A `validate` that the balance does not cover answers 200 with `valid: false`; otherwise the error of
    /// the real order.
    pub validate_answers: bool,
    /// Statuses that are not documented.
    pub statuses: Statuses,
    /// Every 403 says `Forbidden`: a foreign eSIM and an empty stock read like a bad key.
    pub same_forbidden: bool,
    /// Most pieces of one order; `None` is no limit. Ten are asked for, nobody says that it is enforced.
    pub most_pieces: Option<u64>,
    /// Most rows of a page of the catalogue or of orders; who asks for more gets this many.
    pub largest_page: usize,
    /// A page after the last one repeats the last one; otherwise it is empty.
    pub last_page_repeats: bool,
    /// Whether unused bundles can be given back for money or stock. Off unless the account manager switches it on.
    pub refunds: bool,
    /// An eSIM that is not installed leaves the account when its last bundle is revoked, and comes back after four
    /// days if it turns out to be installed by then.
    pub returns: bool,
    /// Whether the account is billed by consumption: only then `/catalogue/prices` answers.
    pub consumption_billing: bool,
    /// Whether this computer's address is on the account's list; otherwise 403 to everything.
    pub address_allowed: bool,
}

impl Default for Statuses {
    fn default() -> Self {
        Self {
            unknown_bundle: 400,
            unknown_esim: 403,
            unknown_order: 404,
            insufficient_balance: 400,
            incompatible: 400,
            unknown_route: 403,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            folder: None,
            credentials: None,
            seed: 20_260_302,
            esims: 120,
            currency: "USD".into(),
            version: Version::V25,
            processing: Duration::from_secs(5),
            assignments_after: Duration::from_secs(2),
            many_after: Duration::from_secs(4),
            many_status: "completed".into(),
            rate_limit: 10,
            costs: Vec::new(),
            envelopes: Envelopes::Seen,
            nested_countries: false,
            assignment_shape: AssignmentShape::Array,
            running_balance: RunningBalance::Text,
            older_words: false,
            capital_states: false,
            order_errors_as_text: false,
            validate_answers: true,
            statuses: Statuses::default(),
            same_forbidden: false,
            most_pieces: None,
            largest_page: 1000,
            last_page_repeats: false,
            refunds: false,
            returns: false,
            consumption_billing: false,
            address_allowed: true,
        }
    }
}
