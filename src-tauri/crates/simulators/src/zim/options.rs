//! What a simulated ZIM account is like: its size, its pace, its API generation and its quirks.

pub use crate::stage::ClientCredentials as Credentials;
use std::path::PathBuf;
use std::time::Duration;

/// The two published generations of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// Needs `X-App-Identifier`; lists orders; knows order types, `usersIDs` and `/plans/{iso3}/local`.
    Newer,
    /// The older document: none of these; `GET /orders` and `/plans/{iso3}/local` answer 404, `orderType` and
    /// `usersIDs` are ignored and `userNanoIDs` is read instead.
    Seed,
}

/// How `iccid` and `msisdn` stand in the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IccidForm {
    /// Bare numbers of 19 or 20 digits.
    Number,
    /// Strings.
    Text,
    /// Both, row by row.
    Mixed,
}

/// What a row of `GET /orders` says about the eSIM it produced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderRow {
    /// Nothing, as documented.
    Plain,
    /// `esimID` and `subscriptionID` once fulfilled.
    Ids,
    /// `subscription: {id, esimID}` and `esim: {id}` once fulfilled.
    Nested,
}

/// Settings of one simulated account. Start from `Options::default()` and change what the test is about.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; `None` takes any free one.
    pub port: Option<u16>,
    /// Folder of the ledger file; `None` keeps the ledger in memory. A ledger found there wins over
    /// [`seed`](Self::seed) and [`esims`](Self::esims).
    pub folder: Option<PathBuf>,
    /// Accepted credentials; `None` makes random ones for this run.
    pub credentials: Option<Credentials>,
    /// Same seed, same catalogue, eSIMs and ids.
    pub seed: u64,
    /// Number of eSIMs the account begins with.
    pub esims: usize,
    /// How long an order stays `PROCESSING`; its eSIM row appears when it turns `FULFILLED`.
    pub fulfil_after: Duration,
    /// How long a new eSIM row then stays `PROCESSING`, without any codes.
    pub esim_after: Duration,
    /// Which generation of the API answers.
    pub generation: Generation,
    /// Form of `iccid` and `msisdn`.
    pub iccid_form: IccidForm,
    /// Content of the rows of `GET /orders`.
    pub order_row: OrderRow,
    /// Single objects come as a one-element array, and an unknown id gives `[]` instead of 404.
    pub wrap_single_in_array: bool,
    /// `/subscriptions/` answers 301 to `/subscriptions`; otherwise it is the other way round.
    pub subscriptions_redirect: bool,
    /// Whether the account's role may list orders; otherwise `GET /orders` answers 403.
    pub order_list_allowed: bool,
    /// Whether `GET /orders/{id}` works, which no document has; otherwise it answers 404. The role that may list
    /// orders has no part in it.
    pub single_orders: bool,
    /// `lastUpdatedAt` in milliseconds instead of seconds.
    pub millisecond_usage: bool,
    /// Whether `POST /plans/search` works; otherwise it answers 400 to every body.
    pub plan_body_search: bool,
    /// The value `X-App-Identifier` must have.
    pub app_identifier: String,
    /// Lifetime of an access token in seconds.
    pub token_lifetime: u64,
    /// Whether the token endpoint takes HTTP Basic; otherwise Basic gets `invalid_client` and only credentials
    /// in the body work.
    pub basic_auth_allowed: bool,
    /// Currency of orders that name none.
    pub preferred_currency: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            folder: None,
            credentials: None,
            seed: 20_260_312,
            esims: 200,
            fulfil_after: Duration::from_secs(2),
            esim_after: Duration::ZERO,
            generation: Generation::Newer,
            iccid_form: IccidForm::Mixed,
            order_row: OrderRow::Plain,
            wrap_single_in_array: false,
            subscriptions_redirect: false,
            order_list_allowed: true,
            single_orders: false,
            millisecond_usage: false,
            plan_body_search: true,
            app_identifier: "b2b".into(),
            token_lifetime: 3600,
            basic_auth_allowed: true,
            preferred_currency: "USD".into(),
        }
    }
}
