//! What can be wrong with a keychain, in kinds that a person can act on. No kind carries a secret.

use std::time::Duration;

use zeroize::Zeroize as _;

/// Why the keychain did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is no keychain to talk to: no Secret Service on the session bus, or no session bus.
    #[error("no keychain answers: {detail}")]
    Missing {
        /// The system's own words.
        detail: String,
    },
    /// The keychain is there and does not open: it is locked, or it has no default keyring.
    #[error("the keychain is locked and was not opened: {detail}")]
    Locked {
        /// The system's own words, which tell the cases apart for a reader.
        detail: String,
    },
    /// The keychain asked whether we may, and the question was dismissed or could not be put.
    #[error("the keychain's question was not answered with yes: {detail}")]
    Refused {
        /// The system's own words.
        detail: String,
    },
    /// The secret is longer than [`LONGEST`](crate::LONGEST).
    #[error("a secret of {bytes} bytes is longer than a keychain holds")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The keychain did not answer in time; it may be waiting for a person to unlock it.
    #[error("the keychain did not answer within {} s", after.as_secs_f32())]
    TimedOut {
        /// How long we waited.
        after: Duration,
    },
    /// What stands under the name is not what this program writes: not UTF-8, or stored twice.
    #[error("the stored secret cannot be read")]
    Damaged,
    /// Anything else.
    #[error("the keychain refused: {detail}")]
    Other {
        /// The system's own words.
        detail: String,
    },
}

impl Error {
    /// A failure to open the keychain: whatever the reason, there is none to talk to.
    pub(crate) fn opening(error: keyring_core::Error) -> Self {
        match Self::from(error) {
            Self::Other { detail } => Self::Missing { detail },
            known @ (Self::Missing { .. }
            | Self::Locked { .. }
            | Self::Refused { .. }
            | Self::TooLong { .. }
            | Self::TimedOut { .. }
            | Self::Damaged) => known,
        }
    }
}

impl From<keyring_core::Error> for Error {
    fn from(error: keyring_core::Error) -> Self {
        use keyring_core::Error as Kind;
        match error {
            Kind::NoStorageAccess(reason) if was_dismissed(&*reason) => {
                Self::Refused { detail: reason.to_string() }
            }
            Kind::NoStorageAccess(reason) => Self::Locked { detail: reason.to_string() },
            Kind::NoDefaultStore => Self::Missing { detail: error.to_string() },
            Kind::TooLong(_, most) => Self::Other { detail: format!("its limit is {most} characters") },
            // These two carry the bytes that were read: they are wiped, not passed on.
            Kind::BadEncoding(mut bytes) | Kind::BadDataFormat(mut bytes, _) => {
                bytes.zeroize();
                Self::Damaged
            }
            Kind::Ambiguous(_) => Self::Damaged,
            Kind::PlatformFailure(reason) => Self::Other { detail: reason.to_string() },
            // keyring-core may add kinds; its texts name attributes and reasons, never a stored value.
            other => Self::Other { detail: other.to_string() },
        }
    }
}

/// Whether the Secret Service says that its question was dismissed.
#[cfg(target_os = "linux")]
fn was_dismissed(reason: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(reason.downcast_ref(), Some(secret_service::Error::Prompt))
}

/// The stores of other systems do not tell a dismissed question apart.
#[cfg(not(target_os = "linux"))]
fn was_dismissed(_: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    false
}
