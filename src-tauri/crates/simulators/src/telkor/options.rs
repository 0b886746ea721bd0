//! What a simulated Telkor organisation is like: its size, its pace, its addresses and its forms.

use super::forms::{Forms, Names};
use super::paths::Paths;
pub use crate::stage::ClientCredentials as Credentials;
use std::path::PathBuf;
use std::time::Duration;

/// How a request carries its access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenHeader {
    /// `Authorization: Bearer TOKEN`.
    Bearer,
    /// `Authorization: TOKEN`.
    Bare,
    /// `X-Access-Token: TOKEN`.
    Custom,
}

/// Settings of one simulated organisation. Start from `Options::default()` and change what the test is about.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; `None` takes any free one.
    pub port: Option<u16>,
    /// Folder of the ledger file; `None` keeps the ledger in memory. A ledger found there wins over
    /// [`seed`](Self::seed), [`sims`](Self::sims), [`number_ids`](Self::number_ids) and
    /// [`collected`](Self::collected).
    pub folder: Option<PathBuf>,
    /// Accepted credentials; `None` makes random ones for this run.
    pub credentials: Option<Credentials>,
    /// Same seed, same catalogue, SIMs and ids.
    pub seed: u64,
    /// Number of SIMs the organisation owns. Four of five are eSIMs, two of three are in stock.
    pub sims: usize,
    /// Ids are numbers instead of UUIDs.
    pub number_ids: bool,
    /// Path of the base URL, before all [`paths`](Self::paths); empty or with a leading slash.
    pub prefix: String,
    /// Where the endpoints are.
    pub paths: Paths,
    /// What unnamed fields are called.
    pub names: Names,
    /// How answers are written.
    pub forms: Forms,
    /// How long a task works on each of its items.
    pub item_after: Duration,
    /// How often the organisation's SIMs are synchronised with their networks.
    pub sync_every: Duration,
    /// Whether balance and cost have been collected before; otherwise both answer 404 for the first three hours.
    pub collected: bool,
    /// Most rows of a page; a larger `page_size` answers 422.
    pub page_limit: usize,
    /// The credentials may read only: everything else answers 403.
    pub read_only: bool,
    /// Lifetime of an access token in seconds.
    pub token_lifetime: u64,
    /// How a request carries its access token.
    pub token_header: TokenHeader,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: None,
            folder: None,
            credentials: None,
            seed: 20_260_312,
            sims: 300,
            number_ids: false,
            prefix: "/telkor".into(),
            paths: Paths::default(),
            names: Names::default(),
            forms: Forms::default(),
            item_after: Duration::from_secs(1),
            sync_every: Duration::from_secs(600),
            collected: true,
            page_limit: 100,
            read_only: false,
            token_lifetime: 300,
            token_header: TokenHeader::Bearer,
        }
    }
}
