//! What the phone network says of one eSIM, for "it does not work here".

use crate::Result;
use crate::ports::Listing;
use async_trait::async_trait;
use esim_desk_model::{Country, EsimId, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a supplier can tell of an eSIM beyond its lists. Asking changes nothing; each answer is slow.
#[async_trait]
pub trait Diagnostics: Send + Sync {
    /// Where it was last seen, and how; `None` when it never was.
    async fn sighting(&self, esim: &EsimId) -> Result<Option<Sighting>>;
    /// What happened to it, newest first; `None` when the supplier keeps no such list.
    async fn happenings(&self, esim: &EsimId) -> Result<Option<Listing<Happening>>>;
}

/// Connects an eSIM to its network anew, which breaks its connection for a moment.
#[async_trait]
pub trait Reconnect: Send + Sync {
    /// Sent once.
    ///
    /// # Errors
    /// With [`crate::Effect::Unknown`] where no answer tells whether it was done.
    async fn reconnect(&self, esim: &EsimId) -> Result<()>;
}

/// Where and how an eSIM was last seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sighting {
    /// When.
    pub at: Option<Timestamp>,
    /// In which country.
    pub country: Option<Country>,
    /// In which network.
    pub network: Option<String>,
    /// By which technology ("4G").
    pub technology: Option<String>,
    /// The phone's model.
    pub device: Option<String>,
    /// Whether it is connected now; absent where that is not said.
    pub online: Option<bool>,
    /// The supplier's other facts, by the supplier's names: states, and numbers of phone, chip and subscriber.
    pub facts: Vec<Fact>,
}

/// One fact in the supplier's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Fact {
    /// Its name ("IMSI").
    pub name: String,
    /// What the supplier says.
    pub value: String,
}

/// One thing that happened to an eSIM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Happening {
    /// When.
    pub at: Option<Timestamp>,
    /// What, in the supplier's words.
    pub what: String,
    /// In which country.
    pub country: Option<Country>,
    /// In which network, or on which plan.
    pub detail: Option<String>,
    /// Whether the plan allows this network; `false` explains "no internet".
    pub allowed: Option<bool>,
}
