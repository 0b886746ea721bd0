//! Identifiers. A supplier's ids are opaque text: never parsed, never numbers, never compared by case.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(type = "string")]
        pub struct $name(pub String);

        impl $name {
            /// The id as the supplier, or this program, wrote it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

opaque_id!(
    /// One connection to a supplier, made here (UUID v7).
    WalletId
);
opaque_id!(
    /// An eSIM as its supplier names it, unique within one wallet.
    EsimId
);
opaque_id!(
    /// A plan on an eSIM (ZIM: subscription), unique within one wallet.
    ServiceId
);
opaque_id!(
    /// What can be bought, unique within one wallet.
    PlanId
);
opaque_id!(
    /// One purchase, named by the window when its form opened (UUID v7). It is the whole of our
    /// idempotency: the same key never buys twice.
    OrderKey
);

impl OrderKey {
    /// Whether the text is a UUID at all; anything else did not come from our window.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        uuid::Uuid::try_parse(&self.0).is_ok()
    }
}
